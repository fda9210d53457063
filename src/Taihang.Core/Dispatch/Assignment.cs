namespace Taihang.Core.Dispatch;

/// <summary>
/// A plan with what proves it: the person of each seat (-1: unfilled), a value per seat and a price per person. Prices are not
/// unique; never show one as the worth of a person.
/// </summary>
public sealed record AssignmentPlan(int[] PersonOf, long[] Value, long[] Price, long Cost);

/// <summary>
/// The exact plan of least cost. The scarcer side bids: first rows take their cheapest column and raise its price by what they
/// can spare (auction without epsilon, Bertsekas 1981), then each row still free gets a shortest augmenting path
/// (Jonker and Volgenant 1987, sparse). Integers only; the same input gives the same plan.
/// </summary>
public static class Assignment
{
    public static AssignmentPlan Solve(AssignmentProblem problem) =>
        problem.Seats <= problem.People ? SeatsBid(problem) : PeopleBid(problem);

    private static AssignmentPlan SeatsBid(AssignmentProblem problem)
    {
        var bids = new Bidding(problem.Start, problem.Person, problem.Cost, problem.Penalty, new long[problem.People]);
        bids.Run();
        return Plan(problem, bids.ColumnOf, bids.Value, bids.Price);
    }

    /// <summary>
    /// The same problem from the other side: a person who takes a seat spares its penalty, so the pair costs c - penalty and staying
    /// at home costs nothing. Seat value = penalty - seat's price there; person's price = - person's value there.
    /// </summary>
    private static AssignmentPlan PeopleBid(AssignmentProblem problem)
    {
        var start = new int[problem.People + 1];
        foreach (var person in problem.Person)
            start[person + 1]++;
        for (var person = 0; person < problem.People; person++)
            start[person + 1] += start[person];
        var (seatOf, cost, next) = (new int[problem.Person.Length], new int[problem.Person.Length], start[..^1]);
        for (var seat = 0; seat < problem.Seats; seat++)
        for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
        {
            var at = next[problem.Person[pair]]++;
            (seatOf[at], cost[at]) = (seat, problem.Cost[pair]);
        }
        var bids = new Bidding(
            start,
            seatOf,
            cost,
            new long[problem.People],
            [.. problem.Penalty.Select(penalty => -penalty)]
        );
        bids.Run();
        var personOf = new int[problem.Seats];
        Array.Fill(personOf, -1);
        for (var person = 0; person < problem.People; person++)
            if (bids.ColumnOf[person] >= 0)
                personOf[bids.ColumnOf[person]] = person;
        return Plan(
            problem,
            personOf,
            [.. bids.Price.Select(price => -price)],
            [.. bids.Value.Select(value => -value)]
        );
    }

    private static AssignmentPlan Plan(AssignmentProblem problem, int[] personOf, long[] value, long[] price)
    {
        long cost = 0;
        for (var seat = 0; seat < problem.Seats; seat++)
            cost += personOf[seat] < 0 ? problem.Penalty[seat] : problem.Cost[problem.PairOf(seat, personOf[seat])];
        return new AssignmentPlan(personOf, value, price, cost);
    }

    /// <summary>
    /// Rows bid for columns. <c>Price</c> starts at a base per column, at which every free column stays; a row's <c>Value</c> is never
    /// above its cheapest choice, and equal to the choice it holds.
    /// </summary>
    private sealed class Bidding(int[] start, int[] column, int[] cost, long[] unfilled, long[] basePrice)
    {
        private const int Passes = 6;
        private const int LongestChain = 200;
        private const int Free = -2;

        private readonly int[] rowOf = Filled(basePrice.Length, -1);

        /// <summary>-1 when the row chose to stay unfilled.</summary>
        public int[] ColumnOf { get; } = Filled(unfilled.Length, Free);

        public long[] Value { get; } = new long[unfilled.Length];

        public long[] Price { get; } = [.. basePrice];

        public void Run()
        {
            for (var pass = 0; pass < Passes; pass++)
            for (var row = 0; row < ColumnOf.Length; row++)
                if (ColumnOf[row] == Free)
                    Bid(row);
            var paths = new Paths(this);
            for (var row = 0; row < ColumnOf.Length; row++)
                if (ColumnOf[row] == Free)
                    paths.Augment(row);
        }

