using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Taihang.Core.Procedures;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry.Changes;

/// <summary>Change requests on both engines: asked for, decided by somebody else, written as observations in one act.</summary>
public sealed class ChangesTests(PostgresCluster cluster)
{
    public static TheoryData<Engine> Engines => [Engine.Sqlite, Engine.Postgres];

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_correction_enters_as_one_observation_in_one_act_and_the_day_before_stays_as_it_was(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var before = Counts(county.Address);
        var row = county.Asked(county.Income("2000"));
        Assert.Equal(before["observations"], Counts(county.Address)["observations"]);
        var decided = county.Decide(row).Value;
        Assert.Equal(ChangeStanding.Applied, decided.Answer);

        var update = Assert.Single(county.Db.Observations.AsNoTracking().Where(o => o.ActId == decided.ActId).ToList());
        Assert.Equal(("update", "{\"income_wage_fen_year\":200000}"), (update.Event, update.Document));
        Assert.Equal(new DateOnly(2026, 6, 10), update.ObservedOn);
        Assert.Equal("200000", county.Household("H1").Facts["income_wage_fen_year"].Json);
        Assert.Equal(
            "123450",
            Household(county.Address, "H1", new DateOnly(2026, 6, 9)).Facts["income_wage_fen_year"].Json
        );
        var written = Assert.Single(ChangeDocument.ReadDifferences(decided.Written));
        Assert.Equal(("123450", "200000"), (written.Before, written.After));
        Assert.Equal(before["acts"] + 2, Counts(county.Address)["acts"]);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Nobody_decides_their_own_request_and_the_database_refuses_it_too(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var row = county.Asked(county.Income("2000"), county.Township);
        var before = Counts(county.Address);
        Assert.Equal("TH0449", Assert.Single(county.Decide(row, county.Township).Problems).Code);
        Assert.Equal("TH0449", Assert.Single(county.Decide(row, county.Township, approve: false).Problems).Code);
        Assert.Equal("TH0451", Assert.Single(county.Decide(row, county.Cadre).Problems).Code);
        Assert.Equal(before, Counts(county.Address));
        // Around the use case: a row by the same hand, by another hand that calls itself the same, and a second decision.
        Assert.NotNull(Insert(county, row, row.RequestedBy, row.RequestedBy, "applied"));
        Assert.NotNull(Insert(county, row, ChangeCounty.Number(9), row.RequestedBy, "applied"));
        Assert.NotNull(Insert(county, row, row.RequestedBy, ChangeCounty.Number(9), "withdrawn"));
        Assert.NotNull(Insert(county, row, row.RequestedBy, ChangeCounty.Number(9), "maybe"));
        Assert.Null(Insert(county, row, row.RequestedBy, ChangeCounty.Number(9), "refused"));
        Assert.NotNull(Insert(county, row, row.RequestedBy, ChangeCounty.Number(9), "applied"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Sent_again_changes_nothing_and_another_content_under_its_name_is_refused(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var draft = county.Draft(
            ChangeKind.Add,
            "H2",
            new()
            {
                ["name"] = "测试戊",
                ["f-relation"] = "之子",
                ["f-id_number"] = IdNumberOf(new DateOnly(2001, 2, 3), 5),
            }
        );
        var row = county.Asked(draft);
        var before = Counts(county.Address);
        Assert.Equal(row.ChangeId, county.Asked(draft).ChangeId);
        Assert.Equal("TH0447", Code(county.Ask(draft with { Fields = With(draft, "name", "测试己") })));
        Assert.Equal("TH0447", Code(county.Ask(draft, county.Township)));
        Assert.True(county.Decide(row).Ok);
        Assert.Equal(ChangeStanding.Applied, county.Asked(draft).Standing);
        Assert.Equal("TH0448", Assert.Single(county.Decide(row).Problems).Code);
        Assert.Equal(before["acts"] + 1, Counts(county.Address)["acts"]);
        Assert.Equal(before["persons"] + 1, Counts(county.Address)["persons"]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_record_that_moved_on_is_read_again_and_nothing_is_overwritten(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var (income, water) = (
            county.Asked(county.Income("2000")),
            county.Asked(county.Draft(ChangeKind.Correct, "H1", new() { ["f-arable_land_mu"] = "9" }))
        );
        var seen = county.Show(income).Seen;
        county.Applied(county.Income("3000"));
        Assert.Equal("TH0444", Assert.Single(county.Decide(income, seen: seen).Problems).Code);
        Assert.Equal("TH0442", Assert.Single(county.Decide(income, readAgain: true).Problems).Code);
        Assert.Equal("TH0441", Assert.Single(county.Decide(water).Problems).Code);
        Assert.True(county.Show(water).Moved);
        Assert.Empty(county.Show(water).Overtaken);
        Assert.True(county.Decide(water, readAgain: true).Ok);
        Assert.Equal("300000", county.Household("H1").Facts["income_wage_fen_year"].Json);
        Assert.True(county.Decide(income, approve: false).Ok);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void What_the_record_says_already_is_refused_when_asked_and_has_no_effect_when_decided(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        Assert.Equal("TH0443", Code(county.Ask(county.Income("1234.50"))));
        var (first, second) = (county.Asked(county.Income("2000")), county.Asked(county.Income("2000")));
        Assert.True(county.Decide(first).Ok);
        var before = Counts(county.Address);
        var decided = county.Decide(second, readAgain: true).Value;
        Assert.Equal((ChangeStanding.NoEffect, "[]"), (decided.Answer, decided.Written));
        Assert.Equal(before["observations"], Counts(county.Address)["observations"]);
        Assert.Equal(before["acts"] + 1, Counts(county.Address)["acts"]);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void A_request_that_is_altered_after_submission_is_not_decided(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var row = county.Asked(county.Income("2000"));
        var other = row.Document.Replace("200000", "900000", StringComparison.Ordinal);
        county.Db.ChangeRequests.ExecuteUpdate(c => c.SetProperty(r => r.Document, other));
        Assert.Equal("TH0446", Assert.Single(county.Decide(row).Problems).Code);
        // With its hash put right as well: the log still holds the one of the submission.
        county.Db.ChangeRequests.ExecuteUpdate(c => c.SetProperty(r => r.ContentHash, ChangeDocument.Hash(other)));
        Assert.Equal("TH0446", Assert.Single(county.Decide(row).Problems).Code);
        Assert.Null(county.Show(row).Content);
        Assert.Equal("123450", county.Household("H1").Facts["income_wage_fen_year"].Json);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Numbers_are_sealed_from_the_first_moment_and_found_with_whoever_has_them(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var number = IdNumberOf(new DateOnly(1970, 1, 1), 6);
        var person = county.Household("H2").Head!.Person.PersonId;
        var draft = county.Draft(
            ChangeKind.Correct,
            "H2",
            new()
            {
                ["of"] = person.ToString(),
                ["f-id_number"] = number,
                ["f-phone"] = "13000000077",
                ["source"] = $"身份证 {number}，电话13000000077",
            }
        );
        var taken = county.Draft(
            ChangeKind.Add,
            "H2",
            new()
            {
                ["name"] = "测试丁",
                ["f-relation"] = "之子",
                ["f-id_number"] = Rows()[0]["id_number"],
            }
        );
        Assert.Equal("TH0415", Code(county.Ask(taken), "f-id_number"));
        Assert.Equal(
            "TH0414",
            Code(county.Ask(draft with { Fields = With(draft, "f-id_number", Rows()[0]["id_number"]) }), "f-id_number")
        );
        var row = county.Asked(draft);
        Dumped(county, number, "13000000077");
        Assert.True(county.Decide(row).Ok);
        Dumped(county, number, "13000000077");
        var after = county.Household("H2").Head!.Person;
        Assert.Equal(new SealedValues(number, "13000000077", null), county.Numbers(after));
        var index = county.Index(number);
        Assert.Equal(person, Assert.Single(county.Db.BlindIndexes.Where(b => b.Index == index).ToList()).PersonId);
        // Somebody else is given the number between submission and decision.
        var late = IdNumberOf(new DateOnly(2001, 2, 3), 8);
        ChangeDraft Newborn(string name) =>
            county.Draft(
                ChangeKind.Add,
                "H2",
                new()
                {
                    ["name"] = name,
                    ["f-relation"] = "之子",
                    ["f-id_number"] = late,
                }
            );
        var (one, other) = (county.Asked(Newborn("测试庚")), county.Asked(Newborn("测试辛")));
        Assert.True(county.Decide(one).Ok);
        Assert.Equal("TH0415", Assert.Single(county.Decide(other, readAgain: true).Problems).Code);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Fields_that_cannot_be_read_are_refused_beside_themselves_and_nothing_is_kept(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var before = Counts(county.Address);
        foreach (
            var (field, text, code) in new[]
            {
                ("f-income_wage_fen_year", "很多", "TH0409"),
                ("f-main_cause", "因并", "TH0410"),
                ("f-housing_area_m2", "99999", "TH0411"),
                ("f-no_such_thing", "1", "TH0454"),
                ("f-income_wage", "1", "TH0454"),
                ("day", "2027-01-01", "TH0436"),
                ("day", "昨天", "TH0409"),
                ("source", " ", "TH0428"),
            }
        )
        {
            var (row, problems) = county.Ask(
                county.Income("2000") with
                {
                    Fields = With(county.Income("2000"), field, text),
                }
            );
            Assert.Null(row);
            Assert.Contains(problems, p => p.Problem.Code == code && (p.Field == field || code == "TH0454"));
        }
        var (_, old) = county.Ask(
            county.Income("2000") with
            {
                Fields = With(county.Income("2000"), "day", "2026-01-10"),
            }
        );
        Assert.Equal(("TH0445", "f-income_wage_fen_year"), (old[0].Problem.Code, old[0].Field));
        var (_, near) = county.Ask(
            county.Income("2000") with
            {
                Fields = With(county.Income("2000"), "f-income_wage_fen", "1"),
            }
        );
        Assert.Contains("income_wage_fen_year", near[0].Problem.Remedy.En, StringComparison.Ordinal);
        Assert.Empty(county.Db.ChangeRequests);
        Assert.Equal(before, Counts(county.Address));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Only_who_asked_withdraws_and_only_while_it_waits(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var row = county.Asked(county.Income("2000"));
        Assert.Equal("TH0452", Assert.Single(Withdraw(county, row, county.Township).Problems).Code);
        Assert.True(Withdraw(county, row, county.Cadre).Ok);
        Assert.Equal("TH0448", Assert.Single(Withdraw(county, row, county.Cadre).Problems).Code);
        Assert.Equal("TH0448", Assert.Single(county.Decide(row).Problems).Code);
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Whoever_declared_an_interest_in_the_household_stands_aside(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var row = county.Asked(county.Income("2000"));
        var (household, actor) = (
            county.Household("H1").Household,
            new CaseActor(county.Township.AccountId, county.Township.Role, true)
        );
        var id = Guid.CreateVersion7();
        var started = StartCase.Run(
            county.Db,
            county.Setting.Pack,
            new StartRequest(
                id,
                county.CountyNo,
                household.VillageNo,
                "monitoring",
                household.HouseholdId,
                "样例",
                "voice",
                "",
                CaseActor.Nobody,
                ""
            ),
            June,
            county.Context(county.Township)
        );
        Assert.True(started.Ok);
        var aside = ActOnCase.Run(
            county.Db,
            county.Setting.Pack,
            county.CountyNo,
            id,
            new DeclareInterest(Guid.CreateVersion7()),
            actor,
            "",
            "",
            June,
            county.Context(county.Township)
        );
        Assert.True(aside.Ok, string.Join(' ', aside.Problems));
        Assert.Equal("TH0450", Assert.Single(county.Decide(row).Problems).Code);
        Assert.True(county.Decide(row, county.County).Ok);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_two_who_decide_at_one_moment_one_does(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var row = county.Asked(county.Income("2000"));
        var seen = county.Show(row).Seen;
        var before = Counts(county.Address);
        var decided = await Task.WhenAll(
            new[] { county.Township, county.County, county.Township, county.County }.Select(viewer =>
                Task.Run(() =>
                {
                    using var db = OpenStore.Existing(county.Address).Value;
                    return DecideChange.Run(
                        db,
                        county.Setting,
                        viewer,
                        row.CountyNo,
                        row.ChangeId,
                        new ChangeAnswer(true, "", new Reading(seen, false)),
                        county.Context(viewer)
                    );
                })
            )
        );
        Assert.Single(decided, d => d.Ok);
        Assert.All(decided.Where(d => !d.Ok), d => Assert.Contains(d.Problems[0].Code, new[] { "TH0448", "TH0458" }));
        var after = Counts(county.Address);
        Assert.Equal((before["acts"] + 1, before["observations"] + 1), (after["acts"], after["observations"]));
        Assert.Null(VerifyAudit.Run(county.Db, county.CountyNo).BrokenAt);
    }

    private static Taihang.Core.Common.Outcome<ChangeDecision> Withdraw(
        ChangeCounty county,
        ChangeRequest row,
        Taihang.Core.Access.Viewer by
    ) => WithdrawChange.Run(county.Db, by, row.CountyNo, row.ChangeId, "", June, county.Context(by));

    private static Dictionary<string, string> With(ChangeDraft draft, string field, string text) =>
        new(draft.Fields) { [field] = text };

    private static string Code((ChangeRequest? Row, IReadOnlyList<FieldProblem> Problems) asked, string? field = null)
    {
        Assert.Null(asked.Row);
        var problem = asked.Problems[0];
        Assert.Equal(field, problem.Field);
        return problem.Problem.Code;
    }

    /// <summary>No row of the store holds any of the texts in clear.</summary>
    private static void Dumped(ChangeCounty county, params string[] texts)
    {
        var all = new StringBuilder();
        foreach (var request in county.Db.ChangeRequests.AsNoTracking())
            all.Append(request.Document).Append(request.Submitted).Append(Encoding.Latin1.GetString(request.Sent));
        foreach (var decision in county.Db.ChangeDecisions.AsNoTracking())
            all.Append(decision.Written).Append(decision.Reason);
        foreach (var act in county.Db.Acts.AsNoTracking())
            all.Append(act.Content).Append(act.Reason).Append(act.Basis);
        foreach (var observation in county.Db.Observations.AsNoTracking())
            all.Append(observation.Document);
        foreach (var text in texts)
            Assert.DoesNotContain(text, all.ToString(), StringComparison.Ordinal);
        if (!county.Db.Database.IsSqlite())
            return;
        county.Db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
        var path = new SqliteConnectionStringBuilder(county.Db.Database.GetConnectionString()).DataSource;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        foreach (var text in texts)
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)));
    }

    /// <returns>What the database says against it; null when it takes the row.</returns>
    private static string? Insert(ChangeCounty county, ChangeRequest row, Guid requested, Guid decided, string answer)
    {
        county.Db.ChangeTracker.Clear();
        county.Db.ChangeDecisions.Add(
            new ChangeDecision
            {
                CountyNo = row.CountyNo,
                ChangeId = row.ChangeId,
                RequestedBy = requested,
                DecidedBy = decided,
                Answer = answer,
                DecidedOn = June,
                Reason = "",
                Written = "[]",
                ActId = row.ActId,
            }
        );
        try
        {
            county.Db.SaveChanges();
            return null;
        }
        catch (DbUpdateException error) when (error.InnerException is SqliteException or PostgresException)
        {
            return error.InnerException.Message;
        }
        finally
        {
            county.Db.ChangeTracker.Clear();
        }
    }
}
