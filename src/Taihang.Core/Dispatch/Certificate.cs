using System.Buffers.Binary;
using System.Security.Cryptography;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>
/// Checks a plan without solving anything and without a line of the solver's code. A plan of cost C is the cheapest there is when
/// there are seat values u and person prices p with: p at least 0; u no more than the penalty of its seat; u no more than cost + p on
/// every allowed pair; and the sum of u less the sum of p equal to C (linear programming duality, in integers).
/// </summary>
public static class Certificate
{
    // A broken certificate of a nation is told by its first faults; a list of millions helps nobody.
    private const int MostFaults = 1_000;

    // A price beyond it could slip through by overflow.
    private const long GreatestPrice = 1L << 61;

    /// <returns>Nothing when the plan is proved; else what is wrong with it, each with its place.</returns>
    public static IReadOnlyList<Problem> Check(AssignmentProblem problem, AssignmentPlan plan)
    {
        if (Malformed(problem) is { } fault)
            return [DispatchProblems.NotProved(fault)];
        if (
            plan.PersonOf.Length != problem.Seats
            || plan.Value.Length != problem.Seats
            || plan.Price.Length != problem.People
        )
            return [DispatchProblems.NotProved("the plan has another size than the problem")];
        var wrong = new List<Problem>();
        var seatOf = new int[problem.People];
        Array.Fill(seatOf, -1);
        Int128 cost = 0;
        Int128 bound = 0;
        for (var person = 0; person < problem.People; person++)
        {
            if (plan.Price[person] is < 0 or > GreatestPrice)
                return [DispatchProblems.NotProved($"person {person} has a price below 0 or beyond any sum")];
            bound -= plan.Price[person];
        }
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            var (held, value) = (plan.PersonOf[seat], plan.Value[seat]);
            var allowed = held == -1;
            if (allowed)
                cost += problem.Penalty[seat];
            if (value > problem.Penalty[seat])
                Wrong($"seat {seat} is valued above its penalty");
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            {
                var person = problem.Person[pair];
                if (value > problem.Cost[pair] + plan.Price[person])
                    Wrong($"seat {seat} would do better with person {person}");
                if (person == held)
                {
                    allowed = true;
                    cost += problem.Cost[pair];
                }
            }
            if (!allowed)
                Wrong($"seat {seat} holds person {held}, who is not allowed there");
            else if (held >= 0 && seatOf[held] >= 0)
                Wrong($"person {held} holds seats {seatOf[held]} and {seat}");
            else if (held >= 0)
                seatOf[held] = seat;
            bound += value;
        }
        if (cost != plan.Cost)
            Wrong($"the plan says it costs {plan.Cost}, but it costs {cost}");
        if (bound != cost)
            Wrong($"values and prices prove {bound}, the plan costs {cost}");
        return wrong;

