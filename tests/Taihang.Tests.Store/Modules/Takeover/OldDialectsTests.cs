using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;
using Taihang.Modules.Takeover;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Modules.Takeover;

/// <summary>A village of made-up people written as two old registers would have it, and taken over.</summary>
public sealed class OldDialectsTests(PostgresCluster cluster)
{
    private static readonly DateOnly Day = MakeSample.Days[^1];

    public static TheoryData<Engine, OldDialect> Both =>
        new()
        {
            { Engine.Sqlite, OldDialect.Chinese },
            { Engine.Postgres, OldDialect.Chinese },
            { Engine.Sqlite, OldDialect.English },
            { Engine.Postgres, OldDialect.English },
        };

    [Theory]
    [MemberData(nameof(Both))]
    public void What_is_taken_over_is_fact_for_fact_what_the_workbook_says(Engine engine, OldDialect dialect)
    {
        using var files = Repository.TemporaryFolder();
        var workbook = Sample(files);
        var (direct, over) = (cluster.Prepared(engine, files), cluster.Prepared(engine, files));
        Assert.True(Workbook.Import(direct, files, workbook, Day).Ok);
        var folder = files.File("old");
        Assert.Equal(100, SampleOldRegister.Run(workbook, Workbook.Form, dialect, Day, folder).Value);
        var mapping = Path.Combine(folder, SampleOldRegister.MappingFile);
        var report = OldRegister.Take(over, files, mapping, folder).Value;
        Assert.Empty(report.Faults);
        Assert.Equal(Facts(direct, files), Facts(over, files));
        Assert.Equal(report.Stated!.MoneyFen, report.After!.MoneyFen);

        // The control: a factor ten times too small is no longer the same.
        var wrong = cluster.Prepared(engine, files);
        var text = File.ReadAllText(mapping);
        File.WriteAllText(
            mapping,
            text.Replace("times: 10000", "times: 1000", StringComparison.Ordinal)
                .Replace("times: 1/100", "times: 1/10", StringComparison.Ordinal)
        );
        Assert.Empty(OldRegister.Take(wrong, files, mapping, folder).Value.Faults);
        Assert.NotEqual(Facts(direct, files), Facts(wrong, files));
    }

    [Fact]
    public void The_report_and_a_proposed_mapping_name_nobody()
    {
        using var files = Repository.TemporaryFolder();
        var workbook = Sample(files);
        var address = cluster.Prepared(Engine.Sqlite, files);
        var folder = files.File("old");
        SampleOldRegister.Run(workbook, Workbook.Form, OldDialect.Chinese, Day, folder);
        var report = OldRegister
            .Take(address, files, Path.Combine(folder, SampleOldRegister.MappingFile), folder, trial: true)
            .Value;
        WriteReport.Run(report, Workbook.Form, files.File("report"), Language.Chinese);
        var proposal = Propose(folder, SampleOldRegister.HouseholdsFile, SampleOldRegister.MembersFile);
        var written =
            proposal.Text
            + string.Concat(
                Directory
                    .GetFiles(files.File("report"), "*.json")
                    .Concat(Directory.GetFiles(files.File("report"), "*.csv"))
                    .Select(File.ReadAllText)
            )
            + Sheet(files);
        var people = Members(folder).ToList();
        Assert.Equal(393, people.Count);
        foreach (var person in people)
        {
            Assert.DoesNotContain(person[2], written, StringComparison.Ordinal);
            if (person[3].Length > 0)
                Assert.DoesNotContain(person[3].Trim('\''), written, StringComparison.Ordinal);
        }
        Assert.Contains("130624", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OldDialect.Chinese)]
    [InlineData(OldDialect.English)]
    public void A_proposal_finds_the_layout_proves_days_and_sex_by_the_numbers_and_does_not_load_before_it_is_confirmed(
        OldDialect dialect
    )
    {
        using var files = Repository.TemporaryFolder();
        var folder = files.File("old");
        SampleOldRegister.Run(Sample(files), Workbook.Form, dialect, Day, folder);
        var proposal =
            dialect == OldDialect.Chinese
                ? Propose(folder, SampleOldRegister.MembersFile, SampleOldRegister.HouseholdsFile)
                : Propose(folder, SampleOldRegister.WideFile);
        foreach (var line in dialect == OldDialect.Chinese ? Chinese : English)
            Assert.Contains(line, proposal.Text, StringComparison.Ordinal);
        Assert.True(proposal is { Certain: > 10, Guessed: > 0, Unknown: > 0 });
        var loaded = ColumnMappingReader.Read("mapping.yaml", proposal.Text, Workbook.Form);
        Assert.Equal(proposal.Guessed, loaded.Problems.Count(p => p.Code == "TH0528"));
        Assert.Contains(loaded.Problems, p => p.Code == "TH0549");
        Assert.DoesNotContain(loaded.Problems, p => p.Code == "TH0201");
    }

