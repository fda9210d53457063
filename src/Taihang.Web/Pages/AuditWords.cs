using System.Globalization;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;

namespace Taihang.Web.Pages;

/// <summary>How the log's people, pages and moments are named on screen.</summary>
internal static class AuditWords
{
    /// <summary>An account by its office and name; whoever acted at the keyboard of the machine has none.</summary>
    public static Words Actor(string? name, string? role) =>
        role is null
            ? new("本机操作员", "Operator at the machine")
            : new($"{Roles.Title(role).Zh} {name}".TrimEnd(), $"{Roles.Title(role).En} {name}".TrimEnd());

    public static Words What(string what) =>
        what switch
        {
            "household" => new("户页面", "the household's page"),
            "letter" => new("认定理由书", "the letter of reasons"),
            "village" => new("村的农户清单", "the village's list of households"),
            "duplicates" => new("疑似重复名单", "the list of persons who may be recorded twice"),
            "duplicate" => new("疑似重复的两份记录", "two records of what may be one person"),
            "case" => new("个案", "the page of a case"),
            "cases" => new("个案清单", "a list of cases"),
            "change" => new("更改申请", "a change request"),
            "changes" => new("更改申请清单", "a list of change requests"),
            "question" => new("待核实问题所涉的户", "the households behind a question"),
            "notice letter" => new("告知书", "a letter that tells somebody something"),
            "notice" => new("公示张贴件", "the sheet of a notice"),
            "form" => new("填好的表", "a form that was filled"),
            "form file" => new("下载填好的表", "the file of a form that was filled"),
            "printed form" => new("打印的表", "a form printed from the record"),
            "dossier" => new("卷宗", "a dossier"),
            "comparison" => new("部门名单比对命中的户", "households that a department's list hit"),
            "list" => new("自定条件的名单", "a list by conditions of one's own"),
            "list file" => new("下载的名单", "the file of such a list"),
            "brief" => new("上任第一天简报", "the first-day brief of the village"),
            "cards" => new("联系卡", "contact cards for the households of the village"),
            "find" => new("查找结果", "what a search found"),
            ReadOf.Nobody => new("没有查到农户的查询", "a search that found no household"),
            "found" => new("按编号或姓名查到的一户", "one household that a search found"),
            "unmask" => new("查看密封号码的表单", "the form that asks for a sealed number"),
            "retention" => new("资料到期清单", "the list of data that is due to end"),
            "own requests" => new("本人请求清单", "a list of what persons asked about their records"),
            OwnLooks.Request => new("本人提出的请求", "what a person asked about their record"),
            OwnLooks.Counter => new("为本人办理查阅、复制的页面", "the page for a person's copy and code"),
            OwnLooks.Page => new("本人网页", "the person's own page"),
            OwnLooks.Copy => new("给本人的复制件", "a copy for the person"),
            OwnLooks.CopyWithNumbers => new("给本人的复制件，含完整号码", "a copy for the person, with whole numbers"),
            "attachments" => new("附件清单", "the list of attachments"),
            _ when what.StartsWith("attachment ", StringComparison.Ordinal) => new(
                "附件文件",
                "the file of an attachment"
            ),
            _ when what.StartsWith("dossier ", StringComparison.Ordinal) => new(
                "卷宗，含密封号码",
                "a dossier with sealed numbers"
            ),
            _ when what.StartsWith("unmask ", StringComparison.Ordinal) => new(
                string.Concat(
                    "密封的号码：",
                    string.Join("、", what.Split(' ').Skip(1).Select(field => Field(field).Zh))
                ),
                "sealed: " + string.Join(", ", what.Split(' ').Skip(1).Select(field => Field(field).En))
            ),
            _ => Words.Same(what),
        };

    /// <summary>A sealed value.</summary>
    public static Words Field(string field) =>
        field switch
        {
            "id_number" => new("证件号码", "ID number"),
            "phone" => new("电话", "phone"),
            "bank_account" => new("银行账号", "bank account"),
            _ => Words.Same(field),
        };

    /// <summary>What was done to an account or an access, by the kind of its act.</summary>
    public static Words Done(string kind) =>
        kind switch
        {
            "access.add_account" => new("开设账号", "account opened"),
            InviteAccount.InviteKind => new("开设账号并发启用码", "account opened, code given out"),
            InviteAccount.RenewKind => new("重新发启用码", "new code given out"),
            InviteAccount.TakeUpKind => new("本人启用", "taken up by its holder"),
            ChangeDuties.AppointKind => new("任命", "appointed"),
            ChangeDuties.EndKind => new("结束岗位", "duty ended"),
            ChangeDuties.LeaveKind => new("请假与代理", "leave, with a stand-in"),
            ChangeDuties.ReturnKind => new("提前销假", "back early"),
            ChangeDuties.HandOverKind => new("交接", "handed over"),
            KeepAccount.LockKind => new("锁定", "locked"),
            KeepAccount.UnlockKind => new("解除锁定", "unlocked"),
            KeepAccount.EndSessionsKind => new("退出所有登录", "signed out everywhere"),
            KeepAccount.PasswordKind => new("修改密码", "password changed"),
            AddPasskey.Kind => new("添加通行密钥", "passkey added"),
            UsePasskey.Kind => new("用通行密钥登录", "signed in with a passkey"),
            UsePasskey.DoubtKind => new(
                "通行密钥的计数倒退，登录被拒绝",
                "the counter of a passkey went back; sign-in refused"
            ),
            KeepPasskey.RenameKind => new("通行密钥改名", "passkey renamed"),
            KeepPasskey.RemoveKind => new("本人移除通行密钥", "passkey removed by its holder"),
            KeepPasskey.EndKind => new("办公室停用通行密钥", "passkey ended by the office"),
            _ => Words.Same(kind),
        };

    /// <summary>To the minute, in UTC, as the log has it.</summary>
    public static string At(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string At(long unixMs) => At(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));
}
