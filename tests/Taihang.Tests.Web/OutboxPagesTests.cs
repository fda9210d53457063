using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>What people are told outside the pages, as the site does it while it runs and as its pages show it.</summary>
public sealed class OutboxPagesTests(DemoSite site)
{
    private const string Phone = "139 0000 0012";
    private const string Why = "found injured on the road, no phone";

    [Fact]
    public async Task An_applicant_who_leaves_a_phone_is_told_and_reads_on_the_receipt_what_they_were_told()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await Sending(files);
        using var nobody = new SiteClient(own.Urls.Single());
        var given = await Apply(nobody, Phone);
        Assert.Contains("会发短信", given, StringComparison.Ordinal);
        var message = await Told(files, "13900000012");
        Assert.Contains("已经受理", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("样例户", message.Text, StringComparison.Ordinal);
        var receipt = await nobody.Send("/receipt", new() { ["code"] = Code(given) });
        var text = WebUtility.HtmlDecode(await receipt.Content.ReadAsStringAsync());
        Assert.Contains("已告知您的事", text, StringComparison.Ordinal);
        Assert.Contains("申请已受理", text, StringComparison.Ordinal);
        // The number is nowhere in the record.
        using var db = Open(files);
        Assert.DoesNotContain(
            db.ProcedureEvents.AsNoTracking().AsEnumerable(),
            e =>
                (e.Text + e.Document).Contains(Phone, StringComparison.Ordinal)
                || (e.Text + e.Document).Contains("13900000012", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("call my cousin")]
    [InlineData("12345678901234567890123")]
    public async Task An_application_is_taken_whatever_stands_in_the_field_for_the_phone(string phone)
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await Sending(files);
        using var nobody = new SiteClient(own.Urls.Single());
        Assert.Contains("书面告知", await Apply(nobody, phone), StringComparison.Ordinal);
        using var db = Open(files);
        var newest = db
            .OutboundNotices.AsNoTracking()
            .OrderByDescending(n => n.QueuedAtUnixMs)
            .First(n => n.Office == null);
        Assert.Equal(NoticeStanding.Letter, newest.Standing);
    }

    /// <summary>Promise 21, on the running site.</summary>
    [Fact]
    public async Task Both_offices_over_an_emergency_are_told_within_a_minute()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await Sending(files);
        Household foreign;
        using (var db = Open(files))
        {
            foreign = db.Households.AsNoTracking().First(h => h.CountyNo != site.Places.Household.CountyNo);
            using var sealing = Sealing.Open(files.File("master.key")).Value;
            NoticeAddresses.OfOffice(
                db,
                sealing,
                foreign.CountyNo,
                NoticeOffice.County,
                0,
                NoticeChannel.Mail,
                "office@county.example",
                Core.Common.Language.English,
                new Modules.Access.ActContext(Guid.Empty, DateTimeOffset.UtcNow, "test", "test")
            );
        }
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var watch = Stopwatch.StartNew();
        var opened = await cadre.Send(
            "/emergency",
            new()
            {
                ["county"] = site.OtherCounty,
                ["number"] = foreign.Number,
                ["reason"] = Why,
            }
        );
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        var there = await Told(files, "office@county.example");
        var here = await Told(files, "13800000000");
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), watch.Elapsed.ToString());
        Assert.All(
            new[] { there, here },
            m =>
                Assert.True(
                    m.Urgent
                        && !m.Text.Contains(Why, StringComparison.Ordinal)
                        && !m.Text.Contains(foreign.Number, StringComparison.Ordinal)
                )
        );
        Assert.Contains("in an emergency", there.Text, StringComparison.Ordinal);
    }

    /// <summary>A channel that breaks in every way neither stops an act nor the site.</summary>
    [Fact]
    public async Task A_broken_channel_stops_nothing()
    {
        using var files = Repository.TemporaryFolder();
        var tried = 0;
        await using var own = await Sending(
            files,
            (_, _) =>
            {
                tried++;
                throw new InvalidOperationException("the channel fell over");
            }
        );
        using var nobody = new SiteClient(own.Urls.Single());
        Assert.Contains("会发短信", await Apply(nobody, Phone), StringComparison.Ordinal);
        var watch = Stopwatch.StartNew();
        while (tried == 0 && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(50);
        Assert.NotEqual(0, tried);
        Assert.Contains("会发短信", await Apply(nobody, Phone), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync("/health")).StatusCode);
    }

    [Fact]
    public async Task The_county_office_hands_letters_over_cancels_and_sends_again()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(
            files,
            $"UPDATE outbound_notices SET standing = 'dead', last_answer = 'refused' WHERE office = 'village' AND standing = 'sent'"
        );
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        Assert.Contains("/outbox?standing=dead", await county.GetStringAsync("/tasks"), StringComparison.Ordinal);
        Assert.Contains("/outbox?standing=letter", await county.GetStringAsync("/tasks"), StringComparison.Ordinal);
        // Told to whoever watches, and no reason to take the site out of use.
        using (var told = JsonDocument.Parse(await county.GetStringAsync("/health")))
        {
            Assert.Equal("ok", told.RootElement.GetProperty("status").GetString());
            Assert.Equal("TH1158", told.RootElement.GetProperty("checks").GetProperty("notices").GetString());
        }

        var letter = $"/outbox/{site.Letter}";
        var tooShort = await county.Send(letter, new() { ["what"] = "handed", ["reason"] = "x" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooShort.StatusCode);
        Assert.Contains("TH1153", await tooShort.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var handed = await county.Send(letter, new() { ["what"] = "handed", ["reason"] = "驻村干部面交" });
        Assert.Equal("/outbox", handed.Headers.Location?.ToString());
        Guid dead;
        using (var db = Open(files))
        {
            Assert.Equal("sent", db.OutboundNotices.Single(n => n.NoticeId == site.Letter).Standing);
            Assert.Equal("驻村干部面交", db.Acts.Single(a => a.Kind == CancelNotice.HandedOverKind).Reason);
            dead = db.OutboundNotices.AsNoTracking().First(n => n.Standing == "dead").NoticeId;
        }
        foreach (var (what, standing) in new[] { ("again", "waiting"), ("cancel", "cancelled") })
        {
            var done = await county.Send(
                $"/outbox/{dead}",
                new()
                {
                    ["what"] = what,
                    ["reason"] = "号码已改正",
                    ["standing"] = "dead",
                }
            );
            Assert.Equal("/outbox?standing=dead", done.Headers.Location?.ToString());
            using var db = Open(files);
            Assert.Equal(standing, db.OutboundNotices.AsNoTracking().Single(n => n.NoticeId == dead).Standing);
        }
        foreach (var login in new[] { "nation", "auditor", "township", "cadre" })
        {
            using var other = await SiteClient.SignedIn(own.Urls.Single(), login);
            var refused = await other.Send(
                $"/outbox/{dead}",
                new() { ["what"] = "again", ["reason"] = "just because" }
            );
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
    }

    [Fact]
    public async Task The_list_names_nobody_and_a_case_shows_what_its_person_was_told()
    {
        using var county = await SiteClient.SignedIn(site.Base, "county");
        var list = WebUtility.HtmlDecode(await county.GetStringAsync("/outbox"));
        using var db = site.Open();
        var names = db.ProcedureCases.AsNoTracking().Select(c => c.SubjectName).ToList();
        Assert.DoesNotContain(names, n => list.Contains(n, StringComparison.Ordinal));
        var about = db.OutboundNotices.AsNoTracking().Single(n => n.NoticeId == site.Letter);
        var shown = WebUtility.HtmlDecode(await county.GetStringAsync($"/case/{about.CountyNo}/{about.CaseId}"));
        Assert.Contains("告知当事人", shown, StringComparison.Ordinal);
        Assert.Contains("待打印送达", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_of_the_queue_are_read_with_the_others()
    {
        var metrics = $"http://127.0.0.1:{HealthTests.FreePort()}";
        await using var served = await site.Serve(site.Settings with { MetricsUrl = metrics });
        using var watcher = new HttpClient { BaseAddress = new Uri(metrics) };
        var text = await watcher.GetStringAsync("/metrics");
        Assert.Matches("taihang_notices\\{state=\"letter\"\\} [1-9]", text);
        Assert.Contains("taihang_notices{state=\"dead\"} 0", text, StringComparison.Ordinal);
        Assert.Contains("taihang_notices_late_seconds 0", text, StringComparison.Ordinal);
    }

    private Task<WebApplication> Sending(Folder files, Carry? carry = null) =>
        site.ServeCopy(
            files,
            with: settings =>
                settings with
                {
                    Notices = NoticeSettings.Into(files.File("out")) with
                    {
                        Every = TimeSpan.FromSeconds(0.2),
                        // The test may run at night.
                        Quiet = new QuietHours(0, 0),
                        Channels = carry is null
                            ? NoticeSettings.Into(files.File("out")).Channels
                            : new Dictionary<string, Carry> { [NoticeChannel.Sms] = carry },
                    },
                }
        );

    private async Task<string> Apply(SiteClient client, string phone)
    {
        var answer = await client.Send(
            $"/apply/{site.Places.Village}",
            new()
            {
                ["event"] = Guid.CreateVersion7().ToString(),
                ["procedure"] = "monitoring",
                ["name"] = "样例户甲",
                ["said"] = "今年收成不好",
                ["phone"] = phone,
            }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static string Code(string page) => page.Split("id=\"receipt-code\">")[1].Split('<')[0];

    /// <summary>The message that went to an address, as soon as it is there.</summary>
    private static async Task<OutboundMessage> Told(Folder files, string to)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(60))
        {
            if (Directory.Exists(files.File("out")))
                foreach (var file in Directory.GetFiles(files.File("out"), "*.json"))
                    if (
                        JsonSerializer.Deserialize<OutboundMessage>(await File.ReadAllTextAsync(file)) is { } message
                        && message.To == to
                    )
                        return message;
            await Task.Delay(50);
        }
        throw new InvalidOperationException($"Nobody told {to}.");
    }

    private static TaihangDb Open(Folder files) =>
        new(StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))), CountyScope.Everything);
}
