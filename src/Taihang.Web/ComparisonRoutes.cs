using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>What a department's list would do, between looking and opening; the list itself is not held.</summary>
/// <param name="List">What the list is.</param>
/// <param name="Opened">How many checks were opened; null until then.</param>
public sealed record HeldComparison(
    Guid Id,
    Guid AccountId,
    int RegionNo,
    string Procedure,
    string List,
    ListLooked Looked,
    long HeldAtMs,
    int? Opened = null
) : IHeld
{
    // A row of hits with its texts.
    public long Size => 200L * Looked.Hits.Count;
}

/// <summary>
/// A department's list compared with the record of a county or township: looked at first, then a check is opened for each household that
/// was hit. Nothing is removed, and nobody chooses whose hit is checked.
/// </summary>
internal static class ComparisonRoutes
{
    public const int MostBytes = 24 << 20;
    public const int PageSize = 100;

    /// <summary>What the look at everybody whom a list hits is logged as.</summary>
    private const string Page = "comparison";

    public static void Map(WebApplication app)
    {
        app.MapGet("/comparisons/{code}", Form);
        app.MapPost("/comparisons/{code}", Send);
        app.MapGet("/comparisons/{code}/{id:guid}", Found);
        app.MapPost("/comparisons/{code}/{id:guid}", Open);
    }

    private static IResult Form(string code, HttpContext http, Site site, Visit visit)
    {
        var (place, viewer, refusal) = Allowed(code, http, site, visit);
        return refusal ?? FormPage(place!, viewer!, site, "", "", null);
    }

