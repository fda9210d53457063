using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Quality;

/// <summary>A household behind a question, by its number; no name.</summary>
public sealed record HouseholdBehind(Guid HouseholdId, string Number, int VillageNo);

/// <summary>A question with what it rests on.</summary>
public sealed record QuestionShown(QualityQuestion Row, QuestionDocument Document, Words? Closed)
{
    internal static QuestionShown Of(QualityQuestion row) =>
        new(
            row,
            JsonSerializer.Deserialize<QuestionDocument>(row.Document)!,
            row.Closed is { } closed ? JsonSerializer.Deserialize<Words>(closed) : null
        );
}

/// <summary>Lists questions, takes their answers and what another person says to them. The area is part of every query.</summary>
public static class Questions
{
    public const string AnswerKind = "quality.answer";
    public const string LookKind = "quality.review";
    public const string InspectionKind = "quality.inspection";

    /// <summary>Questions of the viewer's area, what waits first and the newest first.</summary>
    public static Listed<QuestionShown> List(
        TaihangDb db,
        RegionTree tree,
        Viewer viewer,
        int? countyNo,
        string? kind,
        string? standing,
        int page,
        int size
    )
    {
        var all = Of(db, tree, viewer);
        if (countyNo is { } county)
            all = all.Where(q => q.CountyNo == county);
        if (kind is not null)
            all = all.Where(q => q.Kind == kind);
        if (standing is not null)
            all = all.Where(q => q.Standing == standing);
        return new(
            [
                .. all.OrderByDescending(q => q.AskedOn)
                    .ThenBy(q => q.CountyNo)
                    .ThenBy(q => q.Kind)
                    .ThenBy(q => q.RegionNo)
                    .ThenBy(q => q.QuestionId)
                    .Skip((page - 1) * size)
                    .Take(size)
                    .AsEnumerable()
                    .Select(QuestionShown.Of),
            ],
            all.Count()
        );
    }

    /// <summary>How many wait for an answer of the viewer, or for a look at one.</summary>
    public static (int ToAnswer, int ToRead) Waiting(TaihangDb db, RegionTree tree, Viewer viewer)
    {
        var all = Of(db, tree, viewer);
        return (
            viewer.Role == Roles.Auditor ? 0 : all.Count(q => q.Standing == QuestionStanding.Open),
            all.Where(q => q.Standing == QuestionStanding.Answered)
                .AsEnumerable()
                .Count(q =>
                    QuestionRules.Looks(viewer, q.Kind, q.CountyNo, Place(tree, q), tree, q.AboutId, q.AnsweredById)
                )
        );
    }

    /// <returns>Null where there is none, or none of the viewer's area.</returns>
    public static QuestionShown? Find(TaihangDb db, RegionTree tree, Viewer viewer, int countyNo, Guid questionId) =>
        Of(db, tree, viewer).SingleOrDefault(q => q.CountyNo == countyNo && q.QuestionId == questionId) is { } row
            ? QuestionShown.Of(row)
            : null;

    /// <summary>The households behind it that the viewer works with; nobody else sees which they are.</summary>
    public static IReadOnlyList<HouseholdBehind> Behind(
        TaihangDb db,
        RegionTree tree,
        Viewer viewer,
        QuestionShown question
    )
    {
        var ids = question.Document.Households;
        return
        [
            .. db
                .Households.AsNoTracking()
                .Where(h => h.CountyNo == question.Row.CountyNo && ids.Contains(h.HouseholdId))
                .OrderBy(h => h.Number)
                .Select(h => new HouseholdBehind(h.HouseholdId, h.Number, h.VillageNo))
                .AsEnumerable()
                .Where(h => tree.ByNumber(h.VillageNo) is { } village && viewer.SeesHouseholds(village, tree)),
        ];
    }

    public static QualityLook? Last(TaihangDb db, int countyNo) =>
        db
            .QualityLooks.AsNoTracking()
            .Where(l => l.CountyNo == countyNo)
            .OrderByDescending(l => l.AsOf)
            .FirstOrDefault();

