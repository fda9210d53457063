using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>A kept run can be made again whatever was recorded since; whatever was altered is found.</summary>
public sealed class ReplayRunTests(PostgresCluster cluster)
{
    private static readonly Pack Pack = PackFolder.Load(Repository.Packs, "cn").Value;

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_is_recorded_later_for_the_same_day_does_not_change_the_replay(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Identified(engine, files);
        var corrected = Rows();
        corrected[0]["income_wage_fen_year"] = "90000";
        corrected.Add(new(Rows()[2]) { ["household_number"] = "H3", ["name"] = "测试丁" });
        Assert.True(Import(address, files, Csv(files.File("b.csv"), Table(corrected)), January).Ok);

        using var db = OpenStore.Existing(address).Value;
        var run = db.IdentificationRuns.Single();
        var replayed = ReplayRun.Run(db, Pack, run);
        Assert.True(replayed.Ok, string.Join(' ', replayed.Problems));
        Assert.Equal((2, run.SnapshotHash), (replayed.Value.Households, replayed.Value.SnapshotHash));
        // The same day asked anew is another run: the record has changed.
        Assert.True(Identify(address).New);
        Assert.Equal(2, db.IdentificationRuns.AsNoTracking().ToList().Count(r => ReplayRun.Run(db, Pack, r).Ok));
    }

    /// <summary>A later workbook of the same day leaves a member out: as it stood at the run, they were a member still.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Postgres, false)]
    public void A_leaving_that_is_recorded_later_for_an_earlier_day_does_not_change_the_replay(
        Engine engine,
        bool beforeLeavingsWereObserved
    )
    {
        using var files = Repository.TemporaryFolder();
        var address = Identified(engine, files);
        var without = Rows();
        without.RemoveAt(1);
        Assert.True(Import(address, files, Csv(files.File("b.csv"), Table(without)), January).Ok);
        using var db = OpenStore.Existing(address).Value;
        Assert.Equal(January, db.Persons.Single(p => p.LeftOn != null).LeftOn);
        if (beforeLeavingsWereObserved)
            db.Database.ExecuteSqlRaw("DELETE FROM observations WHERE event = 'leaving'");
        var first = db.IdentificationRuns.AsNoTracking().Single();
        var replayed = ReplayRun.Run(db, Pack, first);
        // In an older record the leaving can only be dated by its day's workbooks, of which one was before the run.
        Assert.Equal(!beforeLeavingsWereObserved, replayed.Ok);
        Assert.True(Identify(address).New);
        var second = db.IdentificationRuns.AsNoTracking().AsEnumerable().Single(r => r.RunId != first.RunId);
        Assert.True(ReplayRun.Run(db, Pack, second).Ok);
        Assert.NotEqual(first.SnapshotHash, second.SnapshotHash);
    }

    [Fact]
    public void A_run_kept_before_its_numbers_were_is_replayed_from_what_the_county_had_set_or_says_why_not()
    {
        using var files = Repository.TemporaryFolder();
        var address = Identified(Engine.Sqlite, files);
        using var db = OpenStore.Existing(address).Value;
        var run = db.IdentificationRuns.AsNoTracking().Single();
        var act = db.Acts.Single(a => a.ActId == run.ActId);
        act.Content = act.Content.Replace("\"Set\":", "\"Was\":", StringComparison.Ordinal);
        db.SaveChanges();
        Assert.Equal("TH0540", Assert.Single(ReplayRun.Run(db, Pack, run).Problems).Code);
        var set = SetAreaParameter.Run(
            db,
            run.CountyNo,
            new AreaSetting("cn", "monitor_range", 870_000, January, null, "测试文件", Fictitious: false),
            new ActContext(Guid.Empty, new DateTimeOffset(June, default, default), "测试", "测试")
        );
        Assert.True(set.Ok, string.Join(' ', set.Problems));
        Assert.True(ReplayRun.Run(db, Pack, run).Ok);
    }

    [Fact]
    public void An_altered_answer_fact_number_or_pack_is_found()
    {
        using var files = Repository.TemporaryFolder();
        var address = Identified(Engine.Sqlite, files);
        using var db = OpenStore.Existing(address).Value;
        var run = db.IdentificationRuns.Single();
        var other = Pack with { Hash = new string('0', 64) };
        Assert.Equal("TH0517", Assert.Single(ReplayRun.Run(db, other, run).Problems).Code);
        Altered(
            "UPDATE identification_results SET outcome = 'none', counted = 0 WHERE outcome = 'none' OR counted = 1"
        );
        Altered(
            "UPDATE observations SET document = replace(document, '\"relapse_risk\":true', '\"relapse_risk\":false')"
        );
        Altered("UPDATE acts SET content = replace(content, '870000', '870001')");
        Assert.True(ReplayRun.Run(db, Pack, run).Ok);

        void Altered(string sql)
        {
            using var transaction = db.Database.BeginTransaction();
#pragma warning disable EF1002 // Texts from this file.
            Assert.True(db.Database.ExecuteSqlRaw(sql) > 0);
#pragma warning restore EF1002
            db.ChangeTracker.Clear();
            Assert.Equal("TH0518", Assert.Single(ReplayRun.Run(db, Pack, run).Problems).Code);
            transaction.Rollback();
        }
    }

    private StoreAddress Identified(Engine engine, Folder files)
    {
        var address = cluster.Prepared(engine, files);
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
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Ok);
        Assert.True(Identify(address).New);
        return address;
    }

    private static (IdentifySummary Summary, Taihang.Modules.Store.Tables.IdentificationRun Run, bool New) Identify(
        StoreAddress address
    )
    {
        using var db = OpenStore.Existing(address).Value;
        var trial = new Dictionary<string, (Fraction, Words)> { ["monitor_range"] = (870_000, new("试", "trial")) };
        var at = new DateTimeOffset(June, default, default).AddMinutes(db.Acts.Count());
        return IdentifyCounty
            .Run(
                db,
                Pack,
                Pack.Method("monitoring", January)!,
                db.Households.First().CountyNo,
                January,
                trial,
                new ActContext(Guid.Empty, at, "测试", "测试")
            )
            .Value;
    }
}
