using Taihang.Core.Dispatch;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch;

/// <summary>Quotas, nominations and what cadres state, and what these do to a plan.</summary>
public sealed class StatementsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_stated_limit_keeps_somebody_from_villages_and_the_newest_statement_holds(Engine engine)
    {
        using var county = Ready(engine);
        var qian = Cadre(county, "钱样例");
        var tree = LoadRegions.Tree(county.Db);
        var village = tree.ByNumber(DispatchCounty.First)!;
        Take(county, qian, new StatementTyped(village.Code, "", "", ""), DispatchCounty.Day.AddDays(-9));
        county.Post();
        // The best for the village has kin there, so somebody else went.
        var shown = ShowPosting.Run(county.Db, DispatchCounty.CountyNo, DispatchCounty.First, DispatchCounty.Day).Value;
        Assert.NotEqual("钱样例", shown.Posting.Cadre);
        var why = WhyNot.Run(county.Db, DispatchCounty.CountyNo, shown.RoundId, DispatchCounty.First, "钱样例").Value;
        Assert.Equal(Exclusion.Kin, why.Exclusion);
        Assert.Contains("kin live", why.Words.En, StringComparison.Ordinal);
        Assert.True(CheckRound.Run(county.Db, DispatchCounty.CountyNo).Ok);

        Take(county, qian, new StatementTyped("", "", "2026-06-01", ""), DispatchCounty.Day);
        var newest = Statements.InForce(county.Db, DispatchCounty.CountyNo, DispatchCounty.Day)[qian];
        Assert.Empty(newest.KinRegionNos);
        Assert.True(newest.On(new DateOnly(2026, 5, 31)).Away);
        Assert.False(newest.On(new DateOnly(2026, 6, 1)).Away);
        Assert.Equal(2, Statements.Of(county.Db, DispatchCounty.CountyNo, qian).Count);
        // A plan of a day before the newest reads the one before.
        Assert.NotEmpty(
            Statements.InForce(county.Db, DispatchCounty.CountyNo, DispatchCounty.Day.AddDays(-1))[qian].KinRegionNos
        );
        Assert.Null(VerifyAudit.Run(county.Db, DispatchCounty.CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData("no-such", "", "", "", "TH0100")]
    [InlineData("", "far", "", "", "TH0663")]
    [InlineData("", "-1", "", "", "TH0663")]
    [InlineData("", "", "2026-02-28", "", "TH0664")]
    [InlineData("", "", "soon", "", "TH0664")]
    [InlineData("", "", "", "130623", "TH0662")]
    [InlineData("", "", "", "130624", "TH0662")]
    [InlineData("130623100 130623101 130623102 130623103 130623104 130623105", "", "", "", "TH0665")]
    public void What_cannot_be_a_limit_or_a_wish_is_refused(
        string kin,
        string most,
        string away,
        string wishes,
        string code
    )
    {
        using var county = new DispatchCounty(cluster, Engine.Sqlite);
        var read = Statements.Read(
            new StatementTyped(kin, most, away, wishes),
            LoadRegions.Tree(county.Db),
            DispatchCounty.CountyNo,
            DispatchCounty.Day
        );
        Assert.Contains(read.Problems, p => p.Code == code);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_unit_is_asked_for_a_number_and_nominates_by_its_roster(Engine engine)
    {
        using var county = Ready(engine);
        var health = Roster.Units(county.Db, DispatchCounty.CountyNo).Single(u => u.Name == "卫健局");
        // Two on the roster, of whom one may not serve.
        Assert.Equal((null, 1, 2), (health.Asked, health.Nominated, health.OnRoster));
        Assert.Null(Roster.Ask(county.Db, DispatchCounty.CountyNo, health.UnitId, 3, DispatchCounty.Context));
        Assert.Equal(
            "TH0667",
            Roster.Ask(county.Db, DispatchCounty.CountyNo, health.UnitId, -1, DispatchCounty.Context)!.Code
        );
        Assert.Equal(
            "TH0666",
            Roster.Ask(county.Db, DispatchCounty.CountyNo, Guid.NewGuid(), 1, DispatchCounty.Context)!.Code
        );
        Assert.Equal(3, Roster.Units(county.Db, DispatchCounty.CountyNo).Single(u => u.Name == "卫健局").Asked);
        // The roster taken in again leaves the number alone.
        Assert.True(
            county.Import(county.Roster(DispatchCounty.Rows.Replace(",9,否", ",8,否", StringComparison.Ordinal))).Ok
        );
        Assert.Equal(3, Roster.Units(county.Db, DispatchCounty.CountyNo).Single(u => u.Name == "卫健局").Asked);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_roster_is_found_by_name_or_unit_page_by_page_with_where_each_serves(Engine engine)
    {
        using var county = Ready(engine);
        county.Post();
        var (all, total) = Roster.Cadres(county.Db, DispatchCounty.CountyNo, "", DispatchCounty.Day, 1, 2);
        Assert.Equal((2, 5), (all.Count, total));
        Assert.Single(Roster.Cadres(county.Db, DispatchCounty.CountyNo, "", DispatchCounty.Day, 3, 2).Rows);
        var found = Roster.Cadres(county.Db, DispatchCounty.CountyNo, "卫健", DispatchCounty.Day, 1, 50).Rows;
        Assert.Equal(["孙样例", "钱样例"], found.Select(c => c.Name).Order(StringComparer.Ordinal));
        var shown = Roster.Cadre(county.Db, DispatchCounty.CountyNo, Cadre(county, "钱样例"), DispatchCounty.Day)!;
        Assert.Equal(DispatchCounty.First, shown.Row.VillageNo);
        Assert.Single(shown.Postings);
        Assert.Null(Roster.Cadre(county.Db, DispatchCounty.CountyNo, Guid.NewGuid(), DispatchCounty.Day));
    }

    private static void Take(DispatchCounty county, Guid cadre, StatementTyped typed, DateOnly day)
    {
        var read = Statements.Read(typed, LoadRegions.Tree(county.Db), DispatchCounty.CountyNo, day).Value;
        var id = Guid.CreateVersion7();
        foreach (var _ in new[] { 1, 2 })
            Assert.Null(
                Statements.Take(
                    county.Db,
                    DispatchCounty.CountyNo,
                    cadre,
                    id,
                    read,
                    "周样例",
                    day,
                    DispatchCounty.Context
                )
            );
        Assert.Equal(
            "TH0666",
            Statements
                .Take(
                    county.Db,
                    DispatchCounty.CountyNo,
                    Guid.NewGuid(),
                    Guid.NewGuid(),
                    read,
                    "周样例",
                    day,
                    DispatchCounty.Context
                )!
                .Code
        );
    }

    private static Guid Cadre(DispatchCounty county, string name) =>
        county.Db.Cadres.Single(c => c.Name == name).CadreId;

    private DispatchCounty Ready(Engine engine)
    {
        var county = new DispatchCounty(cluster, engine);
        county.Identify();
        Assert.True(county.Import(county.Roster()).Ok);
        return county;
    }
}
