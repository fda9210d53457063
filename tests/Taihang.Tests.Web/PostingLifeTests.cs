using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Dispatch.Life;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>The record of a posting in the site: who sees what of it, who may do what, and what is printed for a village.</summary>
public sealed partial class PostingLifeTests(DemoSite site)
{
    private const string Today = "2026-11-23";

    /// <summary>What the demo's cadre said; nobody else's business.</summary>
    private const string Concern = "落石";

    private string Record => $"/service/{site.Places.Household.CountyNo}/{site.Service}";

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public async Task The_pages_are_whole_on_a_desk_and_on_a_phone(string language)
    {
        foreach (
            var (login, name) in new[]
            {
                ("county", "service"),
                ("township", "service-township"),
                ("township", "service-record"),
                ("cadre", "service-record-own"),
                ("auditor", "service-record-read"),
                ("county", "service-record"),
                ("cadre", "brief"),
                ("cadre", "cards"),
                ("cadre", "village"),
            }
        )
            await site.Whole(login, PagesTests.Address(site, name), language, name + "-" + login);
    }

    [Fact]
    public async Task An_English_page_holds_no_Chinese_beyond_names_and_what_was_said()
    {
        List<string> known;
        using (var db = site.Open())
            known =
            [
                .. db
                    .Regions.Select(r => r.Name)
                    .Concat(db.Cadres.Select(c => c.Name))
                    .Concat(db.SendingUnits.Select(u => u.Name))
                    .Concat(db.Accounts.Select(a => a.DisplayName))
                    .Concat(db.PostingEvents.Select(e => e.Text))
                    .Concat(db.Persons.Select(p => p.Name))
                    .Where(n => n.Length > 0)
                    .Distinct()
                    .AsEnumerable()
                    .OrderByDescending(n => n.Length),
            ];
        foreach (
            var (login, name) in new[]
            {
                ("county", "service"),
                ("township", "service-record"),
                ("cadre", "service-record-own"),
                ("cadre", "brief"),
                ("cadre", "cards"),
            }
        )
        {
            var page = await site.Visit(login, "en-US");
            await page.GotoAsync(PagesTests.Address(site, name));
            var text = (await page.InnerTextAsync("body")).Replace("中文", "", StringComparison.Ordinal);
            foreach (var one in known)
                text = text.Replace(one, "", StringComparison.Ordinal);
            Assert.Empty(Chinese().Matches(text).Select(m => $"{name}: {m.Value}"));
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_Chinese_page_holds_no_English_sentence()
    {
        foreach (
            var (login, name) in new[]
            {
                ("county", "service"),
                ("county", "service-record"),
                ("auditor", "service-record-read"),
                ("cadre", "brief"),
                ("cadre", "cards"),
            }
        )
        {
            var page = await site.Visit(login);
            await page.GotoAsync(PagesTests.Address(site, name));
            var text = await page.InnerTextAsync("body");
            Assert.Empty(English().Matches(text).Select(m => $"{name}: {m.Value}"));
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task What_was_said_is_for_the_offices_that_act_and_for_the_cadre()
    {
        foreach (var login in new[] { "county", "township", "cadre" })
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            var page = WebUtility.HtmlDecode(await client.GetStringAsync(Record));
            Assert.Contains(Concern, page, StringComparison.Ordinal);
            Assert.Contains("回家处理家事", page, StringComparison.Ordinal);
        }
        foreach (var login in new[] { "nation", "auditor" })
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            var page = WebUtility.HtmlDecode(await client.GetStringAsync(Record));
            Assert.DoesNotContain(Concern, page, StringComparison.Ordinal);
            Assert.DoesNotContain("回家处理家事", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<form method=\"post\" action=\"/service", page, StringComparison.Ordinal);
            // Not even what a concern is about; that there is one is on record.
            Assert.DoesNotContain("：安全", page, StringComparison.Ordinal);
            Assert.Contains("内容只给办理的人和本人看", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_leave_goes_from_the_cadre_through_the_township_to_the_county()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using var cadre = await SiteClient.SignedIn(address, "cadre");
        using var township = await SiteClient.SignedIn(address, "township");
        using var county = await SiteClient.SignedIn(address, "county");
        Dictionary<string, string> ask = new()
        {
            ["what"] = "ask-leave",
            ["event"] = Guid.NewGuid().ToString(),
            ["from"] = "2026-12-01",
            ["until"] = "2026-12-08",
            ["words"] = "探亲，电话 13800138000",
        };
        Assert.Equal(HttpStatusCode.Redirect, (await cadre.Send(Record, ask)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await cadre.Send(Record, ask)).StatusCode);
        var leave = Assert.Single(State(files).Leaves, l => l.From == new DateOnly(2026, 12, 1));
        Dictionary<string, string> grant = new()
        {
            ["what"] = "decide-leave",
            ["leave"] = leave.LeaveId.ToString(),
            ["grant"] = "yes",
        };
        await Refused(cadre, grant, "TH0661");
        await Refused(county, grant, "TH0661");
        Assert.Contains(
            "同意并上报",
            WebUtility.HtmlDecode(await township.GetStringAsync(Record)),
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.Redirect, (await township.Send(Record, grant)).StatusCode);
        await Refused(township, grant, "TH0661");
        Assert.Equal(HttpStatusCode.Redirect, (await county.Send(Record, grant)).StatusCode);
        Assert.Equal(LeaveStanding.Granted, State(files).Leaves.Single(l => l.LeaveId == leave.LeaveId).Standing);
        Assert.DoesNotContain("13800138000", await township.GetStringAsync(Record), StringComparison.Ordinal);
        await Refused(
            cadre,
            new()
            {
                ["what"] = "ask-leave",
                ["from"] = "2026-12-08",
                ["until"] = "2026-12-09",
            },
            "TH0668"
        );
        await Refused(
            cadre,
            new()
            {
                ["what"] = "ask-leave",
                ["from"] = "9999-12-31",
                ["until"] = "9999-12-31",
            },
            "TH0709"
        );
        await Refused(cadre, new() { ["what"] = "nothing" }, "TH0703");
        // What was typed stands there again.
        var typed = await cadre.Send(
            Record,
            new()
            {
                ["what"] = "ask-leave",
                ["from"] = "soon",
                ["words"] = "看病",
            }
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, typed.StatusCode);
        Assert.Contains(
            "看病",
            WebUtility.HtmlDecode(await typed.Content.ReadAsStringAsync()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_ledger_is_the_townships_and_a_button_that_is_missing_says_why()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using var township = await SiteClient.SignedIn(address, "township");
        using var county = await SiteClient.SignedIn(address, "county");
        using var nation = await SiteClient.SignedIn(address, "nation");
        Dictionary<string, string> month = new()
        {
            ["what"] = "attendance",
            ["month"] = "2026-11-01",
            ["present"] = "18",
            ["elsewhere"] = "2",
            ["onleave"] = "3",
            ["meetings"] = "1",
        };
        await Refused(county, month, "TH0661");
        await Refused(nation, month, "TH0661");
        await Refused(township, new(month) { ["present"] = "19" }, "TH0674");
        await Refused(township, new(month) { ["present"] = "many" }, "TH0674");
        Assert.Equal(HttpStatusCode.Redirect, (await township.Send(Record, month)).StatusCode);
        Assert.Equal(18, State(files).Ledger[new(2026, 11, 1)].Ledger.Present);
        var page = WebUtility.HtmlDecode(await county.GetStringAsync(Record));
        Assert.Contains("登记考勤台账：此事由乡镇办公室办理。", page, StringComparison.Ordinal);
        Assert.Contains("不打卡、不定位", page, StringComparison.Ordinal);
        Assert.Contains("S48 (B)", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawal_leaves_a_vacancy_on_the_days_after_and_a_hand_over_to_finish()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using var county = await SiteClient.SignedIn(address, "county");
        var service = $"/service/{site.Places.County}";
        var village = $"href=\"/place/{site.Places.Village}\"";
        Assert.Contains(Record, await county.GetStringAsync(service), StringComparison.Ordinal);
        await Refused(county, new() { ["what"] = "withdraw", ["last"] = Today }, "TH0672");
        await Refused(
            county,
            new()
            {
                ["what"] = "withdraw",
                ["last"] = "2026-11-22",
                ["words"] = "调回",
            },
            "TH0681"
        );
        Dictionary<string, string> withdraw = new()
        {
            ["what"] = "withdraw",
            ["last"] = "2026-11-30",
            ["words"] = "单位另有任务",
        };
        Assert.Equal(HttpStatusCode.Redirect, (await county.Send(Record, withdraw)).StatusCode);
        var before = await county.GetStringAsync($"{service}?on=2026-11-30");
        var after = await county.GetStringAsync($"{service}?on=2026-12-01");
        Assert.DoesNotContain($"<li><a {village}", before, StringComparison.Ordinal);
        Assert.Contains($"<li><a {village}", after, StringComparison.Ordinal);
        var brief = WebUtility.HtmlDecode(await county.GetStringAsync($"/brief/{site.Places.Village}"));
        Assert.Contains("未办结的事项和时限；", brief, StringComparison.Ordinal);
        // The cadre's duty in the village ends with the posting.
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.Equal(
            new DateOnly(2026, 12, 1),
            db.AccountDuties.Where(d => d.AccountId == site.Accounts["cadre"]).Max(d => d.HeldUntil)
        );
    }

    [Fact]
    public async Task Brief_and_cards_name_the_villages_households_print_no_number_and_are_logged()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, "DELETE FROM sensitive_reads");
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var brief = WebUtility.HtmlDecode(await cadre.GetStringAsync($"/brief/{site.Places.Village}"));
        var cards = WebUtility.HtmlDecode(await cadre.GetStringAsync($"/cards/{site.Places.Village}"));
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var households = db
            .Households.AsNoTracking()
            .Where(h => h.VillageNo == site.Places.Household.VillageNo)
            .ToList();
        Assert.Contains(site.Places.Household.Number, brief, StringComparison.Ordinal);
        Assert.All(households, h => Assert.Contains(h.Number, cards, StringComparison.Ordinal));
        foreach (var page in new[] { brief, cards })
            Assert.DoesNotMatch(SealedNumber(), page);
        var looks = db.SensitiveReads.AsNoTracking().ToList();
        Assert.Equal(households.Count, looks.Count(l => l.What == "cards"));
        Assert.Contains(looks, l => l.What == "brief" && l.SubjectId == site.Places.Household.HouseholdId);
        Assert.All(looks, l => Assert.False(l.OutsideDuty));
    }

    [Fact]
    public async Task Another_villages_posting_is_not_there_for_the_cadre_nor_another_townships_for_the_township()
    {
        using var db = site.Open();
        var regions = db.Regions.AsNoTracking().ToDictionary(r => r.RegionNo);
        var (village, township) = (site.Places.Household.VillageNo, regions[site.Places.Household.VillageNo].ParentNo);
        var postings = db.Postings.AsNoTracking().Where(p => p.CountyNo == site.Places.Household.CountyNo).ToList();
        var near = postings.First(p => p.VillageNo != village && regions[p.VillageNo].ParentNo == township);
        var far = postings.First(p => regions[p.VillageNo].ParentNo != township);
        foreach (
            var (login, foreign, known) in new[] { ("cadre", near, site.Service), ("township", far, near.PostingId) }
        )
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            var address = $"/service/{foreign.CountyNo}/{foreign.PostingId}";
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(address)).StatusCode);
            var sent = await client.Send(address, new() { ["what"] = "raise-concern", ["words"] = "看看" });
            Assert.Equal(HttpStatusCode.NotFound, sent.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"/service/{foreign.CountyNo}/{known}")).StatusCode);
        }
        Assert.False(db.PostingEvents.Any(e => e.PostingId == near.PostingId || e.PostingId == far.PostingId));
    }

