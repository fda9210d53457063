using System.Globalization;
using Taihang.Core.Common;

namespace Taihang.Core.Quality;

/// <summary>A line of the pack in force that recorded values are compared with.</summary>
/// <param name="Id">Names it in the pack.</param>
/// <param name="Line">In the unit of the values.</param>
/// <param name="Step">Smallest difference between two values that can be recorded; 0 where there is none, as with amounts per head.</param>
/// <param name="Scale">What one is shown as: 100 where the values are fen and people read yuan.</param>
public sealed record LineInForce(string Id, Words Title, double Line, double Step, double Scale = 1);

/// <summary>A recorded value, where and by whom; an empty account for what came by workbook.</summary>
public sealed record ValueAtLine(Guid Household, double Value, int Village, int Township, Guid Account);

/// <summary>A place or a recorder whose values lie at the two sides of a line otherwise than expected.</summary>
/// <param name="Group">Village, township, account or the county.</param>
/// <param name="Under">Values just under the line; <paramref name="Over"/> just over it.</param>
/// <param name="Share">Share of them that was expected on the side that has more.</param>
/// <param name="P">How likely that is by chance.</param>
public sealed record LineTest(
    LineInForce Line,
    LineGroup Group,
    int Under,
    int Over,
    bool MoreUnder,
    double Share,
    double P
)
{
    public int More => MoreUnder ? Under : Over;

    public double Expected => (Under + Over) * Share;
}

/// <param name="RegionNo">Null for an account, and for the county.</param>
public sealed record LineGroup(int? RegionNo, Guid? Account, bool Village = false)
{
    /// <summary>From the narrowest to the widest.</summary>
    public int Rank =>
        Village ? 0
        : Account is not null ? 1
        : RegionNo is not null ? 2
        : 3;
}

/// <summary>
/// Whether more values lie just under (or just over) a line than a smooth distribution would put there: the question of McCrary (2008),
/// asked by a binned Poisson comparison. Given how many of a group lie near the line at all, how many of them lie under it is binomial; the
/// expected share comes from the county's bins away from the line, its uncertainty is carried along. What lies exactly on the line is left
/// out (Barreca, Lindo and Waddell 2016): a line that everybody knows is a round number like others. Where values are whole numbers too
/// coarse for a density (Frandsen 2017), a group is compared with the rest of the county only.
/// </summary>
public static class Bunching
{
    /// <summary>Steps of a scale in a bin under which it has no density to speak of.</summary>
    private const int StepsInBin = 10;
    private const int LeastAround = 200;

    /// <summary>Every group that has enough values near the line, with its test.</summary>
    public static IReadOnlyList<LineTest> Tests(LineInForce line, IReadOnlyList<ValueAtLine> values, QualityRules rules)
    {
        if (line.Line <= 0)
            return [];
        var groups = Groups(values);
        var bins = new LineBins(line.Line, rules);
        if (line.Step > 0 && bins.Width < StepsInBin * line.Step)
            return Coarse(line, values, groups, rules);
        var side = values.Select(v => Math.Abs(bins.Of(v.Value)) is > 0 and var b && b <= bins.Near).ToArray();
        if (Expected(bins, values) is not { } smooth)
            return [];
        var tests = new List<LineTest>();
        foreach (var (group, members) in groups)
        {
            var (under, over) = (0, 0);
            foreach (var i in members)
                if (side[i])
                    _ = values[i].Value < line.Line ? under++ : over++;
            var deviation =
                group.Rank == 3
                    ? smooth.Deviation
                    : Math.Sqrt((smooth.Deviation * smooth.Deviation) + (rules.PlacesDiffer * rules.PlacesDiffer));
            if (under + over >= rules.LeastNear)
                tests.Add(Test(line, group, under, over, smooth.ShareUnder, deviation));
        }
        return tests;
    }