    public static Outcome<QualityQuestion> Answer(
        TaihangDb db,
        RegionTree tree,
        Viewer by,
        int countyNo,
        Guid questionId,
        string words,
        ActContext context
    )
    {
        var row = db.QualityQuestions.SingleOrDefault(q => q.CountyNo == countyNo && q.QuestionId == questionId);
        if (row is null || !QuestionRules.Answers(by, countyNo, Place(tree, row), tree))
            return QualityProblems.NoSuchQuestion();
        if (row.Standing != QuestionStanding.Open)
            return QualityProblems.NotOpen();
        if (words.Trim().Length < QuestionRules.ShortestAnswer)
            return QualityProblems.AnswerShort();
        (row.Standing, row.Answer, row.SizeThen) = (QuestionStanding.Answered, words.Trim(), row.Size);
        (row.AnsweredById, row.AnsweredAtUnixMs) = (by.AccountId, context.At.ToUnixTimeMilliseconds());
        (row.LookedById, row.LookedAtUnixMs, row.Looked) = (null, null, null);
        row.Version++;
        RecordAct.Append(db, countyNo, AnswerKind, context, new { row.QuestionId, row.Kind });
        db.SaveChanges();
        return row;
    }

    /// <param name="enough">Else the question waits for an answer again.</param>
    public static Outcome<QualityQuestion> Look(
        TaihangDb db,
        RegionTree tree,
        Viewer by,
        int countyNo,
        Guid questionId,
        bool enough,
        string words,
        ActContext context
    )
    {
        var row = db.QualityQuestions.SingleOrDefault(q => q.CountyNo == countyNo && q.QuestionId == questionId);
        if (row is null || !QuestionRules.Sees(by, countyNo, Place(tree, row), tree))
            return QualityProblems.NoSuchQuestion();
        if (row.Standing != QuestionStanding.Answered)
            return QualityProblems.NotAnswered();
        if (!QuestionRules.Looks(by, row.Kind, countyNo, Place(tree, row), tree, row.AboutId, row.AnsweredById))
            return QualityProblems.ByAnother();
        if (words.Trim().Length < QuestionRules.ShortestAnswer)
            return QualityProblems.AnswerShort();
        row.Standing = enough ? QuestionStanding.Settled : QuestionStanding.Open;
        (row.LookedById, row.LookedAtUnixMs, row.Looked) = (
            by.AccountId,
            context.At.ToUnixTimeMilliseconds(),
            words.Trim()
        );
        row.Version++;
        RecordAct.Append(
            db,
            countyNo,
            LookKind,
            context,
            new
            {
                row.QuestionId,
                row.Kind,
                Enough = enough,
            }
        );
        db.SaveChanges();
        return row;
    }

    /// <summary>The county says on which day it is inspected. The same again changes nothing.</summary>
    public static Outcome<InspectionDay> Inspection(
        TaihangDb db,
        int countyNo,
        DateOnly day,
        string title,
        ActContext context
    )
    {
        if (string.IsNullOrWhiteSpace(title))
            return QualityProblems.EventUntitled();
        var said = title.Trim();
        if (
            db.InspectionDays.FirstOrDefault(d => d.CountyNo == countyNo && d.Day == day && d.Title == said) is
            { } known
        )
            return known;
        var id = Guid.CreateVersion7(context.At);
        var act = RecordAct.Append(
            db,
            countyNo,
            InspectionKind,
            context,
            new
            {
                InspectionId = id,
                Day = FactQuestions.Day(day),
                Title = said,
            }
        );
        var row = new InspectionDay
        {
            CountyNo = countyNo,
            InspectionId = id,
            Day = day,
            Title = said,
            ActId = act.ActId,
        };
        db.InspectionDays.Add(row);
        db.SaveChanges();
        return row;
    }

    /// <summary>As <see cref="QuestionRules.Sees"/>, in the query.</summary>
    private static IQueryable<QualityQuestion> Of(TaihangDb db, RegionTree tree, Viewer viewer)
    {
        var all = db.QualityQuestions.AsNoTracking();
        if (viewer.Role == Roles.Auditor)
            return viewer.CountyNo == 0 ? all : all.Where(q => q.CountyNo == viewer.CountyNo);
        if (!viewer.WorksWithHouseholds)
            return all.Where(q => false);
        all = all.Where(q => q.CountyNo == viewer.CountyNo);
        if (viewer.RegionNo is not { } own)
            return all;
        List<int> places = [own, .. tree.Children(own).Select(p => p.RegionNo)];
        return all.Where(q => q.RegionNo != null && places.Contains(q.RegionNo.Value));
    }

    private static RegionPlace? Place(RegionTree tree, QualityQuestion row) =>
        row.RegionNo is { } region ? tree.ByNumber(region) : null;
}
