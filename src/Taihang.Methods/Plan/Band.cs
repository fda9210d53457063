using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Plan;

/// <summary>One stretch of a parameter that is keyed by a number or a date: from here on it is Start + Slope x key.</summary>
/// <param name="Key">As the pack writes it.</param>
/// <param name="From">The key as a number; a date as its day number.</param>
public sealed record Band(string Key, Fraction From, Fraction Start, Fraction Slope)
{
    public static ImmutableArray<Band> Of(BandKey keyed, IReadOnlyList<(string Key, Fraction Value)> values)
    {
        var ordered = values
            .Select(v => (v.Key, From: Number(keyed, v.Key)!.Value, v.Value))
            .OrderBy(v => v.From)
            .ToList();
        var bands = ImmutableArray.CreateBuilder<Band>();
        for (var i = 0; i < ordered.Count; i++)
        {
            var (key, from, value) = ordered[i];
            var slope =
                keyed.Linear && i + 1 < ordered.Count
                    ? (ordered[i + 1].Value - value) / (ordered[i + 1].From - from)
                    : Fraction.Zero;
            bands.Add(new Band(key, from, value - (slope * from), slope));
        }
        return bands.ToImmutable();
    }

    /// <returns>Null when the text is no such key.</returns>
    public static Fraction? Number(BandKey keyed, string key) =>
        keyed.Of == Kind.Date
            ? DateOnly.TryParseExact(key, "yyyy-MM-dd", out var day)
                ? day.DayNumber
                : null
            : Fraction.TryParse(key, out var number)
                ? number
                : null;
}
