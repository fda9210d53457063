using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary>What the verbs that apply a pack's method have in common: which pack, method, day, parameters, groups and files.</summary>
internal sealed record MethodRun(
    Pack Pack,
    MethodPlan Method,
    DateOnly Day,
    Dictionary<string, (Fraction, Words)> Set,
    IReadOnlyList<string> By,
    DateOnly? KnownTo = null
)
{
    public static readonly Option<string?> Data = new("--data")
    {
        Description = "CSV, CSV.GZ or Parquet file, or a folder of them; left out: the registry · 数据",
    };
    private static readonly Option<string?> MethodName = new("--method")
    {
        Description = "Method of the pack; left out: the one in force · 方法",
    };
    private static readonly Option<DateOnly?> AsOf = new("--as-of")
    {
        Description = "Day whose rules and facts hold, such as 2026-01-31 · 基准日",
    };
    public static readonly Option<string[]> SetValues = new("--set")
    {
        Description = "PARAMETER=VALUE for this run · 本次参数",
    };
    public static readonly Option<string?> ByNames = new("--by")
    {
        Description = "Attributes to group by, separated by commas · 分组",
    };

    private static readonly Option<DateOnly?> Known = new("--known")
    {
        Description = "Only rules and values published up to this day · 已知至",
    };
    private static readonly Option<string?> Without = new("--without")
    {
        Description =
            "Indicators that the data does not carry; their weight goes to the rest of their dimension · 不含指标",
    };

    public static IEnumerable<Option> Options =>
        [Data, MethodName, AsOf, Known, SetValues, ByNames, Without, OnRegistry.County];

    /// <summary>Those of the options that say which facts of the registry are meant.</summary>
    public static IEnumerable<Option> OfSnapshot => [MethodName, AsOf, ByNames, OnRegistry.County];

    /// <summary>Those of the options that a run on the registry, which keeps what it finds, does not take.</summary>
    public static readonly IReadOnlyList<Option> OfFiles = [Known, Without];

    /// <summary>What was asked for that does not go with where the facts are.</summary>
    /// <param name="ofFiles">Options that only files take.</param>
    /// <param name="ofRegistry">Options that only the registry takes.</param>
    public static Problem? OutOfPlace(
        ParseResult parsed,
        IEnumerable<Option> ofFiles,
        IEnumerable<Option>? ofRegistry = null
    )
    {
        bool Given(Option option) => parsed.GetResult(option) is { Implicit: false };
        return parsed.GetValue(Data) is null
            ? ofFiles.FirstOrDefault(Given) is { } one
                ? IdentificationProblems.OnFilesOnly(one.Name)
                : null
            : (ofRegistry ?? []).Prepend(OnRegistry.County).FirstOrDefault(Given) is { } other
                ? IdentificationProblems.OnRegistryOnly(other.Name)
                : null;
    }

    public static Outcome<MethodRun> Choose(ParseResult parsed)
    {
        var loaded = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!loaded.Ok)
            return Outcome<MethodRun>.Refused(loaded.Problems);
        var pack = loaded.Value;
        var day =
            parsed.GetValue(AsOf)
            ?? (
                parsed.GetValue(Data) is null
                    ? DateOnly.FromDateTime(DateTime.Today)
                    : LastDay(pack, parsed.GetValue(MethodName))
            );
        if (pack.Method(parsed.GetValue(MethodName), day, parsed.GetValue(Known)) is not { } method)
        {
            var wanted = parsed.GetValue(MethodName);
            return PackProblems.NoMethod(
                pack.Id,
                wanted,
                day,
                wanted is null ? null : Nearest.To(wanted, pack.Methods.Select(m => m.Id))
            );
        }
        var set = ReadSet(parsed.GetValue(SetValues) ?? [], pack, SetValues.Name);
        if (!set.Ok)
            return Outcome<MethodRun>.Refused(set.Problems);
        var by = Names(parsed.GetValue(ByNames));
        foreach (var name in by)
            if (
                !pack.Dictionary.Attributes.Any(a => a.Id == name)
                && (parsed.GetValue(Data) is not null || !MeasureRegistry.IsPlace(pack, name))
            )
                return IdentificationProblems.UnknownBy(
                    name,
                    Nearest.To(
                        name,
                        pack.Dictionary.Attributes.Select(a => a.Id)
                            .Concat(parsed.GetValue(Data) is null ? MeasureRegistry.PlaceLevels : [])
                    )
                );
        var without = Names(parsed.GetValue(Without));
        foreach (var name in without)
            if (!method.Indicators.Any(i => i.Id == name))
                return IdentificationProblems.NoIndicator(
                    method.Id,
                    name,
                    Nearest.To(name, method.Indicators.Select(i => i.Id))
                );
        if (without.Distinct().Count() is > 0 and var gone && gone == method.Indicators.Length)
            return CliProblems.Usage("--without 至少要留下一项指标", "--without must leave one indicator");
        return new MethodRun(pack, Reweigh.Without(method, without), day, set.Value, by, parsed.GetValue(Known));
    }

    /// <summary>Lays the files, runs the method over them, and hands on what it left.</summary>
    /// <param name="writable">The one file that may be written.</param>
    public Outcome<T> OnFiles<T>(
        ParseResult parsed,
        string path,
        string? writable,
        Words what,
        Func<DuckDbEngine, DecidedRun, Outcome<T>> then,
        bool once = false
    )
    {
        var parameters = ParameterValues.Resolve(Pack, Method, Day, Set, KnownTo);
        if (!parameters.Ok)
            return Outcome<T>.Refused(parameters.Problems);
        var folder = DataFiles.FolderOf(path);
        if (!folder.Ok)
            return Outcome<T>.Refused(folder.Problems);
        return Screen.WithProgress(
            Setting.In(parsed),
            progress =>
            {
                progress.Report(new Step(what, 0, 1));
                using var engine = new DuckDbEngine(folder.Value, writable: writable);
                var absent = DataFiles.Lay(engine, Pack, Method, path, By);
                if (!absent.Ok)
                    return Outcome<T>.Refused(absent.Problems);
                var done = Modules.Identification.Identify.Exactly(dialect =>
                {
                    var run = Modules.Identification.Identify.Decide(
                        engine,
                        Pack,
                        Method,
                        parameters.Value,
                        Day,
                        By,
                        absent.Value,
                        once,
                        dialect
                    );
                    return run.Ok ? then(engine, run.Value) : Outcome<T>.Refused(run.Problems);
                });
                progress.Report(new Step(what, 1, 1));
                return done;
            }
        );
    }

    private static string[] Names(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private static DateOnly LastDay(Pack pack, string? method)
    {
        var today = DateOnly.FromDateTime(DateTime.Today);
        var end = (method is null ? pack.Methods.MaxBy(m => m.ValidFrom) : pack.Method(method, today))?.ValidTo;
        return end < today ? end.Value : today;
    }

    /// <param name="option">That the texts were given with.</param>
    public static Outcome<Dictionary<string, (Fraction, Words)>> ReadSet(
        IEnumerable<string> texts,
        Pack pack,
        string option
    )
    {
        var set = new Dictionary<string, (Fraction, Words)>();
        foreach (var text in texts)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !Fraction.TryParse(parts[1], out var value))
                return CliProblems.Usage(
                    $"{option} {text}，应写成 参数=数值",
                    $"{option} {text} should be PARAMETER=VALUE"
                );
            if (pack.Parameter(parts[0]) is null)
                return PackProblems.UnknownParameter(parts[0], Nearest.To(parts[0], pack.Parameters.Select(p => p.Id)));
            // People write yuan; packs count in fen.
            set[parts[0]] = (
                pack.Parameter(parts[0])!.Money ? value * 100 : value,
                new Words("本次运行所设", "set for this run")
            );
        }
        return set;
    }
}
