using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Taihang.Core.Access;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>
/// Lists, searches and pages that name no place, and the lists of the asker's own place: somebody with a name of their own stands beyond
/// each boundary, with a case, and in the other county also an account and a concern; none of these names may be in any answer.
/// </summary>
public sealed partial class ForeignAreaTests
{
    /// <summary>What every planted name begins with, so that a search finds all it may.</summary>
    private const string Planted = "雀外";
    private const string OwnName = Planted + "本村户主";

    [Fact]
    public async Task No_list_or_search_names_what_lies_beyond_the_area()
    {
        using var files = Repository.TemporaryFolder();
        await using var app = await site.ServeCopy(files, add: ListThatForgets);
        var names = Plant(app, StoreAddress.Parse(files.File("taihang.db")));
        var lists = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => e.RoutePattern.RawText!)
            .Where(t => !t.Contains('{', StringComparison.Ordinal) && t != "/twin-list")
            .SelectMany(t => new[] { t, $"{t}?find={Planted}", $"{t}?page=2", $"{t}?ended=true" })
            .ToList();
        Assert.True(lists.Count > 60, $"only {lists.Count} lists");
        foreach (var (login, own) in Own())
        {
            using var client = await SiteClient.SignedIn(app.Urls.Single(), login);
            var answers = new Dictionary<string, string>();
            foreach (var path in lists.Concat(own))
                answers[path] = await Text(await client.GetAsync(path));
            foreach (var text in new[] { Planted, "CANARY" })
                answers[$"find {text}"] = await Text(await client.Send("/find", new() { ["text"] = text }));
            var hidden = names.Where(n => n.Hidden.Contains(login)).Select(n => n.Name).ToList();
            Assert.NotEmpty(hidden);
            Assert.Empty(
                answers.SelectMany(a =>
                    hidden
                        .Where(h => a.Value.Contains(h, StringComparison.Ordinal))
                        .Select(h => $"{login}: {a.Key} tells {h}")
                )
            );
            // The search can find, and a list that forgets is caught.
            Assert.Equal(
                login is "county" or "township" or "cadre",
                answers[$"find {Planted}"].Contains(OwnName, StringComparison.Ordinal)
            );
            var forgot = await Text(await client.GetAsync("/twin-list"));
            Assert.Contains(hidden, h => forgot.Contains(h, StringComparison.Ordinal));
        }
    }

    private static async Task<string> Text(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

    private static void ListThatForgets(WebApplication app) =>
        app.MapGet(
            "/twin-list",
            (TaihangDb db) =>
                string.Join(
                    '\n',
                    db.Persons.IgnoreQueryFilters().Where(p => p.Name.StartsWith(Planted)).Select(p => p.Name)
                )
        );

    /// <summary>Lists of each asker's own place.</summary>
    private IEnumerable<(string Login, string[] Paths)> Own()
    {
        var (county, township, village, _) = site.Places;
        yield return ("nation", [$"/place/{county}", $"/procedures/{county}"]);
        yield return ("auditor", [$"/place/{county}", $"/audit/{county}", $"/audit/{county}/reads"]);
        foreach (var (login, place) in new[] { ("county", county), ("township", township), ("cadre", village) })
            yield return (
                login,
                [
                    $"/place/{place}",
                    $"/procedures/{place}",
                    $"/procedures/{place}?ended=true",
                    $"/changes/{place}",
                    $"/postings/{county}",
                    $"/duplicates/{county}",
                    $"/duplicates/{county}/{site.Pairs.Far.PairId}",
                    $"/lab/{county}",
                ]
            );
    }

    /// <returns>Each planted name with the logins from whom it is hidden.</returns>
    private List<(string Name, string[] Hidden)> Plant(WebApplication app, StoreAddress store)
    {
        var names = new List<(string, string[])>();
        var pack = app.Services.GetRequiredService<Site>().Pack;
        using var db = OpenStore.Existing(store).Value;
        var act = new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "test", "test");
        foreach (var one in Everything())
        {
            string[] hidden = [.. one.Logins, "nation", "auditor"];
            var number = $"CANARY-{one.Relation}";
            var (head, applicant) = ($"{Planted}{one.Relation}户主", $"{Planted}{one.Relation}申请人");
            db.Persons.Single(p => p.PersonId == one.Member.PersonId).Name = head;
            db.Households.Single(h => h.HouseholdId == one.Household.HouseholdId).Number = number;
            db.SaveChanges();
            var started = StartCase.Run(
                db,
                pack,
                new StartRequest(
                    Guid.NewGuid(),
                    one.Household.CountyNo,
                    one.Household.VillageNo,
                    pack.Procedures.First(p => p.Open && p.ValidOn(site.Settings.Today())).Id,
                    null,
                    applicant,
                    "web",
                    "",
                    CaseActor.Nobody,
                    ""
                ),
                site.Settings.Today(),
                act
            );
            Assert.True(started.Ok, started.Ok ? "" : started.Problems[0].ToString());
            names.AddRange([(head, hidden), (number, hidden), (applicant, hidden)]);
            if (one.County is null)
                continue;
            var account = new Viewer(
                Guid.NewGuid(),
                $"{Planted}外县干部",
                Roles.Cadre,
                one.Household.CountyNo,
                one.Household.VillageNo
            );
            Accounts.Add(db, account, "canary-cadre", "canary-cadre", false, new DateOnly(2026, 1, 1), act);
            db.AccessConcerns.Add(
                new AccessConcern
                {
                    CountyNo = one.Household.CountyNo,
                    ConcernId = Guid.NewGuid(),
                    Kind = ConcernKind.BreakGlass,
                    AccountId = account.AccountId,
                    AccountCountyNo = account.CountyNo,
                    Reason = $"{Planted}外县紧急查阅",
                }
            );
            db.SaveChanges();
            names.AddRange([
                (account.Name, [.. one.Logins, "nation"]),
                ($"{Planted}外县紧急查阅", [.. one.Logins, "nation"]),
            ]);
        }
        db.Persons.Single(p => p.PersonId == site.Places.Household.HeadId).Name = OwnName;
        db.SaveChanges();
        return names;
    }
}
