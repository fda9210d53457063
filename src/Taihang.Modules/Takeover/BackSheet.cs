using System.Globalization;
using System.Text;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Takeover;

/// <param name="Old">The row as the other register has it; null for a new one.</param>
/// <param name="Order">After which row of the other register's file it stands.</param>
internal sealed record BackRow(string[]? Old, string?[] Cells, int Order)
{
    /// <summary>As a spreadsheet shows it; known when all rows are.</summary>
    public int Number { get; set; }
}

/// <summary>One file in another register's layout, filled row by row.</summary>
internal sealed class BackSheet
{
    private readonly Dictionary<string, int> indexes = new(StringComparer.Ordinal);
    private readonly CsvStyle style;
    private readonly bool[] numbers;
    private List<BackRow> rows = [];

    /// <param name="old">The file as it was: its columns stand as they stood. Null: as the mapping names them.</param>
    public BackSheet(ColumnMapping mapping, SourceFile file, SourceTable? old)
    {
        File = file;
        Headings = old?.Headings ?? [.. HeadingsOf(mapping, file).Distinct(StringComparer.Ordinal)];
        for (var i = 0; i < Headings.Count; i++)
            indexes.TryAdd(Headings[i], i);
        style = CsvStyle.Of(file, old);
        numbers = new bool[Headings.Count];
        foreach (var column in mapping.Columns.Where(c => c.Role == file.Role && c.From is not null))
            if (
                column.Target.Attribute is { Type: FactType.Money or FactType.Whole or FactType.Decimal, Sealed: false }
            )
                for (var n = 1; n <= (column.PerMember ? mapping.MembersMost : 1); n++)
                    numbers[IndexOf(MappedColumn.HeadingOf(column.From!, n))] = true;
    }

    public SourceFile File { get; }

    public IReadOnlyList<string> Headings { get; }

    public IReadOnlyList<BackRow> Rows => rows;

    /// <returns>-1 where there is no such column.</returns>
    public int IndexOf(string heading) => indexes.GetValueOrDefault(heading, -1);

    /// <param name="after">A new row stands after this one of the other register's file; null: at the end.</param>
    public BackRow Add(WorkbookRow? old, int? after = null)
    {
        var row = new BackRow(old?.Cells, new string?[Headings.Count], old?.Number ?? after ?? int.MaxValue);
        rows.Add(row);
        return row;
    }

    public void Order()
    {
        rows = [.. rows.OrderBy(r => r.Order)];
        for (var i = 0; i < rows.Count; i++)
            rows[i].Number = File.Headings + 1 + i;
    }

    /// <summary>Whether the file's encoding has every letter of a cell.</summary>
    public bool CanHold(string cell) => style.CanHold(cell);

