using System.ComponentModel;
using System.Diagnostics;
using Taihang.Core.Procedures;

namespace Taihang.Modules.Outbound;

/// <summary>
/// Runs a program of the deployment for each message: the message as JSON on its input, and its exit code the answer (0 sent, 75 try again,
/// as sysexits.h has it, anything else refused). What it prints is not kept: it might name whom it wrote to. So no vendor and no network
/// is in this program.
/// </summary>
public static class CommandAdapter
{
    private const int TryAgain = 75;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    /// <param name="command">The program and its arguments; none of them a shell.</param>
    /// <param name="limit">After that it is ended with all it started.</param>
    public static Carry Run(IReadOnlyList<string> command, TimeSpan limit) =>
        (message, cancel) =>
        {
            using var process = new Process
            {
                StartInfo = new ProcessStartInfo(command[0], command.Skip(1))
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                },
            };
            try
            {
                process.Start();
            }
            catch (Exception error) when (error is Win32Exception or InvalidOperationException)
            {
                return NoticeAnswer.NoAnswer;
            }
            // Read and dropped, so that a program that prints much does not wait for a reader.
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var watch = Stopwatch.StartNew();
            // A message is smaller than a pipe, so a program that does not read it does not hold this one.
            try
            {
                process.StandardInput.BaseStream.Write(message.ToJson());
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading; its exit code says what it made of that.
            }
            while (!process.WaitForExit(Look))
                if (watch.Elapsed > limit || cancel.IsCancellationRequested)
                {
                    process.Kill(entireProcessTree: true);
                    return NoticeAnswer.NoAnswer;
                }
            return process.ExitCode switch
            {
                0 => NoticeAnswer.Sent,
                TryAgain => NoticeAnswer.Again,
                _ => NoticeAnswer.Refused,
            };
        };
}
