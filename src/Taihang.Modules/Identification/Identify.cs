using System.Numerics;
using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Print;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>What a run says of one group of units (all of them, or those that share a value).</summary>
/// <param name="By">The grouping attribute; null for all.</param>
/// <param name="Units">Units assessed: all but the excluded.</param>
/// <param name="Population">Heads times weight of the assessed.</param>
/// <param name="Outcomes">Units and population by outcome id.</param>
/// <param name="Gaps">Foster-Greer-Thorbecke 0, 1 and 2 against the method's line; null without one.</param>
/// <param name="Adjusted">H, A and M0 of methods with a cut-off; null without one.</param>
public sealed record GroupFigures(
    string? By,
    string? Value,
    long Units,
    decimal Population,
    IReadOnlyDictionary<string, (long Units, decimal Population)> Outcomes,
    decimal CountedPopulation,
    double[]? Gaps,
    double[]? Adjusted
)
{
    /// <summary>Share of the population in counted outcomes; null where nobody was assessed.</summary>
    public double? Rate => Population == 0 ? null : (double)(CountedPopulation / Population);
}

/// <summary>One identification, with what replays it.</summary>
public sealed record IdentifySummary(
    string Pack,
    string Method,
    string PackHash,
    string ParameterHash,
    DateOnly AsOf,
    long Rows,
    long Excluded,
    IReadOnlyDictionary<string, long> UnknownByIndicator,
    IReadOnlyList<string> NotCarried,
    GroupFigures All,
    IReadOnlyList<GroupFigures> Groups
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
                $"CREATE OR REPLACE TEMP TABLE {Result} AS {DuckDbPrinter.Print(method, parameters, asOf, by)}"
            );
            var unknown = method
                .Indicators.Select((indicator, i) => (indicator.Id, Bit: 1L << i))
                .ToDictionary(
                    i => i.Id,
                    i =>
                        One<long>(
                            engine,
                            $"SELECT count(*) FROM {Result} WHERE unknown_mask & {i.Bit} <> 0 AND outcome <> '{Evaluator.Excluded}'"
                        )
                );
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
                One<long>(engine, $"SELECT count(*) FROM {Result}"),
                One<long>(engine, $"SELECT count(*) FROM {Result} WHERE outcome = '{Evaluator.Excluded}'"),
                unknown,
                notCarried,
                Figures(engine, method, null, null),
                groups
            );
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.Unreadable(error.Message.Split('\n')[0]);
        }
    }

    private static GroupFigures Figures(DuckDbEngine engine, MethodPlan method, string? by, string? value)
    {
        var where =
            $"outcome <> '{Evaluator.Excluded}'"
            + (by is null ? "" : $" AND CAST({DuckDbEngine.Name(by)} AS VARCHAR) = {DuckDbEngine.Quote(value!)}");
        var outcomes = engine
            .Query(
                $"SELECT outcome, count(*), CAST(coalesce(sum(CAST(heads AS DECIMAL(18, 4)) * weight), 0) AS VARCHAR) FROM {Result} WHERE {where} GROUP BY outcome ORDER BY outcome",
                r => (Outcome: r.GetString(0), Units: r.GetInt64(1), Population: decimal.Parse(r.GetString(2)))
            )
            .ToDictionary(r => r.Outcome, r => (r.Units, r.Population));
        var population = outcomes.Values.Sum(o => o.Population);
        var counted = method.Outcomes.Where(o => o.Counted).Sum(o => outcomes.GetValueOrDefault(o.Id).Population);
        return new GroupFigures(
            by,
            value,
            outcomes.Values.Sum(o => o.Units),
            population,
            outcomes,
            counted,
            method.Welfare is null || population == 0 ? null : Gaps(engine, where, population),
            method.Cutoff is null || population == 0 ? null : Adjusted(engine, method, where, population, counted)
        );
    }

    /// <summary>
    /// P0, P1, P2 (Foster, Greer and Thorbecke 1984) of those strictly below the line. A gap is (line x per - amount) / (line x per): sums
    /// are taken in integers within each line and divisor and divided once, as exact fractions.
    /// </summary>
    private static double[] Gaps(DuckDbEngine engine, string where, decimal population)
    {
        var sums = new[] { Fraction.Zero, Fraction.Zero, Fraction.Zero };
        var gap = "(CAST(line AS HUGEINT) * per - greatest(amount, 0))";
        var rows = engine.Query(
            $"""
            SELECT CAST(line AS VARCHAR), CAST(per AS VARCHAR), CAST(sum(w) AS VARCHAR), CAST(sum(w * g) AS VARCHAR), CAST(sum(w * g * g) AS VARCHAR)
            FROM (SELECT line, per, heads * weight AS w, {gap} AS g FROM {Result} WHERE {where} AND line > 0 AND per > 0 AND amount < CAST(line AS HUGEINT) * per)
            GROUP BY line, per
            """,
            r => Enumerable.Range(0, 5).Select(i => Parse(r.GetString(i))).ToArray()
        );
        foreach (var row in rows)
        {
            var full = row[0] * row[1];
            sums[0] += row[2];
            sums[1] += row[3] / full;
            sums[2] += row[4] / (full * full);
        }
        var all = Parse(population.ToString());
        return [.. sums.Select(sum => (sum / all).ToDouble())];
    }

    /// <summary>H, A and M0 (Alkire and Foster 2011) from integer scores.</summary>
    private static double[] Adjusted(
        DuckDbEngine engine,
        MethodPlan method,
        string where,
        decimal population,
        decimal counted
    )
    {
        var score = Parse(
            One<string>(
                engine,
                $"SELECT CAST(coalesce(sum(CAST(heads AS DECIMAL(18, 4)) * weight * score), 0) AS VARCHAR) FROM {Result} WHERE {where} AND counted"
            )
        );
        var (all, poor) = (Parse(population.ToString()), Parse(counted.ToString()));
        var m0 = score / new Fraction(method.Denominator, 1) / all;
        return [(poor / all).ToDouble(), poor == Fraction.Zero ? 0 : (m0 * all / poor).ToDouble(), m0.ToDouble()];
    }

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
