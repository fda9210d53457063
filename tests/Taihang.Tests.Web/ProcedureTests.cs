using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>
/// The identification procedure of 2014 to 2020 from application to announcement in the browser: a villager without an account, and five
/// accounts of the demo: the village's cadre, the township, the county, the office above it that hears the appeal, and the auditor who reads
/// it all afterwards. The days go by at the site's clock.
/// </summary>
public sealed class ProcedureTests(DemoSite site)
{
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public async Task The_procedure_is_played_from_application_to_announcement(string language)
    {
        using var folder = Repository.TemporaryFolder();
        await using var play = await Play.Begin(site, folder, language);

        // A villager without an account applies, and gets a receipt.
        await play.As(null);
        await play.Page.GotoAsync($"/apply/{site.Places.Village}");
        await play.Page.FillAsync("#name", "样例户");
        await play.Page.FillAsync("#said", "去年冬天房子塌了一半，电话 13800000000");
        await play.Send();
        var receipt = await play.Page.InnerTextAsync("#receipt-code");

        // The village: a meeting one short of two thirds is refused beside the form, then the meeting, the visit, the notice.
        await play.As("cadre");
        var address = await play.OpenFirstTask();
        await play.Meeting(30, 19);
        await play.Send();
        Assert.Contains("TH1112", await play.Page.InnerTextAsync("[role=alert]"), StringComparison.Ordinal);
        Assert.Equal("19", await play.Page.InputValueAsync("#present"));
        Assert.DoesNotContain("13800000000", await play.Page.ContentAsync(), StringComparison.Ordinal);
        await play.Meeting(30, 20);
        await play.Send();
        await play.Done();
        await play.Page.FillAsync("#place", "村务公开栏");
        await play.Send();
        Assert.True(
            await play.Page.Locator("main button.act").CountAsync() == 0,
            "a notice that was just posted can be taken down"
        );

        // Whoever it is not for sees why there is no button.
        await play.As("township");
        await play.Page.GotoAsync(address);
        Assert.Contains("TH1103", await play.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        // On the third day somebody objects without a name: the clock stands still.
        play.Day = play.Day.AddDays(3);
        await play.As(null);
        await play.Page.GotoAsync($"/notices/{site.Places.Village}");
        await play.Page.Locator("input[name=number]").FillAsync("1");
        await play.Page.Locator("textarea[name=said]").FillAsync("他家儿子在外做生意。");
        await play.Send();
        var objection = await play.Page.InnerTextAsync("#receipt-code");
        Assert.NotEqual(receipt, objection);
        play.Day = play.Day.AddDays(4);
        await play.As("cadre");
        await play.Page.GotoAsync(address);
        Assert.Contains("TH1102", await play.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.Equal(ClockState.Stopped, play.Clock().State);
        Assert.Equal(0, await play.Page.Locator("input[name=upheld]").CountAsync());
        await play.As("township");
        await play.Page.GotoAsync(address);
        await play.Page.CheckAsync("input[name=upheld][value=no]");
        await play.Page.Locator("textarea[name=reason]").First.FillAsync("儿子已分户，另有登记。");
        await play.Send();
        await play.Look(objection);
        Assert.Contains("儿子已分户", await play.Page.InnerTextAsync("main"), StringComparison.Ordinal);

        // The notice stands for its two days that are left, and no less.
        play.Day = play.Day.AddDays(1);
        await play.As("cadre");
        await play.Page.GotoAsync(address);
        Assert.Equal(0, await play.Page.Locator("#evidence-photo").CountAsync());
        play.Day = play.Day.AddDays(1);
        await play.Page.ReloadAsync();
        await play.Done();

        // The township draws and checks. A department's list has a hit: it opens a check, and decides nothing.
        await play.As("township");
        await play.Page.GotoAsync(address);
        await play.Send();
        await play.Done("confirmed");
        await play.Done("hits");
        Assert.Equal("hit_check", play.State().Step);
        await play.Done("confirmed");

        // Second notice by the township; its sheet carries the whole name, the web the first character.
        await play.Page.FillAsync("#place", "村务公开栏");
        await play.Send();
        await play.Page.Locator($"main a[href^='/notices/{site.Places.Village}/']").ClickAsync();
        Assert.Contains("样例户", await play.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        play.Day = play.Day.AddDays(5);
        await play.Page.GotoAsync(address);
        await play.Done();

        // The county draws and finds against the household; the villager appeals, and whoever decided does not hear it.
        await play.As("county");
        await play.Page.GotoAsync(address);
        await play.Send();
        await play.Done("not_confirmed");
        await play.Look(receipt);
        await play.Page.FillAsync("#reason", "核查时我不在家。");
        await play.Send();
        await play.As("county");
        await play.Page.GotoAsync(address);
        Assert.Contains("TH1103", await play.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await play.As("nation");
        await play.Page.GotoAsync("/tasks");
        Assert.Equal(1, await play.Page.Locator($"tbody a[href='{address}']").CountAsync());
        await play.Page.GotoAsync(address);
        Assert.DoesNotContain("样例户", await play.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await play.Done("upheld");

        // The announcement, on the village's page for everybody.
        await play.As("county");
        await play.Page.GotoAsync(address);
        await play.Done();
        await play.As(null);
        await play.Page.GotoAsync($"/notices/{site.Places.Village}");
        var announced = await play.Page.InnerTextAsync("tbody");
        Assert.Contains("样＊＊", announced, StringComparison.Ordinal);
        Assert.DoesNotContain("样例户", announced, StringComparison.Ordinal);
        Assert.Equal("identified", play.State().Outcome);

        // The auditor reads the whole, without the name and what was said, and finds nothing to press.
        await play.As("auditor");
        await play.Page.GotoAsync(address);
        var text = await play.Page.InnerTextAsync("main");
        Assert.DoesNotContain("样例户", text, StringComparison.Ordinal);
        Assert.DoesNotContain("塌了一半", text, StringComparison.Ordinal);
        Assert.Equal(0, await play.Page.Locator("main button").CountAsync());
        using var db = new TaihangDb(StoreOptions.For(play.Store), CountyScope.Everything);
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
    }

    [Fact]
    public async Task What_nobody_did_is_shown_as_missed_and_the_next_office_may_act()
    {
        using var folder = Repository.TemporaryFolder();
        var (store, meeting) = (site.Copy(folder), site.At("appraisal"));
        var address = $"/case/{site.Places.Household.CountyNo}/{meeting}";
        var later = site.Settings.Today().AddYears(1);
        await using var served = await site.Serve(site.Settings with { Store = store, Today = () => later });
        foreach (var (login, acts) in new[] { ("township", true), ("county", false), ("auditor", false) })
        {
            using var before = await SiteClient.SignedIn(site.Base, login);
            Assert.DoesNotContain("name=\"present\"", await before.GetStringAsync(address), StringComparison.Ordinal);
            using var client = await SiteClient.SignedIn(served.Urls.Single(), login);
            var text = WebUtility.HtmlDecode(await client.GetStringAsync(address));
            Assert.Contains("逾期记录", text, StringComparison.Ordinal);
            Assert.Equal(acts, text.Contains("name=\"present\"", StringComparison.Ordinal));
        }
        using var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything);
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData("voice")]
    [InlineData("paper")]
    public async Task An_application_by_word_or_on_paper_is_recorded_by_the_village_and_gets_its_receipt(string channel)
    {
        using var folder = Repository.TemporaryFolder();
        var store = site.Copy(folder);
        await using var served = await site.Serve(site.Settings with { Store = store });
        using var client = await SiteClient.SignedIn(served.Urls.Single(), "cadre");
        var sent = Guid.CreateVersion7();
        var answer = await client.Send(
            $"/apply/{site.Places.Village}",
            new()
            {
                ["procedure"] = "monitoring",
                ["channel"] = channel,
                ["name"] = "不在册的人",
                ["said"] = "不识字，请代为记录。",
                ["event"] = sent.ToString(),
            }
        );
        Assert.Contains("receipt-code", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything);
        var pack = PackFolder.LoadFrom(site.Settings.PackFolder).Value;
        var record = CaseRecord.Read(db, pack, site.Places.Household.CountyNo, sent)!;
        Assert.Equal(channel, record.State.Channel);
        Assert.Null(record.Row.SubjectId);
        Assert.NotNull(record.Row.NextDue);
    }

    [Fact]
    public async Task Anybody_may_apply_and_no_application_is_turned_away()
    {
        using var folder = Repository.TemporaryFolder();
        await using var served = await site.Serve(site.Settings with { Store = site.Copy(folder) });
        using var client = new SiteClient(served.Urls.Single());
        foreach (var name in new[] { "", "不在册的人", new string('长', 500), "<script>" })
        {
            var answer = await client.Send(
                $"/apply/{site.Places.Village}",
                new()
                {
                    ["procedure"] = "monitoring",
                    ["name"] = name,
                    ["said"] = "11010519491231002X",
                    ["event"] = "not an id",
                }
            );
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("receipt-code", text, StringComparison.Ordinal);
        }
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(folder.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.DoesNotContain(
            db.ProcedureEvents.AsNoTracking(),
            e => e.Text.Contains("1949", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Guesses_at_receipt_codes_are_slowed_down()
    {
        await using var strict = await site.Serve(
            site.Settings with
            {
                PublicFormsPerMinute = 3,
                LimitsCountFor = TimeSpan.FromDays(1),
            }
        );
        using var client = new SiteClient(strict.Urls.Single());
        for (var i = 0; i < 3; i++)
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await client.Send("/receipt", new() { ["code"] = $"002-AAAA-AAAA-AAAA-AAA{i}" })).StatusCode
            );
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await client.Send("/receipt", new() { ["code"] = "x" })).StatusCode
        );
    }

    /// <summary>A second site over a copy of the record, whose day the test moves on.</summary>
    private sealed class Play : IAsyncDisposable
    {
        private readonly DemoSite site;
        private readonly string language;
        private WebApplication? app;
        private Guid id;

        private Play(DemoSite site, Folder folder, string language)
        {
            (this.site, this.language) = (site, language);
            Store = site.Copy(folder);
        }

        public StoreAddress Store { get; }

        public DateOnly Day { get; set; } = new(2016, 3, 1);

        public IPage Page { get; private set; } = null!;

        public static async Task<Play> Begin(DemoSite site, Folder folder, string language)
        {
            Assert.SkipWhen(site.Browser is null, "Chromium is not installed (apt-get install chromium).");
            var play = new Play(site, folder, language);
            using (var db = new TaihangDb(StoreOptions.For(play.Store), CountyScope.Everything))
            {
                db.ProcedureReceipts.ExecuteDelete();
                db.ProcedureNoticeEntries.ExecuteDelete();
                db.ProcedureNotices.ExecuteDelete();
                db.ProcedureEvents.ExecuteDelete();
                db.ProcedureCases.ExecuteDelete();
            }
            play.app = await site.Serve(
                site.Settings with
                {
                    Store = play.Store,
                    Today = () => play.Day,
                    PublicFormsPerMinute = 1000,
                    SignInsPerMinute = 1000,
                    SignInsPerMinuteAndLogin = 1000,
                }
            );
            return play;
        }

        public async Task As(string? login)
        {
            var context = await site.Browser!.NewContextAsync(
                new BrowserNewContextOptions
                {
                    Locale = language,
                    BaseURL = app!.Urls.Single(),
                    JavaScriptEnabled = false,
                }
            );
            if (login is not null)
            {
                using var client = await SiteClient.SignedIn(app.Urls.Single(), login);
                await context.AddCookiesAsync(
                    client.Cookies.Select(c => new Microsoft.Playwright.Cookie
                    {
                        Name = c.Name,
                        Value = c.Value,
                        Domain = c.Domain,
                        Path = c.Path,
                    })
                );
            }
            Page = await context.NewPageAsync();
        }

        /// <summary>Presses the page's first button, as a person would who filled its form.</summary>
        public async Task Send()
        {
            await Page.Locator("main button.act").First.ClickAsync();
            await Page.WaitForLoadStateAsync();
        }

        public async Task<string> OpenFirstTask()
        {
            await Page.GotoAsync("/tasks");
            await Page.Locator("tbody a[href^='/case/']").First.ClickAsync();
            var address = new Uri(Page.Url).AbsolutePath;
            id = Guid.Parse(address.Split('/')[^1]);
            return address;
        }

        public async Task Meeting(int body, int present)
        {
            foreach (
                var (name, value) in new[]
                {
                    ("body", body),
                    ("present", present),
                    ("recused", 1),
                    ("for", present - 4),
                    ("against", 2),
                    ("abstain", 1),
                }
            )
                await Page.FillAsync("#" + name, value.ToString());
            await Evidence();
        }

        /// <summary>Fills the evidence and the reasons of the current step, chooses the result, and closes it.</summary>
        public async Task Done(string? result = null)
        {
            if (result is not null)
                await Page.CheckAsync($"input[name=result][value={result}]");
            await Evidence();
            await Page.FillAsync("#reason", "见档案。");
            await Send();
            Assert.Equal(0, await Page.Locator("[role=alert]").CountAsync());
        }

        public async Task Look(string code)
        {
            await As(null);
            await Page.GotoAsync("/receipt");
            await Page.FillAsync("#code", code);
            await Send();
            Assert.DoesNotContain(code, Page.Url, StringComparison.Ordinal);
        }

        public CaseState State()
        {
            using var db = new TaihangDb(StoreOptions.For(Store), CountyScope.Everything);
            var pack = PackFolder.LoadFrom(site.Settings.PackFolder).Value;
            return CaseRecord.Read(db, pack, site.Places.Household.CountyNo, id)!.State;
        }

        public CaseClock Clock() => CaseClock.On(State(), Day);

        public async ValueTask DisposeAsync()
        {
            if (app is not null)
                await app.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        }

        private async Task Evidence()
        {
            foreach (var field in await Page.Locator("input[name^=evidence-]").AllAsync())
                await field.FillAsync("档案 2016-3");
        }
    }
}
