using System.Runtime.CompilerServices;
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
    public static double? At(WelfareDistribution distribution, Fraction share) => Curve(distribution, [share])[0];

    /// <summary>Several points in one pass.</summary>
    /// <param name="shares">Ascending, from 0 to 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double?[] Curve(WelfareDistribution distribution, IReadOnlyList<Fraction> shares)
    {
        if (shares.Any(s => s < Fraction.Zero || s > Fraction.One))
            throw new ArgumentOutOfRangeException(nameof(shares), shares, "A share lies between 0 and 1.");
        var levels = distribution.Levels;
        var points = new double?[shares.Count];
        if (levels.IsEmpty || levels[0].Welfare < 0 || distribution.TotalWelfare.IsZero)
            return points;
        var (people, welfare, at) = (new ExactSum(), new ExactSum(), 0);
        for (var i = 0; i < points.Length; i++)
        {
            // In whole people: the first level that reaches as many as the share, part of whom may be needed.
            var wanted = shares[i] * new Fraction(distribution.TotalWeight, 1);
            var needed = (wanted.Numerator + wanted.Denominator - 1) / wanted.Denominator;
            var near = ExactSum.Near(needed);
            while (at < levels.Length && !people.Reaches(needed, near, levels[at].Weight))
            {
                people.Add(levels[at].Weight);
                welfare.AddProduct(levels[at].Welfare, levels[at].Weight);
                at++;
            }
            var part = at < levels.Length ? wanted - new Fraction(people.Total, 1) : Fraction.Zero;
            var held =
                new Fraction(welfare.Total, 1) + (at < levels.Length ? part * levels[at].Welfare : Fraction.Zero);
            points[i] = (held / new Fraction(distribution.TotalWelfare, 1)).ToDouble();
        }
        return points;
    }
}
