namespace Taihang.Core.Dispatch;

/// <summary>
/// The cheapest plan found in which no county pays more than it is guaranteed, with a bound on any such plan. The bound stands on
/// prices per county and on values and prices that anybody can check: see <see cref="FairCertificate"/>.
/// </summary>
/// <param name="PersonOf">Per seat; -1: unfilled.</param>
/// <param name="CostOf">Per county.</param>
/// <param name="Cost">Sum over counties.</param>
/// <param name="Pure">What the cheapest plan costs when counties are not looked at: the price of fairness is the rest.</param>
/// <param name="Worse">Counties that are worse off than guaranteed in that one.</param>
/// <param name="Bound">No plan that keeps the guarantees costs less.</param>
/// <param name="Thousandths">What the bound adds to each county's costs, in thousandths of them.</param>
/// <param name="Value">Per seat, and <paramref name="Price"/> per person: the proof of the bound, in thousandths of costs.</param>
public sealed record FairPlan(
    int[] PersonOf,
    long[] CostOf,
    long Cost,
    long Pure,
    int Worse,
    long Bound,
    int[] Thousandths,
    long[] Value,
    long[] Price
);

/// <summary>
/// No county worse off than on its own. A price on each county's cost is raised while the county pays more than its guarantee and
/// lowered while it pays less (Lagrange, with Polyak's steps); every step is an exact plan and gives a bound. From the best prices they are
/// then only raised until all guarantees hold. The counties on their own are always such a plan, so there is one.
/// </summary>
public static class Fairness
{
    private const int Whole = 1_000;
    private const int FirstRaise = 8;
    private const int MostRaise = 1 << 10;

