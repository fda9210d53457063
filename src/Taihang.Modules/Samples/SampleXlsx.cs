using Sylvan.Data.Csv;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Samples;

/// <summary>Rewrites a workbook that stands as CSV as one XLSX sheet, every value as text.</summary>
internal static class SampleXlsx
{
    public static void Write(string csvPath, string xlsxPath, string sheet, CancellationToken cancel)
    {
        using var file = File.Create(xlsxPath);
        using var csv = CsvDataReader.Create(csvPath, new CsvDataReaderOptions { HasHeaders = false });
        NewXlsx.Write(file, sheet, Rows(csv), cancel);
    }

    private static IEnumerable<IEnumerable<(string, bool)>> Rows(CsvDataReader csv)
    {
        while (csv.Read())
            yield return Enumerable.Range(0, csv.FieldCount).Select(c => (csv.GetString(c), false));
    }
}
