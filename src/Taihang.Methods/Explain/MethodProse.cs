using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

/// <summary>Says in plain 中文 and English what the methods of a pack do, from the same plan that the SQL is printed from.</summary>
public static class MethodProse
{
    public static Words Write(Pack pack)
    {
        var (zh, en) = (new StringBuilder(), new StringBuilder());
        zh.AppendLine($"{pack.Title.Zh}（{pack.Id}，发布 {pack.Published:yyyy-MM-dd}，指纹 {pack.Hash[..12]}）");
        en.AppendLine($"{pack.Title.En} ({pack.Id}, published {pack.Published:yyyy-MM-dd}, hash {pack.Hash[..12]})");
        foreach (var parameter in pack.Parameters)
        {
            zh.AppendLine(
                $"  参数 {parameter.Title.Zh}（{parameter.Id}）{(parameter.SetByArea ? "：由地方确定，无默认值" : "")}"
            );
            en.AppendLine(
                $"  Parameter {parameter.Title.En} ({parameter.Id}){(parameter.SetByArea ? ": set by the area, no default" : "")}"
            );
            if (parameter.Deflator is { } deflator)
            {
                zh.AppendLine($"    按 {deflator.Index} 自 {deflator.Base:yyyy-MM-dd} 调整到基准日");
                en.AppendLine($"    carried from {deflator.Base:yyyy-MM-dd} to the day of the run by {deflator.Index}");
            }
            foreach (var value in parameter.Values)
            {
                var shown = parameter.Money ? Values.Yuan(value.Value) : Words.Same(value.Value.ToString());
                var key = value.Key is null ? "" : $"[{value.Key}] ";
                zh.AppendLine(
                    $"    {key}{value.From:yyyy-MM-dd} 至 {value.To?.ToString("yyyy-MM-dd") ?? "今"}：{shown.Zh}，{value.Basis.Title.Zh}（{value.Basis.Grade}）"
                );
                en.AppendLine(
                    $"    {key}{value.From:yyyy-MM-dd} to {value.To?.ToString("yyyy-MM-dd") ?? "now"}: {shown.En}, {value.Basis.Title.En} ({value.Basis.Grade})"
                );
            }
        }
        foreach (var method in pack.Methods)
            Method(pack, method, zh, en);
        return new Words(zh.ToString().TrimEnd(), en.ToString().TrimEnd());
    }

    /// <summary>One condition of a method, in words.</summary>
    public static Words Condition(Expr expr, Pack pack) => ExprProse.Say(expr, pack);

    private static void Method(Pack pack, MethodPlan method, StringBuilder zh, StringBuilder en)
    {
        zh.AppendLine(
            $"方法 {method.Title.Zh}（{method.Id}），{method.ValidFrom:yyyy-MM-dd} 起{(method.ValidTo is { } zhEnd ? $"，{zhEnd:yyyy-MM-dd} 止" : "")}"
        );
        en.AppendLine(
            $"Method {method.Title.En} ({method.Id}), from {method.ValidFrom:yyyy-MM-dd}{(method.ValidTo is { } enEnd ? $" to {enEnd:yyyy-MM-dd}" : "")}"
        );
        foreach (var exclusion in method.Exclusions)
            Line(
                zh,
                en,
                new Words($"不计入：{exclusion.Title.Zh}", $"Left out: {exclusion.Title.En}"),
                exclusion.When,
                pack,
                null,
                null
            );
        if (method.Proxy is { } proxy)
            Proxy(pack, proxy, zh, en);
        foreach (var derived in method.Named.Concat(method.Derived).Where(d => d.Id != MethodPlan.ProxyScore))
            Line(
                zh,
                en,
                new Words($"计算 {derived.Title.Zh}", $"Computed: {derived.Title.En}"),
                derived.Is,
                pack,
                null,
                null
            );
        foreach (var indicator in method.Indicators)
            Line(zh, en, indicator.Title, indicator.When, pack, indicator.Weight, indicator.Basis);
        if (method.Cutoff is { } cutoff)
        {
            zh.AppendLine($"  得分达到 {cutoff} 为贫困（恰好等于也算）");
            en.AppendLine($"  poor when the score reaches {cutoff} (exactly on it counts)");
        }
        if (method.Selection is { } selection)
            Say(Selection(pack, method, selection));
        foreach (var outcome in method.Outcomes)
            if (outcome.When is null)
                Line(
                    zh,
                    en,
                    new Words($"其余 → {outcome.Title.Zh}", $"otherwise → {outcome.Title.En}"),
                    null,
                    pack,
                    null,
                    null
                );
            else
                Line(
                    zh,
                    en,
                    new Words($"→ {outcome.Title.Zh}", $"→ {outcome.Title.En}"),
                    outcome.When,
                    pack,
                    null,
                    outcome.Basis
                );
        if (method.Welfare is { } welfare)
            Say(WelfareProse.Say(pack, welfare));
        if (method.Survey is { } survey)
            Say(WelfareProse.Say(survey));

        void Say(Words said)
        {
            zh.AppendLine($"  {said.Zh}");
            en.AppendLine($"  {said.En}");
        }
    }

