using System.Net;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Quality;
using Taihang.Modules.Quality;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Questions about the demo's record: what was planted is asked and nothing else, and how it is answered in the site.</summary>
public sealed class QuestionPagesTests(DemoSite site)
{
    private const string Words = "七户同属一个合作社，收入按合作社账目核对过。";

    /// <summary>About 11,900 made-up households in 33 counties, of which three villages were tampered with.</summary>
    [Fact]
    public void What_was_planted_is_asked_about_and_nothing_else_in_the_whole_area()
    {
        using var db = site.Open();
        var asked = db.QualityQuestions.AsNoTracking().ToList();
        Assert.Equal(
            [QuestionKind.Bunching, QuestionKind.CarriedOver, QuestionKind.Copied],
            asked.Select(q => q.Kind).Order(StringComparer.Ordinal)
        );
        Assert.All(asked, q => Assert.Equal(site.Places.Household.CountyNo, q.CountyNo));
        Assert.Equal(db.Villages.Select(v => v.CountyNo).Distinct().Count(), db.QualityLooks.Count());
        // The villages and households that the demonstration wrote visits for, and no others.
        var planted = db
            .Observations.Where(o => o.Event == "visit")
            .Join(db.Households, o => o.SubjectId, h => h.HouseholdId, (_, h) => new { h.HouseholdId, h.VillageNo })
            .ToLookup(h => h.VillageNo, h => h.HouseholdId);
        Assert.Equal(planted.Select(p => (int?)p.Key).Order(), asked.Select(q => q.RegionNo).Order());
        var copied = asked.Single(q => q.Kind == QuestionKind.Copied);
        var shown = Questions.Find(db, LoadRegions.Tree(db), County(), copied.CountyNo, copied.QuestionId)!;
        Assert.Equal(planted[copied.RegionNo!.Value].Order(), shown.Document.Households.Order());
    }

    [Fact]
    public async Task A_question_is_answered_and_read_by_another_in_the_site()
    {
        using var files = Repository.TemporaryFolder();
        // The looks of other tests at the shared site are none of this one's.
        await using var own = await site.ServeCopy(files, "DELETE FROM sensitive_reads");
        var address = own.Urls.Single();
        var question = $"/questions/{site.Places.Household.CountyNo}/{site.Question(QuestionKind.Copied)}";
        using var county = await SiteClient.SignedIn(address, "county");
        Assert.Contains("/questions", await county.GetStringAsync("/tasks"), StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await county.GetStringAsync(question));
        Assert.Contains("不是结论", page, StringComparison.Ordinal);
        Assert.Equal(7, page.Split($"/household/{site.Places.Household.CountyNo}/").Length - 1);
        using (var db = Open(files))
        {
            var looks = db.SensitiveReads.Where(r => r.What == "question").ToList();
            Assert.Equal(7, looks.Count);
            Assert.All(looks, l => Assert.False(l.OutsideDuty));
        }

        // The auditor reads the question and not whose households they are; nobody else of the area sees it.
        using var auditor = await SiteClient.SignedIn(address, "auditor");
        Assert.DoesNotContain("/household/", await auditor.GetStringAsync(question), StringComparison.Ordinal);
        using var cadre = await SiteClient.SignedIn(address, "cadre");
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await cadre.Send($"{question}/answer", new() { ["words"] = Words })).StatusCode
        );
        Assert.DoesNotContain(question, await cadre.GetStringAsync("/questions"), StringComparison.Ordinal);

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await county.Send($"{question}/answer", new() { ["words"] = "好" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await auditor.Send($"{question}/look", new() { ["words"] = Words, ["enough"] = "yes" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await county.Send($"{question}/answer", new() { ["words"] = Words })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await county.Send($"{question}/look", new() { ["words"] = Words, ["enough"] = "yes" })).StatusCode
        );
        Assert.Contains(Words, WebUtility.HtmlDecode(await auditor.GetStringAsync(question)), StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (
                await auditor.Send(
                    $"{question}/look",
                    new() { ["words"] = "合作社账目已调阅，相符。", ["enough"] = "yes" }
                )
            ).StatusCode
        );
        Assert.Contains(question, await county.GetStringAsync("/questions?standing=settled"), StringComparison.Ordinal);
        Assert.DoesNotContain(question, await county.GetStringAsync("/questions"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Households_behind_a_question_are_not_shown_where_the_look_cannot_be_logged()
    {
        using var files = Repository.TemporaryFolder();
        await using var broken = await site.ServeCopy(
            files,
            "CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        );
        using var county = await SiteClient.SignedIn(broken.Urls.Single(), "county");
        var answer = await county.GetAsync(
            $"/questions/{site.Places.Household.CountyNo}/{site.Question(QuestionKind.Copied)}"
        );
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain("/household/", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_county_states_an_inspection_and_nobody_else_does()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        Dictionary<string, string> Form(string day, string title) => new() { ["day"] = day, ["title"] = title };
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        const string At = "/questions/inspection";
        Assert.Equal(HttpStatusCode.Forbidden, (await cadre.Send(At, Form("2026-12-10", "年度考核"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await county.Send(At, Form("soon", "年度考核"))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await county.Send(At, Form("2026-12-10", ""))).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await county.Send(At, Form("2026-12-10", "年度考核"))).StatusCode);
        using var db = Open(files);
        Assert.Equal("年度考核", Assert.Single(db.InspectionDays).Title);
    }

    private Core.Access.Viewer County() =>
        new(Guid.NewGuid(), "", Core.Access.Roles.County, site.Places.Household.CountyNo, null);

    private static TaihangDb Open(Folder files) =>
        new(StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))), CountyScope.Everything);
}
