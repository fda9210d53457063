using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Reports;

public sealed class SavedListTests(PostgresCluster cluster)
{
    private static readonly Lazy<Pack> Loaded = new(() =>
        PackFolder.LoadFrom(Path.Combine(Repository.Packs, "cn")).Value
    );

    private static readonly Lazy<ListFields> Fields = new(() => new ListFields(Loaded.Value, FormCounty.Pack.Headings));

    internal static ListRule Rule(
        RowsOf rows,
        string[] columns,
        params (string Field, string Test, string Value)[] of
    ) => new(rows, [.. columns], [.. of.Select(c => new ListCondition(c.Field, c.Test, c.Value))]);

    internal static ListRequest Request(FormCounty county, ListRule rule, DateOnly? day = null) =>
        new(
            county.Db,
            Loaded.Value,
            Fields.Value,
            county.Tree,
            county.Sealing,
            county.Village,
            "list",
            Fields.Value.Check(rule).Value,
            day ?? June,
            Language.Chinese
        );

    private static ListShown Show(FormCounty county, ListRule rule, int page = 1, int size = 50) =>
        ShowList.Run(Request(county, rule), new ListPart(page, size, 20)).Value;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_list_is_made_from_the_record_and_counts_apart_of_whom_nobody_can_say(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        // H1 is poor by illness and earns 1,234.50 yuan; of H2 the cause is not recorded and its wages are 0.
        var ill = Show(
            county,
            Rule(
                RowsOf.Households,
                ["place.household_number", "household.income_wage_fen_year", "place.members"],
                ("household.main_cause", ListTest.Is, "因病")
            )
        );
        Assert.Equal(["H1"], ill.Rows.Select(r => r.HouseholdNumber));
        Assert.Equal(["H1", "1234.5", "2"], ill.Lines[0].Select(v => v?.Text));
        Assert.Equal(["H2"], ill.CannotSay.Select(r => r.HouseholdNumber));
        Assert.Equal(1, ill.CannotSayTotal);
        Assert.Equal(2, ill.Looked);

        string[] Wages(string test, string yuan) =>
            [
                .. Show(
                    county,
                    Rule(RowsOf.Households, ["place.household_number"], ("household.income_wage_fen_year", test, yuan))
                )
                    .Rows.Select(r => r.HouseholdNumber),
            ];
        Assert.Equal(["H1"], Wages(ListTest.AtLeast, "1234.50"));
        Assert.Empty(Wages(ListTest.AtLeast, "1234.51"));
        Assert.Equal(["H1", "H2"], Wages(ListTest.AtMost, "1234.5"));
        Assert.Equal(["H2"], Wages(ListTest.Is, "0"));

        var women = Rule(RowsOf.Members, ["place.name", "member.sex"], ("member.sex", ListTest.Is, "女"));
        var members = Show(county, women);
        Assert.All(members.Lines, line => Assert.Equal("女", line[1]?.Text));
        Assert.Equal(3, members.Looked);
        Assert.Equal(["测试乙", "测试丙"], members.Rows.Select(r => r.Name));
        // A page of it holds the rows of that page, so that only they are written down as looked at.
        var second = Show(county, women, page: 2, size: 1);
        Assert.Equal(["测试丙"], second.Rows.Select(r => r.Name));
        Assert.Single(second.Lines);
        Assert.Equal(2, second.Total);
        Assert.Empty(Show(county, women, page: 9).Rows);
        Assert.Equal(2, ShowList.Run(Request(county, women), ListPart.Whole).Value.Lines.Length);
    }

