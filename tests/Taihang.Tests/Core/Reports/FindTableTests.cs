using Taihang.Core.Reports;
using Xunit;
using static Taihang.Tests.Core.Reports.ReportRules;

namespace Taihang.Tests.Core.Reports;

public sealed class FindTableTests
{
    private static readonly HeadingMatch Match = new(Headings);

    [Fact]
    public void Titles_above_and_notes_below_are_no_part_of_the_table()
    {
        var table = FindTable.Run(
            Sheet([
                ["附件2"],
                ["某县农户住房安全排查表"],
                ["填报单位：某村", "", "", "单位：万元"],
                ["序号", "户主姓名", "住房安全等级", "工资性收入"],
                ["1"],
                ["2"],
                ["合计"],
                ["填表人：", "审核人：", "日期："],
                ["注：本表于每月5日前报送。"],
            ]),
            Match
        )!;
        Assert.Equal((4, 5), (table.HeadingBottom, table.First));
        Assert.Equal([5, 6], table.Rows);
        Assert.True(table.Ended);
        Assert.Equal("某县农户住房安全排查表", table.Title);
        Assert.Equal(["万元"], table.SheetUnits);
    }

    [Fact]
    public void Two_rows_of_headings_are_read_with_their_groups()
    {
        var table = FindTable.Run(
            Sheet(
                [
                    ["某镇帮扶情况统计表"],
                    ["户编号", "户主", "", "帮扶责任人", ""],
                    ["", "姓名", "联系电话", "姓名", "联系电话"],
                    [],
                ],
                new MergedCells(1, 1, 1, 5),
                new MergedCells(2, 1, 3, 1),
                new MergedCells(2, 2, 2, 3),
                new MergedCells(2, 4, 2, 5)
            ),
            Match
        )!;
        Assert.Equal((2, 3, 4), (table.HeadingTop, table.HeadingBottom, table.First));
        Assert.Equal(
            ["place.household_number", "place.head_name", "head.phone", null, null],
            table.Headings.Select(h => Match.Find(h, [])?.Field.Id)
        );
    }

    [Fact]
    public void A_group_that_was_not_joined_reaches_over_its_columns()
    {
        var table = FindTable.Run(
            Sheet([
                ["户编号", "户主姓名", "帮扶责任人", ""],
                ["", "", "姓名", "联系电话"],
            ]),
            Match
        )!;
        Assert.Equal(
            ["place.household_number", "place.head_name", null, null],
            table.Headings.Select(h => Match.Find(h, [])?.Field.Id)
        );
    }

    [Fact]
    public void A_sheet_without_known_headings_has_no_table() =>
        Assert.Null(
            FindTable.Run(
                Sheet([
                    ["日期", "天气", "备注"],
                    ["5月1日", "晴", ""],
                ]),
                Match
            )
        );

    [Fact]
    public void The_same_headings_give_the_same_mark_whatever_stands_around_them()
    {
        string Hash(params string[][] rows) => FindTable.Run(Sheet(rows), Match)!.HeaderHash;
        var first = Hash(["四月住房表"], ["户编号", "户主姓名", "危房等级"]);
        Assert.Equal(first, Hash(["五月住房排查表"], ["报送：某镇"], ["户 编号", "户主姓名：", "危房等级"], ["H1"]));
        Assert.NotEqual(first, Hash(["四月住房表"], ["户编号", "户主姓名", "住房面积"]));
    }
}
