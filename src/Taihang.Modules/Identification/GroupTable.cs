using System.Runtime.CompilerServices;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>The rows of one group of people.</summary>
/// <param name="all">The sums of everybody, whose sample every group is a part of.</param>
/// <param name="reach">Of the confidence intervals, in standard errors.</param>
internal sealed class GroupTable(MethodPlan method, PeopleSums all, double reach, PeopleGroup group)
{
    private readonly List<MeasureRow> rows = [];
    private readonly List<Problem> problems = [];
    private readonly double step = (double)all.Step;
    private readonly double everybody = (double)all.Everybody(group) / (double)all.Step;
    private readonly (SurveySample Sample, int[] Places) part = all.Sample.StrataOf(group.Rows.Select(r => r.Unit));
    private string? weightSet;

    public IReadOnlyList<MeasureRow> Rows => rows;

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The share of each outcome, and of all counted ones, among the people of whom the facts can say.</summary>
    public void Outcomes()
    {
        var (whole, rate) = (Zeros(), Zeros());
        double[][] parts = [.. method.Outcomes.Select((_, i) => People(all.Answered(i)))];
        for (var i = 0; i < parts.Length; i++)
        for (var unit = 0; unit < whole.Length; unit++)
        {
            whole[unit] += parts[i][unit];
            if (method.Outcomes[i].Counted)
                rate[unit] += parts[i][unit];
        }
        for (var i = 0; i < parts.Length; i++)
            Ratio("outcome_share", null, method.Outcomes[i].Id, parts[i], whole);
        Ratio("rate", null, null, rate, whole);
    }

    /// <summary>The share of people in whom each indicator holds, among those of whom it is known.</summary>
    public void Indicators()
    {
        var whole = Zeros();
        for (var i = 0; i < all.Outcomes.Count; i++)
            AddTo(whole, People(all.Answered(i)), 1);
        for (var i = 0; i < method.Indicators.Length; i++)
        {
            var known = whole.ToArray();
            AddTo(known, People(all.Unknown(i)), -1);
            Ratio("indicator_rate", null, method.Indicators[i].Id, People(all.Holds(i)), known);
        }
    }

    /// <summary>H, A and M0 and what each indicator adds (Alkire and Foster 2011), over people of whom every indicator is known.</summary>
    /// <param name="cut">Place among the cut-offs of the sums.</param>
    public void Counting(int cut)
    {
        var (name, weights, k, _) = all.Cuts[cut];
        weightSet = name;
        var exact = all.Counting(group, cut);
        var (people, poor, points) = (People(all.Known), People(all.Poor(cut)), Zeros());
        double[][] censored = [.. method.Indicators.Select((_, i) => People(all.Censored(cut, i)))];
        for (var i = 0; i < censored.Length; i++)
            AddTo(points, censored[i], (double)weights.Points[i] / weights.Denominator);
        Ratio("H", k, null, poor, people, exact.Headcount);
        Ratio("A", k, null, points, poor, exact.Intensity, ofEverybody: false);
        Ratio("M0", k, null, points, people, exact.AdjustedHeadcount);
        for (var i = 0; i < censored.Length; i++)
        {
            var (own, id) = (exact.Indicators[i], method.Indicators[i].Id);
            var share = (double)weights.Points[i] / weights.Denominator;
            Ratio("uncensored_headcount", k, id, People(all.Uncensored(i)), people, own.Uncensored);
            Ratio("censored_headcount", k, id, censored[i], people, own.Censored);
            Ratio("contribution", k, id, censored[i], people, own.Contribution, share);
            Ratio("percent_contribution", k, id, censored[i], points, own.PercentContribution, 100 * share, false);
        }
    }

