using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Tests.Store.Modules.Dispatch;

/// <summary>Laishui with three villages, some counted households and a roster file: made up, small enough to follow by hand.</summary>
internal sealed class DispatchCounty : IDisposable
{
    public const int CountyNo = 1;
    public const int First = 5;
    public static readonly DateOnly Day = new(2026, 3, 1);
    public static readonly ActContext Context = new(
        new Guid("00000000-0000-0000-0000-0000000000aa"),
        new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero),
        "test",
        "test"
    );

    private const string Heading =
        "派出单位,单位层级,单位类别,姓名,家庭所在地代码,资历（0-9）,可任第一书记,党建能力（0-3）,产业能力（0-3）,金融财务能力（0-3）,法律能力（0-3）,工程能力（0-3）,教育能力（0-3）,卫生能力（0-3）\n";

    /// <summary>Zhao lives in the villages' own township, Sun may not serve, Wu comes from elsewhere.</summary>
    public const string Rows =
        "卫健局,县级,社会事业部门,钱样例,130623101,5,是,0,0,0,0,0,0,3\n"
        + "农业农村局,县级,经济部门,赵样例,130623100,5,是,0,3,0,0,0,0,3\n"
        + "农业农村局,县级,经济部门,李样例,130623101,5,是,0,3,0,0,0,0,1\n"
        + "省财政厅,省级,经济部门,吴样例,区域外,5,yes,0,0,3,0,0,0,0\n"
        + "卫健局,县级,social services,孙样例,130623101,9,否,3,3,3,3,3,3,3\n";

    private readonly Folder folder = Repository.TemporaryFolder();

    public DispatchCounty(PostgresCluster cluster, Engine engine)
    {
        Address = cluster.Fresh(engine, folder);
        Db = OpenStore.Migrate(Address).Value;
        if (!Db.Regions.Any())
            _ = LoadRegions.Run(Db, Path.Combine(Pack, "regions")).Value;
    }

    public StoreAddress Address { get; }

    public TaihangDb Db { get; }

    public static string Pack => Path.Combine(Repository.Packs, "cn");

    public static PostingRules Rules { get; } = DispatchPack.Rules(Pack).Value;

    public static RosterForm Form { get; } = DispatchPack.Form(Pack).Value;

    public string Roster(string rows = Rows, string heading = Heading)
    {
        var path = folder.File($"roster-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, heading + rows, new UTF8Encoding(true));
        return path;
    }

    public static string HeadingWith(string right, string wrong) =>
        Heading.Replace(right, wrong, StringComparison.Ordinal);

    public string FilePath(string name) => folder.File(name);

    public Outcome<CadresImported> Import(string path) => ImportCadres.Run(Db, CountyNo, path, Form, Day, Context);

    /// <summary>Villages 5, 6, 7: the first sick, the second without skills, the third (deep poverty) without funds.</summary>
    public void Identify(DateOnly? asOf = null)
    {
        var act = RecordAct.Append(Db, CountyNo, "test.identify", Context, new { });
        var run = new IdentificationRun
        {
            CountyNo = CountyNo,
            RunId = Guid.CreateVersion7(),
            Pack = "cn",
            Method = "test",
            PackHash = "",
            ParameterHash = "",
            SnapshotHash = "",
            EngineVersion = "",
            AsOf = asOf ?? Day,
            ActId = act.ActId,
        };
        Db.IdentificationRuns.Add(run);
        foreach (var (village, cause) in new[] { (First, "illness"), (First + 1, "skill"), (First + 2, "funds") })
        {
            var subject = Guid.CreateVersion7();
            Db.Villages.Add(
                new Village
                {
                    CountyNo = CountyNo,
                    VillageNo = village,
                    SubjectId = subject,
                }
            );
            if (village == First + 2)
                Observe(subject, kind: 3, act.ActId, """{"deep_poverty":true}""");
            for (var i = 0; i < 4; i++)
            {
                var household = Guid.CreateVersion7();
                Db.Households.Add(
                    new Household
                    {
                        CountyNo = CountyNo,
                        HouseholdId = household,
                        VillageNo = village,
                        Number = $"{village}-{i}",
                        RegisteredOn = Day,
                    }
                );
                Observe(household, kind: 1, act.ActId, $$"""{"main_cause":"{{cause}}","other_causes":[]}""");
                Db.IdentificationResults.Add(
                    new IdentificationResult
                    {
                        CountyNo = CountyNo,
                        RunId = run.RunId,
                        HouseholdId = household,
                        VillageNo = village,
                        Outcome = "poor",
                        Counted = i < 2,
                        Persons = 3,
                    }
                );
            }
        }
        Db.SaveChanges();
    }

    public Outcome<RoundPosted> Post(DateOnly? day = null, PostingRules? rules = null) =>
        PostFirstSecretaries.Run(
            Db,
            new DispatchRequest(CountyNo, day ?? Day),
            rules ?? Rules,
            DispatchPack.Shapes(Pack).Value,
            Context
        );

    public void Dispose()
    {
        Db.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private void Observe(Guid subject, int kind, Guid actId, string document) =>
        Db.Observations.Add(
            new Observation
            {
                CountyNo = CountyNo,
                ObservationId = Guid.CreateVersion7(),
                SubjectKind = kind,
                SubjectId = subject,
                Event = "registration",
                ObservedOn = Day,
                ActId = actId,
                Document = document,
            }
        );
}
