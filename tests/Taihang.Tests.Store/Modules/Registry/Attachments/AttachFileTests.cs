using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.Registry.Attachments;

public sealed class AttachFileTests(PostgresCluster cluster)
{
    private static readonly DateOnly Today = new(2026, 6, 1);
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Certificate = Encoding.UTF8.GetBytes("残疾人证 11010119900307002X\n");

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_file_is_attached_by_an_act_that_names_nobody_and_sending_it_again_changes_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = Filled(engine, files);
        var row = Attach(db, files, AttachmentPurpose.Evidence);
        Assert.True(row.Personal);
        var act = db.Acts.AsNoTracking().Single(a => a.ActId == row.ActId);
        Assert.Equal(AttachFile.Kind, act.Kind);
        Assert.DoesNotContain("张某", act.Content, StringComparison.Ordinal);
        Assert.Contains(row.Hash, act.Content, StringComparison.Ordinal);
        Assert.Equal(row.ActId, Attach(db, files, AttachmentPurpose.Evidence, row.AttachmentId).ActId);
        Assert.Equal(1, db.Attachments.Count());
        Assert.Equal(Certificate, Opened(db, files, row.AttachmentId));
        Assert.Equal("TH1715", OpenAttachment.Ask(row, row.SubjectId, null, " ").Problems[0].Code);