    public BackFile Written()
    {
        using var to = new MemoryStream();
        if (File.File.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            style.Write(to, Headings.Select(Shown), rows.Select(r => r.Cells));
        else
            NewXlsx.Write(
                to,
                File.Sheet ?? "Sheet1",
                Enumerable
                    .Repeat(Array.Empty<(string, bool)>(), File.Headings - 1)
                    .Append([.. Headings.Select(h => (Shown(h), false))])
                    .Concat(rows.Select(r => r.Cells.Select((c, i) => (c ?? "", numbers[i] && IsNumber(c))).ToArray()))
            );
        return new BackFile(File.File, to.ToArray(), rows.Count);
    }

    private static bool IsNumber(string? cell) =>
        decimal.TryParse(
            cell,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out _
        );

    /// <summary>The number that tells equal headings apart is not part of them; a column without heading has none.</summary>
    private string Shown(string heading)
    {
        var mark = heading.LastIndexOf('#');
        return
            mark >= 0
            && int.TryParse(heading.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            && (mark == 0 || IndexOf(heading[..mark]) >= 0)
            ? heading[..mark]
            : heading;
    }

    private static IEnumerable<string> HeadingsOf(ColumnMapping mapping, SourceFile file)
    {
        if (file.Key.Length > 0)
            yield return file.Key;
        var columns = mapping.Columns.Where(c => c.Role == file.Role && c.From is not null).ToList();
        foreach (var column in columns.Where(c => !c.PerMember))
            yield return column.From!;
        if (mapping.Observed.Column is { } day && day.Role == file.Role)
            yield return day.From!;
        for (var n = 1; n <= mapping.MembersMost; n++)
            foreach (var column in columns.Where(c => c.PerMember))
                yield return MappedColumn.HeadingOf(column.From!, n);
        foreach (var heading in file.LeftOut.Keys)
            yield return heading;
    }
}

/// <summary>How a CSV file is written, byte for byte.</summary>
/// <param name="Mark">Whether a byte order mark stands before it.</param>
/// <param name="Above">What stands up to the first row, as it was; null where nothing is known of it.</param>
/// <param name="Ended">Whether the last row has a line end.</param>
internal sealed record CsvStyle(
    Encoding Encoding,
    bool Mark,
    char Separator,
    string LineEnd,
    string? Above,
    bool Ended,
    int Headings
)
{
    public static CsvStyle Of(SourceFile file, SourceTable? old)
    {
        // Read first: it registers the code pages.
        var gb18030 = WorkbookRows.Gb18030;
        var csv = file.File.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        if (old is null || !csv)
            return new CsvStyle(
                Named(csv ? file.Encoding ?? "utf-8" : "utf-8"),
                file.Encoding == "utf-16",
                file.Separator ?? ',',
                "\r\n",
                null,
                true,
                file.Headings
            );
        var bytes = System.IO.File.ReadAllBytes(old.Path);
        using var stream = new MemoryStream(bytes, writable: false);
        var encoding = Named(file.Encoding ?? (WorkbookRows.EncodingOf(stream).Equals(gb18030) ? "gb18030" : "utf-8"));
        var mark = encoding.Preamble.Length > 0 && bytes.AsSpan().StartsWith(encoding.Preamble);
        var text = encoding.GetString(mark ? bytes.AsSpan(encoding.Preamble.Length) : bytes);
        var end =
            text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n"
            : text.Contains('\n') ? "\n"
            : "\r\n";
        var (above, line) = (0, 0);
        for (; line < file.Headings && above >= 0 && above < text.Length; line++)
            above = text.IndexOf(end, above, StringComparison.Ordinal) is var at && at >= 0 ? at + end.Length : -1;
        // A heading of several lines is written anew.
        var kept = above > 0 && text.AsSpan(0, above).Count('"') % 2 == 0 ? text[..above] : null;
        return new CsvStyle(
            encoding,
            mark,
            file.Separator ?? Guessed(kept ?? text, old.Headings.Count),
            end,
            kept,
            text.EndsWith(end, StringComparison.Ordinal),
            file.Headings
        );
    }

    public bool CanHold(string cell)
    {
        if (Encoding.CodePage != 1252)
            return true;
        try
        {
            return Encoding.GetByteCount(cell) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    public void Write(Stream to, IEnumerable<string> headings, IEnumerable<string?[]> rows)
    {
        var text = new StringBuilder();
        if (Above is null)
            text.Insert(0, LineEnd, Headings - 1).AppendJoin(Separator, headings.Select(Quoted)).Append(LineEnd);
        else
            text.Append(Above);
        foreach (var row in rows)
            text.AppendJoin(Separator, row.Select(c => Quoted(c ?? ""))).Append(LineEnd);
        if (!Ended)
            text.Length -= LineEnd.Length;
        if (Mark)
            to.Write(Encoding.Preamble);
        foreach (var part in text.GetChunks())
            to.Write(Encoding.GetBytes(part.ToArray()));
    }

    private string Quoted(string cell) =>
        cell.Contains(Separator) || cell.AsSpan().ContainsAny("\"\r\n")
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

    private static char Guessed(string text, int columns)
    {
        var line = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return new[] { ',', ';', '\t', '|' }.MinBy(c => Math.Abs(line.Count(x => x == c) + 1 - columns));
    }

    private static Encoding Named(string name) =>
        name == "utf-8"
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)
            : Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback);
}
