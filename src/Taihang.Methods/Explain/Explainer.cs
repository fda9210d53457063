using System.Collections.Immutable;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

/// <summary>A household's facts with what a reason says about them.</summary>
public sealed record NotedFacts(
    UnitFacts Facts,
    IReadOnlyDictionary<string, DateOnly> HouseholdDays,
    IReadOnlyList<(string Name, IReadOnlyDictionary<string, DateOnly> Days)> Members
);

/// <summary>Says why a unit got its answer: every condition with its facts, threshold and source, and which facts, if wrong, would change it.</summary>
public sealed class Explainer(Pack pack, MethodPlan method, ParameterValues parameters, DateOnly asOf)
{
    private static readonly Words Blank = new("未填（按“否”或零计）", "blank (read as no or zero)");

    private readonly Evaluator evaluator = new(method, parameters, asOf);

    public Explanation Explain(NotedFacts noted)
    {
        var result = evaluator.Run(noted.Facts);
        var title = Title(result.Outcome);
        var lines = method.Indicators.Select((indicator, i) => Line(indicator, i, result, noted)).ToImmutableArray();
        var missing = lines
            .Where(l => l.Holds == Answer.Unknown)
            .SelectMany(l => l.Facts)
            .Where(f => f.ObservedOn is null)
            .Select(f => f.Title)
            .Distinct()
            .ToList();
        var flips = Flips.Find(pack, method, evaluator, noted, result);
        var held = lines.Where(l => l.Holds == Answer.Yes).Select(l => l.Title).ToList();
        return new Explanation(
            result.Outcome,
            title,
            result.Counted,
            result.Outcome == MethodPlan.Unknown
                ? new Words(
                    $"现有记录还不能判定，因为没有记录：{string.Join("、", missing.Select(m => m.Zh))}。请入户核实。",
                    $"The record cannot say yet, because these were never recorded: {string.Join(", ", missing.Select(m => m.En))}. A visit should settle it."
                )
                : new Words(
                    $"按“{method.Title.Zh}”，{asOf:yyyy年M月d日}的结果是：{title.Zh}。"
                        + (
                            held.Count > 0
                                ? $"成立的条件：{string.Join("、", held.Select(h => h.Zh))}。"
                                : "没有条件成立。"
                        ),
                    $"By \"{method.Title.En}\", the answer on {asOf:yyyy-MM-dd} is: {title.En}. "
                        + (
                            held.Count > 0
                                ? $"What holds: {string.Join("; ", held.Select(h => h.En))}."
                                : "No condition holds."
                        )
                ),
            lines,
            [.. flips.Found.Select(Say)],
            Note(flips),
            Proxy(noted.Facts)
        );
    }

    private ImmutableArray<ProxyLine> Proxy(UnitFacts facts)
    {
        if (method.Proxy is not { Score: not null } proxy)
            return [];
        var model =
            proxy.By is { } by && evaluator.Value(by, facts) is string code
                ? proxy.Models.FirstOrDefault(m => m.Code == code)
                : null;
        var constant = proxy.By is null ? proxy.Intercept : model?.Intercept;
        var lines = ImmutableArray.CreateBuilder<ProxyLine>();
        lines.Add(new ProxyLine("intercept", new("常数项", "Constant"), Fraction.One, constant, constant));
        foreach (var term in proxy.Terms.Where(t => model is null || model.Terms.Contains(t.Id)))
        {
            var value = (Fraction?)evaluator.Value(term.Number, facts);
            var coefficient = proxy.By is null ? term.Coefficient : model?.Coefficients[term.Id];
            lines.Add(new ProxyLine(term.Id, term.Title, value, coefficient, value * coefficient));
        }
        return lines.ToImmutable();
    }

