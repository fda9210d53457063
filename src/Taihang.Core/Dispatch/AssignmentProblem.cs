namespace Taihang.Core.Dispatch;

/// <summary>
/// Seats to be filled by people, each pair that is allowed with its cost; a pair that is not listed is forbidden. Compressed rows:
/// the pairs of seat <c>i</c> stand at <c>Start[i] .. Start[i + 1] - 1</c>, people in rising order.
/// </summary>
/// <param name="People">Number of people; pairs name them 0 to People - 1.</param>
/// <param name="Start">Length seats + 1.</param>
/// <param name="Person">One per pair.</param>
/// <param name="Cost">One per pair, in basis points times priority; may be negative.</param>
/// <param name="Penalty">One per seat: what it costs to leave it unfilled.</param>
public sealed record AssignmentProblem(int People, int[] Start, int[] Person, int[] Cost, long[] Penalty)
{
    public int Seats => Penalty.Length;

    /// <summary>Puts pairs given in any order into rows.</summary>
    public static AssignmentProblem From(
        int people,
        long[] penalty,
        IReadOnlyCollection<(int Seat, int Person, int Cost)> pairs
    )
    {
        var start = new int[penalty.Length + 1];
        var person = new int[pairs.Count];
        var cost = new int[pairs.Count];
        var at = 0;
        foreach (var (seat, who, price) in pairs.OrderBy(p => p.Seat).ThenBy(p => p.Person))
        {
            start[seat + 1]++;
            (person[at], cost[at++]) = (who, price);
        }
        for (var seat = 0; seat < penalty.Length; seat++)
            start[seat + 1] += start[seat];
        return new AssignmentProblem(people, start, person, cost, penalty);
    }

    /// <returns>Index of the pair, or -1 when it is forbidden.</returns>
    public int PairOf(int seat, int person)
    {
        var found = Array.BinarySearch(Person, Start[seat], Start[seat + 1] - Start[seat], person);
        return found < 0 ? -1 : found;
    }

    /// <summary>The same pairs by person: the seats of person <c>j</c> at <c>Start[j] .. Start[j + 1] - 1</c>, rising.</summary>
    internal (int[] Start, int[] Seat, int[] Cost) ByPerson()
    {
        var start = new int[People + 1];
        foreach (var person in Person)
            start[person + 1]++;
        for (var person = 0; person < People; person++)
            start[person + 1] += start[person];
        var (seatOf, cost, next) = (new int[Person.Length], new int[Person.Length], start[..^1]);
        for (var seat = 0; seat < Seats; seat++)
        for (var pair = Start[seat]; pair < Start[seat + 1]; pair++)
        {
            var at = next[Person[pair]]++;
            (seatOf[at], cost[at]) = (seat, Cost[pair]);
        }
        return (start, seatOf, cost);
    }
}
