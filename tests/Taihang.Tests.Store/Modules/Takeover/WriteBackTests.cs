using Taihang.Core.Common;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Modules.Takeover;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Takeover;

/// <summary>The record in the old register's own layout: what was taken over goes back as it came, and everything else is listed.</summary>
public sealed class WriteBackTests(PostgresCluster cluster)
{
    private static readonly DateOnly Day = MakeSample.Days[^1];

    public static TheoryData<Engine, OldDialect> Both => OldDialectsTests.Both;

    [Theory]
    [MemberData(nameof(Both))]
    public void An_old_file_comes_back_letter_for_letter_and_only_what_was_left_out_is_blank(
        Engine engine,
        OldDialect dialect
    )
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var (folder, mapping) = Old(files, dialect);
        Assert.Empty(OldRegister.Take(address, files, mapping, folder).Value.Faults);
        var back = Back(address, files, mapping, "130624", unmask: true, like: folder).Value;
        Assert.Empty(back.Findings);
        Assert.Empty(back.NoColumn);
        Assert.Equal((100, 393, 0), (back.Households.Count, back.Members, back.Outside));
        Assert.Equal(
            dialect == OldDialect.Chinese ? ["录入人", "序号"] : ["surveyor"],
            back.LeftBlank.Select(l => l.Heading)
        );
        foreach (var file in back.Files)
            Assert.Equal(WithoutLeftOut(folder, file.Name, dialect), Text(file.Bytes, dialect));

