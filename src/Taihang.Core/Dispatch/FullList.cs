namespace Taihang.Core.Dispatch;

/// <summary>How far a search over all allowed pairs has come.</summary>
/// <param name="Listed">Pairs written down so far.</param>
/// <param name="Cost">Of the best plan so far.</param>
/// <param name="Violated">Allowed pairs, not listed, that the prices do not yet rule out.</param>
/// <param name="Bound">No plan over all allowed pairs costs less.</param>
public sealed record FullListRound(int Round, int Listed, long Cost, long Violated, long Bound);

/// <param name="Lists">The pairs that were written down; the plan is proved for them, and for all pairs when <see cref="Proved"/>.</param>
/// <param name="Bound">No plan over all allowed pairs costs less.</param>
/// <param name="Proved">
/// The plan's own prices rule out every allowed pair. A bound that meets the cost is not enough: it may stand on the prices of an earlier
/// round, and then nobody could check this plan by its own.
/// </param>
public sealed record FullListPlan(AssignmentProblem Lists, AssignmentPlan Plan, long Bound, bool Proved);

/// <summary>
/// The cheapest plan over all allowed pairs, of which only few are ever written down (column generation). Solve over the lists; look, by
/// the prices, at every pair that is not listed; where one would do better than its seat's value, list each person's worst few; until
/// there is none. Raising each person's price by their worst violation makes the prices valid for all pairs, so after every sweep the
/// value less the sum of these is a bound.
/// </summary>
public static class FullList
{
    /// <summary>People in a parallel step; the result does not depend on it.</summary>
    internal const int Block = 512;

    private const int MostPerPerson = 10;

    /// <param name="lists">Where to start, such as <see cref="ShortLists"/>; with the penalties.</param>
    /// <param name="told">After each sweep.</param>
    /// <param name="stop">Ends the search early, with the best plan so far and a bound that holds.</param>
    /// <exception cref="OperationCanceledException">When stopped before there was any plan.</exception>
    public static FullListPlan Prove(
        PackedPairs pairs,
        AssignmentProblem lists,
        int workers = -1,
        Action<FullListRound>? told = null,
        CancellationToken stop = default
    )
    {
        var best = new FullListPlan(lists, Assignment.Solve(lists, workers, stop), WithoutSweep(pairs, lists), false);
        try
        {
            for (var round = 0; ; round++)
            {
                var sweep = Sweep.Over(pairs, best.Plan, workers, stop);
                best = best with { Bound = Math.Max(best.Bound, best.Plan.Cost - sweep.Excess) };
                told?.Invoke(
                    new FullListRound(round, best.Lists.Person.Length, best.Plan.Cost, sweep.Violated, best.Bound)
                );
                if (sweep.Violated == 0)
                    return best with { Proved = true };
                var longer = With(best.Lists, sweep.Worst);
                best = best with { Lists = longer, Plan = Assignment.Solve(longer, workers, stop) };
            }
        }
        catch (OperationCanceledException)
        {
            return best;
        }
    }

    /// <summary>A bound before any price is known: every seat at the cheaper of nothing and its penalty, as no pair costs less than 0.</summary>
    private static long WithoutSweep(PackedPairs pairs, AssignmentProblem lists)
    {
        long bound = 0;
        for (var seat = 0; seat < pairs.Seats; seat++)
            bound += Math.Min(0, lists.Penalty[seat]);
        return bound;
    }

    /// <summary>The lists with these pairs too; none of them is listed yet.</summary>
    private static AssignmentProblem With(AssignmentProblem lists, List<(int Seat, int Person, int Cost)> added)
    {
        added.Sort();
        var start = new int[lists.Seats + 1];
        var (person, cost) = (new int[lists.Person.Length + added.Count], new int[lists.Person.Length + added.Count]);
        var (at, next) = (0, 0);
        for (var seat = 0; seat < lists.Seats; seat++)
        {
            for (var pair = lists.Start[seat]; pair < lists.Start[seat + 1]; pair++)
            {
                while (next < added.Count && added[next].Seat == seat && added[next].Person < lists.Person[pair])
                    (person[at], cost[at++]) = (added[next].Person, added[next++].Cost);
                (person[at], cost[at++]) = (lists.Person[pair], lists.Cost[pair]);
            }
            while (next < added.Count && added[next].Seat == seat)
                (person[at], cost[at++]) = (added[next].Person, added[next++].Cost);
            start[seat + 1] = at;
        }
        return lists with { Start = start, Person = person, Cost = cost };
    }

    /// <summary>One look at every allowed pair.</summary>
    /// <param name="Violated">Pairs at which cost + price is below the seat's value.</param>
    /// <param name="Excess">Sum over people of their worst violation.</param>
    /// <param name="Worst">Each person's worst few.</param>
    private sealed record Sweep(long Violated, long Excess, List<(int Seat, int Person, int Cost)> Worst)
    {
        public static Sweep Over(PackedPairs pairs, AssignmentPlan plan, int workers, CancellationToken stop)
        {
            var blocks = new Sweep?[(pairs.People + Block - 1) / Block];
            Parallel.For(
                0,
                blocks.Length,
                new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = stop },
                () => new int[pairs.Seats],
                (block, _, costs) =>
                {
                    blocks[block] = Of(pairs, plan, block, costs);
                    return costs;
                },
                _ => { }
            );
            var worst = new List<(int, int, int)>();
            foreach (var block in blocks)
                worst.AddRange(block!.Worst);
            return new Sweep(blocks.Sum(b => b!.Violated), blocks.Sum(b => b!.Excess), worst);
        }

        private static Sweep Of(PackedPairs pairs, AssignmentPlan plan, int block, int[] costs)
        {
            var (violated, excess, worst) = (0L, 0L, new List<(int, int, int)>());
            Span<(long Slack, int Seat, int Cost)> few = stackalloc (long, int, int)[MostPerPerson];
            var to = Math.Min(pairs.People, (block + 1) * Block);
            for (var person = block * Block; person < to; person++)
            {
                var (before, after) = pairs.SpansOf(person);
                var (count, price) = (0, plan.Price[person]);
                violated += Look(pairs, plan.Value, person, before, price, costs, few, ref count);
                violated += Look(pairs, plan.Value, person, after, price, costs, few, ref count);
                if (count == 0)
                    continue;
                excess -= few[0].Slack;
                foreach (var (_, seat, cost) in few[..count])
                    worst.Add((seat, person, cost));
            }
            return new Sweep(violated, excess, worst);
        }

        /// <summary>Keeps the few of least slack in order, ties by the seat.</summary>
        private static long Look(
            PackedPairs pairs,
            long[] value,
            int person,
            (int From, int To) span,
            long price,
            int[] costs,
            Span<(long Slack, int Seat, int Cost)> few,
            ref int count
        )
        {
            var length = span.To - span.From;
            pairs.Costs(person, span.From, costs.AsSpan(0, length));
            var violated = 0L;
            for (var i = 0; i < length; i++)
            {
                var slack = costs[i] + price - value[span.From + i];
                if (slack >= 0)
                    continue;
                violated++;
                if (count == few.Length && slack >= few[^1].Slack)
                    continue;
                var at = count < few.Length ? count++ : count - 1;
                for (; at > 0 && few[at - 1].Slack > slack; at--)
                    few[at] = few[at - 1];
                few[at] = (slack, span.From + i, costs[i]);
            }
            return violated;
        }
    }
}
