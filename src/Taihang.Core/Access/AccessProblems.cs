using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>What can stand in the way of an act. Codes TH0200 to TH0299.</summary>
public static class AccessProblems
{
    public static Problem NoDocument(string parameter) =>
        new(
            "TH0200",
            new($"“{parameter}”没有依据文件。", $"\"{parameter}\" is set without a document."),
            new("请写明发文名称与文号。", "Name the document that sets it.")
        );

    public static Problem EndsBeforeItBegins(string parameter) =>
        new(
            "TH0201",
            new($"“{parameter}”的止期早于起期。", $"\"{parameter}\" ends before it begins."),
            new("请改正日期。", "Correct the dates.")
        );

    public static Problem AlreadySet(string parameter, string value, DateOnly from, string document) =>
        new(
            "TH0202",
            new(
                $"“{parameter}”自 {from:yyyy-MM-dd} 起已定为 {value}（{document}）。",
                $"\"{parameter}\" is already {value} from {from:yyyy-MM-dd} ({document})."
            ),
            new("请先给前一规定写上止期。", "End the earlier setting first.")
        );

    public static Problem NotOneself() =>
        new(
            "TH0210",
            new("不能任命、变更或解锁自己的账号。", "Nobody appoints, changes or unlocks their own account."),
            new("请由上级办公室或另一名有权人员办理。", "Ask the office above, or somebody else who may.")
        );

    public static Problem NotYoursToAppoint() =>
        new(
            "TH0211",
            new("这个岗位不归本办公室任命。", "This duty is not your office's to give."),
            new(
                "全国办公室任命县级办公室和审计人员；县级办公室任命本县乡镇办公室和驻村干部。",
                "The national office appoints county offices and auditors, a county office its townships and cadres."
            )
        );

    public static Problem RoleElsewhere(string role) =>
        new(
            "TH0212",
            new(
                $"“{Roles.Title(role).Zh}”不能设在这个地方。",
                $"\"{Roles.Title(role).En}\" is not held in this place."
            ),
            new(
                "县级办公室填县代码，乡镇办公室填乡镇代码，驻村干部填村代码，审计人员填县代码或留空。",
                "Give a county for a county office, a township for a township office, a village for a cadre, a county or nothing for an auditor."
            )
        );

    public static Problem DutyEndsFirst() =>
        new(
            "TH0213",
            new(
                "日期前后不合：起期不早于今天，止期晚于起期。",
                "The dates do not follow each other: nothing begins before today, and the end lies after the beginning."
            ),
            new("请改正日期。", "Correct the dates.")
        );

    public static Problem DutyHeldAlready() =>
        new(
            "TH0214",
            new("这段时间已任此岗位。", "They hold this duty in that time already."),
            new("请改日期，或先结束原来的任期。", "Choose other dates, or end the other term first.")
        );

    public static Problem DutiesConflict(string one, string other) =>
        new(
            "TH0215",
            new(
                $"同一人不能同时担任“{Roles.Title(one).Zh}”和“{Roles.Title(other).Zh}”：提议的人不能再作决定，监督的人不能办理。",
                $"Nobody is {Roles.Title(one).En.ToLowerInvariant()} and {Roles.Title(other).En.ToLowerInvariant()} at once: who proposes does not decide, who supervises does not act."
            ),
            new("请任命另一人。", "Appoint somebody else.")
        );

    public static Problem OtherCounty() =>
        new(
            "TH0216",
            new("一个账号的岗位须在同一个县。", "The duties of one account lie in one county."),
            new("在另一个县任职的，请另开账号。", "Open another account for another county.")
        );

    public static Problem NoSuchDuty() =>
        new(
            "TH0217",
            new("没有这个在任或将任的岗位。", "There is no such duty, now or to come."),
            new("请刷新页面，查看现在的岗位。", "Open the page again to see the duties as they are.")
        );

    public static Problem NotAway() =>
        new(
            "TH0218",
            new("此人没有待恢复的岗位。", "They are not on leave."),
            new("需要重新任命的，请用“任命”。", "To appoint them anew, use \"Appoint\".")
        );

    public static Problem ToNobodyElse() =>
        new(
            "TH0219",
            new("接手的人不能是本人。", "A duty is handed to somebody else."),
            new("请选择另一人。", "Choose another person.")
        );

    public static Problem PasswordShort() =>
        new(
            "TH0220",
            new(
                $"密码至少 {PasswordRule.Shortest} 个字符。",
                $"A password has at least {PasswordRule.Shortest} characters."
            ),
            new("可以用一句容易记住的话。", "A sentence that is easy to remember will do.")
        );

    public static Problem PasswordLong() =>
        new(
            "TH0221",
            new("密码太长。", "The password is too long."),
            new("请缩短到 200 个字符以内。", "Keep it within 200 characters.")
        );

