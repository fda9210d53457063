using System.Globalization;
using System.Numerics;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Print;

/// <summary>
/// Prints a method as one DuckDB query over two tables, <c>household(household_id, …)</c> and <c>member(household_id, member_id, …)</c>, whose
/// columns are dictionary attributes. SQL's NULL is the unknown of the language, its AND and OR are Kleene's. Members are folded in
/// one pass, households decided in another; numbers stay integers or decimals, ratios are compared by cross-multiplication.
/// </summary>
public sealed class DuckDbPrinter
{
    private readonly MethodPlan method;
    private readonly ParameterValues parameters;
    private readonly DateOnly asOf;
    private readonly List<Expr.Members> folds;

    private DuckDbPrinter(MethodPlan method, ParameterValues parameters, DateOnly asOf)
    {
        (this.method, this.parameters, this.asOf) = (method, parameters, asOf);
        folds = [.. method.Expressions().OfType<Expr.Members>().Distinct()];
    }

    /// <returns>
    /// A SELECT of household_id (and member_id for persons), outcome, counted, heads, weight, score, mask, unknown_mask, line, amount and per,
    /// and the columns named in <paramref name="keep"/>.
    /// </returns>
    public static string Print(
        MethodPlan method,
        ParameterValues parameters,
        DateOnly asOf,
        IReadOnlyList<string> keep
    ) => new DuckDbPrinter(method, parameters, asOf).Print(keep);

    private string Print(IReadOnlyList<string> keep)
    {
        var text = new StringBuilder("WITH ");
        var person = method.Unit == Unit.Person;
        if (!person)
        {
            text.Append("f AS (\n  SELECT m.household_id, count(*) AS heads");
            for (var i = 0; i < folds.Count; i++)
                text.Append(",\n    ").Append(FoldSql(folds[i])).Append(" AS f").Append(i);
            text.Append("\n  FROM member m");
            if (
                folds
                    .SelectMany(f => f.Of?.WithParts() ?? [])
                    .Any(e =>
                        e
                            is Expr.Fact { Attribute.Level: Level.Household }
                                or Expr.Known { Attribute.Level: Level.Household }
                    )
            )
                text.Append(" JOIN household h ON h.household_id = m.household_id");
            text.Append("\n  GROUP BY m.household_id\n), ");
        }
        text.Append("decided AS (\n  SELECT ")
            .Append(person ? "m.household_id, m.member_id, 1" : "h.household_id, coalesce(f.heads, 0)")
            .Append(" AS heads");
        foreach (var column in keep)
            text.Append(", ").Append(person ? "m." : "h.").Append(Quote(column));
        foreach (var derived in method.Derived)
            Local(derived.Id, derived.Is);
        foreach (var indicator in method.Indicators)
            Local(indicator.Id, indicator.When);
        Column("score", Sum(i => method.Indicators[i].WeightNumerator, " "));
        Column("mask", Sum(i => 1L << i, " "));
        Column("unknown_mask", Sum(i => 1L << i, " IS NULL "));
        if (method.Cutoff is { } cutoff)
        {
            var needed = Ceiling(cutoff * new Fraction(method.Denominator, 1));
            var unknown = Sum(i => method.Indicators[i].WeightNumerator, " IS NULL ");
            Column(
                "l_" + MethodPlan.ScorePoor,
                $"CASE WHEN score >= {needed} THEN TRUE WHEN score + {unknown} < {needed} THEN FALSE END"
            );
        }
        Column("outcome", Outcome());
        Column("weight", method.Weight is null ? "1" : Sql(method.Weight));
        Column("line", method.Welfare is { } w ? Sql(w.Line) : "NULL::BIGINT");
        Column("amount", method.Welfare is { } a ? Sql(a.Amount) : "NULL::BIGINT");
        Column("per", method.Welfare?.Per is { } per ? Sql(per) : "1");
        text.Append(
            person ? "\n  FROM member m\n)" : "\n  FROM household h LEFT JOIN f ON f.household_id = h.household_id\n)"
        );
        var counted = string.Join(", ", method.Outcomes.Where(o => o.Counted).Select(o => $"'{o.Id}'"));
        text.Append("\nSELECT household_id, ").Append(person ? "member_id, " : "");
        foreach (var column in keep)
            text.Append(Quote(column)).Append(", ");
        text.Append("outcome, ")
            .Append(counted.Length == 0 ? "FALSE" : $"outcome IN ({counted})")
            .Append(" AS counted, heads, weight, score, mask, unknown_mask, line, amount, per\nFROM decided");
        return text.ToString();

        void Local(string id, Expr expr) => Column("l_" + id, Sql(expr));

        void Column(string name, string sql) => text.Append(",\n    ").Append(sql).Append(" AS ").Append(name);
    }

