using Xunit;

namespace Taihang.Tests.Store.Cli;

public sealed class DemoVerbTests
{
    /// <summary>A demo that ran out of disk leaves its folder behind; served as it stands it would show a record with holes.</summary>
    [Fact]
    public async Task A_demo_that_was_stopped_is_made_anew_and_never_kept()
    {
        using var files = Repository.TemporaryFolder();
        Directory.CreateDirectory(files.File("demo"));
        await File.WriteAllTextAsync(files.File("demo/made-by-demo"), "");
        await File.WriteAllTextAsync(files.File("demo/left-over"), "");
        // A code that no pack has stops the new one at once.
        var (code, _, error) = await CommandLine.Run("demo", "--keep", "--data", files.File("demo"), "--pack", "none");
        Assert.Equal(1, code);
        Assert.StartsWith("TH03", error.Trim(), StringComparison.Ordinal);
        Assert.False(File.Exists(files.File("demo/left-over")));
    }

    [Fact]
    public async Task A_folder_that_no_demo_made_is_never_cleared()
    {
        using var files = Repository.TemporaryFolder();
        await File.WriteAllTextAsync(files.File("mine.txt"), "mine");
        var (code, _, error) = await CommandLine.Run("demo", "--once", "--data", files.Path);
        Assert.Equal(1, code);
        Assert.StartsWith("TH00", error, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(files.File("mine.txt")));
    }
}
