using Microsoft.EntityFrameworkCore;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>The households that a change is about, as the record has them now.</summary>
/// <param name="ObservedOn">The day of each attribute's value.</param>
/// <param name="Sealed">What is sealed of each person; opened in memory only.</param>
public sealed record KnownRecord(
    RecordState State,
    IReadOnlyDictionary<RecordKey, DateOnly> ObservedOn,
    IReadOnlyDictionary<Guid, SealedValues> Sealed,
    IReadOnlyDictionary<Guid, Household> Households
)
{
    /// <param name="former">Members who left and are spoken of again.</param>
    public static KnownRecord Read(
        TaihangDb db,
        Sealing sealing,
        int countyNo,
        IReadOnlyList<Guid> households,
        params IReadOnlyList<Guid> former
    )
    {
        var values = RecordState.Empty.Values.ToBuilder();
        var days = new Dictionary<RecordKey, DateOnly>();
        var known = new Dictionary<Guid, SealedValues>();
        var rows = new Dictionary<Guid, Household>();
        foreach (var id in households.Distinct())
        {
            if (HouseholdFacts.Read(db, countyNo, id, DateOnly.MaxValue) is not { } record)
                continue;
            var household = record.Household;
            rows[id] = household;
            Put(SubjectKind.Household, id, RecordField.Village, $"{household.VillageNo}");
            Put(SubjectKind.Household, id, RecordField.Number, household.Number);
            Put(SubjectKind.Household, id, RecordField.Registered, Day(household.RegisteredOn));
            Put(SubjectKind.Household, id, RecordField.Head, household.HeadId?.ToString());
            Put(SubjectKind.Household, id, RecordField.Closed, household.ClosedOn is { } day ? Day(day) : null);
            Facts(SubjectKind.Household, id, record.Facts);
            foreach (var member in record.Members)
                Member(member.Person, member.Facts);
        }
        foreach (
            var gone in db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && former.Contains(p.PersonId))
                // Nobody returns whose data was ended: they come as somebody new.
                .Where(p =>
                    !db.RetentionEndings.Any(e =>
                        e.CountyNo == countyNo && e.PersonId == p.PersonId && e.EndedOn != null
                    )
                )
                .ToList()
        )
            Member(gone, HouseholdFacts.OfPerson(db, countyNo, gone.PersonId));
        return new KnownRecord(new RecordState(values.ToImmutable()), days, known, rows);

        void Member(Person person, IReadOnlyDictionary<string, RecordedFact> facts)
        {
            var id = person.PersonId;
            Put(SubjectKind.Person, id, RecordField.Household, person.HouseholdId.ToString());
            Put(SubjectKind.Person, id, RecordField.Name, person.Name);
            Put(SubjectKind.Person, id, RecordField.Joined, Day(person.JoinedOn));
            Put(SubjectKind.Person, id, RecordField.Left, person.LeftOn is { } day ? Day(day) : null);
            Put(SubjectKind.Person, id, RecordField.Previous, person.PreviousId?.ToString());
            Facts(SubjectKind.Person, id, facts);
            if (sealing.Unseal(person.WrappedKey, person.Sealed, id) is not { } numbers)
                return;
            known[id] = numbers;
            foreach (var (kind, index) in PreparedMember.IndexesOf(numbers, sealing))
                Put(SubjectKind.Person, id, SealedField.Of(kind), Convert.ToHexStringLower(index));
        }

        void Facts(SubjectKind kind, Guid subject, IReadOnlyDictionary<string, RecordedFact> facts)
        {
            foreach (var (attribute, fact) in facts)
            {
                Put(kind, subject, attribute, fact.Json);
                days[new RecordKey(kind, subject, attribute)] = fact.ObservedOn;
            }
        }

        void Put(SubjectKind kind, Guid subject, string field, string? value)
        {
            if (value is not null)
                values[new RecordKey(kind, subject, field)] = value;
        }
    }

    public static string Day(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>The three sealed values by the names they have in a state and in a form.</summary>
public static class SealedField
{
    public static string Of(SealedKind kind) =>
        kind switch
        {
            SealedKind.IdNumber => RecordField.IdNumber,
            SealedKind.Phone => RecordField.Phone,
            _ => RecordField.BankAccount,
        };

    /// <returns>Stated values over the recorded ones; a blank takes nothing away.</returns>
    public static SealedValues Over(SealedValues? recorded, SealedValues stated) =>
        new(
            stated.IdNumber ?? recorded?.IdNumber,
            stated.Phone ?? recorded?.Phone,
            stated.BankAccount ?? recorded?.BankAccount
        );
}
