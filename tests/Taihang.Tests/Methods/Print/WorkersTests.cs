using System.Globalization;
using System.Security.Cryptography;
using CsCheck;
using Taihang.Methods.Evaluate;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Print;

/// <summary>
/// A run's table has the same bytes for 1, 2 and 8 workers and whatever the order of the rows, over more households than one worker
/// takes at a time.
/// </summary>
public sealed class WorkersTests
{
    /// <summary>The engine hands out rows in groups of 122,880.</summary>
    private const int Copies = 5_000;
    private const int Units = 30;

    [Theory]
    [InlineData("household")]
    [InlineData("person")]
    public void The_number_of_workers_and_the_order_of_the_rows_change_no_byte(string unit) => Same(unit, packs: 1);

    [Theory]
    [Trait("Proof", "long")]
    [InlineData("household")]
    [InlineData("person")]
    public void They_change_no_byte_over_many_random_packs(string unit) =>
        Same(unit, LongProof.Times(ci: 4, night: 60));

    private static void Same(string unit, int packs) =>
        Gen.Select(
                RandomRules.Truth(2, unit).Array[SqlAgreesTests.Indicators],
                RandomRules.Number(1, unit == "person" ? "person" : null, unit),
                RandomRules.Facts(unit).Array[Units]
            )
            .Sample(
                (rules, derived, facts) =>
                {
                    var text = SqlAgreesTests.MethodOf(unit, rules, derived, SqlAgreesTests.Indicators);
                    var tables = new[] { (1, "1"), (2, "hash(household_id)"), (8, "hash(household_id || 'x') DESC") }
                        .Select(run => Bytes(text, facts, run.Item1, run.Item2, "ORDER BY household_id, member_id"))
                        .ToList();
                    Assert.Single(tables.Distinct());
                },
                iter: packs,
                threads: 1
            );

    /// <summary>Without an order of its own, the table would follow that of the rows: the comparison sees it.</summary>
    [Fact]
    public void A_table_that_follows_the_order_of_its_rows_is_caught()
    {
        var facts = Enumerable
            .Range(0, Units)
            .Select(i => new UnitFacts(new Dictionary<string, object> { ["flag"] = i % 2 == 0 }, []))
            .ToArray();
        var text = SqlAgreesTests.MethodOf(
            "household",
            [.. Enumerable.Repeat("household.flag", SqlAgreesTests.Indicators)],
            "1",
            1
        );
        Assert.NotEqual(Bytes(text, facts, 1, "household_id", ""), Bytes(text, facts, 1, "household_id DESC", ""));
    }

    private static string Bytes(string text, UnitFacts[] facts, int threads, string rows, string order)
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", text));
        var method = pack.Methods[0];
        using var folder = Repository.TemporaryFolder();
        var file = folder.File("result.csv");
        using var engine = new DuckDbEngine(threads: threads, writable: file);
        FactTables.Fill(
            engine,
            method,
            facts.Select((f, i) => (i.ToString(CultureInfo.InvariantCulture), f.Household, f.Members))
        );
        foreach (var table in new[] { "household", "member" })
        {
            engine.Execute(
                $"CREATE TEMP TABLE many AS SELECT t.* REPLACE (t.household_id || '-' || i AS household_id) FROM {table} t, range({Copies}) r(i) ORDER BY {rows}"
            );
            engine.Execute($"DROP TABLE {table}");
            engine.Execute($"ALTER TABLE many RENAME TO {table}");
        }
        var run = Identify.Exactly(dialect =>
            Identify.Decide(
                engine,
                pack,
                method,
                MadeUpPack.Values(pack, method),
                MadeUpPack.Day,
                [],
                [],
                dialect: dialect
            )
        );
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        if (order.Length > 0)
            Assert.Null(ResultsFile.Write(engine, method, file));
        else
            engine.Execute($"COPY {Identify.Result} TO {DuckDbEngine.Quote(file)} (FORMAT csv, USE_TMP_FILE false)");
        return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
    }
}
