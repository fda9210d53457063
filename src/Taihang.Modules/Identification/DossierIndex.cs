using System.Globalization;
using System.Text;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;

namespace Taihang.Modules.Identification;

/// <summary>The page that a reader of a dossier starts from: what is in it, what was decided and why, and how to check it.</summary>
internal static class DossierIndex
{
    public static string Write(
        Language language,
        string subject,
        IReadOnlyList<LoggedAct> acts,
        IReadOnlyList<DossierFact> facts,
        IReadOnlyList<DossierAnswer> answers,
        IReadOnlyList<DossierAttachment> attachments,
        LogKey key
    )
    {
        var page = new StringBuilder();
        Line(new($"# 卷宗 {subject}", $"# Dossier {subject}"));
        Line(
            new(
                $"共 {acts.Count} 个行为、{facts.Count} 条事实、{answers.Count} 次评定结果、{attachments.Count} 个附件。",
                $"{acts.Count} acts, {facts.Count} recorded facts, {answers.Count} answers of identification, {attachments.Count} attached files."
            )
        );
        Line(new("## 如何核验", "## How to check it"));
        Line(
            new(
                "公钥应另从可信渠道取得（见 docs/audit.md），与卷宗中的 `public-key.pem` 比对。然后运行：",
                "Get the public key by a way you trust (docs/audit.md) and compare it with `public-key.pem` here. Then run:"
            )
        );
        Line(Words.Same("```\ntaihang audit verify --dossier FILE --public-key KEY\n```"));
        Line(
            new(
                $"它核对清单的签名、每个文件的摘要，以及每个行为确在日志中（密钥 {key.Name}）。手中若有更早的检查点，再运行 `taihang audit witness`，核对日志没有被改写。",
                $"It checks the list's signature, every file's hash, and that every act stands in the log (key {key.Name}). With an older checkpoint in hand, `taihang audit witness` shows that the log was not rewritten since."
            )
        );
        Line(new("## 评定结果", "## Answers"));
        foreach (var answer in answers)
        {
            Line(
                new(
                    $"- {Day(answer.AsOf)}：{answer.Outcome}（{answer.Pack} {answer.Method}）。{answer.Reason?.Zh ?? "当时的规则包不在手边，不附理由。"}",
                    $"- {Day(answer.AsOf)}: {answer.Outcome} ({answer.Pack} {answer.Method}). {answer.Reason?.En ?? "The pack of that run is not at hand, so no reason is given."}"
                )
            );
            Line(
                new(
                    $"  重算：`taihang replay {answer.RunId}`，规则包摘要 {answer.PackHash}。",
                    $"  To make it again: `taihang replay {answer.RunId}`, with the pack whose hash is {answer.PackHash}."
                )
            );
        }
        Line(new("## 事实", "## Facts"));
        Line(
            new(
                "同一事实后来的登记取代先前的，都列在这里。末尾是带来它的行为。",
                "A later record of the same fact replaces the earlier; both are listed. Last stands the act it came with."
            )
        );
        foreach (var fact in facts)
            Line(
                new(
                    $"- {Day(fact.ObservedOn)} {Of(fact, "本户")} {fact.Title.Zh}：{fact.Value.Zh} · {fact.ActId}",
                    $"- {Day(fact.ObservedOn)} {Of(fact, "household")} {fact.Title.En}: {fact.Value.En} · {fact.ActId}"
                )
            );
        Line(new("## 附件", "## Attached files"));
        Line(
            new(
                "附件密封保存，卷宗里只有目录和密封文件的 SHA-256；在系统里说明事由才能打开。",
                "Attached files stay sealed: here are their list and the SHA-256 of each sealed file; they are opened in the system, for a reason."
            )
        );
        foreach (var file in attachments)
            Line(
                new(
                    $"- {Day(file.ShownOn)} {file.Title}（{file.FileName}，{file.SizeBytes} 字节）{(file.WithdrawnReason is { } gone ? $"，已撤回：{gone}" : "")} · {file.SealedSha256} · {file.ActId}",
                    $"- {Day(file.ShownOn)} {file.Title} ({file.FileName}, {file.SizeBytes} bytes){(file.WithdrawnReason is { } why ? $", withdrawn: {why}" : "")} · {file.SealedSha256} · {file.ActId}"
                )
            );
        Line(new("## 行为", "## Acts"));
        foreach (var act in acts)
            Line(
                new(
                    $"- 第 {act.Index + 1} 条 {When(act)} {act.Act.Kind}：{act.Act.Reason}（依据：{act.Act.Basis}）· {act.Act.ActId}",
                    $"- entry {act.Index + 1}, {When(act)}, {act.Act.Kind}: {act.Act.Reason} (basis: {act.Act.Basis}) · {act.Act.ActId}"
                )
            );
        return page.ToString();

        void Line(Words words) => page.Append(words.In(language)).Append('\n');
    }

    private static string Of(DossierFact fact, string household) => fact.Of == "household" ? household : fact.Of;

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string When(LoggedAct act) =>
        DateTimeOffset
            .FromUnixTimeMilliseconds(act.Act.AtUnixMs)
            .ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
