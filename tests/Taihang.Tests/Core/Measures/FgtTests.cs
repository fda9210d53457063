using System.Numerics;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class FgtTests
{
    private static readonly Gen<WeightedWelfare[]> People = Gen.Select(
        Gen.Long[0, 3_000],
        Gen.Long[1, 50],
        (welfare, weight) => new WeightedWelfare(welfare, weight)
    ).Array[1, 40];

    /// <summary>Haughton and Khandker, Handbook on Poverty and Inequality (World Bank 2009), chapter 4; line 125.</summary>
    [Theory]
    [InlineData(new long[] { 100, 110, 150, 160 }, 0.5, 0.08, 0.0136)]
    [InlineData(new long[] { 99, 101, 150, 150 }, 0.5, 0.1, 0.020032)]
    [InlineData(new long[] { 79, 121, 150, 150 }, 0.5, 0.1, 0.034112)]
    public void Equals_the_handbook(long[] incomes, double p0, double p1, double p2)
    {
        var found = Fgt.Of(Oracle.Incomes(incomes), 125, LineRule.PoorBelow);
        Oracle.Close(p0, found.P0, 1e-15);
        Oracle.Close(p1, found.P1, 1e-15);
        Oracle.Close(p2, found.P2, 1e-15);
    }

    [Fact]
    public void Equals_the_shared_boundary_cases()
    {
        foreach (var given in Oracle.Targeting("fgt-boundaries").GetProperty("cases").EnumerateArray())
        {
            var welfare = DecimalScale
                .ToIntegers([
                    .. given.GetProperty("y").EnumerateArray().Select(y => y.GetDecimal()),
                    given.GetProperty("z").GetDecimal(),
                ])
                .Value.Values;
            var weights = given.GetProperty("w").EnumerateArray().Select(w => w.GetInt64());
            var distribution = WelfareDistribution
                .From(welfare.Zip(weights, (y, w) => new WeightedWelfare(y, w)))
                .Value;
            var found = Fgt.Of(distribution, welfare[^1], LineRule.PoorBelow);
            var values = new Dictionary<string, double?>
            {
                ["P0"] = found.P0,
                ["P1"] = found.P1,
                ["P2"] = found.P2,
            };
            var expected = given.GetProperty("expected").EnumerateObject().ToList();
            Assert.NotEmpty(expected);
            foreach (var measure in expected)
                Oracle.Close(measure.Value.GetDouble(), values[measure.Name], 1e-9);
        }
    }

    [Fact]
    public void Someone_exactly_on_the_line_is_poor_only_where_the_method_says_so()
    {
        var people = Oracle.Incomes(125, 124);
        Assert.Equal(0.5, Fgt.Of(people, 125, LineRule.PoorBelow).P0);
        Assert.Equal(1, Fgt.Of(people, 125, LineRule.PoorAtOrBelow).P0);
    }

    [Fact]
    public void The_measures_of_nobody_are_not_defined()
    {
        var nobody = WelfareDistribution.From([new(5, 0)]).Value;
        var found = Fgt.Of(nobody, 100, LineRule.PoorBelow);
        Assert.Null(found.P0);
        Assert.Null(found.P1);
        Assert.Null(found.P2);
        Assert.Null(Gini.Of(nobody, GiniForm.Population));
        Assert.Null(MeanLogDeviation.Of(nobody, NonPositiveRule.AddsNothing));
        Assert.Null(Watts.Of(nobody, 100, LineRule.PoorBelow, NonPositiveRule.AddsNothing));
        Assert.Null(Quantile.Of(nobody, new Fraction(1, 2), QuantileRule.LowestReaching));
        Assert.Null(Lorenz.At(nobody, new Fraction(1, 2)));
    }

    [Fact]
    public void Refuses_a_negative_weight() =>
        Assert.Equal("TH1000", WelfareDistribution.From([new(5, 1), new(5, -1)]).Problems.Single().Code);

    [Fact]
    public void Sums_hold_where_128_bits_do_not()
    {
        const long line = long.MaxValue / 2;
        var levels = Enumerable.Range(0, 9).Select(i => i - line).ToList();
        var people = WelfareDistribution.From(levels.Select(y => new WeightedWelfare(y, long.MaxValue))).Value;
        var found = Fgt.Of(people, line, LineRule.PoorBelow);
        var gaps = levels.Select(y => new Fraction(line - (BigInteger)y, line)).ToList();
        Assert.Equal(gaps.Aggregate((a, b) => a + b) * long.MaxValue, found.Gaps);
        Assert.Equal(gaps.Select(gap => gap * gap).Aggregate((a, b) => a + b) * long.MaxValue, found.SquaredGaps);
        Assert.Equal(1, found.P0);
    }

    [Fact]
    public void Copying_every_row_changes_no_rate() =>
        People.Sample(people =>
        {
            var once = All(people);
            var twice = All([.. people, .. people]);
            Assert.Equal((once.P0, once.P1, once.P2), (twice.P0, twice.P1, twice.P2));
        });

    [Fact]
    public void Scaling_income_and_line_changes_nothing() =>
        Gen.Select(People, Gen.Long[1, 1_000])
            .Sample(
                (people, factor) =>
                {
                    var scaled = people.Select(p => p with { Welfare = p.Welfare * factor });
                    var plain = All(people);
                    var found = All([.. scaled], 1_000 * factor);
                    Assert.Equal((plain.P0, plain.P1, plain.P2), (found.P0, found.P1, found.P2));
                }
            );

    [Fact]
    public void Raising_the_income_of_the_non_poor_changes_nothing() =>
        People.Sample(people =>
            Assert.Equal(
                All(people),
                All([.. people.Select(p => p.Welfare >= 1_000 ? p with { Welfare = p.Welfare + 777 } : p)])
            )
        );

    [Fact]
    public void Lowering_a_poor_income_raises_the_gaps_and_leaves_the_headcount() =>
        People.Sample(people =>
        {
            WeightedWelfare[] before = [.. people, new(500, 3)];
            WeightedWelfare[] after = [.. people, new(499, 3)];
            var (was, now) = (All(before), All(after));
            Assert.Equal(was.Poor, now.Poor);
            Assert.True(now.Gaps > was.Gaps && now.SquaredGaps > was.SquaredGaps);
        });

    [Fact]
    public void A_progressive_transfer_among_the_poor_lowers_only_severity() =>
        People.Sample(people =>
        {
            var was = All([.. people, new(200, 2), new(900, 2)]);
            var now = All([.. people, new(300, 2), new(800, 2)]);
            Assert.Equal((was.Poor, was.Gaps), (now.Poor, now.Gaps));
            Assert.True(now.SquaredGaps < was.SquaredGaps);
        });

    [Fact]
    public void A_nation_is_the_sum_of_its_regions_in_any_order() =>
        Gen.Select(People, Gen.Int[1, 5])
            .Sample(
                (people, regions) =>
                {
                    var parts = people
                        .Select((person, i) => (person, i))
                        .GroupBy(pair => pair.i % regions, pair => pair.person)
                        .Select(region => All([.. region.Reverse()]));
                    Assert.Equal(All(people), parts.Aggregate(FgtSums.Nobody, (a, b) => a + b));
                }
            );

    [Fact]
    public void Deflating_incomes_is_the_same_as_raising_the_line() =>
        People.Sample(people =>
        {
            // Prices are 5/4 of the base year's: income·4 against line·4 at base prices is income against line·5/4, in fifths.
            var atCurrentLine = All([.. people.Select(p => p with { Welfare = p.Welfare * 4 })], 5_000);
            var deflated = All([.. people.Select(p => p with { Welfare = p.Welfare * 16 })], 20_000);
            Assert.Equal(
                (atCurrentLine.P0, atCurrentLine.P1, atCurrentLine.P2),
                (deflated.P0, deflated.P1, deflated.P2)
            );
        });

    private static FgtSums All(WeightedWelfare[] people, long line = 1_000) =>
        Fgt.Of(WelfareDistribution.From(people).Value, line, LineRule.PoorBelow);
}
