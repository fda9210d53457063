using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>A village that is to have a first secretary.</summary>
/// <param name="Tier">Index into the rules' tiers.</param>
/// <param name="Need">0 to 3 per skill.</param>
/// <param name="Difficulty">0 to 9; null when it cannot be said.</param>
/// <param name="Within">Region numbers from the top of the tree down to the village itself.</param>
/// <param name="Incumbent">Who serves there now, at the end of a term.</param>
public sealed record DispatchVillage(
    int VillageNo,
    int Tier,
    ImmutableArray<int> Need,
    int? Difficulty,
    ImmutableArray<int> Within,
    Guid? Incumbent
);

/// <summary>A cadre who may be sent.</summary>
/// <param name="Skill">0 to 3 per skill.</param>
/// <param name="AvoidsRegionNo">The place around the home that is avoided; 0 for none in the tree.</param>
/// <param name="InTerm">Serves a term in a village that is not over.</param>
/// <param name="Stated">What they stated of themselves; null where they stated nothing.</param>
public sealed record DispatchCadre(
    Guid CadreId,
    ImmutableArray<int> Skill,
    int Seniority,
    bool Eligible,
    int AvoidsRegionNo,
    bool InTerm,
    CadreLimits? Stated = null
);

/// <summary>What is known of a pair beyond the two records; null is not known.</summary>
public readonly record struct PairFacts(int? Km, Fraction? Dialect = null, Fraction? Department = null);

/// <param name="Value">0 to 1; null when not known, and then the weight is shared by the other parts.</param>
/// <param name="PointsBp">What the part adds to the fit.</param>
public sealed record PartScore(ScorePart Part, Fraction? Value, int PointsBp);

/// <summary>Why a pair is not allowed.</summary>
public enum Exclusion
{
    NotEligible,
    InTerm,
    Home,

    /// <summary>No rule, but what people laid down in this plan.</summary>
    Choice,

    /// <summary>Kin live there, as the cadre stated.</summary>
    Kin,

    /// <summary>A limit of health or family that the cadre stated.</summary>
    Stated,
}

/// <summary>
/// The fit of a cadre and a village, 0 to 10,000 basis points. The running sum of the parts is rounded, half up, and each part gets what
/// it adds to that: the table a person reads always adds up to the fit, and a perfect fit is 10,000.
/// </summary>
public sealed class Scoring(PostingRules rules)
{
    public const int Perfect = 10_000;

    private readonly ImmutableArray<(ScorePart Part, long Weight)> weights = Common(rules);

    /// <param name="km">Between home and village; null when not known, and then a limit of distance excludes: a doubt is not settled
    /// against what somebody said of their health or family.</param>
    public static Exclusion? Excludes(DispatchVillage village, DispatchCadre cadre, int? km)
    {
        if (Everywhere(cadre) is { } everywhere)
            return everywhere;
        if (cadre.AvoidsRegionNo != 0 && village.Within.Contains(cadre.AvoidsRegionNo))
            return Exclusion.Home;
        if (cadre.Stated is not { } stated)
            return null;
        if (stated.KinRegionNos.Any(village.Within.Contains))
            return Exclusion.Kin;
        return stated.MostKm is { } most && !(km <= most) ? Exclusion.Stated : null;
    }

    /// <summary>What keeps the cadre from every village; null where nothing does.</summary>
    public static Exclusion? Everywhere(DispatchCadre cadre) =>
        !cadre.Eligible ? Exclusion.NotEligible
        : cadre.InTerm ? Exclusion.InTerm
        : cadre.Stated is { Away: true } ? Exclusion.Stated
        : null;

    public int Fit(DispatchVillage village, DispatchCadre cadre, PairFacts facts)
    {
        Span<(long Above, long Below)> parts = stackalloc (long, long)[weights.Length];
        Span<int> points = stackalloc int[weights.Length];
        return Points(Values(village, cadre, facts, parts), parts, points);
    }

    public ImmutableArray<PartScore> Parts(DispatchVillage village, DispatchCadre cadre, PairFacts facts)
    {
        var parts = new (long Above, long Below)[weights.Length];
        var points = new int[weights.Length];
        Points(Values(village, cadre, facts, parts), parts, points);
        return
        [
            .. weights.Select(
                (weight, i) =>
                    new PartScore(
                        weight.Part,
                        parts[i].Below == 0 ? null : new Fraction(parts[i].Above, parts[i].Below),
                        points[i]
                    )
            ),
        ];
    }

    /// <summary>Fills each part as a fraction, with 0 below the line where it is not known.</summary>
    /// <returns>The sum of the weights of the parts that are known.</returns>
    private long Values(
        DispatchVillage village,
        DispatchCadre cadre,
        PairFacts facts,
        Span<(long Above, long Below)> parts
    )
    {
        long known = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            parts[i] = weights[i].Part switch
            {
                ScorePart.NeedCover => Cover(village.Need, cadre.Skill),
                ScorePart.Department => Ratio(facts.Department),
                ScorePart.Dialect => Ratio(facts.Dialect),
                ScorePart.FamilyDistance when facts.Km is { } km => (
                    Math.Max(0, rules.FamilyDistanceKm - km),
                    rules.FamilyDistanceKm
                ),
                ScorePart.Seniority when village.Difficulty is { } difficulty => (
                    9 - Math.Abs(cadre.Seniority - difficulty),
                    9
                ),
                ScorePart.Continuity when village.Incumbent is { } incumbent => (incumbent == cadre.CadreId ? 1 : 0, 1),
                _ => (0, 0),
            };
            if (parts[i].Below != 0)
                known += weights[i].Weight;
        }
        return known;
    }

    /// <summary>Sum of n min(n, a) over sum of n², skill by skill: a greater need counts more.</summary>
    private static (long Above, long Below) Cover(ImmutableArray<int> need, ImmutableArray<int> skill)
    {
        var (above, below) = (0, 0);
        for (var s = 0; s < need.Length; s++)
        {
            above += need[s] * Math.Min(need[s], skill[s]);
            below += need[s] * need[s];
        }
        return (above, below);
    }

    private static (long Above, long Below) Ratio(Fraction? value) =>
        value is { } known ? ((long)known.Numerator, (long)known.Denominator) : (0, 0);

    /// <returns>The sum of the points.</returns>
    private int Points(long known, ReadOnlySpan<(long Above, long Below)> parts, Span<int> points)
    {
        if (known == 0)
            return 0;
        var (above, below, sum) = (Int128.Zero, (Int128)known, 0);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Below == 0)
                continue;
            above = (above * parts[i].Below) + (below / known * weights[i].Weight * parts[i].Above);
            below *= parts[i].Below;
            var rounded = (int)(((2 * Perfect * above) + below) / (2 * below));
            (points[i], sum) = (rounded - sum, rounded);
        }
        return sum;
    }

    private static ImmutableArray<(ScorePart, long)> Common(PostingRules rules)
    {
        var scale = rules.Weights.Aggregate(
            System.Numerics.BigInteger.One,
            (all, w) =>
                all * w.Weight.Denominator / System.Numerics.BigInteger.GreatestCommonDivisor(all, w.Weight.Denominator)
        );
        return [.. rules.Weights.Select(w => (w.Part, (long)(w.Weight.Numerator * scale / w.Weight.Denominator)))];
    }
}
