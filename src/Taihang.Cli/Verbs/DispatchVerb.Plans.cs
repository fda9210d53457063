using System.Collections.Immutable;
using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Core.Regions;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Board;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli.Verbs;

/// <content>Plans: worked out and shown, kept on the board, set beside each other. Nobody is posted by them.</content>
public static partial class DispatchVerb
{
    private sealed record Planned(
        Guid? PlanId,
        SolvedRound Solved,
        Round Round,
        PlanFigures Figures,
        ImmutableArray<PlanVillage> Villages,
        RegionTree Tree
    );

    private static Command Plan()
    {
        var title = new Option<string?>("--save")
        {
            Description = "Keep it on the board under this name; otherwise it is only shown · 保存为方案（名称）",
        };
        var command = new Command("plan", "Work out who would go where; posts nobody · 做选派方案（不任命）")
        {
            County,
            Day,
            title,
            Reason,
        };
        command.SetAction(parsed =>
            In(parsed, (db, countyNo, day) => Planning(parsed, db, countyNo, day, parsed.GetValue(title)), Json, Say)
        );
        return command;
    }

    private static Outcome<Planned> Planning(
        ParseResult parsed,
        TaihangDb db,
        int countyNo,
        DateOnly day,
        string? title
    )
    {
        var rules = DispatchPack.Rules(Deployment.Pack(parsed));
        var shapes = DispatchPack.Shapes(Deployment.Pack(parsed));
        if (!rules.Ok || !shapes.Ok)
            return Outcome<Planned>.Refused([.. rules.Problems, .. shapes.Problems]);
        var request = new DispatchRequest(countyNo, day);
        var solved = SolveRound.Run(db, request, rules.Value, shapes.Value);
        if (!solved.Ok)
            return Outcome<Planned>.Refused(solved.Problems);
        var facts = solved.Value.Facts;
        if (facts.Villages.IsEmpty)
            return DispatchProblems.NothingToPlan(day, Terms.On(db, countyNo, rules.Value, day).NextOver);
        Guid? planId = null;
        if (title is not null)
        {
            var kept = MakePlan.Run(
                db,
                request,
                Guid.CreateVersion7(),
                title,
                rules.Value,
                shapes.Value,
                Deployment.Acting(parsed.GetRequiredValue(Reason))
            );
            if (!kept.Ok)
                return Outcome<Planned>.Refused(kept.Problems);
            planId = kept.Value.PlanId;
        }
        var round = ChosenPlan.Under(solved.Value.Round, [], ChosenPlan.Incumbents(solved.Value.Round, facts.Villages));
        var tree = LoadRegions.Tree(db);
        return new Planned(
            planId,
            solved.Value,
            round,
            PlanFigures.Of(round, facts.Villages, facts.Cadres, village => PlanRecord.TownshipOf(tree, village)),
            ShowPlan.Villages(solved.Value, round, ShowPlan.Cadres(db, countyNo)),
            tree
        );
    }

    private static object Json(Planned plan) =>
        new
        {
            plan.PlanId,
            plan.Solved.Rules.RunId,
            plan.Solved.Rules.Method,
            CertificateHash = plan.Round.Hash(),
            AllowedPairs = plan.Round.Problem.Person.Length,
            plan.Figures,
            Villages = plan.Villages.Select(v => new
            {
                plan.Tree.ByNumber(v.VillageNo)?.Code,
                v.FirstTier,
                Serving = v.Serving?.Name,
                Cadre = v.Cadre?.Name,
                v.Cadre?.Unit,
                v.FitBp,
            }),
        };

