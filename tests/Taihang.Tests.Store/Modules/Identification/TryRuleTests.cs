using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Identification.LabCounty;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>A rule tried on a county's record: the report is right, kept inside an act, and changes nobody's answer.</summary>
public sealed class TryRuleTests(PostgresCluster cluster)
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_higher_range_lets_the_third_household_in_and_says_where_and_why(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(engine, files)).Value;
        var trial = Try(db, Cn, (MonitorRange, 2_500_000));
        Assert.True(trial.Ok, string.Join('\n', trial.Problems));
        var kept = TryRule.Find(db, trial.Value.CountyNo, trial.Value.TrialId)!;
        var report = TryRule.ReportOf(kept);
        Assert.Equal(new ChangeFigures(null, null, 4, 2, 1, 0, 1), report.All);
        Assert.Equal((3, 1, 0), (report.Households, report.HouseholdsEnter, report.HouseholdsLeave));
        Assert.Equal([new Change("none", "marginal", 1, 1)], report.Changes);
        Assert.Equal(
            [new ChangeCause("income_in_range", 1, 0), new ChangeCause("income_in_range_after_rigid_spending", 1, 0)],
            report.Causes
        );
        var tree = LoadRegions.Tree(db);
        Assert.Equal(
            [
                new PlaceChange(No(tree, Workbook.EastVillage), 3, 2, 0, 0, 1, 0, 0),
                new PlaceChange(No(tree, Workbook.WestVillage), 1, 0, 1, 0, 0, 1, 0),
            ],
            report.Places.OrderBy(p => tree.ByNumber(p.RegionNo)!.Code, StringComparer.Ordinal)
        );
        Assert.Equal("870000", report.Before[MonitorRange]);
        Assert.Equal(2_500_000, TryRule.TriedIn(kept)[MonitorRange]);
        Assert.Null(report.ProxyMisses);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_lower_range_lets_the_first_household_out(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(engine, files)).Value;
        var report = TryRule.ReportOf(Try(db, Cn, (MonitorRange, 50_000)).Value);
        Assert.Equal(new ChangeFigures(null, null, 4, 0, 0, 2, 1), report.All);
        Assert.Equal((0, 1), (report.HouseholdsEnter, report.HouseholdsLeave));
        Assert.Equal(new ChangeCause("income_in_range", 0, 2), report.Causes[0]);
        Assert.Equal(1, report.Places.Sum(p => p.HouseholdsLeave));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_trial_is_an_act_in_the_log_and_writes_nothing_else(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Imported(engine, files);
        Assert.Equal("none", OutcomeOf(address, "H3", Workbook.June));
        using (var db = OpenStore.Existing(address).Value)
        {
            var (runs, results, settings, acts) = (
                db.IdentificationRuns.Count(),
                db.IdentificationResults.Count(),
                db.AreaParameters.Count(),
                db.Acts.Count()
            );
            var trial = Try(db, Cn, (MonitorRange, 2_500_000)).Value;
            Assert.Equal(runs, db.IdentificationRuns.Count());
            Assert.Equal(results, db.IdentificationResults.Count());
            Assert.Equal(settings, db.AreaParameters.Count());
            Assert.Equal(acts + 1, db.Acts.Count());
            var act = db.Acts.Single(a => a.ActId == trial.ActId);
            Assert.Equal("identification.try", act.Kind);
            Assert.Contains(trial.SnapshotHash, act.Content, StringComparison.Ordinal);
            Assert.Null(VerifyAudit.Run(db, trial.CountyNo).BrokenAt);
        }
        Assert.Equal("none", OutcomeOf(address, "H3", Workbook.June));
    }

    [Fact]
    public void Nothing_tried_a_parameter_the_method_does_not_read_and_an_empty_record_are_refused_without_an_act()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var acts = db.Acts.Count();
        Assert.Equal("TH0522", Code(Try(db, Cn)));
        Assert.Equal("TH0522", Code(Try(db, Cn, (MonitorRange, 870_000))));
        Assert.Equal("TH0315", Code(Try(db, Cn, (MonitorRange, 900_000), ("poverty_line", 1))));
        Assert.Equal("TH0315", Code(Try(db, Cn, ("no_such", 1))));
        var before = new DateOnly(2025, 1, 1);
        var early = TryRule.Run(
            db,
            Cn,
            Cn.Method("monitoring", before)!,
            County(db),
            before,
            new Dictionary<string, Fraction> { [MonitorRange] = 1 },
            Acting(db)
        );
        Assert.Equal("TH0505", Code(early));
        Assert.Equal(acts, db.Acts.Count());
        Assert.Empty(db.LabTrials);
    }

    [Fact]
    public void What_the_area_has_not_set_yet_is_not_filled_in()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files, set: false)).Value;
        Assert.Equal("TH0313", Code(Try(db, Cn, (MonitorRange, 900_000))));
    }

    [Fact]
    public void A_value_given_as_it_stands_is_not_among_those_tried()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var trial = Try(db, Cn, (MonitorRange, 870_000), ("water_longest_carry_minutes", 20)).Value;
        Assert.Equal(["water_longest_carry_minutes"], TryRule.TriedIn(trial).Keys);
        Assert.Equal(["water_longest_carry_minutes"], TryRule.ReportOf(trial).Before.Keys);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_newest_trial_stands_first_and_pages_do_not_overlap(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(engine, files)).Value;
        var made = Enumerable
            .Range(1, 5)
            .Select(i => Try(db, Cn, (MonitorRange, 870_000 + i)).Value.TrialId)
            .Reverse()
            .ToList();
        var county = County(db);
        Assert.Equal(made, TryRule.All(db, county).Select(t => t.TrialId));
        Assert.Equal(
            made,
            new[] { 0, 2, 4 }.SelectMany(skip => TryRule.All(db, county, skip, 2)).Select(t => t.TrialId)
        );
        Assert.Equal(5, TryRule.Count(db, county));
        Assert.Empty(TryRule.All(db, county + 1));
    }

    private static int No(RegionTree tree, string code) => tree.ByCode(code, Workbook.June)!.RegionNo;

    private static string Code<T>(Outcome<T> refused) => Assert.Single(refused.Problems).Code;
}
