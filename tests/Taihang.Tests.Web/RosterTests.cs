using System.Net;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>The county office's roster: quotas, and what a cadre stated, taken in and kept to by the next plan.</summary>
public sealed class RosterTests(DemoSite site)
{
    [Theory]
    [InlineData("zh-CN", "近亲属居住：", "有近亲属居住")]
    [InlineData("en-US", "close kin live in", "kin live there")]
    public async Task A_statement_is_taken_in_and_the_next_plan_keeps_to_it(string language, string told, string kept)
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        county.DefaultRequestHeaders.Add("Accept-Language", language);
        var cadre = $"/roster/{site.Places.County}/{site.Planned}";
        // A faulty statement is refused as a whole and what was typed stays.
        var wrong = await county.Send(cadre, new() { ["kin"] = site.Places.Village, ["most_km"] = "far" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("value=\"far\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(told, await Text(county, cadre), StringComparison.Ordinal);

        var id = $"{Guid.NewGuid()}";
        foreach (var _ in new[] { 1, 2 })
        {
            var taken = await county.Send(cadre, new() { ["kin"] = site.Places.Village, ["id"] = id });
            Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        }
        using (
            var db = new TaihangDb(
                StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
                CountyScope.Everything
            )
        )
            Assert.Single(Statements.Of(db, site.Places.Household.CountyNo, site.Planned));
        Assert.Contains(told, await Text(county, cadre), StringComparison.Ordinal);

        var made = await county.Send(
            $"/board/{site.Places.County}",
            new()
            {
                ["day"] = "2028-12-01",
                ["title"] = "after",
                ["id"] = $"{Guid.NewGuid()}",
            }
        );
        var plan = made.Headers.Location!.ToString();
        Assert.Contains(kept, await Text(county, $"{plan}/village/{site.Places.Village}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_is_set_taken_back_and_never_nonsense()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var unit = Roster.Units(db, site.Places.Household.CountyNo)[0];
        var roster = $"/roster/{site.Places.County}";
        foreach (
            var (typed, status, asked) in new[] { ("7", 302, 7), ("x", 422, 7), ("-2", 422, 7), ("", 302, (int?)null) }
        )
        {
            var sent = await county.Send(roster, new() { ["unit"] = $"{unit.UnitId}", ["asked"] = typed });
            Assert.Equal(status, (int)sent.StatusCode);
            Assert.Equal(
                asked,
                Roster.Units(db, site.Places.Household.CountyNo).Single(u => u.UnitId == unit.UnitId).Asked
            );
        }
    }

    private static async Task<string> Text(SiteClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(address));
}
