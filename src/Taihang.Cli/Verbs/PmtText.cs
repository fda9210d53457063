using System.Globalization;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;

namespace Taihang.Cli.Verbs;

/// <summary>A fitted proxy means test as a person reads it: what it is made of, and first of all whom it misses.</summary>
internal static class PmtText
{
    public static Words Of(ProxyFit fit, WrittenFit? written)
    {
        var (zh, en) = (new StringBuilder(), new StringBuilder());
        var (kind, measure) = fit switch
        {
            { Kind: ProxyFitKind.Logit } => (new Words("逻辑回归", "logit"), "McFadden R²"),
            { Quantile: { } share } => (new Words($"{share} 分位回归", $"quantile {share}"), "R¹"),
            _ => (new Words("最小二乘", "least squares"), "R²"),
        };
        Both(
            $"{fit.Rows:N0} 户拟合（{kind.Zh}），{fit.LeftOut:N0} 户收入或特征不全、或没有模型，未用",
            $"{fit.Rows:N0} households fitted ({kind.En}), {fit.LeftOut:N0} without income, a sign or a model left out"
        );
        foreach (var model in fit.Models)
        {
            Both(
                $"{(model.Code is null ? "" : $"{model.Code}：{model.Rows:N0} 户，")}{measure} = {model.RSquared:0.0000}{Gap(model)}",
                $"{(model.Code is null ? "" : $"{model.Code}: {model.Rows:N0} households, ")}{measure} = {model.RSquared:0.0000}{Gap(model)}"
            );
            foreach (var term in model.Terms)
            {
                var error = term.DesignError ?? term.ClassicalError;
                var figures = string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {term.Id, -14} {term.Coefficient, 12:0.00000000}  ± {(error is { } e ? e.ToString("0.00000000", CultureInfo.InvariantCulture) : "?")}  "
                );
                Both(figures + term.Title.Zh, figures + term.Title.En);
            }
        }
        Both(
            $"谁被漏掉、谁被误选（括号内为 {fit.Folds} 折外推，整群留出）：",
            $"Who is missed, and who is taken by mistake (in brackets: households never seen by the model, {fit.Folds} folds of whole sampling units):"
        );
        foreach (var e in fit.Errors)
        {
            Both(
                $"  覆盖 {e.Quota.ToDouble():P0}：{Missed(e.Fitted, e.Held).Zh}；AUC {e.AreaUnderCurve:0.0000}（{e.HeldArea:0.0000}）",
                $"  reaching {e.Quota.ToDouble():P0}: {Missed(e.Fitted, e.Held).En}; AUC {e.AreaUnderCurve:0.0000} ({e.HeldArea:0.0000})"
            );
            Groups(e.Disparities);
        }
        if (fit.Budget is { } budget)
        {
            var each = budget.PerHead
                ? new Words("每人一份", "one for each head")
                : new("每户一份", "one for each household");
            Both(
                $"  预算可发 {budget.Benefits:N0} 份（{each.Zh}），发出 {budget.Paid:N0} 份：{Missed(budget.Fitted, budget.Held).Zh}",
                $"  a budget of {budget.Benefits:N0} benefits ({each.En}), {budget.Paid:N0} paid: {Missed(budget.Fitted, budget.Held).En}"
            );
            Groups(budget.Disparities);
        }
        Both($"拟合指纹 {fit.Fingerprint}", $"Fingerprint of the fit {fit.Fingerprint}");
        if (fit.PackFingerprint is { } own)
            Both(
                own == fit.Fingerprint ? "规则包的系数来自这次拟合。" : $"规则包的系数来自另一次拟合 {own}。",
                own == fit.Fingerprint
                    ? "The pack's coefficients come from this very fit."
                    : $"The pack's coefficients come from another fit, {own}."
            );
        if (written is not null)
            Both(
                $"已写入 {Path.Combine(written.Folder, written.File)}（规则包指纹 {written.PackHash}）",
                $"Written to {Path.Combine(written.Folder, written.File)} (hash of the pack {written.PackHash})"
            );
        Both("任何名单都须允许申诉，并入户核实。", "No list should be made from this without appeal and a visit.");
        return new Words(zh.ToString().TrimEnd(), en.ToString().TrimEnd());

        static string Gap(FittedProxy model) =>
            model.Gap is { } gap ? string.Create(CultureInfo.InvariantCulture, $", gap {gap:0.0e+0}") : "";

        void Groups(IEnumerable<Disparity> disparities)
        {
            foreach (var disparity in disparities)
            foreach (var group in disparity.Groups)
                Both(
                    $"    {disparity.By} = {group.Group ?? "未知"}：选中 {group.SelectionRate:P1}（为总体的 {Times(group.SelectionRatio)} 倍，最穷者占 {group.PoorestRate:P1}），漏掉 {Share(group.Exclusion)}（{Times(group.ExclusionRatio)} 倍），误选 {Share(group.Inclusion)}（{Times(group.InclusionRatio)} 倍）",
                    $"    {disparity.By} = {group.Group ?? "not known"}: {group.SelectionRate:P1} selected ({Times(group.SelectionRatio)} times everybody's; {group.PoorestRate:P1} are among the poorest), misses {Share(group.Exclusion)} ({Times(group.ExclusionRatio)} times), by mistake {Share(group.Inclusion)} ({Times(group.InclusionRatio)} times)"
                );
        }

        void Both(string chinese, string english)
        {
            zh.AppendLine(chinese);
            en.AppendLine(english);
        }
    }

    private static Words Missed(TargetingError? e, TargetingError? held) =>
        e is null
            ? new Words("没有人入选", "nobody is selected")
            : new Words(
                $"最穷的 {e.Poorest:N0} 户中漏掉 {e.Missed:N0} 户，加权 {e.Exclusion:P1}（{held?.Exclusion:P1}）；选中的 {e.Selected:N0} 户中 {e.Inclusion:P1}（{held?.Inclusion:P1}）不在其中",
                $"misses {e.Missed:N0} of the {e.Poorest:N0} poorest, weighted {e.Exclusion:P1} ({held?.Exclusion:P1}); {e.Inclusion:P1} ({held?.Inclusion:P1}) of the {e.Selected:N0} selected are not among them"
            );

    private static string Share(double? share) =>
        share is { } known ? known.ToString("P1", CultureInfo.CurrentCulture) : "–";

    private static string Times(double? ratio) =>
        ratio is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "–";
}
