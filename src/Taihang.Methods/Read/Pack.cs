using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>One value of a parameter over a span of days, with its source.</summary>
/// <param name="Published">When it became known; null for always. Of two in force on one day, the later published holds.</param>
public sealed record DatedValue(
    string? Key,
    DateOnly From,
    DateOnly? To,
    Fraction Value,
    Basis Basis,
    Place At,
    DateOnly? Published = null
);

/// <summary>A parameter keyed by a number or a date: each value holds from its key up to the next.</summary>
/// <param name="Of">What is looked up: <see cref="Kind.Number"/> or <see cref="Kind.Date"/>.</param>
/// <param name="Linear">Between two keys the value goes straight from one to the other; above the last it stays.</param>
public sealed record BandKey(Kind Of, bool Linear);

/// <summary>A value that is carried from a base day to the day of the run by an index.</summary>
public sealed record Deflator(string Index, DateOnly Base);

/// <summary>A number that rules use: dated, perhaps keyed by a code or by bands, or left to the area to set.</summary>
/// <param name="Otherwise">The parameter that holds where this one has no value in force.</param>
public sealed record ParameterDef(
    string Id,
    Words Title,
    string? Unit,
    bool Money,
    string? KeyCodes,
    bool SetByArea,
    ImmutableArray<DatedValue> Values,
    BandKey? Bands = null,
    Deflator? Deflator = null,
    string? Otherwise = null
)
{
    /// <param name="known">The day up to which publications are known; null for all.</param>
    /// <returns>The value in force, null when there is none: never a default.</returns>
    public DatedValue? On(DateOnly day, string? key, DateOnly? known = null) =>
        Values
            .Where(v => v.Key == key && v.From <= day && (v.To is null || day <= v.To))
            .Where(v => known is null || v.Published is null || v.Published <= known)
            .MaxBy(v => v.Published ?? DateOnly.MinValue);
}

/// <summary>How a foreign data set's files and columns fill the dictionary.</summary>
/// <param name="Tables">Level to file name (without folder) and column of each attribute; household and member IDs among them.</param>
public sealed record DataMap(string Id, ImmutableArray<TableMap> Tables);

/// <param name="Keys">Columns that together name the row's household, member (within it), dwelling, village or county; none for the row's own number.</param>
public sealed record TableMap(
    Level Level,
    string File,
    ImmutableSortedDictionary<Level, ImmutableArray<string>> Keys,
    ImmutableArray<ColumnMap> Columns,
    TableForm Form,
    bool Repeats = false
);

/// <summary>How a text file is written; Parquet needs none of it.</summary>
/// <param name="Separator">Between columns; null lets the engine find it.</param>
/// <param name="Unknown">Texts that stand for "not known" in every column.</param>
public sealed record TableForm(string? Separator, bool DecimalComma, string? Encoding, ImmutableArray<string> Unknown);

/// <summary>What becomes of a column when several rows belong to one key.</summary>
public enum RowFold
{
    Same,
    Sum,
    Min,
    Max,
    Any,
    All,
}

/// <param name="Codes">The file's value to what it means; empty when the file holds the values themselves.</param>
/// <param name="First">Only so many characters from the beginning: a state within a place's number; null for all.</param>
/// <param name="Unknown">Texts that stand for "not known" here.</param>
/// <param name="Others">What every value that <paramref name="Codes"/> does not name means; empty for unknown, null where none may be.</param>
/// <param name="Shift">Places by which the decimal point moves to the right: 2 from yuan to fen.</param>
/// <param name="Round">Places to round to, half away from zero; null keeps every digit.</param>
/// <param name="Format">How a date is written, such as <c>%d/%m/%Y</c>.</param>
public sealed record ColumnMap(
    string Attribute,
    string Column,
    ImmutableSortedDictionary<string, string> Codes,
    int? First = null,
    ImmutableArray<string> Unknown = default,
    string? Others = null,
    int Shift = 0,
    int? Round = null,
    string? Format = null,
    RowFold Fold = RowFold.Same
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
    ImmutableArray<Case> Cases,
    ImmutableArray<Procedure> Procedures,
    ImmutableArray<ProcedureScript> ProcedureScripts
)
{
    public Procedure? Procedure(string id) => Procedures.FirstOrDefault(p => p.Id == id);

    /// <summary>The method asked for, else the one valid on the day; among several the last to begin.</summary>
    /// <param name="known">The day up to which publications are known; null for all.</param>
    public MethodPlan? Method(string? id, DateOnly asOf, DateOnly? known = null) =>
        id is not null
            ? Methods.FirstOrDefault(m => m.Id == id)
            : Methods
                .Where(m => m.ValidFrom <= asOf && (m.ValidTo is null || asOf <= m.ValidTo))
                .Where(m => known is null || m.Published is null || m.Published <= known)
                .MaxBy(m => m.ValidFrom);

    public ParameterDef? Parameter(string id) => Parameters.FirstOrDefault(p => p.Id == id);
}
