using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

/// <summary>Checkpoints, growth, export and the way of an older log into the tree, on both engines.</summary>
public sealed class AuditTests(PostgresCluster cluster)
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_checkpoint_is_made_once_for_each_size_and_a_later_one_is_proved_to_go_on_from_it(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        using var key = Key(files);
        RecordActTests.Record(db, 1, 5);
        var first = IssueCheckpoint.Run(db, key, 1, Noon);
        Assert.Equal(first.Note, IssueCheckpoint.Run(db, key, 1, Noon.AddDays(1)).Note);
        var held = Checkpoint.Open(first.Note, key.Public).Value;
        RecordActTests.Record(db, 1, 6);
        var growth = IssueCheckpoint.Since(db, key, held, 1, Noon.AddDays(2)).Value;
        var read = GrowthProof.Read(growth.Text()).Value;
        var taken = Witness.Take(held, read, key.Public);
        Assert.Equal(11, taken.Value.Size);
        Assert.Null(VerifyAudit.Run(db, 1, [held, taken.Value]).BrokenAt);
        Assert.Equal(2, db.AuditCheckpoints.Count());
    }

    /// <summary>Everything rewritten and recomputed by somebody who also has the key: the store is sound, the checkpoint kept elsewhere tells.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_log_made_anew_is_refused_by_whoever_kept_a_checkpoint(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var key = Key(files);
        Checkpoint held;
        using (var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value)
        {
            RecordActTests.Record(db, 1, 6);
            held = Checkpoint.Open(IssueCheckpoint.Run(db, key, 1, Noon).Note, key.Public).Value;
        }
        using var forged = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        RecordActTests.Record(forged, 1, 9);
        Assert.Null(VerifyAudit.Run(forged, 1).BrokenAt);
        Assert.NotNull(VerifyAudit.Run(forged, 1, [held]).BrokenAt);
        var growth = IssueCheckpoint.Since(forged, key, held, 1, Noon).Value;
        Assert.Equal("TH0246", Witness.Take(held, growth, key.Public).Problems[0].Code);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_national_checkpoint_binds_every_countys_log(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        using var key = Key(files);
        RecordActTests.Record(db, 4, 3);
        RecordActTests.Record(db, 9, 2);
        var note = IssueCheckpoint.Nation(db, key, Noon).Note;
        Assert.Equal(note, IssueCheckpoint.Nation(db, key, Noon.AddDays(1)).Note);
        Assert.Equal(3, Assert.Single(IssueCheckpoint.Kept(db, key.Public, 4).Value).Size);
        var counties = Checkpoint.Open(note, key.Public).Value.Counties(key.Public).Value;
        Assert.Equal([3L, 2], counties.Select(c => c.Size));
        Assert.Null(VerifyAudit.Run(db, 4, [counties[0]]).BrokenAt);
        Assert.NotNull(VerifyAudit.Run(db, 4, [counties[1]]).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_exported_log_is_checked_without_the_database(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        using var key = Key(files);
        RecordActTests.Record(db, 1, 40);
        var checkpoint = Checkpoint.Open(IssueCheckpoint.Run(db, key, 1, Noon).Note, key.Public).Value;
        foreach (var open in new[] { false, true })
        {
            using var file = new MemoryStream();
            RecordActTests.Record(db, 1, 1);
            Assert.Equal(40, ExportLog.Run(db, 1, checkpoint.Size, open, file).Value);
            var bytes = file.ToArray();
            Assert.Equal(open, System.Text.Encoding.UTF8.GetString(bytes).Contains("a test", StringComparison.Ordinal));
            var found = VerifyLogFile.Run(new MemoryStream(bytes), key.Public, [checkpoint]).Value;
            Assert.Equal((40, 40, open ? 40 : 0), (found.Entries, found.Bound, found.Open));
            bytes[bytes.Length / 2] ^= 4;
            Assert.False(VerifyLogFile.Run(new MemoryStream(bytes), key.Public, [checkpoint]).Ok);
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_act_is_proved_under_a_checkpoint_that_covers_it_and_not_under_an_older_one(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        using var key = Key(files);
        RecordActTests.Record(db, 1, 4);
        var old = IssueCheckpoint.Run(db, key, 1, Noon);
        RecordActTests.Record(db, 1, 1);
        var act = ReadLog.Act(db, 1, db.AuditLeaves.Single(l => l.Seq == 5).ActId)!;
        Assert.Equal("TH0251", ReadLog.Prove(db, act, old, open: true).Problems[0].Code);
        var proof = ReadLog.Prove(db, act, IssueCheckpoint.Run(db, key, 1, Noon.AddDays(1)), open: true).Value;
        Assert.True(InclusionProof.Read(proof.Text()).Value.Verify(key.Public).Ok);
        Assert.Null(ReadLog.Act(db, 2, act.Act.ActId));
    }

    /// <summary>A long look at the log neither holds up whoever acts nor is disturbed by it, and leaves the context as it was.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_log_is_read_at_one_moment_while_others_write(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using var db = OpenStore.Migrate(address).Value;
        using var writer = OpenStore.Existing(address).Value;
        RecordActTests.Record(db, 1, 3);
        using (ReadMoment.Begin(db))
        {
            Assert.Equal(3, db.AuditLeaves.Count());
            RecordActTests.Record(writer, 1, 2);
            Assert.Equal(3, VerifyAudit.Run(db, 1).Leaves);
        }
        Assert.Equal(5, VerifyAudit.Run(db, 1).Leaves);
        db.ChangeTracker.Clear();
        RecordActTests.Record(db, 1, 1);
        Assert.Equal(6, VerifyAudit.Run(db, 1).Leaves);
    }

    [Fact]
    public void The_signing_key_is_its_owners_alone_and_is_never_made_anew()
    {
        using var files = Repository.TemporaryFolder();
        var path = SigningKey.Beside(files.File("master.key"));
        Assert.Equal("TH0250", SigningKey.Open(path).Problems[0].Code);
        Assert.True(SigningKey.Make(path));
        var before = File.ReadAllText(path);
        Assert.False(SigningKey.Make(path));
        Assert.Equal(before, File.ReadAllText(path));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        File.WriteAllText(path, "no key");
        Assert.Equal("TH0250", SigningKey.Open(path).Problems[0].Code);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_log_is_listed_by_kind_actor_and_day_and_reads_by_subject(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        var (other, household) = (RecordActTests.Clerk with { ActorId = Guid.CreateVersion7() }, Guid.CreateVersion7());
        RecordActTests.Record(db, 1, 3);
        RecordActTests.Record(db, 2, 1);
        LogRead.Run(db, 1, new ReadOf([household], ReadPurpose.Duty, "household"), other with { At = Noon.AddDays(1) });
        LogRead.Run(db, 1, new ReadOf([Guid.CreateVersion7()], ReadPurpose.Unmask, "id_number"), other);
        Assert.Equal(5, ShowLog.Acts(db, 1, new ActFilter(), 1, 50).Total);
        Assert.Equal([5L, 4], ShowLog.Acts(db, 1, new ActFilter(LogRead.Kind), 1, 50).Lines.Select(l => l.Seq));
        Assert.Equal([4L], ShowLog.Acts(db, 1, new ActFilter(ActorId: other.ActorId), 2, 1).Lines.Select(l => l.Seq));
        var day = new DateOnly(2026, 1, 16);
        Assert.Equal([4L], ShowLog.Acts(db, 1, new ActFilter(From: day, To: day), 1, 50).Lines.Select(l => l.Seq));
        var read = Assert.Single(ShowLog.Reads(db, 1, household, 1, 50).Lines);
        Assert.Equal((ReadPurpose.Duty, "household", null), (read.Purpose, read.What, read.Actor));
        Assert.Equal(2, ShowLog.Reads(db, 1, null, 1, 50).Total);
        LogRead.Run(db, 1, new ReadOf([household, Guid.CreateVersion7()], ReadPurpose.Duty, "village"), other);
        Assert.Equal([1, 1, 2], ShowLog.Reads(db, 1, null, 1, 50).Lines.Select(l => l.Subjects).Order());
        Assert.Equal(2, ShowLog.Reads(db, 1, household, 1, 50).Total);
        Assert.Empty(ShowLog.Reads(db, 2, household, 1, 50).Lines);
        Assert.Equal(["access.read", "test.act"], ShowLog.Kinds(db, 1));
        Assert.Equal(2, ShowLog.Actors(db, 1).Count);
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
    }

    private static SigningKey Key(Folder files)
    {
        SigningKey.Make(files.File("audit.key"));
        return SigningKey.Open(files.File("audit.key")).Value;
    }
}