    /// <summary>Who is taken first, up to which quota, and what happens on its border.</summary>
    public static Words Selection(Pack pack, MethodPlan method, SelectionPlan selection)
    {
        var among = selection.Among.Select(id => method.Outcomes.First(o => o.Id == id).Title).ToList();
        var order = selection
            .Order.Select(o =>
                ExprProse.Say(o.By, pack) is var by && o.First == RankOrder.LowestFirst
                    ? new Words($"{by.Zh}低者优先", $"lowest {by.En} first")
                    : new Words(
                        $"{ExprProse.Say(o.By, pack).Zh}高者优先",
                        $"highest {ExprProse.Say(o.By, pack).En} first"
                    )
            )
            .ToList();
        var (fills, quota) = (ExprProse.Say(selection.Fills, pack), ExprProse.Say(selection.Quota, pack));
        var per = selection.Per is { } place ? ExprProse.Say(place, pack) : null;
        var ties = selection.Ties switch
        {
            TieRule.AllIn => new Words("同等需要者全部入选", "equals on the border all get in"),
            TieRule.AllOut => new Words("同等需要者全部不入选", "equals on the border all stay out"),
            _ => new Words("同等需要者按编号先后", "equals on the border by their ids"),
        };
        var reserve = selection.Reserve == Fraction.Zero ? null : selection.Reserve.ToString();
        return new Words(
            $"在{string.Join("、", among.Select(a => a.Zh))}中选取：{string.Join("，其次", order.Select(o => o.Zh))}；名额 {quota.Zh}{(per is null ? "" : $"，按{per.Zh}分设")}，每个占 {fills.Zh}；{ties.Zh}{(selection.Overrun ? "；最后一个可超出名额" : "")}{(reserve is null ? "" : $"；候补为名额的 {reserve}")}",
            $"among {string.Join(", ", among.Select(a => a.En))}: {string.Join(", then ", order.Select(o => o.En))}; quota {quota.En}{(per is null ? "" : $" for each {per.En}")}, of which each takes {fills.En}; {ties.En}{(selection.Overrun ? "; the last one may exceed it" : "")}{(reserve is null ? "" : $"; {reserve} of the quota in reserve")}"
        );
    }

    /// <summary>What a proxy test predicts and how it is fitted.</summary>
    public static Words Fit(Pack pack, ProxyPlan proxy)
    {
        var amount = ExprProse.Say(proxy.Per is null ? proxy.Amount : new Expr.Per(proxy.Amount, proxy.Per), pack);
        var of = proxy.Log ? new Words($"{amount.Zh}的自然对数", $"the natural logarithm of {amount.En}") : amount;
        return proxy.Fit switch
        {
            { Kind: ProxyFitKind.Logit, Below: { } below } when ExprProse.Say(below, pack) is var line => new Words(
                $"{of.Zh}低于{line.Zh}的对数几率",
                $"the log-odds that {of.En} is below {line.En}"
            ),
            { Quantile: { } share } => new Words($"{of.Zh}的 {share} 分位", $"the quantile {share} of {of.En}"),
            _ => of,
        };
    }

    private static void Proxy(Pack pack, ProxyPlan proxy, StringBuilder zh, StringBuilder en)
    {
        var fit = Fit(pack, proxy);
        Both(
            $"  代理测试：预测{fit.Zh}{(proxy.FittedOn is { } on ? $"（拟合于 {on.Zh}）" : "")}",
            $"  Proxy test: predicts {fit.En}{(proxy.FittedOn is { } fitted ? $" (fitted on {fitted.En})" : "")}"
        );
        if (proxy.Fingerprint is { } print)
            Both($"    系数来自拟合 {print}", $"    coefficients from the fit {print}");
        if (proxy.Intercept is { } constant)
            Both($"    常数项 {constant.ToDouble():0.######}", $"    constant {constant.ToDouble():0.######}");
        foreach (var term in proxy.Terms)
        {
            var (said, points) = (ExprProse.Say(term.Of, pack), Points(term.Coefficient));
            Both($"    {points}{term.Title.Zh}：{said.Zh}", $"    {points}{term.Title.En}: {said.En}");
        }
        foreach (var model in proxy.Models)
        {
            var where = ExprProse.Say(
                new Expr.Compare("==", proxy.By!, new Expr.Literal(Kind.Code, Text: model.Code)),
                pack
            );
            var sum = string.Join(", ", model.Terms.Select(t => $"{Points(Of(model, t))}{t}"));
            Both($"    {where.Zh}：{Points(model.Intercept)}{sum}", $"    {where.En}: {Points(model.Intercept)}{sum}");
        }
        if (proxy.By is not null)
            Both("    其他情形不能评分", "    any other cannot be scored");

        static string Points(Fraction? coefficient) =>
            coefficient is { } c ? $"{c.ToDouble():+0.######;-0.######;0} " : "";

        static Fraction? Of(ProxyModel model, string term) =>
            model.Coefficients.TryGetValue(term, out var c) ? c : null;

        void Both(string chinese, string english)
        {
            zh.AppendLine(chinese);
            en.AppendLine(english);
        }
    }

    private static void Line(
        StringBuilder zh,
        StringBuilder en,
        Words title,
        Expr? expr,
        Pack pack,
        Fraction? weight,
        Basis? basis
    )
    {
        var said = expr is null ? null : ExprProse.Say(expr, pack);
        zh.AppendLine(
            $"  {title.Zh}{(weight is null ? "" : $"（权重 {weight}）")}{(said is null ? "" : $"：{said.Zh}")}{(basis is null ? "" : $"  [{basis.Title.Zh} {basis.Grade}]")}"
        );
        en.AppendLine(
            $"  {title.En}{(weight is null ? "" : $" (weight {weight})")}{(said is null ? "" : $": {said.En}")}{(basis is null ? "" : $"  [{basis.Title.En} {basis.Grade}]")}"
        );
    }
}
