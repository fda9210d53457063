using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>How many people (or units of survey weight) have one level of welfare.</summary>
/// <param name="Welfare">Income or consumption in its smallest unit, such as fen per person and year.</param>
/// <param name="Weight">How many people the row stands for, in any common unit; see <see cref="DecimalScale"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WeightedWelfare(long Welfare, long Weight);

/// <summary>
/// Incomes in ascending order, each level once with its whole weight. Two files with the same people give the same
/// distribution, whatever the order of their rows or the shards they came in; every measure is a function of it.
/// </summary>
public sealed class WelfareDistribution
{
    private WelfareDistribution(ImmutableArray<Level> levels, int observations)
    {
        Levels = levels;
        Observations = observations;
        var weight = new ExactSum();
        var welfare = new ExactSum();
        foreach (var level in levels)
        {
            weight.Add(level.Weight);
            welfare.AddProduct(level.Welfare, level.Weight);
        }
        TotalWeight = weight.Total;
        TotalWelfare = welfare.Total;
    }

    /// <summary>Ascending in welfare; weights are above zero.</summary>
    public ImmutableArray<Level> Levels { get; }

    /// <summary>Rows with a weight above zero.</summary>
    public int Observations { get; }

    public BigInteger TotalWeight { get; }

    /// <summary>Σ w·y, in the unit of welfare times the unit of weight.</summary>
    public BigInteger TotalWelfare { get; }

    /// <summary>Σ w·y / Σ w in the unit of welfare; null when nobody is in it.</summary>
    public Fraction? Mean => TotalWeight.IsZero ? null : new Fraction(TotalWelfare, TotalWeight);

    /// <returns>
    /// The distribution; rows with weight zero count nowhere. Refused (TH1000) when a weight is negative. No rows is not an
    /// error: the measures of nobody are null.
    /// </returns>
    public static Outcome<WelfareDistribution> From(IEnumerable<WeightedWelfare> rows)
    {
        var kept = new List<WeightedWelfare>();
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            if (row.Weight < 0)
                return MeasuresProblems.NegativeWeight(number, row.Weight);
            if (row.Weight > 0)
                kept.Add(row);
        }
        kept.Sort((a, b) => a.Welfare.CompareTo(b.Welfare));
        var levels = ImmutableArray.CreateBuilder<Level>();
        foreach (var row in kept)
            if (levels.Count > 0 && levels[^1].Welfare == row.Welfare)
                levels[^1] = levels[^1] with { Weight = levels[^1].Weight + row.Weight };
            else
                levels.Add(new Level(row.Welfare, row.Weight));
        return new WelfareDistribution(levels.ToImmutable(), kept.Count);
    }

    /// <param name="Weight">Of all the rows at this welfare together.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Level(long Welfare, Int128 Weight);
}
