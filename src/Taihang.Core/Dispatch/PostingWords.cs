using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>A need that the cadre's skill does not reach.</summary>
public sealed record UncoveredNeed(int Skill, int Need, int Has);

/// <summary>Says a posting's reasons in both languages. Names come in as functions, so that nothing here knows a person.</summary>
public static class PostingWords
{
    public static ImmutableArray<UncoveredNeed> Uncovered(DispatchVillage village, DispatchCadre cadre) =>
        [
            .. village
                .Need.Select((need, skill) => new UncoveredNeed(skill, need, cadre.Skill[skill]))
                .Where(u => u.Has < u.Need),
        ];

    public static Words Uncovered(IReadOnlyCollection<UncoveredNeed> needs, ImmutableArray<Skill> skills) =>
        needs.Count == 0
            ? new("已诊断的需求都有相应能力。", "Every diagnosed need is met by a skill.")
            : new(
                "尚未满足的需求："
                    + string.Join("、", needs.Select(n => $"{skills[n.Skill].Title.Zh}（需 {n.Need}，有 {n.Has}）"))
                    + "。",
                "Needs left uncovered: "
                    + string.Join(", ", needs.Select(n => $"{skills[n.Skill].Title.En} (needs {n.Need}, has {n.Has})"))
                    + "."
            );

    /// <summary>Who would come instead, who else would move, and what the whole plan would lose.</summary>
    public static Words NextBest(int villageNo, OtherPlan next, Func<Guid, Words> cadre, Func<int, Words> village)
    {
        var here = next.Changes.First(c => c.VillageNo == villageNo);
        var rest = next.Changes.Where(c => c.VillageNo != villageNo).ToList();
        var first = here.To is { } to
            ? new Words(
                $"次优人选：{cadre(to).Zh}（匹配度 {Percent(here.FitToBp!.Value)}）。",
                $"Next best: {cadre(to).En} (fit {Percent(here.FitToBp!.Value)})."
            )
            : new Words(
                "没有次优人选：此村将无人可派。",
                "There is no next best: nobody would be left for this village."
            );
        return new(
            first.Zh + Moves(rest, cadre, village).Zh + Cost(next).Zh,
            first.En + Moves(rest, cadre, village).En + Cost(next).En
        );
    }

    /// <summary>What it would cost to have the cadre here after all.</summary>
    public static Words Forced(int villageNo, OtherPlan forced, Func<Guid, Words> cadre, Func<int, Words> village)
    {
        var here = forced.Changes.FirstOrDefault(c => c.VillageNo == villageNo);
        if (here?.To is not { } to)
            return new("此人正是本方案派往此村的人选。", "The plan sends exactly this cadre to this village.");
        var rest = forced.Changes.Where(c => c.VillageNo != villageNo).ToList();
        return new(
            $"如改派 {cadre(to).Zh}（在此村的匹配度 {Percent(here.FitToBp!.Value)}）："
                + Moves(rest, cadre, village).Zh
                + Cost(forced).Zh,
            $"With {cadre(to).En} here (fit {Percent(here.FitToBp!.Value)}):"
                + Moves(rest, cadre, village).En
                + Cost(forced).En
        );
    }

    /// <summary>One way to go on after cadres withdrew: its condition, village by village who comes, and what it costs.</summary>
    public static Words WayOn(WayOn way, Func<Guid, Words> cadre, Func<int, Words> village)
    {
        var title = way.PriceBp switch
        {
            null => new Words(
                "其他人都不动，只用没有派出的人补缺",
                "Nobody else moves; only cadres who are free fill in"
            ),
            0 => new Words("重新排到最好", "The best plan anew"),
            { } price => new Words(
                $"每多动一村，匹配度须至少多得 {Percent(price)}",
                $"Another village changes only where that gains at least {Percent(price)} of fit"
            ),
        };
        var lines = way.Plan.Changes.Select(c => new Words(
            $"  {village(c.VillageNo).Zh}：{Who(c.From, c.FitFromBp).Zh} → {Who(c.To, c.FitToBp).Zh}",
            $"  {village(c.VillageNo).En}: {Who(c.From, c.FitFromBp).En} → {Who(c.To, c.FitToBp).En}"
        ));
        var (moved, cost) = (way.OthersMoved, Cost(way.Plan));
        List<Words> all =
        [
            new(
                $"{title.Zh}：{(way.Plan.Changes.IsEmpty ? "没有变动。" : $"本人未退出而变动的 {moved} 村。{cost.Zh}")}",
                $"{title.En}: {(way.Plan.Changes.IsEmpty ? "nothing changes." : $"{moved} {(moved == 1 ? "village changes" : "villages change")} whose own cadre stays.{cost.En}")}"
            ),
            .. lines,
        ];
        return new(string.Join('\n', all.Select(w => w.Zh)), string.Join('\n', all.Select(w => w.En)));

        Words Who(Guid? id, int? fitBp) =>
            id is not { } known
                ? new("无人", "nobody")
                : new($"{cadre(known).Zh}（{Percent(fitBp!.Value)}）", $"{cadre(known).En} ({Percent(fitBp.Value)})");
    }

