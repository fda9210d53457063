using System.CommandLine;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;
using Taihang.Modules.Takeover;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang takeover</c>: takes in the files of another register through a column mapping; see docs/takeover.md.</summary>
public static class TakeoverVerb
{
    private static readonly Argument<string> Mapping = new("mapping")
    {
        Description = "Column mapping, .yaml · 列映射",
    };

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "One file, or one of households and one of members · 一个文件，或户表和人员表",
        Arity = new ArgumentArity(1, 2),
    };

    private static readonly Option<string?> Folder = new("--folder")
    {
        Description = "Where the files that the mapping names lie; left out: beside the mapping · 旧系统文件所在文件夹",
    };

    private static readonly Option<string?> ReportFolder = new("--report")
    {
        Description = "Write the take-over report into this folder · 接收报告写入此文件夹",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where to write · 写入何处",
        Required = true,
    };

    private static readonly Argument<string> Workbook = new("workbook")
    {
        Description = "Registration workbook as taihang sample makes it · 虚构的登记表",
    };

    private static readonly Option<OldDialect> Dialect = new("--dialect")
    {
        Description = "chinese: two files, codes by number, 万元; english: one wide file, cents · 旧系统的写法",
    };

    private static readonly Option<DateOnly> Observed = new("--observed")
    {
        Description = "Day the old register recorded it · 旧系统的记录日期",
        Required = true,
    };

    private static readonly Option<string?> Save = new("--save")
    {
        Description = "Write every mapping into this folder · 将各映射写入此文件夹",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var propose = new Command("propose", "Look at the files and propose a mapping · 查看文件并拟出列映射")
        {
            Files,
            Out,
        };
        propose.SetAction((parsed, cancel) => Task.FromResult(Propose(parsed, cancel)));
        var check = new Command("check", "Do everything and keep nothing; tell what a run would do · 试接收，不保存")
        {
            Mapping,
            Folder,
            ReportFolder,
        };
        check.SetAction((parsed, cancel) => Task.FromResult(Take(parsed, trial: true, cancel)));
        var run = new Command("run", "Take the files over, all or nothing · 接收，全部成功或全部不动")
        {
            Mapping,
            Folder,
            ReportFolder,
        };
        run.SetAction((parsed, cancel) => Task.FromResult(Take(parsed, trial: false, cancel)));
        var mappings = new Command("mappings", "The mappings by which acts were made · 已使用的列映射") { Save };
        mappings.SetAction(parsed => Mappings(parsed));
        var sample = new Command(
            "sample",
            "Rewrite a made-up workbook as an old register, to practise · 将虚构登记表改写成旧系统文件，供练习"
        )
        {
            Workbook,
            Dialect,
            Observed,
            Out,
        };
        sample.SetAction(MakeOld);
        return new Command("takeover", "Take in another register through a column mapping · 接收旧系统数据")
        {
            propose,
            check,
            run,
            mappings,
            TakeoverBack.Verb,
            sample,
        };
    }

    private static int Propose(ParseResult parsed, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var pack = Deployment.Pack(parsed);
        var form = Deployment.Form(pack);
        if (!form.Ok)
            return Screen.Refuse(form.Problems, language);
        var loaded = PackFolder.Load(parsed.GetRequiredValue(Setting.Packs), parsed.GetRequiredValue(Setting.Pack));
        if (!loaded.Ok)
            return Screen.Refuse(loaded.Problems, language);
        var reports = ReportPack.Load(pack, loaded.Value.Dictionary);
        if (!reports.Ok)
            return Screen.Refuse(reports.Problems, language);
        var proposal = ProposeMapping.Run(parsed.GetRequiredValue(Files), form.Value, reports.Value.Headings, cancel);
        if (!proposal.Ok)
            return Screen.Refuse(proposal.Problems, language);
        var to = parsed.GetRequiredValue(Out);
        // Never over one that somebody has worked on.
        using (var file = new StreamWriter(new FileStream(to, FileMode.CreateNew)))
            file.Write(proposal.Value.Text);
        var p = proposal.Value;
        return Screen.Answer(
            parsed,
            new
            {
                file = to,
                p.Certain,
                p.Guessed,
                p.Unknown,
            },
            new Words(
                $"{to}：{p.Certain} 列已认出，{p.Guessed} 列是猜测（须确认），{p.Unknown} 列不认识（须写明取自何处或为何不取）。",
                $"{to}: {p.Certain} columns known, {p.Guessed} guessed (to be confirmed), {p.Unknown} not known (say what they are, or why they are left out)."
            )
        );
    }

    private static int Take(ParseResult parsed, bool trial, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var mapping = parsed.GetRequiredValue(Mapping);
        var form = Deployment.Form(Deployment.Pack(parsed));
        if (!form.Ok)
            return Screen.Refuse(form.Problems, language);
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!sealing.Ok)
            return Screen.Refuse(sealing.Problems, language);
        using var seals = sealing.Value;
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var folder = parsed.GetValue(Folder) ?? Path.GetDirectoryName(Path.GetFullPath(mapping))!;
        var request = new TakeoverRequest(
            mapping,
            folder,
            form.Value,
            LoadRegions.Tree(db),
            seals,
            Deployment.Acting($"takeover {Path.GetFileName(mapping)}"),
            trial
        );
        var outcome = Screen.WithProgress(language, progress => TakeOver.Run(db, request, progress, cancel));
        if (!outcome.Ok)
            return Screen.Refuse(outcome.Problems, language);
        var report = outcome.Value;
        if (parsed.GetValue(ReportFolder) is { } to)
            WriteReport.Run(report, form.Value, to, language);
        if (report.Faults.Count > 0)
            return Screen.Refuse(report.Faults, language);
        return Screen.Answer(parsed, WriteReport.Script(report), Told(report, trial));
    }

    private static Words Told(TakeoverReport report, bool trial)
    {
        if (report.Already)
            return new(
                "这些文件已按同一映射接收过，没有任何改动。",
                "These files were taken over by this mapping before; nothing changed."
            );
        var c = report.Counts!;
        return new Words(
            $"{(trial ? "试接收，未保存" : "已接收")}：{c.Rows:N0} 行，新登记 {c.HouseholdsNew:N0} 户、变更 {c.HouseholdsChanged:N0} 户、无变化 {c.HouseholdsUnchanged:N0} 户；"
                + $"新增 {c.PersonsNew:N0} 人、离户 {c.PersonsLeft:N0} 人；不同之处 {report.Differences:N0} 处，冲突（保留记录）{report.Conflicts:N0} 处；未接收的列 {report.LeftOut.Count} 个。"
                + $"接收前 {report.Before!.Households:N0} 户 {report.Before.Members:N0} 人，接收后 {report.After!.Households:N0} 户 {report.After.Members:N0} 人。",
            $"{(trial ? "A check; nothing kept" : "Taken over")}: {c.Rows:N0} rows, {c.HouseholdsNew:N0} households registered, {c.HouseholdsChanged:N0} changed, {c.HouseholdsUnchanged:N0} unchanged; "
                + $"{c.PersonsNew:N0} persons joined, {c.PersonsLeft:N0} left; {report.Differences:N0} differences, {report.Conflicts:N0} conflicts in which the record stays; {report.LeftOut.Count} columns left out. "
                + $"Before: {report.Before!.Households:N0} households, {report.Before.Members:N0} members; after: {report.After!.Households:N0} and {report.After.Members:N0}."
        );
    }

    private static int Mappings(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var kept = KeptMappings.Run(db);
        if (parsed.GetValue(Save) is { } folder)
        {
            Directory.CreateDirectory(folder);
            foreach (var mapping in kept)
                File.WriteAllText(Path.Combine(folder, $"{mapping.Name}-{mapping.Hash[..12]}.yaml"), mapping.Text);
        }
        return Screen.Answer(
            parsed,
            kept.Select(m => new
            {
                m.CountyNo,
                m.Name,
                m.Hash,
                source = m.Source,
                deliveries = m.Deliveries.Select(d => new
                {
                    d.Files,
                    observed_on = d.ObservedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    d.ActId,
                }),
            }),
            kept.Count == 0
                ? new Words("尚未接收过旧系统数据。", "No other register was taken over yet.")
                : Words.Same(
                    string.Join(
                        '\n',
                        kept.Select(m =>
                            $"{m.CountyNo} {m.Name} {m.Hash[..12]} {m.Source.In(language)}: "
                            + string.Join(
                                ", ",
                                m.Deliveries.Select(d => $"{d.Files} {d.ObservedOn:yyyy-MM-dd} act {d.ActId}")
                            )
                        )
                    )
                )
        );
    }

    private static int MakeOld(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var form = Deployment.Form(Deployment.Pack(parsed));
        if (!form.Ok)
            return Screen.Refuse(form.Problems, language);
        var folder = parsed.GetRequiredValue(Out);
        var made = SampleOldRegister.Run(
            parsed.GetRequiredValue(Workbook),
            form.Value,
            parsed.GetValue(Dialect),
            parsed.GetValue(Observed),
            folder
        );
        return made.Ok
            ? Screen.Answer(
                parsed,
                new { folder, households = made.Value },
                new Words(
                    $"已写入 {folder}：{made.Value:N0} 户，全部虚构。\n下一步：taihang takeover check {Path.Combine(folder, SampleOldRegister.MappingFile)}",
                    $"Written to {folder}: {made.Value:N0} households, all of them made up.\nNext: taihang takeover check {Path.Combine(folder, SampleOldRegister.MappingFile)}"
                )
            )
            : Screen.Refuse(made.Problems, language);
    }
}
