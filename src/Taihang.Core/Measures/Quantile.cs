using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>Which value a quantile is where the distribution jumps exactly at p.</summary>
public enum QuantileRule
{
    /// <summary>The lowest welfare at which at least the share p is reached (type 1 of Hyndman and Fan 1996, weighted).</summary>
    LowestReaching,

    /// <summary>As that, but halfway to the next welfare where p is reached exactly (their type 2): the schoolbook median.</summary>
    HalfwayWhenExact,
}

/// <summary>Weighted quantiles, such as the median or the cut-off of the poorest fifth.</summary>
public static class Quantile
{
    /// <param name="share">p, above 0 and at most 1.</param>
    /// <returns>In the unit of welfare, exact; null when there is nobody.</returns>
    public static Fraction? Of(WelfareDistribution distribution, Fraction share, QuantileRule rule)
    {
        if (share <= Fraction.Zero || share > Fraction.One)
            throw new ArgumentOutOfRangeException(nameof(share), share, "A quantile's share is above 0 and at most 1.");
        var (wanted, parts) = (share.Numerator * distribution.TotalWeight, share.Denominator);
        var needed = (wanted + parts - 1) / parts;
        var (people, near) = (new ExactSum(), ExactSum.Near(needed));
        var levels = distribution.Levels;
        for (var i = 0; i < levels.Length; i++)
        {
            if (!people.Reaches(needed, near, levels[i].Weight))
            {
                people.Add(levels[i].Weight);
                continue;
            }
            var exact = (people.Total + levels[i].Weight) * parts == wanted;
            return rule == QuantileRule.HalfwayWhenExact && exact && i + 1 < levels.Length
                ? new Fraction((BigInteger)levels[i].Welfare + levels[i + 1].Welfare, 2)
                : new Fraction(levels[i].Welfare, 1);
        }
        return null;
    }
}