    /// <summary>What each county pays when it may only use its own people.</summary>
    /// <param name="countyOfSeat">From 0, one per seat.</param>
    /// <param name="countyOfPerson">Whose own a person is; -1 for nobody's.</param>
    public static (AssignmentPlan Alone, long[] Guarantee) Alone(
        AssignmentProblem problem,
        int[] countyOfSeat,
        int[] countyOfPerson,
        CancellationToken cancel = default
    )
    {
        var start = new int[problem.Seats + 1];
        var (person, cost) = (new List<int>(), new List<int>());
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                if (countyOfPerson[problem.Person[pair]] == countyOfSeat[seat])
                {
                    person.Add(problem.Person[pair]);
                    cost.Add(problem.Cost[pair]);
                }
            start[seat + 1] = person.Count;
        }
        var own = problem with { Start = start, Person = [.. person], Cost = [.. cost] };
        var plan = Assignment.Solve(own, cancel: cancel);
        return (plan, CostOf(problem, plan.PersonOf, countyOfSeat));
    }

    /// <summary>What each county pays in a plan.</summary>
    public static long[] CostOf(AssignmentProblem problem, int[] personOf, int[] countyOfSeat)
    {
        var cost = new long[countyOfSeat.DefaultIfEmpty(-1).Max() + 1];
        for (var seat = 0; seat < problem.Seats; seat++)
            cost[countyOfSeat[seat]] +=
                personOf[seat] < 0 ? problem.Penalty[seat] : problem.Cost[problem.PairOf(seat, personOf[seat])];
        return cost;
    }

    /// <param name="alone">A plan that keeps the guarantees, such as the counties on their own.</param>
    /// <param name="steps">Steps for the bound; each is one exact plan.</param>
    /// <param name="told">After each step: its number, counties worse off, the bound so far, the cost of the best fair plan so far.</param>
    public static FairPlan Find(
        AssignmentProblem problem,
        int[] countyOfSeat,
        long[] guarantee,
        int[] alone,
        int steps = 25,
        Action<int, int, long, long>? told = null,
        CancellationToken cancel = default
    )
    {
        var cost = CostOf(problem, alone, countyOfSeat);
        var best = new FairPlan(alone, cost, cost.Sum(), 0, 0, long.MinValue, [], [], []);
        var most = MostThousandths(problem);
        var (added, own) = (new int[guarantee.Length], new bool[guarantee.Length]);
        var (share, sinceBetter) = (1.0, 0);
        for (var step = 0; step < steps && best.Bound < best.Cost; step++)
        {
            var bound = best.Bound;
            Try(step);
            (share, sinceBetter) = best.Bound > bound ? (share, 0) : (share, sinceBetter + 1);
            if (sinceBetter == 3)
                (share, sinceBetter) = (share / 2, 0);
            // Polyak's step towards a target: the best fair plan, but no more than a little above the bound. Floating point may
            // choose prices, as any whole prices give a bound that holds.
            var square = 0.0;
            for (var county = 0; county < guarantee.Length; county++)
                if (added[county] > 0 || cost[county] > guarantee[county])
                    square += (double)(cost[county] - guarantee[county]) * (cost[county] - guarantee[county]);
            var target = Math.Min(best.Cost - best.Bound, Math.Abs(best.Bound) / 500.0);
            for (var county = 0; county < guarantee.Length && square > 0; county++)
                added[county] = (int)
                    Math.Clamp(
                        added[county] + (Whole * share * target / square * (cost[county] - guarantee[county])),
                        0,
                        most
                    );
        }
        // From the best prices they are only raised, twice as far each time; a county that still is not content keeps its own plan.
        added = [.. best.Thousandths];
        var raise = Enumerable.Repeat(FirstRaise, guarantee.Length).ToArray();
        for (var step = steps; best.Bound < best.Cost; step++)
        {
            if (Try(step) == 0)
                break;
            for (var county = 0; county < guarantee.Length; county++)
                if (cost[county] > guarantee[county])
                {
                    added[county] = (int)Math.Min(most, (long)added[county] + raise[county]);
                    own[county] |= raise[county] >= MostRaise;
                    raise[county] *= 2;
                }
        }
        return best;

        int Try(int step)
        {
            var dearer = Dearer(problem, countyOfSeat, added, own, alone);
            var plan = Assignment.Solve(dearer, cancel: cancel);
            cost = CostOf(problem, plan.PersonOf, countyOfSeat);
            var worse = Enumerable.Range(0, guarantee.Length).Count(county => cost[county] > guarantee[county]);
            if (step == 0)
                best = best with { Pure = plan.Cost / Whole, Worse = worse };
            // With a county held to its own plan it is another problem, and says nothing of this one.
            if (!own.Contains(true) && BoundOf(plan.Cost, added, guarantee) is var bound && bound > best.Bound)
                best = best with
                {
                    Bound = bound,
                    Thousandths = (int[])added.Clone(),
                    Value = plan.Value,
                    Price = plan.Price,
                };
            if (worse == 0 && cost.Sum() < best.Cost)
                best = best with { PersonOf = plan.PersonOf, CostOf = cost, Cost = cost.Sum() };
            told?.Invoke(step, worse, best.Bound, best.Cost);
            return worse;
        }
    }

    /// <returns>The least whole number that no fair plan can cost less than.</returns>
    internal static long BoundOf(Int128 costInThousandths, int[] added, long[] guarantee)
    {
        var bound = costInThousandths;
        for (var county = 0; county < added.Length; county++)
            bound -= (Int128)added[county] * guarantee[county];
        return (long)(bound / Whole) + (bound > 0 && bound % Whole != 0 ? 1 : 0);
    }

    /// <summary>
    /// The problem with each county's costs times 1,000 + its addition; a county that keeps its own plan has no other pairs, and nobody
    /// else has its people.
    /// </summary>
    private static AssignmentProblem Dearer(
        AssignmentProblem problem,
        int[] countyOfSeat,
        int[] added,
        bool[] own,
        int[] alone
    )
    {
        var holds = new int[problem.People];
        Array.Fill(holds, -1);
        for (var seat = 0; seat < problem.Seats; seat++)
            if (own[countyOfSeat[seat]] && alone[seat] >= 0)
                holds[alone[seat]] = seat;
        var start = new int[problem.Seats + 1];
        var (person, cost) = (new int[problem.Cost.Length], new int[problem.Cost.Length]);
        var (penalty, at) = (new long[problem.Seats], 0);
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            var county = countyOfSeat[seat];
            var times = Whole + added[county];
            penalty[seat] = problem.Penalty[seat] * times;
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                if (own[county] ? problem.Person[pair] == alone[seat] : holds[problem.Person[pair]] < 0)
                    (person[at], cost[at++]) = (problem.Person[pair], problem.Cost[pair] * times);
            start[seat + 1] = at;
        }
        return problem with { Start = start, Person = person[..at], Cost = cost[..at], Penalty = penalty };
    }

    /// <summary>So far a county's costs can be raised before a pair's no longer fits 32 bits.</summary>
    private static int MostThousandths(AssignmentProblem problem) =>
        (int)
            Math.Min(
                1_000_000,
                int.MaxValue / Math.Max(1, problem.Cost.DefaultIfEmpty(0).Max(c => Math.Abs((long)c))) - Whole
            );
}
