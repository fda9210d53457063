using Taihang.Core.Common;

namespace Taihang.Core.PersonalData;

/// <summary>What can stand in the way of a duty towards the person a record is about. Codes TH1220 to TH1239.</summary>
public static class PersonalDataProblems
{
    public static Problem NoPurpose(Place at, string attribute) =>
        new(
            "TH1220",
            new($"“{attribute}”没有写明用途。", $"\"{attribute}\" says no purpose."),
            new(
                $"请用 purposes 写明用途；没有用途的信息不应采集。可写：{string.Join("、", Purpose.All)}。",
                $"Name its purposes; what serves none is not to be asked for. What can stand here: {string.Join(", ", Purpose.All)}."
            ),
            at
        );

    public static Problem UnknownPurpose(Place at, string purpose, string? nearest) =>
        new(
            "TH1221",
            new($"“{purpose}”不是允许的用途。", $"\"{purpose}\" is no purpose that is allowed."),
            nearest is null
                ? new(
                    $"可写：{string.Join("、", Purpose.All)}。",
                    $"What can stand here: {string.Join(", ", Purpose.All)}."
                )
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?"),
            at
        );

    public static Problem NoSuchPerson() =>
        new(
            "TH1222",
            new(
                "辖区内没有这个人，或其资料已到期注销。",
                "There is no such person in the area, or their data has ended."
            ),
            new("请从户页面进入。", "Come here from the household's page.")
        );

    public static Problem NoAuthority() =>
        new(
            "TH1223",
            new("代办人没有写明凭什么代办。", "It is not said on what authority somebody acts for the person."),
            new(
                "请写明授权委托书、监护关系或亲属关系证明。",
                "Name the written authority, the guardianship or the proof of kinship."
            )
        );

    public static Problem NoSuchCode() =>
        new(
            "TH1224",
            new("没有这个查询码，或已过期、已停用。", "There is no such code, or it has run out or was ended."),
            new(
                "请核对后再输入；仍不行，请到村、乡镇补办一个。",
                "Check it and try again; if that fails, the village or township gives a new one."
            )
        );

    public static Problem NothingSaid() =>
        new(
            "TH1225",
            new("没有写明要办什么。", "It is not said what is wrong or asked for."),
            new("请写几句话。", "Write a few words.")
        );

    public static Problem AnsweredAlready() =>
        new(
            "TH1226",
            new("这一件已经答复。", "This request was answered already."),
            new("请重新打开查看。", "Open it again to read the answer.")
        );

    public static Problem AnswerWithoutWords() =>
        new(
            "TH1227",
            new("答复没有写明理由。", "The answer gives no reasons."),
            new("请用本人看得懂的话写明。", "Say it in words that the person understands.")
        );

    public static Problem NoChangeMade() =>
        new(
            "TH1228",
            new("同意更正，但没有对应的已办更改。", "A correction is granted without a change that made it."),
            new(
                "请先在户页面提出更改，经另一人审核后再答复，并选中它。",
                "Ask for the change on the household's page, have it decided, then answer and choose it here."
            )
        );

    public static Problem NotYoursToEnd() =>
        new(
            "TH1229",
            new("资料到期由县级办公室的两人办理。", "Two people of the county office end a person's data."),
            new("请用县级办公室的账号。", "Sign in as the county office.")
        );

    public static Problem NotDue() =>
        new(
            "TH1230",
            new("这个人的资料没有到期。", "This person's data is not due to end."),
            new(
                "只有已离开、去世或销户，且超过本县规定年限的才可办理。",
                "Only who left, died or whose household was closed, and longer ago than the county has set."
            )
        );

    public static Problem SecondPerson() =>
        new(
            "TH1231",
            new("须由另一人确认。", "Another person must confirm it."),
            new("请另一名有权人员办理。", "Ask somebody else of the county office.")
        );

    public static Problem OpenMatters() =>
        new(
            "TH1232",
            new("还有未办结的事项。", "Something about this person or household is still open."),
            new(
                "请先办结个案、更改申请和本人的请求。",
                "First finish its cases, change requests and what the person asked for."
            )
        );

    public static Problem NotProposed() =>
        new(
            "TH1233",
            new("还没有人提出，或已经办结。", "Nobody proposed it, or it is done already."),
            new("请刷新清单。", "Look at the list again.")
        );

    public static Problem WrongFile(string path) =>
        new(
            "TH1234",
            new($"“{path}”不是 .html 或 .json 文件。", $"\"{path}\" is no .html and no .json file."),
            new("请用 --out 指明其中一种。", "Name one of these with --out.")
        );

    public static Problem NotKnown(string person) =>
        new(
            "TH1235",
            new($"没有找到“{person}”，或不止一人。", $"\"{person}\" is nobody on record, or more than one."),
            new(
                "请写人员编号，或“户编号/姓名”。",
                "Give the person's identifier, or the household's number and the name as NUMBER/NAME."
            )
        );

    public static Problem NotSignedIn(string login) =>
        new(
            "TH1236",
            new($"“{login}”的登录名或密码不对。", $"Login or password of \"{login}\" is wrong."),
            new(
                "两名县级办公室人员各在标准输入的一行写密码。",
                "Two people of the county office each give a password, one line each on standard input."
            )
        );

    public static Problem NoSuchRequest() =>
        new(
            "TH1237",
            new("辖区内没有这一件。", "There is no such request in the area."),
            new("请从清单进入。", "Come here from the list.")
        );

    public static Problem NotSettled() =>
        new(
            "TH1238",
            new("数据库文件正被占用，没有整理。", "The database file is in use and was not written anew."),
            new("请稍后再运行，或停下网站后运行。", "Run it again later, or while the site is stopped.")
        );
}
