using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A department's list from the file to the checks, as a county office and a township meet it.</summary>
public sealed class ComparisonTests(DemoSite site)
{
    private string OfCounty => $"/comparisons/{site.Places.County}";

    [Theory]
    [InlineData("zh-CN", "没有剔除任何农户", "身份证号")]
    [InlineData("en-US", "Nobody was removed", "ID number")]
    public async Task A_hit_is_shown_then_checked_and_sent_again_it_opens_nothing(
        string language,
        string nobody,
        string heading
    )
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        county.DefaultRequestHeaders.Add("Accept-Language", language);
        var (name, number) = Member();
        var list = Csv($"{heading}\n{number}\n1.10105E+17\n");
        var sent = await county.Upload(OfCounty, "cars.csv", list, Fields("vehicle register"));
        var found = sent.Headers.Location!.ToString();
        Assert.StartsWith(OfCounty + "/", found, StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await county.GetStringAsync(found));
        Assert.Contains(name, page, StringComparison.Ordinal);
        Assert.DoesNotContain(number, page, StringComparison.Ordinal);
        using var db = Open(files);
        var (subject, before) = (site.Places.Household.HouseholdId, db.ProcedureCases.Count());
        Assert.Contains(db.SensitiveReads, r => r.What == "comparison" && r.SubjectId == subject);
        // Looking has opened nothing, and opening changes no fact.
        var facts = db.Observations.Count();
        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(found, (await county.Send(found, [])).Headers.Location!.ToString());
            Assert.Contains(nobody, await Text(county, found), StringComparison.Ordinal);
            Assert.Equal(before + 1, db.ProcedureCases.Count());
        }
        Assert.Equal(facts, db.Observations.Count());
        var opened = db
            .ProcedureCases.AsNoTracking()
            .Single(c => c.SubjectId == subject && c.Procedure == "verification");
        Assert.Equal("visit", opened.Step);
        Assert.Contains("vehicle register", await Text(county, $"/case/{opened.CountyNo}/{opened.CaseId}"));
        var again = await county.Upload(OfCounty, "cars.csv", list, Fields("vehicle register"));
        var second = again.Headers.Location!.ToString();
        await county.Send(second, []);
        Assert.Equal(before + 1, db.ProcedureCases.Count());
    }

    [Fact]
    public async Task A_township_finds_its_own_villages_and_nobody_reads_what_another_account_sent()
    {
        var (name, number) = Member();
        using var township = await SiteClient.SignedIn(site.Base, "township");
        var own = $"/comparisons/{site.Places.Township}";
        using var db = site.Open();
        var tree = LoadRegions.Tree(db);
        var mine = tree.Children(db.Regions.Single(r => r.Code == site.Places.Township).RegionNo)
            .Select(v => v.RegionNo);
        var elsewhere = db
            .Households.AsNoTracking()
            .First(h => h.CountyNo == site.Places.Household.CountyNo && !mine.ToList().Contains(h.VillageNo));
        var list = Csv($"证件号码\n{number}\n{site.Person(elsewhere.HeadId!.Value).IdNumber}\n");
        var found = (await township.Upload(own, "l.csv", list, Fields("payroll"))).Headers.Location!.ToString();
        var page = await Text(township, found);
        Assert.Contains(name, page, StringComparison.Ordinal);
        Assert.DoesNotContain(elsewhere.Number, page, StringComparison.Ordinal);
        using var county = await SiteClient.SignedIn(site.Base, "county");
        Assert.Equal(HttpStatusCode.NotFound, (await county.GetAsync(found)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await county.Send(found, [])).StatusCode);
    }

    [Fact]
    public async Task Pressed_twice_at_once_it_opens_one_check()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var list = Csv($"证件号码\n{Member().Number}\n");
        var found = (await county.Upload(OfCounty, "l.csv", list, Fields("payroll"))).Headers.Location!.ToString();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => county.Send(found, [])));
        using var db = Open(files);
        var subject = site.Places.Household.HouseholdId;
        Assert.Single(db.ProcedureCases.Where(c => c.SubjectId == subject && c.Procedure == "verification"));
    }

    [Fact]
    public async Task That_nobody_on_a_list_is_on_record_is_logged_and_whoever_was_stopped_is_not_told()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, "DELETE FROM sensitive_reads");
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var list = Csv("证件号码\n110105194912310029\n");
        var before = Looks();
        var found = (await county.Upload(OfCounty, "l.csv", list, Fields("payroll"))).Headers.Location!.ToString();
        Assert.Equal(before + 1, Looks());
        Assert.Equal(HttpStatusCode.OK, (await county.GetAsync(found)).StatusCode);
        using (var db = Open(files))
        {
            db.AccessConcerns.Add(
                new()
                {
                    CountyNo = site.Places.Household.CountyNo,
                    ConcernId = Guid.CreateVersion7(),
                    Kind = ConcernKind.Stopped,
                    AccountId = site.Accounts["county"],
                    AccountCountyNo = site.Places.Household.CountyNo,
                    Reason = "",
                }
            );
            db.SaveChanges();
        }
        var refused = await county.Upload(OfCounty, "l.csv", list, Fields("payroll"));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await county.Send(found, [])).StatusCode);

        int Looks()
        {
            using var db = Open(files);
            return db.Acts.Count(a => a.Kind == LogRead.Kind);
        }
    }

    [Theory]
    [InlineData("姓名\n甲\n", "payroll", "verification", "TH0460")]
    [InlineData("", "payroll", "verification", "TH1614")]
    [InlineData("证件号码\n", "", "verification", "TH1138")]
    [InlineData("证件号码\n", "payroll", "identification", "TH1139")]
    [InlineData("证件号码\n", "payroll", "risk_elimination", "TH1139")]
    [InlineData("证件号码\n", "payroll", "", "TH1139")]
    public async Task What_is_wrong_with_a_list_is_said_and_what_was_typed_stays(
        string rows,
        string list,
        string procedure,
        string code
    )
    {
        using var township = await SiteClient.SignedIn(site.Base, "township");
        var fields = new Dictionary<string, string> { ["list"] = list, ["procedure"] = procedure };
        var address = $"/comparisons/{site.Places.Township}";
        var answer = await township.Upload(address, "l.csv", Encoding.UTF8.GetBytes(rows), fields);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains(code, page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{list}\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public async Task What_is_asked_and_what_was_found_are_whole_pages(string language)
    {
        await site.Whole("county", OfCounty, language, "comparison-form");
        using var county = await SiteClient.SignedIn(site.Base, "county");
        var list = Csv($"证件号码\n{Member().Number}\n1.10105E+17\n");
        var found = (await county.Upload(OfCounty, "l.csv", list, Fields("公安机动车登记，2026年3月")))
            .Headers
            .Location!;
        await site.Whole("county", found.ToString(), language, "comparison-found");
    }

    private static Dictionary<string, string> Fields(string list) =>
        new() { ["list"] = list, ["procedure"] = "verification" };

    private static byte[] Csv(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<string> Text(SiteClient client, string address) =>
        WebUtility.HtmlDecode(await client.GetStringAsync(address));

    private static TaihangDb Open(Folder files) =>
        new(StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))), CountyScope.Everything);

    private (string Name, string Number) Member() => site.Person(site.Places.Household.HeadId!.Value);
}
