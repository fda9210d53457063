namespace Taihang.Core.Quality;

/// <summary>So many of a group's households have something.</summary>
public sealed record GroupShare(int RegionNo, int With, int Of);

/// <summary>A group that has it more often than the rest of the county.</summary>
/// <param name="Rest">Share in the rest of the county.</param>
public sealed record GroupBeyond(GroupShare Group, double Rest, double P)
{
    public double Expected => Group.Of * Rest;
}

/// <summary>
/// Whether a village has something more often than the rest of its county does: a beta-binomial tail, for honest villages differ too. How much
/// they differ is read from the middle of them (the median of the squared residuals over that of a chi-squared), which a few odd ones do
/// not move.
/// </summary>
public static class ShareAgainstRest
{
    /// <summary>Median of a chi-squared with one degree of freedom.</summary>
    private const double MedianChiSquared = 0.4549364;

    /// <summary>Relative standard error of the median of one such chi-squared.</summary>
    private const double OfMedian = 2.33;
    private const int LeastOf = 8;

    public static IReadOnlyList<GroupBeyond> Tests(IReadOnlyList<GroupShare> groups)
    {
        var (all, with) = (groups.Sum(g => (long)g.Of), groups.Sum(g => (long)g.With));
        List<GroupShare> large = [.. groups.Where(g => g.Of >= LeastOf && all - g.Of >= 5 * LeastOf)];
        if (large.Count == 0)
            return [];
        double Rest(GroupShare g) => (with - g.With + 0.5) / (all - g.Of + 1);
        var residuals = large
            .Select(g => Math.Pow(g.With - (g.Of * Rest(g)), 2) / (g.Of * Rest(g) * (1 - Rest(g))))
            .Order()
            .ToList();
        // With the standard error of that median: a few villages say little of how much villages differ.
        var spread =
            Math.Max(1, residuals[residuals.Count / 2] / MedianChiSquared)
            * (1 + (OfMedian / Math.Sqrt(residuals.Count)));
        var size = large.Average(g => (double)g.Of);
        var rho = size <= 1 ? 0 : Math.Clamp((spread - 1) / (size - 1), 0, 0.9);
        return [.. large.Select(g => new GroupBeyond(g, Rest(g), Chance.BetaBinomial(g.With, g.Of, Rest(g), rho)))];
    }

    public static IReadOnlyList<GroupBeyond> Standing(IReadOnlyList<GroupShare> groups, QualityRules rules)
    {
        var tests = Tests(groups);
        var threshold = Chance.Threshold(tests.Select(t => t.P), rules.FalseShare);
        return
        [
            .. tests.Where(t =>
                t.P <= threshold
                && t.Group.With - t.Expected >= rules.LeastExcess
                && t.Group.With >= rules.LeastRatio * t.Expected
            ),
        ];
    }
}
