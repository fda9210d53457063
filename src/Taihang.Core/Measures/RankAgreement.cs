namespace Taihang.Core.Measures;

/// <summary>How far two figures put the same groups in the same order.</summary>
/// <param name="Kendall">τ-b (Kendall 1945), which allows for ties; null where one figure does not tell any two groups apart.</param>
/// <param name="Spearman">ρ, the correlation of mean ranks; null as above.</param>
/// <param name="PairsKept">Share of the pairs that the first tells apart and the second orders the same way; null where there are none.</param>
public sealed record RankAgreement(double? Kendall, double? Spearman, double? PairsKept)
{
    /// <summary>The share of robust pairwise comparisons is that of Alkire and Santos (2014).</summary>
    public static RankAgreement Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count)
            throw new ArgumentException("One figure of each kind for every group.", nameof(second));
        long concordant = 0,
            discordant = 0,
            tiedFirst = 0,
            tiedSecond = 0,
            apart = 0;
        for (var i = 0; i < first.Count; i++)
        for (var j = i + 1; j < first.Count; j++)
        {
            var (a, b) = (Math.Sign(first[i].CompareTo(first[j])), Math.Sign(second[i].CompareTo(second[j])));
            apart += a == 0 ? 0 : 1;
            if (a == 0 && b == 0)
                continue;
            if (a == 0)
                tiedFirst++;
            else if (b == 0)
                tiedSecond++;
            else if (a == b)
                concordant++;
            else
                discordant++;
        }
        var spread =
            Math.Sqrt((double)(concordant + discordant + tiedFirst)) * Math.Sqrt(concordant + discordant + tiedSecond);
        return new RankAgreement(
            spread == 0 ? null : (concordant - discordant) / spread,
            Correlation(MeanRanks(first), MeanRanks(second)),
            apart == 0 ? null : (double)concordant / apart
        );
    }

    private static double[] MeanRanks(IReadOnlyList<double> values)
    {
        var ranks = new double[values.Count];
        for (var i = 0; i < values.Count; i++)
            ranks[i] = values.Count(v => v < values[i]) + ((values.Count(v => v == values[i]) + 1) / 2.0);
        return ranks;
    }

    private static double? Correlation(double[] a, double[] b)
    {
        var (meanA, meanB) = (a.DefaultIfEmpty().Average(), b.DefaultIfEmpty().Average());
        var (cross, squareA, squareB) = (0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            cross += (a[i] - meanA) * (b[i] - meanB);
            squareA += (a[i] - meanA) * (a[i] - meanA);
            squareB += (b[i] - meanB) * (b[i] - meanB);
        }
        return squareA == 0 || squareB == 0 ? null : cross / Math.Sqrt(squareA * squareB);
    }
}