    private static Words? Note(FlipSearch search)
    {
        var none = new Words(
            "没有一两项记录的错误会改变结果。",
            "No error in one or two recorded facts would change the answer."
        );
        if (search.FactsLeftOut == 0)
            return search.Found.Count == 0 ? none : null;
        var cut = new Words(
            $"记录太多，另有 {search.FactsLeftOut} 项没有两两试过。",
            $"There are too many facts: {search.FactsLeftOut} more were not tried in pairs."
        );
        return search.Found.Count > 0
            ? cut
            : new Words(
                $"没有单独一项记录的错误会改变结果，试过的两项也不会。{cut.Zh}",
                $"No error in one recorded fact would change the answer, nor in any two of those tried. {cut.En}"
            );
    }

    public Words Title(string outcome) =>
        outcome switch
        {
            MethodPlan.Unknown => new Words("无法判定", "Cannot say"),
            Evaluator.Excluded => new Words("不计入", "Excluded"),
            _ => method.Outcomes.First(o => o.Id == outcome).Title,
        };

    private Flip Say(FlipFound found)
    {
        var zh = string.Join(
            "、",
            found.Facts.Select(f =>
                $"{Who(f)?.Zh}{f.Attribute.Title.Zh}（记录为{Show(f.Attribute, f.Recorded).Zh}，实为{f.Instead.Zh}）"
            )
        );
        var en = string.Join(
            " and ",
            found.Facts.Select(f =>
                $"{Who(f)?.En}{f.Attribute.Title.En.ToLowerInvariant()} (recorded as {Show(f.Attribute, f.Recorded).En}, really {f.Instead.En})"
            )
        );
        var title = Title(found.Outcome);
        return new Flip(
            new Words(
                $"如果记错了：{zh}，结果会是“{title.Zh}”。",
                $"If this is recorded wrongly: {en}, the answer would be \"{title.En}\"."
            ),
            [.. found.Facts.Select(f => f.Attribute.Id)],
            found.Outcome
        );

        static Words? Who(FlippedFact fact) =>
            fact.MemberName is null ? null : new Words($"{fact.MemberName}的", $"{fact.MemberName}'s ");
    }

    private ReasonLine Line(Indicator indicator, int bit, UnitResult result, NotedFacts noted)
    {
        var holds =
            (result.UnknownMask & (1L << bit)) != 0 ? Answer.Unknown
            : (result.Mask & (1L << bit)) != 0 ? Answer.Yes
            : Answer.No;
        var reached = Reached(indicator.When).ToList();
        var facts = reached
            .Select(e => e is Expr.Fact f ? f.Attribute : (e as Expr.Known)?.Attribute)
            .OfType<AttributeDef>()
            .Distinct();
        var used = reached
            .OfType<Expr.Parameter>()
            .DistinctBy(p => p.Id)
            .Select(p => Threshold(p, noted.Facts))
            .OfType<Words>()
            .ToList();
        var threshold =
            used.Count == 0
                ? null
                : new Words(string.Join("；", used.Select(u => u.Zh)), string.Join("; ", used.Select(u => u.En)));
        var source = indicator.Basis is { } basis
            ? new Words($"{basis.Title.Zh}（{basis.Grade}）", $"{basis.Title.En} ({basis.Grade})")
            : null;
        return new ReasonLine(
            indicator.Id,
            indicator.Title,
            holds,
            [.. facts.SelectMany(a => Used(a, noted))],
            threshold,
            source,
            indicator.Weight
        );
    }

    /// <summary>The expression and whatever derived values it names.</summary>
    private IEnumerable<Expr> Reached(Expr expr) =>
        expr.WithParts()
            .SelectMany(e =>
                e is Expr.Local local && method.Derived.FirstOrDefault(d => d.Id == local.Id) is { } derived
                    ? Reached(derived.Is)
                : e is Expr.Local other && method.Indicators.FirstOrDefault(i => i.Id == other.Id) is { } indicator
                    ? Reached(indicator.When)
                : [e]
            );

