using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Quality;

/// <summary>What a look through a county's record as of a day asks about.</summary>
/// <param name="Tests">Comparisons that were made for it.</param>
public sealed record QuestionsFound(
    int CountyNo,
    DateOnly AsOf,
    int Households,
    int Tests,
    IReadOnlyList<Question> Questions
);

/// <summary>
/// Looks through a county's record as of a day and keeps the questions it asks. It reads the record once; what it found is kept in one short
/// transaction. The same day again changes nothing. It writes questions and nothing else: no fact, no answer, no right, no figure of anybody.
/// </summary>
public static class LookThrough
{
    public const string Kind = "quality.look";

    /// <summary>Counties with households that were not looked through yet on a day.</summary>
    public static IReadOnlyList<int> Waiting(TaihangDb db, DateOnly day) =>
        [
            .. db
                .Villages.Select(v => v.CountyNo)
                .Distinct()
                .Where(c => !db.QualityLooks.Any(l => l.CountyNo == c && l.AsOf == day))
                .OrderBy(c => c),
        ];

    public static Outcome<QuestionsFound> Find(
        TaihangDb db,
        RegionTree tree,
        Pack pack,
        int countyNo,
        DateOnly asOf,
        QualityRules? with = null
    )
    {
        var rules = with ?? QualityRules.Usual;
        var lines = LinesInForce.On(db, pack, countyNo, asOf);
        var record = CountyRecord.Read(db, tree, pack, countyNo, asOf, lines);
        if (record.Households.Count == 0)
            return QualityProblems.NotACounty(tree.County(countyNo)?.Code ?? $"{countyNo}");
        var people = PeopleRecord.Read(db, pack, countyNo, asOf);
        var found = new[]
        {
            FactQuestions.AtLines(record, lines, rules),
            FactQuestions.Copied(record, rules),
            FactQuestions.CarriedOver(record, lines, rules),
            FactQuestions.Stale(record, lines),
            FactQuestions.Blanks(record, Leaned(db, pack, lines.Method, countyNo, asOf), rules),
            PeopleQuestions.Texts(record, people, rules),
            PeopleQuestions.Times(record, people, rules),
            PeopleQuestions.Hands(people, tree, asOf, rules),
        };
        return new QuestionsFound(
            countyNo,
            asOf,
            record.Households.Count,
            found.Sum(f => f.Tests),
            [.. found.SelectMany(f => f.Questions).OrderBy(q => q.Key, StringComparer.Ordinal)]
        );
    }

    /// <summary>Keeps what was found: asks what is new, asks again what grew, closes what no longer holds.</summary>
    /// <returns>The look as it is kept; the earlier one where the day was looked through already.</returns>
    public static QualityLook Keep(TaihangDb db, QuestionsFound found, ActContext context)
    {
        if (db.QualityLooks.Find(found.CountyNo, found.AsOf) is { } earlier)
            return earlier;
        var known = db.QualityQuestions.Where(q => q.CountyNo == found.CountyNo).ToDictionary(q => q.Key);
        var now = found.Questions.DistinctBy(q => q.Key).ToDictionary(q => q.Key);
        var steps = known
            .Keys.Union(now.Keys)
            .Order(StringComparer.Ordinal)
            .Select(key =>
            {
                var (row, question) = (known.GetValueOrDefault(key), now.GetValueOrDefault(key));
                return (
                    Row: row,
                    Question: question,
                    Step: QuestionRules.Next(row?.Standing, row?.SizeThen ?? 0, question?.Size)
                );
            })
            .ToList();
        int Count(QuestionStep step) => steps.Count(s => s.Step == step);
        var (asked, again, closed) = (Count(QuestionStep.Ask), Count(QuestionStep.AskAgain), Count(QuestionStep.Close));
        var act = RecordAct.Append(
            db,
            found.CountyNo,
            Kind,
            context,
            new
            {
                AsOf = FactQuestions.Day(found.AsOf),
                found.Households,
                found.Tests,
                Asked = asked,
                AskedAgain = again,
                Closed = closed,
            }
        );
        var ids = new OrderedIds(context.At);
        foreach (var (row, question, step) in steps)
            Take(db, found, row, question, step, act.ActId, ids);
        var look = new QualityLook
        {
            CountyNo = found.CountyNo,
            AsOf = found.AsOf,
            ActId = act.ActId,
            AtUnixMs = context.At.ToUnixTimeMilliseconds(),
            Households = found.Households,
            Tests = found.Tests,
            Asked = asked,
            AskedAgain = again,
            Closed = closed,
        };
        db.QualityLooks.Add(look);
        db.SaveChanges();
        return look;
    }

