using System.Numerics;
using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Print;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>One identification, with what replays it.</summary>
/// <param name="WithoutWeight">Units whose weight is missing or below zero: in the result, in no figure.</param>
public sealed record IdentifySummary(
    string Pack,
    string Method,
    string PackHash,
    string ParameterHash,
    DateOnly AsOf,
    long Rows,
    long Excluded,
    long WithoutWeight,
    IReadOnlyDictionary<string, long> UnknownByIndicator,
    IReadOnlyList<string> NotCarried,
    GroupFigures All,
    IReadOnlyList<GroupFigures> Groups,
    IReadOnlyList<SelectionFigures> Selection
);

/// <summary>Runs a method's printed query over the two tables and sums it up; every sum is of integers or decimals, so any number of threads gives the same figures.</summary>
public static class Identify
{
    /// <summary>The table that a run leaves behind, one row per unit.</summary>
    public const string Result = "result";

    public static Outcome<IdentifySummary> Run(
        DuckDbEngine engine,
        Pack pack,
        MethodPlan method,
        ParameterValues parameters,
        DateOnly asOf,
        IReadOnlyList<string> by,
        IReadOnlyList<string> notCarried
    )
    {
        try
        {
            engine.Execute(
                $"CREATE OR REPLACE TEMP TABLE {Result} AS {SqlPrinter.Print(SqlDialect.DuckDb, method, parameters, asOf, Kept(pack, method, by))}"
            );
            var selection = SelectUnits.Run(engine, method);
            var counts = Counts(engine, method);
            var groups = new List<GroupFigures>();
            foreach (var column in by)
            foreach (
                var value in engine.Query(
                    $"SELECT DISTINCT CAST({DuckDbEngine.Name(column)} AS VARCHAR) AS v FROM {Result} WHERE {DuckDbEngine.Name(column)} IS NOT NULL ORDER BY v",
                    r => r.GetString(0)
                )
            )
                groups.Add(Figures(engine, method, column, value));
            return new IdentifySummary(
                pack.Id,
                method.Id,
                pack.Hash,
                parameters.Hash,
                asOf,
                counts[0],
                counts[1],
                counts[2],
                method
                    .Indicators.Select((indicator, i) => (indicator.Id, Count: counts[3 + i]))
                    .ToDictionary(c => c.Id, c => c.Count),
                notCarried,
                Figures(engine, method, null, null),
                groups,
                selection
            );
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.Unreadable(error.Message.Split('\n')[0]);
        }
    }

    /// <summary>The attributes that figures are grouped by; of a person their own before those the household carries.</summary>
    public static IReadOnlyList<AttributeDef> Kept(Pack pack, MethodPlan method, IReadOnlyList<string> by) =>
        [
            .. by.Select(id =>
                (method.Unit == Unit.Person ? pack.Dictionary.Find(Level.Member, id) : null)
                ?? pack.Dictionary.Carried(id)!
            ),
        ];

    /// <summary>Rows, excluded, without a weight, and of whom each indicator is unknown; in one pass.</summary>
    private static long[] Counts(DuckDbEngine engine, MethodPlan method)
    {
        var assessed = $"outcome <> '{Evaluator.Excluded}'";
        var unknown = method.Indicators.Select(
            (_, i) => $", count(*) FILTER (WHERE {assessed} AND unknown_mask & {1L << i} <> 0)"
        );
        return engine.Query(
            $"""
            SELECT count(*), count(*) FILTER (WHERE NOT {assessed}), count(*) FILTER (WHERE {assessed} AND NOT coalesce(weight >= 0, FALSE))
                   {string.Concat(unknown)}
            FROM {Result}
            """,
            r => Enumerable.Range(0, 3 + method.Indicators.Length).Select(r.GetInt64).ToArray()
        )[0];
    }

    private static GroupFigures Figures(DuckDbEngine engine, MethodPlan method, string? by, string? value)
    {
        var where =
            $"outcome <> '{Evaluator.Excluded}' AND weight >= 0"
            + (by is null ? "" : $" AND CAST({DuckDbEngine.Name(by)} AS VARCHAR) = {DuckDbEngine.Quote(value!)}");
        var outcomes = engine
            .Query(
                $"SELECT outcome, count(*), CAST(coalesce(sum(CAST(heads AS DECIMAL(18, 4)) * weight), 0) AS VARCHAR) FROM {Result} WHERE {where} GROUP BY outcome ORDER BY outcome",
                r =>
                    (Outcome: r.GetString(0), Figures: new OutcomeFigures(r.GetInt64(1), decimal.Parse(r.GetString(2))))
            )
            .ToDictionary(r => r.Outcome, r => r.Figures);
        var population = outcomes.Values.Sum(o => o.Population);
        var counted = method.Outcomes.Where(o => o.Counted).Sum(o => outcomes.GetValueOrDefault(o.Id).Population);
        return new GroupFigures(
            by,
            value,
            outcomes.Values.Sum(o => o.Units),
            population,
            outcomes,
            counted,
            method.Welfare is null ? null : Gaps(engine, where),
            method.Cutoff is null ? null : Adjusted(engine, method, where)
        );
    }

