using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>The record saved, drilled, restored and moved by the verbs, as whoever looks after the machine does it.</summary>
public sealed class BackupVerbTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_record_is_backed_up_drilled_restored_and_moved_and_its_log_still_holds()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var path = Workbook.Csv(files.File("a.csv"), Workbook.Table(Workbook.Rows()));
        Assert.True(Workbook.Import(address, files, path, Workbook.January).Ok);

        Assert.Equal(0, (await On(address.Shown, "init")).Code);

        var backup = await On(address.Shown, "backup", "--out", files.File("b.db"));
        Assert.Equal(0, backup.Code);
        Assert.Contains("master key", backup.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await On(address.Shown, "restore", files.File("b.db"), "--drill")).Code);

        var again = await On(address.Shown, "restore", files.File("b.db"));
        Assert.Equal((1, ""), (again.Code, again.Output));
        Assert.StartsWith("TH0909", again.Error, StringComparison.Ordinal);

        var restored = files.File("restored.db");
        Assert.Equal(0, (await On(restored, "restore", files.File("b.db"))).Code);
        Assert.Equal(0, (await On(restored, "audit", "verify")).Code);

        var moved = cluster.Fresh(Engine.Postgres, files).ConnectionString;
        Assert.Equal(0, (await On(restored, "move", "--to", moved)).Code);
        Assert.Equal(0, (await On(moved, "audit", "verify", "--key", files.File("master.key"))).Code);
        var full = await On(restored, "move", "--to", moved);
        Assert.Equal(1, full.Code);
        Assert.Contains("TH0905", full.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_that_cannot_be_written_is_said_plainly()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var (code, _, error) = await On(address.Shown, "backup", "--out", "/proc/none/b.db");
        Assert.Equal(1, code);
        Assert.Contains("TH0003", error, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> On(string database, params string[] arguments) =>
        CommandLine.Run([.. arguments, "--database", database, "--language", "en"]);
}
