using System.Collections.Immutable;
using System.Runtime.CompilerServices;
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

/// <summary>Every primary sampling unit of a sample, in one order, so that the same sample gives the same bits.</summary>
public sealed class SurveySample
{
    private readonly Dictionary<(string Stratum, string Psu), int> places;
    private readonly ImmutableArray<(string Stratum, int From, int To)> strata;

    private SurveySample(
        Dictionary<(string, string), int> places,
        ImmutableArray<(string Stratum, int From, int To)> strata
    ) =>
        (this.places, this.strata, Units, DegreesOfFreedom) = (
            places,
            strata,
            places.Count,
            places.Count - strata.Length
        );

    private SurveySample(SurveySample whole, ImmutableArray<(string Stratum, int From, int To)> strata, int units) =>
        (places, this.strata, Units, DegreesOfFreedom) = (whole.places, strata, units, whole.DegreesOfFreedom);

    public int Units { get; }

    /// <summary>Units less strata, of the whole sample.</summary>
    public int DegreesOfFreedom { get; }

    /// <summary>Name of each stratum and its units: from, and up to before.</summary>
    public IEnumerable<(string Stratum, int From, int To)> Strata => strata;

    /// <param name="units">Of the whole sample, in any order and as often as they come.</param>
    public static SurveySample Of(IEnumerable<(string Stratum, string Psu)> units)
    {
        var ordered = units
            .Distinct()
            .OrderBy(u => u.Stratum, StringComparer.Ordinal)
            .ThenBy(u => u.Psu, StringComparer.Ordinal)
            .ToList();
        var strata = ImmutableArray.CreateBuilder<(string, int, int)>();
        for (var from = 0; from < ordered.Count; )
        {
            var to = from + 1;
            while (to < ordered.Count && ordered[to].Stratum == ordered[from].Stratum)
                to++;
            strata.Add((ordered[from].Stratum, from, to));
            from = to;
        }
        return new SurveySample(
            ordered.Select((unit, i) => (unit, i)).ToDictionary(u => u.unit, u => u.i),
            strata.ToImmutable()
        );
    }

    public int PlaceOf(string stratum, string psu) => places[(stratum, psu)];

    /// <summary>
    /// The strata in which a domain has somebody: the others add nothing to its variance, so all its estimates are the same from these
    /// alone, to the last bit.
    /// </summary>
    /// <param name="units">Where the domain has somebody.</param>
    /// <returns>Those strata with all their units, and where each unit of the sample stands among them; below zero where it does not.</returns>
    public (SurveySample Part, int[] Places) StrataOf(IEnumerable<int> units)
    {
        var reached = new bool[Units];
        foreach (var unit in units)
            reached[unit] = true;
        var (part, kept, at) = (new int[Units], ImmutableArray.CreateBuilder<(string, int, int)>(), 0);
        Array.Fill(part, -1);
        foreach (var (stratum, from, to) in strata)
        {
            if (!reached.AsSpan(from, to - from).Contains(true))
                continue;
            kept.Add((stratum, at, at + to - from));
            for (var unit = from; unit < to; unit++)
                part[unit] = at++;
        }
        return (new SurveySample(this, kept.ToImmutable(), at), part);
    }
}

/// <param name="DegreesOfFreedom">Units less strata, of the whole sample.</param>
public sealed record RatioEstimate(double Ratio, double StandardError, int DegreesOfFreedom)
{
    /// <summary>The interval of a level such as 0.95, by Student's t with the design's degrees of freedom.</summary>
    public (double Low, double High) Interval(double level) => IntervalOf(Reach(level, DegreesOfFreedom));

    /// <param name="reach">As <see cref="Reach"/> gives it for a level: worked out once for many estimates of one sample.</param>
    public (double Low, double High) IntervalOf(double reach) =>
        (Ratio - (reach * StandardError), Ratio + (reach * StandardError));

    /// <summary>How many standard errors an interval reaches to either side; not a number without degrees of freedom.</summary>
    public static double Reach(double level, int degreesOfFreedom) =>
        degreesOfFreedom > 0 ? StudentT.InvCDF(0, 1, degreesOfFreedom, (1 + level) / 2) : double.NaN;
}

/// <summary>
/// The ratio R = Σwa / Σwb of a sample of strata and primary sampling units drawn with replacement, with its standard error by Taylor
/// linearisation (Wolter 2007, Introduction to Variance Estimation, ch. 6): u = w(a − R·b)/Σwb, summed within units; in each stratum
/// n/(n − 1) times the squared deviations from the stratum's mean, added over strata. A unit with nobody in the domain keeps u = 0 and
/// still counts, so a subgroup must be given every unit of the sample.
/// </summary>
public static class SurveyRatio
{
    /// <param name="parts">Σ wa by unit of the sample; zero where the domain has nobody.</param>
    /// <param name="wholes">Σ wb by unit.</param>
    /// <returns>Null when the domain is empty; refused (TH1011) when a stratum has one unit and the rule is to refuse.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Outcome<RatioEstimate?> Of(SurveySample sample, double[] parts, double[] wholes, LonelyPsu lonely)
    {
        if (parts.Length != sample.Units || wholes.Length != sample.Units)
            throw new ArgumentException("One sum for each unit of the sample.", nameof(parts));
        var (part, whole) = (Total(parts), Total(wholes));
        if (whole <= 0)
            return (RatioEstimate?)null;
        var ratio = part / whole;
        var variance = new CompensatedSum();
        foreach (var (stratum, from, to) in sample.Strata)
        {
            var n = to - from;
            if (n == 1 && lonely == LonelyPsu.Refuse)
                return MeasuresProblems.LonelyPsu(stratum);
            var sum = new CompensatedSum();
            for (var i = from; i < to; i++)
                sum.Add(parts[i] - (ratio * wholes[i]));
            // The mean of all units is zero, for the u of a ratio add up to nothing.
            var mean = n == 1 ? 0 : sum.Total / n;
            var squares = new CompensatedSum();
            for (var i = from; i < to; i++)
                squares.Add((parts[i] - (ratio * wholes[i]) - mean) * (parts[i] - (ratio * wholes[i]) - mean));
            variance.Add(
                squares.Total
                    * (
                        n > 1 ? (double)n / (n - 1)
                        : lonely == LonelyPsu.Adjust ? 1
                        : 0
                    )
            );
        }
        return new RatioEstimate(ratio, Math.Sqrt(variance.Total) / whole, sample.DegreesOfFreedom);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Total(double[] terms)
    {
        var sum = new CompensatedSum();
        foreach (var term in terms)
            if (term != 0)
                sum.Add(term);
        return sum.Total;
    }
}
