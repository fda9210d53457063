using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>A recorded value: the JSON text, the day it was observed, in which event, in which act.</summary>
public sealed record RecordedFact(string Json, DateOnly ObservedOn, string Event, Guid ActId);

/// <summary>A member as known on a day.</summary>
public sealed record MemberRecord(Person Person, IReadOnlyDictionary<string, RecordedFact> Facts);

/// <summary>A household as known on a day: per attribute the latest value observed on or before it.</summary>
public sealed record HouseholdRecord(
    Household Household,
    IReadOnlyDictionary<string, RecordedFact> Facts,
    IReadOnlyList<MemberRecord> Members
)
{
    /// <returns>The last day after <paramref name="day"/> on which something now in force was observed; null where nothing was.</returns>
    public DateOnly? NewestAfter(DateOnly day) =>
        Members
            .Select(m => m.Facts)
            .Prepend(Facts)
            .SelectMany(f => f.Values)
            .Select(f => (DateOnly?)f.ObservedOn)
            .Where(d => d > day)
            .Max();

    /// <summary>The head, or whoever stands first where none is recorded.</summary>
    public MemberRecord? Head =>
        Members.FirstOrDefault(m => m.Person.PersonId == Household.HeadId) ?? (Members.Count > 0 ? Members[0] : null);
}

