using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>The rows of one group of people.</summary>
/// <param name="all">The cells of everybody, whose sample every group is a part of.</param>
/// <param name="reach">Of the confidence intervals, in standard errors.</param>
internal sealed class GroupTable(MethodPlan method, MeasureCells all, double reach, CellGroup group)
{
    private readonly List<MeasureRow> rows = [];
    private readonly List<Problem> problems = [];
    private readonly double step = (double)all.Step;
    private MaskHistogram? histogram;
    private string? weightSet;

    public IReadOnlyList<MeasureRow> Rows => rows;

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The share of each outcome, and of all counted ones, among the people of whom the facts can say.</summary>
    public void Outcomes()
    {
        var whole = Zeros();
        double[][] parts = [.. all.Outcomes.Select(_ => Zeros())];
        var rate = Zeros();
        foreach (var at in group.Cells)
        {
            var cell = all.Cells[at];
            if (cell.Outcome >= method.Outcomes.Length)
                continue;
            var people = cell.Weight / step;
            whole[cell.Unit] += people;
            parts[cell.Outcome][cell.Unit] += people;
            if (method.Outcomes[cell.Outcome].Counted)
                rate[cell.Unit] += people;
        }
        for (var i = 0; i < method.Outcomes.Length; i++)
            Ratio("outcome_share", null, method.Outcomes[i].Id, parts[i], whole);
        Ratio("rate", null, null, rate, whole);
    }

    /// <summary>The share of people in whom each indicator holds, among those of whom it is known.</summary>
    public void Indicators()
    {
        var n = method.Indicators.Length;
        double[][] holds = [.. Enumerable.Range(0, n).Select(_ => Zeros())];
        double[][] known = [.. Enumerable.Range(0, n).Select(_ => Zeros())];
        foreach (var at in group.Cells)
        {
            var cell = all.Cells[at];
            var people = cell.Weight / step;
            for (var i = 0; i < n; i++)
            {
                if ((cell.Pattern.Unknown >> i & 1) == 1)
                    continue;
                known[i][cell.Unit] += people;
                if ((cell.Pattern.Deprived >> i & 1) == 1)
                    holds[i][cell.Unit] += people;
            }
        }
        for (var i = 0; i < n; i++)
            Ratio("indicator_rate", null, method.Indicators[i].Id, holds[i], known[i]);
    }

    /// <summary>H, A and M0 and what each indicator adds (Alkire and Foster 2011), over people of whom every indicator is known.</summary>
    /// <param name="name">Of the weights; null for the method's own.</param>
    public void Counting(string? name, IndicatorWeights weights, Fraction k)
    {
        weightSet = name;
        var needed = weights.PointsNeeded(k);
        if (!needed.Ok)
        {
            problems.AddRange(needed.Problems);
            return;
        }
        histogram ??= MaskHistogram
            .From(
                group
                    .Cells.Select(at => all.Cells[at])
                    .Where(c => c.Pattern.Unknown == 0)
                    .Select(c => (c.Pattern, c.Weight))
            )
            .Value;
        var exact = AlkireFoster.Of(histogram, weights, k, UnknownRule.LeaveOut).Value;
        var n = method.Indicators.Length;
        var (people, poor, points) = (Zeros(), Zeros(), Zeros());
        double[][] uncensored = [.. Enumerable.Range(0, n).Select(_ => Zeros())];
        double[][] censored = [.. Enumerable.Range(0, n).Select(_ => Zeros())];
        foreach (var at in group.Cells)
        {
            var cell = all.Cells[at];
            if (cell.Pattern.Unknown != 0)
                continue;
            var (weight, score) = (cell.Weight / step, weights.Score(cell.Pattern.Deprived));
            var isPoor = score >= needed.Value;
            people[cell.Unit] += weight;
            if (isPoor)
            {
                poor[cell.Unit] += weight;
                points[cell.Unit] += weight * score / weights.Denominator;
            }
            for (var i = 0; i < n; i++)
                if ((cell.Pattern.Deprived >> i & 1) == 1)
                {
                    uncensored[i][cell.Unit] += weight;
                    if (isPoor)
                        censored[i][cell.Unit] += weight;
                }
        }
        Ratio("H", k, null, poor, people, exact.Headcount);
        Ratio("A", k, null, points, poor, exact.Intensity);
        Ratio("M0", k, null, points, people, exact.AdjustedHeadcount);
        for (var i = 0; i < n; i++)
        {
            var (own, id) = (exact.Indicators[i], method.Indicators[i].Id);
            double[] shared = [.. censored[i].Select(c => c * weights.Points[i] / weights.Denominator)];
            Ratio("uncensored_headcount", k, id, uncensored[i], people, own.Uncensored);
            Ratio("censored_headcount", k, id, censored[i], people, own.Censored);
            Ratio("contribution", k, id, shared, people, own.Contribution);
            Ratio("percent_contribution", k, id, [.. shared.Select(s => 100 * s)], points, own.PercentContribution);
        }
    }

    /// <summary>M1 and M2, the weighted gaps and squared gaps of the poor (Alkire and Foster 2011).</summary>
    public void Depth(GapCells gaps, string? name, IndicatorWeights weights, Fraction k)
    {
        var needed = weights.PointsNeeded(k);
        if (!needed.Ok)
            return;
        weightSet = name;
        var (people, depth, severity) = (Zeros(), Zeros(), Zeros());
        foreach (var at in group.Cells)
        {
            var cell = all.Cells[at];
            if (cell.Pattern.Unknown != 0)
                continue;
            people[cell.Unit] += cell.Weight / step;
            if (weights.Score(cell.Pattern.Deprived) < needed.Value)
                continue;
            depth[cell.Unit] += gaps.Of(at, cell, weights, squared: false) / step;
            severity[cell.Unit] += gaps.Of(at, cell, weights, squared: true) / step;
        }
        Ratio("M1", k, null, depth, people);
        Ratio("M2", k, null, severity, people);
    }

