using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>What can be wrong with a pack's files. Codes TH0300 to TH0399.</summary>
public static class PackProblems
{
    public static Problem NotYaml(Place at, string detail) =>
        new(
            "TH0300",
            new($"不是合格的 YAML：{detail}。", $"This is not YAML: {detail}."),
            new("请改正该处。", "Correct it there."),
            at
        );

    public static Problem UnknownName(Place at, string name, string? nearest) =>
        new(
            "TH0301",
            new($"不认识“{name}”。", $"\"{name}\" is not known here."),
            nearest is null
                ? new("请查看 docs/packs.md 中可用的名称。", "See docs/packs.md for the names that can stand here.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?"),
            at
        );

    public static Problem Missing(Place at, string key) =>
        new("TH0302", new($"缺少“{key}”。", $"\"{key}\" is missing."), new("请补上。", "Add it."), at);

    public static Problem WrongForm(Place at, Words expected) =>
        new(
            "TH0303",
            new("写法不对。", "This has the wrong form."),
            new($"这里应是{expected.Zh}。", $"What belongs here is {expected.En}."),
            at
        );

    public static Problem Twice(Place at, string name) =>
        new(
            "TH0304",
            new($"“{name}”出现两次。", $"\"{name}\" stands here twice."),
            new("请只保留一处。", "Keep one of them."),
            at
        );
}
