using System.Collections.Immutable;
using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>One indicator's part in the adjusted headcount.</summary>
/// <param name="Uncensored">Share of the population deprived in it, poor or not; null for nobody.</param>
/// <param name="Censored">Share of the population poor and deprived in it; null for nobody.</param>
/// <param name="Contribution">w_j · censored headcount: its absolute part, adding up to M0; null for nobody.</param>
/// <param name="PercentContribution">That part in per cent of M0; null when M0 is zero or not defined.</param>
public sealed record IndicatorMeasures(
    double? Uncensored,
    double? Censored,
    double? Contribution,
    double? PercentContribution
);

/// <summary>The counting measures of one population at one cut-off.</summary>
/// <param name="Population">Weight of the people counted, in the rows' unit.</param>
/// <param name="Unknown">Weight of the people with an unknown indicator, left out or not.</param>
/// <param name="Poor">Weight of the poor.</param>
/// <param name="PoorPoints">Σ over the poor of weight times score in points of <see cref="IndicatorWeights"/>.</param>
/// <param name="Headcount">H, the share of the population that is poor; null for nobody.</param>
/// <param name="Intensity">A, the poor's mean score; null when nobody is poor.</param>
/// <param name="AdjustedHeadcount">M0 = H · A; null for nobody.</param>
/// <param name="UnknownShare">Share of everyone, counted or left out, with an unknown indicator; null for nobody.</param>
/// <param name="Indicators">In the order of the weights.</param>
public sealed record AlkireFosterMeasures(
    BigInteger Population,
    BigInteger Unknown,
    BigInteger Poor,
    BigInteger PoorPoints,
    double? Headcount,
    double? Intensity,
    double? AdjustedHeadcount,
    double? UnknownShare,
    ImmutableArray<IndicatorMeasures> Indicators
);

/// <summary>
/// The counting method of Alkire and Foster (2011, Journal of Public Economics 95:476-487): poor is whoever's weighted share of
/// deprivations reaches k. All sums are integers; each measure is one division at the end.
/// </summary>
public static class AlkireFoster
{
    /// <param name="k">The poverty cut-off, a share of the whole score, exact; poor when the score is k or more.</param>
    /// <returns>Refused: k not in (0, 1] (TH1005), a mask with more indicators than weights (TH1006).</returns>
    public static Outcome<AlkireFosterMeasures> Of(
        MaskHistogram histogram,
        IndicatorWeights weights,
        Fraction k,
        UnknownRule unknownRule
    )
    {
        var needed = weights.PointsNeeded(k);
        if (!needed.Ok)
            return Outcome<AlkireFosterMeasures>.Refused(needed.Problems);
        var (population, unknown, leftOut) = (new ExactSum(), new ExactSum(), new ExactSum());
        var (poor, points) = (new ExactSum(), new ExactSum());
        var uncensored = new ExactSum[weights.Count];
        var censored = new ExactSum[weights.Count];
        foreach (var (pattern, weight) in histogram.Cells)
        {
            if ((ulong)(pattern.Deprived | pattern.Unknown) >> weights.Count != 0)
                return MeasuresProblems.UnknownIndicator(pattern.Deprived | pattern.Unknown, weights.Count);
            if (pattern.Unknown != 0)
                unknown.Add(weight);
            if (pattern.Unknown != 0 && unknownRule == UnknownRule.LeaveOut)
            {
                leftOut.Add(weight);
                continue;
            }
            var deprived = unknownRule == UnknownRule.Deprived ? pattern.Deprived | pattern.Unknown : pattern.Deprived;
            var score = weights.Score(deprived);
            var isPoor = score >= needed.Value;
            population.Add(weight);
            if (isPoor)
            {
                poor.Add(weight);
                points.AddProduct(score, weight);
            }
            for (var rest = deprived; rest != 0; rest &= rest - 1)
            {
                var j = BitOperations.TrailingZeroCount(rest);
                uncensored[j].Add(weight);
                if (isPoor)
                    censored[j].Add(weight);
            }
        }
        var (people, poorPeople, poorPoints) = (population.Total, poor.Total, points.Total);
        var indicators = ImmutableArray.CreateBuilder<IndicatorMeasures>(weights.Count);
        for (var j = 0; j < weights.Count; j++)
            indicators.Add(
                new(
                    Ratio(uncensored[j].Total, people),
                    Ratio(censored[j].Total, people),
                    Ratio(censored[j].Total * weights.Points[j], people * weights.Denominator),
                    Ratio(censored[j].Total * weights.Points[j] * 100, poorPoints)
                )
            );
        return new AlkireFosterMeasures(
            people,
            unknown.Total,
            poorPeople,
            poorPoints,
            Ratio(poorPeople, people),
            Ratio(poorPoints, poorPeople * weights.Denominator),
            Ratio(poorPoints, people * weights.Denominator),
            Ratio(unknown.Total, people + leftOut.Total),
            indicators.MoveToImmutable()
        );
    }

    private static double? Ratio(BigInteger part, BigInteger whole) =>
        whole.IsZero ? null : new Fraction(part, whole).ToDouble();
}
