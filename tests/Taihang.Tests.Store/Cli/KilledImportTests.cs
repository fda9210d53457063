using Taihang.Modules.Store;
using Taihang.Tests.Store.Registry;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>What a power cut in the middle of an import leaves behind.</summary>
public sealed class KilledImportTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_import_killed_midway_leaves_nothing_and_can_be_run_again(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var before = Workbook.Counts(address);
        var rows = Enumerable
            .Range(0, 30_000)
            .Select(i => new Dictionary<string, string>(Workbook.Rows()[2]) { ["household_number"] = $"N{i}" })
            .ToList();
        var path = Workbook.Csv(files.File("a.csv"), Workbook.Table(rows));

        using (var killed = CommandLine.Start(Arguments(address, files, path)))
        {
            // The first line of progress comes when the first of thirty batches is written.
            Assert.NotNull(await killed.StandardError.ReadLineAsync());
            killed.Kill();
            await killed.WaitForExitAsync();
            Assert.NotEqual(0, killed.ExitCode);
        }
        Assert.Equal(before, Workbook.Counts(address));

        var (code, output, error) = await CommandLine.Run(Arguments(address, files, path));
        Assert.True(code == 0, output + error);
        Assert.Equal(30_000, Workbook.Counts(address)["households"]);
    }

    private static string[] Arguments(StoreAddress address, Folder files, string path) =>
        [
            "import",
            path,
            "--observed",
            "2026-01-15",
            "--database",
            address.Engine == Engine.Sqlite ? address.Shown : address.ConnectionString,
            "--key",
            files.File("master.key"),
        ];
}
