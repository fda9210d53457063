using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>The rows of one group of people.</summary>
/// <param name="all">The cells of everybody, whose sample every group is a part of.</param>
/// <param name="level">Of the confidence intervals.</param>
internal sealed class GroupTable(MethodPlan method, MeasureCells all, double level, string? by, string? value)
{
    private readonly List<MeasureRow> rows = [];
    private readonly List<Problem> problems = [];
    private string? weightSet;

    public IReadOnlyList<MeasureRow> Rows => rows;

    public IReadOnlyList<Problem> Problems => problems;

    /// <summary>The share of each outcome, and of all counted ones, among the people of whom the facts can say.</summary>
    public void Outcomes(IReadOnlyList<MaskCell> cells)
    {
        foreach (var outcome in method.Outcomes)
            Ratio(
                "outcome_share",
                null,
                outcome.Id,
                cells,
                c => c.Outcome == outcome.Id ? 1 : 0,
                c => c.Outcome != MethodPlan.Unknown ? 1 : 0
            );
        Ratio("rate", null, null, cells, c => c.Counted ? 1 : 0, c => c.Outcome != MethodPlan.Unknown ? 1 : 0);
    }

    /// <summary>The share of people in whom each indicator holds, among those of whom it is known.</summary>
    public void Indicators(IReadOnlyList<MaskCell> cells)
    {
        for (var i = 0; i < method.Indicators.Length; i++)
        {
            var bit = 1L << i;
            Ratio(
                "indicator_rate",
                null,
                method.Indicators[i].Id,
                cells,
                c => (c.Pattern.Deprived & bit) != 0 ? 1 : 0,
                c => (c.Pattern.Unknown & bit) == 0 ? 1 : 0
            );
        }
    }

    /// <summary>H, A and M0 and what each indicator adds (Alkire and Foster 2011), over people of whom every indicator is known.</summary>
    /// <param name="name">Of the weights; null for the method's own.</param>
    public void Counting(IReadOnlyList<MaskCell> cells, string? name, IndicatorWeights weights, Fraction k)
    {
        weightSet = name;
        var needed = weights.PointsNeeded(k);
        if (!needed.Ok)
        {
            problems.AddRange(needed.Problems);
            return;
        }
        var known = cells.Where(c => c.Pattern.Unknown == 0).ToList();
        var counted = MaskHistogram.From(known.Select(c => (c.Pattern, (long)c.Weight)));
        var exact = AlkireFoster.Of(counted.Value, weights, k, UnknownRule.LeaveOut).Value;
        double Score(MaskCell c) =>
            weights.Score(c.Pattern.Deprived) is var score && score >= needed.Value
                ? (double)score / weights.Denominator
                : 0;
        double Poor(MaskCell c) => weights.Score(c.Pattern.Deprived) >= needed.Value ? 1 : 0;
        Ratio("H", k, null, known, Poor, _ => 1, exact.Headcount);
        Ratio("A", k, null, known, Score, Poor, exact.Intensity);
        Ratio("M0", k, null, known, Score, _ => 1, exact.AdjustedHeadcount);
        for (var i = 0; i < method.Indicators.Length; i++)
        {
            var own = exact.Indicators[i];
            var (bit, id, share) = (1L << i, method.Indicators[i].Id, (double)weights.Points[i] / weights.Denominator);
            double Deprived(MaskCell c) => (c.Pattern.Deprived & bit) != 0 ? Poor(c) : 0;
            Ratio(
                "uncensored_headcount",
                k,
                id,
                known,
                c => (c.Pattern.Deprived & bit) != 0 ? 1 : 0,
                _ => 1,
                own.Uncensored
            );
            Ratio("censored_headcount", k, id, known, Deprived, _ => 1, own.Censored);
            Ratio("contribution", k, id, known, c => share * Deprived(c), _ => 1, own.Contribution);
            Ratio("percent_contribution", k, id, known, c => 100 * share * Deprived(c), Score, own.PercentContribution);
        }
    }

    /// <summary>M1 and M2, the weighted gaps and squared gaps of the poor (Alkire and Foster 2011).</summary>
    public void Depth(IReadOnlyList<MaskCell> cells, GapCells gaps, string? name, IndicatorWeights weights, Fraction k)
    {
        var needed = weights.PointsNeeded(k);
        if (!needed.Ok)
            return;
        weightSet = name;
        var known = cells.Where(c => c.Pattern.Unknown == 0).ToList();
        foreach (var (measure, squared) in new[] { ("M1", false), ("M2", true) })
            Ratio(
                measure,
                k,
                null,
                known.Select(c =>
                    (
                        c.Unit,
                        Weight: 1.0,
                        Part: weights.Score(c.Pattern.Deprived) >= needed.Value
                            ? gaps.Of(c, weights, squared) / (double)all.Step
                            : 0,
                        Whole: (double)c.Weight / (double)all.Step
                    )
                )
            );
    }

