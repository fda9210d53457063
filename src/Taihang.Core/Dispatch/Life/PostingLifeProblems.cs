using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Life;

/// <summary>What can stand in the way of an act on a posting. Codes TH0660 to TH0699.</summary>
public static class PostingLifeProblems
{
    public static Problem NoSuchPosting() =>
        new(
            "TH0660",
            new("没有这份任职记录，或不在您的工作范围内。", "There is no such posting, or it lies outside your area."),
            new("请从在岗名单进入。", "Open it from the list of who serves.")
        );

    public static Problem NotYours(Words who) =>
        new("TH0661", new($"此事由{who.Zh}办理。", $"This is done by: {who.En}."), new("请告知该方。", "Ask them."));

    public static Problem OwnPosting() =>
        new(
            "TH0662",
            new("本人不能决定自己的任职事项。", "Nobody decides about their own posting."),
            new("请由他人办理。", "Somebody else does it.")
        );

    public static Problem OtherHand() =>
        new(
            "TH0663",
            new(
                "提出、登记或已表态的人不能再作决定或确认。",
                "Whoever asked, entered or agreed already does not decide or confirm."
            ),
            new("请由另一人办理。", "Another person does it.")
        );

    public static Problem Over(DateOnly last) =>
        new(
            "TH0664",
            new($"任职已于 {last:yyyy-MM-dd} 结束。", $"The posting ended on {last:yyyy-MM-dd}."),
            new(
                "只能办理交接、登记去向和补登任职期内的台账。",
                "Only hand-over, return and the ledger of its own days remain."
            )
        );

    public static Problem EndSet(DateOnly last) =>
        new(
            "TH0665",
            new($"任职结束日已定为 {last:yyyy-MM-dd}。", $"The posting's last day is set: {last:yyyy-MM-dd}."),
            new("无须再办。", "Nothing more is needed.")
        );

    public static Problem OutsidePosting(DateOnly from, DateOnly? last) =>
        new(
            "TH0666",
            new(
                $"日期不在任职期内（{from:yyyy-MM-dd} 至 {(last is { } end ? $"{end:yyyy-MM-dd}" : "今")}）。",
                $"The days lie outside the posting ({from:yyyy-MM-dd} to {(last is { } to ? $"{to:yyyy-MM-dd}" : "now")})."
            ),
            new("请修改日期。", "Change the days.")
        );

    public static Problem LeaveDates() =>
        new(
            "TH0667",
            new(
                "请假止期早于起期，超过一年，或在一年以后才开始。",
                "The leave ends before it begins, lasts more than a year, or begins more than a year from now."
            ),
            new("请修改日期。", "Change the days.")
        );

    public static Problem LeavesMeet(DateOnly from, DateOnly until) =>
        new(
            "TH0668",
            new(
                $"与 {from:yyyy-MM-dd} 至 {until:yyyy-MM-dd} 的请假重叠。",
                $"It overlaps a leave from {from:yyyy-MM-dd} to {until:yyyy-MM-dd}."
            ),
            new("请修改日期，或先销假。", "Change the days, or record the return first.")
        );

    public static Problem NoSuchLeave() =>
        new(
            "TH0669",
            new("没有这样的请假可办。", "There is no such leave to act on."),
            new("请刷新后再看。", "Reload and look again.")
        );

    public static Problem BackOutside(DateOnly from, DateOnly until) =>
        new(
            "TH0670",
            new(
                $"销假日期应在 {from:yyyy-MM-dd} 至 {until:yyyy-MM-dd} 之间，且不晚于今天。",
                $"The first day back lies between {from:yyyy-MM-dd} and {until:yyyy-MM-dd}, and is not to come."
            ),
            new("请修改日期。", "Change the day.")
        );

    public static Problem CannotStandIn() =>
        new(
            "TH0671",
            new(
                "代理人须是本县在岗、同期不请假的其他驻村干部。",
                "A stand-in is another posted cadre of the county who serves in those days."
            ),
            new("请另选一人，或留空。", "Choose another, or leave it open.")
        );

    public static Problem NoReason() =>
        new("TH0672", new("请写明情况或理由。", "Say why, or what happened."), new("请填写。", "Fill it in."));

    public static Problem OutsideMonth() =>
        new(
            "TH0673",
            new("该月没有任职期内已过的日子。", "The month has no day of the posting that has passed."),
            new("请选择任职期内的月份。", "Choose a month of the posting.")
        );

    public static Problem TooManyDays(int most) =>
        new(
            "TH0674",
            new(
                $"各项天数应不小于 0，合计不超过该月已任职的 {most} 天。",
                $"Each number of days is 0 or more, and together they are at most the month's {most} days of service so far."
            ),
            new("请核对台账。", "Check the ledger.")
        );

    public static Problem ExtensionOutside(DateOnly after, DateOnly most) =>
        new(
            "TH0675",
            new(
                $"延长应晚于 {after:yyyy-MM-dd}，不早于今天，最迟到 {most:yyyy-MM-dd}。",
                $"An extension runs beyond {after:yyyy-MM-dd}, not into the past, and at most to {most:yyyy-MM-dd}."
            ),
            new("请修改日期。", "Change the day.")
        );

