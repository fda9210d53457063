using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Reports;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Reports;

/// <summary>The record of a place on a day as forms ask for it: one row to a household or to a member, and each field's value as text.</summary>
public sealed class RecordRows
{
    /// <summary>Stands for a sealed value that is on record and is not shown to the viewer.</summary>
    public static Words OnRecord { get; } = new("已登记（密封）", "on record (sealed)");

    private readonly Dictionary dictionary;
    private readonly RegionTree tree;
    private readonly Sealing sealing;
    private readonly bool unmask;
    private readonly Dictionary<Guid, HouseholdRecord> households;
    private readonly Dictionary<Guid, MemberRecord> people;
    private readonly Dictionary<(Guid PersonId, int Kind), string> marks;

    private RecordRows(
        Dictionary dictionary,
        RegionTree tree,
        Sealing sealing,
        bool unmask,
        IReadOnlyList<HouseholdRecord> records,
        Dictionary<(Guid, int), string> marks
    )
    {
        (this.dictionary, this.tree, this.sealing, this.unmask, this.marks) = (
            dictionary,
            tree,
            sealing,
            unmask,
            marks
        );
        Households = records;
        households = records.ToDictionary(r => r.Household.HouseholdId);
        people = records.SelectMany(r => r.Members).ToDictionary(m => m.Person.PersonId);
    }

    public IReadOnlyList<HouseholdRecord> Households { get; }

    /// <param name="place">A county or a place within one.</param>
    /// <param name="unmask">Sealed values in full; the caller has written down for what.</param>
    public static RecordRows Read(
        TaihangDb db,
        RegionTree tree,
        RegionPlace place,
        Dictionary dictionary,
        Sealing sealing,
        DateOnly day,
        bool unmask
    )
    {
        var villages = Villages(tree, place);
        return new RecordRows(
            dictionary,
            tree,
            sealing,
            unmask,
            HouseholdFacts.InVillages(db, place.CountyNo, villages, day),
            Marks(
                db,
                place.CountyNo,
                db.Households.Where(h => h.CountyNo == place.CountyNo && villages.Contains(h.VillageNo))
                    .Select(h => h.HouseholdId)
            )
        );
    }

    /// <summary>The same of some hundreds of a county's households, nothing unmasked.</summary>
    /// <param name="marks">Which sealed values are on record of these, from <see cref="MarksOf"/>; none where that is not asked.</param>
    public static RecordRows These(
        TaihangDb db,
        RegionTree tree,
        int countyNo,
        IReadOnlyCollection<Guid> ids,
        Dictionary dictionary,
        Sealing sealing,
        DateOnly day,
        Dictionary<(Guid, int), string> marks
    ) => new(dictionary, tree, sealing, unmask: false, HouseholdFacts.These(db, countyNo, ids, day), marks);

    /// <summary>
    /// Which sealed values are on record in a county. The blind indexes are found by value and not by person, so that takes a look at all:
    /// once, and not for each household.
    /// </summary>
    public static Dictionary<(Guid, int), string> MarksOf(TaihangDb db, int countyNo) =>
        ByPerson(db.BlindIndexes.AsNoTracking().Where(b => b.CountyNo == countyNo));

    /// <summary>Numbers of the villages within a place.</summary>
    internal static List<int> Villages(RegionTree tree, RegionPlace place) =>
        [
            .. tree.OfCounty(place.CountyNo)
                .Where(v => v.Level == "village" && tree.PathTo(v.RegionNo).Any(p => p.RegionNo == place.RegionNo))
                .Select(v => v.RegionNo),
        ];

    /// <returns>Null where the county has no such household on that day.</returns>
    public static RecordRows? Of(
        TaihangDb db,
        RegionTree tree,
        int countyNo,
        Guid householdId,
        Dictionary dictionary,
        Sealing sealing,
        DateOnly day,
        bool unmask
    ) =>
        HouseholdFacts.Read(db, countyNo, householdId, day) is { } record
            ? new RecordRows(
                dictionary,
                tree,
                sealing,
                unmask,
                [record],
                Marks(
                    db,
                    countyNo,
                    db.Households.Where(h => h.CountyNo == countyNo && h.HouseholdId == householdId)
                        .Select(h => h.HouseholdId)
                )
            )
            : null;

