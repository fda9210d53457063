using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>
/// How deep the deprivations of each cell go: by indicator Σ w·g and Σ w·g², g = (z − x)/z. Within one cut-off z the amounts and their
/// squares are summed in whole numbers, so any number of threads gives the same. An indicator without a scale has the gap 1.
/// </summary>
internal sealed class GapCells
{
    private readonly Dictionary<MaskCell, (double[] Gaps, double[] Squares)> depths = [];
    private readonly bool[] scaled;

    private GapCells(MethodPlan method) => scaled = [.. method.Indicators.Select(i => i.Gap is not null)];

    /// <returns>Null where no indicator has a gap; refused (TH0521) when one does not fit its deprivation.</returns>
    public static Outcome<GapCells?> Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        MeasureCells cells
    )
    {
        if (method.Indicators.All(i => i.Gap is null))
            return (GapCells?)null;
        var (read, n) = (new GapCells(method), method.Indicators.Length);
        var at = cells.Cells.ToDictionary(c => Key(c.Groups, c.Unit, c.Outcome, c.Pattern));
        foreach (var cell in cells.Cells)
            read.depths[cell] = (new double[n], new double[n]);
        var (weight, _) = Identify.Scaled(engine, "weight");
        for (var i = 0; i < n; i++)
        {
            if (!read.scaled[i])
                continue;
            var ((x, places), (z, ofCutoff)) = (
                Identify.Scaled(engine, $"gap_amount{i}"),
                Identify.Scaled(engine, $"gap_cutoff{i}")
            );
            var most = Math.Max(places, ofCutoff);
            (x, z) = ($"({x} * {Power(most - places)})", $"({z} * {Power(most - ofCutoff)})");
            var holds = $"outcome <> '{Evaluator.Excluded}' AND weight >= 0 AND mask & {1L << i} <> 0";
            var wrong = engine.Query(
                $"SELECT count(*) FROM {Identify.Result} WHERE {holds} AND NOT coalesce({x} >= 0 AND {x} < {z}, FALSE)",
                r => r.GetInt64(0)
            )[0];
            if (wrong > 0)
                return IdentificationProblems.GapDoesNotFit(method.Id, method.Indicators[i].Id, wrong);
            var columns = MeasureCells.Columns(method, by);
            engine.Query(
                $"SELECT {columns}, CAST({z} AS VARCHAR), CAST(sum(heads * {weight}) AS VARCHAR), CAST(sum(heads * {weight} * {x}) AS VARCHAR), CAST(sum(heads * {weight} * {x} * {x}) AS VARCHAR) FROM {Identify.Result} WHERE {holds} GROUP BY ALL",
                r =>
                {
                    var row = MeasureCells.Read(r, by.Count);
                    var cell = at[
                        Key(row.Groups, cells.Sample.PlaceOf(row.Stratum, row.Psu), row.Outcome, row.Pattern)
                    ];
                    Fraction Value(int column) => new(BigInteger.Parse(r.GetString(by.Count + 6 + column)), 1);
                    var (line, people, amounts, squares) = (Value(0), Value(1), Value(2), Value(3));
                    var (gaps, depth) = (read.depths[cell].Gaps, read.depths[cell].Squares);
                    gaps[i] += (people - (amounts / line)).ToDouble();
                    depth[i] += (people - (2 * amounts / line) + (squares / (line * line))).ToDouble();
                    return 0;
                }
            );
        }
        return read;
    }

    /// <returns>Σ w · Σ share · gap over the people of a cell, in units of the smallest step of weight.</returns>
    public double Of(MaskCell cell, IndicatorWeights weights, bool squared)
    {
        var depth = squared ? depths[cell].Squares : depths[cell].Gaps;
        var sum = 0.0;
        for (var i = 0; i < scaled.Length; i++)
            if ((cell.Pattern.Deprived >> i & 1) == 1)
                sum += weights.Shares[i].ToDouble() * (scaled[i] ? depth[i] : (double)cell.Weight);
        return sum;
    }

    private static string Key(IReadOnlyList<string?> groups, int unit, string outcome, Deprivations pattern) =>
        $"{string.Join('\u001f', groups.Select(g => g ?? "\u001e"))}\u001f{unit}\u001f{outcome}\u001f{pattern.Deprived}\u001f{pattern.Unknown}";

    private static string Power(int places) => "1" + new string('0', places);
}
