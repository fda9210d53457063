using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <summary>
/// <c>taihang dispatch import | plan | compare | run | explain | what-if | certify | service | teams | certify-teams</c>: who goes where, the task
/// forces around them, and who serves.
/// </summary>
public static partial class DispatchVerb
{
    private static readonly Option<string> County = new("--county", "--area")
    {
        Description = "County code · 县区划代码",
        Required = true,
    };
    private static readonly Option<DateOnly?> Day = new("--as-of")
    {
        Description = "Day, such as 2026-03-01 (today) · 日期",
    };
    private static readonly Option<string> Reason = new("--reason")
    {
        Description = "Why, for the log · 事由",
        DefaultValueFactory = _ => "taihang dispatch",
    };
    public static Command Verb { get; } =
        new("dispatch", "Post first secretaries to villages, exactly and with proof · 因村派人")
        {
            Import(),
            Plan(),
            Compare(),
            Run(),
            Explain(),
            WhatIf(),
            Certify(),
            Service(),
            DispatchTeams.Plan(County, Day, Reason),
            DispatchTeams.Certify(County, Day),
        };

    private static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "Roster, CSV or XLSX · 名册" };
        var command = new Command("import", "Take in a county's roster of cadres · 导入驻村干部名册")
        {
            file,
            County,
            Day,
            Reason,
        };
        command.SetAction(parsed =>
            In(
                parsed,
                (db, countyNo, day) =>
                {
                    var form = DispatchPack.Form(Deployment.Pack(parsed));
                    return form.Ok
                        ? ImportCadres.Run(
                            db,
                            countyNo,
                            parsed.GetValue(file)!.FullName,
                            form.Value,
                            day,
                            Deployment.Acting(parsed.GetRequiredValue(Reason))
                        )
                        : Outcome<CadresImported>.Refused(form.Problems);
                },
                done =>
                    done.SameFile
                        ? new("同一文件已导入过，没有改动。", "This very file was taken in before; nothing changed.")
                        : new(
                            $"新增 {done.Added} 人，更新 {done.Changed} 人，不变 {done.Unchanged} 人。",
                            $"{done.Added} added, {done.Changed} changed, {done.Unchanged} unchanged."
                        )
            )
        );
        return command;
    }

    private static Command Run()
    {
        var method = new Option<string?>("--method")
        {
            Description = "Method whose newest run gives the needs (any) · 识别方法",
        };
        var command = new Command("run", "Post first secretaries for a county · 选派第一书记")
        {
            County,
            Day,
            method,
            Reason,
        };
        command.SetAction(parsed =>
            In(
                parsed,
                (db, countyNo, day) =>
                {
                    var rules = DispatchPack.Rules(Deployment.Pack(parsed));
                    var shapes = DispatchPack.Shapes(Deployment.Pack(parsed));
                    if (!rules.Ok || !shapes.Ok)
                        return Outcome<RoundPosted>.Refused([.. rules.Problems, .. shapes.Problems]);
                    var request = new DispatchRequest(countyNo, day, Method: parsed.GetValue(method));
                    return Screen.WithProgress(
                        Setting.In(parsed),
                        progress =>
                            PostFirstSecretaries.Run(
                                db,
                                request,
                                rules.Value,
                                shapes.Value,
                                Deployment.Acting(parsed.GetRequiredValue(Reason)),
                                progress
                            )
                    );
                },
                done =>
                    done.RoundId is null
                        ? new("各村任期未满，没有改动。", "Every village has somebody within a term; nothing changed.")
                        : new(
                            $"{done.Villages} 村，派出 {done.Filled} 人，平均匹配度 {done.MeanFitBp / 100.0:0.00}%；{done.AllowedPairs} 种可行配对全部比较，最优性证书 {done.CertificateHash}。",
                            $"{done.Villages} villages, {done.Filled} filled, mean fit {done.MeanFitBp / 100.0:0.00}%; all {done.AllowedPairs} allowed pairs compared, certificate of optimality {done.CertificateHash}."
                        )
            )
        );
        return command;
    }

    private static Command Explain()
    {
        var village = new Argument<string>("village") { Description = "Village code · 村代码" };
        var whyNot = new Option<string?>("--why-not") { Description = "A cadre's name or unit/name · 为何不是某人" };
        var command = new Command("explain", "A village's first secretary: why this one, who is next · 为何派此人")
        {
            village,
            County,
            Day,
            whyNot,
        };
        command.SetAction(parsed =>
            In(
                parsed,
                (db, countyNo, day) =>
                {
                    var place = LoadRegions.Tree(db).Resolve(parsed.GetValue(village)!, day, "village");
                    if (!place.Ok)
                        return Outcome<Answer>.Refused(place.Problems);
                    var shown = ShowPosting.Run(db, countyNo, place.Value.RegionNo, day);
                    if (!shown.Ok)
                        return Outcome<Answer>.Refused(shown.Problems);
                    if (parsed.GetValue(whyNot) is not { } who)
                        return new Answer(shown.Value, null);
                    var why = WhyNot.Run(db, countyNo, shown.Value.RoundId, place.Value.RegionNo, who);
                    return why.Ok ? new Answer(shown.Value, why.Value) : Outcome<Answer>.Refused(why.Problems);
                },
                Json,
                Say
            )
        );
        return command;
    }

    private static Command WhatIf()
    {
        var who = new Argument<string[]>("cadre")
        {
            Description = "Names of cadres, or unit/name · 姓名",
            Arity = ArgumentArity.OneOrMore,
        };
        var price = new Option<decimal[]>("--price")
        {
            Description =
                "Percentage points that moving another village must gain; 0 is the best plan (10 and 0) · 变动代价",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [10, 0],
        };
        var command = new Command("what-if", "What if cadres withdraw; nothing is changed · 如果有人退出")
        {
            who,
            price,
            County,
            Day,
        };
        command.SetAction(parsed =>
        {
            var prices = parsed.GetRequiredValue(price);
            if (Array.Exists(prices, p => p is < 0 or > 100))
                return Screen.Refuse(
                    [CliProblems.Usage("--price 应在 0 到 100 之间", "--price lies between 0 and 100")],
                    Setting.In(parsed)
                );
            return In(
                parsed,
                (db, countyNo, _) =>
                    WhatIfWithdrawn.Run(
                        db,
                        countyNo,
                        parsed.GetRequiredValue(who),
                        [.. prices.Select(p => (int)(p * 100)).Distinct()]
                    ),
                answer => new
                {
                    answer.RoundId,
                    answer.Cadres,
                    Ways = answer.Ways.Select(w => new
                    {
                        w.PriceBp,
                        w.OthersMoved,
                        Plan = StoredPlan.Of(w.Plan),
                    }),
                },
                answer =>
                    new(
                        string.Join("\n\n", answer.Words.Select(w => w.Zh)) + "\n\n以上只是推演，没有改动任何任命。",
                        string.Join("\n\n", answer.Words.Select(w => w.En))
                            + "\n\nThis was only asked; no posting was changed."
                    )
            );
        });
        return command;
    }

    private static Command Certify()
    {
        var round = new Option<Guid?>("--round") { Description = "Round (the newest) · 轮次" };
        var command = new Command("certify", "Check a kept round's proof again · 复核选派方案的证书")
        {
            County,
            Day,
            round,
        };
        command.SetAction(parsed =>
            In(
                parsed,
                (db, countyNo, _) => CheckRound.Run(db, countyNo, parsed.GetValue(round)),
                done =>
                    new(
                        $"证书成立：{done.Villages} 村、{done.Pairs} 种可行配对，没有更好的方案；任命与方案一致。{done.CertificateHash}",
                        $"The proof holds: {done.Villages} villages, {done.Pairs} allowed pairs, no better plan; the postings are that plan. {done.CertificateHash}"
                    )
            )
        );
        return command;
    }

    private static Command Service()
    {
        var on = new Option<DateOnly?>("--on") { Description = "Day, past or to come (today) · 日期" };
        var command = new Command(
            "service",
            "Who serves on a day: vacancies, leave, terms that end, hand-overs · 在岗情况"
        )
        {
            County,
            on,
        };
        command.SetAction(parsed =>
            In(
                parsed,
                (db, countyNo, today) =>
                {
                    var day = parsed.GetValue(on) ?? today;
                    var pack = PackFolder.LoadFrom(Deployment.Pack(parsed));
                    var life = DispatchPack.Life(Deployment.Pack(parsed), day);
                    if (!pack.Ok || !life.Ok)
                        return Outcome<ServiceShown>.Refused([.. pack.Problems, .. life.Problems]);
                    var tree = LoadRegions.Tree(db);
                    return ShowService.Run(db, pack.Value, life.Value, tree, tree.County(countyNo)!, day);
                },
                DispatchService.Json,
                DispatchService.Say
            )
        );
        return command;
    }

    private sealed record Answer(PostingShown Posting, WhyNotAnswer? WhyNot);

    private static object Json(Answer answer)
    {
        var shown = answer.Posting;
        return new
        {
            shown.Posting,
            shown.Parts,
            shown.Needs,
            shown.DistanceKm,
            Next = StoredPlan.Of(shown.NextPlan),
            WhyNot = answer.WhyNot is null
                ? null
                : new
                {
                    Exclusion = answer.WhyNot.Exclusion?.ToString(),
                    Plan = answer.WhyNot.Plan is { } plan ? StoredPlan.Of(plan) : null,
                    answer.WhyNot.Words,
                },
            shown.RoundId,
            shown.CertificateHash,
            shown.RunId,
            shown.Method,
        };
    }

    private static Words Say(Answer answer)
    {
        var shown = answer.Posting;
        var zh = new List<string>
        {
            $"{shown.Posting.Village.Zh}：{shown.Posting.Cadre}（{shown.Posting.Unit}），匹配度 {shown.Posting.FitBp / 100.0:0.00}%，自 {shown.Posting.From:yyyy-MM-dd} 起",
        };
        var en = new List<string>
        {
            $"{shown.Posting.Village.En}: {shown.Posting.Cadre} ({shown.Posting.Unit}), fit {shown.Posting.FitBp / 100.0:0.00}%, from {shown.Posting.From:yyyy-MM-dd}",
        };
        foreach (var part in shown.Parts)
        {
            zh.Add(
                $"  {part.Title.Zh}（权重 {part.Weight}）：{part.Value ?? "未知，权重由其他各项分担"}，{part.PointsBp} 分"
            );
            en.Add(
                $"  {part.Title.En} (weight {part.Weight}): {part.Value ?? "not known, its weight shared by the others"}, {part.PointsBp} points"
            );
        }
        if (shown.DistanceKm is { } km)
        {
            zh.Add($"  离家约 {km} 公里（示意点之间，非实际位置）");
            en.Add($"  about {km} km from home (between illustrative points, not real positions)");
        }
        foreach (var words in new[] { shown.Laid, shown.Uncovered, shown.Next, answer.WhyNot?.Words, shown.Proof })
            if (words is not null)
            {
                zh.Add(words.Zh);
                en.Add(words.En);
            }
        return new(string.Join('\n', zh), string.Join('\n', en));
    }

    private static int In<T>(ParseResult parsed, Func<TaihangDb, int, DateOnly, Outcome<T>> work, Func<T, Words> say)
        where T : class => In(parsed, work, value => value, say);

    internal static int In<T>(
        ParseResult parsed,
        Func<TaihangDb, int, DateOnly, Outcome<T>> work,
        Func<T, object> json,
        Func<T, Words> say
    )
        where T : class
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        var day = parsed.GetValue(Day) ?? DateOnly.FromDateTime(DateTime.Today);
        var county = LoadRegions.Tree(db).Resolve(parsed.GetValue(County)!, day, "county");
        if (!county.Ok)
            return Screen.Refuse(county.Problems, language);
        var outcome = work(db, county.Value.CountyNo, day);
        if (!outcome.Ok)
            return Screen.Refuse(outcome.Problems, language);
        return Screen.Answer(parsed, json(outcome.Value), say(outcome.Value));
    }
}
