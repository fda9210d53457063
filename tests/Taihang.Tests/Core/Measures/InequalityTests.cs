using System.Text.Json;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class InequalityTests
{
    private static readonly Gen<long[]> Incomes = Gen.Long[1, 100_000].Array[2, 40];

    public static TheoryData<string> Surveys =>
        new("ABC_2000_income", "ABC_2010_income", "DEF_2000_consumption", "GHI_2000_income", "GHI_2000_consumption");

    [Theory]
    [MemberData(nameof(Surveys))]
    public void Equals_the_statistics_published_with_wbpip(string survey)
    {
        var (people, unit) = Survey(survey);
        var published = Statistics(survey);
        Assert.Equal(published.GetProperty("nobs").GetInt32(), people.Observations);
        Oracle.Close(published.GetProperty("gini").GetDouble(), Gini.Of(people, GiniForm.Population), 1e-9);
        Oracle.Close(
            published.GetProperty("mld").GetDouble(),
            MeanLogDeviation.Of(people, NonPositiveRule.CountedAs(unit)),
            1e-9
        );
        Oracle.Close(
            published.GetProperty("mean_weighted_measure").GetDouble(),
            people.Mean!.Value.ToDouble() / unit,
            1e-9
        );
    }

    [Theory]
    [MemberData(nameof(Surveys))]
    public void Every_published_Lorenz_point_lies_on_the_curve(string survey)
    {
        var (people, unit) = Survey(survey);
        var points = Statistics(survey).GetProperty("lorenz").EnumerateArray().ToList();
        Assert.Equal(100, points.Count);
        for (var i = 0; i < points.Count; i++)
        {
            var share = points[i].GetProperty("lorenz_weight").GetDecimal();
            Assert.True(Fraction.TryParse(share.ToString(), out var exact));
            Oracle.Close(points[i].GetProperty("lorenz_weighted_measure").GetDouble(), Lorenz.At(people, exact), 1e-11);
            Oracle.Close(
                points[i].GetProperty("measure").GetDouble(),
                Quantile.Of(people, new Fraction(i + 1, 100), QuantileRule.LowestReaching)!.Value.ToDouble() / unit,
                1e-12
            );
        }
    }

    [Fact]
    public void Equals_the_poverty_measures_published_with_wbpip()
    {
        foreach (var given in Oracle.Targeting("worldbank-wbpip").GetProperty("cases").EnumerateArray())
        {
            var name = Path.GetFileName(given.GetProperty("file").GetString()!)
                .Replace(".csv.gz", "", StringComparison.Ordinal);
            var (people, unit) = Survey(name);
            var computed = given.GetProperty("computed");
            var half = (long)(people.Mean!.Value / 2).ToDouble();
            Same(computed.GetProperty("fgt_at_half_weighted_mean"), Fgt.Of(people, half, LineRule.PoorBelow), 1e-9);
            if (!computed.TryGetProperty("watts", out var watts))
                continue;
            var published = given.GetProperty("published").GetProperty("fgt_at_unweighted_mean");
            var line = (long)(published.GetProperty("z").GetDecimal() * unit);
            Same(published, Fgt.Of(people, line, LineRule.PoorBelow), 1e-7);
            Same(computed.GetProperty("fgt_at_unweighted_mean"), Fgt.Of(people, line, LineRule.PoorBelow), 1e-12);
            var found = Watts.Of(people, line, LineRule.PoorBelow, NonPositiveRule.AddsNothing);
            Oracle.Close(published.GetProperty("watts").GetDouble(), found, 1e-7);
            Oracle.Close(watts.GetDouble(), found, 1e-12);
            Assert.Null(Watts.Of(people, line, LineRule.PoorBelow, NonPositiveRule.NotDefined));
        }
    }

    [Fact]
    public void The_two_forms_of_the_Gini_differ_and_are_named()
    {
        var oneOwner = Oracle.Incomes(0, 0, 0, 12);
        Assert.Equal(0.75, Gini.Of(oneOwner, GiniForm.Population));
        Assert.Equal(1, Gini.Of(oneOwner, GiniForm.SmallSample));
        Assert.Null(Gini.Of(Oracle.Incomes(7), GiniForm.SmallSample));
        Assert.Null(Gini.Of(Oracle.Incomes(-1, 7), GiniForm.Population));
        Assert.Null(Gini.Of(Oracle.Incomes(0, 0), GiniForm.Population));
    }

    [Fact]
    public void Equal_incomes_are_equal() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Int[1, 50])
            .Sample(
                (income, count) =>
                {
                    var people = Oracle.Incomes([.. Enumerable.Repeat(income, count)]);
                    Assert.Equal(0, Gini.Of(people, GiniForm.Population));
                    Assert.Equal(0, MeanLogDeviation.Of(people, NonPositiveRule.NotDefined));
                    Assert.Equal(0.25, Lorenz.At(people, new Fraction(1, 4)));
                }
            );

    [Fact]
    public void The_Gini_is_the_mean_difference_over_twice_the_mean() =>
        Incomes.Sample(incomes =>
        {
            var differences = incomes.Sum(a => incomes.Sum(b => (decimal)Math.Abs(a - b)));
            var definition = (double)(differences / (2m * incomes.Length * incomes.Sum()));
            Oracle.Close(definition, Gini.Of(Oracle.Incomes(incomes), GiniForm.Population), 1e-12);
        });

    [Fact]
    public void Logarithms_add_up_to_the_same_bits_in_any_order() =>
        Gen.Select(Incomes, Gen.Int)
            .Sample(
                (incomes, seed) =>
                {
                    long[] shuffled = [.. incomes];
                    new Random(seed).Shuffle(shuffled);
                    Assert.Equal(
                        MeanLogDeviation.Of(Oracle.Incomes(incomes), NonPositiveRule.NotDefined),
                        MeanLogDeviation.Of(Oracle.Incomes(shuffled), NonPositiveRule.NotDefined)
                    );
                }
            );

    [Fact]
    public void The_median_of_an_even_number_depends_on_the_named_rule()
    {
        var people = Oracle.Incomes(1, 2, 4, 9);
        Assert.Equal((Fraction)2, Quantile.Of(people, new Fraction(1, 2), QuantileRule.LowestReaching));
        Assert.Equal((Fraction)3, Quantile.Of(people, new Fraction(1, 2), QuantileRule.HalfwayWhenExact));
        Assert.Equal((Fraction)9, Quantile.Of(people, Fraction.One, QuantileRule.HalfwayWhenExact));
    }

    [Fact]
    public void Decimals_become_integers_without_loss_or_are_refused()
    {
        var scaled = DecimalScale.ToIntegers([0.5m, 2.250m, -3m]).Value;
        Assert.Equal([50, 225, -300], scaled.Values);
        Assert.Equal(100, scaled.UnitsPerOne);
        Assert.Equal("TH1010", DecimalScale.ToIntegers([1e12m, 0.000000001m]).Problems.Single().Code);
        Assert.Equal("TH1010", DecimalScale.ToIntegers([0.0000000000000000001m]).Problems.Single().Code);
    }

    private static void Same(JsonElement expected, FgtSums found, double tolerance)
    {
        Oracle.Close(expected.GetProperty("P0").GetDouble(), found.P0, tolerance);
        Oracle.Close(expected.GetProperty("P1").GetDouble(), found.P1, tolerance);
        Oracle.Close(expected.GetProperty("P2").GetDouble(), found.P2, tolerance);
    }

    private static (WelfareDistribution Distribution, long UnitsPerOne) Survey(string name) =>
        Oracle.Survey(Repository.Oracle($"wbpip/{name}.csv.gz"));

    private static JsonElement Statistics(string name)
    {
        var path = Repository.Oracle($"wbpip/{name}.stats.json");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("stats");
    }
}
