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
