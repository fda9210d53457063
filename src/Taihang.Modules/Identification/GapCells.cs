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
    private readonly bool[] scaled;
    private readonly double[][] gaps;
    private readonly double[][] squares;

    private GapCells(MethodPlan method, int cells)
    {
        scaled = [.. method.Indicators.Select(i => i.Gap is not null)];
        gaps = [.. scaled.Select(own => own ? new double[cells] : [])];
        squares = [.. scaled.Select(own => own ? new double[cells] : [])];
    }

    /// <returns>Null where no indicator has a gap; refused (TH0521) when one does not fit its deprivation.</returns>
    public static Outcome<GapCells?> Read(DuckDbEngine engine, MethodPlan method, MeasureCells cells)
    {
        if (method.Indicators.All(i => i.Gap is null))
            return (GapCells?)null;
        var read = new GapCells(method, cells.Cells.Length);
        var (weight, _) = Identify.Scaled(engine, "weight");
        var places = cells.Places;
        var n = places.Width;
        var outcomes = cells.Outcomes.Select((id, i) => (id, i)).ToDictionary(StringComparer.Ordinal);
        var numbers = cells.Cells.Select((c, i) => ((c.Unit, c.Area, c.Outcome, c.Pattern), i)).ToDictionary();
        for (var i = 0; i < read.scaled.Length; i++)
        {
            if (!read.scaled[i])
                continue;
            var ((x, ofAmount), (z, ofCutoff)) = (
                Identify.Scaled(engine, $"gap_amount{i}"),
                Identify.Scaled(engine, $"gap_cutoff{i}")
            );
            var most = Math.Max(ofAmount, ofCutoff);
            (x, z) = ($"({x} * {Power(most - ofAmount)})", $"({z} * {Power(most - ofCutoff)})");
            var holds = $"r.outcome <> '{Evaluator.Excluded}' AND weight >= 0 AND r.mask & {1L << i} <> 0";
            var wrong = engine.Query(
                $"SELECT count(*) FROM {Identify.Result} r WHERE {holds} AND NOT coalesce({x} >= 0 AND {x} < {z}, FALSE)",
                r => r.GetInt64(0)
            )[0];
            if (wrong > 0)
                return IdentificationProblems.GapDoesNotFit(method.Id, method.Indicators[i].Id, wrong);
            var bit = i;
            // In order, for what is added up in floating numbers must not depend on it.
            engine.Stream(
                $"""
                SELECT {places.Columns}r.outcome, mask, unknown_mask, CAST({z} AS VARCHAR) AS z, CAST(sum(heads * {weight}) AS VARCHAR),
                       CAST(sum(heads * {weight} * {x}) AS VARCHAR), CAST(sum(heads * {weight} * {x} * {x}) AS VARCHAR)
                FROM {Identify.Result} r WHERE {holds} GROUP BY ALL ORDER BY ALL
                """,
                r =>
                {
                    Fraction Value(int column) => new(BigInteger.Parse(r.GetString(n + column)), 1);
                    var cell = numbers[
                        (
                            places.UnitOf(r),
                            places.AreaOf(r),
                            outcomes[r.GetString(n)],
                            new Deprivations(r.GetInt64(n + 1), r.GetInt64(n + 2))
                        )
                    ];
                    var (line, people, amounts, power) = (Value(3), Value(4), Value(5), Value(6));
                    read.gaps[bit][cell] += (people - (amounts / line)).ToDouble();
                    read.squares[bit][cell] += (people - (2 * amounts / line) + (power / (line * line))).ToDouble();
                }
            );
        }
        return read;
    }

    /// <returns>Σ w · Σ share · gap over the people of a cell, in units of the smallest step of weight.</returns>
    public double Of(int cell, MaskCell people, IndicatorWeights weights, bool squared)
    {
        var depth = squared ? squares : gaps;
        var sum = 0.0;
        for (var i = 0; i < scaled.Length; i++)
            if ((people.Pattern.Deprived >> i & 1) == 1)
                sum += weights.Shares[i].ToDouble() * (scaled[i] ? depth[i][cell] : people.Weight);
        return sum;
    }

    private static string Power(int places) => "1" + new string('0', places);
}
