using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>The key divided, restored, changed and retired by the verbs, as whoever looks after the machine does it.</summary>
public sealed class KeyVerbTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_key_is_divided_checked_restored_changed_and_retired()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var path = Workbook.Csv(files.File("a.csv"), Workbook.Table(Workbook.Rows()));
        Assert.True(Workbook.Import(address, files, path, Workbook.January).Ok);
        Task<(int Code, string Output, string Error)> On(params string[] arguments) =>
            CommandLine.Run([.. arguments, "--database", address.Shown, "--language", "en"]);

        Assert.Equal(0, (await On("init")).Code);
        Assert.Equal(0, (await On("key", "split", "--out", files.File("shares"))).Code);
        var shares = Directory.GetFiles(files.File("shares"));
        Assert.Equal(3, shares.Length);
        Assert.Equal(0, (await On("key", "check", shares[0], shares[2])).Code);
        Assert.StartsWith("TH0462", (await On("key", "check", shares[1])).Error, StringComparison.Ordinal);

        var rotated = await On("key", "rotate", "--cipher", "sm", "--basis", "yearly change");
        Assert.Equal(0, rotated.Code);
        Assert.Contains("Key 2", rotated.Output, StringComparison.Ordinal);
        Assert.StartsWith("TH0470", (await On("key", "check", shares[0], shares[2])).Error, StringComparison.Ordinal);
        Assert.StartsWith("TH0467", (await On("key", "retire", "--basis", "x")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await On("key", "retire", "--stopped", "--basis", "nothing runs")).Code);
        var list = await On("key", "list");
        Assert.StartsWith("key 2\tSM4-GCM, HMAC-SM3\t", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("key 1", list.Output, StringComparison.Ordinal);

        // The older key is still to be had for the backups of its time.
        Assert.Equal(0, (await On("key", "join", shares[1], shares[2], "--out", files.File("older.key"))).Code);
        Assert.Equal(1, KeyRing.Read(files.File("older.key")).Value.Single().Number);
        Assert.StartsWith(
            "TH0471",
            (await On("key", "join", shares[1], shares[2], "--out", files.File("older.key"))).Error,
            StringComparison.Ordinal
        );
        Assert.StartsWith(
            "TH0464",
            (await On("key", "rotate", "--cipher", "rot13", "--basis", "x")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await On("audit", "verify")).Code);

        // A record with sealed numbers is given no new key.
        File.Move(files.File("master.key"), files.File("kept.key"));
        Assert.StartsWith("TH0493", (await On("init")).Error, StringComparison.Ordinal);
        Assert.False(File.Exists(files.File("master.key")));
    }
}
