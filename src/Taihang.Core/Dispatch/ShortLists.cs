using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>
/// A start for the search over all allowed pairs: for each person some seats of least cost and some drawn from the whole area, so that
/// villages which nobody likes best are on somebody's list too. On their own, short lists are hidden policy: see <see cref="FullList"/>.
/// </summary>
public static class ShortLists
{
    /// <param name="least">Fewest seats on a person's list, where so many are allowed.</param>
    /// <param name="most">Most of them; each length between is as likely. A third of a list is drawn.</param>
    /// <param name="seed">Fixes lengths and draws.</param>
    public static AssignmentProblem Of(
        PackedPairs pairs,
        long[] penalty,
        int least,
        int most,
        ulong seed,
        CancellationToken cancel = default
    )
    {
        var lists = new int[pairs.People][];
        var costs = new int[pairs.People][];
        Parallel.For(
            0,
            (pairs.People + FullList.Block - 1) / FullList.Block,
            new ParallelOptions { CancellationToken = cancel },
            () => new int[pairs.Seats],
            (block, _, buffer) =>
            {
                var to = Math.Min(pairs.People, (block + 1) * FullList.Block);
                for (var person = block * FullList.Block; person < to; person++)
                    (lists[person], costs[person]) = ListOf(pairs, person, least, most, seed, buffer);
                return buffer;
            },
            _ => { }
        );
        return Rows(pairs.People, penalty, lists, costs);
    }

    private static (int[] Seats, int[] Costs) ListOf(
        PackedPairs pairs,
        int person,
        int least,
        int most,
        ulong seed,
        int[] buffer
    )
    {
        var stream = new SeededStream(unchecked(seed + ((ulong)person * 0x9E3779B97F4A7C15)));
        var length = least + stream.NextBelow(most - least + 1);
        var (before, after) = pairs.SpansOf(person);
        var (first, second) = (before.To - before.From, after.To - after.From);
        length = Math.Min(length, first + second);
        pairs.Costs(person, before.From, buffer.AsSpan(0, first));
        pairs.Costs(person, after.From, buffer.AsSpan(first, second));
        // Cost above, place below, in one number: sorted as a person would, ties by the seat.
        var best = new long[length - (length / 3)];
        var count = 0;
        for (var i = 0; i < first + second; i++)
        {
            var key = ((long)buffer[i] << 32) | (uint)i;
            if (count == best.Length && (count == 0 || key >= best[^1]))
                continue;
            var at = count < best.Length ? count++ : count - 1;
            for (; at > 0 && best[at - 1] > key; at--)
                best[at] = best[at - 1];
            best[at] = key;
        }
        var places = new SortedSet<int>(best.Select(key => (int)(key & uint.MaxValue)));
        while (places.Count < length)
            places.Add(stream.NextBelow(first + second));
        return (
            [.. places.Select(i => i < first ? before.From + i : after.From + i - first)],
            [.. places.Select(i => buffer[i])]
        );
    }

    private static AssignmentProblem Rows(int people, long[] penalty, int[][] lists, int[][] costs)
    {
        var start = new int[penalty.Length + 1];
        foreach (var list in lists)
        foreach (var seat in list)
            start[seat + 1]++;
        for (var seat = 0; seat < penalty.Length; seat++)
            start[seat + 1] += start[seat];
        var (person, cost, next) = (new int[start[^1]], new int[start[^1]], start[..^1]);
        for (var who = 0; who < people; who++)
        for (var i = 0; i < lists[who].Length; i++)
        {
            var at = next[lists[who][i]]++;
            (person[at], cost[at]) = (who, costs[who][i]);
        }
        return new AssignmentProblem(people, start, person, cost, penalty);
    }
}