        /// <summary>Whoever is outbid bids at once; a tie for a taken column is left to the paths.</summary>
        private void Bid(int row)
        {
            for (var chain = 0; chain < LongestChain; chain++)
            {
                var (best, second, at) = (unfilled[row], long.MaxValue, -1);
                for (var pair = start[row]; pair < start[row + 1]; pair++)
                {
                    var price = cost[pair] + Price[column[pair]];
                    if (price < best || (price == best && at >= 0 && rowOf[column[at]] >= 0 && rowOf[column[pair]] < 0))
                        (second, best, at) = (best, price, pair);
                    else if (price < second)
                        second = price;
                }
                if (at < 0)
                {
                    (ColumnOf[row], Value[row]) = (-1, best);
                    return;
                }
                var taken = column[at];
                var outbid = rowOf[taken];
                if (outbid >= 0 && second == best)
                    return;
                Price[taken] += second - best;
                (rowOf[taken], ColumnOf[row], Value[row]) = (row, taken, second);
                if (outbid < 0)
                    return;
                ColumnOf[outbid] = Free;
                row = outbid;
            }
        }

        private static int[] Filled(int length, int value)
        {
            var filled = new int[length];
            Array.Fill(filled, value);
            return filled;
        }

        /// <summary>Dijkstra on reduced costs; arrays are stamped, not cleared.</summary>
        private sealed class Paths(Bidding bids)
        {
            private readonly long[] distance = new long[bids.Price.Length];
            private readonly int[] from = new int[bids.Price.Length];
            private readonly int[] reached = new int[bids.Price.Length];
            private readonly int[] closed = new int[bids.Price.Length];
            private readonly List<int> closedColumns = [];
            private readonly MinHeap heap = new();
            private int stamp;

            public void Augment(int free)
            {
                stamp++;
                heap.Clear();
                closedColumns.Clear();
                bids.Value[free] = Cheapest(free);
                var (end, endRow, endColumn) = (long.MaxValue, -1, -1);
                Relax(free, 0);
                while (heap.TryPop(out var length, out var column) && length < end)
                {
                    if (closed[column] == stamp)
                        continue;
                    if (bids.rowOf[column] < 0)
                    {
                        (end, endRow, endColumn) = (length, -1, column);
                        break;
                    }
                    closed[column] = stamp;
                    closedColumns.Add(column);
                    Relax(bids.rowOf[column], length);
                }
                foreach (var column in closedColumns)
                {
                    bids.Value[bids.rowOf[column]] += end - distance[column];
                    bids.Price[column] += end - distance[column];
                }
                bids.Value[free] += end;
                Shift(free, endRow, endColumn);

                void Relax(int row, long sofar)
                {
                    if (sofar + bids.UnfilledOf(row) - bids.Value[row] is var stay && stay < end)
                        (end, endRow, endColumn) = (stay, row, -1);
                    for (var pair = bids.FirstOf(row); pair < bids.FirstOf(row + 1); pair++)
                    {
                        var column = bids.ColumnAt(pair);
                        if (closed[column] == stamp)
                            continue;
                        var length = sofar + bids.CostOf(pair) + bids.Price[column] - bids.Value[row];
                        if (length >= end || (reached[column] == stamp && length >= distance[column]))
                            continue;
                        (reached[column], distance[column], from[column]) = (stamp, length, row);
                        heap.Push(length, column);
                    }
                }
            }

            private long Cheapest(int row)
            {
                var best = bids.UnfilledOf(row);
                for (var pair = bids.FirstOf(row); pair < bids.FirstOf(row + 1); pair++)
                    best = Math.Min(best, bids.CostOf(pair) + bids.Price[bids.ColumnAt(pair)]);
                return best;
            }

            /// <summary>Hands columns along the path, from its end back to the row that was free.</summary>
            private void Shift(int free, int endRow, int endColumn)
            {
                var column = endColumn;
                if (endRow >= 0)
                {
                    column = endRow == free ? -1 : bids.ColumnOf[endRow];
                    bids.ColumnOf[endRow] = -1;
                    if (endRow == free)
                        return;
                }
                while (true)
                {
                    var row = from[column];
                    var left = bids.ColumnOf[row];
                    (bids.ColumnOf[row], bids.rowOf[column]) = (column, row);
                    if (row == free)
                        return;
                    column = left;
                }
            }
        }

        private long UnfilledOf(int row) => unfilled[row];

        private int FirstOf(int row) => start[row];

        private int ColumnAt(int pair) => column[pair];

        private int CostOf(int pair) => cost[pair];
    }
}
