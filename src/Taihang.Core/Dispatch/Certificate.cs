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
    /// <returns>Nothing when the plan is proved; else what is wrong with it, each with its place.</returns>
    public static IReadOnlyList<Problem> Check(AssignmentProblem problem, AssignmentPlan plan)
    {
        var wrong = new List<Problem>();
        if (
            plan.PersonOf.Length != problem.Seats
            || plan.Value.Length != problem.Seats
            || plan.Price.Length != problem.People
        )
            return [DispatchProblems.NotProved("the plan has another size than the problem")];
        var seatOf = new int[problem.People];
        Array.Fill(seatOf, -1);
        Int128 cost = 0;
        Int128 bound = 0;
        for (var person = 0; person < problem.People; person++)
        {
            if (plan.Price[person] < 0)
                wrong.Add(DispatchProblems.NotProved($"person {person} has a negative price"));
            bound -= plan.Price[person];
        }
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            var held = plan.PersonOf[seat];
            var allowed = held == -1;
            if (allowed)
                cost += problem.Penalty[seat];
            if (plan.Value[seat] > problem.Penalty[seat])
                wrong.Add(DispatchProblems.NotProved($"seat {seat} is valued above its penalty"));
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            {
                if (plan.Value[seat] > problem.Cost[pair] + plan.Price[problem.Person[pair]])
                    wrong.Add(
                        DispatchProblems.NotProved($"seat {seat} would do better with person {problem.Person[pair]}")
                    );
                if (problem.Person[pair] == held)
                {
                    allowed = true;
                    cost += problem.Cost[pair];
                }
            }
            if (!allowed)
                wrong.Add(DispatchProblems.NotProved($"seat {seat} holds person {held}, who is not allowed there"));
            else if (held >= 0 && seatOf[held] >= 0)
                wrong.Add(DispatchProblems.NotProved($"person {held} holds seats {seatOf[held]} and {seat}"));
            else if (held >= 0)
                seatOf[held] = seat;
            bound += plan.Value[seat];
        }
        if (cost != plan.Cost)
            wrong.Add(DispatchProblems.NotProved($"the plan says it costs {plan.Cost}, but it costs {cost}"));
        if (bound != cost)
            wrong.Add(DispatchProblems.NotProved($"values and prices prove {bound}, the plan costs {cost}"));
        return wrong;
    }

    /// <summary>SHA-256 over problem and plan in a fixed order of little-endian integers: the name under which the proof is kept.</summary>
    public static string Hash(AssignmentProblem problem, AssignmentPlan plan)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> eight = stackalloc byte[8];
        foreach (var number in (long[])[problem.People, problem.Seats, problem.Person.Length, plan.Cost])
            Add(number, eight);
        foreach (var list in new[] { problem.Start, problem.Person, problem.Cost, plan.PersonOf })
        foreach (var number in list)
            Add(number, eight);
        foreach (var list in new[] { problem.Penalty, plan.Value, plan.Price })
        foreach (var number in list)
            Add(number, eight);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(long number, Span<byte> bytes)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
