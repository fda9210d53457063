using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;
using static Taihang.Tests.Store.Modules.PersonalData.OwnRecordTests;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>The end of a person's data: only when due, by two people, and then nothing of it can be read again.</summary>
public sealed class EndRetentionTests(PostgresCluster cluster)
{
    internal static readonly DateOnly DueDay = new(2031, 6, 10);

    private static readonly string Number = IdNumberOf(new DateOnly(1962, 11, 3), 2);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nothing_is_due_before_the_county_has_set_a_period_and_its_time_is_over(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var wife = Gone(county);
        var line = Assert.Single(ListRetention.Run(county.Db, Own(county, DueDay.AddYears(50)), county.CountyNo));
        Assert.Equal((EndReason.Died, (DateOnly?)null), (line.Reason, line.DueOn));
        Assert.Equal("TH1230", Propose(county, wife, DueDay.AddYears(50)).Problems[0].Code);
        Set(county, PersonalDataSettings.YearsDied, 5, June);
        Assert.Equal("TH1230", Propose(county, wife, DueDay.AddDays(-1)).Problems[0].Code);
        Assert.True(Propose(county, wife, DueDay).Ok);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Nobody_ends_it_alone_nor_from_another_office_nor_while_something_is_open(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var wife = Gone(county);
        Set(county, PersonalDataSettings.YearsDied, 5, June);
        Assert.Equal("TH1229", Propose(county, wife, DueDay, county.Township).Problems[0].Code);
        Assert.Equal("TH1233", Confirm(county, wife, DueDay).Problems[0].Code);
        Assert.True(Propose(county, wife, DueDay).Ok);
        Assert.Equal("TH1231", Confirm(county, wife, DueDay, county.County).Problems[0].Code);
        var open = county.Asked(county.Income("2000"));
        Assert.Equal("TH1232", Confirm(county, wife, DueDay).Problems[0].Code);
        Assert.True(county.Decide(open).Ok);
        // Whatever the program does, the database wants another hand.
        county.Db.ChangeTracker.Clear();
        Assert.ThrowsAny<Exception>(() =>
            county.Db.RetentionEndings.ExecuteUpdate(e =>
                e.SetProperty(r => r.ConfirmedById, r => r.ProposedById).SetProperty(r => r.EndedOn, DueDay)
            )
        );
        Assert.NotNull(People(county).Wife.WrappedKey);
        Assert.True(Confirm(county, wife, DueDay).Ok);
        Assert.Equal("TH1233", Confirm(county, wife, DueDay).Problems[0].Code);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void After_the_end_nothing_of_the_person_can_be_read_and_everything_else_stands(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        Identified(county);
        var wife = People(county).Wife;
        // A number that was stated in a change, a code and a request of their own are theirs too.
        county.Applied(
            county.Draft(
                ChangeKind.Correct,
                "H1",
                new()
                {
                    [ChangeDraft.OfField] = wife.PersonId.ToString(),
                    [ChangeDraft.Fact("phone")] = "13912345678",
                    [ChangeDraft.SourceField] = "测试乙换了电话。",
                }
            )
        );
        wife = People(county).Wife;
        var code = Given(county, wife);
        Assert.True(Answered(county, Asked(county, wife, "测试乙的生日不对"), false, null, "测试乙，已核对。").Ok);
        Gone(county);
        var planted = new Planted(county, wife);
        Assert.NotEmpty(planted.Found(county));
        Set(county, PersonalDataSettings.YearsDied, 5, June);
        var results = county.Db.IdentificationResults.Count();
        var head = Household(county.Address, "H1", DateOnly.MaxValue).Head!;
        Assert.True(Propose(county, wife, DueDay).Ok);
        Assert.True(Confirm(county, wife, DueDay).Ok);
        Settle(county);

        Assert.Empty(planted.Found(county));
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
        Assert.Equal(results, county.Db.IdentificationResults.Count());
        var after = Household(county.Address, "H1", DateOnly.MaxValue).Head!;
        Assert.Equal("测试甲", after.Person.Name);
        Assert.Equal(head.Facts, after.Facts);
        Assert.NotNull(county.Numbers(after.Person));
        Assert.Equal("TH1224", OwnCodes.Whose(county.Db, code.Code, new(June, default, default)).Problems[0].Code);
        Assert.Null(ReadOwnRecord.Run(county.Db, Own(county), county.CountyNo, wife.PersonId, null));
        Assert.Empty(ListRetention.Run(county.Db, Own(county, DueDay), county.CountyNo));
        Assert.Equal(
            RetentionRules.Stub,
            county.Db.Persons.AsNoTracking().Single(p => p.PersonId == wife.PersonId).Name
        );
        // The pages of the household and its changes are read as before.
        foreach (var row in county.Db.ChangeRequests.AsNoTracking().ToList())
            Assert.NotNull(county.Show(row));
    }

    /// <summary>The husband's name stands in the request by which his wife's death was recorded; that she died is hers.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Ending_one_person_leaves_the_others_time_as_it_was(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (husband, wife) = People(county);
        foreach (var (who, source) in new[] { (wife, $"{husband.Name}申报。"), (husband, "村委会证明。") })
            county.Applied(
                county.Draft(
                    ChangeKind.Remove,
                    "H1",
                    new()
                    {
                        ["who"] = who.PersonId.ToString(),
                        ["how"] = "died",
                        [ChangeDraft.SourceField] = source,
                    }
                )
            );
        Set(county, PersonalDataSettings.YearsDied, 5, June);
        RetentionLine Of(Person person) =>
            ListRetention
                .Run(county.Db, Own(county, DueDay), county.CountyNo)
                .Single(l => l.Person.PersonId == person.PersonId);
        var before = Of(wife);
        Assert.Equal(EndReason.Died, before.Reason);
        Assert.True(Propose(county, husband, DueDay).Ok);
        Assert.True(Confirm(county, husband, DueDay).Ok);
        county.Db.ChangeTracker.Clear();
        Assert.Equal((before.Reason, before.DueOn), (Of(wife).Reason, Of(wife).DueOn));
        Assert.DoesNotContain(
            county.Db.ChangeRequests.AsNoTracking().ToList(),
            c => c.Document.Contains(husband.Name, StringComparison.Ordinal)
        );
    }

    /// <summary>Twins, each of which leaves one thing behind; the same check must find it.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "key")]
    [InlineData(Engine.Postgres, "key")]
    [InlineData(Engine.Sqlite, "index")]
    [InlineData(Engine.Postgres, "index")]
    [InlineData(Engine.Sqlite, "name")]
    [InlineData(Engine.Postgres, "name")]
    [InlineData(Engine.Sqlite, "number")]
    [InlineData(Engine.Postgres, "number")]
    public void What_an_ending_forgot_is_found(Engine engine, string forgot)
    {
        using var county = new ChangeCounty(cluster, engine);
        var wife = Gone(county);
        var planted = new Planted(county, wife);
        Set(county, PersonalDataSettings.YearsDied, 5, June);
        Assert.True(Propose(county, wife, DueDay).Ok);
        Assert.True(Confirm(county, wife, DueDay).Ok);
        Settle(county);
        Assert.Empty(planted.Found(county));
        county.Db.ChangeTracker.Clear();
        var person = county.Db.Persons.Single(p => p.PersonId == wife.PersonId);
        switch (forgot)
        {
            case "key":
                (person.WrappedKey, person.Sealed) = (wife.WrappedKey, wife.Sealed);
                break;
            case "index":
                county.Db.BlindIndexes.Add(
                    new BlindIndex
                    {
                        Index = county.Index(Number),
                        Kind = (int)SealedKind.IdNumber,
                        CountyNo = county.CountyNo,
                        PersonId = wife.PersonId,
                    }
                );
                break;
            case "name":
                person.Name = wife.Name;
                break;
            default:
                county.Db.Observations.First(o => o.SubjectId == wife.PersonId).Document =
                    $$"""{"note":"{{Number}}"}""";
                break;
        }
        county.Db.SaveChanges();
        Assert.NotEmpty(planted.Found(county));
    }

    /// <summary>What would let somebody read the person again: in clear, sealed, or by its index; looked for in everything that is stored.</summary>
    private sealed class Planted
    {
        private readonly List<(string What, byte[] Bytes)> secrets = [];

        public Planted(ChangeCounty county, Person wife)
        {
            secrets.Add(("key", wife.WrappedKey!));
            secrets.Add(("sealed", wife.Sealed!));
            secrets.Add(("index", county.Index(Number)));
            // What changes stated of the numbers lies sealed in their documents.
            secrets.AddRange(
                county
                    .Db.ChangeRequests.AsNoTracking()
                    .AsEnumerable()
                    .Select(c => ChangeDocument.Read(c.Document).Change)
                    .OfType<CorrectFacts>()
                    .SelectMany(c => c.Numbers)
                    .Where(n => n.Box is not null)
                    .Select(n => ("change", Encoding.UTF8.GetBytes(Convert.ToBase64String(n.Box!))))
            );
        }

        public List<string> Found(ChangeCounty county)
        {
            county.Db.ChangeTracker.Clear();
            var stolen = SealingTests.Stolen(county.Address);
            return
            [
                .. secrets
                    .Where(s =>
                        stolen.AsSpan().IndexOf(s.Bytes) >= 0
                        || SealingTests.Shows(stolen, Convert.ToHexStringLower(s.Bytes))
                    )
                    .Select(s => s.What),
                .. new[] { "测试乙", Number, "1962-11-03" }.Where(v => SealingTests.Shows(stolen, v)),
            ];
        }
    }

    /// <summary>The wife died, which the record took up on 10 June 2026.</summary>
    internal static Person Gone(ChangeCounty county)
    {
        var wife = People(county).Wife;
        county.Applied(
            county.Draft(ChangeKind.Remove, "H1", new() { ["who"] = wife.PersonId.ToString(), ["how"] = "died" })
        );
        return People(county).Wife;
    }

    internal static Outcome<RetentionEnding> Propose(
        ChangeCounty county,
        Person person,
        DateOnly today,
        Viewer? by = null
    ) =>
        InOne(
            county,
            () =>
                EndRetention.Propose(
                    county.Db,
                    Own(county, today),
                    by ?? county.County,
                    county.CountyNo,
                    person.PersonId,
                    county.Context(by ?? county.County)
                )
        );

    /// <summary>By another of the county office than <see cref="Propose"/>.</summary>
    internal static Outcome<RetentionEnding> Confirm(
        ChangeCounty county,
        Person person,
        DateOnly today,
        Viewer? by = null
    )
    {
        by ??= new Viewer(ChangeCounty.Number(4), "", Roles.County, county.CountyNo, null);
        return InOne(
            county,
            () =>
                EndRetention.Confirm(
                    county.Db,
                    Own(county, today),
                    by,
                    county.CountyNo,
                    person.PersonId,
                    county.Context(by)
                )
        );
    }

    private static Outcome<RetentionEnding> InOne(ChangeCounty county, Func<Outcome<RetentionEnding>> work)
    {
        county.Db.ChangeTracker.Clear();
        using var transaction = county.Db.Database.BeginTransaction();
        var done = work();
        if (done.Ok)
            transaction.Commit();
        return done;
    }

    internal static bool Settle(ChangeCounty county) =>
        SettleStore.Run(county.Db, new StoredFiles(county.Files.File(StoredFiles.FolderName)));

    private static void Identified(ChangeCounty county)
    {
        var trial = new Dictionary<string, (Fraction, Words)> { ["monitor_range"] = (870_000, new("试", "trial")) };
        Assert.True(
            IdentifyCounty
                .Run(
                    county.Db,
                    county.Setting.Pack,
                    county.Setting.Pack.Method("monitoring", June)!,
                    county.CountyNo,
                    June,
                    trial,
                    county.Context(county.County)
                )
                .Ok
        );
    }
}