        Assert.Equal("TH1715", Withdraw(db, row, "").Problems[0].Code);
        Assert.True(Withdraw(db, row, "附错了户").Ok);
        Assert.Equal("TH1714", Withdraw(db, row, "附错了户").Problems[0].Code);
        Assert.Equal(
            "TH1714",
            OpenAttachment
                .Ask(AttachFile.Find(db, row.CountyNo, row.AttachmentId)!, row.SubjectId, null, "核对残疾类别")
                .Problems[0]
                .Code
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void What_holds_a_number_is_for_no_notice_whatever_the_program_does(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = Filled(engine, files);
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var sent = new SentFile(
            Guid.CreateVersion7(),
            "a.txt",
            Certificate,
            AttachmentPurpose.Notice,
            "证",
            Today,
            true
        );
        Assert.Equal("TH1708", AttachFile.Keep(sent, Store(files), sealing, Today).Problems[0].Code);
        Assert.Equal(
            "TH1708",
            AttachFile
                .Keep(
                    sent with
                    {
                        Title = "11010119900307002X",
                        Bytes = "一"u8.ToArray(),
                    },
                    Store(files),
                    sealing,
                    Today
                )
                .Problems[0]
                .Code
        );
        var row = Attach(db, files, AttachmentPurpose.Evidence);
        Assert.ThrowsAny<Exception>(() =>
            db
                .Attachments.Where(a => a.AttachmentId == row.AttachmentId)
                .ExecuteUpdate(set => set.SetProperty(a => a.Purpose, AttachmentPurpose.Notice))
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite, "aes")]
    [InlineData(Engine.Postgres, "sm")]
    public void A_file_opens_through_a_change_of_keys_and_the_older_key_does_not_open_it_after(
        Engine engine,
        string suite
    )
    {
        using var files = Repository.TemporaryFolder();
        using var db = Filled(engine, files);
        var key = files.File("master.key");
        File.Copy(key, files.File("older.key"));
        var id = Attach(db, files, AttachmentPurpose.Evidence).AttachmentId;
        Assert.True(ChangeKeys.Begin(db, key, SealingSuites.Find(suite)!, Acting()).Ok);
        Assert.Equal(2, Sealing.NumberOf(AttachFile.Find(db, CountyNo(db), id)!.WrappedKey));
        Assert.Equal(Certificate, Opened(db, files, id));
        Assert.True(ChangeKeys.Retire(db, key, stopped: true, Acting()).Ok);
        Assert.Equal(Certificate, Opened(db, files, id));
        using var older = Sealing.Open(files.File("older.key")).Value;
        var row = AttachFile.Find(db, CountyNo(db), id)!;
        Assert.Throws<CryptographicException>(() =>
            older.UnsealFile(new SealedFile(row.WrappedKey, row.Suite, Store(files).Read(row.Hash)!), id)
        );
    }

    /// <summary>Another file in its place, another row's key, a flipped bit: told, not shown.</summary>
    [Fact]
    public void A_file_that_was_exchanged_or_changed_is_not_opened()
    {
        using var files = Repository.TemporaryFolder();
        using var db = Filled(Engine.Sqlite, files);
        var (one, other) = (
            Attach(db, files, AttachmentPurpose.Evidence),
            Attach(db, files, AttachmentPurpose.Evidence)
        );
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        (one.Hash, other.Hash) = (other.Hash, one.Hash);
        Assert.Equal("TH1716", OpenAttachment.Run(one, Store(files), sealing).Problems[0].Code);
        (one.Hash, other.Hash) = (other.Hash, one.Hash);
        var path = Path.Combine(Store(files).Folder, one.Hash[..2], one.Hash);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Equal("TH1716", OpenAttachment.Run(one, Store(files), sealing).Problems[0].Code);
        Assert.True(OpenAttachment.Run(other, Store(files), sealing).Ok);
    }

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    public void A_backup_carries_the_files_and_a_restore_puts_them_back(Engine from, Engine to)
    {
        using var files = Repository.TemporaryFolder();
        using var db = Filled(from, files);
        var row = Attach(db, files, AttachmentPurpose.Evidence);
        var lost = Attach(db, files, AttachmentPurpose.Evidence);
        File.Delete(Path.Combine(Store(files).Folder, lost.Hash[..2], lost.Hash));
        var made = BackupFile.Make(db, "", files.File("b.db"), Noon, files: Store(files)).Value;
        Assert.Equal((1, 1), (made.Files, made.FilesMissing));
        var (target, elsewhere) = (cluster.Fresh(to, files), new StoredFiles(files.File("elsewhere")));
        var restored = BackupFile.Restore(files.File("b.db"), target, files: elsewhere);
        Assert.Equal(1, restored.Value.Files);
        Assert.Equal(Store(files).Read(row.Hash), elsewhere.Read(row.Hash));

        Assert.Equal((1, 1), (restored.Value.Files, restored.Value.FilesMissing));

        // The broken twins: bytes of a file in the backup, and a file that is gone from it.
        foreach (
            var damage in new[]
            {
                "UPDATE backup_attached_file SET bytes = zeroblob(20)",
                "DELETE FROM backup_attached_file",
            }
        )
        {
            using (
                var file = new TaihangDb(
                    StoreOptions.For(StoreAddress.Parse(files.File("b.db"))),
                    CountyScope.Everything
                )
            )
                file.Database.ExecuteSqlRaw(damage);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Assert.Equal("TH0908", BackupFile.Check(files.File("b.db")).Problems[0].Code);
        }
    }

    private TaihangDb Filled(Engine engine, Folder files)
    {
        var address = cluster.Prepared(engine, files);
        var path = Workbook.Csv(files.File("a.csv"), Workbook.Table(Workbook.Rows()));
        Assert.True(Workbook.Import(address, files, path, Workbook.January).Ok);
        return OpenStore.Existing(address).Value;
    }

    private static Attachment Attach(TaihangDb db, Folder files, string purpose, Guid? id = null)
    {
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var household = db.Households.AsNoTracking().First();
        var sent = new SentFile(
            id ?? Guid.CreateVersion7(),
            "a.txt",
            Certificate,
            purpose,
            "张某的残疾证",
            Today,
            Seen: false
        );
        var kept = AttachFile.Keep(sent, Store(files), sealing, Today).Value;
        var subject = new AttachmentSubject(
            household.CountyNo,
            AttachFile.Household,
            household.HouseholdId,
            household.VillageNo
        );
        var row = AttachFile.Run(db, subject, kept, Acting());
        db.ChangeTracker.Clear();
        return row;
    }

    private static Core.Common.Outcome<Attachment> Withdraw(TaihangDb db, Attachment row, string reason)
    {
        var done = WithdrawAttachment.Run(db, row.CountyNo, row.AttachmentId, reason, Acting());
        db.ChangeTracker.Clear();
        return done;
    }

    private static byte[] Opened(TaihangDb db, Folder files, Guid id)
    {
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        return OpenAttachment.Run(AttachFile.Find(db, CountyNo(db), id)!, Store(files), sealing).Value;
    }

    private static int CountyNo(TaihangDb db) => db.Households.AsNoTracking().First().CountyNo;

    private static StoredFiles Store(Folder files) => new(files.File("files"));

    private static ActContext Acting() => new(Guid.Empty, Noon, "test", "test");
}
