using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.OrTools.ModelBuilder;
using Taihang.Bench.Harness;
using Taihang.Core.Dispatch.Teams;
using Taihang.Modules.Dispatch;

namespace Taihang.Bench.Dispatch;

/// <param name="FirstSeconds">Without native code.</param>
/// <param name="EngineSeconds">HiGHS in its child process after that, handing over and tightening the bound included.</param>
internal sealed record TeamsSaid(
    double FirstSeconds,
    double FirstCpuSeconds,
    TeamGap First,
    long Bound,
    double CheckSeconds,
    double EngineSeconds,
    TeamGap Engine,
    long EngineBound,
    string EngineSaid
);

/// <param name="Value">0 where nothing was found.</param>
internal sealed record PeerSaid(double Seconds, double CpuSeconds, long Value, int Unfilled, bool Proved);

/// <summary>
/// Task forces of made-up counties: the own search and bound, HiGHS behind its door, and CP-SAT on the same rows. Every plan goes through the
/// checker before a figure is written.
/// </summary>
internal static class TeamsBench
{
    private static readonly Option<int> Villages = new("--villages") { DefaultValueFactory = _ => 154 };
    private static readonly Option<int> People = new("--people") { DefaultValueFactory = _ => 700 };
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 60 };
    private static readonly Option<ulong> Seed = new("--seed") { DefaultValueFactory = _ => 1 };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly (int Villages, int People)[] Cases = [(154, 700), (154, 480), (300, 1_350)];

    public static Command Verb()
    {
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("teams", "Task forces of a county, with a bound that prices prove")
        {
            Seconds,
            noReport,
        };
        verb.SetAction(parsed => Table(parsed.GetValue(Seconds), !parsed.GetValue(noReport)));
        return verb;
    }

    public static Command Own()
    {
        var verb = new Command("teams-own", "A part of teams (called by it)") { Villages, People, Seconds, Seed };
        verb.SetAction(parsed =>
            DispatchContenders.Say(
                Own(
                    SyntheticCounty.Make(parsed.GetValue(Villages), parsed.GetValue(People), parsed.GetValue(Seed)),
                    parsed.GetValue(Seconds)
                )
            )
        );
        return verb;
    }

    public static Command Sat()
    {
        var verb = new Command("teams-sat", "A part of teams (called by it)") { Villages, People, Seconds, Seed };
        verb.SetAction(parsed =>
            DispatchContenders.Say(
                Sat(
                    SyntheticCounty.Make(parsed.GetValue(Villages), parsed.GetValue(People), parsed.GetValue(Seed)),
                    parsed.GetValue(Seconds)
                )
            )
        );
        return verb;
    }

    private static TeamsSaid Own(TeamProblem problem, int seconds)
    {
        // What is compiled on the way is compiled before.
        TeamSearch.Solve(SyntheticCounty.Make(20, 90, 9), new TeamEffort(2, 5, 32, 2));
        var (cpu, clock) = (DispatchContenders.Cpu(), Stopwatch.StartNew());
        var answer = TeamSearch.Solve(problem).Value;
        var (first, firstCpu) = (clock.Elapsed.TotalSeconds, DispatchContenders.Cpu() - cpu);
        clock.Restart();
        DispatchParts.Must(TeamCheck.Check(problem, answer));
        var check = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var engine = TeamEngine.Run(problem, answer, TeamEngine.Find(), seconds);
        var took = clock.Elapsed.TotalSeconds;
        var better = engine.Ok ? engine.Value : answer;
        DispatchParts.Must(TeamCheck.Check(problem, better));
        return new TeamsSaid(
            first,
            firstCpu,
            TeamGap.Of(problem, answer),
            answer.Proof.Bound,
            check,
            took,
            TeamGap.Of(problem, better),
            better.Proof.Bound,
            engine.Ok ? "" : engine.Problems[0].ToString()
        );
    }

    /// <summary>CP-SAT on the very rows that HiGHS is given.</summary>
    private static PeerSaid Sat(TeamProblem problem, int seconds)
    {
        var plan = TeamSearch.Solve(problem, new TeamEffort(2, 10, 64, 2)).Value.Plan;
        var (model, mixed) = TeamModel.Of(problem)!.Value;
        var (cpu, clock) = (DispatchContenders.Cpu(), Stopwatch.StartNew());
        var (solver, linear) = (new Solver("SAT"), new Model());
        solver.SetTimeLimitInSeconds(seconds);
        solver.SetSolverSpecificParameters($"num_workers:{Environment.ProcessorCount}");
        var columns = Array.ConvertAll(mixed.Objective, _ => linear.NewBoolVar(""));
        for (var column = 0; column < columns.Length; column++)
            linear.Helper.SetVarObjectiveCoefficient(columns[column].Index, mixed.Objective[column]);
        for (var row = 0; row < mixed.Low.Length; row++)
        {
            var at = linear.Helper.AddLinearConstraint();
            linear.Helper.SetConstraintLowerBound(at, mixed.Low[row]);
            linear.Helper.SetConstraintUpperBound(at, mixed.High[row]);
            for (var term = mixed.Start[row]; term < mixed.Start[row + 1]; term++)
                linear.Helper.AddConstraintTerm(at, mixed.Column[term], mixed.Coefficient[term]);
        }
        linear.Helper.SetMaximize(true);
        var status = solver.Solve(linear);
        var ones = solver.HasSolution()
            ? columns.Select((c, i) => (c, i)).Where(c => solver.Value(c.c) > 0.5).Select(c => c.i).ToArray()
            : [];
        var found = solver.HasSolution() ? model.Read(new MixedAnswer(ones, true, "")) : null;
        return new PeerSaid(
            clock.Elapsed.TotalSeconds,
            DispatchContenders.Cpu() - cpu,
            found?.Value ?? 0,
            found is null
                ? 0
                : TeamGap.Of(problem, new TeamAnswer(found, new TeamProof([], [], found.Value))).UnfilledSeats,
            status == SolveStatus.OPTIMAL
        );
    }

    private static int Table(int seconds, bool report)
    {
        var (text, figures) = (new StringBuilder(), new SortedDictionary<string, object>(StringComparer.Ordinal));
        var load = Machine.Load();
        Line("# Task forces of a county");
        Line("");
        Line(
            $"The gap is what could be missing to the best plan, in percent of what this plan is worth (fit by scale, less what falls short), against the bound in whole numbers that the checker has verified from its prices. Ratios: the peer's gap to the same bound over ours. {seconds} s for each engine."
        );
        Line("");
        Line("| villages × people | contender | seconds | CPU s | unfilled seats | gap | ratio |");
        Line("|---|---|---|---|---|---|---|");
        foreach (var (villages, people) in Cases)
        {
            string[] size = ["--villages", $"{villages}", "--people", $"{people}", "--seconds", $"{seconds}"];
            var own = DispatchContenders.Run<TeamsSaid>(["teams-own", .. size]);
            Console.Error.WriteLine(own);
            var sat = DispatchContenders.Run<PeerSaid>(["teams-sat", .. size]);
            Console.Error.WriteLine(sat);
            figures[$"{villages}x{people}"] = new { own, sat };
            var what = $"{villages} × {people:N0}";
            Row(what, "Taihang, no native code", own.FirstSeconds, $"{own.FirstCpuSeconds:F1}", own.First);
            Row(
                what,
                "Taihang, then HiGHS in a child process" + (own.EngineSaid.Length > 0 ? $" ({own.EngineSaid})" : ""),
                own.FirstSeconds + own.EngineSeconds,
                "",
                own.Engine
            );
            var share = own.First.QualityBp == 0 ? 0 : 100.0 * (own.EngineBound - sat.Value) / own.First.QualityBp;
            // A plan that leaves more seats unfilled is no better plan, whatever its fit.
            var same = sat.Value != 0 && sat.Unfilled == own.First.UnfilledSeats;
            var (gap, ratio) = same
                ? ($"{share:F3}%", $"{share / Math.Max(0.001, own.First.PerHundredThousand / 1000.0):F1}")
                : (sat.Value == 0 ? "nothing found" : "more seats unfilled", "");
            Line(
                $"| {what} | OR-Tools 9.15.6755, CP-SAT, {Environment.ProcessorCount} workers | {sat.Seconds:F1} | {sat.CpuSeconds:F1} | {sat.Unfilled} | {gap} | {ratio} |"
            );
            Line($"| | | | | | checked in {own.CheckSeconds:F2} s | |");
        }
        Line("");
        Line($"Load average before {load:F1}, after {Machine.Load():F1}.");
        Line("");
        var machine = Machine.Here();
        var day = DateTime.Today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Line(
            $"{day}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}. Again: `./dev bench teams`."
        );
        Console.WriteLine(text);
        if (report)
        {
            var folder = Directory
                .CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder))
                .FullName;
            File.WriteAllText(Path.Combine(folder, "teams.md"), text.ToString());
            File.WriteAllText(
                Path.Combine(folder, "teams.json"),
                JsonSerializer.Serialize(
                    new
                    {
                        name = "teams",
                        day,
                        machine,
                        figures,
                    },
                    Indented
                ) + "\n"
            );
        }
        return 0;

        void Row(string what, string who, double took, string cpu, TeamGap gap) =>
            Line(
                $"| {what} | {who} | {took:F1} | {cpu} | {gap.UnfilledSeats}{(gap.SeatsProved ? "" : " (not proved)")} | {gap.PerHundredThousand / 1000.0:F3}% | |"
            );

        void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
    }
}