    [Fact]
    public async Task What_waits_stands_among_the_tasks()
    {
        using var township = await SiteClient.SignedIn(site.Base, "township");
        var tasks = WebUtility.HtmlDecode(await township.GetStringAsync("/tasks"));
        Assert.Contains(Record, tasks, StringComparison.Ordinal);
        Assert.Contains("办理关心事项", tasks, StringComparison.Ordinal);
        using var cadre = await SiteClient.SignedIn(site.Base, "cadre");
        Assert.DoesNotContain(Record, await cadre.GetStringAsync("/tasks"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_village_page_says_who_stands_there_to_the_offices_and_to_nobody_else()
    {
        using var township = await SiteClient.SignedIn(site.Base, "township");
        Assert.Contains(
            Record,
            await township.GetStringAsync($"/place/{site.Places.Village}"),
            StringComparison.Ordinal
        );
        using var nobody = new SiteClient(site.Base);
        var page = await nobody.GetStringAsync($"/public/village/{site.Places.Village}");
        Assert.DoesNotContain("/service/", page, StringComparison.Ordinal);
    }

    private async Task Refused(SiteClient client, Dictionary<string, string> form, string code)
    {
        var answer = await client.Send(Record, form);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            $"<span class=\"note\">{code}</span>",
            await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    private PostingState State(Folder files)
    {
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        return LifeRecord.Read(db, site.Places.Household.CountyNo, site.Service)!.State;
    }

    [GeneratedRegex("[一-鿿]+")]
    private static partial Regex Chinese();

    [GeneratedRegex(@"\b[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}\b")]
    private static partial Regex English();

    [GeneratedRegex("(?<![0-9-])[0-9]{17}[0-9X](?![0-9])|(?<![0-9])000[0-9]{8}(?![0-9])")]
    private static partial Regex SealedNumber();
}
