using MiniExcelLibs;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Dispatch;

public sealed class ImportCadresOnSqliteTests(PostgresCluster cluster) : ImportCadresTests(cluster, Engine.Sqlite);

public sealed class ImportCadresOnPostgresTests(PostgresCluster cluster) : ImportCadresTests(cluster, Engine.Postgres);

public abstract class ImportCadresTests(PostgresCluster cluster, Engine engine)
{
    [Fact]
    public void A_roster_is_taken_in_once_and_the_same_file_again_changes_nothing()
    {
        using var county = new DispatchCounty(cluster, engine);
        var path = county.Roster();
        Assert.Equal(new CadresImported(5, 0, 0, false), county.Import(path).Value);
        Assert.Equal(new CadresImported(0, 0, 0, true), county.Import(path).Value);
        Assert.Equal(5, county.Db.Cadres.Count());
        Assert.Equal(3, county.Db.SendingUnits.Count());
        Assert.Equal(1, county.Db.Acts.Count());
        var wu = county.Db.Cadres.Single(c => c.Name == "吴样例");
        Assert.Equal((0, true), (wu.HomeRegionNo, wu.Eligible));
        Assert.Equal(
            """{"education":0,"engineering":0,"finance":3,"health":0,"industry":0,"law":0,"party_building":0}""",
            wu.Skills
        );
    }

    [Fact]
    public void A_later_roster_brings_known_cadres_up_to_date_and_keeps_who_they_are()
    {
        using var county = new DispatchCounty(cluster, engine);
        county.Import(county.Roster());
        var before = county.Db.Cadres.Single(c => c.Name == "钱样例").CadreId;
        var later = DispatchCounty.Rows.Replace("钱样例,130623101,5", "钱样例,130623101,6", StringComparison.Ordinal);
        Assert.Equal(new CadresImported(0, 1, 4, false), county.Import(county.Roster(later)).Value);
        var qian = county.Db.Cadres.Single(c => c.Name == "钱样例");
        Assert.Equal((before, 6), (qian.CadreId, qian.Seniority));
    }

    [Fact]
    public void A_workbook_reads_like_the_csv()
    {
        using var county = new DispatchCounty(cluster, engine);
        var path = county.FilePath("roster.xlsx");
        var headings = DispatchCounty.Form.Columns.Select(c => c.Heading.En).ToArray();
        string[] cells =
        [
            "Office",
            "County",
            "Law",
            "样例",
            "130623101",
            "4",
            "yes",
            "1",
            "2",
            "3",
            "0",
            "1",
            "2",
            "3",
        ];
        MiniExcel.SaveAs(
            path,
            new[] { headings.Zip(cells).ToDictionary(p => p.First, p => (object)p.Second) },
            sheetName: DispatchCounty.Form.Sheet.En
        );
        Assert.Equal(1, county.Import(path).Value.Added);
        Assert.Equal("law", county.Db.SendingUnits.Single().Kind);
        Assert.Equal(4, county.Db.Cadres.Single().Seniority);
    }

    [Theory]
    [InlineData("钱样例,130623101,5", "钱样例,130623101,10", "TH0606", 2, 6)]
    [InlineData("钱样例,130623101,5", "钱样例,,5", "TH0605", 2, 5)]
    [InlineData("钱样例,130623101,5", "钱样例,130623999,5", "TH0100", 2, 5)]
    [InlineData("社会事业部门", "社会部门", "TH0607", 2, 3)]
    [InlineData("130623101,5,是,0,0,0,0,0,0,3", "130623101,5,可,0,0,0,0,0,0,3", "TH0607", 2, 7)]
    [InlineData("李样例", "赵样例", "TH0608", 4, 4)]
    [InlineData("农业农村局,县级,经济部门,李样例", "农业农村局,市级,经济部门,李样例", "TH0609", 4, 2)]
    [InlineData("0,0,0,0,0,0,3\n农", "0,0,0,0,0,0\n农", "TH0605", 2, 14)]
    public void A_fault_is_named_with_row_and_column_and_nothing_is_taken_in(
        string right,
        string wrong,
        string code,
        int row,
        int column
    )
    {
        using var county = new DispatchCounty(cluster, engine);
        Assert.Contains(right, DispatchCounty.Rows, StringComparison.Ordinal);
        var refused = county.Import(county.Roster(DispatchCounty.Rows.Replace(right, wrong, StringComparison.Ordinal)));
        var problem = Assert.Single(refused.Problems);
        Assert.Equal((code, row, column), (problem.Code, problem.Where!.Row, problem.Where.Column));
        Assert.Empty(county.Db.Cadres);
        Assert.Empty(county.Db.Acts);
    }

    [Fact]
    public void Every_fault_of_a_file_is_named_at_once()
    {
        using var county = new DispatchCounty(cluster, engine);
        var rows = DispatchCounty
            .Rows.Replace("钱样例,130623101,5", "钱样例,,x", StringComparison.Ordinal)
            .Replace("省级", "省", StringComparison.Ordinal)
            .Replace("区域外", "130623000", StringComparison.Ordinal);
        Assert.Equal(["TH0605", "TH0606", "TH0100"], county.Import(county.Roster(rows)).Problems.Select(p => p.Code));
    }

    [Fact]
    public void A_missing_and_a_mistyped_column_are_named()
    {
        using var county = new DispatchCounty(cluster, engine);
        var refused = county.Import(county.Roster(heading: DispatchCounty.HeadingWith("资历（0-9）", "资力（0-9）")));
        Assert.Equal(["TH0604", "TH0603"], refused.Problems.Select(p => p.Code));
        Assert.Contains("资历（0-9）", refused.Problems[0].Remedy.Zh, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_workbook_is_refused()
    {
        using var county = new DispatchCounty(cluster, engine);
        var path = county.FilePath("roster.xlsx");
        File.WriteAllText(path, "not a workbook");
        Assert.Equal("TH0602", Assert.Single(county.Import(path).Problems).Code);
    }
}
