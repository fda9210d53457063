using Taihang.Core.Common;

namespace Taihang.Core.Registry;

/// <summary>What can stand in the way of a change of the record. Codes TH0430 to TH0459.</summary>
public static class ChangeProblems
{
    public static Problem NoSuchRequest() =>
        new(
            "TH0430",
            new(
                "没有这份更改申请，或不在您的工作范围内。",
                "There is no such change request, or it lies outside your area."
            ),
            new("请从待审更改或户页面进入。", "Open it from the list of changes or from its household's page.")
        );

    public static Problem NoSuchKind(string kind, string? nearest) =>
        new(
            "TH0431",
            new($"没有“{kind}”这样的更改。", $"There is no change of the kind \"{kind}\"."),
            nearest is null
                ? new("请从更改种类中选择。", "Choose one of the kinds.")
                : new($"是否应为“{nearest}”？", $"Should it be \"{nearest}\"?")
        );

    public static Problem HouseholdGone() =>
        new(
            "TH0432",
            new("这一户不在册，或已注销。", "The household is not on record, or is closed."),
            new("请从村的名单重新打开。", "Open it again from its village's list.")
        );

    public static Problem NotAMember() =>
        new(
            "TH0433",
            new(
                "所说的人不是（或已不是）这一户的成员。",
                "Somebody named is not, or no longer, a member of the household."
            ),
            new("请按现有成员重新填写。", "Fill it in again with the members as they are.")
        );

    public static Problem AlreadyMember() =>
        new(
            "TH0434",
            new("所加的人或户已经在册。", "The person or household to be added is on record already."),
            new("请核对是否已经办过。", "Check whether it was done before.")
        );

    public static Problem TooEarly(string day) =>
        new(
            "TH0435",
            new($"日期早于已有记录的 {day}。", $"The day lies before {day}, which is on record."),
            new($"请填写 {day} 或以后的日期。", $"Give {day} or a later day.")
        );

    public static Problem InTheFuture(DateOnly today) =>
        new(
            "TH0436",
            new("日期在今天之后。", "The day lies in the future."),
            new($"请填写 {today:yyyy-MM-dd} 或以前的日期。", $"Give {today:yyyy-MM-dd} or an earlier day.")
        );

    public static Problem NobodyLeft() =>
        new(
            "TH0437",
            new("分户后两户都要有人。", "After a split both households must have somebody."),
            new("请至少选一人、至少留一人。", "Choose at least one who goes and leave at least one.")
        );

    public static Problem SameHousehold() =>
        new(
            "TH0438",
            new("一户不能与自己合并。", "A household cannot be merged with itself."),
            new("请填写另一户的编号。", "Give the number of another household.")
        );

    public static Problem NotEverybody() =>
        new(
            "TH0439",
            new("被并的户还有人没有写明去向。", "Somebody of the other household would be left behind."),
            new("请为每个成员写明与户主关系。", "Say of every member how they stand to the head.")
        );

    public static Problem Heads(int heads) =>
        new(
            "TH0440",
            new($"更改后这一户会有 {heads} 个户主。", $"After the change the household would have {heads} heads."),
            new(
                "每户应有且只有一个户主；请改“与户主关系”。",
                "Every household has exactly one: change how the members stand to the head."
            )
        );

    public static Problem ReadAgain() =>
        new(
            "TH0441",
            new(
                "申请提出后，这一户的记录有了别的变动。",
                "The record of the household changed since this was asked for."
            ),
            new(
                "请对照现在的记录重读，并勾选“已重读”。",
                "Read it again beside the record as it is now, and tick that you did."
            )
        );

    public static Problem Overtaken(int values) =>
        new(
            "TH0442",
            new(
                $"申请要改的 {values} 项，提出后已被别人改成另外的内容。",
                $"{values} of the values it would change were changed to something else since."
            ),
            new(
                "不能覆盖；请退回，由申请人按现在的记录重新提出。",
                "Nothing is overwritten: refuse it, and let it be asked for anew."
            )
        );

    public static Problem NoEffect() =>
        new(
            "TH0443",
            new("所填与现有记录相同，没有要改的内容。", "The record says all of this already; nothing would change."),
            new("请改动至少一项。", "Change at least one value.")
        );

    public static Problem MovedWhileReading() =>
        new(
            "TH0444",
            new("您打开这一页之后，记录又有变动。", "The record changed after this page was opened."),
            new("请看过新的对照表再决定。", "Look at the new comparison before you decide.")
        );

