using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Procedures;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Outbound;
using Taihang.Modules.Procedures;
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

/// <summary>The household H1 with a closed case, a phone left with it, a message that waits, a receipt, and files: what other rooms keep about it.</summary>
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
        var contact = NoticeAddresses.Of(sealing, CaseId, Phone, Language.Chinese)!;
        Assert.True(
            StartCase
                .Run(
                    County.Db,
                    County.Setting.Pack,
                    new StartRequest(
                        CaseId,
                        County.CountyNo,
                        household.VillageNo,
                        "monitoring",
                        household.HouseholdId,
                        "测试甲",
                        "web",
                        "测试甲家里有人生病",
                        CaseActor.Nobody,
                        ""
                    )
                    {
                        Contact = contact,
                    },
                    June,
                    County.Context(County.County)
                )
                .Ok
        );
        // It came to an end long before anybody's data does.
        County
            .Db.ProcedureCases.Where(c => c.CaseId == CaseId)
            .ExecuteUpdate(set =>
                set.SetProperty(c => c.Step, (string?)null)
                    .SetProperty(c => c.Outcome, "ended")
                    .SetProperty(c => c.EndedOn, June)
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
        secrets.AddRange([("contact key", contact.WrappedKey), ("contact", contact.Sealed)]);
        secrets.AddRange([("file key", OfHousehold.WrappedKey), ("file key", OfCase.WrappedKey)]);
    }

    public ChangeCounty County { get; }

    public StoredFiles Files { get; }

    public Attachment OfHousehold { get; }

    public Attachment OfCase { get; }

    /// <summary>What the person of the case was told, or is still to be told.</summary>
    public OutboundNotice Notice => County.Db.OutboundNotices.AsNoTracking().Single(n => n.Office == null);

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
