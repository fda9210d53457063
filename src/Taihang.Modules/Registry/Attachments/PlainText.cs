using System.Text;
using Sylvan.Data.Csv;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>Text and CSV, in UTF-8, UTF-16 with its mark, or GB 18030.</summary>
internal static class PlainText
{
    public static FileContent Read(string file, byte[] bytes)
    {
        var text = Decode(bytes);
        return file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
            ? new FileContent(FileKind.Csv, [.. Table(file, text), Whole()], 0, false)
            : new FileContent(FileKind.Text, [Whole()], 0, false);

        FileText Whole() => new(text, new Place(file, Row: 1), Lines: true);
    }

    internal static string Decode(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var reader = new StreamReader(
            stream,
            bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? Encoding.Unicode : WorkbookRows.EncodingOf(stream),
            detectEncodingFromByteOrderMarks: true
        );
        return reader.ReadToEnd();
    }

    private static IEnumerable<FileText> Table(string file, string text)
    {
        using var csv = CsvDataReader.Create(
            new StringReader(text),
            new CsvDataReaderOptions
            {
                HasHeaders = false,
                BufferSize = 1 << 16,
                MaxBufferSize = 1 << 22,
            }
        );
        var cells = new TableCells(new Place(file));
        for (var row = 1; csv.Read(); row++)
        {
            for (var column = 0; column < csv.RowFieldCount; column++)
                cells.Add(row, column + 1, csv.GetString(column));
            cells.EndRow();
        }
        return cells.Texts;
    }
}
