using CsCheck;
using Google.OrTools.ModelBuilder;
using Taihang.Core.Dispatch.Teams;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Teams;

/// <summary>SCIP as an oracle: what it makes of the problem as it is handed to an engine is the best plan that trying everything finds.</summary>
public sealed class TeamModelTests
{
    private static readonly TeamEffort Quick = new(Phases: 3, Passes: 20, Rounds: 48, Lanes: 2);

    /// <summary>
    /// An engine is told of unfilled seats by smaller numbers than ours (see <see cref="TeamModel"/>), so only plans without any are the same
    /// to both: there its optimum is the best plan.
    /// </summary>
    [Fact]
    public void The_engines_optimum_is_the_best_plan_there_is_where_every_seat_is_filled()
    {
        var compared = 0;
        SmallTeams.Tiny.Sample(
            problem =>
            {
                var answer = TeamSearch.Solve(problem, Quick, workers: 1).Value;
                var (model, mixed) = TeamModel.Of(problem)!.Value;
                var plan = model.Read(new MixedAnswer(Ones(mixed), true, ""))!;
                Assert.Empty(TeamCheck.Check(problem, answer with { Plan = plan }));
                if (
                    TeamGap.Of(problem, answer).UnfilledSeats > 0
                    || TeamGap.Of(problem, answer with { Plan = plan }).UnfilledSeats > 0
                )
                    return;
                compared++;
                Assert.Equal(SmallTeams.Everything(problem), plan.Value);
            },
            // The seed: the engine leaves a seat empty that the stricter order fills.
            seed: "dEPc0UZTQaP1",
            iter: 600,
            threads: 1
        );
        Assert.InRange(compared, 10, 601);
    }

    private static int[] Ones(MixedProblem problem)
    {
        var (solver, model) = (new Solver("SCIP"), new Model());
        var columns = Array.ConvertAll(problem.Objective, worth => (Variable: model.NewBoolVar(""), Worth: worth));
        for (var row = 0; row < problem.Low.Length; row++)
        {
            var at = model.Helper.AddLinearConstraint();
            model.Helper.SetConstraintLowerBound(at, problem.Low[row]);
            model.Helper.SetConstraintUpperBound(at, problem.High[row]);
            for (var term = problem.Start[row]; term < problem.Start[row + 1]; term++)
                model.Helper.AddConstraintTerm(at, problem.Column[term], problem.Coefficient[term]);
        }
        foreach (var (variable, worth) in columns)
            model.Helper.SetVarObjectiveCoefficient(variable.Index, worth);
        model.Helper.SetMaximize(true);
        Assert.Equal(SolveStatus.OPTIMAL, solver.Solve(model));
        return [.. columns.Select((c, i) => (c, i)).Where(c => solver.Value(c.c.Variable) > 0.5).Select(c => c.i)];
    }
}
