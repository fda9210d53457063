using System.CommandLine;
using System.Text;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Quality;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang quality look|list|inspection</c>: questions about the record, put to people.</summary>
public static class QualityVerb
{
    private static readonly Option<string?> County = new("--county")
    {
        Description = "County code; left out: every county with households · 县区划代码",
    };
    private static readonly Option<string> OneCounty = new("--county")
    {
        Description = "County code · 县区划代码",
        Required = true,
    };
    private static readonly Option<DateOnly?> Day = new("--as-of") { Description = "The day (today) · 日期" };
    private static readonly Option<string?> Kind = new("--kind")
    {
        Description = $"{string.Join(", ", QuestionKind.All)} · 种类",
    };
    private static readonly Option<string> Standing = new("--standing")
    {
        Description = $"{string.Join(", ", QuestionStanding.All)} · 状态",
        DefaultValueFactory = _ => QuestionStanding.Open,
    };
    private static readonly Option<int> Page = new("--page") { DefaultValueFactory = _ => 1 };
    private static readonly Option<DateOnly> On = new("--on")
    {
        Description = "Day of the inspection · 检查日期",
        Required = true,
    };
    private static readonly Option<string> Title = new("--title")
    {
        Description = "What it is · 检查名称",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var look = new Command("look", "Look through the record for questions; a day once · 查看") { County, Day };
        look.SetAction(Look);
        var list = new Command("list", "Questions, the newest first · 列出") { County, Kind, Standing, Page };
        list.SetAction(List);
        var inspection = new Command("inspection", "State the day of an inspection · 登记检查日期")
        {
            OneCounty,
            On,
            Title,
        };
        inspection.SetAction(Inspection);
        return new Command("quality", "Questions about the record, not verdicts · 数据质量问题（请核实，不是结论）")
        {
            look,
            list,
            inspection,
        };
    }

    private static int Look(ParseResult parsed) =>
        InStore(
            parsed,
            parsed.GetValue(County),
            (db, pack, tree, county) =>
            {
                var day = parsed.GetValue(Day) ?? DateOnly.FromDateTime(DateTime.Today);
                var looks = new List<QualityLook>();
                foreach (
                    var one in county is { } chosen
                        ? [chosen.CountyNo]
                        : db.Villages.Select(v => v.CountyNo).Distinct().Order().ToList()
                )
                {
                    var found = LookThrough.Find(db, tree, pack, one, day);
                    if (!found.Ok)
                        return Screen.Refuse(found.Problems, Setting.In(parsed));
                    looks.Add(LookThrough.Keep(db, found.Value, Deployment.Acting("quality look")));
                    db.ChangeTracker.Clear();
                }
                var (households, tests) = (looks.Sum(l => l.Households), looks.Sum(l => l.Tests));
                var (asked, again, closed) = (
                    looks.Sum(l => l.Asked),
                    looks.Sum(l => l.AskedAgain),
                    looks.Sum(l => l.Closed)
                );
                return Screen.Answer(
                    parsed,
                    looks.Select(l => new
                    {
                        l.CountyNo,
                        l.AsOf,
                        l.Households,
                        l.Tests,
                        l.Asked,
                        l.AskedAgain,
                        l.Closed,
                    }),
                    new Words(
                        $"{day:yyyy-MM-dd}：查看 {households:N0} 户，比较 {tests:N0} 次；新增 {asked} 个待核实的问题，再次提出 {again} 个，不再出现 {closed} 个。这些是问题，不是结论。",
                        $"{day:yyyy-MM-dd}: {households:N0} households, {tests:N0} comparisons; {asked} new questions, {again} asked again, {closed} no longer there. Questions, not verdicts."
                    )
                );
            }
        );

    private static int List(ParseResult parsed) =>
        InStore(
            parsed,
            parsed.GetValue(County),
            (db, _, tree, county) =>
            {
                // The machine's operator sees what an auditor of everything sees: no household behind a question.
                var all = new Viewer(Guid.Empty, "", Roles.Auditor, 0, null);
                var listed = Questions.List(
                    db,
                    tree,
                    all,
                    county?.CountyNo,
                    parsed.GetValue(Kind),
                    parsed.GetRequiredValue(Standing),
                    Math.Max(1, parsed.GetValue(Page)),
                    50
                );
                string Text(Language spoken)
                {
                    var text = new StringBuilder();
                    foreach (var q in listed.Lines)
                        text.AppendLine(
                            $"{q.Row.QuestionId}  {q.Row.AskedOn:yyyy-MM-dd}  {QuestionKind.Title(q.Row.Kind).In(spoken)}  {Where(q.Row)}\n    {q.Document.Reason.In(spoken)}"
                        );
                    return text.Append(
                            new Words($"共 {listed.Total:N0} 个问题。", $"{listed.Total:N0} questions.").In(spoken)
                        )
                        .ToString();
                }
                return Screen.Answer(
                    parsed,
                    listed.Lines.Select(q => new
                    {
                        q.Row.QuestionId,
                        q.Row.CountyNo,
                        q.Row.RegionNo,
                        q.Row.Kind,
                        q.Row.Standing,
                        q.Row.AskedOn,
                        q.Row.Size,
                        q.Document.Reason,
                        q.Document.Figures,
                    }),
                    new Words(Text(Language.Chinese), Text(Language.English))
                );

                string Where(QualityQuestion row) =>
                    (row.RegionNo is { } region ? tree.ByNumber(region) : tree.County(row.CountyNo))?.Name ?? "";
            }
        );

    private static int Inspection(ParseResult parsed) =>
        InStore(
            parsed,
            parsed.GetRequiredValue(OneCounty),
            (db, _, _, county) =>
            {
                var done = Questions.Inspection(
                    db,
                    county!.CountyNo,
                    parsed.GetRequiredValue(On),
                    parsed.GetRequiredValue(Title),
                    Deployment.Acting("quality inspection")
                );
                return done.Ok
                    ? Screen.Answer(
                        parsed,
                        new { done.Value.Day, done.Value.Title },
                        new Words(
                            $"已登记：{done.Value.Day:yyyy-MM-dd} {done.Value.Title}。",
                            $"Noted: {done.Value.Day:yyyy-MM-dd} {done.Value.Title}."
                        )
                    )
                    : Screen.Refuse(done.Problems, Setting.In(parsed));
            }
        );

    private static int InStore(
        ParseResult parsed,
        string? code,
        Func<TaihangDb, Pack, RegionTree, RegionPlace?, int> work
    )
    {
        var language = Setting.In(parsed);
        var pack = PackFolder.LoadFrom(Deployment.Pack(parsed));
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!pack.Ok || !store.Ok)
            return Screen.Refuse(pack.Problems.Concat(store.Problems), language);
        using var db = store.Value;
        var tree = LoadRegions.Tree(db);
        if (code is null)
            return work(db, pack.Value, tree, null);
        var county = tree.Resolve(code, DateOnly.FromDateTime(DateTime.Today), "county");
        return county.Ok ? work(db, pack.Value, tree, county.Value) : Screen.Refuse(county.Problems, language);
    }
}
