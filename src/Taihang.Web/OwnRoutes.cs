using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// A person's own page, without an account. The code travels in the body of a form, never in an address; the look is on disk before anything
/// is shown; no session is left behind in the browser.
/// </summary>
internal static class OwnRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/mine", () => Routes.Page<MinePage>(new { }));
        app.MapPost("/mine", Open).RequireRateLimiting(Routes.PublicLimit);
    }

    private static async Task<IResult> Open(
        HttpContext http,
        Site site,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    )
    {
        var now = DateTimeOffset.UtcNow;
        var code = FormText.Line(form["code"]);
        var whose = OwnCodes.Whose(db, code, now);
        if (!whose.Ok)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Routes.Page<MinePage>(new { Problem = whose.Problems[0] });
        }
        var (page, setting) = (whose.Value, new OwnSetting(site.Pack, site.Tree, site.Today));
        var typed = ProcedureRoutes.Text(form, "said");
        Outcome<OwnRequest>? asked = null;
        try
        {
            asked = await sequencer.Run(
                CountyScope.Of(page.CountyNo),
                page.CountyNo,
                store =>
                {
                    OwnCodes.LogOpened(store, page, now);
                    return form["what"] == "ask"
                        ? Ask(store, setting, page, form, typed, now)
                        : (Outcome<OwnRequest>?)null;
                }
            );
        }
#pragma warning disable CA1031 // A reading that cannot be logged does not happen, for whatever reason it cannot.
        catch (Exception)
        {
            http.Response.Headers.RetryAfter = "30";
            return Routes.Refused(http, AuditProblems.ReadNotLogged(), StatusCodes.Status503ServiceUnavailable);
        }
#pragma warning restore CA1031
        var sealing = site.OpenSealing();
        using var opened = sealing.Ok ? sealing.Value : null;
        using var widened = db.Widen(Widening.OwnPage, page.CountyNo);
        var record = ReadOwnRecord.Run(db, setting, page.CountyNo, page.PersonId, opened);
        Problem? problem =
            record is null ? PersonalDataProblems.NoSuchCode()
            : asked is { Ok: false } refused ? refused.Problems[0]
            : null;
        if (problem is not null)
            http.Response.StatusCode = record is null ? 404 : 422;
        return Routes.Page<MinePage>(
            new
            {
                Record = record,
                Code = code,
                Sent = asked is { Ok: true },
                Whole = form["what"] == "whole",
                Typed = problem is null ? "" : typed,
                Problem = problem,
            }
        );
    }

    private static Outcome<OwnRequest> Ask(
        TaihangDb db,
        OwnSetting setting,
        OwnPageOf page,
        IFormCollection form,
        string typed,
        DateTimeOffset now
    ) =>
        OwnRequests.Ask(
            db,
            setting,
            page.CountyNo,
            page.PersonId,
            new OwnAsking(
                Guid.TryParse(form["event"], out var sent) ? sent : Guid.CreateVersion7(now),
                form["kind"].ToString(),
                form["about"].ToString(),
                typed,
                OwnChannel.Web
            ),
            new ActContext(Guid.Empty, now, OwnRequests.AskKind, "code")
        );
}
