using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

public sealed class AccountsTests(PostgresCluster cluster)
{
    private static readonly DateOnly Today = new(2026, 1, 15);
    private static readonly RegionPlace County = Place(1, 1, "county");
    private static readonly RegionPlace Village = Place(1, 12, "village");
    private static readonly RegionPlace Second = Place(1, 13, "village");
    private const string Secret = "three goats on a roof";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Somebody_invited_chooses_a_password_once_and_signs_in(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var given = Invite(db, null, "office", Roles.County, County);
        Assert.Null(Accounts.SignIn(db, "office", "", Today));
        Assert.Equal("TH0224", TakeUp(db, "office", "AAAA-BBBB-CCCC-DDDD", Secret));
        Assert.Equal("TH0220", TakeUp(db, "office", given.Code, "short"));
        Assert.Equal("TH0224", TakeUp(db, "office", given.Code, Secret, at: given.Until.AddMinutes(1)));
        Assert.Null(TakeUp(db, "office", given.Code.ToLowerInvariant().Replace('-', ' '), Secret));
        Assert.Equal("TH0224", TakeUp(db, "office", given.Code, Secret + " again"));
        var own = Accounts.SignIn(db, "office", Secret, Today)!;
        Assert.Equal((Roles.County, 1, (int?)null), (own.Viewer.Role, own.Viewer.CountyNo, own.Viewer.RegionNo));
        Assert.Null(Accounts.SignIn(db, "office", Secret + ".", Today));
        // Before the duty begins nobody gets in.
        var early = Accounts.Try(db, "office", Secret, Today.AddDays(-1));
        Assert.Equal((null, true, Today), (early.Who, early.NoDuty, early.Next));
        // Whoever has not the password is told nothing of it.
        Assert.False(Accounts.Try(db, "office", Secret + ".", Today.AddDays(-1)).NoDuty);
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
        // Neither code nor password lies in the record.
        Assert.DoesNotContain(
            db.Acts.AsEnumerable(),
            a =>
                a.Content.Contains(given.Code, StringComparison.Ordinal)
                || a.Content.Contains(Secret, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_session_ends_at_once_when_the_account_is_locked_given_a_new_code_or_loses_its_duty(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var office = Enter(db, null, "office", Roles.County, County).Viewer;
        var cadre = Enter(db, office, "cadre", Roles.Cadre, Village);
        SignedIn? Still(Guid stamp) => Accounts.ById(db, cadre.Viewer.AccountId, stamp, null, Today);
        var id = cadre.Viewer.AccountId;
        Assert.NotNull(Still(cadre.Stamp));
        Assert.Null(Still(Guid.NewGuid()));

        Assert.True(KeepAccount.Lock(db, office, id, Today, Basis).Ok);
        Assert.Null(Still(cadre.Stamp));
        Assert.Null(Accounts.SignIn(db, "cadre", Secret, Today));
        Assert.Equal("TH0231", KeepAccount.Lock(db, office, id, Today, Basis).Problems[0].Code);
        // A new code is no way round a lock.
        Assert.Equal("TH0203", InviteAccount.Again(db, office, id, Today, Basis).Problems[0].Code);
        Assert.True(KeepAccount.Unlock(db, office, id, Today, Basis).Ok);
        Assert.Null(Still(cadre.Stamp));
        var again = Accounts.SignIn(db, "cadre", Secret, Today)!;

        KeepAccount.EndSessions(db, id, Basis with { ActorId = id });
        Assert.Null(Still(again.Stamp));

        var code = InviteAccount.Again(db, office, id, Today, Basis).Value.Code;
        Assert.Null(Accounts.SignIn(db, "cadre", Secret, Today));
        Assert.Null(TakeUp(db, "cadre", code, Secret + " too"));
        var renewed = Accounts.SignIn(db, "cadre", Secret + " too", Today)!;

        Assert.True(ChangeDuties.End(db, office, id, renewed.Acting.DutyId, Today, Today, Basis).Ok);
        Assert.Null(Still(renewed.Stamp));
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Duties_pass_on_and_one_person_acts_in_the_one_they_choose(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var office = Enter(db, null, "office", Roles.County, County).Viewer;
        var (leaving, staying) = (
            Enter(db, office, "leaving", Roles.Cadre, Village),
            Enter(db, office, "staying", Roles.Cadre, Second)
        );
        var done = ChangeDuties.Leave(
            db,
            office,
            leaving.Viewer.AccountId,
            staying.Viewer.AccountId,
            Today.AddDays(1),
            Today.AddDays(8),
            Today,
            Basis
        );
        Assert.True(done.Ok, string.Join(' ', done.Problems));
        SignedIn? On(SignedIn who, int day, Guid? duty = null) =>
            Accounts.ById(db, who.Viewer.AccountId, who.Stamp, duty, Today.AddDays(day));
        Assert.Null(On(leaving, 1));
        var both = On(staying, 1)!;
        Assert.Equal([12, 13], both.Duties.Select(d => d.RegionNo!.Value).Order());
        var other = both.Duties.Single(d => d.RegionNo == 12);
        Assert.Equal(12, On(staying, 1, other.DutyId)!.Viewer.RegionNo);
        // A duty of somebody else chooses nothing.
        Assert.Equal(13, On(staying, 1, leaving.Acting.DutyId)!.Viewer.RegionNo);
        Assert.Equal(12, On(leaving, 8)!.Viewer.RegionNo);
        Assert.Equal([13], On(staying, 8)!.Duties.Select(d => d.RegionNo!.Value));

        Assert.Equal(
            "TH0229",
            ChangeDuties
                .HandOver(
                    db,
                    office,
                    leaving.Viewer.AccountId,
                    staying.Viewer.AccountId,
                    Today,
                    Today,
                    Basis with
                    {
                        Basis = " ",
                    }
                )
                .Problems[0]
                .Code
        );
        // A cadre appoints nobody.
        Assert.Equal(
            "TH0211",
            ChangeDuties
                .HandOver(db, staying.Viewer, leaving.Viewer.AccountId, staying.Viewer.AccountId, Today, Today, Basis)
                .Problems[0]
                .Code
        );
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
    }

    /// <summary>An office lists and finds those whom it appoints, nobody else.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_office_sees_the_people_it_appoints(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var nation = Enter(db, null, "nation", Roles.Nation, null).Viewer;
        var office = Enter(db, nation, "office", Roles.County, County).Viewer;
        var elsewhere = Enter(db, nation, "elsewhere", Roles.County, Place(2, 2, "county")).Viewer;
        var cadre = Enter(db, office, "cadre", Roles.Cadre, Village).Viewer;
        string[] Logins(Viewer by, string? find = null) =>
            [.. ListAccounts.Run(db, by, find, Today, 1, 50).Lines.Select(a => a.Login)];
        Assert.Equal(["elsewhere", "office"], Logins(nation));
        Assert.Equal(["cadre"], Logins(office));
        Assert.Equal([], Logins(office, "nobody"));
        Assert.Equal([], Logins(elsewhere));
        Assert.Equal([], Logins(cadre));
        Assert.NotNull(ListAccounts.Find(db, office, cadre.AccountId, Today));
        Assert.Null(ListAccounts.Find(db, elsewhere, cadre.AccountId, Today));
        Assert.Null(ListAccounts.Find(db, cadre, cadre.AccountId, Today));
        Assert.Equal(
            "TH0211",
            InviteAccount
                .New(db, elsewhere, "spy", "Spy", Roles.Cadre, Village, Today, null, Today, Basis)
                .Problems[0]
                .Code
        );
        Assert.Equal(
            "TH0225",
            InviteAccount
                .New(db, office, "cadre", "Twin", Roles.Cadre, Village, Today, null, Today, Basis)
                .Problems[0]
                .Code
        );
        Assert.Equal(
            "TH0226",
            InviteAccount
                .New(db, office, "Two Words", "Twin", Roles.Cadre, Village, Today, null, Today, Basis)
                .Problems[0]
                .Code
        );
    }

    private static readonly ActContext Basis = RecordActTests.Clerk with { Basis = "notice 1" };

    private static Invitation Invite(TaihangDb db, Viewer? by, string login, string role, RegionPlace? place)
    {
        var given = InviteAccount.New(db, by, login, login, role, place, Today, null, Today, Basis);
        Assert.True(given.Ok, string.Join(' ', given.Problems));
        return given.Value;
    }

    private static SignedIn Enter(TaihangDb db, Viewer? by, string login, string role, RegionPlace? place)
    {
        Assert.Null(TakeUp(db, login, Invite(db, by, login, role, place).Code, Secret));
        return Accounts.SignIn(db, login, Secret, Today)!;
    }

    private static string? TakeUp(
        TaihangDb db,
        string login,
        string code,
        string password,
        DateTimeOffset? at = null
    ) =>
        InviteAccount.TakeUp(db, login, code, password, password, at ?? Basis.At) is { Ok: false } refused
            ? refused.Problems[0].Code
            : null;

    private static RegionPlace Place(int county, int region, string level) =>
        new(county, region, $"{region}", level, null, level, 0, null, null, []);
}
