using Taihang.Core.Common;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Check;

/// <summary>What an author may write short: each is an expression that both evaluators know already, so there is nothing to keep in step.</summary>
internal static class Sugar
{
    /// <summary><c>math.least(a, b, …)</c> of CEL's math extension; unknown when any is.</summary>
    public static Expr Least(IEnumerable<Expr> of) => of.Aggregate((a, b) => Choose("<=", a, b));

    /// <summary><c>math.greatest(a, b, …)</c>; unknown when any is.</summary>
    public static Expr Greatest(IEnumerable<Expr> of) => of.Aggregate((a, b) => Choose(">=", a, b));

    /// <summary><c>math.abs(a)</c>.</summary>
    public static Expr Abs(Expr of)
    {
        var zero = new Expr.Literal(Kind.Number, Number: Fraction.Zero);
        return new Expr.Choice(new Expr.Compare("<", of, zero), new Expr.Arithmetic("-", zero, of), of, Kind.Number);
    }

    /// <summary><c>coalesce(fact, other)</c>: the other where the fact was never recorded.</summary>
    public static Expr Coalesce(Expr.Fact fact, Expr other) =>
        new Expr.Choice(new Expr.Known(fact.Attribute), fact, other, fact.Kind);

    /// <summary><c>members.exists_one(m, …)</c>.</summary>
    public static Expr ExistsOne(Expr.Members count) =>
        new Expr.Compare("==", count, new Expr.Literal(Kind.Number, Number: Fraction.One));

    private static Expr.Choice Choose(string comparison, Expr a, Expr b) =>
        new(new Expr.Compare(comparison, a, b), a, b, Kind.Number);
}
