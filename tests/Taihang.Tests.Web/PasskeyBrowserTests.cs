using System.Text.Json;
using Microsoft.Playwright;
using Taihang.Web;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Passkeys in a real browser, whose device is Chromium's virtual one; and the pages' one script where it may run.</summary>
public sealed class PasskeyBrowserTests(DemoSite site)
{
    [Fact]
    public async Task A_passkey_is_added_signs_in_and_opens_nothing_once_it_is_removed()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var page = await Open(own.Urls.Single(), "en-US");
        await SignIn(page, "cadre");
        await page.GotoAsync("/me");
        await page.FillAsync("#passkey-label", "field tablet");
        await page.FillAsync("#passkey-password", "not it");
        await page.ClickAsync("form[data-passkey] button");
        await page.Locator("form[data-passkey] [data-problem]:has-text('TH0230')").WaitForAsync();
        await page.FillAsync("#passkey-password", "cadre");
        await page.ClickAsync("form[data-passkey] button");
        await page.Locator("a:has-text('field tablet')").WaitForAsync();
        Assert.Contains("not used yet", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await page.ClickAsync("text=Sign out");
        await page.WaitForURLAsync("**/sign-in");
        await page.ClickAsync("text=Sign in with a passkey");
        await page.WaitForURLAsync($"**/place/{site.Places.Village}");

        await page.GotoAsync("/me");
        Assert.Contains("used for this session", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("a:has-text('field tablet')");
        await page.FillAsync("#password", "cadre");
        await page.ClickAsync("text=Remove this passkey");
        // The session began with it.
        await page.WaitForURLAsync("**/sign-in");
        await page.ClickAsync("text=Sign in with a passkey");
        await page.Locator("[role=alert]:has-text('TH0280')").WaitForAsync();
        await SignIn(page, "cadre");
        await page.GotoAsync("/me");
        Assert.Contains("You have none yet", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_device_that_was_added_before_is_told_so()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var page = await Open(own.Urls.Single(), "zh-CN");
        await SignIn(page, "cadre");
        foreach (var label in new[] { "一", "二" })
        {
            await page.GotoAsync("/me");
            await page.FillAsync("#passkey-label", label);
            await page.FillAsync("#passkey-password", "cadre");
            await page.ClickAsync("form[data-passkey] button");
            if (label == "一")
                await page.Locator("a:text-is('一')").WaitForAsync();
        }
        await page.Locator("[data-problem]:has-text('已经添加过')").WaitForAsync();
        await page.Context.CloseAsync();
    }

    /// <summary>The forms that only a browser with passkeys shows; the pages' own test visits the site where they are not.</summary>
    [Theory]
    [InlineData("zh-CN", 390)]
    [InlineData("en-US", 390)]
    [InlineData("en-US", 1366)]
    public async Task The_forms_fit_a_telephone_and_break_no_rule_of_accessibility(string language, int width)
    {
        var page = await Open(site.Base, language);
        await page.SetViewportSizeAsync(width, 900);
        foreach (var name in new[] { "sign-in", "me" })
        {
            if (name == "me")
                await SignIn(page, "township");
            await page.GotoAsync($"/{name}");
            await page.Locator("form[data-passkey] button").WaitForAsync();
            var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{name} is {wide} px wide at {width}");
            Assert.Empty(await PagesTests.AxeViolations(page));
            if (Environment.GetEnvironmentVariable("TAIHANG_SCREENSHOTS") is { } folder)
                await page.ScreenshotAsync(
                    new PageScreenshotOptions
                    {
                        Path = Path.Combine(folder, $"passkey-form-{name}-{language}-{width}.png"),
                        FullPage = true,
                    }
                );
        }
        await page.Context.CloseAsync();
    }

    /// <summary>The sign-in page and one's own account run the one file, and nothing in the page itself; every other page runs nothing.</summary>
    [Fact]
    public async Task No_page_runs_a_script_but_those_two_and_they_run_one_file()
    {
        foreach (var group in PagesTests.Pages.Select(row => row.Data).GroupBy(p => p.Item2))
        {
            using var client = await SiteClient.SignedIn(site.Base, group.Key ?? "");
            foreach (var (name, _) in group)
            {
                var answer = await client.GetAsync(PagesTests.Address(site, name));
                Scripts(
                    name,
                    await answer.Content.ReadAsStringAsync(),
                    answer.Headers.GetValues("Content-Security-Policy").Single()
                );
            }
        }
    }

    [Theory]
    [InlineData("tasks", "<script src=\"/assets/0/passkey.js\" defer></script>", "default-src 'none'")]
    [InlineData("tasks", "", "default-src 'none'; script-src 'self'")]
    [InlineData("me", "<button onclick=\"go()\">", "default-src 'none'; script-src 'self'; connect-src 'self'")]
    [InlineData("me", "<script>go()</script>", "default-src 'none'; script-src 'self'; connect-src 'self'")]
    public void A_page_that_runs_another_is_caught(string name, string page, string policy) =>
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Scripts(name, page, policy));

    [Fact]
    public async Task Without_script_or_a_device_or_at_another_address_the_password_form_is_all_there_is()
    {
        var address = new Uri(site.Base);
        foreach (var (script, host) in new[] { (false, "localhost"), (true, "127.0.0.1") })
        {
            var context = await Browser()
                .NewContextAsync(
                    new BrowserNewContextOptions
                    {
                        Locale = "en-US",
                        BaseURL = $"http://{host}:{address.Port}",
                        JavaScriptEnabled = script,
                    }
                );
            var page = await context.NewPageAsync();
            await page.GotoAsync("/sign-in");
            Assert.False(await page.Locator("form[data-passkey]").IsVisibleAsync());
            await SignIn(page, "township");
            await page.GotoAsync("/me");
            Assert.False(await page.Locator("form[data-passkey]").IsVisibleAsync());
            Assert.True(await page.Locator("[data-passkey-unable]").IsVisibleAsync());
            await context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_site_whose_address_nobody_set_and_that_others_reach_has_no_passkeys_and_no_script()
    {
        await using var open = await site.Serve(site.Settings with { Urls = "http://0.0.0.0:0" });
        using var client = new SiteClient($"http://127.0.0.1:{new Uri(open.Urls.Single()).Port}");
        var answer = await client.GetAsync("/sign-in");
        Assert.DoesNotContain("passkey", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "script-src",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "TH0283",
            await (await client.Send("/sign-in/passkey/ask", [])).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "TH0283",
            await (await client.Send("/sign-in/passkey", [])).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_address_that_is_set_is_the_one_that_holds_whatever_a_request_says()
    {
        const string Set = "https://taihang.example.gov.cn";
        await using var open = await site.Serve(site.Settings with { Origin = Set });
        using var client = new SiteClient(open.Urls.Single());
        client.DefaultRequestHeaders.Host = "evil.example";
        client.DefaultRequestHeaders.Add("X-Forwarded-Host", "evil.example");
        var page = await client.GetStringAsync("/sign-in");
        Assert.Contains($"data-origin=\"{Set}\"", page, StringComparison.Ordinal);
        var asked = await (await client.Send("/sign-in/passkey/ask", [])).Content.ReadAsStringAsync();
        Assert.Equal("taihang.example.gov.cn", JsonDocument.Parse(asked).RootElement.GetProperty("rpId").GetString());
        Assert.Equal("TH0289", WebHost.Build(site.Settings with { Origin = "http://10.0.0.7" }).Problems[0].Code);
    }

    private static void Scripts(string name, string page, string policy)
    {
        var file = SiteAssets.Path("passkey.js");
        var own = name is "sign-in" or "me" or "me-passkeys";
        var tag = $"<script src=\"{file}\" defer></script>";
        Assert.Equal(own, policy.Contains("; script-src 'self'; connect-src 'self'", StringComparison.Ordinal));
        Assert.Equal(own, policy.Contains("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal(own, page.Contains(tag, StringComparison.Ordinal));
        var rest = page.Replace(tag, "", StringComparison.Ordinal);
        Assert.DoesNotContain("<script", rest, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("javascript:", rest, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)<[^>]*\\son[a-z]+\\s*=", rest);
    }

    private IBrowser Browser()
    {
        Assert.SkipWhen(site.Browser is null, "Chromium is not installed (apt-get install chromium).");
        return site.Browser!;
    }

    /// <summary>A page at <c>localhost</c>, the one name for which browsers give passkeys over plain http.</summary>
    private async Task<IPage> Open(string address, string language)
    {
        var context = await Browser()
            .NewContextAsync(
                new BrowserNewContextOptions
                {
                    Locale = language,
                    BaseURL = $"http://localhost:{new Uri(address).Port}",
                }
            );
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return page;
    }

    private static async Task SignIn(IPage page, string login)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", login);
        await page.ClickAsync("form[action='/sign-in'] button");
        await page.WaitForURLAsync(url => !url.EndsWith("/sign-in", StringComparison.Ordinal));
    }
}
