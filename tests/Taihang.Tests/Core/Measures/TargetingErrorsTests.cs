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
        var targeting = TargetingErrors.Of(people, new Fraction(3, 10));
        var errors = targeting.All!;
        Assert.Equal((3, 1, 3), (errors.Poorest, errors.Missed, errors.Selected));
        Assert.Equal(1 / 3.0, errors.Exclusion, 1e-12);
        Assert.Equal(1 / 3.0, errors.Inclusion, 1e-12);
        // 21 pairs of poor and not: the second poorest (5) stands behind one other (3).
        Assert.Equal(20 / 21.0, TargetingErrors.Area(targeting.Curve())!.Value, 1e-12);
    }

    [Fact]
    public void A_perfect_test_misses_nobody_and_a_constant_one_is_a_coin() =>
        Gen.Long[1, 9]
            .Array[2, 40]
            .Sample(weights =>
            {
                var perfect = weights.Select((w, i) => new Tested($"{i:00}", i, i, w)).ToList();
                var errors = TargetingErrors.Of(perfect, new Fraction(1, 4)).All!;
                Assert.Equal((0, 0), (errors.Exclusion, errors.Inclusion));
                var constant = perfect.Select(t => t with { Score = 0 }).ToList();
                var (best, coin) = (
                    TargetingErrors.Area(TargetingErrors.Of(perfect, new Fraction(1, 4)).Curve()),
                    TargetingErrors.Area(TargetingErrors.Of(constant, new Fraction(1, 4)).Curve())
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
            TargetingErrors.Area(
                TargetingErrors.Of([new Tested("a", 1, 1, 1), new Tested("b", 2, 2, 9)], new Fraction(1, 4)).Curve()
            )
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
                        TargetingErrors.Of(people, new Fraction(1, 3)).All,
                        TargetingErrors.Of(turned, new Fraction(1, 3)).All
                    );
                }
            );

    /// <summary>Ten households of 1 to 10 heads, a benefit for each head: 12 benefits pay the poorest four (1 + 2 + 3 + 4 = 10), never a fifth.</summary>
    [Fact]
    public void A_budget_pays_households_in_order_until_the_next_would_overspend_it()
    {
        int[] heads = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
        double[] scores = [1, 2, 3, 9, 4, 5, 6, 7, 8, 10];
        var people = scores.Select((s, i) => new Tested($"{i}", i, s, 1)).ToList();
        var targeting = TargetingErrors.Within(people, heads, 12);
        // By score the heads are 1, 2, 3, then 5: together 11.
        Assert.Equal((4, 1, 4), (targeting.All!.Poorest, targeting.All.Missed, targeting.All.Selected));
        Assert.Equal(11, targeting.Used(heads));
        Assert.Null(TargetingErrors.Within(people, heads, 0).All);
    }

    [Fact]
    public void A_budget_is_never_overspent_and_what_is_left_pays_nobody_who_is_next() =>
        Gen.Select(Gen.Int[1, 9].Array[25], Gen.Int[0, 6].Array[25], Gen.Long[0, 150], Gen.Enum<TieRule>())
            .Sample(
                (heads, scores, budget, ties) =>
                {
                    var people = scores.Select((s, i) => new Tested($"{i:00}", i, s, 1 + (i % 3))).ToList();
                    var targeting = TargetingErrors.Within(people, heads, budget, ties);
                    var used = targeting.Used(heads);
                    if (ties != TieRule.AllIn)
                        Assert.True(used <= budget);
                    Assert.True(used <= heads.Zip(people, (h, p) => h * p.Weight).Sum());
                    if (ties == TieRule.ByKey && targeting.All is { } all && all.Selected < people.Count)
                        Assert.True(used + (9 * 3) > budget);
                }
            );

    /// <summary>Two groups of five, of which the test sees only one: it selects three there and misses the others' poorest.</summary>
    [Fact]
    public void Groups_are_compared_with_everybody()
    {
        double[] scores = [0, 9, 1, 8, 2, 7, 3, 6, 4, 5];
        var people = scores.Select((s, i) => new Tested($"{i}", i, s, 1)).ToList();
        var groups = Enumerable
            .Range(0, 10)
            .Select(i =>
                i % 2 == 0 ? "seen"
                : i == 9 ? null
                : "unseen"
            )
            .ToList();
        var found = TargetingErrors.Of(people, new Fraction(3, 10)).ByGroup(groups);
        Assert.Equal([null, "seen", "unseen"], found.Select(g => g.Group));
        var (seen, unseen) = (found[1], found[2]);
        Assert.Equal((5, 0.4, 0.6), (seen.Households, seen.PoorestRate, seen.SelectionRate));
        Assert.Equal(2, seen.SelectionRatio!.Value, 1e-12);
        Assert.Equal(0, seen.Exclusion!.Value);
        Assert.Equal(1 / 3.0, seen.Inclusion!.Value, 1e-12);
        Assert.Equal((1.0, null), (unseen.Exclusion!.Value, unseen.Inclusion));
        Assert.Equal(3, unseen.ExclusionRatio!.Value, 1e-12);
        Assert.Equal((0.0, null), (found[0].SelectionRate, found[0].Exclusion));
    }

    [Fact]
    public void The_curve_climbs_from_nobody_to_everybody_and_its_area_is_the_chance_of_a_right_order() =>
        Gen.Select(Gen.Int[0, 9].Array[2, 30], Gen.Int[0, 9].Array[30])
            .Sample(
                (welfare, scores) =>
                {
                    var people = welfare.Select((w, i) => new Tested($"{i:00}", w, scores[i], 1 + (i % 4))).ToList();
                    var targeting = TargetingErrors.Of(people, new Fraction(1, 3));
                    var curve = targeting.Curve();
                    if (curve.IsEmpty)
                        return;
                    Assert.Equal((0.0, 0.0), (curve[0].FalsePositives, curve[0].TruePositives));
                    Assert.Equal((1.0, 1.0), (curve[^1].FalsePositives, curve[^1].TruePositives));
                    for (var i = 1; i < curve.Length; i++)
                    {
                        Assert.True(curve[i].FalsePositives >= curve[i - 1].FalsePositives);
                        Assert.True(curve[i].TruePositives >= curve[i - 1].TruePositives);
                    }
                    var order = people.OrderBy(t => t.Welfare).ThenBy(t => t.Key, StringComparer.Ordinal);
                    var (poor, used) = (new HashSet<string>(), 0L);
                    foreach (var t in order.TakeWhile(_ => 3 * used < people.Sum(p => p.Weight)))
                    {
                        poor.Add(t.Key);
                        used += t.Weight;
                    }
                    var (right, pairs) = (0.0, 0.0);
                    foreach (var a in people.Where(t => poor.Contains(t.Key)))
                    foreach (var b in people.Where(t => !poor.Contains(t.Key)))
                    {
                        pairs += a.Weight * b.Weight;
                        right +=
                            a.Weight
                            * b.Weight
                            * (
                                a.Score < b.Score ? 1
                                : a.Score == b.Score ? 0.5
                                : 0
                            );
                    }
                    Assert.Equal(right / pairs, TargetingErrors.Area(curve)!.Value, 1e-12);
                }
            );
}
