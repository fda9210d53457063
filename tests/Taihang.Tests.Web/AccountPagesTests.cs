using System.Net;
using System.Text.RegularExpressions;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>People as they come and go: invited, on leave, handed over, locked, back.</summary>
public sealed partial class AccountPagesTests(DemoSite site)
{
    private const string Secret = "three goats on a roof";

    [Fact]
    public async Task An_office_invites_a_cadre_who_signs_in_and_is_out_the_moment_the_account_is_locked()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using var county = await SiteClient.SignedIn(address, "county");
        var wrong = await county.Send("/accounts/new", New("zhang.wei", "999999999999"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var again = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("value=\"zhang.wei\"", again, StringComparison.Ordinal);

        var given = await county.Send("/accounts/new", New("zhang.wei", site.Places.Village));
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        var code = Code().Match(await given.Content.ReadAsStringAsync()).Value;
        Assert.NotEmpty(code);

        using var cadre = new SiteClient(address);
        Assert.Equal(HttpStatusCode.Unauthorized, (await cadre.SignIn("zhang.wei", "")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TakeUp(cadre, code, "short")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await TakeUp(cadre, code, Secret)).StatusCode);
        var village = $"/place/{site.Places.Village}";
        Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(village)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await cadre.GetAsync($"/place/{site.Neighbour}")).StatusCode);

        var account = $"/accounts/{Account(files, "zhang.wei")}";
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await county.Send(account, new() { ["what"] = "lock", ["basis"] = "" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await county.Send(account, new() { ["what"] = "lock", ["basis"] = "lost phone" })).StatusCode
        );
        Assert.Equal("/sign-in", (await cadre.GetAsync(village)).Headers.Location!.ToString());
        Assert.Contains("lost phone", await county.GetStringAsync(account), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_leave_moves_the_village_to_the_stand_in_who_chooses_the_duty_to_act_in()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using var county = await SiteClient.SignedIn(address, "county");
        var code = Code()
            .Match(
                await (await county.Send("/accounts/new", New("zhang.wei", site.Neighbour))).Content.ReadAsStringAsync()
            );
        // The neighbour lies in another county, which this office appoints nobody in.
        Assert.False(code.Success);
        var given = await county.Send("/accounts/new", New("zhang.wei", site.Places.Township, Roles.Township));
        using var standIn = new SiteClient(address);
        await TakeUp(standIn, Code().Match(await given.Content.ReadAsStringAsync()).Value, Secret);
        var village = $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

        using var cadre = await SiteClient.SignedIn(address, "cadre");
        Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(village)).StatusCode);
        var done = await county.Send(
            $"/accounts/{site.Accounts["cadre"]}",
            new()
            {
                ["what"] = "leave",
                ["other"] = Account(files, "zhang.wei").ToString(),
                ["from"] = "2026-11-23",
                ["until"] = "2026-12-01",
                ["basis"] = "sick note",
            }
        );
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal("/sign-in", (await cadre.GetAsync(village)).Headers.Location!.ToString());

        var me = await standIn.GetStringAsync("/me");
        var duty = Duty().Match(me).Groups["duty"].Value;
        Assert.NotEmpty(duty);
        await standIn.Send("/me/duty", new() { ["duty"] = duty });
        var tasks = WebUtility.HtmlDecode(await standIn.GetStringAsync("/tasks"));
        Assert.Contains("驻村干部 zhang.wei", tasks, StringComparison.Ordinal);
        // Nobody acts in a duty that is not theirs.
        await standIn.Send("/me/duty", new() { ["duty"] = Guid.NewGuid().ToString() });
        Assert.Contains(
            "驻村干部",
            WebUtility.HtmlDecode(await standIn.GetStringAsync("/me")),
            StringComparison.Ordinal
        );

        await county.Send($"/accounts/{site.Accounts["cadre"]}", new() { ["what"] = "return", ["basis"] = "back" });
        Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(village)).StatusCode);
    }

    [Fact]
    public async Task Whoever_starts_next_week_is_told_so_with_the_right_password_and_nothing_without_it()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var form = New("zhang.wei", site.Places.Village);
        form["from"] = "2026-11-30";
        var given = await county.Send("/accounts/new", form);
        using var cadre = new SiteClient(own.Urls.Single());
        var started = await TakeUp(cadre, Code().Match(await given.Content.ReadAsStringAsync()).Value, Secret);
        Assert.Equal(HttpStatusCode.OK, started.StatusCode);
        async Task<string> Text(HttpResponseMessage answer) =>
            WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("2026年11月30日", await Text(started), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await cadre.GetAsync("/me")).StatusCode);
        Assert.Contains(
            "2026年11月30日",
            await Text(await cadre.SignIn("zhang.wei", Secret)),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "2026年11月30日",
            await Text(await cadre.SignIn("zhang.wei", Secret + ".")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Whoever_changes_the_password_stays_signed_in_and_every_other_session_ends()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using var here = await SiteClient.SignedIn(address, "cadre");
        using var there = await SiteClient.SignedIn(address, "cadre");
        Task<HttpResponseMessage> Change(string old) =>
            here.Send(
                "/me/password",
                new()
                {
                    ["old"] = old,
                    ["password"] = Secret,
                    ["again"] = Secret,
                }
            );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Change("wrong")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await there.GetAsync("/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await Change("cadre")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await there.GetAsync("/me")).StatusCode);
        await here.Send("/me/sign-out-everywhere", []);
        Assert.Equal(HttpStatusCode.Redirect, (await here.GetAsync("/me")).StatusCode);
    }

    private static Dictionary<string, string> New(string login, string place, string role = Roles.Cadre) =>
        new()
        {
            ["name"] = login,
            ["login"] = login,
            ["role"] = role,
            ["place"] = place,
            ["from"] = "2026-11-23",
            ["until"] = "",
            ["basis"] = "notice 12",
        };

    private static Task<HttpResponseMessage> TakeUp(SiteClient client, string code, string password) =>
        client.Send(
            "/invitation",
            new()
            {
                ["login"] = "zhang.wei",
                ["code"] = code,
                ["password"] = password,
                ["again"] = password,
            }
        );

    private static Guid Account(Folder files, string login)
    {
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        return db.Accounts.Single(a => a.Login == login).AccountId;
    }

    [GeneratedRegex("[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}")]
    private static partial Regex Code();

    [GeneratedRegex("name=\"duty\" value=\"(?<duty>[0-9a-f-]+)\"")]
    private static partial Regex Duty();
}
