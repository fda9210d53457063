using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

public enum DiffKind
{
    Added,
    Removed,
    Changed,
}

/// <summary>One thing that two packs do not share.</summary>
/// <param name="Part">Such as <c>parameter poverty_line</c> or <c>method monitoring · indicator income_in_range</c>.</param>
/// <param name="Before">In words; null where it was added.</param>
/// <param name="After">In words; null where it was removed.</param>
public sealed record PackChange(DiffKind Kind, string Part, Words? Before, Words? After);

/// <summary>
/// What changes for people between two packs: numbers, days, conditions, weights, answers. Wording that decides nothing is left out; a
/// condition is compared as it is understood, so brackets and spaces make no difference.
/// </summary>
public static class PackDiff
{
    public static ImmutableArray<PackChange> Of(Pack before, Pack after)
    {
        var (one, other) = (Parts(before), Parts(after));
        return
        [
            .. one
                .Keys.Union(other.Keys)
                .Order(StringComparer.Ordinal)
                .Select(part => (part, Was: one.GetValueOrDefault(part), Is: other.GetValueOrDefault(part)))
                .Where(c => c.Was != c.Is)
                .Select(c => new PackChange(
                    c.Was is null ? DiffKind.Added
                        : c.Is is null ? DiffKind.Removed
                        : DiffKind.Changed,
                    c.part,
                    c.Was,
                    c.Is
                )),
        ];
    }

    /// <summary>Everything that can decide an answer, by name, in words.</summary>
    private static SortedDictionary<string, Words> Parts(Pack pack)
    {
        var parts = new SortedDictionary<string, Words>(StringComparer.Ordinal);
        foreach (var parameter in pack.Parameters)
        {
            var name = $"parameter {parameter.Id}";
            if (parameter.SetByArea)
                parts[name] = new("由地方确定", "set by the area");
            if (parameter.Deflator is { } deflator)
                parts[$"{name} deflated"] = Words.Same($"{deflator.Index}, {deflator.Base:yyyy-MM-dd}");
            if (parameter.Otherwise is { } otherwise)
                parts[$"{name} otherwise"] = Words.Same(otherwise);
            if (parameter.Bands is { } bands)
                parts[$"{name} bands"] = bands.Linear
                    ? new("两键之间按直线", "straight from one key to the next")
                    : new("自一键至下一键不变", "the same up to the next key");
            foreach (var value in parameter.Values)
                parts[
                    $"{name}{(value.Key is { } key ? $"[{key}]" : "")} {value.From:yyyy-MM-dd}{(value.Published is { } day ? $", published {day:yyyy-MM-dd}" : "")}"
                ] = new(
                    $"{Amount(parameter, value).Zh}，至 {value.To?.ToString("yyyy-MM-dd") ?? "今"}",
                    $"{Amount(parameter, value).En}, to {value.To?.ToString("yyyy-MM-dd") ?? "now"}"
                );
        }
        foreach (var attribute in pack.Dictionary.Attributes)
            parts[$"{attribute.Level.ToString().ToLowerInvariant()} {attribute.Id}"] = Words.Same(
                $"{attribute.Type.ToString().ToLowerInvariant()}, missing {attribute.Missing.ToString().ToLowerInvariant()}"
            );
        foreach (var method in pack.Methods)
            Method(parts, pack, method);
        return parts;
    }

    private static void Method(SortedDictionary<string, Words> parts, Pack pack, MethodPlan method)
    {
        var name = $"method {method.Id}";
        parts[name] = new(
            $"{method.ValidFrom:yyyy-MM-dd} 至 {method.ValidTo?.ToString("yyyy-MM-dd") ?? "今"}{(method.Cutoff is { } zh ? $"，临界值 {zh}" : "")}",
            $"{method.ValidFrom:yyyy-MM-dd} to {method.ValidTo?.ToString("yyyy-MM-dd") ?? "now"}{(method.Cutoff is { } en ? $", cut-off {en}" : "")}"
        );
        if (method.Heads is { } heads)
            parts[$"{name} · heads"] = ExprProse.Say(heads, pack);
        foreach (var derived in method.Named.Concat(method.Derived).Where(d => d.Id != MethodPlan.ProxyScore))
            parts[$"{name} · value {derived.Id}"] = ExprProse.Say(derived.Is, pack);
        foreach (var exclusion in method.Exclusions)
            parts[$"{name} · exclusion {exclusion.Id}"] = ExprProse.Say(exclusion.When, pack);
        foreach (var indicator in method.Indicators)
            parts[$"{name} · indicator {indicator.Id}"] = Weighed(
                ExprProse.Say(indicator.When, pack),
                indicator.Weight
            );
        foreach (var (outcome, i) in method.Outcomes.Select((o, i) => (o, i)))
            parts[$"{name} · outcome {i + 1} {outcome.Id}"] = Counted(
                outcome.When is { } when ? ExprProse.Say(when, pack) : new("其余", "otherwise"),
                outcome.Counted
            );
        foreach (var indicator in method.Indicators.Where(i => i.Gap is not null))
            parts[$"{name} · gap {indicator.Id}"] = new(
                $"{ExprProse.Say(indicator.Gap!.Amount, pack).Zh}，距{ExprProse.Say(indicator.Gap.Cutoff, pack).Zh}",
                $"{ExprProse.Say(indicator.Gap.Amount, pack).En} below {ExprProse.Say(indicator.Gap.Cutoff, pack).En}"
            );
        if (method.Selection is { } selection)
            parts[$"{name} · selection"] = MethodProse.Selection(pack, method, selection);
        foreach (var term in method.Proxy?.Terms ?? [])
            parts[$"{name} · term {term.Id}"] = Weighed(ExprProse.Say(term.Of, pack), term.Coefficient);
        if (method.Proxy?.Intercept is { } constant)
            parts[$"{name} · constant"] = Words.Same(constant.ToString());
        foreach (var model in method.Proxy?.Models ?? [])
        {
            parts[$"{name} · model {model.Code}"] = Words.Same(
                $"{string.Join(", ", model.Terms)}{(model.Intercept is { } own ? $" ({own})" : "")}"
            );
            foreach (var (term, coefficient) in model.Coefficients)
                parts[$"{name} · model {model.Code} · term {term}"] = Words.Same(coefficient.ToString());
        }
        if (method.Proxy is { } proxy)
            parts[$"{name} · fit"] = MethodProse.Fit(pack, proxy);
    }

    private static Words Amount(ParameterDef parameter, DatedValue value) =>
        parameter.Money ? Values.Yuan(value.Value) : Words.Same(value.Value.ToString());

    private static Words Weighed(Words said, Fraction? weight) =>
        weight is null ? said : new($"{said.Zh}（{weight}）", $"{said.En} ({weight})");

    private static Words Counted(Words said, bool counted) =>
        counted ? new($"{said.Zh}（计入）", $"{said.En} (counted)") : said;
}
