using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Registry;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Finding a record. What was typed is sent as a form, so that no number stands in an address, a history or a log.</summary>
internal static class FindRoutes
{
    private const int Most = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet(
            "/find",
            (Visit visit) =>
                visit.Viewer is null ? Results.Redirect("/sign-in") : Routes.Page<FindPage>(new { Typed = "" })
        );
        app.MapPost("/find", Find);
    }

    private static async Task<IResult> Find(
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? text
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        // Whether somebody is on record is an answer too: who was stopped gets none.
        if (WatchReads.Stopped(db, viewer.AccountId, viewer.CountyNo))
            return Routes.Refused(
                http,
                AccessProblems.TooManyLooks(ReadLimit.StopAt),
                StatusCodes.Status429TooManyRequests
            );
        var typed = SearchText.Read(FormText.Line(text));
        if (!typed.Ok)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Routes.Page<FindPage>(
                new { Typed = text ?? "", Problems = new[] { new FormProblem("text", typed.Problems[0]) } }
            );
        }
        var opened = site.OpenSealing();
        if (!opened.Ok)
            return Routes.Refused(http, opened.Problems[0], StatusCodes.Status503ServiceUnavailable);
        using var sealing = opened.Value;
        var found = FindRecords.Run(db, sealing, site.Tree, viewer, typed.Value, site.Today, Most);
        var shown = found.Households.Select(h => h.HouseholdId).Distinct().ToList();
        // That somebody is not on record is an answer too. What was typed is not written down: it may be a number.
        var what =
            shown.Count == 0 ? ReadOf.Nobody
            : shown.Count == 1 ? "found"
            : "find";
        var read = new ReadOf(shown, ReadPurpose.Duty, viewer.WorksWithHouseholds ? what : "find");
        return await AuditRoutes.Unlogged(http, sequencer, viewer, viewer.CountyNo, read)
            ?? Routes.Page<FindPage>(new { Typed = text ?? "", Found = found });
    }
}
