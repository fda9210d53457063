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
/// lowered again while it pays less, each in steps of its own; every such step is an exact plan and gives a bound (Lagrange). At the
/// end prices are only raised, until all guarantees hold. The counties on their own are always such a plan, so there is one.
/// </summary>
public static class Fairness
{
    private const int Whole = 1_000;
    private const int FirstStep = 16;

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
    /// <param name="both">Steps in which prices are raised and lowered; each is one exact plan.</param>
    /// <param name="told">After each step: its number, counties worse off, the bound so far.</param>
    public static FairPlan Find(
        AssignmentProblem problem,
        int[] countyOfSeat,
        long[] guarantee,
        int[] alone,
        int both = 12,
        Action<int, int, long>? told = null,
        CancellationToken cancel = default
    )
    {
        var counties = guarantee.Length;
        var most = MostThousandths(problem);
        var (added, step, wasWorse) = (new int[counties], new int[counties], new bool[counties]);
        Array.Fill(step, FirstStep);
        var aloneCost = CostOf(problem, alone, countyOfSeat);
        var best = new FairPlan(alone, aloneCost, aloneCost.Sum(), 0, 0, long.MinValue, [], [], []);
        for (var round = 0; ; round++)
        {
            var dearer = Dearer(problem, countyOfSeat, added);
            var plan = Assignment.Solve(dearer, cancel: cancel);
            var cost = CostOf(problem, plan.PersonOf, countyOfSeat);
            var worse = Enumerable.Range(0, counties).Count(county => cost[county] > guarantee[county]);
            if (round == 0)
                best = best with { Pure = plan.Cost / Whole, Worse = worse };
            if (BoundOf(plan.Cost, added, guarantee) is var bound && bound > best.Bound)
                best = best with
                {
                    Bound = bound,
                    Thousandths = (int[])added.Clone(),
                    Value = plan.Value,
                    Price = plan.Price,
                };
            if (worse == 0 && cost.Sum() < best.Cost)
                best = best with { PersonOf = plan.PersonOf, CostOf = cost, Cost = cost.Sum() };
            told?.Invoke(round, worse, best.Bound);
            var changed = false;
            for (var county = 0; county < counties; county++)
            {
                var (worseNow, before) = (cost[county] > guarantee[county], added[county]);
                if (round > 0 && before > 0)
                    step[county] =
                        worseNow == wasWorse[county] ? Math.Min(most, step[county] * 2) : Math.Max(1, step[county] / 4);
                wasWorse[county] = worseNow;
                if (worseNow)
                    added[county] = (int)Math.Min(most, (long)before + step[county]);
                else if (round < both)
                    added[county] = Math.Max(0, before - step[county]);
                changed |= added[county] != before;
            }
            // Towards the end prices are only raised; where none can be, all guarantees hold or none of the steps would help.
            if (!changed || best.Bound == best.Cost || (round >= both && worse == 0))
                return best;
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

    /// <summary>The problem with each county's costs times 1,000 + its addition.</summary>
    private static AssignmentProblem Dearer(AssignmentProblem problem, int[] countyOfSeat, int[] added)
    {
        var (cost, penalty) = (new int[problem.Cost.Length], new long[problem.Seats]);
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            var times = Whole + added[countyOfSeat[seat]];
            penalty[seat] = problem.Penalty[seat] * times;
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                cost[pair] = problem.Cost[pair] * times;
        }
        return problem with { Cost = cost, Penalty = penalty };
    }

    /// <summary>So far a county's costs can be raised before a pair's no longer fits 32 bits.</summary>
    private static int MostThousandths(AssignmentProblem problem) =>
        (int)
            Math.Min(
                1_000_000,
                int.MaxValue / Math.Max(1, problem.Cost.DefaultIfEmpty(0).Max(c => Math.Abs((long)c))) - Whole
            );
}
