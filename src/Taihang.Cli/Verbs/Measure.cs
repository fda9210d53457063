using System.CommandLine;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang measure --pack P [--data PATH]</c>: every poverty measure of a method, nationally and by group; over files with standard
/// errors by the sample's design, over the registry with what its record leaves open.
/// </summary>
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
        Description = "Day of the earlier files; on the registry, the record as of that day · 早先基准日",
    };
    private static readonly Option<int?> StaleMonths = new("--stale-months")
    {
        Description =
            $"On the registry: a fact not recorded anew for so many months is old (the dictionary's limit, else {MeasureRecord.StaleMonths}) · 陈旧月数",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("measure", "Poverty measures, with what their data leave open · 贫困测度")
        {
            Cutoffs,
            Weights,
            Level,
            Out,
            Since,
            SinceDay,
            StaleMonths,
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
        var run = chosen.Value;
        if (MethodRun.OutOfPlace(parsed, [.. MethodRun.OfFiles, Since], [StaleMonths]) is { } misplaced)
            return Screen.Refuse([misplaced], language);
        var request = Request(parsed, run.Method, run.By);
        if (!request.Ok)
            return Screen.Refuse(request.Problems, language);
        var results = parsed.GetValue(Out);
        if (results is not null && MeasureFile.Check(results) is { } cannot)
            return Screen.Refuse([cannot], language);
        var data = parsed.GetValue(MethodRun.Data);
        if (
            parsed.GetValue(SinceDay) is { } earlier
                ? earlier >= run.Day || (data is not null && parsed.GetValue(Since) is null)
                : parsed.GetValue(Since) is not null
        )
            return Screen.Refuse(
                [
                    CliProblems.Usage(
                        "--since 与 --since-day 须同时给出，且早于 --as-of",
                        "--since and --since-day go together, and the day lies before --as-of"
                    ),
                ],
                language
            );
        return data is null
            ? OnRegistry.Run(
                parsed,
                run.Day,
                (db, counties) => Answer(parsed, run, Registry(parsed, run, db, counties, request.Value, results))
            )
            : Answer(parsed, run, Files(parsed, run, data, request.Value, results));
    }

    private static int Answer(
        ParseResult parsed,
        MethodRun run,
        Outcome<(MeasureTable Table, IReadOnlyList<ChangeRow>? Changes)> made
    )
    {
        var language = Setting.In(parsed);
        if (!made.Ok)
            return Screen.Refuse(made.Problems, language);
        var (table, changes) = made.Value;
        return changes is not null
            ? Screen.Answer(
                parsed,
                changes,
                MeasureText.OfChanges(run.Method, parsed.GetValue(SinceDay)!.Value, run.Day, changes, language)
            )
            : Screen.Answer(
                parsed,
                table,
                MeasureText.Of(run.Pack, run.Method, table, language, parsed.GetValue(Out) is null)
            );
    }

    private static Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)> Files(
        ParseResult parsed,
        MethodRun run,
        string path,
        MeasureRequest request,
        string? results
    )
    {
        var say = new Words("测度", "Measuring");
        MeasureTable? before = null;
        if (parsed.GetValue(Since) is { } earlier)
        {
            var then = (run with { Day = parsed.GetValue(SinceDay)!.Value }).OnFiles<MeasureTable>(
                parsed,
                earlier,
                null,
                say,
                (engine, first) => Modules.Identification.Measure.Run(engine, first, run.Method, request),
                once: true
            );
            if (!then.Ok)
                return Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)>.Refused(then.Problems);
            before = then.Value;
        }
        return run.OnFiles<(MeasureTable, IReadOnlyList<ChangeRow>?)>(
            parsed,
            path,
            results,
            say,
            (engine, decided) =>
                Written(
                    engine,
                    Modules.Identification.Measure.Run(engine, decided, run.Method, request),
                    before,
                    results
                ),
            once: true
        );
    }

    private static Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)> Registry(
        ParseResult parsed,
        MethodRun run,
        TaihangDb db,
        IReadOnlyList<int> counties,
        MeasureRequest measures,
        string? results
    )
    {
        var language = Setting.In(parsed);
        var request = new RegistryRequest(counties, run.Day, run.Set, measures, language, parsed.GetValue(StaleMonths));
        return Screen.WithProgress(
            language,
            progress =>
            {
                MeasureTable? before = null;
                if (parsed.GetValue(SinceDay) is { } earlier)
                {
                    using var then = new DuckDbEngine();
                    var first = MeasureRegistry.Run(
                        then,
                        db,
                        run.Pack,
                        run.Method,
                        request with
                        {
                            AsOf = earlier,
                        },
                        progress
                    );
                    if (!first.Ok)
                        return Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)>.Refused(first.Problems);
                    before = first.Value;
                }
                using var engine = new DuckDbEngine(writable: results);
                return Written(
                    engine,
                    MeasureRegistry.Run(engine, db, run.Pack, run.Method, request, progress),
                    before,
                    results
                );
            }
        );
    }

    /// <summary>The table, or how it moved since an earlier one, also in the file that was asked for.</summary>
    private static Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)> Written(
        DuckDbEngine engine,
        Outcome<MeasureTable> table,
        MeasureTable? before,
        string? results
    )
    {
        if (!table.Ok)
            return Outcome<(MeasureTable, IReadOnlyList<ChangeRow>?)>.Refused(table.Problems);
        var changes = before is null ? null : MeasureChange.Of(before, table.Value);
        var problem =
            results is null ? null
            : changes is null ? MeasureFile.Write(engine, table.Value, results)
            : MeasureFile.Write(engine, changes, results);
        return problem is null ? (table.Value, changes) : problem;
    }

    private static Outcome<MeasureRequest> Request(ParseResult parsed, MethodPlan method, IReadOnlyList<string> by)
    {
        var level = parsed.GetValue(Level);
        if (level is not (> 0 and < 1))
            return CliProblems.Usage(
                $"--level {level.ToString(CultureInfo.InvariantCulture)} 应在 0 与 1 之间，如 0.95",
                $"--level {level.ToString(CultureInfo.InvariantCulture)} should lie between 0 and 1, such as 0.95"
            );
        if (parsed.GetValue(StaleMonths) is < 1)
            return CliProblems.Usage("--stale-months 至少为 1", "--stale-months is at least 1");
        var cutoffs = Fractions(parsed.GetValue(Cutoffs));
        if (cutoffs is null)
            return CliProblems.Usage(
                $"--k {parsed.GetValue(Cutoffs)} 应写成 1/6,1/3",
                $"--k {parsed.GetValue(Cutoffs)} should be written like 1/6,1/3"
            );
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
                return CliProblems.Usage(
                    $"--weights {name} 应为 {n} 个以逗号分隔的权重，或 equal（等权）、own（方法自带）",
                    $"--weights {name} should be {n} weights with commas, or equal, or own"
                );
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
