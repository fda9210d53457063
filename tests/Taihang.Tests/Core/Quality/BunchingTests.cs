using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Xunit;

namespace Taihang.Tests.Core.Quality;

public sealed class BunchingTests
{
    private const int Counties = 200;

    /// <summary>The rate that docs/quality.md states: honest counties of 3,600 households, 87 groups each.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.6)]
    public void Honest_counties_are_hardly_ever_asked(double heaped)
    {
        var asked = 0;
        for (var seed = 0UL; seed < Counties; seed++)
        {
            var values = MadeCounty.Honest(seed, heaped);
            asked += MadeCounty.Asked(MadeCounty.Line(), values).Count > 0 ? 1 : 0;
        }
        Assert.True(asked <= 0.01 * Counties, $"{asked} of {Counties} honest counties were asked");
    }

    [Theory]
    [InlineData(12, 0.9)]
    [InlineData(18, 0.98)]
    [InlineData(25, 0.98)]
    public void Planted_villages_are_found_and_mostly_they_alone(int moved, double least)
    {
        var (found, others) = (0, 0);
        for (var seed = 0UL; seed < 100; seed++)
        {
            var village = (int)(seed % MadeCounty.Villages);
            var asked = MadeCounty.Asked(
                MadeCounty.Line(),
                MadeCounty.Planted(MadeCounty.Honest(seed, 0.3), village, moved)
            );
            found += asked.Any(t => t.Group is { Village: true } && t.Group.RegionNo == village && t.MoreUnder) ? 1 : 0;
            others += asked.Count(t => t.Group is { Village: true } && t.Group.RegionNo != village);
        }
        Assert.True(found >= 100 * least, $"{found} of 100 found with {moved} moved");
        Assert.True(others <= 2, $"{others} other villages");
    }

    [Fact]
    public void A_whole_county_that_gathers_is_asked_as_a_county()
    {
        var values = MadeCounty
            .Honest(7)
            .ConvertAll(v =>
                v.Value is >= 870_000 and < 960_000 && v.Household.GetHashCode() % 2 == 0
                    ? v with
                    {
                        Value = v.Value - 90_000,
                    }
                    : v
            );
        Assert.Contains(MadeCounty.Asked(MadeCounty.Line(), values), t => t.Group.Rank == 3 && t.MoreUnder);
    }

    /// <summary>The twin that does not see how values lie around the line takes a heap at a round number for bunching.</summary>
    [Fact]
    public void The_twin_that_expects_halves_on_both_sides_asks_honest_counties()
    {
        var asked = 0;
        for (var seed = 0UL; seed < 20; seed++)
        {
            var values = MadeCounty.Honest(seed, 0.4, thousands: true);
            // The line lies just over a round thousand, to which people round.
            var test = Bunching
                .Tests(MadeCounty.Line(910_000), values, QualityRules.Usual)
                .Single(t => t.Group.Rank == 3);
            var blind = Chance.Binomial(Math.Max(test.Under, test.Over), test.Under + test.Over, 0.5);
            Assert.True(test.P > 1e-4, $"seed {seed}: {test.P}");
            asked += blind < 1e-4 ? 1 : 0;
        }
        Assert.True(asked > 10, $"{asked} of 20 by the twin");
    }

    /// <summary>With the villages' names shuffled there is nothing left in any village.</summary>
    [Fact]
    public void The_twin_whose_villages_are_shuffled_finds_no_village()
    {
        var found = 0;
        for (var seed = 0UL; seed < 40; seed++)
        {
            var values = MadeCounty.Planted(MadeCounty.Honest(seed), 5, 20);
            var stream = new SeededStream(seed + 1_000);
            var villages = values.Select(v => (v.Village, v.Township, Lot: stream.Next())).OrderBy(v => v.Lot).ToList();
            var shuffled = values
                .Select((v, i) => v with { Village = villages[i].Village, Township = villages[i].Township })
                .ToList();
            found += MadeCounty.Asked(MadeCounty.Line(), shuffled).Count(t => t.Group.Village);
        }
        Assert.True(found <= 1, $"{found}");
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_order_nor_on_the_unit()
    {
        var honest = MadeCounty.Planted(MadeCounty.Honest(3, 0.3), 8, 20);
        var expected = Told(MadeCounty.Asked(MadeCounty.Line(), honest));
        Assert.NotEmpty(expected);
        Gen.ULong.Sample(
            seed =>
            {
                var stream = new SeededStream(seed);
                var mixed = honest.Select(v => (v, Lot: stream.Next())).OrderBy(v => v.Lot).Select(v => v.v).ToList();
                return Told(MadeCounty.Asked(MadeCounty.Line(), mixed)).SequenceEqual(expected);
            },
            iter: 10
        );
        var tenfold = honest.ConvertAll(v => v with { Value = v.Value * 10 });
        Assert.Equal(expected, Told(MadeCounty.Asked(MadeCounty.Line(8_700_000), tenfold)));
    }

    [Fact]
    public void What_lies_exactly_on_the_line_is_no_bunching()
    {
        var values = MadeCounty.Honest(11);
        var onLine = values.Select((v, i) => i % 40 == 0 ? v with { Value = 870_000 } : v).ToList();
        Assert.Empty(MadeCounty.Asked(MadeCounty.Line(), onLine));
    }

    /// <summary>Whole numbers are compared with the rest of the county: that nobody has 34 litres is no question, that one village does is.</summary>
    [Fact]
    public void Coarse_numbers_are_compared_with_the_rest_of_the_county()
    {
        var line = new LineInForce("water", new("取水量", "water"), 35, 1);
        var stream = new SeededStream(5);
        var values = MadeCounty.Honest(5).ConvertAll(v => v with { Value = 35 + stream.NextBelow(12) });
        Assert.Empty(MadeCounty.Asked(line, values));
        var planted = values.ConvertAll(v => v.Village == 4 ? v with { Value = 34 } : v);
        var asked = Assert.Single(MadeCounty.Asked(line, planted), t => t.Group.Village);
        Assert.Equal((4, true), (asked.Group.RegionNo, asked.MoreUnder));
    }

    private static List<(int?, Guid?, int, int)> Told(IEnumerable<LineTest> tests) =>
        [.. tests.Select(t => (t.Group.RegionNo, t.Group.Account, t.Under, t.Over)).Order()];
}
