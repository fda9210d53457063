using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Teams;

namespace Taihang.Modules.Dispatch;

/// <summary>
/// The one door to a native solver: a child process that is given a file and leaves a file. It may be missing, abort, hang or lie; then there
/// is a problem to print, and the plan in hand stands.
/// </summary>
public static class TeamEngine
{
    /// <summary>What it may take beyond its own limit, to start and to write.</summary>
    private const int GraceSeconds = 15;

    private const int MostSaid = 300;

    /// <summary>Where the engine stands: named by the environment, beside the program, or as the source builds it.</summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable("TAIHANG_SOLVER") is { Length: > 0 } named)
            return named;
        var beside = Path.Combine(AppContext.BaseDirectory, "solver", "Taihang.Solver.dll");
        var built = Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Taihang.Solver", "release", "Taihang.Solver.dll")
        );
        return File.Exists(beside) || !File.Exists(built) ? beside : built;
    }

    /// <summary>A plan that is better than the one in hand, checked by other code; refused when there is none to be had.</summary>
    /// <param name="path">A program, or an assembly to be run by dotnet.</param>
    public static Outcome<TeamAnswer> Run(
        TeamProblem problem,
        TeamAnswer inHand,
        string path,
        int seconds,
        int? graceSeconds = null
    )
    {
        if (!File.Exists(path))
            return TeamProblems.EngineMissing(path);
        if (TeamModel.Of(problem) is not var (model, mixed))
            return TeamProblems.TooLarge();
        var folder = Directory.CreateTempSubdirectory("taihang-solver-").FullName;
        try
        {
            var (question, reply) = (Path.Combine(folder, "problem.json"), Path.Combine(folder, "answer.json"));
            File.WriteAllText(question, JsonSerializer.Serialize(mixed));
            return
                Ended(
                    path,
                    [question, reply, seconds.ToString(CultureInfo.InvariantCulture)],
                    seconds + (graceSeconds ?? GraceSeconds)
                )
                    is { } failed
                ? failed
                : Read(problem, inHand, model, reply);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <returns>What went wrong; null when the child said that all is well.</returns>
    private static Problem? Ended(string path, string[] arguments, int seconds)
    {
        var isAssembly = path.EndsWith(".dll", StringComparison.Ordinal);
        var start = new ProcessStartInfo(isAssembly ? "dotnet" : path, isAssembly ? [path, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var child = new Process { StartInfo = start };
            var said = "";
            child.OutputDataReceived += (_, _) => { };
            child.ErrorDataReceived += (_, line) => said = said.Length < MostSaid ? said + line.Data + " " : said;
            child.Start();
            child.BeginOutputReadLine();
            child.BeginErrorReadLine();
            if (!child.WaitForExit(TimeSpan.FromSeconds(seconds)))
            {
                child.Kill(entireProcessTree: true);
                child.WaitForExit();
                return TeamProblems.EngineTimedOut(seconds);
            }
            // Again without a limit: only then has all that it said arrived.
            child.WaitForExit();
            return child.ExitCode == 0 ? null : TeamProblems.EngineFailed(child.ExitCode, said.Trim());
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            return TeamProblems.EngineFailed(-1, error.Message);
        }
    }

    private static Outcome<TeamAnswer> Read(TeamProblem problem, TeamAnswer inHand, TeamModel model, string reply)
    {
        TeamPlan? plan;
        try
        {
            plan = JsonSerializer.Deserialize<MixedAnswer>(File.ReadAllText(reply)) is { } answer
                ? model.Read(answer)
                : null;
        }
        catch (Exception error) when (error is JsonException or IOException or NotSupportedException)
        {
            return TeamProblems.EngineNonsense(error.Message);
        }
        if (plan is null)
            return TeamProblems.EngineNonsense("no plan");
        var found = inHand with { Plan = plan };
        if (TeamCheck.Check(problem, found) is [var fault, ..])
            return TeamProblems.EngineNonsense(fault.What.En);
        return plan.Value >= inHand.Plan.Value ? found with { Proof = TeamSearch.Tighten(problem, found) } : inHand;
    }
}
