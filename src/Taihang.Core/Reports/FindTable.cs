using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Taihang.Core.Reports;

/// <summary>Where a sheet's table stands and what its headings say.</summary>
/// <param name="HeadingTop">First row of the headings: one or two rows of them.</param>
/// <param name="First">First row under the headings.</param>
/// <param name="Rows">Rows that can hold somebody, in order: not a total, not a note under the table.</param>
/// <param name="Title">The first line above the headings; blank where there is none.</param>
/// <param name="SheetUnits">Units that a line above the headings names.</param>
/// <param name="Ended">A total or a note stands under the rows, so that no row can be added at the end.</param>
public sealed record FormTable(
    SheetGrid Sheet,
    int HeadingTop,
    int HeadingBottom,
    int First,
    ImmutableArray<ColumnHeading> Headings,
    ImmutableArray<int> Rows,
    string Title,
    ImmutableArray<string> SheetUnits,
    bool Ended
)
{
    /// <summary>The same for every sheet of one form, whoever fills it and however its file is called.</summary>
    public string HeaderHash =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        Headings
                            .Select(h => $"{h.Column}\t{HeadingMatch.Plain(h.Group)}\t{HeadingMatch.Plain(h.Label)}")
                            .Concat(SheetUnits.Select(HeadingMatch.Plain))
                    )
                )
            )
        )[..32];
}

/// <summary>Finds the table in a sheet that somebody else made: lines of title above, one or two rows of headings, totals and notes below.</summary>
public static class FindTable
{
    private const int RowsLookedAt = 40;
    private static readonly string[] Totals = ["合计", "总计", "小计", "TOTAL", "SUBTOTAL"];
    private static readonly string[] Notes = ["注", "备注", "说明", "填表说明", "NOTE", "NOTES"];

    /// <returns>Null where no row has two headings that are known.</returns>
    public static FormTable? Run(SheetGrid sheet, HeadingMatch match)
    {
        var (best, score) = (default((int Top, int Bottom, ImmutableArray<ColumnHeading> Headings)), 1);
        for (var row = 1; row <= Math.Min(sheet.Rows, RowsLookedAt); row++)
        {
            var (top, headings) = HeadingsAt(sheet, row);
            var found = headings
                .Select(h => match.Find(h, [])?.Field.Id)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Count();
            // Two rows of headings say whose a name is; the first alone does not.
            if (found > score || (found == score && score > 1 && top < row && best.Bottom == top))
                (best, score) = ((top, row, headings), found);
        }
        if (best.Headings.IsDefault)
            return null;
        var first =
            best.Headings.Select(h => sheet.SpanOf(new CellAt(best.Bottom, h.Column))?.Bottom ?? best.Bottom).Max() + 1;
        var (rows, ended) = RowsOf(sheet, first, best.Headings);
        return new FormTable(
            sheet,
            best.Top,
            best.Bottom,
            first,
            best.Headings,
            rows,
            Title(sheet, best.Top),
            Units(sheet, best.Top),
            ended
        );
    }

    /// <summary>The headings whose last row this is, with those above where the row above groups them.</summary>
    private static (int Top, ImmutableArray<ColumnHeading> Headings) HeadingsAt(SheetGrid sheet, int row)
    {
        var groups = Groups(sheet, row);
        var headings = ImmutableArray.CreateBuilder<ColumnHeading>();
        var carried = "";
        for (var column = 1; column <= sheet.Columns; column++)
        {
            var label = sheet.Seen(row, column);
            var above = groups is null ? "" : groups[column - 1];
            // A group that was not joined over its columns reaches to the next one.
            carried =
                above.Length > 0 ? above
                : sheet.SpanOf(new CellAt(row - 1, column)) is null ? carried
                : "";
            if (label.Length == 0)
                label = above;
            if (label.Length > 0)
                headings.Add(new ColumnHeading(column, label, groups is null || above == label ? "" : carried));
            if (above == label)
                carried = "";
        }
        return (groups is null ? row : row - 1, headings.ToImmutable());
    }

    /// <summary>The row above as headings of groups; null where it is a title or says something with a colon.</summary>
    private static string[]? Groups(SheetGrid sheet, int row)
    {
        if (row < 2)
            return null;
        var above = Enumerable
            .Range(1, sheet.Columns)
            .Select(c => sheet.Seen(row - 1, c) is var text && IsRemark(text) ? "" : text)
            .ToArray();
        var names = above.Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var differs = Enumerable
            .Range(1, sheet.Columns)
            .Any(c => above[c - 1].Length > 0 && sheet.Seen(row, c) is { Length: > 0 } below && below != above[c - 1]);
        return names.Count >= 2 && differs ? above : null;
    }

    private static (ImmutableArray<int> Rows, bool Ended) RowsOf(
        SheetGrid sheet,
        int first,
        ImmutableArray<ColumnHeading> headings
    )
    {
        var rows = ImmutableArray.CreateBuilder<int>();
        for (var row = first; row <= sheet.Rows; row++)
        {
            var texts = headings.Select(h => sheet.Seen(row, h.Column)).Where(t => t.Length > 0).ToList();
            if (IsNote(sheet, row, texts, headings))
                return (rows.ToImmutable(), true);
            if (!texts.Take(3).Any(t => Totals.Contains(HeadingMatch.Plain(t), StringComparer.Ordinal)))
                rows.Add(row);
            // A total right under the headings stands above the rows; one after rows ends them.
            else if (rows.Count > 0)
                return (rows.ToImmutable(), true);
        }
        return (rows.ToImmutable(), false);
    }

    private static bool IsNote(SheetGrid sheet, int row, List<string> texts, ImmutableArray<ColumnHeading> headings)
    {
        if (texts.Count == 0)
            return false;
        if (texts.TrueForAll(IsRemark))
            return true;
        var one = texts.Distinct(StringComparer.Ordinal).Count() == 1;
        var wide = sheet.SpanOf(new CellAt(row, headings[0].Column)) is { } span && span.Right - span.Left >= 2;
        var plain = HeadingMatch.Plain(texts[0]);
        return one && (wide || Notes.Any(n => plain.StartsWith(n, StringComparison.Ordinal)));
    }

    private static bool IsRemark(string text) =>
        text.Contains('：', StringComparison.Ordinal)
        || (text.Contains(':', StringComparison.Ordinal) && !char.IsAsciiDigit(text[0]));

    private static string Title(SheetGrid sheet, int headingTop)
    {
        for (var row = 1; row < headingTop; row++)
        for (var column = 1; column <= sheet.Columns; column++)
            if (sheet.Written(row, column) is { Length: > 4 } text && !IsRemark(text))
                return text;
        return "";
    }

    private static ImmutableArray<string> Units(SheetGrid sheet, int headingTop)
    {
        for (var row = 1; row < headingTop; row++)
        for (var column = 1; column <= sheet.Columns; column++)
            foreach (var begin in new[] { "单位：", "单位:", "Unit:", "Units:" })
                if (
                    sheet.Written(row, column) is var text
                    && text.IndexOf(begin, StringComparison.OrdinalIgnoreCase) is >= 0 and var at
                    // "填报单位：" is who reports.
                    && (at == 0 || !char.IsLetter(text[at - 1]))
                )
                    return
                    [
                        .. text[(at + begin.Length)..]
                            .Split(
                                ['、', '，', ',', ' ', '；', ';'],
                                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                            ),
                    ];
        return [];
    }
}
