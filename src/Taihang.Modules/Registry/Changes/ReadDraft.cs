using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Methods.Read;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry.Changes;

/// <summary>
/// Turns what was filled in into a change, or says what is wrong beside each field. It fails closed: what the registration form does not
/// know, or cannot be read as its type, becomes no value at all.
/// </summary>
internal sealed class ReadDraft(
    TaihangDb db,
    RegistrationForm form,
    RegionTree tree,
    Sealing sealing,
    ChangeDraft draft,
    KnownRecord known,
    DateOnly today,
    List<FieldProblem> problems
)
{
    public const int LongestText = 2000;
    private const int LongestName = 60;
    private const int LongestNumber = 40;
    private DateOnly day;

    /// <returns>Null when something is wrong.</returns>
    public ChangeContent? Read(Guid? other)
    {
        day = Day();
        var source = ReceiptCode.WithoutNumbers(draft.Text(ChangeDraft.SourceField));
        if (source.Length == 0)
            Add(ChangeDraft.SourceField, RegistryProblems.NoReason());
        foreach (var field in draft.Fields.Keys.Where(f => f.StartsWith("f-", StringComparison.Ordinal)))
            if (Column(field[2..]) is null)
                Add(
                    null,
                    ChangeProblems.UnknownAttribute(
                        At(field[2..]),
                        field[2..],
                        Nearest.To(field[2..], Columns.Select(c => c.Attribute!.Id))
                    )
                );
        Change? change = draft.Kind switch
        {
            ChangeKind.Correct => Correct(),
            ChangeKind.Add => Joining(draft.HouseholdId, head: false) is var (member, numbers)
                ? new AddMember(draft.HouseholdId, member, numbers)
                : null,
            ChangeKind.Register => Register(),
            ChangeKind.Remove => new RemoveMember(
                draft.HouseholdId,
                Who(),
                draft.Text(ChangeDraft.HowField) == "died",
                Relations(draft.HouseholdId, except: [Who()])
            ),
            ChangeKind.Return => new ReturnMember(
                draft.HouseholdId,
                new MovingMember(Who(), draft.Made(1), Relation(ChangeDraft.Fact(RecordField.Relation)))
            ),
            ChangeKind.Move => Move(),
            ChangeKind.Split => Split(),
            ChangeKind.Merge => new MergeHouseholds(
                draft.HouseholdId,
                other ?? Guid.Empty,
                [
                    .. known
                        .State.Members(other ?? Guid.Empty)
                        .Order()
                        .Select((m, i) => new MovingMember(m, draft.Made(i + 1), Relation(ChangeDraft.Relation(m)))),
                ]
            ),
            _ => null,
        };
        return problems.Count > 0 || change is null
            ? null
            : new ChangeContent(
                change,
                day,
                source.Length > LongestText ? source[..LongestText] : source,
                draft.Reverses
            );
    }

    private IEnumerable<FormColumn> Columns => form.Columns.Where(c => c.Attribute is not null);

    private bool OfMember => draft.Kind != ChangeKind.Correct || draft.Text(ChangeDraft.OfField).Length > 0;

    private FormColumn? Column(string attribute) =>
        Columns.FirstOrDefault(c =>
            c.Attribute!.Id == attribute && c.Use == (OfMember ? ColumnUse.Member : ColumnUse.Household)
        );

    private DateOnly Day()
    {
        if (!CellReader.TryDate(draft.Text(ChangeDraft.DayField), out var read))
            Add(
                ChangeDraft.DayField,
                RegistryProblems.WrongValue(
                    At("日期 day"),
                    Short(draft.Text(ChangeDraft.DayField)),
                    new("日期，如 2026-09-30", "a day such as 2026-09-30")
                )
            );
        else if (read > today)
            Add(ChangeDraft.DayField, ChangeProblems.InTheFuture(today));
        return read;
    }

    private CorrectFacts? Correct()
    {
        var subject = Guid.TryParse(draft.Text(ChangeDraft.OfField), out var person) ? person : draft.HouseholdId;
        var kind = OfMember ? SubjectKind.Person : SubjectKind.Household;
        var facts = Facts(kind, subject);
        return new CorrectFacts(
            draft.HouseholdId,
            [.. facts.Select(f => new StatedFact(kind, subject, f.Key, f.Value))],
            kind == SubjectKind.Person && Numbers(subject, facts) is { } numbers ? [numbers] : []
        );
    }

    private (NewMember Member, StatedNumbers? Numbers)? Joining(Guid household, bool head)
    {
        var name = ReceiptCode.WithoutNumbers(draft.Text(ChangeDraft.NameField));
        Within(ChangeDraft.NameField, "姓名 name", LongestName);
        var person = draft.Made(2);
        var facts = Facts(SubjectKind.Person, person).ToDictionary(StringComparer.Ordinal);
        if (head)
            facts[RecordField.Relation] = RecordField.HeadRelation;
        else if (!facts.ContainsKey(RecordField.Relation))
            Add(ChangeDraft.Fact(RecordField.Relation), RegistryProblems.Blank(At("与户主关系 relation")));
        var numbers = Numbers(person, facts);
        var previous = numbers?.Indexes.GetValueOrDefault(RecordField.IdNumber) is { } index
            ? Former(Convert.FromHexString(index))
            : null;
        return household == Guid.Empty && !head
            ? null
            : (
                new NewMember(person, name, facts.ToImmutableSortedDictionary(StringComparer.Ordinal), previous),
                numbers
            );
    }

    private RegisterHousehold? Register() =>
        Joining(Guid.Empty, head: true) is var (head, numbers) && draft.VillageNo is { } village
            ? new RegisterHousehold(draft.Made(1), village, Number(), head, numbers)
            : null;

    private MoveHousehold Move()
    {
        var code = draft.Text(ChangeDraft.VillageField);
        var place = tree.Resolve(code, today, "village");
        if (!place.Ok || place.Value.CountyNo != draft.CountyNo)
        {
            var nearest = tree.NearestTo(code, today, "village");
            Add(
                ChangeDraft.VillageField,
                ChangeProblems.NoSuchVillage(
                    At("村代码 village"),
                    Short(code),
                    nearest?.CountyNo == draft.CountyNo
                        ? new($"{nearest.Code} {nearest.Name}", $"{nearest.Code} {nearest.NameIn(Language.English)}")
                        : null
                )
            );
        }
        return new MoveHousehold(draft.HouseholdId, place.Ok ? place.Value.RegionNo : 0);
    }

    private SplitHousehold Split()
    {
        var going = known
            .State.Members(draft.HouseholdId)
            .Order()
            .Where(m => draft.Text(ChangeDraft.Goes(m)).Length > 0)
            .ToList();
        return new SplitHousehold(
            draft.HouseholdId,
            draft.Made(1),
            Number(),
            [.. going.Select((m, i) => new MovingMember(m, draft.Made(i + 2), Relation(ChangeDraft.Relation(m))))],
            Relations(draft.HouseholdId, except: going)
        );
    }

    /// <summary>A number for a new household, which nobody in the county has.</summary>
    private string Number()
    {
        var number = draft.Text(ChangeDraft.NumberField);
        if (!Within(ChangeDraft.NumberField, "户编号 number", LongestNumber))
            return number;
        if (db.Households.Any(h => h.CountyNo == draft.CountyNo && h.Number == number))
            Add(ChangeDraft.NumberField, ChangeProblems.NumberTaken(At("户编号 number"), number));
        return number;
    }

    private bool Within(string field, string title, int most)
    {
        var text = draft.Text(field);
        if (text.Length == 0)
            Add(field, RegistryProblems.Blank(At(title)));
        else if (text.Length > most)
            Add(
                field,
                RegistryProblems.WrongValue(
                    At(title),
                    Short(text),
                    new($"不超过 {most} 个字", $"at most {most} characters")
                )
            );
        return text.Length > 0 && text.Length <= most;
    }

    private Guid Who()
    {
        if (Guid.TryParse(draft.Text(ChangeDraft.WhoField), out var person))
            return person;
        if (!problems.Exists(p => p.Field == ChangeDraft.WhoField))
            Add(ChangeDraft.WhoField, RegistryProblems.Blank(At("成员 member")));
        return Guid.Empty;
    }

    /// <summary>How those who stay stand to the head, where that changes.</summary>
    private ImmutableArray<StatedFact> Relations(Guid household, IReadOnlyList<Guid> except) =>
        [
            .. known
                .State.Members(household)
                .Except(except)
                .Order()
                .Where(m => draft.Text(ChangeDraft.Relation(m)).Length > 0)
                .Select(m => new StatedFact(
                    SubjectKind.Person,
                    m,
                    RecordField.Relation,
                    Relation(ChangeDraft.Relation(m))
                ))
                .Where(f => known.State[f.Kind, f.Subject, f.Attribute] != f.Json),
        ];

    private string Relation(string field)
    {
        var column = Columns.First(c => c.Use == ColumnUse.Member && c.Attribute!.Id == RecordField.Relation);
        var json = Cell(column, draft.Text(field), field);
        if (json is null && draft.Text(field).Length == 0)
            Add(field, RegistryProblems.Blank(At(column.Attribute!.Title)));
        return json ?? "";
    }

    /// <summary>The values that are stated and not on record; nothing sealed is among them.</summary>
    private IReadOnlyDictionary<string, string> Facts(SubjectKind kind, Guid subject)
    {
        var facts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var column in Columns.Where(c => c.Use == (OfMember ? ColumnUse.Member : ColumnUse.Household)))
        {
            var (id, field) = (column.Attribute!.Id, ChangeDraft.Fact(column.Attribute.Id));
            if (column.Attribute.Sealed || draft.Text(field).Length == 0)
                continue;
            if (Cell(column, draft.Text(field), field) is not { } json || known.State[kind, subject, id] == json)
                continue;
            if (
                known.ObservedOn.TryGetValue(new RecordKey(kind, subject, id), out var newest)
                && newest > day
                && day != default
            )
                Add(field, ChangeProblems.NewerKnown(At(column.Attribute.Title), newest));
            facts[id] = json;
        }
        return facts;
    }

    private string? Cell(FormColumn column, string text, string field)
    {
        if (text.Length == 0)
            return null;
        var json = CellReader.Read(
            column,
            text.Length > LongestText ? text[..LongestText] : text,
            At(column.Attribute!.Title)
        );
        if (json.Ok)
            return json.Value;
        foreach (var problem in json.Problems)
            Add(field, problem);
        return null;
    }

    /// <summary>ID number, phone and account as stated, checked, indexed and sealed for the request.</summary>
    private StatedNumbers? Numbers(Guid person, IReadOnlyDictionary<string, string> stated)
    {
        string? Written(string id) =>
            Columns.Any(c => c.Use == ColumnUse.Member && c.Attribute is { Sealed: true } a && a.Id == id)
            && draft.Text(ChangeDraft.Fact(id)) is { Length: > 0 } text
                ? text
                : null;
        string? Fact(string id) =>
            (stated.GetValueOrDefault(id) ?? known.State[SubjectKind.Person, person, id])?.Trim('"');
        var field = ChangeDraft.Fact("id_number");
        var number = Written("id_number") is { } written ? IdNumber.Normal(written) : null;
        if (number is not null)
        {
            var faults = new List<Problem>();
            CheckIdNumber.Run(
                number,
                form.IdScheme,
                day == default ? today : day,
                CellReader.TryDate(Fact("birth_date") ?? "", out var born) ? born : null,
                Fact("sex") is { } sex ? (sex, sex) : null,
                At("证件号码 ID number"),
                faults
            );
            foreach (var fault in faults)
                Add(field, fault);
        }
        var values = new SealedValues(
            number,
            NullIfEmpty(Written("phone") is { } phone ? ContactNumber.Phone(phone) : null),
            NullIfEmpty(Written("bank_account") is { } account ? ContactNumber.Account(account) : null)
        );
        var recorded = known.Sealed.GetValueOrDefault(person);
        if (values.Empty || SealedField.Over(recorded, values) == recorded)
            return null;
        var indexes = PreparedMember
            .IndexesOf(values, sealing)
            .ToImmutableSortedDictionary(
                i => SealedField.Of(i.Kind),
                i => Convert.ToHexStringLower(i.Index),
                StringComparer.Ordinal
            );
        if (
            indexes.GetValueOrDefault(RecordField.IdNumber) is { } index
            && HeldByOther(db, Convert.FromHexString(index), draft.CountyNo, person)
        )
            Add(
                field,
                RegistryProblems.DuplicateIdNumber(At("证件号码 ID number"), "在册的另一人 / somebody else on record")
            );
        var (key, box) = sealing.Seal(values, person);
        return new StatedNumbers(person, indexes, key, box);
    }

    /// <summary>Whether somebody else carries the number; whoever left their household may come under it again.</summary>
    internal static bool HeldByOther(TaihangDb db, byte[] index, int countyNo, Guid person) =>
        Holder(db, index) is { } holder
        && holder.PersonId != person
        && (
            holder.CountyNo != countyNo
            || db.Persons.Any(p => p.CountyNo == holder.CountyNo && p.PersonId == holder.PersonId && p.LeftOn == null)
        );

    /// <summary>The row under which the number's bearer was known and left.</summary>
    private Guid? Former(byte[] index) =>
        Holder(db, index) is { } holder && holder.CountyNo == draft.CountyNo ? holder.PersonId : null;

    private static (int CountyNo, Guid PersonId)? Holder(TaihangDb db, byte[] index)
    {
        db.Database.OpenConnection();
        try
        {
            return new IdNumberHolders(db).Find([index]).Values.Select(h => ((int, Guid)?)h).FirstOrDefault();
        }
        finally
        {
            db.Database.CloseConnection();
        }
    }

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private static string Short(string text) => text.Length > LongestNumber ? text[..LongestNumber] + "…" : text;

    private static Place At(Words title) => At(title.Zh);

    private static Place At(string title) => new("更改申请 change request", Heading: title);

    private void Add(string? field, Problem problem) => problems.Add(new FieldProblem(field, problem));
}
