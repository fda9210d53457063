namespace Taihang.Core.Quality;

/// <summary>
/// Equal bins on both sides of a line, one, two or five round steps wide, so that each holds as many of the finest round numbers: under the line
/// from the lower edge on, over it to the upper edge. What lies exactly on the line is in none of them.
/// </summary>
internal sealed class LineBins
{
    private readonly double line;
    private readonly double width;
    private readonly double[] round;

    public LineBins(double line, QualityRules rules)
    {
        this.line = line;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(line * rules.Near / 2)));
        width =
            unit
            * (
                line * rules.Near / 2 / unit is >= 5 ? 5
                : line * rules.Near / 2 / unit >= 2 ? 2
                : 1
            );
        round = [100 * unit, 10 * unit, 5 * unit];
        Near = Math.Max(1, (int)Math.Round(line * rules.Near / width));
        Far = Math.Max(Near + 6, (int)Math.Floor(line * rules.Around / width));
    }

    /// <summary>Bins on each side that are just under or just over.</summary>
    public int Near { get; }

    /// <summary>Bins on each side in all.</summary>
    public int Far { get; }

    public double Width => width;

    /// <returns>-1, -2 … under the line, 1, 2 … over it, 0 on it.</returns>
    public int Of(double value)
    {
        var steps = (value - line) / width;
        return steps == 0 ? 0 : (int)(steps < 0 ? Math.Floor(steps) : Math.Ceiling(steps));
    }

    /// <summary>Constant, cubic in the distance, and the round numbers of three sizes that lie in the bin.</summary>
    public double[] Terms(int bin)
    {
        var from = bin < 0 ? line + (bin * width) : line + ((bin - 1) * width);
        var x = (from + (width / 2) - line) / (Far * width);
        var held = round.Select(step => Held(step, from, from + width, lower: bin < 0)).ToArray();
        return [1, x, x * x, x * x * x, held[0], held[1] - held[0], held[2] - held[1]];
    }

    /// <summary>Multiples in the bin, without the line itself.</summary>
    private double Held(double step, double from, double to, bool lower)
    {
        const double Slack = 1e-9;
        var (first, last) = lower
            ? (Math.Ceiling((from / step) - Slack), Math.Ceiling((to / step) - Slack) - 1)
            : (Math.Floor((from / step) + Slack) + 1, Math.Floor((to / step) + Slack));
        return Math.Max(0, last - first + 1);
    }
}
