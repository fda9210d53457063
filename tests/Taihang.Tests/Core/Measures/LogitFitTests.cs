using CsCheck;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>Against R's <c>glm</c> and <c>svyglm</c>, and where no maximum exists.</summary>
public sealed class LogitFitTests
{
    [Fact]
    public void Unweighted_it_is_the_glm_of_R()
    {
        var fit = LogitFit.Of(FitSample.Rows(poor: true, weighted: false), null).Value;
        Same(FitSample.R("logit_plain"), fit.Coefficients, 1e-10);
        Same(FitSample.R("logit_plain_classical"), fit.ClassicalErrors!.Value, 1e-10);
        Assert.Equal(FitSample.R("logit_plain_r2")[0], fit.RSquared, 1e-12);
        Assert.Null(fit.DesignErrors);
    }

    [Theory]
    [InlineData(LonelyPsu.Certain, "certainty")]
    [InlineData(LonelyPsu.Adjust, "adjust")]
    public void Weighted_it_is_the_svyglm_of_R_under_either_rule_for_a_lonely_unit(LonelyPsu lonely, string rule)
    {
        var rows = FitSample.Rows(poor: true, weighted: true);
        var design = new FitDesign(FitSample.Sample, lonely);
        var fit = LogitFit.Of(rows, design).Value;
        Same(FitSample.R("logit"), fit.Coefficients, 1e-10);
        Same(FitSample.R("logit_classical"), fit.ClassicalErrors!.Value, 1e-10);
        Same(FitSample.R($"logit_design_{rule}"), fit.DesignErrors!.Value, 1e-8);
        var linear = LinearFit.Of(FitSample.Rows(poor: false, weighted: true), design).Value;
        Same(FitSample.R("ols"), linear.Coefficients, 1e-10);
        Same(FitSample.R("ols_classical"), linear.ClassicalErrors!.Value, 1e-10);
        Same(FitSample.R($"ols_design_{rule}"), linear.DesignErrors!.Value, 1e-8);
    }

    [Fact]
    public void A_design_that_refuses_a_lonely_unit_gives_no_fit()
    {
        var rows = FitSample.Rows(poor: true, weighted: true);
        var design = new FitDesign(FitSample.Sample, LonelyPsu.Refuse);
        Assert.Equal("TH1011", LogitFit.Of(rows, design).Problems.Single().Code);
        Assert.Equal("TH1011", LinearFit.Of(rows, design).Problems.Single().Code);
    }

    /// <summary>The unit of the weights is nobody's business.</summary>
    [Fact]
    public void Weights_of_another_unit_change_nothing()
    {
        var rows = FitSample.Rows(poor: true, weighted: true);
        var (one, thousand) = (
            LogitFit.Of(rows, null).Value,
            LogitFit.Of([.. rows.Select(r => r with { Weight = r.Weight * 1000 })], null).Value
        );
        Same([.. one.Coefficients], thousand.Coefficients, 1e-11);
        Same([.. one.ClassicalErrors!.Value], thousand.ClassicalErrors!.Value, 1e-11);
    }

    /// <summary>Complete separation: above three is always yes. Quasi-complete: at three there are both.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_predictor_that_parts_yes_from_no_is_named_and_refused(bool both)
    {
        var rows = Enumerable
            .Range(0, 40)
            .Select(i => new FitRow(i % 8 > 3 || (both && i == 3) ? 1 : 0, [i % 8, i * 7 % 5], 1 + (i % 3), 0))
            .ToList();
        var refused = LogitFit.Of(rows, null, ["steps", "noise"]).Problems.Single();
        Assert.Equal("TH1023", refused.Code);
        Assert.Contains("steps", refused.What.En, StringComparison.Ordinal);
    }

    [Fact]
    public void One_answer_only_or_predictors_that_determine_one_another_are_refused()
    {
        var rows = FitSample.Rows(poor: true, weighted: true);
        Assert.Equal("TH1022", LogitFit.Of([.. rows.Select(r => r with { Y = 1 })], null).Problems.Single().Code);
        Assert.Equal("TH1022", LogitFit.Of([.. rows.Select(r => r with { Y = r.Y / 2 })], null).Problems.Single().Code);
        var twice = rows.ConvertAll(r => r with { X = [.. r.X, r.X[0] - r.X[1]] });
        Assert.Equal("TH1021", LogitFit.Of(twice, null).Problems.Single().Code);
    }

    /// <summary>At the maximum what is left over is nothing beside any predictor; where none exists the fit is refused, never made up.</summary>
    [Fact]
    public void At_the_fit_nothing_is_left_beside_any_predictor() =>
        Gen.Select(Gen.Int[0, 4].Array[40], Gen.Bool.Array[40], Gen.Double[0.5, 5].Array[40])
            .Sample(
                (x, y, w) =>
                {
                    var rows = x.Select((v, i) => new FitRow(y[i] ? 1 : 0, [v, v * v], w[i], 0)).ToList();
                    var fit = LogitFit.Of(rows, null);
                    if (!fit.Ok)
                    {
                        Assert.Contains(fit.Problems.Single().Code, new[] { "TH1021", "TH1022", "TH1023" });
                        return;
                    }
                    for (var j = 0; j < 3; j++)
                        Assert.Equal(
                            0,
                            rows.Sum(r =>
                                r.Weight * (r.Y - LogitFit.Chance(fit.Value.Predict(r.X))) * Math.Pow(r.X[0], j)
                            ),
                            1e-6
                        );
                },
                iter: 300
            );

    private static void Same(double[] expected, IReadOnlyList<double> found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Count);
        for (var j = 0; j < expected.Length; j++)
            Assert.Equal(expected[j], found[j], tolerance);
    }
}
