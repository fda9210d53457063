using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Explain;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Tests.Modules.Identification;

/// <summary>
/// Every slip of the pen in a pack: a comparison that takes in its boundary or leaves it out, or asks for equality alone; a number off by
/// its last digit; a parameter, also one that the cases set for the area, off by its last digit; the cut-off off by one point. Who has
/// cases below, at and above a number catches all of its slips, and nobody else does.
/// </summary>
internal static class Slips
{
    /// <summary>Slips under which every case of the pack still passes.</summary>
    public static IReadOnlyList<string> Uncaught(Pack pack) =>
        [
            .. pack
                .Methods.SelectMany(m => Of(pack, m))
                .Where(s => Passes(s.Pack, s.Method))
                .Select(s => s.Said)
                .Distinct(),
        ];

    public static bool Passes(Pack pack, MethodPlan method) =>
        pack
            .Cases.Where(c => c.Method == method.Id)
            .All(c =>
            {
                var set = c.Set.ToDictionary(v => v.Key, v => (v.Value, Words.Same("case")));
                var values = ParameterValues.Resolve(pack, method, c.AsOf, set).Value;
                var facts = new UnitFacts(
                    UnitFacts.FromJson(pack.Dictionary, Level.Household, c.Household.Values),
                    [.. c.Members.Select(m => UnitFacts.FromJson(pack.Dictionary, Level.Member, m.Values))]
                );
                var one = new Evaluator(method, values, c.AsOf).Run(facts);
                var held = method.Indicators.Where((_, i) => (one.Mask >> i & 1) == 1).Select(i => i.Id);
                return one.Outcome == c.Outcome
                    && (c.Holds is not { } holds || holds.ToHashSet(StringComparer.Ordinal).SetEquals(held));
            });

    private static IEnumerable<(Pack Pack, MethodPlan Method, string Said)> Of(Pack pack, MethodPlan method)
    {
        foreach (var slip in InRules(pack, method))
            yield return (pack, slip.Method, $"{method.Id} {slip.Said}");
        if (method.Cutoff is { } cutoff)
            foreach (var off in new[] { -1, 1 })
            {
                var moved = cutoff + new Fraction(off, method.Denominator);
                yield return (pack, method with { Cutoff = moved }, $"{method.Id} cut-off {cutoff} → {moved}");
            }
        var used = method.Expressions().OfType<Expr.Parameter>().Select(p => p.Id).ToHashSet();
        foreach (var parameter in pack.Parameters.Where(p => used.Contains(p.Id)))
        foreach (var sign in new[] { -1, 1 })
            if (parameter.SetByArea)
                yield return (
                    pack with
                    {
                        Cases =
                        [
                            .. pack.Cases.Select(c =>
                                c.Set.TryGetValue(parameter.Id, out var own)
                                    ? c with
                                    {
                                        Set = c.Set.SetItem(parameter.Id, own + Step(own, sign)),
                                    }
                                    : c
                            ),
                        ],
                    },
                    method,
                    $"{method.Id} {parameter.Id} set {(sign < 0 ? "lower" : "higher")}"
                );
            else
                foreach (var value in parameter.Values.Where(v => InForceInACase(pack, method, v)))
                {
                    var moved = value with { Value = value.Value + Step(value.Value, sign) };
                    var changed = parameter with { Values = parameter.Values.Replace(value, moved) };
                    yield return (
                        pack with
                        {
                            Parameters = pack.Parameters.Replace(parameter, changed),
                        },
                        method,
                        $"{method.Id} {parameter.Id}{value.Key} {value.From:yyyy-MM-dd} {value.Value} → {moved.Value}"
                    );
                }
    }

    /// <summary>A value that no day of the method asks for is another method's to show.</summary>
    private static bool InForceInACase(Pack pack, MethodPlan method, DatedValue value) =>
        (method.ValidTo is null || value.From <= method.ValidTo) && (value.To is null || method.ValidFrom <= value.To);

