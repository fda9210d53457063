using Taihang.Modules.Samples;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Taihang.Tests.Store.Modules.Takeover;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>What a power cut in the middle of a take-over leaves behind.</summary>
public sealed class KilledTakeoverTests(PostgresCluster cluster)
{
    private const int Households = 8_000;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_take_over_killed_midway_leaves_nothing_and_can_be_run_again(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var before = Workbook.Counts(address);
        var arguments = Arguments(address, files, Register(files));
        using (var killed = CommandLine.Start(arguments))
        {
            // The first line of progress comes when the first of eight batches is written.
            Assert.NotNull(await killed.StandardError.ReadLineAsync());
            killed.Kill();
            await killed.WaitForExitAsync();
            Assert.NotEqual(0, killed.ExitCode);
        }
        Assert.Equal(before, Workbook.Counts(address));
        using (var db = OpenStore.Existing(address).Value)
            Assert.Empty(db.ColumnMappings.ToList());
        await Whole(arguments, address);
        using (var db = OpenStore.Existing(address).Value)
            Assert.Single(db.ColumnMappings.ToList());
    }

    [Theory]
    [Trait("Proof", "long")]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_take_over_killed_at_any_moment_is_all_or_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var folder = Register(files);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var measured = cluster.Prepared(engine, files);
        await Whole(Arguments(measured, files, folder), measured);
        var whole = watch.Elapsed;
        var (kills, nothing) = (LongProof.Times(ci: 20, night: 300), 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var address = cluster.Prepared(engine, files);
            var before = Workbook.Counts(address);
            using (var killed = CommandLine.Start(Arguments(address, files, folder)))
            {
                var (output, error) = (killed.StandardOutput.ReadToEndAsync(), killed.StandardError.ReadToEndAsync());
                await Task.Delay(whole * (kill + 1) / (kills + 1));
                killed.Kill();
                await killed.WaitForExitAsync();
                await Task.WhenAll(output, error);
            }
            var after = Workbook.Counts(address);
            if (after["households"] == Households)
                continue;
            Assert.Equal(before, after);
            nothing++;
        }
        Assert.True(nothing > 0, "No kill came in time to prove anything.");
    }

    private static string Register(Folder files)
    {
        var rows = Enumerable
            .Range(0, Households)
            .Select(i => new Dictionary<string, string>(Workbook.Rows()[2]) { ["household_number"] = $"N{i}" })
            .ToList();
        var folder = files.File("old");
        SampleOldRegister.Run(
            Workbook.Csv(files.File("a.csv"), Workbook.Table(rows)),
            Workbook.Form,
            OldDialect.Chinese,
            OldRegister.Day,
            folder
        );
        return folder;
    }

    private static async Task Whole(string[] arguments, StoreAddress address)
    {
        var (code, output, error) = await CommandLine.Run(arguments);
        Assert.True(code == 0, output + error);
        Assert.Equal(Households, Workbook.Counts(address)["households"]);
    }

    private static string[] Arguments(StoreAddress address, Folder files, string folder) =>
        [
            "takeover",
            "run",
            Path.Combine(folder, SampleOldRegister.MappingFile),
            "--database",
            address.Engine == Engine.Sqlite ? address.Shown : address.ConnectionString,
            "--key",
            files.File("master.key"),
        ];
}
