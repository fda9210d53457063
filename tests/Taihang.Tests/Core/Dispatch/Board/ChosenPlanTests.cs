using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Board;

public sealed class ChosenPlanTests
{
    private static readonly Gen<ImmutableArray<PlanChoice>> Wanted =
        from wanted in Gen.Select(Gen.Enum<ChoiceKind>(), Gen.Int[1, 5], Gen.Int[0, 4]).Array[0, 4]
        select wanted
            .Select(w => Choice(w.Item1, w.Item1 == ChoiceKind.Absent ? null : w.Item2, w.Item3))
            .ToImmutableArray();

    private static readonly Gen<(Round Free, ImmutableArray<PlanChoice> Choices)> Boards = Gen.Select(
        Counties.Rounds,
        Wanted,
        (free, wanted) => (free, Laid(free, wanted))
    );

    [Fact]
    public void A_plan_under_choices_keeps_to_them_and_is_proved() =>
        Boards.Sample(board =>
        {
            var round = ChosenPlan.Under(board.Free, board.Choices);
            Assert.Empty(Certificate.Check(round.Problem, round.Plan));
            foreach (var choice in board.Choices)
            {
                var person = round.Cadres.IndexOf(choice.CadreId);
                var seat = choice.VillageNo is { } village ? round.Villages.IndexOf(village) : -1;
                switch (choice.Kind)
                {
                    case ChoiceKind.Lock:
                        Assert.Equal(person, round.Plan.PersonOf[seat]);
                        break;
                    case ChoiceKind.Forbid:
                        Assert.NotEqual(person, round.Plan.PersonOf[seat]);
                        break;
                    default:
                        Assert.DoesNotContain(person, round.Plan.PersonOf);
                        break;
                }
            }
        });

    [Fact]
    public void No_plan_that_keeps_to_the_choices_is_better() =>
        Boards.Sample(board =>
        {
            var round = ChosenPlan.Under(board.Free, board.Choices);
            Assert.Equal(Every(board.Free, board.Choices).Min(p => Cost(board.Free, p)), round.Plan.Cost);
        });

    [Fact]
    public void Of_plans_equally_good_the_one_that_moves_fewest_is_taken() =>
        Gen.Select(Boards, Gen.Int[-1, 4].Array[5])
            .Sample(
                (board, keep) =>
                {
                    keep =
                    [
                        .. keep.Take(board.Free.Villages.Length).Select(p => p < board.Free.Cadres.Length ? p : -1),
                    ];
                    var round = ChosenPlan.Under(board.Free, board.Choices, keep);
                    Assert.Empty(Certificate.Check(round.Problem, round.Plan));
                    var best = Every(board.Free, board.Choices).Where(p => Cost(board.Free, p) == round.Plan.Cost);
                    Assert.Equal(best.Max(p => Kept(p, keep)), Kept(round.Plan.PersonOf, keep));
                }
            );

    [Fact]
    public void Laying_down_what_the_plan_does_anyway_costs_nothing() =>
        Counties.Rounds.Sample(free =>
        {
            var choices = ImmutableArray<PlanChoice>.Empty;
            for (var seat = 0; seat < free.Villages.Length; seat++)
                if (free.Plan.PersonOf[seat] is >= 0 and var person)
                    choices = choices.Add(Choice(ChoiceKind.Lock, free.Villages[seat], person));
            var round = ChosenPlan.Under(free, choices);
            Assert.Equal(free.Plan.Cost, round.Plan.Cost);
            Assert.All(PlanPrices.OfChoices(free, round), price => Assert.Empty(price.Without.Changes));
        });

    [Fact]
    public void What_cannot_hold_together_is_not_laid_down() =>
        Gen.Select(Counties.Rounds, Wanted)
            .Sample(
                (free, wanted) =>
                {
                    var laid = ImmutableArray<PlanChoice>.Empty;
                    foreach (var one in wanted)
                    {
                        var possible = Every(free, laid.Add(one)).Any();
                        if (ChosenPlan.MayLay(free, laid, one) is null)
                        {
                            Assert.True(possible);
                            laid = laid.Add(one);
                        }
                        else
                            Assert.True(
                                !possible || laid.Any(c => c.SameAs(one)),
                                $"{one.Kind} was refused though some plan keeps to it"
                            );
                    }
                }
            );

