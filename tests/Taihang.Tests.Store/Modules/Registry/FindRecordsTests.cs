using Taihang.Core.Access;
using Taihang.Core.Registry;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Reports;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry;

public sealed class FindRecordsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_ID_number_is_found_in_ones_own_area_and_while_it_is_on_record(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var no = county.Village.CountyNo;
        var west = county.Tree.ByCode(WestVillage, June)!;
        var number = Rows()[1]["id_number"];
        string[] Found(string role, int? region, string typed) =>
            [
                .. FindRecords
                    .Run(
                        county.Db,
                        county.Sealing,
                        county.Tree,
                        new Viewer(Guid.Empty, "x", role, no, region),
                        SearchText.Read(typed).Value,
                        June,
                        20
                    )
                    .Households.Select(h => $"{h.Number} {h.Member} {h.VillageNo == county.Village.RegionNo}"),
            ];
        string[] spouse = ["H1 测试乙 True"];
        Assert.Equal(spouse, Found(Roles.County, null, number));
        Assert.Equal(spouse, Found(Roles.County, null, $" {number[..6]} {number[6..].ToLowerInvariant()}"));
        Assert.Equal(spouse, Found(Roles.Township, county.Village.ParentNo, number));
        Assert.Equal(spouse, Found(Roles.Cadre, county.Village.RegionNo, number));
        Assert.Empty(Found(Roles.Cadre, west.RegionNo, number));
        Assert.Empty(Found(Roles.Auditor, null, number));
        Assert.Empty(Found(Roles.County, null, IdNumberOf(new DateOnly(1990, 1, 1), 9)));
        // A phone is no ID number, though it has a blind index too.
        Assert.Empty(Found(Roles.County, null, Rows()[0]["bank_account"]));

        county.Db.Persons.Single(p => p.Name == "测试乙").LeftOn = June;
        county.Db.SaveChanges();
        Assert.Empty(Found(Roles.County, null, number));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_context_of_another_county_finds_nobody(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var no = county.Village.CountyNo;
        foreach (var (scope, found) in new[] { (no, 1), (no + 1, 0) })
        {
            using var db = new TaihangDb(StoreOptions.For(county.Address), CountyScope.Of(scope));
            var text = SearchText.Read(Rows()[0]["id_number"]).Value;
            var office = new Viewer(Guid.Empty, "x", Roles.County, no, null);
            Assert.Equal(
                found,
                FindRecords.Run(db, county.Sealing, county.Tree, office, text, June, 20).Households.Count
            );
        }
    }
}
