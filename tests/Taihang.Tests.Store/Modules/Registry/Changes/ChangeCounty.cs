using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Registry.Changes;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry.Changes;

/// <summary>The two households of <see cref="Workbook.Rows"/> on record, and three accounts: who asks, who decides, and the county.</summary>
internal sealed class ChangeCounty : IDisposable
{
    private static readonly Pack Pack = PackFolder.LoadFrom(Path.Combine(Repository.Packs, "cn")).Value;
    private readonly Folder files = Repository.TemporaryFolder();
    private readonly Sealing sealing;
    private int minutes;

    public ChangeCounty(PostgresCluster cluster, Engine engine)
    {
        Address = cluster.Prepared(engine, files);
        Assert.True(Workbook.Import(Address, files, Csv(files.File("a.csv"), Table(Rows())), January).Ok);
        Db = OpenStore.Existing(Address).Value;
        sealing = Sealing.Open(files.File("master.key")).Value;
        var tree = LoadRegions.Tree(Db);
        Setting = new ChangeSetting(Pack, Form, tree, sealing, June);
        CountyNo = Db.Households.First().CountyNo;
        var village = tree.ByCode(EastVillage, June)!;
        Cadre = new Viewer(Number(1), "", Roles.Cadre, CountyNo, village.RegionNo);
        Township = new Viewer(Number(2), "", Roles.Township, CountyNo, village.ParentNo);
        County = new Viewer(Number(3), "", Roles.County, CountyNo, null);
    }

    public StoreAddress Address { get; }

    public TaihangDb Db { get; }

    public ChangeSetting Setting { get; }

    public Folder Files => files;

    public int CountyNo { get; }

    public Viewer Cadre { get; }

    public Viewer Township { get; }

    public Viewer County { get; }

    public static Guid Number(int number) => new(number, 0, 0, new byte[8]);

    public ActContext Context(Viewer viewer) =>
        new(
            viewer.AccountId,
            new DateTimeOffset(June, new TimeOnly(8, 0), default).AddMinutes(minutes++),
            "test",
            "test"
        );

    public HouseholdRecord Household(string number) => Workbook.Household(Address, number, DateOnly.MaxValue);

    public ChangeDraft Draft(string kind, string number, Dictionary<string, string> fields, Guid? id = null) =>
        new(
            id ?? Guid.CreateVersion7(),
            CountyNo,
            kind,
            Household(number).Household.HouseholdId,
            null,
            new Dictionary<string, string>(fields)
            {
                [ChangeDraft.DayField] = fields.GetValueOrDefault(ChangeDraft.DayField, "2026-06-10"),
                [ChangeDraft.SourceField] = fields.GetValueOrDefault(ChangeDraft.SourceField, "入户所见，照片存档。"),
            }
        );

    public ChangeDraft Income(string yuan, Guid? id = null) =>
        Draft(ChangeKind.Correct, "H1", new() { [ChangeDraft.Fact("income_wage_fen_year")] = yuan }, id);

    public (ChangeRequest? Row, IReadOnlyList<FieldProblem> Problems) Ask(ChangeDraft draft, Viewer? by = null)
    {
        Db.ChangeTracker.Clear();
        var problems = new List<FieldProblem>();
        var row = RequestChange.Run(Db, Setting, by ?? Cadre, draft, Context(by ?? Cadre), problems);
        return (row, problems);
    }

    /// <summary>What is asked for is in order.</summary>
    public ChangeRequest Asked(ChangeDraft draft, Viewer? by = null)
    {
        var (row, problems) = Ask(draft, by);
        Assert.True(row is not null, string.Join(' ', problems));
        return row;
    }

    public ChangeShown Show(ChangeRequest row, Viewer? by = null)
    {
        Db.ChangeTracker.Clear();
        return ShowChange.Run(Db, Setting, by ?? Township, row.CountyNo, row.ChangeId)!;
    }

    public Outcome<ChangeDecision> Decide(
        ChangeRequest row,
        Viewer? by = null,
        bool approve = true,
        bool readAgain = false,
        string? seen = null
    )
    {
        var shown = Show(row, by);
        return DecideChange.Run(
            Db,
            Setting,
            by ?? Township,
            row.CountyNo,
            row.ChangeId,
            new ChangeAnswer(approve, "已核对。", new Reading(seen ?? shown.Seen, readAgain)),
            Context(by ?? Township)
        );
    }

    public ChangeDecision Applied(ChangeDraft draft, Viewer? by = null)
    {
        var decided = Decide(Asked(draft), by);
        Assert.True(decided.Ok, string.Join(' ', decided.Problems));
        Assert.Equal(ChangeStanding.Applied, decided.Value.Answer);
        return decided.Value;
    }

    public SealedValues? Numbers(Person person) => sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId);

    public byte[] Index(string idNumber) => sealing.Index(SealedKind.IdNumber, idNumber);

    public void Dispose()
    {
        Db.Dispose();
        sealing.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        files.Dispose();
    }
}