/// <summary>Reads what is known of one household on a day.</summary>
public static class HouseholdFacts
{
    public static HouseholdRecord? Read(TaihangDb db, int countyNo, Guid householdId, DateOnly asOf)
    {
        var household = db
            .Households.AsNoTracking()
            .SingleOrDefault(h => h.CountyNo == countyNo && h.HouseholdId == householdId);
        if (household is null)
            return null;
        var members = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.HouseholdId == householdId)
            .Where(p => p.JoinedOn <= asOf && (p.LeftOn == null || p.LeftOn > asOf))
            .ToList();
        var subjects = members.Select(m => m.PersonId).Append(householdId).ToList();
        var facts = db
            .Observations.AsNoTracking()
            .Where(o => o.CountyNo == countyNo && subjects.Contains(o.SubjectId) && o.ObservedOn <= asOf)
            .OrderBy(o => o.ObservedOn)
            .ThenBy(o => o.ObservationId)
            .AsEnumerable()
            .GroupBy(o => o.SubjectId)
            .ToDictionary(g => g.Key, Latest);
        return new HouseholdRecord(
            household,
            facts.GetValueOrDefault(householdId, []),
            [
                .. members
                    .OrderByDescending(m => m.PersonId == household.HeadId)
                    .ThenBy(m => m.PersonId)
                    .Select(m => new MemberRecord(m, facts.GetValueOrDefault(m.PersonId, []))),
            ]
        );
    }

    /// <summary>Who left the household, is not known under a later row and whose data was not ended; whoever left last stands first.</summary>
    public static IReadOnlyList<MemberRecord> Former(TaihangDb db, int countyNo, Guid householdId) =>
        [
            .. db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && p.HouseholdId == householdId && p.LeftOn != null)
                .Where(p => !db.Persons.Any(later => later.CountyNo == countyNo && later.PreviousId == p.PersonId))
                .Where(p =>
                    !db.RetentionEndings.Any(e =>
                        e.CountyNo == countyNo && e.PersonId == p.PersonId && e.EndedOn != null
                    )
                )
                .OrderByDescending(p => p.LeftOn)
                .ThenBy(p => p.PersonId)
                .ToList()
                .Select(p => new MemberRecord(p, OfPerson(db, countyNo, p.PersonId))),
        ];

    /// <summary>Every household of the villages that is registered and not closed on the day, in order of village and number.</summary>
    public static IReadOnlyList<HouseholdRecord> InVillages(
        TaihangDb db,
        int countyNo,
        IReadOnlyCollection<int> villages,
        DateOnly asOf
    )
    {
        var households = db
            .Households.AsNoTracking()
            .Where(h => h.CountyNo == countyNo && villages.Contains(h.VillageNo))
            .Where(h => h.RegisteredOn <= asOf && (h.ClosedOn == null || h.ClosedOn > asOf));
        var members = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.JoinedOn <= asOf && (p.LeftOn == null || p.LeftOn > asOf))
            .Join(households, p => p.HouseholdId, h => h.HouseholdId, (p, _) => p);
        var observed = db.Observations.AsNoTracking().Where(o => o.CountyNo == countyNo && o.ObservedOn <= asOf);
        return Together(
            households.AsEnumerable(),
            members.AsEnumerable(),
            observed
                .Join(households, o => o.SubjectId, h => h.HouseholdId, (o, _) => o)
                .AsEnumerable()
                .Concat(observed.Join(members, o => o.SubjectId, p => p.PersonId, (o, _) => o))
        );
    }

    /// <summary>Those of these households that are registered and not closed on the day, in the same order.</summary>
    /// <param name="ids">Some hundreds at most: they and their members are parameters of the statements, which finds each by its key.</param>
    public static IReadOnlyList<HouseholdRecord> These(
        TaihangDb db,
        int countyNo,
        IReadOnlyCollection<Guid> ids,
        DateOnly asOf
    )
    {
        var households = db
            .Households.AsNoTracking()
            .Where(h => h.CountyNo == countyNo && ids.Contains(h.HouseholdId))
            .Where(h => h.RegisteredOn <= asOf && (h.ClosedOn == null || h.ClosedOn > asOf))
            .ToList();
        var members = db
            .Persons.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && ids.Contains(p.HouseholdId))
            .Where(p => p.JoinedOn <= asOf && (p.LeftOn == null || p.LeftOn > asOf))
            .ToList();
        var subjects = households.Select(h => h.HouseholdId).Concat(members.Select(m => m.PersonId)).ToList();
        return Together(
            households,
            members,
            db.Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && subjects.Contains(o.SubjectId) && o.ObservedOn <= asOf)
        );
    }

    private static IReadOnlyList<HouseholdRecord> Together(
        IEnumerable<Household> households,
        IEnumerable<Person> members,
        IEnumerable<Observation> observed
    )
    {
        var facts = observed
            .GroupBy(o => o.SubjectId)
            .ToDictionary(g => g.Key, g => Latest(g.OrderBy(o => o.ObservedOn).ThenBy(o => o.ObservationId)));
        var people = members.ToLookup(p => p.HouseholdId);
        return
        [
            .. households
                .OrderBy(h => h.VillageNo)
                .ThenBy(h => h.Number, StringComparer.Ordinal)
                .Select(h => new HouseholdRecord(
                    h,
                    facts.GetValueOrDefault(h.HouseholdId, []),
                    [
                        .. people[h.HouseholdId]
                            .OrderByDescending(m => m.PersonId == h.HeadId)
                            .ThenBy(m => m.PersonId)
                            .Select(m => new MemberRecord(m, facts.GetValueOrDefault(m.PersonId, []))),
                    ]
                )),
        ];
    }

    /// <summary>The newest value of each of a person's facts.</summary>
    public static IReadOnlyDictionary<string, RecordedFact> OfPerson(TaihangDb db, int countyNo, Guid personId) =>
        Latest(
            db.Observations.AsNoTracking()
                .Where(o => o.CountyNo == countyNo && o.SubjectId == personId)
                .OrderBy(o => o.ObservedOn)
                .ThenBy(o => o.ObservationId)
        );

    /// <param name="observations">Of one subject, oldest first.</param>
    private static Dictionary<string, RecordedFact> Latest(IEnumerable<Observation> observations)
    {
        var latest = new Dictionary<string, RecordedFact>(StringComparer.Ordinal);
        foreach (var observation in observations)
        foreach (var (id, json) in ObservationDocument.Read(observation.Document))
            latest[id] = new RecordedFact(json, observation.ObservedOn, observation.Event, observation.ActId);
        return latest;
    }
}
