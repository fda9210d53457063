using System.Net;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Sealed numbers for a task, one household in an emergency, and who reviews it.</summary>
public sealed class ConcernPagesTests(DemoSite site)
{
    private const string Reason = "to check the account before a grant is paid";

    [Fact]
    public async Task A_sealed_number_is_shown_for_a_reason_once_the_look_is_in_the_log_and_only_the_one_asked_for()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var values = Sealed();
        var at = $"{House}/unmask/{site.Member}";
        Dictionary<string, string> Form(string field, string reason) =>
            new()
            {
                ["field"] = field,
                ["task"] = "",
                ["reason"] = reason,
            };
        foreach (var (field, reason) in new[] { ("id_number", ""), ("", Reason), ("name", Reason) })
        {
            var refused = await cadre.Send(at, Form(field, reason));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.DoesNotContain(
                values.IdNumber!,
                await refused.Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        }
        Assert.DoesNotContain(Looks(files), l => l.Purpose == ReadPurpose.Unmask);

        var shown = await (await cadre.Send(at, Form("id_number", Reason))).Content.ReadAsStringAsync();
        Assert.Contains(values.IdNumber!, shown, StringComparison.Ordinal);
        if (values.Phone is { } phone)
            Assert.DoesNotContain(phone, shown, StringComparison.Ordinal);
        Assert.Equal("unmask id_number", Assert.Single(Looks(files), l => l.Purpose == ReadPurpose.Unmask).What);
        // The household reads who and what for.
        var looked = WebUtility.HtmlDecode(await cadre.GetStringAsync($"{House}/looked"));
        Assert.Contains(Reason, looked, StringComparison.Ordinal);
        Assert.Contains("密封的号码：证件号码", looked, StringComparison.Ordinal);

        // What cannot be logged is not shown.
        using (var db = Open(files))
            db.Database.ExecuteSqlRaw(
                "CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            );
        var unlogged = await cadre.Send(at, Form("id_number", Reason));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unlogged.StatusCode);
        Assert.DoesNotContain(values.IdNumber!, await unlogged.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_beyond_the_area_unmasks_anything()
    {
        foreach (var login in new[] { "nation", "auditor" })
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            var answer = await client.Send(
                $"{House}/unmask/{site.Member}",
                new() { ["field"] = "id_number", ["reason"] = Reason }
            );
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_emergency_opens_one_foreign_household_and_the_office_reviews_it()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        Modules.Store.Tables.Household foreign;
        using (var db = Open(files))
            foreign = db.Households.AsNoTracking().First(h => h.CountyNo != site.Places.Household.CountyNo);
        var house = $"/household/{foreign.CountyNo}/{foreign.HouseholdId}";
        using var cadre = await SiteClient.SignedIn(address, "cadre");
        Assert.Equal(HttpStatusCode.NotFound, (await cadre.GetAsync(house)).StatusCode);
        Dictionary<string, string> Form(string number, string reason) =>
            new()
            {
                ["county"] = site.OtherCounty,
                ["number"] = number,
                ["reason"] = reason,
            };
        const string Why = "found injured on the road, no phone";
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await cadre.Send("/emergency", Form("no such number", Why))).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await cadre.Send("/emergency", Form(foreign.Number, "why"))).StatusCode
        );
        var opened = await cadre.Send("/emergency", Form(foreign.Number, Why));
        Assert.Equal(house, opened.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(house)).StatusCode);
        // It opens the record, not what is sealed in it, and no other household.
        Assert.DoesNotContain("/unmask/", await cadre.GetStringAsync(house), StringComparison.Ordinal);
        Assert.Contains(Looks(files), l => l.Purpose == ReadPurpose.BreakGlass && l.SubjectId == foreign.HouseholdId);

        using var county = await SiteClient.SignedIn(address, "county");
        Assert.Contains("/concerns", await county.GetStringAsync("/tasks"), StringComparison.Ordinal);
        Assert.Contains(Why, await county.GetStringAsync("/concerns"), StringComparison.Ordinal);
        Guid concern;
        using (var db = Open(files))
            concern = db.AccessConcerns.Single().ConcernId;
        var review = $"/concerns/{foreign.CountyNo}/{concern}";
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await county.Send(review, new() { ["justified"] = "no", ["words"] = "" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await cadre.Send(review, new() { ["justified"] = "yes", ["words"] = "I was right to look" })).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await county.Send(review, new() { ["justified"] = "no", ["words"] = "nobody was injured" })).StatusCode
        );
        Assert.Equal(HttpStatusCode.NotFound, (await cadre.GetAsync(house)).StatusCode);
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            (await cadre.Send("/emergency", Form(foreign.Number, Why))).StatusCode
        );
    }

    private string House => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    private SealedValues Sealed()
    {
        using var db = site.Open();
        using var sealing = Sealing.Open(site.Settings.KeyFile).Value;
        var person = db.Persons.AsNoTracking().Single(p => p.PersonId == site.Member);
        return sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId)!;
    }

    private static TaihangDb Open(Folder files) =>
        new(StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))), CountyScope.Everything);

    private static List<Modules.Store.Tables.SensitiveRead> Looks(Folder files)
    {
        using var db = Open(files);
        return [.. db.SensitiveReads.AsNoTracking()];
    }
}
