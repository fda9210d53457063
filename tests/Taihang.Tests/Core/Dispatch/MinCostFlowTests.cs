using CsCheck;
using Google.OrTools.Graph;
using Taihang.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Core.Dispatch;

/// <summary>Problems too large for trying everything, against another solver: OR-Tools' min-cost flow.</summary>
public sealed class MinCostFlowTests
{
    private static readonly Gen<AssignmentProblem> Middle =
        from seats in Gen.Int[1, 120]
        from people in Gen.Int[1, 160]
        from widest in Gen.Int[0, 3].Select(i => new[] { 1, 5, 100, 30_000 }[i])
        from wanted in Gen.Int[1, 12]
        from lists in Gen.Select(Gen.Int[0, seats - 1], Gen.Int[0, people - 1], Gen.Int[-widest / 4, widest]).Array[
            seats * wanted
        ]
        from penalty in Gen.Long[0, 3L * widest].Array[seats]
        select AssignmentProblem.From(people, penalty, [.. lists.DistinctBy(p => (p.Item1, p.Item2))]);

    [Fact]
    public void A_thousand_random_problems_cost_what_min_cost_flow_finds_and_are_proved() =>
        Middle.Sample(
            problem =>
            {
                var plan = Assignment.Solve(problem);
                Assert.Empty(Certificate.Check(problem, plan));
                Assert.Equal(Flow(problem), plan.Cost);
            },
            iter: 1_000
        );

    /// <summary>Source to seats, pairs, people to sink; a seat may go straight to the sink at its penalty.</summary>
    private static long Flow(AssignmentProblem problem)
    {
        var flow = new MinCostFlow();
        var (source, sink) = (problem.Seats + problem.People, problem.Seats + problem.People + 1);
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            flow.AddArcWithCapacityAndUnitCost(source, seat, 1, 0);
            flow.AddArcWithCapacityAndUnitCost(seat, sink, 1, problem.Penalty[seat]);
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                flow.AddArcWithCapacityAndUnitCost(seat, problem.Seats + problem.Person[pair], 1, problem.Cost[pair]);
        }
        for (var person = 0; person < problem.People; person++)
            flow.AddArcWithCapacityAndUnitCost(problem.Seats + person, sink, 1, 0);
        flow.SetNodeSupply(source, problem.Seats);
        flow.SetNodeSupply(sink, -problem.Seats);
        Assert.Equal(MinCostFlowBase.Status.OPTIMAL, flow.Solve());
        return flow.OptimalCost();
    }
}
