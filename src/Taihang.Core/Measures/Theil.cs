using System.Runtime.CompilerServices;

namespace Taihang.Core.Measures;

/// <summary>T = 1/N · Σ w·(y/μ)·ln(y/μ), Theil's first measure, GE(1) (Theil 1967).</summary>
public static class Theil
{
    /// <returns>Zero for equal incomes, else above zero; an income of zero adds nothing. Null when there is nobody, when the mean is not
    /// above zero or an income is negative.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double? Of(WelfareDistribution distribution)
    {
        if (distribution.Mean?.ToDouble() is not { } mean || mean <= 0 || distribution.Levels[0].Welfare < 0)
            return null;
        var (sum, levels, logs) = (new CompensatedSum(), distribution.Levels, distribution.RelativeLogs);
        for (var i = 0; i < levels.Length; i++)
            if (levels[i].Welfare > 0)
                sum.Add(levels[i].Weight * (levels[i].Welfare / mean) * logs[i]);
        return sum.Total / (double)distribution.TotalWeight;
    }
}
