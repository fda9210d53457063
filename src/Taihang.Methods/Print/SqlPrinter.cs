using System.Globalization;
using System.Numerics;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Print;

/// <summary>
/// Prints a method as one query, for DuckDB or PostgreSQL, over two tables, <c>household(household_id, …)</c> and <c>member(household_id, member_id, …)</c>, whose
/// columns are dictionary attributes. Members are folded in one pass, households decided in another; numbers are whole numbers over
/// known denominators, ratios are compared by cross-multiplication, so no decision rounds.
/// </summary>
public sealed class SqlPrinter
{
    private readonly SqlDialect dialect;
    private readonly MethodPlan method;
    private readonly SqlExpressions expressions;

    private SqlPrinter(SqlDialect dialect, MethodPlan method, ParameterValues parameters, DateOnly asOf) =>
        (this.dialect, this.method, expressions) = (
            dialect,
            method,
            new SqlExpressions(dialect, method, parameters, asOf)
        );

    /// <returns>
    /// A SELECT of household_id (and member_id for persons), outcome, counted, heads, weight, score, mask, unknown_mask, line, amount and per,
    /// and the columns named in <paramref name="keep"/>.
    /// </returns>
    public static string Print(
        SqlDialect dialect,
        MethodPlan method,
        ParameterValues parameters,
        DateOnly asOf,
        IReadOnlyList<AttributeDef> keep
    ) => new SqlPrinter(dialect, method, parameters, asOf).Print(keep);

