using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry.Duplicates;

/// <summary>Every person on record as a search for duplicates compares them. ID numbers and phones are opened in memory only.</summary>
internal sealed record PersonKeys(
    IReadOnlyList<PersonKey> Keys,
    IReadOnlyList<(int CountyNo, Guid PersonId)> Persons,
    IReadOnlyList<string> Names
)
{
    /// <param name="counties">Whose persons are compared with each other.</param>
    public static PersonKeys Read(
        TaihangDb db,
        RegionTree tree,
        Sealing sealing,
        DuplicateRules rules,
        IReadOnlyCollection<int> counties,
        CancellationToken cancel
    )
    {
        var (facts, codes) = (Facts(db, rules, counties), new Dictionary<string, byte>());
        var townships = new Dictionary<int, int>();
        var (households, names, places) = (
            new Dictionary<Guid, int>(),
            new List<string>(),
            new Dictionary<string, int>()
        );
        var (keys, persons) = (new List<PersonKey>(), new List<(int, Guid)>());
        var rows =
            from person in db.Persons.AsNoTracking()
            join household in db.Households
                on new { person.CountyNo, person.HouseholdId } equals new { household.CountyNo, household.HouseholdId }
            where counties.Contains(person.CountyNo) && person.LeftOn == null && household.ClosedOn == null
            orderby person.CountyNo, person.PersonId
            select new { person, household.VillageNo };
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            var sealed_ = sealing.Unseal(row.person.WrappedKey, row.person.Sealed, row.person.PersonId);
            var (born, sex) = facts.GetValueOrDefault((row.person.CountyNo, row.person.PersonId));
            keys.Add(
                new PersonKey(
                    Place(places, names, row.person.Name),
                    born,
                    sex is null ? (byte)0 : Code(sex),
                    sealed_?.IdNumber is { } number ? IdNumber.Normal(number) : null,
                    sealed_?.Phone is { } phone ? BlockingKeys.Text(phone) : 0,
                    Number(households, row.person.HouseholdId),
                    row.VillageNo,
                    Township(row.VillageNo),
                    row.person.CountyNo
                )
            );
            persons.Add((row.person.CountyNo, row.person.PersonId));
        }
        return new PersonKeys(keys, persons, names);

        byte Code(string sex)
        {
            if (!codes.TryGetValue(sex, out var code))
                codes[sex] = code = (byte)(codes.Count + 1);
            return code;
        }

        int Township(int village)
        {
            if (!townships.TryGetValue(village, out var above))
                townships[village] = above = tree.ByNumber(village)?.ParentNo ?? village;
            return above;
        }
    }

    private static int Place(Dictionary<string, int> places, List<string> names, string name)
    {
        if (places.TryGetValue(name, out var place))
            return place;
        names.Add(name);
        return places[name] = names.Count - 1;
    }

    private static int Number(Dictionary<Guid, int> numbers, Guid id)
    {
        if (!numbers.TryGetValue(id, out var number))
            numbers[id] = number = numbers.Count;
        return number;
    }

    /// <summary>The newest day of birth (yyyyMMdd) and sex of each person.</summary>
    private static Dictionary<(int, Guid), (int Born, string? Sex)> Facts(
        TaihangDb db,
        DuplicateRules rules,
        IReadOnlyCollection<int> counties
    )
    {
        var facts = new Dictionary<(int, Guid), (int Born, string? Sex)>();
        var observations = db
            .Observations.AsNoTracking()
            .Where(o => counties.Contains(o.CountyNo) && o.SubjectKind == 2)
            .OrderBy(o => o.ObservedOn)
            .ThenBy(o => o.ObservationId)
            .Select(o => new
            {
                o.CountyNo,
                o.SubjectId,
                o.Document,
            });
        foreach (var observation in observations)
        {
            using var document = JsonDocument.Parse(observation.Document);
            var (born, sex) = facts.GetValueOrDefault((observation.CountyNo, observation.SubjectId));
            if (
                document.RootElement.TryGetProperty(rules.BirthDate, out var day)
                && DateOnly.TryParseExact(day.GetString(), "yyyy-MM-dd", out var date)
            )
                born = (date.Year * 10_000) + (date.Month * 100) + date.Day;
            if (rules.Sex is not null && document.RootElement.TryGetProperty(rules.Sex, out var code))
                sex = code.GetString();
            facts[(observation.CountyNo, observation.SubjectId)] = (born, sex);
        }
        return facts;
    }
}
