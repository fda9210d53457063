using System.Net;
using Microsoft.Playwright;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Signing in: what a person meets who mistypes, and what somebody meets who tries many passwords.</summary>
public sealed class SignInTests(DemoSite site)
{
    [Fact]
    public async Task A_person_signs_in_with_the_form_and_out_again()
    {
        var page = await site.Visit(null, "en-US");
        await Send(page, "county", "county");
        await page.WaitForURLAsync($"**/place/{site.Places.County}");
        await page.ClickAsync("text=Sign out");
        await page.WaitForURLAsync("**/sign-in");
        Assert.True(await page.Locator("#login").IsVisibleAsync());
    }

    [Fact]
    public async Task After_a_wrong_password_the_login_stays_and_the_fields_say_what_is_wrong()
    {
        var page = await site.Visit(null, "en-US");
        await Send(page, "county", "wrong");
        await page.Locator("[role=alert]").WaitForAsync();
        Assert.Equal("county", await page.InputValueAsync("#login"));
        Assert.Equal("", await page.InputValueAsync("#password"));
        foreach (var field in new[] { "#login", "#password" })
        {
            Assert.Equal("true", await page.GetAttributeAsync(field, "aria-invalid"));
            Assert.Equal("wrong", await page.GetAttributeAsync(field, "aria-describedby"));
        }
        await page.ClickAsync("#wrong a");
        Assert.Equal("login", await page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task One_login_is_tried_only_so_often_a_minute_and_another_still_gets_in()
    {
        await using var strict = await site.Serve(
            site.Settings with
            {
                SignInsPerMinuteAndLogin = 3,
                LimitsCountFor = TimeSpan.FromDays(1),
            }
        );
        using var client = new SiteClient(strict.Urls.Single());
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn("county", "guess")).StatusCode);
        var refused = await client.SignIn("county", "county");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("TH0704", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await client.SignIn("nation", "nation")).StatusCode);
    }

    [Fact]
    public async Task One_address_tries_only_so_often_a_minute()
    {
        await using var strict = await site.Serve(
            site.Settings with
            {
                SignInsPerMinute = 3,
                LimitsCountFor = TimeSpan.FromDays(1),
            }
        );
        using var client = new SiteClient(strict.Urls.Single());
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.SignIn($"nobody{i}", "guess")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.SignIn("county", "county")).StatusCode);
    }

    /// <summary>Behind a proxy everybody comes from one address; the one they came to the proxy from is what counts.</summary>
    [Fact]
    public async Task Behind_a_proxy_each_visitor_has_tries_of_their_own()
    {
        await using var strict = await site.Serve(
            site.Settings with
            {
                SignInsPerMinute = 3,
                LimitsCountFor = TimeSpan.FromDays(1),
            }
        );
        using var first = new SiteClient(strict.Urls.Single());
        first.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await first.SignIn($"nobody{i}", "guess")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await first.SignIn("county", "county")).StatusCode);
        using var second = new SiteClient(strict.Urls.Single());
        second.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.8");
        Assert.Equal(HttpStatusCode.Redirect, (await second.SignIn("county", "county")).StatusCode);
    }

    private static async Task Send(IPage page, string login, string password)
    {
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#login", login);
        await page.FillAsync("#password", password);
        await page.ClickAsync("main button.act");
    }
}
