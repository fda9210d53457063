using System.Collections.Immutable;
using CsCheck;
using Taihang.Core.Reports;
using Xunit;
using static Taihang.Tests.Core.Reports.ReportRules;

namespace Taihang.Tests.Core.Reports;

public sealed class DecideFillTests
{
    private static readonly HeadingMatch Match = new(Headings);

    [Fact]
    public void An_empty_form_is_filled_with_everybody_in_order()
    {
        var plan = Fill(
            [
                ["序号", "户编号", "户主姓名", "危房等级", "帮扶人"],
                ["1"],
                ["2"],
            ],
            [House("H1"), House("H2"), House("H3")]
        );
        Assert.Equal(["H1", "甲H1", "b", "H2", "甲H2", "b", "3", "H3", "甲H3", "b"], plan.Cells.Select(c => c.Text));
        Assert.Equal((1, 3), (plan.Added, plan.Rows.Length));
        // The column that is not known stays empty.
        Assert.DoesNotContain(plan.Cells, c => c.At.Column == 5);
    }

    [Fact]
    public void Rows_that_name_a_household_are_filled_where_they_stand_and_nobody_is_added()
    {
        var plan = Fill(
            [
                ["户编号", "户主姓名", "危房等级"],
                ["H2"],
                ["H9"],
                ["", "甲H1"],
            ],
            [House("H1"), House("H2"), House("H3")]
        );
        Assert.Equal([(2, "甲H2"), (2, "b"), (4, "H1"), (4, "b")], plan.Cells.Select(c => (c.At.Row, c.Text)));
        var left = Assert.Single(plan.Left);
        Assert.Equal((RowFault.NotFound, 3, "H9"), (left.Fault, left.At.Row, left.Shown));
        Assert.Equal(0, plan.Added);
    }

    [Fact]
    public void Two_who_have_the_name_are_told_as_two_unless_the_village_tells_them_apart()
    {
        KnownRow[] known =
        [
            House("H1") with
            {
                HeadName = "同名",
            },
            House("H2") with
            {
                HeadName = "同名",
                Village = "西村",
            },
        ];
        Assert.Equal(
            RowFault.Several,
            Fill(
                [
                    ["户主姓名", "危房等级"],
                    ["同名"],
                ],
                known
            )
                .Left.Single()
                .Fault
        );
        var told = Fill(
            [
                ["行政村", "户主姓名", "危房等级"],
                ["西村", "同名"],
            ],
            known
        );
        Assert.Equal("H2", told.Rows.Single().Known.HouseholdNumber);
    }

    [Fact]
    public void An_ID_number_says_who_it_is_before_any_name_does()
    {
        var plan = Fill(
            [
                ["户主姓名", "户主身份证号", "危房等级"],
                ["写错的名", "ID-H2"],
            ],
            [House("H1"), House("H2")]
        );
        Assert.Equal("H2", plan.Rows.Single().Known.HouseholdNumber);
        Assert.Equal("写错的名", plan.Differences.Single().SheetSays);
    }

    [Fact]
    public void What_the_sheet_says_otherwise_is_listed_and_left()
    {
        var plan = Fill(
            [
                ["户编号", "户主姓名", "危房等级", "住房面积"],
                ["H1", "甲H1", "d", "80"],
            ],
            [House("H1")]
        );
        var difference = Assert.Single(plan.Differences);
        Assert.Equal(("d", "b"), (difference.SheetSays, difference.Record.Text));
        Assert.Equal(new DateOnly(2026, 1, 15), difference.Record.ObservedOn);
        Assert.Empty(plan.Cells);
        // The number and the name say which household; the area was typed although it was known.
        Assert.Equal((3, 1), (plan.Stated, plan.TypedAgain));
    }

    [Fact]
    public void What_nobody_recorded_is_named_and_never_guessed()
    {
        var plan = Fill(
            [
                ["户编号", "户主姓名", "饮用水来源"],
            ],
            [House("H1")]
        );
        Assert.Equal("household.water_source", Assert.Single(plan.Missing).Field.Id);
        Assert.DoesNotContain(plan.Cells, c => c.At.Column == 3);
    }