        // The control: one other figure, and it alone is listed and written.
        var (number, column) = Change(address);
        var after = Back(address, files, mapping, "130624", unmask: true, like: folder).Value;
        var finding = Assert.Single(after.Findings, f => f.Heading == column(dialect));
        Assert.Equal((BackKind.Differs, number), (finding.Kind, finding.Household));
        Assert.Equal(dialect == OldDialect.Chinese ? "12.3456" : "12345600", finding.Now);
        // The day of the household's row is that of its newest fact.
        Assert.Equal(2, after.Findings.Count);
        var written = Text(after.Files[0].Bytes, dialect).Split('\n')[finding.Row - 1];
        Assert.Contains(finding.Now!, written, StringComparison.Ordinal);
        Assert.Contains(number, written, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Written_without_the_old_files_and_taken_over_elsewhere_it_is_the_same_record(
        Engine engine,
        OldDialect dialect
    )
    {
        using var files = Repository.TemporaryFolder();
        var (first, second) = (cluster.Prepared(engine, files), cluster.Prepared(engine, files));
        var (folder, mapping) = Old(files, dialect);
        Assert.True(OldRegister.Take(first, files, mapping, folder).Value.Kept);
        var back = Back(first, files, mapping, "130624", unmask: true).Value;
        Assert.Empty(back.Findings);
        Assert.Equal(dialect == OldDialect.Chinese ? 100 : 0, back.KeysMade);
        var to = Save(files, back, "back");
        var report = OldRegister.Take(second, files, mapping, to).Value;
        Assert.Empty(report.Faults);
        Assert.Equal(OldDialectsTests.Facts(first, files), OldDialectsTests.Facts(second, files));
        // Taken over where it came from, it changes nothing.
        var again = OldRegister.Take(first, files, mapping, to).Value;
        Assert.Equal((100, 0), (again.Counts!.HouseholdsUnchanged, again.Findings.Count));
    }

    [Theory]
    [InlineData(OldDialect.Chinese)]
    [InlineData(OldDialect.English)]
    public void Sealed_numbers_stay_blank_unless_they_are_asked_for_also_where_the_old_file_has_them(OldDialect dialect)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var (folder, mapping) = Old(files, dialect);
        OldRegister.Take(address, files, mapping, folder);
        var numbers = Numbers(address, files).ToList();
        Assert.True(numbers.Count > 500);
        foreach (var like in new[] { null, folder })
        {
            var masked = Back(address, files, mapping, "130624", unmask: false, like).Value;
            Assert.Equal(3, masked.Sealed.Length);
            var text = string.Concat(masked.Files.Select(f => Text(f.Bytes, dialect)));
            Assert.All(numbers, n => Assert.DoesNotContain(n, text, StringComparison.Ordinal));
            var open = Back(address, files, mapping, "130624", unmask: true, like).Value;
            text = string.Concat(open.Files.Select(f => Text(f.Bytes, dialect)));
            Assert.All(numbers, n => Assert.Contains(n, text, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Who_is_new_who_is_gone_and_what_the_layout_cannot_say_is_listed(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = new OldRegister(files);
        old.Households[2] = old.Households[2].Replace(",2,2020", ",1,2020", StringComparison.Ordinal);
        old.Take(address);
        // On record: H1 without its second member and with another, whose relation that register has no value for; H3 is new.
        var rows = Rows();
        rows[1]["name"] = "测试丁";
        rows[1]["relation"] = "之父";
        (rows[1]["id_number"], rows[1]["sex"]) = ("", "");
        rows[2]["household_number"] = "H3";
        rows[2]["main_cause"] = "因学";
        rows[0]["income_wage_fen_year"] = "5234.50";
        rows[0]["id_number"] = OldRegister.First;
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Ok);
        var mapping = old.Write();
        var back = Back(address, files, mapping, EastVillage, unmask: false, like: files.File(".")).Value;
        Assert.Equal(
            [
                (BackKind.HouseholdNew, "H3"),
                (BackKind.MemberGone, "H1"),
                (BackKind.MemberNew, "H1"),
                (BackKind.NotSaid, "H1"),
            ],
            back.Findings.Where(f => f.Heading != "更新日期")
                .Select(f => (f.Kind, f.Household))
                .OrderBy(f => f.Kind.ToString(), StringComparer.Ordinal)
        );
        var unsaid = back.Findings.Single(f => f.Kind == BackKind.NotSaid);
        Assert.Equal(("members.csv", "关系", "\"father\""), (unsaid.File, unsaid.Heading, unsaid.Now));
        Assert.Equal(3, back.NoColumn["household.arable_land_mu"] + back.NoColumn["member.health"] + 1);
        var households = System.Text.Encoding.UTF8.GetString(back.Files[0].Bytes).Split("\r\n");
        var members = System.Text.Encoding.UTF8.GetString(back.Files[1].Bytes).Split("\r\n");
        // Known households keep their key and place; the new one stands last under a key of its own.
        Assert.Equal(["户ID", "P1", "P2", $"{EastVillage}-H3"], households.Select(r => r.Split(',')[0]));
        Assert.Equal("P1,测试甲,,,01,1,17/5/1960", members[1]);
        Assert.Equal(1, back.KeysMade);
    }

    [Fact]
    public void A_household_with_more_members_than_a_row_has_room_for_is_refused_by_number()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var (folder, mapping) = Old(files, OldDialect.English);
        OldRegister.Take(address, files, mapping, folder);
        var text = File.ReadAllText(mapping);
        var narrow = System.Text.RegularExpressions.Regex.Replace(text, "(?m)^members: .*$", "members: 2");
        File.WriteAllText(mapping, narrow);
        Assert.Equal("TH0592", Assert.Single(Back(address, files, mapping, "130624", unmask: false).Problems).Code);
    }

    [Fact]
    public void An_ambiguous_value_writes_nothing_until_the_mapping_says_which()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var old = new OldRegister(files);
        old.Mapping = old.Mapping.Replace("\"1\": 男,", "\"1\": 男, \"M\": 男,", StringComparison.Ordinal);
        old.Take(address);
        var mapping = old.Write();
        var problem = Assert.Single(Back(address, files, mapping, EastVillage, unmask: false).Problems);
        Assert.Equal(("TH0590", "mapping.yaml"), (problem.Code, problem.Where!.File));
        old.Mapping = old.Mapping.Replace("\"9\": \"\"}}", "\"9\": \"\"}, back: [M]}", StringComparison.Ordinal);
        Assert.Contains("back: [M]", old.Mapping, StringComparison.Ordinal);
        var members = Back(address, files, old.Write(), EastVillage, unmask: false).Value.Files[1];
        Assert.Contains(",M,", System.Text.Encoding.UTF8.GetString(members.Bytes), StringComparison.Ordinal);
    }

    private static Outcome<WrittenBack> Back(
        StoreAddress address,
        Folder files,
        string mapping,
        string place,
        bool unmask,
        string? like = null
    )
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var tree = LoadRegions.Tree(db);
        return WriteBack.Run(
            db,
            new BackRequest(
                TakeOver.LoadMapping(mapping, Form).Value,
                tree.Resolve(place, new DateOnly(2026, 12, 1)).Value,
                tree,
                Form,
                sealing,
                new DateOnly(2026, 12, 1),
                unmask,
                like
            ),
            CancellationToken.None
        );
    }

