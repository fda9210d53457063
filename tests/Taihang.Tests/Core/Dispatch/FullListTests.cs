using CsCheck;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

public sealed class FullListTests
{
    private static readonly Gen<(PackedPairs Pairs, AssignmentProblem Short)> Starts = Gen.Select(
        PackedPairsTests.Nations,
        Gen.Int[0, 2],
        Gen.Int[0, 2],
        Gen.ULong,
        (nation, least, more, seed) =>
            (nation.Pairs, ShortLists.Of(nation.Pairs, nation.Penalty, least, least + more, seed))
    );

    [Fact]
    public void From_any_short_lists_the_optimum_over_all_allowed_pairs_is_reached_and_proved() =>
        Starts.Sample(
            start =>
            {
                var (pairs, lists) = start;
                var found = FullList.Prove(pairs, lists);
                Assert.True(found.Proved);
                Assert.Equal(AssignmentTests.Everything(All(pairs, lists.Penalty)), found.Plan.Cost);
                Assert.Empty(Certificate.Check(found.Lists, found.Plan));
                Assert.Empty(Certificate.CheckAll(pairs, lists.Penalty, found.Plan));
            },
            iter: 3_000
        );

    [Fact]
    public void Every_round_states_a_bound_that_holds_and_never_falls() =>
        Starts.Sample(start =>
        {
            var (pairs, lists) = start;
            var optimum = AssignmentTests.Everything(All(pairs, lists.Penalty));
            var before = long.MinValue;
            FullList.Prove(
                pairs,
                lists,
                told: round =>
                {
                    Assert.InRange(round.Bound, before, optimum);
                    Assert.True(round.Cost >= optimum);
                    before = round.Bound;
                }
            );
        });

    [Fact]
    public void Stopped_at_any_round_it_gives_a_plan_that_is_one_and_a_bound_that_holds() =>
        Gen.Select(Starts, Gen.Int[0, 2])
            .Sample(
                (start, last) =>
                {
                    var (pairs, lists) = start;
                    using var stop = new CancellationTokenSource();
                    var found = FullList.Prove(
                        pairs,
                        lists,
                        told: round =>
                        {
                            if (round.Round == last)
                                stop.Cancel();
                        },
                        stop: stop.Token
                    );
                    Assert.InRange(AssignmentTests.Everything(All(pairs, lists.Penalty)), found.Bound, found.Plan.Cost);
                    Assert.Empty(Certificate.Check(found.Lists, found.Plan));
                    if (found.Proved)
                        Assert.Empty(Certificate.CheckAll(pairs, lists.Penalty, found.Plan));
                },
                // The seed: stopped where the bound of an earlier round meets the cost and the plan's own prices prove nothing.
                seed: "3SKrxUl7FVj3",
                iter: 2_000
            );

    [Fact]
    public void Any_number_of_workers_ends_at_the_same_plan_and_the_same_lists() =>
        Starts.Sample(
            start =>
            {
                var (pairs, lists) = start;
                var alone = FullList.Prove(pairs, lists, workers: 1);
                var many = FullList.Prove(pairs, lists, workers: 7);
                Assert.Equal(Certificate.Hash(alone.Lists, alone.Plan), Certificate.Hash(many.Lists, many.Plan));
            },
            iter: 300
        );

    [Fact]
    public void A_plan_that_is_best_only_within_its_lists_is_refused_for_all_pairs() =>
        Starts.Sample(start =>
        {
            var (pairs, lists) = start;
            var within = Assignment.Solve(lists);
            Assert.Empty(Certificate.Check(lists, within));
            if (within.Cost != AssignmentTests.Everything(All(pairs, lists.Penalty)))
                Assert.NotEmpty(Certificate.CheckAll(pairs, lists.Penalty, within));
        });

    [Fact]
    public void Any_one_change_to_a_proof_over_all_pairs_is_found() =>
        Gen.Select(Starts, Gen.Int[0, 3], Gen.Int[0, 6], Gen.Int[1, 9])
            .Sample(
                (start, kind, at, by) =>
                {
                    var (pairs, lists) = start;
                    var plan = FullList.Prove(pairs, lists).Plan;
                    var broken = plan with
                    {
                        PersonOf = [.. plan.PersonOf],
                        Value = [.. plan.Value],
                        Price = [.. plan.Price],
                    };
                    switch (kind)
                    {
                        case 0:
                            broken.Price[at % pairs.People] += at % 2 == 0 ? by : -by;
                            break;
                        case 1:
                            broken.Value[at % pairs.Seats] += at % 2 == 0 ? by : -by;
                            break;
                        case 2:
                            broken = broken with { Cost = plan.Cost - by };
                            break;
                        default:
                            broken.PersonOf[at % pairs.Seats] = pairs.People + by;
                            break;
                    }
                    Assert.NotEmpty(Certificate.CheckAll(pairs, lists.Penalty, broken));
                    Assert.Empty(Certificate.CheckAll(pairs, lists.Penalty, plan));
                }
            );

    [Fact]
    public void Short_lists_hold_only_allowed_pairs_at_their_cost_as_many_as_asked() =>
        Gen.Select(PackedPairsTests.Nations, Gen.Int[0, 3], Gen.Int[0, 3], Gen.ULong)
            .Sample(
                (nation, least, more, seed) =>
                {
                    var (pairs, penalty) = nation;
                    var lists = ShortLists.Of(pairs, penalty, least, least + more, seed);
                    var length = new int[pairs.People];
                    for (var seat = 0; seat < pairs.Seats; seat++)
                    for (var pair = lists.Start[seat]; pair < lists.Start[seat + 1]; pair++)
                    {
                        Assert.True(pairs.IsAllowed(seat, lists.Person[pair]));
                        Assert.Equal(pairs.Cost(seat, lists.Person[pair]), lists.Cost[pair]);
                        length[lists.Person[pair]]++;
                    }
                    for (var person = 0; person < pairs.People; person++)
                    {
                        var allowed = Enumerable.Range(0, pairs.Seats).Count(seat => pairs.IsAllowed(seat, person));
                        Assert.InRange(length[person], Math.Min(least, allowed), Math.Min(least + more, allowed));
                    }
                }
            );

    internal static AssignmentProblem All(PackedPairs pairs, long[] penalty) =>
        AssignmentProblem.From(
            pairs.People,
            penalty,
            [
                .. from seat in Enumerable.Range(0, pairs.Seats)
                from person in Enumerable.Range(0, pairs.People)
                where pairs.IsAllowed(seat, person)
                select (seat, person, pairs.Cost(seat, person)),
            ]
        );
}
