using System.Text.Json;
using DuckDB.NET.Data;
using MiniExcelLibs;
using Taihang.Core.Common;
using Taihang.Core.Identification;

namespace Taihang.Modules.Identification;

/// <summary>A table of measures as a file: long form, one figure a row, in the order of the table.</summary>
public static class MeasureFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>What must be right before a run is worth starting.</summary>
    public static Problem? Check(string path)
    {
        if (Path.GetExtension(path).ToUpperInvariant() is not (".CSV" or ".JSON" or ".PARQUET" or ".XLSX"))
            return IdentificationProblems.NotATable(path);
        if (File.Exists(path))
            return IdentificationProblems.ResultsExist(path);
        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? null
            : IdentificationProblems.ResultsUnwritable(path, "no such folder");
    }

    /// <param name="engine">Made with leave to write this path.</param>
    public static Problem? Write(DuckDbEngine engine, MeasureTable table, string path)
    {
        try
        {
            switch (Path.GetExtension(path).ToUpperInvariant())
            {
                case ".JSON":
                    File.WriteAllText(path, JsonSerializer.Serialize(table.Rows.Select(Flat), Json));
                    break;
                case ".XLSX":
                    MiniExcel.SaveAs(path, table.Rows.Select(Flat), sheetName: "measures");
                    break;
                default:
                    Columns(engine, table, path);
                    break;
            }
            return null;
        }
        catch (Exception error) when (error is DuckDBException or IOException or UnauthorizedAccessException)
        {
            return IdentificationProblems.ResultsUnwritable(path, error.Message.Split('\n')[0]);
        }
    }

    private sealed record Line(
        string? By,
        string? Value,
        string Measure,
        string? Cutoff,
        string? Item,
        double? Estimate,
        double? StandardError,
        double? Low,
        double? High,
        decimal Population
    );

    private static Line Flat(MeasureRow row) =>
        new(
            row.By,
            row.Value,
            row.Measure,
            row.Cutoff?.ToString(),
            row.Item,
            row.Estimate,
            row.StandardError,
            row.Low,
            row.High,
            row.Population
        );

    private static void Columns(DuckDbEngine engine, MeasureTable table, string path)
    {
        engine.Execute(
            "CREATE OR REPLACE TABLE measures (line INTEGER, \"by\" VARCHAR, value VARCHAR, measure VARCHAR, cutoff VARCHAR, item VARCHAR, "
                + "estimate DOUBLE, standard_error DOUBLE, low DOUBLE, high DOUBLE, population DECIMAL(28, 4))"
        );
        using (var appender = engine.Connection.CreateAppender("measures"))
            foreach (var (row, line) in table.Rows.Select((row, i) => (Flat(row), i)))
                appender
                    .CreateRow()
                    .AppendValue(line)
                    .AppendValue(row.By)
                    .AppendValue(row.Value)
                    .AppendValue(row.Measure)
                    .AppendValue(row.Cutoff)
                    .AppendValue(row.Item)
                    .AppendValue(row.Estimate)
                    .AppendValue(row.StandardError)
                    .AppendValue(row.Low)
                    .AppendValue(row.High)
                    .AppendValue((decimal?)row.Population)
                    .EndRow();
        var form = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
            ? "FORMAT parquet"
            : "FORMAT csv, HEADER";
        engine.Execute(
            $"COPY (SELECT * EXCLUDE (line) FROM measures ORDER BY line) TO {DuckDbEngine.Quote(Path.GetFullPath(path))} ({form}, USE_TMP_FILE false)"
        );
    }
}
