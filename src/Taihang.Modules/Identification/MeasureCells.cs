using System.Numerics;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>People of one group, sampling unit, answer and pattern of indicators, counted.</summary>
/// <param name="Groups">The value of each grouping attribute; null where it is not recorded.</param>
/// <param name="Unit">Place of its sampling unit in the sample; 0 for a register.</param>
/// <param name="Weight">Heads times weight, in units of the run's smallest step of weight.</param>
internal sealed record MaskCell(
    IReadOnlyList<string?> Groups,
    int Unit,
    string Outcome,
    bool Counted,
    Deprivations Pattern,
    Int128 Weight
);

/// <summary>
/// The one pass over a run's result that every counting measure comes from: any cut-off, any weights, any group and their standard
/// errors need only these cells, of which there are few.
/// </summary>
internal sealed record MeasureCells(IReadOnlyList<MaskCell> Cells, SurveySample Sample, BigInteger Step)
{
    public static MeasureCells Read(DuckDbEngine engine, MethodPlan method, IReadOnlyList<string> by)
    {
        var survey = method.Survey is not null;
        var columns = by.Select(b => $"CAST({DuckDbEngine.Name(b)} AS VARCHAR)")
            .Concat(survey ? ["coalesce(stratum, '')", "coalesce(psu, '')"] : new[] { "''", "''" })
            .Concat(["outcome", "counted", "mask", "unknown_mask"])
            .ToList();
        var (weight, places) = Identify.Scaled(engine, "weight");
        var n = by.Count;
        var cells = engine.Query(
            $"SELECT {string.Join(", ", columns)}, CAST(sum(heads * {weight}) AS VARCHAR) FROM {Identify.Result}"
                + $" WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0 GROUP BY ALL ORDER BY ALL",
            r =>
                (
                    Unit: (r.GetString(n), r.GetString(n + 1)),
                    Cell: new MaskCell(
                        [.. Enumerable.Range(0, n).Select(i => r.IsDBNull(i) ? null : r.GetString(i))],
                        0,
                        r.GetString(n + 2),
                        r.GetBoolean(n + 3),
                        new Deprivations(r.GetInt64(n + 4), r.GetInt64(n + 5)),
                        Int128.Parse(r.GetString(n + 6))
                    )
                )
        );
        var sample = SurveySample.Of(cells.Select(c => c.Unit));
        return new MeasureCells(
            [.. cells.Select(c => c.Cell with { Unit = sample.PlaceOf(c.Unit.Item1, c.Unit.Item2) })],
            sample,
            BigInteger.Pow(10, places)
        );
    }
}
