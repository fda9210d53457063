using System.Numerics;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>What can be wrong with the numbers that a measure is asked about. Codes TH1000-0399.</summary>
public static class MeasuresProblems
{
    public static Problem NegativeWeight(int row, long weight) =>
        new(
            "TH1000",
            new($"第 {row} 个观测的权数为负（{weight}）。", $"Observation {row} has a negative weight ({weight})."),
            new("权数表示代表的人数，应为零或正数。", "A weight says how many people a row stands for: zero or more.")
        );

    public static Problem NegativeIndicatorWeight(int indicator, Fraction weight) =>
        new(
            "TH1001",
            new(
                $"第 {indicator} 个指标的权重为负（{weight}）。",
                $"Indicator {indicator} has a negative weight ({weight})."
            ),
            new("请改为零或正数。", "Make it zero or more.")
        );

    public static Problem WeightSum(Fraction sum) =>
        new(
            "TH1002",
            new($"指标权重之和为 {sum}，应为 1。", $"The indicator weights add up to {sum}, not to 1."),
            new(
                "请改正权重；若为计数权重，请按总和归一。",
                "Correct the weights; counting weights are divided by their sum first."
            )
        );

    public static Problem WeightsTooFine(BigInteger denominator) =>
        new(
            "TH1003",
            new(
                $"权重的公分母 {denominator} 超出可精确计分的范围。",
                $"The weights' common denominator {denominator} is too large for an exact score."
            ),
            new("请用更简单的分数书写权重，如 1/18。", "Write the weights as simpler fractions, such as 1/18.")
        );

    public static Problem NumberOfIndicators(int count) =>
        new(
            "TH1004",
            new($"指标有 {count} 个，应为 1 至 62 个。", $"There are {count} indicators; 1 to 62 are possible."),
            new("请合并或拆分方法。", "Join indicators or split the method.")
        );

    public static Problem Cutoff(Fraction k) =>
        new(
            "TH1005",
            new(
                $"贫困临界值 k = {k} 不在 0（不含）至 1 之间。",
                $"The poverty cut-off k = {k} is not above 0 and at most 1."
            ),
            new(
                "k 是加权剥夺得分的份额，如 1/3；并集法取最小权重，交集法取 1。",
                "k is a share of the weighted deprivations, such as 1/3; the smallest weight gives the union, 1 the intersection."
            )
        );

    public static Problem UnknownIndicator(long mask, int count) =>
        new(
            "TH1006",
            new(
                $"剥夺掩码 {mask} 用到了第 {count} 个以后的指标。",
                $"The deprivation mask {mask} uses an indicator beyond the {count} that have weights."
            ),
            new("请用同一方法的掩码与权重。", "Use masks and weights of the same method.")
        );

    public static Problem DeprivedAndUnknown(long mask) =>
        new(
            "TH1007",
            new(
                $"指标位 {mask} 同时标为“剥夺”和“未知”。",
                $"The indicator bits {mask} are marked both deprived and unknown."
            ),
            new("每个指标只能取其一。", "An indicator is one or the other.")
        );

    public static Problem GapOutOfRange(int row, int indicator, Fraction gap) =>
        new(
            "TH1008",
            new(
                $"第 {row} 个观测、第 {indicator} 个指标的差距 {gap} 与其剥夺状态不符。",
                $"Observation {row}, indicator {indicator}: the gap {gap} does not fit its deprivation."
            ),
            new(
                "差距为 (z − x) / z：剥夺时大于 0 且不超过 1，否则为 0。",
                "A gap is (z − x) / z: above 0 and at most 1 where deprived, 0 elsewhere."
            )
        );

    public static Problem GapsOfUnknown() =>
        new(
            "TH1009",
            new(
                "未知指标没有差距，不能当作剥夺来计算 M1、M2。",
                "An unknown indicator has no gap, so M1 and M2 cannot count it as deprived."
            ),
            new("请选择“剔除”或“视为未剥夺”。", "Choose to leave such people out, or to count them as not deprived.")
        );

    public static Problem TooFineForIntegers(decimal value) =>
        new(
            "TH1010",
            new(
                $"数值 {value} 与其他数值不能在同一单位下写成整数。",
                $"The value {value} does not fit a common integer unit with the others."
            ),
            new("请先按统计精度四舍五入。", "Round the column to its statistical precision first.")
        );

    public static Problem LonelyPsu(string stratum) =>
        new(
            "TH1011",
            new(
                $"层“{stratum}”中只有一个初级抽样单元，无法估计方差。",
                $"The stratum \"{stratum}\" has a single sampling unit; its variance cannot be estimated."
            ),
            new(
                "请合并层，或在方法的 survey 中把 lonely 写作 adjust 或 certain。",
                "Join strata, or write lonely: adjust or certain in the method's survey."
            )
        );

    public static Problem TooFewRows(int rows, int coefficients) =>
        new(
            "TH1020",
            new(
                $"只有 {rows} 个观测，不足以估计 {coefficients} 个系数。",
                $"There are {rows} observations for {coefficients} coefficients: too few."
            ),
            new("请减少项数，或补充数据。", "Take terms out, or give more data.")
        );

    public static Problem Collinear(string term) =>
        new(
            "TH1021",
            new(
                $"“{term}”可由前面各项算出，无法单独估计。",
                $"\"{term}\" is determined by the terms before it and cannot be told from them."
            ),
            new("请去掉其中一项。", "Take one of them out.")
        );

    public static Problem NotYesAndNo() =>
        new(
            "TH1022",
            new("逻辑回归需要既有“是”也有“否”的观测。", "A logit needs observations of both yes and no."),
            new("请核对界线。", "Check the line that parts them.")
        );

    public static Problem Parted(IReadOnlyList<string> terms) =>
        new(
            "TH1023",
            new(
                $"{string.Join("、", terms)} 把“是”与“否”完全分开，系数没有有限的估计。",
                $"{string.Join(", ", terms)} part yes from no without an exception (separation), so the coefficients have no finite estimate."
            ),
            new("请去掉或合并这些项。", "Take these terms out, or join them.")
        );

    public static Problem NotSettled() =>
        new(
            "TH1024",
            new("拟合没有收敛。", "The fit did not settle."),
            new(
                "请减少项数，或改换单位使各项大小相近。",
                "Take terms out, or change units so that the terms are of similar size."
            )
        );

    public static Problem QuantileOutOfRange(Fraction quantile) =>
        new(
            "TH1025",
            new($"分位 {quantile} 不在 0 与 1 之间。", $"The quantile {quantile} is not above 0 and below 1."),
            new("请写如 1/4 的份额。", "Write a share such as 1/4.")
        );
}
