using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A look at a household is logged before it is shown, or not shown; the auditor sees and can prove it.</summary>
public sealed partial class AuditPagesTests(DemoSite site)
{
    /// <summary>Every address that names a household, with an account that may see it; a later one without a row here is found below.</summary>
    private IReadOnlyList<(string Login, string Route)> SensitiveRoutes =>
        [
            ("cadre", House),
            ("cadre", House + "/letter"),
            ("cadre", $"{House}/unmask/{site.Member}"),
            ("cadre", $"/place/{site.Places.Village}"),
            ("cadre", $"/brief/{site.Places.Village}"),
            ("cadre", $"/cards/{site.Places.Village}"),
            ("cadre", "/tasks"),
            ("cadre", $"/procedures/{site.Places.Village}"),
            ("cadre", $"/case/{site.Places.Household.CountyNo}/{site.Running}"),
            ("cadre", $"/notices/{site.Places.Village}/{site.Posted}"),
            ("county", $"/procedures/{site.Places.County}"),
            ("county", $"/outbox/{site.Letter}/letter"),
            ("township", $"/procedures/{site.Places.Township}"),
            ("cadre", House + "/change"),
            ("cadre", House + "/change/correct"),
            ("county", $"/changes/{site.Places.County}"),
            ("township", $"/changes/{site.Places.Township}"),
            ("cadre", $"/changes/{site.Places.Village}"),
            ("township", $"/change/{site.Places.Household.CountyNo}/{site.Change("open")}"),
            ("county", $"/change/{site.Places.Household.CountyNo}/{site.Change("applied")}/reverse"),
            ("county", $"/duplicates/{site.Places.County}"),
            ("cadre", $"/forms/{site.Places.Village}/print/village-list"),
            ("cadre", $"/forms/{site.Places.Village}/print/member-list"),
            ("cadre", $"/lists/{site.Places.Village}/{site.List}"),
            ("cadre", House + "/attach"),
            ("cadre", $"/case/{site.Places.Household.CountyNo}/{site.Running}/attach"),
            ("cadre", $"/attachment/{site.Places.Household.CountyNo}/{site.Attached("evidence")}"),
            ("cadre", House + "/form/registration"),
            ("cadre", House + "/form/handbook"),
            ("county", $"/duplicates/{site.Places.County}/{site.Pairs.Near.PairId}"),
            ("cadre", $"{House}/own/{site.Member}"),
            ("county", $"/retention/{site.Places.County}"),
            ("county", $"/own-requests/{site.Places.County}"),
            ("township", $"/own-requests/{site.Places.Township}"),
            ("cadre", $"/own-requests/{site.Places.Village}"),
            ("township", $"/own-request/{site.Places.Household.CountyNo}/{site.Asked}"),
        ];

    /// <summary>A site of one's own, on whose list of looks nobody else's stand.</summary>
    private const string NoLooks = "DELETE FROM sensitive_reads";

    /// <summary>What the household itself is given: its number and who looked, nothing of the record.</summary>
    private string Looked => House + "/looked";

