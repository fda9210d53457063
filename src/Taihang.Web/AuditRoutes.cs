using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// The auditor's pages, who looked at a household's record, and what anybody may fetch to hold the log to its word: the public key and the
/// newest national checkpoint.
/// </summary>
internal static class AuditRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/audit", Logs);
        app.MapGet("/audit/{county}", Log);
        app.MapGet("/audit/{county}/reads", Reads);
        app.MapGet("/audit/{county}/checkpoint", Newest);
        app.MapPost("/audit/{county}/checkpoint", Issue);
        app.MapGet("/audit/{county}/proof/{act:guid}", Proof);
        app.MapGet("/household/{county:int}/{id:guid}/looked", Looked);
        app.MapGet("/public/audit/key", Key);
        app.MapGet("/public/audit/checkpoint", National);
    }

    /// <summary>
    /// Writes down that the visitor looks at records, and waits until that is on disk; the caller shows them only when this gives nothing
    /// back. Whatever went wrong, what cannot be logged is not shown. A list of nobody is no look.
    /// </summary>
    /// <param name="reason">In the visitor's words where they gave any.</param>
    internal static async Task<IResult?> Unlogged(
        HttpContext http,
        ActSequencer sequencer,
        Viewer viewer,
        int countyNo,
        ReadOf read,
        string? reason = null
    )
    {
        if (read.Subjects.Count == 0 && read.What != ReadOf.Nobody)
            return null;
        var context = new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, reason ?? read.What, viewer.Role);
        try
        {
            var refused = await sequencer.Run(
                viewer,
                countyNo,
                db => WatchReads.Run(db, viewer, countyNo, read, context)
            );
            return refused is null ? null : Routes.Refused(http, refused, StatusCodes.Status429TooManyRequests);
        }
#pragma warning disable CA1031 // A reading that cannot be logged does not happen, for whatever reason it cannot.
        catch (Exception)
        {
            http.Response.Headers.RetryAfter = "30";
            return Routes.Refused(http, AuditProblems.ReadNotLogged(), StatusCodes.Status503ServiceUnavailable);
        }
