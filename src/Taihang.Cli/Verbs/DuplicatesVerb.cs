using System.CommandLine;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang duplicates find|list|decide</c>: persons who may be recorded twice, for people to look at.</summary>
public static class DuplicatesVerb
{
    private static readonly Option<string?> County = new("--county")
    {
        Description = "County code; left out (find): all counties, across each other too · 县区划代码",
    };
    private static readonly Option<string> State = new("--state")
    {
        Description = "open, same or different · 状态",
        DefaultValueFactory = _ => FindDuplicates.Open,
    };
    private static readonly Option<int> Page = new("--page") { DefaultValueFactory = _ => 1 };
    private static readonly Argument<Guid> Pair = new("pair") { Description = "Pair · 编号" };
    private static readonly Argument<string> Answer = new("answer")
    {
        Description = "same, different or open · 同一人、不同的人或待定",
    };
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "What it rests on · 依据",
        Required = true,
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var find = new Command("find", "Look for persons recorded twice · 查找") { County };
        find.SetAction(Find);
        var list = new Command("list", "Pairs of a county, the surest first · 列出") { County, State, Page };
        list.SetAction(List);
        var decide = new Command("decide", "Say what a pair is · 答复") { Pair, Answer, County, Reason };
        decide.SetAction(Decide);
        return new Command("duplicates", "Persons who may be recorded twice · 疑似重复登记") { find, list, decide };
    }

    private static int Find(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var folder = Deployment.Pack(parsed);
        var pack = PackFolder.LoadFrom(folder);
        if (!pack.Ok)
            return Screen.Refuse(pack.Problems, language);
        var rules = DuplicatePack.Load(folder, pack.Value.Dictionary);
        if (!rules.Ok)
            return Screen.Refuse(rules.Problems, language);
        var sealing = Sealing.Open(Deployment.KeyFile(parsed));
        if (!sealing.Ok)
            return Screen.Refuse(sealing.Problems, language);
        using var key = sealing.Value;
        return InCounty(
            parsed,
            (db, tree, county) =>
            {
                var found = Screen.WithProgress(
                    language,
                    progress =>
                    {
                        progress.Report(new Step(new Words("比对", "Comparing"), 0, 1));
                        var run = FindDuplicates.Run(
                            db,
                            tree,
                            key,
                            rules.Value.Rules,
                            rules.Value.Sounds,
                            county is { } one ? [one] : [.. tree.OfLevel("county").Select(c => c.CountyNo).Distinct()],
                            Deployment.Acting("duplicates find")
                        );
                        progress.Report(new Step(new Words("比对", "Comparing"), 1, 1));
                        return run;
                    }
                );
                if (!found.Ok)
                    return Screen.Refuse(found.Problems, language);
                var f = found.Value;
                return Screen.Answer(
                    parsed,
                    f,
                    new Words(
                        $"{f.Persons:N0} 人中比对 {f.Compared:N0} 对，{f.Pairs:N0} 对疑似同一人（新增 {f.New:N0}，不再疑似 {f.Gone:N0}），待核 {f.Open:N0}。不会自动合并任何人。",
                        $"{f.Compared:N0} pairs of {f.Persons:N0} people were compared; {f.Pairs:N0} may be one person ({f.New:N0} new, {f.Gone:N0} no longer), {f.Open:N0} wait to be looked at. Nobody is merged by itself."
                    )
                );
            }
        );
    }

    private static int List(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        return InCounty(
            parsed,
            (db, tree, county) =>
            {
                if (county is not { } one)
                    return Screen.Refuse([CliProblems.Usage("duplicates list needs --county")], language) + 1;
                var (pairs, total) = ShowPairs.Run(
                    db,
                    one,
                    parsed.GetRequiredValue(State),
                    parsed.GetValue(Page),
                    size: 20
                );
                string Text(Language spoken)
                {
                    var text = new StringBuilder();
                    foreach (var shown in pairs)
                    {
                        text.AppendLine(
                            $"{shown.Pair.PairId}  {shown.Pair.ProbabilityPpm / 10_000.0:0.0} %  {Who(shown.A)} · {Who(shown.B)}"
                        );
                        foreach (var reason in shown.Reasons)
                            text.AppendLine($"    {reason.Bits:+0.0;-0.0}  {EvidenceWords.Of(reason).In(spoken)}");
                    }
                    return text.Append(new Words($"共 {total:N0} 对。", $"{total:N0} pairs.").In(spoken)).ToString();
                }
                return Screen.Answer(parsed, pairs, new Words(Text(Language.Chinese), Text(Language.English)));

                string Who(PairSide? side) =>
                    side is null ? "—" : $"{side.Name} ({tree.ByNumber(side.VillageNo)?.Name}, {side.HouseholdNumber})";
            }
        );
    }

    private static int Decide(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        return InCounty(
            parsed,
            (db, _, county) =>
            {
                if (county is not { } one)
                    return Screen.Refuse([CliProblems.Usage("duplicates decide needs --county")], language) + 1;
                var done = DecidePair.Run(
                    db,
                    one,
                    parsed.GetValue(Pair),
                    parsed.GetRequiredValue(Answer),
                    parsed.GetRequiredValue(Reason),
                    Deployment.Acting("duplicates decide")
                );
                return done.Ok
                    ? Screen.Answer(
                        parsed,
                        new { done.Value.PairId, done.Value.State },
                        new Words("已记下。两条记录未变。", "Noted. Neither record has changed.")
                    )
                    : Screen.Refuse(done.Problems, language);
            }
        );
    }

    private static int InCounty(ParseResult parsed, Func<TaihangDb, Core.Regions.RegionTree, int?, int> work)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var tree = LoadRegions.Tree(db);
        if (parsed.GetValue(County) is not { } code)
            return work(db, tree, null);
        var county = tree.Resolve(code, DateOnly.FromDateTime(DateTime.Today), "county");
        return county.Ok ? work(db, tree, county.Value.CountyNo) : Screen.Refuse(county.Problems, language);
    }
}
