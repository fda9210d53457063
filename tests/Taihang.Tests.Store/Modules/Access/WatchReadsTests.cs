using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

public sealed class WatchReadsTests(PostgresCluster cluster)
{
    private static readonly Viewer Clerk = new(Guid.NewGuid(), "clerk", Roles.Township, 1, 11);
    private static readonly Viewer Office = new(Guid.NewGuid(), "office", Roles.County, 1, null);
    private static readonly DateTimeOffset Morning = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The pattern of an official who went through a county's records one by one (88,985 queries): here, 520 households in a row.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Whoever_goes_through_the_records_is_asked_about_and_then_stopped(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var shown = Enumerable.Range(0, 520).Count(i => Look(db, Clerk, Guid.NewGuid(), Morning.AddSeconds(i)) is null);
        Assert.Equal(ReadLimit.StopAt, shown);
        Assert.Equal(
            [ConcernKind.ManyLooks, ConcernKind.Stopped],
            db.AccessConcerns.OrderBy(c => c.AtUnixMs).Select(c => c.Kind)
        );
        // Told while it goes on, not afterwards.
        Assert.Equal(
            Morning.AddSeconds(ReadLimit.AskAt - 1).ToUnixTimeMilliseconds(),
            db.AccessConcerns.Min(c => c.AtUnixMs)
        );
        Assert.Equal(2, Emergencies.Waiting(db, Office));
        Assert.Equal(0, Emergencies.Waiting(db, Clerk));

        // Waiting ends no stop; what was seen already may be seen again, within the day.
        Assert.Equal("TH0232", Look(db, Clerk, Guid.NewGuid(), Morning.AddDays(3)));
        Assert.True(WatchReads.Stopped(db, Clerk.AccountId, 1));
        Assert.False(WatchReads.Stopped(db, Office.AccountId, 1));

        // Somebody else finds it in order, and it goes on; nobody clears themselves, not even in the database.
        var stop = db.AccessConcerns.AsNoTracking().Single(c => c.Kind == ConcernKind.Stopped);
        var at = Morning.AddMinutes(20);
        Assert.Equal("TH0237", Review(db, Clerk, stop, at));
        Assert.Null(Review(db, Office, stop, at));
        Assert.Equal("TH0238", Review(db, Office, stop, at));
        Assert.Null(Look(db, Clerk, Guid.NewGuid(), at.AddMinutes(1)));
        db.ChangeTracker.Clear();
        db.AccessConcerns.Single(c => c.Kind == ConcernKind.ManyLooks).ReviewedById = Clerk.AccountId;
        Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        db.ChangeTracker.Clear();
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
    }

    /// <summary>The twin counts nothing, as if each look were of one's own village: the same run shows it all.</summary>
    [Fact]
    public void Without_the_limit_the_same_run_sees_everything()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(Engine.Sqlite, files)).Value;
        var twin = Clerk with { Role = Roles.Cadre };
        Assert.Equal(
            520,
            Enumerable.Range(0, 520).Count(i => Look(db, twin, Guid.NewGuid(), Morning.AddSeconds(i)) is null)
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Work_on_cases_and_the_same_household_again_count_for_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var (same, cased) = (Guid.NewGuid(), Guid.NewGuid());
        db.ProcedureCases.Add(
            new ProcedureCase
            {
                CountyNo = 1,
                CaseId = Guid.NewGuid(),
                Pack = "cn",
                Procedure = "identification",
                Settings = "{}",
                SubjectId = cased,
                SubjectName = "somebody",
                VillageNo = 12,
                OpenedOn = new DateOnly(2026, 1, 2),
                Step = "appraisal",
            }
        );
        db.SaveChanges();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(Look(db, Clerk, same, Morning.AddSeconds(i)));
            Assert.Null(Look(db, Clerk, cased, Morning.AddSeconds(i)));
        }
        Assert.Equal([same], db.SensitiveReads.Where(r => r.OutsideDuty).Select(r => r.SubjectId).Distinct());
        Assert.Equal(10, db.SensitiveReads.Count());
        Assert.All(db.SensitiveReads, r => Assert.Equal(Clerk.AccountId, r.ActorId));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_emergency_opens_one_household_for_an_hour_and_both_offices_know(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var household = Guid.NewGuid();
        var there = new Viewer(Guid.NewGuid(), "there", Roles.County, 2, null);
        Core.Common.Outcome<AccessConcern> Open(Guid? id, DateTimeOffset at, string reason, bool open = false) =>
            Emergencies.Open(db, Clerk, 2, id, open, reason, RecordActTests.Clerk with { At = at });
        const string Why = "found injured on the road, no phone";
        Assert.Equal("TH0233", Open(household, Morning, "why").Problems[0].Code);
        Assert.Equal("TH0236", Open(null, Morning, Why).Problems[0].Code);
        Assert.Equal("TH0236", Open(household, Morning, Why, open: true).Problems[0].Code);
        var concern = Open(household, Morning, Why).Value;
        bool Runs(double minutes, Guid? id = null) =>
            Emergencies.Running(db, Clerk.AccountId, 2, id ?? household, Morning.AddMinutes(minutes)) is not null;
        Assert.True(Runs(0));
        Assert.True(Runs(59.9));
        Assert.False(Runs(60));
        Assert.False(Runs(1, Guid.NewGuid()));
        Assert.False(Runs(-1));
        Assert.Equal(
            (1, 1, 0),
            (Emergencies.Waiting(db, Office), Emergencies.Waiting(db, there), Emergencies.Waiting(db, Clerk))
        );

        // Nobody looked for a week: there is no further one, until somebody does.
        Assert.Equal("TH0235", Open(household, Morning.AddDays(8), Why).Problems[0].Code);
        Assert.Null(Review(db, there, concern, Morning.AddDays(8)));
        Assert.True(Open(household, Morning.AddDays(8), Why).Ok);
        // Found unjustified, it closes at once.
        var second = db.AccessConcerns.AsNoTracking().Single(c => c.ReviewedAtUnixMs == null);
        Assert.Null(Review(db, Office, second, Morning.AddDays(8).AddMinutes(1), justified: false));
        Assert.Null(Emergencies.Running(db, Clerk.AccountId, 2, household, Morning.AddDays(8).AddMinutes(2)));
        Assert.Equal("TH0235", Open(household, Morning.AddDays(9), Why).Problems[0].Code);
        Assert.Null(VerifyAudit.Run(db, 2).BrokenAt);
    }

    private static string? Review(
        TaihangDb db,
        Viewer by,
        AccessConcern concern,
        DateTimeOffset at,
        bool justified = true
    ) =>
        Emergencies.Review(
            db,
            by,
            concern.CountyNo,
            concern.ConcernId,
            justified,
            "asked, and seen the papers",
            RecordActTests.Clerk with
            {
                At = at,
            }
        )
            is { Ok: false } refused
            ? refused.Problems[0].Code
            : null;

    private static string? Look(TaihangDb db, Viewer viewer, Guid household, DateTimeOffset at)
    {
        var problem = WatchReads.Run(
            db,
            viewer,
            1,
            new ReadOf([household], ReadPurpose.Duty, "household"),
            new ActContext(viewer.AccountId, at, "household", viewer.Role)
        );
        db.ChangeTracker.Clear();
        return problem?.Code;
    }
}
