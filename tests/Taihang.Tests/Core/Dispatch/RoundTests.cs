using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

public sealed class RoundTests
{
    [Fact]
    public void Every_round_is_proved_and_sends_nobody_home() =>
        Counties.Rounds.Sample(round =>
        {
            Assert.Empty(Certificate.Check(round.Problem, round.Plan));
            for (var seat = 0; seat < round.Villages.Length; seat++)
                if (round.Plan.PersonOf[seat] is >= 0 and var person)
                {
                    Assert.NotEqual(round.Avoids[person], round.Villages[seat]);
                    Assert.Null(round.Excluded[person]);
                }
        });

    [Fact]
    public void No_other_plan_fills_more_villages_or_more_deep_poverty_villages() =>
        Counties.Rounds.Sample(round =>
        {
            var (deep, all) = MostFilled(round, 0, 0);
            var filled = Enumerable.Range(0, round.Villages.Length).Where(s => round.Plan.PersonOf[s] >= 0).ToList();
            Assert.Equal(all, filled.Count);
            Assert.Equal(deep, filled.Count(s => round.Scale[s] == 3));
        });

    [Fact]
    public void The_fit_that_the_round_remembers_is_the_fit_it_was_scored_with()
    {
        var village = new DispatchVillage(1, 0, [.. Rules.Levels(("law", 2))], 4, [1], null);
        var cadre = new DispatchCadre(Counties.Id(1), [.. Rules.Levels(("law", 1))], 4, true, 0, false);
        var round = Round.Solve(Rules.China, [village], [cadre], (_, _) => new PairFacts(100));
        Assert.Equal(new Scoring(Rules.China).Fit(village, cadre, new PairFacts(100)), round.Fit(0, 0));
        Assert.Null(round.WhyExcluded(0, 0));
    }

    [Fact]
    public void The_next_best_says_who_comes_who_moves_and_what_is_lost()
    {
        // Village 1 is the third cadre's home, so without the doctor the lawyer comes there and the third takes the lawyer's place.
        var health = Rules.Levels(("health", 3));
        DispatchVillage[] villages =
        [
            new(1, 1, [.. health], null, [1], null),
            new(2, 1, [.. Rules.Levels(("law", 3))], null, [2], null),
        ];
        DispatchCadre[] cadres =
        [
            new(Counties.Id(1), [.. health], 0, true, 0, false),
            new(Counties.Id(2), [.. Rules.Levels(("law", 3), ("health", 1))], 0, true, 0, false),
            new(Counties.Id(3), [.. Rules.Levels(("law", 1))], 0, true, 1, false),
        ];
        var round = Round.Solve(Rules.China, [.. villages], [.. cadres], (_, _) => default);
        Assert.Equal([0, 1], round.Plan.PersonOf);
        var whatIf = new WhatIf(round.Problem, round.Plan);
        var next = round.Explain(whatIf.WithoutPair(0));
        Assert.Equal([Counties.Id(2), Counties.Id(3)], next.Changes.OrderBy(c => c.VillageNo).Select(c => c.To!.Value));
        Assert.Equal(2 * 6667, next.LostBp); // both fall from 100% to a third

        Assert.Equal((0, 0), (next.Emptied, next.Filled));
        Assert.Equal(Exclusion.Home, round.WhyExcluded(0, 2));

        var words = PostingWords.NextBest(
            1,
            next,
            id => Words.Same($"c{id.ToString()[7]}"),
            no => Words.Same($"v{no}")
        );
        Assert.Equal(
            "次优人选：c2（匹配度 33.33%）。另有 1 村调整：v2改由c3。全方案匹配度合计减少 133.34 个百分点。",
            words.Zh
        );
        Assert.Equal(
            "Next best: c2 (fit 33.33%). 1 other village(s) change: v2 gets c3. In sum, the whole plan would lose 133.34 percentage points of fit in all.",
            words.En
        );
    }

    [Fact]
    public void Each_pair_that_is_not_allowed_says_which_rule_keeps_it_apart() =>
        Counties.Rounds.Sample(round =>
        {
            for (var seat = 0; seat < round.Villages.Length; seat++)
            for (var person = 0; person < round.Cadres.Length; person++)
            {
                var why = round.WhyExcluded(seat, person);
                Assert.Equal(round.Fit(seat, person) is null, why is not null);
                if (why is Exclusion.Home)
                    Assert.Equal(round.Avoids[person], round.Villages[seat]);
                if (why is Exclusion.Kin)
                    Assert.Contains(new PairApart(seat, person, Exclusion.Kin), round.Apart);
            }
        });

    [Fact]
    public void The_hash_names_the_people_and_villages_too() =>
        Counties
            .Rounds.Where(r => r.Cadres.Length > 1)
            .Sample(round =>
            {
                Assert.NotEqual(round.Hash(), (round with { Cadres = [.. round.Cadres.Reverse()] }).Hash());
                Assert.NotEqual(round.Hash(), (round with { Villages = round.Villages.SetItem(0, 99) }).Hash());
                Assert.Equal(round.Hash(), (round with { }).Hash());
            });

    /// <summary>The most deep-poverty villages that can be filled, and with so many the most of all, by trying everything.</summary>
    private static (int Deep, int All) MostFilled(Round round, int seat, int taken)
    {
        if (seat == round.Villages.Length)
            return (0, 0);
        var best = MostFilled(round, seat + 1, taken);
        for (var pair = round.Problem.Start[seat]; pair < round.Problem.Start[seat + 1]; pair++)
        {
            var bit = 1 << round.Problem.Person[pair];
            if ((taken & bit) != 0)
                continue;
            var (deep, all) = MostFilled(round, seat + 1, taken | bit);
            var with = (deep + (round.Scale[seat] == 3 ? 1 : 0), all + 1);
            if (with.CompareTo(best) > 0)
                best = with;
        }
        return best;
    }
}