    private static Words Say(Planned plan)
    {
        var lines = plan
            .Villages.Select(v =>
            {
                var place = plan.Tree.ByNumber(v.VillageNo);
                var (name, code) = (place?.Name ?? "—", place?.Code ?? "—");
                return new Words(
                    $"  {code} {name}：{(v.Cadre is { } who ? $"{who.Unit} {who.Name}，匹配度 {v.FitBp / 100.0:0.00}%" : "无人")}{(v.Moves ? $"（现任 {v.Serving!.Name}）" : "")}",
                    $"  {code} {name}: {(v.Cadre is { } cadre ? $"{cadre.Unit} {cadre.Name}, fit {v.FitBp / 100.0:0.00}%" : "nobody")}{(v.Moves ? $" ({v.Serving!.Name} serves now)" : "")}"
                );
            })
            .ToList();
        var (f, hash) = (plan.Figures, plan.Round.Hash());
        return new(
            $"{f.Villages} 村，{f.Filled} 村有人，平均匹配度 {f.MeanFitBp / 100.0:0.00}%，换人 {f.Moved} 村；没有更好的方案，证书 {hash}。\n"
                + string.Join('\n', lines.Select(l => l.Zh))
                + (
                    plan.PlanId is { } id
                        ? $"\n已保存为方案 {id}，尚未任命任何人。"
                        : "\n只是推演，没有保存，也没有任命任何人。"
                ),
            $"{f.Villages} villages, {f.Filled} filled, mean fit {f.MeanFitBp / 100.0:0.00}%, {f.Moved} change hands; no plan is better, certificate {hash}.\n"
                + string.Join('\n', lines.Select(l => l.En))
                + (
                    plan.PlanId is { } kept
                        ? $"\nKept on the board as plan {kept}; nobody is posted yet."
                        : "\nThis was only worked out; nothing was kept and nobody was posted."
                )
        );
    }

    private sealed record Compared(
        PlanRecord One,
        PlanRecord Other,
        PlanFigures OfOne,
        PlanFigures OfOther,
        int Differing
    );

    private static Command Compare()
    {
        var one = new Argument<string>("plan") { Description = "A plan's ID or name · 方案" };
        var other = new Argument<string>("with") { Description = "Another's · 另一方案" };
        var command = new Command("compare", "Two plans of the board beside each other · 比较两个方案")
        {
            one,
            other,
            County,
            Day,
        };
        command.SetAction(parsed =>
            In(
                parsed,
                (db, countyNo, _) =>
                {
                    var (first, second) = (
                        Named(db, countyNo, parsed.GetValue(one)!),
                        Named(db, countyNo, parsed.GetValue(other)!)
                    );
                    if (!first.Ok || !second.Ok)
                        return Outcome<Compared>.Refused([.. first.Problems, .. second.Problems]);
                    var tree = LoadRegions.Tree(db);
                    return new Compared(
                        first.Value,
                        second.Value,
                        first.Value.Figures(village => PlanRecord.TownshipOf(tree, village)),
                        second.Value.Figures(village => PlanRecord.TownshipOf(tree, village)),
                        PlanPrices.Differing(first.Value.Round, second.Value.Round)
                    );
                },
                done => new
                {
                    One = done.OfOne,
                    Other = done.OfOther,
                    done.Differing,
                },
                done =>
                    new(
                        $"{Line(done.One, done.OfOne).Zh}\n{Line(done.Other, done.OfOther).Zh}\n{done.Differing} 个村派的人不同。",
                        $"{Line(done.One, done.OfOne).En}\n{Line(done.Other, done.OfOther).En}\n{done.Differing} villages differ."
                    )
            )
        );
        return command;
    }

    private static Words Line(PlanRecord plan, PlanFigures f) =>
        new(
            $"{plan.Row.Title}：{f.Filled}/{f.Villages} 村有人，平均匹配度 {f.MeanFitBp / 100.0:0.00}%，最弱乡镇 {f.WeakestAreaFitBp / 100.0:0.00}%，未满足需求 {f.Uncovered}/{f.Needs}，换人 {f.Moved} 村，人定 {f.Laid} 条",
            $"{plan.Row.Title}: {f.Filled}/{f.Villages} villages filled, mean fit {f.MeanFitBp / 100.0:0.00}%, weakest township {f.WeakestAreaFitBp / 100.0:0.00}%, needs uncovered {f.Uncovered}/{f.Needs}, {f.Moved} change hands, {f.Laid} laid down"
        );

    /// <summary>By ID, or by a name that only one plan has.</summary>
    private static Outcome<PlanRecord> Named(TaihangDb db, int countyNo, string text)
    {
        var found = PlanRecord.List(db, countyNo).Where(p => p.Title == text || p.PlanId.ToString() == text).ToList();
        return found.Count == 1 ? PlanRecord.Read(db, countyNo, found[0].PlanId) : DispatchProblems.NoSuchPlan();
    }
}
