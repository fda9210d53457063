namespace Taihang.Core.Dispatch;

/// <summary>A part of a problem that no pair connects with the rest.</summary>
/// <param name="Seats">Rising.</param>
/// <param name="People">Rising; only where they are fewer than the seats, and so bid.</param>
internal sealed record Part(int[] Seats, int[]? People)
{
    public bool SeatsBid => People is null;
}

/// <summary>Connected components, by joining the people whom a seat lists (union by path halving; the lower number leads).</summary>
internal static class Parts
{
    /// <summary>Every part that has a pair, by its lowest person; seats and people without any pair are in none.</summary>
    public static List<Part> Of(AssignmentProblem problem)
    {
        var leader = new int[problem.People];
        Array.Fill(leader, -1);
        foreach (var person in problem.Person)
            leader[person] = person;
        var groups = leader.Count(l => l >= 0);
        for (var seat = 0; seat < problem.Seats && groups > 1; seat++)
        {
            if (problem.Start[seat] == problem.Start[seat + 1])
                continue;
            var first = Leader(leader, problem.Person[problem.Start[seat]]);
            for (var pair = problem.Start[seat] + 1; pair < problem.Start[seat + 1]; pair++)
            {
                var other = Leader(leader, problem.Person[pair]);
                if (other == first)
                    continue;
                (leader[Math.Max(first, other)], first) = (Math.Min(first, other), Math.Min(first, other));
                groups--;
            }
        }
        return Sorted(problem, leader);
    }

    private static List<Part> Sorted(AssignmentProblem problem, int[] leader)
    {
        var (seats, people) = (new int[problem.People], new int[problem.People]);
        for (var person = 0; person < problem.People; person++)
            if (leader[person] >= 0)
                people[leader[person] = Leader(leader, person)]++;
        for (var seat = 0; seat < problem.Seats; seat++)
            if (Of(seat) is >= 0 and var part)
                seats[part]++;
        var parts = new Part?[problem.People];
        for (var part = 0; part < problem.People; part++)
            if (people[part] > 0)
                parts[part] = new Part(
                    new int[seats[part]],
                    seats[part] <= people[part] ? null : new int[people[part]]
                );
        var (nextSeat, nextPerson) = (new int[problem.People], new int[problem.People]);
        for (var seat = 0; seat < problem.Seats; seat++)
            if (Of(seat) is >= 0 and var part)
                parts[part]!.Seats[nextSeat[part]++] = seat;
        for (var person = 0; person < problem.People; person++)
            if (leader[person] is >= 0 and var part && parts[part]!.People is { } bidders)
                bidders[nextPerson[part]++] = person;
        return [.. parts.OfType<Part>()];

        int Of(int seat) =>
            problem.Start[seat] == problem.Start[seat + 1] ? -1 : leader[problem.Person[problem.Start[seat]]];
    }

    private static int Leader(int[] leader, int person)
    {
        while (leader[person] != person)
            person = leader[person] = leader[leader[person]];
        return person;
    }
}
