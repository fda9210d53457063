using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>One household as it is and as a test sees it.</summary>
/// <param name="Key">Orders ties of welfare and of score, ordinally; never the order of the rows.</param>
/// <param name="Welfare">The truth that was measured; the lowest are the poorest.</param>
/// <param name="Score">What the test predicts; the lowest are taken for the poorest.</param>
/// <param name="Weight">How many it stands for, in a whole unit common to all; above zero.</param>
public sealed record Tested(string Key, double Welfare, double Score, long Weight);

/// <summary>What a test does to those who are really poorest.</summary>
/// <param name="Poorest">Households that a perfect test would select.</param>
/// <param name="Missed">Of them, those that this one does not.</param>
/// <param name="Exclusion">Weighted share of the poorest that the test misses.</param>
/// <param name="Inclusion">Weighted share of the selected that are not among the poorest.</param>
public sealed record TargetingError(int Poorest, int Missed, int Selected, double Exclusion, double Inclusion);

/// <summary>The same for one group, and as multiples of everybody's figures; null where a group has nobody to divide by.</summary>
/// <param name="PoorestRate">Weighted share of the group that is among the poorest.</param>
/// <param name="SelectionRate">Weighted share of the group that the test selects.</param>
public sealed record GroupDisparity(
    string? Group,
    int Households,
    double PoorestRate,
    double SelectionRate,
    double? Exclusion,
    double? Inclusion,
    double? SelectionRatio,
    double? ExclusionRatio,
    double? InclusionRatio
);

/// <summary>Where everybody up to a score would be selected: the share of the others and of the poorest who are then in.</summary>
public sealed record CurvePoint(double Score, double FalsePositives, double TruePositives);

/// <summary>
/// How well a proxy test finds the poorest (Coady, Grosh and Hoddinott 2004). Two lists of the same quota, one by welfare and one by
/// score, both filled by <see cref="Quota"/>.
/// </summary>
public sealed class TargetingErrors
{
    private readonly IReadOnlyList<Tested> people;
    private readonly bool[] poorest;
    private readonly bool[] selected;

    private TargetingErrors(IReadOnlyList<Tested> people, bool[] poorest, bool[] selected) =>
        (this.people, this.poorest, this.selected) = (people, poorest, selected);

    /// <summary>The shortest lists whose weight reaches a share of all.</summary>
    /// <param name="quota">Above 0 and below 1.</param>
    /// <param name="ties">Of the test's list; among the poorest a tie always goes by the key.</param>
    public static TargetingErrors Of(IReadOnlyList<Tested> people, Fraction quota, TieRule ties = TieRule.ByKey)
    {
        // Whole weights: a share of them is reached exactly where its next whole number is.
        var share = quota * Total(people);
        var wanted = (long)((share.Numerator + share.Denominator - 1) / share.Denominator);
        return new TargetingErrors(
            people,
            Filled(people, t => t.Welfare, _ => 1, wanted, TieRule.ByKey, overrun: true),
            Filled(people, t => t.Score, _ => 1, wanted, ties, overrun: true)
        );
    }

    /// <summary>The longest lists that a budget pays for; the poorest are those whom a perfect test would pay from it.</summary>
    /// <param name="benefits">How many benefits each household gets, one or one for each head; above zero.</param>
    /// <param name="budget">In benefits, times the unit of the weights.</param>
    public static TargetingErrors Within(
        IReadOnlyList<Tested> people,
        IReadOnlyList<int> benefits,
        long budget,
        TieRule ties = TieRule.ByKey
    ) =>
        new(
            people,
            Filled(people, t => t.Welfare, i => benefits[i], budget, TieRule.ByKey, overrun: false),
            Filled(people, t => t.Score, i => benefits[i], budget, ties, overrun: false)
        );

    /// <summary>Of everybody; null where nobody is among the poorest, or nobody is selected.</summary>
    public TargetingError? All
    {
        get
        {
            var (poor, chosen, both) = (Weight(poorest), Weight(selected), Weight(i => poorest[i] && selected[i]));
            return poor == 0 || chosen == 0
                ? null
                : new TargetingError(
                    poorest.Count(p => p),
                    people.Where((_, i) => poorest[i] && !selected[i]).Count(),
                    selected.Count(s => s),
                    1 - ((double)both / poor),
                    1 - ((double)both / chosen)
                );
        }
    }

    /// <summary>The weight of the selected, in benefits where there is a budget.</summary>
    public long Used(IReadOnlyList<int>? benefits = null) => Weight(selected, benefits);

