using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Reports;

/// <summary>A CSV file kept field by field as it is written, so that a copy differs only where something was filled in.</summary>
internal sealed class CsvText
{
    private readonly Encoding encoding;
    private readonly bool mark;
    private readonly List<(List<string> Fields, string End)> rows;

    private CsvText(Encoding encoding, bool mark, List<(List<string> Fields, string End)> rows) =>
        (this.encoding, this.mark, this.rows) = (encoding, mark, rows);

    public int Rows => rows.Count;

    public int Columns(int row) => rows[row].Fields.Count;

    public static CsvText Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        var encoding = WorkbookRows.EncodingOf(stream);
        var mark = bytes is [0xEF, 0xBB, 0xBF, ..];
        return new CsvText(encoding, mark, Split(encoding.GetString(mark ? bytes.AsSpan(3) : bytes)));
    }

    public string Text(int row, int column)
    {
        var raw = rows[row].Fields[column];
        return raw is ['"', .., '"'] ? raw[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : raw;
    }

    public Outcome<byte[]> Fill(FormTable table, FillPlan plan)
    {
        var filled = rows.Select(r => (Fields: new List<string>(r.Fields), r.End)).ToList();
        var end = rows.Count > 0 && rows[0].End.Length > 0 ? rows[0].End : "\r\n";
        var after = table.Rows.IsEmpty ? table.First - 1 : table.Rows[^1];
        if (table.Ended)
            for (var i = 0; i < plan.Added; i++)
                filled.Insert(after, ([], end));
        foreach (var cell in plan.Cells)
        {
            while (filled.Count < cell.At.Row)
            {
                if (filled.Count > 0 && filled[^1].End.Length == 0)
                    filled[^1] = (filled[^1].Fields, end);
                filled.Add(([], end));
            }
            var fields = filled[cell.At.Row - 1].Fields;
            while (fields.Count < cell.At.Column)
                fields.Add("");
            fields[cell.At.Column - 1] = Quoted(cell);
        }
        var text = string.Concat(filled.Select(r => string.Join(',', r.Fields) + r.End));
        return mark ? [0xEF, 0xBB, 0xBF, .. encoding.GetBytes(text)] : encoding.GetBytes(text);
    }

    /// <summary>A text that a spreadsheet would take for a formula is kept a text by an apostrophe.</summary>
    private static string Quoted(FilledCell cell)
    {
        var text = !cell.Number && cell.Text is ['=' or '+' or '-' or '@', ..] ? "'" + cell.Text : cell.Text;
        return text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
    }

    private static List<(List<string> Fields, string End)> Split(string text)
    {
        var rows = new List<(List<string>, string)>();
        var (fields, from, quoted) = (new List<string>(), 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                // A quote opens a field, closes it, or is doubled inside it.
                quoted = !quoted && (i == from || (text[from] == '"' && text[i - 1] == '"'));
            else if (!quoted && text[i] == ',')
            {
                fields.Add(text[from..i]);
                from = i + 1;
            }
            else if (!quoted && text[i] is '\r' or '\n')
            {
                fields.Add(text[from..i]);
                var end = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? "\r\n" : text[i].ToString();
                rows.Add((fields, end));
                (fields, i) = ([], i + end.Length - 1);
                from = i + 1;
            }
        }
        if (from < text.Length || fields.Count > 0)
        {
            fields.Add(text[from..]);
            rows.Add((fields, ""));
        }
        return rows;
    }
}
