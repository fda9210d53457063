using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A household's record is changed on screen: the village's cadre asks, the township decides. On a copy of the record.</summary>
public sealed class ChangeTests(DemoSite site)
{
    private string House => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public async Task A_fact_is_corrected_by_one_and_decided_by_another(string language)
    {
        Assert.SkipWhen(site.Browser is null, "Chromium is not installed (apt-get install chromium).");
        using var folder = Repository.TemporaryFolder();
        var store = site.Copy(folder);
        await using var served = await site.Serve(site.Settings with { Store = store });
        var cadre = await Visit(served, "cadre", language);
        await cadre.GotoAsync(House);
        await cadre.ClickAsync($"a[href='{House}/change']");
        await Fine(cadre);
        await cadre.ClickAsync($"a[href='{House}/change/correct']");
        await Fine(cadre);

        // What cannot be read is said beside its field, and what was typed stays.
        var before = await cadre.InputValueAsync("#f-arable_land_mu");
        await cadre.FillAsync("#f-income_wage_fen_year", "很多");
        await cadre.FillAsync("#f-arable_land_mu", "3.07");
        await Press(cadre, "check");
        Assert.Contains("TH0409", await cadre.InnerTextAsync("#problems"), StringComparison.Ordinal);
        Assert.Contains("TH0428", await cadre.InnerTextAsync("#problems"), StringComparison.Ordinal);
        Assert.Equal("true", await cadre.GetAttributeAsync("#f-income_wage_fen_year", "aria-invalid"));
        Assert.Equal("3.07", await cadre.InputValueAsync("#f-arable_land_mu"));
        await Fine(cadre);
        await cadre.FillAsync("#f-income_wage_fen_year", "45678.90");
        await cadre.FillAsync("#source", "入户见工资条，电话 13800000000。");
        await Press(cadre, "check");
        var check = await cadre.InnerTextAsync("main");
        Assert.Contains("45,678.9", check, StringComparison.Ordinal);
        Assert.Contains("3.07", check, StringComparison.Ordinal);
        Assert.DoesNotContain("13800000000", check, StringComparison.Ordinal);
        Assert.Equal(2, await cadre.Locator("tbody tr").CountAsync());
        await Fine(cadre);

        // Back to the form, where everything still stands, and on again.
        await Press(cadre, "edit");
        Assert.Equal("45678.90", await cadre.InputValueAsync("#f-income_wage_fen_year"));
        await Press(cadre, "check");
        await Press(cadre, "send");
        Assert.Equal(1, await cadre.Locator("[role=status]").CountAsync());
        var address = new Uri(cadre.Url).AbsolutePath;
        Assert.Equal(0, await cadre.Locator("input[value=approve]").CountAsync());
        await Fine(cadre);
        await cadre.GotoAsync(House);
        Assert.Equal(1, await cadre.Locator($"a[href='{address}']").CountAsync());

        // The township sees that it waits, and what it would write.
        var township = await Visit(served, "township", language);
        await township.GotoAsync("/tasks");
        await township.ClickAsync($"a[href='/changes/{site.Places.Township}']");
        await township.ClickAsync($"a[href='{address}']");
        Assert.Contains("45,678.9", await township.InnerTextAsync("tbody"), StringComparison.Ordinal);

        // Meanwhile another value of the household changes: the page says so, and the first approval is held back.
        await ChangeElsewhere(served, store);
        await township.CheckAsync("input[value=approve]");
        await Decide(township);
        Assert.Contains("TH0444", await township.InnerTextAsync("[role=alert] >> nth=0"), StringComparison.Ordinal);
        await Fine(township);
        await township.CheckAsync("input[value=approve]");
        await Decide(township);
        Assert.Contains("TH0441", await township.InnerTextAsync("main"), StringComparison.Ordinal);
        await township.CheckAsync("input[name=read]");
        await Decide(township);
        Assert.Equal(0, await township.Locator("[role=alert]").CountAsync());
        Assert.Equal(0, await township.Locator("input[value=approve]").CountAsync());
        Assert.Equal(1, await township.Locator($"a[href='{address}/reverse']").CountAsync());
        await Fine(township);

        await cadre.GotoAsync(House);
        Assert.Contains("45,678.9", await cadre.InnerTextAsync("main"), StringComparison.Ordinal);

        // Taking it back is another request, filled in with what stood before.
        await cadre.GotoAsync($"{address}/reverse");
        Assert.Equal(before, await cadre.InputValueAsync("#f-arable_land_mu"));
        await cadre.FillAsync("#source", "改错了。");
        await Press(cadre, "check");
        await Press(cadre, "send");
        Assert.Equal(1, await cadre.Locator($"a[href='{address}']").CountAsync());

        using var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything);
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
        Assert.Contains(db.Acts.AsNoTracking(), a => a.Kind == "registry.decide_change");
        Assert.DoesNotContain(
            db.ChangeRequests.AsNoTracking(),
            c => c.Document.Contains("13800000000", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Every_kind_of_change_is_asked_for_with_plain_forms_and_applied()
    {
        using var folder = Repository.TemporaryFolder();
        var store = site.Copy(folder);
        await using var served = await site.Serve(site.Settings with { Store = store });
        using var cadre = await SiteClient.SignedIn(served.Urls.Single(), "cadre");
        using var township = await SiteClient.SignedIn(served.Urls.Single(), "township");
        var (county, id) = (site.Places.Household.CountyNo, site.Places.Household.HouseholdId);
        Guid Child() => Record(store).Members.Single(m => m.Person.Name == "样例孩").Person.PersonId;

        await Applied(
            $"{House}/change/add",
            new()
            {
                ["name"] = "样例孩",
                ["f-relation"] = "Son",
                ["f-sex"] = "Male",
            }
        );
        await Applied($"{House}/change/correct", new() { ["of"] = Child().ToString(), ["f-schooling_level"] = "小学" });
        await Applied($"{House}/change/remove", new() { ["who"] = Child().ToString(), ["how"] = "left" });
        using (var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything))
            await Applied(
                $"{House}/change/return",
                new()
                {
                    ["who"] = HouseholdFacts.Former(db, county, id)[0].Person.PersonId.ToString(),
                    ["f-relation"] = "之子",
                }
            );
        await Applied(
            $"{House}/change/split",
            new()
            {
                ["number"] = "SPLIT-1",
                [$"go-{Child()}"] = "yes",
                [$"r-{Child()}"] = "户主",
            }
        );
        using (var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything))
        {
            var apart = db.Households.AsNoTracking().Single(h => h.Number == "SPLIT-1");
            await Applied($"{House}/change/merge", new() { ["other"] = "SPLIT-1", [$"r-{apart.HeadId}"] = "之子" });
        }
        await Applied($"/register/{site.Places.Village}", new() { ["number"] = "NEW-1", ["name"] = "样例新户" });
        using var after = new TaihangDb(StoreOptions.For(store), CountyScope.Everything);
        var neighbour = after
            .Regions.AsNoTracking()
            .AsEnumerable()
            .First(r =>
                r.Level == "village"
                && r.Code.StartsWith(site.Places.Township[..9], StringComparison.Ordinal)
                && r.Code != site.Places.Village
                && r.ValidTo == null
            );
        await Applied($"{House}/change/move", new() { ["village"] = neighbour.Code });
        Assert.Equal(neighbour.RegionNo, Record(store).Household.VillageNo);
        Assert.Equal("样例孩", Assert.Single(Record(store).Members, m => m.Person.Name == "样例孩").Person.Name);
        // It is another village's now: the cadre is not told whether there is one.
        Assert.Equal(HttpStatusCode.NotFound, (await cadre.GetAsync($"{House}/change")).StatusCode);
        Assert.Null(VerifyAudit.Run(after, county).BrokenAt);

        async Task Applied(string form, Dictionary<string, string> fields)
        {
            Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(form)).StatusCode);
            (fields["change"], fields["day"], fields["source"]) = (
                Guid.CreateVersion7().ToString(),
                "2026-11-20",
                "见档案"
            );
            fields["step"] = "check";
            var check = await cadre.Send(form, new(fields));
            var text = WebUtility.HtmlDecode(await check.Content.ReadAsStringAsync());
            Assert.True(check.StatusCode == HttpStatusCode.OK, text);
            Assert.Contains("value=\"send\"", text, StringComparison.Ordinal);
            fields["step"] = "send";
            var sent = await cadre.Send(form, new(fields));
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
            // Sent again it is the same request.
            Assert.Equal(sent.Headers.Location, (await cadre.Send(form, new(fields))).Headers.Location);
            var address = sent.Headers.Location!.ToString().Split('?')[0];
            var page = await township.GetStringAsync(address);
            var seen = page.Split("name=\"seen\" value=\"")[1].Split('"')[0];
            var decided = await township.Send(address, new() { ["answer"] = "approve", ["seen"] = seen });
            Assert.True(
                decided.StatusCode == HttpStatusCode.Redirect,
                WebUtility.HtmlDecode(await decided.Content.ReadAsStringAsync())
            );
            Assert.Equal(HttpStatusCode.OK, (await township.GetAsync(address)).StatusCode);
        }
    }

    [Fact]
    public async Task Nobody_decides_what_is_their_own_or_not_theirs_and_no_form_goes_without_its_token()
    {
        using var folder = Repository.TemporaryFolder();
        await using var served = await site.Serve(site.Settings with { Store = site.Copy(folder) });
        var address = $"/change/{site.Places.Household.CountyNo}/{site.Change(ChangeStanding.Open)}";
        foreach (
            var (login, status) in new[]
            {
                ("cadre", HttpStatusCode.UnprocessableEntity),
                ("nation", HttpStatusCode.NotFound),
                ("auditor", HttpStatusCode.NotFound),
            }
        )
        {
            using var client = await SiteClient.SignedIn(served.Urls.Single(), login);
            Assert.Equal(status, (await client.Send(address, new() { ["answer"] = "approve" })).StatusCode);
        }
        using var township = await SiteClient.SignedIn(served.Urls.Single(), "township");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["answer"] = "approve" });
        Assert.Equal(HttpStatusCode.BadRequest, (await township.PostAsync(address, form)).StatusCode);
        // A refusal needs its reason.
        var refused = await township.Send(address, new() { ["answer"] = "refuse" });
        Assert.Contains("TH0428", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(folder.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.Equal(2, db.ChangeRequests.Count(c => c.Standing == ChangeStanding.Open));
    }

    [Fact]
    public async Task A_place_without_requests_says_so_and_a_typed_number_is_never_shown_by_the_request()
    {
        using var folder = Repository.TemporaryFolder();
        await using var served = await site.Serve(site.Settings with { Store = site.Copy(folder) });
        using var cadre = await SiteClient.SignedIn(served.Urls.Single(), "cadre");
        cadre.DefaultRequestHeaders.Add("Accept-Language", "en");
        Assert.Contains(
            "There are none yet",
            await cadre.GetStringAsync($"/changes/{site.Places.Village}?standing=no_effect"),
            StringComparison.Ordinal
        );
        var fields = new Dictionary<string, string>
        {
            ["of"] = site.Places.Household.HeadId!.Value.ToString(),
            ["f-phone"] = "13000099999",
            ["day"] = "2026-11-20",
            ["source"] = "本人说的",
            ["step"] = "send",
        };
        var sent = await cadre.Send($"{House}/change/correct", fields);
        var page = await cadre.GetStringAsync(sent.Headers.Location!.ToString());
        Assert.DoesNotContain("13000099999", page, StringComparison.Ordinal);
        Assert.Contains("sealed, not shown", page, StringComparison.Ordinal);
    }

    private static HouseholdRecord Read(StoreAddress store, int county, Guid id)
    {
        using var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything);
        return HouseholdFacts.Read(db, county, id, DateOnly.MaxValue)!;
    }

    private HouseholdRecord Record(StoreAddress store) =>
        Read(store, site.Places.Household.CountyNo, site.Places.Household.HouseholdId);

    /// <summary>The county office asks for another value of the same household, and the township approves that first.</summary>
    private async Task ChangeElsewhere(WebApplication served, StoreAddress store)
    {
        using var county = await SiteClient.SignedIn(served.Urls.Single(), "county");
        using var township = await SiteClient.SignedIn(served.Urls.Single(), "township");
        var sent = await county.Send(
            $"{House}/change/correct",
            new()
            {
                ["f-road_distance_km"] = "6.66",
                ["day"] = "2026-11-20",
                ["source"] = "实测",
                ["step"] = "send",
            }
        );
        var address = sent.Headers.Location!.ToString().Split('?')[0];
        var seen = (await township.GetStringAsync(address)).Split("name=\"seen\" value=\"")[1].Split('"')[0];
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await township.Send(address, new() { ["answer"] = "approve", ["seen"] = seen })).StatusCode
        );
        Assert.Equal("\"6.66\"", Record(store).Facts["road_distance_km"].Json);
    }

    private static async Task Press(IPage page, string step)
    {
        await page.Locator($"button[value={step}]").ClickAsync();
        await page.WaitForLoadStateAsync();
    }

    private static async Task Decide(IPage page)
    {
        await page.Locator("form:has(input[value=approve]) button.act").ClickAsync();
        await page.WaitForLoadStateAsync();
    }

    private static async Task Fine(IPage page) => Assert.Empty(await PagesTests.AxeViolations(page));

    private async Task<IPage> Visit(WebApplication served, string login, string language)
    {
        var context = await site.Browser!.NewContextAsync(
            new BrowserNewContextOptions { Locale = language, BaseURL = served.Urls.Single() }
        );
        using var client = await SiteClient.SignedIn(served.Urls.Single(), login);
        await context.AddCookiesAsync(
            client.Cookies.Select(c => new Microsoft.Playwright.Cookie
            {
                Name = c.Name,
                Value = c.Value,
                Domain = c.Domain,
                Path = c.Path,
            })
        );
        return await context.NewPageAsync();
    }
}
