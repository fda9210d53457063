using System.Globalization;
using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>
/// The words of every outbound notice, made from its kind and from days, moments, kinds of step and offices alone. Not even the title of a
/// procedure or of an outcome is in them: a title may name an illness, and a phone is often shared.
/// </summary>
public static class NoticeWords
{
    /// <param name="together">How many notices of the kind this one message stands for; 1 for the person concerned.</param>
    public static Words Text(NoticeKind kind, NoticeFacts facts, int together = 1) =>
        kind switch
        {
            NoticeKind.Received => new(
                $"您于{Zh(facts.Day)}提出的申请已经受理{(facts.Due is { } due ? $"，应在{Zh(due)}前办结" : "")}。凭回执码可在村务公开网站“查回执”查看进度，或到村里询问。",
                $"Your application of {En(facts.Day)} is taken in{(facts.Due is { } last ? $" and is to be decided by {En(last)}" : "")}. See how it goes with your receipt code under \"Receipts\", or ask at the village office."
            ),
            NoticeKind.Begun => new(
                $"自{Zh(facts.Day)}起，您家的情况按程序复核{(facts.Due is { } due ? $"，应在{Zh(due)}前办结" : "")}。复核期间不影响现有待遇。有疑问请到村里询问。",
                $"From {En(facts.Day)} your household's record is looked at by procedure{(facts.Due is { } last ? $", to be decided by {En(last)}" : "")}. Nothing you receive changes meanwhile. Ask at the village office."
            ),
            NoticeKind.MustAct => new(
                $"您的事项需要您本人办理“{Zh(facts.Step)}”{(facts.Due is { } due ? $"，请在{Zh(due)}前到村里办理" : "，请到村里办理")}。行动不便可请村里上门。",
                $"Your case needs you in person for: {En(facts.Step)}. Please come to the village office{(facts.Due is { } last ? $" by {En(last)}" : "")}; if you cannot, ask the office to visit you."
            ),
            NoticeKind.Delayed => new(
                $"您的事项应在{Zh(facts.Due ?? facts.Day)}前办理，现已逾期，已按程序提醒承办单位及其上级。您不需要做任何事。",
                $"Your case was due by {En(facts.Due ?? facts.Day)} and is late. The office, and the one above where the rule says so, has been told. You need do nothing."
            ),
            NoticeKind.Decided => new(
                $"您的事项已于{Zh(facts.Day)}作出决定。凭回执码查看结果和理由，或到村里询问。{AppealZh(facts)}",
                $"Your case was decided on {En(facts.Day)}. See the outcome and its reasons with your receipt code, or ask at the village office. {AppealEn(facts)}".TrimEnd()
            ),
            NoticeKind.TaskWaits => new(
                $"有 {together} 项事项轮到贵处办理{OneStepZh(facts, together)}。请在“待办”中查看。",
                $"{Count(together, "case waits", "cases wait")} for your office{OneStepEn(facts, together)}. Open \"Tasks\"."
            ),
            NoticeKind.ObjectionWaits => new(
                $"有 {together} 件异议等贵处答复{(facts.Due is { } due ? $"，最早应在{Zh(due)}前答复" : "")}。答复前办理期限停计。请在“待办”中查看。",
                $"{Count(together, "objection waits", "objections wait")} for your office's answer{(facts.Due is { } last ? $", the first by {En(last)}" : "")}. The clock stands still until then. Open \"Tasks\"."
            ),
            NoticeKind.Overdue => new(
                $"有 {together} 项事项已逾期{OneStepZh(facts, together)}。请在“待办”中查看。",
                $"{Count(together, "case is overdue", "cases are overdue")}{OneStepEn(facts, together)}. Open \"Tasks\"."
            ),
            NoticeKind.Emergency => new(
                $"{Zh(facts)}有工作人员紧急查阅了辖区以外的一户。请在“待核实的查阅”中核实并写明结果。",
                $"An official opened one household beyond their area in an emergency at {En(facts)}. Review it under \"Accesses to review\" and write down what you found."
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static Words Title(NoticeKind kind) =>
        kind switch
        {
            NoticeKind.Received => new("申请已受理", "Application taken in"),
            NoticeKind.Begun => new("开始复核", "A check began"),
            NoticeKind.MustAct => new("需本人办理", "Asked to come"),
            NoticeKind.Delayed => new("办理逾期", "The case is late"),
            NoticeKind.Decided => new("已作决定", "Decided"),
            NoticeKind.TaskWaits => new("事项待办", "A task waits"),
            NoticeKind.ObjectionWaits => new("异议待答复", "An objection waits"),
            NoticeKind.Overdue => new("事项逾期", "Overdue"),
            NoticeKind.Emergency => new("紧急查阅", "Emergency access"),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static Words Channel(string channel) =>
        channel switch
        {
            NoticeChannel.Sms => new("短信", "Text message"),
            NoticeChannel.Voice => new("语音电话", "Voice call"),
            NoticeChannel.Mail => new("电子邮件", "E-mail"),
            NoticeChannel.Letter => new("书面送达", "Letter by hand"),
            _ => Words.Same(channel),
        };

    public static Words Standing(string standing) =>
        standing switch
        {
            NoticeStanding.Waiting => new("待发送", "Waiting"),
            NoticeStanding.Letter => new("待打印送达", "To print and hand over"),
            NoticeStanding.Sent => new("已告知", "Told"),
            NoticeStanding.Superseded => new("已过时，未发", "No longer so; not sent"),
            NoticeStanding.Cancelled => new("已撤销", "Cancelled"),
            NoticeStanding.Dead => new("无法送达", "Could not be told"),
            _ => Words.Same(standing),
        };

    public static Words Office(NoticeOffice office) =>
        office switch
        {
            NoticeOffice.Village => new("村", "the village office"),
            NoticeOffice.Township => new("乡镇", "the township office"),
            _ => new("县级办公室", "the county office"),
        };

    /// <summary>What came of the last attempt; see <see cref="NoticeAnswer"/>.</summary>
    public static Words Answer(string? answer) =>
        answer switch
        {
            null => new("尚未尝试", "not tried yet"),
            NoticeAnswer.Sent => new("通道已接收", "taken by the channel"),
            NoticeAnswer.Again => new("通道暂时不可用", "the channel asked to try again"),
            NoticeAnswer.Refused => new("通道拒绝", "refused by the channel"),
            NoticeAnswer.NoAnswer => new("通道没有回应", "the channel did not answer"),
            NoticeAnswer.NoAddress => new("没有联系方式", "no address is known"),
            NoticeAnswer.NoChannel => new("没有配置这个通道", "the channel is not set up"),
            NoticeAnswer.Died => new("发送程序中断", "the sender ended meanwhile"),
            _ => Words.Same(answer),
        };

    private static string AppealZh(NoticeFacts facts) =>
        facts.Until is { } until
            ? $"如不同意，可在{Zh(until)}前申诉{(facts.HeardBy is { } by ? $"，由{Office(by).Zh}听取" : "")}：凭回执码在网站提出，或口头、书面告诉村里代为记录。"
            : "";

    private static string AppealEn(NoticeFacts facts) =>
        facts.Until is { } until
            ? $"If you disagree, appeal until {En(until)}{(facts.HeardBy is { } by ? $"; {Office(by).En} hears it" : "")}: with your receipt code on the site, or by word or on paper at the village office."
            : "";

    private static string OneStepZh(NoticeFacts facts, int together) =>
        together > 1 ? "" : $"（{Zh(facts.Step)}{(facts.Due is { } due ? $"，期限{Zh(due)}" : "")}）";

    private static string OneStepEn(NoticeFacts facts, int together) =>
        together > 1 ? "" : $" ({En(facts.Step)}{(facts.Due is { } due ? $", due {En(due)}" : "")})";

    private static string Count(int count, string one, string many) =>
        count == 1 ? $"1 {one}" : string.Create(CultureInfo.InvariantCulture, $"{count} {many}");

    private static string Zh(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    private static string En(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Zh(NoticeFacts facts) =>
        facts.At is { } at
            ? $"{Zh(DateOnly.FromDateTime(at.UtcDateTime))}{at.UtcDateTime:HH:mm}（UTC）"
            : Zh(facts.Day);

    private static string En(NoticeFacts facts) =>
        facts.At is { } at
            ? at.UtcDateTime.ToString("HH:mm 'UTC on' d MMMM yyyy", CultureInfo.InvariantCulture)
            : En(facts.Day);

    private static string Zh(StepKind? step) => Step(step).Zh;

    private static string En(StepKind? step) => Step(step).En;

    private static Words Step(StepKind? step) =>
        step switch
        {
            StepKind.Intake => new("受理", "intake"),
            StepKind.Visit => new("入户核实", "a home visit"),
            StepKind.Compare => new("信息比对", "comparison of records"),
            StepKind.Meeting => new("评议会议", "a meeting"),
            StepKind.Notice => new("公示", "a public notice"),
            StepKind.Check => new("审核", "a check"),
            StepKind.Decide => new("审定", "a decision"),
            StepKind.Announce => new("公告", "an announcement"),
            StepKind.Tell => new("告知", "telling the person"),
            StepKind.Declare => new("申报", "a declaration"),
            StepKind.Appeal => new("申诉", "an appeal"),
            _ => new("全程", "the whole procedure"),
        };
}
