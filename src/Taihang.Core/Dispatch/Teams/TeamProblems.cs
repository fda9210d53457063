using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Teams;

/// <summary>What can stand in the way of task forces. Codes TH0630 to TH0649.</summary>
public static class TeamProblems
{
    /// <param name="why">What contradicts what, naming everybody concerned.</param>
    public static Problem LocksContradict(Words why) =>
        new(
            "TH0630",
            new($"指定的人选互相矛盾：{why.Zh}。", $"What was laid down contradicts itself: {why.En}."),
            new("请取消其中一项。", "Take back one of these.")
        );

    public static Problem TooLarge() =>
        new(
            "TH0631",
            new("村数太多，无法作为一个县来计算。", "There are too many villages to be planned as one county."),
            new("请按县分别计算。", "Plan each county by itself.")
        );

    public static Problem NotProved(string detail) =>
        new(
            "TH0632",
            new($"工作队方案未通过核验：{detail}。", $"The plan of task forces is not accepted: {detail}."),
            new("不予采用；请报告此问题。", "It is not used; please report this.")
        );

    public static Problem NoRules() =>
        new(
            "TH0633",
            new("规则包没有驻村工作队的规则。", "The pack has no rules for task forces."),
            new(
                "请在规则包 catalogues/posting.yaml 中补充 teams 一节。",
                "Add the block teams to catalogues/posting.yaml of the pack."
            )
        );

    public static Problem NoFirstSecretaries(DateOnly day) =>
        new(
            "TH0634",
            new($"{day:yyyy-MM-dd} 没有在任的第一书记。", $"No first secretary is posted on {day:yyyy-MM-dd}."),
            new("请先运行 taihang dispatch run。", "Run taihang dispatch run first.")
        );

    public static Problem EngineMissing(string path) =>
        new(
            "TH0635",
            new($"没有安装求解引擎（{path}）。", $"The engine is not installed ({path})."),
            new("采用了不需要它的方案。", "The plan that needs none was used.")
        );

    public static Problem EngineTimedOut(int seconds) =>
        new(
            "TH0636",
            new(
                $"求解引擎 {seconds} 秒内没有答复，已终止。",
                $"The engine did not answer within {seconds} s and was ended."
            ),
            new("采用了不需要它的方案。", "The plan that needs none was used.")
        );

    public static Problem EngineFailed(int code, string said) =>
        new(
            "TH0637",
            new($"求解引擎异常退出（{code}）：{said}", $"The engine broke off ({code}): {said}"),
            new("采用了不需要它的方案。", "The plan that needs none was used.")
        );

    public static Problem EngineNonsense(string detail) =>
        new(
            "TH0638",
            new($"求解引擎的答复不成立：{detail}。", $"The engine's answer does not hold: {detail}."),
            new("采用了不需要它的方案。", "The plan that needs none was used.")
        );
}