    /// <summary>Every row is looked at, so there is a number of them beyond which a list says how to narrow it instead of taking its time.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_place_with_too_many_households_is_refused_with_how_to_narrow_it(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var request = Request(county, Rule(RowsOf.Households, ["place.village"]));
        Assert.True(ShowList.Run(request, ListPart.Whole, most: 2).Ok);
        Assert.Equal("TH1630", ShowList.Run(request, ListPart.Whole, most: 1).Problems[0].Code);
    }

    /// <summary>Of another county's households a list knows nothing, whatever place it is asked for.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_list_reads_no_fact_beyond_the_scope(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var rule = Rule(RowsOf.Members, ["place.name"], ("member.sex", ListTest.Is, "女"));
        foreach (var (scope, looked) in new[] { (county.Village.CountyNo, 3), (county.Village.CountyNo + 1, 0) })
        {
            using var db = new TaihangDb(StoreOptions.For(county.Address), CountyScope.Of(scope));
            Assert.Equal(looked, ShowList.Run(Request(county, rule) with { Db = db }, ListPart.Whole).Value.Looked);
            var of = new ObservedOf(county.Village.CountyNo, ObservedOf.Persons, null, June);
            Assert.Equal(looked, LatestValues.LastDays(db, of).Count);
        }
    }

    [Theory]
    [InlineData("household.housing_grade", ListTest.Is, "特级", "TH1623")]
    [InlineData("household.income_wage_fen_year", ListTest.AtLeast, "很多", "TH1623")]
    [InlineData("household.main_cause", ListTest.AtLeast, "因病", "TH1623")]
    [InlineData("place.village", ListTest.OlderThan, "3", "TH1623")]
    [InlineData("list.last_observed", ListTest.AtMost, "三月", "TH1623")]
    [InlineData("list.outcome", ListTest.Is, "很穷", "TH1623")]
    [InlineData("place.head_name", ListTest.Is, "张三", "TH1624")]
    [InlineData("head.id_number", ListTest.Is, "1", "TH1624")]
    [InlineData("member.sex", ListTest.Is, "女", "TH1624")]
    [InlineData("household.nothing", ListTest.Is, "1", "TH1624")]
    public void A_condition_that_cannot_be_compared_is_refused_with_what_it_takes(
        string field,
        string test,
        string value,
        string code
    ) =>
        Assert.Equal(
            code,
            Fields.Value.Check(Rule(RowsOf.Households, ["place.village"], (field, test, value))).Problems[0].Code
        );

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_list_is_its_makers_until_it_is_shared_and_saving_it_again_writes_nothing(Engine engine)
    {
        using var county = new FormCounty(cluster, engine);
        var no = county.Village.CountyNo;
        Viewer Of(string role, int? region) => new(Guid.NewGuid(), "x", role, no, region);
        var (cadre, colleague, office) = (
            Of(Roles.Cadre, county.Village.RegionNo),
            Of(Roles.Cadre, county.Village.RegionNo),
            Of(Roles.County, null)
        );
        var (id, rule) = (Guid.NewGuid(), Rule(RowsOf.Households, ["place.village"]));
        ActContext By(Viewer viewer) => new(viewer.AccountId, Now, "list", viewer.Role);
        Outcome<Taihang.Modules.Store.Tables.SavedList> Save(Viewer by, Guid list, string name, bool shared) =>
            SaveList.Run(county.Db, by, no, list, name, shared, rule, By(by));

        Assert.True(Save(cadre, id, "mine", false).Ok);
        var acts = county.Db.Acts.Count();
        Assert.True(Save(cadre, id, "mine", false).Ok);
        Assert.Equal(acts, county.Db.Acts.Count());
        Assert.Equal("TH1621", Save(cadre, Guid.NewGuid(), "mine", false).Problems[0].Code);
        // Another's list of the same name is another list, and nobody sees it.
        Assert.True(Save(colleague, Guid.NewGuid(), "mine", false).Ok);
        Assert.Null(SaveList.Find(county.Db, colleague, no, id));
        Assert.Equal("TH1619", Save(colleague, id, "taken", false).Problems[0].Code);
        Assert.Equal("TH1619", SaveList.Delete(county.Db, colleague, no, id, By(colleague))?.Code);
        Assert.Equal("TH1619", SaveList.Delete(county.Db, office, no, id, By(office))?.Code);

        Assert.True(Save(cadre, id, "mine", true).Ok);
        Assert.NotNull(SaveList.Find(county.Db, colleague, no, id));
        Assert.Equal("TH1625", Save(colleague, id, "taken", true).Problems[0].Code);
        Assert.Equal("TH1625", SaveList.Delete(county.Db, colleague, no, id, By(colleague))?.Code);
        Assert.Null(SaveList.Delete(county.Db, office, no, id, By(office)));
        Assert.Null(SaveList.Find(county.Db, cadre, no, id));
        Assert.Equal(rule.Columns, SaveList.RuleOf(county.Db.SavedLists.AsNoTracking().Single()).Columns);
    }

    /// <summary>What a list is called stands in the log for ever.</summary>
    [Fact]
    public void A_number_in_the_name_of_a_list_comes_into_neither_record_nor_log()
    {
        using var county = new FormCounty(cluster, Engine.Sqlite);
        var cadre = new Viewer(Guid.NewGuid(), "x", Roles.Cadre, county.Village.CountyNo, county.Village.RegionNo);
        var saved = SaveList.Run(
            county.Db,
            cadre,
            cadre.CountyNo,
            Guid.NewGuid(),
            "查 13912345678 家",
            false,
            Rule(RowsOf.Households, ["place.village"]),
            new ActContext(cadre.AccountId, Now, "list", cadre.Role)
        );
        Assert.Equal("查 •••家", saved.Value.Name);
        Assert.DoesNotContain(
            county.Db.Acts.AsNoTracking().ToList(),
            a => a.Content.Contains("13912345678", StringComparison.Ordinal)
        );
    }

    private static DateTimeOffset Now { get; } = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
}
