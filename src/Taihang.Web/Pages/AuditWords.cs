using System.Globalization;
using Taihang.Core.Access;
using Taihang.Core.Common;

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
            "notice" => new("公示张贴件", "the sheet of a notice"),
            "form" => new("填好的表", "a form that was filled"),
            "form file" => new("下载填好的表", "the file of a form that was filled"),
            "printed form" => new("打印的表", "a form printed from the record"),
            "dossier" => new("卷宗", "a dossier"),
            _ when what.StartsWith("dossier ", StringComparison.Ordinal) => new(
                "卷宗，含密封号码",
                "a dossier with sealed numbers"
            ),
            _ => Words.Same(what),
        };

    /// <summary>To the minute, in UTC, as the log has it.</summary>
    public static string At(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string At(long unixMs) => At(DateTimeOffset.FromUnixTimeMilliseconds(unixMs));
}