    private static void Take(
        TaihangDb db,
        QuestionsFound found,
        QualityQuestion? row,
        Question? question,
        QuestionStep step,
        Guid actId,
        OrderedIds ids
    )
    {
        if (step == QuestionStep.Ask)
            db.QualityQuestions.Add(
                row = new QualityQuestion
                {
                    CountyNo = found.CountyNo,
                    QuestionId = ids.Next(),
                    Kind = question!.Kind,
                    Key = question.Key,
                    AboutId = question.AccountId,
                    Document = "",
                    Standing = QuestionStanding.Open,
                    AskedOn = found.AsOf,
                    TimesAsked = 1,
                    FoundActId = actId,
                }
            );
        if (row is null)
            return;
        if (question is not null)
            row.SeenOn = found.AsOf;
        if (question is not null && QuestionRules.Rewritten(row.Standing, step))
        {
            (row.RegionNo, row.Size) = (question.RegionNo, question.Size);
            row.Document = JsonSerializer.Serialize(
                new QuestionDocument(question.Reason, question.Figures, question.Households)
            );
        }
        switch (step)
        {
            case QuestionStep.Ask or QuestionStep.Update:
                row.SizeThen = row.Size;
                break;
            case QuestionStep.AskAgain:
                (row.Standing, row.AskedOn, row.SizeThen, row.Closed) = (
                    QuestionStanding.Open,
                    found.AsOf,
                    row.Size,
                    null
                );
                // Whoever answers now answers to what there is now; what was said before stands in the log.
                (row.AnsweredById, row.AnsweredAtUnixMs, row.Answer) = (null, null, null);
                (row.LookedById, row.LookedAtUnixMs, row.Looked) = (null, null, null);
                (row.TimesAsked, row.FoundActId) = (row.TimesAsked + 1, actId);
                break;
            case QuestionStep.Close:
                row.Standing = QuestionStanding.Gone;
                row.Closed = JsonSerializer.Serialize(
                    new Words(
                        $"{FactQuestions.Day(found.AsOf)} 再次查看时已不再出现。",
                        $"Looked through again on {FactQuestions.Day(found.AsOf)}, it was no longer there."
                    )
                );
                break;
        }
        row.Version++;
    }

    /// <summary>Of the newest run of the method: whose answer was given although an indicator cannot be said.</summary>
    private static Dictionary<Guid, bool> Leaned(
        TaihangDb db,
        Pack pack,
        MethodPlan? method,
        int countyNo,
        DateOnly asOf
    )
    {
        var id = method?.Id;
        var run = db
            .IdentificationRuns.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && r.Pack == pack.Id && r.Method == id && r.AsOf <= asOf)
            .OrderByDescending(r => r.AsOf)
            .ThenByDescending(r => r.RunId)
            .FirstOrDefault();
        return run is null
            ? []
            : db
                .IdentificationResults.AsNoTracking()
                .Where(r => r.CountyNo == countyNo && r.RunId == run.RunId)
                .Select(r => new { r.HouseholdId, Leaned = r.UnknownMask != 0 && r.Outcome != MethodPlan.Unknown })
                .ToDictionary(r => r.HouseholdId, r => r.Leaned);
    }
}

/// <summary>What a question rests on, as it is kept.</summary>
public sealed record QuestionDocument(Words Reason, IReadOnlyList<Figure> Figures, IReadOnlyList<Guid> Households);
