namespace Taihang.Core.Measures;

/// <summary>What a measure with a logarithm does with a welfare of zero or less. Each answer is somebody's practice.</summary>
public sealed record NonPositiveRule
{
    private NonPositiveRule(bool isDefined, long? substitute) => (IsDefined, Substitute) = (isDefined, substitute);

    /// <summary>One such person makes the measure undefined (null).</summary>
    public static NonPositiveRule NotDefined { get; } = new(false, null);

    /// <summary>Adds nothing to the sum but still counts in the population: wbpip's Watts index.</summary>
    public static NonPositiveRule AddsNothing { get; } = new(true, null);

    private bool IsDefined { get; }

    private long? Substitute { get; }

    /// <summary>Counted as if it were this welfare: wbpip's mean log deviation takes one currency unit.</summary>
    /// <param name="welfare">Above zero, in the unit of welfare.</param>
    public static NonPositiveRule CountedAs(long welfare)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(welfare);
        return new(true, welfare);
    }

    /// <summary>Σ w·ln(reference/y) over levels in ascending order; null when this rule leaves it undefined.</summary>
    internal double? SumOfLogs(IEnumerable<WelfareDistribution.Level> levels, double reference)
    {
        var sum = new CompensatedSum();
        foreach (var level in levels)
        {
            if (level.Welfare <= 0 && !IsDefined)
                return null;
            var welfare = level.Welfare > 0 ? level.Welfare : Substitute;
            if (welfare is { } positive)
                sum.Add((double)level.Weight * Math.Log(reference / positive));
        }
        return sum.Total;
    }
}
