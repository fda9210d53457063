using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Explain;

public enum Answer
{
    Yes,
    No,
    Unknown,
}

/// <summary>A recorded fact that a condition read; <paramref name="Value"/> says so when it was never recorded.</summary>
public sealed record FactUsed(
    string AttributeId,
    Level Level,
    Words Title,
    Words Value,
    DateOnly? ObservedOn,
    string? MemberName
);

/// <summary>One condition: whether it holds, the facts it read, its threshold with its source, and its weight where it has one.</summary>
public sealed record ReasonLine(
    string Id,
    Words Title,
    Answer Holds,
    ImmutableArray<FactUsed> Facts,
    Words? Threshold,
    Words? Source,
    Fraction? Weight
);

/// <summary>A smallest set of recorded facts which, if recorded wrongly, would change the answer. It says what to check, never what to do.</summary>
public sealed record Flip(Words Text, ImmutableArray<string> AttributeIds, string OutcomeIfWrong);

/// <summary>One term of a proxy test's score; the points of all lines add up to the score exactly.</summary>
/// <param name="Value">Null where the facts cannot say.</param>
/// <param name="Coefficient">Of the household's own model; null where it has none.</param>
public sealed record ProxyLine(string Id, Words Title, Fraction? Value, Fraction? Coefficient, Fraction? Points);

/// <summary>Why a household got its answer, in words a villager can follow.</summary>
/// <param name="Proxy">The terms of the method's proxy test, the constant first; empty without one.</param>
/// <param name="FlipsNote">How far the search for flips went: nothing found, or not all pairs tried; null when the list says it all.</param>
public sealed record Explanation(
    string Outcome,
    Words OutcomeTitle,
    bool Counted,
    Words Summary,
    ImmutableArray<ReasonLine> Lines,
    ImmutableArray<Flip> Flips,
    Words? FlipsNote,
    ImmutableArray<ProxyLine> Proxy
);