    /// <summary>Quotes the rule that excludes.</summary>
    public static Words Excluded(QuotedRule rule) =>
        new(
            $"依规则不可派往此村：“{rule.Text.Zh}”（依据：{rule.Told.Zh}）。",
            $"A rule excludes this cadre here: \"{rule.Text.En}\" (source: {rule.Told.En})."
        );

    /// <summary>What somebody laid down, with the reason they gave, by whom and when.</summary>
    public static Words Laid(PlanChoice choice, Func<Guid, Words> cadre, Func<int, Words> village)
    {
        var what = What(choice, cadre, village);
        return new(
            $"{what.Zh}（{choice.ByName}，{choice.Day:yyyy-MM-dd}：{choice.Reason}）。",
            $"{what.En} ({choice.ByName}, {choice.Day:yyyy-MM-dd}: {choice.Reason})."
        );
    }

    public static Words What(PlanChoice choice, Func<Guid, Words> cadre, Func<int, Words> village)
    {
        var who = cadre(choice.CadreId);
        var where = choice.VillageNo is { } number ? village(number) : Words.Same("");
        return choice.Kind switch
        {
            ChoiceKind.Lock => new($"定由{who.Zh}去{where.Zh}", $"{who.En} goes to {where.En}"),
            ChoiceKind.Forbid => new($"{who.Zh}不去{where.Zh}", $"{who.En} does not go to {where.En}"),
            _ => new($"{who.Zh}本次不派", $"{who.En} is not sent this time"),
        };
    }

    /// <param name="laid">How many things people laid down: the plan is the best there is under them.</param>
    public static Words Proof(string hash, int laid) =>
        new(
            $"{(laid == 0 ? "" : $"在人定的 {laid} 条之下，")}整个方案的任何合规调整都不会更好；证书 {hash[..16]}…，可用 taihang dispatch certify 复核。",
            $"{(laid == 0 ? "No" : $"Under the {laid} thing(s) that people laid down, no")} allowed rearrangement of the whole plan is better; certificate {hash[..16]}…, to be checked with taihang dispatch certify."
        );

    private static Words Moves(List<SeatChange> moves, Func<Guid, Words> cadre, Func<int, Words> village)
    {
        if (moves.Count == 0)
            return new("其他村不变。", " No other village changes.");
        return new(
            $"另有 {moves.Count} 村调整："
                + string.Join("；", moves.Select(m => $"{village(m.VillageNo).Zh}改由{Who(m.To).Zh}"))
                + "。",
            $" {moves.Count} other village(s) change: "
                + string.Join("; ", moves.Select(m => $"{village(m.VillageNo).En} gets {Who(m.To).En}"))
                + "."
        );

        Words Who(Guid? id) => id is { } known ? cadre(known) : new("无人", "nobody");
    }

    /// <summary>What the whole plan would lose or gain.</summary>
    public static Words Cost(OtherPlan plan)
    {
        var zh = new List<string>();
        var en = new List<string>();
        if (plan.Emptied > 0)
            (zh, en) = ([$"{plan.Emptied} 个村将无人"], [$"{plan.Emptied} village(s) would have nobody"]);
        if (plan.Filled > 0)
        {
            zh.Add($"{plan.Filled} 个空缺村将有人");
            en.Add($"{plan.Filled} empty village(s) would have somebody");
        }
        var points = Math.Abs(plan.LostBp.ToDouble() / 100);
        if (plan.LostBp == Fraction.Zero && zh.Count == 0)
            return new("全方案同样好。", " The whole plan would be just as good.");
        if (plan.LostBp != Fraction.Zero)
        {
            zh.Add($"全方案匹配度合计{(plan.LostBp > Fraction.Zero ? "减少" : "增加")} {points:0.##} 个百分点");
            en.Add(
                $"the whole plan would {(plan.LostBp > Fraction.Zero ? "lose" : "gain")} {points:0.##} percentage points of fit in all"
            );
        }
        return new(string.Join("，", zh) + "。", $" In sum, {string.Join(", ", en)}.");
    }

    internal static string Percent(int bp) => $"{bp / 100}.{bp % 100:00}%";
}
