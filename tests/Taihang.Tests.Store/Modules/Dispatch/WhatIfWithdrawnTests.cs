using Taihang.Modules.Dispatch;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch;

/// <summary>The made-up county of three villages: Qian, Li and Wu are posted, Zhao and Sun may go to none of them.</summary>
public sealed class WhatIfWithdrawnTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Who_fills_in_and_who_moves_is_told_and_nothing_is_changed(Engine engine)
    {
        using var county = new DispatchCounty(cluster, engine);
        county.Identify();
        Assert.True(county.Import(county.Roster()).Ok);
        Assert.Equal("TH0614", Ask("吴样例").Problems[0].Code);
        _ = county.Post().Value;
        var before = (county.Db.Postings.Count(), county.Db.Acts.Count());
        Assert.Equal("TH0616", Ask("无此人").Problems[0].Code);
        // The deep poverty village is filled first, so without Wu the best plan takes somebody from another; else it stays empty.
        var ways = Ask("省财政厅/吴样例").Value;
        Assert.Equal([null, 1000, 0], ways.Ways.Select(w => w.PriceBp));
        var (still, best) = (ways.Ways[0], ways.Ways[2]);
        Assert.Equal((0, 1), (still.OthersMoved, still.Plan.Emptied));
        Assert.Equal(DispatchCounty.First + 2, Assert.Single(still.Plan.Changes).VillageNo);
        Assert.Equal((1, 1), (best.OthersMoved, best.Plan.Emptied));
        Assert.NotNull(best.Plan.Changes.Single(c => c.VillageNo == DispatchCounty.First + 2).To);
        Assert.Contains("吴样例", ways.Words[0].Zh, StringComparison.Ordinal);
        Assert.Contains("1 village(s) would have nobody", ways.Words[0].En, StringComparison.Ordinal);
        Assert.Equal(before, (county.Db.Postings.Count(), county.Db.Acts.Count()));

        Taihang.Core.Common.Outcome<WithdrawnAnswer> Ask(string who) =>
            WhatIfWithdrawn.Run(county.Db, DispatchCounty.CountyNo, [who], [1000, 0]);
    }
}
