using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Print;

/// <summary>A number in SQL: a whole-number expression over a denominator that is known when printing. Nothing rounds.</summary>
/// <param name="Per">A second divisor that only the row knows, of a ratio; null for plain numbers.</param>
internal sealed record SqlNumber(string Numerator, BigInteger Denominator, string? Per = null);

/// <summary>Prints typed expressions. SQL's NULL is the unknown of the language, its AND and OR are Kleene's.</summary>
internal sealed class DuckDbExpressions(MethodPlan method, ParameterValues parameters, DateOnly asOf)
{
    private readonly List<Expr.Members> folds = [.. method.Expressions().OfType<Expr.Members>().Distinct()];

    public ImmutableArray<Expr.Members> Folds => [.. folds];

    /// <summary>
    /// Own columns carry a mark that no attribute id can have, so no fact is mistaken for them; those that no author named also begin
    /// with a point.
    /// </summary>
    public static string Own(string name) => $"\"#{name}\"";

    /// <summary>The column of a derived value or indicator; a number is stored as its numerator.</summary>
    public string Local(Expr expr) => expr.Kind == Kind.Number ? Number(expr).Numerator : Truth(expr);

    public string Fold(Expr.Members fold)
    {
        if (fold.Of is null)
            return "count(*)";
        var of = fold.Of.Kind == Kind.Truth ? Truth(fold.Of) : Number(fold.Of).Numerator;
        return fold.Fold switch
        {
            Plan.Fold.Exists =>
                $"CASE WHEN bool_or({of}) THEN TRUE WHEN count(*) > count({of}) THEN NULL ELSE FALSE END",
            Plan.Fold.All =>
                $"CASE WHEN NOT bool_and({of}) THEN FALSE WHEN count(*) > count({of}) THEN NULL ELSE TRUE END",
            Plan.Fold.Count => $"CASE WHEN count(*) > count({of}) THEN NULL ELSE count(*) FILTER (WHERE {of}) END",
            _ => $"CASE WHEN count(*) > count({of}) THEN NULL ELSE {fold.Fold.ToString().ToLowerInvariant()}({of}) END",
        };
    }

    /// <summary>A number as one column: whole, or an exact decimal. <see cref="ParameterValues.Resolve"/> lets no other through.</summary>
    public string AsColumn(Expr expr)
    {
        var number = Number(expr);
        if (number.Denominator.IsOne)
            return $"({number.Numerator})::BIGINT";
        var places = Denominators.Places(number.Denominator)!.Value;
        var scaled = Times(number.Numerator, BigInteger.Pow(10, places) / number.Denominator);
        return $"(CAST({scaled} AS DECIMAL(27, 0)) * 0.{"1".PadLeft(places, '0')})";
    }

    public string Truth(Expr expr) =>
        expr switch
        {
            Expr.Literal { Kind: Kind.Truth } l => l.Truth ? "TRUE" : "FALSE",
            Expr.Local l => Own(l.Id),
            Expr.Known k => $"({Column(k.Attribute)} IS NOT NULL)",
            Expr.Not n => $"(NOT {Truth(n.Of)})",
            Expr.Logic l => $"({Truth(l.Left)} {(l.And ? "AND" : "OR")} {Truth(l.Right)})",
            Expr.Compare c => Compare(c),
            Expr.OneOf o => $"({Other(o.Of)} IN ({string.Join(", ", o.Codes.Select(Text))}))",
            Expr.Contains c => $"list_contains({Other(c.Codes)}, {Text(c.Code)})",
            Expr.Members m => Folded(m),
            Expr.Needs n => Recorded(n, Truth(n.Of)),
            Expr.Choice c => Chosen(c, Truth(c.Then), Truth(c.Else)),
            Expr.Fact f => Fact(f.Attribute),
            _ => throw new InvalidOperationException($"{expr.GetType().Name} is no truth."),
        };

    /// <summary>A date, code, list of codes or text.</summary>
    private string Other(Expr expr) =>
        expr switch
        {
            Expr.Literal { Kind: not Kind.Truth } l => Text(l.Text),
            Expr.Fact f => Fact(f.Attribute),
            Expr.Choice c => Chosen(c, Other(c.Then), Other(c.Else)),
            _ => Truth(expr),
        };