    [Fact]
    public void At_a_price_nobody_is_kept_whose_moving_gains_more_and_all_are_kept_at_a_high_one() =>
        Gen.Select(Counties.Rounds, Gen.Int[0, 12_000])
            .Sample(
                (free, price) =>
                {
                    // Who serves now: the plan in another order of the villages, as far as rules allow.
                    var keep = free
                        .Villages.Select((_, seat) => free.Plan.PersonOf[free.Villages.Length - 1 - seat])
                        .Select((person, seat) => person >= 0 && free.Fit(seat, person) is not null ? person : -1)
                        .ToArray();
                    var kept = ChosenPlan.Kept(free, [], keep, price);
                    var round = ChosenPlan.Under(
                        free,
                        [.. kept.Select(k => Choice(ChoiceKind.Lock, free.Villages[k.Seat], k.Person))]
                    );
                    // Filling comes first, whatever keeping is worth; then what fit and keeping come to.
                    var worth = (long)price * free.CommonScale;
                    var fullest = Every(free, []).Max(p => Filled(p));
                    var best = Every(free, [])
                        .Where(p => Filled(p) == fullest)
                        .Min(p => Cost(free, p) - (worth * Kept(p, keep)));
                    Assert.Equal(fullest, Filled(round.Plan.PersonOf));
                    Assert.Equal(best, Cost(free, round.Plan.PersonOf) - (worth * Kept(round.Plan.PersonOf, keep)));

                    long Filled(int[] personOf) =>
                        -Enumerable
                            .Range(0, personOf.Length)
                            .Where(s => personOf[s] < 0)
                            .Sum(s => free.Problem.Penalty[s]);
                }
            );

    [Fact]
    public void A_plan_beside_choices_it_does_not_keep_to_is_not_proved()
    {
        var free = Counties.Two();
        var choice = Choice(ChoiceKind.Forbid, 1, free.Plan.PersonOf[0]);
        var round = ChosenPlan.Under(free, [choice]);
        Assert.NotEqual(free.Plan.Cost, round.Plan.Cost);
        Assert.NotEmpty(Certificate.Check(round.Problem, free.Plan));
        Assert.NotEqual(free.Hash(), round.Hash());
        Assert.Equal(Exclusion.Choice, round.WhyExcluded(0, free.Plan.PersonOf[0]));
    }

    [Fact]
    public void A_village_without_anybody_is_one_of_more_villages_than_there_are_cadres_for() =>
        Boards.Sample(board =>
        {
            var round = ChosenPlan.Under(board.Free, board.Choices);
            for (var seat = 0; seat < round.Villages.Length; seat++)
            {
                var shortage = Shortage.Of(round, seat);
                Assert.Equal(round.Plan.PersonOf[seat] < 0, shortage is not null);
                if (shortage is null)
                    continue;
                Assert.Equal(seat, shortage.Villages[0]);
                Assert.Equal(shortage.Villages.Length, shortage.Villages.Distinct().Count());
                // Everybody who may serve in any of them, counted anew from the pairs.
                var may = shortage
                    .Villages.SelectMany(v =>
                        Enumerable.Range(0, round.Cadres.Length).Where(p => round.Fit(v, p) != null)
                    )
                    .Distinct()
                    .Order();
                Assert.Equal(may, shortage.People);
                Assert.Equal(shortage.Villages.Length - 1, shortage.People.Length);
                Assert.Equal(round.Cadres.Length, shortage.People.Length + shortage.KeptOut.Values.Sum());
            }
        });

    [Fact]
    public void When_somebody_leaves_only_their_own_locks_fall_and_each_way_is_the_best_for_its_condition() =>
        Gen.Select(Boards, Gen.Int[0, 4])
            .Sample(
                (board, who) =>
                {
                    var round = ChosenPlan.Under(board.Free, board.Choices);
                    var leaving = who % round.Cadres.Length;
                    var ways = WithdrawalUnderChoices.Ways(board.Free, round, [leaving], [0]);
                    var held = board
                        .Choices.RemoveAll(c => c.CadreId == round.Cadres[leaving])
                        .Add(Choice(ChoiceKind.Absent, null, leaving));
                    var plans = Every(board.Free, held).ToList();
                    Assert.Equal(plans.Min(p => Cost(board.Free, p)), After(ways[1]));
                    Assert.Equal(0, ways[0].OthersMoved);
                    var still = plans.Where(p =>
                        Enumerable
                            .Range(0, p.Length)
                            .All(s =>
                                round.Plan.PersonOf[s] < 0
                                || round.Plan.PersonOf[s] == leaving
                                || p[s] == round.Plan.PersonOf[s]
                            )
                    );
                    Assert.Equal(still.Min(p => Cost(board.Free, p)), After(ways[0]));

                    // The plan as the way tells it, counted anew.
                    long After(WayOn way)
                    {
                        int[] personOf = [.. round.Plan.PersonOf];
                        foreach (var change in way.Plan.Changes)
                            personOf[round.Villages.IndexOf(change.VillageNo)] = change.To is { } to
                                ? round.Cadres.IndexOf(to)
                                : -1;
                        return Cost(board.Free, personOf);
                    }
                }
            );

    [Fact]
    public void The_price_of_a_rule_is_what_the_plan_gains_without_it()
    {
        var (villages, cadres) = Counties.OneHome();
        var facts = (int _, int _) => new PairFacts(100);
        var free = Round.Solve(Rules.China, villages, cadres, facts);
        var prices = PlanPrices.OfRules(Rules.China, villages, cadres, facts, free);
        // The second cadre would serve at home, and the first may not serve at all.
        var home = Assert.Single(prices, p => p.Rule == Exclusion.Home);
        Assert.Equal(1, home.Without.Filled);
        var eligible = Assert.Single(prices, p => p.Rule == Exclusion.NotEligible);
        Assert.Equal(1, eligible.Without.Filled);
    }

