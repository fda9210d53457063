using System.Collections.Immutable;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>Fits a proxy means test on what <see cref="Identify.Decide"/> left, and says honestly whom it misses.</summary>
public static class FitProxy
{
    /// <summary>Households are held out by whole sampling units: neighbours are too alike to test each other's model.</summary>
    private const int Folds = 5;

    /// <summary>The method without its answers: a fit needs no line of theirs, and so no value that an area has yet to set.</summary>
    public static MethodPlan Only(MethodPlan method) =>
        method with
        {
            Derived = method.Derived.RemoveAll(d => d.Id == MethodPlan.ProxyScore),
            Indicators = [],
            Cutoff = null,
            Outcomes = [method.Outcomes[^1]],
            Welfare = null,
            Selection = null,
        };

    /// <param name="method">As <see cref="Only"/> leaves it.</param>
    public static Outcome<ProxyFit> Run(DuckDbEngine engine, MethodPlan method, ProxyRequest request)
    {
        if (method.Proxy is not { } proxy)
            return IdentificationProblems.NoProxy(method.Id);
        var data = ProxyData.Read(engine, method, proxy, request.By);
        var (households, sample) = (data.Households, data.Sample);
        var units = households.Select(h => sample.PlaceOf(h.Unit.Stratum, h.Unit.Psu)).ToArray();
        var (fitted, held) = (new double[households.Count], new double[households.Count]);
        var models = ImmutableArray.CreateBuilder<FittedProxy>();
        foreach (var (code, uses) in ProxyData.ModelsOf(proxy))
        {
            var mine = Enumerable.Range(0, households.Count).Where(i => households[i].Model == code).ToList();
            var rows = mine.ConvertAll(i => new FitRow(
                households[i].Y,
                [.. uses.Select(j => households[i].X[j])],
                households[i].Weight,
                units[i]
            ));
            var names = uses.Select(j => proxy.Terms[j].Id).ToList();
            var design = method.Survey is { } survey ? new FitDesign(sample, survey.Lonely) : null;
            var fit = Fit(proxy.Fit, rows, design, names);
            if (!fit.Ok)
                return IdentificationProblems.NotFittable(method.Id, code, fit.Problems[0]);
            models.Add(Said(proxy, code, uses, fit.Value));
            for (var r = 0; r < rows.Count; r++)
                fitted[mine[r]] = Poorness(proxy, fit.Value.Model, rows[r]);
            for (var fold = 0; fold < Folds; fold++)
            {
                var without = Fit(proxy.Fit, [.. rows.Where(r => r.Unit % Folds != fold)], null, names);
                if (!without.Ok)
                    return IdentificationProblems.NotFittable(method.Id, code, without.Problems[0]);
                for (var r = 0; r < rows.Count; r++)
                    if (rows[r].Unit % Folds == fold)
                        held[mine[r]] = Poorness(proxy, without.Value.Model, rows[r]);
            }
        }
        return new ProxyFit(
            method.Id,
            proxy.Fit.Kind,
            proxy.Fit.Quantile,
            households.Count,
            data.LeftOut,
            Folds,
            models.ToImmutable(),
            [.. request.Quotas.Select(quota => Errors(data, request, quota, fitted, held))],
            request.Benefits is { } benefits ? Within(data, request, benefits, fitted, held) : null,
            data.Fingerprint(method, proxy),
            proxy.Fingerprint
        );
    }

    private static Outcome<(FittedModel Model, double? Gap)> Fit(
        ProxyFitPlan plan,
        IReadOnlyList<FitRow> rows,
        FitDesign? design,
        IReadOnlyList<string> names
    )
    {
        if (plan.Kind == ProxyFitKind.Quantile)
        {
            var quantile = QuantileFit.Of(rows, plan.Quantile!.Value, design, names);
            return quantile.Ok
                ? (quantile.Value.Model, quantile.Value.Gap)
                : Outcome<(FittedModel, double?)>.Refused(quantile.Problems);
        }
        var fit =
            plan.Kind == ProxyFitKind.Logit ? LogitFit.Of(rows, design, names) : LinearFit.Of(rows, design, names);
        return fit.Ok ? (fit.Value, (double?)null) : Outcome<(FittedModel, double?)>.Refused(fit.Problems);
    }

    /// <summary>The score, turned so that the lowest is taken for the poorest.</summary>
    private static double Poorness(ProxyPlan proxy, FittedModel model, FitRow row) =>
        proxy.Fit.HighestIsPoorest ? -model.Predict(row.X) : model.Predict(row.X);

    private static FittedProxy Said(ProxyPlan proxy, string? code, int[] uses, (FittedModel Model, double? Gap) fit) =>
        new(
            code,
            fit.Model.Rows,
            fit.Model.RSquared,
            fit.Gap,
            [
                .. uses.Select(j => (proxy.Terms[j].Id, proxy.Terms[j].Title))
                    .Prepend(("intercept", new Words("常数项", "Constant")))
                    .Select(
                        (name, j) =>
                            new FittedTerm(
                                name.Item1,
                                name.Item2,
                                fit.Model.Coefficients[j],
                                fit.Model.ClassicalErrors?[j],
                                fit.Model.DesignErrors?[j]
                            )
                    ),
            ]
        );

    private static List<Tested> Judged(ProxyData data, double[] scores) =>
        [.. data.Households.Select((h, i) => new Tested(h.Key, h.Welfare, scores[i], h.Weight))];

    private static FitErrors Errors(
        ProxyData data,
        ProxyRequest request,
        Fraction quota,
        double[] fitted,
        double[] held
    )
    {
        var (own, apart) = (
            TargetingErrors.Of(Judged(data, fitted), quota, request.Ties),
            TargetingErrors.Of(Judged(data, held), quota, request.Ties)
        );
        var curve = own.Curve();
        return new FitErrors(
            quota,
            own.All,
            TargetingErrors.Area(curve),
            apart.All,
            TargetingErrors.Area(apart.Curve()),
            Disparities(data, request, own),
            curve
        );
    }

    private static BudgetErrors Within(
        ProxyData data,
        ProxyRequest request,
        Fraction benefits,
        double[] fitted,
        double[] held
    )
    {
        var unit = BigInteger.Pow(10, data.Places);
        var each = data.Households.Select(h => request.PerHead ? Math.Max(h.Heads, 1) : 1).ToList();
        var budget = (long)BigInteger.Min(benefits.Numerator * unit / benefits.Denominator, long.MaxValue);
        var (own, apart) = (
            TargetingErrors.Within(Judged(data, fitted), each, budget, request.Ties),
            TargetingErrors.Within(Judged(data, held), each, budget, request.Ties)
        );
        return new BudgetErrors(
            budget / (decimal)unit,
            own.Used(each) / (decimal)unit,
            request.PerHead,
            own.All,
            apart.All,
            Disparities(data, request, own)
        );
    }

    private static ImmutableArray<Disparity> Disparities(
        ProxyData data,
        ProxyRequest request,
        TargetingErrors errors
    ) =>
        [
            .. request.By.Select(
                (by, g) => new Disparity(by, errors.ByGroup([.. data.Households.Select(h => h.Groups[g])]))
            ),
        ];
}
