using System.CommandLine;
using System.Diagnostics;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Plan;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang demo</c>: a made-up county from nothing to a running site: sampled, imported at three days, identified, posted. Every step is a
/// step that a real deployment takes; only the people and the standard are invented.
/// </summary>
public static class Demo
{
    private const string Range = "870000";

    /// <summary>Other ranges, so that the laboratory has something to show. In the sample a risk is verified only within the range, so a
    /// higher one would let nobody in.</summary>
    private static readonly string[] Tried = ["800000", "750000"];
    private static readonly Option<bool> Once = new("--once")
    {
        Description = "Do everything but serve, print a summary and end · 只做一遍，不启动网站",
    };
    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port of the site · 端口",
        DefaultValueFactory = _ => 8080,
    };
    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Serve what an earlier demo made · 沿用上次的数据",
    };
    private static readonly Option<string> Folder = new("--data")
    {
        Description = "Folder of the demo's data; made anew unless --keep · 数据目录",
        DefaultValueFactory = _ => Path.Combine("data", "demo"),
    };

    private static readonly Option<DateOnly?> Today = new("--today")
    {
        Description = "Day on which the running cases of the demo stand (today) · 演示日期",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("demo", "See the whole of Taihang in miniature · 演示")
        {
            Once,
            Port,
            Keep,
            Folder,
            Today,
        };
        verb.SetAction(Run);
        return verb;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken cancel)
    {
        var language = Setting.In(parsed);
        var folder = Path.GetFullPath(parsed.GetRequiredValue(Folder));
        var marker = Path.Combine(folder, "made-by-demo");
        var address = StoreAddress.Parse(Path.Combine(folder, "taihang.db"));
        var key = Path.Combine(folder, "master.key");
        // The marker is empty until everything is made: a demo that was stopped is never served as if it were whole.
        if (!parsed.GetValue(Keep) || !File.Exists(marker) || new FileInfo(marker).Length == 0)
        {
            // Only a folder that a demo made is ever cleared.
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            {
                if (!File.Exists(marker))
                    return Screen.Refuse([CliProblems.NotADemo(folder)], language);
                Directory.Delete(folder, recursive: true);
            }
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(marker, "", cancel);
            var clock = Stopwatch.StartNew();
            var made = Screen.WithProgress(language, progress => Build(parsed, folder, address, key, progress, cancel));
            if (!made.Ok)
                return Screen.Refuse(made.Problems, language);
            await File.WriteAllTextAsync(marker, made.Value.Zh + "\n\n" + made.Value.En + "\n", cancel);
            Console.WriteLine(made.Value.In(language));
            Console.WriteLine(
                new Words(
                    $"用时 {clock.Elapsed.TotalSeconds:F0} 秒。",
                    $"Done in {clock.Elapsed.TotalSeconds:F0} s."
                ).In(language)
            );
        }
        if (parsed.GetValue(Once))
            return 0;
        return await Serve.Run(
            new WebAddress(
                address,
                Deployment.Pack(parsed),
                key,
                $"http://127.0.0.1:{parsed.GetValue(Port)}",
                Notices: Path.Combine(Path.GetDirectoryName(key)!, "notices")
            ),
            language,
            url =>
                Console.WriteLine(
                    new Words(
                        $"打开 {url}，用演示账号登录（密码与用户名相同）：\n  nation 看 33 个县的地图 → 点阜平县 → 乡镇 → 村\n  county 看一户的理由（选一个帮扶对象）、第一书记名单和“为什么是这位”\n  cadre、township 办理评议、公示、审核中的事项（/tasks）\n  不登录也能看：{url}/public",
                        $"Open {url} and sign in with a demonstration account (password = login):\n  nation: the map of the 33 counties → Fuping → a township → a village\n  county: a household's reasons (choose a listed one), the first secretaries and why each is posted\n  cadre, township: cases under appraisal, on notice, to be checked (/tasks)\n  without signing in: {url}/public"
                    ).In(language)
                ),
            cancel
        );
    }

    private static Outcome<Words> Build(
        ParseResult parsed,
        string folder,
        StoreAddress address,
        string key,
        IProgress<Step> progress,
        CancellationToken cancel
    )
    {
        var packFolder = Deployment.Pack(parsed);
        var pack = PackFolder.LoadFrom(packFolder);
        if (!pack.Ok)
            return Outcome<Words>.Refused(pack.Problems);
        var form = Deployment.Form(packFolder);
        var file = RegionFiles.ReadTree(Path.Combine(packFolder, "regions", "regions.csv"));
        var roster = DispatchPack.Form(packFolder);
        var rules = DispatchPack.Rules(packFolder);
        var shapes = DispatchPack.Shapes(packFolder);
        List<Problem> problems =
        [
            .. form.Problems,
            .. file.Problems,
            .. roster.Problems,
            .. rules.Problems,
            .. shapes.Problems,
        ];
        if (problems.Count > 0)
            return Outcome<Words>.Refused(problems);

        var request = new SampleRequest(
            SampleSize.County,
            "1",
            Path.Combine(folder, "sample"),
            Sample.DefaultCounty,
            null,
            MakeSample.Days.Count,
            true,
            Language.Chinese
        );
        var sample = MakeSample.Run(request, form.Value, roster.Value, file.Value, progress, cancel);
        if (!sample.Ok)
            return Outcome<Words>.Refused(sample.Problems);
        var store = OpenStore.Migrate(address);
        if (!store.Ok)
            return Outcome<Words>.Refused(store.Problems);
        using var db = store.Value;
        KeyRing.Make(key);
        SigningKey.Make(SigningKey.Beside(key));
        using var sealing = Sealing.Open(key).Value;
        var loaded = LoadRegions.Run(db, Path.Combine(packFolder, "regions"));
        if (!loaded.Ok)
            return Outcome<Words>.Refused(loaded.Problems);
        db.ChangeTracker.Clear();
        var tree = LoadRegions.Tree(db);
        for (var round = 0; round < MakeSample.Days.Count; round++)
        {
            var day = MakeSample.Days[round];
            var import = ImportHouseholds.Run(
                db,
                new ImportRequest(
                    sample.Value.Workbooks[round],
                    form.Value,
                    tree,
                    sealing,
                    day,
                    Acting($"demo: workbook of {day:yyyy-MM-dd}")
                ),
                new Renamed(progress, new Words($"导入 {day:yyyy-MM-dd}", $"Importing {day:yyyy-MM-dd}")),
                cancel
            );
            if (!import.Ok)
                return Outcome<Words>.Refused(import.Problems);
            db.ChangeTracker.Clear();
        }
        var counties = db.Villages.Select(v => v.CountyNo).Distinct().Order().ToList();
        var (summaries, identified) = (new List<IdentifySummary>(), 0);
        foreach (var county in counties)
        {
            // Each period has a line of its own, and each is the area's to set.
            foreach (
                var (parameter, from, to, document) in new[]
                {
                    (
                        "monitor_range",
                        new DateOnly(2024, 1, 1),
                        (DateOnly?)new DateOnly(2025, 12, 31),
                        "样例文〔2024〕1号"
                    ),
                    ("help_standard", new DateOnly(2026, 1, 1), null, "样例文〔2026〕1号"),
                }
            )
            {
                var setting = new AreaSetting(pack.Value.Id, parameter, Parse(Range), from, to, document, true);
                var set = SetAreaParameter.Run(db, county, setting, Acting($"demo: {parameter}"));
                if (!set.Ok)
                    return Outcome<Words>.Refused(set.Problems);
            }
            foreach (var day in MakeSample.Days)
            {
                cancel.ThrowIfCancellationRequested();
                var run = IdentifyCounty.Run(
                    db,
                    pack.Value,
                    pack.Value.Method(null, day)!,
                    county,
                    day,
                    new Dictionary<string, (Fraction, Words)>(),
                    Acting($"demo: identification of {day:yyyy-MM-dd}")
                );
                if (!run.Ok)
                    return Outcome<Words>.Refused(run.Problems);
                db.ChangeTracker.Clear();
                if (day == MakeSample.Days[^1])
                    summaries.Add(run.Value.Summary);
                progress.Report(
                    new Step(new Words("识别", "Identifying"), ++identified, counties.Count * MakeSample.Days.Count)
                );
            }
        }
        var home = tree.Resolve(Sample.DefaultCounty, MakeSample.Days[^1], "county").Value;
        var cadres = ImportCadres.Run(
            db,
            home.CountyNo,
            sample.Value.Roster!,
            roster.Value,
            MakeSample.Days[^1],
            Acting("demo: roster")
        );
        if (!cadres.Ok)
            return Outcome<Words>.Refused(cadres.Problems);
        db.ChangeTracker.Clear();
        var posted = PostFirstSecretaries.Run(
            db,
            new DispatchRequest(home.CountyNo, MakeSample.Days[^1]),
            rules.Value,
            shapes.Value,
            Acting("demo: first secretaries"),
            progress
        );
        if (!posted.Ok)
            return Outcome<Words>.Refused(posted.Problems);
        db.ChangeTracker.Clear();
        var planned = DemoPlans.Run(db, home.CountyNo, rules.Value, shapes.Value, MakeSample.Days[^1]);
        if (planned.Count > 0)
            return Outcome<Words>.Refused(planned);
        db.ChangeTracker.Clear();
        foreach (var tried in Tried)
        {
            var trial = TryRule.Run(
                db,
                pack.Value,
                pack.Value.Method(null, MakeSample.Days[^1])!,
                home.CountyNo,
                MakeSample.Days[^1],
                new Dictionary<string, Fraction> { ["help_standard"] = Parse(tried) },
                Acting("demo: another range tried")
            );
            if (!trial.Ok)
                return Outcome<Words>.Refused(trial.Problems);
            db.ChangeTracker.Clear();
        }
        var today = parsed.GetValue(Today) ?? DateOnly.FromDateTime(DateTime.Today);
        var lived = DemoLife.Run(
            db,
            new ChangeSetting(pack.Value, form.Value, tree, sealing, today),
            packFolder,
            key,
            home,
            counties
        );
        if (lived.Count > 0)
            return Outcome<Words>.Refused(lived);
        using var signing = SigningKey.Open(SigningKey.Beside(key)).Value;
        IssueCheckpoint.Nation(db, signing, DateTimeOffset.UtcNow);
        return Summary(sample.Value, pack.Value.Method(null, MakeSample.Days[^1])!, summaries, home, posted.Value);
    }

    private static Words Summary(
        SampleMade sample,
        MethodPlan method,
        List<IdentifySummary> summaries,
        RegionPlace county,
        RoundPosted posted
    )
    {
        var (households, persons) = (summaries.Sum(s => s.All.Units), summaries.Sum(s => s.All.Population));
        var counted = summaries.Sum(s => s.All.CountedPopulation);
        long Of(string outcome) => summaries.Sum(s => s.All.Outcomes.GetValueOrDefault(outcome).Units);
        var listed = method.Outcomes.Where(o => o.Counted).ToList();
        return new Words(
            $"样例（全部虚构）：{sample.Villages:N0} 个村、{sample.Households:N0} 户、{sample.Persons:N0} 人，按三个基准日导入。\n"
                + $"识别：{households:N0} 户、{persons:N0} 人；{string.Concat(listed.Select(o => $"{o.Title.Zh} {Of(o.Id):N0} 户、"))}无法判定 {Of(MethodPlan.Unknown):N0} 户；帮扶对象人口占 {counted / persons:P2}（虚构标准 8,700 元）。\n"
                + $"派驻：{county.Name} {posted.Villages:N0} 个村派驻 {posted.Filled:N0} 名第一书记，平均适配度 {posted.MeanFitBp / 100.0:F1}%，最优性已由独立程序核验。",
            $"Sample (all of it made up): {sample.Villages:N0} villages, {sample.Households:N0} households, {sample.Persons:N0} persons, imported at three days.\n"
                + $"Identified: {households:N0} households, {persons:N0} persons; {string.Concat(listed.Select(o => $"{o.Title.En} {Of(o.Id):N0}, "))}cannot say {Of(MethodPlan.Unknown):N0}; {counted / persons:P2} of people listed (fictitious standard 8,700 yuan).\n"
                + $"Posted: {posted.Filled:N0} first secretaries to {posted.Villages:N0} villages of {county.NameLatin}, mean fit {posted.MeanFitBp / 100.0:F1} %; the optimum was checked by separate code."
        );
    }

    private static ActContext Acting(string reason) => Deployment.Acting(reason);

    private static Fraction Parse(string text) => Fraction.TryParse(text, out var value) ? value : Fraction.Zero;

    /// <summary>Gives a step its own bar.</summary>
    private sealed class Renamed(IProgress<Step> inner, Words name) : IProgress<Step>
    {
        public void Report(Step value) => inner.Report(value with { What = name });
    }
}
