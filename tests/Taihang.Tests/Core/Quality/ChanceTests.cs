using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Xunit;

namespace Taihang.Tests.Core.Quality;

public sealed class ChanceTests
{
    /// <summary>Against sums written out, and R 4.3: pbinom(7, 20, 0.3, lower.tail = FALSE), ppois(9, 4, lower.tail = FALSE).</summary>
    [Fact]
    public void Tails_are_those_of_the_textbook()
    {
        Assert.Equal(0.2277282, Chance.Binomial(8, 20, 0.3), 6);
        Assert.Equal(0.008132243, Chance.Count(10, 4, 4), 7);
        // Geometric: mean 2, variance 6, so p = 1/3 and P(X >= k) = (2/3)^k.
        Assert.Equal(Math.Pow(2.0 / 3, 5), Chance.Count(5, 2, 6), 9);
        // Uniform on 0 … n where a = b = 1, that is rho = 1/3.
        Assert.Equal(4.0 / 11, Chance.BetaBinomial(7, 10, 0.5, 1.0 / 3), 9);
        Assert.Equal(Chance.Binomial(8, 20, 0.3), Chance.Binomial(8, 20, 0.3, 0), 9);
        Assert.True(Chance.Binomial(16, 20, 0.3, 0.5) > Chance.Binomial(16, 20, 0.3));
    }

    [Fact]
    public void Tails_fall_as_more_is_seen_and_are_probabilities() =>
        Gen.Select(Gen.Int[1, 200], Gen.Double[0.01, 0.99], Gen.Double[0, 0.5])
            .Sample(
                (n, p, rho) =>
                {
                    var before = 1.0;
                    for (var k = 0; k <= n + 1; k++)
                    {
                        var tail = Chance.BetaBinomial(k, n, p, rho);
                        if (tail < -1e-9 || tail > before + 1e-9)
                            return false;
                        before = tail;
                    }
                    return before == 0;
                },
                iter: 300
            );

    [Fact]
    public void The_threshold_is_that_of_Benjamini_and_Hochberg()
    {
        // Their own example (1995, section 3.2): fifteen tests, four stand at 0.05.
        double[] example =
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1.0000,
        ];
        Assert.Equal(0.0095, Chance.Threshold(example, 0.05));
        Assert.Equal(-1, Chance.Threshold([0.6, 0.8], 0.05));
        Assert.Equal(-1, Chance.Threshold([], 0.05));
    }

    [Fact]
    public void Honest_villages_that_differ_are_not_asked_and_one_that_sticks_out_is()
    {
        var (asked, found) = (0, 0);
        for (var seed = 0UL; seed < 200; seed++)
        {
            var stream = new SeededStream(seed);
            var honest = new List<GroupShare>();
            for (var v = 0; v < 80; v++)
            {
                // Villages differ by some seven points around sixty percent.
                var share = Math.Clamp(0.6 + (0.07 * MadeCounty.Normal(ref stream)), 0.05, 0.95);
                var with = Enumerable.Range(0, 50).Count(_ => stream.NextShare() < share);
                honest.Add(new GroupShare(v, with, 50));
            }
            asked += ShareAgainstRest.Standing(honest, QualityRules.Usual).Count > 0 ? 1 : 0;
            var planted = honest.ConvertAll(g => g.RegionNo == 9 ? g with { With = 50 } : g);
            found += ShareAgainstRest.Standing(planted, QualityRules.Usual).Any(g => g.Group.RegionNo == 9) ? 1 : 0;
        }
        Assert.True(asked <= 4, $"{asked} of 200 honest counties");
        Assert.True(found >= 180, $"{found} of 200 found");
    }
}
