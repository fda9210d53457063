using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <param name="Quotas">Shares of the people, each above 0 and below 1.</param>
/// <param name="By">Attributes for the errors by group.</param>
/// <param name="Benefits">Null without a budget: how many benefits it pays for.</param>
/// <param name="PerHead">Whether a household gets one benefit for each member.</param>
public sealed record ProxyRequest(
    IReadOnlyList<Fraction> Quotas,
    IReadOnlyList<string> By,
    Fraction? Benefits = null,
    bool PerHead = false,
    TieRule Ties = TieRule.ByKey
);

/// <summary>One term as it was fitted; errors are null where none could be worked out.</summary>
public sealed record FittedTerm(
    string Id,
    Words Title,
    double Coefficient,
    double? ClassicalError,
    double? DesignError
);

/// <param name="Code">Of the households it is for; null where one model serves all.</param>
/// <param name="RSquared">R²; of a logit McFadden's, of a quantile Koenker and Machado's.</param>
/// <param name="Gap">Of a quantile: how far the loss may lie above the least, as a share of it.</param>
public sealed record FittedProxy(
    string? Code,
    int Rows,
    double RSquared,
    double? Gap,
    ImmutableArray<FittedTerm> Terms
);

/// <summary>The errors of a test within each group of one attribute.</summary>
public sealed record Disparity(string By, ImmutableArray<GroupDisparity> Groups);

/// <summary>How well a test finds the poorest share; <paramref name="Held"/> by models that never saw the households they judge.</summary>
/// <param name="Fitted">Null where the rule for ties leaves nobody selected.</param>
public sealed record FitErrors(
    Fraction Quota,
    TargetingError? Fitted,
    double? AreaUnderCurve,
    TargetingError? Held,
    double? HeldArea,
    ImmutableArray<Disparity> Disparities,
    [property: JsonIgnore] ImmutableArray<CurvePoint> Curve
);

/// <summary>What a budget does when it is paid out in the order of the score.</summary>
/// <param name="Benefits">That it pays for.</param>
/// <param name="Paid">Benefits paid; the rest is less than the next household would get.</param>
/// <param name="Fitted">Null where it pays for nobody.</param>
public sealed record BudgetErrors(
    decimal Benefits,
    decimal Paid,
    bool PerHead,
    TargetingError? Fitted,
    TargetingError? Held,
    ImmutableArray<Disparity> Disparities
);

/// <param name="LeftOut">Households without an amount, a term of their model, or a model.</param>
/// <param name="Fingerprint">Of this fit's data and specification.</param>
/// <param name="PackFingerprint">Of the fit that the pack's coefficients come from; null where it names none.</param>
public sealed record ProxyFit(
    string Method,
    ProxyFitKind Kind,
    Fraction? Quantile,
    int Rows,
    long LeftOut,
    int Folds,
    ImmutableArray<FittedProxy> Models,
    ImmutableArray<FitErrors> Errors,
    BudgetErrors? Budget,
    string Fingerprint,
    string? PackFingerprint
);
