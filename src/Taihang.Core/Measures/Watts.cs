namespace Taihang.Core.Measures;

/// <summary>W = 1/N · Σ_{poor} w·ln(z/y) (Watts 1968; the form of Zheng 1993).</summary>
public static class Watts
{
    /// <param name="line">z, in the unit of welfare, above zero.</param>
    /// <returns>A number of zero or more; null when there is nobody, or by <see cref="NonPositiveRule.NotDefined"/>.</returns>
    public static double? Of(WelfareDistribution distribution, long line, LineRule rule, NonPositiveRule nonPositive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(line);
        if (distribution.TotalWeight.IsZero)
            return null;
        var poor = distribution.Levels.TakeWhile(level => Fgt.IsPoor(level.Welfare, line, rule));
        return nonPositive.SumOfLogs(poor, line) / (double)distribution.TotalWeight;
    }
}
