namespace Taihang.Core.Dispatch;

/// <summary>
/// A plan with what proves it: the person of each seat (-1: unfilled), a value per seat and a price per person. Prices are not
/// unique; never show one as the worth of a person.
/// </summary>
public sealed record AssignmentPlan(int[] PersonOf, long[] Value, long[] Price, long Cost);

/// <summary>
/// The exact plan of least cost. Seats and people that no pairs connect are solved apart and at the same time; in each part the scarcer
/// side bids: first an auction without epsilon, then a shortest augmenting path for each row that is still free. Integers only; the
/// same problem gives the same plan and the same prices, whatever the number of workers.
/// </summary>
public static class Assignment
{
    private const int Passes = 6;

    /// <param name="workers">How many parts are solved at once; -1 takes as many as the machine has cores.</param>
    /// <exception cref="OperationCanceledException">When cancelled; nothing is half done, as a plan is only given when it is whole.</exception>
    public static AssignmentPlan Solve(AssignmentProblem problem, int workers = -1, CancellationToken cancel = default)
    {
        var (personOf, seatOf) = (new int[problem.Seats], new int[problem.People]);
        var (value, price) = ((long[])problem.Penalty.Clone(), new long[problem.People]);
        Array.Fill(personOf, Side.Nobody);
        Array.Fill(seatOf, Side.Nobody);
        var parts = Parts.Of(problem);
        var seats = new Side(
            (problem.Start, problem.Person, problem.Cost),
            problem.Penalty,
            (value, price),
            (personOf, seatOf),
            sign: 1
        );
        var people = parts.Exists(part => !part.SeatsBid)
            ? new Side(problem.ByPerson(), new long[problem.People], (price, value), (seatOf, personOf), sign: -1)
            : null;
        var byPerson = new Visit[problem.People];
        var bySeat = people is null ? [] : new Visit[problem.Seats];
        Parallel.ForEach(
            // The largest first, or one of them could be left to a single worker at the end.
            parts.OrderByDescending(part => part.Seats.Length),
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel },
            part =>
            {
                if (part.SeatsBid)
                    Bid(seats, part.Seats, byPerson, cancel);
                else
                    PeopleBid(seats, people!, part, byPerson, bySeat, cancel);
            }
        );
        return new AssignmentPlan(personOf, value, price, CostOf(problem, personOf));
    }

    /// <summary>
    /// Where people are scarce some seats stay unfilled, mostly those of the least penalty. If the others were worth their full penalty
    /// from the start, people would bid for these first and every path would have to cross a nation to learn that there is no more to
    /// have. So first no seat is worth more than the penalty at which about as many seats lie below as must stay unfilled; then those
    /// left unfilled that are worth more are placed by their own paths, which are short.
    /// </summary>
    private static void PeopleBid(
        Side seats,
        Side people,
        Part part,
        Visit[] byPerson,
        Visit[] bySeat,
        CancellationToken cancel
    )
    {
        var penalties = part.Seats.Select(seat => seats.Unfilled[seat]).Order().ToArray();
        var most = penalties[part.Seats.Length - part.People!.Length];
        foreach (var seat in part.Seats)
            seats.RowDual[seat] = Math.Min(most, seats.Unfilled[seat]);
        Bid(people, part.People, bySeat, cancel);
        var dearer = part
            .Seats.Where(seat => seats.ColumnOf[seat] == Side.Nobody && seats.Unfilled[seat] > most)
            .ToArray();
        foreach (var seat in dearer)
            seats.ColumnOf[seat] = Side.Out;
        Place(seats, dearer, byPerson, cancel);
    }

    private static void Bid(Side side, int[] rows, Visit[] visits, CancellationToken cancel)
    {
        foreach (var row in rows)
            side.ColumnOf[row] = Side.Out;
        for (var pass = 0; pass < Passes; pass++)
        {
            cancel.ThrowIfCancellationRequested();
            foreach (var row in rows)
                if (side.ColumnOf[row] == Side.Out)
                    side.Bid(row);
        }
        Place(side, rows, visits, cancel);
    }

    private static void Place(Side side, int[] rows, Visit[] visits, CancellationToken cancel)
    {
        var path = new ShortestPath(visits);
        foreach (var row in rows)
            if (side.ColumnOf[row] == Side.Out)
            {
                cancel.ThrowIfCancellationRequested();
                path.Place(side, row);
            }
    }

    private static long CostOf(AssignmentProblem problem, int[] personOf)
    {
        long cost = 0;
        for (var seat = 0; seat < problem.Seats; seat++)
            cost += personOf[seat] < 0 ? problem.Penalty[seat] : problem.Cost[problem.PairOf(seat, personOf[seat])];
        return cost;
    }
}
