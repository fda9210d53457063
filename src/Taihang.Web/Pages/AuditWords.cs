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
