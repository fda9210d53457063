using System.Numerics;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>People of one welfare, line, group and sampling unit.</summary>
/// <param name="Welfare">Per head, in <see cref="WelfareRows.Parts"/>ths of the amount's smallest unit.</param>
/// <param name="Line">In the same unit; null where it is not known.</param>
internal sealed record WelfareRow(IReadOnlyList<string?> Groups, int Unit, long Welfare, long? Line, long Weight);

/// <summary>
/// Welfare per head as whole numbers. An amount over a number of heads is rarely whole, so all are multiplied by 720,720, which every
/// number of heads up to 16 divides; beyond that the last of some nine digits is rounded.
/// </summary>
internal sealed record WelfareRows(IReadOnlyList<WelfareRow> Rows, BigInteger Step)
{
    public const int Parts = 720_720;

    /// <param name="sample">Holds every unit that the rows name.</param>
    public static WelfareRows Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        SurveySample sample
    )
    {
        var survey = method.Survey is not null;
        var (weight, places) = Identify.Scaled(engine, "weight");
        var (amount, amountPlaces) = Identify.Scaled(engine, "amount");
        var (line, linePlaces) = Identify.Scaled(engine, "line");
        var (per, perPlaces) = Identify.Scaled(engine, "per");
        var most = Math.Max(amountPlaces, linePlaces);
        var columns = by.Select(b => $"CAST({DuckDbEngine.Name(b)} AS VARCHAR)")
            .Concat(survey ? ["coalesce(stratum, '')", "coalesce(psu, '')"] : new[] { "''", "''" })
            .Concat([
                $"CAST(({amount} * {Power(most - amountPlaces + perPlaces)} * {Parts}) // {per} AS BIGINT)",
                $"CAST({line} * {Power(most - linePlaces)} * {Parts} AS BIGINT)",
            ])
            .ToList();
        var n = by.Count;
        var rows = engine.Query(
            $"SELECT {string.Join(", ", columns)}, CAST(sum(heads * {weight}) AS BIGINT) FROM {Identify.Result}"
                + $" WHERE outcome <> '{Evaluator.Excluded}' AND weight > 0 AND amount IS NOT NULL AND per > 0 GROUP BY ALL ORDER BY ALL",
            r => new WelfareRow(
                [.. Enumerable.Range(0, n).Select(i => r.IsDBNull(i) ? null : r.GetString(i))],
                sample.PlaceOf(r.GetString(n), r.GetString(n + 1)),
                r.GetInt64(n + 2),
                r.IsDBNull(n + 3) ? null : r.GetInt64(n + 3),
                r.GetInt64(n + 4)
            )
        );
        return new WelfareRows(rows, BigInteger.Pow(10, places));
    }

    private static string Power(int places) => "1" + new string('0', places);
}