    /// <summary>P0, P1 and P2 against the method's line.</summary>
    public void Gaps(IReadOnlyList<GapRow> gaps)
    {
        foreach (
            var (measure, part) in new (string, Func<FgtSums, Fraction>)[]
            {
                ("P0", s => new Fraction(s.Poor, 1)),
                ("P1", s => s.Gaps),
                ("P2", s => s.SquaredGaps),
            }
        )
            Ratio(
                measure,
                null,
                null,
                gaps.Select(r =>
                    (
                        r.Unit,
                        Weight: 1.0,
                        Part: part(r.Sums).ToDouble() / (double)all.Step,
                        Whole: (double)r.Sums.Population / (double)all.Step
                    )
                )
            );
    }

    /// <summary>
    /// The mean, the median, who is below 60 per cent of it, Lorenz's curve and the measures of inequality, and where all share one line
    /// Watts and Sen-Shorrocks-Thon.
    /// </summary>
    public void Welfare(WelfareOfGroup welfare)
    {
        var (distribution, people) = (welfare.Distribution, welfare.People);
        var half = Quantile.Of(distribution, new Fraction(1, 2), QuantileRule.LowestReaching);
        Plain("mean_welfare", null, distribution.Mean?.ToDouble() / WelfareLevels.Parts, people);
        Plain("median_welfare", null, half?.ToDouble() / WelfareLevels.Parts, people);
        if (half is { } median && new Fraction(3, 5) * median is var threshold)
            Plain(
                "at_risk_of_poverty",
                "3/5",
                Share(distribution.Levels.TakeWhile(l => new Fraction(l.Welfare, 1) < threshold), distribution),
                people
            );
        for (var tenth = 1; tenth < 10; tenth++)
            Plain("lorenz", $"{tenth}/10", Lorenz.At(distribution, new Fraction(tenth, 10)), people);
        for (var fifth = 1; fifth <= 5; fifth++)
            Plain(
                "quantile_share",
                $"{fifth}/5",
                Lorenz.At(distribution, new Fraction(fifth, 5)) - Lorenz.At(distribution, new Fraction(fifth - 1, 5)),
                people
            );
        Plain("gini", null, Gini.Of(distribution, GiniForm.Population), people);
        foreach (var (name, aversion) in new[] { ("1/2", 0.5), ("1", 1.0), ("2", 2.0) })
            Plain("atkinson", name, Atkinson.Of(distribution, aversion), people);
        Plain("theil", null, Theil.Of(distribution), people);
        Plain("mean_log_deviation", null, MeanLogDeviation.Of(distribution, NonPositiveRule.NotDefined), people);
        if (welfare.Line is not { } line)
            return;
        Plain("watts", null, Watts.Of(distribution, line, LineRule.PoorBelow, NonPositiveRule.NotDefined), people);
        var sst = SenShorrocksThon.Of(
            distribution.Levels.Select(l => new WeightedWelfare(Math.Max(0, line - l.Welfare), (long)l.Weight)),
            Fgt.Of(distribution, line, LineRule.PoorBelow).P1
        );
        Plain("sen_shorrocks_thon", null, sst.Ok ? sst.Value : null, people);
    }

    private static double? Share(IEnumerable<WelfareDistribution.Level> levels, WelfareDistribution distribution) =>
        distribution.TotalWeight.IsZero
            ? null
            : (double)levels.Aggregate(Int128.Zero, (sum, l) => sum + l.Weight) / (double)distribution.TotalWeight;

    private void Plain(string measure, string? item, double? estimate, decimal people) =>
        rows.Add(new MeasureRow(by, value, measure, null, null, item, estimate, null, null, null, people));

    private void Ratio(
        string measure,
        Fraction? k,
        string? item,
        IReadOnlyList<MaskCell> cells,
        Func<MaskCell, double> part,
        Func<MaskCell, double> whole,
        double? exact = null
    ) =>
        Ratio(
            measure,
            k,
            item,
            cells.Select(c => (c.Unit, Weight: (double)c.Weight / (double)all.Step, Part: part(c), Whole: whole(c))),
            exact
        );

    private void Ratio(
        string measure,
        Fraction? k,
        string? item,
        IEnumerable<(int Unit, double Weight, double Part, double Whole)> people,
        double? exact = null
    )
    {
        var (parts, wholes) = (new double[all.Sample.Units], new double[all.Sample.Units]);
        foreach (var (unit, weight, part, whole) in people)
        {
            parts[unit] += weight * part;
            wholes[unit] += weight * whole;
        }
        var estimate = SurveyRatio.Of(all.Sample, parts, wholes, method.Survey?.Lonely ?? LonelyPsu.Certain);
        problems.AddRange(estimate.Problems);
        if (!estimate.Ok)
            return;
        var (found, population) = (estimate.Value, (decimal)wholes.Sum());
        if (method.Survey is null || found is null)
        {
            rows.Add(
                new MeasureRow(
                    by,
                    value,
                    measure,
                    k is null ? null : weightSet,
                    k,
                    item,
                    exact ?? found?.Ratio,
                    null,
                    null,
                    null,
                    population
                )
            );
            return;
        }
        var (low, high) = found.Interval(level);
        rows.Add(
            new MeasureRow(
                by,
                value,
                measure,
                k is null ? null : weightSet,
                k,
                item,
                exact ?? found.Ratio,
                found.StandardError,
                low,
                high,
                population
            )
        );
    }
}
