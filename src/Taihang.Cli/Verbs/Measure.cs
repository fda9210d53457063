using System.CommandLine;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang measure --pack P --data PATH</c>: every poverty measure of a method, nationally and by group, with standard errors.</summary>
public static class Measure
{
    private static readonly Option<string?> Cutoffs = new("--k")
    {
        Description = "Cut-offs of the counting measures, such as 1/6,1/3 (the method's own) · 临界值",
    };
    private static readonly Option<string?> Weights = new("--weights")
    {
        Description =
            "Weights of the indicators in their order, such as 1/2,1/4,1/4 (the method's own), or equal; several sets with ; between · 权重",
    };
    private static readonly Option<double> Level = new("--level")
    {
        Description = "Level of the confidence intervals · 置信水平",
        DefaultValueFactory = _ => 0.95,
    };
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Write the table to this .csv, .json, .parquet or .xlsx file · 测度表文件",
    };

    private static readonly Option<string?> Since = new("--since")
    {
        Description = "Files of an earlier time, for the change since then · 早先数据",
    };
    private static readonly Option<DateOnly?> SinceDay = new("--since-day")
    {
        Description = "Day of the earlier files · 早先基准日",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("measure", "Poverty measures with standard errors · 贫困测度")
        {
            Cutoffs,
            Weights,
            Level,
            Out,
            Since,
            SinceDay,
        };
        foreach (var option in MethodRun.Options)
            verb.Add(option);
        verb.SetAction(Run);
        return verb;
    }

    private static int Run(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var chosen = MethodRun.Choose(parsed);
        if (!chosen.Ok)
            return Screen.Refuse(chosen.Problems, language);
        if (parsed.GetValue(MethodRun.Data) is not { } path)
            return Screen.Refuse([CliProblems.Usage("measure needs --data")], language) + 1;
        var request = Request(parsed, chosen.Value.Method, chosen.Value.By);
        if (!request.Ok)
            return Screen.Refuse(request.Problems, language) + 1;
        var results = parsed.GetValue(Out);
        if (results is not null && MeasureFile.Check(results) is { } cannot)
            return Screen.Refuse([cannot], language);
        var (run, say) = (chosen.Value, new Words("测度", "Measuring"));
        MeasureTable? before = null;
        if (parsed.GetValue(Since) is { } earlier)
        {
            if (parsed.GetValue(SinceDay) is not { } day || day >= run.Day)
                return Screen.Refuse([CliProblems.Usage("--since needs a --since-day before --as-of")], language) + 1;
            var then = (run with { Day = day }).OnFiles<MeasureTable>(
                parsed,
                earlier,
                null,
                say,
                (engine, first) => Modules.Identification.Measure.Run(engine, first, run.Method, request.Value),
                once: true
            );
            if (!then.Ok)
                return Screen.Refuse(then.Problems, language);
            before = then.Value;
        }
        var made = run.OnFiles<(MeasureTable Table, IReadOnlyList<ChangeRow>? Changes)>(
            parsed,
            path,
            results,
            say,
            (engine, summary) =>
            {
                var table = Modules.Identification.Measure.Run(engine, summary, run.Method, request.Value);
                if (!table.Ok)
                    return Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)>.Refused(table.Problems);
                var changes = before is null ? null : MeasureChange.Of(before, table.Value);
                var problem =
                    results is null ? null
                    : changes is null ? MeasureFile.Write(engine, table.Value, results)
                    : MeasureFile.Write(engine, changes, results);
                return problem is null ? (table.Value, changes) : problem;
            },
            once: true
        );
        if (!made.Ok)
            return Screen.Refuse(made.Problems, language);
        return made.Value.Changes is { } found
            ? Screen.Answer(parsed, found, MeasureText.OfChanges(run.Method, before!.AsOf, run.Day, found, language))
            : Screen.Answer(
                parsed,
                made.Value.Table,
                MeasureText.Of(run.Method, made.Value.Table, language, results is null)
            );
    }

    private static Outcome<MeasureRequest> Request(ParseResult parsed, MethodPlan method, IReadOnlyList<string> by)
    {
        var level = parsed.GetValue(Level);
        if (level is not (> 0 and < 1))
            return CliProblems.Usage($"--level {level.ToString(CultureInfo.InvariantCulture)}: 0.95");
        var cutoffs = Fractions(parsed.GetValue(Cutoffs));
        if (cutoffs is null)
            return CliProblems.Usage($"--k {parsed.GetValue(Cutoffs)}: 1/6,1/3");
        if (parsed.GetValue(Weights) is not { } named)
            return new MeasureRequest(by, cutoffs, Level: level);
        var n = method.Indicators.Length;
        var sets = new List<(string? Name, IReadOnlyList<Fraction> Shares)>();
        foreach (var name in named.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var own = name == "own" && method.Indicators.All(i => i.Weight is not null);
            var shares =
                own ? [.. method.Indicators.Select(i => i.Weight!.Value)]
                : name == "equal" ? [.. Enumerable.Repeat(new Fraction(1, n), n)]
                : Fractions(name);
            if (shares is null || shares.Count != n)
                return CliProblems.Usage($"--weights {name}: {n} × 1/{n}, equal, own");
            sets.Add((own ? null : name, shares));
        }
        return new MeasureRequest(by, cutoffs, sets, level);
    }

    private static List<Fraction>? Fractions(string? text)
    {
        var fractions = new List<Fraction>();
        foreach (var part in text?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            if (Fraction.TryParse(part, out var fraction))
                fractions.Add(fraction);
            else
                return null;
        return fractions;
    }
}
