using System.Globalization;
using Taihang.Core.Measures;

namespace Taihang.Tests.Core.Measures;

/// <summary>
/// A made-up sample of 240 households in strata of sampling units, one stratum with a single unit, and what R makes of it:
/// <c>fits/fit-oracles.R</c> writes both files (R 4.2.2, survey 4.1-1, quantreg 5.94).
/// </summary>
internal static class FitSample
{
    public static readonly string[] Names = ["heads", "floor", "rooms"];

    private static readonly string Folder = Path.Combine(
        Repository.Root,
        "tests",
        "Taihang.Tests",
        "Core",
        "Measures",
        "fits"
    );

    private static readonly double[][] Table =
    [
        .. File.ReadLines(Path.Combine(Folder, "fit-sample.csv"))
            .Skip(1)
            .Select(line => line.Split(',').Select(Number).ToArray()),
    ];

    private static readonly Dictionary<string, double[]> Expected = File.ReadLines(
            Path.Combine(Folder, "fit-oracles.csv")
        )
        .Select(line => line.Split(','))
        .ToDictionary(line => line[0], line => line.Skip(1).Select(Number).ToArray());

    public static SurveySample Sample => SurveySample.Of(Table.Select(Unit));

    public static double[] R(string name) => Expected[name];

    /// <param name="poor">Whether what is predicted is being poor, yes or no, rather than the logarithm of welfare.</param>
    public static List<FitRow> Rows(bool poor, bool weighted)
    {
        var sample = Sample;
        return
        [
            .. Table.Select(r =>
                Unit(r) is var (stratum, psu)
                    ? new FitRow(r[poor ? 7 : 6], [r[2], r[3], r[4]], weighted ? r[5] : 1, sample.PlaceOf(stratum, psu))
                    : null!
            ),
        ];
    }

    private static (string, string) Unit(double[] r) => ($"{r[0]}", $"{r[0]}-{r[1]}");

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
