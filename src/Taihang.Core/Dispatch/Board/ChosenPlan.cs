using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Board;

/// <summary>
/// A plan under what people lay down. Each answer is the best plan that keeps to all of it, with a proof of its own; among plans that are
/// equally good the one that changes the fewest villages is taken, as ties should move nobody.
/// </summary>
public static class ChosenPlan
{
    /// <summary>Why something cannot be laid down beside the rest: what it contradicts, or the rule that excludes the pair.</summary>
    /// <returns>Null when it can.</returns>
    public static ChoiceFault? MayLay(Round free, IReadOnlyCollection<PlanChoice> choices, PlanChoice added)
    {
        var person = free.Cadres.IndexOf(added.CadreId);
        var seat = added.VillageNo is { } village ? free.Villages.IndexOf(village) : -1;
        if (person < 0 || (seat < 0) != (added.Kind == ChoiceKind.Absent))
            return new ChoiceFault(null, null);
        if (choices.FirstOrDefault(c => c.SameAs(added) || c.Contradicts(added)) is { } against)
            return new ChoiceFault(against, null);
        return added.Kind == ChoiceKind.Lock && free.WhyExcluded(seat, person) is { } rule
            ? new ChoiceFault(null, rule)
            : null;
    }

    /// <summary>The best plan under the choices.</summary>
    /// <param name="free">The round with all allowed pairs and nothing laid down.</param>
    /// <param name="choices">None of which contradict each other or a rule.</param>
    /// <param name="keep">Per seat: who is to be kept where it costs nothing, or -1.</param>
    public static Round Under(Round free, ImmutableArray<PlanChoice> choices, IReadOnlyList<int>? keep = null)
    {
        var problem = Restricted(free, choices);
        var plan = Assignment.Solve(problem);
        return free with
        {
            Problem = problem,
            Plan = keep is null ? plan : plan with { PersonOf = FewestMoves(problem, plan, keep) },
            Choices = choices,
        };
    }

    /// <summary>Per seat: the number of who serves there now, or -1.</summary>
    public static int[] Incumbents(Round free, ImmutableArray<DispatchVillage> villages) =>
        [.. villages.Select(v => v.Incumbent is { } who ? free.Cadres.IndexOf(who) : -1)];

    /// <summary>
    /// Who stays where they are when moving a village must gain at least the price. Laid down as locks, so that the plan beside it is
    /// proved for just that, the office sees whom it keeps, and what keeping them costs is the difference to the plan without.
    /// </summary>
    /// <param name="priceBp">Fit that moving a village must gain, in basis points of a normal village.</param>
    public static ImmutableArray<(int Seat, int Person)> Kept(
        Round free,
        ImmutableArray<PlanChoice> choices,
        IReadOnlyList<int> keep,
        int priceBp
    )
    {
        var problem = Restricted(free, choices);
        var cost = (int[])problem.Cost.Clone();
        for (var seat = 0; seat < problem.Seats; seat++)
            if (keep[seat] >= 0 && problem.PairOf(seat, keep[seat]) is >= 0 and var pair)
                cost[pair] -= priceBp * free.CommonScale;
        // However much it is worth to keep people, it is never worth a village.
        var most = (long)problem.Seats * priceBp * free.CommonScale;
        var penalty = Array.ConvertAll(
            problem.Penalty,
            p => p + (most * Math.Max(1, p / Math.Max(1, problem.Penalty.Min())))
        );
        var plan = Assignment.Solve(problem with { Cost = cost, Penalty = penalty });
        return
        [
            .. Enumerable
                .Range(0, problem.Seats)
                .Where(seat => keep[seat] >= 0 && plan.PersonOf[seat] == keep[seat])
                .Select(seat => (seat, keep[seat])),
        ];
    }

    /// <summary>The allowed pairs that are left; a locked village has only its cadre, and that cadre only this village.</summary>
    internal static AssignmentProblem Restricted(Round free, IReadOnlyCollection<PlanChoice> choices)
    {
        var all = free.Problem;
        var (lockedTo, lockedIn) = (new int[all.Seats], new int[all.People]);
        Array.Fill(lockedTo, -1);
        Array.Fill(lockedIn, -1);
        var (absent, forbidden) = (new bool[all.People], new HashSet<(int, int)>());
        foreach (var choice in choices)
        {
            var person = free.Cadres.IndexOf(choice.CadreId);
            var seat = choice.VillageNo is { } village ? free.Villages.IndexOf(village) : -1;
            if (choice.Kind == ChoiceKind.Absent)
                absent[person] = true;
            else if (choice.Kind == ChoiceKind.Forbid)
                forbidden.Add((seat, person));
            else
                (lockedTo[seat], lockedIn[person]) = (person, seat);
        }
        var start = new int[all.Seats + 1];
        var (people, cost) = (new List<int>(all.Person.Length), new List<int>(all.Person.Length));
        for (var seat = 0; seat < all.Seats; seat++)
        {
            for (var pair = all.Start[seat]; pair < all.Start[seat + 1]; pair++)
            {
                var person = all.Person[pair];
                if (
                    absent[person]
                    || (lockedTo[seat] >= 0 && lockedTo[seat] != person)
                    || (lockedIn[person] >= 0 && lockedIn[person] != seat)
                    || forbidden.Contains((seat, person))
                )
                    continue;
                people.Add(person);
                cost.Add(all.Cost[pair]);
            }
            start[seat + 1] = people.Count;
        }
        return all with { Start = start, Person = [.. people], Cost = [.. cost] };
    }

    /// <summary>
    /// Costs are multiplied by more than there are seats and a kept pair is one cheaper: no number of kept pairs outweighs one basis point.
    /// The proof of the plain problem proves this plan too, as every plan of least cost fits every proof of it.
    /// </summary>
    private static int[] FewestMoves(AssignmentProblem problem, AssignmentPlan plan, IReadOnlyList<int> keep)
    {
        var factor = problem.Seats + 1L;
        // Beyond the numbers a cost can have, as in a nation, ties are left as they fall.
        if (problem.Cost.Length > 0 && problem.Cost.Max(c => Math.Abs((long)c)) * factor >= int.MaxValue)
            return plan.PersonOf;
        var cost = Array.ConvertAll(problem.Cost, c => (int)(c * factor));
        for (var seat = 0; seat < problem.Seats; seat++)
            if (keep[seat] >= 0 && problem.PairOf(seat, keep[seat]) is >= 0 and var pair)
                cost[pair]--;
        var penalty = Array.ConvertAll(problem.Penalty, p => p * factor);
        return Assignment.Solve(problem with { Cost = cost, Penalty = penalty }).PersonOf;
    }
}

/// <param name="Against">What was laid down before and stands in its way, or lays down the same.</param>
/// <param name="Rule">The rule that excludes the pair. Both null: the plan has no such village or cadre.</param>
public sealed record ChoiceFault(PlanChoice? Against, Exclusion? Rule);
