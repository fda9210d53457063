using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch;

/// <summary>What a village brings to its score, in one small record. Villages stand in the order of the region tree.</summary>
/// <param name="Needs">A byte per skill, 0 to 3, the first skill lowest.</param>
/// <param name="XKm">Kilometres east of a point common to all; <see cref="PackedPairs.Unknown"/> when not known.</param>
/// <param name="Difficulty">0 to 9; 255 when it cannot be said.</param>
/// <param name="Dialect">Family of dialects in the upper half, the variety in the lower; 0 when not known.</param>
/// <param name="Incumbent">Number of the cadre who serves there now, at the end of a term; -1 for none.</param>
public readonly record struct PackedVillage(
    ulong Needs,
    short XKm,
    short YKm,
    byte Difficulty,
    byte Dialect,
    byte Tier,
    int Incumbent = -1
);

/// <summary>
/// What a cadre brings. Every region is a span of villages in the order of the tree, so where somebody may serve is one span, and what
/// is avoided around the home another.
/// </summary>
/// <param name="Skills">A byte per skill, 0 to 3, the first skill lowest.</param>
/// <param name="From">First village of the area where the cadre may serve.</param>
/// <param name="To">One past the last.</param>
/// <param name="AvoidFrom">First village around the home that is avoided.</param>
/// <param name="AvoidTo">One past the last; no more than <paramref name="AvoidFrom"/> for none.</param>
public readonly record struct PackedCadre(
    ulong Skills,
    short XKm,
    short YKm,
    byte Seniority,
    byte Dialect,
    int From,
    int To,
    int AvoidFrom = 0,
    int AvoidTo = 0
);

/// <summary>
/// Every allowed pair of a nation, none of them written down: whether it is allowed and what it costs is a pure function of two packed
/// records. The fit is that of <see cref="Scoring"/> to the basis point, for skills, dialect, distance, seniority and continuity; a cost
/// is what the fit lacks of perfect, by the tier's weight.
/// </summary>
public sealed class PackedPairs
{
    /// <summary>A coordinate that is not known.</summary>
    public const short Unknown = short.MinValue;

    private const int MostSkills = 8;

    private readonly PackedVillage[] villages;
    private readonly PackedCadre[] cadres;
    private readonly Ready[] ready;
    private readonly int[] scales;
    private readonly int familyKm;
    private readonly long dialectWeight;
    private readonly long distanceWeight;

    public PackedPairs(PostingRules rules, PackedVillage[] villages, PackedCadre[] cadres)
    {
        if (rules.Skills.Length > MostSkills)
            throw new ArgumentException($"A packed record holds {MostSkills} skills.", nameof(rules));
        (this.villages, this.cadres) = (villages, cadres);
        var weights = Whole(rules.Weights.Select(w => w.Weight));
        long Weight(ScorePart part) => rules.Weights.Select((w, i) => w.Part == part ? weights[i] : 0).Sum();
        familyKm = rules.FamilyDistanceKm;
        (dialectWeight, distanceWeight) = (Weight(ScorePart.Dialect), Weight(ScorePart.FamilyDistance));
        scales = [.. Whole(rules.Tiers.Select(t => t.Weight)).Select(scale => (int)scale)];
        ready =
        [
            .. villages.Select(v => new Ready(
                v,
                scales[v.Tier],
                familyKm,
                Weight(ScorePart.NeedCover),
                dialectWeight,
                distanceWeight,
                Weight(ScorePart.Seniority),
                Weight(ScorePart.Continuity)
            )),
        ];
    }

    public int Seats => villages.Length;

    public int People => cadres.Length;

    /// <summary>No allowed pair costs more.</summary>
    public int GreatestCost => Scoring.Perfect * scales.Max();

    public PackedVillage Village(int seat) => villages[seat];

    public PackedCadre Cadre(int person) => cadres[person];

    public long Allowed => cadres.Sum(c => (long)AllowedOf(c));

    public bool IsAllowed(int seat, int person)
    {
        var cadre = cadres[person];
        return seat >= cadre.From && seat < cadre.To && (seat < cadre.AvoidFrom || seat >= cadre.AvoidTo);
    }

    /// <summary>The one or two spans of seats where the person may serve.</summary>
    public ((int From, int To) Before, (int From, int To) After) SpansOf(int person)
    {
        var cadre = cadres[person];
        if (cadre.AvoidTo <= cadre.AvoidFrom || cadre.AvoidTo <= cadre.From || cadre.AvoidFrom >= cadre.To)
            return ((cadre.From, cadre.To), (cadre.To, cadre.To));
        return ((cadre.From, Math.Max(cadre.From, cadre.AvoidFrom)), (Math.Min(cadre.To, cadre.AvoidTo), cadre.To));
    }

