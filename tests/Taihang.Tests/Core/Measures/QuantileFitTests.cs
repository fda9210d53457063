using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>Against R's <c>quantreg</c> (Barrodale and Roberts), and by the proof that every fit carries.</summary>
public sealed class QuantileFitTests
{
    [Theory]
    [InlineData(1, 4, "0.25")]
    [InlineData(1, 2, "0.5")]
    public void Unweighted_it_is_the_rq_of_R(int part, int of, string name)
    {
        var found = QuantileFit.Of(FitSample.Rows(poor: false, weighted: false), new Fraction(part, of), null).Value;
        Same(FitSample.R($"quantile_plain_{name}"), found.Model.Coefficients, 1e-9);
        Same(FitSample.R($"quantile_plain_classical_{name}"), found.Model.ClassicalErrors!.Value, 1e-8);
        Assert.Equal(FitSample.R($"quantile_plain_r1_{name}")[0], found.Model.RSquared, 1e-9);
        Assert.InRange(found.Gap, 0, 1e-8);
    }

    [Theory]
    [InlineData(1, 4, "0.25")]
    [InlineData(1, 2, "0.5")]
    public void Weighted_it_is_the_rq_of_R_with_errors_by_the_design(int part, int of, string name)
    {
        var rows = FitSample.Rows(poor: false, weighted: true);
        foreach (var (lonely, rule) in new[] { (LonelyPsu.Certain, "certainty"), (LonelyPsu.Adjust, "adjust") })
        {
            var design = new FitDesign(FitSample.Sample, lonely);
            var fit = QuantileFit.Of(rows, new Fraction(part, of), design).Value.Model;
            Same(FitSample.R($"quantile_{name}"), fit.Coefficients, 1e-9);
            Same(FitSample.R($"quantile_classical_{name}"), fit.ClassicalErrors!.Value, 1e-8);
            Same(FitSample.R($"quantile_design_{name}_{rule}"), fit.DesignErrors!.Value, 1e-8);
        }
    }

    /// <summary>Few values that lie on each other a great deal: the case that sends a simplex round in circles.</summary>
    [Fact]
    public void The_dual_proves_every_fit_also_where_rows_lie_on_one_another() =>
        Gen.Select(
                Gen.Int[0, 3].Array[60],
                Gen.Int[0, 1].Array[60],
                Gen.Int[0, 4].Array[60],
                Gen.Int[1, 3].Array[60],
                Gen.Int[1, 9]
            )
            .Sample(
                (a, b, y, w, tenth) =>
                {
                    var rows = y.Select((v, i) => new FitRow(v, [a[i], b[i]], w[i], 0)).ToList();
                    var fit = QuantileFit.Of(rows, new Fraction(tenth, 10), null);
                    if (!fit.Ok)
                    {
                        Assert.Equal("TH1021", fit.Problems.Single().Code);
                        return;
                    }
                    Assert.InRange(fit.Value.Gap, 0, 1e-7);
                    // No plane close by does better.
                    var tau = tenth / 10.0;
                    var best = Loss(rows, [.. fit.Value.Model.Coefficients], tau);
                    for (var j = 0; j < 3; j++)
                        foreach (var step in new[] { -0.01, 0.01 })
                            Assert.True(
                                Loss(
                                    rows,
                                    [.. fit.Value.Model.Coefficients.Select((c, k) => k == j ? c + step : c)],
                                    tau
                                )
                                    >= best - 1e-6
                            );
                },
                iter: 200
            );

    /// <summary>With a constant alone it is the weighted quantile.</summary>
    [Fact]
    public void No_more_than_the_share_lies_below_and_no_more_than_the_rest_above()
    {
        var rows = FitSample.Rows(poor: false, weighted: true);
        var fit = QuantileFit.Of(rows, new Fraction(1, 4), null).Value.Model;
        var (all, below, above) = (rows.Sum(r => r.Weight), 0.0, 0.0);
        foreach (var row in rows)
        {
            var error = row.Y - fit.Predict(row.X);
            below += error < -1e-9 ? row.Weight : 0;
            above += error > 1e-9 ? row.Weight : 0;
        }
        Assert.True(below <= all / 4 && above <= all * 3 / 4);
    }

    [Fact]
    public void What_is_no_share_and_what_cannot_be_told_apart_is_refused()
    {
        var rows = FitSample.Rows(poor: false, weighted: true);
        Assert.Equal("TH1025", QuantileFit.Of(rows, Fraction.One, null).Problems.Single().Code);
        var twice = rows.ConvertAll(r => r with { X = [.. r.X, 2 * r.X[0]] });
        Assert.Equal("TH1021", QuantileFit.Of(twice, new Fraction(1, 2), null).Problems.Single().Code);
        Assert.Equal("TH1020", QuantileFit.Of([.. rows.Take(4)], new Fraction(1, 2), null).Problems.Single().Code);
    }

    private static double Loss(List<FitRow> rows, double[] beta, double tau) =>
        rows.Sum(r =>
        {
            var error = r.Y - beta[0] - (beta[1] * r.X[0]) - (beta[2] * r.X[1]);
            return r.Weight * error * (error >= 0 ? tau : tau - 1);
        });

    private static void Same(double[] expected, IReadOnlyList<double> found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Count);
        for (var j = 0; j < expected.Length; j++)
            Assert.Equal(expected[j], found[j], tolerance);
    }
}
