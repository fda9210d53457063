using System.Collections.Immutable;

namespace Taihang.Core.Dispatch;

/// <summary>One seat that would change hands; -1 stands for nobody.</summary>
public readonly record struct Move(int Seat, int From, int To);

/// <summary>What the whole plan would cost more, and every seat that would change, if one thing were otherwise.</summary>
public sealed record Alternative(long Difference, ImmutableArray<Move> Moves);

/// <summary>
/// Exact answers to "who is next", "what if this person left" and "why not that one", each by one shortest path over the proved
/// plan's values and prices; nothing is solved again. The network has a common sink that free people and unfilled seats lead to.
/// </summary>
public sealed class WhatIf
{
    private readonly AssignmentProblem problem;
    private readonly AssignmentPlan plan;
    private readonly int[] seatOf;

    public WhatIf(AssignmentProblem problem, AssignmentPlan plan)
    {
        (this.problem, this.plan) = (problem, plan);
        seatOf = new int[problem.People];
        Array.Fill(seatOf, -1);
        for (var seat = 0; seat < problem.Seats; seat++)
            if (plan.PersonOf[seat] >= 0)
                seatOf[plan.PersonOf[seat]] = seat;
    }

    private int Sink => problem.People;

    /// <summary>The best plan in which the seat's holder does not hold it, though still free for another seat.</summary>
    public Alternative WithoutPair(int seat)
    {
        var person = plan.PersonOf[seat];
        var (length, moves) = Path(
            fromSeat: seat,
            to: person,
            fixedSeat: -1,
            gone: -1,
            bannedPair: problem.PairOf(seat, person),
            vacated: person
        );
        return new Alternative(length, moves);
    }

    /// <summary>The best plan when the person is not to be had at all.</summary>
    public Alternative WithoutPerson(int person)
    {
        if (seatOf[person] < 0)
            return new Alternative(0, []);
        var (length, moves) = Path(seatOf[person], Sink, -1, gone: person, -1, vacated: -1);
        return new Alternative(length + plan.Price[person], moves);
    }

    /// <summary>The best plan in which the person holds the seat; null when the pair is forbidden.</summary>
    public Alternative? WithPair(int seat, int person)
    {
        var pair = problem.PairOf(seat, person);
        if (pair < 0)
            return null;
        var (leaves, loses) = (plan.PersonOf[seat], seatOf[person]);
        if (leaves == person)
            return new Alternative(0, []);
        long saved = leaves < 0 ? problem.Penalty[seat] : problem.Cost[problem.PairOf(seat, leaves)];
        var difference = problem.Cost[pair] - saved;
        ImmutableArray<Move> first = [new Move(seat, leaves, person)];
        if (leaves < 0 && loses < 0)
            return new Alternative(difference, first);
        if (loses >= 0)
            difference += plan.Value[loses] - problem.Cost[problem.PairOf(loses, person)];
        var (length, moves) = Path(
            loses,
            leaves < 0 ? Sink : leaves,
            fixedSeat: seat,
            gone: person,
            -1,
            vacated: leaves
        );
        difference += length - (leaves < 0 ? 0 : plan.Price[leaves]);
        return new Alternative(difference, first.AddRange(moves));
    }

    /// <param name="fromSeat">The seat that needs someone; -1 starts at the sink.</param>
    /// <param name="vacated">A person whom the change set free although priced; reaching the sink may leave them so, at that price.</param>
    private (long Length, ImmutableArray<Move> Moves) Path(
        int fromSeat,
        int to,
        int fixedSeat,
        int gone,
        int bannedPair,
        int vacated
    )
    {
        var distance = new long[problem.People + 1];
        Array.Fill(distance, long.MaxValue);
        var closed = new bool[problem.People + 1];
        // Into a person: the seat that takes them, or -1 from the sink. Into the sink: a seat left unfilled, or ~person left free.
        var into = new int[problem.People + 1];
        var heap = new MinHeap();
        if (fromSeat >= 0)
            Leave(fromSeat, 0);
        else
            Reach(Sink, 0, int.MaxValue);
        while (heap.TryPop(out var length, out var node))
        {
            if (closed[node])
                continue;
            closed[node] = true;
            if (node == to)
                break;
            if (node == Sink)
                FromSink(length);
            else if (seatOf[node] < 0)
                Reach(Sink, length, ~node);
            else
                Leave(seatOf[node], length);
        }
        return (distance[to], Moves());

        void Reach(int node, long length, int by)
        {
            if (length >= distance[node])
                return;
            (distance[node], into[node]) = (length, by);
            heap.Push(length, node);
        }

        void Leave(int seat, long length)
        {
            if (seat == fixedSeat)
                return;
            Reach(Sink, length + problem.Penalty[seat] - plan.Value[seat], seat);
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                if (pair != bannedPair && problem.Person[pair] != gone && problem.Person[pair] != plan.PersonOf[seat])
                    Reach(
                        problem.Person[pair],
                        length + problem.Cost[pair] + plan.Price[problem.Person[pair]] - plan.Value[seat],
                        seat
                    );
        }

        void FromSink(long length)
        {
            for (var person = 0; person < problem.People; person++)
                if (person != gone && (seatOf[person] >= 0 || person == vacated))
                    Reach(person, length + plan.Price[person], -1);
            for (var seat = 0; seat < problem.Seats; seat++)
                if (plan.PersonOf[seat] < 0 && seat != fixedSeat)
                    Leave(seat, length);
        }

        ImmutableArray<Move> Moves()
        {
            var moves = ImmutableArray.CreateBuilder<Move>();
            for (var node = to; ; )
            {
                var by = into[node];
                int seat;
                if (node == Sink && by == int.MaxValue)
                    break;
                if (node == Sink && by < 0)
                {
                    node = ~by;
                    continue;
                }
                if (node != Sink && by < 0)
                {
                    node = Sink;
                    continue;
                }
                seat = by;
                moves.Add(new Move(seat, plan.PersonOf[seat], node == Sink ? -1 : node));
                if (seat == fromSeat)
                    break;
                node = plan.PersonOf[seat] < 0 ? Sink : plan.PersonOf[seat];
            }
            moves.Reverse();
            return moves.ToImmutable();
        }
    }
}
