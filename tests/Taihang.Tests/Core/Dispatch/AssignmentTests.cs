using System.Text.Json;
using CsCheck;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

public sealed class AssignmentTests
{
    /// <summary>Small problems with ties, negative costs, forbidden pairs, more people than seats and fewer.</summary>
    internal static readonly Gen<AssignmentProblem> Small =
        from seats in Gen.Int[0, 5]
        from people in Gen.Int[0, 6]
        from widest in Gen.Int[0, 2].Select(i => new[] { 2, 9, 1000 }[i])
        from allowed in Gen.Bool.Array[seats * people]
        from cost in Gen.Int[-widest, widest].Array[seats * people]
        from penalty in Gen.Long[-2, 2L * widest].Array[seats]
        select AssignmentProblem.From(
            people,
            penalty,
            [
                .. Enumerable
                    .Range(0, seats * people)
                    .Where(i => allowed[i])
                    .Select(i => (i / people, i % people, cost[i])),
            ]
        );

    [Fact]
    public void Every_small_problem_is_solved_as_trying_everything_solves_it() =>
        Small.Sample(SolvedAsTryingEverything, iter: 20_000);

    [Fact]
    [Trait("Proof", "long")]
    public void Millions_of_small_problems_are_solved_as_trying_everything_solves_them() =>
        Small.Sample(SolvedAsTryingEverything, iter: LongProof.Times(ci: 2_000_000, night: 50_000_000));

    private static void SolvedAsTryingEverything(AssignmentProblem problem)
    {
        var plan = Assignment.Solve(problem);
        Assert.Equal(Everything(problem), plan.Cost);
        Assert.Empty(Certificate.Check(problem, plan));
    }

    [Theory]
    [InlineData("assign100", 305)]
    [InlineData("assign200", 475)]
    [InlineData("assign300", 626)]
    [InlineData("assign400", 804)]
    public void The_published_optimum_of_the_OR_Library_is_met_and_proved(string name, long optimum)
    {
        var numbers = File.ReadAllText(Repository.SharedData($"oracles/assignment/{name}.txt"))
            .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Select(int.Parse)
            .ToArray();
        var size = numbers[0];
        var problem = AssignmentProblem.From(
            size,
            [.. Enumerable.Repeat(1_000_000L, size)],
            [.. Enumerable.Range(0, size * size).Select(i => (i / size, i % size, numbers[i + 1]))]
        );
        var plan = Assignment.Solve(problem);
        Assert.Equal(optimum, plan.Cost);
        Assert.Empty(Certificate.Check(problem, plan));
        using var optima = JsonDocument.Parse(
            File.ReadAllText(Repository.SharedData("oracles/assignment/optima.json"))
        );
        Assert.Contains(optimum.ToString(), optima.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_problem_gives_the_same_plan() =>
        Small.Sample(problem =>
            Certificate.Hash(problem, Assignment.Solve(problem)) == Certificate.Hash(problem, Assignment.Solve(problem))
        );

    [Fact]
    public void A_toll_on_one_seat_raises_the_cost_by_the_toll_and_moves_nobody_worse() =>
        Gen.Select(Small.Where(p => p.Seats > 0), Gen.Int[1, 50])
            .Sample(
                (problem, toll) =>
                {
                    var dearer = problem with { Cost = [.. problem.Cost], Penalty = [.. problem.Penalty] };
                    for (var pair = problem.Start[0]; pair < problem.Start[1]; pair++)
                        dearer.Cost[pair] += toll;
                    dearer.Penalty[0] += toll;
                    Assert.Equal(Assignment.Solve(problem).Cost + toll, Assignment.Solve(dearer).Cost);
                }
            );

    [Fact]
    public void One_more_person_never_makes_the_plan_dearer() =>
        Small.Sample(problem =>
        {
            var joined = problem with { People = problem.People + 1 };
            Assert.Equal(Assignment.Solve(problem).Cost, Assignment.Solve(joined).Cost);
        });

    /// <summary>Three problems side by side that no pair connects: one where people are scarce, one where seats are, one even.</summary>
    private static readonly Gen<AssignmentProblem> Apart = Gen.Select(Small, Small, Small)
        .Select((a, b, c) => Beside(Beside(a, b), c));

    [Fact]
    public void Parts_that_no_pair_connects_cost_together_what_they_cost_alone() =>
        Gen.Select(Small, Small)
            .Sample(
                (a, b) =>
                {
                    var both = Beside(a, b);
                    var plan = Assignment.Solve(both);
                    Assert.Equal(Everything(a) + Everything(b), plan.Cost);
                    Assert.Empty(Certificate.Check(both, plan));
                }
            );

    [Fact]
    public void Any_number_of_workers_gives_the_same_plan_and_the_same_certificate() =>
        Apart.Sample(problem =>
        {
            var hash = Certificate.Hash(problem, Assignment.Solve(problem, workers: 1));
            foreach (var workers in new[] { 2, 3, 16 })
                Assert.Equal(hash, Certificate.Hash(problem, Assignment.Solve(problem, workers)));
        });

    [Fact]
    public void A_cancelled_search_gives_no_plan() =>
        Assert.Throws<OperationCanceledException>(() =>
            Assignment.Solve(AssignmentProblem.From(1, [5], [(0, 0, 1)]), cancel: new CancellationToken(true))
        );

    [Fact]
    public void Whoever_has_no_pair_at_all_neither_fills_nor_breaks_a_plan()
    {
        var problem = AssignmentProblem.From(3, [7, 9, 11], [(1, 1, 2)]);
        var plan = Assignment.Solve(problem);
        Assert.Equal([-1, 1, -1], plan.PersonOf);
        Assert.Equal(7 + 2 + 11, plan.Cost);
        Assert.Empty(Certificate.Check(problem, plan));
    }

    private static AssignmentProblem Beside(AssignmentProblem a, AssignmentProblem b) =>
        new(
            a.People + b.People,
            [.. a.Start, .. b.Start.Skip(1).Select(start => start + a.Person.Length)],
            [.. a.Person, .. b.Person.Select(person => person + a.People)],
            [.. a.Cost, .. b.Cost],
            [.. a.Penalty, .. b.Penalty]
        );

    [Fact]
    public void When_people_are_scarce_the_seats_with_the_higher_penalty_are_filled_first()
    {
        var problem = AssignmentProblem.From(1, [100, 1_000], [(0, 0, 1), (1, 0, 90)]);
        Assert.Equal([-1, 0], Assignment.Solve(problem).PersonOf);
    }

    internal static long Everything(AssignmentProblem problem, int seat = 0, int taken = 0)
    {
        if (seat == problem.Seats)
            return 0;
        var best = problem.Penalty[seat] + Everything(problem, seat + 1, taken);
        for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
            if ((taken & (1 << problem.Person[pair])) == 0)
                best = Math.Min(
                    best,
                    problem.Cost[pair] + Everything(problem, seat + 1, taken | (1 << problem.Person[pair]))
                );
        return best;
    }
}
