using System.Collections.Immutable;

namespace Taihang.Core.Registry.Changes;

/// <summary>One value that is not the same in two states; null where a state does not have it.</summary>
public sealed record Difference(RecordKey Key, string? Before, string? After);

/// <summary>
/// The one comparator: what it finds is what a reviewer is shown and what is written, so neither can hold a change that the other does not.
/// </summary>
public static class Differences
{
    /// <returns>In order of their keys; empty when the states are the same.</returns>
    public static ImmutableArray<Difference> Between(RecordState before, RecordState after) =>
        [
            .. before
                .Values.Keys.Union(after.Values.Keys)
                .Order(RecordKey.Order)
                .Select(key => new Difference(
                    key,
                    before.Values.GetValueOrDefault(key),
                    after.Values.GetValueOrDefault(key)
                ))
                .Where(d => d.Before != d.After),
        ];

    /// <summary>The state with these differences made, whatever it held at their keys before.</summary>
    public static RecordState Apply(RecordState before, IEnumerable<Difference> differences)
    {
        var values = before.Values.ToBuilder();
        foreach (var difference in differences)
            if (difference.After is { } after)
                values[difference.Key] = after;
            else
                values.Remove(difference.Key);
        return new RecordState(values.ToImmutable());
    }

    /// <summary>Which of the differences meet a value that is neither the one they were made from nor the one they lead to.</summary>
    public static ImmutableArray<Difference> Overtaken(IEnumerable<Difference> submitted, RecordState now) =>
        [
            .. submitted.Where(d =>
                now.Values.GetValueOrDefault(d.Key) is var value && value != d.Before && value != d.After
            ),
        ];
}
