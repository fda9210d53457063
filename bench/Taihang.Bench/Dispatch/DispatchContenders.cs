using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Google.OrTools.Graph;
using Taihang.Bench.Harness;
using Taihang.Core.Dispatch;

namespace Taihang.Bench.Dispatch;

/// <param name="Seconds">From the arrays in memory to the plan; building the solver's own graph counts.</param>
/// <param name="CpuSeconds">User and system time of all threads over the same span: what others on the machine do not lengthen.</param>
/// <param name="BeyondMiB">Peak resident memory less what was resident when the arrays had been read.</param>
/// <param name="Certificate">SHA-256 of the proof; empty where there is none.</param>
internal sealed record Solved(
    double Seconds,
    double CpuSeconds,
    double BeyondMiB,
    double PeakMiB,
    long Cost,
    double CheckSeconds,
    string Certificate,
    double HashSeconds
);

/// <summary>The contenders, each run as a process of its own: <c>dispatch-own</c>, <c>dispatch-flow</c>.</summary>
internal static class DispatchContenders
{
    private static readonly Option<string> Folder = new("--folder") { Required = true };
    private static readonly Option<int> Workers = new("--workers") { DefaultValueFactory = _ => -1 };

    public static Command Own()
    {
        var verb = new Command("dispatch-own", "One run of the own core (called by dispatch)") { Folder, Workers };
        verb.SetAction(parsed => Say(Own(parsed.GetValue(Folder)!, parsed.GetValue(Workers))));
        return verb;
    }

    public static Command Flow()
    {
        var verb = new Command("dispatch-flow", "One run of OR-Tools' min-cost flow (called by dispatch)") { Folder };
        verb.SetAction(parsed => Say(Flow(parsed.GetValue(Folder)!)));
        return verb;
    }

    /// <summary>Runs a contender as a process and reads what it says.</summary>
    public static T Run<T>(params string[] arguments) =>
        JsonSerializer.Deserialize<T>(
            Machine.Must("dotnet", [typeof(DispatchContenders).Assembly.Location, .. arguments])
        )!;

    public static int Say<T>(T said)
    {
        Console.WriteLine(JsonSerializer.Serialize(said));
        return 0;
    }

    public static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static Solved Own(string folder, int workers)
    {
        var problem = Arrays.Problem(folder);
        // Compiled before the clock starts, as the peer's library is.
        Assignment.Solve(AssignmentProblem.From(2, [9, 9, 9], [(0, 0, 1), (1, 0, 2), (1, 1, 3), (2, 1, 1)]));
        var (before, cpu, clock) = (Resident(), Cpu(), Stopwatch.StartNew());
        var plan = Assignment.Solve(problem, workers);
        var (seconds, cpuSeconds, peak) = (clock.Elapsed.TotalSeconds, Cpu() - cpu, Peak());
        clock.Restart();
        var faults = Certificate.Check(problem, plan);
        var check = clock.Elapsed.TotalSeconds;
        if (faults.Count > 0)
            throw new InvalidOperationException(faults[0].What.En);
        clock.Restart();
        var hash = Certificate.Hash(problem, plan);
        return new Solved(
            seconds,
            cpuSeconds,
            peak - before,
            Peak(),
            plan.Cost,
            check,
            hash,
            clock.Elapsed.TotalSeconds
        );
    }

    private static Solved Flow(string folder)
    {
        var problem = Arrays.Problem(folder);
        var (before, cpu, clock) = (Resident(), Cpu(), Stopwatch.StartNew());
        using var flow = new MinCostFlow(problem.Seats + problem.People + 1, problem.Person.Length + problem.Seats);
        var sink = problem.Seats + problem.People;
        for (var seat = 0; seat < problem.Seats; seat++)
        {
            flow.SetNodeSupply(seat, 1);
            flow.AddArcWithCapacityAndUnitCost(seat, sink, 1, problem.Penalty[seat]);
            for (var pair = problem.Start[seat]; pair < problem.Start[seat + 1]; pair++)
                flow.AddArcWithCapacityAndUnitCost(seat, problem.Seats + problem.Person[pair], 1, problem.Cost[pair]);
        }
        for (var person = 0; person < problem.People; person++)
            flow.AddArcWithCapacityAndUnitCost(problem.Seats + person, sink, 1, 0);
        flow.SetNodeSupply(sink, -problem.Seats);
        var status = flow.Solve();
        if (status != MinCostFlowBase.Status.OPTIMAL)
            throw new InvalidOperationException($"min-cost flow ended as {status}");
        return new Solved(
            clock.Elapsed.TotalSeconds,
            Cpu() - cpu,
            Peak() - before,
            Peak(),
            flow.OptimalCost(),
            0,
            "",
            0
        );
    }

    private static double Resident() => Status("VmRSS:");

    private static double Peak() => Status("VmHWM:");

    private static double Status(string field) =>
        long.Parse(
            File.ReadLines("/proc/self/status")
                .First(line => line.StartsWith(field, StringComparison.Ordinal))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]
        ) / 1024.0;
}
