using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Dispatch;

/// <summary>What a round decides on: villages that need somebody, cadres who may go, and whose post runs on.</summary>
public sealed record DispatchFacts(
    ImmutableArray<DispatchVillage> Villages,
    ImmutableArray<DispatchCadre> Cadres,
    ImmutableArray<int> HomeOf
)
{
    private const int HouseholdSubject = 1;
    private const int VillageSubject = 3;

    /// <summary>Villages with a counted household in the run and without a term that runs on; all cadres of the county.</summary>
    public static DispatchFacts Read(
        TaihangDb db,
        int countyNo,
        IdentificationRun run,
        PostingRules rules,
        RegionTree tree,
        DateOnly asOf
    )
    {
        var terms = Terms.On(db, countyNo, rules, asOf);
        var taken = terms.InTerm.Select(p => p.VillageNo).ToHashSet();
        var incumbent = terms.Over.ToDictionary(p => p.VillageNo, p => p.CadreId);
        // Nobody serves twice at once: whoever serves in a task force leaves it first.
        var members = db
            .Postings.Where(p => p.CountyNo == countyNo && p.Role == PostingRole.Member)
            .Where(p => p.To == null || p.To >= asOf)
            .Select(p => p.CadreId)
            .ToList();
        return new DispatchFacts(
            [.. Seats(db, countyNo, run, rules, tree, asOf, incumbent).Where(v => !taken.Contains(v.VillageNo))],
            Roster(
                db,
                countyNo,
                rules,
                tree,
                asOf,
                [.. terms.InTerm.Select(p => p.CadreId), .. members],
                out var homes
            ),
            homes
        );
    }

    /// <summary>All villages with a counted household and all cadres; those bound may not be sent elsewhere.</summary>
    internal static DispatchFacts ForTeams(
        TaihangDb db,
        int countyNo,
        IdentificationRun run,
        PostingRules rules,
        RegionTree tree,
        DateOnly asOf,
        HashSet<Guid> bound
    ) =>
        new(
            [.. Seats(db, countyNo, run, rules, tree, asOf, [])],
            Roster(db, countyNo, rules, tree, asOf, bound, out var homes),
            homes
        );

    /// <summary>The roster as it is now, whoever serves where.</summary>
    internal static ImmutableArray<DispatchCadre> RosterNow(
        TaihangDb db,
        int countyNo,
        PostingRules rules,
        RegionTree tree,
        DateOnly asOf
    ) => Roster(db, countyNo, rules, tree, asOf, [], out _);

    private static IEnumerable<DispatchVillage> Seats(
        TaihangDb db,
        int countyNo,
        IdentificationRun run,
        PostingRules rules,
        RegionTree tree,
        DateOnly asOf,
        Dictionary<int, Guid> incumbent
    )
    {
        var results = db
            .IdentificationResults.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && r.RunId == run.RunId)
            .Select(r => new
            {
                r.VillageNo,
                r.HouseholdId,
                r.Counted,
                r.Persons,
            })
            .ToList();
        var shares = results
            .GroupBy(r => r.VillageNo)
            .ToDictionary(
                g => g.Key,
                g => (Counted: g.Where(r => r.Counted).Sum(r => (long)r.Persons), All: g.Sum(r => (long)r.Persons))
            );
        var greatest = shares
            .Values.Where(s => s.All > 0)
            .Select(s => new Fraction(s.Counted, s.All))
            .DefaultIfEmpty(Fraction.Zero)
            .Max();
        var causes = Causes(db, countyNo, asOf);
        var deep = DeepPoverty(db, countyNo, asOf);
        var subjects = db.Villages.Where(v => v.CountyNo == countyNo).ToDictionary(v => v.VillageNo, v => v.SubjectId);
        return results
            .Where(r => r.Counted)
            .GroupBy(r => r.VillageNo)
            .OrderBy(g => g.Key)
            .Select(g => new DispatchVillage(
                g.Key,
                subjects.TryGetValue(g.Key, out var subject) && deep.Contains(subject)
                    ? DeepTier(rules)
                    : rules.OrdinaryTier,
                Need.Of(
                    rules,
                    [.. g.Select(r => causes.GetValueOrDefault(r.HouseholdId) ?? new HouseholdCauses(null, []))]
                ),
                Need.Difficulty(shares[g.Key].Counted, shares[g.Key].All, greatest),
                [.. tree.PathTo(g.Key).Select(p => p.RegionNo)],
                incumbent.TryGetValue(g.Key, out var who) ? who : null
            ));
    }

    private static int DeepTier(PostingRules rules) =>
        rules
            .Tiers.Select((tier, i) => (tier, i))
            .FirstOrDefault(t => t.tier.Id == "deep_poverty", (null!, rules.OrdinaryTier))
            .i;

    /// <summary>The causes last recorded for each household on or before the day.</summary>
    private static Dictionary<Guid, HouseholdCauses> Causes(TaihangDb db, int countyNo, DateOnly asOf)
    {
        var known = new Dictionary<Guid, HouseholdCauses>();
        foreach (var (subject, document) in Documents(db, countyNo, HouseholdSubject, asOf))
        foreach (var (id, json) in ObservationDocument.Read(document))
        {
            var before = known.GetValueOrDefault(subject) ?? new HouseholdCauses(null, []);
            if (id == "main_cause")
                known[subject] = before with { Main = JsonSerializer.Deserialize<string>(json) };
            else if (id == "other_causes")
                known[subject] = before with { Others = [.. JsonSerializer.Deserialize<string[]>(json) ?? []] };
        }
        return known;
    }

    private static HashSet<Guid> DeepPoverty(TaihangDb db, int countyNo, DateOnly asOf)
    {
        var deep = new HashSet<Guid>();
        foreach (var (subject, document) in Documents(db, countyNo, VillageSubject, asOf))
        foreach (var (id, json) in ObservationDocument.Read(document))
            if (id == "deep_poverty" && json == "true")
                deep.Add(subject);
            else if (id == "deep_poverty")
                deep.Remove(subject);
        return deep;
    }

    private static IEnumerable<(Guid Subject, string Document)> Documents(
        TaihangDb db,
        int countyNo,
        int kind,
        DateOnly asOf
    ) =>
        db
            .Observations.AsNoTracking()
            .Where(o => o.CountyNo == countyNo && o.SubjectKind == kind && o.ObservedOn <= asOf)
            .OrderBy(o => o.ObservedOn)
            .ThenBy(o => o.ObservationId)
            .Select(o => new { o.SubjectId, o.Document })
            .AsEnumerable()
            .Select(o => (o.SubjectId, o.Document));

    /// <summary>By unit and name, so that two deployments with the same roster make the same plan.</summary>
    private static ImmutableArray<DispatchCadre> Roster(
        TaihangDb db,
        int countyNo,
        PostingRules rules,
        RegionTree tree,
        DateOnly asOf,
        HashSet<Guid> inTerm,
        out ImmutableArray<int> homes
    )
    {
        var stated = Statements.InForce(db, countyNo, asOf);
        var units = db.SendingUnits.AsNoTracking().Where(u => u.CountyNo == countyNo).ToDictionary(u => u.UnitId);
        var cadres = db
            .Cadres.AsNoTracking()
            .Where(c => c.CountyNo == countyNo)
            .AsEnumerable()
            .OrderBy(c => units[c.UnitId].Name, StringComparer.Ordinal)
            .ThenBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        homes = [.. cadres.Select(c => c.HomeRegionNo)];
        return
        [
            .. cadres.Select(c =>
            {
                var skills = JsonSerializer.Deserialize<Dictionary<string, int>>(c.Skills)!;
                return new DispatchCadre(
                    c.CadreId,
                    [.. rules.Skills.Select(s => skills.GetValueOrDefault(s.Id))],
                    c.Seniority,
                    c.Eligible,
                    Avoided(rules, tree, c.HomeRegionNo, units[c.UnitId].Level),
                    inTerm.Contains(c.CadreId),
                    stated.GetValueOrDefault(c.CadreId)?.On(asOf)
                );
            }),
        ];
    }

    /// <summary>
    /// The place of the rule's level around the home. Where the home is known only more coarsely, all of it is avoided: a doubt is
    /// not settled against the rule.
    /// </summary>
    private static int Avoided(PostingRules rules, RegionTree tree, int homeRegionNo, string unitLevel)
    {
        if (homeRegionNo == 0 || !rules.HomeAvoidance.TryGetValue(unitLevel, out var level))
            return 0;
        return tree.PathTo(homeRegionNo).FirstOrDefault(p => p.Level == level)?.RegionNo ?? homeRegionNo;
    }
}
