using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Reports;

/// <summary>What a condition of a list asks of a fact.</summary>
public static class ListTest
{
    public const string Is = "is";
    public const string IsNot = "is_not";
    public const string AtLeast = "at_least";
    public const string AtMost = "at_most";
    public const string OlderThan = "older_than";
    public const string Recorded = "recorded";
    public const string NotRecorded = "not_recorded";

    public static readonly ImmutableArray<string> All = [Is, IsNot, AtLeast, AtMost, OlderThan, Recorded, NotRecorded];

    /// <summary>Whether it needs something to compare with.</summary>
    public static bool Compares(string test) => test is not (Recorded or NotRecorded);

    public static Words Title(string test) =>
        test switch
        {
            Is => new("是", "is"),
            IsNot => new("不是", "is not"),
            AtLeast => new("不小于（不早于）", "is at least (not before)"),
            AtMost => new("不大于（不晚于）", "is at most (not after)"),
            OlderThan => new("登记已超过（天）", "was observed more days ago than"),
            Recorded => new("已登记", "is recorded"),
            _ => new("未登记", "is not recorded"),
        };
}

/// <summary>A recorded value as conditions compare it: a number in the unit of the list, a day, or codes and texts.</summary>
/// <param name="Texts">A code, a truth or a text is one; several codes are several.</param>
/// <param name="Assumed">Nothing is recorded, and the dictionary says what a blank means.</param>
public sealed record ListValue(
    Fraction? Number,
    DateOnly? Day,
    ImmutableArray<string> Texts,
    DateOnly? ObservedOn,
    bool Assumed = false
);

/// <param name="Field">Id of a field.</param>
/// <param name="Value">
/// A number as typed, a day as yyyy-MM-dd, the ids of the codes of which any will do, <c>true</c> or <c>false</c>; blank where nothing is compared.
/// </param>
public sealed record ListCondition(string Field, string Test, string Value);

/// <summary>Which households or members are listed and what is shown of each. It names no place and nobody: the list is made anew each time.</summary>
public sealed record ListRule(RowsOf Rows, ImmutableArray<string> Columns, ImmutableArray<ListCondition> Conditions)
{
    public const int MostColumns = 12;
    public const int MostConditions = 4;

    /// <summary>Between the codes of which any will do.</summary>
    public const char AnyOf = ',';

    /// <summary>Whether a row belongs into the list.</summary>
    /// <param name="valueOf">Of a field; null where nothing is recorded.</param>
    /// <returns>Null where a fact that would decide it is not recorded: the row is counted apart and never dropped in silence.</returns>
    public bool? Holds(Func<string, ListValue?> valueOf, DateOnly today)
    {
        bool? all = true;
        foreach (var condition in Conditions)
            switch (Holds(condition, valueOf(condition.Field), today))
            {
                case false:
                    return false;
                case null:
                    all = null;
                    break;
                default:
                    break;
            }
        return all;
    }

    private static bool? Holds(ListCondition condition, ListValue? value, DateOnly today) =>
        condition.Test switch
        {
            ListTest.Recorded => value is { Assumed: false },
            ListTest.NotRecorded => value is null or { Assumed: true },
            _ when value is null => null,
            ListTest.Is => Same(condition.Value, value),
            ListTest.IsNot => !Same(condition.Value, value),
            ListTest.AtLeast => Compare(value, condition.Value) is { } above ? above >= 0 : null,
            ListTest.AtMost => Compare(value, condition.Value) is { } below ? below <= 0 : null,
            _ => value.ObservedOn is { } observed && int.TryParse(condition.Value, out var days)
                ? today.DayNumber - observed.DayNumber > days
                : null,
        };

    private static bool Same(string stated, ListValue value) =>
        Compare(value, stated) is { } difference
            ? difference == 0
            : value.Texts.Contains(stated, StringComparer.Ordinal)
                || stated.Split(AnyOf).Any(one => value.Texts.Contains(one, StringComparer.Ordinal));

    /// <returns>The value against what is stated; null where the two are not numbers or days.</returns>
    private static int? Compare(ListValue value, string stated) =>
        value.Number is { } number
            ? Fraction.TryParse(stated, out var other)
                ? number.CompareTo(other)
                : null
            : value.Day is { } day
                ? DateOnly.TryParseExact(stated, "yyyy-MM-dd", out var then)
                    ? day.CompareTo(then)
                    : null
                : null;
}
