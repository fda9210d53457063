using System.Collections.Immutable;

namespace Taihang.Core.Reports;

/// <summary>
/// Whom a row of a sheet is about: by ID number (blind index) first, then by household number, then by name, each narrowed by what else
/// the row says. Two who fit are told as two; none is taken by chance.
/// </summary>
internal sealed class FindRow
{
    private readonly FormTable table;
    private readonly RowsOf rowsOf;
    private readonly FillFacts facts;
    private readonly int? village;
    private readonly int? number;
    private readonly int? name;
    private readonly int? headName;
    private readonly int? id;
    private readonly int? headId;
    private readonly ILookup<string, KnownRow> byNumber;
    private readonly ILookup<string, KnownRow> byName;
    private readonly ILookup<string, KnownRow> byId;

    public FindRow(FormTable table, ImmutableArray<FormColumnUse> columns, RowsOf rowsOf, FillFacts facts)
    {
        (this.table, this.rowsOf, this.facts) = (table, rowsOf, facts);
        int? Column(string field) => columns.FirstOrDefault(c => c.Match?.Field.Id == field)?.Heading.Column;
        village = Column(FormField.Village);
        number = Column(FormField.HouseholdNumber);
        headName = Column(FormField.HeadName);
        headId = Column("head.id_number");
        name = Column(FormField.Name);
        id = Column("member.id_number");
        byNumber = facts.Known.ToLookup(k => k.HouseholdNumber, StringComparer.Ordinal);
        byName = facts.Known.ToLookup(k => rowsOf == RowsOf.Members ? k.Name : k.HeadName, StringComparer.Ordinal);
        byId = facts.Known.Where(k => MarkOf(k) is not null).ToLookup(k => MarkOf(k)!, StringComparer.Ordinal);
    }

    /// <summary>The first column that says who a row is about, for messages.</summary>
    public int FirstKey => number ?? id ?? headId ?? name ?? headName ?? table.Headings[0].Column;

    /// <summary>The row names somebody.</summary>
    public bool States(int row) =>
        Text(row, number).Length > 0 || Text(row, WhoName).Length > 0 || Text(row, WhoId).Length > 0;

    /// <summary>How the row is told in a message: never by its ID number.</summary>
    public string Shown(int row) =>
        string.Join(' ', new[] { Text(row, number), Text(row, WhoName) }.Where(t => t.Length > 0));

    public IReadOnlyList<KnownRow> Run(int row)
    {
        if (Text(row, WhoId) is { Length: > 0 } written)
        {
            var held = byId[facts.IdMark(written)].ToList();
            if (held.Count > 0)
                return held;
        }
        var (household, who) = (Text(row, number), Text(row, WhoName));
        var found =
            household.Length > 0 ? byNumber[household].ToList()
            : who.Length > 0 ? byName[who].ToList()
            : [];
        if (household.Length > 0 && who.Length > 0 && rowsOf == RowsOf.Members)
            found = [.. found.Where(k => k.Name == who)];
        if (found.Count > 1 && Text(row, village) is { Length: > 0 } place)
            found = [.. found.Where(k => k.Village.StartsWith(place, StringComparison.Ordinal))];
        if (found.Count > 1 && rowsOf == RowsOf.Members && Text(row, headName) is { Length: > 0 } head)
            found = [.. found.Where(k => k.HeadName == head)];
        return found;
    }

    /// <summary>In a list of households the name is the head's, by whichever heading it is asked.</summary>
    private int? WhoName => rowsOf == RowsOf.Members ? name : headName ?? name;

    private int? WhoId => rowsOf == RowsOf.Members ? id : headId ?? id;

    private string? MarkOf(KnownRow known) => rowsOf == RowsOf.Members ? known.IdMark : known.HeadIdMark;

    private string Text(int row, int? column) => column is { } c ? table.Sheet.Seen(row, c) : "";
}