    /// <summary>P0, P1 and P2 against the method's line.</summary>
    public void Gaps(GapSums sums)
    {
        var (people, poor, depth, severity) = (Zeros(), Zeros(), Zeros(), Zeros());
        foreach (var row in sums.In(group))
        {
            var (everybody, below, line) = (
                (double)row.Population / step,
                (double)row.Poor / step,
                row.Full.ToDouble()
            );
            var (amounts, squares) = (
                row.Amounts.ToDouble() / step / line,
                row.Squares.ToDouble() / step / line / line
            );
            people[row.Unit] += everybody;
            poor[row.Unit] += below;
            depth[row.Unit] += below - amounts;
            severity[row.Unit] += below - (2 * amounts) + squares;
        }
        var exact = sums.Of(group);
        Ratio("P0", null, null, poor, people, exact?.P0);
        Ratio("P1", null, null, depth, people, exact?.P1);
        Ratio("P2", null, null, severity, people, exact?.P2);
    }

    /// <summary>
    /// The mean, the median, who is below 60 per cent of it, Lorenz's curve and the measures of inequality, and where all share one line
    /// Watts and Sen-Shorrocks-Thon.
    /// </summary>
    public void Welfare(WelfareOfGroup welfare)
    {
        var (distribution, people, rules) = (welfare.Distribution, welfare.People, method.Welfare!);
        var half = Quantile.Of(distribution, new Fraction(1, 2), rules.Quantile);
        Plain("mean_welfare", null, distribution.Mean?.ToDouble() / welfare.Units, people);
        Plain("median_welfare", null, half?.ToDouble() / welfare.Units, people);
        if (half is { } median)
            Plain(
                "at_risk_of_poverty",
                "3/5",
                Share(
                    distribution.Levels.TakeWhile(l =>
                        (Int128)l.Welfare * 5 * (Int128)median.Denominator < (Int128)median.Numerator * 3
                    ),
                    distribution
                ),
                people
            );
        var curve = Lorenz.Curve(distribution, [.. Enumerable.Range(0, 11).Select(tenth => new Fraction(tenth, 10))]);
        for (var tenth = 1; tenth < 10; tenth++)
            Plain("lorenz", $"{tenth}/10", curve[tenth], people);
        for (var fifth = 1; fifth <= 5; fifth++)
            Plain("quantile_share", $"{fifth}/5", curve[2 * fifth] - curve[2 * (fifth - 1)], people);
        // Levels of the same welfare are one here; the rows are what the small-sample form counts.
        var small = rules.Gini == GiniForm.SmallSample ? (double)welfare.Rows / (welfare.Rows - 1) : 1;
        var gini =
            welfare.Rows == 1 && rules.Gini == GiniForm.SmallSample ? null : Gini.Of(distribution, GiniForm.Population);
        Plain("gini", null, gini * small, people);
        foreach (var (name, aversion) in new[] { ("1/2", 0.5), ("1", 1.0), ("2", 2.0) })
            Plain("atkinson", name, Atkinson.Of(distribution, aversion), people);
        Plain("theil", null, Theil.Of(distribution), people);
        Plain("mean_log_deviation", null, MeanLogDeviation.Of(distribution, OfNothing(rules.MeanLogDeviation)), people);
        if (welfare.Line is not { } line)
            return;
        Plain("watts", null, Watts.Of(distribution, line, rules.Poor, OfNothing(rules.Watts)), people);
        var sst = SenShorrocksThon.Of(
            distribution.Levels.Select(l => new WeightedWelfare(Math.Max(0, line - l.Welfare), (long)l.Weight)),
            Fgt.Of(distribution, line, rules.Poor).P1
        );
        Plain("sen_shorrocks_thon", null, sst.Ok ? sst.Value : null, people);

        NonPositiveRule OfNothing(NotPositive rule) =>
            !rule.Defined ? NonPositiveRule.NotDefined
            : rule.CountedAs is { } amount
                ? NonPositiveRule.CountedAs((long)Math.Round(amount.ToDouble() * welfare.Units))
            : NonPositiveRule.AddsNothing;
    }

    private static double? Share(IEnumerable<WelfareDistribution.Level> levels, WelfareDistribution distribution) =>
        distribution.TotalWeight.IsZero
            ? null
            : (double)levels.Aggregate(Int128.Zero, (sum, l) => sum + l.Weight) / (double)distribution.TotalWeight;

    /// <summary>A sum for each unit of the whole sample: a unit where the group has nobody still counts.</summary>
    private double[] Zeros() => new double[all.Sample.Units];

    private void Plain(string measure, string? item, double? estimate, decimal people) =>
        rows.Add(new MeasureRow(group.By, group.Value, measure, null, null, item, estimate, null, null, null, people));

    private void Ratio(string measure, Fraction? k, string? item, double[] parts, double[] wholes, double? exact = null)
    {
        var set = k is null ? null : weightSet;
        var estimate = SurveyRatio.Of(all.Sample, parts, wholes, method.Survey?.Lonely ?? LonelyPsu.Certain);
        problems.AddRange(estimate.Problems);
        if (!estimate.Ok)
            return;
        var (found, people) = (estimate.Value, (decimal)wholes.Sum());
        var (low, high) = found?.IntervalOf(reach) ?? (0, 0);
        var designed = method.Survey is not null && found is not null;
        rows.Add(
            new MeasureRow(
                group.By,
                group.Value,
                measure,
                set,
                k,
                item,
                exact ?? found?.Ratio,
                designed ? found!.StandardError : null,
                designed ? low : null,
                designed ? high : null,
                people
            )
        );
    }
}
