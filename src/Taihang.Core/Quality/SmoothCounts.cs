using MathNet.Numerics.LinearAlgebra;

namespace Taihang.Core.Quality;

/// <summary>
/// What counts in equal bins around a line would be if nothing happened at the line: a Poisson regression of the bins away from it on a
/// cubic in the distance, with terms for bins that hold round numbers (Chetty et al. 2011; round numbers as in Kleven and Waseem 2013).
/// </summary>
/// <param name="Under">Expected just under the line.</param>
/// <param name="Over">Expected just over it.</param>
/// <param name="Deviation">Standard deviation of the log of the ratio of the two: of the fit, and of what bins vary beyond chance.</param>
public sealed record SmoothCounts(double Under, double Over, double Deviation)
{
    private const int Steps = 60;

    /// <summary>Keeps a term that the bins say nothing about at nothing.</summary>
    private const double Ridge = 1e-3;

    public double ShareUnder => Under / (Under + Over);

    /// <param name="bins">Count and terms of each bin away from the line.</param>
    /// <param name="under">Terms of the bins just under the line; <paramref name="over"/> likewise.</param>
    /// <returns>Null where the fit does not settle.</returns>
    public static SmoothCounts? Fit(
        IReadOnlyList<(double Count, double[] Terms)> bins,
        IReadOnlyList<double[]> under,
        IReadOnlyList<double[]> over
    )
    {
        var width = bins[0].Terms.Length;
        var terms = Matrix<double>.Build.DenseOfRows(bins.Select(b => b.Terms));
        var counts = Vector<double>.Build.DenseOfEnumerable(bins.Select(b => b.Count));
        var at = Vector<double>.Build.Dense(width);
        at[0] = Math.Log(Math.Max(0.5, counts.Average()));
        var penalty = Matrix<double>.Build.DiagonalOfDiagonalArray([0, .. Enumerable.Repeat(Ridge, width - 1)]);
        Matrix<double>? information = null;
        for (var step = 0; step < Steps; step++)
        {
            var mean = (terms * at).Map(x => Math.Exp(Math.Clamp(x, -20, 20)));
            information = terms.TransposeThisAndMultiply(terms.MapIndexed((r, _, x) => x * mean[r])) + penalty;
            var move = information.Solve(terms.TransposeThisAndMultiply(counts - mean) - (penalty * at));
            if (move.Any(x => !double.IsFinite(x)))
                return null;
            at += move;
            if (move.L2Norm() < 1e-8)
                break;
        }
        var fitted = (terms * at).Map(x => Math.Exp(Math.Clamp(x, -20, 20)));
        var beyond = Math.Max(
            1,
            (counts - fitted).PointwisePower(2).PointwiseDivide(fitted + 0.5).Sum() / Math.Max(1, bins.Count - width)
        );
        var (low, high) = (Expected(under, at), Expected(over, at));
        if (low.Sum <= 0 || high.Sum <= 0)
            return null;
        var contrast = low.Slope - high.Slope;
        var variance =
            (beyond * contrast.DotProduct(information!.Solve(contrast)))
            + ((beyond - 1) * ((1 / low.Sum) + (1 / high.Sum)));
        return double.IsFinite(variance) ? new SmoothCounts(low.Sum, high.Sum, Math.Sqrt(Math.Max(0, variance))) : null;
    }

    /// <returns>The sum, and how its logarithm moves with each coefficient.</returns>
    private static (double Sum, Vector<double> Slope) Expected(IReadOnlyList<double[]> bins, Vector<double> at)
    {
        var (sum, slope) = (0.0, Vector<double>.Build.Dense(at.Count));
        foreach (var bin in bins)
        {
            var terms = Vector<double>.Build.DenseOfArray(bin);
            var mean = Math.Exp(Math.Clamp(terms.DotProduct(at), -20, 20));
            sum += mean;
            slope += terms * mean;
        }
        return (sum, slope / sum);
    }
}
