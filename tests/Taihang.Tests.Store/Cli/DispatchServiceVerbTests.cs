using System.Text.Json;
using Taihang.Core.Access;
using Taihang.Core.Dispatch.Life;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Dispatch;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary><c>taihang dispatch service</c>: who serves on a day, in words and for scripts.</summary>
public sealed class DispatchServiceVerbTests(PostgresCluster cluster)
{
    [Fact]
    public async Task It_says_on_any_day_who_serves_and_what_is_vacant()
    {
        using var county = new DispatchCounty(cluster, Engine.Sqlite);
        county.Identify();
        county.Import(county.Roster());
        county.Post();
        var last = DispatchCounty.Day.AddDays(30);
        var posting = county.Db.Postings.Single(p => p.VillageNo == DispatchCounty.First);
        var tree = LoadRegions.Tree(county.Db);
        Assert.True(
            ActOnPosting
                .Run(
                    county.Db,
                    DispatchPack.Life(DispatchCounty.Pack, DispatchCounty.Day).Value,
                    tree,
                    DispatchCounty.CountyNo,
                    posting.PostingId,
                    new Withdraw(Guid.NewGuid(), last, true),
                    new Viewer(Guid.NewGuid(), "县办", Roles.County, DispatchCounty.CountyNo, null),
                    "",
                    DispatchCounty.Day,
                    DispatchCounty.Context
                )
                .Ok
        );
        var before = await Json(county, last);
        Assert.Equal((3, 3), (before.GetProperty("villages").GetInt32(), before.GetProperty("covered").GetInt32()));
        Assert.Equal(1, before.GetProperty("ending_soon").GetArrayLength());
        var after = await Json(county, last.AddDays(1));
        Assert.Equal(2, after.GetProperty("covered").GetInt32());
        Assert.Equal(
            tree.ByNumber(DispatchCounty.First)!.Code,
            Assert.Single(after.GetProperty("vacant").EnumerateArray()).GetString()
        );
        Assert.Equal(1, after.GetProperty("handovers").GetArrayLength());
        var (code, output, error) = await Run(county, last.AddDays(1), "--language", "en");
        Assert.True(code == 0, error);
        Assert.Contains(
            "3 villages should have a first secretary, 2 have one; 1 vacant",
            output,
            StringComparison.Ordinal
        );
    }

    private static Task<(int Code, string Output, string Error)> Run(
        DispatchCounty county,
        DateOnly on,
        params string[] more
    ) =>
        CommandLine.Run([
            "dispatch",
            "service",
            "--county",
            "130623",
            "--on",
            on.ToString("yyyy-MM-dd"),
            "--database",
            county.Address.Shown,
            .. more,
        ]);

    private static async Task<JsonElement> Json(DispatchCounty county, DateOnly on)
    {
        var (code, output, error) = await Run(county, on, "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }
}
