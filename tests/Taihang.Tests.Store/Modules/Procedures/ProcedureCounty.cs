using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Tests.Store.Modules.Procedures;

/// <summary>A made-up county with two villages and some households, and people of every office.</summary>
internal sealed class ProcedureCounty : IDisposable
{
    public const int CountyNo = 1;
    public const int Village = 5;
    public static readonly Pack Pack = PackFolder.LoadFrom(Path.Combine(Repository.Packs, "cn")).Value;
    public static readonly CaseActor Cadre = Person(1, "cadre");
    public static readonly CaseActor Township = Person(2, "township");
    public static readonly CaseActor County = Person(3, "county");
    private readonly Folder folder = Repository.TemporaryFolder();

    public ProcedureCounty(PostgresCluster cluster, Engine engine)
    {
        Address = cluster.Fresh(engine, folder);
        Db = OpenStore.Migrate(Address).Value;
    }

    public StoreAddress Address { get; }

    public TaihangDb Db { get; }

    public static CaseActor Person(int number, string role) => new(new Guid(number, 0, 0, new byte[8]), role, true);

    public static ActContext Context(CaseActor actor) =>
        new(actor.AccountId, new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero), "test", "test");

    public string FilePath(string name) => folder.File(name);

    public Guid Household(string number, Guid? person = null, int village = Village)
    {
        if (!Db.Villages.Any(v => v.VillageNo == village))
            Db.Villages.Add(
                new Village
                {
                    CountyNo = CountyNo,
                    VillageNo = village,
                    SubjectId = Guid.CreateVersion7(),
                }
            );
        var id = Guid.CreateVersion7();
        Db.Households.Add(
            new Household
            {
                CountyNo = CountyNo,
                HouseholdId = id,
                VillageNo = village,
                Number = number,
                HeadId = person,
                RegisteredOn = new DateOnly(2026, 1, 1),
            }
        );
        if (person is { } head)
            Db.Persons.Add(
                new Person
                {
                    CountyNo = CountyNo,
                    PersonId = head,
                    HouseholdId = id,
                    Name = "样例" + number,
                    JoinedOn = new DateOnly(2026, 1, 1),
                }
            );
        Db.SaveChanges();
        return id;
    }

    public CaseStarted Start(
        string procedure,
        DateOnly day,
        Guid? household = null,
        Guid? eventId = null,
        string said = "",
        int village = Village
    ) =>
        StartCase
            .Run(
                Db,
                Pack,
                new StartRequest(
                    eventId ?? Guid.CreateVersion7(),
                    CountyNo,
                    village,
                    procedure,
                    household,
                    "样例户主",
                    "web",
                    said,
                    CaseActor.Nobody,
                    ""
                ),
                day,
                Context(CaseActor.Nobody)
            )
            .Value;

    public CaseRecord Read(Guid id) => CaseRecord.Read(Db, Pack, CountyNo, id)!;

    /// <summary>Does the case's current step with all its evidence.</summary>
    public Outcome<CaseRecord> Do(Guid id, CaseActor actor, DateOnly day, string? result = null, TaihangDb? db = null)
    {
        var step = Read(id).State.Current!;
        return Send(
            id,
            new DoStep(
                Guid.CreateVersion7(),
                step.Id,
                result,
                [.. step.Evidence.Select(e => e.Id)],
                step.Meeting is null ? null : new MeetingCount(30, 20, 0, 20, 0, 0),
                true
            ),
            actor,
            day,
            db
        );
    }

    public Outcome<CaseRecord> Send(
        Guid id,
        CaseCommand command,
        CaseActor actor,
        DateOnly day,
        TaihangDb? db = null,
        string text = "见档案"
    ) => ActOnCase.Run(db ?? Db, Pack, CountyNo, id, command, actor, "测试", text, day, Context(actor));

    public Outcome<int> Post(string procedure, string step, CaseActor actor, DateOnly day) =>
        VillageNotices.Post(
            Db,
            Pack,
            CountyNo,
            Village,
            procedure,
            step,
            "村务公开栏",
            actor,
            "测试",
            day,
            Context(actor)
        );

    public Outcome<(int Drawn, int Frame)> Draw(Guid id, CaseActor actor, DateOnly day, bool everybody = false) =>
        VillageNotices.Draw(Db, Pack, CountyNo, id, everybody, actor, "测试", day, Context(actor));

    public void Dispose()
    {
        Db.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
