using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Read;

namespace Taihang.Methods.Plan;

/// <summary>What is identified: a household with its members, or a person by themselves.</summary>
public enum Unit
{
    Household,
    Person,
}

/// <summary>Where a rule or number comes from, and how sure that is (docs/sources.md).</summary>
public sealed record Basis(Words Title, string? Article, string Grade);

public sealed record Derived(string Id, Words Title, Expr Is);

/// <summary>One condition that is reported bit by bit. <paramref name="Weight"/> is its numerator over the method's denominator.</summary>
public sealed record Indicator(
    string Id,
    Words Title,
    Words? Dimension,
    Fraction? Weight,
    long WeightNumerator,
    Expr When,
    Basis? Basis,
    IndicatorGap? Gap = null
);

/// <summary>How far below a numeric cut-off a deprivation lies, for M1 and M2: (cutoff - amount) / cutoff.</summary>
public sealed record IndicatorGap(Expr Amount, Expr Cutoff);

public sealed record OutcomePlan(string Id, Words Title, bool Counted, Expr? When, Basis? Basis);

public sealed record Exclusion(string Id, Words Title, Expr When);

/// <summary>
/// What is compared with a line, for gaps: amount, divisor (heads; null for one) and the line; and the conventions on which programs
/// differ, which a method must name.
/// </summary>
/// <param name="Poor">Whether whoever is exactly on the line is poor.</param>
public sealed record Welfare(
    Expr Amount,
    Expr? Per,
    Expr Line,
    string CountedOutcomes,
    LineRule Poor,
    QuantileRule Quantile,
    GiniForm Gini,
    NotPositive Watts,
    NotPositive MeanLogDeviation
);

/// <summary>What a logarithm of a welfare of zero or less counts as.</summary>
/// <param name="Defined">Else one such person leaves the measure undefined.</param>
/// <param name="CountedAs">In the unit of welfare; null adds nothing.</param>
public sealed record NotPositive(bool Defined, Fraction? CountedAs);

/// <summary>How the units of a sample were drawn, for standard errors; a register has none.</summary>
public sealed record SurveyDesign(AttributeDef Strata, AttributeDef Psu, LonelyPsu Lonely);

/// <summary>A checked method: typed, its weights exact, its names resolved. Bit i of a mask is indicator i.</summary>
public sealed record MethodPlan(
    string Id,
    Words Title,
    Unit Unit,
    DateOnly ValidFrom,
    DateOnly? ValidTo,
    ImmutableArray<Basis> Basis,
    ImmutableArray<Derived> Derived,
    ImmutableArray<Indicator> Indicators,
    long Denominator,
    Fraction? Cutoff,
    ImmutableArray<Exclusion> Exclusions,
    ImmutableArray<OutcomePlan> Outcomes,
    Welfare? Welfare,
    Expr? Weight,
    SurveyDesign? Survey = null,
    ProxyPlan? Proxy = null,
    SelectionPlan? Selection = null,
    DateOnly? Published = null,
    Expr? Heads = null
)
{
    /// <summary>Names that stand for an expression wherever they are used: what members have, days, amounts per head.</summary>
    public ImmutableArray<Derived> Named { get; init; } = [];

    /// <summary>The outcome when the facts cannot say.</summary>
    public const string Unknown = "unknown";

    /// <summary>Name under which outcomes ask whether the score reaches the cut-off.</summary>
    public const string ScorePoor = "score_reaches_cutoff";

    /// <summary>Name under which a selection asks for the score as a share; unknown while an indicator is.</summary>
    public const string WeightedScore = "weighted_score";

    /// <summary>Name under which rules ask what a proxy means test predicts.</summary>
    public const string ProxyScore = "proxy_score";

    public IEnumerable<Expr> Expressions() =>
        Derived
            .Select(d => d.Is)
            .Concat(Indicators.Select(i => i.When))
            .Concat(Exclusions.Select(e => e.When))
            .Concat(Outcomes.Where(o => o.When is not null).Select(o => o.When!))
            .Concat(Welfare is { } w ? new[] { w.Amount, w.Per, w.Line }.OfType<Expr>() : [])
            .Concat(Weight is null ? [] : [Weight])
            .Concat(Heads is null ? [] : [Heads])
            .Concat(Proxy?.Expressions(scored: Derived.Any(d => d.Id == ProxyScore)) ?? [])
            .Concat(Indicators.Where(i => i.Gap is not null).SelectMany(i => new[] { i.Gap!.Amount, i.Gap.Cutoff }))
            .Concat(Selection?.Expressions() ?? [])
            .SelectMany(e => e.WithParts());

    /// <summary>Whether a run needs the table of members: always, but for households whose heads are a fact and who ask nothing of them.</summary>
    public bool AsksMembers => Unit == Unit.Person || Heads is null || Expressions().Any(e => e is Expr.Members);

    /// <summary>Whether a run needs the table of households: always, but for persons judged by their own facts alone.</summary>
    public bool AsksHousehold(IEnumerable<AttributeDef> keep) =>
        Unit == Unit.Household || Facts().Concat(keep).Any(a => !a.OfMember);

    /// <summary>Every fact the method reads, once.</summary>
    public IReadOnlyList<AttributeDef> Facts() =>
        [
            .. Expressions()
                .Select(e =>
                    e switch
                    {
                        Expr.Fact f => f.Attribute,
                        Expr.Known k => k.Attribute,
                        _ => null,
                    }
                )
                .OfType<AttributeDef>()
                .Concat(Survey is null ? [] : new[] { Survey.Strata, Survey.Psu })
                .Distinct(),
        ];
}
