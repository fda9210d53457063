using Taihang.Core.Common;

namespace Taihang.Core.Procedures;

/// <summary>What can stand in the way of a step. Codes TH1100 to TH1199.</summary>
public static class ProceduresProblems
{
    public static Problem DayRunsBack(DateOnly last) =>
        new(
            "TH1100",
            new(
                $"此事项最近一次记录是 {last:yyyy-MM-dd}，不能记在更早的日子。",
                $"The last entry of this case is of {last:yyyy-MM-dd}; nothing is entered before it."
            ),
            new("请核对日期。", "Check the date.")
        );

    public static Problem NotThisStep(Words? now, Words asked) =>
        new(
            "TH1101",
            now is null
                ? new($"此事项已办结，不能再办“{asked.Zh}”。", $"The case has its outcome; \"{asked.En}\" is past.")
                : new(
                    $"现在应办“{now.Zh}”，还轮不到“{asked.Zh}”。",
                    $"The case stands at \"{now.En}\"; \"{asked.En}\" is not its turn."
                ),
            now is null
                ? new("如不同意结果，可在期限内申诉。", "Whoever disagrees may appeal in time.")
                : new("请先办完当前一步。", "Finish the current step first.")
        );

    public static Problem ObjectionOpen(int open) =>
        new(
            "TH1102",
            new(
                $"有 {open} 件异议未答复，办理期限已停计。",
                $"Objections that wait for an answer: {open}; the clock stands still."
            ),
            new("请先答复异议。", "Answer first.")
        );

    public static Problem NotYourStep(Words step, Words parties) =>
        new(
            "TH1103",
            new($"“{step.Zh}”由{parties.Zh}办理。", $"\"{step.En}\" is for {parties.En}."),
            new("请交由其办理。", "Leave it to them.")
        );

    public static Problem OwnProposal() =>
        new(
            "TH1104",
            new(
                "您经手提出过此事项，不能再审核或决定它。",
                "You brought this case forward, and so cannot check or decide it."
            ),
            new("请由另一位同事办理。", "Another person must.")
        );

    public static Problem OwnDecision() =>
        new(
            "TH1105",
            new("您审核或决定过此事项，不能再听取申诉。", "You judged this case, and so cannot hear the appeal."),
            new("请由另一位同事办理。", "Another person must.")
        );

    public static Problem Bound() =>
        new(
            "TH1106",
            new("您已就此事项申明回避。", "You have stood aside from this case."),
            new("请由另一位同事办理。", "Another person must.")
        );

    public static Problem EvidenceMissing(Words what) =>
        new(
            "TH1107",
            new($"缺少：{what.Zh}。", $"Not on record: {what.En}."),
            new("请补上后再办结这一步。", "Add it, then close the step.")
        );