    private string House => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    [Fact]
    public async Task Each_look_at_a_household_is_logged_with_who_what_and_when_and_the_household_can_see_it()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, NoLooks);
        var address = own.Urls.Single();
        using (var cadre = await SiteClient.SignedIn(address, "cadre"))
        {
            foreach (var route in new[] { House, House + "/letter", $"/place/{site.Places.Village}" })
                Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(route)).StatusCode);
            var looked = WebUtility.HtmlDecode(await cadre.GetStringAsync(Looked));
            foreach (var words in new[] { "驻村干部", "本辖区日常工作", "户页面", "认定理由书", "村的农户清单" })
                Assert.Contains(words, looked, StringComparison.Ordinal);
        }
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var found = db
            .SensitiveReads.Where(r => r.SubjectId == site.Places.Household.HouseholdId)
            .Select(r => r.What)
            .ToList();
        Assert.Equal(["household", "letter", "village"], found.Order(StringComparer.Ordinal));
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
    }

    /// <summary>A pair across two counties is a look at both households, and each county's log has it.</summary>
    [Fact]
    public async Task A_look_at_a_pair_stands_in_the_log_of_each_of_its_counties()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, NoLooks);
        using (var county = await SiteClient.SignedIn(own.Urls.Single(), "county"))
            await county.GetStringAsync($"/duplicates/{site.Places.County}/{site.Pairs.Far.PairId}");
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var far = db.Persons.Single(p => p.PersonId == site.Pairs.Far.PersonB);
        Assert.Equal(
            new[]
            {
                (site.Pairs.Far.CountyNo, site.Places.Household.HouseholdId),
                (far.CountyNo, far.HouseholdId),
            }.Order(),
            db.SensitiveReads.AsEnumerable().Select(r => (r.CountyNo, r.SubjectId)).Order()
        );
        Assert.All(
            new[] { site.Pairs.Far.CountyNo, far.CountyNo },
            countyNo => Assert.Null(VerifyAudit.Run(db, countyNo).BrokenAt)
        );
    }

    /// <summary>Asks every address of the site as every account; whatever names a household must be logged, and so stand above.</summary>
    [Fact]
    public async Task Every_page_that_names_a_household_is_among_the_sensitive_routes()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, NoLooks);
        var marks = Marks();
        var naming = new HashSet<string>();
        foreach (var (login, i) in AccessTests.Logins.Select((login, i) => (login, i)))
        {
            using var client = await SiteClient.SignedIn(own.Urls.Single(), login);
            foreach (var (route, _) in AccessTests.Routes(site).Where(r => r.Value[i] == 200))
            {
                var text = WebUtility.HtmlDecode(await client.GetStringAsync(route));
                if (marks.Exists(mark => text.Contains(mark, StringComparison.Ordinal)))
                    naming.Add(route);
            }
        }
        Assert.Contains(Looked, naming);
        Assert.Equal(
            SensitiveRoutes.Select(r => r.Route).Order(StringComparer.Ordinal),
            naming.Except([Looked]).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Whoever_may_not_see_a_household_leaves_no_look()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files, NoLooks);
        using (var nation = await SiteClient.SignedIn(own.Urls.Single(), "nation"))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await nation.GetAsync(House)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await nation.GetAsync($"/place/{site.Places.Village}")).StatusCode);
        }
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.Empty(db.SensitiveReads);
    }

    /// <summary>The store takes nothing any more: no page with a household's record is given, and the refusal has its number.</summary>
    [Theory]
    [InlineData("CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")]
    [InlineData("CREATE TRIGGER stop BEFORE INSERT ON audit_leaves BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")]
    [InlineData("CREATE TRIGGER stop BEFORE UPDATE ON audit_tips BEGIN SELECT RAISE(ABORT, 'the disk is full'); END")]
    [InlineData(
        "CREATE TRIGGER stop BEFORE INSERT ON sensitive_reads BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )]
    [InlineData("DROP TABLE sensitive_reads")]
    public async Task A_look_that_cannot_be_logged_does_not_happen(string fault)
    {
        using var files = Repository.TemporaryFolder();
        await using var broken = await site.ServeCopy(files, fault);
        Assert.Empty(await Given(broken.Urls.Single(), SensitiveRoutes));
    }

    /// <summary>The twin shows the page first and logs afterwards, as best it can. The same check must catch it.</summary>
    [Fact]
    public async Task A_page_that_is_logged_after_it_is_shown_is_caught()
    {
        using var files = Repository.TemporaryFolder();
        await using var twin = await site.ServeCopy(
            files,
            "CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
            app => app.MapGet("/twin", LogsAfterwards)
        );
        Assert.Equal(["/twin"], await Given(twin.Urls.Single(), [.. SensitiveRoutes, ("cadre", "/twin")]));
    }

    [Fact]
    public async Task The_auditor_filters_the_log_and_takes_a_proof_that_holds()
    {
        using var auditor = await SiteClient.SignedIn(site.Base, "auditor");
        using var anybody = new SiteClient(site.Base);
        var key = LogKey.Read(await anybody.GetStringAsync("/public/audit/key")).Value;
        var national = Checkpoint.Open(await anybody.GetStringAsync("/public/audit/checkpoint"), key).Value;
        Assert.Contains(
            national.Counties(key).Value,
            c => c.Origin == Checkpoint.CountyOrigin(key, site.Places.Household.CountyNo)
        );
        var page = await auditor.GetStringAsync($"/audit/{site.Places.County}?kind=identification.run");
        Assert.Contains("<code>identification.run</code>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<code>registry.import</code>", page, StringComparison.Ordinal);
        var link = ProofLink().Match(page).Groups["path"].Value;
        var proof = InclusionProof.Read(await auditor.GetStringAsync(link)).Value;
        Assert.Equal("identification.run", proof.Act!.Kind);
        Assert.True(proof.Verify(key).Ok);
        Assert.Contains(
            "没有这样的行为",
            WebUtility.HtmlDecode(
                await auditor.GetStringAsync($"/audit/{site.Places.County}?from=2001-01-01&to=2001-01-02")
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_auditor_makes_a_new_checkpoint_and_nobody_else_does()
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        var address = own.Urls.Single();
        using (var cadre = await SiteClient.SignedIn(address, "cadre"))
        {
            Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(House)).StatusCode);
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await cadre.Send($"/audit/{site.Places.County}/checkpoint", [])).StatusCode
            );
        }
        using var auditor = await SiteClient.SignedIn(address, "auditor");
        var before = await auditor.GetStringAsync($"/audit/{site.Places.County}/checkpoint");
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await auditor.Send($"/audit/{site.Places.County}/checkpoint", [])).StatusCode
        );
        var after = await auditor.GetStringAsync($"/audit/{site.Places.County}/checkpoint");
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        Assert.True(long.Parse(after.Split('\n')[1]) > long.Parse(before.Split('\n')[1]));
        Assert.Equal(ReadLog.Tip(db, site.Places.Household.CountyNo).Size, long.Parse(after.Split('\n')[1]));
    }

    /// <summary>
    /// What gives a household of the village away: its number, or a member's name. Names that a cadre or a place has too say nothing, and
    /// so short a name as could stand in any sentence.
    /// </summary>
    private List<string> Marks()
    {
        using var db = site.Open();
        var village = db.Regions.AsNoTracking().Single(r => r.Code == site.Places.Village);
        var households = db.Households.AsNoTracking().Where(h => h.VillageNo == village.RegionNo).ToList();
        var ids = households.Select(h => h.HouseholdId).ToList();
        var known = db.Cadres.Select(c => c.Name).Concat(db.Regions.Select(r => r.Name)).ToHashSet();
        return
        [
            .. households.Select(h => h.Number),
            .. db
                .Persons.Where(p => ids.Contains(p.HouseholdId))
                .Select(p => p.Name)
                .AsEnumerable()
                .Where(name => name.Length > 2 && !known.Contains(name)),
        ];
    }

    /// <summary>Which of the addresses give the household's record away, or refuse without the number that says why.</summary>
    private async Task<List<string>> Given(string address, IReadOnlyList<(string Login, string Route)> routes)
    {
        using var db = site.Open();
        var names = db
            .Persons.AsNoTracking()
            .Where(p => p.HouseholdId == site.Places.Household.HouseholdId)
            .Select(p => p.Name)
            .ToList();
        Assert.NotEmpty(names);
        var given = new List<string>();
        foreach (var (login, route) in routes)
        {
            using var client = await SiteClient.SignedIn(address, login);
            var answer = await client.GetAsync(route);
            var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            if (
                answer.StatusCode != HttpStatusCode.ServiceUnavailable
                || !text.Contains("TH0256", StringComparison.Ordinal)
                || names.Exists(name => text.Contains(name, StringComparison.Ordinal))
                || text.Contains(site.Places.Household.Number, StringComparison.Ordinal)
            )
                given.Add(route);
        }
        return given;
    }

    private async Task LogsAfterwards(HttpContext http, TaihangDb db, ActSequencer sequencer)
    {
        var household = site.Places.Household;
        db.Enter(CountyScope.Of(household.CountyNo));
        var record = HouseholdFacts.Read(db, household.CountyNo, household.HouseholdId, new DateOnly(2026, 11, 23))!;
        await http.Response.WriteAsync(record.Head!.Person.Name);
        try
        {
            var act = new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "twin", "twin");
            var read = new ReadOf([household.HouseholdId], ReadPurpose.Duty, "household");
            await sequencer.Run(
                CountyScope.Of(household.CountyNo),
                household.CountyNo,
                store => LogRead.Run(store, household.CountyNo, read, act)
            );
        }
        catch (DbUpdateException)
        {
            // Too late.
        }
    }

    [GeneratedRegex("href=\"(?<path>/audit/\\d+/proof/[0-9a-f-]+)\"")]
    private static partial Regex ProofLink();
}