    [Fact]
    public void A_households_fact_stands_once_among_its_members()
    {
        var plan = Fill(
            [
                ["户编号", "姓名", "与户主关系", "住房面积"],
            ],
            [House("H1") with { Name = "甲" }, House("H1") with { Name = "乙", PersonId = Guid.NewGuid() }]
        );
        Assert.Equal(2, Assert.Single(plan.Cells, c => c.At.Column == 4).At.Row);
    }

    /// <summary>Whatever stands in a sheet: only blank cells of known columns, in rows that are somebody's, are written.</summary>
    [Fact]
    public void Nothing_but_blank_cells_of_known_columns_is_ever_written() =>
        Rows.Sample(rows => Assert.Empty(Touched(rows, Run(rows))), iter: 500);

    /// <summary>The twin also puts right what the sheet says. The same check must catch it.</summary>
    [Fact]
    public void A_filler_that_writes_over_what_a_sheet_says_is_caught()
    {
        string[][] rows =
        [
            ["户编号", "户主姓名", "危房等级", "住房面积", "备注"],
            ["H1", "", "d"],
        ];
        var plan = Run(rows);
        Assert.NotEmpty(plan.Differences);
        Assert.NotEmpty(
            Touched(
                rows,
                plan with
                {
                    Cells =
                    [
                        .. plan.Cells,
                        .. plan.Differences.Select(d => new FilledCell(d.At, d.Record.Text, false)),
                    ],
                }
            )
        );
    }

    [Fact]
    public void The_same_sheet_and_record_give_the_same_cells() =>
        Rows.Sample(rows => Assert.Equal(Run(rows).Cells.AsEnumerable(), Run(rows).Cells), iter: 100);

    private static readonly string[] Texts = ["", "", "H1", "H2", "H9", "甲H1", "d", "b", "80", "合计", "注：说明"];

    private static Gen<string[][]> Rows { get; } =
        Gen.Int[0, Texts.Length - 1]
            .Select(i => Texts[i])
            .Array[5]
            .Array[0, 8]
            .Select(rows =>
                new[] { new[] { "户编号", "户主姓名", "危房等级", "住房面积", "备注" } }.Concat(rows).ToArray()
            );

    private static FillPlan Run(string[][] rows) => Fill(rows, [House("H1"), House("H2"), House("H3")]);

    private static IEnumerable<FilledCell> Touched(string[][] rows, FillPlan plan) =>
        plan.Cells.Where(c =>
            c.At.Column == 5
            || c.At.Row == 1
            || plan.Rows.All(r => r.Row != c.At.Row)
            || (
                plan.Added == 0
                && c.At.Row <= rows.Length
                && rows[c.At.Row - 1].ElementAtOrDefault(c.At.Column - 1) is { Length: > 0 }
            )
        );

    private static FillPlan Fill(string[][] rows, IReadOnlyList<KnownRow> known)
    {
        var table = FindTable.Run(Sheet(rows), Match)!;
        var found = table
            .Headings.Select(h => new FormColumnUse(h, Match.Find(h, table.SheetUnits)))
            .ToImmutableArray();
        var rowsOf = ChooseRows.Of(found.Select(c => c.Match));
        return DecideFill.Run(
            table,
            ChooseRows.Meant(found, rowsOf, Headings),
            rowsOf,
            new FillFacts(known, Value, (row, match, written) => Value(row, match)!.Text == written, number => number)
        );
    }

    private static KnownValue? Value(KnownRow row, ColumnMatch match)
    {
        var text = match.Field.Id switch
        {
            FormField.HouseholdNumber => row.HouseholdNumber,
            FormField.HeadName => row.HeadName,
            FormField.Name => row.Name,
            FormField.Village => row.Village,
            "head.id_number" => row.HeadIdMark,
            "household.housing_grade" => "b",
            "household.housing_area_m2" => "80",
            _ => null,
        };
        return text is null ? null : new KnownValue(text, false, new DateOnly(2026, 1, 15), "registration");
    }

    private static KnownRow House(string number)
    {
        var id = new Guid(number.PadLeft(32, '0').Replace('H', 'a'));
        return new KnownRow(id, id, number, $"甲{number}", $"甲{number}", "东村", $"ID-{number}", $"ID-{number}");
    }
}
