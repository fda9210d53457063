using Microsoft.EntityFrameworkCore;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>All whose data was ended have the same stub for a name: nobody is found, compared, listed or taken back by it.</summary>
public sealed class EndedPersonsTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nobody_is_found_compared_or_listed_by_the_stub(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        var (db, countyNo) = (family.County.Db, family.County.CountyNo);
        Pair(db, countyNo);
        family.EndWife();
        family.EndHead();
        Assert.Equal(2, db.Persons.Count(p => p.Name == RetentionRules.Stub));
        // A pair that waited is put before nobody.
        Assert.Equal(0, db.DuplicatePairs.Count());
        Assert.Empty(Met(family));
        // The twin: they were ended while they are still served, which the same check must see.
        db.Persons.Where(p => p.Name == RetentionRules.Stub)
            .ExecuteUpdate(set => set.SetProperty(p => p.LeftOn, (DateOnly?)null));
        db.Households.ExecuteUpdate(set => set.SetProperty(h => h.ClosedOn, (DateOnly?)null));
        Assert.Equal(["compared", "found", "listed"], Met(family));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nobody_returns_whose_data_was_ended(Engine engine)
    {
        using var family = new KeptFamily(cluster, engine);
        var (county, household) = (family.County, family.County.Household("H1").Household.HouseholdId);
        var wife = EndRetentionTests.Gone(county);
        Assert.Single(HouseholdFacts.Former(county.Db, county.CountyNo, household));
        var back = county.Draft(
            ChangeKind.Return,
            "H1",
            new()
            {
                [ChangeDraft.WhoField] = wife.PersonId.ToString(),
                [ChangeDraft.Fact(RecordField.Relation)] = "配偶",
                [ChangeDraft.DayField] = "2026-06-12",
            }
        );
        Assert.Empty(county.Ask(back).Problems);
        county.Db.ChangeRequests.Where(c => c.ChangeId == back.ChangeId).ExecuteDelete();
        OwnRecordTests.Set(county, PersonalDataSettings.YearsDied, 5, June);
        Assert.True(EndRetentionTests.Propose(county, wife, EndRetentionTests.DueDay).Ok);
        Assert.True(EndRetentionTests.Confirm(county, wife, EndRetentionTests.DueDay).Ok);
        Assert.Empty(HouseholdFacts.Former(county.Db, county.CountyNo, household));
        Assert.NotEmpty(county.Ask(back with { ChangeId = Guid.CreateVersion7() }).Problems);
    }

    [Fact]
    public void Who_was_known_under_an_earlier_row_is_found_by_an_index()
    {
        using var county = new ChangeCounty(cluster, Engine.Sqlite);
        county.Db.Database.OpenConnection();
        using var plan = county.Db.Database.GetDbConnection().CreateCommand();
        plan.CommandText =
            "EXPLAIN QUERY PLAN SELECT * FROM persons WHERE county_no = 1 AND previous_id = x'00000000000000000000000000000000'";
        using var reader = plan.ExecuteReader();
        Assert.True(reader.Read());
        Assert.Contains("ix_persons_county_no_previous_id", reader.GetString(3), StringComparison.Ordinal);
    }

    /// <summary>Where somebody is met under the stub.</summary>
    private static List<string> Met(KeptFamily family)
    {
        var (county, db) = (family.County, family.County.Db);
        db.ChangeTracker.Clear();
        var folder = Path.Combine(Repository.Packs, "cn");
        var pack = DuplicatePack.Load(folder, county.Setting.Pack.Dictionary).Value;
        using var sealing = Sealing.Open(county.Files.File("master.key")).Value;
        // Compared are persons who are on record; H2 has one.
        var compared = FindDuplicates
            .Run(
                db,
                county.Setting.Tree,
                sealing,
                pack.Rules,
                pack.Sounds,
                [county.CountyNo],
                county.Context(county.County)
            )
            .Value.Persons;
        var found = FindRecords.Run(
            db,
            sealing,
            county.Setting.Tree,
            county.County,
            SearchText.Read(RetentionRules.Stub).Value,
            June,
            20
        );
        var village = county.Setting.Tree.ByCode(EastVillage, June)!;
        var listed = HouseholdFacts
            .InVillages(db, county.CountyNo, [village.RegionNo], EndRetentionTests.DueDay)
            .SelectMany(h => h.Members);
        return
        [
            .. compared > 1 ? ["compared"] : Array.Empty<string>(),
            .. found.Households.Count > 0 ? ["found"] : Array.Empty<string>(),
            .. listed.Any(m => m.Person.Name == RetentionRules.Stub) ? ["listed"] : Array.Empty<string>(),
        ];
    }

    private static void Pair(TaihangDb db, int countyNo)
    {
        var persons = db.Persons.OrderBy(p => p.Name).ToList();
        db.DuplicatePairs.Add(
            new DuplicatePair
            {
                CountyNo = countyNo,
                PairId = ChangeCounty.Number(95),
                PersonA = persons.Single(p => p.Name == "测试乙").PersonId,
                CountyNoB = countyNo,
                PersonB = persons.First(p => p.Name != "测试乙").PersonId,
                ProbabilityPpm = 900_000,
                Reasons = "[]",
                State = FindDuplicates.Open,
                FoundActId = db.Acts.First().ActId,
            }
        );
        db.SaveChanges();
    }
}
