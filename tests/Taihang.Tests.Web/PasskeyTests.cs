using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Passkeys as the site's addresses take them, with a passkey that lies as the test wants.</summary>
public sealed class PasskeyTests(DemoSite site)
{
    [Fact]
    public async Task A_passkey_is_added_with_the_password_and_signs_in_without_it()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var wrong = await cadre.Send("/me/passkeys/ask", Named("desk", "not it"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("TH0230", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "TH0285",
            await (await cadre.Send("/me/passkeys/ask", Named(" ", "cadre"))).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
        await Add(cadre, soft, "cadre");
        Assert.Contains("desk", await cadre.GetStringAsync("/me"), StringComparison.Ordinal);

        using var again = new SiteClient(own.Urls.Single());
        Assert.Equal("/", (await SignIn(again, soft)).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await again.GetAsync($"/place/{site.Places.Village}")).StatusCode);
        // As somebody else nobody sees it.
        var id = Only(files).PasskeyId;
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        Assert.Equal(HttpStatusCode.NotFound, (await county.GetAsync($"/me/passkeys/{id}")).StatusCode);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await county.Send($"/me/passkeys/{id}/remove", new() { ["password"] = "county" })).StatusCode
        );
        using var db = Open(files);
        Assert.Equal(
            [AddPasskey.Kind, UsePasskey.Kind],
            db.Acts.Where(a => a.Kind.Contains("passkey") && a.ActorId == site.Accounts["cadre"])
                .OrderBy(a => a.ActId)
                .Select(a => a.Kind)
        );
        Assert.NotNull(Only(files).LastUsedAtUnixMs);
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
    }

    [Fact]
    public async Task An_answer_is_good_once_and_only_to_the_question_that_was_asked_of_this_browser()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        using var thief = new SiteClient(own.Urls.Single());
        using var client = new SiteClient(own.Urls.Single());
        var answer = soft.Use(await Asked(client, "/sign-in/passkey/ask", []));
        // Overheard, and sent from another browser before and after it has a question of its own.
        await Refused(thief, answer, "TH0281");
        await Asked(thief, "/sign-in/passkey/ask", []);
        await Refused(thief, answer, "TH0280");
        var cookie = client.Cookies.Single(c => c.Name == "taihang-passkey");
        Assert.Equal(HttpStatusCode.Redirect, (await Answer(client, answer)).StatusCode);
        Assert.DoesNotContain(client.Cookies, c => c.Name == "taihang-passkey");
        // The same answer again, with the same cookie: the challenge is gone.
        using var replay = new SiteClient(own.Urls.Single());
        await Refused(replay, answer, "TH0281", cookie.Value);
        // The control: the answer was right all along, and the device does not count.
        Assert.Equal(0, Only(files).SignCount);
        // A wrong answer takes the challenge too.
        var asked = await Asked(client, "/sign-in/passkey/ask", []);
        var second = client.Cookies.Single(c => c.Name == "taihang-passkey").Value;
        await Refused(client, "{}", "TH0280");
        await Refused(replay, soft.Use(asked), "TH0281", second);
        // A cookie that the site did not make is none.
        await Refused(replay, soft.Use(asked), "TH0281", "made-up");
    }

    [Fact]
    public async Task A_question_for_a_new_passkey_is_no_question_for_signing_in_nor_another_accounts()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        var make = await Asked(cadre, "/me/passkeys/ask", Named("desk", "cadre"));
        await Refused(cadre, soft.Use(make), "TH0281");
        // Somebody leaves in between, and another signs in at the same browser.
        using var second = SoftAt(own);
        make = await Asked(cadre, "/me/passkeys/ask", Named("second", "cadre"));
        Assert.Equal(HttpStatusCode.Redirect, (await cadre.SignIn("township", "township")).StatusCode);
        var taken = await cadre.Send("/me/passkeys", new() { ["answer"] = second.Make(make) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.StatusCode);
        Assert.Contains("TH0281", await taken.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // A device's passkey is one account's: the same is not added to another.
        using var stolen = new SoftPasskey(soft.Origin) { CredentialId = soft.CredentialId };
        var other = await Asked(cadre, "/me/passkeys/ask", Named("stolen", "township"));
        var refused = await cadre.Send("/me/passkeys", new() { ["answer"] = stolen.Make(other) });
        Assert.Contains("TH0288", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(site.Accounts["cadre"], Only(files).AccountId);
    }

    [Fact]
    public async Task Another_accounts_handle_another_origin_and_an_unknown_passkey_are_refused_alike()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        using var client = new SiteClient(own.Urls.Single());
        async Task No(Action<SoftPasskey> lie)
        {
            var (handle, origin) = (soft.Handle, soft.Origin);
            lie(soft);
            await Refused(client, soft.Use(await Asked(client, "/sign-in/passkey/ask", [])), "TH0280");
            (soft.Handle, soft.Origin) = (handle, origin);
        }
        await No(s => s.Handle = site.Accounts["county"].ToByteArray(bigEndian: true));
        await No(s => s.Origin = "https://evil.example");
        // The address under which the request came is not believed, only the one that is set.
        await No(s => s.Origin = own.Urls.Single());
        using var unknown = SoftAt(own);
        unknown.Handle = soft.Handle;
        await Refused(client, unknown.Use(await Asked(client, "/sign-in/passkey/ask", [])), "TH0280");
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(client, soft)).StatusCode);
    }

    [Fact]
    public async Task A_counter_that_goes_back_is_refused_and_reported_to_holder_and_office()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        soft.Count = 10;
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        using var client = new SiteClient(own.Urls.Single());
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(client, soft)).StatusCode);
        // Its copy stands where it stood when it was taken.
        soft.Count = 10;
        using var copy = new SiteClient(own.Urls.Single());
        await Refused(copy, soft.Use(await Asked(copy, "/sign-in/passkey/ask", [])), "TH0282");
        Assert.Equal(HttpStatusCode.Redirect, (await copy.GetAsync("/me")).StatusCode);
        Assert.Contains("可能有人复制", await Text(cadre, "/me"), StringComparison.Ordinal);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var account = await Text(county, $"/accounts/{site.Accounts["cadre"]}");
        Assert.Contains("可能有人复制", account, StringComparison.Ordinal);
        Assert.Contains("计数倒退", account, StringComparison.Ordinal);
        // The device itself goes on.
        soft.Count = 12;
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(copy, soft)).StatusCode);
        Assert.Equal(13, Only(files).SignCount);
    }

    [Fact]
    public async Task Its_holder_removes_a_passkey_with_the_password_and_its_sessions_end_at_once_and_no_others()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        using var lost = new SiteClient(own.Urls.Single());
        await SignIn(lost, soft);
        var page = $"/me/passkeys/{Only(files).PasskeyId}";
        await cadre.Send($"{page}/rename", new() { ["label"] = "lost phone" });
        Assert.Contains("lost phone", await Text(cadre, "/me"), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await cadre.Send($"{page}/rename", new() { ["label"] = "" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await cadre.Send($"{page}/remove", new() { ["password"] = "not it" })).StatusCode
        );
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync("/me")).StatusCode);
        // Whoever has the device has not the password, and a change of it made elsewhere ends the session as it ends all.
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await cadre.Send($"{page}/remove", new() { ["password"] = "cadre" })).StatusCode
        );
        Assert.Equal("/sign-in", (await lost.GetAsync("/me")).Headers.Location!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync("/me")).StatusCode);
        await Refused(lost, soft.Use(await Asked(lost, "/sign-in/passkey/ask", [])), "TH0280");
        Assert.Equal(HttpStatusCode.NotFound, (await cadre.GetAsync(page)).StatusCode);
    }

    /// <summary>Promise 19: whoever is revoked or moved loses access at the next request, however they signed in.</summary>
    [Theory]
    [InlineData("end-passkey")]
    [InlineData("lock")]
    [InlineData("code")]
    [InlineData("hand-over")]
    public async Task What_the_office_does_ends_a_passkeys_session_at_once_and_keeps_it_out(string what)
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        using var lost = new SiteClient(own.Urls.Single());
        await SignIn(lost, soft);
        var house = $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync(house)).StatusCode);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var account = $"/accounts/{site.Accounts["cadre"]}";
        var form = new Dictionary<string, string>
        {
            ["what"] = what,
            ["passkey"] = Only(files).PasskeyId.ToString(),
            ["other"] = site.Accounts["township"].ToString(),
            ["from"] = "2026-11-23",
            ["basis"] = "",
        };
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await county.Send(account, form)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync(house)).StatusCode);
        form["basis"] = "lost phone";
        var done = await county.Send(account, form);
        Assert.Equal(what == "code" ? HttpStatusCode.OK : HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal("/sign-in", (await lost.GetAsync(house)).Headers.Location!.ToString());
        var left = await Answer(lost, soft.Use(await Asked(lost, "/sign-in/passkey/ask", [])));
        Assert.Equal(HttpStatusCode.Unauthorized, left.StatusCode);
        // Only the one passkey was ended; the password still opens what the others closed for good.
        Assert.Equal(
            what == "end-passkey" ? HttpStatusCode.OK : HttpStatusCode.Redirect,
            (await cadre.GetAsync(house)).StatusCode
        );
    }

    [Fact]
    public async Task A_lost_device_gets_no_further_by_a_lock_that_is_lifted_or_a_code_that_is_taken_up()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var soft = SoftAt(own);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Add(cadre, soft, "cadre");
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var given = await county.Send(
            $"/accounts/{site.Accounts["cadre"]}",
            new() { ["what"] = "code", ["basis"] = "lost phone" }
        );
        var code = System.Text.RegularExpressions.Regex.Match(
            await given.Content.ReadAsStringAsync(),
            "[A-Z2-9]{4}(-[A-Z2-9]{4}){3}"
        );
        const string Secret = "three goats on a roof";
        Assert.Equal(
            HttpStatusCode.Redirect,
            (
                await cadre.Send(
                    "/invitation",
                    new()
                    {
                        ["login"] = "cadre",
                        ["code"] = code.Value,
                        ["password"] = Secret,
                        ["again"] = Secret,
                    }
                )
            ).StatusCode
        );
        using var lost = new SiteClient(own.Urls.Single());
        await Refused(lost, soft.Use(await Asked(lost, "/sign-in/passkey/ask", [])), "TH0280");
        using var renewed = SoftAt(own);
        await Add(cadre, renewed, Secret);
        Assert.Equal(HttpStatusCode.Redirect, (await SignIn(lost, renewed)).StatusCode);
    }

    private static SoftPasskey SoftAt(WebApplication app) => new($"http://localhost:{new Uri(app.Urls.Single()).Port}");

    private static Dictionary<string, string> Named(string label, string password) =>
        new() { ["passkey-label"] = label, ["passkey-password"] = password };

    private static async Task Add(SiteClient client, SoftPasskey soft, string password)
    {
        var asked = await Asked(client, "/me/passkeys/ask", Named("desk", password));
        var done = await client.Send("/me/passkeys", new() { ["answer"] = soft.Make(asked) });
        Assert.Equal("/me#passkeys", done.Headers.Location?.ToString());
    }

    private static async Task<string> Asked(SiteClient client, string address, Dictionary<string, string> fields)
    {
        var answer = await client.Send(address, fields);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.NotNull(JsonNode.Parse(text)!["challenge"]);
        return text;
    }

    private static Task<HttpResponseMessage> Answer(SiteClient client, string answer) =>
        client.Send("/sign-in/passkey", new() { ["answer"] = answer });

    private static async Task<HttpResponseMessage> SignIn(SiteClient client, SoftPasskey soft) =>
        await Answer(client, soft.Use(await Asked(client, "/sign-in/passkey/ask", [])));

    /// <param name="cookie">Another's question, whose cookie was overheard.</param>
    private static async Task Refused(SiteClient client, string answer, string code, string? cookie = null)
    {
        if (cookie is not null)
            client.Keep(new Cookie("taihang-passkey", cookie));
        var refused = await Answer(client, answer);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains(code, await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> Text(SiteClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(address));

    private static Passkey Only(Folder files)
    {
        using var db = Open(files);
        return db.Passkeys.AsNoTracking().Single(p => p.Label != DemoSite.PasskeyLabel);
    }

    private static TaihangDb Open(Folder files) =>
        new(StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))), CountyScope.Everything);
}
