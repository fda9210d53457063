using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <param name="Cutoffs">k of the counting measures; empty takes the method's own.</param>
/// <param name="Weights">Weights by indicator in place of the method's own, with their name; null for its own.</param>
/// <param name="Level">Of the confidence intervals.</param>
public sealed record MeasureRequest(
    IReadOnlyList<string> By,
    IReadOnlyList<Fraction> Cutoffs,
    (string Name, IReadOnlyList<Fraction> Shares)? Weights = null,
    double Level = 0.95
);

/// <summary>Every measure of a run, nationally and by group, from what <see cref="Identify.Run"/> left behind.</summary>
public static class Measure
{
    public static Outcome<MeasureTable> Run(
        DuckDbEngine engine,
        IdentifySummary run,
        MethodPlan method,
        MeasureRequest request
    )
    {
        var weights = Weights(method, request);
        if (weights is { Ok: false } refused)
            return Outcome<MeasureTable>.Refused(refused.Problems);
        var cells = MeasureCells.Read(engine, method, request.By);
        var cutoffs =
            request.Cutoffs.Count > 0 ? request.Cutoffs
            : method.Cutoff is { } own ? [own]
            : [];
        var welfare = method.Welfare is null ? null : WelfareRows.Read(engine, method, request.By, cells.Sample);
        var rows = new List<MeasureRow>();
        var problems = new List<Problem>();
        foreach (var group in Groups(cells.Cells, request.By))
        {
            var table = new GroupTable(method, cells, request.Level, group.By, group.Value);
            table.Outcomes(group.Cells);
            table.Indicators(group.Cells);
            if (weights is { } set)
                foreach (var k in cutoffs)
                    table.Counting(group.Cells, set.Value, k);
            if (welfare is not null)
                table.Welfare(welfare, group.Index);
            rows.AddRange(table.Rows);
            problems.AddRange(table.Problems);
        }
        return problems.Count > 0
            ? Outcome<MeasureTable>.Refused([problems[0]])
            : new MeasureTable(
                run.Pack,
                run.Method,
                run.PackHash,
                run.ParameterHash,
                run.AsOf,
                request.Weights?.Name,
                method.Survey is null ? null : cells.Sample.DegreesOfFreedom,
                method.Weight is not null,
                CoverageOf(method, cells),
                rows
            );
    }

    /// <summary>Null where the method has no weights and none were given.</summary>
    private static Outcome<IndicatorWeights>? Weights(MethodPlan method, MeasureRequest request) =>
        request.Weights is { } set ? IndicatorWeights.From(set.Shares)
        : !method.Indicators.IsEmpty && method.Indicators.All(i => i.Weight is not null)
            ? IndicatorWeights.From([.. method.Indicators.Select(i => i.Weight!.Value)])
        : (Outcome<IndicatorWeights>?)null;

    private static IEnumerable<(string? By, string? Value, int Index, IReadOnlyList<MaskCell> Cells)> Groups(
        IReadOnlyList<MaskCell> cells,
        IReadOnlyList<string> by
    )
    {
        yield return (null, null, -1, cells);
        for (var i = 0; i < by.Count; i++)
            foreach (
                var group in cells
                    .Where(c => c.Groups[i] is not null)
                    .GroupBy(c => c.Groups[i])
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
            )
                yield return (by[i], group.Key, i, [.. group]);
    }

    private static Coverage CoverageOf(MethodPlan method, MeasureCells cells)
    {
        var all = cells.Cells.Aggregate(Int128.Zero, (sum, c) => sum + c.Weight);
        double Share(Func<MaskCell, bool> of) =>
            (double)cells.Cells.Where(of).Aggregate(Int128.Zero, (sum, c) => sum + c.Weight) / (double)all;
        return all == 0
            ? new Coverage(null, new Dictionary<string, double>())
            : new Coverage(
                Share(c => c.Outcome == MethodPlan.Unknown),
                method
                    .Indicators.Select(
                        (indicator, i) => (indicator.Id, Share: Share(c => (c.Pattern.Unknown >> i & 1) == 1))
                    )
                    .ToDictionary(i => i.Id, i => i.Share)
            );
    }
}
