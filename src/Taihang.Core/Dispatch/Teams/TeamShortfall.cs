using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>What a village's team falls short of.</summary>
/// <param name="Needs">Skills that nobody of the team brings at the level that covers the need.</param>
/// <param name="NoWoman">Asked for only where it is known of everybody; likewise the dialect.</param>
/// <param name="Unfilled">Members wanting to the minimum.</param>
public sealed record TeamShortfall(ImmutableArray<int> Needs, bool NoWoman, bool NoDialect, bool NoLeader, int Unfilled)
{
    public static TeamShortfall Of(TeamProblem problem, int at, Team team)
    {
        var village = problem.Villages[at];
        List<TeamPerson> all = [.. team.Members.Select(p => problem.People[p])];
        if (team.Leader >= 0)
            all.Add(problem.People[team.Leader]);
        return new TeamShortfall(
            [
                .. Enumerable
                    .Range(0, village.Need.Length)
                    .Where(s => village.Need[s] > 0 && !all.Exists(p => Covers(village, p, s))),
            ],
            problem.AsksForWoman && !all.Exists(p => p.Woman == true),
            problem.AsksForDialect
                && village.Dialect is { } dialect
                && !all.Exists(p => p.Dialects!.Value.Contains(dialect)),
            team.Leader < 0,
            Math.Max(0, village.Minimum - 1 - team.Members.Length)
        );
    }

    public static bool Covers(TeamVillage village, TeamPerson person, int skill) =>
        village.Need[skill] > 0 && person.Skill[skill] >= Math.Min(TeamRules.CoverLevel, village.Need[skill]);
}

/// <summary>Says a team's reasons in both languages. Names come in as functions, so that nothing here knows a person.</summary>
public static class TeamWords
{
    /// <summary>A member: how well they fit and which needs of the village they cover.</summary>
    public static Words Member(TeamProblem problem, int at, int person, ImmutableArray<Skill> skills, Words name)
    {
        var (village, who) = (problem.Villages[at], problem.People[person]);
        var covered = skills.Where((_, s) => TeamShortfall.Covers(village, who, s)).Select(s => s.Title).ToList();
        var fit = problem.PairOf(at, person) is >= 0 and var pair ? PostingWords.Percent(problem.FitBp[pair]) : "";
        return new(
            $"{name.Zh}{(fit.Length > 0 ? $"，匹配度 {fit}" : "")}，{(covered.Count == 0 ? "不对应已诊断的需求" : "能满足：" + string.Join("、", covered.Select(s => s.Zh)))}",
            $"{name.En}{(fit.Length > 0 ? $", fit {fit}" : "")}, {(covered.Count == 0 ? "covers no diagnosed need" : "covers " + string.Join(", ", covered.Select(s => s.En)))}"
        );
    }

    public static Words Shortfall(TeamShortfall lacks, ImmutableArray<Skill> skills)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        if (!lacks.Needs.IsEmpty)
            Add(
                "无人满足的需求：" + string.Join("、", lacks.Needs.Select(s => skills[s].Title.Zh)),
                "nobody covers " + string.Join(", ", lacks.Needs.Select(s => skills[s].Title.En))
            );
        if (lacks.NoWoman)
            Add("没有女队员", "no woman in the team");
        if (lacks.NoDialect)
            Add("无人会说当地方言", "nobody speaks the village's dialect");
        if (lacks.NoLeader)
            Add("没有队长", "no leader");
        if (lacks.Unfilled > 0)
            Add($"还缺 {lacks.Unfilled} 人", $"{lacks.Unfilled} more wanted");
        return zh.Count == 0
            ? new("各项要求均已满足。", "Nothing falls short.")
            : new(string.Join("；", zh) + "。", "Falls short: " + string.Join("; ", en) + ".");

        void Add(string chinese, string english)
        {
            zh.Add(chinese);
            en.Add(english);
        }
    }

    /// <summary>Wishes that are not applied because something is not known.</summary>
    public static ImmutableArray<Words> NotApplied(TeamProblem problem)
    {
        var said = ImmutableArray.CreateBuilder<Words>();
        if (!problem.AsksForWoman)
            said.Add(
                new(
                    "名册未载明全部人员的性别，“每队至少一名女性”一项没有适用。",
                    "The sex of everybody is not on the roster, so the wish for a woman in each team was not applied."
                )
            );
        if (!problem.AsksForDialect || problem.Villages.All(v => v.Dialect is null))
            said.Add(
                new(
                    "名册未载明全部人员的方言或各村方言不详，“有人会说当地方言”一项没有适用。",
                    "Dialects of everybody or of the villages are not known, so the wish for a speaker was not applied."
                )
            );
        return said.ToImmutable();
    }

    /// <summary>What the proof says, and of what it speaks.</summary>
    public static Words Proof(TeamGap gap)
    {
        // Where more falls short than fits, a share of what the plan is worth says nothing.
        var percent =
            gap.QualityBp > 0 && gap.PerHundredThousand <= 100_000
                ? Words.Same($"{gap.PerHundredThousand / 1000}.{gap.PerHundredThousand % 1000:000}%")
                : new Words(
                    $"{gap.MissingBp} 分（万分之一，按权重）",
                    $"{gap.MissingBp} basis points of fit by weight"
                );
        var seats =
            gap.UnfilledSeats == 0
                ? new("各村人数均已满足", "every village has its minimum")
                : new Words($"缺 {gap.UnfilledSeats} 人", $"{gap.UnfilledSeats} seats stay unfilled");
        return gap.SeatsProved
            ? new(
                $"{seats.Zh}；任何方案最多再好 {percent.Zh}（上界由价格证明，已另行核验）。",
                $"{seats.En}; no plan is better by more than {percent.En} (a bound proved by prices and checked by other code)."
            )
            : new($"{seats.Zh}；未能证明不能再多派人。", $"{seats.En}; it is not proved that no more could be filled.");
    }
}