    public static Problem UnknownResult(string result, string known, string? nearest) =>
        new(
            "TH1108",
            new($"这一步没有结果“{result}”（可用：{known}）。", $"This step has no result \"{result}\" ({known})."),
            nearest is null
                ? new("请选择其中之一。", "Choose one of them.")
                : new($"是否想用“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem NoReason() =>
        new(
            "TH1109",
            new("没有写明理由。", "No reason is given."),
            new("请用一两句话写明。", "Give it in a sentence or two.")
        );

    public static Problem NoMeeting() =>
        new(
            "TH1110",
            new("没有到会人数和票数。", "Attendance and votes are not stated."),
            new("请填写。", "Enter them.")
        );

    public static Problem VotesDoNotAddUp(MeetingCount count) =>
        new(
            "TH1111",
            new(
                $"票数不符：应到 {count.Body}、实到 {count.Present}、回避 {count.Recused}，赞成 {count.For}＋反对 {count.Against}＋弃权 {count.Abstain}。",
                $"The count does not add up: body {count.Body}, present {count.Present}, recused {count.Recused}; for {count.For}, against {count.Against}, abstained {count.Abstain}."
            ),
            new(
                "赞成、反对、弃权之和应等于实到减回避；实到不超过应到。",
                "For, against and abstained together are those present less those recused; no more are present than the body has."
            )
        );

    public static Problem NoQuorum(MeetingCount count, Fraction quorum) =>
        new(
            "TH1112",
            new(
                $"到会不足：实到 {count.Present} 人，应到 {count.Body} 人，至少须 {quorum}。",
                $"Too few were there: {count.Present} of {count.Body}, and {quorum} of the body must be."
            ),
            new("请另行召集会议。", "Call the meeting again.")
        );

    public static Problem NobodyVotes() =>
        new(
            "TH1113",
            new("到会的人都要回避，没有人表决。", "Everybody present is recused, and nobody votes."),
            new("请另行召集会议。", "Call the meeting again.")
        );

    public static Problem NotPosted() =>
        new(
            "TH1114",
            new("公示还没有张贴。", "The notice is not posted."),
            new("请先张贴并记录。", "Post it and record that first.")
        );

    public static Problem NoticeTooShort(DateOnly posted, DateOnly? until, int days) =>
        new(
            "TH1115",
            until is { } end
                ? new(
                    $"公示自 {posted:yyyy-MM-dd} 起须满 {days} 天，{end:yyyy-MM-dd} 才能撤下。",
                    $"Posted on {posted:yyyy-MM-dd}, it must stand for {days} full days: until {end:yyyy-MM-dd}."
                )
                : new(
                    $"公示须满 {days} 天；异议未答复期间不计。",
                    $"It must stand for {days} full days; days with an open objection do not count."
                ),
            new("请到期后再撤下。", "Take it down then.")
        );

    public static Problem AlreadyPosted(DateOnly posted) =>
        new(
            "TH1116",
            new($"公示已于 {posted:yyyy-MM-dd} 张贴。", $"It was posted on {posted:yyyy-MM-dd}."),
            new("无须再贴。", "Nothing more is needed.")
        );

    public static Problem NotDrawn() =>
        new(
            "TH1117",
            new("抽查名单还没有抽取。", "The sample is not drawn."),
            new("请先抽取，再办理审核。", "Draw it, then check.")
        );

    public static Problem AlreadyDrawn() =>
        new(
            "TH1118",
            new("抽查名单已经抽取，不能重抽。", "The sample is drawn; it is not drawn twice."),
            new("请按已抽取的名单核查。", "Check the cases that were drawn.")
        );

    public static Problem SeedDoesNotFit() =>
        new(
            "TH1119",
            new(
                "随机种子与公示时留存的承诺不符。",
                "The seed is not the one that was committed to when the notice went up."
            ),
            new("请使用原种子。", "Use that seed.")
        );

    public static Problem NoObjectionsHere(Words? step) =>
        new(
            "TH1120",
            step is null
                ? new("此事项不在公示期内。", "No notice of this case is up.")
                : new($"“{step.Zh}”一步不接受异议。", $"No objection can be raised at \"{step.En}\"."),
            new("办结后可在期限内申诉。", "After the outcome there is an appeal.")
        );

    public static Problem NoSuchObjection() =>
        new(
            "TH1121",
            new("没有这件待答复的异议。", "There is no such objection to answer."),
            new("请刷新页面。", "Reload the page.")
        );

    public static Problem NoAppeal(DateOnly? until) =>
        new(
            "TH1122",
            until is { } day
                ? new($"申诉期限到 {day:yyyy-MM-dd} 为止，已过。", $"An appeal was possible until {day:yyyy-MM-dd}.")
                : new("此事项现在不能申诉。", "Nothing can be appealed here now."),
            new("可以重新申请。", "A new application is always possible.")
        );

    public static Problem NotConcerned() =>
        new(
            "TH1123",
            new("没有出示此事项的回执码。", "The receipt code of this case was not given."),
            new("请输入回执码，或请工作人员代为记录。", "Enter it, or ask an official to record it for you.")
        );

    public static Problem NothingToPost(Words step) =>
        new(
            "TH1124",
            new($"“{step.Zh}”不是公示。", $"\"{step.En}\" is no notice."),
            new("请刷新页面。", "Reload the page.")
        );

    public static Problem NothingToDraw(Words step) =>
        new(
            "TH1125",
            new($"“{step.Zh}”不抽查。", $"Nothing is drawn at \"{step.En}\"."),
            new("请刷新页面。", "Reload the page.")
        );

    public static Problem NotInFrame() =>
        new(
            "TH1126",
            new("抽样范围里没有这一户。", "The frame of the sample does not hold this case."),
            new("请按公示名单抽取。", "Draw from the cases of the notice.")
        );

    public static Problem NotOpenToAll(Words procedure) =>
        new(
            "TH1127",
            new($"“{procedure.Zh}”由办事机构发起。", $"\"{procedure.En}\" is begun by an office."),
            new("请联系当地办事机构。", "Ask your local office.")
        );

    public static Problem UnknownProcedure(string id, string? nearest) =>
        new(
            "TH1128",
            new($"没有程序“{id}”。", $"There is no procedure \"{id}\"."),
            nearest is null
                ? new("请用 taihang procedures list 查看。", "See taihang procedures list.")
                : new($"是否想用“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem NotInForce(Words procedure, DateOnly day) =>
        new(
            "TH1129",
            new(
                $"“{procedure.Zh}”在 {day:yyyy-MM-dd} 不生效。",
                $"\"{procedure.En}\" is not in force on {day:yyyy-MM-dd}."
            ),
            new("请使用当日生效的程序。", "Use the one in force on that day.")
        );

    public static Problem NoSuchCase() =>
        new(
            "TH1130",
            new("没有这个事项，或不在您的工作范围内。", "There is no such case, or it lies outside your area."),
            new("请从待办或事项一览进入。", "Open it from your tasks or the board.")
        );

    public static Problem NoSuchReceipt() =>
        new(
            "TH1131",
            new("没有这个回执码。", "There is no such receipt code."),
            new(
                "请核对每一个字符；遗失时可凭本人身份到村里查询。",
                "Check each character; if it is lost, ask at the village office in person."
            )
        );

    public static Problem SampleNotChecked(int left) =>
        new(
            "TH1132",
            new($"被抽中的还有 {left} 户没有核查。", $"{left} of the drawn cases are not checked yet."),
            new("请先核查被抽中的户。", "Check those first.")
        );

    public static Problem CheckEverybody(int wrong, int drawn) =>
        new(
            "TH1133",
            new(
                $"抽查 {drawn} 户，{wrong} 户不符，超过允许的比例。",
                $"{wrong} of the {drawn} drawn cases are wrong, more than may be."
            ),
            new("这份公示上的每一户都要核查。", "Every case of this notice must be checked.")
        );

    public static Problem NothingToActOn() =>
        new(
            "TH1134",
            new("没有处于这一步的事项。", "No case stands at this step here."),
            new("请刷新页面。", "Reload the page.")
        );

    public static Problem SettingLoosens(string setting, Fraction value, Fraction national) =>
        new(
            "TH1135",
            new(
                $"地方设定 {setting}＝{value} 低于国家规定（{national}）的要求。",
                $"The area's {setting} = {value} is looser than the national rule ({national})."
            ),
            new("地方可以更严，不能更宽。", "An area may be stricter, never looser.")
        );

    public static Problem SomebodyElseActed() =>
        new(
            "TH1136",
            new("就在刚才，别人先办了一步。", "Somebody else acted on it just now."),
            new("请刷新页面后再办。", "Reload the page and look again.")
        );

    public static Problem NotACase() =>
        new(
            "TH1137",
            new("这个编号不能用作事项编号。", "No case can have this ID."),
            new("请重新打开申请页面。", "Open the page of the application again.")
        );

    public static Problem ListNotNamed() =>
        new(
            "TH1138",
            new("没有写明这是什么名单。", "It is not said what the list is."),
            new(
                "请写名单名称和日期，如“公安机动车登记，2026年3月”；农户会看到它。",
                "Write its name and month, such as \"vehicle register, March 2026\"; the household will see it."
            )
        );

    public static Problem NoProcedureForHits() =>
        new(
            "TH1139",
            new("没有选定可由您发起的核查程序。", "No procedure was chosen that you may open for a hit."),
            new("请从所列程序中选择。", "Choose one of those listed.")
        );

    public static Problem ComparisonGone() =>
        new(
            "TH1140",
            new("这次比对已不在。", "This comparison is no longer held."),
            new(
                "比对结果只在内存中保留 30 分钟，名单从不保存；请再上传一次。已开的核查不会重复开。",
                "What was found is held in memory for thirty minutes and the list is never kept; send it again. No check is opened twice."
            )
        );
}
