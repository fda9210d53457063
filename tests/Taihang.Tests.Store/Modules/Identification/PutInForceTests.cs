using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;
using static Taihang.Tests.Store.Modules.Identification.LabCounty;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>What was tried comes into force only as the law of the house allows; each refusal differs from the good case in one thing.</summary>
public sealed class PutInForceTests(PostgresCluster cluster)
{
    private const string Water = "water_least_litre_person_day";
    private static readonly DateOnly Day = new(2027, 1, 1);

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Once_read_it_holds_from_its_day_and_the_next_identification_judges_by_it(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Imported(engine, files);
        using (var db = OpenStore.Existing(address).Value)
        {
            var trial = Read(db, (MonitorRange, 2_500_000));
            Assert.True(Force(db, Cn, trial).Ok);
            var settings = db.AreaParameters.OrderBy(p => p.ValidFrom).ToList();
            Assert.Equal(
                [("870000", Day.AddDays(-1), "第1号"), ("2500000", (DateOnly?)null, "第2号")],
                settings.Select(s => (s.Value, s.ValidTo, s.Document))
            );
            Assert.Equal(Day, settings[1].ValidFrom);
        }
        Assert.Equal("none", OutcomeOf(address, "H3", Day.AddDays(-1)));
        Assert.Equal("marginal", OutcomeOf(address, "H3", Day));
        Assert.Equal("marginal", OutcomeOf(address, "H1", Day));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Reading_and_putting_into_force_are_acts_in_the_log_and_a_second_time_changes_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(engine, files)).Value;
        var trial = Read(db, (MonitorRange, 2_500_000));
        Assert.True(Force(db, Cn, trial).Ok);
        Assert.Equal(
            [
                "registry.import",
                "access.set_parameter",
                "identification.try",
                "identification.read_report",
                "access.set_parameter",
                "identification.put_in_force",
            ],
            db.AuditLeaves.OrderBy(l => l.Seq).Select(l => db.Acts.Single(a => a.ActId == l.ActId).Kind)
        );
        var (acts, settings) = (db.Acts.Count(), db.AreaParameters.Count());
        Assert.True(PutInForce.Confirm(db, trial.CountyNo, trial.TrialId, Acting(db)).Ok);
        Assert.True(Force(db, Cn, trial).Ok);
        Assert.Equal((acts, settings), (db.Acts.Count(), db.AreaParameters.Count()));
        Assert.Null(VerifyAudit.Run(db, trial.CountyNo).BrokenAt);
        var shown = ShowTrial.Run(db, trial.CountyNo, trial.TrialId)!;
        Assert.Equal((Day, "第2号"), (shown.InForce!.From, shown.InForce.Document));
        Assert.NotNull(shown.Read);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_report_that_nobody_read_is_refused(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(engine, files)).Value;
        var trial = Try(db, Cn, (MonitorRange, 2_500_000)).Value;
        Refused(db, "TH0524", () => Force(db, Cn, trial));
    }

    [Fact]
    public void A_pack_that_changed_since_is_refused()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var trial = Read(db, (MonitorRange, 2_500_000));
        Refused(db, "TH0525", () => Force(db, Cn with { Hash = new string('0', 64) }, trial));
    }

    [Fact]
    public void A_number_that_the_pack_lays_down_can_be_tried_but_not_put_into_force()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var trial = Read(db, (MonitorRange, 2_500_000), (Water, 40));
        Refused(db, "TH0526", () => Force(db, Cn, trial));
    }

    [Fact]
    public void A_pack_one_of_whose_cases_fails_is_refused()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var trial = Read(db, (MonitorRange, 2_500_000));
        var wrong = Cn.Cases[0] with { Outcome = "sudden" };
        Refused(db, "TH0527", () => Force(db, Cn with { Cases = Cn.Cases.SetItem(0, wrong) }, trial));
    }

    [Fact]
    public void Another_value_set_since_the_trial_is_refused_because_the_report_compares_with_what_no_longer_holds()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var (one, other) = (Read(db, (MonitorRange, 2_500_000)), Read(db, (MonitorRange, 900_000)));
        Assert.True(Force(db, Cn, one).Ok);
        Refused(db, "TH0525", () => Force(db, Cn, other, Day.AddYears(1)));
    }

    [Fact]
    public void A_trial_of_nowhere_or_of_another_county_is_refused()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(Engine.Sqlite, files)).Value;
        var trial = Read(db, (MonitorRange, 2_500_000));
        var (nowhere, foreign) = (
            new LabTrial
            {
                CountyNo = trial.CountyNo,
                TrialId = Guid.CreateVersion7(),
                Pack = "",
                Method = "",
                PackHash = "",
                SnapshotHash = "",
                Tried = "",
                Report = "",
            },
            trial.CountyNo + 1
        );
        Refused(db, "TH0523", () => Force(db, Cn, nowhere));
        Refused(db, "TH0523", () => PutInForce.Confirm(db, trial.CountyNo, nowhere.TrialId, Acting(db)));
        Refused(db, "TH0523", () => PutInForce.Confirm(db, foreign, trial.TrialId, Acting(db)));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Without_a_document_or_over_a_later_setting_nothing_is_half_set_and_the_log_goes_on(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Existing(cluster.Imported(engine, files)).Value;
        // The same pack, but for leaving a second number to the area, so that two settings stand or fall together.
        var two = Cn with
        {
            Parameters = [.. Cn.Parameters.Select(p => p.Id == Water ? p with { SetByArea = true } : p)],
        };
        var trial = Try(db, two, (MonitorRange, 2_500_000), (Water, 40)).Value;
        Assert.True(PutInForce.Confirm(db, trial.CountyNo, trial.TrialId, Acting(db)).Ok);
        Refused(db, "TH0200", () => Force(db, two, trial, document: " "));
        Assert.True(Set(db, Water, 38, Day.AddMonths(6), "第3号").Ok);
        Refused(db, "TH0202", () => Force(db, two, trial));
        Assert.Null(db.AreaParameters.Single(p => p.Parameter == MonitorRange).ValidTo);
        Assert.True(Try(db, two, (MonitorRange, 2_600_000)).Ok);
        Assert.Null(VerifyAudit.Run(db, trial.CountyNo).BrokenAt);
    }

    /// <summary>Refused with that number, and nothing whatever was written.</summary>
    private static void Refused(TaihangDb db, string code, Func<Outcome<LabTrial>> act)
    {
        var before = Written();
        Assert.Equal(code, Assert.Single(act().Problems).Code);
        Assert.Equal(before, Written());

        (int, int, int, int) Written() =>
            (
                db.Acts.Count(),
                db.AuditLeaves.Count(),
                db.AreaParameters.Count(),
                db.LabTrials.Count(t => t.ReadActId != null) + (100 * db.LabTrials.Count(t => t.InForceActId != null))
            );
    }

    private static LabTrial Read(TaihangDb db, params (string, Fraction)[] tried)
    {
        var trial = Try(db, Cn, tried).Value;
        return PutInForce.Confirm(db, trial.CountyNo, trial.TrialId, Acting(db)).Value;
    }

    private static Outcome<LabTrial> Force(
        TaihangDb db,
        Pack pack,
        LabTrial trial,
        DateOnly? from = null,
        string document = "第2号"
    ) => PutInForce.Run(db, pack, trial.CountyNo, trial.TrialId, from ?? Day, document, fictitious: false, Acting(db));
}
