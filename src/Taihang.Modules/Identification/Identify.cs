using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using DuckDB.NET.Data;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Print;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>A method applied to the facts that were laid, with what replays it; <see cref="Identify.Result"/> holds its answers.</summary>
public record DecidedRun(
    string Pack,
    string Method,
    string PackHash,
    string ParameterHash,
    DateOnly AsOf,
    IReadOnlyList<string> NotCarried,
    IReadOnlyList<SelectionFigures> Selection
)
{
    /// <summary>Whether the rows are not asked for again once they are measured.</summary>
    [JsonIgnore]
    public bool Once { get; init; }
}

/// <summary>One identification in figures.</summary>
/// <param name="WithoutWeight">Units whose weight is missing or below zero: in the result, in no figure.</param>
/// <param name="NeverHolds">Indicators that hold for nobody of whom they are known: perhaps written wrongly.</param>
/// <param name="AlwaysHolds">Indicators that hold for everybody of whom they are known.</param>
/// <param name="Proxy">Whom the method's proxy test misses; null without one, or without what it predicts.</param>
public sealed record IdentifySummary(
    DecidedRun Decided,
    long Rows,
    long Excluded,
    long WithoutWeight,
    IReadOnlyDictionary<string, long> UnknownByIndicator,
    IReadOnlyList<string> NeverHolds,
    IReadOnlyList<string> AlwaysHolds,
    GroupFigures All,
    IReadOnlyList<GroupFigures> Groups,
    ProxyMisses? Proxy = null
) : DecidedRun(Decided)
{
    [JsonIgnore]
    public DecidedRun Decided { get; } = Decided;

    /// <summary>How often each fact that the method reads was never recorded, and what it was read as; of runs on files.</summary>
    public IReadOnlyList<BlankFacts> Blanks { get; init; } = [];
}

/// <summary>Runs a method's printed query over the two tables and sums it up; every sum is of integers or decimals, so any number of threads gives the same figures.</summary>
public static class Identify
{
    /// <summary>The table that a run leaves behind, one row per unit.</summary>
    public const string Result = "result";

