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

    [Fact]
    public void A_tie_on_the_quota_follows_the_named_rule()
    {
        var oracle = Oracle.Targeting("quota-ties");
        var (input, expected) = (oracle.GetProperty("input"), oracle.GetProperty("expected"));
        var households = input
            .GetProperty("households")
            .EnumerateArray()
            .Select(h => new Candidate<string, Fraction>(
                h.GetProperty("id").GetString()!,
                (long)h.GetProperty("score").GetDouble(),
                h.GetProperty("weight").GetInt64()
            ));
        // The rows come in no helpful order.
        Candidate<string, Fraction>[] shuffled = [.. households.OrderByDescending(h => h.Key, StringComparer.Ordinal)];
        var quota = input.GetProperty("quota_households").GetInt64();
        foreach (
            var (name, ties) in new[]
            {
                ("ties: by_key (id)", TieRule.ByKey),
                ("ties: all_in", TieRule.AllIn),
                ("ties: all_out", TieRule.AllOut),
            }
        )
            Assert.Equal(
                expected.GetProperty(name).EnumerateArray().Select(id => id.GetString()),
                Select(shuffled, quota, ties)
            );
    }

    [Fact]
    public void All_out_takes_a_tie_that_fits() => Assert.Equal("abcd", string.Concat(Select(Five, 4, TieRule.AllOut)));

    [Fact]
    public void The_highest_deprivation_may_also_be_first() =>
        Assert.Equal(
            "eb",
            string.Concat(Quota.Select(Five, 2, RankOrder.HighestFirst, TieRule.ByKey, StringComparer.Ordinal))
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
