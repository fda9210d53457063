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
        var pack = PackFolder.LoadFrom(site.Settings.PackFolder).Value;
        var run = ShowArea.Newest(db, pack, [county])[county];
        var stored = db.IdentificationResults.AsNoTracking().Single(r => r.RunId == run.RunId && r.HouseholdId == id);
        using var client = await SiteClient.SignedIn(site.Base, "cadre");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        var text = WebUtility.HtmlDecode(await client.GetStringAsync($"/household/{county}/{id}"));
        Assert.Contains($"As assessed on {Day(run.AsOf)}", text, StringComparison.Ordinal);
        var method = pack.Method(null, run.AsOf)!;
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
        var (asOf, text) = await PageAfterRecording(folder, 9);
        Assert.Contains($"the last on {Day(asOf.AddDays(9))}", text, StringComparison.Ordinal);
        Assert.DoesNotContain("stands until the next one", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_corrected_after_the_run_shows_both_the_answer_that_stands_and_the_new_one()
    {
        using var folder = Repository.TemporaryFolder();
        var (asOf, text) = await PageAfterRecording(folder, 0);
        Assert.Contains($"As assessed on {Day(asOf)}", text, StringComparison.Ordinal);
        Assert.Contains("stands until the next one", text, StringComparison.Ordinal);
        Assert.DoesNotContain("count at the next assessment", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_household_the_newest_run_did_not_assess_says_so()
    {
        using var folder = Repository.TemporaryFolder();
        var copy = site.Copy(folder);
        using (var db = new TaihangDb(StoreOptions.For(copy), CountyScope.Everything))
            await db
                .IdentificationResults.Where(r => r.HouseholdId == site.Places.Household.HouseholdId)
                .ExecuteDeleteAsync(TestContext.Current.CancellationToken);
        var text = await Page(copy);
        Assert.Contains("did not know this household", text, StringComparison.Ordinal);
        Assert.DoesNotContain("As assessed on", text, StringComparison.Ordinal);
    }

    /// <summary>The page of the household after a wage far above any range was recorded for a day some days from the newest run's.</summary>
    private async Task<(DateOnly AsOf, string Text)> PageAfterRecording(Folder folder, int days)
    {
        var copy = site.Copy(folder);
        var (county, id) = (site.Places.Household.CountyNo, site.Places.Household.HouseholdId);
        DateOnly asOf;
        using (var db = new TaihangDb(StoreOptions.For(copy), CountyScope.Everything))
        {
            asOf = ShowArea.Newest(db, PackFolder.LoadFrom(site.Settings.PackFolder).Value, [county])[county].AsOf;
            var added = db.Observations.First(o => o.CountyNo == county && o.SubjectId == id);
            db.ChangeTracker.Clear();
            added.ObservationId = Guid.CreateVersion7();
            added.ObservedOn = asOf.AddDays(days);
            added.Document = """{"income_wage_fen_year":99900000,"sudden_hardship":false}""";
            db.Observations.Add(added);
            db.SaveChanges();
        }
        return (asOf, await Page(copy));
    }

    private async Task<string> Page(StoreAddress store)
    {
        await using var served = await site.Serve(site.Settings with { Store = store });
        using var client = await SiteClient.SignedIn(served.Urls.Single(), "cadre");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        var household = site.Places.Household;
        return WebUtility.HtmlDecode(
            await client.GetStringAsync($"/household/{household.CountyNo}/{household.HouseholdId}")
        );
    }

    [Theory]
    [InlineData("notice", 1)]
    [InlineData("household", 9)]
    [InlineData("letter", 2)]
    [InlineData("printed", 2)]
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
