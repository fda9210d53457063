using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Board;

/// <summary>
/// Why a village has nobody: a set of villages for which, all together, fewer cadres may serve than there are villages. Whatever else
/// is done, one of them stays empty as long as no rule or choice is changed (Hall's condition).
/// </summary>
/// <param name="Villages">Seats, the asked one first.</param>
/// <param name="People">Everybody who may serve in any of them; one fewer than there are villages.</param>
/// <param name="KeptOut">Those who may serve in none of them, by what keeps them out of the asked village.</param>
public sealed record Shortage(
    ImmutableArray<int> Villages,
    ImmutableArray<int> People,
    ImmutableSortedDictionary<Exclusion, int> KeptOut
)
{
    /// <summary>Follows who could fill the seat, where these serve, who could serve there, and so on.</summary>
    /// <returns>Null when the seat is filled.</returns>
    public static Shortage? Of(Round round, int seat)
    {
        var (problem, plan) = (round.Problem, round.Plan);
        if (plan.PersonOf[seat] >= 0)
            return null;
        var seatOf = new int[problem.People];
        Array.Fill(seatOf, -1);
        for (var other = 0; other < problem.Seats; other++)
            if (plan.PersonOf[other] >= 0)
                seatOf[plan.PersonOf[other]] = other;
        var (villages, people) = (new List<int> { seat }, new HashSet<int>());
        for (var at = 0; at < villages.Count; at++)
        for (var pair = problem.Start[villages[at]]; pair < problem.Start[villages[at] + 1]; pair++)
            if (people.Add(problem.Person[pair]))
                // Nobody here is free: the plan would have sent them.
                villages.Add(seatOf[problem.Person[pair]]);
        return new Shortage(
            [.. villages],
            [.. people.Order()],
            Enumerable
                .Range(0, problem.People)
                .Where(person => !people.Contains(person))
                .GroupBy(person => round.WhyExcluded(seat, person)!.Value)
                .ToImmutableSortedDictionary(g => g.Key, g => g.Count())
        );
    }
}
