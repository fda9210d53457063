using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary>A table of measures in words and figures, as a statistician reads it on a screen.</summary>
internal static class MeasureText
{
    /// <param name="groups">Whether the groups are said too; where a file holds them, everybody is enough.</param>
    public static Words Of(Pack pack, MethodPlan method, MeasureTable table, Language language, bool groups) =>
        Words.Same(
            Text(method, groups ? table : table with { Rows = [.. table.Rows.Where(r => r.By is null)] }, language)
                + (table.Record is { } record ? RecordText.Of(pack, record, language) : "")
        );

    /// <summary>Every figure then and now, and how it moved, in all and by the year.</summary>
    public static Words OfChanges(
        MethodPlan method,
        DateOnly before,
        DateOnly after,
        IReadOnlyList<ChangeRow> changes,
        Language language
    )
    {
        return Words.Same(Text());

        string Text()
        {
            var text = new StringBuilder();
            string Say(string zh, string en) => language == Language.Chinese ? zh : en;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{method.Title.In(language)} · {before:yyyy-MM-dd} → {after:yyyy-MM-dd}"
            );
            (string?, string?)? group = null;
            foreach (var row in changes)
            {
                if (group != (row.By, row.Value))
                {
                    group = (row.By, row.Value);
                    text.AppendLine().AppendLine(row.By is null ? Say("全部", "Everybody") : $"{row.By} = {row.Value}");
                }
                var c = row.Change;
                text.AppendLine(
                    CultureInfo.InvariantCulture,
                    $"  {Name(method, row.Measure, row.Cutoff, row.Weights, row.Item, language)}  {row.Before:0.0000000} → {row.After:0.0000000}  {c.Absolute:+0.0000000;-0.0000000}{Error(c.AbsoluteError)}; {Say("相对", "relative")} {c.Relative:+0.00%;-0.00%}{Error(c.RelativeError)}; {Say("每年", "a year")} {c.AnnualAbsolute:+0.0000000;-0.0000000}{Error(c.AnnualAbsoluteError)}, {c.AnnualRelative:+0.00%;-0.00%}{Error(c.AnnualRelativeError)}"
                );
            }
            return text.ToString().TrimEnd();
        }
        static string Error(double? error) =>
            error is { } e ? string.Create(CultureInfo.InvariantCulture, $" ± {e:0.0000000}") : "";
    }

    private static string Name(
        MethodPlan method,
        string measure,
        Fraction? cutoff,
        string? weights,
        string? id,
        Language language
    )
    {
        var item = id is null
            ? ""
            : method.Indicators.FirstOrDefault(i => i.Id == id)?.Title.In(language)
                ?? method.Outcomes.FirstOrDefault(o => o.Id == id)?.Title.In(language)
                ?? id;
        var set = weights is null ? "" : $" w={weights}";
        var said = Names.TryGetValue(measure, out var name) ? name.In(language) : measure;
        return $"{said}{(cutoff is { } k ? $" k={k}" : "")}{set} {item}".TrimEnd();
    }

    /// <summary>What the figures are called on a screen; those known by a letter keep it. Files carry the ids.</summary>
    private static readonly Dictionary<string, Words> Names = new(StringComparer.Ordinal)
    {
        ["outcome_share"] = new("占比", "Share"),
        ["rate"] = new("认定率", "Rate of those counted"),
        ["indicator_rate"] = new("成立比例", "Holds for"),
        ["uncensored_headcount"] = new("未删截发生率", "Uncensored headcount"),
        ["censored_headcount"] = new("删截发生率", "Censored headcount"),
        ["contribution"] = new("贡献", "Contribution"),
        ["percent_contribution"] = new("贡献率（%）", "Contribution, per cent"),
        ["mean_welfare"] = new("人均均值（规则包的计量单位）", "Mean per head, in the pack's unit"),
        ["median_welfare"] = new("人均中位数（规则包的计量单位）", "Median per head, in the pack's unit"),
        ["at_risk_of_poverty"] = new("低于中位数该比例者占比", "Share below that part of the median"),
        ["lorenz"] = new("洛伦兹曲线", "Lorenz curve at"),
        ["quantile_share"] = new("五等份份额", "Share of the fifth"),
        ["gini"] = new("基尼系数", "Gini"),
        ["atkinson"] = new("阿特金森指数", "Atkinson"),
        ["theil"] = new("泰尔指数", "Theil"),
        ["mean_log_deviation"] = new("平均对数离差", "Mean log deviation"),
        ["watts"] = new("Watts 指数", "Watts"),
        ["sen_shorrocks_thon"] = new("Sen-Shorrocks-Thon 指数", "Sen-Shorrocks-Thon"),
    };

    /// <summary>The table as a statistician reads it: one line per figure, groups below one another.</summary>
    private static string Text(MethodPlan method, MeasureTable table, Language language)
    {
        var text = new StringBuilder();
        string Say(string zh, string en) => language == Language.Chinese ? zh : en;
        text.AppendLine(CultureInfo.InvariantCulture, $"{method.Title.In(language)} · {table.AsOf:yyyy-MM-dd}");
        text.AppendLine(
            table.DegreesOfFreedom is { } degrees
                ? Say(
                    $"标准误按抽样设计线性化，自由度 {degrees:N0}。",
                    $"Standard errors by linearisation over the sample's design, {degrees:N0} degrees of freedom."
                )
            : table.Weighted
                ? Say(
                    "抽样数据，但方法没有写明抽样设计（survey）：不给出标准误。",
                    "A sample whose design the method does not give (survey): no standard errors."
                )
            : Say(
                "全面登记：没有抽样误差；误差来自漏登、漏评与记录本身，逐项列于其旁。",
                "A full register has no sampling error; what it leaves open is who was missed and how good the record is, said beside the figures."
            )
        );
        if (table.Coverage.CannotSay is { } unsaid)
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Say("无法判定的人口：", "People of whom the facts cannot say: ")}{unsaid:P3}"
            );
        // Over a register it stands beside each rate.
        foreach (var (id, share) in table.Coverage.UnknownByIndicator.Where(u => u.Value > 0 && table.Record is null))
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"{Say($"无法判定“{method.Indicators.First(i => i.Id == id).Title.Zh}”：", $"Cannot say \"{method.Indicators.First(i => i.Id == id).Title.En}\": ")}{share:P3}"
            );
        (string?, string?)? group = null;
        foreach (var row in table.Rows)
        {
            if (group != (row.By, row.Value))
            {
                group = (row.By, row.Value);
                text.AppendLine().AppendLine(row.By is null ? Say("全部", "Everybody") : $"{row.By} = {row.Value}");
            }
            var name = Name(method, row.Measure, row.Cutoff, row.Weights, row.Item, language);
            var estimate = row.Estimate?.ToString("0.0000000", CultureInfo.InvariantCulture) ?? Say("无", "none");
            var error = row.StandardError is { } se
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"  ± {se:0.0000000}  [{row.Low:0.0000}, {row.High:0.0000}]"
                )
                : "";
            var open = row is { StandardError: null, Unknown: > 0 and var unknown, Bounds: var (least, most) }
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {Say("无法判定", "cannot say")} {unknown:P2}{Say("，若全部判明在 ", ", so between ")}{least:0.0000}{Say(" 与 ", " and ")}{most:0.0000}{Say(" 之间", "")}"
                )
                : "";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {name}  {estimate}{error}  ({row.Population:N0}){open}");
        }
        foreach (var r in table.Robustness)
            text.AppendLine(
                Say(
                    $"{r.By} 按 M0 的排序，k={r.Cutoff}{(r.Weights is { } zh ? $"、权重 {zh}" : "")} 与首列相比：Kendall τ-b {r.Agreement.Kendall:0.000}，Spearman ρ {r.Agreement.Spearman:0.000}，{r.Agreement.PairsKept:P1} 的两两比较不变（{r.Groups:N0} 组）",
                    $"Order of {r.By} by M0 at k={r.Cutoff}{(r.Weights is { } en ? $", weights {en}" : "")} against the first: Kendall's tau-b {r.Agreement.Kendall:0.000}, Spearman's rho {r.Agreement.Spearman:0.000}, {r.Agreement.PairsKept:P1} of the pairs in the same order ({r.Groups:N0} groups)"
                )
            );
        return text.ToString().TrimEnd();
    }
}
