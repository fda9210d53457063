using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>One term as it was fitted.</summary>
public sealed record FittedTerm(string Id, Words Title, double Coefficient, double ClassicalError, double? DesignError);

/// <summary>How well a test finds the poorest share; <paramref name="Held"/> by models that never saw the households they judge.</summary>
public sealed record FitErrors(TargetingError Fitted, double? AreaUnderCurve, TargetingError Held, double? HeldArea);

/// <param name="LeftOut">Households without a positive amount, or of whom a predictor is not known.</param>
public sealed record ProxyFit(
    string Method,
    int Rows,
    long LeftOut,
    double RSquared,
    int Folds,
    ImmutableArray<FittedTerm> Terms,
    ImmutableArray<FitErrors> Errors
);

/// <summary>Fits a proxy means test on what <see cref="Identify.Run"/> left, and says honestly whom it misses.</summary>
public static class FitProxy
{
    /// <summary>Households are held out by whole sampling units: neighbours are too alike to test each other's model.</summary>
    private const int Folds = 5;

    /// <summary>The method without its answers: a fit needs no line, and so no value that an area has yet to set.</summary>
    public static MethodPlan Only(MethodPlan method) =>
        method with
        {
            Derived = method.Derived.RemoveAll(d => d.Id == MethodPlan.ProxyScore),
            Indicators = [],
            Cutoff = null,
            Outcomes = [method.Outcomes[^1]],
            Welfare = null,
        };

    /// <param name="method">As <see cref="Only"/> leaves it.</param>
    public static Outcome<ProxyFit> Run(DuckDbEngine engine, MethodPlan method, IReadOnlyList<Fraction> quotas)
    {
        if (method.Proxy is not { } proxy)
            return IdentificationProblems.NoProxy(method.Id);
        var terms = proxy.Terms.Length;
        var survey = method.Survey is not null
            ? "coalesce(stratum, ''), coalesce(psu, '')"
            : "CAST(household_id AS VARCHAR), CAST(household_id AS VARCHAR)";
        var known = string.Concat(Enumerable.Range(0, terms).Select(i => $" AND term{i} IS NOT NULL"));
        var read = engine.Query(
            $"SELECT CAST(household_id AS VARCHAR) AS id, {survey}, CAST(weight AS DOUBLE), CAST(predicted_amount AS DOUBLE) / CAST(predicted_per AS DOUBLE)"
                + string.Concat(Enumerable.Range(0, terms).Select(i => $", CAST(term{i} AS DOUBLE)"))
                + $" FROM {Identify.Result} WHERE weight > 0 AND predicted_amount > 0 AND predicted_per > 0{known} ORDER BY id",
            r =>
                (
                    Key: r.GetString(0),
                    Unit: (r.GetString(1), r.GetString(2)),
                    Weight: r.GetDouble(3),
                    Welfare: r.GetDouble(4),
                    X: Enumerable.Range(0, terms).Select(i => r.GetDouble(5 + i)).ToArray()
                )
        );
        var all = engine.Query($"SELECT count(*) FROM {Identify.Result}", r => r.GetInt64(0))[0];
        var sample = SurveySample.Of(read.Select(r => r.Unit));
        var rows = read.ConvertAll(r => new FitRow(
            proxy.Log ? Math.Log(r.Welfare) : r.Welfare,
            r.X,
            r.Weight,
            sample.PlaceOf(r.Unit.Item1, r.Unit.Item2)
        ));
        if (LinearFit.Of(rows, method.Survey is null ? null : sample) is not { } fit)
            return IdentificationProblems.NotFittable(method.Id);
        var held = new double[rows.Count];
        for (var fold = 0; fold < Folds; fold++)
        {
            var mine = fold;
            if (LinearFit.Of([.. rows.Where(r => r.Unit % Folds != mine)], null) is not { } without)
                return IdentificationProblems.NotFittable(method.Id);
            for (var i = 0; i < rows.Count; i++)
                if (rows[i].Unit % Folds == fold)
                    held[i] = without.Predict(rows[i].X);
        }
        var fitted = read.Select((r, i) => new Tested(r.Key, r.Welfare, fit.Predict(r.X), r.Weight)).ToList();
        var apart = read.Select((r, i) => new Tested(r.Key, r.Welfare, held[i], r.Weight)).ToList();
        var names = proxy
            .Terms.Select(t => (t.Id, t.Title))
            .Prepend(("intercept", new Words("常数项", "Constant")))
            .ToList();
        return new ProxyFit(
            method.Id,
            rows.Count,
            all - rows.Count,
            fit.RSquared,
            Folds,
            [
                .. names.Select(
                    (name, j) =>
                        new FittedTerm(
                            name.Item1,
                            name.Item2,
                            fit.Coefficients[j],
                            fit.ClassicalErrors[j],
                            fit.DesignErrors?[j]
                        )
                ),
            ],
            [
                .. quotas.Select(q => new FitErrors(
                    TargetingErrors.At(fitted, q),
                    TargetingErrors.AreaUnderCurve(fitted, q),
                    TargetingErrors.At(apart, q),
                    TargetingErrors.AreaUnderCurve(apart, q)
                )),
            ]
        );
    }
}
