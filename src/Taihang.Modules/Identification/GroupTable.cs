using System.Numerics;
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
    private readonly Patterns patterns = new(all, group);
    private string? weightSet;
    private double? everybody;

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
            ref readonly var cell = ref all.Cells[at];
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
        var whole = Zeros();
        var (holds, unknown) = (ByIndicator(), ByIndicator());
        foreach (var at in group.Cells)
        {
            ref readonly var cell = ref all.Cells[at];
            var people = cell.Weight / step;
            whole[cell.Unit] += people;
            AddBits(unknown, cell.Pattern.Unknown, cell.Unit, people);
            AddBits(holds, cell.Pattern.Deprived, cell.Unit, people);
        }
        for (var i = 0; i < holds.Length; i++)
        {
            var known = Zeros();
            for (var unit = 0; unit < known.Length; unit++)
                known[unit] = whole[unit] - unknown[i][unit];
            Ratio("indicator_rate", null, method.Indicators[i].Id, holds[i], known);
        }
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
        var exact = AlkireFoster.Of(patterns.Histogram, weights, k, UnknownRule.LeaveOut).Value;
        var (people, poor, points) = (Zeros(), Zeros(), Zeros());
        var (uncensored, censored) = (ByIndicator(), ByIndicator());
        var scores = patterns.Masks.ConvertAll(weights.Score);
        foreach (var (at, pattern) in patterns.Cells)
        {
            ref readonly var cell = ref all.Cells[at];
            var (weight, score) = (cell.Weight / step, scores[pattern]);
            people[cell.Unit] += weight;
            AddBits(uncensored, cell.Pattern.Deprived, cell.Unit, weight);
            if (score < needed.Value)
                continue;
            poor[cell.Unit] += weight;
            points[cell.Unit] += weight * score / weights.Denominator;
            AddBits(censored, cell.Pattern.Deprived, cell.Unit, weight);
        }
        Ratio("H", k, null, poor, people, exact.Headcount);
        Ratio("A", k, null, points, poor, exact.Intensity, ofEverybody: false);
        Ratio("M0", k, null, points, people, exact.AdjustedHeadcount);
        for (var i = 0; i < censored.Length; i++)
        {
            var (own, id) = (exact.Indicators[i], method.Indicators[i].Id);
            var share = (double)weights.Points[i] / weights.Denominator;
            Ratio("uncensored_headcount", k, id, uncensored[i], people, own.Uncensored);
            Ratio("censored_headcount", k, id, censored[i], people, own.Censored);
            Ratio("contribution", k, id, censored[i], people, own.Contribution, share);
            Ratio("percent_contribution", k, id, censored[i], points, own.PercentContribution, 100 * share, false);
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
            ref readonly var cell = ref all.Cells[at];
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
            var (everybody, below) = ((double)row.Population / step, (double)row.Poor / step);
            var amounts = (double)row.Amounts / step / (double)row.Full * sums.PerFull;
            var squares =
                (double)row.Squares / step / (double)row.Full / (double)row.Full * sums.PerFull * sums.PerFull;
            people[row.Unit] += everybody;
            poor[row.Unit] += below;
            depth[row.Unit] += below - amounts;
            severity[row.Unit] += below - (2 * amounts) + squares;
        }
        var exact = sums.Of(group);
        Ratio("P0", null, null, poor, people, exact?.P0);
        Ratio("P1", null, null, depth, people, exact?.P1, ofEverybody: false);
        Ratio("P2", null, null, severity, people, exact?.P2, ofEverybody: false);
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
        Plain("gini", null, Gini.Of(distribution, rules.Gini), people);
        foreach (var (name, aversion) in new[] { ("1/2", 0.5), ("1", 1.0), ("2", 2.0) })
            Plain("atkinson", name, Atkinson.Of(distribution, aversion), people);
        Plain("theil", null, Theil.Of(distribution), people);
        Plain("mean_log_deviation", null, MeanLogDeviation.Of(distribution, NonPositiveRule.NotDefined), people);
        if (welfare.Line is not { } line)
            return;
        Plain("watts", null, Watts.Of(distribution, line, rules.Poor, NonPositiveRule.NotDefined), people);
        var sst = SenShorrocksThon.Of(
            distribution.Levels.Reverse().Select(l => new WeightedWelfare(Math.Max(0, line - l.Welfare), l.Weight)),
            Fgt.Of(distribution, line, rules.Poor).P1
        );
        Plain("sen_shorrocks_thon", null, sst.Ok ? sst.Value : null, people);
    }

    private static double? Share(IEnumerable<WelfareDistribution.Level> levels, WelfareDistribution distribution) =>
        distribution.TotalWeight.IsZero
            ? null
            : (double)levels.Aggregate(Int128.Zero, (sum, l) => sum + l.Weight) / (double)distribution.TotalWeight;

    /// <summary>A sum for each unit of the whole sample: a unit where the group has nobody still counts.</summary>
    private double[] Zeros() => new double[all.Sample.Units];

    private double[][] ByIndicator() => [.. method.Indicators.Select(_ => Zeros())];

    private static void AddBits(double[][] byIndicator, long bits, int unit, double people)
    {
        for (; bits != 0; bits &= bits - 1)
            byIndicator[BitOperations.TrailingZeroCount(bits)][unit] += people;
    }

    private void Plain(string measure, string? item, double? estimate, decimal people) =>
        rows.Add(new MeasureRow(group.By, group.Value, measure, null, null, item, estimate, null, null, null, people));

    /// <param name="exact">The estimate, where it is known to the last bit.</param>
    /// <param name="times">What the ratio is multiplied by.</param>
    /// <param name="ofEverybody">Whether the figure lies between 0 and 1 and would be taken over all, were all known.</param>
    private void Ratio(
        string measure,
        Fraction? k,
        string? item,
        double[] parts,
        double[] wholes,
        double? exact = null,
        double times = 1,
        bool ofEverybody = true
    )
    {
        var set = k is null ? null : weightSet;
        var estimate = SurveyRatio.Of(all.Sample, parts, wholes, method.Survey?.Lonely ?? LonelyPsu.Certain);
        problems.AddRange(estimate.Problems);
        if (!estimate.Ok)
            return;
        var (found, people) = (estimate.Value, (decimal)wholes.Sum());
        if (found is not null && times != 1)
            found = found with { Ratio = found.Ratio * times, StandardError = found.StandardError * times };
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
                people,
                ofEverybody ? LeftOut((double)people) : null
            )
        );
    }

    /// <summary>The share of the group's people whom a figure over so many leaves out.</summary>
    private double? LeftOut(double people)
    {
        everybody ??= group.Cells.Sum(at => all.Cells[at].Weight / step);
        // Sums of the same weights in another order differ in the last digits.
        return everybody <= 0 ? null
            : people >= everybody * (1 - 1e-12) ? 0
            : 1 - (people / everybody);
    }
}
