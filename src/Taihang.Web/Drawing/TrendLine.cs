using System.Globalization;
using Taihang.Modules.Identification;

namespace Taihang.Web.Drawing;

/// <summary>A trend as a plain line over time, its axis from zero.</summary>
public static class TrendLine
{
    public const double Width = 480;
    public const double Height = 200;
    private const double Left = 56;
    private const double Inset = 28;
    private const double Right = 40;
    private const double Top = 24;
    private const double Bottom = 32;

    /// <returns>Where each point stands, in order, and the axis' end as a round share.</returns>
    public static (IReadOnlyList<(double X, double Y)> Points, double Most) Draw(IReadOnlyList<TrendPoint> trend)
    {
        var most = Most(trend.Count == 0 ? 0 : trend.Max(p => p.Rate));
        var (first, last) = (trend[0].AsOf.DayNumber, Math.Max(trend[^1].AsOf.DayNumber, trend[0].AsOf.DayNumber + 1));
        return (
            [
                .. trend.Select(p =>
                    (
                        Left
                            + Inset
                            + (
                                (Width - Left - Inset - Right)
                                * (trend.Count == 1 ? 0.5 : (double)(p.AsOf.DayNumber - first) / (last - first))
                            ),
                        Top + ((Height - Top - Bottom) * (1 - (p.Rate / most)))
                    )
                ),
            ],
            most
        );
    }

    public static string Line(IReadOnlyList<(double X, double Y)> points) =>
        string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));

    public static string At(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    public static double Zero => Height - Bottom;

    public static double AxisLeft => Left;

    public static double AxisTop => Top;

    private static double Most(double highest)
    {
        foreach (var end in new[] { 0.01, 0.02, 0.05, 0.1, 0.2, 0.5 })
            if (highest <= end)
                return end;
        return 1;
    }
}
