using System.Globalization;
using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>
/// One row per unit of the run in hand, as CSV or Parquet by the file's ending: ids, outcome, whether it counts, heads, weight, the
/// score over the method's denominator, and each indicator as 1, 0 or blank for "cannot say", and where the method
/// selects, who is. In order of the ids, so that the same
/// run writes the same bytes.
/// </summary>
public static class ResultsFile
{
    /// <summary>What must be right before a run is worth starting.</summary>
    public static Problem? Check(string path)
    {
        if (!IsParquet(path) && !path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return IdentificationProblems.ResultsEnding(path);
        if (File.Exists(path))
            return IdentificationProblems.ResultsExist(path);
        return Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
            ? null
            : IdentificationProblems.ResultsUnwritable(path, "no such folder");
    }

    /// <param name="engine">Made with leave to write this path, and holding <see cref="Identify.Result"/>.</param>
    public static Problem? Write(DuckDbEngine engine, MethodPlan method, string path)
    {
        try
        {
            engine.Execute(
                $"COPY ({Rows(method)}) TO {DuckDbEngine.Quote(Path.GetFullPath(path))} ({(IsParquet(path) ? "FORMAT parquet" : "FORMAT csv, HEADER")}, USE_TMP_FILE false)"
            );
            return null;
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.ResultsUnwritable(path, error.Message.Split('\n')[0]);
        }
    }

    private static string Rows(MethodPlan method)
    {
        var ids = method.Unit == Unit.Person ? "household_id, member_id" : "household_id";
        var score = method.Cutoff is null
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", score AS score_of_{method.Denominator}");
        var indicators = method.Indicators.Select(
            (indicator, i) =>
                $", CASE WHEN unknown_mask & {1L << i} = 0 THEN CAST(mask & {1L << i} <> 0 AS TINYINT) END AS {DuckDbEngine.Name(indicator.Id)}"
        );
        var selection = method.Selection is null ? "" : ", selection, need_rank";
        return $"SELECT {ids}, outcome, counted, heads, weight{score}{string.Concat(indicators)}{selection} FROM {(method.Selection is null ? Identify.Result : SelectUnits.Joined(method))} ORDER BY {ids}";
    }

    private static bool IsParquet(string path) => path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
}
