using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Who serves in an area, and the record of one posting with what its reader may do about it.</summary>
internal static class ServiceRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/service/{code}", Area);
        app.MapGet("/service/{county:int}/{id:guid}", Show);
        app.MapPost("/service/{county:int}/{id:guid}", Act);
    }

    private static IResult Area(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] string? on
    )
    {
        if (Routes.Find(site, code) is not { Level: "county" or "township" } place)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesPlace(place, site.Tree))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        if (!site.Life.Ok)
            return Routes.Refused(http, site.Life.Problems[0], 404);
        var day =
            DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var chosen)
            && chosen.Year is > 1990 and < 2200
                ? chosen
                : site.Today;
        return Routes.Page<ServicePage>(
            new { Shown = ShowService.Run(db, site.Pack, site.Life.Value, site.Tree, place, day) }
        );
    }

    private static IResult Show(int county, Guid id, HttpContext http, Site site, Visit visit, TaihangDb db) =>
        OnePage(county, id, http, site, visit, db, null, new());

    private static async Task<IResult> Act(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!site.Life.Ok || ShowLife.Run(db, site.Tree, county, id, viewer, site.Today) is null)
            return Routes.Refused(http, PostingLifeProblems.NoSuchPosting(), 404);
        var command = LifeForm.Command(form, site.Today);
        Problem? problem = command.Ok ? null : command.Problems[0];
        if (command.Ok)
        {
            var what = LifeRecordKind(command.Value);
            var done = await sequencer.Run(
                viewer,
                county,
                store =>
                    ActOnPosting.Run(
                        store,
                        site.Life.Value,
                        site.Tree,
                        county,
                        id,
                        command.Value,
                        viewer,
                        LifeForm.Text(form),
                        site.Today,
                        // What was said may tell of somebody's health; the log names the kind of act alone.
                        new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, what, viewer.Role)
                    )
            );
            if (done.Ok)
                return Results.Redirect($"/service/{county}/{id}");
            problem = done.Problems[0];
        }
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return OnePage(
            county,
            id,
            http,
            site,
            visit,
            db,
            problem,
            form.ToDictionary(f => f.Key, f => FormText.Lines(f.Value, LifeForm.MostText))
        );
    }

    private static string LifeRecordKind(LifeCommand command) => $"posting.{PostingLifeRules.DeedOf(command)}";

    private static IResult OnePage(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        Problem? problem,
        Dictionary<string, string> typed
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        // Whoever may not see a posting is not told whether there is one.
        if (!site.Life.Ok || ShowLife.Run(db, site.Tree, county, id, viewer, site.Today) is not { } shown)
            return Routes.Refused(http, PostingLifeProblems.NoSuchPosting(), 404);
        return Routes.Page<LifePage>(
            new
            {
                Shown = shown,
                Settings = site.Life.Value,
                Problem = problem,
                Typed = typed,
            }
        );
    }
}
