using System.Globalization;
using System.Numerics;
using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Methods.Print;

/// <summary>
/// Prints a method as one DuckDB query over two tables, <c>household(household_id, …)</c> and <c>member(household_id, member_id, …)</c>, whose
/// columns are dictionary attributes. Members are folded in one pass, households decided in another; numbers are whole numbers over
/// known denominators, ratios are compared by cross-multiplication, so no decision rounds.
/// </summary>
public sealed class DuckDbPrinter
{
    private readonly MethodPlan method;
    private readonly DuckDbExpressions expressions;

    private DuckDbPrinter(MethodPlan method, ParameterValues parameters, DateOnly asOf) =>
        (this.method, expressions) = (method, new DuckDbExpressions(method, parameters, asOf));

    /// <returns>
    /// A SELECT of household_id (and member_id for persons), outcome, counted, heads, weight, score, mask, unknown_mask, line, amount and per,
    /// and the columns named in <paramref name="keep"/>.
    /// </returns>
    public static string Print(
        MethodPlan method,
        ParameterValues parameters,
        DateOnly asOf,
        IReadOnlyList<AttributeDef> keep
    ) => new DuckDbPrinter(method, parameters, asOf).Print(keep);

    private string Print(IReadOnlyList<AttributeDef> keep)
    {
        var text = new StringBuilder("WITH ");
        var person = method.Unit == Unit.Person;
        if (AsksMembers)
            text.Append(Folds()).Append(", ");
        text.Append("decided AS (\n  SELECT ")
            .Append(person ? "m.household_id, m.member_id, 1 AS " : "h.household_id, coalesce(f.heads, 0) AS ")
            .Append(DuckDbExpressions.Own(".heads"));
        foreach (var column in keep)
            text.Append(", ").Append(DuckDbExpressions.Column(column));
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
            var score = DuckDbExpressions.Own(".score");
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
        if (method.Proxy is { } proxy)
        {
            for (var i = 0; i < proxy.Terms.Length; i++)
                Column($".term{i}", expressions.AsColumn(proxy.Terms[i].Number));
            Column(".predicted_amount", expressions.AsColumn(proxy.Amount));
            Column(".predicted_per", proxy.Per is null ? "1" : expressions.AsColumn(proxy.Per));
        }
        text.Append(
            person
                ? $"\n  FROM member m{(method.AsksHousehold(keep) ? " LEFT JOIN household h ON h.household_id = m.household_id" : "")}{(AsksMembers ? " LEFT JOIN f ON f.household_id = m.household_id" : "")}\n)"
                : "\n  FROM household h LEFT JOIN f ON f.household_id = h.household_id\n)"
        );
        var counted = string.Join(
            ", ",
            method.Outcomes.Where(o => o.Counted).Select(o => DuckDbExpressions.Text(o.Id))
        );
        text.Append("\nSELECT household_id, ").Append(person ? "member_id, " : "");
        foreach (var column in keep)
            text.Append(DuckDbExpressions.Quote(column.Id)).Append(", ");
        text.Append(Out(".outcome", "outcome"))
            .Append(counted.Length == 0 ? ", FALSE" : $", {DuckDbExpressions.Own(".outcome")} IN ({counted})")
            .Append(" AS counted");
        foreach (var name in new[] { ".heads", ".weight", ".score", ".mask" })
            text.Append(", ").Append(Out(name, name.TrimStart('.')));
        text.Append(", ").Append(Out(".unknown", "unknown_mask"));
        foreach (var name in new[] { ".line", ".amount", ".per" })
            text.Append(", ").Append(Out(name, name.TrimStart('.')));
        if (method.Survey is not null)
            foreach (var name in new[] { ".stratum", ".psu" })
                text.Append(", ").Append(Out(name, name.TrimStart('.')));
        if (method.Proxy is { } fitted)
            foreach (
                var name in fitted.Terms.Select((_, i) => $".term{i}").Concat([".predicted_amount", ".predicted_per"])
            )
                text.Append(", ").Append(Out(name, name.TrimStart('.')));
        return text.Append("\nFROM decided").ToString();

        void Column(string name, string sql) =>
            text.Append(",\n    ").Append(sql).Append(" AS ").Append(DuckDbExpressions.Own(name));

        static string Out(string own, string name) => $"{DuckDbExpressions.Own(own)} AS {name}";
    }

    private bool AsksMembers => method.Unit == Unit.Household || !expressions.Folds.IsEmpty;

    private static string AsText(AttributeDef attribute) => $"CAST({DuckDbExpressions.Column(attribute)} AS VARCHAR)";

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
            return DuckDbExpressions.Text(method.Outcomes[^1].Id);
        var text = new StringBuilder("CASE");
        foreach (var exclusion in method.Exclusions)
            Branch(exclusion.When, Evaluate.Evaluator.Excluded);
        foreach (var outcome in method.Outcomes.Where(o => o.When is not null))
            Branch(outcome.When!, outcome.Id);
        return text.Append(CultureInfo.InvariantCulture, $" ELSE {DuckDbExpressions.Text(method.Outcomes[^1].Id)} END")
            .ToString();

        void Branch(Expr when, string id)
        {
            var sql = expressions.Truth(when);
            text.Append(
                CultureInfo.InvariantCulture,
                $" WHEN {sql} THEN {DuckDbExpressions.Text(id)} WHEN ({sql}) IS NULL THEN '{MethodPlan.Unknown}'"
            );
        }
    }

    private string Sum(Func<int, long> weight, string test)
    {
        var parts = method.Indicators.Select(
            (indicator, i) =>
                $"CASE WHEN {DuckDbExpressions.Own(indicator.Id)}{test} THEN {weight(i)} ELSE 0 END::BIGINT"
        );
        return $"({string.Join(" + ", parts.DefaultIfEmpty("0"))})::BIGINT";
    }

    private static BigInteger Ceiling(Fraction value) =>
        BigInteger.Divide(value.Numerator + value.Denominator - 1, value.Denominator);
}
