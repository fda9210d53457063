using System.Text;
using Taihang.Core.Common;
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
        foreach (var derived in method.Derived.Where(d => d.Id != MethodPlan.ProxyScore))
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
    }

    private static void Proxy(Pack pack, ProxyPlan proxy, StringBuilder zh, StringBuilder en)
    {
        var amount = ExprProse.Say(proxy.Per is null ? proxy.Amount : new Expr.Per(proxy.Amount, proxy.Per), pack);
        zh.AppendLine(
            $"  代理测试：预测{amount.Zh}{(proxy.Log ? "的自然对数" : "")}{(proxy.FittedOn is { } on ? $"（拟合于 {on.Zh}）" : "")}"
        );
        en.AppendLine(
            $"  Proxy test: predicts {(proxy.Log ? "the natural logarithm of " : "")}{amount.En}{(proxy.FittedOn is { } fitted ? $" (fitted on {fitted.En})" : "")}"
        );
        if (proxy.Intercept is { } constant)
        {
            zh.AppendLine($"    常数项 {constant.ToDouble():0.######}");
            en.AppendLine($"    constant {constant.ToDouble():0.######}");
        }
        foreach (var term in proxy.Terms)
        {
            var (said, points) = (
                ExprProse.Say(term.Of, pack),
                term.Coefficient is { } c ? $"{c.ToDouble():+0.######;-0.######} " : ""
            );
            zh.AppendLine($"    {points}{term.Title.Zh}：{said.Zh}");
            en.AppendLine($"    {points}{term.Title.En}: {said.En}");
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
