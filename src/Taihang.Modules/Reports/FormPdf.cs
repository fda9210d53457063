using System.Diagnostics;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Modules.Reports;

/// <summary>
/// Makes a PDF of a page with the Chromium of the machine, as a child process. The page names people, so it lies for that moment in a folder of
/// one's own, in memory where the system has such a place, and nowhere afterwards.
/// </summary>
public static class FormPdf
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"];
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(5);

    /// <summary>Where Chromium is; null where there is none.</summary>
    public static string? Chromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    /// <returns>Null when the file was written.</returns>
    public static Problem? Write(string html, string to)
    {
        if (Chromium() is not { } chromium)
            return ReportsProblems.NoPrinter();
        var folder = OwnFolder();
        try
        {
            var (page, made) = (Path.Combine(folder, "form.html"), Path.Combine(folder, "form.pdf"));
            File.WriteAllText(page, html, new UTF8Encoding(false));
            var said = Run(chromium, folder, page, made);
            if (!File.Exists(made))
                return ReportsProblems.PrinterFailed(said);
            File.Copy(made, to, overwrite: true);
            return null;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string OwnFolder()
    {
        const string memory = "/dev/shm";
        if (OperatingSystem.IsWindows() || !Directory.Exists(memory))
            return Directory.CreateTempSubdirectory("taihang-print-").FullName;
        return Directory
            .CreateDirectory(
                Path.Combine(memory, $"taihang-print-{Guid.NewGuid():N}"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            )
            .FullName;
    }

    private static string Run(string chromium, string folder, string page, string made)
    {
        List<string> arguments =
        [
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-pdf-header-footer",
            $"--user-data-dir={Path.Combine(folder, "profile")}",
            $"--print-to-pdf={made}",
            new Uri(page).AbsoluteUri,
        ];
        // Its sandbox refuses the root user; the page is ours and holds no script.
        if (Environment.UserName == "root")
            arguments.Insert(0, "--no-sandbox");
        using var child = Process.Start(
            new ProcessStartInfo(chromium, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        var (error, output) = (child.StandardError.ReadToEndAsync(), child.StandardOutput.ReadToEndAsync());
        if (!child.WaitForExit(Most))
            child.Kill(entireProcessTree: true);
        _ = output.Result;
        return error.Result.Split('\n').LastOrDefault(l => l.Trim().Length > 0) ?? "";
    }
}