    private static IEnumerable<(MethodPlan Method, string Said)> InRules(Pack pack, MethodPlan method)
    {
        string Say(string id, Expr was, Expr now, string? said) =>
            $"{id}: {said ?? $"{MethodProse.Condition(was, pack).En} → {MethodProse.Condition(now, pack).En}"}";
        foreach (var derived in method.Derived)
        foreach (var (now, said) in Of(derived.Is, pack))
            yield return (
                method with
                {
                    Derived = method.Derived.Replace(derived, derived with { Is = now }),
                },
                Say(derived.Id, derived.Is, now, said)
            );
        foreach (var indicator in method.Indicators)
        foreach (var (now, said) in Of(indicator.When, pack))
            yield return (
                method with
                {
                    Indicators = method.Indicators.Replace(indicator, indicator with { When = now }),
                },
                Say(indicator.Id, indicator.When, now, said)
            );
        foreach (var exclusion in method.Exclusions)
        foreach (var (now, said) in Of(exclusion.When, pack))
            yield return (
                method with
                {
                    Exclusions = method.Exclusions.Replace(exclusion, exclusion with { When = now }),
                },
                Say(exclusion.Id, exclusion.When, now, said)
            );
        foreach (var outcome in method.Outcomes.Where(o => o.When is not null))
        foreach (var (now, said) in Of(outcome.When!, pack))
            yield return (
                method with
                {
                    Outcomes = method.Outcomes.Replace(outcome, outcome with { When = now }),
                },
                Say(outcome.Id, outcome.When!, now, said)
            );
    }

    private static IEnumerable<(Expr Now, string? Said)> Of(Expr expr, Pack pack)
    {
        var slips = Here(expr).Select(now => (Now: now, Said: (string?)null)).Concat(InParts(expr, pack));
        return expr is Expr.Compare
            ? slips.Select(s =>
                (s.Now, s.Said ?? $"{MethodProse.Condition(expr, pack).En} → {MethodProse.Condition(s.Now, pack).En}")
            )!
            : slips;
    }

    private static IEnumerable<Expr> Here(Expr expr) =>
        expr switch
        {
            Expr.Compare { Left.Kind: Kind.Number or Kind.Ratio or Kind.Date } c => c.Operator switch
            {
                "<" => [c with { Operator = "<=" }, c with { Operator = "!=" }],
                "<=" => [c with { Operator = "<" }, c with { Operator = "==" }],
                ">" => [c with { Operator = ">=" }, c with { Operator = "!=" }],
                ">=" => [c with { Operator = ">" }, c with { Operator = "==" }],
                "==" => [c with { Operator = "!=" }],
                _ => [c with { Operator = "==" }],
            },
            Expr.Literal { Kind: Kind.Number } l =>
            [
                l with
                {
                    Number = l.Number + Step(l.Number, -1),
                },
                l with
                {
                    Number = l.Number + Step(l.Number, 1),
                },
            ],
            _ => [],
        };

    /// <summary>The same expression with one part slipped, whatever its kind: a record is built again from its own values.</summary>
    private static IEnumerable<(Expr Now, string? Said)> InParts(Expr expr, Pack pack)
    {
        var make = expr.GetType().GetConstructors().Single();
        var values = make.GetParameters().Select(p => expr.GetType().GetProperty(p.Name!)!.GetValue(expr)).ToArray();
        for (var i = 0; i < values.Length; i++)
            if (values[i] is Expr part)
                foreach (var (now, said) in Of(part, pack))
                {
                    var changed = values.ToArray();
                    changed[i] = now;
                    yield return ((Expr)make.Invoke(changed), said);
                }
    }

    /// <summary>One in the last decimal place.</summary>
    private static Fraction Step(Fraction value, int sign)
    {
        var places = 0;
        while (places < 30 && !(value * new Fraction(BigInteger.Pow(10, places), 1)).Denominator.IsOne)
            places++;
        return new Fraction(sign, places == 30 ? value.Denominator : BigInteger.Pow(10, places));
    }
}
