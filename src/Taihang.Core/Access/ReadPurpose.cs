using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>For what a household's record was looked at; each is a word that the household itself can read.</summary>
public static class ReadPurpose
{
    /// <summary>Work in one's own area.</summary>
    public const string Duty = "duty";

    /// <summary>A sealed number was shown for a task.</summary>
    public const string Unmask = "unmask";

    /// <summary>Access beyond one's area in an emergency, reviewed afterwards.</summary>
    public const string BreakGlass = "break_glass";

    /// <summary>The record was put together for a complaint, an appeal or an audit.</summary>
    public const string Dossier = "dossier";

    /// <summary>The household asked for its own record.</summary>
    public const string OwnRequest = "own_request";

    public static IReadOnlyList<string> All { get; } = [Duty, Unmask, BreakGlass, Dossier, OwnRequest];

    public static Words Title(string purpose) =>
        purpose switch
        {
            Duty => new("本辖区日常工作", "work in their own area"),
            Unmask => new("因一项任务查看密封的号码", "a sealed number was shown for a task"),
            BreakGlass => new(
                "紧急情况下越出辖区查看，事后复核",
                "an emergency, outside their area, reviewed afterwards"
            ),
            Dossier => new("为申诉、复核或审计整理卷宗", "a dossier for an appeal, a review or an audit"),
            OwnRequest => new("本户申请查阅", "the household asked for its own record"),
            _ => Words.Same(purpose),
        };
}
