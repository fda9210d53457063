using Microsoft.EntityFrameworkCore;
using Taihang.Core.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Identification;

/// <summary>Households and persons by outcome in one place; every rate keeps its numerator and denominator.</summary>
public sealed record PlaceFigures(
    RegionPlace Place,
    IReadOnlyDictionary<string, (long Households, long Persons)> Outcomes,
    long Households,
    long Persons,
    long CountedHouseholds,
    long CountedPersons
)
{
    public double? Rate => Persons == 0 ? null : (double)CountedPersons / Persons;
}

/// <summary>A point of the trend: everybody assessed on a day, and the counted among them.</summary>
public sealed record TrendPoint(DateOnly AsOf, long Persons, long CountedPersons, long CountedHouseholds)
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

/// <summary>The answer a household has until the next run: what the newest run stored, and the day it judged.</summary>
public sealed record StandingAnswer(DateOnly AsOf, string Outcome);

/// <summary>What the newest run of each county says, by place; the trend over its earlier runs.</summary>
public static class ShowArea
{
    public const string Method = "monitoring";

    /// <param name="places">The places to show, each with all that lies in it.</param>
    public static IReadOnlyList<PlaceFigures> Figures(
        TaihangDb db,
        RegionTree tree,
        IReadOnlyCollection<RegionPlace> places
    )
    {
        var shown = places.Select(p => p.RegionNo).ToHashSet();
        var counties = places.Select(p => p.CountyNo).Where(c => c > 0).Distinct().ToList();
        var newest = Newest(db, counties);
        var runs = newest.Values.Select(r => r.RunId).ToList();
        var rows = db
            .IdentificationResults.AsNoTracking()
            .Where(r => runs.Contains(r.RunId))
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
                    own.Where(r => r.Counted).Sum(r => r.Persons)
                );
            }),
        ];
    }

    /// <summary>The newest run of each county; among runs of one day the last made.</summary>
    public static Dictionary<int, IdentificationRun> Newest(TaihangDb db, IReadOnlyCollection<int> counties) =>
        db
            .IdentificationRuns.AsNoTracking()
            .Where(r => r.Method == Method && counties.Contains(r.CountyNo))
            .AsEnumerable()
            .GroupBy(r => r.CountyNo)
            .ToDictionary(g => g.Key, g => g.OrderBy(r => r.AsOf).ThenBy(r => r.RunId).Last());

    /// <returns>Null when the newest run of the county did not assess the household, or there is none.</returns>
    public static StandingAnswer? Standing(TaihangDb db, int countyNo, Guid householdId) =>
        Newest(db, [countyNo]).TryGetValue(countyNo, out var run)
        && db
            .IdentificationResults.AsNoTracking()
            .SingleOrDefault(r => r.CountyNo == countyNo && r.RunId == run.RunId && r.HouseholdId == householdId)
            is { } result
            ? new StandingAnswer(run.AsOf, result.Outcome)
            : null;

    public static IReadOnlyList<TrendPoint> Trend(TaihangDb db, IReadOnlyCollection<int> counties)
    {
        var runs = db
            .IdentificationRuns.AsNoTracking()
            .Where(r => r.Method == Method && counties.Contains(r.CountyNo))
            .AsEnumerable()
            .GroupBy(r => (r.CountyNo, r.AsOf))
            .Select(g => g.MaxBy(r => r.RunId)!)
            .ToDictionary(r => r.RunId, r => r.AsOf);
        var ids = runs.Keys.ToList();
        return
        [
            .. db
                .IdentificationResults.AsNoTracking()
                .Where(r => ids.Contains(r.RunId))
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
                .OrderBy(g => g.Key)
                .Select(g => new TrendPoint(
                    g.Key,
                    g.Sum(r => r.Persons),
                    g.Where(r => r.Counted).Sum(r => r.Persons),
                    g.Where(r => r.Counted).Sum(r => r.Households)
                )),
        ];
    }

    /// <param name="outcome">Only households with this outcome; null for all, the counted first.</param>
    public static (IReadOnlyList<HouseholdLine> Lines, int Total) Households(
        TaihangDb db,
        RegionPlace village,
        string? outcome,
        int page,
        int size
    )
    {
        if (!Newest(db, [village.CountyNo]).TryGetValue(village.CountyNo, out var run))
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
}
