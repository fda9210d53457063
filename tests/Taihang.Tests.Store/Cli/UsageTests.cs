using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>A command line that cannot be read is exit code 2 and one sentence in the reader's language; whatever else is refused is 1.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("“mesure”，是否想写“measure”", "did you mean \"measure\"", "mesure")]
    [InlineData("“2026-13-01”不是日期", "is not a day", "measure", "--as-of", "2026-13-01")]
    [InlineData("“many”不是整数", "is not a whole number", "measure", "--stale-months", "many")]
    [InlineData("“abc”不是数", "is not a number", "measure", "--level", "abc")]
    [InlineData("应在 0 与 1 之间", "between 0 and 1", "measure", "--level", "2")]
    [InlineData("--k abc 应写成", "--k abc should be", "measure", "--k", "abc")]
    [InlineData("10 个以逗号分隔的权重", "10 weights with commas", "measure", "--weights", "1/2,1/2")]
    [InlineData("--out 之后缺少内容", "--out needs a value", "measure", "--out")]
    [InlineData("应写成 参数=数值", "should be PARAMETER=VALUE", "identify", "--set", "help_standard")]
    [InlineData("应写成 参数=数值", "should be PARAMETER=VALUE", "lab", "--try", "help_standard=abc")]
    [InlineData("--try 或 --against", "--try or --against", "lab")]
    [InlineData("import 需要 --observed（登记日期）", "import needs --observed (Day", "import", "nofile.xlsx")]
    [InlineData("snapshot 需要 --out（输出目录）", "snapshot needs --out (Folder", "snapshot")]
    [InlineData("new 需要 id（新规则包）", "new needs id (Of the new pack", "pack", "new")]
    [InlineData("pack 之后应写 check、new", "pack needs one of check, new", "pack")]
    [InlineData(
        "可选的词（village、county、area）",
        "one of village, county, area",
        "sample",
        "--size",
        "huge",
        "--out",
        "z"
    )]
    [InlineData("“123”不是编号", "is not an identifier", "lab", "show", "123")]
    [InlineData("pmt 需要 --data", "pmt needs --data", "pmt", "--pack", "pmt-mexico", "--as-of", "2016-12-31")]
    public async Task A_wrong_command_line_is_said_in_both_languages(
        string chinese,
        string english,
        params string[] arguments
    )
    {
        foreach (var (language, expected) in new[] { ("zh", chinese), ("en", english) })
        {
            var (code, output, error) = await CommandLine.Run([
                "--language",
                language,
                "--packs",
                Repository.Packs,
                .. arguments,
            ]);
            Assert.Equal((2, ""), (code, output));
            var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith("TH0001 ", line, StringComparison.Ordinal);
            Assert.Contains(expected, line, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("TH0316", "identify", "--pack", "chn")]
    [InlineData("TH0314", "measure", "--method", "nothing")]
    [InlineData("TH0504", "measure", "--by", "villag")]
    [InlineData("TH0504", "measure", "--by", "township", "--data", "nowhere")]
    [InlineData("TH0315", "lab", "--try", "monitor_rang=3")]
    [InlineData("TH0541", "identify", "--by", "household_kind")]
    [InlineData("TH0541", "lab", "--try", "help_standard=9000", "--by", "household_kind")]
    [InlineData("TH0542", "measure", "--data", "nowhere", "--county", "130624")]
    [InlineData("TH0500", "identify", "--pack", "chile-1990", "--data", "nowhere")]
    [InlineData("TH0513", "measure", "--pack", "mpi-global", "--data", "nowhere", "--out", "table.docx")]
    [InlineData("TH0510", "measure", "--pack", "mpi-global", "--data", "nowhere", "--out", "no/such/table.csv")]
    [InlineData("TH0901", "measure", "--database", "nowhere.db")]
    [InlineData("TH0901", "replay", "--database", "nowhere.db")]
    [InlineData("TH0901", "lab", "list", "--database", "nowhere.db")]
    [InlineData("TH0901", "snapshot", "--out", "nowhere", "--database", "nowhere.db")]
    [InlineData(
        "TH0004",
        "parameter",
        "set",
        "help_standard",
        "acht",
        "--county",
        "130624",
        "--from",
        "2026-01-01",
        "--document",
        "d"
    )]
    public async Task Whatever_cannot_be_done_is_refused_by_its_number(string problem, params string[] arguments)
    {
        var (code, output, error) = await CommandLine.Run(arguments);
        Assert.Equal((1, ""), (code, output));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith(problem + " ", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_seed_makes_the_same_sample()
    {
        using var files = Repository.TemporaryFolder();
        foreach (var folder in new[] { "one", "two" })
        {
            var (code, _, error) = await CommandLine.Run(
                "sample",
                "--size",
                "village",
                "--seed",
                "7",
                "--out",
                files.File(folder)
            );
            Assert.True(code == 0, error);
        }
        var made = Directory.GetFiles(files.File("one"), "*.csv");
        Assert.NotEmpty(made);
        foreach (var file in made)
            Assert.Equal(
                await File.ReadAllBytesAsync(file),
                await File.ReadAllBytesAsync(file.Replace("/one/", "/two/", StringComparison.Ordinal))
            );
    }
}
