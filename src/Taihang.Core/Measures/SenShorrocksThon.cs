using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>
/// SST = P1 · (1 + G), where G is the Gini coefficient of the poverty gaps of everybody, the non-poor having none (Shorrocks 1995;
/// Osberg and Xu 2000): the headcount, the depth and the inequality of poverty in one number.
/// </summary>
public static class SenShorrocksThon
{
    /// <param name="gaps">Of everybody: how far below the line, in any unit, zero for the non-poor, with their weights.</param>
    /// <param name="p1">The poverty gap index of the same people.</param>
    /// <returns>Refused as <see cref="WelfareDistribution.From"/>; null when there is nobody.</returns>
    public static Outcome<double?> Of(IEnumerable<WeightedWelfare> gaps, double? p1)
    {
        var distribution = WelfareDistribution.From(gaps);
        if (!distribution.Ok)
            return Outcome<double?>.Refused(distribution.Problems);
        return p1 is null ? null
            : p1 == 0 ? 0
            : p1 * (1 + Gini.Of(distribution.Value, GiniForm.Population));
    }
}