    /// <summary>Decides, and sums up for everybody and for each value of the grouping attributes.</summary>
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
        return Exactly(dialect =>
        {
            var run = Decide(engine, pack, method, parameters, asOf, by, notCarried, dialect: dialect);
            return run.Ok ? Summarise(engine, run.Value, method, by) : Outcome<IdentifySummary>.Refused(run.Problems);
        });
    }

    /// <summary>
    /// Runs in 64 bits, and once more in 128 where a number does not fit: the engine never rounds a whole number, it stops. Whatever else
    /// the engine cannot do is a problem of the data.
    /// </summary>
    public static Outcome<T> Exactly<T>(Func<SqlDialect, Outcome<T>> run)
    {
        try
        {
            try
            {
                return run(SqlDialect.DuckDbNarrow);
            }
            catch (DuckDBException error) when (TooLarge(error))
            {
                return run(SqlDialect.DuckDb);
            }
        }
        catch (DuckDBException error)
        {
            return IdentificationProblems.Unreadable(error.Message.Split('\n')[0]);
        }
    }

    private static bool TooLarge(DuckDBException error) =>
        error.Message.Contains("Out of Range Error", StringComparison.Ordinal)
        || error.Message.Contains("Conversion Error", StringComparison.Ordinal);

    /// <summary>Leaves <see cref="Result"/>, and selects where the method does.</summary>
    /// <exception cref="DuckDBException">The engine stopped; <see cref="Exactly"/> says what that means.</exception>
    /// <param name="once">The result is read once, as measures that come from the cells alone do.</param>
    public static Outcome<DecidedRun> Decide(
        DuckDbEngine engine,
        Pack pack,
        MethodPlan method,
        ParameterValues parameters,
        DateOnly asOf,
        IReadOnlyList<string> by,
        IReadOnlyList<string> notCarried,
        bool once = false,
        SqlDialect? dialect = null
    )
    {
        // What is asked once need not be kept: thirty million rows are then never held.
        var kept = !once || method.Welfare is not null || method.Survey is not null || method.Selection is not null;
        var query = SqlPrinter.Print(dialect ?? SqlDialect.DuckDb, method, parameters, asOf, Kept(pack, method, by));
        engine.Execute(
            $"CREATE OR REPLACE TEMP {(kept ? "TABLE" : "VIEW")} {Result} AS {(once && kept ? $"SELECT {Measured(method, by)} FROM ({query})" : query)}"
        );
        return new DecidedRun(
            pack.Id,
            method.Id,
            pack.Hash,
            parameters.Hash,
            asOf,
            notCarried,
            SelectUnits.Run(engine, method)
        )
        {
            Once = once && kept,
        };
    }

    /// <summary>The columns that measures and selections are made from, as narrow as they can be: a nation's rows are held while they are read.</summary>
    private static string Measured(MethodPlan method, IReadOnlyList<string> by)
    {
        var outcomes = method.Outcomes.Select(o => o.Id).Concat([MethodPlan.Unknown, Evaluator.Excluded]).Distinct();
        var mask = method.Indicators.Length < 16 ? "USMALLINT" : "BIGINT";
        var gaps = method
            .Indicators.Select((indicator, i) => indicator.Gap is null ? "" : $", gap_amount{i}, gap_cutoff{i}")
            .Where(g => g.Length > 0);
        var selection = method.Selection is { } plan
            ? $", {(method.Unit == Unit.Person ? "household_id, member_id" : "household_id")}, fills, quota, place{string.Concat(plan.Order.Select((_, i) => $", order{i}"))}"
            : "";
        return string.Concat(by.Distinct().Select(b => $"{DuckDbEngine.Name(b)}, "))
            + $"CAST(outcome AS ENUM({string.Join(", ", outcomes.Select(DuckDbEngine.Quote))})) AS outcome, {(method.Heads is null ? "CAST(heads AS UINTEGER) AS heads" : "heads")}, weight, "
            + $"CAST(mask AS {mask}) AS mask, CAST(unknown_mask AS {mask}) AS unknown_mask"
            + (method.Welfare is null ? "" : ", line, amount, per")
            + (method.Survey is null ? "" : ", stratum, psu")
            + string.Concat(gaps)
            + selection;
    }

    public static Outcome<IdentifySummary> Summarise(
        DuckDbEngine engine,
        DecidedRun run,
        MethodPlan method,
        IReadOnlyList<string> by
    )
    {
        var counts = Counts(engine, method);
        var people = PeopleSums.Read(engine, method, by, OwnCut(method), design: false);
        var gaps = method.Welfare is null ? null : WelfareRows.ReadGaps(engine, method.Welfare.Poor, people.Places);
        var groups = people.Groups.Select(g => Figures(method, people, gaps, g)).ToList();
        return new IdentifySummary(
            run,
            counts[0],
            counts[1],
            counts[2],
            method
                .Indicators.Select((indicator, i) => (indicator.Id, Count: counts[3 + i]))
                .ToDictionary(c => c.Id, c => c.Count),
            Marked(~counts[^2]),
            Marked(~counts[^1]),
            groups[0],
            groups[1..],
            ProxyMisses.Of(engine, method)
        );

        IReadOnlyList<string> Marked(long mask) =>
            counts[0] == counts[1]
                ? []
                : [.. method.Indicators.Where((_, i) => (mask >> i & 1) == 1).Select(i => i.Id)];
    }

    /// <summary>The attributes that figures are grouped by; of a person their own before those the household carries.</summary>
    public static IReadOnlyList<AttributeDef> Kept(Pack pack, MethodPlan method, IReadOnlyList<string> by) =>
        [
            .. by.Select(id =>
                (method.Unit == Unit.Person ? pack.Dictionary.Find(Level.Member, id) : null)
                ?? pack.Dictionary.Carried(id)!
            ),
        ];

    /// <summary>
    /// Rows, excluded, without a weight, of whom each indicator is unknown, and as bits which hold and which fail for anybody; in one pass.
    /// </summary>
    private static long[] Counts(DuckDbEngine engine, MethodPlan method)
    {
        var assessed = $"outcome <> '{Evaluator.Excluded}'";
        var unknown = method.Indicators.Select(
            (_, i) => $", count(*) FILTER (WHERE {assessed} AND unknown_mask & {1L << i} <> 0)"
        );
        return engine.Query(
            $"""
            SELECT count(*), count(*) FILTER (WHERE NOT {assessed}), count(*) FILTER (WHERE {assessed} AND NOT coalesce(weight >= 0, FALSE))
                   {string.Concat(unknown)}, coalesce(bit_or(mask) FILTER (WHERE {assessed}), 0),
                   coalesce(bit_or(xor(mask | unknown_mask, -1)) FILTER (WHERE {assessed}), 0)
            FROM {Result}
            """,
            r => Enumerable.Range(0, 5 + method.Indicators.Length).Select(r.GetInt64).ToArray()
        )[0];
    }

    private static List<CountingCut> OwnCut(MethodPlan method) =>
        method.Cutoff is { } k
            ?
            [
                CountingCut
                    .Of(null, IndicatorWeights.From([.. method.Indicators.Select(i => i.Weight!.Value)]).Value, k)
                    .Value,
            ]
            : [];

    private static GroupFigures Figures(MethodPlan method, PeopleSums all, GapSums? gaps, PeopleGroup group)
    {
        var outcomes = all
            .Outcomes.Select(
                (id, i) =>
                    (
                        Id: id,
                        Figures: new OutcomeFigures(
                            group.Rows.Sum(r => r.Units[i]),
                            People(all, all.Total(group, all.Answered(i)))
                        )
                    )
            )
            .Where(o => o.Figures.Units > 0)
            .ToDictionary(o => o.Id, o => o.Figures);
        return new GroupFigures(
            group.By,
            group.Value,
            outcomes.Values.Sum(o => o.Units),
            outcomes.Values.Sum(o => o.Population),
            outcomes,
            method.Outcomes.Where(o => o.Counted).Sum(o => outcomes.GetValueOrDefault(o.Id).Population),
            gaps?.Of(group),
            method.Cutoff is null ? null : Adjusted(method, all, group)
        );
    }

    /// <summary>H, A, M0 and censored headcounts at the method's own cut-off, units with an unknown indicator left out.</summary>
    private static AdjustedHeadcount? Adjusted(MethodPlan method, PeopleSums all, PeopleGroup group)
    {
        var found = all.Counting(group, 0);
        return found.Headcount is not { } headcount
            ? null
            : new AdjustedHeadcount(
                People(all, found.Population),
                headcount,
                found.Intensity ?? 0,
                found.AdjustedHeadcount!.Value,
                method
                    .Indicators.Select((indicator, i) => (indicator.Id, Share: found.Indicators[i].Censored!.Value))
                    .ToDictionary(c => c.Id, c => c.Share)
            );
    }

    private static decimal People(PeopleSums all, BigInteger weight) => (decimal)weight / (decimal)all.Step;

    /// <summary>
    /// A column of the result as a whole number, and how many decimal places that moved. Where a product with that power of ten would be
    /// wider than the engine's decimals it is moved by its text, for such a product would become a floating number.
    /// </summary>
    /// <param name="wide">Whether products of it need the widest whole numbers.</param>
    internal static (string Sql, int Places) Scaled(DuckDbEngine engine, string column, bool wide = true)
    {
        var type = engine.Query(
            $"SELECT data_type FROM duckdb_columns() WHERE table_name = '{Result}' AND column_name = '{column}'",
            r => r.GetString(0)
        )[0];
        if (!type.StartsWith("DECIMAL", StringComparison.Ordinal))
            return (wide ? $"CAST({column} AS HUGEINT)" : column, 0);
        var form = type["DECIMAL(".Length..^1].Split(',');
        var (width, places) = (int.Parse(form[0], Digits), int.Parse(form[1], Digits));
        return width + places < WidestDecimal
            ? ($"CAST({column} * CAST(1{new string('0', places)} AS DECIMAL({places + 1}, 0)) AS HUGEINT)", places)
            : ($"CAST(replace(CAST({column} AS VARCHAR), '.', '') AS HUGEINT)", places);
    }

    private const int WidestDecimal = 38;

    private static readonly CultureInfo Digits = CultureInfo.InvariantCulture;
}
