using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

/// <summary>Passkeys in the record, after their ceremony was checked.</summary>
public sealed class PasskeysTests(PostgresCluster cluster)
{
    private static readonly DateOnly Today = new(2026, 1, 15);
    private static readonly DateTimeOffset At = new(2026, 1, 15, 8, 0, 0, TimeSpan.Zero);
    private const string Secret = "three goats on a roof";
    private static readonly Viewer Office = new(Guid.CreateVersion7(At), "office", Roles.County, 1, null);
    private static readonly Viewer Cadre = new(Guid.CreateVersion7(At), "cadre", Roles.Cadre, 1, 12);
    private static readonly Viewer Elsewhere = new(Guid.CreateVersion7(At), "elsewhere", Roles.County, 2, null);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_passkey_is_found_without_a_county_and_opens_its_own_account_until_it_is_ended(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = Fresh(engine, files);
        var added = Add(db, Cadre, [1]);
        Assert.Equal(
            "TH0288",
            AddPasskey.Run(db, Elsewhere.AccountId, "copy", Made([1]), By(Elsewhere)).Problems[0].Code
        );
        var known = UsePasskey.Known(db, [1])!;
        Assert.Equal(added.PasskeyId, known.PasskeyId);
        Assert.Null(UsePasskey.Known(db, [2]));
        var who = Accounts.ByPasskey(db, known, Today).Who!;
        Assert.Equal(Cadre.AccountId, who.Viewer.AccountId);
        Assert.NotNull(Session(db, who, known.PasskeyId));
        // A session names no passkey of anybody else, nor one that never was.
        Assert.Null(Session(db, who, Guid.NewGuid()));
        Assert.Null(Session(db, who, Add(db, Elsewhere, [3]).PasskeyId));

        Assert.True(UsePasskey.Run(db, known.PasskeyId, new PasskeyUsed(5, true), By(Cadre)).Ok);
        var used = UsePasskey.Known(db, [1])!;
        Assert.Equal((5L, true, At.ToUnixTimeMilliseconds()), (used.SignCount, used.BackedUp, used.LastUsedAtUnixMs));

        Assert.Equal("TH0211", End(db, Cadre with { AccountId = Guid.NewGuid() }, known, "lost"));
        Assert.Equal("TH0210", End(db, Office with { AccountId = Cadre.AccountId }, known, "lost"));
        Assert.Equal("TH0229", End(db, Office, known, " "));
        Assert.NotNull(Session(db, who, known.PasskeyId));
        Assert.Null(End(db, Office, known, "lost"));
        Assert.Equal("TH0284", End(db, Office, known, "lost"));
        Assert.Null(Session(db, who, known.PasskeyId));
        // Only what began with it: a session by password goes on.
        Assert.NotNull(Session(db, who, null));
        var ended = UsePasskey.Known(db, [1])!;
        Assert.Null(Accounts.ByPasskey(db, ended, Today).Who);
        Assert.Equal(
            "TH0280",
            UsePasskey.Run(db, known.PasskeyId, new PasskeyUsed(6, true), By(Cadre)).Problems[0].Code
        );
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
        // What it is called may name somebody; the log does not hold it.
        Assert.DoesNotContain(db.Acts.AsEnumerable(), a => a.Content.Contains("desk", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Of_two_uses_with_one_count_at_once_one_is_let_in_and_the_other_reported(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        Guid id;
        using (var db = Fresh(address))
            id = Add(db, Cadre, [1]).PasskeyId;
        await using var one = new ActSequencer(address);
        await using var other = new ActSequencer(address);
        var both = await Task.WhenAll(
            new[] { one, other }.Select(s =>
                s.Run(Cadre, 1, store => UsePasskey.Run(store, id, new PasskeyUsed(9, false), By(Cadre)))
            )
        );
        Assert.Single(both, done => done.Ok);
        Assert.Equal("TH0282", both.Single(done => !done.Ok).Problems[0].Code);
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(9, after.Passkeys.Single().SignCount);
        Assert.NotNull(after.Passkeys.Single().DoubtedAtUnixMs);
        Assert.Equal(1, after.Acts.Count(a => a.Kind == UsePasskey.DoubtKind));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_holder_renames_and_removes_with_the_password_and_never_the_last_way_in(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = Fresh(engine, files);
        var (first, second) = (Add(db, Cadre, [1]), Add(db, Cadre, [2]));
        string? Remove(Passkey passkey, string password) =>
            Code(KeepPasskey.Remove(db, Cadre.AccountId, passkey.PasskeyId, password, By(Cadre)));
        string? Rename(Viewer by, string label) =>
            Code(KeepPasskey.Rename(db, by.AccountId, first.PasskeyId, label, By(by)));
        Assert.Null(Rename(Cadre, "tablet"));
        var acts = db.Acts.Count();
        Assert.Null(Rename(Cadre, "tablet"));
        Assert.Equal("TH0285", Rename(Cadre, ""));
        Assert.Equal("TH0284", Rename(Office, "mine"));
        // What changes nothing writes nothing.
        Assert.Equal(acts, db.Acts.Count());
        Assert.Equal(["desk", "tablet"], KeepPasskey.Of(db, Cadre.AccountId).Select(p => p.Label).Order());

        Assert.Equal("TH0230", Remove(first, "not it"));
        Assert.Null(Remove(first, Secret));
        // An account without a password keeps its last passkey.
        db.Database.ExecuteSql(
            $"UPDATE accounts SET password_hash = '' WHERE account_id = {Stored(engine, Cadre.AccountId)}"
        );
        db.ChangeTracker.Clear();
        Assert.Equal("TH0287", Remove(second, Secret));
        Assert.Single(KeepPasskey.Of(db, Cadre.AccountId));
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_new_code_ends_every_passkey_and_a_lock_keeps_them_out_while_it_lasts(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = Fresh(engine, files);
        Add(db, Cadre, [1]);
        SignedIn? Who() => Accounts.ByPasskey(db, UsePasskey.Known(db, [1])!, Today).Who;
        Assert.NotNull(Who());
        Assert.True(KeepAccount.Lock(db, Office, Cadre.AccountId, Today, By(Office)).Ok);
        Assert.Null(Who());
        Assert.True(KeepAccount.Unlock(db, Office, Cadre.AccountId, Today, By(Office)).Ok);
        Assert.NotNull(Who());
        var code = InviteAccount.Again(db, Office, Cadre.AccountId, Today, By(Office)).Value.Code;
        Assert.Null(Who());
        Assert.True(InviteAccount.TakeUp(db, "cadre", code, Secret + " too", Secret + " too", At).Ok);
        Assert.Null(Who());
        Assert.Empty(KeepPasskey.Of(db, Cadre.AccountId));
    }

    private TaihangDb Fresh(Engine engine, Folder files) => Fresh(cluster.Fresh(engine, files));

    private static TaihangDb Fresh(StoreAddress address)
    {
        var db = OpenStore.Migrate(address).Value;
        foreach (var viewer in new[] { Office, Cadre, Elsewhere })
            Accounts.Add(db, viewer, viewer.Name, Secret, demo: false, Today, By(viewer));
        return db;
    }

    private static Passkey Add(TaihangDb db, Viewer viewer, byte[] credential)
    {
        var added = AddPasskey.Run(db, viewer.AccountId, "desk", Made(credential), By(viewer));
        Assert.True(added.Ok, string.Join(' ', added.Problems));
        return added.Value;
    }

    private static MadePasskey Made(byte[] credential) => new(credential, [9, 9], 0, false);

    private static SignedIn? Session(TaihangDb db, SignedIn who, Guid? passkey) =>
        Accounts.ById(db, who.Viewer.AccountId, who.Stamp, null, Today, passkey);

    private static string? End(TaihangDb db, Viewer by, Passkey passkey, string basis) =>
        Code(
            KeepPasskey.EndByOffice(db, by, passkey.AccountId, passkey.PasskeyId, Today, By(by) with { Basis = basis })
        );

    private static string? Code(Outcome<Passkey> done) => done.Ok ? null : done.Problems[0].Code;

    private static object Stored(Engine engine, Guid id) =>
        engine == Engine.Sqlite ? id.ToByteArray(bigEndian: true) : id;

    private static ActContext By(Viewer viewer) => new(viewer.AccountId, At, "test", "test");
}
