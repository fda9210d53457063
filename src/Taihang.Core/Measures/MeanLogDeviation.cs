namespace Taihang.Core.Measures;

/// <summary>MLD = 1/N · Σ w·ln(μ/y), Theil's second measure, GE(0) (Theil 1967; Shorrocks 1980).</summary>
public static class MeanLogDeviation
{
    /// <returns>
    /// Zero for equal incomes, else above zero; null when there is nobody, when the mean is not above zero, or by
    /// <see cref="NonPositiveRule.NotDefined"/>. The mean is that of the incomes as they are, before any substitution.
    /// </returns>
    public static double? Of(WelfareDistribution distribution, NonPositiveRule nonPositive) =>
        distribution.Mean?.ToDouble() is { } mean && mean > 0
            ? nonPositive.SumOfLogs(distribution.Levels, mean) / (double)distribution.TotalWeight
            : null;
}
