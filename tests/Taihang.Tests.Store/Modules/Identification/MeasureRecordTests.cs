using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Identification;

/// <summary>What stands in place of a sampling error, counted by hand on three people in two households.</summary>
public sealed class MeasureRecordTests(PostgresCluster cluster)
{
    private static readonly Pack Pack = PackFolder.Load(Repository.Packs, "cn").Value;

    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void Missing_old_and_contradicted_facts_are_counted_of_those_they_are_about(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January).Ok);
        // The same day, another workbook: another wage for one household. Later another for the other.
        var second = Rows();
        second[0]["income_wage_fen_year"] = "9000";
        Assert.True(Import(address, files, Csv(files.File("b.csv"), Table(second)), January).Ok);
        second[2]["income_wage_fen_year"] = "100";
        Assert.True(Import(address, files, Csv(files.File("c.csv"), Table(second)), June).Ok);

        var soon = Of(address, June, 6);
        Assert.Equal((2, 2), (soon.Households, soon.NeverAssessed));
        Assert.Equal(soon.Villages - 1, soon.VillagesWithoutRecord);
        Assert.True(soon.Villages > 100);
        // January is not six months before June.
        Assert.Equal((2, 0, 0, 1), Counts(soon, "income_wage_fen_year"));
        Assert.Equal((2, 2, 0, 0), Counts(soon, "income_business_fen_year"));
        Assert.Equal((3, 0, 0, 0), Counts(soon, "birth_date"));
        // A blank that the form reads as "no" is not missing.
        Assert.Equal((2, 0, 0, 0), Counts(soon, "registered_poor_before"));
        Assert.Equal(0, Counts(Of(address, new DateOnly(2026, 7, 15), 6), "income_wage_fen_year").Item3);
        Assert.Equal(1, Counts(Of(address, new DateOnly(2026, 7, 16), 6), "income_wage_fen_year").Item3);
        // The day of birth does not age, at whatever limit.
        Assert.Equal(0, Counts(Of(address, June.AddYears(30), 1), "birth_date").Item3);
        Assert.Equal(2, Counts(Of(address, June.AddYears(30), null), "income_wage_fen_year").Item3);
    }

    private static (long, long, long, long) Counts(RecordQuality record, string attribute)
    {
        var fact = record.Facts.Single(f => f.Attribute == attribute);
        return (fact.Subjects, fact.Missing, fact.Stale, fact.Contradicted);
    }

    private static RecordQuality Of(StoreAddress address, DateOnly day, int? months)
    {
        using var db = OpenStore.Existing(address).Value;
        return MeasureRecord.Run(
            db,
            Pack,
            Pack.Method("monitoring", day)!,
            db.Households.First().CountyNo,
            day,
            LoadRegions.Tree(db),
            months
        );
    }
}
