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

    private static Task<IResult> List(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromQuery] string? state,
        [FromQuery] int page = 1
    ) =>
        For(
            code,
            http,
            site,
            visit,
            (county, viewer) =>
            {
                var chosen = state is FindDuplicates.Same or FindDuplicates.Different ? state : FindDuplicates.Open;
                var (pairs, total) = ShowPairs.Run(db, county.CountyNo, chosen, Math.Max(1, page), PageSize);
                return Logged(
                    http,
                    sequencer,
                    viewer,
                    "duplicates",
                    pairs,
                    () =>
                        Routes.Page<DuplicatesPage>(
                            new
                            {
                                County = county,
                                State = chosen,
                                Pairs = pairs,
                                Total = total,
                                Number = Math.Max(1, page),
                                Size = PageSize,
                            }
                        )
                );
            }
        );

    private static Task<IResult> Show(
        string code,
        Guid pair,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        For(
            code,
            http,
            site,
            visit,
            async (county, viewer) =>
                ShowPairs.Find(db, county.CountyNo, pair) is { } shown
                    ? await Logged(
                        http,
                        sequencer,
                        viewer,
                        "duplicate",
                        [shown],
                        () => Routes.Page<DuplicatePage>(new { County = county, Shown = shown })
                    )
                    : Routes.Refused(http, Core.Registry.RegistryProblems.NoPair(), 404)
        );

    private static Task<IResult> Decide(
        string code,
        Guid pair,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? answer,
        [FromForm] string? reason
    ) =>
        For(
            code,
            http,
            site,
            visit,
            async (county, viewer) =>
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
                return await Logged(
                    http,
                    sequencer,
                    viewer,
                    "duplicate",
                    [shown],
                    () =>
                        Routes.Page<DuplicatePage>(
                            new
                            {
                                County = county,
                                Shown = shown,
                                Problem = done.Problems[0],
                                Answer = answer,
                            }
                        )
                );
            }
        );

    /// <summary>Both sides of each pair are looked at, each in the log of its own county.</summary>
    private static async Task<IResult> Logged(
        HttpContext http,
        ActSequencer sequencer,
        Viewer viewer,
        string what,
        IReadOnlyList<PairShown> pairs,
        Func<IResult> page
    )
    {
        foreach (var county in pairs.SelectMany(p => new[] { p.A, p.B }).OfType<PairSide>().GroupBy(s => s.CountyNo))
        {
            var read = new ReadOf([.. county.Select(s => s.HouseholdId).Distinct()], ReadPurpose.Duty, what);
            if (await AuditRoutes.Unlogged(http, sequencer, viewer, county.Key, read) is { } unlogged)
                return unlogged;
        }
        return page();
    }

    private static async Task<IResult> For(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        Func<RegionPlace, Viewer, Task<IResult>> page
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
            ? await page(county, viewer)
            : Routes.Refused(http, WebProblems.NotYours(), 403);
    }
}