    /// <summary>The same for each household by itself, in order.</summary>
    public IEnumerable<RecordRows> Each() =>
        Households.Select(one => new RecordRows(dictionary, tree, sealing, unmask, [one], marks));

    /// <returns>Null where the household, or the member of it, is not on record on the day.</returns>
    public KnownRow? Row(Guid householdId, Guid? personId) =>
        households.TryGetValue(householdId, out var record)
            ? personId is not { } id
                ? Row(record, record.Head)
                : people.TryGetValue(id, out var person)
                    ? Row(record, person)
                    : null
            : null;

    public IReadOnlyList<KnownRow> Rows(RowsOf rowsOf) =>
        [.. Households.SelectMany(r => rowsOf == RowsOf.Members ? r.Members.Select(m => Row(r, m)) : [Row(r, r.Head)])];

    public string Mark(string idNumber) =>
        Convert.ToHexString(sealing.Index(SealedKind.IdNumber, IdNumber.Normal(idNumber)));

    public KnownValue? Value(KnownRow row, ColumnMatch match, Language language)
    {
        var record = households[row.HouseholdId];
        return match.Field.Of switch
        {
            FieldOf.Place => Place(record, row, match.Field.Attribute, language),
            FieldOf.Household => Fact(record.Facts, Level.Household, match, language),
            _ => Person(Whose(record, row, match.Field), match, language),
        };
    }

    /// <summary>The last day on which anything of the household or its members was observed.</summary>
    public DateOnly? LastObserved(KnownRow row) => households[row.HouseholdId].NewestAfter(DateOnly.MinValue);

    /// <summary>Whether a sheet's text says what the record says, however it is written.</summary>
    public bool Same(KnownRow row, ColumnMatch match, string written)
    {
        var (record, field) = (households[row.HouseholdId], match.Field);
        if (field.Of == FieldOf.Place)
            return new[] { Language.Chinese, Language.English }
                .Select(l => Place(record, row, field.Attribute, l)?.Text)
                .OfType<string>()
                .Any(known =>
                    known == written
                    // A place is written with or without its kind: 东关村 for 东关村居民委员会.
                    || (
                        field.Attribute is "county" or "township" or "village"
                        && (
                            known.StartsWith(written, StringComparison.Ordinal)
                            || written.StartsWith(known, StringComparison.Ordinal)
                        )
                    )
                );
        var person = field.Of == FieldOf.Household ? null : Whose(record, row, field);
        if (field.Sealed)
            return person is not null
                && marks.GetValueOrDefault((person.Person.PersonId, (int)Kind(field))) is { } mark
                && (
                    written == OnRecord.Zh
                    || written == OnRecord.En
                    || Convert.ToHexString(sealing.Index(Kind(field), Normal(field, written))) == mark
                );
        var level = person is null ? Level.Household : Level.Member;
        var facts = person?.Facts ?? record.Facts;
        var attribute = dictionary.Find(level, field.Attribute)!;
        var json = facts[field.Attribute].Json;
        if (match.Factor is { } factor)
            return Fraction.TryParse(written.Replace(",", "", StringComparison.Ordinal), out var stated)
                && UnitFacts.FromJson(attribute, json) is Fraction kept
                && kept * factor == stated;
        var codes = attribute.CodeList is { } list ? dictionary.CodeLists[list] : null;
        var read = CellReader.Read(
            new FormColumn(ColumnUse.Household, attribute.Heading, attribute, codes),
            written,
            new Place("")
        );
        return read.Ok && read.Value == json;
    }

    private KnownValue? Person(MemberRecord? person, ColumnMatch match, Language language)
    {
        if (person is null)
            return null;
        if (!match.Field.Sealed)
            return Fact(person.Facts, Level.Member, match, language);
        if (!marks.ContainsKey((person.Person.PersonId, (int)Kind(match.Field))))
            return null;
        if (!unmask)
            return new KnownValue(OnRecord.In(language), false, null, null);
        var open = sealing.Unseal(person.Person.WrappedKey, person.Person.Sealed, person.Person.PersonId);
        var text = Kind(match.Field) switch
        {
            SealedKind.IdNumber => open?.IdNumber,
            SealedKind.Phone => open?.Phone,
            _ => open?.BankAccount,
        };
        return text is null ? null : new KnownValue(text, false, null, null);
    }

