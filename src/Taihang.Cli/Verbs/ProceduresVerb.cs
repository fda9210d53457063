using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Modules.Identification;
using Taihang.Modules.Procedures;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang procedures list|show|tick|compare</c>: what a pack's procedures ask, the clock over running cases, and lists of departments.</summary>
public static class ProceduresVerb
{
    private static readonly Option<DateOnly?> Day = new("--as-of")
    {
        Description = "The day whose clock is run (today) · 日期",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var list = new Command("list", "The procedures of the pack · 列出程序");
        list.SetAction(List);
        var id = new Argument<string>("id") { Description = "Procedure · 程序" };
        var show = new Command("show", "Steps, who may act, how long, on what source · 说明程序") { id };
        show.SetAction(parsed => Show(parsed, parsed.GetRequiredValue(id)));
        var tick = new Command("tick", "Note what is overdue and let the next party act · 运行时钟") { Day };
        tick.SetAction(Tick);
        var file = new Argument<string>("file") { Description = "CSV or XLSX with a column of ID numbers · 名单" };
        var county = new Option<string>("--county") { Description = "Code of the county · 县代码", Required = true };
        var name = new Option<string>("--list") { Description = "What the list is · 名单名称", Required = true };
        var by = new Option<string>("--procedure")
        {
            Description = "Procedure by which a hit is checked · 核查程序",
            DefaultValueFactory = _ => "verification",
        };
        var compare = new Command("compare", "Compare a department's list; each hit opens a check · 部门比对")
        {
            file,
            county,
            name,
            by,
            Day,
        };
        compare.SetAction(parsed =>
            Compare(
                parsed,
                parsed.GetRequiredValue(file),
                parsed.GetRequiredValue(county),
                parsed.GetRequiredValue(name),
                parsed.GetRequiredValue(by)
            )
        );
        return new Command("procedures", "Procedures: steps, clocks, checks · 办事程序") { list, show, tick, compare };
    }

