using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <param name="Pack">Limits the identification run to a pack and a method; null takes the newest of any.</param>
public sealed record DispatchRequest(int CountyNo, DateOnly AsOf, string? Pack = null, string? Method = null);

/// <summary>The best plan over all allowed pairs, with what it was made from. No village where everybody is within a term.</summary>
/// <param name="Pair">What is known of village i and cadre j beyond their records.</param>
public sealed record SolvedRound(StoredRules Rules, DispatchFacts Facts, Round Round, Func<int, int, PairFacts> Pair);

/// <summary>Reads what a round decides on and makes the plan; writes nothing. The plan is checked by the separate checker.</summary>
public static class SolveRound
{
    public static Outcome<SolvedRound> Run(
        TaihangDb db,
        DispatchRequest request,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes
    )
    {
        if (request.AsOf < rules.ValidFrom || request.AsOf > rules.ValidTo)
            return DispatchProblems.NoRules(request.AsOf);
        if (NewestRun(db, request) is not { } run)
            return DispatchProblems.NoRun(request.AsOf);
        var tree = LoadRegions.Tree(db);
        var facts = DispatchFacts.Read(db, request.CountyNo, run, rules, tree, request.AsOf);
        if (facts.Cadres.IsEmpty)
            return DispatchProblems.NoCadres();
        if (
            facts.Villages.IsEmpty
            && !db.Postings.Any(p =>
                p.CountyNo == request.CountyNo && p.Role == PostingRole.FirstSecretary && p.To == null
            )
        )
            return DispatchProblems.NoVillages();
        var pair = Pairs(facts, tree, shapes);
        var round = Round.Solve(rules, facts.Villages, facts.Cadres, pair);
        var faults = Certificate.Check(round.Problem, round.Plan);
        return faults.Count > 0
            ? Outcome<SolvedRound>.Refused(faults)
            : new SolvedRound(StoredRules.Of(rules, run.RunId, run.Method), facts, round, pair);
    }

    internal static IdentificationRun? NewestRun(TaihangDb db, DispatchRequest request) =>
        db
            .IdentificationRuns.Where(r => r.CountyNo == request.CountyNo && r.AsOf <= request.AsOf)
            .Where(r => request.Pack == null || r.Pack == request.Pack)
            .Where(r => request.Method == null || r.Method == request.Method)
            .OrderByDescending(r => r.AsOf)
            .ThenByDescending(r => r.RunId)
            .FirstOrDefault();

    internal static Func<int, int, PairFacts> Pairs(
        DispatchFacts facts,
        RegionTree tree,
        IReadOnlyCollection<CountyShape> shapes
    )
    {
        var distances = new Distances(tree, shapes);
        return (village, cadre) => new(distances.Km(facts.Villages[village].VillageNo, facts.HomeOf[cadre]));
    }
}
