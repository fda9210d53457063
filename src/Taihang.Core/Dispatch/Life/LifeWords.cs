using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Life;

/// <summary>Who has to do with a posting.</summary>
public enum LifeParty
{
    Cadre,
    Successor,
    Township,
    County,
}

/// <summary>What happens to a posting, in words.</summary>
public static class LifeWords
{
    public static Words Title(LifeEventKind kind) =>
        kind switch
        {
            LifeEventKind.AccountNamed => new("登记本人账号", "account of the cadre named"),
            LifeEventKind.LeaveAsked => new("请假", "leave asked for"),
            LifeEventKind.LeaveAgreed => new("请假：已同意，报上一级", "leave agreed to, passed on to the next office"),
            LifeEventKind.LeaveGranted => new("准假", "leave granted"),
            LifeEventKind.LeaveRefused => new("不准假", "leave refused"),
            LifeEventKind.LeaveEnded => new("销假", "back from leave"),
            LifeEventKind.Attendance => new("考勤台账登记", "month entered in the ledger"),
            LifeEventKind.Extended => new("延长任期", "term extended"),
            LifeEventKind.RecallProposed => new("建议召回", "recall proposed"),
            LifeEventKind.RecallAnswered => new("本人对召回建议的说明", "the cadre's answer to the proposal"),
            LifeEventKind.RecallDropped => new("不予召回", "recall dropped"),
            LifeEventKind.Recalled => new("召回", "recalled"),
            LifeEventKind.Withdrawn => new("派出单位调回", "withdrawn by the unit"),
            LifeEventKind.TermEnded => new("任期届满", "term ended"),
            LifeEventKind.ItemDone => new("交接：已移交", "handed over"),
            LifeEventKind.ItemConfirmed => new("交接：已确认", "hand-over confirmed"),
            LifeEventKind.ItemReopened => new("交接：退回补办", "hand-over given back"),
            LifeEventKind.Returned => new("返岗去向", "returned, and what became of them"),
            LifeEventKind.ConcernRaised => new("关心关爱事项", "a concern for the cadre's welfare"),
            LifeEventKind.ConcernAnswered => new("关心关爱事项：已办理", "concern seen to"),
            _ => Words.Same(kind.ToString()),
        };

    public static Words Title(LifeDeed deed) =>
        deed switch
        {
            LifeDeed.NameAccount => new("登记本人账号", "Name the cadre's account"),
            LifeDeed.AskLeave => new("请假", "Ask for leave"),
            LifeDeed.DecideLeave => new("批假", "Decide a leave"),
            LifeDeed.EndLeave => new("销假", "Record the return from leave"),
            LifeDeed.EnterAttendance => new("登记考勤台账", "Enter the ledger"),
            LifeDeed.Extend => new("延长任期", "Extend the term"),
            LifeDeed.ProposeRecall => new("建议召回", "Propose a recall"),
            LifeDeed.AnswerRecall => new("说明召回建议", "Answer a proposal of recall"),
            LifeDeed.DecideRecall => new("决定召回", "Decide a recall"),
            LifeDeed.EndPosting => new("结束任职", "End the posting"),
            LifeDeed.DoItem => new("移交", "Hand over"),
            LifeDeed.ConfirmItem => new("确认交接", "Confirm the hand-over"),
            LifeDeed.RecordReturn => new("登记去向", "Record what became of them"),
            LifeDeed.RaiseConcern => new("提出关心事项", "Raise a concern"),
            _ => new("办理关心事项", "See to a concern"),
        };

    public static Words Title(BecameOf became) =>
        became switch
        {
            BecameOf.BackAtUnit => new("回原单位", "back at the unit"),
            BecameOf.PostedAgain => new("再次派驻", "posted again"),
            BecameOf.OtherOffice => new("调任其他岗位", "in another office"),
            BecameOf.Retired => new("退休", "retired"),
            BecameOf.LeftService => new("离职", "left the service"),
            _ => new("其他", "other"),
        };

    public static Words Title(WelfareKind kind) =>
        kind switch
        {
            WelfareKind.Health => new("健康", "health"),
            WelfareKind.Safety => new("安全", "safety"),
            WelfareKind.FamilyHardship => new("家庭困难", "family hardship"),
            _ => new("意外事故", "accident"),
        };

    public static Words Title(LeaveStanding standing) =>
        standing switch
        {
            LeaveStanding.Asked => new("待批", "waits for a decision"),
            LeaveStanding.Granted => new("已准", "granted"),
            LeaveStanding.Refused => new("未准", "refused"),
            _ => new("任职已结束，作废", "lapsed, the posting ended first"),
        };

    public static Words Parties(IEnumerable<LifeParty> parties)
    {
        var titles = parties.Select(Title).ToList();
        return new(string.Join("、", titles.Select(t => t.Zh)), string.Join(", ", titles.Select(t => t.En)));
    }

    private static Words Title(LifeParty party) =>
        party switch
        {
            LifeParty.Cadre => new("干部本人", "the cadre"),
            LifeParty.Successor => new("接任者", "the successor"),
            LifeParty.Township => new("乡镇办公室", "the township office"),
            _ => new("县级办公室", "the county office"),
        };
}