    private static int List(ParseResult parsed)
    {
        var pack = PackFolder.LoadFrom(Deployment.Pack(parsed));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, Setting.In(parsed));
        string Line(Procedure p, Language language) =>
            $"{p.Id}\t{p.Title.In(language)}\t{p.ValidFrom:yyyy-MM-dd} – {p.ValidTo:yyyy-MM-dd}\t{p.Steps.Length}";
        return Screen.Answer(
            parsed,
            pack.Value.Procedures.Select(p => new
            {
                p.Id,
                p.Title,
                p.ValidFrom,
                p.ValidTo,
                Steps = p.Steps.Select(s => s.Id),
            }),
            new Words(
                string.Join('\n', pack.Value.Procedures.Select(p => Line(p, Language.Chinese))),
                string.Join('\n', pack.Value.Procedures.Select(p => Line(p, Language.English)))
            )
        );
    }

    private static int Show(ParseResult parsed, string id)
    {
        var pack = PackFolder.LoadFrom(Deployment.Pack(parsed));
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, Setting.In(parsed));
        if (pack.Value.Procedure(id) is not { } procedure)
            return Screen.Refuse(
                [ProceduresProblems.UnknownProcedure(id, Nearest.To(id, pack.Value.Procedures.Select(p => p.Id)))],
                Setting.In(parsed)
            );
        return Screen.Answer(
            parsed,
            procedure,
            new Words(Told(procedure, Language.Chinese), Told(procedure, Language.English))
        );
    }

    private static string Told(Procedure procedure, Language language)
    {
        var zh = language == Language.Chinese;
        var lines = new List<string> { procedure.Title.In(language), procedure.Basis.Text.In(language) };
        foreach (var step in procedure.Steps)
        {
            lines.Add(
                $"- {step.Title.In(language)} [{step.Id}] · {CaseRules.Titles(procedure, step.Parties).In(language)}"
            );
            lines.Add($"    {step.Why.Text.In(language)} ({step.Why.Source}, {step.Why.Grade})");
            Number(zh ? "期限" : "within", step.Within?.Days, step.Within is { } w ? $" {w.Kind}" : "");
            Number(zh ? "到会" : "quorum", step.Meeting?.Quorum, "");
            Number(zh ? "公示天数" : "notice days", step.Notice?.Days, "");
            Number(zh ? "抽查" : "sample", step.Sample?.Share, "");
            foreach (var (result, next) in step.Then)
                lines.Add(
                    $"    {result} → {(procedure.Step(next)?.Title ?? procedure.Outcome(next)!.Title).In(language)}"
                );
        }
        return string.Join('\n', lines);

        void Number(string what, RuleNumber? number, string unit)
        {
            if (number is not null)
                lines.Add(
                    $"    {what}: {number.Value}{unit} ({number.Source}, {number.Grade}{(number.Setting is null ? "" : $", {number.Setting}")})"
                );
        }
    }

    private static int Tick(ParseResult parsed) =>
        InStore(
            parsed,
            (db, pack, day) =>
            {
                var acting = Deployment.Acting("procedures tick");
                var notes = RunClock.Run(db, pack, day, acting);
                var taken = TakeUpOutcomes.Everywhere(db, pack, day, acting);
                return Screen.Answer(
                    parsed,
                    new { Notes = notes, TakenUp = taken },
                    new Words(
                        $"{day:yyyy-MM-dd}：{notes.Count} 项逾期已记录，{notes.Count(n => n.EscalatedTo is not null)} 项转上级可办；{taken} 项结果记入档案。",
                        $"{day:yyyy-MM-dd}: {notes.Count} missed days noted, {notes.Count(n => n.EscalatedTo is not null)} of them escalated; {taken} outcomes entered the record."
                    )
                );
            }
        );

    private static int Compare(ParseResult parsed, string file, string countyCode, string list, string procedure) =>
        InStore(
            parsed,
            (db, pack, day) =>
            {
                var county = LoadRegions.Tree(db).Resolve(countyCode, day, "county");
                var sealing = Sealing.Open(Deployment.KeyFile(parsed));
                if (!county.Ok || !sealing.Ok)
                    return Screen.Refuse(county.Problems.Concat(sealing.Problems), Setting.In(parsed));
                using var key = sealing.Value;
                if (!File.Exists(file))
                    return Screen.Refuse([RegistryProblems.NoFile(file)], Setting.In(parsed));
                var looked = CompareWithList.Look(
                    db,
                    key,
                    county.Value.CountyNo,
                    procedure,
                    File.OpenRead(file),
                    file,
                    null,
                    day
                );
                if (!looked.Ok)
                    return Screen.Refuse(looked.Problems, Setting.In(parsed));
                var acting = Deployment.Acting("procedures compare");
                var (hits, opened) = (looked.Value.Hits, 0);
                foreach (var some in hits.Select(h => h.HouseholdId).Chunk(CompareWithList.AtOnce))
                {
                    using var transaction = db.Database.BeginTransaction();
                    var done = CompareWithList.Open(
                        db,
                        pack,
                        county.Value.CountyNo,
                        procedure,
                        some,
                        null,
                        list,
                        new CaseActor(acting.ActorId, Core.Access.Roles.County, true),
                        "",
                        day,
                        acting
                    );
                    if (!done.Ok)
                        return Screen.Refuse(done.Problems, Setting.In(parsed));
                    transaction.Commit();
                    db.ChangeTracker.Clear();
                    opened += done.Value;
                }
                var (rows, unreadable, already) = (looked.Value.Rows, looked.Value.Unreadable, hits.Count - opened);
                return Screen.Answer(
                    parsed,
                    new
                    {
                        Rows = rows,
                        Hits = hits.Count,
                        Opened = opened,
                        Already = already,
                        Unreadable = unreadable,
                    },
                    new Words(
                        $"{rows} 行，命中 {hits.Count} 户；新开核查 {opened} 件，{already} 户正在核查；{unreadable} 行号码缺失或不合规则。没有剔除任何农户。",
                        $"{rows} rows, {hits.Count} households; {opened} checks opened, {already} running already; {unreadable} rows whose number is missing or cannot be one. Nobody was removed."
                    )
                );
            }
        );

    private static int InStore(ParseResult parsed, Func<TaihangDb, Methods.Read.Pack, DateOnly, int> work)
    {
        var language = Setting.In(parsed);
        var pack = PackFolder.LoadFrom(Deployment.Pack(parsed));
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!pack.Ok || !store.Ok)
            return Screen.Refuse(pack.Problems.Concat(store.Problems), language);
        using var db = store.Value;
        return work(db, pack.Value, parsed.GetValue(Day) ?? DateOnly.FromDateTime(DateTime.Today));
    }
}
