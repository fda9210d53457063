using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Spectre.Console;
using Taihang.Core.Common;

namespace Taihang.Cli;

/// <summary>
/// What the clerk sees. Results go to standard output; problems and progress go to standard error, so that <c>--json</c> can be
/// piped. Exit codes: 0 done, 1 refused (numbered problems were printed), 2 wrong usage, 130 cancelled.
/// </summary>
public static class Screen
{
    private static readonly JsonSerializerOptions ForScripts = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> Run(RootCommand root, string[] args)
    {
        var parsed = root.Parse(args);
        var language = Setting.In(parsed);
        if (parsed.Errors.Count > 0)
            return Refuse(Usage.Of(parsed), language);
        using var cancel = new CancellationTokenSource();
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = true;
            cancel.Cancel();
        };
        try
        {
            return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false }, cancel.Token);
        }
        catch (OperationCanceledException)
        {
            Refuse([CliProblems.Cancelled()], language);
            return 130;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse([CliProblems.Files(error.Message)], language);
        }
    }

    public static int Refuse(IEnumerable<Problem> problems, Language language)
    {
        var code = 1;
        foreach (var problem in problems)
        {
            Console.Error.WriteLine(problem.In(language));
            code = problem.Code == CliProblems.WrongUsage ? 2 : code;
        }
        return code;
    }

    /// <summary>Tells what the operator should mend; the work goes on.</summary>
    public static void Warn(IEnumerable<Problem> problems, Language language) => Refuse(problems, language);

    /// <summary>The result on standard output: words for people, one JSON document for scripts.</summary>
    public static int Answer(ParseResult parsed, object result, Words words)
    {
        Console.WriteLine(
            parsed.GetValue(Setting.Json) ? JsonSerializer.Serialize(result, ForScripts) : words.In(Setting.In(parsed))
        );
        return 0;
    }

    /// <summary>Runs long work under a progress bar, or under plain lines when no one is watching.</summary>
    public static T WithProgress<T>(Language language, Func<IProgress<Step>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(new Lines(language));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console
            .Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn()
            )
            .Start(context => work(new Bars(context, language)));
    }

    private sealed class Bars(ProgressContext context, Language language) : IProgress<Step>
    {
        private readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(Step value)
        {
            var name = value.What.In(language);
            if (!tasks.TryGetValue(name, out var task))
                tasks[name] = task = context.AddTask(Markup.Escape(name));
            task.IsIndeterminate = value.Total <= 0;
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }

    private sealed class Lines(Language language) : IProgress<Step>
    {
        private readonly Dictionary<string, long> last = [];

        public void Report(Step value)
        {
            var name = value.What.In(language);
            var now = Stopwatch.GetTimestamp();
            if (last.TryGetValue(name, out var before) && Stopwatch.GetElapsedTime(before, now).TotalSeconds < 5)
                return;
            last[name] = now;
            Console.Error.WriteLine(
                value.Total > 0 ? $"{name} {value.Done:N0} / {value.Total:N0}" : $"{name} {value.Done:N0}"
            );
        }
    }
}
