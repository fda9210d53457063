using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry;

public sealed class ImportHouseholdsTests(PostgresCluster cluster)
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_good_workbook_comes_back_as_it_was_written(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var report = Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January).Value;
        Assert.Equal(new ImportReport(false, 3, 2, 0, 0, 3, 0, 5, 1), report);

        var first = Household(address, "H1", January);
        Assert.Equal("测试甲", first.Head!.Person.Name);
        Assert.Equal(["测试甲", "测试乙"], first.Members.Select(m => m.Person.Name));
        Assert.Equal("\"general\"", first.Facts["household_kind"].Json);
        Assert.Equal("[\"labour\",\"schooling\"]", first.Facts["other_causes"].Json);
        Assert.Equal("123450", first.Facts["income_wage_fen_year"].Json);
        Assert.Equal("\"3.5\"", first.Facts["arable_land_mu"].Json);
        Assert.Equal("\"2\"", first.Facts["road_distance_km"].Json);
        Assert.Equal(
            ("registration", January),
            (first.Facts["main_cause"].Event, first.Facts["main_cause"].ObservedOn)
        );
        Assert.Equal("\"1960-05-17\"", first.Members[0].Facts["birth_date"].Json);
        Assert.Equal("true", first.Members[0].Facts["medical_insurance"].Json);
        Assert.Equal("\"1962-11-03\"", first.Members[1].Facts["birth_date"].Json);
        Assert.Equal("3", first.Members[1].Facts["work_months_year"].Json);
        Assert.Equal("0", Household(address, "H2", January).Facts["income_wage_fen_year"].Json);
        Assert.DoesNotContain("id_number", first.Members[0].Facts.Keys);

        using var db = OpenStore.Existing(address).Value;
        Assert.Null(VerifyAudit.Run(db, first.Household.CountyNo).BrokenAt);
        Assert.Equal("registry.import", Assert.Single(db.Acts.ToList()).Kind);
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var head = first.Head.Person;
        Assert.Equal(
            new SealedValues(Rows()[0]["id_number"], "13000000001", "6200000000000000001"),
            sealing.Unseal(head.WrappedKey, head.Sealed, head.PersonId)
        );
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_same_file_again_changes_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var path = Csv(files.File("a.csv"), Table(Rows()));
        Import(address, files, path, January);
        var before = Counts(address);
        Assert.True(Import(address, files, path, January).Value.AlreadyImported);
        Assert.Equal(before, Counts(address));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void The_same_content_in_another_file_writes_no_observation_and_no_act(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var before = Counts(address);
        var columns = Form.Columns.Select(Id).Reverse().ToList();
        var again = Import(
            address,
            files,
            Xlsx(files.File("b.xlsx"), Table(Rows(), Language.English, columns)),
            June
        ).Value;
        Assert.Equal(new ImportReport(false, 3, 0, 0, 2, 0, 0, 0, 1), again with { WithoutIdNumber = 1 });
        Assert.Equal(before, Counts(address));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_changed_is_written_and_nothing_else(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var rows = Rows();
        rows[0]["income_wage_fen_year"] = "2000";
        rows[0]["other_causes"] = "因学，缺劳力";
        rows[1]["name"] = "测试丁";
        rows[1]["id_number"] = IdNumberOf(new DateOnly(2001, 2, 3), 4);
        (rows[1]["relation"], rows[1]["birth_date"]) = ("之女", "2001-02-03");
        rows[2]["id_number"] = IdNumberOf(new DateOnly(1970, 1, 1), 6);
        var report = Import(address, files, Csv(files.File("b.csv"), Table(rows)), June).Value;
        Assert.Equal((0, 2, 0), (report.HouseholdsNew, report.HouseholdsChanged, report.HouseholdsUnchanged));
        Assert.Equal((1, 1), (report.PersonsNew, report.PersonsLeft));

        using var db = OpenStore.Existing(address).Value;
        var household = db.Households.Single(h => h.Number == "H1");
        var update = Assert.Single(db.Observations.Where(o => o.Event == "update").ToList());
        Assert.Equal("{\"income_wage_fen_year\":200000}", update.Document);
        Assert.Equal(household.HouseholdId, update.SubjectId);

        var before = Household(address, "H1", June.AddDays(-1));
        Assert.Equal("123450", before.Facts["income_wage_fen_year"].Json);
        Assert.Equal(["测试甲", "测试乙"], before.Members.Select(m => m.Person.Name));
        var after = Household(address, "H1", June);
        Assert.Equal("200000", after.Facts["income_wage_fen_year"].Json);
        Assert.Equal(["测试甲", "测试丁"], after.Members.Select(m => m.Person.Name));

        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var late = Household(address, "H2", June).Head!.Person;
        Assert.Equal(rows[2]["id_number"], sealing.Unseal(late.WrappedKey, late.Sealed, late.PersonId)!.IdNumber);
        var index = sealing.Index(SealedKind.IdNumber, rows[2]["id_number"]);
        Assert.Equal(late.PersonId, Assert.Single(db.BlindIndexes.Where(b => b.Index == index).ToList()).PersonId);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_person_may_leave_one_household_and_join_another_later(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var rows = Rows();
        var spouse = rows[1];
        rows.RemoveAt(1);
        Import(address, files, Csv(files.File("b.csv"), Table(rows)), June);
        spouse["household_number"] = "H2";
        spouse["relation"] = "其他";
        rows.Add(spouse);
        var report = Import(address, files, Csv(files.File("c.csv"), Table(rows)), June.AddMonths(1)).Value;
        Assert.Equal((1, 0), (report.PersonsNew, report.PersonsLeft));
        Assert.Contains(Household(address, "H1", January).Members, m => m.Person.Name == "测试乙");
        Assert.DoesNotContain(Household(address, "H1", June).Members, m => m.Person.Name == "测试乙");
        Assert.Contains(Household(address, "H2", June.AddMonths(1)).Members, m => m.Person.Name == "测试乙");
    }

    [Theory]
    [InlineData(Engine.Sqlite, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Postgres, false)]
    [InlineData(Engine.Postgres, true)]
    public void A_person_may_move_between_two_households_of_one_file_whichever_comes_first(Engine engine, bool newFirst)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var rows = Rows();
        var moved = rows[1];
        (moved["household_number"], moved["relation"]) = ("H2", "其他");
        rows = newFirst ? [rows[2], moved, rows[0]] : [rows[0], rows[2], moved];
        var report = Import(address, files, Csv(files.File("b.csv"), Table(rows)), June).Value;
        Assert.Equal((1, 1), (report.PersonsNew, report.PersonsLeft));
        Assert.DoesNotContain(Household(address, "H1", June).Members, m => m.Person.Name == "测试乙");
        var now = Household(address, "H2", June).Members.Single(m => m.Person.Name == "测试乙").Person;
        Assert.Equal(
            Household(address, "H1", January).Members.Single(m => m.Person.Name == "测试乙").Person.PersonId,
            now.PreviousId
        );
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var index = sealing.Index(SealedKind.IdNumber, moved["id_number"]);
        Assert.Equal(now.PersonId, Assert.Single(db.BlindIndexes.Where(b => b.Index == index).ToList()).PersonId);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void An_import_that_is_cancelled_midway_leaves_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var before = Counts(address);
        var rows = Enumerable
            .Range(0, 5000)
            .Select(i => new Dictionary<string, string>(Rows()[2]) { ["household_number"] = $"N{i}" })
            .ToList();
        using var cancel = new CancellationTokenSource();
        var path = Csv(files.File("a.csv"), Table(rows));
        Assert.Throws<OperationCanceledException>(() =>
            Import(address, files, path, January, progress: new AtOnce(_ => cancel.Cancel()), cancel: cancel.Token)
        );
        Assert.Equal(before, Counts(address));
        Assert.Equal(5000, Import(address, files, path, January).Value.HouseholdsNew);
    }

    [Fact]
    public void A_phone_written_in_another_way_changes_nothing()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        var before = Counts(address);
        var rows = Rows();
        (rows[0]["phone"], rows[0]["bank_account"]) = ("+86 130-0000-0001", "6200 0000 0000 0000 001");
        Assert.Equal(2, Import(address, files, Csv(files.File("b.csv"), Table(rows)), June).Value.HouseholdsUnchanged);
        Assert.Equal(before, Counts(address));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_faulty_workbook_is_refused_whole_with_every_fault_in_its_place(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var before = Counts(address);
        var rows = Rows();
        rows[0]["income_wage_fen_year"] = "12.345";
        rows[0]["village_name"] = "西关村居民委员会";
        rows[0]["health"] = "1";
        rows[0]["other_causes"] = "因病、因学、缺水";
        rows[1]["id_number"] = Rows()[1]["id_number"][..17] + (Rows()[1]["id_number"][17] == '5' ? '6' : '5');
        rows[1]["sex"] = "女性";
        rows[1]["medical_insurance"] = "maybe";
        rows[1]["work_months_year"] = "13";
        rows[2]["relation"] = "配偶";
        rows[2]["village_code"] = "130623100992";
        rows[2]["name"] = "";
        var outcome = Import(address, files, Xlsx(files.File("a.xlsx"), Table(rows)), January);
        var found = outcome.Problems.Select(p => (p.Code, p.Where?.Sheet, p.Where?.Row, p.Where?.Column)).ToHashSet();
        var expected = new (string, int, string)[]
        {
            ("TH0409", 2, "income_wage_fen_year"),
            ("TH0419", 2, "village_name"),
            ("TH0410", 2, "health"),
            ("TH0412", 2, "other_causes"),
            ("TH0413", 3, "id_number"),
            ("TH0410", 3, "sex"),
            ("TH0409", 3, "medical_insurance"),
            ("TH0411", 3, "work_months_year"),
            ("TH0416", 4, "household_number"),
            ("TH0100", 4, "village_code"),
            ("TH0408", 4, "name"),
        }.Select(e => (e.Item1, (string?)"农户登记", (int?)e.Item2, (int?)ColumnOf(e.Item3)));
        Assert.Equal(expected.Order(), found.Order());
        Assert.Equal(before, Counts(address));
    }

    [Theory]
    [InlineData("sex", "男", "TH0414")]
    [InlineData("birth_date", "1962-11-04", "TH0414")]
    public void A_column_that_contradicts_the_number_is_a_fault(string column, string value, string code)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var rows = Rows();
        rows[1][column] = value;
        var problem = Assert.Single(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Problems);
        Assert.Equal((code, 3), (problem.Code, problem.Where!.Row));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void An_ID_number_of_two_people_is_a_fault_that_names_the_other(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var rows = Rows();
        (rows[2]["id_number"], rows[2]["birth_date"]) = (rows[1]["id_number"], "1962-11-03");
        var inFile = Assert.Single(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Problems);
        Assert.Equal(("TH0415", 4), (inFile.Code, inFile.Where!.Row));
        Assert.Contains("H1", inFile.ToString(), StringComparison.Ordinal);

        Import(address, files, Csv(files.File("b.csv"), Table(Rows())), January);
        var before = Counts(address);
        rows[2]["household_number"] = "H3";
        var onRecord = Import(address, files, Csv(files.File("c.csv"), Table([rows[2]])), January);
        Assert.Equal("TH0415", Assert.Single(onRecord.Problems).Code);
        Assert.Contains("H1", onRecord.Problems[0].ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Counts(address));
    }

    private sealed class AtOnce(Action<Step> report) : IProgress<Step>
    {
        public void Report(Step value) => report(value);
    }
}
