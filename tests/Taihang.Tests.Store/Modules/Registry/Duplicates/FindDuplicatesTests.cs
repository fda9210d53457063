using Microsoft.EntityFrameworkCore;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry.Duplicates;

/// <summary>A household entered twice is put before people; nobody is merged, and what people said stands.</summary>
public sealed class FindDuplicatesTests(PostgresCluster cluster)
{
    private static readonly ActContext Context = new(
        Guid.CreateVersion7(),
        DateTimeOffset.UnixEpoch.AddDays(20_500),
        "test",
        "test"
    );

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_person_entered_again_in_another_village_is_found_and_left_alone(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Twice(engine, files);
        var found = Find(address, files);
        Assert.True(found.New >= 1, $"{found}");
        using var db = OpenStore.Existing(address).Value;
        var county = db.DuplicatePairs.First().CountyNo;
        var (pairs, _) = ShowPairs.Run(db, county, FindDuplicates.Open, 1, 50);
        var pair = Assert.Single(pairs, p => p.A!.Name == "测试壹" && p.B!.Name == "侧试壹" || p.A!.Name == "侧试壹");
        Assert.Contains(pair.Reasons, r => r is { Field: PairField.Name, Level: (int)NameAgreement.SameSound });
        Assert.Contains(pair.Reasons, r => r is { Field: PairField.Phone, Level: 0, Bits: > 0 });
        Assert.DoesNotContain("13000000099", pair.Pair.Reasons, StringComparison.Ordinal);
        Assert.Equal(22, db.Persons.Count());
        Assert.Null(VerifyAudit.Run(db, county).BrokenAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_second_search_adds_nothing_and_an_answer_stands(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Twice(engine, files);
        var first = Find(address, files);
        using var db = OpenStore.Existing(address).Value;
        var acts = db.Acts.Count();
        var again = Find(address, files);
        Assert.Equal((0, 0, first.Open, acts), (again.New, again.Gone, again.Open, db.Acts.Count()));

        var pair = db.DuplicatePairs.AsNoTracking().OrderBy(p => p.PairId).First();
        Assert.Equal("TH0428", Assert.Single(Decide(db, pair, FindDuplicates.Different, " ").Problems).Code);
        Assert.Equal("TH0427", Assert.Single(Decide(db, pair, "merge", "x").Problems).Code);
        Assert.True(Decide(db, pair, FindDuplicates.Different, "两兄弟").Ok);
        Assert.True(Decide(db, pair, FindDuplicates.Different, "两兄弟").Ok);
        Assert.Equal(acts + 1, db.Acts.Count());
        Assert.Equal("两兄弟", db.Acts.AsNoTracking().Single(a => a.Kind == "registry.decide_duplicate").Reason);
        Assert.Equal(first.Open - 1, Find(address, files).Open);
        Assert.Equal(
            "TH0426",
            Assert.Single(DecidePair.Run(db, pair.CountyNo, Guid.CreateVersion7(), "same", "x", Context).Problems).Code
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Whoever_has_left_is_no_longer_compared(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Twice(engine, files);
        var first = Find(address, files);
        using (var db = OpenStore.Existing(address).Value)
            db.Persons.Where(p => p.Name == "侧试壹").ExecuteUpdate(p => p.SetProperty(x => x.LeftOn, June));
        var again = Find(address, files);
        Assert.True(again.Gone >= 1 && again.Open < first.Open, $"{first} {again}");
    }

    private static Taihang.Core.Common.Outcome<Taihang.Modules.Store.Tables.DuplicatePair> Decide(
        TaihangDb db,
        Taihang.Modules.Store.Tables.DuplicatePair pair,
        string answer,
        string reason
    )
    {
        db.ChangeTracker.Clear();
        return DecidePair.Run(db, pair.CountyNo, pair.PairId, answer, reason, Context);
    }

    private static DuplicatesFound Find(StoreAddress address, Folder files)
    {
        var folder = Path.Combine(Repository.Packs, "cn");
        var pack = DuplicatePack.Load(folder, PackFolder.LoadFrom(folder).Value.Dictionary).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        using var db = OpenStore.Existing(address).Value;
        var tree = LoadRegions.Tree(db);
        return FindDuplicates
            .Run(
                db,
                tree,
                sealing,
                pack.Rules,
                pack.Sounds,
                [.. tree.OfLevel("county").Select(c => c.CountyNo).Distinct()],
                Context
            )
            .Value;
    }

    /// <summary>Twenty persons, and one household of two entered a second time in the next village, its names typed by ear.</summary>
    private StoreAddress Twice(Engine engine, Folder files)
    {
        var address = cluster.Prepared(engine, files);
        var rows = new List<Dictionary<string, string>>();
        for (var i = 0; i < 9; i++)
        for (var member = 0; member < 2; member++)
            rows.Add(
                Row(
                    EastVillage,
                    $"H{i}",
                    $"{"赵钱孙李周吴郑王冯"[i]}{"甲乙"[member]}{"天地玄黄宇宙洪荒日"[i]}",
                    new DateOnly(1950 + (i * 3) + member, 1 + i, 3 + (2 * i)),
                    member,
                    $"130000000{i:00}",
                    10 + (i * 2) + member
                )
            );
        rows.Add(Row(EastVillage, "D1", "测试壹", new DateOnly(1971, 4, 9), 0, "13000000099", 60));
        rows.Add(Row(EastVillage, "D1", "测试贰", new DateOnly(1973, 8, 21), 1, "13000000099", 61));
        rows.Add(Row(WestVillage, "D2", "侧试壹", new DateOnly(1971, 4, 9), 0, "13000000099", null));
        rows.Add(Row(WestVillage, "D2", "测试贰", new DateOnly(1973, 8, 21), 1, "13000000099", null));
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Ok);
        return address;
    }

    private static Dictionary<string, string> Row(
        string village,
        string household,
        string name,
        DateOnly born,
        int member,
        string phone,
        int? order
    )
    {
        var row = new Dictionary<string, string>
        {
            ["village_code"] = village,
            ["household_number"] = household,
            ["name"] = name,
            ["relation"] = member == 0 ? "户主" : "配偶",
            ["sex"] = member == 0 ? "男" : "女",
            ["birth_date"] = $"{born:yyyy-MM-dd}",
            ["phone"] = phone,
        };
        if (order is { } number)
            row["id_number"] = IdNumberOf(born, (number * 2) + (member == 0 ? 1 : 0));
        return row;
    }
}
