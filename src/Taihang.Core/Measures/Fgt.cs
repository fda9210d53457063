using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>Whether someone exactly on the line is poor. Peers differ, so nothing here chooses for its caller.</summary>
public enum LineRule
{
    /// <summary>y &lt; z: the World Bank's Poverty and Inequality Platform, Chile, Uruguay.</summary>
    PoorBelow,

    /// <summary>y ≤ z: the R package convey.</summary>
    PoorAtOrBelow,
}

/// <summary>
/// The sums behind P0, P1 and P2, exact. They add: a nation is the sum of its regions, also where each has its own line.
/// </summary>
/// <param name="Population">Σ w over everyone, in the unit of the weights.</param>
/// <param name="Poor">Σ w over the poor.</param>
/// <param name="Gaps">Σ w·(z − y)/z over the poor.</param>
/// <param name="SquaredGaps">Σ w·((z − y)/z)² over the poor.</param>
public sealed record FgtSums(BigInteger Population, BigInteger Poor, Fraction Gaps, Fraction SquaredGaps)
{
    public static FgtSums Nobody { get; } = new(0, 0, Fraction.Zero, Fraction.Zero);

    /// <summary>Headcount ratio, a share of the population; null when there is nobody.</summary>
    public double? P0 => Share(new Fraction(Poor, 1));

    /// <summary>Poverty gap index: the mean shortfall as a share of the line, the non-poor counting zero; null for nobody.</summary>
    public double? P1 => Share(Gaps);

    /// <summary>Squared poverty gap (severity); null for nobody.</summary>
    public double? P2 => Share(SquaredGaps);

    public static FgtSums operator +(FgtSums a, FgtSums b) =>
        new(a.Population + b.Population, a.Poor + b.Poor, a.Gaps + b.Gaps, a.SquaredGaps + b.SquaredGaps);

    private double? Share(Fraction sum) => Population.IsZero ? null : (sum / new Fraction(Population, 1)).ToDouble();
}

/// <summary>
/// P_α = 1/N · Σ_{poor} w·((z − y)/z)^α for α = 0, 1, 2 (Foster, Greer and Thorbecke 1984, Econometrica 52:761-766).
/// </summary>
public static class Fgt
{
    /// <param name="line">z, in the unit of welfare, above zero.</param>
    /// <remarks>A negative welfare (a loss-making year) has a gap above one, as the formula says.</remarks>
    public static FgtSums Of(WelfareDistribution distribution, long line, LineRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(line);
        var poor = new ExactSum();
        var gaps = new ExactSum();
        var squares = new ExactSum();
        foreach (var level in distribution.Levels)
        {
            if (!IsPoor(level.Welfare, line, rule))
                break;
            var gap = (Int128)line - level.Welfare;
            poor.Add(level.Weight);
            gaps.AddProduct(gap, level.Weight);
            squares.AddProduct(gap * gap, level.Weight);
        }
        return new FgtSums(
            distribution.TotalWeight,
            poor.Total,
            new Fraction(gaps.Total, line),
            new Fraction(squares.Total, (BigInteger)line * line)
        );
    }

    public static bool IsPoor(long welfare, long line, LineRule rule) =>
        rule == LineRule.PoorBelow ? welfare < line : welfare <= line;
}
