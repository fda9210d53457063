using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Web;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>A look at a household is logged before it is shown, or not shown; the auditor sees and can prove it.</summary>
public sealed partial class AuditPagesTests(DemoSite site)
{
    /// <summary>Every address that shows a household's record; what is added later belongs here.</summary>
    private IReadOnlyList<string> SensitiveRoutes => [House];

    private string House => $"/household/{site.Places.Household.CountyNo}/{site.Places.Household.HouseholdId}";

    [Fact]
    public async Task Each_look_at_a_household_is_logged_with_who_what_and_when_and_the_household_can_see_it()
    {
        var before = Reads();
        using (var cadre = await SiteClient.SignedIn(site.Base, "cadre"))
        {
            Assert.Equal(HttpStatusCode.OK, (await cadre.GetAsync(House)).StatusCode);
            var looked = WebUtility.HtmlDecode(await cadre.GetStringAsync(House + "/looked"));
            Assert.Contains("驻村干部", looked, StringComparison.Ordinal);
            Assert.Contains("本辖区日常工作", looked, StringComparison.Ordinal);
        }
        Assert.Equal(before + 1, Reads());
        using var db = site.Open();
        Assert.Null(VerifyAudit.Run(db, site.Places.Household.CountyNo).BrokenAt);
    }

    [Fact]
    public async Task Whoever_may_not_see_a_household_leaves_no_look()
    {
        var before = Reads();
        using var nation = await SiteClient.SignedIn(site.Base, "nation");
        Assert.Equal(HttpStatusCode.NotFound, (await nation.GetAsync(House)).StatusCode);
        Assert.Equal(before, Reads());
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
        await using var broken = await Broken(files, fault, twin: false);
        Assert.Empty(await Given(broken.Urls.Single(), SensitiveRoutes));
    }

    /// <summary>The twin shows the page first and logs afterwards, as best it can. The same check must catch it.</summary>
    [Fact]
    public async Task A_page_that_is_logged_after_it_is_shown_is_caught()
    {
        using var files = Repository.TemporaryFolder();
        await using var twin = await Broken(
            files,
            "CREATE TRIGGER stop BEFORE INSERT ON acts BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
            twin: true
        );
        Assert.Equal(["/twin"], await Given(twin.Urls.Single(), [.. SensitiveRoutes, "/twin"]));
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
        await using var own = await Broken(files, "SELECT 1", twin: false);
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
        using var db = new TaihangDb(StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))));
        Assert.True(long.Parse(after.Split('\n')[1]) > long.Parse(before.Split('\n')[1]));
        Assert.Equal(ReadLog.Tip(db, site.Places.Household.CountyNo).Size, long.Parse(after.Split('\n')[1]));
    }

    private int Reads()
    {
        using var db = site.Open();
        return db.SensitiveReads.Count(r => r.SubjectId == site.Places.Household.HouseholdId);
    }

    /// <summary>Which of the addresses give the household's record away, or refuse without the number that says why.</summary>
    private async Task<List<string>> Given(string address, IReadOnlyList<string> routes)
    {
        using var db = site.Open();
        var names = db
            .Persons.AsNoTracking()
            .Where(p => p.HouseholdId == site.Places.Household.HouseholdId)
            .Select(p => p.Name)
            .ToList();
        Assert.NotEmpty(names);
        var given = new List<string>();
        using var cadre = await SiteClient.SignedIn(address, "cadre");
        foreach (var route in routes)
        {
            var answer = await cadre.GetAsync(route);
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

    private async Task<WebApplication> Broken(Folder files, string fault, bool twin)
    {
        var store = site.Copy(files);
        File.Copy(SigningKey.Beside(site.Settings.KeyFile), files.File(SigningKey.FileName));
        File.Copy(site.Settings.KeyFile, files.File("master.key"));
        using (var db = new TaihangDb(StoreOptions.For(store)))
            db.Database.ExecuteSqlRaw(fault);
        var app = WebHost
            .Build(
                site.Settings with
                {
                    Store = store,
                    KeyFile = files.File("master.key"),
                    SignInsPerMinute = 10_000,
                    SignInsPerMinuteAndLogin = 10_000,
                }
            )
            .Value;
        if (twin)
            app.MapGet("/twin", LogsAfterwards);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    private async Task LogsAfterwards(HttpContext http, TaihangDb db, ActSequencer sequencer)
    {
        var household = site.Places.Household;
        var record = HouseholdFacts.Read(db, household.CountyNo, household.HouseholdId, new DateOnly(2026, 11, 23))!;
        await http.Response.WriteAsync(record.Head!.Person.Name);
        try
        {
            var act = new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "twin", "twin");
            var read = new ReadOf(household.HouseholdId, ReadPurpose.Duty, "household");
            await sequencer.Run(household.CountyNo, store => LogRead.Run(store, household.CountyNo, read, act));
        }
        catch (DbUpdateException)
        {
            // Too late.
        }
    }

    [GeneratedRegex("href=\"(?<path>/audit/\\d+/proof/[0-9a-f-]+)\"")]
    private static partial Regex ProofLink();
}
