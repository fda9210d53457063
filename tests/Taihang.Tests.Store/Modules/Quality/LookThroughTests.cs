using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Quality;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Procedures;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;

namespace Taihang.Tests.Store.Modules.Quality;

/// <summary>Questions of a small county as the record keeps them, on both engines.</summary>
public sealed class LookThroughTests(PostgresCluster cluster)
{
    private const string Words = "走访核对过，情况没有变化。";

    /// <summary>Years after the workbook: everything it says is past its age.</summary>
    private static readonly DateOnly Later = new(2029, 3, 1);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Old_facts_are_asked_about_once_and_the_question_closes_when_they_are_recorded_anew(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var db = county.Db;
        Assert.Empty(Found(county, ChangeCountyDay).Questions);
        var (facts, results) = (db.Observations.Count(), db.IdentificationResults.Count());
        var first = Keep(county, Found(county, Later));
        Assert.True(first.Asked > 0);
        var question = db.QualityQuestions.AsNoTracking().First(q => q.Kind == QuestionKind.Stale);
        Assert.Equal((QuestionStanding.Open, 1, null), (question.Standing, question.TimesAsked, question.AboutId));

        // The same day again is no further act, and the next day asks nothing twice.
        var acts = db.Acts.Count();
        Assert.Equal(first.ActId, Keep(county, Found(county, Later)).ActId);
        Assert.Equal(acts, db.Acts.Count());
        Assert.Equal((0, 0, 0), Told(Keep(county, Found(county, Later.AddDays(1)))));
        Assert.Equal((facts, results), (db.Observations.Count(), db.IdentificationResults.Count()));

        // What is seen again and recorded is no question any more.
        foreach (var subject in db.Observations.AsNoTracking().OrderBy(o => o.ObservedOn).ToList())
            db.Observations.Add(
                new Observation
                {
                    CountyNo = subject.CountyNo,
                    ObservationId = Guid.CreateVersion7(),
                    SubjectKind = subject.SubjectKind,
                    SubjectId = subject.SubjectId,
                    Event = "update",
                    ObservedOn = Later,
                    ActId = subject.ActId,
                    Document = subject.Document,
                }
            );
        db.SaveChanges();
        Assert.Equal(first.Asked, Keep(county, Found(county, Later.AddDays(2))).Closed);
        var gone = Questions.Find(db, county.Setting.Tree, county.County, county.CountyNo, question.QuestionId)!;
        Assert.Equal(QuestionStanding.Gone, gone.Row.Standing);
        Assert.Contains("2029-03-03", gone.Closed!.En, StringComparison.Ordinal);
        Assert.Equal("TH1202", Answer(county, county.Township, question, Words));
        Assert.Null(VerifyAudit.Run(db, county.CountyNo).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_question_is_answered_in_words_and_read_by_another_and_comes_back_when_it_grows(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var db = county.Db;
        var village = county.Setting.Tree.ByNumber(county.Cadre.RegionNo!.Value)!;
        var asked = Made(village.RegionNo, county.Township.AccountId, size: 6);
        Keep(county, asked);
        var question = db.QualityQuestions.AsNoTracking().Single();

        // To each office its own area: the village's cadre sees it, somebody elsewhere does not, nobody above the county does.
        var elsewhere = county.Cadre with
        {
            AccountId = ChangeCounty.Number(9),
            RegionNo = county.Setting.Tree.Children(village.ParentNo).Last().RegionNo,
        };
        var nation = new Viewer(ChangeCounty.Number(8), "", Roles.Nation, 0, null);
        var auditor = new Viewer(ChangeCounty.Number(7), "", Roles.Auditor, 0, null);
        Assert.Equal(
            [1, 1, 1, 1, 0, 0, 0],
            new[]
            {
                county.Cadre,
                county.Township,
                county.County,
                auditor,
                elsewhere,
                nation,
                county.County with
                {
                    CountyNo = county.CountyNo + 1,
                },
            }.Select(v => Questions.List(db, county.Setting.Tree, v, null, null, null, 1, 50).Total)
        );
        Assert.Equal("TH1200", Answer(county, elsewhere, question, Words));
        Assert.Equal("TH1200", Answer(county, nation, question, Words));
        Assert.Equal("TH1200", Answer(county, auditor, question, Words));

        Assert.Equal("TH1203", Look(county, county.County, question, true));
        Assert.Equal("TH1201", Answer(county, county.Cadre, question, "好"));
        Assert.Null(Answer(county, county.Cadre, question, Words));
        Assert.Equal("TH1202", Answer(county, county.Cadre, question, Words));
        Assert.Equal((0, 1), Questions.Waiting(db, county.Setting.Tree, county.County));
        // Neither a cadre, nor whom it is about.
        Assert.Equal("TH1204", Look(county, county.Cadre, question, true));
        Assert.Equal("TH1204", Look(county, county.Township, question, true));
        Assert.Equal((0, 0), Questions.Waiting(db, county.Setting.Tree, county.Township));
        Assert.Null(Look(county, county.County, question, enough: false));
        Assert.Null(Answer(county, county.County, question, Words));
        Assert.Equal("TH1204", Look(county, county.County, question, true));
        Assert.Null(Look(county, auditor, question, enough: true));
        Assert.Equal(QuestionStanding.Settled, db.QualityQuestions.AsNoTracking().Single().Standing);

        // A little more is no new question; half as much again is.
        Assert.Equal((0, 0, 0), Told(Keep(county, Made(village.RegionNo, county.Township.AccountId, 8, days: 1))));
        Assert.Equal((0, 1, 0), Told(Keep(county, Made(village.RegionNo, county.Township.AccountId, 9, days: 2))));
        var again = db.QualityQuestions.AsNoTracking().Single();
        Assert.Equal(
            (QuestionStanding.Open, 2, null, null),
            (again.Standing, again.TimesAsked, again.Answer, again.LookedById)
        );
        // What was said before stands in the log.
        Assert.Equal(2, db.Acts.Count(a => a.Kind == Questions.AnswerKind && a.Reason == Words));
        Assert.Null(VerifyAudit.Run(db, county.CountyNo).BrokenAt);

        // The database itself lets nobody read their own answer, nor what is asked about them.
        foreach (var own in new[] { county.County.AccountId, county.Township.AccountId })
        {
            db.ChangeTracker.Clear();
            var row = db.QualityQuestions.Single();
            (row.AnsweredById, row.LookedById) = (county.County.AccountId, own);
            Assert.Throws<DbUpdateException>(() => db.SaveChanges());
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Overlapping_duties_and_inspections_are_read_from_the_record(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        var db = county.Db;
        db.Accounts.Add(
            new Account
            {
                CountyNo = county.CountyNo,
                AccountId = county.Cadre.AccountId,
                Login = "both",
                PasswordHash = "",
                DisplayName = "both",
                State = AccountState.Active,
            }
        );
        foreach (
            var (role, region) in new[]
            {
                (Roles.Cadre, county.Cadre.RegionNo),
                (Roles.Township, county.Township.RegionNo),
            }
        )
            db.AccountDuties.Add(
                new AccountDuty
                {
                    CountyNo = county.CountyNo,
                    DutyId = Guid.CreateVersion7(),
                    AccountId = county.Cadre.AccountId,
                    Role = role,
                    RegionNo = region,
                    HeldFrom = new DateOnly(2026, 1, 1),
                    ActId = db.Acts.First().ActId,
                }
            );
        db.SaveChanges();
        var found = Assert.Single(Found(county, ChangeCountyDay).Questions);
        Assert.Equal((QuestionKind.Duties, county.Cadre.AccountId), (found.Kind, found.AccountId!.Value));

        Assert.Equal(
            "TH1206",
            Questions.Inspection(db, county.CountyNo, Later, " ", Context(county.County, 1)).Problems[0].Code
        );
        var stated = Questions.Inspection(db, county.CountyNo, Later, "年度考核", Context(county.County, 2)).Value;
        Assert.Equal(
            stated.InspectionId,
            Questions.Inspection(db, county.CountyNo, Later, "年度考核 ", Context(county.County, 3)).Value.InspectionId
        );
        Assert.Equal([county.CountyNo], LookThrough.Waiting(db, Later));
        Keep(county, Found(county, Later));
        Assert.Empty(LookThrough.Waiting(db, Later));
    }

    /// <summary>Whoever asked for a change recorded it, and months after the day it tells of; who approved it did not.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Changes_asked_for_long_after_the_fact_are_a_question_to_whoever_asked(Engine engine)
    {
        using var county = new ChangeCounty(cluster, engine);
        for (var i = 0; i < QualityRules.Usual.LeastExcess; i++)
        {
            Assert.DoesNotContain(Found(county, ChangeCountyDay).Questions, q => q.Kind == QuestionKind.Late);
            county.Applied(
                county.Draft(
                    ChangeKind.Correct,
                    "H1",
                    new()
                    {
                        [ChangeDraft.Fact("income_wage_fen_year")] = $"{20_100 + i}",
                        [ChangeDraft.DayField] = "2026-02-10",
                    }
                )
            );
        }
        var late = Assert.Single(Found(county, ChangeCountyDay).Questions, q => q.Kind == QuestionKind.Late);
        Assert.Equal(
            (county.Cadre.AccountId, county.Cadre.RegionNo, 5),
            (late.AccountId!.Value, late.RegionNo, late.Size)
        );
        Assert.Equal([county.Household("H1").Household.HouseholdId], late.Households);
        // Two hands: nobody is asked about having done both.
        Assert.DoesNotContain(
            Found(county, ChangeCountyDay).Questions,
            q => q.Kind is QuestionKind.OnePerson or QuestionKind.OneOffice
        );
    }

    /// <summary>The same case, once with two people and once with one hand in both parts.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Whoever_held_the_meeting_and_checked_it_is_a_question(Engine engine)
    {
        var day = new DateOnly(2026, 3, 2);
        foreach (var one in new[] { false, true })
        {
            using var county = new ProcedureCounty(cluster, engine);
            var id = county.Start("monitoring", day, county.Household("H1")).CaseId;
            Assert.True(county.Do(id, ProcedureCounty.Cadre, day).Ok);
            Assert.True(county.Do(id, ProcedureCounty.Cadre, day.AddDays(1)).Ok);
            Assert.True(county.Post("monitoring", "notice", ProcedureCounty.Cadre, day.AddDays(2)).Ok);
            Assert.True(county.Do(id, ProcedureCounty.Cadre, day.AddDays(9)).Ok);
            // The rules let nobody do both; a record from before them may say that somebody did.
            Assert.Equal(
                "TH1104",
                county
                    .Do(id, ProcedureCounty.Cadre with { Role = Roles.Township }, day.AddDays(10), "confirmed")
                    .Problems[0]
                    .Code
            );
            Assert.True(county.Do(id, ProcedureCounty.Township, day.AddDays(10), "confirmed").Ok);
            county.Db.ChangeTracker.Clear();
            if (one)
                foreach (var told in county.Db.ProcedureEvents.ToList())
                    told.Document = told.Document.Replace(
                        ProcedureCounty.Township.AccountId.ToString(),
                        ProcedureCounty.Cadre.AccountId.ToString(),
                        StringComparison.Ordinal
                    );
            county.Db.SaveChanges();
            var found = LookThrough
                .Find(county.Db, new RegionTree([]), ProcedureCounty.Pack, ProcedureCounty.CountyNo, day.AddDays(20))
                .Value.Questions.Where(q => q.Kind == QuestionKind.OnePerson)
                .ToList();
            if (!one)
                Assert.Empty(found);
            else
                Assert.Equal(
                    (ProcedureCounty.Cadre.AccountId, 1),
                    (Assert.Single(found).AccountId!.Value, found[0].Size)
                );
        }
    }

    private static readonly DateOnly ChangeCountyDay = new(2026, 6, 20);

    private static QuestionsFound Found(ChangeCounty county, DateOnly day)
    {
        county.Db.ChangeTracker.Clear();
        return LookThrough.Find(county.Db, county.Setting.Tree, county.Setting.Pack, county.CountyNo, day).Value;
    }

    private static QualityLook Keep(ChangeCounty county, QuestionsFound found)
    {
        county.Db.ChangeTracker.Clear();
        return LookThrough.Keep(
            county.Db,
            found with
            {
                CountyNo = county.CountyNo,
            },
            Context(county.County, 0, Guid.Empty)
        );
    }

    private static QuestionsFound Made(int village, Guid about, int size, int days = 0) =>
        new(
            0,
            ChangeCountyDay.AddDays(days),
            2,
            10,
            [
                new Question(
                    QuestionKind.Burst,
                    "burst:1",
                    village,
                    about,
                    size,
                    new("请核实。", "Please look."),
                    [new(new("录入", "entries"), $"{size}")],
                    []
                ),
            ]
        );

    private static (int, int, int) Told(QualityLook look) => (look.Asked, look.AskedAgain, look.Closed);

    private static string? Answer(ChangeCounty county, Viewer by, QualityQuestion question, string words) =>
        Code(
            Questions.Answer(
                Cleared(county),
                county.Setting.Tree,
                by,
                county.CountyNo,
                question.QuestionId,
                words,
                Context(by, 1) with
                {
                    Reason = words,
                }
            )
        );

    private static string? Look(ChangeCounty county, Viewer by, QualityQuestion question, bool enough) =>
        Code(
            Questions.Look(
                Cleared(county),
                county.Setting.Tree,
                by,
                county.CountyNo,
                question.QuestionId,
                enough,
                Words,
                Context(by, 2)
            )
        );

    private static TaihangDb Cleared(ChangeCounty county)
    {
        county.Db.ChangeTracker.Clear();
        return county.Db;
    }

    private static string? Code(Outcome<QualityQuestion> outcome) => outcome.Ok ? null : outcome.Problems[0].Code;

    private static ActContext Context(Viewer by, int minutes, Guid? actor = null) =>
        new(
            actor ?? by.AccountId,
            new DateTimeOffset(ChangeCountyDay, new TimeOnly(9, 0), default).AddMinutes(minutes),
            "test",
            "test"
        );
}
