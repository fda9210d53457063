using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>What the record already says about the households and numbers of one batch.</summary>
public sealed class KnownHouseholds
{
    private readonly Dictionary<(int, string), Household> households;
    private readonly Dictionary<(int, Guid), List<Person>> persons;
    private readonly Dictionary<(int, Guid), Dictionary<string, (string Json, DateOnly On)>> values;

    private KnownHouseholds(
        Dictionary<(int, string), Household> households,
        Dictionary<(int, Guid), List<Person>> persons,
        Dictionary<(int, Guid), Dictionary<string, (string Json, DateOnly On)>> values
    ) => (this.households, this.persons, this.values) = (households, persons, values);

    /// <param name="isNew">Whether a county has no household on record yet: nothing is then looked for.</param>
    public static KnownHouseholds Read(TaihangDb db, IReadOnlyCollection<HouseholdDraft> drafts, Func<int, bool> isNew)
    {
        var households = new Dictionary<(int, string), Household>();
        var persons = new Dictionary<(int, Guid), List<Person>>();
        var values = new Dictionary<(int, Guid), Dictionary<string, (string Json, DateOnly On)>>();
        foreach (var county in drafts.GroupBy(d => d.Village.CountyNo).Where(g => !isNew(g.Key)))
        {
            var numbers = county.Select(d => d.Number).ToList();
            var found = db
                .Households.AsNoTracking()
                .Where(h => h.CountyNo == county.Key && numbers.Contains(h.Number))
                .ToList();
            foreach (var household in found)
                households[(county.Key, household.Number)] = household;
            if (found.Count == 0)
                continue;
            var ids = found.Select(h => h.HouseholdId).ToList();
            var members = db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == county.Key && ids.Contains(p.HouseholdId) && p.LeftOn == null)
                .ToList();
            foreach (var group in members.GroupBy(p => p.HouseholdId))
                persons[(county.Key, group.Key)] = [.. group];
            var subjects = ids.Concat(members.Select(m => m.PersonId)).ToList();
            foreach (
                var observation in db
                    .Observations.AsNoTracking()
                    .Where(o => o.CountyNo == county.Key && subjects.Contains(o.SubjectId))
                    .OrderBy(o => o.ObservedOn)
                    .ThenBy(o => o.ObservationId)
            )
            {
                if (!values.TryGetValue((county.Key, observation.SubjectId), out var latest))
                    values[(county.Key, observation.SubjectId)] = latest = new Dictionary<
                        string,
                        (string Json, DateOnly On)
                    >(StringComparer.Ordinal);
                foreach (var (id, json) in ObservationDocument.Read(observation.Document))
                    latest[id] = (json, observation.ObservedOn);
            }
        }
        return new KnownHouseholds(households, persons, values);
    }

    public Household? Household(HouseholdDraft draft) =>
        households.GetValueOrDefault((draft.Village.CountyNo, draft.Number));

    public IReadOnlyList<Person> Members(Household household) =>
        persons.GetValueOrDefault((household.CountyNo, household.HouseholdId), []);

    /// <summary>The values that are new or different.</summary>
    public Dictionary<string, string> Changed(int countyNo, Guid subject, Dictionary<string, string> stated) =>
        values.TryGetValue((countyNo, subject), out var latest)
            ? stated
                .Where(v => !latest.TryGetValue(v.Key, out var known) || known.Json != v.Value)
                .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal)
            : stated;

    public string? Value(int countyNo, Guid subject, string attribute) => Fact(countyNo, subject, attribute)?.Json;

    /// <summary>The newest value and the day on which it was observed.</summary>
    public (string Json, DateOnly On)? Fact(int countyNo, Guid subject, string attribute) =>
        values.TryGetValue((countyNo, subject), out var latest) && latest.TryGetValue(attribute, out var fact)
            ? fact
            : null;
}
