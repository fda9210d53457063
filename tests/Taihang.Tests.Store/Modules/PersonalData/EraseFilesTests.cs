using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>What other rooms keep about a household ends with its members, and the files with the last.</summary>
public sealed class EraseFilesTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void While_a_member_is_left_the_files_stay_without_the_ended_persons_name(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        Assert.NotNull(family.Contact);
        family.EndWife();
        Assert.Null(family.Contact);
        foreach (var row in family.County.Db.Attachments.AsNoTracking().ToList())
        {
            Assert.Equal(
                ($"测试甲、{RetentionRules.Stub}的低保证", $"{RetentionRules.Stub}.txt"),
                (row.Title, row.FileName)
            );
            Assert.False(row.Ended);
            Assert.NotNull(family.Files.Read(row.Hash));
        }
        Assert.Equal(NoticeStanding.Waiting, family.Notice.Standing);
        Assert.NotEmpty(family.County.Db.ProcedureReceipts);
        Assert.DoesNotContain("测试乙", family.Found());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void With_the_last_member_files_keys_receipts_and_addresses_go(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        Assert.Contains("file key", family.Found());
        family.EndWife();
        family.EndHead();
        Assert.Empty(family.Found());
        var (db, county) = (family.County.Db, family.County.CountyNo);
        var notice = family.Notice;
        Assert.Empty(db.ProcedureReceipts);
        Assert.Equal((NoticeStanding.Cancelled, false), (notice.Standing, notice.EndedAtUnixMs is null));
        foreach (var row in db.Attachments.AsNoTracking().ToList())
        {
            Assert.True(row.Ended);
            Assert.Equal(RetentionRules.Erased, row.Title);
            Assert.Equal("TH1714", OpenAttachment.Ask(row, row.SubjectId, null, "核对一下证件").Problems[0].Code);
        }
        Assert.Null(VerifyAudit.Run(db, county).BrokenAt);
        // Nothing is missing from a copy, and a change of keys passes by.
        Assert.Equal((0, 0), StoredFiles.Carry(db, family.Files.Read, (_, _) => { }));
        var key = family.County.Files.File("master.key");
        Assert.True(ChangeKeys.Begin(db, key, SealingSuites.First, family.County.Context(family.County.County)).Ok);
        Assert.True(ChangeKeys.Retire(db, key, true, family.County.Context(family.County.County)).Ok);
    }

    /// <summary>Twins, each of which leaves one thing behind; the same check must find it.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "contact")]
    [InlineData(Engine.Postgres, "contact")]
    [InlineData(Engine.Sqlite, "key")]
    [InlineData(Engine.Postgres, "key")]
    [InlineData(Engine.Sqlite, "title")]
    [InlineData(Engine.Postgres, "title")]
    [InlineData(Engine.Sqlite, "file")]
    [InlineData(Engine.Postgres, "file")]
    [InlineData(Engine.Sqlite, "receipt")]
    [InlineData(Engine.Postgres, "receipt")]
    public void What_an_ending_forgot_of_another_room_is_found(Engine engine, string forgot)
    {
        using var family = new KeptFamily(cluster, engine);
        var (contact, row, bytes) = (family.Contact!, family.OfCase, family.Files.Read(family.OfCase.Hash)!);
        family.EndWife();
        family.EndHead();
        Assert.Empty(family.Found());
        var db = family.County.Db;
        var kept = db.Attachments.Single(a => a.AttachmentId == row.AttachmentId);
        switch (forgot)
        {
            case "contact":
                db.NoticeContacts.Add(contact);
                break;
            case "key":
                kept.WrappedKey = row.WrappedKey;
                break;
            case "title":
                kept.Title = KeptFamily.Title;
                break;
            case "file":
                family.Files.Keep(bytes);
                break;
            default:
                db.ProcedureReceipts.Add(
                    new ProcedureReceipt
                    {
                        CountyNo = kept.CountyNo,
                        Hash = "receipt-of-h1",
                        CaseId = kept.SubjectId,
                    }
                );
                break;
        }
        db.SaveChanges();
        Assert.NotEmpty(family.Found());
    }
}
