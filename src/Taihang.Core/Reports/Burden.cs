using System.Collections.Immutable;

namespace Taihang.Core.Reports;

/// <summary>One asking for a form, as the ledger counts it.</summary>
public sealed record FormAsked(
    DateOnly Day,
    string Title,
    string HeaderHash,
    string AskedBy,
    string Document,
    string LegalBasis,
    int Columns,
    int ColumnsKnown,
    int Rows,
    long Filled,
    long Missing,
    long ByHand,
    long TypedAgain
);

/// <summary>A recorded value of a person or household, in order of time.</summary>
/// <param name="Source">What brought it in, such as the file of an import.</param>
public sealed record ValueRecorded(Guid Subject, string Attribute, string Json, DateOnly ObservedOn, string Source);

/// <summary>Sums of a month, a superior or a form.</summary>
/// <param name="Filled">Cells asked that were known, and written by the program.</param>
/// <param name="Missing">Cells asked of which nobody had recorded anything.</param>
/// <param name="ByHand">Cells in columns that are not known in Taihang.</param>
/// <param name="Twice">Facts that were on record and that somebody gave again.</param>
public sealed record BurdenSum(string Key, int Forms, long Filled, long Missing, long ByHand, long Twice);

/// <summary>A source that asked again what was known, and how many facts.</summary>
public sealed record AskedTwice(string Source, long Facts);

/// <summary>What forms cost the people who fill them, and what was taken off them (整治形式主义为基层减负).</summary>
public sealed record BurdenLedger(
    ImmutableArray<BurdenSum> ByMonth,
    ImmutableArray<BurdenSum> BySuperior,
    ImmutableArray<BurdenSum> ByForm,
    ImmutableArray<AskedTwice> Twice,
    BurdenSum Total
)
{
    /// <param name="repeats">Values recorded again although unchanged, by <see cref="Repeats"/>.</param>
    public static BurdenLedger Of(IReadOnlyList<FormAsked> forms, IReadOnlyList<ValueRecorded> repeats)
    {
        var twice = forms
            .Where(f => f.TypedAgain > 0)
            .Select(f => (Source: f.Title, Facts: f.TypedAgain))
            .Concat(repeats.Select(r => (r.Source, Facts: 1L)))
            .GroupBy(t => t.Source, StringComparer.Ordinal)
            .Select(g => new AskedTwice(g.Key, g.Sum(t => t.Facts)))
            .OrderByDescending(t => t.Facts)
            .ThenBy(t => t.Source, StringComparer.Ordinal)
            .ToImmutableArray();
        var again = repeats.GroupBy(r => Month(r.ObservedOn)).ToDictionary(g => g.Key, g => g.LongCount());
        var months = forms
            .GroupBy(f => Month(f.Day))
            .Select(Sum)
            .Concat(again.Keys.Except(forms.Select(f => Month(f.Day))).Select(m => new BurdenSum(m, 0, 0, 0, 0, 0)))
            .Select(s => s with { Twice = s.Twice + again.GetValueOrDefault(s.Key) })
            .OrderByDescending(s => s.Key, StringComparer.Ordinal)
            .ToImmutableArray();
        return new BurdenLedger(
            months,
            Sums(forms.GroupBy(f => f.AskedBy)),
            // A form is known by its headings; its newest title names it.
            [
                .. forms
                    .GroupBy(f => f.HeaderHash)
                    .Select(g => Sum(g) with { Key = g.MaxBy(f => f.Day)!.Title })
                    .OrderByDescending(s => s.Forms)
                    .ThenBy(s => s.Key, StringComparer.Ordinal),
            ],
            twice,
            new BurdenSum(
                "",
                forms.Count,
                forms.Sum(f => f.Filled),
                forms.Sum(f => f.Missing),
                forms.Sum(f => f.ByHand),
                twice.Sum(t => t.Facts)
            )
        );
    }

    /// <summary>
    /// Values that were recorded again with nothing changed, before they were old: somebody was asked for what was known. A fact past its
    /// age limit must be asked again, so it does not count.
    /// </summary>
    /// <param name="values">In order of time for each subject.</param>
    /// <param name="staleMonths">After how many months an attribute is old; null where it does not age.</param>
    public static IEnumerable<ValueRecorded> Repeats(IEnumerable<ValueRecorded> values, Func<string, int?> staleMonths)
    {
        var last = new Dictionary<(Guid, string), ValueRecorded>();
        foreach (var value in values)
        {
            var key = (value.Subject, value.Attribute);
            if (
                last.TryGetValue(key, out var before)
                && before.Json == value.Json
                && before.ObservedOn < value.ObservedOn
                && (
                    staleMonths(value.Attribute) is not { } months
                    || value.ObservedOn < before.ObservedOn.AddMonths(months)
                )
            )
                yield return value;
            last[key] = value;
        }
    }

    private static string Month(DateOnly day) => $"{day:yyyy-MM}";

    private static ImmutableArray<BurdenSum> Sums(IEnumerable<IGrouping<string, FormAsked>> groups) =>
        [.. groups.Select(Sum).OrderByDescending(s => s.Forms).ThenBy(s => s.Key, StringComparer.Ordinal)];

    private static BurdenSum Sum(IGrouping<string, FormAsked> group) =>
        new(
            group.Key,
            group.Count(),
            group.Sum(f => f.Filled),
            group.Sum(f => f.Missing),
            group.Sum(f => f.ByHand),
            group.Sum(f => f.TypedAgain)
        );
}
