using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>Whom a proxy test misses when it selects a share of the households.</summary>
/// <param name="Share">Such as <c>1/5</c>.</param>
/// <param name="Tested">Households of whom both the amount and every term are known.</param>
/// <param name="Poorest">How many of them the share holds.</param>
/// <param name="Missed">Share of the poorest that the test does not select.</param>
public sealed record ProxyMiss(string Share, int Tested, int Poorest, double Missed);

/// <summary>
/// Holds a method's proxy test, with the coefficients it judges by, against the amounts on record: how many of the poorest it misses.
/// </summary>
public static class MissedByShare
{
    private static readonly Fraction[] Shares = [new(1, 10), new(1, 5), new(2, 5)];

    /// <summary>Fewer households than this say nothing about a tenth of them.</summary>
    private const int FewestTested = 20;

    /// <param name="engine">The method's facts are laid.</param>
    /// <returns>Empty where a coefficient is missing, or too few households have a recorded amount to hold it against.</returns>
    public static Outcome<IReadOnlyList<ProxyMiss>> Run(
        DuckDbEngine engine,
        Pack pack,
        MethodPlan method,
        ParameterValues parameters,
        DateOnly asOf
    )
    {
        if (method.Proxy is not { Intercept: { } intercept } proxy || proxy.Terms.Any(t => t.Coefficient is null))
            return Array.Empty<ProxyMiss>();
        var run = Identify.Run(engine, pack, FitProxy.Only(method), parameters, asOf, [], []);
        if (!run.Ok)
            return Outcome<IReadOnlyList<ProxyMiss>>.Refused(run.Problems);
        // Whole weights: a share is then reached exactly.
        var (weight, _) = Identify.Scaled(engine, "weight", wide: false);
        var terms = Enumerable.Range(0, proxy.Terms.Length).ToList();
        var tested = engine.Query(
            $"SELECT CAST(household_id AS VARCHAR) AS id, CAST({weight} AS BIGINT), CAST(predicted_amount AS DOUBLE) / CAST(predicted_per AS DOUBLE){string.Concat(terms.Select(i => $", CAST(term{i} AS DOUBLE)"))} FROM {Identify.Result} WHERE weight > 0 AND predicted_amount IS NOT NULL AND predicted_per > 0{string.Concat(terms.Select(i => $" AND term{i} IS NOT NULL"))} ORDER BY id",
            r => new Tested(
                r.GetString(0),
                r.GetDouble(2),
                terms.Aggregate(
                    intercept.ToDouble(),
                    (sum, i) => sum + (proxy.Terms[i].Coefficient!.Value.ToDouble() * r.GetDouble(3 + i))
                ),
                r.GetInt64(1)
            )
        );
        return tested.Count < FewestTested
            ? Array.Empty<ProxyMiss>()
            :
            [
                .. Shares.Select(share =>
                {
                    var error = TargetingErrors.Of(tested, share).All!;
                    return new ProxyMiss(share.ToString(), tested.Count, error.Poorest, error.Exclusion);
                }),
            ];
    }
}