    private string Outcome()
    {
        var text = new StringBuilder("CASE");
        foreach (var exclusion in method.Exclusions)
            Branch(exclusion.When, Evaluate.Evaluator.Excluded);
        foreach (var outcome in method.Outcomes.Where(o => o.When is not null))
            Branch(outcome.When!, outcome.Id);
        return text.Append(CultureInfo.InvariantCulture, $" ELSE '{method.Outcomes[^1].Id}' END").ToString();

        void Branch(Expr when, string id)
        {
            var sql = Sql(when);
            text.Append(
                CultureInfo.InvariantCulture,
                $" WHEN {sql} THEN '{id}' WHEN ({sql}) IS NULL THEN '{MethodPlan.Unknown}'"
            );
        }
    }

    private string Sum(Func<int, long> weight, string test)
    {
        var parts = Enumerable
            .Range(0, method.Indicators.Length)
            .Select(i => $"CASE WHEN l_{method.Indicators[i].Id}{test}THEN {weight(i)} ELSE 0 END");
        return $"({string.Join(" + ", parts.DefaultIfEmpty("0"))})::BIGINT";
    }

    private string FoldSql(Expr.Members fold)
    {
        if (fold.Of is null)
            return "count(*)";
        var of = Sql(fold.Of);
        return fold.Fold switch
        {
            Fold.Exists => $"CASE WHEN bool_or({of}) THEN TRUE WHEN count(*) > count({of}) THEN NULL ELSE FALSE END",
            Fold.All => $"CASE WHEN NOT bool_and({of}) THEN FALSE WHEN count(*) > count({of}) THEN NULL ELSE TRUE END",
            Fold.Count => $"CASE WHEN count(*) > count({of}) THEN NULL ELSE count(*) FILTER (WHERE {of}) END",
            _ => $"CASE WHEN count(*) > count({of}) THEN NULL ELSE {fold.Fold.ToString().ToLowerInvariant()}({of}) END",
        };
    }

    private string Sql(Expr expr) =>
        expr switch
        {
            Expr.Literal { Kind: Kind.Truth } l => l.Truth ? "TRUE" : "FALSE",
            Expr.Literal { Kind: Kind.Number } l => Number(l.Number),
            Expr.Literal l => Text(l.Text),
            Expr.Fact f => Fact(f.Attribute),
            Expr.Known k => $"({Column(k.Attribute)} IS NOT NULL)",
            Expr.Local l => $"l_{l.Id}",
            Expr.Parameter { Key: null } p => Number(parameters[p.Id, null]),
            Expr.Parameter p => Keyed(p),
            Expr.Not n => $"(NOT {Sql(n.Of)})",
            Expr.Logic l => $"({Sql(l.Left)} {(l.And ? "AND" : "OR")} {Sql(l.Right)})",
            Expr.Compare c => Compare(c),
            Expr.OneOf o => $"({Sql(o.Of)} IN ({string.Join(", ", o.Codes.Select(Text))}))",
            Expr.Contains c => $"list_contains({Sql(c.Codes)}, {Text(c.Code)})",
            Expr.CountCodes c => $"len({Sql(c.Codes)})",
            Expr.Arithmetic { Operator: "*" } a => $"({Wide(a.Left)} * {Sql(a.Right)})",
            Expr.Arithmetic a => $"({Sql(a.Left)} {a.Operator} {Sql(a.Right)})",
            Expr.Choice c => $"(CASE WHEN {Sql(c.If)} THEN {Sql(c.Then)} WHEN NOT {Sql(c.If)} THEN {Sql(c.Else)} END)",
            Expr.Age a => Age(Sql(a.Born)),
            Expr.Members m =>
                $"(CASE WHEN f.household_id IS NULL THEN {WithoutMembers(m)} ELSE f.f{folds.IndexOf(m)} END)",
            _ => throw new InvalidOperationException($"{expr.GetType().Name} has no SQL of its own."),
        };

    private static string WithoutMembers(Expr.Members fold) =>
        fold.Fold switch
        {
            Fold.Exists => "FALSE",
            Fold.All => "TRUE",
            Fold.Min or Fold.Max => "NULL",
            _ => "0",
        };

