using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class TargetingErrorsTests
{
    /// <summary>Ten households of one weight: of the three poorest, the test finds two and takes one by mistake.</summary>
    [Fact]
    public void Ten_households_are_counted_by_hand()
    {
        double[] scores = [1, 5, 2, 3, 6, 7, 8, 9, 10, 11];
        var people = scores.Select((s, i) => new Tested($"{i}", i, s, 1)).ToList();
        var errors = TargetingErrors.At(people, new Fraction(3, 10));
        Assert.Equal((3, 3), (errors.Poorest, errors.Selected));
        Assert.Equal(1 / 3.0, errors.Exclusion, 1e-12);
        Assert.Equal(1 / 3.0, errors.Inclusion, 1e-12);
        // 21 pairs of poor and not: the second poorest (5) stands behind one other (3).
        Assert.Equal(20 / 21.0, TargetingErrors.AreaUnderCurve(people, new Fraction(3, 10))!.Value, 1e-12);
    }

    [Fact]
    public void A_perfect_test_misses_nobody_and_a_constant_one_is_a_coin() =>
        Gen.Double[1, 9]
            .Array[2, 40]
            .Sample(weights =>
            {
                var perfect = weights.Select((w, i) => new Tested($"{i:00}", i, i, w)).ToList();
                var errors = TargetingErrors.At(perfect, new Fraction(1, 4));
                Assert.Equal((0, 0), (errors.Exclusion, errors.Inclusion));
                var constant = perfect.Select(t => t with { Score = 0 }).ToList();
                var (best, coin) = (
                    TargetingErrors.AreaUnderCurve(perfect, new Fraction(1, 4)),
                    TargetingErrors.AreaUnderCurve(constant, new Fraction(1, 4))
                );
                // Of very few households the quota may take all: then there is nobody to tell them from.
                if (errors.Poorest == perfect.Count)
                {
                    Assert.Null(best);
                    Assert.Null(coin);
                    return;
                }
                Assert.Equal(1, best!.Value, 1e-12);
                Assert.Equal(0.5, coin!.Value, 1e-12);
            });

    /// <summary>Two households of which the first alone does not fill the quota: then both are the poorest.</summary>
    [Fact]
    public void Where_everybody_is_among_the_poorest_there_is_no_curve() =>
        Assert.Null(
            TargetingErrors.AreaUnderCurve([new Tested("a", 1, 1, 1), new Tested("b", 2, 2, 9)], new Fraction(1, 4))
        );

    [Fact]
    public void The_order_of_the_rows_changes_nothing() =>
        Gen.Select(Gen.Int[0, 5].Array[30], Gen.Int[0, 5].Array[30])
            .Sample(
                (welfare, score) =>
                {
                    var people = welfare.Select((w, i) => new Tested($"{i:00}", w, score[i], 1 + (i % 3))).ToList();
                    var turned = people.AsEnumerable().Reverse().ToList();
                    Assert.Equal(
                        TargetingErrors.At(people, new Fraction(1, 3)),
                        TargetingErrors.At(turned, new Fraction(1, 3))
                    );
                }
            );
}
