using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>
/// Indicator weights as integer points over their common denominator, so that a score and a cut-off are integers and a household
/// exactly on the cut-off is in. In binary floating point six deprivations of weight 1/6 do not reach 1.
/// </summary>
public sealed class IndicatorWeights
{
    private IndicatorWeights(ImmutableArray<Fraction> shares, ImmutableArray<long> points, long denominator)
    {
        Shares = shares;
        Points = points;
        Denominator = denominator;
    }

    /// <summary>Sum to exactly one.</summary>
    public ImmutableArray<Fraction> Shares { get; }

    /// <summary>Each share times <see cref="Denominator"/>.</summary>
    public ImmutableArray<long> Points { get; }

    /// <summary>The points of someone deprived in everything.</summary>
    public long Denominator { get; }

    public int Count => Points.Length;

    /// <returns>Refused: not 1 to 62 indicators (TH1004), negative (TH1001), sum other than one (TH1002), TH1003.</returns>
    public static Outcome<IndicatorWeights> From(IReadOnlyList<Fraction> weights)
    {
        if (weights.Count is 0 or > 62)
            return MeasuresProblems.NumberOfIndicators(weights.Count);
        var sum = Fraction.Zero;
        var denominator = BigInteger.One;
        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i] < Fraction.Zero)
                return MeasuresProblems.NegativeIndicatorWeight(i + 1, weights[i]);
            sum += weights[i];
            var own = weights[i].Denominator;
            denominator *= own / BigInteger.GreatestCommonDivisor(denominator, own);
        }
        if (sum != Fraction.One)
            return MeasuresProblems.WeightSum(sum);
        if (denominator > long.MaxValue)
            return MeasuresProblems.WeightsTooFine(denominator);
        var points = weights.Select(weight => (long)(weight.Numerator * (denominator / weight.Denominator)));
        return new IndicatorWeights([.. weights], [.. points], (long)denominator);
    }

    /// <summary>Counting weights such as 2, 1, ½, ½, each divided by their sum.</summary>
    public static Outcome<IndicatorWeights> FromCounting(IReadOnlyList<Fraction> weights)
    {
        var sum = weights.Aggregate(Fraction.Zero, (total, weight) => total + weight);
        return sum <= Fraction.Zero
            ? MeasuresProblems.WeightSum(sum)
            : From([.. weights.Select(weight => weight / sum)]);
    }

    /// <summary>The deprivation score c in points (over <see cref="Denominator"/>); bit j of the mask is indicator j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Score(long deprived)
    {
        var score = 0L;
        for (var rest = deprived; rest != 0; rest &= rest - 1)
            score += Points[BitOperations.TrailingZeroCount(rest)];
        return score;
    }

    /// <summary>The fewest points at which someone is poor: ⌈k · denominator⌉, so that score ≥ it exactly when c ≥ k.</summary>
    /// <returns>Refused (TH1005) unless 0 &lt; k ≤ 1.</returns>
    public Outcome<long> PointsNeeded(Fraction k)
    {
        if (k <= Fraction.Zero || k > Fraction.One)
            return MeasuresProblems.Cutoff(k);
        return (long)((k.Numerator * Denominator + k.Denominator - 1) / k.Denominator);
    }
}
