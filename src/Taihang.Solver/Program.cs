using System.Globalization;
using System.Text.Json;
using Google.OrTools.ModelBuilder;
using Taihang.Core.Dispatch.Teams;

// taihang-solver PROBLEM ANSWER SECONDS: reads a MixedProblem, writes a MixedAnswer, both JSON files. Whatever the native library prints
// goes nowhere near the answer. Exit codes: 0 answered, 2 wrong use, 3 no such engine here.
if (args.Length != 3 || !int.TryParse(args[2], CultureInfo.InvariantCulture, out var seconds))
{
    Console.Error.WriteLine("usage: taihang-solver PROBLEM ANSWER SECONDS");
    return 2;
}
var problem = JsonSerializer.Deserialize<MixedProblem>(File.ReadAllText(args[0]))!;
var solver = new Solver("HIGHS");
if (!solver.SolverIsSupported())
{
    Console.Error.WriteLine("HiGHS is not in this library");
    return 3;
}
solver.SetTimeLimitInSeconds(seconds);
var model = new Model();
var helper = model.Helper;
foreach (var worth in problem.Objective)
{
    var column = helper.AddVar();
    helper.SetVarLowerBound(column, 0);
    helper.SetVarUpperBound(column, 1);
    helper.SetVarIntegrality(column, true);
    helper.SetVarObjectiveCoefficient(column, worth);
}
for (var row = 0; row < problem.Low.Length; row++)
{
    var at = helper.AddLinearConstraint();
    helper.SetConstraintLowerBound(at, problem.Low[row]);
    helper.SetConstraintUpperBound(at, problem.High[row]);
    for (var term = problem.Start[row]; term < problem.Start[row + 1]; term++)
        helper.AddConstraintTerm(at, problem.Column[term], problem.Coefficient[term]);
}
helper.SetMaximize(true);
var status = solver.Solve(model);
int[]? ones = solver.HasSolution()
    ? [.. Enumerable.Range(0, problem.Objective.Length).Where(c => solver.Value(model.VarFromIndex(c)) > 0.5)]
    : null;
File.WriteAllText(
    args[1],
    JsonSerializer.Serialize(new MixedAnswer(ones, status == SolveStatus.OPTIMAL, "HiGHS, Google.OrTools 9.15.6755"))
);
return 0;
