using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>What is known of one household, as bits: bit j of <paramref name="Deprived"/> is indicator j.</summary>
/// <param name="Unknown">Bits of the indicators that the facts cannot say; never also deprived.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Deprivations(long Deprived, long Unknown = 0);

/// <summary>What an indicator that cannot be said counts as. The share affected is in every result.</summary>
public enum UnknownRule
{
    /// <summary>Whoever has an unknown indicator is left out of the population (UNDP and OPHI).</summary>
    LeaveOut,

    /// <summary>Counts as not deprived: the lower bound of H and M0 over what the missing facts may be.</summary>
    NotDeprived,

    /// <summary>Counts as deprived: the upper bound.</summary>
    Deprived,
}

/// <summary>
/// How many people have each pattern of deprivations. It is all that the counting measures need: any cut-off, any weights and
/// any indicator's share come from it without the rows. Histograms add, so shards and regions may be counted apart.
/// </summary>
public sealed class MaskHistogram
{
    private MaskHistogram(ImmutableSortedDictionary<Deprivations, Int128> cells) => Cells = cells;

    public static MaskHistogram Empty { get; } =
        new(ImmutableSortedDictionary.Create<Deprivations, Int128>(ByMask.Comparer));

    /// <summary>Weights above zero, in the unit of the rows' weights; in a fixed order.</summary>
    public ImmutableSortedDictionary<Deprivations, Int128> Cells { get; }

    /// <param name="rows">One per household (weight: its members) or per person or already counted.</param>
    /// <returns>Refused: a negative weight (TH1000), an indicator both deprived and unknown (TH1007).</returns>
    public static Outcome<MaskHistogram> From(IEnumerable<(Deprivations Pattern, long Weight)> rows)
    {
        var grouped = GroupedMasks<byte>.From(rows.Select(row => ((byte)0, row.Pattern, row.Weight)));
        return grouped.Ok ? grouped.Value.Whole : Outcome<MaskHistogram>.Refused(grouped.Problems);
    }

    public static MaskHistogram Sum(IEnumerable<MaskHistogram> parts)
    {
        var cells = Empty.Cells.ToBuilder();
        foreach (var (pattern, weight) in parts.SelectMany(part => part.Cells))
            cells[pattern] = cells.GetValueOrDefault(pattern) + weight;
        return new MaskHistogram(cells.ToImmutable());
    }

    internal static MaskHistogram Of(IReadOnlyDictionary<Deprivations, Int128> cells) =>
        new(cells.ToImmutableSortedDictionary(ByMask.Comparer));

    private sealed class ByMask : IComparer<Deprivations>
    {
        public static ByMask Comparer { get; } = new();

        public int Compare(Deprivations x, Deprivations y) =>
            (x.Deprived, x.Unknown).CompareTo((y.Deprived, y.Unknown));
    }
}

/// <summary>A histogram per group (village, zone, sex …), from which any coarser grouping follows.</summary>
public sealed class GroupedMasks<TGroup>
    where TGroup : notnull
{
    private GroupedMasks(IReadOnlyDictionary<TGroup, MaskHistogram> groups) => Groups = groups;

    public IReadOnlyDictionary<TGroup, MaskHistogram> Groups { get; }

    public MaskHistogram Whole => MaskHistogram.Sum(Groups.Values);

    /// <returns>As <see cref="MaskHistogram.From"/>; one pass over the rows, which are not kept.</returns>
    public static Outcome<GroupedMasks<TGroup>> From(
        IEnumerable<(TGroup Group, Deprivations Pattern, long Weight)> rows
    )
    {
        var counts = new Dictionary<TGroup, Dictionary<Deprivations, Int128>>();
        var number = 0;
        foreach (var (group, pattern, weight) in rows)
        {
            number++;
            if (weight < 0)
                return MeasuresProblems.NegativeWeight(number, weight);
            if ((pattern.Deprived & pattern.Unknown) is not 0 and var both)
                return MeasuresProblems.DeprivedAndUnknown(both);
            if (weight == 0)
                continue;
            if (!counts.TryGetValue(group, out var cells))
                counts[group] = cells = [];
            cells[pattern] = cells.GetValueOrDefault(pattern) + weight;
        }
        return new GroupedMasks<TGroup>(
            counts.ToDictionary(group => group.Key, group => MaskHistogram.Of(group.Value))
        );
    }

    /// <summary>The same people in coarser groups: villages into counties.</summary>
    public GroupedMasks<TParent> Into<TParent>(Func<TGroup, TParent> parent)
        where TParent : notnull =>
        new(
            Groups
                .GroupBy(group => parent(group.Key), group => group.Value)
                .ToDictionary(group => group.Key, MaskHistogram.Sum)
        );
}
