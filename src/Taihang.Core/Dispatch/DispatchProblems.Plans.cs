using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>Of plans on the board and of the roster behind them. Codes TH0640 to TH0659.</summary>
public static partial class DispatchProblems
{
    public static Problem NoSuchPlan() =>
        new(
            "TH0650",
            new("没有这个选派方案。", "There is no such plan."),
            new("请从方案列表中选择。", "Choose one from the list of plans.")
        );

    /// <param name="next">First day on which a term is over; null where nobody serves.</param>
    public static Problem NothingToPlan(DateOnly day, DateOnly? next) =>
        new(
            "TH0651",
            new(
                $"{day:yyyy-MM-dd} 各村第一书记任期都未满，没有要选派的村。",
                $"On {day:yyyy-MM-dd} every village has a first secretary within a term; there is nothing to plan."
            ),
            next is { } end
                ? new(
                    $"请换一个日期；最近一批 {end:yyyy-MM-dd} 任满。",
                    $"Choose another day; the next terms are over on {end:yyyy-MM-dd}."
                )
                : new("请换一个日期。", "Choose another day.")
        );

    public static Problem NotADraft() =>
        new(
            "TH0652",
            new(
                "方案已提交、已任命或已作废，不能再改。",
                "The plan is submitted, posted or dropped and cannot be changed."
            ),
            new("请复制为新方案后修改。", "Copy it to a new plan and change that.")
        );

    public static Problem PlanChanged() =>
        new(
            "TH0653",
            new("您查看之后，方案已被别人修改。", "Somebody else changed the plan after you looked at it."),
            new("请看过现在的方案再改。", "Look at it as it is now, then change it.")
        );

    public static Problem PairExcluded(Words cadre, Words village, QuotedRule rule) =>
        new(
            "TH0654",
            new(
                $"不能定由{cadre.Zh}去{village.Zh}：“{rule.Text.Zh}”（依据：{rule.Told.Zh}）。",
                $"{cadre.En} cannot go to {village.En}: \"{rule.Text.En}\" (source: {rule.Told.En})."
            ),
            new("请选择别的人或别的村。", "Choose another cadre or another village.")
        );

    public static Problem AgainstChoice(Words wanted, Words laid) =>
        new(
            "TH0655",
            new(
                $"“{wanted.Zh}”与已确定的“{laid.Zh}”不能同时成立。",
                $"\"{wanted.En}\" cannot hold beside \"{laid.En}\"."
            ),
            new("请先撤回后一条。", "Take the latter back first.")
        );

    public static Problem NotInPlan() =>
        new(
            "TH0656",
            new("方案中没有这个村或这名干部。", "The plan has no such village or cadre."),
            new("请从方案的村和干部中选择。", "Choose among the plan's villages and cadres.")
        );

    public static Problem RecordMoved(IReadOnlyCollection<Words> why) =>
        new(
            "TH0657",
            new(
                $"与现有任职冲突或情况已变，不能照此任命：{string.Join("；", why.Select(w => w.Zh))}。",
                $"Other postings stand in its way, or what it rests on has changed; nobody is posted: {string.Join("; ", why.Select(w => w.En))}."
            ),
            new("请核对日期，或重新做方案。", "Check the day, or make the plan anew.")
        );

    public static Problem NotApproved() =>
        new(
            "TH0658",
            new("方案还没有批准。", "The plan is not approved."),
            new("请按审批程序办完再任命。", "Let the procedure of approval come to its end first.")
        );

    public static Problem NoReason() =>
        new(
            "TH0659",
            new("没有写明理由。", "No reason is given."),
            new("请写一句理由，它随方案保存。", "Write a sentence; it stays with the plan.")
        );

    public static Problem NoProcedure() =>
        new(
            "TH0640",
            new("规则包中没有审批选派方案的程序。", "The pack has no procedure by which a plan is approved."),
            new("请在 procedures/ 中补充 about: plan 的程序。", "Add one with about: plan under procedures/.")
        );

    public static Problem NoPostingRules(string pack) =>
        new(
            "TH0641",
            new("规则包中没有选派规则。", "The pack has no rules of posting."),
            new(
                "请补充 catalogues/posting.yaml，或改用其他规则包。",
                "Add catalogues/posting.yaml, or use another pack."
            ),
            new Place(pack)
        );

    public static Problem WishElsewhere() =>
        new(
            "TH0642",
            new("志愿须是本县的乡镇或村。", "A wish names a township or village of this county."),
            new("请填写本县乡镇或村的代码。", "Give the code of one of them.")
        );

    public static Problem NotAKm(int most) =>
        new(
            "TH0643",
            new(
                $"距离应是 0 到 {most} 的整数（公里）。",
                $"The distance is a whole number of kilometres from 0 to {most}."
            ),
            new("请改正，或留空。", "Correct it, or leave it blank.")
        );

    public static Problem NotALaterDay() =>
        new(
            "TH0644",
            new("“何时起可派”应是今天以后的日期。", "The day from which they are to be had lies after today."),
            new("请填写日期，如 2027-03-01，或留空。", "Give a day such as 2027-03-01, or leave it blank.")
        );

    public static Problem TooManyPlaces(int most) =>
        new(
            "TH0645",
            new($"最多填写 {most} 处。", $"At most {most} places."),
            new("请只写最要紧的。", "Name the most important ones.")
        );

    public static Problem NotOnRoster() =>
        new(
            "TH0646",
            new("本县名册中没有这名干部或这个单位。", "The county's roster has no such cadre or unit."),
            new("请从名册中选择。", "Choose from the roster.")
        );

    public static Problem NotAQuota() =>
        new(
            "TH0647",
            new("名额应是 0 到 10000 的整数。", "A quota is a whole number from 0 to 10,000."),
            new("请改正，或留空。", "Correct it, or leave it blank.")
        );

    public static Problem KinTooWide() =>
        new(
            "TH0648",
            new("近亲属居住地须是村、乡镇或县。", "Where kin live is a village, a township or a county."),
            new("请写得更具体。", "Name the place more closely.")
        );
}
