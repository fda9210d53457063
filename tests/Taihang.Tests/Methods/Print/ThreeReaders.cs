using System.Data.Common;
using System.Globalization;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Print;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Print;

/// <summary>One plan read three ways: one unit at a time, by DuckDB (in 64 bits where they suffice, and in 128) and by PostgreSQL.</summary>
internal sealed class ThreeReaders(PostgresReader postgres)
{
    /// <param name="Numbers">Weight, heads, and what welfare, gaps and a selection read, one after the other.</param>
    private sealed record Read(UnitResult Result, string Numbers);

    /// <param name="spoil">Makes the query of DuckDB wrong, to see that it is found out.</param>
    /// <returns>Every unit of which the three do not say the same, in words.</returns>
    public List<string> Disagreements(
        string text,
        IReadOnlyList<UnitFacts> facts,
        Func<string, string>? spoil = null,
        Func<string, string>? spoilPostgres = null,
        IReadOnlyList<(string, string)>? files = null
    )
    {
        var pack = MadeUpPack.Read([("methods/trial.yaml", text), .. files ?? []]);
        var method = pack.Methods[0];
        var values = MadeUpPack.Values(pack, method);
        using var engine = new DuckDbEngine(threads: 1);
        FactTables.Fill(
            engine,
            method,
            facts.Select((f, i) => (i.ToString(CultureInfo.InvariantCulture), f.Household, f.Members))
        );
        string Query(SqlDialect dialect) => SqlPrinter.Print(dialect, method, values, MadeUpPack.Day, []);
        var (duck, other) = (Query(SqlDialect.DuckDb), Query(SqlDialect.Postgres));
        var printed = engine
            .Query(Columns(method, spoil?.Invoke(duck) ?? duck), Row)
            .ToDictionary(r => r.Unit, r => r.Read);
        var narrow = Narrow();
        var stored = postgres
            .Run(method, facts, Columns(method, spoilPostgres?.Invoke(other) ?? other), Row)
            .ToDictionary(r => r.Unit, r => r.Read);
        var units = facts
            .SelectMany(
                (f, i) =>
                    Enumerable
                        .Range(0, method.Unit == Unit.Person ? f.Members.Count : 1)
                        .Select(person => (Facts: f with { Person = person }, At: (i, person)))
            )
            .ToList();
        Assert.Equal(units.Count, printed.Count);
        if (narrow is not null)
            Assert.Equal(printed.OrderBy(r => r.Key), narrow.OrderBy(r => r.Key));
        Assert.Equal(units.Count, stored.Count);
        var evaluator = new Evaluator(method, values, MadeUpPack.Day);

        // In 64 bits the engine says the same, or stops.
        Dictionary<(int, int), Read>? Narrow()
        {
            try
            {
                var sql = Query(SqlDialect.DuckDbNarrow);
                return engine
                    .Query(Columns(method, spoil?.Invoke(sql) ?? sql), Row)
                    .ToDictionary(r => r.Unit, r => r.Read);
            }
            catch (DuckDB.NET.Data.DuckDBException)
            {
                return null;
            }
        }

        return
        [
            .. units
                .Select(u =>
                    (u.Facts, One: ByOne(method, evaluator, u.Facts), Sql: printed[u.At], Postgres: stored[u.At])
                )
                .Where(r => r.One != r.Sql || r.One != r.Postgres)
                .Select(r =>
                    $"{string.Join("; ", method.Indicators.Where((_, i) => ((r.One.Result.Mask ^ r.Sql.Result.Mask | r.One.Result.UnknownMask ^ r.Sql.Result.UnknownMask) >> i & 1) == 1).Select(i => i.When))} for {RandomRules.Show(r.Facts)}: one by one {r.One}, DuckDB {r.Sql}, PostgreSQL {r.Postgres}"
                ),
        ];
    }

    /// <summary>Expressions that leave a run as numbers, and the columns they are.</summary>
    private static IEnumerable<(string Column, Expr Is)> Columns(MethodPlan method) =>
        [
            .. method.Weight is { } weight && method.Heads is null
                ? [("weight", weight)]
                : Array.Empty<(string, Expr)>(),
            .. method.Welfare is { } w ? [("amount", w.Amount), ("line", w.Line)] : Array.Empty<(string, Expr)>(),
            .. method.Welfare?.Per is { } per ? [("per", per)] : Array.Empty<(string, Expr)>(),
            .. method
                .Indicators.Select((indicator, i) => (indicator, i))
                .Where(x => x.indicator.Gap is not null)
                .SelectMany(x =>
                    new[]
                    {
                        ($"gap_amount{x.i}", x.indicator.Gap!.Amount),
                        ($"gap_cutoff{x.i}", x.indicator.Gap.Cutoff),
                    }
                ),
            .. method.Selection is { } s
                ? s.Order.Select((o, i) => ($"order{i}", o.By)).Concat([("fills", s.Fills), ("quota", s.Quota)])
                : [],
        ];

    private static Read ByOne(MethodPlan method, Evaluator evaluator, UnitFacts facts)
    {
        var numbers = Columns(method).Select(c => evaluator.Value(c.Is, facts)?.ToString() ?? "");
        var heads = method switch
        {
            { Unit: Unit.Person } => new Fraction(1, 1),
            { Heads: { } asked } => evaluator.Value(asked, facts) is Fraction said && said > Fraction.Zero
                ? said
                : Fraction.Zero,
            _ => new Fraction(facts.Members.Count, 1),
        };
        return new Read(evaluator.Run(facts), string.Join(' ', numbers.Prepend(heads.ToString())));
    }

    private static string Columns(MethodPlan method, string sql)
    {
        var numbers = Columns(method).Select(c => $", CAST({c.Column} AS VARCHAR)");
        return $"SELECT CAST(household_id AS INTEGER), {(method.Unit == Unit.Person ? "CAST(member_id AS INTEGER)" : "0")}, outcome, counted, score, mask, unknown_mask, CAST(line AS VARCHAR), CAST(heads AS VARCHAR){string.Concat(numbers)} FROM ({sql}) AS printed";
    }

    private static ((int, int) Unit, Read Read) Row(DbDataReader r) =>
        (
            (r.GetInt32(0), r.GetInt32(1)),
            new Read(
                new UnitResult(
                    r.GetString(2),
                    r.GetBoolean(3),
                    r.GetInt64(4),
                    r.GetInt64(5),
                    r.GetInt64(6),
                    r.IsDBNull(7) ? null : Exact(r.GetString(7))
                ),
                string.Join(
                    ' ',
                    Enumerable
                        .Range(8, r.FieldCount - 8)
                        .Select(i => r.IsDBNull(i) ? "" : Exact(r.GetString(i)).ToString())
                )
            )
        );

    private static Fraction Exact(string text) =>
        Fraction.TryParse(text, out var number) ? number : throw new FormatException(text);
}