    public static Problem PasswordEasy() =>
        new(
            "TH0222",
            new("密码太容易猜。", "The password is easy to guess."),
            new(
                "不要用姓名、用户名、连续或重复的字符。",
                "Use neither name nor login, nor runs of the same or neighbouring characters."
            )
        );

    public static Problem PasswordsDiffer() =>
        new(
            "TH0223",
            new("两次输入的密码不一样。", "The two passwords differ."),
            new("请再输一次。", "Enter it again.")
        );

    public static Problem InvitationInvalid() =>
        new(
            "TH0224",
            new(
                "用户名或启用码不对，或启用码已过期、已用过。",
                "Login or code is wrong, or the code has expired or was used."
            ),
            new("请向发给您启用码的办公室要一个新的。", "Ask the office that gave you the code for a new one.")
        );

    public static Problem LoginTaken(string login) =>
        new(
            "TH0225",
            new($"用户名“{login}”已有人用。", $"The login \"{login}\" is taken."),
            new("请换一个。", "Choose another.")
        );

    public static Problem LoginForm() =>
        new(
            "TH0226",
            new(
                "用户名须为 3 至 40 个小写字母、数字、点或短横线。",
                "A login has 3 to 40 lower-case letters, digits, dots or dashes."
            ),
            new("例如 zhang.wei-2。", "Such as zhang.wei-2.")
        );

    public static Problem NoName() =>
        new("TH0227", new("没有填写姓名。", "There is no name."), new("请填写。", "Enter it."));

    public static Problem NoSuchAccount() =>
        new(
            "TH0228",
            new("没有这个账号，或不归您管理。", "There is no such account, or it is not yours to manage."),
            new("请从账号列表进入。", "Start from the list of accounts.")
        );

    public static Problem NoBasis() =>
        new(
            "TH0229",
            new("没有写明依据。", "No basis is given."),
            new("请写明文件、通知或申请。", "Name the document, notice or request.")
        );

    public static Problem OldPasswordWrong() =>
        new("TH0230", new("现在的密码不对。", "The present password is wrong."), new("请再试一次。", "Try again."));

    public static Problem AlreadyInState(string state) =>
        new(
            "TH0231",
            new(
                $"账号已经是“{AccountState.Title(state).Zh}”。",
                $"The account is {AccountState.Title(state).En} already."
            ),
            new("不需要再办。", "Nothing remains to be done.")
        );

    public static Problem TooManyLooks(int most) =>
        new(
            "TH0232",
            new(
                $"一天之内在没有经办事项的情况下打开了 {most} 户，已暂停查阅，等待核实。",
                $"{most} households were opened within a day without a case at hand; looking is stopped until somebody has asked why."
            ),
            new(
                "请向县级办公室或审计人员说明用途，由其核实后恢复。经办中的事项不受影响。",
                "Tell the county office or the auditor what it is for; they lift the stop. Cases at hand stay open."
            )
        );

    public static Problem ReasonShort() =>
        new(
            "TH0233",
            new("请写清楚用途。", "Say what it is for."),
            new("至少写一句话，农户本人将看到。", "One sentence at least; the household will read it.")
        );

    public static Problem NothingToShow() =>
        new(
            "TH0234",
            new("没有选择要查看的号码，或此人没有登记。", "No number was chosen, or this person has none on record."),
            new("请至少选一项。", "Choose one at least.")
        );

    public static Problem NoEmergencies() =>
        new(
            "TH0235",
            new(
                "您的紧急查阅已暂停：以前的一次还没有核实，或核实为不当。",
                "Emergencies are closed to you: an earlier one was not reviewed in time, or was found unjustified."
            ),
            new("请联系县级办公室或审计人员。", "Turn to the county office or the auditor.")
        );

    public static Problem NoEmergencyHere() =>
        new(
            "TH0236",
            new("没有找到这一户，或您本来就可以查看。", "There is no such household, or it is open to you anyway."),
            new("请核对县代码和户编号。", "Check the county's code and the household's number.")
        );

    public static Problem NoSuchConcern() =>
        new(
            "TH0237",
            new("没有这项待核实的查阅，或不归您核实。", "There is no such question, or it is not yours to review."),
            new("请从清单进入。", "Start from the list.")
        );

    public static Problem ReviewedAlready() =>
        new(
            "TH0238",
            new("已经核实过了。", "It was reviewed already."),
            new("请刷新页面查看结果。", "Open the page again to see how.")
        );

    public static Problem EmergenciesToday(int most) =>
        new(
            "TH0239",
            new($"一天最多 {most} 次紧急查阅。", $"There are at most {most} emergencies a day."),
            new("请联系对方县的办公室。", "Turn to the office of that county.")
        );

    public static Problem Locked() =>
        new(
            "TH0203",
            new("账号已锁定，不能发启用码。", "The account is locked; no code is given out for it."),
            new("请先核实情况，解除锁定。", "Find out why, and unlock it first.")
        );
}
