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

/// <summary>What the counting measures of one population at one cut-off are made of, in the weights' unit.</summary>
/// <param name="Unknown">People with an unknown indicator, left out or not.</param>
/// <param name="LeftOut">Those of them who are not in the population.</param>
/// <param name="Uncensored">By indicator, the people deprived in it.</param>
/// <param name="Censored">By indicator, the poor deprived in it.</param>
public sealed record CountingSums(
    BigInteger Population,
    BigInteger Unknown,
    BigInteger LeftOut,
    BigInteger Poor,
    ImmutableArray<BigInteger> Uncensored,
    ImmutableArray<BigInteger> Censored
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
        var poor = new ExactSum();
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
            var isPoor = weights.Score(deprived) >= needed.Value;
            population.Add(weight);
            if (isPoor)
                poor.Add(weight);
            for (var rest = deprived; rest != 0; rest &= rest - 1)
            {
                var j = BitOperations.TrailingZeroCount(rest);
                uncensored[j].Add(weight);
                if (isPoor)
                    censored[j].Add(weight);
            }
        }
        return FromSums(
            new CountingSums(
                population.Total,
                unknown.Total,
                leftOut.Total,
                poor.Total,
                [.. uncensored.Select(sum => sum.Total)],
                [.. censored.Select(sum => sum.Total)]
            ),
            weights
        );
    }

    /// <param name="sums">One number for each weight.</param>
    public static AlkireFosterMeasures FromSums(CountingSums sums, IndicatorWeights weights)
    {
        var (people, poor) = (sums.Population, sums.Poor);
        var points = BigInteger.Zero;
        for (var j = 0; j < weights.Count; j++)
            points += sums.Censored[j] * weights.Points[j];
        var indicators = ImmutableArray.CreateBuilder<IndicatorMeasures>(weights.Count);
        for (var j = 0; j < weights.Count; j++)
            indicators.Add(
                new(
                    Ratio(sums.Uncensored[j], people),
                    Ratio(sums.Censored[j], people),
                    Ratio(sums.Censored[j] * weights.Points[j], people * weights.Denominator),
                    Ratio(sums.Censored[j] * weights.Points[j] * 100, points)
                )
            );
        return new AlkireFosterMeasures(
            people,
            sums.Unknown,
            poor,
            points,
            Ratio(poor, people),
            Ratio(points, poor * weights.Denominator),
            Ratio(points, people * weights.Denominator),
            Ratio(sums.Unknown, people + sums.LeftOut),
            indicators.MoveToImmutable()
        );
    }

    private static double? Ratio(BigInteger part, BigInteger whole) =>
        whole.IsZero ? null : new Fraction(part, whole).ToDouble();
}
