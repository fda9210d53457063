using System.Net;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A person's own page as somebody without an account meets it, and the counter where they get their copy and code.</summary>
public sealed partial class OwnPageTests(DemoSite site)
{
    private static readonly string? Screenshots = Environment.GetEnvironmentVariable("TAIHANG_SCREENSHOTS");

    private string House => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    private string Counter => $"{House}/own/{site.Member}";

    [Fact]
    public async Task A_code_from_the_counter_opens_ones_own_page_and_a_request_is_answered_there()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, "DELETE FROM sensitive_reads");
        var address = own.Urls.Single();
        using var cadre = await SiteClient.SignedIn(address, "cadre");
        var code = await Code(cadre);
        using var anybody = new SiteClient(address);
        var page = await Text(await anybody.Send("/mine", new() { ["code"] = code }));
        var (name, others) = Names();
        Assert.Contains(name, page, StringComparison.Ordinal);
        Assert.Contains("建档：知道是谁、是哪一户", page, StringComparison.Ordinal);
        Assert.Contains("•••", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Long(), Token().Replace(page, ""));
        Assert.DoesNotContain(others, o => page.Contains(o, StringComparison.Ordinal));
        var event_ = Guid.CreateVersion7().ToString();
        var asking = new Dictionary<string, string>
        {
            ["code"] = code,
            ["what"] = "ask",
            ["event"] = event_,
            ["kind"] = "object",
            ["said"] = "这次查看我不明白，我的电话是 13912345678",
        };
        var sent = await Text(await anybody.Send("/mine", new(asking)));
        Assert.Contains("已经收到", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("13912345678", sent, StringComparison.Ordinal);
        await anybody.Send("/mine", new(asking));
        using (var township = await SiteClient.SignedIn(address, "township"))
        {
            var request = $"/own-request/{site.Places.Household.CountyNo}/{event_}";
            Assert.Contains("我不明白", await Text(await township.GetAsync(request)), StringComparison.Ordinal);
            var answered = await township.Send(
                request,
                new() { ["answer"] = "refuse", ["words"] = "是季度走访，已向您说明。" }
            );
            Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        }
        page = await Text(await anybody.Send("/mine", new() { ["code"] = code }));
        Assert.Contains("是季度走访，已向您说明。", page, StringComparison.Ordinal);
        Assert.Contains("本人，凭查询码", page, StringComparison.Ordinal);
        // The household's list of looks does not tell the others that somebody reads their own page.
        Assert.DoesNotContain(
            "本人网页",
            await Text(await cadre.GetAsync(House + "/looked")),
            StringComparison.Ordinal
        );
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.Single(db.OwnRequests, r => r.RequestId == Guid.Parse(event_));
        // Whoever has the code reads the record: that an official made one is a look of theirs.
        Assert.Contains(
            db.SensitiveReads.AsNoTracking().ToList(),
            r => r.What == OwnLooks.Counter && r.ActorId == site.Accounts["cadre"]
        );
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
    }

    [Fact]
    public async Task The_counter_gives_a_copy_to_print_and_one_for_a_computer_and_both_are_logged()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, "DELETE FROM sensitive_reads");
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var printed = await Text(await cadre.Send(Counter, new() { ["what"] = "copy", ["by"] = "self" }));
        Assert.Contains("个人信息复制件", printed, StringComparison.Ordinal);
        Assert.DoesNotMatch(Long(), Token().Replace(printed, ""));
        var file = await cadre.Send(
            Counter,
            new()
            {
                ["what"] = "copy",
                ["by"] = "representative",
                ["authority"] = "授权委托书",
                ["as"] = "json",
                ["numbers"] = "yes",
            }
        );
        using var json = JsonDocument.Parse(await file.Content.ReadAsByteArrayAsync());
        Assert.True(json.RootElement.GetProperty("numbers").GetProperty("whole").GetBoolean());
        Assert.NotEmpty(json.RootElement.GetProperty("facts").EnumerateArray());
        Assert.All(
            json.RootElement.GetProperty("facts").EnumerateArray(),
            f => Assert.NotEqual(0, f.GetProperty("purposes").GetArrayLength())
        );
        var without = await cadre.Send(
            Counter,
            new()
            {
                ["what"] = "copy",
                ["by"] = "representative",
                ["authority"] = "",
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, without.StatusCode);
        Assert.Contains("TH1223", await Text(without), StringComparison.Ordinal);
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.Equal(
            [OwnLooks.Copy, OwnLooks.CopyWithNumbers],
            db.SensitiveReads.Where(r => r.SubjectId == site.Member).OrderBy(r => r.What.Length).Select(r => r.What)
        );
        Assert.Equal(2, db.Acts.Count(a => a.Kind == IssueCopy.Kind));
    }

    [Fact]
    public async Task A_page_whose_look_cannot_be_logged_is_not_shown()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var code = await Code(cadre);
        using (
            var db = new TaihangDb(
                StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
                CountyScope.Everything
            )
        )
            await db.Database.ExecuteSqlRawAsync(
                "CREATE TRIGGER stop BEFORE INSERT ON sensitive_reads BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
                TestContext.Current.CancellationToken
            );
        using var anybody = new SiteClient(own.Urls.Single());
        foreach (
            var refused in new[]
            {
                await anybody.Send("/mine", new() { ["code"] = code }),
                await cadre.Send(Counter, new() { ["what"] = "copy", ["by"] = "self" }),
            }
        )
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.DoesNotContain(Names().Name, await Text(refused), StringComparison.Ordinal);
        }
    }

    /// <summary>Whoever left stands on it by name, whether or not a period is set.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_list_of_data_that_is_due_names_people_and_is_given_only_when_that_is_logged(bool logged)
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(
            files,
            "UPDATE persons SET left_on = '2025-01-01' WHERE person_id = "
                + $"x'{Convert.ToHexString(site.Member.ToByteArray(bigEndian: true))}';"
                + (
                    logged
                        ? ""
                        : "CREATE TRIGGER stop BEFORE INSERT ON sensitive_reads BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
                )
        );
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var answer = await county.GetAsync($"/retention/{site.Places.County}");
        Assert.Equal(logged ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(logged, (await Text(answer)).Contains(Names().Name, StringComparison.Ordinal));
    }

    /// <summary>Whoever tries codes is stopped at the limit; the twin without one lets them go on.</summary>
    [Theory]
    [InlineData(5, 5)]
    [InlineData(1_000_000, 12)]
    public async Task Whoever_tries_codes_is_stopped(int allowed, int answered)
    {
        await using var limited = await site.Serve(
            site.Settings with
            {
                PublicFormsPerMinute = allowed,
                LimitsCountFor = TimeSpan.FromHours(1),
            }
        );
        using var anybody = new SiteClient(limited.Urls.Single());
        var tried = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
            tried.Add((await anybody.Send("/mine", new() { ["code"] = $"001-0000-0000-0000-00{i:00}" })).StatusCode);
        Assert.Equal(answered, tried.Count(s => s == HttpStatusCode.NotFound));
        Assert.Equal(12 - answered, tried.Count(s => s == HttpStatusCode.TooManyRequests));
    }

    /// <summary>
    /// A thousand addresses that each try as often as they may for as long as a code lives, where ten million people have one: fewer than one
    /// find in a million such attacks. The twin, a code of half the length, falls to it.
    /// </summary>
    [Theory]
    [InlineData(ReceiptCode.Bytes, true)]
    [InlineData(ReceiptCode.Bytes / 2, false)]
    public void Guessing_codes_at_the_allowed_rate_is_hopeless(int bytes, bool hopeless)
    {
        var settings = site.Settings;
        var tries = 1000 * settings.PublicFormsPerMinute * (OwnCodes.Valid / settings.LimitsCountFor);
        var codes = (double)BigInteger.Pow(2, 8 * bytes);
        Assert.Equal(hopeless, tries * 10_000_000 / codes < 1e-6);
    }

    [Fact]
    public async Task The_opened_page_and_the_copy_are_whole_in_both_languages_and_on_a_phone()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var code = await Code(cadre);
        foreach (var language in new[] { "zh-CN", "en-US" })
        {
            var page = await site.Visit(null, language, width: 390);
            await page.GotoAsync(own.Urls.Single() + "/mine");
            await page.FillAsync("#code", code);
            await page.ClickAsync("button.act");
            await page.Locator("#said").WaitForAsync();
            // Folded it is a few screens of a phone; unfolded, to print it, every part is there.
            var folded = await page.EvaluateAsync<int>("document.documentElement.scrollHeight");
            Assert.True(folded < 4_000, $"{folded} px long");
            await Shot(page, $"mine-folded-{language[..2]}-390");
            Assert.Empty(await PagesTests.AxeViolations(page));
            await page.ClickAsync("#whole");
            await page.Locator("details.part[open]").First.WaitForAsync();
            Assert.Equal(0, await page.Locator("details.part:not([open])").CountAsync());
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollHeight") > folded);
            foreach (var width in new[] { 390, 1366 })
            {
                await page.SetViewportSizeAsync(width, 900);
                var wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
                Assert.True(wide <= width, $"{wide} px wide at {width}");
                await Shot(page, $"mine-opened-{language[..2]}-{width}");
            }
            Assert.Empty(await PagesTests.AxeViolations(page));
            if (language == "en-US")
            {
                var text = await page.InnerTextAsync("main");
                Assert.DoesNotContain("用途", text, StringComparison.Ordinal);
                Assert.Contains("What for", text, StringComparison.Ordinal);
            }
            await page.Context.CloseAsync();
        }
    }

    private static async Task Shot(IPage page, string name)
    {
        if (Screenshots is not null)
            await page.ScreenshotAsync(
                new PageScreenshotOptions { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true }
            );
    }

    private async Task<string> Code(SiteClient client)
    {
        var given = await Text(await client.Send(Counter, new() { ["what"] = "code", ["by"] = "self" }));
        var found = Given().Match(given);
        Assert.True(found.Success, given);
        return found.Groups["code"].Value;
    }

    /// <summary>The member's name, and names of the others of the household that are no part of it nor of a place.</summary>
    private (string Name, List<string> Others) Names()
    {
        using var db = site.Open();
        var people = db.Persons.AsNoTracking().Where(p => p.HouseholdId == site.Places.Household.HouseholdId).ToList();
        var name = people.Single(p => p.PersonId == site.Member).Name;
        return (name, [.. people.Select(p => p.Name).Where(n => n.Length > 2 && n != name)]);
    }

    private static async Task<string> Text(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    [GeneratedRegex("""id="own-code">(?<code>[0-9A-Z-]+)<""")]
    private static partial Regex Given();

    [GeneratedRegex("[0-9]{15,}")]
    private static partial Regex Long();

    [GeneratedRegex("""name="__RequestVerificationToken" value="[^"]+" """)]
    private static partial Regex Token();
}
