using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Taihang.Core.Regions;
using Taihang.Modules.Regions;
using Taihang.Modules.Store.Tables;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>
/// Every address of the site, read from the running site itself, asked for what lies beyond the asker's area: another county, another
/// township, another village. A later address is asked too, and fails where nobody said what its parameters are.
/// </summary>
public sealed partial class ForeignAreaTests(DemoSite site)
{
    /// <summary>What anybody may see of any place, by law: what is public names no household.</summary>
    private static readonly string[] Public =
    [
        "/public/village/{code}",
        "/notice/{code}",
        "/notices/{code}",
        "/apply/{code}",
        "/methods/{id}",
        "/assets/{hash}/{name}",
    ];

    /// <summary>A household beyond somebody's area, with all that an address may name of it.</summary>
    private sealed record Beyond(
        string Relation,
        string[] Logins,
        string Village,
        string Township,
        string? County,
        Household Household,
        Person Member,
        Guid? Case
    );

    [Fact]
    public async Task No_address_gives_what_lies_beyond_the_area()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var (asked, given) = await Given(own);
        Assert.True(asked > 200, $"only {asked} were asked");
        Assert.Empty(given);
    }

    /// <summary>The twin has one page that forgot to ask whose area it is, and one form.</summary>
    [Fact]
    public async Task A_page_that_forgets_to_ask_is_caught()
    {
        using var files = Repository.TemporaryFolder();
        await using var twin = await site.ServeCopy(
            files,
            add: app =>
            {
                app.MapGet("/twin/{code}", (string code) => $"the village {code}");
                app.MapPost(
                    "/twin/{county:int}/{id:guid}",
                    (int county, Guid id, Modules.Store.TaihangDb db) =>
                        Results.Text(
                            db.Households.IgnoreQueryFilters()
                                .Single(h => h.CountyNo == county && h.HouseholdId == id)
                                .Number,
                            statusCode: 404
                        )
                );
            }
        );
        var (_, given) = await Given(twin, "/twin");
        Assert.Contains(given, g => g.Contains("GET /twin/", StringComparison.Ordinal));
        Assert.Contains(
            given,
            g =>
                g.StartsWith("county county: POST /twin/", StringComparison.Ordinal)
                && g.EndsWith(" 404", StringComparison.Ordinal)
        );
    }

    /// <summary>How many requests were made, and which were answered with more than that there is nothing for the asker.</summary>
    private async Task<(int Asked, List<string> Given)> Given(
        WebApplication app,
        string under = "/",
        string? relation = null
    )
    {
        var endpoints = app
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e =>
                (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []).Select(m =>
                    (Method: m, Template: e.RoutePattern.RawText!)
                )
            )
            .Where(e =>
                e.Template.StartsWith(under, StringComparison.Ordinal)
                && e.Template.Contains('{', StringComparison.Ordinal)
                && !Public.Contains(e.Template)
            )
            .ToList();
        var (asked, given) = (0, new List<string>());
        var beyond = Everything().Where(b => relation is null || b.Relation == relation).ToList();
        foreach (var login in beyond.SelectMany(b => b.Logins).Distinct())
        {
            using var client = await SiteClient.SignedIn(app.Urls.Single(), login);
            foreach (var one in beyond.Where(b => b.Logins.Contains(login)))
            foreach (var (method, template) in endpoints)
            foreach (var path in Paths(template, one))
            {
                asked++;
                var answer = method == "GET" ? await client.GetAsync(path) : await client.Send(path, []);
                var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
                var told =
                    text.Contains(one.Household.Number, StringComparison.Ordinal)
                    || (one.Member.Name.Length > 2 && text.Contains(one.Member.Name, StringComparison.Ordinal));
                if (told || answer.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.NotFound))
                    given.Add($"{login} {one.Relation}: {method} {path} {(int)answer.StatusCode}");
            }
        }
        return (asked, given);
    }

    private IEnumerable<string> Paths(string template, Beyond one)
    {
        string[] codes =
            template.StartsWith("/audit/", StringComparison.Ordinal) || one.County is null
                ? [one.Village, one.Township]
                : [one.Village, one.Township, one.County];
        foreach (var code in template.Contains("{code}", StringComparison.Ordinal) ? codes : [""])
            yield return Parameter()
                .Replace(
                    template,
                    match =>
                        match.Groups["name"].Value switch
                        {
                            "code" => code,
                            "county" when template.StartsWith("/audit/", StringComparison.Ordinal) => one.County
                                ?? one.Village,
                            "county" => one.Household.CountyNo.ToString(),
                            "id" when template.StartsWith("/case/", StringComparison.Ordinal) => (
                                one.Case ?? Guid.Empty
                            ).ToString(),
                            "id" => one.Household.HouseholdId.ToString(),
                            "person" => one.Member.PersonId.ToString(),
                            "pair" or "trial" or "act" => Guid.Empty.ToString(),
                            // The asker's own, under a place that is not.
                            "plan" => site.Plans[0].ToString(),
                            "cadre" => site.Planned.ToString(),
                            "village" => one.Village,
                            "kind" => "correct",
                            "form" => "registration",
                            var unknown => throw new InvalidOperationException(
                                $"{template}: say here what {{{unknown}}} is of somebody beyond the area."
                            ),
                        }
                );
    }

    private List<Beyond> Everything()
    {
        using var db = site.Open();
        var tree = LoadRegions.Tree(db);
        var own = tree.ByNumber(site.Places.Household.VillageNo)!;
        var county = own.CountyNo;
        Beyond? Of(string relation, string[] logins, Func<RegionPlace, bool> there)
        {
            var villages = tree.OfLevel("village").Where(there).Select(v => v.RegionNo).ToHashSet();
            var household = db
                .Households.AsNoTracking()
                .AsEnumerable()
                .FirstOrDefault(h => villages.Contains(h.VillageNo) && h.HeadId != null);
            if (household is null)
                return null;
            var village = tree.ByNumber(household.VillageNo)!;
            return new Beyond(
                relation,
                logins,
                village.Code,
                relation == "village" ? village.Code : tree.ByNumber(village.ParentNo)!.Code,
                relation == "county" ? tree.PathTo(village.RegionNo).Single(p => p.Level == "county").Code : null,
                household,
                db.Persons.AsNoTracking().Single(p => p.PersonId == household.HeadId),
                db.ProcedureCases.AsNoTracking()
                    .Where(c => c.VillageNo == household.VillageNo)
                    .Select(c => (Guid?)c.CaseId)
                    .FirstOrDefault()
            );
        }
        Beyond?[] all =
        [
            Of("county", ["county", "township", "cadre"], v => v.CountyNo != county),
            Of("township", ["township", "cadre"], v => v.CountyNo == county && v.ParentNo != own.ParentNo),
            Of("village", ["cadre"], v => v.ParentNo == own.ParentNo && v.RegionNo != own.RegionNo),
        ];
        Assert.All(all, Assert.NotNull);
        return [.. all.OfType<Beyond>()];
    }

    [GeneratedRegex("{(?<name>[a-z]+)(:[a-z]+)?}")]
    private static partial Regex Parameter();
}
