using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>How deep multidimensional poverty is, for indicators with a natural scale.</summary>
/// <param name="Counting">H, A, M0 and the indicators of the same population and cut-off.</param>
/// <param name="AdjustedGap">M1: the mean over everyone of the poor's weighted gaps; null for nobody.</param>
/// <param name="AdjustedSquaredGap">M2: the same of squared gaps; null for nobody.</param>
/// <param name="AverageGap">G = M1/M0, the mean gap of the poor's deprivations; null when M0 is zero.</param>
/// <param name="AverageSeverity">S = M2/M0; null when M0 is zero.</param>
public sealed record AlkireFosterDepthMeasures(
    AlkireFosterMeasures Counting,
    double? AdjustedGap,
    double? AdjustedSquaredGap,
    double? AverageGap,
    double? AverageSeverity
);

/// <summary>M_α = 1/N · Σ_{poor} w · Σ_j w_j·g_j^α for α = 1, 2 (Alkire and Foster 2011), exact until the last division.</summary>
public static class AlkireFosterDepth
{
    /// <returns>Refused as <see cref="AlkireFoster.Of"/>, and for <see cref="UnknownRule.Deprived"/> (TH1009).</returns>
    public static Outcome<AlkireFosterDepthMeasures> Of(
        GapHistogram histogram,
        IndicatorWeights weights,
        Fraction k,
        UnknownRule unknownRule
    )
    {
        if (unknownRule == UnknownRule.Deprived)
            return MeasuresProblems.GapsOfUnknown();
        var counting = AlkireFoster.Of(histogram.Masks, weights, k, unknownRule);
        if (!counting.Ok)
            return Outcome<AlkireFosterDepthMeasures>.Refused(counting.Problems);
        if (histogram.Indicators != weights.Count)
            return MeasuresProblems.UnknownIndicator((1L << histogram.Indicators) - 1, weights.Count);
        var needed = weights.PointsNeeded(k).Value;
        var gaps = Fraction.Zero;
        var squares = Fraction.Zero;
        foreach (var (pattern, depth) in histogram.Depths)
        {
            if (pattern.Unknown != 0 && unknownRule == UnknownRule.LeaveOut)
                continue;
            if (weights.Score(pattern.Deprived) < needed)
                continue;
            for (var j = 0; j < weights.Count; j++)
            {
                gaps += weights.Shares[j] * depth.Gaps[j];
                squares += weights.Shares[j] * depth.SquaredGaps[j];
            }
        }
        var counted = counting.Value;
        var mean = new Fraction(counted.PoorPoints, weights.Denominator);
        return new AlkireFosterDepthMeasures(
            counted,
            Ratio(gaps, new Fraction(counted.Population, BigInteger.One)),
            Ratio(squares, new Fraction(counted.Population, BigInteger.One)),
            Ratio(gaps, mean),
            Ratio(squares, mean)
        );
    }

    private static double? Ratio(Fraction part, Fraction whole) =>
        whole == Fraction.Zero ? null : (part / whole).ToDouble();
}
