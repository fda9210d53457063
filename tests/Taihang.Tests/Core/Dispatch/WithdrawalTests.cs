using System.Collections.Immutable;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>What becomes of a plan when cadres withdraw, in three ways.</summary>
public sealed class WithdrawalTests
{
    // Three villages; the fourth cadre is free. Without the first cadre it gains 30 points when the second goes to the first village
    // and the fourth to the second.
    private static readonly int[][] Fit =
    [
        [9000, 8000, 1000, 4000],
        [1000, 9000, 8800, 8000],
        [1000, 1000, 9000, 6000],
    ];

    [Fact]
    public void Nobody_else_moves_or_where_it_gains_enough_or_to_the_best()
    {
        var round = Of(Fit);
        Assert.Equal([0, 1, 2], round.Plan.PersonOf);
        var ways = Withdrawal.Ways(round, [0], [3100, 1000, 0]);
        Assert.Equal([null, 3100, 1000, 0], ways.Select(w => w.PriceBp));
        Assert.Equal([0, 0, 1, 1], ways.Select(w => w.OthersMoved));
        var (still, best) = (ways[0].Plan, ways[^1].Plan);
        Assert.Equal([(1, 0, 3)], Moves(round, still));
        Assert.Equal([(1, 0, 1), (2, 1, 3)], Moves(round, best));
        // 9000 to 4000, against 9000 to 8000 and 9000 to 8000.
        Assert.Equal((5000.0, 2000.0), (still.LostBp.ToDouble(), best.LostBp.ToDouble()));
    }

    [Fact]
    public void Each_way_is_the_best_there_is_under_its_condition_on_any_small_round()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var dice = new Random(seed);
            var (seats, people) = (dice.Next(1, 5), dice.Next(1, 6));
            var round = Of([
                .. Enumerable
                    .Range(0, seats)
                    .Select(_ => Enumerable.Range(0, people).Select(_ => dice.Next(10_000)).ToArray()),
            ]);
            var gone = Enumerable.Range(0, people).Where(_ => dice.Next(3) == 0).ToList();
            var price = dice.Next(3_000);
            foreach (var way in Withdrawal.Ways(round, gone, [price, 0]))
            {
                var found = Cost(round, way.Plan, way.PriceBp ?? 0);
                var least = Every(seats, people, gone)
                    .Where(plan => way.PriceBp is not null || Enumerable.Range(0, seats).All(s => Stays(s, plan)))
                    .Min(plan => Cost(round, plan, way.PriceBp ?? 0));
                Assert.Equal(least, found);
            }

            bool Stays(int seat, int[] plan) =>
                round.Plan.PersonOf[seat] is var holder
                && (holder < 0 || gone.Contains(holder) || plan[seat] == holder);
        }
    }

    private static Round Of(int[][] fit)
    {
        var people = fit[0].Length;
        var problem = new AssignmentProblem(
            people,
            [.. Enumerable.Range(0, fit.Length + 1).Select(i => i * people)],
            [.. fit.SelectMany(_ => Enumerable.Range(0, people))],
            [.. fit.SelectMany(row => row.Select(f => 10_000 - f))],
            [.. fit.Select(_ => 1_000_000L)]
        );
        return new Round(
            [.. Enumerable.Range(1, fit.Length)],
            [.. Enumerable.Range(0, people).Select(i => new Guid(i, 0, 0, new byte[8]))],
            [.. Enumerable.Repeat<Exclusion?>(null, people)],
            [.. new int[people]],
            [.. Enumerable.Repeat(1, fit.Length)],
            1,
            problem,
            Assignment.Solve(problem)
        );
    }

    private static IEnumerable<(int Village, int From, int To)> Moves(Round round, OtherPlan plan) =>
        plan.Changes.Select(c => (c.VillageNo, Number(round, c.From), Number(round, c.To)));

    private static int Number(Round round, Guid? cadre) => cadre is { } id ? round.Cadres.IndexOf(id) : -1;

    private static long Cost(Round round, OtherPlan plan, int price)
    {
        var after = round.Plan.PersonOf.ToArray();
        foreach (var (village, _, to) in Moves(round, plan))
            after[village - 1] = to;
        return Cost(round, after, price);
    }

    /// <summary>Costs and penalties, and the price of every village that had somebody and no longer has them.</summary>
    private static long Cost(Round round, int[] after, int price) =>
        Enumerable
            .Range(0, after.Length)
            .Sum(seat =>
                (after[seat] < 0 ? round.Problem.Penalty[seat] : 10_000L - round.Fit(seat, after[seat])!.Value)
                + (round.Plan.PersonOf[seat] >= 0 && round.Plan.PersonOf[seat] != after[seat] ? price : 0)
            );

    private static IEnumerable<int[]> Every(int seats, int people, List<int> gone)
    {
        return Fill([]);

        IEnumerable<int[]> Fill(ImmutableArray<int> taken) =>
            taken.Length == seats
                ?
                [
                    [.. taken],
                ]
                : Enumerable
                    .Range(-1, people + 1)
                    .Where(p => p < 0 || (!gone.Contains(p) && !taken.Contains(p)))
                    .SelectMany(p => Fill(taken.Add(p)));
    }
}
