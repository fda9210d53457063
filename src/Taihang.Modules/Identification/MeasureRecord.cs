using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Regions;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Store;

namespace Taihang.Modules.Identification;

/// <summary>How well one fact that a method reads is recorded.</summary>
/// <param name="Subjects">Households, members or villages that it is about.</param>
/// <param name="Missing">Of them without a value; nobody where a blank itself says "no".</param>
/// <param name="Stale">With a value that was last recorded longer ago than the limit: unchanged since, or not looked at.</param>
/// <param name="StaleMonths">The limit; null for what does not age.</param>
/// <param name="Contradicted">With a value for which another act recorded another value as observed on the same day.</param>
public sealed record FactQuality(
    string Attribute,
    long Subjects,
    long Missing,
    long Stale,
    int? StaleMonths,
    long Contradicted
)
{
    public double? MissingShare => Share(Missing);

    public double? StaleShare => Share(Stale);

    public double? ContradictedShare => Share(Contradicted);

    private double? Share(long part) => Subjects == 0 ? null : (double)part / Subjects;
}

/// <summary>What a rate over a register leaves open in place of a sampling error, as far as the record knows it.</summary>
/// <param name="Households">On record on the day.</param>
/// <param name="NeverAssessed">Of them in no kept run of the method up to that day.</param>
/// <param name="Villages">Of the region tree on that day.</param>
/// <param name="VillagesWithoutRecord">Of them without a single household on record.</param>
public sealed record RecordQuality(
    long Households,
    long NeverAssessed,
    int Villages,
    int VillagesWithoutRecord,
    IReadOnlyList<FactQuality> Facts
)
{
    /// <summary>Of several counties, for the same method.</summary>
    public static RecordQuality Sum(IReadOnlyList<RecordQuality> counties) =>
        new(
            counties.Sum(c => c.Households),
            counties.Sum(c => c.NeverAssessed),
            counties.Sum(c => c.Villages),
            counties.Sum(c => c.VillagesWithoutRecord),
            [
                .. counties[0]
                    .Facts.Select(
                        (f, i) =>
                            f with
                            {
                                Subjects = counties.Sum(c => c.Facts[i].Subjects),
                                Missing = counties.Sum(c => c.Facts[i].Missing),
                                Stale = counties.Sum(c => c.Facts[i].Stale),
                                Contradicted = counties.Sum(c => c.Facts[i].Contradicted),
                            }
                    ),
            ]
        );
}

/// <summary>Coverage error (who is not on record or was never assessed) and measurement error (what is missing, old or contradicted) of a county.</summary>
public static class MeasureRecord
{
    /// <summary>Where neither the caller nor the attribute says after how many months a fact is old.</summary>
    public const int StaleMonths = 24;

    /// <param name="staleMonths">For every attribute; null takes each attribute's own limit, else <see cref="StaleMonths"/>.</param>
    public static RecordQuality Run(
        TaihangDb db,
        Pack pack,
        MethodPlan method,
        int countyNo,
        DateOnly asOf,
        RegionTree tree,
        int? staleMonths = null
    )
    {
        var (households, members, villages) = Subjects(db, countyNo, asOf);
        var facts = method.Facts();
        var known = Latest(db, countyNo, asOf, facts.Select(f => f.Id).ToHashSet(StringComparer.Ordinal));
        var assessed = db
            .IdentificationRuns.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && r.Pack == pack.Id && r.Method == method.Id && r.AsOf <= asOf)
            .Join(
                db.IdentificationResults,
                run => new { run.CountyNo, run.RunId },
                result => new { result.CountyNo, result.RunId },
                (_, result) => result.HouseholdId
            )
            .Distinct()
            .ToHashSet();
        var places = tree.OfLevel("village")
            .Where(v => v.CountyNo == countyNo && v.ValidOn(asOf))
            .Select(v => v.RegionNo)
            .ToHashSet();
        return new RecordQuality(
            households.Count,
            households.Keys.Count(h => !assessed.Contains(h)),
            places.Count,
            places.Except(households.Values).Count(),
            [
                .. facts.Select(fact =>
                    Of(
                        fact,
                        fact.Level switch
                        {
                            Level.Member => members,
                            Level.Village => villages,
                            _ => households.Keys,
                        },
                        known,
                        asOf,
                        staleMonths
                    )
                ),
            ]
        );
    }

    private static FactQuality Of(
        AttributeDef fact,
        IReadOnlyCollection<Guid> subjects,
        Dictionary<(Guid, string), Recorded> known,
        DateOnly asOf,
        int? staleMonths
    )
    {
        // A date says itself when it was; the day of birth does not age.
        int? limit = fact.Type == FactType.Date ? null : staleMonths ?? fact.StaleMonths ?? StaleMonths;
        var (missing, stale, contradicted) = (0L, 0L, 0L);
        foreach (var subject in subjects)
        {
            if (!known.TryGetValue((subject, fact.Id), out var value))
            {
                missing += fact.Missing == MissingRule.Unknown ? 1 : 0;
                continue;
            }
            stale += limit is { } months && value.On < asOf.AddMonths(-months) ? 1 : 0;
            contradicted += value.Contradicted ? 1 : 0;
        }
        return new FactQuality(fact.Id, subjects.Count, missing, stale, limit, contradicted);
    }

    /// <summary>Households with their villages, their members, and their villages' subjects of facts, as <see cref="Snapshot"/> lays them.</summary>
    private static (Dictionary<Guid, int> Households, List<Guid> Members, List<Guid> Villages) Subjects(
        TaihangDb db,
        int countyNo,
        DateOnly asOf
    )
    {
        var households = Snapshot.Households(db, countyNo, asOf, []);
        var inhabited = households.Select(h => h.VillageNo).ToHashSet();
        var villageOf = households.ToDictionary(h => h.HouseholdId, h => h.VillageNo);
        return (
            villageOf,
            [
                .. Snapshot
                    .Members(db, countyNo, asOf, [])
                    .Where(m => villageOf.ContainsKey(m.HouseholdId))
                    .Select(m => m.PersonId),
            ],
            [
                .. db
                    .Villages.AsNoTracking()
                    .Where(v => v.CountyNo == countyNo)
                    .AsEnumerable()
                    .Where(v => inhabited.Contains(v.VillageNo))
                    .Select(v => v.SubjectId),
            ]
        );
    }

    /// <summary>The value in force on the day, with the day it was observed and whether another act of that day says otherwise.</summary>
    private readonly record struct Recorded(DateOnly On, Guid ActId, string Json, bool Contradicted);

    private static Dictionary<(Guid, string), Recorded> Latest(
        TaihangDb db,
        int countyNo,
        DateOnly asOf,
        HashSet<string> wanted
    )
    {
        var latest = new Dictionary<(Guid, string), Recorded>();
        foreach (
            var o in db
                .Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && o.ObservedOn <= asOf)
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
                .Select(o => new
                {
                    o.SubjectId,
                    o.ObservedOn,
                    o.ActId,
                    o.Document,
                })
        )
        {
            using var document = JsonDocument.Parse(o.Document);
            foreach (var value in document.RootElement.EnumerateObject().Where(v => wanted.Contains(v.Name)))
            {
                var (key, json) = ((o.SubjectId, value.Name), value.Value.GetRawText());
                var sameDay = latest.TryGetValue(key, out var before) && before.On == o.ObservedOn;
                latest[key] = new Recorded(
                    o.ObservedOn,
                    o.ActId,
                    json,
                    sameDay && (before.Contradicted || (before.ActId != o.ActId && before.Json != json))
                );
            }
        }
        return latest;
    }
}