        void Wrong(string detail)
        {
            if (wrong.Count < MostFaults)
                wrong.Add(DispatchProblems.NotProved(detail));
        }
    }

    /// <summary>
    /// The same over every allowed pair of a nation, none of which is written down: each is scored anew. The lists that the search
    /// used play no part.
    /// </summary>
    /// <param name="penalty">One per seat: what it costs to leave it unfilled.</param>
    public static IReadOnlyList<Problem> CheckAll(
        PackedPairs pairs,
        long[] penalty,
        AssignmentPlan plan,
        CancellationToken cancel = default
    )
    {
        if (
            penalty.Length != pairs.Seats
            || plan.PersonOf.Length != pairs.Seats
            || plan.Value.Length != pairs.Seats
            || plan.Price.Length != pairs.People
        )
            return [DispatchProblems.NotProved("the plan has another size than the problem")];
        var wrong = new List<Problem>();
        var seatOf = new int[pairs.People];
        Array.Fill(seatOf, -1);
        Int128 cost = 0;
        Int128 bound = 0;
        for (var seat = 0; seat < pairs.Seats; seat++)
        {
            var held = plan.PersonOf[seat];
            if (plan.Value[seat] > penalty[seat])
                wrong.Add(DispatchProblems.NotProved($"seat {seat} is valued above its penalty"));
            if (held < -1 || held >= pairs.People || (held >= 0 && !pairs.IsAllowed(seat, held)))
                wrong.Add(DispatchProblems.NotProved($"seat {seat} holds person {held}, who is not allowed there"));
            else if (held >= 0 && seatOf[held] >= 0)
                wrong.Add(DispatchProblems.NotProved($"person {held} holds seats {seatOf[held]} and {seat}"));
            else if (held >= 0)
                (seatOf[held], cost) = (seat, cost + pairs.Cost(seat, held));
            else
                cost += penalty[seat];
            bound += plan.Value[seat];
        }
        foreach (var price in plan.Price)
            bound -= price;
        // The first fault of each person: enough to refuse, and in an order that no worker changes.
        var better = new int[pairs.People];
        Array.Fill(better, -1);
        Parallel.For(
            0,
            pairs.People,
            new ParallelOptions { CancellationToken = cancel },
            person =>
            {
                var price = plan.Price[person];
                var (before, after) = pairs.SpansOf(person);
                foreach (var (from, to) in new[] { before, after })
                    for (var seat = from; seat < to && better[person] < 0; seat++)
                        if (price is < 0 or > GreatestPrice || plan.Value[seat] > pairs.Cost(seat, person) + price)
                            better[person] = seat;
            }
        );
        for (var person = 0; person < pairs.People && wrong.Count < MostFaults; person++)
            if (plan.Price[person] is < 0 or > GreatestPrice)
                wrong.Add(DispatchProblems.NotProved($"person {person} has a price below 0 or beyond any sum"));
            else if (better[person] >= 0)
                wrong.Add(DispatchProblems.NotProved($"seat {better[person]} would do better with person {person}"));
        if (cost != plan.Cost)
            wrong.Add(DispatchProblems.NotProved($"the plan says it costs {plan.Cost}, but it costs {cost}"));
        if (bound != cost)
            wrong.Add(DispatchProblems.NotProved($"values and prices prove {bound}, the plan costs {cost}"));
        return wrong;
    }

    /// <summary>Whether the lists are rows at all: in order, within bounds, nobody twice in a row.</summary>
    private static string? Malformed(AssignmentProblem problem)
    {
        var (start, person) = (problem.Start, problem.Person);
        if (start.Length != problem.Seats + 1 || start[0] != 0 || start[^1] != person.Length)
            return "the rows do not span the pairs";
        if (problem.Cost.Length != person.Length)
            return "there is not one cost for each pair";
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            if (start[seat + 1] < start[seat] || start[seat + 1] > person.Length)
                return $"the rows are out of order at seat {seat}";
            var before = -1;
            for (var pair = start[seat]; pair < start[seat + 1]; pair++)
            {
                if (person[pair] <= before || person[pair] >= problem.People)
                    return $"the people of seat {seat} are out of order or unknown";
                before = person[pair];
            }
        }
        return null;
    }

    /// <summary>SHA-256 over problem and plan in a fixed order of little-endian integers: the name under which the proof is kept.</summary>
    public static string Hash(AssignmentProblem problem, AssignmentPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[1 << 16];
        var used = 0;
        foreach (var number in (long[])[problem.People, problem.Seats, problem.Person.Length, plan.Cost])
            Add(number);
        foreach (var list in new[] { problem.Start, problem.Person, problem.Cost, plan.PersonOf })
        foreach (var number in list)
            Add(number);
        foreach (var list in new[] { problem.Penalty, plan.Value, plan.Price })
        foreach (var number in list)
            Add(number);
        hash.AppendData(block.AsSpan(0, used));
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(long number)
        {
            if (used == block.Length)
            {
                hash.AppendData(block);
                used = 0;
            }
            BinaryPrimitives.WriteInt64LittleEndian(block.AsSpan(used), number);
            used += 8;
        }
    }
}
