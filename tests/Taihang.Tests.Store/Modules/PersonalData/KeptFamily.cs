using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;
using static Taihang.Tests.Store.Modules.PersonalData.EndRetentionTests;
using static Taihang.Tests.Store.Modules.PersonalData.OwnRecordTests;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>The household H1 with a closed case, a phone left with it, a letter to hand over, a receipt, and files: what other rooms keep about it.</summary>
internal sealed class KeptFamily : IDisposable
{
    public const string Title = "测试甲、测试乙的低保证";
    public const string FileName = "测试乙.txt";
    public static readonly byte[] Content = Encoding.UTF8.GetBytes("残疾人证 11010119900307002X\n");
    private const string Phone = "13811112222";
    private static readonly Guid CaseId = ChangeCounty.Number(91);
    private readonly Sealing sealing;
    private readonly List<(string What, byte[] Bytes)> secrets = [];

    public KeptFamily(PostgresCluster cluster, Engine engine)
    {
        County = new ChangeCounty(cluster, engine);
        sealing = Sealing.Open(County.Files.File("master.key")).Value;
        Files = new StoredFiles(County.Files.File(StoredFiles.FolderName));
        var household = County.Household("H1").Household;
        County.Db.ProcedureCases.Add(
            new ProcedureCase
            {
                CountyNo = County.CountyNo,
                CaseId = CaseId,
                VillageNo = household.VillageNo,
                Pack = "cn",
                Procedure = "monitoring",
                Settings = "{}",
                SubjectId = household.HouseholdId,
                SubjectName = "测试甲",
                OpenedOn = January,
                Outcome = "recognised",
                EndedOn = June,
            }
        );
        var (key, box) = sealing.SealText(Phone, CaseId);
        County.Db.NoticeContacts.Add(
            new NoticeContact
            {
                CountyNo = County.CountyNo,
                RecipientId = CaseId,
                Channel = NoticeChannel.Sms,
                Language = "zh-Hans",
                WrappedKey = key,
                Sealed = box,
            }
        );
        County.Db.OutboundNotices.Add(
            new OutboundNotice
            {
                CountyNo = County.CountyNo,
                NoticeId = ChangeCounty.Number(92),
                CauseId = ChangeCounty.Number(93),
                Kind = nameof(NoticeKind.Decided),
                RecipientId = CaseId,
                CaseId = CaseId,
                Facts = "{}",
                Channel = NoticeChannel.Letter,
                Standing = NoticeStanding.Letter,
                QueuedAtUnixMs = new DateTimeOffset(June, default, default).ToUnixTimeMilliseconds(),
            }
        );
        County.Db.ProcedureReceipts.Add(
            new ProcedureReceipt
            {
                CountyNo = County.CountyNo,
                Hash = "receipt-of-h1",
                CaseId = CaseId,
            }
        );
        County.Db.SaveChanges();
        OfHousehold = Attach(AttachFile.Household, household.HouseholdId, household.VillageNo);
        OfCase = Attach(AttachFile.Case, CaseId, household.VillageNo);
        secrets.AddRange([("contact key", key), ("contact", box)]);
        secrets.AddRange([("file key", OfHousehold.WrappedKey), ("file key", OfCase.WrappedKey)]);
    }

    public ChangeCounty County { get; }

    public StoredFiles Files { get; }

    public Attachment OfHousehold { get; }

    public Attachment OfCase { get; }

    public NoticeContact? Contact => County.Db.NoticeContacts.AsNoTracking().SingleOrDefault();

    /// <summary>Of what other rooms keep, all that still shows or opens something: in everything that is stored, and in the folder of files.</summary>
    public List<string> Found()
    {
        County.Db.ChangeTracker.Clear();
        var stolen = SealingTests.Stolen(County.Address);
        return
        [
            .. secrets
                .Where(s =>
                    stolen.AsSpan().IndexOf(s.Bytes) >= 0
                    || SealingTests.Shows(stolen, Convert.ToHexStringLower(s.Bytes))
                )
                .Select(s => s.What),
            .. new[] { "测试甲", "测试乙", "receipt-of-h1" }.Where(v => SealingTests.Shows(stolen, v)),
            .. new[] { OfHousehold, OfCase }.Where(a => Files.Read(a.Hash) is not null).Select(a => $"file {a.Title}"),
        ];
    }

    /// <summary>The wife died; five years later two people end her data, and the file is settled.</summary>
    public void EndWife()
    {
        var wife = Gone(County);
        Set(County, PersonalDataSettings.YearsDied, 5, June);
        Assert.True(Propose(County, wife, DueDay).Ok);
        Assert.True(Confirm(County, wife, DueDay).Ok);
        Assert.True(Settle(County));
    }

    /// <summary>Then the household is closed, and the head's data is ended, too.</summary>
    public void EndHead()
    {
        County
            .Db.Households.Where(h => h.Number == "H1")
            .ExecuteUpdate(set => set.SetProperty(h => h.ClosedOn, new DateOnly(2026, 6, 10)));
        Set(County, PersonalDataSettings.YearsClosed, 5, June);
        var head = County.Db.Persons.AsNoTracking().Single(p => p.Name == "测试甲");
        Assert.True(Propose(County, head, DueDay).Ok);
        Assert.True(Confirm(County, head, DueDay).Ok);
        Assert.True(Settle(County));
        County.Db.ChangeTracker.Clear();
    }

    public void Dispose()
    {
        sealing.Dispose();
        County.Dispose();
    }

    private Attachment Attach(string kind, Guid subject, int village)
    {
        var sent = new SentFile(
            Guid.CreateVersion7(),
            FileName,
            Content,
            AttachmentPurpose.Evidence,
            Title,
            January,
            false
        );
        var kept = AttachFile.Keep(sent, Files, sealing, June);
        Assert.True(kept.Ok, string.Join(' ', kept.Problems));
        return AttachFile.Run(
            County.Db,
            new AttachmentSubject(County.CountyNo, kind, subject, village),
            kept.Value,
            County.Context(County.Cadre)
        );
    }
}
