using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>What a power cut in the middle of an import leaves behind.</summary>
public sealed class KilledImportTests(PostgresCluster cluster)
{
    private const int Households = 30_000;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_import_killed_midway_leaves_nothing_and_can_be_run_again(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var before = Workbook.Counts(address);
        var arguments = Arguments(address, files, Registration(files));

        using (var killed = CommandLine.Start(arguments))
        {
            // The first line of progress comes when the first of thirty batches is written.
            Assert.NotNull(await killed.StandardError.ReadLineAsync());
            killed.Kill();
            await killed.WaitForExitAsync();
            Assert.NotEqual(0, killed.ExitCode);
        }
        Assert.Equal(before, Workbook.Counts(address));
        await Whole(arguments, address);
    }

    /// <summary>Moments spread evenly over the whole run, so that reading, writing, indexing and the commit itself are all hit.</summary>
    [Theory]
    [Trait("Proof", "long")]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task An_import_killed_at_any_moment_is_all_or_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var path = Registration(files);
        var whole = await Measured();
        var (kills, nothing, all) = (LongProof.Times(ci: 40, night: 500), 0, 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var address = cluster.Prepared(engine, files);
            var before = Workbook.Counts(address);
            using (var killed = CommandLine.Start(Arguments(address, files, path)))
            {
                var (output, error) = (killed.StandardOutput.ReadToEndAsync(), killed.StandardError.ReadToEndAsync());
                await Task.Delay(whole * (kill + 1) / (kills + 1));
                killed.Kill();
                await killed.WaitForExitAsync();
                await Task.WhenAll(output, error);
            }
            var after = Workbook.Counts(address);
            if (after["households"] == Households)
                all++;
            else
            {
                Assert.Equal(before, after);
                nothing++;
            }
            // What a kill left can be used as if nothing had been.
            if (kill == kills / 2)
                await Whole(Arguments(address, files, path), address);
        }
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{engine}: {kills} kills, {nothing} left nothing, {all} were whole"
        );
        Assert.Equal(kills, nothing + all);
        Assert.True(nothing > 0, "No kill came in time to prove anything.");

        async Task<TimeSpan> Measured()
        {
            var address = cluster.Prepared(engine, files);
            var watch = System.Diagnostics.Stopwatch.StartNew();
            await Whole(Arguments(address, files, path), address);
            return watch.Elapsed;
        }
    }

    private static string Registration(Folder files)
    {
        var rows = Enumerable
            .Range(0, Households)
            .Select(i => new Dictionary<string, string>(Workbook.Rows()[2]) { ["household_number"] = $"N{i}" })
            .ToList();
        return Workbook.Csv(files.File("a.csv"), Workbook.Table(rows));
    }

    private static async Task Whole(string[] arguments, StoreAddress address)
    {
        var (code, output, error) = await CommandLine.Run(arguments);
        Assert.True(code == 0, output + error);
        Assert.Equal(Households, Workbook.Counts(address)["households"]);
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
