using CsCheck;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class LinearFitTests
{
    /// <summary>Anscombe's first quartet (1973, The American Statistician 27:17-21): y = 3.0001 + 0.5001 x, R² 0.6665, errors 1.1247 and 0.1179.</summary>
    [Fact]
    public void Anscombes_first_set_gives_the_line_that_he_printed()
    {
        double[] x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
        double[] y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
        var fit = LinearFit.Of([.. x.Zip(y, (a, b) => new FitRow(b, [a], 1, 0))], null).Value;
        Assert.Equal(3.0000909, fit.Coefficients[0], 1e-7);
        Assert.Equal(0.5000909, fit.Coefficients[1], 1e-7);
        Assert.Equal(1.1247468, fit.ClassicalErrors!.Value[0], 1e-7);
        Assert.Equal(0.1179055, fit.ClassicalErrors!.Value[1], 1e-7);
        Assert.Equal(0.6665425, fit.RSquared, 1e-7);
        Assert.Null(fit.DesignErrors);
    }

    /// <summary>A constant, a count and its square of very different sizes: the case that spoils plain normal equations.</summary>
    [Fact]
    public void A_plane_without_noise_is_found_to_the_last_digits() =>
        Gen.Select(Gen.Double[-9, 9].Array[3], Gen.Int[1, 30].Array[40], Gen.Double[0.5, 200].Array[40])
            .Where((_, x, _) => x.Distinct().Count() > 4)
            .Sample(
                (beta, x, w) =>
                {
                    var rows = x.Zip(w, (n, weight) => Row(beta, n, weight)).ToList();
                    var fit = LinearFit.Of(rows, null).Value;
                    for (var j = 0; j < 3; j++)
                        Assert.Equal(beta[j], fit.Coefficients[j], 1e-8);
                },
                iter: 500
            );

    [Fact]
    public void Predictors_that_determine_one_another_are_refused()
    {
        var rows = Enumerable.Range(0, 20).Select(i => new FitRow(i % 7, [i % 3, 1 - (i % 3)], 1, 0)).ToList();
        var refused = LinearFit.Of(rows, null, ["one", "other"]).Problems.Single();
        Assert.Equal("TH1021", refused.Code);
        Assert.Contains("\"other\"", refused.What.En, StringComparison.Ordinal);
        Assert.Equal("TH1021", LinearFit.Of([.. rows.Select(r => r with { X = [0] })], null).Problems.Single().Code);
        Assert.Equal("TH1020", LinearFit.Of([.. rows.Take(3)], null).Problems.Single().Code);
        Assert.Equal("TH1020", LinearFit.Of([], null).Problems.Single().Code);
    }

    private static FitRow Row(double[] beta, int n, double weight) =>
        new(beta[0] + (beta[1] * n) + (beta[2] * n * n), [n, n * n], weight, 0);
}
