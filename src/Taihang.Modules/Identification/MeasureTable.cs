using Taihang.Core.Common;
using Taihang.Core.Measures;

namespace Taihang.Modules.Identification;

/// <summary>One figure of a table of measures: one row of the long form that every statistics program reads.</summary>
/// <param name="By">The grouping attribute; null for everybody.</param>
/// <param name="Measure">What it is, such as <c>H</c>, <c>P1</c>, <c>censored_headcount</c>, <c>outcome_share</c>.</param>
/// <param name="Weights">Name of the weights of the counting measures; null for the method's own.</param>
/// <param name="Cutoff">k, for the counting measures.</param>
/// <param name="Item">The indicator or outcome it is about.</param>
/// <param name="StandardError">By the sample's design; null for a register, which has no sampling error, and where none is defined.</param>
/// <param name="Population">People the figure is a share of, or is taken over.</param>
/// <param name="Unknown">Share of the group's assessed people that the figure leaves out because what it asks is not known of them; null where it is not a mean over all of them.</param>
public sealed record MeasureRow(
    string? By,
    string? Value,
    string Measure,
    string? Weights,
    Fraction? Cutoff,
    string? Item,
    double? Estimate,
    double? StandardError,
    double? Low,
    double? High,
    decimal Population,
    double? Unknown = null
)
{
    /// <summary>What the figure would be at least and at most if all were known: the register's own bounds.</summary>
    public (double AtLeast, double AtMost)? Bounds =>
        Estimate is { } known && Unknown is { } share ? (known * (1 - share), (known * (1 - share)) + share) : null;
}

/// <summary>What a rate over a register leaves open: not sampling, but who was never assessed and what was never recorded.</summary>
/// <param name="CannotSay">Share of the people assessed of whom the facts cannot say.</param>
/// <param name="UnknownByIndicator">Share of people of whom each indicator is unknown.</param>
public sealed record Coverage(double? CannotSay, IReadOnlyDictionary<string, double> UnknownByIndicator);

/// <summary>Whether the groups stand in the same order of M0 under another cut-off or other weights.</summary>
/// <param name="By">The grouping attribute.</param>
/// <param name="Agreement">With the order by the first cut-off and the first weights.</param>
public sealed record Robustness(string By, string? Weights, Fraction Cutoff, int Groups, RankAgreement Agreement);

/// <param name="Rows">All people first, then every group.</param>
/// <param name="DegreesOfFreedom">Of the sample's design; null where there is none.</param>
/// <param name="Record">How far the register behind the figures can be relied on; null for files.</param>
/// <param name="Weighted">Whether the rows stand for others: with that and no design, errors exist and are not known.</param>
public sealed record MeasureTable(
    string Pack,
    string Method,
    string PackHash,
    string ParameterHash,
    DateOnly AsOf,
    int? DegreesOfFreedom,
    bool Weighted,
    Coverage Coverage,
    IReadOnlyList<MeasureRow> Rows,
    IReadOnlyList<SelectionFigures> Selection,
    IReadOnlyList<Robustness> Robustness,
    RecordQuality? Record = null
);
