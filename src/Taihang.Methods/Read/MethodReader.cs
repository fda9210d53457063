using System.Collections.Immutable;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Check;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>methods/*.yaml</c>: one method a file, checked against the pack's dictionary and parameters.</summary>
public sealed partial class MethodReader
{
    private static readonly Dictionary<string, Unit> Units = new()
    {
        ["household"] = Unit.Household,
        ["person"] = Unit.Person,
    };

    /// <summary>Words that mean something in an expression already.</summary>
    internal static readonly ImmutableArray<string> Reserved =
    [
        "household",
        "dwelling",
        "village",
        "county",
        "members",
        "math",
        "person",
        "true",
        "false",
        "in",
        MethodPlan.ScorePoor,
        MethodPlan.ProxyScore,
        MethodPlan.WeightedScore,
        Checker.RunDayName,
    ];

    /// <summary>The largest common denominator of weights: scores then fit any engine's whole numbers.</summary>
    private const long MostDenominator = 1_000_000_000_000;
    private readonly YamlReader root;
    private readonly Dictionary<string, NamedValue> locals = [];
    private readonly Dictionary<string, NamedValue> ofMembers = [];
    private readonly List<Derived> inlined = [];
    private readonly Dictionary dictionary;
    private readonly IReadOnlyList<ParameterDef> parameters;
    private readonly SourceList sources;
    private Unit unit;
    private long denominator = 1;
    private string purpose = "";

    private MethodReader(
        YamlReader root,
        Dictionary dictionary,
        IReadOnlyList<ParameterDef> parameters,
        SourceList sources
    ) => (this.root, this.dictionary, this.parameters, this.sources) = (root, dictionary, parameters, sources);

    public static MethodPlan Read(
        YamlReader root,
        Dictionary dictionary,
        IReadOnlyList<ParameterDef> parameters,
        SourceList sources
    ) => new MethodReader(root, dictionary, parameters, sources).Read();

    private MethodPlan Read()
    {
        root.Only(
            "id",
            "title",
            "unit",
            "purpose",
            "valid",
            "basis",
            "heads",
            "exclude",
            "derive",
            "dimensions",
            "indicators",
            "score",
            "outcomes",
            "welfare",
            "weight",
            "survey",
            "proxy",
            "select",
            "published"
        );
        unit = root.Must("unit").OneOf(Units);
        purpose = root.Must("purpose").Text();
        var valid = root.Must("valid").Only("from", "to");
        var (from, to) = (valid.Must("from").Date(), valid.Child("to")?.Date());
        if (to < from)
            root.Report(PackProblems.Backward(valid.Place));
        var exclusions = root.ItemsOrNone("exclude").Select(Exclude).ToImmutableArray();
        var derived = root.ItemsOrNone("derive").Select(Derive).OfType<Derived>().ToImmutableArray();
        var proxy = root.Child("proxy") is { } means ? ReadProxy(means) : null;
        if (proxy?.Score is { } score)
        {
            derived = derived.Add(
                new Derived(MethodPlan.ProxyScore, new Words("代理测试得分", "Score of the proxy test"), score)
            );
            locals[MethodPlan.ProxyScore] = new NamedValue(derived[^1].Title, Kind.Number, null, false);
        }
        var scored = root.Child("score")?.Only("cutoff", "weights");
        var indicators = Indicators(scored?.Child("weights"));
        var cutoff = scored is null ? (Fraction?)null : Cutoff(scored.Must("cutoff"), indicators);
        if (cutoff is not null)
        {
            if (indicators.IsEmpty || indicators.Any(i => i.Weight is null))
                root.Report(
                    PackProblems.WrongForm(
                        root.Must("score").Place,
                        new("指标，且每个都有 weight", "indicators, with a weight on every one")
                    )
                );
            if (cutoff <= Fraction.Zero || cutoff > Fraction.One)
                root.Report(
                    PackProblems.WrongForm(
                        root.Must("score").Must("cutoff").Place,
                        new("大于 0 且不超过 1 的份额", "a share above 0 and at most 1")
                    )
                );
            locals[MethodPlan.ScorePoor] = new NamedValue(
                new("得分达到临界值", "The score reaches the cut-off"),
                Kind.Truth,
                null,
                false
            );
        }
        var outcomes = Outcomes();
        return new MethodPlan(
            root.Must("id").Text(),
            root.Must("title").Words(),
            unit,
            from,
            to,
            [.. root.ItemsOrNone("basis").Select(PackReader.Basis)],
            derived,
            indicators,
            denominator,
            cutoff,
            exclusions,
            outcomes,
            root.Child("welfare") is { } welfare ? ReadWelfare(welfare, outcomes) : null,
            root.Child("weight") is { } weight ? Expression(weight, Kind.Number) : null,
            root.Child("survey") is { } survey ? ReadSurvey(survey) : null,
            proxy,
            root.Child("select") is { } select ? ReadSelection(select, outcomes, cutoff is not null) : null,
            root.Child("published")?.Date(),
            root.Child("heads") is { } heads ? ReadHeads(heads) : null
        )
        {
            Named = [.. inlined],
        };
    }

    private Exclusion Exclude(YamlReader item)
    {
        item.Only("id", "title", "when");
        return new Exclusion(
            item.Must("id").Id(),
            item.Must("title").Words(),
            Expression(item.Must("when"), Kind.Truth)
        );
    }

    /// <returns>Null for what stands nowhere by itself: a value of every member, a day, an amount per head.</returns>
    private Derived? Derive(YamlReader item)
    {
        item.Only("id", "title", "of", "is");
        var id = item.Must("id").Id();
        var title = item.Must("title").Words();
        var ofMember = item.Child("of")?.OneOf(DerivedOf) ?? false;
        var (plain, meaning) = Value(item.Must("is"), ofMember);
        var named = new NamedValue(title, plain.Kind, meaning, ofMember || plain.Kind is Kind.Ratio or Kind.Date);
        if (!ofMember)
            Name(item, id, named);
        else if (dictionary.Find(Level.Member, id) is not null || !ofMembers.TryAdd(id, named))
            item.Report(PackProblems.Twice(item.Must("id").Place, id));
        if (!named.Inlined)
            return new Derived(id, title, plain);
        inlined.Add(new Derived(id, title, plain));
        return null;
    }

    private ImmutableArray<Indicator> Indicators(YamlReader? sharing)
    {
        var dimensions = Dimensions();
        var read =
            new List<(
                YamlReader Item,
                string Id,
                Words Title,
                Words? Dimension,
                Fraction? Weight,
                Expr When,
                Basis? Basis,
                IndicatorGap? Gap
            )>();
        foreach (var item in root.ItemsOrNone("indicators"))
        {
            item.Only("id", "title", "dimension", "weight", "needs", "when", "gap", "source", "grade");
            var id = item.Must("id").Id();
            var title = item.Must("title").Words();
            var (when, meaning) = Condition(item);
            read.Add(
                (
                    item,
                    id,
                    title,
                    item.Child("dimension") is { } dimension ? DimensionOf(dimension, dimensions) : null,
                    item.Child("weight")?.Fraction(),
                    when,
                    PackReader.SourceOf(item, sources),
                    item.Child("gap") is { } gap ? ReadGap(gap) : null
                )
            );
            Name(item, id, new NamedValue(title, Kind.Truth, meaning, false));
        }
        var shares = Share(read.ConvertAll(i => (i.Item, i.Weight)), dimensions, sharing);
        for (var i = 0; i < read.Count; i++)
            read[i] = read[i] with { Weight = shares[i] };
        if (read.Count > 62)
            root.Report(
                PackProblems.WrongForm(root.Must("indicators").Place, new("至多 62 项指标", "at most 62 indicators"))
            );
        var weights = read.Where(i => i.Weight is not null).Select(i => i.Weight!.Value).ToList();
        if (weights.Count > 0)
        {
            var sum = weights.Aggregate(Fraction.Zero, (a, b) => a + b);
            if (sum != Fraction.One || weights.Count < read.Count)
                root.Report(PackProblems.WeightSum(root.Must("indicators").Place, sum));
        }
        foreach (var item in read.Where(i => i.Weight <= Fraction.Zero))
            root.Report(
                PackProblems.WrongForm(item.Item.Must("weight").Place, new("大于 0 的权重", "a weight above 0"))
            );
        var common = weights.Aggregate(BigInteger.One, (all, weight) => Denominators.Common(all, weight.Denominator));
        if (common > MostDenominator || weights.Any(w => w > Fraction.One))
        {
            root.Report(
                PackProblems.WrongForm(
                    root.Must("indicators").Place,
                    new("公分母不过大、各不超过 1 的权重", "weights of at most 1 with a smaller common denominator")
                )
            );
            return [];
        }
        denominator = (long)common;
        return
        [
            .. read.Select(i => new Indicator(
                i.Id,
                i.Title,
                i.Dimension,
                i.Weight,
                i.Weight is { } w ? (long)(w.Numerator * (common / w.Denominator)) : 0,
                i.When,
                i.Basis,
                i.Gap
            )),
        ];
    }

    private ImmutableArray<OutcomePlan> Outcomes()
    {
        var outcomes = new List<OutcomePlan>();
        foreach (var item in root.Must("outcomes").Items())
        {
            item.Only("id", "title", "counted", "when", "source", "grade");
            var when = item.Child("when");
            var id = item.Must("id").Id();
            if (id is MethodPlan.Unknown or Evaluate.Evaluator.Excluded)
                item.Report(PackProblems.Reserved(item.Must("id").Place, id));
            outcomes.Add(
                new OutcomePlan(
                    id,
                    item.Must("title").Words(),
                    item.Must("counted").Truth(),
                    when is null ? null : Expression(when, Kind.Truth),
                    PackReader.SourceOf(item, sources)
                )
            );
        }
        if (
            outcomes.Count == 0
            || outcomes[^1].When is not null
            || outcomes.Take(outcomes.Count - 1).Any(o => o.When is null)
        )
            root.Report(PackProblems.LastOutcome(root.Must("outcomes").Place));
        foreach (var twice in outcomes.GroupBy(o => o.Id).Where(g => g.Count() > 1))
            root.Report(PackProblems.Twice(root.Must("outcomes").Place, twice.Key));
        return [.. outcomes];
    }

    /// <summary>One fact by its name, such as <c>dwelling.floor</c>.</summary>
    private AttributeDef? Fact(YamlReader at)
    {
        try
        {
            return Checker.Fact(CelParser.Parse(at.Text()), Scope);
        }
        catch (CelException error)
        {
            at.Report(PackProblems.Expression(at.PlaceIn(error.At), error.What));
            return null;
        }
    }

    private void Name(YamlReader item, string id, NamedValue named)
    {
        if (Reserved.Contains(id))
            item.Report(PackProblems.Reserved(item.Must("id").Place, id));
        if (!locals.TryAdd(id, named) || parameters.Any(p => p.Id == id))
            item.Report(PackProblems.Twice(item.Must("id").Place, id));
    }

    private Scope Scope => new(dictionary, parameters, unit, purpose, locals, ofMembers);

    private Expr Expression(YamlReader at, Kind? expected)
    {
        try
        {
            var node = CelParser.Parse(at.Text());
            if (expected is { } kind)
                return Checker.Check(node, Scope, kind);
            if (Checker.Any(node, Scope) is { Kind: Kind.Number or Kind.Truth } value)
                return value;
            return Checker.Check(node, Scope, Kind.Number);
        }
        catch (CelException error)
        {
            at.Report(PackProblems.Expression(at.PlaceIn(error.At), error.What));
        }
        return new Expr.Literal(expected ?? Kind.Number);
    }

    /// <summary>A value of a kind that can be named, as it stands and with the meanings of all names put in.</summary>
    private (Expr Plain, Expr Meaning) Value(YamlReader at, bool ofMember)
    {
        try
        {
            var node = CelParser.Parse(at.Text());
            var plain = Checker.Any(node, Scope, ofMember);
            if (plain.Kind is not (Kind.Number or Kind.Truth or Kind.Ratio or Kind.Date))
                plain = Checker.Check(node, Scope, Kind.Number);
            return (plain, Meaning(node, ofMember) ?? plain);
        }
        catch (CelException error)
        {
            at.Report(PackProblems.Expression(at.PlaceIn(error.At), error.What));
        }
        return (new Expr.Literal(Kind.Number), new Expr.Literal(Kind.Number));
    }

    /// <summary>An indicator's condition, and what its name means where another rule asks it of a member.</summary>
    private (Expr When, Expr? Meaning) Condition(YamlReader item)
    {
        var at = item.Must("when");
        var when = Expression(at, Kind.Truth);
        try
        {
            return (
                Needing(item, when),
                Meaning(CelParser.Parse(at.Text()), false) is { } meaning ? Needing(item, meaning) : null
            );
        }
        catch (CelException)
        {
            // Said already, where the condition was read.
            return (when, null);
        }
    }

    /// <returns>Null where it asks something that has no meaning of its own, as a proxy test's score.</returns>
    private Expr? Meaning(CelNode node, bool ofMember)
    {
        try
        {
            return Checker.Any(node, Scope, ofMember, expand: true);
        }
        catch (CelException)
        {
            return null;
        }
    }
}