    /// <summary>Both sides as numerator over divisor; a divisor that is not above zero leaves the answer unknown.</summary>
    private string Compare(Expr.Compare compare)
    {
        var symbol = compare.Operator switch
        {
            "==" => "=",
            "!=" => "<>",
            var other => other,
        };
        if (compare.Left.Kind is not (Kind.Number or Kind.Ratio))
            return $"({Sql(compare.Left)} {symbol} {Sql(compare.Right)})";
        var (left, leftPer) = Over(compare.Left);
        var (right, rightPer) = Over(compare.Right);
        if (rightPer is not null)
            left = $"{left} * {rightPer}";
        if (leftPer is not null)
            right = $"{right} * {leftPer}";
        var test = $"({left} {symbol} {right})";
        var positive = string.Join(
            " AND ",
            new[] { compare.Left, compare.Right }.OfType<Expr.Per>().Select(p => $"{Sql(p.Divisor)} > 0")
        );
        return positive.Length == 0 ? test : $"(CASE WHEN {positive} THEN {test} END)";
    }

    private (string Amount, string? Divisor) Over(Expr expr) =>
        expr switch
        {
            Expr.Per p => (Wide(p.Amount), Sql(p.Divisor)),
            Expr.Literal { Number: var n } when n.Denominator > 1 => (
                $"{n.Numerator}::HUGEINT",
                n.Denominator.ToString(CultureInfo.InvariantCulture)
            ),
            Expr.Parameter { Key: null } p when parameters[p.Id, null] is { } n && n.Denominator > 1 => (
                $"{n.Numerator}::HUGEINT",
                n.Denominator.ToString(CultureInfo.InvariantCulture)
            ),
            _ => (Wide(expr), null),
        };

    /// <summary>Room for products: whole numbers go to 128 bits, decimals have their own.</summary>
    private string Wide(Expr expr) => IsWhole(expr) ? $"({Sql(expr)})::HUGEINT" : Sql(expr);

    private bool IsWhole(Expr expr) =>
        expr switch
        {
            Expr.Literal l => l.Number.Denominator.IsOne,
            Expr.Fact f => f.Attribute.Type != FactType.Decimal,
            Expr.Local l => IsWhole(method.Derived.First(d => d.Id == l.Id).Is),
            Expr.Parameter p => parameters
                .Values.Where(v => v.Key == p.Id || v.Key.StartsWith(p.Id + "[", StringComparison.Ordinal))
                .All(v => v.Value.Denominator.IsOne),
            Expr.Choice c => IsWhole(c.Then) && IsWhole(c.Else),
            Expr.Members { Of: { Kind: Kind.Number } of } => IsWhole(of),
            Expr.Arithmetic a => IsWhole(a.Left) && IsWhole(a.Right),
            _ => true,
        };

    private string Fact(AttributeDef attribute)
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

    private static string Column(AttributeDef attribute) =>
        (attribute.Level == Level.Household ? "h." : "m.") + Quote(attribute.Id);

    private string Keyed(Expr.Parameter parameter)
    {
        var text = new StringBuilder("(CASE ").Append(Sql(parameter.Key!));
        foreach (
            var (name, value) in parameters.Values.Where(v =>
                v.Key.StartsWith(parameter.Id + "[", StringComparison.Ordinal)
            )
        )
            text.Append(
                CultureInfo.InvariantCulture,
                $" WHEN {Text(name[(parameter.Id.Length + 1)..^1])} THEN {Number(value)}"
            );
        return text.Append(" END)").ToString();
    }

    private string Age(string born) =>
        $"({asOf.Year} - year({born}) - CASE WHEN month({born}) * 100 + day({born}) > {(asOf.Month * 100) + asOf.Day} THEN 1 ELSE 0 END)";

    /// <summary>A whole number or an exact decimal; a fraction that is neither can only be compared.</summary>
    private static string Number(Fraction number)
    {
        if (number.Denominator.IsOne)
            return number.Numerator.ToString(CultureInfo.InvariantCulture);
        for (var (places, scale) = (1, new BigInteger(10)); places <= 9; places++, scale *= 10)
            if ((scale % number.Denominator).IsZero)
            {
                var digits = BigInteger
                    .Abs(number.Numerator * (scale / number.Denominator))
                    .ToString(CultureInfo.InvariantCulture)
                    .PadLeft(places + 1, '0');
                return (number < Fraction.Zero ? "-" : "") + digits[..^places] + "." + digits[^places..];
            }
        throw new InvalidOperationException($"{number} cannot be written as a decimal; compare it instead.");
    }

    private static BigInteger Ceiling(Fraction value) =>
        BigInteger.Divide(value.Numerator + value.Denominator - 1, value.Denominator);

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
