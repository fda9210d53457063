using System.Net;
using Taihang.Core.Procedures;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Web;

/// <summary>An objection that somebody makes at the office's desk, beside the one that anybody sends themselves.</summary>
public sealed class ObjectionTests(DemoSite site)
{
    [Theory]
    [InlineData("cadre", "voice", "voice")]
    [InlineData("cadre", "paper", "paper")]
    [InlineData("cadre", "visit", "web")]
    // Who has no office there speaks for themselves, whatever their form says.
    [InlineData("", "voice", "web")]
    public async Task The_office_writes_down_how_it_came_and_who_wrote_it(string login, string sent, string channel)
    {
        using var files = Repository.TemporaryFolder();
        await using var own = await site.ServeCopy(files);
        using var client = await SiteClient.SignedIn(own.Urls.Single(), login);
        var notices = $"/notices/{site.Places.Village}";
        var page = WebUtility.HtmlDecode(await client.GetStringAsync(notices));
        Assert.Equal(login.Length > 0, page.Contains("name=\"channel\"", StringComparison.Ordinal));
        var answer = await client.Send(
            notices,
            new()
            {
                ["notice"] = site.Posted.ToString(),
                ["number"] = "1",
                ["event"] = Guid.CreateVersion7().ToString(),
                ["channel"] = sent,
                ["said"] = "他家有车",
            }
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(files.File("taihang.db"))),
            CountyScope.Everything
        );
        var raised = db
            .ProcedureCases.Where(c => c.VillageNo == db.Regions.Single(r => r.Code == site.Places.Village).RegionNo)
            .AsEnumerable()
            .SelectMany(c => CaseRecord.Read(db, Pack, c.CountyNo, c.CaseId)!.Events)
            .Where(e => e.Event.Kind == CaseEventKind.Objected)
            .MaxBy(e => e.Event.EventId)!;
        Assert.Equal(channel, raised.Event.Channel);
        Assert.Equal(login.Length > 0 ? site.Accounts[login] : Guid.Empty, raised.Event.By);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en-US")]
    public Task The_notices_as_an_office_sees_them_are_a_whole_page(string language) =>
        site.Whole("cadre", $"/notices/{site.Places.Village}", language, "notices-office");

    private static readonly Methods.Read.Pack Pack = Taihang
        .Modules.Identification.PackFolder.Load(Repository.Packs, "cn")
        .Value;
}
