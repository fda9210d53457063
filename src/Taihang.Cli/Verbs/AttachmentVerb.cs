using System.CommandLine;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Registry.Attachments;

namespace Taihang.Cli.Verbs;

/// <summary><c>taihang attachment check FILE…</c>: the gate on files of this machine; nothing is kept and nothing is written.</summary>
public static class AttachmentVerb
{
    private static readonly Argument<string[]> Files = new("file")
    {
        Description = "PDF, JPEG, PNG, XLSX, DOCX, CSV or TXT · 文件",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<bool> Seen = new("--seen")
    {
        Description = "The pictures were looked at, and no number is in them · 已看过图片",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var check = new Command("check", "May these files be posted for anybody? · 检查能否公开") { Files, Seen };
        check.SetAction(parsed => Check(parsed));
        return new Command("attachment", "Files attached to the record · 附件") { check };
    }

    private static int Check(ParseResult parsed)
    {
        var language = Setting.In(parsed);
        var today = DateOnly.FromDateTime(DateTime.Today);
        var (answers, refused) = (new List<object>(), false);
        var lines = new List<Words>();
        foreach (var path in parsed.GetRequiredValue(Files))
        {
            var name = Path.GetFileName(path);
            var content =
                new FileInfo(path).Length > FileKinds.MostBytes
                    ? AttachmentProblems.TooLarge(name, FileKinds.MostBytes)
                    : ReadContent.Run(name, File.ReadAllBytes(path));
            var answer = content.Ok
                ? AttachmentRules.Decide(name, content.Value, AttachmentPurpose.Notice, parsed.GetValue(Seen), today)
                : null;
            var problems = answer?.Refusals ?? content.Problems;
            Screen.Refuse(problems, language);
            refused |= problems.Count > 0;
            answers.Add(
                new
                {
                    file = path,
                    kind = answer?.Kind.ToString().ToLowerInvariant(),
                    passes = problems.Count == 0,
                    personal = answer?.Personal,
                    pictures = answer?.Pictures,
                    problems = problems.Select(p => new
                    {
                        p.Code,
                        what = p.What.In(language),
                        sheet = p.Where?.Sheet,
                        page = p.Where?.Page,
                        row = p.Where?.Row,
                        column = p.Where?.Column,
                    }),
                }
            );
            lines.Add(
                problems.Count == 0
                    ? new Words($"{name}：可以公开。", $"{name}: may be posted.")
                    : new Words(
                        $"{name}：不得公开（{problems.Count}）。",
                        $"{name}: must not be posted ({problems.Count})."
                    )
            );
        }
        Screen.Answer(
            parsed,
            answers,
            new Words(string.Join('\n', lines.Select(l => l.Zh)), string.Join('\n', lines.Select(l => l.En)))
        );
        return refused ? 1 : 0;
    }
}
