using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;
using static Taihang.Tests.Store.Modules.Reports.FormCounty;

namespace Taihang.Tests.Store.Modules.Reports;

public sealed class FillFormTests(PostgresCluster cluster)
{
    private const string Headings =
        "序号,户编号,户主姓名,家庭人口数,工资性收入（元）,主要致贫原因,住房安全等级,帮扶责任人";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_empty_list_of_households_is_filled_from_the_record(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var filled = county.Fill(Sheet("农户情况表", Headings)).Value;
        Assert.Equal($"农户情况表\r\n{Headings}\r\n1,H1,测试甲,2,1234.5,因病\r\n2,H2,测试丙,1,0\r\n", Text(filled));
        Assert.Equal(["帮扶责任人"], filled.NotKnown.Select(h => h.Label));
        Assert.Equal(
            [("H1", "household.housing_grade"), ("H2", "household.main_cause"), ("H2", "household.housing_grade")],
            filled.Plan.Missing.Select(m => (m.Row.HouseholdNumber, m.Field.Id))
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_partly_filled_list_of_members_finds_its_people_by_number_and_lists_what_it_says_otherwise(
        Engine engine
    )
    {
        using var county = new FormCounty(cluster, engine);
        var (first, second) = (Rows()[0]["id_number"], Rows()[1]["id_number"]);
        var filled = county
            .Fill(
                Sheet(
                    "姓名,与户主关系,身份证号,性别,出生日期,健康状况,联系电话",
                    $"测试乙,,{second},,,,",
                    $",,{first},女,1960.5.17,健康,13000000001",
                    "测试丙,,,,,,",
                    "无此人,,,,,,"
                )
            )
            .Value;
        Assert.Equal(
            $"姓名,与户主关系,身份证号,性别,出生日期,健康状况,联系电话\r\n测试乙,配偶,{second},女,1962-11-03,,\r\n测试甲,户主,{first},女,1960.5.17,健康,13000000001\r\n测试丙,户主,,女,1970-01-01,,\r\n无此人,,,,,,\r\n",
            Text(filled)
        );
        Assert.Equal(
            [("女", "男"), ("健康", "长期慢性病")],
            filled.Plan.Differences.Select(d => (d.SheetSays, d.Record.Text))
        );
        Assert.All(
            filled.Plan.Differences,
            d => Assert.Equal((January, "registration"), (d.Record.ObservedOn, d.Record.Source))
        );
        Assert.Equal((RowFault.NotFound, 5), (Assert.Single(filled.Plan.Left).Fault, filled.Plan.Left[0].At.Row));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_sealed_number_is_written_only_for_whoever_may_see_it(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var sheet = Sheet("户编号,户主姓名,户主身份证号,户主联系电话");
        var masked = county.Fill(sheet).Value;
        Assert.DoesNotContain(Rows()[0]["id_number"], Text(masked), StringComparison.Ordinal);
        Assert.DoesNotContain("13000000001", Text(masked), StringComparison.Ordinal);
        Assert.Contains(
            $"H1,测试甲,{RecordRows.OnRecord.Zh},{RecordRows.OnRecord.Zh}",
            Text(masked),
            StringComparison.Ordinal
        );
        Assert.Equal(2, masked.Sealed);
        // H2 has none: missing is not masked.
        Assert.Equal(2, masked.Plan.Missing.Count(m => m.Row.HouseholdNumber == "H2"));
        var open = county.Fill(sheet, unmask: true).Value;
        Assert.Contains($"H1,测试甲,{Rows()[0]["id_number"]},13000000001", Text(open), StringComparison.Ordinal);
        Assert.Equal(0, open.Sealed);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_corrected_column_is_remembered_for_the_next_sheet_of_the_form(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var april = Sheet("四月表", "户编号,户主,家里几口人");
        var proposal = county.Propose(april);
        Assert.Equal(["家里几口人"], proposal.Columns.Where(c => c.Match is null).Select(c => c.Heading.Label));
        var corrected = ProposeForm
            .Correct(
                proposal,
                new Dictionary<int, string>
                {
                    [1] = FormField.HouseholdNumber,
                    [2] = FormField.HeadName,
                    [3] = "place.members",
                },
                RowsOf.Households,
                Pack.Headings,
                april.Name
            )
            .Value;
        Assert.Equal(
            [MatchReason.Title, MatchReason.OtherName, MatchReason.ByHand],
            corrected.Columns.Select(c => c.Match!.Reason)
        );
        county.Record(county.Fill(april, corrected).Value);
        var may = Sheet("五月表", "报送：某村", "户编号,户主,家里几口人", "H2,,");
        var again = county.Propose(may);
        Assert.NotNull(again.Remembered);
        Assert.All(again.Columns, c => Assert.Equal(MatchReason.Remembered, c.Match!.Reason));
        Assert.EndsWith("H2,测试丙,1\r\n", Text(county.Fill(may, again).Value), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void The_same_sheet_on_the_same_day_is_one_asking_and_its_act_names_nobody(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var sheet = Sheet("农户情况表", Headings, ",H1,,,,,,某某");
        var filled = county.Fill(sheet).Value;
        var first = county.Record(filled);
        var acts = county.Db.Acts.Count();
        Assert.Equal(first.AskedFormId, county.Record(county.Fill(sheet).Value).AskedFormId);
        Assert.Equal(acts, county.Db.Acts.Count());
        Assert.Equal(
            (8, 7, 1, 5, 1, 0, 1, 1),
            (
                first.Columns,
                first.ColumnsKnown,
                first.Rows,
                first.CellsFilled,
                first.CellsStated,
                first.CellsTypedAgain,
                first.CellsMissing,
                first.CellsByHand
            )
        );
        // Who asked is told later: the same asking, put right.
        Assert.Equal("省厅", county.Record(filled, "省厅").AskedBy);
        Assert.Equal(1, county.Db.AskedForms.Count());
        var act = county.Db.Acts.AsNoTracking().First(a => a.Kind == "reports.fill_form");
        foreach (var name in new[] { "测试甲", "H1", "某某" })
            Assert.DoesNotContain(name, act.Content, StringComparison.Ordinal);
        Assert.Null(VerifyAudit.Run(county.Db, county.Village.CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nothing_is_asked_twice_until_somebody_types_what_was_known(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        BurdenShown Ledger()
        {
            county.Db.ChangeTracker.Clear();
            return ReadBurden.Run(county.Db, county.Tree, county.County, Dictionary);
        }
        county.Record(county.Fill(Sheet("农户情况表", Headings)).Value);
        // The same workbook again: what did not change is not recorded again.
        var rows = Rows();
        rows[0]["main_cause"] = "因残";
        Assert.True(county.ImportAgain(rows).Ok);
        Assert.Equal((1, 0L), (Ledger().Ledger.Total.Forms, Ledger().Ledger.Total.Twice));
        // A sheet in which somebody has typed the cause that was on record.
        county.Record(
            county.Fill(Sheet("逐户核查表", "户编号,户主姓名,主要致贫原因", "H1,测试甲,因残")).Value,
            "",
            June.AddDays(1)
        );
        Assert.Equal([new AskedTwice("逐户核查表", 1)], Ledger().Ledger.Twice);
        // And an observation that says again what stands.
        var known = county.Db.Observations.AsNoTracking().First(o => o.SubjectKind == 1 && o.ObservedOn == June);
        known.ObservationId = Guid.CreateVersion7();
        known.ObservedOn = June.AddDays(9);
        county.Db.Observations.Add(known);
        county.Db.SaveChanges();
        Assert.Equal(2, Ledger().Ledger.Total.Twice);
        var csv = System.Text.Encoding.UTF8.GetString(ReadBurden.Csv(Ledger(), Language.English));
        Assert.Contains(
            "\"逐户核查表\",\"not stated\",\"not stated\",\"not stated\",3,3,1,0,0,0,1",
            csv,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_form_printed_twice_from_the_same_facts_is_the_same_and_a_missing_fact_says_so(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        foreach (var form in Pack.Forms)
        {
            byte[] Print(bool unmask = false)
            {
                var record = RecordRows.Read(
                    county.Db,
                    county.Tree,
                    county.Village,
                    Dictionary,
                    county.Sealing,
                    June,
                    unmask
                );
                return PrintForm.Xlsx(PrintForm.Run(form, record, Pack.Headings, June, Language.Chinese));
            }
            Assert.Equal(Print(), Print());
            var sheet = SentForm.Open("form.xlsx", Print()).Value.Sheets[0];
            var cells = Enumerable
                .Range(1, sheet.Rows)
                .SelectMany(r => Enumerable.Range(1, sheet.Columns).Select(c => sheet.Written(r, c)))
                .ToList();
            Assert.Contains(PrintForm.NotRecorded.Zh, cells);
            Assert.DoesNotContain(Rows()[0]["id_number"], cells);
        }
    }

    [Theory]
    [InlineData("TH1606", "日期,天气", "5月1日,晴")]
    [InlineData("TH1610", "户编号,户主姓名")]
    public void A_form_that_cannot_be_filled_says_why(string code, params string[] lines)
    {
        using var county = new FormCounty(cluster, Engine.Sqlite);
        var file = Sheet(lines);
        var proposal = ProposeForm.Run(county.Db, county.Village.CountyNo, file, Pack.Headings);
        var empty = county.Tree.ByCode(WestVillage, June)!;
        var problems = proposal.Ok ? county.Fill(file, proposal.Value, place: empty).Problems : proposal.Problems;
        Assert.Equal(code, Assert.Single(problems).Code);
    }
}
