using Xunit;

namespace Taihang.Tests.Architecture;

/// <summary>An oracle that no test asks shows nothing.</summary>
public sealed class OraclesTests
{
    [Fact]
    public void Every_committed_oracle_is_asked_by_a_test()
    {
        var tests = Directory
            .EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Select(File.ReadAllText)
            .ToList();
        var names = Directory
            .EnumerateFiles(Repository.Oracle("targeting"), "*.json")
            .Select(Path.GetFileNameWithoutExtension)
            .ToList();
        Assert.Equal(15, names.Count);
        Assert.All(names, name => Assert.Contains(tests, t => t.Contains(name!, StringComparison.Ordinal)));
        Assert.DoesNotContain(tests, t => t.Contains("no-such" + "-oracle", StringComparison.Ordinal));
    }
}
