using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>Decimals of a survey file as integers over one power of ten, exactly.</summary>
/// <param name="Values">Each value times <paramref name="UnitsPerOne"/>.</param>
public sealed record ScaledColumn(ImmutableArray<long> Values, long UnitsPerOne);

public static class DecimalScale
{
    /// <summary>
    /// Writes a column as integers in the coarsest decimal unit that loses nothing: 0.5 and 2.25 become 50 and 225 hundredths.
    /// Every measure here is a ratio, so the unit of the weights never matters and that of welfare matters only beside a line.
    /// </summary>
    /// <returns>Refused (TH1010) when the values do not fit 63 bits in a common unit.</returns>
    public static Outcome<ScaledColumn> ToIntegers(IReadOnlyList<decimal> values)
    {
        var digits = 0;
        foreach (var value in values)
            digits = Math.Max(digits, Normal(value).Scale);
        var units = 1m;
        for (var i = 0; i < digits; i++)
            units *= 10;
        if (units > long.MaxValue)
            return MeasuresProblems.TooFineForIntegers(values.MaxBy(value => Normal(value).Scale));
        var whole = ImmutableArray.CreateBuilder<long>(values.Count);
        foreach (var value in values)
        {
            if (Math.Abs(value) > long.MaxValue / units)
                return MeasuresProblems.TooFineForIntegers(value);
            whole.Add((long)(Normal(value) * units));
        }
        return new ScaledColumn(whole.MoveToImmutable(), (long)units);
    }

    /// <summary>Without trailing zeros: dividing by a one with 28 decimals drops them.</summary>
    private static decimal Normal(decimal value) => value / 1.0000000000000000000000000000m;
}
