using System.Diagnostics;

namespace Taihang.Bench.Harness;

/// <summary>One way to do the work: a program that is started afresh for every run.</summary>
/// <param name="Id">Short name, also of its folder of answers.</param>
/// <param name="Title">What it is, for the report.</param>
/// <param name="Version">Of the program or library that does the work.</param>
/// <param name="Prepare">Before each run, not timed: an empty database, for one that fills it.</param>
internal sealed record Contender(
    string Id,
    string Title,
    string Version,
    string Program,
    IReadOnlyList<string> Arguments,
    Action? Prepare = null
)
{
    /// <summary>The command line as it is shipped, built beside the bench.</summary>
    public static string Taihang { get; } =
        Path.Combine(Folders.Root, "artifacts", "bin", "Taihang.Cli", "release", "taihang.dll");
}

/// <param name="WallSeconds">From starting the process to its end, so start-up and reading and writing files count.</param>
/// <param name="CpuSeconds">User and system time of all its threads.</param>
/// <param name="PeakMiB">The kernel's high-water mark of resident memory (VmHWM).</param>
internal sealed record Measured(double WallSeconds, double CpuSeconds, double PeakMiB);

internal static class Race
{
    private const double TicksPerSecond = 100;

    /// <summary>
    /// Runs every contender <paramref name="runs"/> times, one at a time, in turns that begin with another contender each time, so
    /// that a busy minute of the machine does not fall on one of them only.
    /// </summary>
    public static Dictionary<string, List<Measured>> Run(IReadOnlyList<Contender> contenders, int runs)
    {
        var measured = contenders.ToDictionary(c => c.Id, _ => new List<Measured>(), StringComparer.Ordinal);
        for (var run = 0; run < runs; run++)
        for (var turn = 0; turn < contenders.Count; turn++)
        {
            var contender = contenders[(run + turn) % contenders.Count];
            var one = Once(contender);
            measured[contender.Id].Add(one);
            Console.Error.WriteLine(
                $"run {run + 1} {contender.Id, -12} {one.WallSeconds, 7:F2} s  cpu {one.CpuSeconds, 6:F2} s  peak {one.PeakMiB, 6:F0} MiB  (load {Machine.Load():F1})"
            );
        }
        return measured;
    }

    private static Measured Once(Contender contender)
    {
        contender.Prepare?.Invoke();
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(contender.Program, contender.Arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                WorkingDirectory = Folders.Root,
            }
        )!;
        // Read at once, or a talkative program would wait for us when the pipe is full.
        var output = process.StandardOutput.ReadToEndAsync();
        var (peak, ticks) = (0L, 0L);
        while (!process.WaitForExit(5))
            (peak, ticks) = (Math.Max(peak, PeakKiB(process.Id)), Math.Max(ticks, CpuTicks(process.Id)));
        var wall = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"{contender.Id} ended with code {process.ExitCode}: {contender.Program} {string.Join(' ', contender.Arguments)}"
            );
        output.Wait();
        return new Measured(wall, ticks / TicksPerSecond, peak / 1024.0);
    }

    private static long PeakKiB(int process)
    {
        var line = Lines($"/proc/{process}/status")
            .FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    private static long CpuTicks(int process)
    {
        var line = Lines($"/proc/{process}/stat").FirstOrDefault();
        if (line is null)
            return 0;
        var afterName = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(afterName[11]) + long.Parse(afterName[12]);
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            return []; // The process has just ended; the last reading stands.
        }
    }
}
