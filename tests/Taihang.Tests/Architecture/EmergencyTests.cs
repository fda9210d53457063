using Xunit;

namespace Taihang.Tests.Architecture;

/// <summary>No page and no verb opens a household in an emergency without telling both offices: there is one way, and it queues the notices.</summary>
public sealed class EmergencyTests
{
    [Fact]
    public void An_emergency_is_opened_in_one_place() =>
        Assert.Equal(["Taihang.Modules/Outbound/OpenEmergency.cs"], Opening(Sources()));

    [Fact]
    public void A_page_that_opens_one_by_itself_is_caught() =>
        Assert.Equal(["Twin.cs"], Opening([("Twin.cs", "return Emergencies.Open(\n store, viewer);")]));

    private static List<string> Opening(IEnumerable<(string File, string Text)> sources) =>
        [.. sources.Where(s => s.Text.Contains("Emergencies.Open(", StringComparison.Ordinal)).Select(s => s.File)];

    private static IEnumerable<(string File, string Text)> Sources()
    {
        var root = Path.Combine(Repository.Root, "src");
        return Directory
            .EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(f => (Path.GetRelativePath(root, f).Replace('\\', '/'), File.ReadAllText(f)));
    }
}
