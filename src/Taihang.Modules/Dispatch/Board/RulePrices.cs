using System.Collections.Immutable;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Core.Regions;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Board;

/// <summary>What the rules cost a plan, from the villages and cadres as they were read.</summary>
public static class RulePrices
{
    public static ImmutableArray<PlanPrice> Of(
        TaihangDb db,
        PlanRecord plan,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes
    ) =>
        PlanPrices.OfRules(
            rules,
            plan.Facts.Villages,
            plan.Facts.Cadres,
            SolveRound.Pairs(plan.Facts.Stored, LoadRegions.Tree(db), shapes),
            plan.Round
        );
}
