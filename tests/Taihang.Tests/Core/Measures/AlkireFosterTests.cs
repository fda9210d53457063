using System.Text.Json;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class AlkireFosterTests
{
    /// <summary>Alkire and Foster (2011), the worked example: income, schooling, self-rated health, insurance of four people.</summary>
    private static readonly string[][] Achievements =
    [
        ["13.1", "14", "4", "1"],
        ["15.2", "7", "5", "0"],
        ["12.5", "10", "1", "0"],
        ["20", "11", "3", "1"],
    ];

    private static readonly string[] Cutoffs = ["13", "12", "3", "1"];

    private static readonly Gen<(Deprivations Pattern, long Weight)[]> People = Gen.Select(
        Gen.Long[0, 63],
        Gen.Long[1, 9],
        (mask, weight) => (new Deprivations(mask), weight)
    ).Array[1, 40];

    /// <summary>Counting weights 1 to 4 of six indicators.</summary>
    private static readonly Gen<IndicatorWeights> Weights = Gen.Long[1, 4]
        .Array[6]
        .Select(counts => IndicatorWeights.FromCounting([.. counts.Select(count => (Fraction)count)]).Value);

    private static readonly Gen<Fraction> Cuts = Gen.Int[1, 24].Select(n => new Fraction(n, 24));

    [Theory]
    [InlineData("1/4", 0.75, 0.4375, 0.2107371794871795, 0.16589106673241288)]
    [InlineData("2/4", 0.5, 0.375, 0.20552884615384615, 0.1654570389546351)]
    [InlineData("3/4", 0.25, 0.25, 0.11698717948717949, 0.09210634451019066)]
    [InlineData("4/4", 0.25, 0.25, 0.11698717948717949, 0.09210634451019066)]
    public void Equals_the_worked_example_of_the_paper(string k, double h, double m0, double m1, double m2)
    {
        var found = AlkireFosterDepth.Of(Paper(), Oracle.Equal(4), Oracle.Fraction(k), UnknownRule.LeaveOut).Value;
        Oracle.Close(h, found.Counting.Headcount, 1e-12);
        Oracle.Close(m0, found.Counting.AdjustedHeadcount, 1e-12);
        Oracle.Close(m1, found.AdjustedGap, 1e-12);
        Oracle.Close(m2, found.AdjustedSquaredGap, 1e-12);
    }

    [Fact]
    public void Equals_every_number_of_the_shared_worked_example()
    {
        var cases = Oracle.Targeting("af2011-four-person").GetProperty("expected").EnumerateObject().ToList();
        Assert.Equal(5, cases.Count);
        foreach (var given in cases)
        {
            var weights = given.Name.StartsWith("weighted", StringComparison.Ordinal)
                ? IndicatorWeights.FromCounting([2, 1, new Fraction(1, 2), new Fraction(1, 2)]).Value
                : Oracle.Equal(4);
            var k = Oracle.Fraction(
                given
                    .Name[(given.Name.IndexOf("k_", StringComparison.Ordinal) + 2)..]
                    .Replace("_of_", "/", StringComparison.Ordinal)
            );
            var found = AlkireFosterDepth.Of(Paper(), weights, k, UnknownRule.LeaveOut).Value;
            Same(given.Value, found, weights);
        }
    }

    [Fact]
    public void Equals_the_vignette_of_mpitbR()
    {
        // Girela (2025), section 2: five people, four indicators of weight 1/4, k = 1/2.
        var people = Rows(0b0101, 0b0010, 0b1110, 0b0001, 0b0101);
        var found = AlkireFoster.Of(people, Oracle.Equal(4), new Fraction(1, 2), UnknownRule.LeaveOut).Value;
        Oracle.Close(0.6, found.Headcount, 1e-12);
        Oracle.Close(0.5833333333333334, found.Intensity, 1e-12);
        Oracle.Close(0.35, found.AdjustedHeadcount, 1e-12);
        Assert.Equal([0.6, 0.4, 0.6, 0.2], found.Indicators.Select(i => i.Uncensored!.Value));
        Assert.Equal([0.4, 0.2, 0.6, 0.2], found.Indicators.Select(i => i.Censored!.Value));
        double[] percents = [28.571428571428573, 14.285714285714286, 42.857142857142854, 14.285714285714286];
        for (var j = 0; j < 4; j++)
            Oracle.Close(percents[j], found.Indicators[j].PercentContribution, 1e-12);
    }

    [Fact]
    public void Equals_the_shared_vignette_case()
    {
        var given = Oracle.Targeting("af-five-person-four-indicator");
        var rows = given.GetProperty("input").GetProperty("deprivation_matrix").EnumerateArray().Select(Mask).ToArray();
        var weights = Oracle.Equal(4);
        var gaps = rows.Select(mask => new GapRow(
            new(mask),
            [.. Enumerable.Range(0, 4).Select(j => (Fraction)(mask >> j & 1))],
            1
        ));
        var histogram = GapHistogram.From([.. gaps], 4).Value;
        var found = AlkireFosterDepth.Of(histogram, weights, new Fraction(1, 2), UnknownRule.LeaveOut).Value;
        Same(given.GetProperty("expected"), found, weights);
    }

    [Fact]
    public void Nobody_is_poor_and_nobody_is_there_are_two_things()
    {
        var noPoor = AlkireFoster.Of(Rows(0, 0), Oracle.Equal(4), Fraction.One, UnknownRule.LeaveOut).Value;
        Assert.Equal((0.0, null, 0.0), (noPoor.Headcount, noPoor.Intensity, noPoor.AdjustedHeadcount));
        Assert.All(noPoor.Indicators, indicator => Assert.Null(indicator.PercentContribution));
        var nobody = AlkireFoster.Of(MaskHistogram.Empty, Oracle.Equal(4), Fraction.One, UnknownRule.LeaveOut).Value;
        Assert.Null(nobody.Headcount);
        Assert.Null(nobody.Intensity);
        Assert.Null(nobody.AdjustedHeadcount);
        Assert.Null(nobody.UnknownShare);
    }

    [Fact]
    public void Each_way_with_the_unknown_is_named_and_its_share_reported()
    {
        var rows = MaskHistogram.From([(new(0b11), 1), (new(0b01, 0b10), 2), (new(0), 1)]).Value;
        double? Headcount(UnknownRule rule)
        {
            var found = AlkireFoster.Of(rows, Oracle.Equal(2), Fraction.One, rule).Value;
            Assert.Equal(0.5, found.UnknownShare);
            return found.Headcount;
        }
        Assert.Equal(0.5, Headcount(UnknownRule.LeaveOut));
        Assert.Equal(0.25, Headcount(UnknownRule.NotDeprived));
        Assert.Equal(0.75, Headcount(UnknownRule.Deprived));
    }

    [Fact]
    public void Refuses_what_does_not_fit_together()
    {
        var four = Oracle.Equal(4);
        Assert.Equal("TH1005", AlkireFoster.Of(Rows(1), four, 0, UnknownRule.LeaveOut).Problems.Single().Code);
        Assert.Equal(
            "TH1005",
            AlkireFoster.Of(Rows(1), four, new Fraction(9, 8), UnknownRule.LeaveOut).Problems.Single().Code
        );
        Assert.Equal("TH1006", AlkireFoster.Of(Rows(16), four, 1, UnknownRule.LeaveOut).Problems.Single().Code);
        Assert.Equal("TH1007", MaskHistogram.From([(new(1, 1), 1)]).Problems.Single().Code);
        Assert.Equal("TH1000", MaskHistogram.From([(new(1), -1)]).Problems.Single().Code);
        Assert.Equal("TH1009", AlkireFosterDepth.Of(Paper(), four, 1, UnknownRule.Deprived).Problems.Single().Code);
        Assert.Equal("TH1008", GapHistogram.From([new(new(0), [new Fraction(1, 2)], 1)], 1).Problems.Single().Code);
        Assert.Equal("TH1008", GapHistogram.From([new(new(1), [0], 1)], 1).Problems.Single().Code);
    }

    [Fact]
    public void Groups_in_any_order_add_up_to_the_whole() =>
        Gen.Select(People, Weights, Cuts)
            .Sample(
                (people, weights, k) =>
                {
                    var villages = GroupedMasks<int>
                        .From(people.Reverse().Select((row, i) => (i % 7, row.Pattern, row.Weight)))
                        .Value;
                    var counties = villages.Into(village => village % 2);
                    var whole = Measure(people, weights, k);
                    var parts = counties
                        .Groups.Values.Select(group => AlkireFoster.Of(group, weights, k, UnknownRule.LeaveOut).Value)
                        .ToList();
                    Assert.Equal(whole.PoorPoints, parts.Aggregate(0L, (sum, part) => sum + (long)part.PoorPoints));
                    Assert.Equal(whole.Poor, parts.Aggregate(0L, (sum, part) => sum + (long)part.Poor));
                    var again = AlkireFoster.Of(counties.Whole, weights, k, UnknownRule.LeaveOut).Value;
                    Assert.Equal(whole.AdjustedHeadcount, again.AdjustedHeadcount);
                    Assert.Equal(whole.Indicators, again.Indicators);
                }
            );

    private static void Same(JsonElement expected, AlkireFosterDepthMeasures found, IndicatorWeights weights)
    {
        var counting = found.Counting;
        Oracle.Close(Oracle.Number(expected.GetProperty("H")), counting.Headcount, 1e-12);
        Oracle.Close(Oracle.Number(expected.GetProperty("A")), counting.Intensity, 1e-12);
        Oracle.Close(Oracle.Number(expected.GetProperty("M0")), counting.AdjustedHeadcount, 1e-12);
        Oracle.Close(Oracle.Number(expected.GetProperty("M1")), found.AdjustedGap, 1e-12);
        Oracle.Close(Oracle.Number(expected.GetProperty("M2")), found.AdjustedSquaredGap, 1e-12);
        Oracle.Close(Oracle.Number(expected.GetProperty("average_gap_G")), found.AverageGap, 1e-12);
        Oracle.Close(Oracle.Number(expected.GetProperty("average_severity_S")), found.AverageSeverity, 1e-12);
        for (var j = 0; j < weights.Count; j++)
        {
            var indicator = counting.Indicators[j];
            Oracle.Close(expected.GetProperty("uncensored_headcount")[j].GetDouble(), indicator.Uncensored, 1e-12);
            Oracle.Close(expected.GetProperty("censored_headcount")[j].GetDouble(), indicator.Censored, 1e-12);
            Oracle.Close(
                expected.GetProperty("percent_contribution_M0")[j].GetDouble(),
                indicator.PercentContribution,
                1e-12
            );
            Oracle.Close(
                expected.GetProperty("censored_headcount")[j].GetDouble() * weights.Shares[j].ToDouble(),
                indicator.Contribution,
                1e-12
            );
        }
    }

    private static GapHistogram Paper() =>
        GapHistogram
            .From(
                [
                    .. Achievements.Select(person =>
                    {
                        var gaps = person
                            .Zip(Cutoffs, (x, z) => GapHistogram.Gap(Oracle.Fraction(x), Oracle.Fraction(z)))
                            .ToList();
                        var mask = Enumerable.Range(0, 4).Sum(j => gaps[j] > Fraction.Zero ? 1L << j : 0);
                        return new GapRow(new(mask), [.. gaps], 1);
                    }),
                ],
                4
            )
            .Value;

    private static AlkireFosterMeasures Measure(
        (Deprivations Pattern, long Weight)[] people,
        IndicatorWeights weights,
        Fraction k
    ) => AlkireFoster.Of(MaskHistogram.From(people).Value, weights, k, UnknownRule.LeaveOut).Value;

    private static MaskHistogram Rows(params long[] masks) =>
        MaskHistogram.From(masks.Select(mask => (new Deprivations(mask), 1L))).Value;

    private static long Mask(JsonElement row) => row.EnumerateArray().Select((bit, j) => bit.GetInt64() << j).Sum();
}
