using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>One household as it is and as a test sees it.</summary>
/// <param name="Welfare">The truth that was measured; the lowest are the poorest.</param>
/// <param name="Score">What the test predicts; the lowest are taken for the poorest.</param>
/// <param name="Key">Orders ties of welfare and of score; never the order of the rows.</param>
public sealed record Tested(string Key, double Welfare, double Score, double Weight);

/// <summary>What a test that selects a share of the people does to the same share that is really poorest.</summary>
/// <param name="Exclusion">Weighted share of the poorest that the test misses.</param>
/// <param name="Inclusion">Weighted share of the selected that are not among the poorest.</param>
public sealed record TargetingError(Fraction Quota, int Poorest, int Selected, double Exclusion, double Inclusion);

/// <summary>
/// How well a proxy test finds the poorest (Coady, Grosh and Hoddinott 2004). Both lists are filled from the lowest until their
/// weight reaches the quota; ties are broken by the key.
/// </summary>
public static class TargetingErrors
{
    /// <param name="quota">Share of the people, above 0 and below 1.</param>
    public static TargetingError At(IReadOnlyList<Tested> people, Fraction quota)
    {
        var (poorest, selected) = (Lowest(people, quota, t => t.Welfare), Lowest(people, quota, t => t.Score));
        var both = people.Where((_, i) => poorest[i] && selected[i]).Sum(t => t.Weight);
        var (poor, chosen) = (Weight(people, poorest), Weight(people, selected));
        return new TargetingError(
            quota,
            poorest.Count(p => p),
            selected.Count(s => s),
            1 - (both / poor),
            1 - (both / chosen)
        );
    }

    /// <summary>
    /// Area under the curve of true against false positives: the weighted chance that one of the poorest share has a lower score than
    /// one of the others, a tie counting one half.
    /// </summary>
    /// <returns>Null where everybody, or nobody, is among the poorest: there is nothing to tell apart.</returns>
    public static double? AreaUnderCurve(IReadOnlyList<Tested> people, Fraction quota)
    {
        var poorest = Lowest(people, quota, t => t.Welfare);
        var (area, above) = (new CompensatedSum(), people.Where((_, i) => !poorest[i]).Sum(t => t.Weight));
        var (all, poor) = (above, Weight(people, poorest));
        foreach (
            var tied in people
                .Select((t, i) => (t.Score, t.Weight, Poor: poorest[i], t.Key))
                .OrderBy(t => t.Score)
                .ThenBy(t => t.Key, StringComparer.Ordinal)
                .GroupBy(t => t.Score)
        )
        {
            var others = tied.Where(t => !t.Poor).Sum(t => t.Weight);
            above -= others;
            area.Add(tied.Where(t => t.Poor).Sum(t => t.Weight) * (above + (others / 2)));
        }
        return all > 0 && poor > 0 ? area.Total / (poor * all) : null;
    }

    private static double Weight(IReadOnlyList<Tested> people, bool[] of) =>
        people.Where((_, i) => of[i]).Sum(t => t.Weight);

    /// <summary>The shortest list from the lowest on whose weight reaches the quota.</summary>
    private static bool[] Lowest(IReadOnlyList<Tested> people, Fraction quota, Func<Tested, double> by)
    {
        var taken = new bool[people.Count];
        // Multiplied out, not divided: whole weights are then compared exactly, and a list that is full to the person stays so.
        var (used, denominator) = (0.0, (double)quota.Denominator);
        var wanted = people.Sum(t => t.Weight) * (double)quota.Numerator;
        foreach (
            var i in Enumerable
                .Range(0, people.Count)
                .OrderBy(i => by(people[i]))
                .ThenBy(i => people[i].Key, StringComparer.Ordinal)
        )
        {
            if (used * denominator >= wanted)
                break;
            taken[i] = true;
            used += people[i].Weight;
        }
        return taken;
    }
}
