using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Taihang.Bench.Harness;

/// <summary>What the figures were measured on.</summary>
internal sealed record Machine(string Cpu, int Cores, double MemoryGiB, string System, string DotNet)
{
    /// <summary>The CPU's name as a folder name: <c>amd-epyc</c>.</summary>
    public string Folder =>
        string.Join(
            '-',
            new string([.. Cpu.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(
                ' ',
                StringSplitOptions.RemoveEmptyEntries
            )
        );

    public static Machine Here() =>
        new(
            Field("/proc/cpuinfo", "model name") ?? "unknown cpu",
            Environment.ProcessorCount,
            Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Math.Pow(2, 30), 1),
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription
        );

    /// <summary>Average number of runnable processes over the last minute: how busy others keep the machine.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    /// <summary>Runs a program that must succeed, and gives what it printed.</summary>
    public static string Must(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = Folders.Root,
            }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? said.Trim()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said}{error.Result}");
    }

    /// <summary>The first line that a program prints, such as its version; null when it cannot be run.</summary>
    public static string? FirstLine(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    UseShellExecute = false,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var line = process.StandardOutput.ReadLine();
            process.WaitForExit();
            return process.ExitCode == 0 ? line : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string? Field(string file, string name) =>
        File.ReadLines(file)
            .Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
            .FirstOrDefault();
}
