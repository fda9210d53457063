using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>
/// H, A, M0 and the censored headcounts (Alkire and Foster 2011) over units of which every indicator is known, as UNDP and OPHI take
/// them: a score with an unknown part is only a lower bound.
/// </summary>
/// <param name="Population">Heads times weight of those units.</param>
/// <param name="Censored">By indicator: share of that population which is poor and deprived in it.</param>
public sealed record AdjustedHeadcount(
    decimal Population,
    double Headcount,
    double Intensity,
    double Adjusted,
    IReadOnlyDictionary<string, double> Censored
);

/// <summary>P0, P1 and P2 against the method's line, over units of which amount and line are known.</summary>
public sealed record PovertyGaps(decimal Population, double P0, double P1, double P2);

/// <summary>Units with one outcome, and their heads times weight.</summary>
public readonly record struct OutcomeFigures(long Units, decimal Population);

/// <summary>What a run says of one group of units (all of them, or those that share a value).</summary>
/// <param name="By">The grouping attribute; null for all.</param>
/// <param name="Units">All but the excluded and those without a weight.</param>
/// <param name="Population">Heads times weight of those.</param>
/// <param name="Outcomes">Units and population by outcome id, <see cref="MethodPlan.Unknown"/> among them.</param>
/// <param name="Gaps">Null without a line.</param>
/// <param name="Adjusted">Null without a cut-off.</param>
public sealed record GroupFigures(
    string? By,
    string? Value,
    long Units,
    decimal Population,
    IReadOnlyDictionary<string, OutcomeFigures> Outcomes,
    decimal CountedPopulation,
    PovertyGaps? Gaps,
    AdjustedHeadcount? Adjusted
)
{
    public decimal UnknownPopulation =>
        Outcomes.TryGetValue(MethodPlan.Unknown, out var unknown) ? unknown.Population : 0;

    /// <summary>Those the facts could decide about.</summary>
    public decimal AssessedPopulation => Population - UnknownPopulation;

    /// <summary>Share of the assessed in counted outcomes; null where nobody was assessed.</summary>
    public double? Rate => Share(CountedPopulation, AssessedPopulation);

    /// <summary>If none of those without an answer were in a counted outcome.</summary>
    public double? RateAtLeast => Share(CountedPopulation, Population);

    /// <summary>If all of them were.</summary>
    public double? RateAtMost => Share(CountedPopulation + UnknownPopulation, Population);

    private static double? Share(decimal part, decimal whole) => whole == 0 ? null : (double)(part / whole);
}
