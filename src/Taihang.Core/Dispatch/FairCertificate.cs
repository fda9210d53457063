using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>
/// Checks a fair plan without solving anything: that it posts nobody twice and nowhere that is not allowed, that it costs each county what
/// it says and no more than the guarantee, and that the bound follows from its prices. For prices k of counties, values u and prices p
/// with u at most (1 + k) times every cost + p, every plan that keeps the guarantees G costs at least sum u - sum p - sum k G.
/// </summary>
public static class FairCertificate
{
    private const int Whole = 1_000;

    public static IReadOnlyList<Problem> Check(
        AssignmentProblem problem,
        int[] countyOfSeat,
        long[] guarantee,
        FairPlan plan
    )
    {
        var wrong = new List<Problem>();
        if (
            plan.PersonOf.Length != problem.Seats
            || plan.Value.Length != problem.Seats
            || plan.Price.Length != problem.People
            || plan.CostOf.Length != guarantee.Length
            || plan.Thousandths.Length != guarantee.Length
        )
            return [DispatchProblems.NotProved("the plan has another size than the problem")];
        if (plan.Price.Any(price => price < 0) || plan.Thousandths.Any(added => added < 0))
            Wrong("a price is negative");
        var (cost, held) = (new long[guarantee.Length], new HashSet<int>());
        Int128 bound = 0;
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            var (county, person) = (countyOfSeat[seat], plan.PersonOf[seat]);
            Int128 times = Whole + plan.Thousandths[county];
            if (plan.Value[seat] > times * problem.Penalty[seat])
                Wrong($"seat {seat} is valued above its penalty");
            bound += plan.Value[seat];
            var pays = person == -1 ? problem.Penalty[seat] : (long?)null;
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            {
                if (plan.Value[seat] > (times * problem.Cost[pair]) + plan.Price[problem.Person[pair]])
                    Wrong($"seat {seat} would do better with person {problem.Person[pair]}");
                if (problem.Person[pair] == person)
                    pays = problem.Cost[pair];
            }
            if (pays is null)
                Wrong($"seat {seat} holds person {person}, who is not allowed there");
            else if (person >= 0 && !held.Add(person))
                Wrong($"person {person} holds two seats");
            cost[county] += pays ?? 0;
        }
        foreach (var price in plan.Price)
            bound -= price;
        for (var county = 0; county < guarantee.Length; county++)
        {
            bound -= (Int128)plan.Thousandths[county] * guarantee[county];
            if (cost[county] != plan.CostOf[county])
                Wrong($"county {county} pays {cost[county]}, not {plan.CostOf[county]}");
            if (cost[county] > guarantee[county])
                Wrong($"county {county} is worse off than it is guaranteed");
        }
        if (plan.Cost != cost.Sum())
            Wrong($"the plan says it costs {plan.Cost}, but it costs {cost.Sum()}");
        // A plan costs a whole number, so it costs at least the next one above the bound.
        if (bound <= (Int128)Whole * (plan.Bound - 1))
            Wrong($"the prices prove {bound} thousandths, not {plan.Bound}");
        return wrong;

        void Wrong(string detail) => wrong.Add(DispatchProblems.NotProved(detail));
    }
}