    private IEnumerable<FactUsed> Used(AttributeDef attribute, NotedFacts noted)
    {
        if (!attribute.OfMember)
        {
            yield return Of(noted.Facts.Household, noted.HouseholdDays, null);
            yield break;
        }
        for (var i = 0; i < noted.Facts.Members.Count; i++)
            yield return Of(noted.Facts.Members[i], noted.Members[i].Days, noted.Members[i].Name);

        FactUsed Of(
            IReadOnlyDictionary<string, object> values,
            IReadOnlyDictionary<string, DateOnly> days,
            string? name
        ) =>
            new(
                attribute.Id,
                attribute.Level,
                attribute.Title,
                values.TryGetValue(attribute.Id, out var value) ? Values.Show(attribute, pack.Dictionary, value)
                    : attribute.Missing == MissingRule.None ? Blank
                    : new Words("没有记录", "never recorded"),
                days.TryGetValue(attribute.Id, out var day) ? day : null,
                name
            );
    }

    private Words Show(AttributeDef attribute, object? value) =>
        value is null ? Blank : Values.Show(attribute, pack.Dictionary, value);

    /// <summary>A parameter's value for this unit and where it comes from; null where the unit's key is not known, or is a member's.</summary>
    private Words? Threshold(Expr.Parameter used, UnitFacts facts)
    {
        var parameter = pack.Parameter(used.Id)!;
        // What a member is looked up by differs from member to member.
        var ofMember = used.Key?.WithParts().Any(p => p is Expr.Fact { Attribute.OfMember: true }) ?? false;
        if (used.Key is { } by && (method.Unit == Unit.Person || !ofMember))
            return evaluator.Value(by, facts) switch
            {
                string code => Say(parameters[used.Id, code], code),
                Fraction number => Banded(number),
                DateOnly day => Banded(day.DayNumber),
                _ => null,
            };
        return used.Key is null ? Say(parameters[used.Id, null], null) : null;

        Words? Banded(Fraction key) =>
            parameters.BandOf(used.Id, key) is { } band ? Say(band.Start + (band.Slope * key), band.Key) : null;

        Words Say(Fraction value, string? key)
        {
            var amount = parameter.Money ? Values.Yuan(value) : Words.Same(value.ToString());
            var source = parameters.Source(used.Id, key).Title;
            return new Words(
                $"{parameter.Title.Zh} {amount.Zh}（{source.Zh}）",
                $"{parameter.Title.En} {amount.En} ({source.En})"
            );
        }
    }
}

/// <summary>Values as people write them.</summary>
public static class Values
{
    public static Words Show(AttributeDef attribute, Dictionary dictionary, object value) =>
        value switch
        {
            bool truth => truth ? new Words("是", "yes") : new Words("否", "no"),
            Fraction number when attribute.Type == FactType.Money => Yuan(number),
            Fraction number => Number(number),
            DateOnly day => Words.Same(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            IEnumerable<string> codes => codes.Select(code => Label(attribute, dictionary, code)).ToList()
                is { Count: > 0 } labels
                ? new Words(string.Join("、", labels.Select(l => l.Zh)), string.Join(", ", labels.Select(l => l.En)))
                : new Words("无", "none"),
            string code when attribute.Type == FactType.Code => Label(attribute, dictionary, code),
            _ => Words.Same(value.ToString() ?? ""),
        };

    public static Words Number(Fraction number) =>
        Words.Same(
            number.Denominator.IsOne
                ? number.ToString()
                : number.ToDouble().ToString("0.####", CultureInfo.InvariantCulture)
        );

    /// <summary>Minor units as yuan.</summary>
    public static Words Yuan(Fraction fen)
    {
        var yuan = (fen / 100).ToDouble().ToString("#,0.##", CultureInfo.InvariantCulture);
        return new Words($"{yuan}元", $"{yuan} yuan");
    }

    private static Words Label(AttributeDef attribute, Dictionary dictionary, string code) =>
        attribute.CodeList is { } list && dictionary.CodeLists[list].Find(code) is { } known
            ? known.Label
            : Words.Same(code);
}
