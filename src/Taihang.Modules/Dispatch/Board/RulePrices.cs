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
    /// <returns>Null where the rules or distances are no longer those the plan was made by: a price would mix both changes.</returns>
    public static ImmutableArray<PlanPrice>? Of(
        TaihangDb db,
        PlanRecord plan,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes
    )
    {
        var pair = SolveRound.Pairs(plan.Facts.Stored, LoadRegions.Tree(db), shapes);
        var (villages, cadres) = (plan.Facts.Villages, plan.Facts.Cadres);
        return
            villages.Any(v => v.Tier >= rules.Tiers.Length)
            || Round.Solve(rules, villages, cadres, pair).Hash() != plan.Free.Hash()
            ? null
            : PlanPrices.OfRules(rules, villages, cadres, pair, plan.Round);
    }
}