    public int Cost(int seat, int person)
    {
        var cadre = cadres[person];
        return Cost(in ready[seat], in cadre, Levels(cadre.Skills), person);
    }

    /// <summary>Basis points, as <see cref="Scoring.Fit"/> gives them.</summary>
    public int Fit(int seat, int person) => Scoring.Perfect - (Cost(seat, person) / ready[seat].Scale);

    /// <summary>The costs of seats <paramref name="from"/> and on for one person, without a word of memory.</summary>
    public void Costs(int person, int from, Span<int> costs)
    {
        var cadre = cadres[person];
        var levels = Levels(cadre.Skills);
        for (var i = 0; i < costs.Length; i++)
            costs[i] = Cost(in ready[from + i], in cadre, levels, person);
    }

    private static int AllowedOf(PackedCadre cadre) =>
        cadre.To - cadre.From - Math.Max(0, Math.Min(cadre.To, cadre.AvoidTo) - Math.Max(cadre.From, cadre.AvoidFrom));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Cost(in Ready village, in PackedCadre cadre, Vector128<short> skills, int person)
    {
        unchecked
        {
            var cover = Vector128.Sum(village.Needs * Vector128.Min(village.Needs, skills));
            var above = village.PerCover * cover;
            var known = village.Known;
            if (village.Difficulty <= 9)
                above += village.PerGrade * (9 - Math.Abs(cadre.Seniority - village.Difficulty));
            if (village.Incumbent >= 0 && village.Incumbent == person)
                above += village.IfKept;
            if (village.Dialect != 0 && cadre.Dialect != 0)
            {
                known += dialectWeight;
                if (village.Dialect == cadre.Dialect)
                    above += 2 * village.PerHalfDialect;
                else if (village.Dialect >> 4 == cadre.Dialect >> 4)
                    above += village.PerHalfDialect;
            }
            if (village.XKm != Unknown && cadre.XKm != Unknown)
            {
                known += distanceWeight;
                long dx = village.XKm - cadre.XKm;
                long dy = village.YKm - cadre.YKm;
                // A square root is exact where it must be: of squares below 2^53 its whole part is right.
                var km = (int)Math.Sqrt((dx * dx) + (dy * dy));
                if (km < familyKm)
                    above += village.PerKm * (familyKm - km);
            }
            if (known == 0)
                return village.Scale * Scoring.Perfect;
            var half = known * village.Common;
            return village.Scale * (Scoring.Perfect - (int)((above + half) / (2 * half)));
        }
    }

    private static Vector128<short> Levels(ulong bytes) =>
        Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte()).AsInt16();

    /// <summary>Fractions as whole numbers over their common denominator.</summary>
    private static ImmutableArray<long> Whole(IEnumerable<Fraction> fractions)
    {
        Fraction[] all = [.. fractions];
        var common = all.Aggregate(
            BigInteger.One,
            (sofar, f) => sofar * f.Denominator / BigInteger.GreatestCommonDivisor(sofar, f.Denominator)
        );
        return [.. all.Select(f => (long)(f.Numerator * common / f.Denominator))];
    }

    /// <summary>
    /// A village with all that does not depend on the cadre worked out: every part times 2 x 10,000, over one common denominator.
    /// </summary>
    private readonly struct Ready
    {
        public Ready(
            PackedVillage village,
            int scale,
            int familyKm,
            long need,
            long dialect,
            long distance,
            long seniority,
            long continuity
        )
        {
            Needs = Levels(village.Needs);
            (Difficulty, Dialect, Incumbent) = (village.Difficulty, village.Dialect, village.Incumbent);
            (XKm, YKm, Scale) = (village.XKm, village.YKm, scale);
            long below = Vector128.Sum(Needs * Needs);
            var denominators = new[] { Math.Max(1, below), 2, familyKm, 9 };
            Common = (long)
                denominators.Aggregate(BigInteger.One, (all, d) => all * d / BigInteger.GreatestCommonDivisor(all, d));
            var unit = 2L * Scoring.Perfect * Common;
            PerCover = below == 0 ? 0 : unit / below * need;
            PerHalfDialect = unit / 2 * dialect;
            PerKm = unit / familyKm * distance;
            PerGrade = unit / 9 * seniority;
            IfKept = unit * continuity;
            Known = (below == 0 ? 0 : need) + (Difficulty <= 9 ? seniority : 0) + (Incumbent >= 0 ? continuity : 0);
        }

        public readonly Vector128<short> Needs;
        public readonly long Common;
        public readonly long Known;
        public readonly long PerCover;
        public readonly long PerHalfDialect;
        public readonly long PerKm;
        public readonly long PerGrade;
        public readonly long IfKept;
        public readonly int Incumbent;
        public readonly int Scale;
        public readonly short XKm;
        public readonly short YKm;
        public readonly byte Difficulty;
        public readonly byte Dialect;
    }
}
