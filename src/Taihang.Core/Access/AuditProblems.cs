using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>What can be wrong with the log of acts, its checkpoints and proofs. Codes TH0240 to TH0279.</summary>
public static class AuditProblems
{
    private static readonly Words KeepAndCall = new(
        "请保留现场并通知审计。",
        "Keep everything as it is and call the auditor."
    );

    private static readonly Words AskAgain = new("请向出具单位重新索取。", "Ask whoever gave it for another.");

    public static Problem Broken(Words log, long at, Words why) =>
        new(
            "TH0240",
            new($"{log.Zh}的留痕在第 {at} 条处断裂：{why.Zh}。", $"The log of {log.En} breaks at leaf {at}: {why.En}."),
            KeepAndCall
        );

    public static Problem NotACheckpoint(Words why) =>
        new("TH0241", new($"这不是检查点：{why.Zh}。", $"This is not a checkpoint: {why.En}."), AskAgain);

    public static Problem NotSignedBy(string key) =>
        new(
            "TH0242",
            new($"没有密钥 {key} 的有效签名。", $"It is not signed by the key {key}."),
            new(
                "请核对公钥来自可信渠道；若公钥无误，请通知审计。",
                "Check that the public key came by a way you trust; if it did, call the auditor."
            )
        );

    public static Problem NotAPublicKey() =>
        new("TH0243", new("这不是 P-256 公钥（PEM）。", "This is not a public key on P-256 in PEM form."), AskAgain);

    public static Problem OtherLog(string given, string wanted) =>
        new(
            "TH0244",
            new($"这是另一本日志（{given}），不是 {wanted}。", $"This is of another log ({given}), not of {wanted}."),
            new("请换成同一本日志的文件。", "Take a file of the same log.")
        );

    public static Problem RolledBack(string log, long size, long held) =>
        new(
            "TH0245",
            new(
                $"{log} 只有 {size} 条，先前已有 {held} 条：日志被回退。",
                $"{log} has {size} entries and had {held} before: it was rolled back."
            ),
            KeepAndCall
        );

    public static Problem Forked(string log, long held) =>
        new(
            "TH0246",
            new(
                $"{log} 与先前 {held} 条时的检查点不是同一段历史。",
                $"{log} is not the history that the checkpoint at {held} entries bound."
            ),
            KeepAndCall
        );

    public static Problem ProofFromElsewhere(long from, long held) =>
        new(
            "TH0247",
            new(
                $"证明从 {from} 条起，见证人保存的是 {held} 条。",
                $"The proof begins at {from} entries, and the checkpoint held is at {held}."
            ),
            new(
                "请用 taihang audit checkpoint --since 以见证人手中的检查点重新出具。",
                "Have it made from the checkpoint held: taihang audit checkpoint --since."
            )
        );

    public static Problem NotAProof() => new("TH0248", new("这不是证明文件。", "This is not a proof."), AskAgain);

    public static Problem ProofFails() =>
        new(
            "TH0249",
            new("证明不成立：该行为不在检查点所指的日志中。", "The proof fails: the act does not stand in that log."),
            KeepAndCall
        );

    public static Problem NoSigningKey(string file) =>
        new(
            "TH0250",
            new($"没有签名密钥 {file}。", $"There is no signing key {file}."),
            new("请运行 taihang init。", "Run taihang init.")
        );

    public static Problem NotCovered(long index, long size) =>
        new(
            "TH0251",
            new(
                $"该行为是第 {index + 1} 条，最新检查点只到第 {size} 条。",
                $"The act is entry {index + 1}; the newest checkpoint reaches entry {size}."
            ),
            new("请先出具新的检查点。", "Make a new checkpoint first.")
        );

    public static Problem NoSuchAct(string act) =>
        new(
            "TH0252",
            new($"没有行为 {act}。", $"There is no act {act}."),
            new("请从行为清单中选取。", "Take it from the list of acts.")
        );

    public static Problem NoTree(Words county) =>
        new(
            "TH0253",
            new($"{county.Zh}的留痕还没有树。", $"The log of {county.En} has no tree yet."),
            new("请运行 taihang audit rebuild。", "Run taihang audit rebuild.")
        );

    public static Problem HasTree(Words county) =>
        new(
            "TH0254",
            new($"{county.Zh}的留痕已有树，不再重建。", $"The log of {county.En} has its tree and is not built again."),
            new(
                "如树与各条不符，请保留现场并通知审计。",
                "If the tree does not fit, keep everything as it is and call the auditor."
            )
        );

    public static Problem NotALog(long line) =>
        new("TH0255", new($"日志文件第 {line} 行无法读取。", $"Line {line} of the log cannot be read."), AskAgain);

    public static Problem ReadNotLogged() =>
        new(
            "TH0256",
            new("查阅无法留痕，因此未予显示。", "The reading could not be logged, so nothing is shown."),
            new("请稍后再试；仍有问题请告知县级管理员。", "Try again later, and tell the county office if it stays.")
        );

    public static Problem NoReason() =>
        new(
            "TH0257",
            new("没有写明理由。", "No reason is given."),
            new("请用 --reason 写明为什么需要。", "Say with --reason what it is needed for.")
        );

    public static Problem NothingNamed(string what) =>
        new(
            "TH0258",
            new($"没有行为涉及“{what}”。", $"No act is about \"{what}\"."),
            new("请核对户编号或案件编号。", "Check the number of the household or the case.")
        );

    public static Problem DossierAltered(string part) =>
        new(
            "TH0259",
            new($"卷宗中的 {part} 与清单不符或缺失。", $"{part} in the dossier is missing or not the one listed."),
            KeepAndCall
        );

    public static Problem NotADossier(string file) =>
        new("TH0260", new($"{file} 不是卷宗。", $"{file} is not a dossier."), AskAgain);

    public static Problem NoCheckpointYet() =>
        new(
            "TH0261",
            new("还没有检查点。", "There is no checkpoint yet."),
            new("请先运行 taihang audit checkpoint。", "Run taihang audit checkpoint first.")
        );
}