    private KnownValue? Fact(
        IReadOnlyDictionary<string, RecordedFact> facts,
        Level level,
        ColumnMatch match,
        Language language
    )
    {
        if (!facts.TryGetValue(match.Field.Attribute, out var fact))
            return null;
        var attribute = dictionary.Find(level, match.Field.Attribute)!;
        var value = UnitFacts.FromJson(attribute, fact.Json);
        var number = value as Fraction?;
        var text = number is { } kept
            ? Exact(kept * (match.Factor ?? Fraction.One))
            : Values.Show(attribute, dictionary, value).In(language);
        return new KnownValue(text, number is not null, fact.ObservedOn, fact.Event);
    }

    private KnownValue? Place(HouseholdRecord record, KnownRow row, string field, Language language)
    {
        return field switch
        {
            "county" or "township" or "village" or "village_code" => Text(
                PlaceText(tree, record.Household.VillageNo, field, language)
            ),
            "household_number" => Text(row.HouseholdNumber),
            "name" => Text(row.Name),
            "head_name" => Text(row.HeadName),
            "members" => new KnownValue(record.Members.Count.ToString(CultureInfo.InvariantCulture), true, null, null),
            _ => null,
        };

        static KnownValue? Text(string? text) =>
            string.IsNullOrEmpty(text) ? null : new KnownValue(text, false, null, null);
    }

    /// <summary>What a village is called, or one of the places above it; null for what is not the same for all of a village.</summary>
    internal static string? PlaceText(RegionTree tree, int villageNo, string field, Language language)
    {
        var path = tree.PathTo(villageNo);
        return field switch
        {
            "county" or "township" or "village" => path.FirstOrDefault(p => p.Level == field)?.NameIn(language),
            "village_code" => path.FirstOrDefault(p => p.Level == "village")?.Code,
            _ => null,
        };
    }

    private MemberRecord? Whose(HouseholdRecord record, KnownRow row, FormField field) =>
        field.Of == FieldOf.Head ? record.Head
        : row.PersonId is { } id ? people.GetValueOrDefault(id)
        : null;

    private KnownRow Row(HouseholdRecord record, MemberRecord? person)
    {
        var head = record.Head;
        return new KnownRow(
            record.Household.HouseholdId,
            person?.Person.PersonId,
            record.Household.Number,
            person?.Person.Name ?? "",
            head?.Person.Name ?? "",
            tree.ByNumber(record.Household.VillageNo)?.Name ?? "",
            MarkOf(person),
            MarkOf(head)
        );
    }

    private string? MarkOf(MemberRecord? person) =>
        person is null ? null : marks.GetValueOrDefault((person.Person.PersonId, (int)SealedKind.IdNumber));

    private static SealedKind Kind(FormField field) =>
        field.Attribute switch
        {
            "id_number" => SealedKind.IdNumber,
            "phone" => SealedKind.Phone,
            _ => SealedKind.BankAccount,
        };

    private static string Normal(FormField field, string written) =>
        Kind(field) switch
        {
            SealedKind.IdNumber => IdNumber.Normal(written),
            SealedKind.Phone => ContactNumber.Phone(written),
            _ => ContactNumber.Account(written),
        };

    private static string Exact(Fraction number) =>
        ((decimal)number.Numerator / (decimal)number.Denominator / 1.000000000000000000000000000000000m).ToString(
            CultureInfo.InvariantCulture
        );

    private static Dictionary<(Guid, int), string> Marks(TaihangDb db, int countyNo, IQueryable<Guid> households) =>
        ByPerson(
            db.Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && households.Contains(p.HouseholdId))
                .Join(
                    db.BlindIndexes.AsNoTracking().Where(b => b.CountyNo == countyNo),
                    p => p.PersonId,
                    b => b.PersonId,
                    (_, b) => b
                )
        );

    private static Dictionary<(Guid, int), string> ByPerson(IQueryable<BlindIndex> indexes) =>
        indexes
            .AsEnumerable()
            .GroupBy(b => (b.PersonId, b.Kind))
            .ToDictionary(g => g.Key, g => Convert.ToHexString(g.First().Index));
}