    private static (string Folder, string Mapping) Old(Folder files, OldDialect dialect)
    {
        var folder = files.File("old");
        SampleOldRegister.Run(OldDialectsTests.Sample(files), Form, dialect, Day, folder);
        return (folder, Path.Combine(folder, SampleOldRegister.MappingFile));
    }

    private static string Save(Folder files, WrittenBack back, string name)
    {
        Directory.CreateDirectory(files.File(name));
        foreach (var file in back.Files)
            File.WriteAllBytes(Path.Combine(files.File(name), file.Name), file.Bytes);
        return files.File(name);
    }

    private static string Text(byte[] bytes, OldDialect dialect) => EncodingOf(dialect).GetString(bytes);

    private static System.Text.Encoding EncodingOf(OldDialect dialect) =>
        System.Text.Encoding.GetEncoding(dialect == OldDialect.Chinese ? "GB18030" : "utf-8");

    /// <summary>The old file as it is, but for the cells of the columns that are left out; none of its cells has a separator in it.</summary>
    private static string WithoutLeftOut(string folder, string name, OldDialect dialect)
    {
        var separator = dialect == OldDialect.Chinese ? ',' : ';';
        var lines = File.ReadAllText(Path.Combine(folder, name), EncodingOf(dialect)).Split('\n');
        var head = name == SampleOldRegister.HouseholdsFile ? 1 : 0;
        var blank = lines[head]
            .Split(separator)
            .Select((h, i) => (h, i))
            .Where(h => h.h is "录入人" or "序号" or "surveyor")
            .Select(h => h.i)
            .ToList();
        Assert.NotEmpty(blank);
        for (var i = head + 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(separator);
            foreach (var at in blank.Where(_ => lines[i].Length > 0))
                cells[at] = "";
            lines[i] = string.Join(separator, cells);
        }
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Numbers(StoreAddress address, Folder files)
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        return
        [
            .. db
                .Persons.AsEnumerable()
                .Select(p => sealing.Unseal(p.WrappedKey, p.Sealed, p.PersonId))
                .SelectMany(s => new[] { s?.IdNumber, s?.Phone?.TrimStart('+'), s?.BankAccount })
                .OfType<string>(),
        ];
    }

    /// <summary>A later wage on record.</summary>
    private static (string Number, Func<OldDialect, string> Column) Change(StoreAddress address)
    {
        using var db = OpenStore.Existing(address).Value;
        var household = db.Households.OrderBy(h => h.Number).First();
        db.Observations.Add(
            new Observation
            {
                CountyNo = household.CountyNo,
                ObservationId = Guid.CreateVersion7(),
                SubjectKind = 1,
                SubjectId = household.HouseholdId,
                Event = "visit",
                ObservedOn = Day.AddDays(30),
                ActId = db.Acts.First().ActId,
                Document = "{\"income_wage_fen_year\":12345600}",
            }
        );
        db.SaveChanges();
        return (household.Number, d => d == OldDialect.Chinese ? "工资性收入（万元）" : "income_wage_cents_year");
    }
}
