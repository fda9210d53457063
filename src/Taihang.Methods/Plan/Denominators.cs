using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Methods.Plan;

/// <summary>Which denominator a number has, whatever the facts: facts have the places of their attribute, all else is known for a run.</summary>
public static class Denominators
{
    public static BigInteger Fact(AttributeDef attribute) => attribute.Step.Denominator;

    /// <summary>The most places a number may have where it leaves a run as a column.</summary>
    public const int MostPlaces = 12;

    public static BigInteger Of(Expr expr, MethodPlan method, ParameterValues values) =>
        expr switch
        {
            Expr.Literal l => l.Number.Denominator,
            Expr.Parameter { Key: null } p => values[p.Id, null].Denominator,
            Expr.Parameter { Key.Kind: Kind.Number or Kind.Date } p => OfBands(p, method, values),
            Expr.Parameter p => values
                .Keyed(p.Id)
                .Aggregate(BigInteger.One, (all, v) => Common(all, v.Value.Denominator)),
            Expr.Local { Id: MethodPlan.WeightedScore } => method.Denominator,
            Expr.Local l => method.Derived.FirstOrDefault(d => d.Id == l.Id) is { } derived
                ? Of(derived.Is, method, values)
                : BigInteger.One,
            Expr.Fact f => Fact(f.Attribute),
            Expr.Named n => Of(n.Of, method, values),
            Expr.Members { Of: { Kind: Kind.Number } of } => Of(of, method, values),
            Expr.Needs n => Of(n.Of, method, values),
            Expr.Choice c => Common(Of(c.Then, method, values), Of(c.Else, method, values)),
            Expr.ByCode b => b.Values.Aggregate(BigInteger.One, (all, v) => Common(all, Of(v.Value, method, values))),
            Expr.Arithmetic { Operator: "*" } a => Of(a.Left, method, values) * Of(a.Right, method, values),
            Expr.Arithmetic a => Common(Of(a.Left, method, values), Of(a.Right, method, values)),
            _ => BigInteger.One,
        };

    private static BigInteger OfBands(Expr.Parameter parameter, MethodPlan method, ParameterValues values)
    {
        var bands = values.Bands[parameter.Id];
        var own = bands.Aggregate(
            BigInteger.One,
            (all, b) => Common(Common(all, b.Start.Denominator), b.Slope.Denominator)
        );
        return bands.All(b => b.Slope == Fraction.Zero) ? own : own * Of(parameter.Key!, method, values);
    }

    /// <returns>How many places 1/<paramref name="denominator"/> has, 0 for one; null when it never ends or has too many.</returns>
    public static int? Places(BigInteger denominator)
    {
        for (var places = 0; places <= MostPlaces; places++)
            if ((BigInteger.Pow(10, places) % denominator).IsZero)
                return places;
        return null;
    }

    public static BigInteger Common(BigInteger a, BigInteger b) => a / BigInteger.GreatestCommonDivisor(a, b) * b;
}
