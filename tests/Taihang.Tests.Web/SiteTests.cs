using System.Net;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>What the command line changes in the record while the site runs.</summary>
public sealed class SiteTests(DemoSite site)
{
    [Fact]
    public async Task A_place_renamed_while_the_site_runs_has_its_new_name_on_the_pages()
    {
        using var folder = Repository.TemporaryFolder();
        var copy = site.Copy(folder);
        await using var served = await site.Serve(site.Settings with { Store = copy, TreeKept = TimeSpan.Zero });
        using var client = new SiteClient(served.Urls.Single());
        var address = $"/public/village/{site.Places.Village}";
        Assert.DoesNotContain(
            "改名村",
            WebUtility.HtmlDecode(await client.GetStringAsync(address)),
            StringComparison.Ordinal
        );
        using (var db = new TaihangDb(StoreOptions.For(copy), CountyScope.Everything))
        {
            db.Regions.Single(r => r.Code == site.Places.Village && r.ValidTo == null).Name = "改名村";
            db.SaveChanges();
        }
        Assert.Contains(
            "改名村",
            WebUtility.HtmlDecode(await client.GetStringAsync(address)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_document_that_sets_the_range_of_an_area_is_named()
    {
        using var folder = Repository.TemporaryFolder();
        var copy = site.Copy(folder);
        using (var db = new TaihangDb(StoreOptions.For(copy), CountyScope.Everything))
        {
            var other = db.AreaParameters.First(p =>
                p.CountyNo != site.Places.Household.CountyNo && p.Parameter == "help_standard"
            );
            (other.Document, other.Value) = ("第二份文件", "950000");
            db.SaveChanges();
        }
        await using var served = await site.Serve(site.Settings with { Store = copy });
        using var client = await SiteClient.SignedIn(served.Urls.Single(), "nation");
        var text = WebUtility.HtmlDecode(await client.GetStringAsync("/"));
        Assert.Contains("第二份文件", text, StringComparison.Ordinal);
        Assert.Contains("8,700元 – 9,500元", text, StringComparison.Ordinal);
        using var before = site.Open();
        Assert.Contains(
            before
                .AreaParameters.First(p =>
                    p.CountyNo == site.Places.Household.CountyNo && p.Parameter == "help_standard"
                )
                .Document,
            text,
            StringComparison.Ordinal
        );
    }
}
