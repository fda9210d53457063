using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Taihang.Modules.Procedures;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Procedures;

namespace Taihang.Tests.Store.Modules.Outbound;

/// <summary>A made-up county whose people and offices said how they are reached, and a clock that a test sets.</summary>
internal sealed class NoticeCounty : IDisposable
{
    public static readonly DateOnly Day = new(2026, 3, 2);
    public const string Phone = "13800000001";
    private readonly ProcedureCounty county;

    public NoticeCounty(PostgresCluster cluster, Engine engine)
    {
        county = new ProcedureCounty(cluster, engine);
        KeyRing.Make(KeyFile);
        Sealing = Sealing.Open(KeyFile).Value;
    }

    public DateTimeOffset Now { get; set; } = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));

    public TaihangDb Db => county.Db;

    public StoreAddress Address => county.Address;

    public Sealing Sealing { get; private set; }

    public string KeyFile => county.FilePath("master.key");

    public string Folder => county.FilePath("out");

    public ProcedureCounty Cases => county;

    public NoticeSettings Settings(Carry? carry = null) =>
        carry is null
            ? NoticeSettings.Into(Folder)
            : NoticeSettings.Into(Folder) with
            {
                Channels = new Dictionary<string, Carry> { [NoticeChannel.Sms] = carry },
            };

    public void Office(NoticeOffice office, int region, int countyNo = ProcedureCounty.CountyNo) =>
        _ = NoticeAddresses
            .OfOffice(
                Db,
                Sealing,
                countyNo,
                office,
                region,
                NoticeChannel.Sms,
                "138 0000 0009",
                Language.English,
                ProcedureCounty.Context(ProcedureCounty.County)
            )
            .Value;

    /// <summary>An application with a number to be told at, or without.</summary>
    public Guid Apply(string? phone = Phone, Guid? id = null, string said = "", Guid? household = null)
    {
        var caseId = id ?? Guid.CreateVersion7();
        _ = StartCase
            .Run(
                Db,
                ProcedureCounty.Pack,
                new StartRequest(
                    caseId,
                    ProcedureCounty.CountyNo,
                    ProcedureCounty.Village,
                    "monitoring",
                    household,
                    "样例户主",
                    "web",
                    said,
                    CaseActor.Nobody,
                    ""
                )
                {
                    Contact = NoticeAddresses.Of(Sealing, caseId, phone, Language.Chinese),
                },
                Day,
                ProcedureCounty.Context(CaseActor.Nobody) with
                {
                    At = Now,
                }
            )
            .Value;
        return caseId;
    }

    public NoticesSent Send(Carry? carry = null, TaihangDb? db = null, int most = int.MaxValue) =>
        SendNotices.Run(db ?? Db, Settings(carry), n => NoticeAddresses.Find(db ?? Db, Sealing, n), () => Now, most);

    public List<OutboundNotice> Rows(string? kind = null) =>
        [
            .. Db
                .OutboundNotices.AsNoTracking()
                .Where(n => kind == null || n.Kind == kind)
                .OrderBy(n => n.QueuedAtUnixMs)
                .ThenBy(n => n.NoticeId),
        ];

    public List<OutboundMessage> Messages() =>
        Directory.Exists(Folder)
            ?
            [
                .. Directory
                    .GetFiles(Folder, "*.json")
                    .Select(f => JsonSerializer.Deserialize<OutboundMessage>(File.ReadAllText(f))!),
            ]
            : [];

    public void Reopen()
    {
        Sealing.Dispose();
        Sealing = Sealing.Open(KeyFile).Value;
    }

    public void Dispose()
    {
        Sealing.Dispose();
        county.Dispose();
    }
}
