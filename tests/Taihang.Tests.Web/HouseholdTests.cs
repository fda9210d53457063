using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

public sealed class HouseholdTests(DemoSite site)
{
    [Fact]
    public async Task A_household_is_shown_as_its_newest_run_judged_it()
    {
        var (county, id) = (site.Places.Household.CountyNo, site.Places.Household.HouseholdId);
        using var db = site.Open();
        var run = ShowArea.Newest(db, [county])[county];
        var stored = db.IdentificationResults.AsNoTracking().Single(r => r.RunId == run.RunId && r.HouseholdId == id);
        using var client = await SiteClient.SignedIn(site.Base, "cadre");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/household/{county}/{id}"));
        Assert.Contains($"As assessed on {Day(run.AsOf)}", text, StringComparison.Ordinal);
        var method = PackFolder.LoadFrom(site.Settings.PackFolder).Value.Method(ShowArea.Method, run.AsOf)!;
        var answer = method.Outcomes.Single(o => o.Id == stored.Outcome).Title.En;
        Assert.Contains($">{answer}</span>", text, StringComparison.Ordinal);
        // Every condition that the run stored as holding is shown as holding, and no other.
        var shown = Regex.Count(text, "<span class=\"tag on\">holds</span>");
        Assert.Equal(BitOperations.PopCount((ulong)stored.Mask), shown);
    }

    [Fact]
    public async Task Facts_newer_than_the_run_are_announced_not_counted()
    {
        using var folder = Repository.TemporaryFolder();
        var copy = site.Copy(folder);
        var (county, id) = (site.Places.Household.CountyNo, site.Places.Household.HouseholdId);
        DateOnly asOf;
        using (var db = new TaihangDb(StoreOptions.For(copy)))
        {
            asOf = ShowArea.Newest(db, [county])[county].AsOf;
            var newest = db
                .Observations.Where(o => o.CountyNo == county && o.SubjectId == id)
                .OrderByDescending(o => o.ObservedOn)
                .First();
            db.Entry(newest).State = EntityState.Detached;
            newest.ObservationId = Guid.CreateVersion7();
            newest.ObservedOn = asOf.AddDays(9);
            newest.Document = """{"income_wage_fen_year":99900000}""";
            db.Observations.Add(newest);
            db.SaveChanges();
        }
        await using var served = await site.Serve(site.Settings with { Store = copy });
        using var client = await SiteClient.SignedIn(served.Urls.Single(), "cadre");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/household/{county}/{id}"));
        Assert.Contains($"the last on {Day(asOf.AddDays(9))}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notice", 1)]
    [InlineData("household", 9)]
    public async Task A_page_for_paper_fits_A4_and_leaves_out_what_belongs_to_the_screen(string name, int most)
    {
        var page = await site.Visit("cadre", width: 794);
        await page.GotoAsync(PagesTests.Address(site, name));
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        foreach (var screen in new[] { "header.top", "footer", ".noprint" })
        foreach (var element in await page.Locator(screen).AllAsync())
            Assert.False(await element.IsVisibleAsync(), screen);
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= 794);
        var pdf = await page.PdfAsync(new PagePdfOptions { Format = "A4" });
        var sheets = Regex.Count(Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
        Assert.InRange(sheets, 1, most);
    }

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