#pragma warning restore CA1031
    }

    private static IResult Logs(HttpContext http, Site site, Visit visit, TaihangDb db)
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (viewer.Role != Roles.Auditor)
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        var logs = ReadLog
            .Counties(db)
            .Where(c => viewer.CountyNo == 0 || viewer.CountyNo == c)
            .Select(c => new LogLine(c, PlaceOf(site, c), ReadLog.Tip(db, c).Size, NewestOf(site, db, c)))
            .ToList();
        return Routes.Page<AuditsPage>(new { Logs = logs });
    }

    private static IResult Log(
        string county,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] string? kind,
        [FromQuery] string? actor,
        [FromQuery] string? from,
        [FromQuery] string? to,
        [FromQuery] int page = 1
    ) =>
        InLog(
            county,
            http,
            site,
            visit,
            (countyNo, place) =>
            {
                var filter = new ActFilter(
                    string.IsNullOrEmpty(kind) ? null : kind,
                    Guid.TryParse(actor, out var who) ? who : null,
                    DateOnly.TryParseExact(from, "yyyy-MM-dd", out var first) ? first : null,
                    DateOnly.TryParseExact(to, "yyyy-MM-dd", out var last) && last < DateOnly.MaxValue ? last : null
                );
                var number = Math.Clamp(page, 1, 1_000_000);
                return Routes.Page<AuditPage>(
                    new
                    {
                        Code = county,
                        Place = place,
                        Filter = filter,
                        Acts = ShowLog.Acts(db, countyNo, filter, number, PageSize),
                        Kinds = ShowLog.Kinds(db, countyNo),
                        Actors = ShowLog.Actors(db, countyNo),
                        Size = ReadLog.Tip(db, countyNo).Size,
                        Newest = NewestOf(site, db, countyNo),
                        Number = number,
                        PageSize,
                    }
                );
            }
        );

    private static IResult Reads(
        string county,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] int page = 1
    ) =>
        InLog(
            county,
            http,
            site,
            visit,
            (countyNo, place) =>
                Routes.Page<ReadsPage>(
                    new
                    {
                        Code = county,
                        Place = place,
                        CountyNo = countyNo,
                        Reads = ShowLog.Reads(db, countyNo, null, Math.Clamp(page, 1, 1_000_000), PageSize),
                        Number = Math.Clamp(page, 1, 1_000_000),
                        PageSize,
                    }
                )
        );

    private static IResult Newest(string county, HttpContext http, Site site, Visit visit, TaihangDb db) =>
        InLog(
            county,
            http,
            site,
            visit,
            (countyNo, _) =>
                NewestOf(site, db, countyNo) is { } newest
                    ? Text(newest.Note, $"county-{countyNo}.checkpoint")
                    : Routes.Refused(http, AuditProblems.NoCheckpointYet(), 404)
        );

    private static async Task<IResult> Issue(
        string county,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer
    )
    {
        int? countyNo = null;
        var refused = InLog(
            county,
            http,
            site,
            visit,
            (no, _) =>
            {
                countyNo = no;
                return Results.Redirect($"/audit/{county}");
            }
        );
        if (countyNo is not { } found || visit.Viewer is not { } viewer)
            return refused;
        var key = SigningKey.Open(site.AuditKeyFile);
        if (!key.Ok)
            return Routes.Refused(http, key.Problems[0], StatusCodes.Status503ServiceUnavailable);
        using var signing = key.Value;
        await sequencer.Run(viewer, found, db => IssueCheckpoint.Run(db, signing, found, DateTimeOffset.UtcNow));
        return refused;
    }

    private static IResult Proof(string county, Guid act, HttpContext http, Site site, Visit visit, TaihangDb db) =>
        InLog(
            county,
            http,
            site,
            visit,
            (countyNo, _) =>
            {
                if (ReadLog.Act(db, countyNo, act) is not { } logged)
                    return Routes.Refused(http, AuditProblems.NoSuchAct(act.ToString()), 404);
                if (NewestOf(site, db, countyNo) is not { } newest)
                    return Routes.Refused(http, AuditProblems.NoCheckpointYet(), 404);
                var proof = ReadLog.Prove(db, logged, newest, open: true);
                return proof.Ok
                    ? Text(proof.Value.Text(), $"act-{logged.Index + 1}.proof")
                    : Routes.Refused(http, proof.Problems[0], StatusCodes.Status409Conflict);
            }
        );

    private static IResult Looked(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] int page = 1
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (
            HouseholdFacts.Read(db, county, id, site.Today) is not { } record
            || site.Tree.ByNumber(record.Household.VillageNo) is not { } village
            || !(
                viewer.SeesHouseholds(village, site.Tree)
                || (viewer.Role == Roles.Auditor && viewer.SeesPlace(village, site.Tree))
            )
        )
            return Routes.Refused(http, WebProblems.NoSuchHousehold(), 404);
        var number = Math.Clamp(page, 1, 1_000_000);
        return Routes.Page<LookedPage>(
            new
            {
                Village = village,
                record.Household,
                Reads = ShowLog.Reads(db, county, id, number, PageSize),
                Number = number,
                PageSize,
            }
        );
    }

    private static IResult Key(HttpContext http, Site site) =>
        site.AuditKey is { } key
            ? Text(key.Pem + "\n", "taihang-audit.pem")
            : Routes.Refused(http, AuditProblems.NoCheckpointYet(), 404);

    private static IResult National(HttpContext http, Site site, TaihangDb db)
    {
        using var widened = db.Widen(Widening.Published, 0);
        return site.AuditKey is { } key && IssueCheckpoint.Newest(db, 0, Checkpoint.NationOrigin(key)) is { } newest
            ? Text(newest.Note, "taihang.checkpoint")
            : Routes.Refused(http, AuditProblems.NoCheckpointYet(), 404);
    }

    /// <summary>Runs what an auditor may do in the log that the address names; 0 is the log above the counties.</summary>
    private static IResult InLog(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        Func<int, RegionPlace?, IResult> then
    )
    {
        var place = code == "0" ? null : site.Tree.ByCode(code, site.Today);
        if (code != "0" && place is not { Level: "county" })
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        return
            viewer.Role == Roles.Auditor && (place is null ? viewer.CountyNo == 0 : viewer.SeesPlace(place, site.Tree))
            ? then(place?.CountyNo ?? 0, place)
            : Routes.Refused(http, WebProblems.NotYours(), 403);
    }

    private static RegionPlace? PlaceOf(Site site, int countyNo) =>
        site.Tree.OfCounty(countyNo).LastOrDefault(c => c.Level == "county" && c.ValidOn(site.Today));

    private static Modules.Store.Tables.AuditCheckpoint? NewestOf(Site site, TaihangDb db, int countyNo) =>
        site.AuditKey is { } key ? IssueCheckpoint.Newest(db, countyNo, Checkpoint.CountyOrigin(key, countyNo)) : null;

    private static IResult Text(string text, string name) =>
        Results.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", name);
}

/// <summary>One log in the auditor's list.</summary>
public sealed record LogLine(int CountyNo, RegionPlace? Place, long Size, Modules.Store.Tables.AuditCheckpoint? Newest);