    /// <summary>M1 and M2, the weighted gaps and squared gaps of the poor (Alkire and Foster 2011).</summary>
    public void Depth(GapDepths depths, int cut)
    {
        var (name, _, k, _) = all.Cuts[cut];
        weightSet = name;
        var (depth, severity) = (Zeros(), Zeros());
        foreach (var row in group.Rows)
        {
            var (gaps, squares) = depths.Of(row, cut);
            depth[part.Places[row.Unit]] += gaps / step;
            severity[part.Places[row.Unit]] += squares / step;
        }
        Ratio("M1", k, null, depth, People(all.Known));
        Ratio("M2", k, null, severity, People(all.Known));
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
            var unit = part.Places[row.Unit];
            people[unit] += everybody;
            poor[unit] += below;
            depth[unit] += below - amounts;
            severity[unit] += below - (2 * amounts) + squares;
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
            Plain("at_risk_of_poverty", "3/5", Below(distribution, median * new Fraction(3, 5)), people);
        var curve = Lorenz.Curve(distribution, [.. Enumerable.Range(0, 11).Select(tenth => new Fraction(tenth, 10))]);
        for (var tenth = 1; tenth < 10; tenth++)
            Plain("lorenz", $"{tenth}/10", curve[tenth], people);
        for (var fifth = 1; fifth <= 5; fifth++)
            Plain("quantile_share", $"{fifth}/5", curve[2 * fifth] - curve[2 * (fifth - 1)], people);
        Plain("gini", null, Gini.Of(distribution, rules.Gini), people);
        foreach (var (name, aversion) in new[] { ("1/2", 0.5), ("1", 1.0), ("2", 2.0) })
            Plain("atkinson", name, Atkinson.Of(distribution, aversion), people);
        Plain("theil", null, Theil.Of(distribution), people);
        Plain("mean_log_deviation", null, MeanLogDeviation.Of(distribution, OfNothing(rules.MeanLogDeviation)), people);
        if (welfare.Line is not { } line)
            return;
        Plain("watts", null, Watts.Of(distribution, line, rules.Poor, OfNothing(rules.Watts)), people);
        var sst = SenShorrocksThon.Of(
            distribution.Levels.Reverse().Select(l => new WeightedWelfare(Math.Max(0, line - l.Welfare), l.Weight)),
            Fgt.Of(distribution, line, rules.Poor).P1
        );
        Plain("sen_shorrocks_thon", null, sst.Ok ? sst.Value : null, people);

        NonPositiveRule OfNothing(NotPositive rule) =>
            !rule.Defined ? NonPositiveRule.NotDefined
            : rule.CountedAs is { } amount
                ? NonPositiveRule.CountedAs(Math.Max(1, (long)Math.Round(amount.ToDouble() * welfare.Units)))
            : NonPositiveRule.AddsNothing;
    }

    /// <summary>The share of the people whose welfare is below a line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Below(WelfareDistribution distribution, Fraction line)
    {
        // Welfare is whole: below a line is below the next whole number from it on. Division goes towards zero.
        var least = (long)((line.Numerator + (line.Numerator > 0 ? line.Denominator - 1 : 0)) / line.Denominator);
        var sum = new ExactSum();
        foreach (var level in distribution.Levels)
        {
            if (level.Welfare >= least)
                break;
            sum.Add(level.Weight);
        }
        return (double)sum.Total / (double)distribution.TotalWeight;
    }

    /// <summary>A sum for each unit of the group's strata: a unit where the group has nobody still counts.</summary>
    private double[] Zeros() => new double[part.Sample.Units];

    /// <summary>One of the sums by sampling unit, in people.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double[] People(int sum)
    {
        var people = Zeros();
        foreach (var row in group.Rows)
            people[part.Places[row.Unit]] += (double)row.Sums[sum] / step;
        return people;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTo(double[] sums, double[] terms, double times)
    {
        for (var unit = 0; unit < sums.Length; unit++)
            sums[unit] += times * terms[unit];
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
        var estimate = SurveyRatio.Of(part.Sample, parts, wholes, method.Survey?.Lonely ?? LonelyPsu.Certain);
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
    private double? LeftOut(double people) =>
        everybody <= 0 ? null
        // Sums of the same weights in another order differ in the last digits.
        : people >= everybody * (1 - 1e-12) ? 0
        : 1 - (people / everybody);
}
