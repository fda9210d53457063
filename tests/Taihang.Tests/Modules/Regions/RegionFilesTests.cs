using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Regions;
using Xunit;

namespace Taihang.Tests.Modules.Regions;

public sealed class RegionFilesTests
{
    private static readonly string Folder = Path.Combine(Repository.Packs, "cn", "regions");
    private static readonly DateOnly Day = new(2026, 6, 1);
    private static readonly RegionTree Tree = RegionFiles.ReadTree(Path.Combine(Folder, "regions.csv")).Value;

    [Theory]
    [InlineData("province", 3)]
    [InlineData("prefecture", 6)]
    [InlineData("county", 33)]
    [InlineData("township", 527)]
    [InlineData("village", 9064)]
    public void The_area_has_the_places_of_the_2023_division(string level, int count) =>
        Assert.Equal(count, Tree.OfLevel(level).Count(p => p.ValidOn(Day)));

    [Theory]
    [InlineData("130721", "130705")] // Xuanhua
    [InlineData("130729", "130708")] // Wanquan
    [InlineData("130823", "130881")] // Pingquan
    [InlineData("140227", "140215")] // Datong County, now Yunzhou
    public void The_four_renamed_counties_are_known_by_both_codes(string old, string now)
    {
        var refusal = Tree.Resolve(old, Day).Problems.Single();
        Assert.Equal("TH0101", refusal.Code);
        Assert.Contains(now, refusal.Remedy.En, StringComparison.Ordinal);
        Assert.Equal(Tree.Resolve(now, Day).Value.CountyNo, Tree.Resolve(old, new DateOnly(2015, 1, 1)).Value.CountyNo);
    }

    [Fact]
    public void A_mistyped_village_code_is_refused_with_the_nearest_known_one()
    {
        var village = Tree.OfLevel("village").First();
        var refusal = Tree.Resolve(village.Code[..^1] + "9", Day, "village").Problems.Single();
        Assert.Equal("TH0100", refusal.Code);
        Assert.Contains(village.Code[..9], refusal.Remedy.En, StringComparison.Ordinal);
    }

    [Fact]
    public void A_county_code_is_refused_where_a_village_is_wanted() =>
        Assert.Equal("TH0103", Tree.Resolve("130623", Day, "village").Problems.Single().Code);

    [Fact]
    public void The_contiguous_area_had_33_counties_on_every_day_of_the_programme()
    {
        var areas = RegionFiles.ReadAreas(Path.Combine(Folder, "areas.csv"), Tree).Value;
        for (var day = new DateOnly(2011, 1, 1); day < new DateOnly(2021, 1, 1); day = day.AddMonths(1))
        {
            var members = areas
                .Where(a => a.ValidFrom <= day && day <= a.ValidTo)
                .Select(a => Tree.Resolve(a.Code, day).Value.CountyNo);
            Assert.Equal(33, members.Distinct().Count());
        }
        Assert.DoesNotContain(areas, a => a.ValidTo is null || a.ValidTo > new DateOnly(2020, 12, 31));
    }

    [Fact]
    public void Every_county_has_an_outline_with_its_seat_and_its_illustrative_points_inside()
    {
        var shapes = RegionFiles.ReadShapes(Path.Combine(Folder, "counties.topojson")).Value;
        Assert.Equal(
            Tree.OfLevel("county").Where(p => p.ValidOn(Day)).Select(p => p.Code).Order(),
            shapes.Select(s => s.Code).Order()
        );
        foreach (var shape in shapes)
        {
            var point = CountyShapes.IllustrativePoint(shape, shape.Code + "001");
            Assert.True(shape.Contains(point), shape.Name);
            Assert.Equal(point, CountyShapes.IllustrativePoint(shape, shape.Code + "001"));
            Assert.All(shape.Rings, ring => Assert.Equal(ring[0], ring[^1]));
        }
    }

    [Fact]
    public void Beijing_and_Shijiazhuang_are_as_far_apart_as_the_atlas_says() =>
        Assert.InRange(new GeoPoint(116.4074, 39.9042).DistanceKm(new GeoPoint(114.5149, 38.0428)), 260, 270);

    [Fact]
    public void Another_countrys_tree_loads_from_the_same_form()
    {
        using var folder = Repository.TemporaryFolder();
        File.WriteAllText(
            folder.File("regions.csv"),
            "level,code,name,parent\ncountry,CL,Chile,\nregion,CL-13,\"Metropolitana, de Santiago\",CL\ncounty,13101,Santiago,CL-13\nvillage,13101-1,Sector 1,13101\n"
        );
        var tree = RegionFiles.ReadTree(folder.File("regions.csv")).Value;
        Assert.Equal("Metropolitana, de Santiago", tree.ByCode("CL-13", Day)!.Name);
        Assert.Equal(1, tree.ByCode("13101-1", Day)!.CountyNo);
    }

    [Fact]
    public void A_misspelt_heading_is_named_with_the_nearest_right_one()
    {
        using var folder = Repository.TemporaryFolder();
        File.WriteAllText(folder.File("regions.csv"), "code,name,levl,parent\n");
        var problem = RegionFiles.ReadTree(folder.File("regions.csv")).Problems.Single();
        Assert.Equal("TH0110", problem.Code);
        Assert.Contains("levl", problem.In(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_refused_by_name() =>
        Assert.Equal("TH0121", RegionFiles.ReadTree("nowhere.csv").Problems.Single().Code);
}
