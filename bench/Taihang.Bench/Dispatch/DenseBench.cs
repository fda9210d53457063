using System.CommandLine;
using System.Diagnostics;
using Taihang.Bench.Harness;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;

namespace Taihang.Bench.Dispatch;

internal sealed record DenseSaid(double Seconds, double CpuSeconds, long Cost);

/// <summary>Everybody may go everywhere: the shape for which SciPy's solver was written.</summary>
internal static class DenseBench
{
    public static Command Verb()
    {
        var folder = new Option<string>("--folder") { Required = true };
        var verb = new Command("dispatch-dense", "A part of dispatch (called by it)") { folder };
        verb.SetAction(parsed => DispatchContenders.Say(Own(parsed.GetValue(folder)!)));
        return verb;
    }

    /// <summary>Whole costs from 0 to 9,999, drawn evenly.</summary>
    public static string Ensure(int size)
    {
        var folder = Path.Combine(Folders.Work, $"dispatch-dense-{size}");
        if (File.Exists(Path.Combine(folder, "penalty")))
            return folder;
        Directory.CreateDirectory(folder);
        var stream = new SeededStream("dense");
        var (person, cost, start) = (new int[size * size], new int[size * size], new int[size + 1]);
        for (var pair = 0; pair < cost.Length; pair++)
            (person[pair], cost[pair]) = (pair % size, stream.NextBelow(10_000));
        for (var seat = 0; seat <= size; seat++)
            start[seat] = seat * size;
        var penalty = new long[size];
        Array.Fill(penalty, 1_000_000_000L);
        Arrays.Write(folder, new AssignmentProblem(size, start, person, cost, penalty));
        return folder;
    }

    private static DenseSaid Own(string folder)
    {
        var problem = Arrays.Problem(folder);
        Assignment.Solve(AssignmentProblem.From(2, [9, 9, 9], [(0, 0, 1), (1, 0, 2), (1, 1, 3), (2, 1, 1)]));
        var (cpu, clock) = (DispatchContenders.Cpu(), Stopwatch.StartNew());
        var plan = Assignment.Solve(problem);
        var said = new DenseSaid(clock.Elapsed.TotalSeconds, DispatchContenders.Cpu() - cpu, plan.Cost);
        DispatchParts.Must(Certificate.Check(problem, plan));
        return said;
    }
}
