using Microsoft.EntityFrameworkCore;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>Households and persons by outcome in one place; every rate keeps its numerator and denominator.</summary>
/// <param name="Method">By which method its county's newest run judged; null without a run, and for a place of many counties.</param>
public sealed record PlaceFigures(
    RegionPlace Place,
    IReadOnlyDictionary<string, (long Households, long Persons)> Outcomes,
    long Households,
    long Persons,
    long CountedHouseholds,
    long CountedPersons,
    string? Method
)
{
    public double? Rate => Persons == 0 ? null : (double)CountedPersons / Persons;
}

/// <summary>A point of the trend: everybody assessed on a day by a method, and the counted among them.</summary>
public sealed record TrendPoint(DateOnly AsOf, string Method, long Persons, long CountedPersons, long CountedHouseholds)
{
    public double Rate => Persons == 0 ? 0 : (double)CountedPersons / Persons;
}

/// <summary>One line of a village's household list.</summary>
public sealed record HouseholdLine(
    int CountyNo,
    Guid HouseholdId,
    string Number,
    string Head,
    int Persons,
    string Outcome,
    bool Counted
);

/// <summary>What one run answered for a household: the day it judged and by which method.</summary>
public sealed record PastAnswer(DateOnly AsOf, string Method, string Outcome, bool Counted);

/// <summary>
/// What the newest run of each county says, by place; the trend over its earlier runs, and a household's answers through all of them. Only
/// runs of the method that was in force on their day count: a rule that has ended, run once more, changes nobody's standing.
/// </summary>
public static class ShowArea
{
    /// <param name="places">The places to show, each with all that lies in it.</param>
    public static IReadOnlyList<PlaceFigures> Figures(
        TaihangDb db,
        Pack pack,
        RegionTree tree,
        IReadOnlyCollection<RegionPlace> places
    )
    {
        var shown = places.Select(p => p.RegionNo).ToList();
        var counties = places.Select(p => p.CountyNo).Where(c => c > 0).Distinct().ToList();
        var newest = Newest(db, pack, counties);
        var runs = newest.Values.Select(r => r.RunId).ToList();
        // The county first, as every index begins with it; a village's own rows where nothing but villages is shown.
        var results = db
            .IdentificationResults.AsNoTracking()
            .Where(r => counties.Contains(r.CountyNo) && runs.Contains(r.RunId));
        if (places.All(p => p.Level == "village"))
            results = results.Where(r => shown.Contains(r.VillageNo));
        var rows = results
            .GroupBy(r => new
            {
                r.VillageNo,
                r.Outcome,
                r.Counted,
            })
            .Select(g => new
            {
                g.Key.VillageNo,
                g.Key.Outcome,
                g.Key.Counted,
                Households = g.LongCount(),
                Persons = g.Sum(r => (long)r.Persons),
            })
            .ToList()
            .Select(r =>
                (Place: tree.PathTo(r.VillageNo).FirstOrDefault(p => shown.Contains(p.RegionNo))?.RegionNo ?? 0, Row: r)
            )
            .ToLookup(r => r.Place, r => r.Row);
        return
        [
            .. places.Select(place =>
            {
                var own = rows[place.RegionNo].ToList();
                return new PlaceFigures(
                    place,
                    own.GroupBy(r => r.Outcome)
                        .ToDictionary(g => g.Key, g => (g.Sum(r => r.Households), g.Sum(r => r.Persons))),
                    own.Sum(r => r.Households),
                    own.Sum(r => r.Persons),
                    own.Where(r => r.Counted).Sum(r => r.Households),
                    own.Where(r => r.Counted).Sum(r => r.Persons),
                    newest.GetValueOrDefault(place.CountyNo)?.Method
                );
            }),
        ];
    }

