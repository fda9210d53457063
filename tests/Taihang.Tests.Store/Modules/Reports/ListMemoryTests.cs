using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;
using static Taihang.Tests.Store.Modules.Reports.SavedListTests;

namespace Taihang.Tests.Store.Modules.Reports;

public sealed class ListMemoryTests(PostgresCluster cluster)
{
    private static readonly ListRule Ill = Rule(
        RowsOf.Households,
        ["place.household_number"],
        ("household.main_cause", ListTest.Is, "因病")
    );

    private static string Shown(FormCounty county, ListMemory memory, ListRule? rule = null, DateOnly? day = null) =>
        string.Join(
            ' ',
            ShowList
                .Run(Request(county, rule ?? Ill, day), new ListPart(1, 50, 20), memory)
                .Value.Rows.Select(r => r.HouseholdNumber)
        );

    private static ActContext Now(FormCounty county) =>
        new(
            Guid.Empty,
            new DateTimeOffset(June, default, default).AddMinutes(county.Db.Acts.Count()),
            "测试",
            "county"
        );

    private static void Look(FormCounty county)
    {
        LogRead.Run(
            county.Db,
            county.Village.CountyNo,
            new ReadOf([county.Db.Households.First().HouseholdId], ReadPurpose.Duty, "list"),
            Now(county)
        );
        county.Db.ChangeTracker.Clear();
    }

    /// <summary>Changed behind the log's back, which nothing in the program does: so it shows what is remembered.</summary>
    private static void WithoutAct(FormCounty county) =>
        county
            .Db.Observations.Where(o => o.Document.Contains("main_cause"))
            .ExecuteUpdate(set => set.SetProperty(o => o.Document, "{}"));

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Whoever_turns_a_page_sees_what_was_written_in_between(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var memory = new ListMemory();
        Assert.Equal("H1", Shown(county, memory));
        var rows = Rows();
        rows[2]["main_cause"] = "因病";
        Assert.True(county.ImportAgain(rows).Ok);
        Assert.Equal("H1 H2", Shown(county, memory));
        // The day asked for is another question.
        Assert.Equal("H1", Shown(county, memory, day: January));
        Assert.Equal("H1 H2", Shown(county, memory));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_look_alone_makes_nothing_be_forgotten_and_any_other_act_does(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var memory = new ListMemory();
        Assert.Equal("H1", Shown(county, memory));
        WithoutAct(county);
        Look(county);
        Assert.Equal("H1", Shown(county, memory));
        Look(county);
        Assert.Equal("H1", Shown(county, memory));
        RecordAct.Append(county.Db, county.Village.CountyNo, "registry.import", Now(county), new { });
        county.Db.SaveChanges();
        Look(county);
        Assert.Equal("", Shown(county, memory));
    }

    [Fact]
    public void Other_conditions_rows_and_places_are_other_lists()
    {
        using var county = new FormCounty(cluster, Engine.Sqlite);
        var memory = new ListMemory();
        Assert.Equal("H1", Shown(county, memory));
        Assert.Equal("H1 H1", Shown(county, memory, Ill with { Rows = RowsOf.Members }));
        Assert.Equal("H1 H2", Shown(county, memory, Ill with { Conditions = [] }));
        var elsewhere = Request(county, Ill) with { Place = county.Tree.ByCode(WestVillage, June)! };
        Assert.Empty(ShowList.Run(elsewhere, ListPart.Whole, memory).Value.Rows);
        // What is shown of a row is no condition: the same finding, other columns.
        Assert.Equal("H1", Shown(county, memory, Ill with { Columns = [.. Ill.Columns, "place.village"] }));
    }

    [Fact]
    public void What_was_not_asked_for_longest_is_forgotten_first_and_what_is_too_long_is_not_kept()
    {
        using var county = new FormCounty(cluster, Engine.Sqlite);
        // The first takes three: itself, the row that fits and the one of which nobody can say; the second one more.
        var memory = new ListMemory(most: 4);
        var all = Ill with { Conditions = [] };
        var ill = Ill with { Rows = RowsOf.Households };
        Shown(county, memory, ill);
        Shown(county, memory, ill with { Rows = RowsOf.Members });
        WithoutAct(county);
        Assert.Equal("H1 H1", Shown(county, memory, ill with { Rows = RowsOf.Members }));
        Assert.Equal("", Shown(county, memory, ill));
        var small = new ListMemory(most: 2);
        Assert.Equal("H1 H2", Shown(county, small, all));
        county.Db.Households.Where(h => h.Number == "H2").ExecuteUpdate(s => s.SetProperty(h => h.ClosedOn, January));
        Assert.Equal("H1", Shown(county, small, all));
    }
}
