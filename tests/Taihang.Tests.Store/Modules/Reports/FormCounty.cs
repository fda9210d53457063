using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Reports;

/// <summary>A county with the two made-up households of the registration workbook, and what fills forms from it.</summary>
internal sealed class FormCounty : IDisposable
{
    private static readonly Lazy<(Pack Pack, ReportPack Reports)> Read = new(() =>
    {
        var folder = Path.Combine(Repository.Packs, "cn");
        var pack = PackFolder.LoadFrom(folder).Value;
        return (pack, ReportPack.Load(folder, pack.Dictionary).Value);
    });

    private readonly Folder files = Repository.TemporaryFolder();

    public FormCounty(PostgresCluster cluster, Engine engine)
    {
        Address = cluster.Prepared(engine, files);
        var report = Import(Address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        Xunit.Assert.True(report.Ok, string.Join('\n', report.Problems));
        Db = OpenStore.Existing(Address).Value;
        Tree = LoadRegions.Tree(Db);
        Sealing = Sealing.Open(files.File("master.key")).Value;
    }

    public StoreAddress Address { get; }

    public TaihangDb Db { get; }

    public RegionTree Tree { get; }

    public Sealing Sealing { get; }

    public static ReportPack Pack => Read.Value.Reports;

    public static Dictionary Dictionary => Read.Value.Pack.Dictionary;

    public RegionPlace Village => Tree.ByCode(EastVillage, June)!;

    public RegionPlace County => Tree.ByCode("130623", June)!;

    public static SentForm Sheet(params string[] lines) =>
        SentForm.Open("form.csv", Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\r\n")))).Value;

    public Outcome<ImportReport> ImportAgain(List<Dictionary<string, string>> rows, string name = "b.csv") =>
        Import(Address, files, Csv(files.File(name), Table(rows)), June);

    public FormProposal Propose(SentForm file) => ProposeForm.Run(Db, Village.CountyNo, file, Pack.Headings).Value;

    public Outcome<FormFilled> Fill(
        SentForm file,
        FormProposal? proposal = null,
        bool unmask = false,
        RegionPlace? place = null
    ) =>
        FillForm.Run(
            Db,
            file,
            proposal ?? Propose(file),
            new FillRequest(place ?? Village, Tree, Dictionary, Pack.Headings, Sealing, June, unmask)
        );

    public AskedForm Record(FormFilled filled, string who = "县住建局", DateOnly? day = null)
    {
        Db.ChangeTracker.Clear();
        return FillForm.Record(
            Db,
            filled,
            Village,
            new AskedBy(who, "", ""),
            day ?? June,
            new ActContext(
                Guid.Empty,
                new DateTimeOffset(day ?? June, default, default).AddMinutes(Db.Acts.Count()),
                "测试",
                "测试"
            )
        );
    }

    public static string Text(FormFilled filled) => Encoding.UTF8.GetString(filled.Bytes);

    public void Dispose()
    {
        Sealing.Dispose();
        Db.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        files.Dispose();
    }
}