    private static async Task<IResult> Send(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Held<HeldComparison> held,
        [FromForm] IFormCollection form
    )
    {
        var (allowed, viewer, refusal) = Allowed(code, http, site, visit);
        if ((refusal ?? Stopped(http, db, viewer!)) is { } no)
            return no;
        var (place, list, procedure) = (
            allowed!,
            ReceiptCode.WithoutNumbers(FormText.Line(form["list"])),
            FormText.Line(form["procedure"])
        );
        if (form.Files["file"] is not { Length: > 0 } sent)
            return Wrong(ReportsProblems.NoFile());
        var name = FormText.Line(Path.GetFileName(sent.FileName));
        if (sent.Length > MostBytes)
            return Wrong(ReportsProblems.TooLarge(name, MostBytes));
        if (list.Length == 0)
            return Wrong(ProceduresProblems.ListNotNamed());
        if (!CompareWithList.Procedures(site.Pack, Actor(viewer!), site.Today).Any(p => p.Id == procedure))
            return Wrong(ProceduresProblems.NoProcedureForHits());
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return Wrong(sealing.Problems[0]);
        using var key = sealing.Value;
        // Copied: a reader goes back and forth in it.
        var copy = new MemoryStream();
        await sent.CopyToAsync(copy);
        copy.Position = 0;
        var looked = CompareWithList.Look(
            db,
            key,
            place.CountyNo,
            procedure,
            copy,
            name,
            VillagesOf(place, site),
            site.Today
        );
        if (!looked.Ok)
            return Wrong(looked.Problems[0]);
        // That nobody on a list is on record is an answer too; of the others each page is a look.
        if (
            looked.Value.Hits.Count == 0
            && await AuditRoutes.Unlogged(
                http,
                sequencer,
                viewer!,
                place.CountyNo,
                new ReadOf([], ReadPurpose.Duty, ReadOf.Nobody)
            )
                is { } unlogged
        )
            return unlogged;
        var kept = held.Keep(
            new HeldComparison(
                Guid.NewGuid(),
                viewer!.AccountId,
                place.RegionNo,
                procedure,
                list,
                looked.Value,
                Environment.TickCount64
            )
        );
        return kept.Ok ? Results.Redirect(Address(place, kept.Value.Id)) : Wrong(kept.Problems[0]);

        IResult Wrong(Problem problem)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return FormPage(place, viewer!, site, list, procedure, problem);
        }
    }

    private static async Task<IResult> Found(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        Held<HeldComparison> held,
        [FromQuery] int page = 1
    )
    {
        var (place, viewer, refusal) = Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        if (held.Find(id, viewer!.AccountId, place!.RegionNo) is not { } found)
            return Routes.Refused(http, ProceduresProblems.ComparisonGone(), 404);
        var number = Math.Clamp(page, 1, 1 + (Math.Max(0, found.Looked.Hits.Count - 1) / PageSize));
        var shown = found.Looked.Hits.Skip((number - 1) * PageSize).Take(PageSize).ToList();
        var read = new ReadOf([.. shown.Select(h => h.HouseholdId)], ReadPurpose.Duty, Page);
        return await AuditRoutes.Unlogged(http, sequencer, viewer, place.CountyNo, read)
            ?? Routes.Page<ComparisonPage>(
                new
                {
                    Place = place,
                    Found = found,
                    Shown = shown,
                    Number = number,
                    Procedure = site.Pack.Procedure(found.Procedure)!,
                }
            );
    }

    private static async Task<IResult> Open(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Held<HeldComparison> held,
        [FromForm] IFormCollection form
    )
    {
        _ = form;
        var (place, viewer, refusal) = Allowed(code, http, site, visit);
        if ((refusal ?? Stopped(http, db, viewer!)) is { } no)
            return no;
        if (held.Find(id, viewer!.AccountId, place!.RegionNo) is not { } found)
            return Routes.Refused(http, ProceduresProblems.ComparisonGone(), 404);
        if (found.Opened is not null)
            return Results.Redirect(Address(place, id));
        var opened = 0;
        foreach (var some in found.Looked.Hits.Select(h => h.HouseholdId).Chunk(CompareWithList.AtOnce))
        {
            var done = await sequencer.Run(
                viewer,
                place.CountyNo,
                store =>
                    CompareWithList.Open(
                        store,
                        site.Pack,
                        place.CountyNo,
                        found.Procedure,
                        some,
                        VillagesOf(place, site),
                        found.List,
                        Actor(viewer),
                        ProcedureRoutes.ByName(viewer),
                        site.Today,
                        ProcedureRoutes.Acting(viewer.AccountId, site.Pack.Procedure(found.Procedure)!)
                    )
            );
            if (!done.Ok)
                return Routes.Refused(http, done.Problems[0], StatusCodes.Status422UnprocessableEntity);
            opened += done.Value;
        }
        // Whoever pressed twice is told of the first press.
        if (held.Find(id, viewer.AccountId, place.RegionNo) is { Opened: null })
            held.Keep(found with { Opened = opened });
        return Results.Redirect(Address(place, id));
    }

    /// <summary>Whether somebody is on record is an answer: who was stopped gets none.</summary>
    private static IResult? Stopped(HttpContext http, TaihangDb db, Viewer viewer) =>
        WatchReads.Stopped(db, viewer.AccountId, viewer.CountyNo)
            ? Routes.Refused(http, AccessProblems.TooManyLooks(ReadLimit.StopAt), StatusCodes.Status429TooManyRequests)
            : null;

    /// <summary>Null for a whole county.</summary>
    private static int[]? VillagesOf(RegionPlace place, Site site) =>
        place.Level == "county" ? null : [.. site.Tree.Children(place.RegionNo).Select(v => v.RegionNo)];

    /// <summary>The offices of a county or township that work with its households.</summary>
    internal static bool May(Viewer viewer, RegionPlace place, Site site) =>
        place.Level is "county" or "township" && viewer.DecidesChanges(place, site.Tree);

    private static (RegionPlace? Place, Viewer? Viewer, IResult? Refusal) Allowed(
        string code,
        HttpContext http,
        Site site,
        Visit visit
    ) =>
        Routes.Find(site, code) is not { Level: "county" or "township" } place
            ? (
                null,
                null,
                Routes.Refused(
                    http,
                    RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                    404
                )
            )
        : visit.Viewer is not { } viewer ? (null, null, Results.Redirect("/sign-in"))
        : May(viewer, place, site) ? (place, viewer, null)
        : (null, null, Routes.Refused(http, WebProblems.NotYours(), 403));

    /// <summary>Only asked once the place was found to be the viewer's own.</summary>
    private static CaseActor Actor(Viewer viewer) => new(viewer.AccountId, viewer.Role, true);

    private static string Address(RegionPlace place, Guid id) => $"/comparisons/{place.Code}/{id}";

    private static IResult FormPage(
        RegionPlace place,
        Viewer viewer,
        Site site,
        string list,
        string procedure,
        Problem? problem
    ) =>
        Routes.Page<ComparisonFormPage>(
            new
            {
                Place = place,
                Procedures = CompareWithList.Procedures(site.Pack, Actor(viewer), site.Today),
                List = list,
                Chosen = procedure,
                Problem = problem,
            }
        );
}
