using CsCheck;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class SurveyRatioTests
{
    /// <summary>Two strata of two units each, worked by hand.</summary>
    [Fact]
    public void A_sample_small_enough_for_paper_has_the_error_worked_out_by_hand()
    {
        var sample = SurveySample.Of([("b", "1"), ("a", "1"), ("a", "2"), ("b", "2"), ("a", "1")]);
        Assert.Equal((4, 2), (sample.Units, sample.DegreesOfFreedom));
        // R = 10/40; u is (1, -1.5, 0.5, 0)/40: 2/1 x (1.25^2 + 1.25^2) and 2/1 x (0.25^2 + 0.25^2), over 40 squared.
        var found = Of(sample, [3.5, 1, 3, 2.5], [10, 10, 10, 10])!;
        Assert.Equal(0.25, found.Ratio, 1e-15);
        Assert.Equal(Math.Sqrt((2 * 3.125) + (2 * 0.125)) / 40, found.StandardError, 1e-15);
        var (low, high) = found.Interval(0.95);
        // Student's t with two degrees of freedom: 4.3027.
        Assert.Equal(4.30265273 * found.StandardError, high - found.Ratio, 1e-8);
        Assert.Equal(found.Ratio - low, high - found.Ratio, 1e-15);
    }

    [Fact]
    public void A_stratum_with_one_unit_is_treated_as_its_rule_says()
    {
        var sample = SurveySample.Of([("a", "1"), ("a", "2"), ("b", "1")]);
        double[] parts = [1, 3, 4];
        double[] wholes = [4, 4, 4];
        var refused = SurveyRatio.Of(sample, parts, wholes, LonelyPsu.Refuse);
        Assert.Equal("TH1011", Assert.Single(refused.Problems).Code);
        var certain = SurveyRatio.Of(sample, parts, wholes, LonelyPsu.Certain).Value!;
        var adjusted = SurveyRatio.Of(sample, parts, wholes, LonelyPsu.Adjust).Value!;
        Assert.Equal(2 * 2 / 144.0, certain.StandardError * certain.StandardError, 1e-15);
        // The lonely unit's own u is (4 - 2/3 x 4)/12.
        var own = 4 * (1 - (2 / 3.0)) / 12;
        Assert.Equal(
            (certain.StandardError * certain.StandardError) + (own * own),
            adjusted.StandardError * adjusted.StandardError,
            1e-15
        );
    }

    [Fact]
    public void Nobody_has_no_ratio() => Assert.Null(Of(SurveySample.Of([("a", "1"), ("a", "2")]), [0, 0], [0, 0]));

    [Fact]
    public void A_unit_where_a_subgroup_has_nobody_still_counts()
    {
        var whole = Of(SurveySample.Of([("a", "1"), ("a", "2"), ("a", "3")]), [1, 3, 0], [4, 4, 0])!;
        var cut = Of(SurveySample.Of([("a", "1"), ("a", "2")]), [1, 3], [4, 4])!;
        Assert.Equal(cut.Ratio, whole.Ratio);
        Assert.NotEqual(cut.StandardError, whole.StandardError);
    }

    [Fact]
    public void Scaling_every_weight_changes_neither_ratio_nor_error() =>
        Gen.Select(Gen.Double[0, 9].Array[6], Gen.Double[1, 9].Array[6], Gen.Double[0.1, 50])
            .Sample(
                (parts, wholes, scale) =>
                {
                    var sample = SurveySample.Of(Enumerable.Range(0, 6).Select(i => (i < 3 ? "a" : "b", $"{i}")));
                    var (one, other) = (
                        Of(sample, parts, wholes)!,
                        Of(sample, [.. parts.Select(p => p * scale)], [.. wholes.Select(w => w * scale)])!
                    );
                    Assert.Equal(one.Ratio, other.Ratio, 1e-12);
                    Assert.Equal(one.StandardError, other.StandardError, 1e-12);
                }
            );

    [Fact]
    public void The_strata_where_a_subgroup_has_somebody_say_the_same_to_the_last_bit() =>
        Gen.Select(
                Gen.Double[0, 9].Array[12],
                Gen.Double[1, 9].Array[12],
                Gen.Bool.Array[12],
                Gen.Bool.Select(all => all ? LonelyPsu.Adjust : LonelyPsu.Certain)
            )
            .Sample(
                (parts, wholes, inside, lonely) =>
                {
                    // Strata of 1, 2, 3 and 6 units.
                    var sample = SurveySample.Of(
                        Enumerable
                            .Range(0, 12)
                            .Select(i =>
                                (
                                    i < 1 ? "a"
                                    : i < 3 ? "b"
                                    : i < 6 ? "c"
                                    : "d",
                                    $"{i:00}"
                                )
                            )
                    );
                    double[] a = [.. parts.Select((p, i) => inside[i] ? p : 0)];
                    double[] b = [.. wholes.Select((w, i) => inside[i] ? w : 0)];
                    var (part, places) = sample.StrataOf(Enumerable.Range(0, 12).Where(i => inside[i]));
                    double[] Within(double[] all)
                    {
                        var kept = new double[part.Units];
                        for (var unit = 0; unit < all.Length; unit++)
                            if (places[unit] >= 0)
                                kept[places[unit]] = all[unit];
                            else
                                Assert.Equal(0, all[unit]);
                        return kept;
                    }
                    Assert.Equal(
                        SurveyRatio.Of(sample, a, b, lonely).Value,
                        SurveyRatio.Of(part, Within(a), Within(b), lonely).Value
                    );
                }
            );

    [Fact]
    public void Units_where_a_subgroup_has_nobody_are_left_out_only_with_their_whole_stratum()
    {
        var sample = SurveySample.Of([("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]);
        var (part, places) = sample.StrataOf([3]);
        Assert.Equal((2, 2), (part.Units, part.DegreesOfFreedom));
        Assert.Equal([-1, -1, 0, 1], places);
    }

    private static RatioEstimate? Of(SurveySample sample, double[] parts, double[] wholes) =>
        SurveyRatio.Of(sample, parts, wholes, LonelyPsu.Refuse).Value;
}
