using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>Whom a run by a proxy test misses, where the data also carry what the test predicts.</summary>
/// <param name="Judged">Units of whom both the answer and the recorded amount are known.</param>
/// <param name="Taken">Of them, those whose outcome counts, or who are selected.</param>
/// <param name="Poorest">The same weight of units from the lowest recorded amount up.</param>
/// <param name="Missed">Of the poorest, those who are not taken.</param>
/// <param name="Share">Weighted share that is taken.</param>
/// <param name="Exclusion">Weighted share of the poorest that is missed.</param>
/// <param name="Inclusion">Weighted share of the taken that is not among the poorest.</param>
public sealed record ProxyMisses(
    long Judged,
    long Taken,
    long Poorest,
    long Missed,
    double Share,
    double Exclusion,
    double Inclusion
)
{
    /// <summary>One sentence that no result by a proxy test goes without.</summary>
    public Words Said =>
        new(
            $"代理测试：按记录收入最穷的 {Share:P1}（{Poorest:N0} 户）中，漏掉 {Missed:N0} 户（加权 {Exclusion:P1}）；认定者中 {Inclusion:P1} 不在其中。须允许申诉，并入户核实。",
            $"A proxy test: of the {Share:P1} poorest by what was recorded ({Poorest:N0}), it misses {Missed:N0} (weighted {Exclusion:P1}); {Inclusion:P1} of those it takes are not among them. Allow appeals, and visit."
        );

    /// <summary>The same lists as <see cref="Core.Measures.TargetingErrors"/> fills, in one pass over the run's result.</summary>
    /// <returns>Null without a proxy test, or where nobody can be judged or is taken.</returns>
    public static ProxyMisses? Of(DuckDbEngine engine, MethodPlan method)
    {
        if (method.Proxy is null || method.Derived.All(d => d.Id != MethodPlan.ProxyScore))
            return null;
        var id = method.Unit == Unit.Person ? "household_id, member_id" : "household_id";
        var (from, taken) = method.Selection is null
            ? (Identify.Result, "counted")
            : (SelectUnits.Joined(method), $"coalesce(selection = '{SelectUnits.Selected}', FALSE)");
        var found = engine.Query(
            $"""
            WITH judged AS (
              SELECT {id}, weight, {taken} AS taken, CAST(predicted_amount AS DOUBLE) / CAST(predicted_per AS DOUBLE) AS welfare
              FROM {from}
              WHERE outcome NOT IN ('{MethodPlan.Unknown}', '{Evaluator.Excluded}') AND weight > 0 AND predicted_amount IS NOT NULL AND predicted_per > 0),
            ranked AS (
              SELECT weight, taken, sum(weight) OVER (ORDER BY welfare, {id} ROWS UNBOUNDED PRECEDING) - weight
                     < (SELECT sum(weight) FILTER (WHERE taken) FROM judged) AS poorest
              FROM judged)
            SELECT count(*), count(*) FILTER (WHERE taken), count(*) FILTER (WHERE poorest), count(*) FILTER (WHERE poorest AND NOT taken),
                   CAST(coalesce(sum(weight), 0) AS DOUBLE), CAST(coalesce(sum(weight) FILTER (WHERE taken), 0) AS DOUBLE),
                   CAST(coalesce(sum(weight) FILTER (WHERE poorest), 0) AS DOUBLE),
                   CAST(coalesce(sum(weight) FILTER (WHERE poorest AND taken), 0) AS DOUBLE)
            FROM ranked
            """,
            r =>
                (
                    Units: Enumerable.Range(0, 4).Select(r.GetInt64).ToArray(),
                    Weights: Enumerable.Range(4, 4).Select(r.GetDouble).ToArray()
                )
        )[0];
        var (units, weights) = found;
        return weights[1] <= 0
            ? null
            : new ProxyMisses(
                units[0],
                units[1],
                units[2],
                units[3],
                weights[1] / weights[0],
                1 - (weights[3] / weights[2]),
                1 - (weights[3] / weights[1])
            );
    }
}
