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
    public static Problem? Write(DuckDbEngine engine, MeasureTable table, string path) =>
        Write(
            engine,
            [
                .. table.Rows.Select(r => new Line(
                    r.By,
                    r.Value,
                    r.Measure,
                    r.Weights,
                    r.Cutoff?.ToString(),
                    r.Item,
                    r.Estimate,
                    r.StandardError,
                    r.Low,
                    r.High,
                    r.Population,
                    r.Unknown
                )),
                .. table.Record is { } record ? OfRecord(record) : [],
            ],
            path
        );

    public static Problem? Write(DuckDbEngine engine, IReadOnlyList<ChangeRow> changes, string path) =>
        Write(
            engine,
            [
                .. changes.Select(r => new ChangeLine(
                    r.By,
                    r.Value,
                    r.Measure,
                    r.Weights,
                    r.Cutoff?.ToString(),
                    r.Item,
                    r.Before,
                    r.After,
                    r.Change.Absolute,
                    r.Change.AbsoluteError,
                    r.Change.Relative,
                    r.Change.RelativeError,
                    r.Change.AnnualAbsolute,
                    r.Change.AnnualAbsoluteError,
                    r.Change.AnnualRelative,
                    r.Change.AnnualRelativeError
                )),
            ],
            path
        );

    private static Problem? Write<T>(DuckDbEngine engine, IReadOnlyList<T> lines, string path)
    {
        try
        {
            switch (Path.GetExtension(path).ToUpperInvariant())
            {
                case ".JSON":
                    File.WriteAllText(path, JsonSerializer.Serialize(lines, Json));
                    break;
                case ".XLSX":
                    MiniExcel.SaveAs(path, lines, sheetName: "measures");
                    break;
                default:
                    Columns(engine, lines, path);
                    break;
            }
            return null;
        }
        catch (Exception error) when (error is DuckDBException or IOException or UnauthorizedAccessException)
        {
            return IdentificationProblems.ResultsUnwritable(path, error.Message.Split('\n')[0]);
        }
    }

    /// <summary>What stands in place of a sampling error, in the same long form; the population is of households, members or villages.</summary>
    private static IEnumerable<Line> OfRecord(RecordQuality record)
    {
        yield return Of("never_assessed", null, record.NeverAssessed, record.Households);
        yield return Of("villages_without_record", null, record.VillagesWithoutRecord, record.Villages);
        foreach (var fact in record.Facts)
        {
            yield return Of("fact_missing", fact.Attribute, fact.Missing, fact.Subjects);
            if (fact.StaleMonths is not null)
                yield return Of("fact_stale", fact.Attribute, fact.Stale, fact.Subjects);
            yield return Of("fact_contradicted", fact.Attribute, fact.Contradicted, fact.Subjects);
        }

        static Line Of(string measure, string? item, long part, long whole) =>
            new(
                null,
                null,
                measure,
                null,
                null,
                item,
                whole == 0 ? null : (double)part / whole,
                null,
                null,
                null,
                whole,
                null
            );
    }

    private sealed record Line(
        string? By,
        string? Value,
        string Measure,
        string? Weights,
        string? Cutoff,
        string? Item,
        double? Estimate,
        double? StandardError,
        double? Low,
        double? High,
        decimal Population,
        double? Unknown
    );

    private sealed record ChangeLine(
        string? By,
        string? Value,
        string Measure,
        string? Weights,
        string? Cutoff,
        string? Item,
        double Before,
        double After,
        double Absolute,
        double? AbsoluteError,
        double? Relative,
        double? RelativeError,
        double AnnualAbsolute,
        double? AnnualAbsoluteError,
        double? AnnualRelative,
        double? AnnualRelativeError
    );

    /// <summary>One column for each property, in their order, named as in the JSON.</summary>
    private static void Columns<T>(DuckDbEngine engine, IReadOnlyList<T> lines, string path)
    {
        var properties = typeof(T).GetProperties();
        var columns = properties.Select(p =>
            $"\"{Json.PropertyNamingPolicy!.ConvertName(p.Name)}\" {TypeOf(Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType)}"
        );
        engine.Execute($"CREATE OR REPLACE TABLE measures (line INTEGER, {string.Join(", ", columns)})");
        using (var appender = engine.Connection.CreateAppender("measures"))
            for (var i = 0; i < lines.Count; i++)
            {
                var row = appender.CreateRow().AppendValue(i);
                foreach (var property in properties)
                    row = property.GetValue(lines[i]) switch
                    {
                        null => row.AppendNullValue(),
                        double number => row.AppendValue(number),
                        decimal number => row.AppendValue(number),
                        var text => row.AppendValue((string)text),
                    };
                row.EndRow();
            }
        var form = path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase)
            ? "FORMAT parquet"
            : "FORMAT csv, HEADER";
        engine.Execute(
            $"COPY (SELECT * EXCLUDE (line) FROM measures ORDER BY line) TO {DuckDbEngine.Quote(Path.GetFullPath(path))} ({form}, USE_TMP_FILE false)"
        );
    }

    private static string TypeOf(Type type) =>
        type == typeof(double) ? "DOUBLE"
        : type == typeof(decimal) ? "DECIMAL(28, 4)"
        : "VARCHAR";
}
