using System.Text.Json;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Cli;

/// <summary><c>taihang quality</c> as a county office meets it.</summary>
public sealed class QualityVerbTests(PostgresCluster cluster)
{
    private const string County = "130623";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_look_asks_once_and_the_list_says_it_in_both_languages(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January).Ok);
        Task<(int Code, string Output, string Error)> Run(params string[] verb) =>
            CommandLine.Run([
                "quality",
                .. verb,
                "--database",
                address.Engine == Engine.Sqlite ? address.Shown : address.ConnectionString,
            ]);

        // Three years later all of it is old; the second time that day nothing is asked again.
        foreach (var _ in new[] { 1, 2 })
        {
            var look = await Run("look", "--county", County, "--as-of", "2029-03-01", "--json");
            Assert.True(look.Code == 0, look.Error);
            using var found = JsonDocument.Parse(look.Output);
            Assert.Equal(2, found.RootElement[0].GetProperty("households").GetInt32());
            Assert.Equal(1, found.RootElement[0].GetProperty("asked").GetInt32());
        }
        var list = await Run("list", "--county", County, "--json");
        using var listed = JsonDocument.Parse(list.Output);
        Assert.Equal("stale", listed.RootElement[0].GetProperty("kind").GetString());
        Assert.Equal(1, listed.RootElement.GetArrayLength());
        Assert.Contains("请安排核对", (await Run("list", "--language", "zh")).Output, StringComparison.Ordinal);
        Assert.Contains(
            "Please have them looked at",
            (await Run("list", "--language", "en")).Output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "0 questions",
            (await Run("list", "--standing", "gone", "--language", "en")).Output,
            StringComparison.Ordinal
        );

        var stated = await Run("inspection", "--county", County, "--on", "2029-03-10", "--title", "年度考核");
        Assert.True(stated.Code == 0, stated.Error);
        var untitled = await Run("inspection", "--county", County, "--on", "2029-03-10", "--title", " ");
        Assert.Equal((1, "TH1206"), (untitled.Code, untitled.Error[..6]));
        // A county without households has nothing to look at.
        var empty = await Run("look", "--county", "130624");
        Assert.Equal((1, "TH1205"), (empty.Code, empty.Error[..6]));
    }
}
