using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang snapshot --out FOLDER</c>: the registry as known on a day, as files that <c>--data</c> reads, without names and numbers.</summary>
public static class Snapshot
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Folder to write, new or empty · 输出目录",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command(
            "snapshot",
            "Write the registry of a day as Parquet, without names and numbers · 登记快照"
        )
        {
            Out,
        };
        foreach (var option in MethodRun.OfSnapshot)
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
        return OnRegistry.Run(parsed, chosen.Value.Day, (db, counties) => Run(parsed, chosen.Value, db, counties));
    }

    private static int Run(ParseResult parsed, MethodRun run, TaihangDb db, IReadOnlyList<int> counties)
    {
        var language = Setting.In(parsed);
        var folder = parsed.GetRequiredValue(Out);
        var written = Screen.WithProgress(
            language,
            progress =>
                WriteSnapshot.Run(
                    db,
                    run.Pack,
                    run.Method,
                    // Places are no facts: the files carry what the dictionary names.
                    Modules.Identification.Identify.Kept(
                        run.Pack,
                        run.Method,
                        [.. run.By.Where(by => !MeasureRegistry.IsPlace(run.Pack, by))]
                    ),
                    counties,
                    run.Day,
                    folder,
                    Deployment.Acting($"snapshot {run.Pack.Id} {run.Method.Id} {run.Day:yyyy-MM-dd}"),
                    progress
                )
        );
        if (!written.Ok)
            return Screen.Refuse(written.Problems, language);
        var s = written.Value;
        var tree = LoadRegions.Tree(db);
        return Screen.Answer(parsed, s, new Words(Text(Language.Chinese), Text(Language.English)));

        string Text(Language said)
        {
            string Say(string zh, string en) => said == Language.Chinese ? zh : en;
            var lines = new List<string>
            {
                Say(
                    $"已写入 {s.Folder}：household.parquet {s.Households:N0} 户，member.parquet {s.Members:N0} 人；{s.Attributes.Count} 项事实，无姓名和证件号码。",
                    $"Written to {s.Folder}: household.parquet with {s.Households:N0} households, member.parquet with {s.Members:N0} members; {s.Attributes.Count} facts, no names and no ID numbers."
                ),
                Say(
                    "编号为登记库内部编号，仍属个人信息，请按规定保管。",
                    "The ids are the registry's own; the files are still personal data and must be kept as such."
                ),
                Say($"指纹 {s.Hash}", $"hash {s.Hash}"),
            };
            if (s.Counties.Count > 1)
                lines.AddRange(
                    s.Counties.Select(c =>
                        $"  {c.Code} {tree.County(c.CountyNo)?.NameIn(said)}  {c.Households:N0}  {c.Hash}"
                    )
                );
            var sets = s
                .Counties.Select(c => string.Concat(c.Set.Select(v => $" --set {Shown(v.Key, v.Value)}")))
                .Distinct()
                .ToList();
            lines.Add(
                sets is [var same]
                    ? Say("下一步：", "Next: ")
                        + $"taihang identify --pack {run.Pack.Id} --method {run.Method.Id} --data {s.Folder} --as-of {s.AsOf:yyyy-MM-dd}{same}"
                    : Say(
                        "各县所定参数不同；按县分别写快照，才能在文件上得到相同结果。",
                        "The counties have set different numbers; write a snapshot for each to get the same answers on files."
                    )
            );
            return string.Join('\n', lines);
        }

        string Shown(string name, string value) =>
            run.Pack.Parameter(name) is { Money: true } && Fraction.TryParse(value, out var fen)
                ? $"{name}={fen / 100}"
                : $"{name}={value}";
    }
}