    [Fact]
    public void Fewer_people_never_fill_more_and_the_same_seed_draws_the_same() =>
        Gen.Select(Boards, Gen.Int[0, 100], Gen.ULong)
            .Sample(
                (board, percent, seed) =>
                {
                    ImmutableArray<DispatchVillage> villages =
                    [
                        .. board.Free.Villages.Select(v => new DispatchVillage(v, 1, [], null, [v], null)),
                    ];
                    int[] order = [.. Enumerable.Range(0, board.Free.Cadres.Length)];
                    var one = FewerPeople.Draw(board.Free, villages, board.Choices, order, percent, 5, seed);
                    Assert.Equal(order.Length * percent / 100, one.Dropped);
                    var all = ChosenPlan.Under(board.Free, board.Choices).Plan.PersonOf.Count(p => p >= 0);
                    Assert.All(one.Draws, draw => Assert.InRange(draw.Filled, Math.Max(0, all - one.Dropped), all));
                    if (percent == 0)
                        Assert.All(one.Draws, draw => Assert.Equal(all, draw.Filled));
                    var again = FewerPeople.Draw(board.Free, villages, board.Choices, order, percent, 5, seed);
                    Assert.Equal(one.Draws, again.Draws);
                },
                iter: 300
            );

    [Fact]
    public void The_figures_of_a_plan_count_what_it_does()
    {
        var (villages, cadres) = Counties.OneHome();
        villages = villages.Replace(villages[0], villages[0] with { Incumbent = cadres[0].CadreId });
        var free = Round.Solve(Rules.China, villages, cadres, (_, _) => new PairFacts(100));
        var figures = PlanFigures.Of(free, villages, cadres, village => village * 10);
        Assert.Equal((2, 1, 0), (figures.Villages, figures.Filled, figures.FirstTier));
        // One serves there who may not any more, so one village of one moves.
        Assert.Equal((1, 1), (figures.Serving, figures.Moved));
        Assert.Equal((20, 0), (figures.WeakestArea, figures.WeakestAreaFitBp));
        Assert.Equal(free.Fit(0, free.Plan.PersonOf[0]), figures.MeanFitBp);
        Assert.Equal((2, 1), (figures.Needs, figures.Uncovered));
    }

    private static PlanChoice Choice(ChoiceKind kind, int? village, int cadre) =>
        new(kind, village, Counties.Id(cadre), "because", "somebody", new DateOnly(2026, 3, 1));

    private static ImmutableArray<PlanChoice> Laid(Round free, ImmutableArray<PlanChoice> wanted) =>
        wanted.Aggregate(
            ImmutableArray<PlanChoice>.Empty,
            (laid, one) => ChosenPlan.MayLay(free, laid, one) is null ? laid.Add(one) : laid
        );

    private static int Kept(int[] personOf, int[] keep) =>
        keep.Where((p, seat) => p >= 0 && personOf[seat] == p).Count();

    private static long Cost(Round free, int[] personOf)
    {
        long cost = 0;
        for (var seat = 0; seat < personOf.Length; seat++)
            cost +=
                personOf[seat] < 0
                    ? free.Problem.Penalty[seat]
                    : free.Problem.Cost[free.Problem.PairOf(seat, personOf[seat])];
        return cost;
    }

    /// <summary>Every plan of allowed pairs that keeps to the choices, by going through all of them.</summary>
    private static IEnumerable<int[]> Every(Round free, ImmutableArray<PlanChoice> choices)
    {
        var plans = new List<int[]>();
        Go(0, new int[free.Villages.Length], 0);
        return plans;

        void Go(int seat, int[] personOf, int used)
        {
            if (seat == personOf.Length)
            {
                if (choices.All(c => Holds(c, personOf)))
                    plans.Add([.. personOf]);
                return;
            }
            personOf[seat] = -1;
            Go(seat + 1, personOf, used);
            for (var person = 0; person < free.Cadres.Length; person++)
            {
                if ((used & (1 << person)) != 0 || free.Problem.PairOf(seat, person) < 0)
                    continue;
                personOf[seat] = person;
                Go(seat + 1, personOf, used | (1 << person));
            }
        }

        bool Holds(PlanChoice choice, int[] personOf)
        {
            var person = free.Cadres.IndexOf(choice.CadreId);
            var seat = choice.VillageNo is { } village ? free.Villages.IndexOf(village) : -1;
            return choice.Kind switch
            {
                ChoiceKind.Lock => seat >= 0 && person >= 0 && personOf[seat] == person,
                ChoiceKind.Forbid => seat >= 0 && person >= 0 && personOf[seat] != person,
                _ => person >= 0 && !personOf.Contains(person),
            };
        }
    }
}
