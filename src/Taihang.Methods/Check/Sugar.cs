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

    /// <summary><c>math.sign(a)</c>: -1, 0 or 1.</summary>
    public static Expr Sign(Expr of)
    {
        Expr.Literal Number(int value) => new(Kind.Number, Number: value);
        return new Expr.Choice(
            new Expr.Compare("<", of, Number(0)),
            Number(-1),
            new Expr.Choice(new Expr.Compare(">", of, Number(0)), Number(1), Number(0), Kind.Number),
            Kind.Number
        );
    }

    /// <summary><c>coalesce(a, b, …)</c>: the first that can be said. Of a fact the first that was recorded, also where a blank reads as no.</summary>
    public static Expr Coalesce(Expr of, Expr other) =>
        new Expr.Choice(of is Expr.Fact fact ? new Expr.Known(fact.Attribute) : new Expr.Said(of), of, other, of.Kind);

    public static Expr Plus(Expr left, Expr right) =>
        (Ratio(left), Ratio(right)) switch
        {
            ({ } l, _) => new Expr.Per(new Expr.Arithmetic("+", l.Amount, Of(right, l)), l.Divisor),
            (_, { } r) => new Expr.Per(new Expr.Arithmetic("+", Of(left, r), r.Amount), r.Divisor),
            _ => new Expr.Arithmetic("+", left, right),
        };

    public static Expr Minus(Expr left, Expr right) =>
        (Ratio(left), Ratio(right)) switch
        {
            ({ } l, _) => new Expr.Per(new Expr.Arithmetic("-", l.Amount, Of(right, l)), l.Divisor),
            (_, { } r) => new Expr.Per(new Expr.Arithmetic("-", Of(left, r), r.Amount), r.Divisor),
            _ => new Expr.Arithmetic("-", left, right),
        };

    public static Expr Times(Expr left, Expr right) =>
        (Ratio(left), Ratio(right)) switch
        {
            ({ } l, _) => new Expr.Per(new Expr.Arithmetic("*", l.Amount, right), l.Divisor),
            (_, { } r) => new Expr.Per(new Expr.Arithmetic("*", left, r.Amount), r.Divisor),
            _ => new Expr.Arithmetic("*", left, right),
        };

    /// <summary>Of those whom all the conditions choose, the ones for whom another holds.</summary>
    public static Expr And(IEnumerable<Expr> conditions) =>
        conditions.Aggregate((all, one) => new Expr.Logic(And: true, all, one));

    /// <summary>The amount of those whom a condition chooses, nothing of the others.</summary>
    public static Expr OfThose(Expr? where, Expr amount) =>
        where is null
            ? amount
            : new Expr.Choice(where, amount, new Expr.Literal(Kind.Number, Number: Fraction.Zero), Kind.Number);

    /// <summary><c>members.exists_one(m, …)</c>.</summary>
    public static Expr ExistsOne(Expr.Members count) =>
        new Expr.Compare("==", count, new Expr.Literal(Kind.Number, Number: Fraction.One));

    private static Expr.Per? Ratio(Expr expr) => expr is Expr.Named named ? Ratio(named.Of) : expr as Expr.Per;

    /// <summary>A number over the divisor of a ratio.</summary>
    private static Expr.Arithmetic Of(Expr number, Expr.Per ratio) => new("*", number, ratio.Divisor);

    private static Expr.Choice Choose(string comparison, Expr a, Expr b) =>
        new(new Expr.Compare(comparison, a, b), a, b, Kind.Number);
}
