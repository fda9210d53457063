using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Pages for persons who may be recorded twice: the county office's, for its own county.</summary>
internal static class DuplicateRoutes
{
    private const int PageSize = 20;

    public static void Map(WebApplication app)
    {
        app.MapGet("/duplicates/{code}", List);
        app.MapGet("/duplicates/{code}/{pair:guid}", Show);
        app.MapPost("/duplicates/{code}/{pair:guid}", Decide);
    }

    private static IResult List(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] string? state,
        [FromQuery] int page = 1
    ) =>
        For(
            code,
            http,
            site,
            visit,
            (county, _) =>
            {
                var chosen = state is FindDuplicates.Same or FindDuplicates.Different ? state : FindDuplicates.Open;
                var (pairs, total) = ShowPairs.Run(db, county.CountyNo, chosen, Math.Max(1, page), PageSize);
                return Routes.Page<DuplicatesPage>(
                    new
                    {
                        County = county,
                        State = chosen,
                        Pairs = pairs,
                        Total = total,
                        Number = Math.Max(1, page),
                        Size = PageSize,
                    }
                );
            }
        );

    private static IResult Show(string code, Guid pair, HttpContext http, Site site, Visit visit, TaihangDb db) =>
        For(
            code,
            http,
            site,
            visit,
            (county, _) =>
                ShowPairs.Find(db, county.CountyNo, pair) is { } shown
                    ? Routes.Page<DuplicatePage>(new { County = county, Shown = shown })
                    : Routes.Refused(http, Core.Registry.RegistryProblems.NoPair(), 404)
        );

    private static IResult Decide(
        string code,
        Guid pair,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromForm] string? answer,
        [FromForm] string? reason
    ) =>
        For(
            code,
            http,
            site,
            visit,
            (county, viewer) =>
            {
                var done = DecidePair.Run(
                    db,
                    county.CountyNo,
                    pair,
                    answer ?? "",
                    reason ?? "",
                    new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, "", "web")
                );
                if (done.Ok)
                    return Results.Redirect($"/duplicates/{county.Code}");
                if (ShowPairs.Find(db, county.CountyNo, pair) is not { } shown)
                    return Routes.Refused(http, done.Problems[0], 404);
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return Routes.Page<DuplicatePage>(
                    new
                    {
                        County = county,
                        Shown = shown,
                        Problem = done.Problems[0],
                        Answer = answer,
                    }
                );
            }
        );

    private static IResult For(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        Func<RegionPlace, Viewer, IResult> page
    )
    {
        if (site.Tree.ByCode(code, site.Today) is not { Level: "county" } county)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        return viewer.Role == Roles.County && viewer.CountyNo == county.CountyNo && viewer.RegionNo is null
            ? page(county, viewer)
            : Routes.Refused(http, WebProblems.NotYours(), 403);
    }
}
