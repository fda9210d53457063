using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Teams;
using Taihang.Core.Regions;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>What task forces are planned from: a team around each first secretary who serves that day, out of everybody else on the roster.</summary>
/// <param name="Rules">The rules and the identification run behind the needs.</param>
/// <param name="Ending">Members whose term is over; they are planned anew.</param>
/// <param name="Staying">Members within a term, who stand where they stand.</param>
public sealed record TeamFacts(
    StoredRules Rules,
    TeamProblem Problem,
    IReadOnlyList<Posting> Ending,
    IReadOnlyList<Posting> Staying
)
{
    public static Outcome<TeamFacts> Read(
        TaihangDb db,
        DispatchRequest request,
        PostingRules rules,
        IReadOnlyCollection<CountyShape> shapes
    )
    {
        if (request.AsOf < rules.ValidFrom || request.AsOf > rules.ValidTo)
            return DispatchProblems.NoRules(request.AsOf);
        if (rules.Teams is not { } teams)
            return TeamProblems.NoRules();
        if (SolveRound.NewestRun(db, request) is not { } run)
            return DispatchProblems.NoRun(request.AsOf);
        var serving = db
            .Postings.Where(p => p.CountyNo == request.CountyNo && p.From <= request.AsOf && p.To == null)
            .OrderBy(p => p.VillageNo)
            .ThenBy(p => p.PostingId)
            .ToList();
        var first = serving
            .Where(p => p.Role == PostingRole.FirstSecretary)
            .ToDictionary(p => p.VillageNo, p => p.CadreId);
        var members = serving.Where(p => p.Role == PostingRole.Member).ToList();
        var staying = members.Where(p => p.From.AddMonths(rules.TermMonths) > request.AsOf).ToList();
        var tree = LoadRegions.Tree(db);
        // Whoever serves within a term may not be sent elsewhere; a first secretary whose term is over still leads until replaced.
        HashSet<Guid> bound = [.. first.Values, .. staying.Select(p => p.CadreId)];
        var facts = DispatchFacts.ForTeams(db, request.CountyNo, run, rules, tree, request.AsOf, bound);
        var villages = facts.Villages.Where(v => first.ContainsKey(v.VillageNo)).ToImmutableArray();
        if (villages.IsEmpty)
            return TeamProblems.NoFirstSecretaries(request.AsOf);
        return new TeamFacts(
            StoredRules.Of(rules, run.RunId, run.Method),
            Build(
                db,
                request.CountyNo,
                rules,
                teams,
                facts with
                {
                    Villages = villages,
                },
                first,
                staying,
                SolveRound.Pairs(facts with { Villages = villages }, tree, shapes)
            ),
            [.. members.Except(staying)],
            staying
        );
    }

    private static TeamProblem Build(
        TaihangDb db,
        int countyNo,
        PostingRules rules,
        TeamRules teams,
        DispatchFacts facts,
        Dictionary<int, Guid> first,
        List<Posting> staying,
        Func<int, int, PairFacts> pair
    )
    {
        var (scales, scoring) = (TeamProblem.Scales(rules), new Scoring(rules));
        var unitOf = db
            .Cadres.AsNoTracking()
            .Where(c => c.CountyNo == countyNo)
            .ToDictionary(c => c.CadreId, c => c.UnitId);
        // By their first cadre, so that the same roster gives the same numbers on any deployment.
        var units = facts.Cadres.Select(c => unitOf[c.CadreId]).Distinct().ToList();
        var at = facts.Cadres.Select((c, p) => (c.CadreId, p)).ToDictionary(c => c.CadreId, c => c.p);
        var village = facts.Villages.Select((v, i) => (v.VillageNo, i)).ToDictionary(v => v.VillageNo, v => v.i);
        var stays = staying.Where(p => village.ContainsKey(p.VillageNo)).ToDictionary(p => at[p.CadreId]);
        var pairs = new List<(int, int, int)>();
        for (var v = 0; v < facts.Villages.Length; v++)
        for (var p = 0; p < facts.Cadres.Length; p++)
        {
            var known = pair(v, p);
            if (stays.TryGetValue(p, out var posting))
            {
                if (village[posting.VillageNo] == v)
                    pairs.Add((v, p, posting.FitBp));
            }
            // A member need not be eligible as first secretary.
            else if (Scoring.Excludes(facts.Villages[v], facts.Cadres[p] with { Eligible = true }, known.Km) is null)
                pairs.Add((v, p, scoring.Fit(facts.Villages[v], facts.Cadres[p], known)));
        }
        return TeamProblem.From(
            teams,
            rules.Tiers.Length,
            [
                .. facts.Villages.Select(v => new TeamVillage(
                    v.VillageNo,
                    v.Tier,
                    scales[v.Tier],
                    v.Need,
                    v.Within,
                    teams.Sizes[v.Tier].Minimum,
                    teams.Sizes[v.Tier].Maximum,
                    Leader: at[first[v.VillageNo]]
                )),
            ],
            [
                .. facts.Cadres.Select(
                    (c, p) =>
                        new TeamPerson(
                            c.CadreId,
                            c.Skill,
                            units.IndexOf(unitOf[c.CadreId]),
                            stays.ContainsKey(p) ? 0 : c.AvoidsRegionNo,
                            !c.InTerm || stays.ContainsKey(p),
                            c.Eligible
                        )
                ),
            ],
            pairs,
            [],
            [.. stays.OrderBy(s => s.Key).Select(s => new TeamLock(village[s.Value.VillageNo], s.Key))]
        );
    }
}
