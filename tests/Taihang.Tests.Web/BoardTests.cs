using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Dispatch;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A county's plan from the first page to the letters, and the rotation at the end of the term.</summary>
public sealed partial class BoardTests(DemoSite site)
{
    [Fact]
    public async Task Planned_locked_swapped_compared_approved_printed_and_rotated_with_few_moves()
    {
        using var files = Repository.TemporaryFolder();
        // Nobody serves yet: the whole county is to be planned.
        await using var own = await site.ServeCopy(
            files,
            "DELETE FROM posting_events; DELETE FROM postings; DELETE FROM dispatch_plans; DELETE FROM dispatch_rounds"
        );
        var address = StoreAddress.Parse(files.File("taihang.db"));
        using var db = new TaihangDb(StoreOptions.For(address), CountyScope.Everything);
        var county = site.Places.Household.CountyNo;
        Accounts.Add(
            db,
            new Viewer(Guid.NewGuid(), "领导小组", Roles.County, county, null),
            "leader",
            "leader",
            false,
            new DateOnly(2026, 1, 1),
            new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "test", "test")
        );
        db.SaveChanges();
        using var clerk = await SiteClient.SignedIn(own.Urls.Single(), "county");
        using var leader = await SiteClient.SignedIn(own.Urls.Single(), "leader");

        var plan = await Make(clerk, "2026-11-23", "首批选派");
        var before = await Text(clerk, plan);
        Assert.Contains("没有。全部由规则选出", before, StringComparison.Ordinal);

