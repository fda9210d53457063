using System.IO.Compression;
using System.Text;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry;

/// <summary>What files are read, and how the others are refused.</summary>
public sealed class WorkbookRowsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData("utf-8")]
    [InlineData("GB18030")]
    public void Chinese_in_either_encoding_is_read(string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var chosen = encoding == "utf-8" ? new UTF8Encoding(false) : Encoding.GetEncoding(encoding);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows()), chosen), January);
        Assert.Equal("测试甲", Household(address, "H1", January).Head!.Person.Name);
    }

    [Fact]
    public void The_first_letter_that_is_not_utf8_may_stand_far_into_the_file()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var english = Form.Columns.Select(Id).ToList();
        var rows = Enumerable
            .Range(0, 20_000)
            .Select(i => new Dictionary<string, string>
            {
                ["village_code"] = EastVillage,
                ["household_number"] = $"N{i}",
                ["name"] = i == 19_999 ? "测试丙" : "Test",
                ["relation"] = "head",
                ["birth_date"] = "1970-01-01",
            })
            .ToList();
        var path = Csv(files.File("a.csv"), Table(rows, Language.English, english), Encoding.GetEncoding("GB18030"));
        Assert.True(new FileInfo(path).Length > 1 << 20);
        Import(address, files, path, January);
        Assert.Equal("测试丙", Household(address, "N19999", January).Head!.Person.Name);
    }

    [Fact]
    public void Utf8_is_known_where_a_letter_lies_across_two_parts_of_the_file()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        // Letters of three bytes all along: one of the three files has one across any boundary.
        foreach (var shift in new[] { "", "a", "ab" })
        {
            var rows = Enumerable
                .Range(0, 12_000)
                .Select(i => new Dictionary<string, string>(Rows()[2])
                {
                    ["household_number"] = $"{shift}N{i}",
                    ["name"] = i == 0 ? shift + "测试" : "测试丙测试丙测试丙测试丙测试丙测试丙",
                })
                .ToList();
            var path = Csv(files.File("a.csv"), Table(rows), new UTF8Encoding(false));
            Assert.True(new FileInfo(path).Length > 1 << 20);
            Import(address, files, path, January);
            Assert.Equal(
                "测试丙测试丙测试丙测试丙测试丙测试丙",
                Household(address, $"{shift}N11999", January).Head!.Person.Name
            );
        }
    }

    [Fact]
    public void Refuses_a_small_workbook_that_unpacks_to_a_huge_one()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var path = Xlsx(files.File("a.xlsx"), Table(Rows()));
        using (var parts = ZipFile.Open(path, ZipArchiveMode.Update))
        using (var bomb = parts.CreateEntry("xl/media/bomb.bin", CompressionLevel.Fastest).Open())
        {
            var zeros = new byte[1 << 24];
            for (var i = 0; i < 65; i++)
                bomb.Write(zeros);
        }
        Assert.Equal("TH0424", Assert.Single(Import(address, files, path, January).Problems).Code);
    }

    [Fact]
    public void Every_fault_can_be_had_as_a_file()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var rows = Enumerable
            .Range(0, 500)
            .Select(i => new Dictionary<string, string>(Rows()[2])
            {
                ["household_number"] = $"N{i}",
                ["income_wage_fen_year"] = "plenty",
            })
            .ToList();
        var outcome = Import(address, files, Csv(files.File("a.csv"), Table(rows)), January, files.File("faults.csv"));
        Assert.InRange(outcome.Problems.Count, 2, 500);
        Assert.Equal("TH0423", outcome.Problems[^1].Code);
        Assert.Equal(501, File.ReadAllLines(files.File("faults.csv")).Length);
    }

    [Theory]
    [InlineData("TH0402", null)]
    [InlineData("TH0420", "")]
    [InlineData("TH0405", "x")]
    public void Refuses_a_file_that_is_missing_or_empty_or_has_other_headings(string code, string? kind)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var table = Table([]);
        if (kind == "x")
            table[0][4] = "身份证号玛";
        if (kind is not null)
            Csv(files.File("a.csv"), table);
        var problems = Import(address, files, files.File("a.csv"), January).Problems;
        Assert.Equal(code, problems[0].Code);
    }

    [Fact]
    public void Refuses_a_workbook_that_is_no_workbook()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        foreach (var bytes in new[] { "not a zip"u8.ToArray(), [0x50, 0x4B, 3, 4, 0, 0, 0, 0], [] })
        {
            File.WriteAllBytes(files.File("a.xlsx"), bytes);
            Assert.Equal("TH0403", Assert.Single(Import(address, files, files.File("a.xlsx"), January).Problems).Code);
        }
    }
}
