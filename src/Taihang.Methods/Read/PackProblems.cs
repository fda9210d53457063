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

    /// <summary>A key or a word of a closed set: the nearest, or where none is near all of them.</summary>
    public static Problem NotOneOf(Place at, string name, IEnumerable<string> known)
    {
        var words = known.ToList();
        var nearest = Nearest.To(name, words);
        var all = string.Join(", ", words);
        return nearest is not null
            ? UnknownName(at, name, nearest)
            : UnknownName(at, name, null) with
            {
                Remedy = new($"这里可写：{all}。", $"What can stand here: {all}."),
            };
    }

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

    public static Problem Expression(Place at, Words what) =>
        new(
            "TH0305",
            new($"{what.Zh}。", $"In the expression, {what.En}."),
            new("请改正表达式。", "Correct the expression."),
            at
        );

    public static Problem WeightSum(Place at, Fraction sum) =>
        new(
            "TH0306",
            new($"权重之和是 {sum}，不是 1。", $"The weights add up to {sum}, not to 1."),
            new(
                "每个指标都要有权重，且合计恰为 1。",
                "Every indicator needs a weight, and together they make exactly 1."
            ),
            at
        );

    public static Problem Overlap(Place at) =>
        new(
            "TH0307",
            new("该值的有效期与另一值重叠。", "This value is in force on the same days as another."),
            new("请给前一值写上止期。", "End the earlier one."),
            at
        );

    public static Problem Backward(Place at) =>
        new(
            "TH0308",
            new("止期早于起期。", "It ends before it begins."),
            new("请改正日期。", "Correct the dates."),
            at
        );

    public static Problem AreaSetsIt(Place at) =>
        new(
            "TH0309",
            new("由地方确定的参数不能带默认值。", "A parameter that the area sets must not carry values."),
            new("请删除 values，或删除 set_by。", "Remove values, or set_by."),
            at
        );

    public static Problem LastOutcome(Place at) =>
        new(
            "TH0310",
            new(
                "最后一种结果不写条件，其余都要写。",
                "The last outcome stands without a condition, all others with one."
            ),
            new("请改正 outcomes。", "Correct outcomes."),
            at
        );

    public static Problem NoPackFile() =>
        new(
            "TH0311",
            new("没有 pack.yaml。", "There is no pack.yaml."),
            new("请核对规则包目录。", "Check the pack's folder.")
        );

    public static Problem CaseFails(Place at, string name, string expected, string found) =>
        new(
            "TH0312",
            new(
                $"用例“{name}”应得 {expected}，实得 {found}。",
                $"Case \"{name}\" must give {expected}, but gives {found}."
            ),
            new("请改正规则或用例。", "Correct the rule or the case."),
            at
        );

    public static Problem NothingInForce(string parameter, string? key, DateOnly day, bool byArea) =>
        new(
            "TH0313",
            new(
                $"{day:yyyy-MM-dd} 没有生效的“{parameter}”{(key is null ? "" : $"[{key}]")}。",
                $"No value of \"{parameter}\"{(key is null ? "" : $"[{key}]")} is in force on {day:yyyy-MM-dd}."
            ),
            byArea
                ? new(
                    "须由地方确定：taihang parameter set，或 --set 名称=数值。",
                    "The area must set it: taihang parameter set, or --set NAME=VALUE."
                )
                : new(
                    "该日期没有经核实的数值；规则包从不代填。",
                    "No confirmed value exists for that day; a pack never fills one in."
                )
        );

    public static Problem NoMethod(string pack, string? method, DateOnly day, string? nearest) =>
        new(
            "TH0314",
            method is null
                ? new(
                    $"规则包 {pack} 在 {day:yyyy-MM-dd} 没有生效的方法。",
                    $"No method of pack {pack} is in force on {day:yyyy-MM-dd}."
                )
                : new($"规则包 {pack} 没有方法“{method}”。", $"Pack {pack} has no method \"{method}\"."),
            nearest is null
                ? method is null
                    ? new("请用 --as-of 指明日期。", "Name the day with --as-of.")
                    : new("请用 taihang pack explain 查看其方法。", "taihang pack explain says which methods it has.")
                : new($"是否想用“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem UnknownParameter(string name, string? nearest) =>
        new(
            "TH0315",
            new($"没有参数“{name}”。", $"There is no parameter \"{name}\"."),
            nearest is null
                ? new("请看 taihang pack explain。", "See taihang pack explain.")
                : new($"是否想写“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem NoPack(string id, string? nearest) =>
        new(
            "TH0316",
            new($"没有规则包“{id}”。", $"There is no pack \"{id}\"."),
            nearest is null
                ? new("请用 --packs 指明目录。", "Say where the packs are with --packs.")
                : new($"是否想用“{nearest}”？", $"Did you mean \"{nearest}\"?")
        );

    public static Problem EndlessDecimal(string method, string what) =>
        new(
            "TH0317",
            new(
                $"按这些参数，方法 {method} 的 {what} 不是至多十二位的小数。",
                $"With these parameters, {what} of method {method} is no decimal of at most twelve places."
            ),
            new("请改参数，或只在比较中使用该分数。", "Change the parameter, or use that fraction only in comparisons.")
        );

    public static Problem Reserved(Place at, string name) =>
        new(
            "TH0318",
            new($"“{name}”在规则语言中另有含义。", $"\"{name}\" means something in the language already."),
            new("请换一个名称。", "Choose another name."),
            at
        );

    public static Problem NotAnId(string id) =>
        new(
            "TH0330",
            new($"“{id}”不能作规则包的编号。", $"\"{id}\" cannot be a pack's id."),
            new(
                "请用小写字母开头，只用小写字母、数字和连字符，如 kenya-2019。",
                "Begin with a small letter and use small letters, digits and hyphens only, such as kenya-2019."
            )
        );

    public static Problem PackExists(string folder) =>
        new(
            "TH0331",
            new($"{folder} 已存在，未改动。", $"There is {folder} already; it was not touched."),
            new("请换一个编号。", "Choose another id.")
        );

    public static Problem HeadsNotWhole(string method) =>
        new(
            "TH0332",
            new($"方法 {method} 的 heads 不是整数。", $"The heads of method {method} are no whole number."),
            new("heads 应是人数；加权请用 weight。", "Heads are persons; a factor belongs in weight.")
        );
}
