using Taihang.Core.Regions;
using Xunit;

namespace Taihang.Tests.Core.Regions;

public sealed class RegionRowsTests
{
    private static readonly DateOnly Day = new(2026, 1, 1);

    [Fact]
    public void Numbers_places_in_order_and_gives_each_its_county()
    {
        var tree = Tree(
            ("1", "country", ""),
            ("11", "county", "1"),
            ("111", "village", "11"),
            ("12", "county", "1"),
            ("121", "village", "12")
        ).Value;
        Assert.Equal([0, 1, 1, 2, 2], tree.All.Select(p => p.CountyNo));
        Assert.Equal("121", tree.PathTo(5)[^1].Code);
        Assert.Equal(["1", "12", "121"], tree.PathTo(5).Select(p => p.Code));
    }

    [Fact]
    public void A_place_keeps_its_number_when_the_file_grows_at_the_front()
    {
        var before = Tree(("1", "country", ""), ("12", "county", "1"), ("121", "village", "12")).Value;
        var after = RegionRows
            .ToTree(
                "t",
                Rows(("1", "country", ""), ("11", "county", "1"), ("12", "county", "1"), ("121", "village", "12")),
                before
            )
            .Value;
        foreach (var code in new[] { "1", "12", "121" })
            Assert.Equal(before.ByCode(code, Day), after.ByCode(code, Day));
        Assert.Equal(2, after.ByCode("11", Day)!.CountyNo);
    }

    [Fact]
    public void A_renamed_county_keeps_its_permanent_number()
    {
        var rows = Rows(("1", "country", ""), ("12", "county", "1"), ("13", "county", "1"));
        var old = rows[1] with { ValidTo = "2017-04-30", Successors = "13" };
        var successor = rows[2] with { ValidFrom = "2017-05-01" };
        var tree = RegionRows.ToTree("t", [rows[0], old, successor]).Value;
        Assert.Equal(tree.ByCode("12", Day)!.CountyNo, tree.ByCode("13", Day)!.CountyNo);
        Assert.NotEqual(tree.ByCode("12", Day)!.RegionNo, tree.ByCode("13", Day)!.RegionNo);
    }

    [Fact]
    public void A_county_renamed_after_it_was_put_on_record_keeps_its_number()
    {
        var before = Tree(("1", "country", ""), ("11", "county", "1"), ("12", "county", "1")).Value;
        var rows = Rows(("1", "country", ""), ("11", "county", "1"), ("12", "county", "1"), ("19", "county", "1"));
        var renamed = new[]
        {
            rows[0],
            rows[1],
            rows[2] with
            {
                ValidTo = "2026-06-30",
                Successors = "19",
            },
            rows[3] with
            {
                ValidFrom = "2026-07-01",
            },
        };
        var after = RegionRows.ToTree("t", renamed, before).Value;
        Assert.Equal(2, after.ByCode("19", new DateOnly(2026, 8, 1))!.CountyNo);
    }

    [Theory]
    [InlineData("TH0114", "2", "village", "9")] // a parent that is not there
    [InlineData("TH0111", "", "village", "1")] // no code
    [InlineData("TH0116", "2", "village", "2")] // above itself
    [InlineData("TH0117", "1", "village", "1")] // the same code at the same time
    public void Refuses_a_row_that_cannot_be_placed(string problem, string code, string level, string parent)
    {
        var tree = Tree(("1", "county", ""), (code, level, parent));
        Assert.Contains(tree.Problems, p => p.Code == problem && p.Where!.Row == 3);
    }

    [Fact]
    public void Says_everything_that_is_wrong_at_once()
    {
        var rows = Rows(("1", "county", ""), ("2", "village", "1"), ("3", "village", "7"));
        var tree = RegionRows.ToTree(
            "t",
            [rows[0] with { ValidFrom = "2020-13-01" }, rows[1] with { Number = "x" }, rows[2]]
        );
        Assert.Equal(["TH0112", "TH0113", "TH0114"], tree.Problems.Select(p => p.Code).Order());
    }

    [Fact]
    public void Refuses_a_tree_without_counties() =>
        Assert.Equal("TH0120", Tree(("1", "country", "")).Problems.Single().Code);

    private static Taihang.Core.Common.Outcome<RegionTree> Tree(
        params (string Code, string Level, string Parent)[] places
    ) => RegionRows.ToTree("t", Rows(places));

    private static RegionRow[] Rows(params (string Code, string Level, string Parent)[] places) =>
        [
            .. places.Select(
                (p, i) => new RegionRow(i + 2, "", "", p.Code, "name " + p.Code, "", p.Level, p.Parent, "", "", "")
            ),
        ];
}
