using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>What can stand in the way of a dispatch. Codes TH0600 to TH0699.</summary>
public static partial class DispatchProblems
{
    public static Problem NotProved(string detail) =>
        new(
            "TH0600",
            new($"方案未通过证书核验：{detail}。", $"The plan is not proved: {detail}."),
            new("不予采用；请报告此问题。", "It is not used; please report this.")
        );

    public static Problem UnknownHeading(Place at, string heading, string? nearest) =>
        new(
            "TH0604",
            new($"名册中没有“{heading}”这一列。", $"A roster has no column \"{heading}\"."),
            nearest is null
                ? new("请删去该列，或按名册格式改名。", "Remove it, or rename it as the form of the roster says.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?"),
            at
        );

    public static Problem UnknownLabel(Place at, string text, string? nearest, string choices) =>
        new(
            "TH0607",
            new($"“{text}”不在可选项中。", $"\"{text}\" is not one of the choices."),
            nearest is null
                ? new($"可选：{choices}。", $"The choices are: {choices}.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?"),
            at
        );

    public static Problem WeightSum(Place at, Fraction sum) =>
        new(
            "TH0601",
            new($"权重之和为 {sum}，应为 1。", $"The weights sum to {sum}, not to 1."),
            new("请修改权重。", "Change the weights."),
            at
        );

    public static Problem NotARoster(string file, string detail) =>
        new(
            "TH0602",
            new($"{file} 不是可读的名册：{detail}。", $"{file} cannot be read as a roster: {detail}."),
            new("请使用 CSV（UTF-8）或 XLSX 文件。", "Use a CSV (UTF-8) or XLSX file."),
            new Place(file)
        );

    public static Problem MissingColumn(Place at, Words heading) =>
        new(
            "TH0603",
            new($"缺少“{heading.Zh}”列。", $"The column \"{heading.En}\" is missing."),
            new("请按名册格式补上。", "Add it as the form of the roster says."),
            at
        );

    public static Problem Blank(Place at) =>
        new("TH0605", new("此格不能为空。", "This cell must not be blank."), new("请填写。", "Fill it in."), at);

    public static Problem NotALevel(Place at, string text, int most) =>
        new(
            "TH0606",
            new($"“{text}”不是 0 到 {most} 的整数。", $"\"{text}\" is not a whole number from 0 to {most}."),
            new($"请填写 0 到 {most}。", $"Write 0 to {most}."),
            at
        );

    public static Problem CadreTwice(Place at, string name, int row) =>
        new(
            "TH0608",
            new(
                $"“{name}”在第 {row} 行已出现，同单位同名。",
                $"\"{name}\" of the same unit stands already in row {row}."
            ),
            new(
                "若是两人，请在姓名后加注区分；若是一人，请删去一行。",
                "If they are two people, add a mark to the name; if one, remove a row."
            ),
            at
        );

    public static Problem UnitDiffers(Place at, string unit, int row) =>
        new(
            "TH0609",
            new(
                $"单位“{unit}”的层级或类别与第 {row} 行不同。",
                $"Level or kind of the unit \"{unit}\" differ from row {row}."
            ),
            new("同一单位请填写一致。", "Give one unit the same level and kind everywhere."),
            at
        );

    public static Problem NoRules(DateOnly day) =>
        new(
            "TH0610",
            new($"{day:yyyy-MM-dd} 没有生效的选派规则。", $"No posting rules are in force on {day:yyyy-MM-dd}."),
            new(
                "请在规则包 catalogues/posting.yaml 中补充，或改用其他日期。",
                "Add them to catalogues/posting.yaml of the pack, or choose another day."
            )
        );

    public static Problem NoRun(DateOnly day) =>
        new(
            "TH0611",
            new(
                $"{day:yyyy-MM-dd} 之前没有识别结果，无法诊断各村需求。",
                $"There is no identification run on or before {day:yyyy-MM-dd}, so no village's need is known."
            ),
            new("请先运行 taihang identify。", "Run taihang identify first.")
        );

    public static Problem NoVillages() =>
        new(
            "TH0612",
            new(
                "没有任何村有计入的农户，无须选派。",
                "No village has a counted household; there is nowhere to post to."
            ),
            new("请核对识别结果与日期。", "Check the identification run and the day.")
        );

    public static Problem NoCadres() =>
        new(
            "TH0613",
            new("本县没有驻村干部名册。", "The county has no roster of cadres."),
            new("请先运行 taihang dispatch import。", "Run taihang dispatch import first.")
        );

    public static Problem NoRound() =>
        new(
            "TH0614",
            new("没有这一轮选派。", "There is no such round of postings."),
            new("请先运行 taihang dispatch run。", "Run taihang dispatch run first.")
        );

    public static Problem NoPosting(string village) =>
        new(
            "TH0615",
            new($"“{village}”不在这一轮选派中。", $"\"{village}\" is not in this round of postings."),
            new("请核对村代码。", "Check the village code.")
        );

    public static Problem UnknownCadre(string name) =>
        new(
            "TH0616",
            new(
                $"这一轮选派中没有干部“{name}”，或同名者不止一人。",
                $"No cadre \"{name}\" is in this round, or more than one of that name."
            ),
            new("请写“单位/姓名”。", "Write \"unit/name\".")
        );

    public static Problem HashDiffers(string stored, string found) =>
        new(
            "TH0617",
            new(
                $"证书与其指纹不符：记录为 {stored}，实为 {found}。",
                $"The certificate does not have the hash on record: {stored} is recorded, {found} found."
            ),
            new(
                "证书或记录被改动过，请查验留痕日志。",
                "The certificate or the record was altered; verify the audit log."
            )
        );

    public static Problem PostingDiffers(string village) =>
        new(
            "TH0618",
            new(
                $"“{village}”的任命与证书中的方案不符。",
                $"The posting to \"{village}\" is not the one in the proved plan."
            ),
            new("任命被改动过，请查验留痕日志。", "The posting was altered; verify the audit log.")
        );

    public static Problem NotCertificate(string detail) =>
        new(
            "TH0619",
            new($"证书无法读取：{detail}。", $"The certificate cannot be read: {detail}."),
            new("证书被改动过，请查验留痕日志。", "The certificate was altered; verify the audit log.")
        );

    public static Problem NoForm(string pack) =>
        new(
            "TH0620",
            new($"{pack} 中没有驻村干部名册的格式。", $"{pack} has no form of the cadre roster."),
            new(
                "请在规则包中补充 forms/cadre-roster.yaml，或改用其他规则包。",
                "Add forms/cadre-roster.yaml to the pack, or use another pack."
            ),
            new Place(pack)
        );
}
