using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Check;

/// <summary>What other languages, or the whole of CEL, would have here, and what to write instead.</summary>
internal static class Instead
{
    private static readonly Words Text = new(
        "文字只能用 == 和 != 比较；请在词典或数据映射中把它做成代码",
        "texts are only compared by == and !=: make it a code in the dictionary or the data map"
    );
    private static readonly Words Convert = new(
        "类型之间不作转换；请在词典中给属性写对类型",
        "nothing converts: give the attribute its right type in the dictionary"
    );
    private static readonly Words Day = new(
        "日期写成 date('2024-01-31')；另有 year、month、age、months",
        "a day is written date('2024-01-31'); ask year, month, age or months of it"
    );
    private static readonly Words Clock = new(
        "规则不看时钟；运行的基准日是 as_of",
        "no rule looks at the clock: the day of the run is as_of"
    );
    private static readonly Words Dice = new(
        "规则中没有随机数",
        "there is no randomness in a rule: a selection breaks ties by its tie rule"
    );
    private static readonly Words Inexact = new(
        "没有精确值；请先算入数据列，或做成 bands 表",
        "it has no exact value: compute it once into a column of the data, or make it a table with bands"
    );
    private static readonly Words Missing = new(
        "没有记录写成 !has(事实)，算不出写成 !known(…)，代以别的值用 coalesce",
        "not recorded is !has(fact), cannot be said is !known(…), another value in its place is coalesce(…)"
    );
    private static readonly Words Choice = new("应写成 条件 ? 甲 : 乙", "it is written condition ? a : b");
    private static readonly Words Between = new(
        "应写成 a >= 下限 && a <= 上限",
        "it is written a >= least && a <= most"
    );

    private static readonly Dictionary<string, Words> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["any"] = new("应写成 members.exists(m, …)", "it is written members.exists(m, …)"),
        ["some"] = new("应写成 members.exists(m, …)", "it is written members.exists(m, …)"),
        ["none"] = new("应写成 !members.exists(m, …)", "it is written !members.exists(m, …)"),
        ["count"] = new("应写成 members.filter(m, …).size()", "it is written members.filter(m, …).size()"),
        ["first"] = new(
            "成员没有次序；请用代码选人：members.filter(m, m.kin == 'head').max(m, …)",
            "members have no order: choose by a code, members.filter(m, m.kin == 'head').max(m, …)"
        ),
        ["map"] = new(
            "没有 map；请用 members.sum(m, …)、.min、.max 或 .avg",
            "there is no map: use members.sum(m, …), .min, .max or .avg"
        ),
        ["sum"] = new("应写成 members.sum(m, …)", "it is written members.sum(m, …)"),
        ["mean"] = new("应写成 members.avg(m, …)", "it is written members.avg(m, …)"),
        ["average"] = new("应写成 members.avg(m, …)", "it is written members.avg(m, …)"),
        ["min"] = new("应写成 math.least(a, b)", "it is written math.least(a, b)"),
        ["max"] = new("应写成 math.greatest(a, b)", "it is written math.greatest(a, b)"),
        ["clamp"] = new(
            "应写成 math.least(上限, math.greatest(下限, a))",
            "it is written math.least(most, math.greatest(least, a))"
        ),
        ["abs"] = new("应写成 math.abs(a)", "it is written math.abs(a)"),
        ["round"] = new("应写成 math.round(a)", "it is written math.round(a)"),
        ["floor"] = new("应写成 math.floor(a)", "it is written math.floor(a)"),
        ["ceil"] = new("应写成 math.ceil(a)", "it is written math.ceil(a)"),
        ["div"] = new("应写成 math.floor(per(a, b))", "it is written math.floor(per(a, b))"),
        ["mod"] = new("应写成 a - b * math.floor(per(a, b))", "it is written a - b * math.floor(per(a, b))"),
        ["if"] = Choice,
        ["iif"] = Choice,
        ["case"] = Choice,
        ["between"] = Between,
        ["null"] = Missing,
        ["isnull"] = Missing,
        ["is_missing"] = Missing,
        ["missing"] = Missing,
        ["matches"] = Text,
        ["contains"] = Text,
        ["startsWith"] = Text,
        ["endsWith"] = Text,
        ["split"] = Text,
        ["lower"] = Text,
        ["upper"] = Text,
        ["substring"] = Text,
        ["int"] = Convert,
        ["uint"] = Convert,
        ["double"] = Convert,
        ["string"] = Convert,
        ["bool"] = Convert,
        ["bytes"] = Convert,
        ["dyn"] = Convert,
        ["type"] = Convert,
        ["timestamp"] = Day,
        ["duration"] = Day,
        ["getFullYear"] = Day,
        ["getMonth"] = Day,
        ["now"] = Clock,
        ["today"] = Clock,
        ["rand"] = Dice,
        ["random"] = Dice,
        ["uuid"] = Dice,
        ["log"] = Inexact,
        ["ln"] = Inexact,
        ["exp"] = Inexact,
        ["sqrt"] = Inexact,
        ["pow"] = Inexact,
        ["power"] = Inexact,
    };

    /// <returns>Null for a name that no other language is known to have.</returns>
    public static CelException? Of(CelNode node, string name) =>
        Known.TryGetValue(name, out var instead)
            ? new CelException(
                node.At,
                new Words($"没有“{name}”：{instead.Zh}", $"there is no \"{name}\": {instead.En}")
            )
            : null;
}
