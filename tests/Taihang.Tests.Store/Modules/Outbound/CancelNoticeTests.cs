using Microsoft.EntityFrameworkCore;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Outbound;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Procedures;
using Xunit;

namespace Taihang.Tests.Store.Modules.Outbound;

public sealed class CancelNoticeTests(PostgresCluster cluster)
{
    private const int County = ProcedureCounty.CountyNo;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void What_is_cancelled_is_not_sent_and_its_reason_is_in_the_log(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Apply();
        var id = county.Rows()[0].NoticeId;
        ActContext Acting(string reason) =>
            ProcedureCounty.Context(ProcedureCounty.County) with
            {
                Reason = reason,
                At = county.Now,
            };
        Assert.Equal("TH1153", CancelNotice.Run(county.Db, County, id, "x", Acting("x")).Problems[0].Code);
        Assert.Equal("TH1150", CancelNotice.Run(county.Db, 2, id, "told in person", Acting("")).Problems[0].Code);
        Assert.Equal(
            "TH1152",
            CancelNotice.Again(county.Db, County, id, "told in person", Acting("")).Problems[0].Code
        );
        Assert.Equal(
            "TH1160",
            CancelNotice.HandedOver(county.Db, County, id, "told in person", Acting("")).Problems[0].Code
        );
        Assert.Equal(0, county.Db.Acts.Count(a => a.Kind.StartsWith("outbound.")));

        // Not while somebody sends it.
        Assert.NotNull(SendNotices.Take(county.Db, county.Now, county.Settings()));
        Assert.Equal("TH1151", CancelNotice.Run(county.Db, County, id, "told in person", Acting("")).Problems[0].Code);
        Assert.Equal(0, county.Db.Acts.Count(a => a.Kind == CancelNotice.CancelKind));
        county.Now += TimeSpan.FromMinutes(5);

        Assert.True(CancelNotice.Run(county.Db, County, id, "told in person", Acting("told in person")).Ok);
        Assert.Equal(NoticesSent.Nothing, county.Send());
        Assert.Equal("told in person", county.Db.Acts.Single(a => a.Kind == CancelNotice.CancelKind).Reason);
        Assert.Equal("TH1151", CancelNotice.Run(county.Db, County, id, "told in person", Acting("")).Problems[0].Code);

        Assert.True(CancelNotice.Again(county.Db, County, id, "it was not", Acting("it was not")).Ok);
        Assert.Equal(1, county.Send().Messages);
        Assert.Null(VerifyAudit.Run(county.Db, County).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_letter_waits_until_somebody_says_that_it_was_handed_over(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        county.Apply(null);
        var row = Assert.Single(county.Rows());
        Assert.Equal(NoticeStanding.Letter, row.Standing);
        var acting = ProcedureCounty.Context(ProcedureCounty.County) with { At = county.Now };
        Assert.True(CancelNotice.HandedOver(county.Db, County, row.NoticeId, "by the cadre", acting).Ok);
        Assert.Equal(
            (NoticeStanding.Sent, NoticeChannel.Letter),
            Assert.Single(county.Rows()) is var r ? (r.Standing, r.Channel) : default
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Another_county_sees_nothing_of_it(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        var id = county.Apply();
        var notice = county.Rows()[0].NoticeId;
        foreach (var (scope, seen) in new[] { (CountyScope.Of(County), 1), (CountyScope.Of(2), 0) })
        {
            using var db = new TaihangDb(StoreOptions.For(county.Address), scope);
            Assert.Equal(seen, ListNotices.Run(db, County, null, 1, 10).Total);
            Assert.Equal(seen, ListNotices.OfCase(db, County, id).Count);
            Assert.Equal(seen, ListNotices.Find(db, County, notice) is null ? 0 : 1);
            Assert.Equal(seen, db.NoticeContacts.Count());
            if (engine == Engine.Postgres)
                Assert.Equal(seen, db.OutboundNotices.IgnoreQueryFilters().Count());
        }
    }
}
