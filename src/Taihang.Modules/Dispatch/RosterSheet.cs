using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using Sylvan.Data.Csv;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Methods.Read;

namespace Taihang.Modules.Dispatch;

/// <summary>A row as the file shows it: its number from 1 and its cells, trimmed.</summary>
public sealed record SheetRow(int Row, IReadOnlyList<string> Cells);

/// <summary>The rows of a roster file, headings first.</summary>
public sealed record RosterSheet(string File, string? Sheet, IReadOnlyList<SheetRow> Rows)
{
    /// <summary>The sheet named in the form, else the first; a CSV has none.</summary>
    public static Outcome<RosterSheet> Read(string path, RosterForm form)
    {
        var file = Path.GetFileName(path);
        try
        {
            return Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".CSV" => Csv(path, file),
                ".XLSX" => Xlsx(path, file, form),
                var other => DispatchProblems.NotARoster(file, other),
            };
        }
        catch (Exception error) when (error is CsvFormatException or HeaderException or InvalidDataException)
        {
            return DispatchProblems.NotARoster(file, error.Message);
        }
    }

    private static RosterSheet Csv(string path, string file)
    {
        var rows = new List<SheetRow>();
        using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: false));
        using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions { HasHeaders = false });
        while (csv.Read())
            rows.Add(
                new SheetRow(
                    csv.RowNumber,
                    [.. Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetString(i).Trim())]
                )
            );
        return new RosterSheet(file, null, rows);
    }

    private static RosterSheet Xlsx(string path, string file, RosterForm form)
    {
        // The reader asks for code page 1252 even where no cell needs it.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var stream = System.IO.File.OpenRead(path);
        using var excel = ExcelReaderFactory.CreateOpenXmlReader(stream);
        var (name, first) = ("", new List<SheetRow>());
        do
        {
            var named = excel.Name == form.Sheet.Zh || excel.Name == form.Sheet.En;
            if (!named && name.Length > 0)
                continue;
            var rows = new List<SheetRow>();
            while (excel.Read())
                rows.Add(
                    new SheetRow(
                        rows.Count + 1,
                        [
                            .. Enumerable
                                .Range(0, excel.FieldCount)
                                .Select(i => Convert.ToString(excel.GetValue(i))?.Trim() ?? ""),
                        ]
                    )
                );
            (name, first) = (excel.Name, rows);
            if (named)
                break;
        } while (excel.NextResult());
        return new RosterSheet(file, name, first);
    }
}
