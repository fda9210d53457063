using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Plan;

/// <summary>The kinds of value an expression has. Every kind also has "unknown".</summary>
public enum Kind
{
    Truth,
    Number,
    Ratio,
    Date,
    Code,
    Codes,
    Text,
}

/// <summary>How a number becomes a whole one; half is away from zero, as in CEL's math extension.</summary>
public enum Rounding
{
    Floor,
    Ceil,
    Round,
    Trunc,
}

/// <summary>What folds over the members of a household.</summary>
public enum Fold
{
    Exists,
    All,
    Count,
    Sum,
    Min,
    Max,
}

/// <summary>
/// A typed expression: what both evaluators run. Unknown spreads by the strong three-valued logic of Kleene: an answer that is decided
/// without the unknown part is given.
/// </summary>
public abstract record Expr(Kind Kind)
{
    public sealed record Literal(Kind Kind, bool Truth = false, Fraction Number = default, string Text = "")
        : Expr(Kind);

    /// <summary>A recorded fact. With <see cref="MissingRule.None"/> a fact never recorded reads as no, zero, "none" or empty.</summary>
    public sealed record Fact(AttributeDef Attribute, Kind Kind) : Expr(Kind);

    /// <summary>Whether the fact was recorded at all; never unknown.</summary>
    public sealed record Known(AttributeDef Attribute) : Expr(Kind.Truth);

    /// <summary>A derived value or indicator of the same method, by name.</summary>
    public sealed record Local(string Id, Kind Kind) : Expr(Kind);

    /// <summary>
    /// A dated parameter; <paramref name="Key"/> chooses within a keyed one: by a code, or by a number or a date that lies in one of its
    /// bands. Unknown below the first band.
    /// </summary>
    public sealed record Parameter(string Id, Expr? Key, Kind Kind) : Expr(Kind);

    /// <summary>The day of the run: never the clock's.</summary>
    public sealed record RunDay() : Expr(Kind.Date);

    public sealed record Not(Expr Of) : Expr(Kind.Truth);

    public sealed record Logic(bool And, Expr Left, Expr Right) : Expr(Kind.Truth);

    public sealed record Compare(string Operator, Expr Left, Expr Right) : Expr(Kind.Truth);

    public sealed record OneOf(Expr Of, IReadOnlyList<string> Codes) : Expr(Kind.Truth);

    public sealed record Contains(Expr Codes, string Code) : Expr(Kind.Truth);

    public sealed record CountCodes(Expr Codes) : Expr(Kind.Number);

    public sealed record Arithmetic(string Operator, Expr Left, Expr Right) : Expr(Kind.Number);

    /// <summary>An exact ratio; only ever compared, by cross-multiplication. Unknown when the divisor is not above zero.</summary>
    public sealed record Per(Expr Amount, Expr Divisor) : Expr(Kind.Ratio);

    public sealed record Choice(Expr If, Expr Then, Expr Else, Kind Kind) : Expr(Kind);

    /// <summary>One number for each of some codes; unknown for any other.</summary>
    public sealed record ByCode(Expr Of, ImmutableArray<(string Code, Expr Value)> Values) : Expr(Kind.Number);

    /// <summary>Completed years, or months, until another day; the 31st is completed where the month has one.</summary>
    public sealed record Age(Expr Born, Expr Until, bool InMonths = false) : Expr(Kind.Number);

    /// <summary>The calendar year, or the month from 1 to 12, of a date.</summary>
    public sealed record CalendarPart(Expr Of, bool Month) : Expr(Kind.Number);

    /// <summary>A number, or an amount per head, as a whole number.</summary>
    public sealed record Rounded(Rounding How, Expr Of) : Expr(Kind.Number);

    /// <summary>Over the members; <paramref name="Of"/> is the condition or the value folded, null to count them all.</summary>
    /// <param name="Where">Of whom the least or greatest is taken; null for all.</param>
    public sealed record Members(Fold Fold, Expr? Of, Kind Kind, Expr? Where = null) : Expr(Kind);

    /// <summary>Whether a value can be said at all; never unknown.</summary>
    public sealed record Said(Expr Of) : Expr(Kind.Truth);

    /// <summary>An expression that the method gave a name, taken in where the name stands.</summary>
    public sealed record Named(Words Title, Expr Of) : Expr(Of.Kind);

    /// <summary>Unknown unless every one of these facts is recorded, also where some would decide it alone.</summary>
    public sealed record Needs(IReadOnlyList<AttributeDef> Facts, Expr Of) : Expr(Of.Kind);

    public IEnumerable<Expr> Parts() =>
        this switch
        {
            Not n => [n.Of],
            Logic l => [l.Left, l.Right],
            Compare c => [c.Left, c.Right],
            OneOf o => [o.Of],
            Contains c => [c.Codes],
            CountCodes c => [c.Codes],
            Arithmetic a => [a.Left, a.Right],
            Per p => [p.Amount, p.Divisor],
            Choice c => [c.If, c.Then, c.Else],
            ByCode b => [b.Of, .. b.Values.Select(v => v.Value)],
            Age a => [a.Born, a.Until],
            CalendarPart c => [c.Of],
            Rounded r => [r.Of],
            Members { Of: { } of, Where: { } where } => [where, of],
            Members { Of: { } of } => [of],
            Said s => [s.Of],
            Named n => [n.Of],
            Needs n => [.. n.Facts.Select(a => new Known(a)), n.Of],
            Parameter { Key: { } key } => [key],
            _ => [],
        };

    public IEnumerable<Expr> WithParts() => Parts().SelectMany(p => p.WithParts()).Prepend(this);
}
