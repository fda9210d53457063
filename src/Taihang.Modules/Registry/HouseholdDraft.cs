using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Methods.Read;

namespace Taihang.Modules.Registry;

/// <summary>A member as the workbook states them: values as JSON texts by attribute, the sealed ones apart.</summary>
public sealed record MemberDraft(
    int Row,
    string Name,
    string Relation,
    Dictionary<string, string> Values,
    SealedValues Sealed,
    DateOnly ObservedOn
);

/// <summary>A household as the workbook states it.</summary>
public sealed record HouseholdDraft(
    int Row,
    RegionPlace Village,
    string Number,
    Dictionary<string, string> Values,
    List<MemberDraft> Members,
    DateOnly ObservedOn
)
{
    public MemberDraft Head => Members.First(m => m.Relation == "head");
}

/// <summary>Reads the rows of one household; pure, so that every fault can be tested by a row.</summary>
public sealed class HouseholdDrafts(
    RegistrationForm form,
    FormColumn?[] columns,
    RegionTree tree,
    string file,
    string? sheet,
    DateOnly observedOn,
    Delivery? delivery = null
)
{
    private readonly int villageName = Array.FindIndex(columns, c => c?.Use == ColumnUse.VillageName);
    private readonly int name = Array.FindIndex(columns, c => c?.Use == ColumnUse.Name);

    private readonly Dictionary<string, Outcome<RegionPlace>> villages = [];

    private readonly Dictionary<string, string>?[] labels = new Dictionary<string, string>?[columns.Length];

    public int VillageColumn { get; } = Array.FindIndex(columns, c => c?.Use == ColumnUse.VillageCode);

    public int NumberColumn { get; } = Array.FindIndex(columns, c => c?.Use == ColumnUse.HouseholdNumber);

    /// <summary>Where the person who mends it finds it: in another register's delivery, in that register's own file.</summary>
    public Place At(int row, int column) =>
        delivery?.At(row, columns[column]!) ?? new(file, sheet, row, column + 1, columns[column]!.Heading.Zh);

    private DateOnly ObservedOn(int row) => delivery?.ObservedOn(row) ?? observedOn;

    public FormColumn Column(string attribute, bool member) =>
        columns.First(c =>
            c?.Attribute?.Id == attribute && c.Use == (member ? ColumnUse.Member : ColumnUse.Household)
        )!;

    public Place AtAttribute(int row, string attribute) =>
        At(row, Array.FindIndex(columns, c => c?.Attribute?.Id == attribute));

    /// <param name="rows">The household's rows, in order.</param>
    /// <param name="faults">Receives everything that is wrong.</param>
    /// <returns>Null when something was.</returns>
    public HouseholdDraft? Read(List<WorkbookRow> rows, List<Problem> faults)
    {
        var before = faults.Count;
        var village = Village(rows[0], faults);
        var number = rows[0].Cells[NumberColumn];
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var members = new List<MemberDraft>(rows.Count);
        foreach (var row in rows)
        {
            members.Add(Member(row, faults));
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i] is not { Use: ColumnUse.Household } column || row.Cells[i].Length == 0)
                    continue;
                var json = ReadCell(column, row.Cells[i], row.Number, i);
                if (!json.Ok)
                    faults.AddRange(json.Problems);
                else if (!values.TryAdd(column.Attribute!.Id, json.Value) && values[column.Attribute.Id] != json.Value)
                    faults.Add(RegistryProblems.HouseholdDiffers(At(row.Number, i), number));
            }
        }
        var heads = members.Count(m => m.Relation == "head");
        if (heads != 1 && members.TrueForAll(m => m.Relation.Length > 0))
            faults.Add(RegistryProblems.Heads(At(rows[0].Number, NumberColumn), number, heads));
        return faults.Count > before
            ? null
            : new HouseholdDraft(rows[0].Number, village!, number, values, members, ObservedOn(rows[0].Number));
    }

    /// <summary>Labels repeat without end: one that was read rightly before is not looked up again.</summary>
    private Outcome<string> ReadCell(FormColumn column, string cell, int row, int i)
    {
        if (column.Attribute!.Type is not (FactType.Code or FactType.Codes or FactType.Truth))
            return CellReader.Read(column, cell, At(row, i));
        var known = labels[i] ??= new Dictionary<string, string>(StringComparer.Ordinal);
        if (known.TryGetValue(cell, out var before))
            return before;
        var json = CellReader.Read(column, cell, At(row, i));
        if (json.Ok)
            known[cell] = json.Value;
        return json;
    }

    private RegionPlace? Village(WorkbookRow row, List<Problem> faults)
    {
        var code = row.Cells[VillageColumn];
        if (!villages.TryGetValue(code, out var village))
            villages[code] = village = tree.Resolve(code, observedOn, "village");
        if (!village.Ok)
        {
            faults.AddRange(village.Problems.Select(p => p with { Where = At(row.Number, VillageColumn) }));
            return null;
        }
        var written = villageName < 0 ? "" : row.Cells[villageName];
        if (written.Length > 0 && written != village.Value.Name && written != village.Value.NameLatin)
            faults.Add(RegistryProblems.VillageName(At(row.Number, villageName), written, village.Value.Name, code));
        return village.Value;
    }

    private MemberDraft Member(WorkbookRow row, List<Problem> faults)
    {
        if (row.Cells[name].Length == 0)
            faults.Add(RegistryProblems.Blank(At(row.Number, name)));
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var (idNumber, phone, account) = (default(string), default(string), default(string));
        var relation = "";
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i] is not { Use: ColumnUse.Member } column)
                continue;
            var (cell, id) = (row.Cells[i], column.Attribute!.Id);
            if (cell.Length == 0)
            {
                if (column.Needed)
                    faults.Add(RegistryProblems.Blank(At(row.Number, i)));
                continue;
            }
            if (column.Attribute.Sealed)
            {
                if (id == "id_number")
                    idNumber = CheckedIdNumber(cell, row, i, faults);
                else if (id == "phone")
                    phone = NullIfEmpty(ContactNumber.Phone(cell));
                else
                    account = NullIfEmpty(ContactNumber.Account(cell));
                continue;
            }
            var json = ReadCell(column, cell, row.Number, i);
            if (!json.Ok)
            {
                faults.AddRange(json.Problems);
                continue;
            }
            values[id] = json.Value;
            if (id == "relation")
                relation = json.Value.Trim('"');
        }
        return new MemberDraft(
            row.Number,
            row.Cells[name],
            relation,
            values,
            new SealedValues(idNumber, phone, account),
            ObservedOn(row.Number)
        );
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    /// <summary>Checks the number by the form's scheme and against the birth date and sex in the same row.</summary>
    private string CheckedIdNumber(string cell, WorkbookRow row, int i, List<Problem> faults)
    {
        var number = IdNumber.Normal(cell);
        var sex = Cell("sex");
        CheckIdNumber.Run(
            number,
            form.IdScheme,
            observedOn,
            CellReader.TryDate(Cell("birth_date"), out var born) ? born : null,
            sex.Length > 0 && Column("sex")?.Codes?.ByLabel(sex)?.Id is { } code ? (code, sex) : null,
            At(row.Number, i),
            faults
        );
        return number;

        FormColumn? Column(string attribute) =>
            columns.FirstOrDefault(c => c?.Attribute?.Id == attribute && c.Use == ColumnUse.Member);

        string Cell(string attribute) =>
            Array.IndexOf(columns, Column(attribute)) is >= 0 and var at2 && columns[at2] is not null
                ? row.Cells[at2]
                : "";
    }
}