    private SqlNumber Number(Expr expr)
    {
        switch (expr)
        {
            case Expr.Literal l:
                return Constant(l.Number);
            case Expr.Parameter { Key: null } p:
                return Constant(parameters[p.Id, null]);
            case Expr.Parameter p:
                return Keyed(p);
            case Expr.Local l:
                return new SqlNumber(Own(l.Id), Denominators.Of(l, method, parameters));
            case Expr.Fact { Attribute.Type: FactType.Decimal } f:
                return new SqlNumber($"CAST({Fact(f.Attribute)} * {Denominators.Fact} AS HUGEINT)", Denominators.Fact);
            case Expr.Fact f:
                return new SqlNumber(Fact(f.Attribute), 1);
            case Expr.CountCodes c:
                return new SqlNumber($"len({Other(c.Codes)})", 1);
            case Expr.Age a:
                return new SqlNumber(a.InMonths ? Months(Other(a.Born)) : Age(Other(a.Born)), 1);
            case Expr.Members m:
                return new SqlNumber(Folded(m), Denominators.Of(m, method, parameters));
            case Expr.Choice c:
                var (then, otherwise) = (Number(c.Then), Number(c.Else));
                var shared = Denominators.Common(then.Denominator, otherwise.Denominator);
                return new SqlNumber(Chosen(c, Over(then, shared), Over(otherwise, shared)), shared);
            case Expr.Arithmetic { Operator: "*" } a:
                var (one, by) = (Number(a.Left), Number(a.Right));
                return new SqlNumber(
                    $"(({one.Numerator})::HUGEINT * {by.Numerator})",
                    one.Denominator * by.Denominator
                );
            case Expr.Arithmetic a:
                var (left, right) = (Number(a.Left), Number(a.Right));
                var denominator = Denominators.Common(left.Denominator, right.Denominator);
                return new SqlNumber(
                    $"(({Over(left, denominator)})::HUGEINT {a.Operator} {Over(right, denominator)})",
                    denominator
                );
            case Expr.Per p:
                var (amount, divisor) = (Number(p.Amount), Number(p.Divisor));
                return new SqlNumber(
                    Times(amount.Numerator, divisor.Denominator),
                    amount.Denominator,
                    divisor.Numerator
                );
            default:
                throw new InvalidOperationException($"{expr.GetType().Name} is no number.");
        }
    }

    /// <summary>Numbers by cross-multiplication; a divisor that is not above zero leaves the answer unknown.</summary>
    private string Compare(Expr.Compare compare)
    {
        var symbol = compare.Operator switch
        {
            "==" => "=",
            "!=" => "<>",
            var other => other,
        };
        if (compare.Left.Kind is not (Kind.Number or Kind.Ratio))
            return $"({Other(compare.Left)} {symbol} {Other(compare.Right)})";
        var (left, right) = (Number(compare.Left), Number(compare.Right));
        var shared = Denominators.Common(left.Denominator, right.Denominator);
        var test = $"({Crossed(Over(left, shared), right.Per)} {symbol} {Crossed(Over(right, shared), left.Per)})";
        var positive = new[] { left.Per, right.Per }.OfType<string>().Select(per => $"{per} > 0").ToList();
        return positive.Count == 0 ? test : $"(CASE WHEN {string.Join(" AND ", positive)} THEN {test} END)";
    }

    private static string Crossed(string amount, string? per) => per is null ? amount : $"({amount})::HUGEINT * {per}";

    private static string Over(SqlNumber number, BigInteger denominator) =>
        Times(number.Numerator, denominator / number.Denominator);

    private static string Times(string sql, BigInteger factor) => factor.IsOne ? sql : $"(({sql})::HUGEINT * {factor})";

    private static SqlNumber Constant(Fraction value) =>
        new(value.Numerator.ToString(CultureInfo.InvariantCulture), value.Denominator);

    private string Chosen(Expr.Choice choice, string then, string otherwise)
    {
        var condition = Truth(choice.If);
        return $"(CASE WHEN {condition} THEN {then} WHEN NOT {condition} THEN {otherwise} END)";
    }

    private SqlNumber Keyed(Expr.Parameter parameter)
    {
        var shared = Denominators.Of(parameter, method, parameters);
        var branches = parameters
            .Keyed(parameter.Id)
            .Select(v => $" WHEN {Text(v.Key)} THEN {Over(Constant(v.Value), shared)}");
        return new SqlNumber($"(CASE {Other(parameter.Key!)}{string.Concat(branches)} END)", shared);
    }

    private static string Recorded(Expr.Needs needs, string of) =>
        $"(CASE WHEN {string.Join(" AND ", needs.Facts.Select(a => $"{Column(a)} IS NOT NULL"))} THEN {of} END)";

    private string Folded(Expr.Members fold) =>
        $"(CASE WHEN f.household_id IS NULL THEN {WithoutMembers(fold)} ELSE f.f{folds.IndexOf(fold)} END)";

    private static string WithoutMembers(Expr.Members fold) =>
        fold.Fold switch
        {
            Plan.Fold.Exists => "FALSE",
            Plan.Fold.All => "TRUE",
            Plan.Fold.Min or Plan.Fold.Max => "NULL",
            _ => "0",
        };

    private static string Fact(AttributeDef attribute)
    {
        var column = Column(attribute);
        if (attribute.Missing == MissingRule.Unknown)
            return column;
        return attribute.Type switch
        {
            FactType.Truth => $"coalesce({column}, FALSE)",
            FactType.Whole or FactType.Money or FactType.Decimal => $"coalesce({column}, 0)",
            FactType.Code => $"coalesce({column}, 'none')",
            FactType.Codes => $"coalesce({column}, []::VARCHAR[])",
            _ => column,
        };
    }

    public static string Column(AttributeDef attribute) => (attribute.OfMember ? "m." : "h.") + Quote(attribute.Id);

    private string Age(string born) =>
        $"({asOf.Year} - year({born}) - CASE WHEN month({born}) * 100 + day({born}) > {(asOf.Month * 100) + asOf.Day} THEN 1 ELSE 0 END)";

    private string Months(string born) =>
        $"(({asOf.Year} - year({born})) * 12 + {asOf.Month} - month({born}) - CASE WHEN day({born}) > {asOf.Day} THEN 1 ELSE 0 END)";

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
