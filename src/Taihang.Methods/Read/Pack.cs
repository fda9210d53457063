using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>One value of a parameter over a span of days, with its source.</summary>
public sealed record DatedValue(string? Key, DateOnly From, DateOnly? To, Fraction Value, Basis Basis, Place At);

/// <summary>A number that rules use: dated, perhaps keyed by a code, or left to the area to set.</summary>
public sealed record ParameterDef(
    string Id,
    Words Title,
    string? Unit,
    bool Money,
    string? KeyCodes,
    bool SetByArea,
    ImmutableArray<DatedValue> Values
)
{
    /// <returns>The value in force, null when there is none: never a default.</returns>
    public DatedValue? On(DateOnly day, string? key) =>
        Values.FirstOrDefault(v => v.Key == key && v.From <= day && (v.To is null || day <= v.To));
}

/// <summary>How a foreign data set's files and columns fill the dictionary.</summary>
/// <param name="Tables">Level to file name (without folder) and column of each attribute; household and member IDs among them.</param>
public sealed record DataMap(string Id, ImmutableArray<TableMap> Tables);

/// <param name="Keys">Columns that together name the row's household, member (within it), dwelling, village or county.</param>
public sealed record TableMap(
    Level Level,
    string File,
    ImmutableSortedDictionary<Level, ImmutableArray<string>> Keys,
    ImmutableArray<ColumnMap> Columns
);

/// <param name="Codes">For a code attribute: the file's value to the code's id; empty when the file holds ids.</param>
/// <param name="First">Only so many characters from the beginning: a state within a place's number; null for all.</param>
public sealed record ColumnMap(
    string Attribute,
    string Column,
    ImmutableSortedDictionary<string, string> Codes,
    int? First = null
);

/// <summary>A named situation with the answer it must give.</summary>
public sealed record Case(
    string Name,
    string Method,
    DateOnly AsOf,
    CaseFacts Household,
    ImmutableArray<CaseFacts> Members,
    ImmutableSortedDictionary<string, Fraction> Set,
    string Outcome,
    ImmutableArray<string>? Holds,
    Place At
);

/// <summary>Facts of a case as JSON texts by attribute id.</summary>
public sealed record CaseFacts(ImmutableSortedDictionary<string, string> Values);

/// <summary>A programme's rules, read and checked. The hash is over all files, so a changed comma is another pack.</summary>
public sealed record Pack(
    string Id,
    Words Title,
    DateOnly Published,
    string Hash,
    Dictionary Dictionary,
    ImmutableArray<ParameterDef> Parameters,
    ImmutableArray<MethodPlan> Methods,
    ImmutableArray<DataMap> Data,
    ImmutableArray<Case> Cases
)
{
    /// <summary>The method asked for, else the one valid on the day; among several the last to begin.</summary>
    public MethodPlan? Method(string? id, DateOnly asOf) =>
        id is not null
            ? Methods.FirstOrDefault(m => m.Id == id)
            : Methods
                .Where(m => m.ValidFrom <= asOf && (m.ValidTo is null || asOf <= m.ValidTo))
                .MaxBy(m => m.ValidFrom);

    public ParameterDef? Parameter(string id) => Parameters.FirstOrDefault(p => p.Id == id);
}
