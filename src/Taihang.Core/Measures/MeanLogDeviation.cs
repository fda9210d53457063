using System.Runtime.CompilerServices;

namespace Taihang.Core.Measures;

/// <summary>MLD = 1/N · Σ w·ln(μ/y), Theil's second measure, GE(0) (Theil 1967; Shorrocks 1980).</summary>
public static class MeanLogDeviation
{
    /// <returns>
    /// Zero for equal incomes, else above zero; null when there is nobody, when the mean is not above zero, or by
    /// <see cref="NonPositiveRule.NotDefined"/>. The mean is that of the incomes as they are, before any substitution.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double? Of(WelfareDistribution distribution, NonPositiveRule nonPositive) =>
        distribution.Mean?.ToDouble() is { } mean && mean > 0
            ? (
                distribution.Levels[0].Welfare > 0
                    ? Logs(distribution)
                    : nonPositive.SumOfLogs(distribution.Levels, mean)
            ) / (double)distribution.TotalWeight
            : null;

    /// <summary>Where all welfare is above zero no rule is asked for, and the logarithms are shared with the other measures.</summary>
    private static double Logs(WelfareDistribution distribution)
    {
        var (sum, levels, logs) = (new CompensatedSum(), distribution.Levels, distribution.RelativeLogs);
        for (var i = 0; i < levels.Length; i++)
            sum.Add(levels[i].Weight * -logs[i]);
        return sum.Total;
    }
}
