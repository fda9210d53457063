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
        var cutoffs =
            request.Cutoffs.Count > 0 ? request.Cutoffs
            : method.Cutoff is { } own ? [own]
            : [];
        var cuts = new List<CountingCut>();
        foreach (var (name, shares) in Weights(method, request))
        {
            var set = IndicatorWeights.From(shares);
            if (!set.Ok)
                return Outcome<MeasureTable>.Refused(set.Problems);
            foreach (var k in cutoffs)
            {
                var cut = CountingCut.Of(name, set.Value, k);
                if (!cut.Ok)
                    return Outcome<MeasureTable>.Refused(cut.Problems);
                cuts.Add(cut.Value);
            }
        }
        var people = PeopleSums.Read(engine, method, request.By, cuts);
        var depths = GapDepths.Read(engine, method, people);
        if (!depths.Ok)
            return Outcome<MeasureTable>.Refused(depths.Problems);
        var (gapSums, welfare) = method.Welfare is null
            ? (null, null)
            : WelfareRows.Read(engine, method.Welfare.Poor, people.Places);
        if (run.Once)
            engine.Execute($"DROP TABLE {Identify.Result}");
        var reach = RatioEstimate.Reach(request.Level, people.Sample.DegreesOfFreedom);
        var tables = people.Groups.Select(g => (Group: g, Table: new GroupTable(method, people, reach, g))).ToList();
        // Each group by itself, so in any order: half of the work is everybody.
        Parallel.ForEach(
            tables,
            one =>
            {
                var table = one.Table;
                table.Outcomes();
                table.Indicators();
                for (var cut = 0; cut < cuts.Count; cut++)
                {
                    table.Counting(cut);
                    if (depths.Value is { } gaps)
                        table.Depth(gaps, cut);
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
                method.Survey is null ? null : people.Sample.DegreesOfFreedom,
                method.Weight is not null,
                CoverageOf(method, people),
                rows,
                run.Selection,
                [.. request.By.SelectMany(by => Compare(rows, by, cuts))]
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
        IReadOnlyList<CountingCut> cuts
    )
    {
        var orders = cuts.Select(cut =>
                (
                    cut.Name,
                    cut.K,
                    M0: rows.Where(r => r.By == by && r.Measure == "M0" && r.Weights == cut.Name && r.Cutoff == cut.K)
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

    private static Coverage CoverageOf(MethodPlan method, PeopleSums people)
    {
        var everybody = people.Groups[0];
        var all = people.Everybody(everybody);
        double Share(int sum) => (double)people.Total(everybody, sum) / (double)all;
        return all == 0
            ? new Coverage(null, new Dictionary<string, double>())
            : new Coverage(
                Share(people.Answered(people.Outcomes.Count - 1)),
                method
                    .Indicators.Select((indicator, i) => (indicator.Id, Share: Share(people.Unknown(i))))
                    .ToDictionary(i => i.Id, i => i.Share)
            );
    }
}
