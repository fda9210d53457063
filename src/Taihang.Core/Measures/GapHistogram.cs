using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <summary>One person's or household's deprivations with their depth.</summary>
/// <param name="Gaps">
/// Per indicator the normalised gap (z − x)/z, 0 where not deprived; see <see cref="GapHistogram.Gap"/>. An indicator without a
/// natural scale has gap 1 where deprived, and M1 and M2 then say no more of it than M0.
/// </param>
public sealed record GapRow(Deprivations Pattern, ImmutableArray<Fraction> Gaps, long Weight);

/// <summary>
/// A <see cref="MaskHistogram"/> that also carries, per pattern and indicator, Σ w·g and Σ w·g². Being sums, they answer M1 and M2
/// for any cut-off and any weights without the rows.
/// </summary>
public sealed class GapHistogram
{
    private GapHistogram(MaskHistogram masks, IReadOnlyDictionary<Deprivations, Depth> depths, int indicators)
    {
        Masks = masks;
        Depths = depths;
        Indicators = indicators;
    }

    public MaskHistogram Masks { get; }

    public IReadOnlyDictionary<Deprivations, Depth> Depths { get; }

    public int Indicators { get; }

    /// <param name="indicators">How many; every row has so many gaps.</param>
    /// <returns>Refused as <see cref="MaskHistogram.From"/>, and when a gap does not fit its deprivation (TH1008).</returns>
    public static Outcome<GapHistogram> From(IReadOnlyList<GapRow> rows, int indicators)
    {
        var masks = MaskHistogram.From(rows.Select(row => (row.Pattern, row.Weight)));
        if (!masks.Ok)
            return Outcome<GapHistogram>.Refused(masks.Problems);
        var sums = new Dictionary<Deprivations, (Fraction[] Gaps, Fraction[] Squares)>();
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            if (row.Gaps.Length != indicators)
                throw new ArgumentException("Every row has a gap for every indicator.", nameof(rows));
            if (row.Weight == 0)
                continue;
            if (!sums.TryGetValue(row.Pattern, out var sum))
                sums[row.Pattern] = sum = (new Fraction[indicators], new Fraction[indicators]);
            for (var j = 0; j < indicators; j++)
            {
                var deprived = (row.Pattern.Deprived >> j & 1) == 1;
                var gap = row.Gaps[j];
                if (deprived ? gap <= Fraction.Zero || gap > Fraction.One : gap != Fraction.Zero)
                    return MeasuresProblems.GapOutOfRange(i + 1, j + 1, gap);
                sum.Gaps[j] += gap * row.Weight;
                sum.Squares[j] += gap * gap * row.Weight;
            }
        }
        var depths = sums.ToDictionary(
            cell => cell.Key,
            cell => new Depth([.. cell.Value.Gaps], [.. cell.Value.Squares])
        );
        return new GapHistogram(masks.Value, depths, indicators);
    }

    /// <summary>(z − x)/z where x &lt; z, else 0: deprived is strictly below the cut-off z, as in the paper.</summary>
    /// <param name="achievement">x, zero or more, in the unit of the cut-off.</param>
    /// <param name="cutoff">z, above zero.</param>
    public static Fraction Gap(Fraction achievement, Fraction cutoff) =>
        achievement < cutoff ? (cutoff - achievement) / cutoff : Fraction.Zero;

    /// <param name="Gaps">Per indicator Σ w·g over the people with the pattern.</param>
    /// <param name="SquaredGaps">Per indicator Σ w·g².</param>
    public sealed record Depth(ImmutableArray<Fraction> Gaps, ImmutableArray<Fraction> SquaredGaps);
}
