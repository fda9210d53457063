using CsCheck;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class FurtherMeasuresTests
{
    private static readonly Gen<long[]> Incomes = Gen.Long[1, 100_000].Array[2, 40];

    /// <summary>Of 1, 2 and 4 the means are 7/3, 2 and 12/7: worked out by hand.</summary>
    [Theory]
    [InlineData(0.5, 0.07212945836959206)]
    [InlineData(1, 1.0 / 7)]
    [InlineData(2, 1 - (36.0 / 49))]
    public void Atkinson_of_three_incomes_is_that_worked_out_by_hand(double aversion, double expected) =>
        Assert.Equal(expected, Atkinson.Of(Of(1, 2, 4), aversion)!.Value, 1e-14);

    [Fact]
    public void Theil_of_three_incomes_is_that_worked_out_by_hand() =>
        Assert.Equal(0.1429123975555753, Theil.Of(Of(1, 2, 4))!.Value, 1e-14);

    [Fact]
    public void At_an_aversion_of_one_Atkinson_is_the_mean_log_deviation_in_another_form() =>
        Incomes.Sample(incomes =>
            Oracle.Close(
                1 - Math.Exp(-MeanLogDeviation.Of(Of(incomes), NonPositiveRule.NotDefined)!.Value),
                Atkinson.Of(Of(incomes), 1),
                1e-9
            )
        );

    [Fact]
    public void Inequality_grows_with_aversion_and_lies_between_nought_and_one() =>
        Incomes.Sample(incomes =>
        {
            var people = Of(incomes);
            var (little, much) = (Atkinson.Of(people, 0.5)!.Value, Atkinson.Of(people, 2)!.Value);
            Assert.InRange(little, -1e-12, much + 1e-12);
            Assert.True(much < 1);
            Assert.True(Theil.Of(people) >= -1e-12);
        });

    [Fact]
    public void An_income_of_nought_leaves_what_needs_its_logarithm_undefined()
    {
        Assert.Null(Atkinson.Of(Of(0, 5), 1));
        Assert.NotNull(Atkinson.Of(Of(0, 5), 0.5));
        Assert.Equal(Math.Log(2), Theil.Of(Of(0, 5))!.Value, 1e-14);
        Assert.Null(Theil.Of(Of(-1, 5)));
        Assert.Null(Atkinson.Of(Of(), 1));
    }

    /// <summary>The handbook's four incomes at 125: gaps 25, 15, 0, 0, P1 = 0.08 and a Gini of the gaps of 9/16.</summary>
    [Fact]
    public void Sen_Shorrocks_Thon_is_the_gap_times_its_inequality()
    {
        var sst = SenShorrocksThon.Of(new long[] { 25, 15, 0, 0 }.Select(g => new WeightedWelfare(g, 1)), 0.08);
        Assert.Equal(0.125, sst.Value!.Value, 1e-14);
        Assert.Equal(0, SenShorrocksThon.Of([new WeightedWelfare(0, 3)], 0).Value);
    }

    /// <summary>The example in the documentation of SciPy's kendalltau.</summary>
    [Fact]
    public void Kendalls_tau_allows_for_ties() =>
        Assert.Equal(-0.47140452079103173, RankAgreement.Of([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]).Kendall!.Value, 1e-14);

    /// <summary>The example in the documentation of SciPy's spearmanr.</summary>
    [Fact]
    public void Spearmans_rho_takes_mean_ranks() =>
        Assert.Equal(0.82078268166812329, RankAgreement.Of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]).Spearman!.Value, 1e-14);

    [Fact]
    public void Pairs_that_the_first_does_not_tell_apart_are_not_asked_of_the_second()
    {
        Assert.Equal(0.5, RankAgreement.Of([1, 2, 2], [5, 3, 9]).PairsKept);
        Assert.Null(RankAgreement.Of([1, 1], [2, 3]).PairsKept);
        Assert.Null(RankAgreement.Of([1, 1], [2, 3]).Kendall);
    }

    [Fact]
    public void A_change_and_its_errors_are_those_of_the_delta_method()
    {
        var change = EstimateChange.Of((0.5, 0.01), (0.4, 0.01), 5);
        Assert.Equal(-0.1, change.Absolute, 1e-15);
        Assert.Equal(Math.Sqrt(2) * 0.01, change.AbsoluteError!.Value, 1e-15);
        Assert.Equal(-0.2, change.Relative!.Value, 1e-15);
        Assert.Equal(0.02561249694973, change.RelativeError!.Value, 1e-13);
        Assert.Equal(-0.02, change.AnnualAbsolute, 1e-15);
        Assert.Equal(-0.043647500209963, change.AnnualRelative!.Value, 1e-14);
        Assert.Equal(0.006123643870934746, change.AnnualRelativeError!.Value, 1e-13);
        Assert.Null(EstimateChange.Of((0, null), (0.4, null), 5).Relative);
    }

    private static WelfareDistribution Of(params long[] incomes) =>
        WelfareDistribution.From(incomes.Select(i => new WeightedWelfare(i, 1))).Value;
}