    /// <summary>The newest run of each county; among runs of one day the last made.</summary>
    public static Dictionary<int, IdentificationRun> Newest(
        TaihangDb db,
        Pack pack,
        IReadOnlyCollection<int> counties
    ) =>
        InForce(db, pack, counties)
            .GroupBy(r => r.CountyNo)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.AsOf).ThenBy(r => r.RunId).Last());

    /// <summary>
    /// Every answer a household was given, whatever the period and its method, the newest first. The first is the one that stands, unless
    /// the newest run of the county did not know the household (then <c>Stands</c> is false).
    /// </summary>
    public static (IReadOnlyList<PastAnswer> Answers, bool Stands) History(
        TaihangDb db,
        Pack pack,
        int countyNo,
        Guid householdId
    )
    {
        var runs = LastOfEachDay(db, pack, [countyNo]).OrderByDescending(r => r.AsOf).ToList();
        var ids = runs.ConvertAll(r => r.RunId);
        var results = db
            .IdentificationResults.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && ids.Contains(r.RunId) && r.HouseholdId == householdId)
            .ToDictionary(r => r.RunId);
        return (
            [
                .. runs.Where(r => results.ContainsKey(r.RunId))
                    .Select(r => new PastAnswer(r.AsOf, r.Method, results[r.RunId].Outcome, results[r.RunId].Counted)),
            ],
            runs.Count > 0 && results.ContainsKey(runs[0].RunId)
        );
    }

    public static IReadOnlyList<TrendPoint> Trend(TaihangDb db, Pack pack, IReadOnlyCollection<int> counties)
    {
        var runs = LastOfEachDay(db, pack, counties).ToDictionary(r => r.RunId, r => (r.AsOf, r.Method));
        var ids = runs.Keys.ToList();
        return
        [
            .. db
                .IdentificationResults.AsNoTracking()
                .Where(r => counties.Contains(r.CountyNo) && ids.Contains(r.RunId))
                .GroupBy(r => new { r.RunId, r.Counted })
                .Select(g => new
                {
                    g.Key.RunId,
                    g.Key.Counted,
                    Households = g.LongCount(),
                    Persons = g.Sum(r => (long)r.Persons),
                })
                .AsEnumerable()
                .GroupBy(r => runs[r.RunId])
                .OrderBy(g => g.Key.AsOf)
                .Select(g => new TrendPoint(
                    g.Key.AsOf,
                    g.Key.Method,
                    g.Sum(r => r.Persons),
                    g.Where(r => r.Counted).Sum(r => r.Persons),
                    g.Where(r => r.Counted).Sum(r => r.Households)
                )),
        ];
    }

    /// <param name="outcome">Only households with this outcome; null for all, the counted first.</param>
    public static (IReadOnlyList<HouseholdLine> Lines, int Total) Households(
        TaihangDb db,
        Pack pack,
        RegionPlace village,
        string? outcome,
        int page,
        int size
    )
    {
        if (!Newest(db, pack, [village.CountyNo]).TryGetValue(village.CountyNo, out var run))
            return ([], 0);
        var results = db
            .IdentificationResults.AsNoTracking()
            .Where(r => r.CountyNo == village.CountyNo && r.RunId == run.RunId && r.VillageNo == village.RegionNo);
        if (outcome is not null)
            results = results.Where(r => r.Outcome == outcome);
        var total = results.Count();
        // In 64 bits: a page number typed into the address must not wrap into a negative offset, which PostgreSQL refuses.
        var skipped = (page - 1L) * size;
        if (skipped < 0 || skipped >= total)
            return ([], total);
        var lines = (
            from result in results
            join household in db.Households
                on new { result.CountyNo, result.HouseholdId } equals new { household.CountyNo, household.HouseholdId }
            join head in db.Persons
                on new { household.CountyNo, Id = household.HeadId } equals new
                {
                    head.CountyNo,
                    Id = (Guid?)head.PersonId,
                }
                into heads
            from head in heads.DefaultIfEmpty()
            orderby result.Counted descending, household.Number
            select new HouseholdLine(
                household.CountyNo,
                household.HouseholdId,
                household.Number,
                head == null ? "" : head.Name,
                result.Persons,
                result.Outcome,
                result.Counted
            )
        )
            .Skip((int)skipped)
            .Take(size)
            .ToList();
        return (lines, total);
    }

    /// <summary>Among runs of one county and day the last made.</summary>
    private static IEnumerable<IdentificationRun> LastOfEachDay(
        TaihangDb db,
        Pack pack,
        IReadOnlyCollection<int> counties
    ) => InForce(db, pack, counties).GroupBy(r => (r.CountyNo, r.AsOf)).Select(g => g.MaxBy(r => r.RunId)!);

    private static IEnumerable<IdentificationRun> InForce(TaihangDb db, Pack pack, IReadOnlyCollection<int> counties) =>
        db
            .IdentificationRuns.AsNoTracking()
            .Where(r => r.Pack == pack.Id && counties.Contains(r.CountyNo))
            .AsEnumerable()
            .Where(r => pack.Method(null, r.AsOf)?.Id == r.Method);
}
