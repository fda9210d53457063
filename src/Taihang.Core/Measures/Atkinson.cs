using System.Runtime.CompilerServices;

namespace Taihang.Core.Measures;

/// <summary>
/// A(ε) = 1 − (1/N · Σ w·(y/μ)^(1−ε))^(1/(1−ε)), and 1 − geometric mean / μ where ε is 1 (Atkinson 1970): the share of all income that
/// could be given up without loss if what is left were shared equally.
/// </summary>
public static class Atkinson
{
    /// <param name="aversion">ε, above zero.</param>
    /// <returns>From 0 to 1; null when there is nobody, when the mean is not above zero, when an income is negative, or when one is zero
    /// and ε is 1 or more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double? Of(WelfareDistribution distribution, double aversion)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(aversion);
        if (distribution.Mean?.ToDouble() is not { } mean || mean <= 0)
            return null;
        var least = distribution.Levels[0].Welfare;
        if (least < 0 || (least == 0 && aversion >= 1))
            return null;
        var (sum, levels) = (new CompensatedSum(), distribution.Levels);
        if (aversion == 1)
        {
            var logs = distribution.RelativeLogs;
            for (var i = 0; i < levels.Length; i++)
                sum.Add(levels[i].Weight * logs[i]);
            return 1 - Math.Exp(sum.Total / (double)distribution.TotalWeight);
        }
        foreach (var level in levels)
            sum.Add(level.Weight * Power(level.Welfare / mean));
        return 1 - Math.Pow(sum.Total / (double)distribution.TotalWeight, 1 / (1 - aversion));

        // The customary aversions have powers that need no general one.
        double Power(double relative) =>
            aversion switch
            {
                0.5 => Math.Sqrt(relative),
                2 => 1 / relative,
                _ => Math.Pow(relative, 1 - aversion),
            };
    }
}