        // Three are locked, each for the second of who may come: the cost is shown first and nothing is changed by looking.
        foreach (var village in Villages(before).Take(3).ToList())
        {
            var (cadre, form) = Candidates(await Text(clerk, $"{plan}/village/{village}"))[1];
            var shown = await clerk.Send(plan, form);
            var preview = WebUtility.HtmlDecode(await shown.Content.ReadAsStringAsync());
            Assert.Contains("还没有改", preview, StringComparison.Ordinal);
            Assert.Matches("全方案(匹配度合计减少|同样好)", preview);
            form["confirm"] = "yes";
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Send(plan, form)).StatusCode);
            form["reason"] = "村里商定的人选";
            Assert.Equal(HttpStatusCode.Redirect, (await clerk.Send(plan, form)).StatusCode);
            Assert.Contains(cadre, await Text(clerk, $"{plan}?show=laid"), StringComparison.Ordinal);
        }
        var three = await Text(clerk, plan);
        Assert.Equal(3, Regex.Count(three, "村里商定的人选"));

        // A copy in which two others are swapped, beside the first.
        var copied = await clerk.Send(
            plan,
            new()
            {
                ["what"] = "copy",
                ["title"] = "对调方案",
                ["id"] = $"{Guid.NewGuid()}",
            }
        );
        var copy = copied.Headers.Location!.ToString();
        var (here, there) = (Villages(three)[3], Villages(three)[4]);
        var holders = Holders(await Text(clerk, copy));
        var swap = new Dictionary<string, string>
        {
            ["what"] = "swap",
            ["village"] = here,
            ["other"] = there,
            ["version"] = Version(await Text(clerk, copy)),
            ["confirm"] = "yes",
            ["reason"] = "两人商定对调",
        };
        var swapped = await clerk.Send(copy, swap);
        Assert.Equal(HttpStatusCode.Redirect, swapped.StatusCode);
        var after = Holders(await Text(clerk, copy));
        Assert.Equal((holders[there], holders[here]), (after[here], after[there]));
        var compared = await Text(clerk, $"{plan}/compare?with={copy.Split('/')[^1]}");
        Assert.Contains("2 个村", compared, StringComparison.Ordinal);

        // Handed in; whoever handed it in does not approve it.
        await clerk.Send(
            copy,
            new()
            {
                ["what"] = "submit",
                ["said"] = "请审批",
                ["version"] = Version(await Text(clerk, copy)),
            }
        );
        var waiting = await Text(clerk, copy);
        var caseAt = CaseLink().Match(waiting).Value;
        Assert.Contains("对调方案", await Text(leader, "/tasks"), StringComparison.Ordinal);
        Assert.Contains(copy, await Text(leader, caseAt), StringComparison.Ordinal);
        await Decide(clerk, caseAt, "decision", "approved");
        Assert.Contains("审批办结为“批准”后才能任命", await Text(clerk, copy), StringComparison.Ordinal);
        await Decide(leader, caseAt, "decision", "approved");
        await Decide(clerk, caseAt, "announcement", "done");
        var post = new Dictionary<string, string> { ["what"] = "post", ["version"] = Version(await Text(clerk, copy)) };
        Assert.Equal(HttpStatusCode.Redirect, (await clerk.Send(copy, post)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.Send(copy, post)).StatusCode);

        // Printed: a letter for each, and the list of who is posted where.
        var posted = db.Postings.AsNoTracking().Where(p => p.CountyNo == county).ToList();
        Assert.Equal(after.Count, posted.Count);
        var letters = await Text(clerk, $"{copy}/letters");
        Assert.Equal(posted.Count, Regex.Count(letters, "驻村第一书记任命通知</h2>"));
        Assert.Contains(after[here], await Text(clerk, $"/posting/{here}"), StringComparison.Ordinal);
        Assert.Contains("两人商定对调", await Text(clerk, $"/posting/{here}"), StringComparison.Ordinal);

        // At the end of the term: at a high price nobody moves, and the page says so.
        var rotation = await Make(clerk, "2028-11-23", "期满轮换");
        var keep = new Dictionary<string, string>
        {
            ["what"] = "keep",
            ["price"] = "100",
            ["version"] = Version(await Text(clerk, rotation)),
            ["confirm"] = "yes",
            ["reason"] = "少动人",
        };
        Assert.Equal(HttpStatusCode.Redirect, (await clerk.Send(rotation, keep)).StatusCode);
        Assert.Equal(after, Holders(await Text(clerk, rotation)));
        Assert.Contains($"0 / {posted.Count}", await Text(clerk, rotation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lay", "kind", "Lock", 422)]
    [InlineData("swap", "village", "nowhere", 422)]
    [InlineData("keep", "price", "-1", 422)]
    [InlineData("keep", "price", "many", 422)]
    [InlineData("back", "at", "99", 422)]
    [InlineData("post", "version", "1", 422)]
    [InlineData("nothing", "kind", "7", 422)]
    public async Task What_makes_no_sense_is_refused_and_changes_nothing(
        string what,
        string field,
        string value,
        int status
    )
    {
        using var county = await SiteClient.SignedIn(site.Base, "county");
        var plan = $"/board/{site.Places.County}/{site.Plans[0]}";
        var before = await Text(county, plan);
        var sent = await county.Send(
            plan,
            new()
            {
                ["what"] = what,
                [field] = value,
                ["confirm"] = "yes",
                ["reason"] = "x",
            }
        );
        Assert.Equal(status, (int)sent.StatusCode);
        Assert.Equal(Holders(before), Holders(await Text(county, plan)));
    }

    [Theory]
    [InlineData("nation")]
    [InlineData("auditor")]
    [InlineData("township")]
    [InlineData("cadre")]
    public async Task Only_the_countys_own_office_changes_a_plan(string login)
    {
        using var client = await SiteClient.SignedIn(site.Base, login);
        var plan = $"/board/{site.Places.County}/{site.Plans[0]}";
        foreach (var what in new[] { "drop", "copy", "submit", "post", "keep" })
            Assert.Equal(HttpStatusCode.Forbidden, (await client.Send(plan, new() { ["what"] = what })).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await client.Send($"/board/{site.Places.County}", new() { ["day"] = "2028-11-23" })).StatusCode
        );
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public async Task The_page_that_asks_before_changing_is_whole(string language)
    {
        var plan = $"/board/{site.Places.County}/{site.Plans[0]}";
        foreach (var width in new[] { 1366, 390 })
        {
            var page = await site.Visit("county", language, width);
            await page.GotoAsync(plan);
            await page.Locator("#price").FillAsync("15");
            await page.Locator("form:has(#price) button").ClickAsync();
            await page.WaitForSelectorAsync("#reason");
            Assert.Single(await page.QuerySelectorAllAsync("h1"));
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
            Assert.Empty(await PagesTests.AxeViolations(page));
            if (Environment.GetEnvironmentVariable("TAIHANG_SCREENSHOTS") is { } folder)
                await page.ScreenshotAsync(
                    new() { Path = Path.Combine(folder, $"plan-preview-{language[..2]}-{width}.png") }
                );
        }
    }

    private async Task<string> Make(SiteClient clerk, string day, string title)
    {
        var made = await clerk.Send(
            $"/board/{site.Places.County}",
            new()
            {
                ["day"] = day,
                ["title"] = title,
                ["id"] = $"{Guid.NewGuid()}",
            }
        );
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return made.Headers.Location!.ToString();
    }

    private static async Task Decide(SiteClient client, string caseAt, string step, string result) =>
        await client.Send(
            caseAt,
            new()
            {
                ["what"] = "step",
                ["step"] = step,
                ["result"] = result,
                ["event"] = $"{Guid.NewGuid()}",
                ["reason"] = "同意",
                ["evidence-minutes"] = "会议纪要第三号",
            }
        );

    private static async Task<string> Text(SiteClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(address));

    private static List<string> Villages(string page) =>
        [.. VillageLink().Matches(page).Select(m => m.Groups["code"].Value).Distinct()];

    /// <summary>Cadre by village code, as the table of the plan has them.</summary>
    private static Dictionary<string, string> Holders(string page) =>
        Row().Matches(page).ToDictionary(m => m.Groups["code"].Value, m => m.Groups["cadre"].Value);

    private static string Version(string page) => VersionField().Match(page).Groups["version"].Value;

    /// <summary>Who may come, with the form that would lock them.</summary>
    private static List<(string Cadre, Dictionary<string, string> Form)> Candidates(string page) =>
        [
            .. LockForm()
                .Matches(page)
                .Select(m =>
                    (
                        m.Groups["name"].Value,
                        new Dictionary<string, string>
                        {
                            ["what"] = "lay",
                            ["kind"] = nameof(ChoiceKind.Lock),
                            ["version"] = m.Groups["version"].Value,
                            ["village"] = m.Groups["village"].Value,
                            ["cadre"] = m.Groups["cadre"].Value,
                        }
                    )
                ),
        ];

    [GeneratedRegex("""/village/(?<code>[0-9]+)">""")]
    private static partial Regex VillageLink();

    [GeneratedRegex(
        """/village/(?<code>[0-9]+)">[^<]*</a>.*?/cadre/[0-9a-f-]+">(?<cadre>[^<]+)<""",
        RegexOptions.Singleline
    )]
    private static partial Regex Row();

    [GeneratedRegex("""/case/[0-9]+/[0-9a-f-]{36}""")]
    private static partial Regex CaseLink();

    [GeneratedRegex("""name="version" value="(?<version>[0-9]+)" """)]
    private static partial Regex VersionField();

    [GeneratedRegex(
        """name="version" value="(?<version>[0-9]+)" /><input type="hidden" name="kind" value="Lock" /><input type="hidden" name="village" value="(?<village>[0-9]+)" /><input type="hidden" name="cadre" value="(?<cadre>[0-9a-f-]+)" /><button class="plain" aria-label="[^：]*：(?<name>\S+) """
    )]
    private static partial Regex LockForm();
}
