using System.Collections.Immutable;

namespace Taihang.Core.Dispatch;

/// <summary>One seat that would change hands; -1 stands for nobody.</summary>
public readonly record struct Move(int Seat, int From, int To);

/// <summary>What the whole plan would cost more, and every seat that would change, if one thing were otherwise.</summary>
/// <param name="Moves">The seat that was asked about first, then the others by number.</param>
public sealed record Alternative(long Difference, ImmutableArray<Move> Moves);

/// <summary>
/// Exact answers to "who is next", "what if this person left" and "why not that one". Each carries the change out on an open plan, by a
/// shortest path or two from the prices as they stand, reads off what it costs and who moves, and puts everything back. For one user
/// at a time.
/// </summary>
public sealed class WhatIf(AssignmentProblem problem, AssignmentPlan plan)
{
    // More than any plan can cost, and far enough from the greatest number to add to.
    private const long Must = 1L << 56;

    private readonly OpenPlan open = new(problem, plan);

    /// <summary>The best plan in which the seat's holder does not hold it, though still free for another seat.</summary>
    public Alternative WithoutPair(int seat)
    {
        var person = open.PersonOf(seat);
        return person < 0 ? new Alternative(0, []) : Apart(seat, person);
    }

    /// <summary>The best plan when the person is not to be had at all.</summary>
    public Alternative WithoutPerson(int person) => Ask(open.SeatOf(person), -1, () => open.TakeOutPerson(person));

    /// <summary>
    /// The best plan in which the person serves, but not where they do now: what is next best for the cadre. Null when there is none.
    /// </summary>
    public Alternative? Elsewhere(int person)
    {
        open.People.Unfilled[person] = Must;
        var seat = open.SeatOf(person);
        var answer =
            seat >= 0
                ? Apart(seat, person)
                : Ask(
                    -1,
                    -1,
                    () =>
                    {
                        open.TakeOutPerson(person);
                        open.Return(person);
                    }
                );
        open.People.Unfilled[person] = 0;
        return answer.Difference < Must / 2 ? answer : null;
    }

    /// <summary>The best plan in which the person holds the seat; null when the pair is forbidden.</summary>
    public Alternative? WithPair(int seat, int person) =>
        problem.PairOf(seat, person) is >= 0 and var pair ? WithPair(seat, person, problem.Cost[pair]) : null;

    /// <summary>The same for a pair that is allowed but was not listed, at its cost.</summary>
    public Alternative WithPair(int seat, int person, int cost) =>
        Ask(seat, person, () => open.Force(seat, person, cost));

    /// <summary>
    /// At once, without a path: having the person in the seat costs the whole plan at least so much. Null when the pair is forbidden.
    /// </summary>
    public long? AtLeast(int seat, int person) =>
        problem.PairOf(seat, person) is >= 0 and var pair ? AtLeast(seat, person, problem.Cost[pair]) : null;

    public long AtLeast(int seat, int person, int cost) => Math.Max(0, open.Slack(seat, person, cost));

    private Alternative Apart(int seat, int person)
    {
        var (bySeat, byPerson) = (0, 0);
        var answer = Ask(
            seat,
            -1,
            () =>
            {
                open.PartFrom(seat, person);
                (bySeat, byPerson) = (open.Seats.Hide(seat, person), open.People.Hide(person, seat));
                open.Return(person);
                open.PlaceSeat(seat);
            }
        );
        open.Seats.Show(seat, bySeat);
        open.People.Show(person, byPerson);
        return answer;
    }

    /// <param name="forced">Who is forced into the seat asked about, or -1; the pair is then out of the open plan.</param>
    private Alternative Ask(int seat, int forced, Action change)
    {
        var (cost, journal) = (open.Cost, new Journal());
        open.Journal = journal;
        change();
        var difference = open.Cost - cost;
        var moves = ImmutableArray.CreateBuilder<Move>();
        foreach (var (changed, from) in journal.Before(open.Seats.ColumnOf))
        {
            var to = changed == seat && forced >= 0 ? forced : open.PersonOf(changed);
            if (from != to)
                moves.Insert(changed == seat ? 0 : moves.Count, new Move(changed, from, to));
        }
        journal.PutBack();
        (open.Journal, open.Cost) = (null, cost);
        return new Alternative(difference, moves.ToImmutable());
    }
}
