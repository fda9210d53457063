using Taihang.Core.Common;
using Taihang.Core.Procedures;

namespace Taihang.Web.Pages;

/// <summary>What the pages of a case say.</summary>
public static class CaseWords
{
    public static Words Clock(ClockState state) =>
        state switch
        {
            ClockState.OnTime => new("按期", "on time"),
            ClockState.DueSoon => new("即将到期", "due soon"),
            ClockState.Overdue => new("逾期", "overdue"),
            ClockState.Stopped => new("停计（异议待答复）", "stopped (objection open)"),
            ClockState.Ended => new("已办结", "ended"),
            _ => new("无期限", "no limit"),
        };

    public static Words Channel(string channel) =>
        channel switch
        {
            "paper" => new("书面", "on paper"),
            "voice" => new("口头", "by word"),
            "visit" => new("入户发现", "found on a visit"),
            "list" => new("部门比对", "from a department's list"),
            "office" => new("由机构提交", "from an office"),
            _ => new("网上", "on the web"),
        };

    public static Words Level(string level) =>
        level switch
        {
            "village" => new("村级", "village"),
            "township" => new("乡级", "township"),
            "county" => new("县级", "county"),
            "prefecture" => new("市级以上", "above the county"),
            _ => Words.Same(level),
        };

    public static Words Days(TimeLimit limit) =>
        limit.Kind switch
        {
            DayKind.Working => new($"{limit.Days.Whole} 个工作日", $"{limit.Days.Whole} working days"),
            DayKind.Months => new($"{limit.Days.Whole} 个月", $"{limit.Days.Whole} months"),
            _ => new($"{limit.Days.Whole} 天", $"{limit.Days.Whole} days"),
        };

    /// <summary>Where a number or rule comes from.</summary>
    public static Words Source(string source, string grade) =>
        source == "own"
            ? new("太行自定，地方可改", "Taihang's own, for the area to change")
            : new($"依据 {source}（{grade} 级）", $"source {source} (grade {grade})");

    /// <summary>A result is named by where it leads.</summary>
    public static Words Result(Procedure procedure, ProcedureStep step, string result) =>
        result switch
        {
            Vote.Approved => new("通过", "approved"),
            Vote.Rejected => new("未通过", "not approved"),
            "clear" => new("没有命中", "no hit"),
            "hits" => new("有命中，须核查", "hits, to be checked"),
            CaseRules.CheckConfirmed => new("属实", "confirmed"),
            CaseRules.CheckNotConfirmed => new("不属实", "not confirmed"),
            "upheld" => new("支持申诉", "appeal upheld"),
            "dismissed" => new("不支持申诉", "appeal dismissed"),
            "received" or "done" or "kept" => new("已办", "done"),
            _ => step.Then.TryGetValue(result, out var next)
                ? (procedure.Outcome(next)?.Title ?? procedure.Step(next)?.Title ?? Words.Same(next))
                : Words.Same(result),
        };

    /// <summary>One line of the journal, without names.</summary>
    public static Words Event(Procedure procedure, CaseEvent one)
    {
        var step = procedure.Step(one.Step);
        var title = step?.Title ?? new("全程", "the whole");
        return one.Kind switch
        {
            CaseEventKind.Opened => new(
                $"受理（{Channel(one.Channel ?? "").Zh}）",
                $"Taken in ({Channel(one.Channel ?? "").En})"
            ),
            CaseEventKind.Done when one.Meeting is { } m => new(
                $"{title.Zh}：应到 {m.Body}，实到 {m.Present}，回避 {m.Recused}；赞成 {m.For}，反对 {m.Against}，弃权 {m.Abstain}——{Result(procedure, step!, one.Result!).Zh}",
                $"{title.En}: {m.Present} of {m.Body} present, {m.Recused} recused; {m.For} for, {m.Against} against, {m.Abstain} abstained: {Result(procedure, step!, one.Result!).En}"
            ),
            CaseEventKind.Done => new(
                $"{title.Zh}：{Result(procedure, step!, one.Result!).Zh}",
                $"{title.En}: {Result(procedure, step!, one.Result!).En}"
            ),
            CaseEventKind.Posted => new($"{title.Zh}：已张贴", $"{title.En}: posted"),
            CaseEventKind.Drawn => new(
                $"{title.Zh}：{one.FrameSize} 户中抽查，本户{(one.Drawn == true ? "" : "未")}抽中",
                $"{title.En}: sample of {one.FrameSize} drawn, this case {(one.Drawn == true ? "is" : "is not")} in it"
            ),
            CaseEventKind.Objected => new("收到异议，期限停计", "Objection taken; the clock stands still"),
            CaseEventKind.Answered => one.Upheld == true
                ? new("异议成立", "Objection upheld")
                : new("异议不成立", "Objection dismissed"),
            CaseEventKind.InterestDeclared => new("一位经办人申明回避", "An official stood aside"),
            CaseEventKind.Missed => new(
                $"{title.Zh}：{one.Due:yyyy-MM-dd} 到期未办{To(procedure, one).Zh}",
                $"{title.En}: {one.Due:yyyy-MM-dd} passed unused{To(procedure, one).En}"
            ),
            CaseEventKind.Appealed => new("提出申诉", "Appeal lodged"),
            _ => Words.Same(one.Kind.ToString()),
        };
    }

    private static Words To(Procedure procedure, CaseEvent one) =>
        one.EscalatedTo is { } party && procedure.Party(party) is { } known
            ? new($"，{known.Title.Zh}也可办理", $"; {known.Title.En} may act, too")
            : new("", "");
}
