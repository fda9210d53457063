using System.Collections.Immutable;

namespace Taihang.Core.Reports;

/// <summary>A recorded value as a sheet would write it.</summary>
/// <param name="Text">In the column's words and unit; a masked one where the viewer may not see it.</param>
/// <param name="Number">Written as a number, so that the sheet's own sums work.</param>
public sealed record KnownValue(string Text, bool Number, DateOnly? ObservedOn, string? Source);

/// <summary>What is on record for one row of a form: a household, or a member of one.</summary>
/// <param name="IdMark">The blind index of the ID number, in hex; null where none is recorded.</param>
public sealed record KnownRow(
    Guid HouseholdId,
    Guid? PersonId,
    string HouseholdNumber,
    string Name,
    string HeadName,
    string Village,
    string? IdMark,
    string? HeadIdMark
);

/// <summary>What each row of the form stands for.</summary>
public enum RowsOf
{
    Households,
    Members,
}

/// <summary>A column and what it asks for; null for what Taihang does not know.</summary>
public sealed record FormColumnUse(ColumnHeading Heading, ColumnMatch? Match);

public sealed record FilledCell(CellAt At, string Text, bool Number);

/// <summary>The sheet states something else than the record; both stay as they are.</summary>
public sealed record SheetDifference(CellAt At, FormField Field, KnownRow Row, string SheetSays, KnownValue Record);

/// <summary>Asked, known as a kind of fact, and never recorded of this household or person.</summary>
public sealed record MissingFact(CellAt At, FormField Field, KnownRow Row);

public enum RowFault
{
    /// <summary>Nobody on record in the place has this number or name.</summary>
    NotFound,

    /// <summary>Several have it; the sheet does not say which.</summary>
    Several,

    /// <summary>A formula stands where the fact would go.</summary>
    Formula,

    /// <summary>The cell is joined with another that holds a different row's fact.</summary>
    Joined,
}

public sealed record RowLeft(CellAt At, RowFault Fault, string Shown);

/// <summary>Which cells of a sheet get what; nothing else of it changes.</summary>
/// <param name="Rows">Row of the sheet to what is on record for it.</param>
/// <param name="Added">Rows that must be put in after the last of the table, which had too few.</param>
/// <param name="Stated">Cells that already stated what the record says.</param>
/// <param name="TypedAgain">Of these, the ones in columns that do not say who a row is about: somebody typed what was known.</param>
public sealed record FillPlan(
    ImmutableArray<(int Row, KnownRow Known)> Rows,
    ImmutableArray<FilledCell> Cells,
    ImmutableArray<SheetDifference> Differences,
    ImmutableArray<MissingFact> Missing,
    ImmutableArray<RowLeft> Left,
    int Added,
    int Stated,
    int TypedAgain
);

/// <summary>What the decision needs to know of the record and of what the sheet's cells mean.</summary>
/// <param name="Known">In the order in which an empty form is filled.</param>
/// <param name="Value">Null where nothing is recorded.</param>
/// <param name="Same">Whether what the sheet says is what the record says, however it is written.</param>
/// <param name="IdMark">The blind index of an ID number as written in a sheet, in hex.</param>
public sealed record FillFacts(
    IReadOnlyList<KnownRow> Known,
    Func<KnownRow, ColumnMatch, KnownValue?> Value,
    Func<KnownRow, ColumnMatch, string, bool> Same,
    Func<string, string> IdMark
);

/// <summary>Decides how a form is filled from the record.</summary>
public static class DecideFill
{
    public static FillPlan Run(FormTable table, ImmutableArray<FormColumnUse> columns, RowsOf rowsOf, FillFacts facts)
    {
        var find = new FindRow(table, columns, rowsOf, facts);
        var stated = table.Rows.Where(find.States).ToList();
        var left = ImmutableArray.CreateBuilder<RowLeft>();
        var rows = new List<(int Row, KnownRow Known)>();
        var added = 0;
        if (stated.Count > 0)
            foreach (var row in stated)
            {
                var found = find.Run(row);
                if (found.Count == 1)
                    rows.Add((row, found[0]));
                else
                    left.Add(
                        new RowLeft(
                            new CellAt(row, find.FirstKey),
                            found.Count == 0 ? RowFault.NotFound : RowFault.Several,
                            find.Shown(row)
                        )
                    );
            }
        else
        {
            var first = table.Rows.IsEmpty ? table.First : table.Rows[0];
            for (var i = 0; i < facts.Known.Count; i++)
                rows.Add(
                    (
                        i < table.Rows.Length
                            ? table.Rows[i]
                            : (table.Rows.IsEmpty ? first - 1 : table.Rows[^1]) + i - table.Rows.Length + 1,
                        facts.Known[i]
                    )
                );
            added = Math.Max(0, facts.Known.Count - table.Rows.Length);
        }
        return Cells(table, columns, facts, rows, left, added);
    }

    private static FillPlan Cells(
        FormTable table,
        ImmutableArray<FormColumnUse> columns,
        FillFacts facts,
        List<(int Row, KnownRow Known)> rows,
        ImmutableArray<RowLeft>.Builder left,
        int added
    )
    {
        var cells = ImmutableArray.CreateBuilder<FilledCell>();
        var differences = ImmutableArray.CreateBuilder<SheetDifference>();
        var missing = ImmutableArray.CreateBuilder<MissingFact>();
        var (stated, typed, serial) = (0, 0, 0);
        var said = new HashSet<Guid>();
        var lastOfTable = table.Rows.IsEmpty ? table.First - 1 : table.Rows[^1];
        foreach (var (row, known) in rows)
        {
            serial++;
            var firstOfHousehold = said.Add(known.HouseholdId);
            foreach (var column in columns)
            {
                if (column.Match is not { } match)
                    continue;
                var at = new CellAt(row, column.Heading.Column);
                // A row that is put in is empty, whatever stood there before.
                var putIn = table.Ended && row > lastOfTable;
                var written = putIn ? "" : table.Sheet.Seen(at.Row, at.Column);
                if (match.Field.Id == FormField.Serial)
                {
                    if (written.Length == 0 && (putIn || !table.Sheet.Formulas.Contains(at)))
                        cells.Add(
                            new FilledCell(at, serial.ToString(System.Globalization.CultureInfo.InvariantCulture), true)
                        );
                    continue;
                }
                // What a household carries stands once for it, so that a sum over the column stays right.
                if (match.Field.Of == FieldOf.Household && !firstOfHousehold && written.Length == 0)
                    continue;
                var value = facts.Value(known, match);
                if (value is null)
                {
                    if (written.Length == 0)
                        missing.Add(new MissingFact(at, match.Field, known));
                }
                else if (written.Length > 0)
                {
                    if (!facts.Same(known, match, written))
                        differences.Add(new SheetDifference(at, match.Field, known, written, value));
                    else
                    {
                        stated++;
                        typed += match.Field.Identifies ? 0 : 1;
                    }
                }
                else if (!putIn && table.Sheet.Formulas.Contains(at))
                    left.Add(new RowLeft(at, RowFault.Formula, column.Heading.Shown));
                else if (!putIn && table.Sheet.Covered(at))
                    left.Add(new RowLeft(at, RowFault.Joined, column.Heading.Shown));
                else
                    cells.Add(new FilledCell(at, value.Text, value.Number));
            }
        }
        return new FillPlan(
            [.. rows],
            cells.ToImmutable(),
            differences.ToImmutable(),
            missing.ToImmutable(),
            left.ToImmutable(),
            added,
            stated,
            typed
        );
    }
}