    private string Print(IReadOnlyList<AttributeDef> keep)
    {
        var text = new StringBuilder("WITH ");
        var person = method.Unit == Unit.Person;
        if (AsksMembers)
            text.Append(Folds()).Append(", ");
        var columns = Columns();
        text.Append("decided AS (\n  SELECT ")
            .Append(person ? "m.household_id, m.member_id, 1 AS " : "h.household_id, coalesce(f.heads, 0) AS ")
            .Append(SqlExpressions.Own(".heads"));
        foreach (var column in keep)
            text.Append(", ").Append(SqlExpressions.Column(column));
        foreach (var (name, sql) in columns)
            text.Append(",\n    ")
                .Append(dialect.ColumnsSeeEarlierOnes ? sql + " AS " : "")
                .Append(SqlExpressions.Own(name));
        text.Append(
            person
                ? $"\n  FROM member m{(method.AsksHousehold(keep) ? " LEFT JOIN household h ON h.household_id = m.household_id" : "")}{(AsksMembers ? " LEFT JOIN f ON f.household_id = m.household_id" : "")}"
                : "\n  FROM household h LEFT JOIN f ON f.household_id = h.household_id"
        );
        // OFFSET 0 keeps each from being written out anew wherever it is used.
        if (!dialect.ColumnsSeeEarlierOnes)
            foreach (var ((name, sql), i) in columns.Select((c, i) => (c, i)))
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n    CROSS JOIN LATERAL (SELECT {sql} AS {SqlExpressions.Own(name)} OFFSET 0) AS l{i}"
                );
        text.Append("\n)");
        return Final(text, keep);
    }

    /// <summary>Everything worked out for a unit, each by name; later ones use the earlier.</summary>
    private List<(string Name, string Sql)> Columns()
    {
        var columns = new List<(string, string)>();
        if (method.Survey is { } survey)
        {
            Column(".stratum", AsText(survey.Strata));
            Column(".psu", AsText(survey.Psu));
        }
        foreach (var derived in method.Derived)
            Column(derived.Id, expressions.Local(derived.Is));
        foreach (var indicator in method.Indicators)
            Column(indicator.Id, expressions.Local(indicator.When));
        Column(".score", Sum(i => method.Indicators[i].WeightNumerator, ""));
        Column(".mask", Sum(i => 1L << i, ""));
        Column(".unknown", Sum(i => 1L << i, " IS NULL"));
        if (method.Cutoff is { } cutoff)
        {
            var needed = Ceiling(cutoff * new Fraction(method.Denominator, 1));
            var unknown = Sum(i => method.Indicators[i].WeightNumerator, " IS NULL");
            var score = SqlExpressions.Own(".score");
            Column(
                MethodPlan.ScorePoor,
                $"CASE WHEN {score} >= {needed} THEN TRUE WHEN {score} + {unknown} < {needed} THEN FALSE END"
            );
        }
        Column(".outcome", Outcome());
        Column(".weight", method.Weight is null ? "1" : expressions.AsColumn(method.Weight));
        Column(".line", method.Welfare is { } w ? expressions.AsColumn(w.Line) : "NULL::BIGINT");
        Column(".amount", method.Welfare is { } a ? expressions.AsColumn(a.Amount) : "NULL::BIGINT");
        Column(".per", method.Welfare?.Per is { } per ? expressions.AsColumn(per) : "1");
        if (Fitted is { } proxy)
        {
            for (var i = 0; i < proxy.Terms.Length; i++)
                Column($".term{i}", expressions.AsColumn(proxy.Terms[i].Number));
            Column(".predicted_amount", expressions.AsColumn(proxy.Amount));
            Column(".predicted_per", proxy.Per is null ? "1" : expressions.AsColumn(proxy.Per));
        }
        for (var i = 0; i < method.Indicators.Length; i++)
            if (method.Indicators[i].Gap is { } gap)
            {
                Column($".gap_amount{i}", expressions.AsColumn(gap.Amount));
                Column($".gap_cutoff{i}", expressions.AsColumn(gap.Cutoff));
            }
        if (method.Selection is { } selection)
        {
            var unknown = SqlExpressions.Own(".unknown");
            Column(MethodPlan.WeightedScore, $"CASE WHEN {unknown} = 0 THEN {SqlExpressions.Own(".score")} END");
            for (var i = 0; i < selection.Order.Length; i++)
                Column($".order{i}", expressions.AsColumn(selection.Order[i].By));
            Column(".fills", expressions.AsColumn(selection.Fills));
            Column(".quota", expressions.AsColumn(selection.Quota));
            Column(".place", selection.Per is { } place ? AsText(place.Attribute) : "''");
        }
        return columns;

        void Column(string name, string sql) => columns.Add((name, sql));
    }

    /// <summary>Columns that only some methods have, as the result calls them.</summary>
    private IEnumerable<string> Optional() =>
        [
            .. method.Survey is null ? Array.Empty<string>() : [".stratum", ".psu"],
            .. Fitted is { } proxy
                ? proxy.Terms.Select((_, i) => $".term{i}").Concat([".predicted_amount", ".predicted_per"])
                : [],
            .. method
                .Indicators.Select((indicator, i) => (indicator, i))
                .Where(x => x.indicator.Gap is not null)
                .SelectMany(x => new[] { $".gap_amount{x.i}", $".gap_cutoff{x.i}" }),
            .. method.Selection is { } selection
                ? selection.Order.Select((_, i) => $".order{i}").Concat([".fills", ".quota", ".place"])
                : [],
        ];

    private string Final(StringBuilder text, IReadOnlyList<AttributeDef> keep)
    {
        var counted = string.Join(", ", method.Outcomes.Where(o => o.Counted).Select(o => SqlExpressions.Text(o.Id)));
        text.Append("\nSELECT household_id, ").Append(method.Unit == Unit.Person ? "member_id, " : "");
        foreach (var column in keep)
            text.Append(SqlExpressions.Quote(column.Id)).Append(", ");
        text.Append(Out(".outcome", "outcome"))
            .Append(counted.Length == 0 ? ", FALSE" : $", {SqlExpressions.Own(".outcome")} IN ({counted})")
            .Append(" AS counted");
        foreach (var name in new[] { ".heads", ".weight", ".score", ".mask" })
            text.Append(", ").Append(Out(name, name.TrimStart('.')));
        text.Append(", ").Append(Out(".unknown", "unknown_mask"));
        foreach (var name in new[] { ".line", ".amount", ".per" }.Concat(Optional()))
            text.Append(", ").Append(Out(name, name.TrimStart('.')));
        return text.Append("\nFROM decided").ToString();

        static string Out(string own, string name) => $"{SqlExpressions.Own(own)} AS {name}";
    }

    /// <summary>A test whose terms are wanted one by one, to be fitted; where its score is used, that is enough.</summary>
    private ProxyPlan? Fitted => method.Derived.Any(d => d.Id == MethodPlan.ProxyScore) ? null : method.Proxy;

    private bool AsksMembers => method.Unit == Unit.Household || !expressions.Folds.IsEmpty;

    private static string AsText(AttributeDef attribute) => $"CAST({SqlExpressions.Column(attribute)} AS VARCHAR)";

    private static bool Carried(Expr expr) =>
        expr is Expr.Fact { Attribute.OfMember: false } or Expr.Known { Attribute.OfMember: false };

    /// <summary>One pass over the members, one row per household that has any.</summary>
    private string Folds()
    {
        var text = new StringBuilder("f AS (\n  SELECT m.household_id, count(*) AS heads");
        for (var i = 0; i < expressions.Folds.Length; i++)
            text.Append(",\n    ").Append(expressions.Fold(expressions.Folds[i])).Append(" AS f").Append(i);
        text.Append("\n  FROM member m");
        if (expressions.Folds.SelectMany(f => f.Of?.WithParts() ?? []).Any(Carried))
            text.Append(" LEFT JOIN household h ON h.household_id = m.household_id");
        return text.Append("\n  GROUP BY m.household_id\n)").ToString();
    }

    private string Outcome()
    {
        if (method.Exclusions.IsEmpty && method.Outcomes.All(o => o.When is null))
            return SqlExpressions.Text(method.Outcomes[^1].Id);
        var text = new StringBuilder("CASE");
        foreach (var exclusion in method.Exclusions)
            Branch(exclusion.When, Evaluate.Evaluator.Excluded);
        foreach (var outcome in method.Outcomes.Where(o => o.When is not null))
            Branch(outcome.When!, outcome.Id);
        return text.Append(CultureInfo.InvariantCulture, $" ELSE {SqlExpressions.Text(method.Outcomes[^1].Id)} END")
            .ToString();

        void Branch(Expr when, string id)
        {
            var sql = expressions.Truth(when);
            text.Append(
                CultureInfo.InvariantCulture,
                $" WHEN {sql} THEN {SqlExpressions.Text(id)} WHEN ({sql}) IS NULL THEN '{MethodPlan.Unknown}'"
            );
        }
    }

    private string Sum(Func<int, long> weight, string test)
    {
        var parts = method.Indicators.Select(
            (indicator, i) => $"CASE WHEN {SqlExpressions.Own(indicator.Id)}{test} THEN {weight(i)} ELSE 0 END::BIGINT"
        );
        return $"({string.Join(" + ", parts.DefaultIfEmpty("0"))})::BIGINT";
    }

    private static BigInteger Ceiling(Fraction value) =>
        BigInteger.Divide(value.Numerator + value.Denominator - 1, value.Denominator);
}