    private static readonly string[] Chinese =
    [
        "layout: joined",
        "headings: 2",
        "key: {households: \"户ID\", members: \"户ID\"}",
        "member.id_number: {from: \"公民身份号码\", strip: \"'\"}",
        "member.birth_date: {from: \"出生日期\", date: yyyyMMdd}",
        "values: {\"1\": \"男\", \"2\": \"女\"}, guess: \"what the values mean is told by the ID numbers\"",
        "household.income_wage_fen_year: {from: \"工资性收入（万元）\", times: 10000}",
        "household.other_causes: {from: \"其他致贫原因\", guess:",
    ];

    private static readonly string[] English =
    [
        "layout: wide",
        "place.name: {from: \"member{n}_name\"}",
        "member.birth_date: {from: \"member{n}_birth_date\", date: d/M/yyyy}",
        "household.toilet: {from: \"toilet\"}",
        "\"income_wage_cents_year\": \"\"",
    ];

    private static MappingProposal Propose(string folder, params string[] names)
    {
        var pack = Modules.Reports.FormCounty.Pack;
        return ProposeMapping
            .Run([.. names.Select(n => Path.Combine(folder, n))], Workbook.Form, pack.Headings, CancellationToken.None)
            .Value;
    }

    private static IEnumerable<string[]> Members(string folder) =>
        File.ReadAllText(
                Path.Combine(folder, SampleOldRegister.MembersFile),
                System.Text.Encoding.GetEncoding("GB18030")
            )
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(l => l.Split(','));

    private static string Sheet(Folder files) =>
        string.Concat(
            MiniExcelLibs
                .MiniExcel.Query(files.File("report/" + WriteReport.SheetFile))
                .Select(r => string.Join('\t', ((IDictionary<string, object>)r).Values))
        );

    internal static string Sample(Folder files)
    {
        var pack = Path.Combine(Repository.Packs, "cn");
        var made = MakeSample.Run(
            new SampleRequest(
                SampleSize.Village,
                "1",
                files.File("sample"),
                "130624",
                null,
                1,
                false,
                Language.Chinese
            ),
            Workbook.Form,
            DispatchPack.Form(pack).Value,
            RegionFiles.ReadTree(Path.Combine(pack, "regions", "regions.csv")).Value,
            null,
            CancellationToken.None
        );
        return made.Value.Workbooks[^1];
    }

    /// <summary>Everything that the record says of everybody, sealed numbers too, without what is its own: identifiers and acts.</summary>
    internal static List<string> Facts(StoreAddress address, Folder files)
    {
        using var db = OpenStore.Existing(address).Value;
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var county = db.Households.First().CountyNo;
        var villages = db.Villages.Select(v => v.VillageNo).ToList();
        return
        [
            .. HouseholdFacts
                .InVillages(db, county, villages, Day)
                .SelectMany(h =>
                    Said(
                            $"{h.Household.VillageNo} {h.Household.Number} {h.Household.RegisteredOn} {h.Head?.Person.Name}",
                            h.Facts
                        )
                        .Concat(
                            h.Members.SelectMany(m =>
                                Said(
                                    $"{h.Household.Number} {m.Person.Name} {sealing.Unseal(m.Person.WrappedKey, m.Person.Sealed, m.Person.PersonId)}",
                                    m.Facts
                                )
                            )
                        )
                )
                .Order(StringComparer.Ordinal),
        ];

        static IEnumerable<string> Said(string who, IReadOnlyDictionary<string, RecordedFact> facts) =>
            facts.Select(f => $"{who} {f.Key} {f.Value.Json} {f.Value.ObservedOn}").Append(who);
    }
}
