using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

/// <summary>Says by which conventions a method's measures of income and of a sample are worked out: peers differ, so none goes without saying.</summary>
internal static class WelfareProse
{
    public static Words Say(Pack pack, Welfare welfare)
    {
        var amount = ExprProse.Say(
            welfare.Per is null ? welfare.Amount : new Expr.Per(welfare.Amount, welfare.Per),
            pack
        );
        var line = welfare.Line is null ? null : ExprProse.Say(welfare.Line, pack);
        var poor =
            welfare.Poor == LineRule.PoorBelow
                ? new Words("恰在线上不算贫困", "exactly on it is not poor")
                : new Words("恰在线上算贫困", "exactly on it is poor");
        var quantile =
            welfare.Quantile == QuantileRule.LowestReaching
                ? new Words("分位取达到该份额的最低值", "a quantile is the lowest value that reaches the share")
                : new Words(
                    "分位恰好达到时取与下一值的中点",
                    "a quantile reached exactly lies halfway to the next value"
                );
        var gini =
            welfare.Gini == GiniForm.Population
                ? new Words("基尼系数按总体公式", "the Gini of the population form")
                : new Words(
                    "基尼系数按小样本公式（乘 n/(n−1)）",
                    "the Gini of the small-sample form (times n/(n − 1))"
                );
        var (watts, log) = (OfNothing(welfare.Watts), OfNothing(welfare.MeanLogDeviation));
        return new Words(
            $"收入测度：{amount.Zh}{(line is null ? "" : $"，对照 {line.Zh}，{poor.Zh}")}；{quantile.Zh}；{gini.Zh}；收入不大于零者：瓦茨指数{watts.Zh}，平均对数偏差{log.Zh}",
            $"Measures of income: {amount.En}{(line is null ? "" : $" against {line.En}, {poor.En}")}; {quantile.En}; {gini.En}; where an income is zero or less the Watts index {watts.En} and the mean log deviation {log.En}"
        );
    }

    public static Words Say(SurveyDesign survey)
    {
        var lonely = survey.Lonely switch
        {
            LonelyPsu.Refuse => new Words("不作估计", "is refused"),
            LonelyPsu.Certain => new Words("不计其方差", "adds no variance"),
            _ => new Words("按与总体均值之差计", "is compared with the mean of all"),
        };
        return new Words(
            $"抽样设计：分层按“{survey.Strata.Title.Zh}”，单元按“{survey.Psu.Title.Zh}”；只有一个单元的层{lonely.Zh}",
            $"Sample: strata by \"{survey.Strata.Title.En}\", units by \"{survey.Psu.Title.En}\"; a stratum with one unit {lonely.En}"
        );
    }

    private static Words OfNothing(NotPositive rule) =>
        !rule.Defined ? new Words("不予给出", "is undefined")
        : rule.CountedAs is { } amount ? new Words($"按 {amount} 计", $"counts it as {amount}")
        : new Words("不增加任何数", "passes it over");
}
