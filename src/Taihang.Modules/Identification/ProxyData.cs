using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>One household as a fit sees it.</summary>
/// <param name="Model">Code of its model; null where one serves all.</param>
/// <param name="Weight">In the whole unit common to all.</param>
/// <param name="Welfare">The recorded amount over its divisor.</param>
/// <param name="Y">What is predicted: the welfare, its logarithm, or 1 below the line of a logit and 0 elsewhere.</param>
/// <param name="X">One for each term of the test; not a number where its own model does not use it.</param>
/// <param name="Groups">By the attributes asked for.</param>
internal sealed record ProxyHousehold(
    string Key,
    (string Stratum, string Psu) Unit,
    string? Model,
    long Weight,
    int Heads,
    double Welfare,
    double Y,
    double[] X,
    string?[] Groups
);

/// <summary>The households that a proxy test can be fitted on, in the order of their ids.</summary>
/// <param name="LeftOut">Without a weight, an amount, a term of their model, or a model.</param>
/// <param name="Places">Decimal places that the weights were moved by.</param>
internal sealed record ProxyData(IReadOnlyList<ProxyHousehold> Households, long LeftOut, int Places)
{
    public static ProxyData Read(DuckDbEngine engine, MethodPlan method, ProxyPlan proxy, IReadOnlyList<string> by)
    {
        var terms = proxy.Terms.Length;
        var survey = method.Survey is not null
            ? "coalesce(stratum, ''), coalesce(psu, '')"
            : "CAST(household_id AS VARCHAR), CAST(household_id AS VARCHAR)";
        var (weight, places) = Identify.Scaled(engine, "weight");
        var model = proxy.By is null ? "NULL" : "model";
        var below = proxy.Fit.Below is null ? "NULL" : "CAST(predicted_below AS DOUBLE)";
        var columns =
            string.Concat(Enumerable.Range(0, terms).Select(i => $", CAST(term{i} AS DOUBLE)"))
            + string.Concat(by.Select(b => $", CAST({DuckDbEngine.Name(b)} AS VARCHAR)"));
        var read = engine.Query(
            $"""
            SELECT CAST(household_id AS VARCHAR) AS id, {survey}, CAST({model} AS VARCHAR), CAST({weight} AS BIGINT), CAST(heads AS INTEGER),
                   CAST(predicted_amount AS DOUBLE), CAST(predicted_per AS DOUBLE), {below}{columns}
            FROM {Identify.Result}
            WHERE outcome NOT IN ('{Evaluator.Excluded}', '{MethodPlan.Unknown}') AND weight > 0 AND predicted_amount IS NOT NULL AND predicted_per > 0{(
                proxy.Log ? " AND predicted_amount > 0" : ""
            )}{(proxy.Fit.Below is null ? "" : " AND predicted_below IS NOT NULL")}
            ORDER BY id
            """,
            r =>
            {
                var (amount, per) = (r.GetDouble(6), r.GetDouble(7));
                var welfare = amount / per;
                return new ProxyHousehold(
                    r.GetString(0),
                    (r.GetString(1), r.GetString(2)),
                    Text(3),
                    r.GetInt64(4),
                    r.GetInt32(5),
                    welfare,
                    proxy.Fit.Kind == ProxyFitKind.Logit ? (amount < r.GetDouble(8) * per ? 1 : 0)
                        : proxy.Log ? Math.Log(welfare)
                        : welfare,
                    [.. Enumerable.Range(9, terms).Select(i => r.IsDBNull(i) ? double.NaN : r.GetDouble(i))],
                    [.. by.Select((_, i) => Text(9 + terms + i))]
                );

                string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i);
            }
        );
        var all = engine.Query($"SELECT count(*) FROM {Identify.Result}", r => r.GetInt64(0))[0];
        var used = ModelsOf(proxy).ToDictionary(m => m.Code ?? "", m => m.Terms);
        var kept = read.Where(h =>
                (proxy.By is null || h.Model is not null)
                && used.TryGetValue(h.Model ?? "", out var uses)
                && Array.TrueForAll(uses, j => !double.IsNaN(h.X[j]))
            )
            .ToList();
        return new ProxyData(kept, all - kept.Count, places);
    }

    /// <summary>The models of a test, each with the places of its terms; one without a code where one serves all.</summary>
    public static IEnumerable<(string? Code, int[] Terms)> ModelsOf(ProxyPlan proxy) =>
        proxy.By is null
            ? [(null, [.. Enumerable.Range(0, proxy.Terms.Length)])]
            : proxy.Models.Select(m =>
                (
                    (string?)m.Code,
                    Enumerable.Range(0, proxy.Terms.Length).Where(j => m.Terms.Contains(proxy.Terms[j].Id)).ToArray()
                )
            );

    /// <summary>
    /// SHA-256 over what a fit is made from: its kind, its terms and models by name, and of every household the id, sampling unit,
    /// weight, and what is predicted from what, to the last bit. The same fit has it again on any machine.
    /// </summary>
    public string Fingerprint(MethodPlan method, ProxyPlan proxy)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(
            $"{method.Id}|{proxy.Fit.Kind}|{proxy.Fit.Quantile}|{(proxy.Log ? "log" : "")}|{method.Survey?.Lonely}|{Places}\n"
        );
        foreach (var (code, uses) in ModelsOf(proxy))
            Add($"{code}|{string.Join(',', uses.Select(j => proxy.Terms[j].Id))}\n");
        foreach (var h in Households)
            Add(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{h.Key}|{h.Unit.Stratum}|{h.Unit.Psu}|{h.Model}|{h.Weight}|{h.Welfare:R}|{(proxy.Fit.Kind == ProxyFitKind.Logit ? h.Y : 0):R}|{string.Join(',', h.X.Select(x => x.ToString("R", CultureInfo.InvariantCulture)))}\n"
                )
            );
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The sample's units; every household by itself where it has no design.</summary>
    public SurveySample Sample => SurveySample.Of(Households.Select(h => h.Unit));
}
