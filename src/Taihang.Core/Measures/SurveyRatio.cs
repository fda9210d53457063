using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MathNet.Numerics.Distributions;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>What a stratum with a single primary sampling unit adds to a variance. No rule is right; a pack names its own.</summary>
public enum LonelyPsu
{
    /// <summary>Nothing is estimated (R survey: <c>fail</c>).</summary>
    Refuse,

    /// <summary>Taken as drawn with certainty: adds nothing (R survey: <c>certainty</c>).</summary>
    Certain,

    /// <summary>Compared with the mean over all units instead of its stratum's own (R survey: <c>adjust</c>).</summary>
    Adjust,
}

/// <summary>The weighted sums of one primary sampling unit, of the people that a ratio is about; zero where it has none.</summary>
/// <param name="Part">Σ w·a.</param>
/// <param name="Whole">Σ w·b.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PsuSums(string Stratum, string Psu, double Part, double Whole);

/// <param name="DegreesOfFreedom">Units less strata, of the whole sample.</param>
public sealed record RatioEstimate(double Ratio, double StandardError, int DegreesOfFreedom)
{
    /// <summary>The interval of a level such as 0.95, by Student's t with the design's degrees of freedom.</summary>
    public (double Low, double High) Interval(double level)
    {
        var reach =
            DegreesOfFreedom > 0
                ? StudentT.InvCDF(0, 1, DegreesOfFreedom, (1 + level) / 2) * StandardError
                : double.NaN;
        return (Ratio - reach, Ratio + reach);
    }
}

/// <summary>
/// The ratio R = Σwa / Σwb of a sample of strata and primary sampling units drawn with replacement, with its standard error by Taylor
/// linearisation (Wolter 2007, Introduction to Variance Estimation, ch. 6): u = w(a − R·b)/Σwb, summed within units; in each stratum
/// n/(n − 1) times the squared deviations from the stratum's mean, added over strata. A unit with nobody in the domain keeps u = 0 and
/// still counts, so a subgroup must be given every unit of the sample.
/// </summary>
public static class SurveyRatio
{
    /// <param name="units">Every unit of the sample once; the order does not matter.</param>
    /// <returns>Nothing when the domain is empty; refused (TH1011) when a stratum has one unit and the rule is to refuse.</returns>
    public static Outcome<ImmutableArray<RatioEstimate>> Of(IReadOnlyList<PsuSums> units, LonelyPsu lonely)
    {
        // Sums in one order, so that the same sample gives the same bits whatever came first.
        var ordered = units
            .OrderBy(u => u.Stratum, StringComparer.Ordinal)
            .ThenBy(u => u.Psu, StringComparer.Ordinal)
            .ToList();
        var (part, whole) = (new CompensatedSum(), new CompensatedSum());
        foreach (var unit in ordered)
        {
            part.Add(unit.Part);
            whole.Add(unit.Whole);
        }
        if (whole.Total <= 0)
            return ImmutableArray<RatioEstimate>.Empty;
        var ratio = part.Total / whole.Total;
        var (variance, strata) = (new CompensatedSum(), 0);
        foreach (var stratum in ordered.GroupBy(u => u.Stratum))
        {
            strata++;
            var linear = stratum.Select(u => (u.Part - (ratio * u.Whole)) / whole.Total).ToList();
            var n = linear.Count;
            if (n == 1 && lonely == LonelyPsu.Refuse)
                return MeasuresProblems.LonelyPsu(stratum.Key);
            // The mean of all u is zero, for the u of a ratio add up to nothing.
            var mean = n == 1 ? 0 : linear.Sum() / n;
            var scale =
                n > 1 ? (double)n / (n - 1)
                : lonely == LonelyPsu.Adjust ? 1
                : 0;
            variance.Add(scale * linear.Sum(u => (u - mean) * (u - mean)));
        }
        return ImmutableArray.Create(new RatioEstimate(ratio, Math.Sqrt(variance.Total), ordered.Count - strata));
    }
}
