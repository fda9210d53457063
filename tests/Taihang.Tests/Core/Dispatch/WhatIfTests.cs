using CsCheck;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>Every answer is compared with solving the changed problem by trying everything, and its moves are carried out.</summary>
public sealed class WhatIfTests
{
    [Fact]
    public void The_next_best_for_a_seat_is_the_best_plan_without_that_pair() =>
        EachPosting(
            (problem, plan, seat) =>
            {
                var without = new WhatIf(problem, plan).WithoutPair(seat);
                var forbidden = Keep(problem, (s, person) => s != seat || person != plan.PersonOf[seat]);
                Holds(forbidden, plan, without);
            }
        );

    [Fact]
    public void A_withdrawal_is_the_best_plan_without_that_person() =>
        EachPosting(
            (problem, plan, seat) =>
            {
                var without = new WhatIf(problem, plan).WithoutPerson(plan.PersonOf[seat]);
                Holds(Keep(problem, (_, person) => person != plan.PersonOf[seat]), plan, without);
            }
        );

    [Fact]
    public void Why_not_that_one_is_the_best_plan_with_the_pair_forced() =>
        AssignmentTests.Small.Sample(
            problem =>
            {
                var plan = Assignment.Solve(problem);
                var whatIf = new WhatIf(problem, plan);
                for (var seat = 0; seat < problem.Seats; seat++)
                for (var person = 0; person < problem.People; person++)
                {
                    var forced = whatIf.WithPair(seat, person);
                    if (problem.PairOf(seat, person) < 0)
                    {
                        Assert.Null(forced);
                        continue;
                    }
                    var only = Keep(problem, (s, p) => (s == seat) == (p == person));
                    only.Penalty[seat] = 1_000_000;
                    Holds(only, plan, forced!);
                }
            },
            iter: 3_000
        );

    [Fact]
    public void Next_for_a_cadre_is_the_best_plan_in_which_they_serve_another_seat() =>
        AssignmentTests.Small.Sample(
            problem =>
            {
                var plan = Assignment.Solve(problem);
                var whatIf = new WhatIf(problem, plan);
                for (var person = 0; person < problem.People; person++)
                {
                    var held = Array.IndexOf(plan.PersonOf, person);
                    var choices = Enumerable
                        .Range(0, problem.Seats)
                        .Where(seat => seat != held && problem.PairOf(seat, person) >= 0)
                        .Select(seat =>
                        {
                            var forced = Keep(problem, (s, p) => (s == seat) == (p == person));
                            forced.Penalty[seat] = 1_000_000;
                            return (Problem: forced, Cost: AssignmentTests.Everything(forced));
                        })
                        .ToList();
                    var next = whatIf.Elsewhere(person);
                    Assert.Equal(choices.Count == 0, next is null);
                    if (next is null)
                        continue;
                    Assert.Equal(choices.Min(c => c.Cost), plan.Cost + next.Difference);
                    Assert.Contains(next.Moves, m => m.To == person);
                }
            },
            iter: 3_000
        );

    [Fact]
    public void What_a_pair_costs_at_least_is_never_more_than_what_it_costs() =>
        AssignmentTests.Small.Sample(problem =>
        {
            var whatIf = new WhatIf(problem, Assignment.Solve(problem));
            for (var seat = 0; seat < problem.Seats; seat++)
            for (var person = 0; person < problem.People; person++)
                if (whatIf.AtLeast(seat, person) is { } least)
                    Assert.InRange(least, 0, whatIf.WithPair(seat, person)!.Difference);
                else
                    Assert.Null(whatIf.WithPair(seat, person));
        });

    [Fact]
    public void A_pair_that_was_not_listed_is_answered_as_if_it_had_been() =>
        AssignmentTests
            .Small.Where(p => p.Cost.Length > 0)
            .Sample(problem =>
            {
                var (seat, person, cost) = (
                    Array.FindIndex(problem.Start, 1, start => start > 0) - 1,
                    problem.Person[0],
                    problem.Cost[0]
                );
                var shorter = Keep(problem, (s, p) => s != seat || p != person);
                var plan = Assignment.Solve(shorter);
                var forced = new WhatIf(shorter, plan).WithPair(seat, person, cost);
                var only = Keep(problem, (s, p) => (s == seat) == (p == person));
                only.Penalty[seat] = 1_000_000;
                Holds(only, plan, forced);
            });

    [Fact]
    public void Asking_changes_nothing_in_what_is_asked_next() =>
        AssignmentTests
            .Small.Where(p => p.Seats > 0 && p.People > 0)
            .Sample(
                problem =>
                {
                    var plan = Assignment.Solve(problem);
                    var often = new WhatIf(problem, plan);
                    for (var round = 0; round < 2; round++)
                    for (var seat = 0; seat < problem.Seats; seat++)
                    {
                        Equal(new WhatIf(problem, plan).WithoutPair(seat), often.WithoutPair(seat));
                        for (var person = 0; person < problem.People; person++)
                        {
                            Equal(new WhatIf(problem, plan).WithPair(seat, person), often.WithPair(seat, person));
                            Equal(new WhatIf(problem, plan).Elsewhere(person), often.Elsewhere(person));
                            Equal(new WhatIf(problem, plan).WithoutPerson(person), often.WithoutPerson(person));
                        }
                    }
                },
                iter: 500
            );

    private static void Equal(Alternative? expected, Alternative? found)
    {
        Assert.Equal(expected?.Difference, found?.Difference);
        Assert.Equal(expected?.Moves.ToArray(), found?.Moves.ToArray());
    }

    private static void EachPosting(Action<AssignmentProblem, AssignmentPlan, int> check) =>
        AssignmentTests.Small.Sample(
            problem =>
            {
                var plan = Assignment.Solve(problem);
                for (var seat = 0; seat < problem.Seats; seat++)
                    if (plan.PersonOf[seat] >= 0)
                        check(problem, plan, seat);
            },
            iter: 5_000
        );

    private static AssignmentProblem Keep(AssignmentProblem problem, Func<int, int, bool> keep)
    {
        var pairs =
            from seat in Enumerable.Range(0, problem.Seats)
            from pair in Enumerable.Range(problem.Start[seat], problem.Start[seat + 1] - problem.Start[seat])
            where keep(seat, problem.Person[pair])
            select (seat, problem.Person[pair], problem.Cost[pair]);
        return AssignmentProblem.From(problem.People, [.. problem.Penalty], [.. pairs]);
    }

    private static void Holds(AssignmentProblem changed, AssignmentPlan plan, Alternative answer)
    {
        Assert.Equal(AssignmentTests.Everything(changed), plan.Cost + answer.Difference);
        var personOf = (int[])plan.PersonOf.Clone();
        foreach (var move in answer.Moves)
        {
            Assert.Equal(move.From, plan.PersonOf[move.Seat]);
            personOf[move.Seat] = move.To;
        }
        var held = personOf.Where(p => p >= 0).ToList();
        Assert.Equal(held.Count, held.Distinct().Count());
        var cost = Enumerable
            .Range(0, changed.Seats)
            .Sum(s => personOf[s] < 0 ? changed.Penalty[s] : changed.Cost[changed.PairOf(s, personOf[s])]);
        Assert.Equal(plan.Cost + answer.Difference, cost);
    }
}
