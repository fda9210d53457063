using System.Net;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Finding a record by name, number or place, within one's own area, with every hit in the log.</summary>
public sealed class FindTests(DemoSite site)
{
    [Fact]
    public async Task A_household_is_found_by_its_number_a_members_name_and_a_members_ID_number()
    {
        var (name, id) = site.Person(site.Member);
        using var cadre = await SiteClient.SignedIn(site.Base, "cadre");
        foreach (var text in new[] { site.Places.Household.Number, name, id, $" {id[..6]} {id[6..]} " })
        {
            var page = await Found(cadre, text);
            Assert.Contains(
                $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}",
                page,
                StringComparison.Ordinal
            );
        }
        // A number that was found by is not written back into the page.
        Assert.DoesNotContain(id, await Found(cadre, id), StringComparison.Ordinal);
        // Part of an ID number finds nobody.
        Assert.DoesNotContain("/household/", await Found(cadre, id[..17]), StringComparison.Ordinal);
        Assert.Contains("没有找到", await Found(cadre, "no such name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_lies_beyond_ones_area_is_not_found()
    {
        Modules.Store.Tables.Household elsewhere;
        Guid member;
        using (var db = site.Open())
        {
            elsewhere = db.Households.AsNoTracking().First(h => h.CountyNo != site.Places.Household.CountyNo);
            member = db
                .Persons.AsNoTracking()
                .First(p => p.HouseholdId == elsewhere.HouseholdId && p.Sealed != null)
                .PersonId;
        }
        var (_, id) = site.Person(member);
        foreach (var login in new[] { "county", "township", "cadre", "nation", "auditor" })
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            foreach (var text in new[] { elsewhere.Number, id })
                Assert.DoesNotContain("/household/", await Found(client, text), StringComparison.Ordinal);
        }
        // Those above and beside the chain find places, and no household even of a number they know.
        using var nation = await SiteClient.SignedIn(site.Base, "nation");
        Assert.DoesNotContain(
            "/household/",
            await Found(nation, site.Places.Household.Number),
            StringComparison.Ordinal
        );
        Assert.Contains($"/place/{site.Places.County}", await Found(nation, "阜平"), StringComparison.Ordinal);
        using var township = await SiteClient.SignedIn(site.Base, "township");
        Assert.DoesNotContain(
            $"\"/place/{site.Places.County}\"",
            await Found(township, "阜平"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_hit_is_logged_before_it_is_shown()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, "DELETE FROM sensitive_reads");
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        await Found(cadre, site.Places.Household.Number);
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var read = Assert.Single(db.SensitiveReads);
        Assert.Equal((site.Places.Household.HouseholdId, "found"), (read.SubjectId, read.What));
        db.Database.ExecuteSqlRaw(
            "CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        );
        var refused = await cadre.Send("/find", new() { ["text"] = site.Places.Household.Number });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.DoesNotContain("/household/", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>That somebody is not on record is an answer too; of what was typed the log holds nothing.</summary>
    [Fact]
    public async Task A_search_that_finds_nobody_is_logged_without_what_was_typed()
    {
        const string typed = "110101199003070000";
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var before = db.Acts.Select(a => a.ActId).ToHashSet();
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        Assert.DoesNotContain("/household/", await Found(cadre, typed), StringComparison.Ordinal);
        var searched = Assert.Single(db.Acts.AsNoTracking().ToList(), a => !before.Contains(a.ActId));
        Assert.Equal(
            ("access.read", ReadOf.Nobody, site.Accounts["cadre"]),
            (searched.Kind, searched.Reason, searched.ActorId)
        );
        Assert.DoesNotContain(typed[..6], searched.Content, StringComparison.Ordinal);
        // Where it cannot be written down there is no answer.
        db.Database.ExecuteSqlRaw(
            "CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        );
        Assert.Equal(
            HttpStatusCode.ServiceUnavailable,
            (await cadre.Send("/find", new() { ["text"] = typed })).StatusCode
        );
        // Who sees no household anywhere searched for places.
        using var nation = await SiteClient.SignedIn(own.Urls.Single(), "nation");
        await Found(nation, typed);
    }

    private static async Task<string> Found(SiteClient client, string text)
    {
        var answer = await client.Send("/find", new() { ["text"] = text });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
