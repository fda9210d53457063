using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Every page, in both languages and at both widths, as a person would meet it.</summary>
public sealed class PagesTests(DemoSite site)
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("TAIHANG_SCREENSHOTS");

    public static TheoryData<string, string?> Pages { get; } =
        new()
        {
            { "sign-in", null },
            { "overview", "nation" },
            { "county", "county" },
            { "township", "township" },
            { "village", "cadre" },
            { "household", "cadre" },
            { "postings", "county" },
            { "posting", "county" },
            { "public", null },
            { "public-village", null },
            { "notice", null },
            { "not-found", null },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_whole_in_both_languages_and_widths(string name, string? login)
    {
        foreach (var language in new[] { "zh-CN", "en-US" })
        foreach (var width in new[] { 1366, 390 })
        {
            await using var context = await site.Visit(login, language, width);
            var page = await context.NewPageAsync();
            var foreign = new List<string>();
            page.Request += (_, request) =>
            {
                if (
                    !request.Url.StartsWith(site.Base, StringComparison.Ordinal)
                    && !request.Url.StartsWith("data:", StringComparison.Ordinal)
                )
                    foreign.Add(request.Url);
            };
            var response = await page.GotoAsync(Address(name));
            Assert.Equal(name == "not-found" ? 404 : 200, response!.Status);
            Assert.Empty(foreign);
            Assert.Equal(language == "zh-CN" ? "zh-Hans" : "en", await page.GetAttributeAsync("html", "lang"));
            Assert.Single(await page.QuerySelectorAllAsync("h1"));
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{name} is {wide} px wide at {width}");
            var serious = (await page.RunAxe())
                .Violations.Where(v => v.Impact is "serious" or "critical")
                .Select(v => $"{v.Id}: {v.Nodes[0].Html}");
            Assert.Empty(serious);
            if (Screenshots is not null)
                await page.ScreenshotAsync(
                    new PageScreenshotOptions
                    {
                        Path = Path.Combine(Screenshots, $"{name}-{(language == "zh-CN" ? "zh" : "en")}-{width}.png"),
                    }
                );
        }
    }

    [Fact]
    public async Task The_language_is_switched_in_place()
    {
        await using var context = await site.Visit("county");
        var page = await context.NewPageAsync();
        await page.GotoAsync(Address("postings"));
        await page.ClickAsync("text=English");
        Assert.EndsWith(Address("postings"), page.Url, StringComparison.Ordinal);
        Assert.Equal("en", await page.GetAttributeAsync("html", "lang"));
        await page.ClickAsync("text=中文");
        Assert.Equal("zh-Hans", await page.GetAttributeAsync("html", "lang"));
    }

    [Fact]
    public async Task A_keyboard_reaches_a_households_reasons()
    {
        await using var context = await site.Visit("cadre");
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("#main", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
        var link = page.Locator("tbody a[href^='/household/']").First;
        await link.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/household/**");
        Assert.True(await page.Locator("ul.reasons > li").CountAsync() >= 9);
    }

    [Fact]
    public async Task The_whole_path_from_map_to_village_needs_no_script()
    {
        Assert.SkipWhen(site.Browser is null, "Chromium is not installed (apt-get install chromium).");
        await using var context = await site.Browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                JavaScriptEnabled = false,
                BaseURL = site.Base,
                Locale = "en-US",
            }
        );
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.FillAsync("#login", "nation");
        await page.FillAsync("#password", "nation");
        await page.ClickAsync("main button.act");
        Assert.Equal(33, await page.Locator(".map a").CountAsync());
        await page.ClickAsync($"tbody a[href='/place/{site.Places.County}']");
        await page.ClickAsync($"tbody a[href='/place/{site.Places.Township}']");
        await page.ClickAsync($"tbody a[href='/place/{site.Places.Village}']");
        Assert.Contains("not the names", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    private string Address(string name) =>
        name switch
        {
            "sign-in" => "/sign-in",
            "overview" => "/",
            "county" => $"/place/{site.Places.County}",
            "township" => $"/place/{site.Places.Township}",
            "village" => $"/place/{site.Places.Village}",
            "household" => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}",
            "postings" => $"/postings/{site.Places.County}",
            "posting" => $"/posting/{site.Places.Village}",
            "public" => "/public",
            "public-village" => $"/public/village/{site.Places.Village}",
            "notice" => $"/notice/{site.Places.Village}",
            _ => "/no-such-page",
        };
}
