using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang pack new ID [--from PACK]</c>: the folder of a new pack, which loads at once.</summary>
internal static class PackNew
{
    private static readonly Argument<string> Id = new("id")
    {
        Description = "Of the new pack, such as kenya-2019 · 新规则包",
    };
    private static readonly Option<string?> From = new("--from")
    {
        Description = "Pack id or folder to start from; left out: a small example that teaches the format · 范本",
    };

    public static Command Command()
    {
        var command = new Command("new", "Make the folder of a new pack · 新建规则包") { Id, From };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var made = NewPack.Run(
            parsed.GetRequiredValue(Setting.Packs),
            parsed.GetRequiredValue(Id),
            parsed.GetValue(From)
        );
        return made.Ok
            ? Screen.Answer(
                parsed,
                made.Value,
                new Words(
                    $"已写入 {made.Value.Folder}：{string.Join("、", made.Value.Files)}\n下一步：taihang pack check {made.Value.Id}",
                    $"Written to {made.Value.Folder}: {string.Join(", ", made.Value.Files)}\nNext: taihang pack check {made.Value.Id}"
                )
            )
            : Screen.Refuse(made.Problems, Setting.In(parsed));
    }
}
