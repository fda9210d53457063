using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <param name="Cutoffs">k of the counting measures; empty takes the method's own.</param>
/// <param name="Weights">Sets of weights by indicator with their names; empty takes the method's own.</param>
/// <param name="Level">Of the confidence intervals.</param>
public sealed record MeasureRequest(
    IReadOnlyList<string> By,
    IReadOnlyList<Fraction> Cutoffs,
    IReadOnlyList<(string? Name, IReadOnlyList<Fraction> Shares)>? Weights = null,
    double Level = 0.95
);

/// <summary>Every measure of a run, nationally and by group, from what <see cref="Identify.Run"/> left behind.</summary>
public static class Measure
{
    public static Outcome<MeasureTable> Run(
        DuckDbEngine engine,
        DecidedRun run,
        MethodPlan method,
        MeasureRequest request
    )
    {
        var weights = new List<(string? Name, IndicatorWeights Weights)>();
        foreach (var (name, shares) in Weights(method, request))
        {
            var set = IndicatorWeights.From(shares);
            if (!set.Ok)
                return Outcome<MeasureTable>.Refused(set.Problems);
            weights.Add((name, set.Value));
        }
        var cells = MeasureCells.Read(engine, method, request.By);
        var depths = GapCells.Read(engine, method, cells);
        if (!depths.Ok)
            return Outcome<MeasureTable>.Refused(depths.Problems);
        var cutoffs =
            request.Cutoffs.Count > 0 ? request.Cutoffs
            : method.Cutoff is { } own ? [own]
            : [];
        var (gapSums, welfare) = method.Welfare is null
            ? (null, null)
            : WelfareRows.Read(engine, method.Welfare.Poor, cells.Places);
        if (run.Once)
            engine.Execute($"DROP TABLE {Identify.Result}");
        var reach = RatioEstimate.Reach(request.Level, cells.Sample.DegreesOfFreedom);
        var tables = cells.Groups.Select(g => (Group: g, Table: new GroupTable(method, cells, reach, g))).ToList();
        // Each group by itself, so in any order: half of the work is everybody.
        Parallel.ForEach(
            tables,
            one =>
            {
                var table = one.Table;
                table.Outcomes();
                table.Indicators();
                foreach (var (name, set) in weights)
                foreach (var k in cutoffs)
                {
                    table.Counting(name, set, k);
                    if (depths.Value is { } gaps)
                        table.Depth(gaps, name, set, k);
                }
                if (gapSums is not null)
                    table.Gaps(gapSums);
                if (welfare?.Of(one.Group) is { } own)
                    table.Welfare(own);
            }
        );
        List<MeasureRow> rows = [.. tables.SelectMany(t => t.Table.Rows)];
        List<Problem> problems = [.. tables.SelectMany(t => t.Table.Problems)];
        return problems.Count > 0
            ? Outcome<MeasureTable>.Refused([problems[0]])
            : new MeasureTable(
                run.Pack,
                run.Method,
                run.PackHash,
                run.ParameterHash,
                run.AsOf,
                method.Survey is null ? null : cells.Sample.DegreesOfFreedom,
                method.Weight is not null,
                CoverageOf(method, cells),
                rows,
                run.Selection,
                [.. request.By.SelectMany(by => Compare(rows, by, weights.ConvertAll(w => w.Name), cutoffs))]
            );
    }

    private static IReadOnlyList<(string? Name, IReadOnlyList<Fraction> Shares)> Weights(
        MethodPlan method,
        MeasureRequest request
    ) =>
        request.Weights is { Count: > 0 } sets ? sets
        : !method.Indicators.IsEmpty && method.Indicators.All(i => i.Weight is not null)
            ? [(null, [.. method.Indicators.Select(i => i.Weight!.Value)])]
        : [];

    /// <summary>The order of the groups by M0 under every cut-off and weights, against the first of each.</summary>
    private static IEnumerable<Robustness> Compare(
        IReadOnlyList<MeasureRow> rows,
        string by,
        IReadOnlyList<string?> weights,
        IReadOnlyList<Fraction> cutoffs
    )
    {
        var orders = weights
            .SelectMany(name => cutoffs.Select(k => (Name: name, K: k)))
            .Select(o =>
                (
                    o.Name,
                    o.K,
                    M0: rows.Where(r => r.By == by && r.Measure == "M0" && r.Weights == o.Name && r.Cutoff == o.K)
                        .ToDictionary(r => r.Value!, r => r.Estimate)
                )
            )
            .ToList();
        foreach (var (name, k, m0) in orders.Skip(1))
        {
            var groups = m0
                .Keys.Where(g => m0[g] is not null && orders[0].M0.GetValueOrDefault(g) is not null)
                .ToList();
            if (groups.Count > 1)
                yield return new Robustness(
                    by,
                    name,
                    k,
                    groups.Count,
                    RankAgreement.Of(
                        groups.ConvertAll(g => orders[0].M0[g]!.Value),
                        groups.ConvertAll(g => m0[g]!.Value)
                    )
                );
        }
    }

    private static Coverage CoverageOf(MethodPlan method, MeasureCells cells)
    {
        var all = cells.Cells.Aggregate(Int128.Zero, (sum, c) => sum + c.Weight);
        double Share(Func<MaskCell, bool> of) =>
            (double)cells.Cells.Where(of).Aggregate(Int128.Zero, (sum, c) => sum + c.Weight) / (double)all;
        return all == 0
            ? new Coverage(null, new Dictionary<string, double>())
            : new Coverage(
                Share(c => cells.Outcomes[c.Outcome] == MethodPlan.Unknown),
                method
                    .Indicators.Select(
                        (indicator, i) => (indicator.Id, Share: Share(c => (c.Pattern.Unknown >> i & 1) == 1))
                    )
                    .ToDictionary(i => i.Id, i => i.Share)
            );
    }
}
