using Taihang.Methods.Read;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch;

public sealed class PostingCoverageTests(PostgresCluster cluster)
{
    private static readonly Pack Pack = PackFolder.LoadFrom(DispatchCounty.Pack).Value;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Villages_that_need_somebody_are_counted_with_those_that_have_one_on_the_day(Engine engine)
    {
        using var county = new DispatchCounty(cluster, engine);
        county.Identify();
        Assert.True(county.Import(county.Roster()).Ok);
        Assert.Equal((3, 0), Of(DispatchCounty.Day));
        county.Post();
        Assert.Equal((3, 3), Of(DispatchCounty.Day));
        // Before the identification nothing is known to be needed, and nobody served.
        Assert.Equal((0, 0), Of(DispatchCounty.Day.AddDays(-1)));
        var one = county.Db.Postings.First(p => p.VillageNo == DispatchCounty.First);
        one.To = DispatchCounty.Day.AddDays(9);
        county.Db.SaveChanges();
        Assert.Equal((3, 3), Of(DispatchCounty.Day.AddDays(9)));
        Assert.Equal((3, 2), Of(DispatchCounty.Day.AddDays(10)));

        (int Needing, int Covered) Of(DateOnly day)
        {
            var all = PostingCoverage.Read(county.Db, Pack, [DispatchCounty.CountyNo, 2], day);
            Assert.Equal(2, all.Count);
            Assert.Null(all[1].Share);
            return (all[0].Needing, all[0].Covered);
        }
    }
}
