using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>Nobody who sits exactly on the cut-off is lost, where ordinary floating point loses them.</summary>
public sealed class CutoffExactnessTests
{
    private static readonly Fraction[] GlobalMpi =
    [
        .. Enumerable.Repeat(new Fraction(1, 6), 4),
        .. Enumerable.Repeat(new Fraction(1, 18), 6),
    ];

    [Fact]
    public void Equal_weights_reach_every_cut_off_that_doubles_miss()
    {
        var lostByDoubles = 0;
        for (var n = 1; n <= 30; n++)
        {
            var weights = Oracle.Equal(n);
            for (var count = 1; count <= n; count++)
            {
                var score = weights.Score((1L << count) - 1);
                Assert.Equal(weights.PointsNeeded(new Fraction(count, n)).Value, score);
                if (SumOfDoubles(1.0 / n, count) < (double)count / n)
                    lostByDoubles++;
            }
        }
        // The number published in the exactness study; were it zero this test would show nothing.
        Assert.Equal(161, lostByDoubles);
    }

    [Fact]
    public void The_shared_traps_are_all_identified()
    {
        var traps = Oracle.Targeting("k-cutoff-exactness").GetProperty("equal_weight_traps").EnumerateArray().ToList();
        Assert.Equal(40, traps.Count);
        foreach (var trap in traps)
        {
            var n = trap.GetProperty("indicators").GetInt32();
            var count = trap.GetProperty("deprivations").GetInt32();
            var k = Oracle.Fraction(trap.GetProperty("k").GetString()!);
            Assert.True(SumOfDoubles(1.0 / n, count) < trap.GetProperty("float_k").GetDouble());
            var people = MaskHistogram.From([(new((1L << count) - 1), 1)]).Value;
            var found = AlkireFoster.Of(people, Oracle.Equal(n), k, UnknownRule.LeaveOut).Value;
            Assert.Equal(trap.GetProperty("exact").GetString(), found.Headcount == 1 ? "poor" : "not poor");
        }
    }

    [Fact]
    public void The_global_weights_lose_no_pattern_at_7_18_where_doubles_lose_36()
    {
        var weights = IndicatorWeights.From(GlobalMpi).Value;
        Assert.Equal(18, weights.Denominator);
        var k = new Fraction(7, 18);
        var needed = weights.PointsNeeded(k).Value;
        var lost = 0;
        for (var mask = 0L; mask < 1024; mask++)
        {
            var exact = Enumerable
                .Range(0, 10)
                .Where(j => (mask >> j & 1) == 1)
                .Aggregate(Fraction.Zero, (sum, j) => sum + GlobalMpi[j]);
            Assert.Equal(exact >= k, weights.Score(mask) >= needed);
            var doubles = Enumerable
                .Range(0, 10)
                .Where(j => (mask >> j & 1) == 1)
                .Aggregate(0.0, (sum, j) => sum + (j < 4 ? 1.0 / 6 : 1.0 / 18));
            if (exact == k && doubles < 7.0 / 18)
                lost++;
        }
        Assert.Equal(36, lost);
    }

    [Theory]
    [InlineData("0.1667 0.8334", "TH1002")]
    [InlineData("-1/2 3/2", "TH1001")]
    [InlineData("", "TH1004")]
    public void Refuses_weights_that_are_off(string weights, string code) =>
        Assert.Equal(code, IndicatorWeights.From(Parse(weights)).Problems.Single().Code);

    [Fact]
    public void Refuses_weights_that_no_integer_score_can_hold()
    {
        Fraction[] primes = [.. new[] { 1_000_003, 1_000_033, 1_000_037, 1_000_039 }.Select(p => new Fraction(1, p))];
        Fraction[] weights = [.. primes, Fraction.One - primes.Aggregate((a, b) => a + b)];
        Assert.Equal("TH1003", IndicatorWeights.From(weights).Problems.Single().Code);
    }

    [Fact]
    public void Scaling_counting_weights_changes_nothing() =>
        Assert.Equal(
            IndicatorWeights.FromCounting(Parse("2 1 1/2 1/2")).Value.Shares,
            IndicatorWeights.FromCounting(Parse("8 4 2 2")).Value.Shares
        );

    private static Fraction[] Parse(string weights) =>
        [.. weights.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Oracle.Fraction)];

    private static double SumOfDoubles(double weight, int times)
    {
        var sum = 0.0;
        for (var i = 0; i < times; i++)
            sum += weight;
        return sum;
    }
}
