using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class FgtTests
{
    /// <summary>Haughton and Khandker, Handbook on Poverty and Inequality (World Bank 2009), chapter 4.</summary>
    [Fact]
    public void Equals_the_handbook()
    {
        var handbook = Oracle.Targeting("fgt-haughton-khandker");
        var line = handbook.GetProperty("input").GetProperty("poverty_line").GetInt64();
        var countries = handbook.GetProperty("cases").EnumerateArray().ToList();
        Assert.Equal(3, countries.Count);
        foreach (var country in countries)
        {
            var incomes = country.GetProperty("expenditure").EnumerateArray().Select(y => y.GetInt64());
            var found = Fgt.Of(Oracle.Incomes([.. incomes]), line, LineRule.PoorBelow);
            var expected = country.GetProperty("expected");
            Oracle.Close(expected.GetProperty("P0").GetDouble(), found.P0, 1e-15);
            Oracle.Close(expected.GetProperty("P1").GetDouble(), found.P1, 1e-15);
            Oracle.Close(expected.GetProperty("P2").GetDouble(), found.P2, 1e-15);
        }
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
}
