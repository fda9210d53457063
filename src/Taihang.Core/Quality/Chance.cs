using MathNet.Numerics;

namespace Taihang.Core.Quality;

/// <summary>How likely it is by chance alone to see as many or more; and how many looks at once are corrected for.</summary>
public static class Chance
{
    /// <summary>P(X >= k) of n trials with probability p.</summary>
    public static double Binomial(int k, int n, double p) =>
        k <= 0 ? 1
        : k > n || p <= 0 ? 0
        : p >= 1 ? 1
        : SpecialFunctions.BetaRegularized(k, n - k + 1, p);

    /// <summary>
    /// The same where the probability itself is uncertain: the mean over a normal distribution of its log odds, by the five-point rule of
    /// Gauss and Hermite.
    /// </summary>
    public static double Binomial(int k, int n, double p, double logOddsDeviation)
    {
        var (sum, centre) = (0.0, Math.Log(p / (1 - p)));
        foreach (var (node, weight) in Hermite)
            sum += weight * Binomial(k, n, 1 / (1 + Math.Exp(-(centre + (node * logOddsDeviation)))));
        return Math.Min(1, sum);
    }

    /// <summary>P(X >= k) of n trials whose probability differs from group to group with mean p and correlation rho within a group.</summary>
    public static double BetaBinomial(int k, int n, double p, double rho)
    {
        if (rho < 1e-9)
            return Binomial(k, n, p);
        if (p is <= 0 or >= 1)
            return k <= 0 || p >= 1 ? 1 : 0;
        var (a, b) = (p * ((1 / rho) - 1), (1 - p) * ((1 / rho) - 1));
        var sum = 0.0;
        for (var x = Math.Max(0, k); x <= n; x++)
            sum += Math.Exp(
                SpecialFunctions.BinomialLn(n, x)
                    + SpecialFunctions.BetaLn(x + a, n - x + b)
                    - SpecialFunctions.BetaLn(a, b)
            );
        return Math.Min(1, sum);
    }

    /// <summary>P(X >= k) of counts with a mean and a variance; negative binomial where they vary more than by chance, else Poisson.</summary>
    public static double Count(int k, double mean, double variance)
    {
        if (k <= 0)
            return 1;
        if (mean <= 0)
            return 0;
        if (variance <= mean * 1.000001)
            return SpecialFunctions.GammaLowerRegularized(k, mean);
        var size = mean * mean / (variance - mean);
        return SpecialFunctions.BetaRegularized(k, size, 1 - (mean / variance));
    }

    /// <summary>
    /// Which of many tests stand so that the expected share of false ones among them is at most <paramref name="share"/>: the step-up
    /// procedure of Benjamini and Hochberg (1995), which also holds where tests of nested places lean the same way.
    /// </summary>
    /// <returns>The greatest p that stands; a negative number where none does.</returns>
    public static double Threshold(IEnumerable<double> tests, double share)
    {
        List<double> sorted = [.. tests.Order()];
        for (var i = sorted.Count; i > 0; i--)
            if (sorted[i - 1] <= share * i / sorted.Count)
                return sorted[i - 1];
        return -1;
    }

    private static readonly (double Node, double Weight)[] Hermite =
    [
        (-2.856970013872806, 0.011257411327721),
        (-1.355626179974266, 0.222075922005613),
        (0, 0.533333333333333),
        (1.355626179974266, 0.222075922005613),
        (2.856970013872806, 0.011257411327721),
    ];
}