    /// <summary>
    /// P0, P1, P2 (Foster, Greer and Thorbecke 1984) of those strictly below the line, a loss counting in full. A gap is
    /// (line x per - amount) / (line x per): the amounts are summed in whole numbers within each line and divisor, the rest is exact
    /// fractions.
    /// </summary>
    private static PovertyGaps? Gaps(DuckDbEngine engine, string where)
    {
        var (weight, amount) = (Scaled(engine, "weight"), Scaled(engine, "amount"));
        var (line, per) = (Scaled(engine, "line"), Scaled(engine, "per"));
        // Compared in whole numbers: amount < line x per, each by its own power of ten.
        var poor =
            $"{amount.Sql} * {Power(line.Places + per.Places)} < {line.Sql} * {per.Sql} * {Power(amount.Places)}";
        var rows = engine.Query(
            $"""
            SELECT CAST(line AS VARCHAR), CAST(per AS VARCHAR), CAST(sum(w) AS VARCHAR),
                   CAST(coalesce(sum(w) FILTER (WHERE poor), 0) AS VARCHAR), CAST(coalesce(sum(w * a) FILTER (WHERE poor), 0) AS VARCHAR),
                   CAST(coalesce(sum(w * a * a) FILTER (WHERE poor), 0) AS VARCHAR)
            FROM (SELECT line, per, heads * {weight.Sql} AS w, {amount.Sql} AS a, {poor} AS poor
                  FROM {Result} WHERE {where} AND line > 0 AND per > 0 AND amount IS NOT NULL)
            GROUP BY line, per
            """,
            r => Enumerable.Range(0, 6).Select(i => Parse(r.GetString(i))).ToArray()
        );
        var unit = new Fraction(BigInteger.Pow(10, amount.Places), 1);
        var sums = FgtSums.Nobody;
        foreach (var row in rows)
        {
            var (full, people, amounts, squares) = (row[0] * row[1], row[3], row[4] / unit, row[5] / unit / unit);
            // Sum of w(z - y) and of w(z - y)^2, each over its power of z.
            sums += new FgtSums(
                row[2].Numerator,
                people.Numerator,
                (full * people - amounts) / full,
                (full * full * people - full * amounts - full * amounts + squares) / (full * full)
            );
        }
        return sums.P0 is { } p0
            ? new PovertyGaps(
                (decimal)sums.Population / (decimal)BigInteger.Pow(10, weight.Places),
                p0,
                sums.P1!.Value,
                sums.P2!.Value
            )
            : null;
    }

    /// <summary>H, A, M0 and censored headcounts from integer scores, units with an unknown indicator left out.</summary>
    private static AdjustedHeadcount? Adjusted(DuckDbEngine engine, MethodPlan method, string where)
    {
        // Households of one mask have one score, and there are far fewer masks than households.
        var masks = engine.Query(
            $"SELECT counted, mask, CAST(sum(CAST(heads AS DECIMAL(18, 4)) * weight) AS VARCHAR) FROM {Result} WHERE {where} AND unknown_mask = 0 GROUP BY counted, mask",
            r => (Counted: r.GetBoolean(0), Mask: r.GetInt64(1), People: Parse(r.GetString(2)))
        );
        var all = Sum(masks.Select(m => m.People));
        if (all == Fraction.Zero)
            return null;
        var counted = masks.Where(m => m.Counted).ToList();
        var poor = Sum(counted.Select(m => m.People));
        var m0 = Sum(counted.Select(m => m.People * Score(m.Mask))) / new Fraction(method.Denominator, 1) / all;
        return new AdjustedHeadcount(
            (decimal)all.Numerator / (decimal)all.Denominator,
            (poor / all).ToDouble(),
            poor == Fraction.Zero ? 0 : (m0 * all / poor).ToDouble(),
            m0.ToDouble(),
            method
                .Indicators.Select(
                    (indicator, i) =>
                        (
                            indicator.Id,
                            Share: Sum(counted.Where(m => (m.Mask >> i & 1) == 1).Select(m => m.People)) / all
                        )
                )
                .ToDictionary(c => c.Id, c => c.Share.ToDouble())
        );

        static Fraction Sum(IEnumerable<Fraction> people) => people.Aggregate(Fraction.Zero, (sum, one) => sum + one);

        Fraction Score(long mask) =>
            new(method.Indicators.Where((_, i) => (mask >> i & 1) == 1).Sum(i => i.WeightNumerator), 1);
    }

    /// <summary>
    /// A column of the result as a whole number, and how many decimal places that moved. A decimal is moved by its text: a product with
    /// a power of ten could be wider than the engine's decimals and would become a floating number.
    /// </summary>
    internal static (string Sql, int Places) Scaled(DuckDbEngine engine, string column)
    {
        var type = One<string>(
            engine,
            $"SELECT data_type FROM duckdb_columns() WHERE table_name = '{Result}' AND column_name = '{column}'"
        );
        if (!type.StartsWith("DECIMAL", StringComparison.Ordinal))
            return ($"CAST({column} AS HUGEINT)", 0);
        var places = int.Parse(type[(type.IndexOf(',') + 1)..^1], System.Globalization.CultureInfo.InvariantCulture);
        return ($"CAST(replace(CAST({column} AS VARCHAR), '.', '') AS HUGEINT)", places);
    }

    private static string Power(int places) => "1" + new string('0', places);

    private static Fraction Parse(string text) =>
        Fraction.TryParse(text, out var value) ? value : throw new FormatException($"{text} is not an exact number");

    private static T One<T>(DuckDbEngine engine, string sql) =>
        engine.Query(
            sql,
            r =>
                (T)
                    Convert.ChangeType(
                        r.GetValue(0) is BigInteger big ? (long)big : r.GetValue(0),
                        typeof(T),
                        System.Globalization.CultureInfo.InvariantCulture
                    )
        )[0];
}
