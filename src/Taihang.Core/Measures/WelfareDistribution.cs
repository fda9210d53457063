using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
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
        relativeLogs = new Lazy<ImmutableArray<double>>(() => Logs(levels, Mean!.Value.ToDouble()));
    }

    private readonly Lazy<ImmutableArray<double>> relativeLogs;

    /// <summary>Ascending in welfare; weights are above zero.</summary>
    public ImmutableArray<Level> Levels { get; }

    /// <summary>Rows with a weight above zero.</summary>
    public int Observations { get; }

    public BigInteger TotalWeight { get; }

    /// <summary>Σ w·y, in the unit of welfare times the unit of weight.</summary>
    public BigInteger TotalWelfare { get; }

    /// <summary>Σ w·y / Σ w in the unit of welfare; null when nobody is in it.</summary>
    public Fraction? Mean => TotalWeight.IsZero ? null : new Fraction(TotalWelfare, TotalWeight);

    /// <summary>ln(y/mean) of each level, which several measures need; asked for only where the mean is above zero.</summary>
    internal ImmutableArray<double> RelativeLogs => relativeLogs.Value;

    /// <returns>
    /// The distribution; rows with weight zero count nowhere. Refused (TH1000) when a weight is negative. No rows is not an
    /// error: the measures of nobody are null. Rows that come in ascending order need not be sorted.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Outcome<WelfareDistribution> From(IEnumerable<WeightedWelfare> people)
    {
        var rows = people as WeightedWelfare[] ?? [.. people];
        var levels = new Level[rows.Length];
        var (count, kept, ascending) = (0, 0, true);
        for (var i = 0; i < rows.Length; i++)
        {
            var (welfare, weight) = rows[i];
            if (weight < 0)
                return MeasuresProblems.NegativeWeight(i + 1, weight);
            if (weight == 0)
                continue;
            kept++;
            ascending = ascending && (count == 0 || levels[count - 1].Welfare <= welfare);
            count = Append(levels, count, new Level(welfare, weight));
        }
        if (!ascending)
        {
            Array.Sort(levels, 0, count, Comparer<Level>.Create((a, b) => a.Welfare.CompareTo(b.Welfare)));
            var merged = 0;
            for (var i = 0; i < count; i++)
                merged = Append(levels, merged, levels[i]);
            count = merged;
        }
        Array.Resize(ref levels, count);
        return new WelfareDistribution(ImmutableCollectionsMarshal.AsImmutableArray(levels), kept);
    }

    /// <summary>As a part of the last level where the welfare is the same and the weights fit; two levels of one welfare are no harm.</summary>
    /// <returns>How many levels there are then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Append(Level[] levels, int count, Level next)
    {
        if (
            count > 0
            && levels[count - 1] is var last
            && last.Welfare == next.Welfare
            && next.Weight <= long.MaxValue - last.Weight
        )
        {
            levels[count - 1] = last with { Weight = last.Weight + next.Weight };
            return count;
        }
        levels[count] = next;
        return count + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ImmutableArray<double> Logs(ImmutableArray<Level> levels, double mean)
    {
        var logs = new double[levels.Length];
        for (var i = 0; i < logs.Length; i++)
            logs[i] = Math.Log(levels[i].Welfare / mean);
        return ImmutableCollectionsMarshal.AsImmutableArray(logs);
    }

    /// <param name="Weight">Of the rows at this welfare together.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Level(long Welfare, long Weight);
}
