using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Quality;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>Who may see what: every route for every account, and no personal byte where it does not belong.</summary>
public sealed partial class AccessTests(DemoSite site)
{
    internal static readonly string[] Logins = ["nation", "auditor", "county", "township", "cadre", ""];

    /// <summary>Route to the expected status for nation, auditor, county, township, cadre and nobody.</summary>
    internal static Dictionary<string, int[]> Routes(DemoSite site)
    {
        var house = $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";
        var change = $"/change/{site.Places.Household.CountyNo}";
        var question = $"/questions/{site.Places.Household.CountyNo}";
        var plan = $"/board/{site.Places.County}/{site.Plans[0]}";
        return new()
        {
            ["/"] = [200, 200, 302, 302, 302, 302],
            [$"/place/{site.Places.County}"] = [200, 200, 200, 403, 403, 302],
            [$"/place/{site.Places.Township}"] = [200, 200, 200, 200, 403, 302],
            [$"/place/{site.Places.Village}"] = [200, 200, 200, 200, 200, 302],
            [$"/place/{site.Neighbour}"] = [200, 200, 403, 403, 403, 302],
            [house] = [404, 404, 200, 200, 200, 302],
            [$"{house}/letter"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/unmask/{site.Member}"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/unmask/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            ["/find"] = [200, 200, 200, 200, 200, 302],
            ["/emergency"] = [403, 403, 200, 200, 200, 302],
            ["/concerns"] = [403, 200, 200, 403, 403, 302],
            ["/outbox"] = [403, 403, 200, 403, 403, 302],
            [$"/outbox/{site.Letter}/letter"] = [403, 403, 200, 403, 403, 302],
            [$"/outbox/{Guid.Empty}/letter"] = [403, 403, 404, 403, 403, 302],
            ["/questions"] = [403, 200, 200, 200, 200, 302],
            [$"{question}/{site.Question(QuestionKind.Copied)}"] = [404, 200, 200, 404, 404, 302],
            [$"{question}/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            [$"/lab/{site.Places.County}"] = [200, 200, 200, 403, 403, 302],
            [$"/lab/{site.OtherCounty}"] = [200, 200, 403, 403, 403, 302],
            [$"/lab/{site.Places.County}/{site.Trials[0]}"] = [200, 200, 200, 403, 403, 302],
            [$"/lab/{site.OtherCounty}/{site.Trials[0]}"] = [404, 404, 403, 403, 403, 302],
            [$"/duplicates/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/duplicates/{site.OtherCounty}"] = [403, 403, 403, 403, 403, 302],
            [$"/duplicates/{site.Places.County}/{site.Pairs.Near.PairId}"] = [403, 403, 200, 403, 403, 302],
            [$"/duplicates/{site.Places.County}/{Guid.Empty}"] = [403, 403, 404, 403, 403, 302],
            [$"{house}/change"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/change/correct"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/change/nothing"] = [404, 404, 404, 404, 404, 302],
            [$"/register/{site.Places.Village}"] = [403, 403, 200, 200, 200, 302],
            [$"/register/{site.Neighbour}"] = [403, 403, 403, 403, 403, 302],
            [$"/changes/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/changes/{site.Places.Township}"] = [403, 403, 200, 200, 403, 302],
            [$"/changes/{site.Places.Village}"] = [403, 403, 200, 200, 200, 302],
            [$"/changes/{site.Neighbour}"] = [403, 403, 403, 403, 403, 302],
            [$"{change}/{site.Change("open")}"] = [404, 404, 200, 200, 200, 302],
            [$"{change}/{site.Change("open")}/reverse"] = [404, 404, 404, 404, 404, 302],
            [$"{change}/{site.Change("applied")}/reverse"] = [404, 404, 200, 200, 200, 302],
            [$"{change}/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            ["/methods"] = [200, 200, 200, 200, 200, 200],
            ["/methods/monitoring"] = [200, 200, 200, 200, 200, 200],
            ["/methods/none"] = [404, 404, 404, 404, 404, 404],
            [$"/postings/{site.Places.County}"] = [200, 200, 200, 403, 403, 302],
            [$"/posting/{site.Places.Village}"] = [200, 200, 200, 200, 200, 302],
            [$"{house}/looked"] = [404, 200, 200, 200, 200, 302],
            ["/audit"] = [403, 200, 403, 403, 403, 302],
            [$"/audit/{site.Places.County}"] = [403, 200, 403, 403, 403, 302],
            ["/audit/0"] = [403, 200, 403, 403, 403, 302],
            [$"/audit/{site.Places.County}/reads"] = [403, 200, 403, 403, 403, 302],
            [$"/audit/{site.Places.County}/checkpoint"] = [403, 200, 403, 403, 403, 302],
            [$"/audit/{site.Places.County}/proof/{site.Act}"] = [403, 200, 403, 403, 403, 302],
            [$"/audit/{site.Places.County}/proof/{Guid.Empty}"] = [403, 404, 403, 403, 403, 302],
            ["/audit/999999"] = [404, 404, 404, 404, 404, 404],
            ["/public/audit/key"] = [200, 200, 200, 200, 200, 200],
            ["/public/audit/checkpoint"] = [200, 200, 200, 200, 200, 200],
            ["/public"] = [200, 200, 200, 200, 200, 200],
            [$"/public/village/{site.Places.Village}"] = [200, 200, 200, 200, 200, 200],
            [$"/notice/{site.Places.Village}"] = [200, 200, 200, 200, 200, 200],
            ["/sign-in"] = [200, 200, 200, 200, 200, 200],
            ["/tasks"] = [200, 200, 200, 200, 200, 302],
            [$"/procedures/{site.Places.County}"] = [200, 200, 200, 403, 403, 302],
            [$"/procedures/{site.Places.Township}"] = [200, 200, 200, 200, 403, 302],
            [$"/procedures/{site.Places.Village}"] = [200, 200, 200, 200, 200, 302],
            [$"/board/{site.Places.County}"] = [200, 200, 200, 403, 403, 302],
            [$"/board/{site.Places.Township}"] = [404, 404, 404, 404, 404, 404],
            [$"/board/{site.OtherCounty}"] = [200, 200, 403, 403, 403, 302],
            [plan] = [200, 200, 200, 403, 403, 302],
            [$"{plan}/village/{site.Places.Village}"] = [200, 200, 200, 403, 403, 302],
            [$"{plan}/village/{site.Neighbour}"] = [404, 404, 404, 403, 403, 302],
            [$"{plan}/cadre/{site.Planned}"] = [200, 200, 200, 403, 403, 302],
            [$"{plan}/cadre/{Guid.Empty}"] = [404, 404, 404, 403, 403, 302],
            [$"{plan}/study"] = [200, 200, 200, 403, 403, 302],
            [$"{plan}/compare?with={site.Plans[1]}"] = [200, 200, 200, 403, 403, 302],
            [$"{plan}/compare"] = [404, 404, 404, 403, 403, 302],
            [$"{plan}/letters"] = [200, 200, 200, 403, 403, 302],
            [$"/board/{site.Places.County}/{Guid.Empty}"] = [404, 404, 404, 403, 403, 302],
            [$"/board/{site.OtherCounty}/{site.Plans[0]}"] = [404, 404, 403, 403, 403, 302],
            [$"/roster/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/roster/{site.OtherCounty}"] = [403, 403, 403, 403, 403, 302],
            [$"/roster/{site.Places.Village}"] = [404, 404, 404, 404, 404, 404],
            [$"/roster/{site.Places.County}/{site.Planned}"] = [403, 403, 200, 403, 403, 302],
            [$"/roster/{site.Places.County}/{Guid.Empty}"] = [403, 403, 404, 403, 403, 302],
            [$"/comparisons/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/comparisons/{site.Places.Township}"] = [403, 403, 200, 200, 403, 302],
            [$"/comparisons/{site.Places.Village}"] = [404, 404, 404, 404, 404, 404],
            [$"/comparisons/{site.OtherCounty}"] = [403, 403, 403, 403, 403, 302],
            [$"/comparisons/{site.Places.County}/{Guid.Empty}"] = [403, 403, 404, 403, 403, 302],
            [$"/procedures/{site.Neighbour}"] = [200, 200, 403, 403, 403, 302],
            [$"/case/{site.Places.Household.CountyNo}/{site.Running}"] = [200, 200, 200, 200, 200, 302],
            [$"/case/{site.Places.Household.CountyNo}/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            [$"/apply/{site.Places.Village}"] = [200, 200, 200, 200, 200, 200],
            [$"/notices/{site.Places.Village}"] = [200, 200, 200, 200, 200, 200],
            [$"/notices/{site.Places.Village}/{site.Posted}"] = [403, 403, 200, 200, 200, 302],
            [$"/notices/{site.Places.Village}/{Guid.Empty}"] = [403, 403, 404, 404, 404, 302],
            ["/me"] = [200, 200, 200, 200, 200, 302],
            [$"/me/passkeys/{site.Passkey}"] = [404, 404, 404, 200, 404, 302],
            [$"/me/passkeys/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            ["/invitation"] = [200, 200, 200, 200, 200, 200],
            ["/accounts"] = [200, 403, 200, 403, 403, 302],
            ["/accounts/new"] = [200, 403, 200, 403, 403, 302],
            [$"/accounts/{site.Accounts["cadre"]}"] = [404, 403, 200, 403, 403, 302],
            [$"/accounts/{site.Accounts["county"]}"] = [200, 403, 404, 403, 403, 302],
            [$"/accounts/{Guid.Empty}"] = [404, 403, 404, 403, 403, 302],
            [$"/forms/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/forms/{site.Places.Village}"] = [403, 403, 200, 200, 200, 302],
            [$"/forms/{site.Neighbour}"] = [403, 403, 403, 403, 403, 302],
            [$"/forms/{site.Places.Village}/print/village-list"] = [403, 403, 200, 200, 200, 302],
            [$"/forms/{site.Places.Village}/print/member-list"] = [403, 403, 200, 200, 200, 302],
            [$"/forms/{site.Places.Village}/print/registration"] = [403, 403, 404, 404, 404, 302],
            [$"/forms/{site.Places.Village}/print/village-list/xlsx"] = [403, 403, 200, 200, 200, 302],
            [$"/forms/{site.Places.Village}/sheet/{Guid.Empty}"] = [403, 403, 404, 404, 404, 302],
            [$"/forms/{site.Places.Village}/sheet/{Guid.Empty}/filled"] = [403, 403, 404, 404, 404, 302],
            [$"/forms/{site.Places.Village}/sheet/{Guid.Empty}/file"] = [403, 403, 404, 404, 404, 302],
            [$"/forms/{site.Places.Village}/sheet/{Guid.Empty}/remarks"] = [403, 403, 404, 404, 404, 302],
            [$"{house}/form/registration"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/form/handbook"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/form/village-list"] = [404, 404, 404, 404, 404, 302],
            [$"{house}/form/registration/xlsx"] = [404, 404, 200, 200, 200, 302],
            [$"/lists/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/lists/{site.Places.Village}"] = [403, 403, 200, 200, 200, 302],
            [$"/lists/{site.Neighbour}"] = [403, 403, 403, 403, 403, 302],
            [$"/lists/{site.Places.Village}/new"] = [403, 403, 200, 200, 200, 302],
            [$"/lists/{site.Places.Village}/{site.List}"] = [403, 403, 200, 200, 200, 302],
            [$"/lists/{site.Neighbour}/{site.List}"] = [403, 403, 403, 403, 403, 302],
            [$"/lists/{site.Places.Village}/{Guid.Empty}"] = [403, 403, 404, 404, 404, 302],
            [$"/lists/{site.Places.Village}/{site.List}/xlsx"] = [403, 403, 200, 200, 200, 302],
            // Its maker changes it, the others make a copy.
            [$"/lists/{site.Places.Village}/{site.List}/edit"] = [403, 403, 200, 403, 403, 302],
            [$"/burden/{site.Places.County}"] = [200, 200, 200, 403, 403, 302],
            [$"/burden/{site.Places.Village}"] = [200, 200, 200, 200, 200, 302],
            [$"/burden/{site.Neighbour}"] = [200, 200, 403, 403, 403, 302],
            [$"/burden/{site.Places.County}/csv"] = [200, 200, 200, 403, 403, 302],
            [$"{house}/own/{site.Member}"] = [404, 404, 200, 200, 200, 302],
            [$"{house}/own/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            [$"/own-requests/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/own-requests/{site.Places.Township}"] = [403, 403, 200, 200, 403, 302],
            [$"/own-requests/{site.Places.Village}"] = [403, 403, 200, 200, 200, 302],
            [$"/own-requests/{site.Neighbour}"] = [403, 403, 403, 403, 403, 302],
            [$"/own-request/{site.Places.Household.CountyNo}/{site.Asked}"] = [404, 404, 200, 200, 200, 302],
            [$"/own-request/{site.Places.Household.CountyNo}/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            [$"/retention/{site.Places.County}"] = [403, 403, 200, 403, 403, 302],
            [$"/retention/{site.OtherCounty}"] = [403, 403, 403, 403, 403, 302],
            ["/mine"] = [200, 200, 200, 200, 200, 200],
            [$"{house}/attach"] = [404, 404, 200, 200, 200, 302],
            [$"/case/{site.Places.Household.CountyNo}/{site.Running}/attach"] = [404, 404, 200, 200, 200, 302],
            [$"/attachment/{site.Places.Household.CountyNo}/{site.Attached("evidence")}"] =
            [
                404,
                404,
                200,
                200,
                200,
                302,
            ],
            [$"/attachment/{site.Places.Household.CountyNo}/{Guid.Empty}"] = [404, 404, 404, 404, 404, 302],
            ["/receipt"] = [200, 200, 200, 200, 200, 200],
            ["/health"] = [200, 200, 200, 200, 200, 200],
            // At an address of its own only: see HealthTests.
            ["/metrics"] = [404, 404, 404, 404, 404, 404],
            ["/assets/0/none.css"] = [404, 404, 404, 404, 404, 404],
        };
    }

    private Dictionary<string, int[]> Matrix => Routes(site);

    [Fact]
    public async Task Every_route_answers_each_account_as_its_area_allows()
    {
        for (var i = 0; i < Logins.Length; i++)
        {
            using var client = await SiteClient.SignedIn(site.Base, Logins[i]);
            foreach (var (route, expected) in Matrix)
                Assert.True(
                    (int)(await client.GetAsync(route)).StatusCode is var status && status == expected[i],
                    $"{Logins[i]} {route}: {status}, not {expected[i]}"
                );
        }
    }

    [Fact]
    public void Every_route_of_the_site_stands_in_the_matrix()
    {
        var source = string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src", "Taihang.Web"), "*.cs")
                .Select(File.ReadAllText)
        );
        var mapped = Mapped().Matches(source).Select(m => m.Groups["first"].Value).Distinct().ToList();
        Assert.Contains("/receipt", mapped);
        Assert.DoesNotContain(mapped, route => !Matrix.Keys.Any(k => k.StartsWith(route, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_household_of_another_county_is_not_there()
    {
        using var db = site.Open();
        var foreign = db.Households.AsNoTracking().First(h => h.CountyNo != site.Places.Household.CountyNo);
        foreach (var login in new[] { "county", "township", "cadre" })
        {
            using var client = await SiteClient.SignedIn(site.Base, login);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await client.GetAsync($"/household/{foreign.CountyNo}/{foreign.HouseholdId}")).StatusCode
            );
        }
    }

    [Fact]
    public async Task Public_pages_name_no_villager_and_no_number()
    {
        using var client = await SiteClient.SignedIn(site.Base, "");
        using var db = site.Open();
        var village = db.Regions.AsNoTracking().Single(r => r.Code == site.Places.Village);
        var households = db.Households.AsNoTracking().Where(h => h.VillageNo == village.RegionNo).ToList();
        var ids = households.Select(h => h.HouseholdId).ToList();
        var names = db.Persons.AsNoTracking().Where(p => ids.Contains(p.HouseholdId)).Select(p => p.Name).ToList();
        Assert.NotEmpty(names);
        var secretary = db.Cadres.AsNoTracking().Select(c => c.Name).ToHashSet();
        foreach (
            var route in new[]
            {
                "/public",
                $"/public/village/{site.Places.Village}",
                $"/notice/{site.Places.Village}",
                $"/notices/{site.Places.Village}",
                $"/apply/{site.Places.Village}",
            }
        )
        {
            var text = WebUtility.HtmlDecode(await client.GetStringAsync(route));
            Assert.DoesNotContain(
                names,
                name => !secretary.Contains(name) && text.Contains(name, StringComparison.Ordinal)
            );
            Assert.DoesNotContain(households, h => text.Contains(h.Number, StringComparison.Ordinal));
            Assert.DoesNotMatch(LongNumber(), TokenValue().Replace(text, ""));
        }
        // The control: the office's own page does name them.
        using var cadre = await SiteClient.SignedIn(site.Base, "cadre");
        var office = WebUtility.HtmlDecode(await cadre.GetStringAsync($"/place/{site.Places.Village}"));
        Assert.Contains(names, name => office.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_household_page_and_its_letter_never_show_a_sealed_number()
    {
        using var client = await SiteClient.SignedIn(site.Base, "cadre");
        var page = $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";
        var text = WebUtility.HtmlDecode(
            await client.GetStringAsync(page) + await client.GetStringAsync($"{page}/letter")
        );
        Assert.DoesNotMatch(SealedNumber(), TokenValue().Replace(text, ""));
    }

    [Fact]
    public async Task A_wrong_password_is_refused_without_saying_what_was_wrong()
    {
        using var client = new SiteClient(site.Base);
        var (unknown, known) = (await client.SignIn("nobody", "x"), await client.SignIn("county", "x"));
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, known.StatusCode);
        var (first, second) = (await unknown.Content.ReadAsStringAsync(), await known.Content.ReadAsStringAsync());
        Assert.Contains("value=\"county\"", second, StringComparison.Ordinal);
        Assert.Equal(
            TokenValue().Replace(first, "").Replace("value=\"nobody\"", "", StringComparison.Ordinal),
            TokenValue().Replace(second, "").Replace("value=\"county\"", "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var client = new SiteClient(site.Base);
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string> { ["login"] = "county", ["password"] = "county" }
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync("/sign-in", form)).StatusCode);
    }

    [Theory]
    [InlineData("//elsewhere.example", "/")]
    [InlineData("https://elsewhere.example", "/")]
    [InlineData("/\\elsewhere.example", "/")]
    [InlineData("/\t/elsewhere.example", "/")]
    [InlineData("/public", "/public")]
    public async Task The_language_form_leads_to_no_other_site(string back, string expected)
    {
        using var client = new SiteClient(site.Base);
        var answer = await client.Send("/language", new() { ["language"] = "en", ["back"] = back });
        Assert.Equal(expected, answer.Headers.Location!.ToString());
    }

    [GeneratedRegex("""MapGet\(\s*"(?<first>/[a-z-]*)""")]
    private static partial Regex Mapped();

    [GeneratedRegex("""name="__RequestVerificationToken" value="[^"]+" """)]
    private static partial Regex TokenValue();

    /// <summary>Longer than a village code: an ID number, an account.</summary>
    [GeneratedRegex("[0-9]{15,}")]
    private static partial Regex LongNumber();

    [GeneratedRegex("(?<![0-9-])[0-9]{17}[0-9X](?![0-9])|(?<![0-9])000[0-9]{8}(?![0-9])")]
    private static partial Regex SealedNumber();
}
