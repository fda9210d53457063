using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Methods.Plan;

/// <summary>How the coefficients of a proxy test are estimated.</summary>
public enum ProxyFitKind
{
    /// <summary>Least squares: what is predicted on average.</summary>
    LeastSquares,

    /// <summary>The log-odds of being below a line.</summary>
    Logit,

    /// <summary>A quantile of what is predicted, such as its lower quarter.</summary>
    Quantile,
}

/// <param name="Quantile">Above 0 and below 1; of a quantile fit only.</param>
/// <param name="Below">The line, in the unit of the predicted amount; of a logit only, and read only to fit.</param>
public sealed record ProxyFitPlan(ProxyFitKind Kind, Fraction? Quantile, Expr? Below)
{
    /// <summary>A logit's score is the higher the likelier a household is poor.</summary>
    public bool HighestIsPoorest => Kind == ProxyFitKind.Logit;
}

/// <param name="Of">A number, or a truth that counts as one or nothing.</param>
/// <param name="Coefficient">Exact as the pack writes it; null where it is still to be fitted, or where each model has its own.</param>
public sealed record ProxyTerm(string Id, Words Title, Expr Of, Fraction? Coefficient)
{
    /// <summary>As a number in every case.</summary>
    public Expr Number =>
        Of.Kind == Kind.Number
            ? Of
            : new Expr.Choice(
                Of,
                new Expr.Literal(Kind.Number, Number: Fraction.One),
                new Expr.Literal(Kind.Number, Number: Fraction.Zero),
                Kind.Number
            );
}

/// <summary>One model of a test that has several: for households whose code is <paramref name="Code"/>.</summary>
/// <param name="Terms">Ids of the terms it uses, in the order of the test.</param>
/// <param name="Coefficients">By term; empty where they are still to be fitted.</param>
public sealed record ProxyModel(
    string Code,
    ImmutableArray<string> Terms,
    Fraction? Intercept,
    ImmutableSortedDictionary<string, Fraction> Coefficients
);

/// <summary>
/// A proxy means test: welfare that is hard to ask, predicted from facts that are easy to see. With an intercept and every coefficient it
/// gives the method's rules a number, <see cref="MethodPlan.ProxyScore"/>.
/// </summary>
/// <param name="Amount">What is predicted, over <paramref name="Per"/> (null for one); only a fit reads it.</param>
/// <param name="Log">Its natural logarithm is.</param>
/// <param name="Intercept">Null where it is still to be fitted, or where each model has its own.</param>
/// <param name="FittedOn">What the coefficients were fitted on.</param>
/// <param name="By">The fact that chooses a household's model; null where one serves all.</param>
/// <param name="Models">One for each code that has one; a household with another code cannot be scored.</param>
/// <param name="Fingerprint">Of the fit that the coefficients come from: a hash over its data and specification.</param>
public sealed record ProxyPlan(
    Expr Amount,
    Expr? Per,
    bool Log,
    ProxyFitPlan Fit,
    ImmutableArray<ProxyTerm> Terms,
    Fraction? Intercept,
    Words? FittedOn,
    Expr.Fact? By,
    ImmutableArray<ProxyModel> Models,
    string? Fingerprint
)
{
    /// <summary>The predicted value as an exact number, of a logit the log-odds; null while a coefficient is missing.</summary>
    public Expr? Score
    {
        get
        {
            if (By is null)
                return Intercept is { } intercept && Terms.All(t => t.Coefficient is not null)
                    ? Sum(intercept, Terms.Select(t => (t, t.Coefficient!.Value)))
                    : null;
            return Models.Any(m => m.Intercept is null)
                ? null
                : new Expr.ByCode(
                    By,
                    [
                        .. Models.Select(m =>
                            (
                                m.Code,
                                Sum(
                                    m.Intercept!.Value,
                                    Terms.Where(t => m.Terms.Contains(t.Id)).Select(t => (t, m.Coefficients[t.Id]))
                                )
                            )
                        ),
                    ]
                );
        }
    }

    /// <param name="scored">Whether rules use its score: the line of a logit, which only a fit asks for, is then left aside.</param>
    public IEnumerable<Expr> Expressions(bool scored) =>
        Terms.Select(t => t.Of).Append(Amount).Concat(new[] { Per, By, scored ? null : Fit.Below }.OfType<Expr>());

    private static Expr Sum(Fraction intercept, IEnumerable<(ProxyTerm Term, Fraction Coefficient)> terms) =>
        terms.Aggregate(
            (Expr)new Expr.Literal(Kind.Number, Number: intercept),
            (sum, part) =>
                new Expr.Arithmetic(
                    "+",
                    sum,
                    new Expr.Arithmetic("*", new Expr.Literal(Kind.Number, Number: part.Coefficient), part.Term.Number)
                )
        );
}
