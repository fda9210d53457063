using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

public sealed class QuotaTests
{
    private static readonly Candidate<string, Fraction>[] Five =
    [
        new("d", 2, 1),
        new("a", 1, 1),
        new("c", 2, 1),
        new("b", 2, 1),
        new("e", 3, 1),
    ];

    private static readonly Gen<Candidate<string, Fraction>[]> Households = Gen.Select(Gen.Long[0, 6], Gen.Long[1, 8])
        .Array[1, 30]
        .Select(rows =>
            rows.Select((row, i) => new Candidate<string, Fraction>($"{i:D3}", row.Item1, row.Item2)).ToArray()
        );

    [Theory]
    [InlineData(TieRule.ByKey, 2, "ab")]
    [InlineData(TieRule.AllIn, 2, "abcd")]
    [InlineData(TieRule.AllOut, 2, "a")]
    [InlineData(TieRule.AllOut, 4, "abcd")]
    public void A_tie_on_the_quota_follows_the_named_rule(TieRule ties, long quota, string selected) =>
        Assert.Equal(selected, string.Concat(Select(Five, quota, ties)));

    [Fact]
    public void The_highest_deprivation_may_also_be_first() =>
        Assert.Equal(
            "eb",
            string.Concat(Quota.Select(Five, 2, RankOrder.HighestFirst, TieRule.ByKey, StringComparer.Ordinal))
        );

    [Fact]
    public void The_list_reaches_the_quota_and_without_its_last_household_does_not() =>
        Gen.Select(Households, Gen.Long[0, 120])
            .Sample(
                (households, quota) =>
                {
                    var weights = households.ToDictionary(h => h.Key, h => h.Weight);
                    var selected = Select(households, quota, TieRule.ByKey);
                    var used = selected.Sum(key => weights[key]);
                    Assert.True(used >= Math.Min(quota, weights.Values.Sum()));
                    Assert.True(selected.Length == 0 || used - weights[selected[^1]] < quota);
                }
            );

    [Fact]
    public void A_higher_quota_only_adds_households_whatever_the_tie_rule_or_the_order_of_the_rows() =>
        Gen.Select(Households, Gen.Long[0, 60], Gen.Long[0, 60], Gen.Enum<TieRule>())
            .Sample(
                (households, quota, more, ties) =>
                {
                    var few = Select(households, quota, ties);
                    var many = Select([.. households.Reverse()], quota + more, ties);
                    Assert.Equal(few, many.Take(few.Length));
                }
            );

    [Fact]
    public void All_in_never_splits_a_tie_and_all_out_never_exceeds_the_quota() =>
        Gen.Select(Households, Gen.Long[0, 120])
            .Sample(
                (households, quota) =>
                {
                    var byKey = households.ToDictionary(h => h.Key);
                    var allIn = Select(households, quota, TieRule.AllIn).ToHashSet();
                    Assert.All(
                        households.GroupBy(h => h.Score),
                        tie => Assert.Single(tie.Select(h => allIn.Contains(h.Key)).Distinct())
                    );
                    Assert.True(Select(households, quota, TieRule.AllOut).Sum(key => byKey[key].Weight) <= quota);
                }
            );

    private static ImmutableArray<string> Select(Candidate<string, Fraction>[] households, long quota, TieRule ties) =>
        Quota.Select(households, quota, RankOrder.LowestFirst, ties, StringComparer.Ordinal);
}
