using System.Diagnostics;

namespace Taihang.Tests.Store.Cli;

/// <summary>The command line as a process of its own, as a user or a script starts it.</summary>
internal static class CommandLine
{
    public static async Task<(int Code, string Output, string Error)> Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    /// <param name="input">What is typed, such as passwords, a line each.</param>
    public static async Task<(int Code, string Output, string Error)> Told(string input, params string[] arguments)
    {
        using var process = Start(true, arguments);
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }

    public static Process Start(params string[] arguments) => Start(false, arguments);

    private static Process Start(bool told, string[] arguments) =>
        Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "taihang.dll"),
                    .. arguments,
                    .. arguments.Contains("--packs") ? [] : new[] { "--packs", Repository.Packs },
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardInput = told,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
