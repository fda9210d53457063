using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>What can be wrong with a procedure of a pack, beyond the form of the file. Codes TH0370 to TH0389.</summary>
public static class ProcedureProblems
{
    public static Problem Unreachable(Place at, string step) =>
        new(
            "TH0370",
            new($"没有任何路径到达“{step}”。", $"Nothing leads to step \"{step}\"."),
            new("请删除，或让某一步的结果指向它。", "Remove it, or let a result lead to it."),
            at
        );

    public static Problem NoEnd(Place at, string step) =>
        new(
            "TH0371",
            new($"从“{step}”走不到任何办结结果。", $"From step \"{step}\" no outcome can be reached."),
            new("请补上通向结果的路径。", "Let its results lead on to an outcome."),
            at
        );

    public static Problem NobodyMay(Place at, string step) =>
        new(
            "TH0372",
            new($"没有人可以办理“{step}”。", $"Nobody may do step \"{step}\"."),
            new(
                "请写明办理的一方；其岗位须是已知的账号岗位，只有申请和申报可由群众自己办理。",
                "Name a party whose roles are roles of accounts; only an intake or a declaration can be done by the public."
            ),
            at
        );

    public static Problem JudgesOwn(Place at, string step, string role, string proposedAt) =>
        new(
            "TH0373",
            new(
                $"岗位 {role} 在“{proposedAt}”提出，又在“{step}”审核或决定。",
                $"Role {role} brings the case forward at \"{proposedAt}\" and judges it at \"{step}\"."
            ),
            new(
                "提出与决定须由不同的岗位承担。",
                "Who proposes must not decide: give one of the two to another party."
            ),
            at
        );

    public static Problem HearsOwn(Place at, string step, string role, string decidedAt) =>
        new(
            "TH0374",
            new(
                $"岗位 {role} 在“{decidedAt}”作出决定，又在“{step}”听取申诉。",
                $"Role {role} decides at \"{decidedAt}\" and hears the appeal at \"{step}\"."
            ),
            new("申诉须由没有作出决定的一方听取。", "Let somebody hear it who did not decide."),
            at
        );

    public static Problem Results(Place at, string kind, string known) =>
        new(
            "TH0375",
            new($"{kind} 的结果须恰为：{known}。", $"A step of kind {kind} has exactly these results: {known}."),
            new("请改正 then。", "Correct \"then\"."),
            at
        );

    public static Problem BeginsWithIntake(Place at) =>
        new(
            "TH0376",
            new("第一步须是 intake。", "The first step must be an intake, and there is only one."),
            new("请把受理放在第一步。", "Put the intake first."),
            at
        );

    public static Problem NothingCommits(Place at, string step) =>
        new(
            "TH0377",
            new(
                $"到达“{step}”之前可能没有公示，抽查的种子无处留存。",
                $"A case can come to \"{step}\" without a notice, which is where the seed of the sample is committed to."
            ),
            new("请在抽查之前安排公示，或删除 sample。", "Let a notice stand before it, or remove sample."),
            at
        );

    public static Problem AdverseUnheard(Place at, string outcome) =>
        new(
            "TH0378",
            new($"不利结果“{outcome}”没有申诉途径。", $"The adverse outcome \"{outcome}\" has no appeal."),
            new("请写明 appeal，或只由申诉得出。", "Give it an appeal, or let only an appeal lead to it."),
            at
        );

    public static Problem AdverseByNobody(Place at, string outcome, string step) =>
        new(
            "TH0379",
            new(
                $"不利结果“{outcome}”由“{step}”得出，而这一步不是由人作出的决定。",
                $"The adverse outcome \"{outcome}\" follows from \"{step}\", which is no decision of a person."
            ),
            new("请先经过决定。", "Let a decision come first: nobody loses anything by a clock or a list."),
            at
        );

    public static Problem HitsDecide(Place at, string step) =>
        new(
            "TH0380",
            new($"比对命中（“{step}”）直接得出结果。", $"A hit at \"{step}\" leads straight to an outcome."),
            new("命中只能引起核查。", "A hit opens a check, never more."),
            at
        );

    public static Problem NotAnAppeal(Place at, string step) =>
        new(
            "TH0381",
            new(
                $"“{step}”不是申诉步骤，或由普通结果通向它。",
                $"\"{step}\" is no appeal step, or a plain result leads to it."
            ),
            new("申诉步骤（kind: appeal）只能由申诉进入。", "A step of kind appeal is entered by an appeal only."),
            at
        );

    public static Problem OutOfRange(Place at, Words range) =>
        new(
            "TH0382",
            new($"数值应为{range.Zh}。", $"The number must be {range.En}."),
            new("请改正。", "Correct it."),
            at
        );

    public static Problem CaseWrong(Place at, string name, string expected, string found) =>
        new(
            "TH0383",
            new(
                $"程序用例“{name}”应得 {expected}，实得 {found}。",
                $"Procedure case \"{name}\" must give {expected}, but gives {found}."
            ),
            new("请改正程序或用例。", "Correct the procedure or the case."),
            at
        );

    public static Problem NeverApproved(Place at) =>
        new(
            "TH0384",
            new("关于选派方案的程序没有 approved 这一结果。", "A procedure about plans has no outcome \"approved\"."),
            new("请补上：只有以它办结，才能照方案任命。", "Add it: postings follow from that outcome alone."),
            at
        );
}
