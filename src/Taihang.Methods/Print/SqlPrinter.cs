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
        var passes = AsksMembers ? 1 + expressions.Folds.Select(SqlExpressions.DepthOf).DefaultIfEmpty(0).Max() : 0;
        for (var depth = 0; depth < passes; depth++)
            text.Append(Folds(depth)).Append(", ");
        text.Append("s0 AS (\n  ").Append(Base(keep, passes)).Append("\n)");
        var (stage, open, names) = (0, false, new List<string>());
        foreach (var (name, sql) in Columns())
        {
            // What uses a column of this stage begins the next.
            if (!open || names.Exists(n => sql.Contains(n, StringComparison.Ordinal)))
            {
                Close();
                (stage, open) = (stage + 1, true);
                names.Clear();
                text.Append(CultureInfo.InvariantCulture, $", s{stage} AS (\n  SELECT *");
            }
            var own = SqlExpressions.Own(name);
            text.Append(",\n    ").Append(sql).Append(" AS ").Append(own);
            names.Add(own);
        }
        Close();
        return Final(text, keep, stage);

        void Close()
        {
            if (open)
                text.Append(CultureInfo.InvariantCulture, $"\n  FROM s{stage - 1}{dialect.Fence}\n)");
        }
    }

    /// <summary>One row for each unit: its facts, and the folds over the members of its household.</summary>
    private string Base(IReadOnlyList<AttributeDef> keep, int passes)
    {
        var person = method.Unit == Unit.Person;
        var asksHousehold = method.AsksHousehold(keep);
        var facts = method
            .Facts()
            .Concat(keep)
            .Distinct()
            .Where(a => a.OfMember ? person : asksHousehold)
            .Select(SqlExpressions.Renamed);
        var heads =
            method.Heads is not null ? ""
            : person ? $", 1 AS {SqlExpressions.Own(".heads")}"
            : $", coalesce(f0.heads, 0) AS {SqlExpressions.Own(".heads")}";
        var ids = person ? $"m.household_id, m.member_id{heads}" : $"h.household_id{heads}";
        var columns = string.Join(",\n    ", facts.Concat(AsksMembers ? expressions.FoldColumns() : []).Prepend(ids));
        var of = person ? "m" : "h";
        var from = person
            ? $"member m{(asksHousehold ? " LEFT JOIN household h ON h.household_id = m.household_id" : "")}"
            : "household h";
        from += string.Concat(
            Enumerable.Range(0, passes).Select(i => $" LEFT JOIN f{i} ON f{i}.household_id = {of}.household_id")
        );
        return $"SELECT {columns}\n  FROM {from}{dialect.Fence}";
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
        Column(".mask", Sum(i => 1L << i, ""));
        Column(".unknown", Sum(i => 1L << i, " IS NULL"));
        Column(".score", Weighed(SqlExpressions.Own(".mask")));
        if (method.Cutoff is { } cutoff)
        {
            var needed = Ceiling(cutoff * new Fraction(method.Denominator, 1));
            var unknown = Weighed(SqlExpressions.Own(".unknown"));
            var score = SqlExpressions.Own(".score");
            Column(
                MethodPlan.ScorePoor,
                $"CASE WHEN {score} >= {needed} THEN TRUE WHEN {score} + {unknown} < {needed} THEN FALSE END"
            );
        }
        Column(".outcome", Outcome());
        var weight = method.Weight is null ? "1" : expressions.AsColumn(method.Weight);
        if (method.Heads is { } heads)
        {
            // Of how many persons is not known: such a household is in no figure, as one without a weight.
            var counted = expressions.AsColumn(heads);
            Column(".heads", $"greatest(coalesce({counted}, 0), 0)");
            weight = $"CASE WHEN {counted} >= 0 THEN {weight} END";
        }
        Column(".weight", weight);
        Column(".line", method.Welfare is { } w ? expressions.AsColumn(w.Line) : "NULL::BIGINT");
        Column(".amount", method.Welfare is { } a ? expressions.AsColumn(a.Amount) : "NULL::BIGINT");
        Column(".per", method.Welfare?.Per is { } per ? expressions.AsColumn(per) : "1");
        if (method.Proxy is { } test)
        {
            Column(".predicted_amount", expressions.AsColumn(test.Amount));
            Column(".predicted_per", test.Per is null ? "1" : expressions.AsColumn(test.Per));
        }
        if (Fitted is { } proxy)
        {
            for (var i = 0; i < proxy.Terms.Length; i++)
                Column($".term{i}", expressions.AsColumn(proxy.Terms[i].Number));
            if (proxy.Fit.Below is { } below)
                Column(".predicted_below", expressions.AsColumn(below));
            if (proxy.By is { } by)
                Column(".model", AsText(by.Attribute));
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
            .. method.Proxy is null ? Array.Empty<string>() : [".predicted_amount", ".predicted_per"],
            .. Fitted is { } proxy ? proxy.Terms.Select((_, i) => $".term{i}") : [],
            .. Fitted is { Fit.Below: not null } ? [".predicted_below"] : Array.Empty<string>(),
            .. Fitted is { By: not null } ? [".model"] : Array.Empty<string>(),
            .. method
                .Indicators.Select((indicator, i) => (indicator, i))
                .Where(x => x.indicator.Gap is not null)
                .SelectMany(x => new[] { $".gap_amount{x.i}", $".gap_cutoff{x.i}" }),
            .. method.Selection is { } selection
                ? selection.Order.Select((_, i) => $".order{i}").Concat([".fills", ".quota", ".place"])
                : [],
        ];

    private string Final(StringBuilder text, IReadOnlyList<AttributeDef> keep, int stage)
    {
        var counted = string.Join(", ", method.Outcomes.Where(o => o.Counted).Select(o => SqlExpressions.Text(o.Id)));
        text.Append("\nSELECT household_id, ").Append(method.Unit == Unit.Person ? "member_id, " : "");
        foreach (var column in keep)
            text.Append(SqlExpressions.Column(column))
                .Append(" AS ")
                .Append(SqlExpressions.Quote(column.Id))
                .Append(", ");
        text.Append(Out(".outcome", "outcome"))
            .Append(counted.Length == 0 ? ", FALSE" : $", {SqlExpressions.Own(".outcome")} IN ({counted})")
            .Append(" AS counted");
        foreach (var name in new[] { ".heads", ".weight", ".score", ".mask" })
            text.Append(", ").Append(Out(name, name.TrimStart('.')));
        text.Append(", ").Append(Out(".unknown", "unknown_mask"));
        foreach (var name in new[] { ".line", ".amount", ".per" }.Concat(Optional()))
            text.Append(", ").Append(Out(name, name.TrimStart('.')));
        return text.Append(CultureInfo.InvariantCulture, $"\nFROM s{stage}").ToString();

        static string Out(string own, string name) => $"{SqlExpressions.Own(own)} AS {name}";
    }

    /// <summary>A test whose terms are wanted one by one, to be fitted; where its score is used, that is enough.</summary>
    private ProxyPlan? Fitted => method.Derived.Any(d => d.Id == MethodPlan.ProxyScore) ? null : method.Proxy;

    private bool AsksMembers => method.Unit == Unit.Household ? method.AsksMembers : !expressions.Folds.IsEmpty;

    private static string AsText(AttributeDef attribute) => $"CAST({SqlExpressions.Column(attribute)} AS VARCHAR)";

    /// <summary>One pass over the members, one row per household that has any: the folds of one depth, which may ask the less deep.</summary>
    private string Folds(int depth)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"f{depth} AS (\n  SELECT m.household_id, count(*) AS heads");
        var here = expressions.Folds.Where(f => SqlExpressions.DepthOf(f) == depth).ToList();
        foreach (var column in expressions.FoldSums(depth))
            text.Append(",\n    ").Append(column);
        var facts = here.SelectMany(f => f.WithParts())
            .Select(e => e is Expr.Fact f ? f.Attribute : (e as Expr.Known)?.Attribute)
            .OfType<AttributeDef>()
            .Distinct()
            .ToList();
        var earlier = expressions.Earlier(here.SelectMany(SqlExpressions.Within));
        text.Append("\n  FROM (SELECT ")
            .AppendJoin(", ", facts.Select(SqlExpressions.Renamed).Concat(earlier).Prepend("m.household_id"));
        text.Append(" FROM member m");
        if (facts.Exists(a => !a.OfMember))
            text.Append(" LEFT JOIN household h ON h.household_id = m.household_id");
        for (var i = 0; i < depth; i++)
            text.Append(CultureInfo.InvariantCulture, $" JOIN f{i} ON f{i}.household_id = m.household_id");
        return text.Append(dialect.Fence).Append(") AS m\n  GROUP BY m.household_id\n)").ToString();
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

    /// <summary>The weights of the indicators whose bits are set: indicators of one weight are counted together.</summary>
    private string Weighed(string bits)
    {
        var parts = method
            .Indicators.Select((indicator, i) => (indicator.WeightNumerator, Bit: 1L << i))
            .Where(i => i.WeightNumerator != 0)
            .GroupBy(i => i.WeightNumerator)
            .Select(g => $"{g.Key} * {dialect.Bits($"{bits} & {g.Sum(i => i.Bit)}")}");
        return $"CAST({string.Join(" + ", parts.DefaultIfEmpty("0"))} AS BIGINT)";
    }

    private static BigInteger Ceiling(Fraction value) =>
        BigInteger.Divide(value.Numerator + value.Denominator - 1, value.Denominator);
}