    /// <summary>
    /// The tests of all lines that stand when all are looked at together. A wider group of which a narrower one stands must stand without it
    /// as well, so that one village is not asked about three times.
    /// </summary>
    public static IReadOnlyList<LineTest> Standing(
        IReadOnlyList<LineTest> tests,
        Func<LineTest, LineTest, (int Under, int Over)> shared,
        QualityRules rules
    )
    {
        var threshold = Chance.Threshold(tests.Select(t => t.P), rules.FalseShare);
        var standing = new List<LineTest>();
        foreach (var test in tests.Where(t => t.P <= threshold && Large(t, rules)).OrderBy(t => t.Group.Rank))
        {
            var (under, over) = (test.Under, test.Over);
            foreach (var narrower in standing.Where(s => s.Line.Id == test.Line.Id && s.Group.Rank < test.Group.Rank))
            {
                var part = shared(narrower, test);
                (under, over) = (Math.Max(0, under - part.Under), Math.Max(0, over - part.Over));
            }
            var without = Test(
                test.Line,
                test.Group,
                under,
                over,
                test.MoreUnder ? test.Share : 1 - test.Share,
                rules.PlacesDiffer
            );
            if (
                (under, over) == (test.Under, test.Over)
                || (without.P <= threshold && without.MoreUnder == test.MoreUnder && Large(without, rules))
            )
                standing.Add(test);
        }
        return standing;
    }

    public static Words Reason(LineTest test) =>
        test.MoreUnder
            ? new(
                $"“{test.Line.Title.Zh}”的标准为 {Shown(test.Line)}。紧邻标准以下有 {test.Under} 个数值，以上有 {test.Over} 个；按周围数值的分布，以下预计约 {test.Expected:0} 个。请核实这些数值。",
                $"The line of \"{test.Line.Title.En}\" is {Shown(test.Line)}. {test.Under} values lie just under it and {test.Over} just over it; from the values around, about {test.Expected:0} would be expected under it. Please look at these values."
            )
            : new(
                $"“{test.Line.Title.Zh}”的标准为 {Shown(test.Line)}。紧邻标准以上有 {test.Over} 个数值，以下有 {test.Under} 个；按周围数值的分布，以上预计约 {test.Expected:0} 个。请核实这些数值。",
                $"The line of \"{test.Line.Title.En}\" is {Shown(test.Line)}. {test.Over} values lie just over it and {test.Under} just under it; from the values around, about {test.Expected:0} would be expected over it. Please look at these values."
            );

    /// <summary>The households of a group on the side that has more.</summary>
    public static IEnumerable<Guid> Behind(LineTest test, IEnumerable<ValueAtLine> values, QualityRules rules)
    {
        var near = Window(test.Line, rules);
        return values
            .Where(v => test.MoreUnder ? v.Value < test.Line.Line : v.Value > test.Line.Line)
            .Where(v => Math.Abs(v.Value - test.Line.Line) <= near && In(test.Group, v))
            .OrderBy(v => Math.Abs(v.Value - test.Line.Line))
            .ThenBy(v => v.Household)
            .Select(v => v.Household);
    }

    public static bool In(LineGroup group, ValueAtLine value) =>
        group.Account is { } account ? value.Account == account
        : group.RegionNo is { } region ? (group.Village ? value.Village : value.Township) == region
        : true;

    /// <summary>How far from the line counts as near.</summary>
    public static double Window(LineInForce line, QualityRules rules)
    {
        var bins = new LineBins(line.Line, rules);
        return line.Step > 0 && bins.Width < StepsInBin * line.Step
            ? Math.Max(2 * line.Step, line.Line * rules.Near)
            : bins.Near * bins.Width;
    }

    private static string Shown(LineInForce line) =>
        (line.Line / line.Scale).ToString("#,0.##", CultureInfo.InvariantCulture);

    private static bool Large(LineTest test, QualityRules rules) =>
        test.More - test.Expected >= rules.LeastExcess && test.More >= rules.LeastRatio * test.Expected;

