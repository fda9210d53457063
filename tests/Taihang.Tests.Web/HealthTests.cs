using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>What whoever watches the machine is told, and that it is nothing of the record.</summary>
public sealed partial class HealthTests(DemoSite site)
{
    [Fact]
    public async Task The_site_says_whether_it_is_well_and_not_where_anything_lies()
    {
        using var folder = Repository.TemporaryFolder();
        var key = folder.File("master.key");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(site.Settings.KeyFile)!, "*.key"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        await using var served = await site.Serve(
            site.Settings with
            {
                Store = site.Copy(folder),
                KeyFile = key,
                HealthKept = TimeSpan.Zero,
            }
        );
        using var client = new SiteClient(served.Urls.Single());
        using (var well = JsonDocument.Parse(await client.GetStringAsync("/health")))
            Assert.Equal("ok", well.RootElement.GetProperty("status").GetString());

        File.Delete(key);
        var answer = await client.GetAsync("/health");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("TH0400", text, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.File(""), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task However_often_its_health_is_asked_the_site_looks_once_until_the_answer_is_old()
    {
        using var folder = Repository.TemporaryFolder();
        var key = folder.File("master.key");
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(site.Settings.KeyFile)!, "*.key"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        await using var served = await site.Serve(
            site.Settings with
            {
                Store = site.Copy(folder),
                KeyFile = key,
                HealthKept = TimeSpan.FromDays(1),
            }
        );
        using var client = new SiteClient(served.Urls.Single());
        var first = await client.GetStringAsync("/health");
        File.Delete(key);
        Assert.Equal(first, await client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task Counts_are_read_at_an_address_of_their_own_and_name_nobody()
    {
        var metrics = $"http://127.0.0.1:{FreePort()}";
        await using var served = await site.Serve(site.Settings with { MetricsUrl = metrics });
        var own = served.Urls.Single(u => u != metrics);
        using var client = await SiteClient.SignedIn(own, "county");
        var household = site.Places.Household;
        var path = $"/household/{household.CountyNo}/{household.HouseholdId}";
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/somebody/11010519491231002X")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/metrics")).StatusCode);

        using var watcher = new HttpClient { BaseAddress = new Uri(metrics) };
        var text = await watcher.GetStringAsync("/metrics");
        Assert.Contains(
            "taihang_http_request_duration_seconds_count{method=\"GET\",route=\"/household/{county:int}/{id:guid}\",status=\"200\"}",
            text,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(household.HouseholdId.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("11010519491231002X", text, StringComparison.Ordinal);
        // In the form that Prometheus reads, each class holding those below it.
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Assert.Matches(Form(), line);
        foreach (
            var of in text.Split('\n').Where(l => l.Contains("_bucket{", StringComparison.Ordinal)).GroupBy(Labels)
        )
            Assert.Equal(of.Select(Value).Order(), of.Select(Value));
        Assert.Equal(HttpStatusCode.NotFound, (await watcher.GetAsync("/sign-in")).StatusCode);
    }

    private static string Labels(string line) => line[..line.IndexOf(",le=", StringComparison.Ordinal)];

    private static double Value(string line) =>
        double.Parse(line[(line.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """^(# (HELP|TYPE) taihang_[a-z_]+ .+|taihang_[a-z_]+(\{[^}]*(\{[^}]*\}[^}]*)*\})? [0-9.eE+-]+)$"""
    )]
    private static partial Regex Form();

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
