using System.Reflection;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Tests.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>
/// The axioms of Foster, Greer and Thorbecke and of Alkire and Foster as relations that need no expected number. Each test is named by its
/// sentence, holds for the measures, and is broken by a measure with one slip. <see cref="MetamorphicRunTests"/> holds those that speak of
/// whole runs.
/// </summary>
public sealed class MetamorphicTests
{
    private const long Line = 1_000;

    private static readonly Gen<WeightedWelfare[]> People = Gen.Select(
        Gen.Long[0, 2_000],
        Gen.Long[1, 50],
        (welfare, weight) => new WeightedWelfare(welfare, weight)
    ).Array[1, 30];

    private static readonly Gen<(long Mask, long Weight)[]> Rows = Gen.Select(Gen.Long[0, 63], Gen.Long[1, 9]).Array[
        1,
        30
    ];

    private static readonly Gen<long[]> Weights = Gen.Long[1, 4].Array[6];

    private static readonly Gen<Fraction> Cuts = Gen.Int[1, 24].Select(n => new Fraction(n, 24));

    private static readonly Gen<long[]> Incomes = Gen.Long[1, 100_000].Array[2, 40];

    [Fact]
    public void Every_relation_of_the_list_has_a_test_named_by_its_sentence()
    {
        var listed = Oracle.Targeting("metamorphic").GetProperty("relations").EnumerateArray();
        var named = new[] { typeof(MetamorphicTests), typeof(MetamorphicRunTests) }
            .SelectMany(t => t.GetMethods())
            .Select(m => m.GetCustomAttribute<FactAttribute>()?.DisplayName)
            .OfType<string>();
        Assert.Equal(
            listed.Select(r => r.GetString()!).Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal)
        );
    }

    [Fact(DisplayName = "replication: duplicating every row (or halving all weights) changes no rate")]
    public void Replication()
    {
        bool Rates((WeightedWelfare[] People, (long Mask, long Weight)[] Rows) c, Poverty poverty, Counting counting)
        {
            WeightedWelfare[] twice = [.. c.People, .. c.People];
            WeightedWelfare[] doubled = [.. c.People.Select(p => p with { Weight = 2 * p.Weight })];
            (long, long)[] rowsTwice = [.. c.Rows, .. c.Rows];
            (long, long)[] rowsDoubled = [.. c.Rows.Select(r => (r.Mask, 2 * r.Weight))];
            var half = new Fraction(1, 2);
            var (fgt, af) = (poverty(c.People, Line), counting(c.Rows, Equal, half));
            return poverty(twice, Line) == fgt
                && poverty(doubled, Line) == fgt
                && counting(rowsTwice, Equal, half).Same(af)
                && counting(rowsDoubled, Equal, half).Same(af);
        }
        Relation.Holds(
            Gen.Select(People, Rows),
            c => Rates(c, Foster, Alkire),
            c => Rates(c, Slipped(population: (rows, _) => rows + 1), Alkire)
        );
    }

    [Fact(DisplayName = "scale: multiplying income and line by the same constant changes no FGT value")]
    public void Scale()
    {
        bool Unchanged((WeightedWelfare[] People, long Factor) c, Poverty poverty) =>
            poverty([.. c.People.Select(p => p with { Welfare = p.Welfare * c.Factor })], Line * c.Factor)
            == poverty(c.People, Line);
        Relation.Holds(
            Gen.Select(People, Gen.Long[2, 1_000]),
            c => Unchanged(c, Foster),
            c => Unchanged(c, Slipped(gap: (y, z) => z - y))
        );
    }

    [Fact(
        DisplayName = "focus: raising the income of a non-poor person changes no FGT value; improving a non-poor person in a non-deprived indicator changes no AF value"
    )]
    public void Focus()
    {
        bool Raised(WeightedWelfare[] people, Poverty poverty) =>
            poverty([.. people.Select(p => p.Welfare >= Line ? p with { Welfare = p.Welfare + 777 } : p)], Line)
            == poverty(people, Line);
        Relation.Holds(
            People,
            people => Raised(people, Foster),
            people => Raised(people, Slipped(poor: (_, _) => true, gap: (y, z) => Math.Abs(z - y) / z))
        );

        // Achievements in four indicators with the cut-off 5; poor from two deprivations on.
        bool Achievements(long[][] people, Func<long[][], (double?, double?, double?)> depth) =>
            depth([.. people.Select(p => p.Count(x => x < 5) >= 2 ? p : [.. p.Select(x => x < 5 ? x : x + 7)])])
            == depth(people);
        Relation.Holds(
            Gen.Long[0, 9].Array[4].Array[1, 20],
            people => Achievements(people, Depth),
            people => Achievements(people, p => (0, p.Average(person => person.Average(x => Math.Abs(5 - x) / 5.0)), 0))
        );
    }

    [Fact(DisplayName = "monotonicity: lowering a poor income strictly raises P1 and P2, leaves P0")]
    public void Monotonicity()
    {
        bool Rises((WeightedWelfare[] People, long Income, long By) c, Poverty poverty)
        {
            var was = poverty([.. c.People, new(c.Income, 3)], Line);
            var now = poverty([.. c.People, new(c.Income - c.By, 3)], Line);
            return now.P0 == was.P0 && now.P1 > was.P1 && now.P2 > was.P2;
        }
        Relation.Holds(
            Gen.Select(People, Gen.Long[500, 999], Gen.Long[1, 500]),
            c => Rises(c, Foster),
            c => Rises(c, Slipped(gap: (y, z) => Math.Round(10 * (z - y) / z) / 10))
        );
    }

    [Fact(DisplayName = "transfer: a progressive transfer between two poor persons who stay poor lowers P2, leaves P1")]
    public void Transfer()
    {
        bool Lowers((WeightedWelfare[] People, long Low, long Between, long Share) c, Poverty poverty)
        {
            var (high, given) = (c.Low + c.Between, Math.Min(c.Share, (c.Between - 1) / 2));
            var was = poverty([.. c.People, new(c.Low, 2), new(high, 2)], Line);
            var now = poverty([.. c.People, new(c.Low + given, 2), new(high - given, 2)], Line);
            return Near(now.P1, was.P1) && now.P2 < was.P2;
        }
        Relation.Holds(
            Gen.Select(People, Gen.Long[0, 400], Gen.Long[3, 500], Gen.Long[1, 100]),
            c => Lowers(c, Foster),
            c => Lowers(c, Slipped(power: 1))
        );
    }

    [Fact(
        DisplayName = "decomposability: national P_a, H, M0 = population-share weighted sum of subgroup values, for any partition"
    )]
    public void Decomposability()
    {
        bool AddsUp(
            (WeightedWelfare[] People, (long Mask, long Weight)[] Rows, int Groups) c,
            Poverty p,
            Counting count
        )
        {
            double? Sum<T>(T[] all, Func<T, long> weight, Func<T[], double?> value) =>
                all.Select((row, i) => (row, i))
                    .GroupBy(pair => pair.i * 7 % c.Groups, pair => pair.row)
                    .Sum(group => value([.. group]) * group.Sum(weight) / all.Sum(weight));
            var k = new Fraction(1, 3);
            return Near(p(c.People, Line).P0, Sum(c.People, x => x.Weight, g => p(g, Line).P0))
                && Near(p(c.People, Line).P1, Sum(c.People, x => x.Weight, g => p(g, Line).P1))
                && Near(p(c.People, Line).P2, Sum(c.People, x => x.Weight, g => p(g, Line).P2))
                && Near(count(c.Rows, Equal, k).H, Sum(c.Rows, x => x.Weight, g => count(g, Equal, k).H))
                && Near(count(c.Rows, Equal, k).M0, Sum(c.Rows, x => x.Weight, g => count(g, Equal, k).M0));
        }
        var cases = Gen.Select(People, Rows, Gen.Int[1, 6]);
        Relation.Holds(
            cases,
            c => AddsUp(c, Foster, Alkire),
            c => AddsUp(c, Slipped(population: (rows, _) => rows), Alkire)
        );
        Relation.CanFail(cases, c => AddsUp(c, Foster, Miscounted(population: (rows, _) => rows)));
    }

    [Fact(
        DisplayName = "H*A = M0; M0 = sum_j w_j*censored_j; percent contributions sum to 100 (or are null when M0=0)"
    )]
    public void Adjusted()
    {
        bool Fits(((long, long)[] Rows, long[] Weights, Fraction K) c, Counting counting)
        {
            var found = counting(c.Rows, c.Weights, c.K);
            var parts = found.Censored.Select((x, j) => x * c.Weights[j] / c.Weights.Sum()).Sum();
            return Near(found.H * (found.A ?? 0), found.M0)
                && Near(parts, found.M0)
                && (found.M0 > 0 ? Near(found.Percent.Sum(), 100) : found.Percent.All(p => p is null));
        }
        var cases = Gen.Select(Rows, Weights, Cuts);
        Relation.Holds(cases, c => Fits(c, Alkire), c => Fits(c, Miscounted(censored: (_, _) => true)));
    }

    [Fact(
        DisplayName = "nesting in k: H(k), M0(k), censored_j(k) never rise with k; k=min weight gives union, k=1 gives intersection"
    )]
    public void Nesting()
    {
        bool Nests(((long Mask, long Weight)[] Rows, long[] Weights, Fraction A, Fraction B) c, Counting counting)
        {
            var low = counting(c.Rows, c.Weights, c.A < c.B ? c.A : c.B);
            var high = counting(c.Rows, c.Weights, c.A < c.B ? c.B : c.A);
            var all = (double)c.Rows.Sum(r => r.Weight);
            var union = counting(c.Rows, c.Weights, new Fraction(c.Weights.Min(), c.Weights.Sum()));
            var intersection = counting(c.Rows, c.Weights, Fraction.One);
            return high.H <= low.H
                && high.M0 <= low.M0
                && high.Censored.Zip(low.Censored).All(pair => pair.First <= pair.Second)
                && Near(union.H, c.Rows.Where(r => r.Mask != 0).Sum(r => r.Weight) / all)
                && Near(intersection.H, c.Rows.Where(r => r.Mask == 63).Sum(r => r.Weight) / all);
        }
        var cases = Gen.Select(Rows, Weights, Cuts, Cuts);
        Relation.Holds(
            cases,
            c => Nests(c, Alkire),
            c => Nests(c, Miscounted(poor: (score, k) => score >= k && score < k + new Fraction(1, 3)))
        );
        // Strictly above the cut-off loses whoever is on it, so union and intersection go wrong.
        Relation.CanFail(cases, c => Nests(c, Miscounted(poor: (score, k) => score > k)));
    }

    [Fact(DisplayName = "A(k) >= k whenever H(k)>0")]
    public void Intensity()
    {
        bool Reaches(((long, long)[] Rows, long[] Weights, Fraction K) c, Counting counting)
        {
            var found = counting(c.Rows, c.Weights, c.K);
            return found.H > 0 ? found.A >= c.K.ToDouble() - 1e-15 : found.A is null;
        }
        var cases = Gen.Select(Rows, Weights, Cuts);
        var half = new Fraction(1, 2);
        Relation.Holds(
            cases,
            c => Reaches(c, Alkire),
            c => Reaches(c, Miscounted(poor: (score, k) => score >= k * half))
        );
    }

    [Fact(
        DisplayName = "weights: scaling all indicator weights leaves everything unchanged; zero weight equals dropping the indicator"
    )]
    public void Weighting()
    {
        bool Unchanged(((long Mask, long Weight)[] Rows, long[] Weights, Fraction K, long Factor) c, Counting counting)
        {
            var scaled = counting(c.Rows, [.. c.Weights.Select(w => w * c.Factor)], c.K);
            (long, long)[] dropped = [.. c.Rows.Select(r => (r.Mask & 31, r.Weight))];
            var five = c.Weights[..5];
            var (zero, without) = (counting(c.Rows, [.. five, 0], c.K), counting(dropped, five, c.K));
            return scaled.Same(counting(c.Rows, c.Weights, c.K))
                && (zero.H, zero.A, zero.M0) == (without.H, without.A, without.M0)
                && zero.Censored.Take(5).SequenceEqual(without.Censored);
        }
        var cases = Gen.Select(Rows, Weights, Cuts, Gen.Long[2, 9]);
        Relation.Holds(cases, c => Unchanged(c, Alkire), c => Unchanged(c, Miscounted(total: _ => 12)));
        Relation.CanFail(cases, c => Unchanged(c, Miscounted(total: weights => weights.Sum(w => Math.Max(w, 1)))));
    }

    [Fact(
        DisplayName = "Gini of equal incomes is 0; Gini is scale invariant, falls under a progressive transfer; one owner among n gives (n-1)/n"
    )]
    public void Inequality()
    {
        bool Fits((long[] Incomes, long Factor) c, Func<long[], double?> gini)
        {
            var (n, plain) = (c.Incomes.Length, gini(c.Incomes));
            return gini([.. Enumerable.Repeat(c.Incomes[0], n)]) == 0
                && Near(gini([.. c.Incomes.Select(y => y * c.Factor)]), plain)
                && gini([.. c.Incomes, 1_400, 8_600]) < gini([.. c.Incomes, 1_000, 9_000])
                && Near(gini([c.Incomes[0], .. Enumerable.Repeat(0L, n - 1)]), (n - 1.0) / n);
        }
        double? Of(long[] incomes, GiniForm form) => Gini.Of(Oracle.Incomes(incomes), form);
        var cases = Gen.Select(Incomes, Gen.Long[2, 500]);
        Relation.Holds(
            cases,
            c => Fits(c, y => Of(y, GiniForm.Population)),
            c => Fits(c, y => Of(y, GiniForm.SmallSample))
        );
        // The mean difference alone depends on the unit.
        Relation.CanFail(cases, c => Fits(c, y => Of(y, GiniForm.Population) * y.Average()));
    }

    private delegate (double? P0, double? P1, double? P2) Poverty(IReadOnlyList<WeightedWelfare> people, long line);

    private delegate Counted Counting(
        IReadOnlyList<(long Mask, long Weight)> rows,
        IReadOnlyList<long> weights,
        Fraction k
    );

    private sealed record Counted(double H, double? A, double M0, double[] Censored, double?[] Percent)
    {
        public bool Same(Counted other) =>
            (H, A, M0) == (other.H, other.A, other.M0)
            && Censored.SequenceEqual(other.Censored)
            && Percent.SequenceEqual(other.Percent);
    }

    private static long[] Equal => [1, 1, 1, 1, 1, 1];

    private static bool Near(double? a, double? b) =>
        a is { } x && b is { } y && Math.Abs(x - y) <= 1e-12 * Math.Max(1, Math.Abs(y));

    private static (double? P0, double? P1, double? P2) Foster(IReadOnlyList<WeightedWelfare> people, long line)
    {
        var found = Fgt.Of(WelfareDistribution.From(people).Value, line, LineRule.PoorBelow);
        return (found.P0, found.P1, found.P2);
    }

    private static Counted Alkire(IReadOnlyList<(long Mask, long Weight)> rows, IReadOnlyList<long> weights, Fraction k)
    {
        var exact = IndicatorWeights.FromCounting([.. weights.Select(w => (Fraction)w)]).Value;
        var people = MaskHistogram.From(rows.Select(r => (new Deprivations(r.Mask), r.Weight))).Value;
        var found = AlkireFoster.Of(people, exact, k, UnknownRule.LeaveOut).Value;
        return new Counted(
            found.Headcount!.Value,
            found.Intensity,
            found.AdjustedHeadcount!.Value,
            [.. found.Indicators.Select(i => i.Censored!.Value)],
            [.. found.Indicators.Select(i => i.PercentContribution)]
        );
    }

    private static (double?, double?, double?) Depth(long[][] people)
    {
        var rows = people.Select(person =>
        {
            Fraction[] gaps = [.. person.Select(x => GapHistogram.Gap(x, 5))];
            return new GapRow(new(gaps.Select((g, j) => g > Fraction.Zero ? 1L << j : 0).Sum()), [.. gaps], 1);
        });
        var found = AlkireFosterDepth
            .Of(GapHistogram.From([.. rows], 4).Value, Oracle.Equal(4), new Fraction(1, 2), UnknownRule.LeaveOut)
            .Value;
        return (found.Counting.AdjustedHeadcount, found.AdjustedGap, found.AdjustedSquaredGap);
    }

    /// <summary>The definition of P_α with one slip.</summary>
    private static Poverty Slipped(
        Func<double, double, bool>? poor = null,
        Func<double, double, double>? gap = null,
        Func<double, double, double>? population = null,
        int power = 2
    ) =>
        (people, line) =>
        {
            var all = (population ?? ((_, weight) => weight))(people.Count, people.Sum(p => p.Weight));
            double Of(int alpha) =>
                people
                    .Where(p => (poor ?? ((y, z) => y < z))(p.Welfare, line))
                    .Sum(p => p.Weight * Math.Pow((gap ?? ((y, z) => (z - y) / z))(p.Welfare, line), alpha)) / all;
            return (Of(0), Of(1), Of(power));
        };

    /// <summary>The definition of the counting measures with one slip.</summary>
    private static Counting Miscounted(
        Func<Fraction, Fraction, bool>? poor = null,
        Func<Fraction, Fraction, bool>? censored = null,
        Func<double, double, double>? population = null,
        Func<IReadOnlyList<long>, long>? total = null
    ) =>
        (rows, weights, k) =>
        {
            poor ??= (score, cut) => score >= cut;
            var whole = (total ?? (w => w.Sum()))(weights);
            var all = (population ?? ((_, weight) => weight))(rows.Count, rows.Sum(r => r.Weight));
            Fraction Score(long mask) => new(weights.Where((_, j) => (mask >> j & 1) == 1).Sum(), whole);
            var found = rows.Where(r => poor(Score(r.Mask), k)).ToList();
            var m0 = found.Sum(r => Score(r.Mask).ToDouble() * r.Weight) / all;
            double[] counted =
            [
                .. weights.Select(
                    (_, j) =>
                        rows.Where(r => (r.Mask >> j & 1) == 1 && (censored ?? poor)(Score(r.Mask), k))
                            .Sum(r => r.Weight) / all
                ),
            ];
            return new Counted(
                found.Sum(r => r.Weight) / all,
                found.Count == 0 ? null : m0 * all / found.Sum(r => r.Weight),
                m0,
                counted,
                [.. counted.Select((c, j) => m0 == 0 ? null : (double?)(100 * c * weights[j] / whole / m0))]
            );
        };
}

/// <summary>A relation over random cases: it must hold, and a broken twin must be caught, else the check shows nothing.</summary>
internal static class Relation
{
    public static void Holds<T>(Gen<T> cases, Func<T, bool> right, Func<T, bool> broken, long times = 100)
    {
        cases.Sample(right, iter: times, threads: 1);
        CanFail(cases, broken, times);
    }

    public static void CanFail<T>(Gen<T> cases, Func<T, bool> broken, long times = 100) =>
        Assert.ThrowsAny<CsCheckException>(() => cases.Sample(broken, iter: times, threads: 1));
}