    private static LineTest Test(
        LineInForce line,
        LineGroup group,
        int under,
        int over,
        double shareUnder,
        double deviation
    )
    {
        var n = under + over;
        var low = Chance.Binomial(under, n, shareUnder, deviation);
        var high = Chance.Binomial(over, n, 1 - shareUnder, deviation);
        var more = low <= high;
        return new LineTest(
            line,
            group,
            under,
            over,
            more,
            more ? shareUnder : 1 - shareUnder,
            Math.Min(1, 2 * Math.Min(low, high))
        );
    }

    private static SmoothCounts? Expected(LineBins bins, IReadOnlyList<ValueAtLine> values)
    {
        var counts = new double[(2 * bins.Far) + 1];
        foreach (var value in values)
            if (bins.Of(value.Value) is var bin && Math.Abs(bin) <= bins.Far)
                counts[bin + bins.Far]++;
        var around = Enumerable
            .Range(-bins.Far, (2 * bins.Far) + 1)
            .Where(b => Math.Abs(b) > bins.Near)
            .Select(b => (counts[b + bins.Far], bins.Terms(b)))
            .ToList();
        return around.Sum(b => b.Item1) < LeastAround
            ? null
            : SmoothCounts.Fit(
                around,
                [.. Enumerable.Range(-bins.Near, bins.Near).Select(bins.Terms)],
                [.. Enumerable.Range(1, bins.Near).Select(bins.Terms)]
            );
    }

    /// <summary>Each group against the rest of the county, near the line only.</summary>
    private static List<LineTest> Coarse(
        LineInForce line,
        IReadOnlyList<ValueAtLine> values,
        IReadOnlyList<(LineGroup Group, IReadOnlyList<int> Members)> groups,
        QualityRules rules
    )
    {
        var near = Window(line, rules);
        var side = values
            .Select(v => Math.Abs(v.Value - line.Line) > near ? 0 : Math.Sign(v.Value - line.Line))
            .ToArray();
        var (allUnder, allOver) = (side.Count(s => s < 0), side.Count(s => s > 0));
        var tests = new List<LineTest>();
        foreach (var (group, members) in groups.Where(g => g.Group.Rank < 3))
        {
            var (under, over) = (members.Count(i => side[i] < 0), members.Count(i => side[i] > 0));
            var (restUnder, restOver) = (allUnder - under, allOver - over);
            if (under + over < rules.LeastNear || restUnder + restOver < 5 * rules.LeastNear)
                continue;
            var share = (restUnder + 0.5) / (restUnder + restOver + 1);
            var deviation = Math.Sqrt(
                (1 / (restUnder + 0.5)) + (1 / (restOver + 0.5)) + (4 * rules.PlacesDiffer * rules.PlacesDiffer)
            );
            tests.Add(Test(line, group, under, over, share, deviation));
        }
        return tests;
    }

    private static List<(LineGroup Group, IReadOnlyList<int> Members)> Groups(IReadOnlyList<ValueAtLine> values)
    {
        var all = Enumerable.Range(0, values.Count).ToList();
        List<(LineGroup, IReadOnlyList<int>)> groups = [(new LineGroup(null, null), all)];
        groups.AddRange(
            all.GroupBy(i => values[i].Village)
                .OrderBy(g => g.Key)
                .Select(g => (new LineGroup(g.Key, null, Village: true), (IReadOnlyList<int>)[.. g]))
        );
        groups.AddRange(
            all.GroupBy(i => values[i].Township)
                .OrderBy(g => g.Key)
                .Select(g => (new LineGroup(g.Key, null), (IReadOnlyList<int>)[.. g]))
        );
        groups.AddRange(
            all.Where(i => values[i].Account != Guid.Empty)
                .GroupBy(i => values[i].Account)
                .OrderBy(g => g.Key)
                .Select(g => (new LineGroup(null, g.Key), (IReadOnlyList<int>)[.. g]))
        );
        return groups;
    }
}
