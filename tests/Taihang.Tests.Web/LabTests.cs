using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Web;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>The laboratory as its users meet it: on a copy of the record wherever something is written.</summary>
public sealed class LabTests(DemoSite site)
{
    [Fact]
    public async Task A_rule_is_tried_read_and_put_into_force_with_plain_forms()
    {
        using var folder = Repository.TemporaryFolder();
        await using var served = await Copy(folder);
        using var client = await County(served);
        var address = await Try(client, new() { ["try-help_standard"] = "9,000.50" });
        var report = await Text(client, address);
        Assert.Contains("8,700 yuan → 9,000.5 yuan", report, StringComparison.Ordinal);
        Assert.Contains("it changes nobody's answer", report, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"document\"", report, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await client.Send(address, new() { ["act"] = "read" })).StatusCode);
        Assert.Contains("name=\"document\"", await Text(client, address), StringComparison.Ordinal);
        var force = new Dictionary<string, string>
        {
            ["act"] = "force",
            ["from"] = "2027-01-01",
            ["document"] = "样例文〔2027〕2号",
        };
        Assert.Equal(HttpStatusCode.Redirect, (await client.Send(address, force)).StatusCode);
        var after = await Text(client, address);
        Assert.Contains("In force from 1 Jan 2027, by: 样例文〔2027〕2号", after, StringComparison.Ordinal);
        Assert.Contains("taihang identify --as-of 2027-01-01", after, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"document\"", after, StringComparison.Ordinal);

        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(folder.File("taihang.db"))),
            CountyScope.Everything
        );
        var county = site.Places.Household.CountyNo;
        var set = db.AreaParameters.Single(p => p.CountyNo == county && p.ValidTo == null);
        // The demo's record holds nobody real, so what is set in it is marked as fictitious.
        Assert.Equal(
            ("900050", new DateOnly(2027, 1, 1), "样例文〔2027〕2号", true),
            (set.Value, set.ValidFrom, set.Document, set.Fictitious)
        );
        var act = db.Acts.Single(a => a.Kind == "identification.put_in_force");
        Assert.Equal(db.Accounts.Single(a => a.Login == "county").AccountId, act.ActorId);
        Assert.Null(VerifyAudit.Run(db, county).BrokenAt);
    }

    [Fact]
    public async Task Nothing_comes_into_force_unread_or_without_its_day_and_document_and_what_was_typed_stays()
    {
        using var folder = Repository.TemporaryFolder();
        await using var served = await Copy(folder);
        using var client = await County(served);
        var address = await Try(client, new() { ["try-help_standard"] = "9000" });
        var force = new Dictionary<string, string>
        {
            ["act"] = "force",
            ["from"] = "2027-01-01",
            ["document"] = "样例文〔2027〕2号",
        };
        var unread = await client.Send(address, force);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unread.StatusCode);
        Assert.Contains("TH0524", await unread.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await client.Send(address, new() { ["act"] = "read" });

        force["from"] = "soon";
        var noDay = WebUtility.HtmlDecode(await (await client.Send(address, force)).Content.ReadAsStringAsync());
        Assert.Contains("TH0709", noDay, StringComparison.Ordinal);
        Assert.Contains("href=\"#from\"", noDay, StringComparison.Ordinal);
        Assert.Contains("value=\"样例文〔2027〕2号\"", noDay, StringComparison.Ordinal);

        (force["from"], force["document"]) = ("2027-01-01", " ");
        var noDocument = await (await client.Send(address, force)).Content.ReadAsStringAsync();
        Assert.Contains("TH0200", noDocument, StringComparison.Ordinal);
        Assert.Contains("href=\"#document\"", noDocument, StringComparison.Ordinal);
        Assert.Contains("value=\"2027-01-01\"", noDocument, StringComparison.Ordinal);
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(folder.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.DoesNotContain(db.LabTrials, t => t.InForceActId != null);
    }

    [Theory]
    [InlineData("day", "soon", "TH0709")]
    [InlineData("day", "2013-12-31", "TH0710")]
    [InlineData("try-help_standard", "lots", "TH0708")]
    [InlineData("try-help_standard", "-1", "TH0708")]
    [InlineData("try-help_standard", "8700.005", "TH0708")]
    [InlineData("try-help_standard", "8700", "TH0522")]
    [InlineData("try-water_longest_carry_minutes", "1e3", "TH0708")]
    public async Task A_form_that_cannot_be_tried_says_why_beside_its_field_and_writes_nothing(
        string field,
        string typed,
        string code
    )
    {
        using var client = await SiteClient.SignedIn(site.Base, "county");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        using var db = site.Open();
        var acts = Acts(db);
        var form = new Dictionary<string, string> { ["day"] = "2026-09-30", [field] = typed };
        var answer = await client.Send(Lab, form);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(code, text, StringComparison.Ordinal);
        Assert.Contains($"href=\"#{field}\"", text, StringComparison.Ordinal);
        if (code != "TH0710")
            Assert.Contains($"value=\"{typed}\"", text, StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", text, StringComparison.Ordinal);
        Assert.Equal(acts, Acts(db));
    }

    [Fact]
    public async Task Only_the_countys_own_office_changes_anything_and_no_form_goes_without_its_token()
    {
        using var db = site.Open();
        var (acts, trial) = (Acts(db), db.LabTrials.AsNoTracking().First().TrialId);
        foreach (var login in new[] { "nation", "auditor", "township", "cadre" })
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            foreach (var address in new[] { Lab, $"{Lab}/{trial}" })
                Assert.Equal(
                    HttpStatusCode.Forbidden,
                    (await client.Send(address, new() { ["act"] = "read", ["try-help_standard"] = "1" })).StatusCode
                );
        }
        using var county = await SiteClient.SignedIn(site.Base, "county");
        foreach (var address in new[] { Lab, $"{Lab}/{trial}" })
        {
            using var form = new FormUrlEncodedContent(
                new Dictionary<string, string> { ["act"] = "read", ["try-help_standard"] = "1" }
            );
            Assert.Equal(HttpStatusCode.BadRequest, (await county.PostAsync(address, form)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await county.GetAsync(Foreign)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await county.GetAsync($"{Foreign}/{trial}")).StatusCode);
        using var nation = await SiteClient.SignedIn(site.Base, "nation");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.GetAsync($"{Foreign}/{trial}")).StatusCode);
        Assert.Equal(acts, Acts(db));
    }

    /// <summary>Of the laboratory: other tests act on the same site meanwhile.</summary>
    private static int Acts(Modules.Store.TaihangDb db) =>
        db.Acts.Count(a => a.Kind.StartsWith("identification.") || a.Kind.StartsWith("lab."));

    [Fact]
    public async Task A_county_where_nothing_was_tried_says_how_to_begin()
    {
        using var nation = await SiteClient.SignedIn(site.Base, "nation");
        nation.DefaultRequestHeaders.Add("Accept-Language", "en");
        Assert.Contains("Nothing has been tried yet", await Text(nation, Foreign), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_trials_stand_side_by_side()
    {
        using var db = site.Open();
        var trials = db.LabTrials.AsNoTracking().OrderBy(t => t.AtUnixMs).ToList();
        using var client = await SiteClient.SignedIn(site.Base, "auditor");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        var text = await Text(client, $"{Lab}/{trials[0].TrialId}?with={trials[1].TrialId}");
        var cells = System.Text.RegularExpressions.Regex.Match(
            text,
            "Households leave</th><td class=\"n\">(?<one>[0-9,]+)</td><td class=\"n\">(?<other>[0-9,]+)</td>"
        );
        string Leaving(int i) => TryRule.ReportOf(trials[i]).HouseholdsLeave.ToString("N0");
        Assert.Equal((Leaving(0), Leaving(1)), (cells.Groups["one"].Value, cells.Groups["other"].Value));
        Assert.NotEqual(Leaving(0), Leaving(1));
    }

    /// <summary>Whoever does not work with the households sees no figure that stands for fewer than five, nor one that gives it away.</summary>
    [Fact]
    public void Small_figures_are_withheld_from_whoever_does_not_work_with_the_households()
    {
        using var db = site.Open();
        var tree = Modules.Regions.LoadRegions.Tree(db);
        var townships = db
            .Villages.AsNoTracking()
            .Where(v => v.CountyNo == site.Places.Household.CountyNo)
            .AsEnumerable()
            .GroupBy(v => tree.ByNumber(v.VillageNo)!.ParentNo)
            .Take(4)
            .Select(g => g.First().VillageNo)
            .ToList();
        var report = new TrialReport(
            new Dictionary<string, string>(),
            new ChangeFigures(null, null, 0, 0, 0, 0, 0),
            [],
            [],
            [.. townships.Select((no, i) => new PlaceChange(no, 100, 10, 8, 0, 0, new[] { 2, 9, 20, 30 }[i], 0))],
            100,
            61,
            0
        );
        int?[] Entering(bool named) =>
            [.. TrialPlaces.At(report, tree, "township", named).Select(p => p.Enters?.Households).Order()];
        Assert.Equal([2, 9, 20, 30], Entering(named: true));
        // The two households are hidden, and the nine with them: alone they would be the total less the others.
        Assert.Equal([null, null, 20, 30], Entering(named: false));
        Assert.All(
            TrialPlaces.At(report, tree, "township", named: false),
            p => Assert.Equal(p.Enters is null, p.RateAfter is null)
        );
    }

    [Theory]
    [InlineData("8700", true, "870000")]
    [InlineData(" 8,700.50 ", true, "870050")]
    [InlineData("8，700", true, "870000")]
    [InlineData("0", true, "0")]
    [InlineData("35", false, "35")]
    [InlineData("1/3", false, "1/3")]
    [InlineData("1/3", true, null)]
    [InlineData("0.001", true, null)]
    [InlineData("-0.01", true, null)]
    [InlineData("八千", true, null)]
    [InlineData("9999999999999999999999999", false, null)]
    public void A_number_is_read_as_people_write_it(string typed, bool money, string? expected) =>
        Assert.Equal(expected, LabForm.Number(typed, money)?.ToString());

    private string Lab => $"/lab/{site.Places.County}";

    private string Foreign => $"/lab/{site.OtherCounty}";

    private async Task<WebApplication> Copy(Folder folder) =>
        await site.Serve(site.Settings with { Store = site.Copy(folder) });

    private static async Task<SiteClient> County(WebApplication served)
    {
        var client = await SiteClient.SignedIn(served.Urls.Single(), "county");
        client.DefaultRequestHeaders.Add("Accept-Language", "en");
        return client;
    }

    /// <returns>The address of the report.</returns>
    private async Task<string> Try(SiteClient client, Dictionary<string, string> tried)
    {
        tried["day"] = "2026-09-30";
        var answer = await client.Send(Lab, tried);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, await answer.Content.ReadAsStringAsync());
        return answer.Headers.Location!.ToString();
    }

    private static async Task<string> Text(SiteClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(address));
}
