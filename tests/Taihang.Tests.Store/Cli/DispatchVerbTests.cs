using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Dispatch.Board;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Dispatch;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary><c>taihang dispatch plan | compare | certify</c> as a county clerk types them.</summary>
public sealed class DispatchVerbTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_plan_is_only_shown_unless_it_is_kept_and_two_are_set_beside_each_other()
    {
        using var county = new DispatchCounty(cluster, Engine.Sqlite);
        county.Identify();
        Assert.True(county.Import(county.Roster()).Ok);
        var shown = await Dispatch(county, "plan", "--area", "130623", "--as-of", "2026-03-01", "--json");
        Assert.Equal((0, ""), (shown.Code, shown.Error));
        using var plan = JsonDocument.Parse(shown.Output);
        Assert.Equal(3, plan.RootElement.GetProperty("figures").GetProperty("filled").GetInt32());
        Assert.Equal(JsonValueKind.Null, plan.RootElement.GetProperty("plan_id").ValueKind);
        Assert.Empty(PlanRecord.List(county.Db, DispatchCounty.CountyNo));

        foreach (var name in new[] { "one", "other" })
        {
            var kept = await Dispatch(county, "plan", "--area", "130623", "--as-of", "2026-03-01", "--save", name);
            Assert.Equal(0, kept.Code);
            Assert.Contains("nobody is posted yet", kept.Output, StringComparison.Ordinal);
        }
        Assert.Equal(2, PlanRecord.List(county.Db, DispatchCounty.CountyNo).Count);
        Assert.Equal(0, await county.Db.Postings.CountAsync(TestContext.Current.CancellationToken));
        var compared = await Dispatch(county, "compare", "one", "other", "--area", "130623");
        Assert.Contains("0 villages differ", compared.Output, StringComparison.Ordinal);
        var wrong = await Dispatch(county, "compare", "one", "third", "--area", "130623");
        Assert.Contains("TH0650", wrong.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, wrong.Code);

        // Others wrote meanwhile.
        county.Db.ChangeTracker.Clear();
        county.Post();
        var certified = await Dispatch(county, "certify", "--area", "130623");
        Assert.Contains("The proof holds", certified.Output, StringComparison.Ordinal);
        var nothing = await Dispatch(county, "plan", "--area", "130623", "--as-of", "2026-03-02");
        Assert.Contains("TH0651", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("2028-03-01", nothing.Error, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> Dispatch(
        DispatchCounty county,
        params string[] arguments
    ) =>
        CommandLine.Run([
            "dispatch",
            .. arguments,
            "--database",
            county.Db.Database.GetDbConnection().DataSource,
            "--language",
            "en",
        ]);
}
