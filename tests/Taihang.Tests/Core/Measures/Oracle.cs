using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>Reads the committed oracles and makes the small inputs of the measures' tests.</summary>
internal static class Oracle
{
    public static JsonElement Targeting(string name) =>
        JsonDocument.Parse(File.ReadAllText(Repository.Oracle($"targeting/{name}.json"))).RootElement;

    public static Fraction Fraction(string text) =>
        Taihang.Core.Common.Fraction.TryParse(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is no fraction.");

    public static IndicatorWeights Equal(int indicators) =>
        IndicatorWeights.From([.. Enumerable.Repeat(new Fraction(1, indicators), indicators)]).Value;

    public static WelfareDistribution Incomes(params long[] incomes) =>
        WelfareDistribution.From(incomes.Select(income => new WeightedWelfare(income, 1))).Value;

    /// <summary>Equal to a relative and, near zero, an absolute tolerance; null only where null is expected.</summary>
    public static void Close(double? expected, double? actual, double tolerance)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is { } right && actual is { } found)
            Assert.True(
                Math.Abs(right - found) <= tolerance * Math.Max(1, Math.Abs(right)),
                $"expected {right:R}, found {found:R}"
            );
    }

    public static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    /// <summary>A survey file of the World Bank's wbpip with rows it keeps: a weight, and a welfare of zero or more.</summary>
    public static (WelfareDistribution Distribution, long UnitsPerOne) Survey(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var reader = new StreamReader(file);
        var rows = reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(r => r.Split(','));
        var kept = rows.Where(row => row[2].Length > 0 && row[3].Length > 0 && !row[3].StartsWith('-')).ToList();
        var weights = DecimalScale.ToIntegers([.. kept.Select(row => Decimal(row[2]))]).Value;
        var welfare = DecimalScale.ToIntegers([.. kept.Select(row => Decimal(row[3]))]).Value;
        var joined = welfare.Values.Zip(weights.Values, (y, w) => new WeightedWelfare(y, w));
        return (WelfareDistribution.From(joined).Value, welfare.UnitsPerOne);
    }

    private static decimal Decimal(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
