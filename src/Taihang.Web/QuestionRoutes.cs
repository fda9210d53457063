using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Quality;
using Taihang.Modules.Access;
using Taihang.Modules.Quality;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Questions about the record: for the offices of the area and the auditor, each to their own area.</summary>
internal static class QuestionRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/questions", List);
        app.MapPost("/questions/inspection", Inspection);
        app.MapGet("/questions/{county:int}/{id:guid}", Show);
        app.MapPost("/questions/{county:int}/{id:guid}/answer", Answer);
        app.MapPost("/questions/{county:int}/{id:guid}/look", Look);
    }

    private static IResult List(
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] string? kind,
        [FromQuery] string? standing,
        [FromQuery] int page = 1
    ) =>
        visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : Concerned(viewer) ? ListPage(site, db, viewer, kind, standing, Math.Clamp(page, 1, 1_000_000), null)
        : Routes.Refused(http, WebProblems.NotYours(), 403);

    /// <summary>The offices that work with households, and the auditor; nobody above has anything to answer.</summary>
    private static bool Concerned(Viewer viewer) => viewer.WorksWithHouseholds || viewer.Role == Roles.Auditor;

    private static bool MayState(Viewer viewer) => viewer is { Role: Roles.County, RegionNo: null, CountyNo: not 0 };

    private static IResult ListPage(
        Site site,
        TaihangDb db,
        Viewer viewer,
        string? kind,
        string? standing,
        int page,
        Problem? problem
    )
    {
        var (chosenKind, chosen) = (
            QuestionKind.All.Contains(kind) ? kind : null,
            standing is not null && QuestionStanding.All.Contains(standing) ? standing : QuestionStanding.Open
        );
        return Routes.Page<QuestionsPage>(
            new
            {
                Listed = Questions.List(db, site.Tree, viewer, null, chosenKind, chosen, page, PageSize),
                Standing = chosen,
                Kind = chosenKind,
                Last = viewer.CountyNo == 0 ? null : Questions.Last(db, viewer.CountyNo),
                Number = page,
                Size = PageSize,
                MayState = MayState(viewer),
                Problem = problem,
            }
        );
    }

    private static async Task<IResult> Inspection(
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? day,
        [FromForm] string? title
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!MayState(viewer))
            return Routes.Refused(http, QualityProblems.NotYoursToState(), 403);
        var said = FormText.Line(title);
        var problem = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var on)
            ? null
            : QualityProblems.EventUntitled();
        if (problem is null)
        {
            var done = await sequencer.Run(
                viewer,
                viewer.CountyNo,
                store => Questions.Inspection(store, viewer.CountyNo, on, said, Acting(viewer, said))
            );
            if (done.Ok)
                return Results.Redirect("/questions");
            problem = done.Problems[0];
        }
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return ListPage(site, db, viewer, null, null, 1, problem);
    }

    private static Task<IResult> Show(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => OnePage(county, id, http, site, visit, db, sequencer, "", null);

    private static Task<IResult> Answer(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? words
    ) =>
        Said(
            county,
            id,
            http,
            site,
            visit,
            db,
            sequencer,
            words,
            (store, viewer, said) => Questions.Answer(store, site.Tree, viewer, county, id, said, Acting(viewer, said))
        );

    private static Task<IResult> Look(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? enough,
        [FromForm] string? words
    ) =>
        Said(
            county,
            id,
            http,
            site,
            visit,
            db,
            sequencer,
            words,
            (store, viewer, said) =>
                Questions.Look(store, site.Tree, viewer, county, id, enough == "yes", said, Acting(viewer, said))
        );

    private static async Task<IResult> Said(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        string? words,
        Func<TaihangDb, Viewer, string, Outcome<QualityQuestion>> say
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!Concerned(viewer) || Questions.Find(db, site.Tree, viewer, county, id) is null)
            return Routes.Refused(http, QualityProblems.NoSuchQuestion(), 404);
        var said = FormText.Line(words);
        var done = await sequencer.Run(viewer, county, store => say(store, viewer, said));
        if (done.Ok)
            return Results.Redirect($"/questions/{county}/{id}");
        if (done.Problems[0].Code == QualityProblems.NoSuchQuestion().Code)
            return Routes.Refused(http, done.Problems[0], 404);
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await OnePage(county, id, http, site, visit, db, sequencer, said, done.Problems[0]);
    }

    private static async Task<IResult> OnePage(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        string typed,
        Problem? problem
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!Concerned(viewer) || Questions.Find(db, site.Tree, viewer, county, id) is not { } shown)
            return Routes.Refused(http, QualityProblems.NoSuchQuestion(), 404);
        var behind = Questions.Behind(db, site.Tree, viewer, shown);
        var read = new ReadOf([.. behind.Select(h => h.HouseholdId)], ReadPurpose.Duty, "question");
        if (await AuditRoutes.Unlogged(http, sequencer, viewer, county, read) is { } unlogged)
            return unlogged;
        var (row, place) = (
            shown.Row,
            shown.Row.RegionNo is { } region ? site.Tree.ByNumber(region) : site.Tree.County(county)
        );
        var own = row.RegionNo is null ? null : place;
        return Routes.Page<QuestionPage>(
            new
            {
                Shown = shown,
                Behind = behind,
                Named = NamedActor.Of(db, new[] { row.AboutId, row.AnsweredById, row.LookedById }.OfType<Guid>()),
                Place = place,
                MayAnswer = row.Standing == QuestionStanding.Open
                    && QuestionRules.Answers(viewer, county, own, site.Tree),
                MayLook = row.Standing == QuestionStanding.Answered
                    && QuestionRules.Looks(viewer, row.Kind, county, own, site.Tree, row.AboutId, row.AnsweredById),
                Typed = typed,
                Problem = problem,
            }
        );
    }

    private static ActContext Acting(Viewer viewer, string said) =>
        new(viewer.AccountId, DateTimeOffset.UtcNow, said, viewer.Role);
}
