using System.Collections.Immutable;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>Writes differences into the record, those and nothing else, by the same rows as an import.</summary>
internal sealed class WriteDifferences(
    TaihangDb db,
    Sealing sealing,
    KnownRecord known,
    int countyNo,
    ChangeContent content,
    Guid act,
    RecordRows rows
)
{
    /// <returns>What stands in the way: the numbers of the request do not open.</returns>
    public Problem? Run(ImmutableArray<Difference> differences)
    {
        foreach (var subject in differences.GroupBy(d => (d.Key.Kind, d.Key.Subject)))
        {
            var values = subject.ToDictionary(d => d.Key.Field, d => d.After, StringComparer.Ordinal);
            if (subject.Key.Kind == SubjectKind.Household)
                WriteHousehold(subject.Key.Subject, values);
            else if (WritePerson(subject.Key.Subject, values) is { } problem)
                return problem;
        }
        return null;
    }

    private void WriteHousehold(Guid id, Dictionary<string, string?> values)
    {
        if (values.TryGetValue(RecordField.Village, out var village))
            EnsureVillage(Whole(village!));
        if (values.TryGetValue(RecordField.Registered, out var registered))
        {
            rows.Register(
                new Household
                {
                    CountyNo = countyNo,
                    HouseholdId = id,
                    VillageNo = Whole(village!),
                    Number = values[RecordField.Number]!,
                    HeadId = Id(values.GetValueOrDefault(RecordField.Head)),
                    RegisteredOn = Day(registered!),
                }
            );
            // Also without a fact: so the log knows when the household came on record.
            Observe(SubjectKind.Household, id, "registration", values, always: true);
            return;
        }
        var row = db.Households.Single(h => h.CountyNo == countyNo && h.HouseholdId == id);
        row.Version++;
        if (village is not null)
            row.VillageNo = Whole(village);
        if (values.TryGetValue(RecordField.Head, out var head))
            row.HeadId = Id(head);
        Observe(SubjectKind.Household, id, "update", values, always: false);
        if (values.TryGetValue(RecordField.Closed, out var closed))
        {
            row.ClosedOn = Day(closed!);
            rows.Observe(countyNo, 1, id, Observation.Closing, Day(closed!), act, "{}");
        }
    }

    private Problem? WritePerson(Guid id, Dictionary<string, string?> values)
    {
        var stated = Stated(id);
        if (!stated.Ok)
            return stated.Problems[0];
        if (values.TryGetValue(RecordField.Joined, out var joined))
        {
            var previous = Id(values.GetValueOrDefault(RecordField.Previous));
            var numbers = SealedField.Over(
                previous is { } before ? known.Sealed.GetValueOrDefault(before) : null,
                stated.Value
            );
            var (key, box) = sealing.Seal(numbers, id);
            rows.Join(
                new Person
                {
                    CountyNo = countyNo,
                    PersonId = id,
                    HouseholdId = Id(values[RecordField.Household])!.Value,
                    Name = values[RecordField.Name]!,
                    WrappedKey = key,
                    Sealed = box,
                    JoinedOn = Day(joined!),
                    PreviousId = previous,
                },
                PreparedMember.AllIndexesOf(numbers, sealing)
            );
            Carry(id, previous, values);
            return null;
        }
        Observe(SubjectKind.Person, id, "update", values, always: false);
        if (!stated.Value.Empty)
            rows.Reseal(
                countyNo,
                id,
                known.Sealed.GetValueOrDefault(id) ?? new SealedValues(null, null, null),
                SealedField.Over(known.Sealed.GetValueOrDefault(id), stated.Value)
            );
        if (values.TryGetValue(RecordField.Left, out var left))
            rows.Leave(countyNo, id, Day(left!), act);
        return null;
    }

    /// <summary>What was known of the person stays as old as it is; the rest is stated with the change.</summary>
    private void Carry(Guid id, Guid? previous, Dictionary<string, string?> values)
    {
        var carried = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (
            var day in values
                .Where(v =>
                    previous is not null
                    && RecordField.IsAttribute(v.Key)
                    && known.State[SubjectKind.Person, previous.Value, v.Key] == v.Value
                )
                .GroupBy(v => known.ObservedOn[new RecordKey(SubjectKind.Person, previous!.Value, v.Key)])
                .OrderBy(g => g.Key)
        )
        {
            rows.Observe(
                countyNo,
                (int)SubjectKind.Person,
                id,
                Observation.Carried,
                day.Key,
                act,
                ObservationDocument.Write(day.Select(v => KeyValuePair.Create(v.Key, v.Value!)))
            );
            foreach (var (attribute, json) in day)
                carried[attribute] = json;
        }
        Observe(
            SubjectKind.Person,
            id,
            "registration",
            values.Where(v => !carried.ContainsKey(v.Key)).ToDictionary(StringComparer.Ordinal),
            always: true
        );
    }

    private void Observe(SubjectKind kind, Guid subject, string @event, Dictionary<string, string?> values, bool always)
    {
        var facts = values
            .Where(v => RecordField.IsAttribute(v.Key) && v.Value is not null)
            .Select(v => KeyValuePair.Create(v.Key, v.Value!))
            .ToList();
        if (facts.Count > 0 || always)
            rows.Observe(
                countyNo,
                (int)kind,
                subject,
                @event,
                content.ObservedOn,
                act,
                ObservationDocument.Write(facts)
            );
    }

    /// <summary>The numbers stated of the person, opened; they must be those whose indexes the request names.</summary>
    private Outcome<SealedValues> Stated(Guid person)
    {
        var numbers = Numbers(content.Change).FirstOrDefault(n => n.PersonId == person);
        if (numbers is null)
            return new SealedValues(null, null, null);
        var opened = sealing.Unseal(numbers.WrappedKey, numbers.Box, person);
        return
            opened is not null
            && PreparedMember
                .IndexesOf(opened, sealing)
                .All(i =>
                    numbers.Indexes.GetValueOrDefault(SealedField.Of(i.Kind)) == Convert.ToHexStringLower(i.Index)
                )
            ? opened
            : ChangeProblems.Altered();
    }

    internal static IEnumerable<StatedNumbers> Numbers(Change change) =>
        change switch
        {
            CorrectFacts correct => correct.Numbers,
            AddMember { Numbers: { } numbers } => [numbers],
            RegisterHousehold { Numbers: { } numbers } => [numbers],
            _ => [],
        };

    private void EnsureVillage(int villageNo)
    {
        if (
            db.Villages.Any(v => v.CountyNo == countyNo && v.VillageNo == villageNo)
            || db.Villages.Local.Any(v => v.CountyNo == countyNo && v.VillageNo == villageNo)
        )
            return;
        db.Villages.Add(
            new Village
            {
                CountyNo = countyNo,
                VillageNo = villageNo,
                SubjectId = Guid.CreateVersion7(),
            }
        );
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static Guid? Id(string? text) => Guid.TryParse(text, out var id) ? id : null;

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
