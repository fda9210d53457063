using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>Identification of what was imported, on both engines: as known on a day, kept with what replays it.</summary>
public sealed class IdentifyCountyTests(PostgresCluster cluster)
{
    private static readonly Pack Pack = PackFolder.Load(Repository.Packs, "cn").Value;

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Every_household_gets_one_result_and_the_same_run_again_writes_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Imported(engine, files, Poor());
        var (summary, run, isNew) = Run(address, June);
        Assert.True(isNew);
        Assert.Equal((2, 3m), (summary.Rows, summary.All.Population));
        using var db = OpenStore.Existing(address).Value;
        var results = db.IdentificationResults.Where(r => r.RunId == run.RunId).ToList();
        Assert.Equal(["marginal", "unknown"], results.Select(r => r.Outcome).Order());
        Assert.Equal((1, 2), (results.Count(r => r.Counted), results.Single(r => r.Counted).Persons));
        Assert.Equal(((double)(2m / 3), 1.0, 1.0), (summary.All.RateAtLeast, summary.All.RateAtMost, summary.All.Rate));
        Assert.False(Run(address, June).New);
        Assert.Equal(1, db.IdentificationRuns.Count());
        Assert.Null(VerifyAudit.Run(db, run.CountyNo).BrokenAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_run_sees_the_facts_of_its_day_and_no_later_ones(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Imported(engine, files, Poor());
        var rich = Poor();
        rich[0]["income_wage_fen_year"] = "90000";
        Import(address, files, Csv(files.File("b.csv"), Table(rich)), June);
        Assert.Equal("marginal", OutcomeOf(address, Run(address, June.AddDays(-1)).Run, "H1"));
        Assert.Equal("none", OutcomeOf(address, Run(address, June).Run, "H1"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Of_two_values_of_one_day_the_later_recorded_holds_as_a_correction(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Imported(engine, files, Poor());
        var corrected = Poor();
        corrected[0]["income_wage_fen_year"] = "90000";
        Import(address, files, Csv(files.File("b.csv"), Table(corrected)), January);
        Assert.Equal("none", OutcomeOf(address, Run(address, January).Run, "H1"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_snapshots_hash_tells_a_blank_from_nothing_and_one_column_from_the_next(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var hashes = new List<string>();
        foreach (
            var (attribute, value) in new[]
            {
                ("income_wage_fen_year", "100"),
                ("income_business_fen_year", "100"),
                ("income_property_fen_year", "100"),
                ("income_wage_fen_year", ""),
            }
        )
        {
            var rows = new List<Dictionary<string, string>> { new(Rows()[2]) };
            rows[0].Remove("income_wage_fen_year");
            rows[0][attribute] = value;
            using var apart = Repository.TemporaryFolder();
            hashes.Add(Run(Imported(engine, apart, rows), June).Run.SnapshotHash);
        }
        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }

    /// <summary>Two households: one of two members with little income and a verified risk, one of whom too little is known.</summary>
    private static List<Dictionary<string, string>> Poor()
    {
        var rows = Rows();
        foreach (
            var part in new[]
            {
                "income_business_fen_year",
                "income_property_fen_year",
                "income_transfer_fen_year",
                "production_cost_fen_year",
                "rigid_spending_fen_year",
            }
        )
            rows[0][part] = "0";
        (rows[0]["relapse_risk"], rows[0]["registered_poor_before"]) = ("是", "否");
        return rows;
    }

    private StoreAddress Imported(Engine engine, Folder files, List<Dictionary<string, string>> rows)
    {
        var address = cluster.Prepared(engine, files);
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Ok);
        return address;
    }

    private static (IdentifySummary Summary, IdentificationRun Run, bool New) Run(StoreAddress address, DateOnly day)
    {
        using var db = OpenStore.Existing(address).Value;
        var trial = new Dictionary<string, (Fraction, Words)> { ["monitor_range"] = (870_000, new("试", "trial")) };
        var context = new ActContext(Guid.Empty, new DateTimeOffset(day, default, default), "测试", "测试");
        var method = Pack.Method("monitoring", day)!;
        return IdentifyCounty.Run(db, Pack, method, db.Households.First().CountyNo, day, trial, context).Value;
    }

    private static string OutcomeOf(StoreAddress address, IdentificationRun run, string number)
    {
        using var db = OpenStore.Existing(address).Value;
        var household = db.Households.Single(h => h.Number == number).HouseholdId;
        return db.IdentificationResults.Single(r => r.RunId == run.RunId && r.HouseholdId == household).Outcome;
    }
}
