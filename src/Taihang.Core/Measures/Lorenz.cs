using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>
/// The Lorenz curve: the share of all welfare that the poorest share p of the people have (Lorenz 1905), straight between the
/// levels of welfare, and so exactly straight among people with the same income.
/// </summary>
public static class Lorenz
{
    /// <param name="share">p, from 0 to 1.</param>
    /// <returns>L(p); null when there is nobody, when an income is negative or when nobody has any income.</returns>
    public static double? At(WelfareDistribution distribution, Fraction share)
    {
        if (share < Fraction.Zero || share > Fraction.One)
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share lies between 0 and 1.");
        var levels = distribution.Levels;
        if (levels.IsEmpty || levels[0].Welfare < 0 || distribution.TotalWelfare.IsZero)
            return null;
        var wanted = share * new Fraction(distribution.TotalWeight, 1);
        var people = BigInteger.Zero;
        var welfare = BigInteger.Zero;
        foreach (var level in levels)
        {
            if (new Fraction(people + level.Weight, 1) >= wanted)
            {
                var part = wanted - new Fraction(people, 1);
                var held = new Fraction(welfare, 1) + part * level.Welfare;
                return (held / new Fraction(distribution.TotalWelfare, 1)).ToDouble();
            }
            people += level.Weight;
            welfare += (BigInteger)level.Weight * level.Welfare;
        }
        return 1;
    }
}