    public static Problem NewerKnown(Place at, DateOnly day) =>
        new(
            "TH0445",
            new(
                $"已有 {day:yyyy-MM-dd} 的记录，更早的情况改变不了现状。",
                $"It was recorded for {day:yyyy-MM-dd}; an earlier day would not change what holds now."
            ),
            new($"情况日期请填 {day:yyyy-MM-dd} 或以后。", $"Give {day:yyyy-MM-dd} or a later day."),
            at
        );

    public static Problem Altered() =>
        new(
            "TH0446",
            new(
                "申请内容与提交时留下的指纹不符：提交后被改动过。",
                "The request is not what was submitted: it was altered afterwards."
            ),
            new(
                "不能办理；请告知县级办公室和审计人员。",
                "It cannot be decided. Tell the county office and the auditor."
            )
        );

    public static Problem SentWithOtherContent() =>
        new(
            "TH0447",
            new(
                "同一编号的申请已经提交，内容不同。",
                "A request with this identifier was submitted with other content."
            ),
            new("请重新打开表单再填。", "Open the form again and fill it in anew.")
        );

    public static Problem AlreadyClosed(Words standing) =>
        new(
            "TH0448",
            new($"这份申请已有结果：{standing.Zh}。", $"This request is closed: {standing.En}."),
            new("如需再改，请另提申请。", "Ask anew if something is still to be changed.")
        );

    public static Problem OwnRequest() =>
        new(
            "TH0449",
            new("自己提的申请不能自己审。", "Nobody decides their own request."),
            new(
                "由本地另一位有权审核的人办理；您可以撤回。",
                "Somebody else of the area's offices decides; you may withdraw it."
            )
        );

    public static Problem StandsAside() =>
        new(
            "TH0450",
            new(
                "您已申明与这一户有利害关系，应当回避。",
                "You have declared an interest in this household and stand aside."
            ),
            new("由另一位办理。", "Somebody else decides.")
        );

    public static Problem NotForYou() =>
        new(
            "TH0451",
            new("这份申请不由您审核。", "This request is not yours to decide."),
            new(
                "由乡镇或县级办公室审核；跨乡镇的由县级审核。",
                "The township or the county office decides; the county alone where two townships are concerned."
            )
        );

    public static Problem NotYourRequest() =>
        new(
            "TH0452",
            new("只有申请人可以撤回。", "Only whoever asked may withdraw it."),
            new("有权审核的人可以不同意。", "Whoever decides may refuse it.")
        );

    public static Problem NothingToReverse() =>
        new(
            "TH0453",
            new("这次更改没有可以照样改回的内容。", "There is nothing in this change that could simply be put back."),
            new("如有差错，请另提更改。", "If something is wrong, ask for another change.")
        );

    public static Problem UnknownAttribute(Place at, string attribute, string? nearest) =>
        new(
            "TH0454",
            new($"登记表里没有“{attribute}”这一项。", $"The registration form has no \"{attribute}\"."),
            nearest is null
                ? new("请从表单里选择。", "Choose one from the form.")
                : new($"是否应为“{nearest}”？", $"Should it be \"{nearest}\"?"),
            at
        );

    public static Problem NumberTaken(Place at, string number) =>
        new(
            "TH0455",
            new($"户编号“{number}”本县已有。", $"The household number \"{number}\" is taken in this county."),
            new("请另用一个编号。", "Use another one."),
            at
        );

    public static Problem NoHouseholdOfNumber(Place at, string number) =>
        new(
            "TH0456",
            new($"您的工作范围内没有编号为“{number}”的户。", $"There is no household \"{number}\" in your area."),
            new("请核对户编号。", "Check the number."),
            at
        );

    public static Problem NoSuchVillage(Place at, string code, Words? nearest) =>
        new(
            "TH0457",
            new($"本县没有代码为“{code}”的村。", $"The county has no village of the code \"{code}\"."),
            nearest is null
                ? new("请填写本县村的 12 位代码。", "Give the 12-digit code of a village of the county.")
                : new($"是否应为{nearest.Zh}？", $"Should it be {nearest.En}?"),
            at
        );

    public static Problem SomebodyElseActed() =>
        new(
            "TH0458",
            new(
                "同时有别人在改这一户，这次没有写入任何内容。",
                "Somebody else changed this household at the same time; nothing was written."
            ),
            new("请重新打开再办。", "Open it again and go on.")
        );

    public static Problem NotYourArea() =>
        new(
            "TH0459",
            new("这一户或这个村不在您的工作范围内。", "The household or village lies outside your area."),
            new("请由管这个村的村、乡镇或县办公室提出。", "Let an office that works with the village ask for it.")
        );
}