    /// <param name="groups">By household; null where it is not known.</param>
    /// <returns>By group in ordinal order.</returns>
    public ImmutableArray<GroupDisparity> ByGroup(IReadOnlyList<string?> groups)
    {
        var all = All;
        var rate = (double)Weight(selected) / Total(people);
        return
        [
            .. Enumerable
                .Range(0, people.Count)
                .GroupBy(i => groups[i])
                .OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g =>
                {
                    var everybody = Sum(g);
                    var (poor, chosen) = (Sum(g.Where(i => poorest[i])), Sum(g.Where(i => selected[i])));
                    var both = Sum(g.Where(i => poorest[i] && selected[i]));
                    double? exclusion = poor == 0 ? null : 1 - ((double)both / poor);
                    double? inclusion = chosen == 0 ? null : 1 - ((double)both / chosen);
                    return new GroupDisparity(
                        g.Key,
                        g.Count(),
                        (double)poor / everybody,
                        (double)chosen / everybody,
                        exclusion,
                        inclusion,
                        rate > 0 ? chosen / (double)everybody / rate : null,
                        all?.Exclusion > 0 ? exclusion / all.Exclusion : null,
                        all?.Inclusion > 0 ? inclusion / all.Inclusion : null
                    );
                }),
        ];
    }

    /// <summary>
    /// The receiver operating characteristic, from nobody to everybody, one point for each score; equal scores come in together, whatever
    /// their keys.
    /// </summary>
    /// <returns>Empty where everybody, or nobody, is among the poorest: there is nothing to tell apart.</returns>
    public ImmutableArray<CurvePoint> Curve()
    {
        var poor = Weight(poorest);
        var others = Total(people) - poor;
        if (poor == 0 || others == 0)
            return [];
        var points = ImmutableArray.CreateBuilder<CurvePoint>();
        points.Add(new CurvePoint(double.NegativeInfinity, 0, 0));
        var (right, wrong) = (0L, 0L);
        var order = Enumerable.Range(0, people.Count).OrderBy(i => people[i].Score).ToList();
        for (var at = 0; at < order.Count; )
        {
            var score = people[order[at]].Score;
            for (; at < order.Count && people[order[at]].Score == score; at++)
                if (poorest[order[at]])
                    right += people[order[at]].Weight;
                else
                    wrong += people[order[at]].Weight;
            points.Add(new CurvePoint(score, (double)wrong / others, (double)right / poor));
        }
        return points.ToImmutable();
    }

    /// <summary>
    /// Area under a curve: the weighted chance that one of the poorest has a lower score than one of the others, a tie counting one half.
    /// </summary>
    public static double? Area(ImmutableArray<CurvePoint> curve)
    {
        var area = new CompensatedSum();
        for (var i = 1; i < curve.Length; i++)
            area.Add(
                (curve[i].FalsePositives - curve[i - 1].FalsePositives)
                    * (curve[i].TruePositives + curve[i - 1].TruePositives)
                    / 2
            );
        return curve.IsEmpty ? null : area.Total;
    }

    private long Weight(Func<int, bool> of) => Sum(Enumerable.Range(0, people.Count).Where(of));

    private long Weight(bool[] of, IReadOnlyList<int>? benefits = null) =>
        Enumerable
            .Range(0, people.Count)
            .Where(i => of[i])
            .Aggregate(0L, (sum, i) => checked(sum + (people[i].Weight * (benefits?[i] ?? 1))));

    private long Sum(IEnumerable<int> places) => places.Aggregate(0L, (sum, i) => checked(sum + people[i].Weight));

    private static long Total(IReadOnlyList<Tested> people) =>
        people.Aggregate(0L, (sum, t) => checked(sum + t.Weight));

    private static bool[] Filled(
        IReadOnlyList<Tested> people,
        Func<Tested, double> by,
        Func<int, int> uses,
        long quota,
        TieRule ties,
        bool overrun
    )
    {
        var taken = new bool[people.Count];
        var candidates = people.Select((t, i) => new Candidate<int, double>(i, by(t), checked(t.Weight * uses(i))));
        var keys = Comparer<int>.Create((a, b) => string.CompareOrdinal(people[a].Key, people[b].Key));
        foreach (var i in Quota.Select(candidates, quota, RankOrder.LowestFirst, ties, keys, overrun))
            taken[i] = true;
        return taken;
    }
}
