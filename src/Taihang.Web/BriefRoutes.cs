using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Access;
using Taihang.Core.Dispatch;
using Taihang.Core.Quality;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch.Life;
using Taihang.Modules.Identification;
using Taihang.Modules.Procedures;
using Taihang.Modules.Quality;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>What is printed for a village: the brief for whoever comes to it, and a contact card for each household.</summary>
internal static class BriefRoutes
{
    /// <summary>No village has more households.</summary>
    private const int Most = 10_000;

    public static void Map(WebApplication app)
    {
        app.MapGet("/brief/{code}", Brief);
        app.MapGet("/cards/{code}", Cards);
    }

    private static Task<IResult> Brief(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        Village(
            code,
            http,
            site,
            visit,
            async (village, viewer) =>
            {
                var listed = ShowArea
                    .Households(db, site.Pack, village, null, 1, Most)
                    .Lines.Where(h => h.Counted)
                    .ToList();
                var cases = ListCases.Run(db, site.Pack, site.Tree, village, false, site.Today, 200).Cases;
                var read = new ReadOf(
                    [
                        .. listed
                            .Select(h => h.HouseholdId)
                            .Concat(cases.Select(c => c.Row.SubjectId).OfType<Guid>())
                            .Distinct(),
                    ],
                    ReadPurpose.Duty,
                    "brief"
                );
                if (await AuditRoutes.Unlogged(http, sequencer, viewer, village.CountyNo, read) is { } unlogged)
                    return unlogged;
                return Routes.Page<BriefPage>(
                    new
                    {
                        Brief = ShowBrief.Run(db, site.Life.Value, site.Tree, village, site.Today),
                        Figures = ShowArea.Figures(db, site.Pack, site.Tree, [village])[0],
                        Listed = listed,
                        OnRecord = ShowBrief.Cards(db, village, site.Today).Count,
                        Cases = cases,
                        Questions = Questions
                            .List(db, site.Tree, viewer, village.CountyNo, null, QuestionStanding.Open, 1, Most)
                            .Lines.Where(q => q.Row.RegionNo == village.RegionNo)
                            .ToList(),
                    }
                );
            }
        );

    private static Task<IResult> Cards(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        Village(
            code,
            http,
            site,
            visit,
            async (village, viewer) =>
            {
                var households = ShowBrief.Cards(db, village, site.Today);
                var read = new ReadOf([.. households.Select(h => h.HouseholdId)], ReadPurpose.Duty, "cards");
                if (await AuditRoutes.Unlogged(http, sequencer, viewer, village.CountyNo, read) is { } unlogged)
                    return unlogged;
                return Routes.Page<CardsPage>(
                    new
                    {
                        Village = village,
                        Households = households,
                        Secretary = ShowService
                            .Village(db, site.Life.Value, village, site.Today)
                            .FirstOrDefault(l => l.Role == PostingRole.FirstSecretary),
                    }
                );
            }
        );

    /// <summary>Both name households: only for the offices that work with them, each in its own area.</summary>
    private static async Task<IResult> Village(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        Func<RegionPlace, Viewer, Task<IResult>> then
    )
    {
        if (Routes.Find(site, code) is not { Level: "village" } village)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "village")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesHouseholds(village, site.Tree))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        return site.Life.Ok ? await then(village, viewer) : Routes.Refused(http, site.Life.Problems[0], 404);
    }
}
