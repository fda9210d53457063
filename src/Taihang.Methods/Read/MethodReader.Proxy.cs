using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Check;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>A method's proxy means test: one model for all, or one for each code of a fact.</summary>
public sealed partial class MethodReader
{
    private static readonly Dictionary<string, ProxyFitKind> Links = new()
    {
        ["identity"] = ProxyFitKind.LeastSquares,
        ["logit"] = ProxyFitKind.Logit,
    };

    private ProxyPlan ReadProxy(YamlReader proxy)
    {
        proxy.Only("predicts", "fit", "terms", "intercept", "by", "models", "fitted_on", "fingerprint");
        var predicts = proxy.Must("predicts").Only("amount", "per", "log");
        var terms = proxy
            .Must("terms")
            .Items()
            .Select(item =>
            {
                item.Only("id", "title", "of", "coefficient");
                return new ProxyTerm(
                    item.Must("id").Id(),
                    item.Must("title").Words(),
                    Expression(item.Must("of"), null),
                    item.Child("coefficient")?.Fraction()
                );
            })
            .ToImmutableArray();
        foreach (var twice in terms.GroupBy(t => t.Id).Where(g => g.Count() > 1))
            proxy.Report(PackProblems.Twice(proxy.Must("terms").Place, twice.Key));
        var by = proxy.Child("by") is { } region ? ReadBy(region) : null;
        var models = by is null ? [] : ReadModels(proxy, by, terms);
        if (by is null && proxy.Child("models") is { } without)
            proxy.Report(PackProblems.WrongForm(without.Place, new("与 by 一起写", "by beside it")));
        var fitted = terms.Count(t => t.Coefficient is not null);
        var intercept = proxy.Child("intercept")?.Fraction();
        if (fitted != (intercept is null ? 0 : terms.Length))
            proxy.Report(
                PackProblems.WrongForm(
                    proxy.Must("terms").Place,
                    new(
                        "intercept 与每项 coefficient，或都不写",
                        "an intercept and a coefficient on every term, or none"
                    )
                )
            );
        if (by is not null && intercept is not null)
            proxy.Report(
                PackProblems.WrongForm(
                    proxy.Must("intercept").Place,
                    new("有 by 时写在 models 中", "with by, in the models")
                )
            );
        var log = predicts.Child("log")?.Truth() ?? false;
        return new ProxyPlan(
            Expression(predicts.Must("amount"), Kind.Number),
            predicts.Child("per") is { } per ? Expression(per, Kind.Number) : null,
            log,
            ReadFit(proxy.Child("fit"), log),
            terms,
            intercept,
            proxy.Child("fitted_on")?.Words(),
            by,
            models,
            proxy.Child("fingerprint")?.Text()
        );
    }

    private ProxyFitPlan ReadFit(YamlReader? fit, bool log)
    {
        if (fit is null)
            return new ProxyFitPlan(ProxyFitKind.LeastSquares, null, null);
        fit.Only("link", "quantile", "below");
        var kind = fit.Child("link")?.OneOf(Links) ?? ProxyFitKind.LeastSquares;
        var quantile = fit.Child("quantile")?.Fraction();
        if (quantile is { } share && (kind == ProxyFitKind.Logit || share <= Fraction.Zero || share >= Fraction.One))
            fit.Report(
                PackProblems.WrongForm(
                    fit.Must("quantile").Place,
                    new("0 与 1 之间的份额，且不与 logit 同用", "a share above 0 and below 1, and no logit")
                )
            );
        if (kind == ProxyFitKind.Logit && log)
            fit.Report(
                PackProblems.WrongForm(
                    fit.Place,
                    new("logit 预测是否低于 below，不用 log", "no log: a logit predicts who is below a line")
                )
            );
        var below = kind == ProxyFitKind.Logit ? Expression(fit.Must("below"), Kind.Number) : null;
        if (below is null && fit.Child("below") is { } line)
            fit.Report(PackProblems.WrongForm(line.Place, new("只用于 logit", "only with a logit")));
        return new ProxyFitPlan(quantile is null ? kind : ProxyFitKind.Quantile, quantile, below);
    }

    private Expr.Fact? ReadBy(YamlReader by)
    {
        if (Fact(by) is not { } fact)
            return null;
        if (fact.Type != FactType.Code || fact.OfMember && unit == Unit.Household)
            by.Report(PackProblems.WrongForm(by.Place, new("每户一个代码的事实", "a fact of the unit that is a code")));
        return new Expr.Fact(fact, Checker.KindOf(fact));
    }

    private ImmutableArray<ProxyModel> ReadModels(YamlReader proxy, Expr.Fact by, ImmutableArray<ProxyTerm> terms)
    {
        var known = terms.Select(t => t.Id).ToList();
        var codes = by.Attribute.CodeList is { } list
            ? dictionary.CodeLists[list].Codes.Select(c => c.Id).ToList()
            : [];
        var models = new List<ProxyModel>();
        foreach (var item in proxy.Must("models").Items())
        {
            item.Only("key", "terms", "intercept", "coefficients");
            var code = item.Must("key").Text();
            if (!codes.Contains(code))
                item.Report(PackProblems.UnknownName(item.Must("key").Place, code, Nearest.To(code, codes)));
            if (models.Exists(m => m.Code == code))
                item.Report(PackProblems.Twice(item.Must("key").Place, code));
            var coefficients = ImmutableSortedDictionary.CreateBuilder<string, Fraction>(StringComparer.Ordinal);
            foreach (var (id, place, value) in item.Child("coefficients")?.Entries() ?? [])
            {
                if (!known.Contains(id))
                    item.Report(PackProblems.UnknownName(place, id, Nearest.To(id, known)));
                coefficients[id] = value.Fraction();
            }
            var uses = item.Child("terms") is { } own
                ? own.Items()
                    .Select(term =>
                    {
                        var id = term.Text();
                        if (!known.Contains(id))
                            term.Report(PackProblems.UnknownName(term.Place, id, Nearest.To(id, known)));
                        return id;
                    })
                    .ToList()
                : known;
            var agree = !item.Has("terms") || uses.Order().SequenceEqual(coefficients.Keys.Order());
            if (item.Has("coefficients") ? !item.Has("intercept") || !agree : item.Has("intercept"))
                item.Report(
                    PackProblems.WrongForm(
                        item.Place,
                        new(
                            "intercept 与 coefficients，每个 terms 一个系数；或都不写",
                            "an intercept with coefficients, one for each of its terms; or neither"
                        )
                    )
                );
            models.Add(
                new ProxyModel(
                    code,
                    [.. known.Where(item.Has("coefficients") ? coefficients.ContainsKey : uses.Contains)],
                    item.Child("intercept")?.Fraction(),
                    coefficients.ToImmutable()
                )
            );
        }
        if (models.Count == 0 || models.Exists(m => m.Intercept is null) && models.Exists(m => m.Intercept is not null))
            proxy.Report(
                PackProblems.WrongForm(
                    proxy.Must("models").Place,
                    new(
                        "至少一个模型；系数全写或全不写",
                        "one model at least; coefficients for all of them or for none"
                    )
                )
            );
        return [.. models];
    }
}
