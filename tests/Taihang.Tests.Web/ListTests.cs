using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A list from the form that makes it to the file that is downloaded.</summary>
public sealed partial class ListTests(DemoSite site)
{
    private static Dictionary<string, string> Form(string name, string value) =>
        new()
        {
            ["name"] = name,
            ["rows"] = "households",
            ["column"] = "place.household_number",
            ["field-0"] = "household.housing_grade",
            ["test-0"] = "is",
            ["value-0"] = value,
        };

    [Fact]
    public async Task A_cadre_makes_a_list_opens_it_changes_it_and_deletes_it()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var lists = $"/lists/{site.Places.Village}";
        var made = await cadre.Send(lists + "/new", Form("A or B", "A级、B级"));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        var list = made.Headers.Location!.ToString();
        var page = WebUtility.HtmlDecode(await cadre.GetStringAsync(list));
        var listed = Number().Matches(page).Select(m => m.Groups["number"].Value).ToList();
        Assert.NotEmpty(listed);
        Assert.Contains("A级、B级", page, StringComparison.Ordinal);
        // Every household it shows is of the cadre's village, and the log says that each was looked at.
        using var db = Open(files);
        var ids = db
            .Households.Where(h => listed.Contains(h.Number))
            .Select(h => new { h.HouseholdId, h.VillageNo })
            .ToList();
        Assert.Single(ids.Select(h => h.VillageNo).Distinct());
        var looked = db.SensitiveReads.Where(r => r.What == "list").Select(r => r.SubjectId).ToHashSet();
        Assert.All(ids, h => Assert.Contains(h.HouseholdId, looked));

        var file = await cadre.GetByteArrayAsync(list + "/xlsx");
        using (var zip = new ZipArchive(new MemoryStream(file)))
        using (var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open()))
        {
            var text = await sheet.ReadToEndAsync();
            Assert.All(listed, number => Assert.Contains(number, text, StringComparison.Ordinal));
        }
        Assert.Contains(db.SensitiveReads.AsNoTracking().ToList(), r => r.What == "list file");

        var wrong = await cadre.Send(list + "/edit", Form("A or B", "Z级"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var said = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Contains("TH1623", said, StringComparison.Ordinal);
        // What was typed is still there.
        Assert.Contains("value=\"Z级\"", said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await cadre.Send(list + "/edit", Form("only A", "A级"))).StatusCode);
        Assert.Contains("only A", await cadre.GetStringAsync(lists), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Redirect, (await cadre.Send(list + "/delete", [])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await cadre.GetAsync(list)).StatusCode);
    }

    [Fact]
    public async Task Whoever_was_stopped_opens_no_list_either()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var county = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var list = $"/lists/{site.Places.Village}/{site.List}";
        Assert.Equal(HttpStatusCode.OK, (await county.GetAsync(list)).StatusCode);
        using (var db = Open(files))
        {
            db.AccessConcerns.Add(
                new Modules.Store.Tables.AccessConcern
                {
                    CountyNo = site.Places.Household.CountyNo,
                    ConcernId = Guid.CreateVersion7(),
                    Kind = Core.Access.ConcernKind.Stopped,
                    AccountId = site.Accounts["county"],
                    AccountCountyNo = site.Places.Household.CountyNo,
                    Reason = "",
                    AtUnixMs = 0,
                }
            );
            db.SaveChanges();
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await county.GetAsync(list)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await county.GetAsync(list + "/xlsx")).StatusCode);
    }

    /// <summary>The same shared list shows each their own area and no more.</summary>
    [Fact]
    public async Task A_shared_list_shows_each_colleague_their_own_area()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var office = await SiteClient.SignedIn(own.Urls.Single(), "county");
        var form = Form("everybody A", "A级");
        form["shared"] = "yes";
        var list = (await office.Send($"/lists/{site.Places.County}/new", form)).Headers.Location!.ToString();
        var id = list[(list.LastIndexOf('/') + 1)..];
        using var cadre = await SiteClient.SignedIn(own.Urls.Single(), "cadre");
        var page = WebUtility.HtmlDecode(await cadre.GetStringAsync($"/lists/{site.Places.Village}/{id}"));
        var all = WebUtility.HtmlDecode(await office.GetStringAsync(list));
        Assert.NotEqual(Count(page), Count(all));
        Assert.True(Count(page) < Count(all));
        Assert.Equal(HttpStatusCode.Forbidden, (await cadre.GetAsync(list)).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await cadre.Send($"/lists/{site.Places.Village}/{id}/delete", [])).StatusCode
        );
    }

    private static int Count(string page) =>
        int.Parse(Fits().Match(page).Groups["count"].Value.Replace(",", "", StringComparison.Ordinal));

    private static Modules.Store.TaihangDb Open(Folder files) =>
        new(
            Modules.Store.StoreOptions.For(Modules.Store.StoreAddress.Parse(files.File("taihang.db"))),
            Modules.Store.CountyScope.Everything
        );

    [GeneratedRegex("""<a href="/household/[0-9]+/[0-9a-f-]+">(?<number>[^<]+)</a>""")]
    private static partial Regex Number();

    [GeneratedRegex("行中符合的 (?<count>[0-9,]+) 行")]
    private static partial Regex Fits();
}