    public static Problem RecallOpen(DateOnly on) =>
        new(
            "TH0676",
            new($"{on:yyyy-MM-dd} 的召回建议尚未决定。", $"A proposal of {on:yyyy-MM-dd} is still open."),
            new("请先作决定。", "Decide it first.")
        );

    public static Problem NoRecall() =>
        new(
            "TH0677",
            new("没有待决定的召回建议。", "No recall is proposed."),
            new("无须办理。", "There is nothing to do.")
        );

    public static Problem RecallAnswered(DateOnly on) =>
        new(
            "TH0678",
            new($"本人已于 {on:yyyy-MM-dd} 作出说明。", $"The cadre's answer was recorded on {on:yyyy-MM-dd}."),
            new("等待决定。", "It waits for the decision.")
        );

    public static Problem ReplyPeriod(DateOnly until) =>
        new(
            "TH0679",
            new(
                $"本人尚未说明，说明期限到 {until:yyyy-MM-dd}。",
                $"The cadre has not answered yet and has until {until:yyyy-MM-dd}."
            ),
            new("收到说明或期满后再决定。", "Decide after the answer, or after that day.")
        );

    public static Problem TermRuns(DateOnly until) =>
        new(
            "TH0680",
            new($"任期到 {until:yyyy-MM-dd} 才届满。", $"The term runs until {until:yyyy-MM-dd}."),
            new("提前结束请用调回或召回。", "To end it earlier, record a withdrawal or propose a recall.")
        );

    public static Problem EndsInThePast() =>
        new(
            "TH0681",
            new("最后一天不能早于今天和任职首日。", "The last day is not before today, nor before the first."),
            new("请修改日期。", "Change the day.")
        );

    public static Problem HandoverLater(DateOnly from) =>
        new(
            "TH0682",
            new(
                $"交接自 {from:yyyy-MM-dd} 或结束日确定后开始。",
                $"The hand-over begins on {from:yyyy-MM-dd}, or once an end is set."
            ),
            new("届时再办。", "Come back then.")
        );

    public static Problem NoSuchItem(string item, string? nearest) =>
        new(
            "TH0683",
            new($"交接清单中没有“{item}”。", $"The hand-over list has no \"{item}\"."),
            nearest is null
                ? new("请从清单中选择。", "Choose from the list.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem ItemDone(DateOnly on) =>
        new(
            "TH0684",
            new($"此项已于 {on:yyyy-MM-dd} 办理。", $"This was done on {on:yyyy-MM-dd}."),
            new("无须再办。", "Nothing more is needed.")
        );

    public static Problem ItemOpen() =>
        new(
            "TH0685",
            new("此项尚未移交。", "This was not handed over yet."),
            new("请先由离任者移交。", "The leaving cadre does so first.")
        );

    public static Problem StillServes() =>
        new(
            "TH0686",
            new("任职尚未结束。", "The posting still runs."),
            new("结束后再登记去向。", "Record what became of them after its end.")
        );

    public static Problem ReturnedAlready(DateOnly on) =>
        new(
            "TH0687",
            new($"去向已于 {on:yyyy-MM-dd} 登记。", $"It was recorded on {on:yyyy-MM-dd} what became of them."),
            new("无须再办。", "Nothing more is needed.")
        );

    public static Problem NoSuchConcern() =>
        new(
            "TH0688",
            new("没有待办理的关心关爱事项。", "There is no concern to see to."),
            new("请刷新后再看。", "Reload and look again.")
        );

    public static Problem AccountElsewhere() =>
        new(
            "TH0689",
            new("该账号没有本村的驻村岗位。", "That account holds no cadre's duty in this village."),
            new("请先在“人员”中任用。", "Appoint it under People first.")
        );

    public static Problem DayRunsBack(DateOnly last) =>
        new(
            "TH0690",
            new(
                $"日期早于上一条记录（{last:yyyy-MM-dd}）。",
                $"The day lies before the last thing on record ({last:yyyy-MM-dd})."
            ),
            new("请核对本机日期。", "Check this machine's date.")
        );

    public static Problem SomebodyElseActed() =>
        new(
            "TH0691",
            new(
                "刚刚有人办理了同一份任职记录，本次未保存。",
                "Somebody else just acted on this posting; nothing was saved."
            ),
            new("请刷新后再办。", "Reload and do it again.")
        );

    public static Problem NoRules(DateOnly day) =>
        new(
            "TH0692",
            new(
                $"{day:yyyy-MM-dd} 没有生效的任职管理规则。",
                $"No rules for the life of a posting are in force on {day:yyyy-MM-dd}."
            ),
            new(
                "请在规则包 catalogues/posting.yaml 的 life 中补充。",
                "Add them under life in catalogues/posting.yaml of the pack."
            )
        );

    public static Problem EndTooFar() =>
        new(
            "TH0693",
            new("最后一天最多定在一年之内。", "The last day is set at most a year ahead."),
            new("请修改日期。", "Change the day.")
        );
}
