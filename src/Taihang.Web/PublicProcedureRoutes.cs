using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Outbound;
using Taihang.Modules.Procedures;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// What anybody may do without an account: apply, read a village's notices and object to them, look a receipt up, appeal. A receipt code
/// travels in the body of a form, never in an address.
/// </summary>
public static class PublicProcedureRoutes
{
    private static readonly string[] Channels = ["web", "paper", "voice", "visit"];

    public static void Map(WebApplication app)
    {
        app.MapGet("/apply/{code}", ApplyForm);
        app.MapPost("/apply/{code}", Apply).RequireRateLimiting(Routes.PublicLimit);
        app.MapGet("/notices/{code}", Notices);
        app.MapPost("/notices/{code}", Object).RequireRateLimiting(Routes.PublicLimit);
        app.MapGet("/receipt", () => Routes.Page<ReceiptPage>(new { }));
        app.MapPost("/receipt", Receipt).RequireRateLimiting(Routes.PublicLimit);
    }

    private static IResult ApplyForm(string code, HttpContext http, Site site) =>
        Village(site, code) is { } village ? Form(site, village, null, []) : Unknown(http, site, code);

    private static IResult Apply(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromForm] IFormCollection form
    )
    {
        if (Village(site, code) is not { } village)
            return Unknown(http, site, code);
        using var widened = db.Widen(Widening.FromOutside, village.CountyNo);
        var procedure = ProcedureRoutes.Text(form, "procedure");
        // An official of the place records on somebody's behalf; anybody else speaks for themselves.
        var viewer = visit.Viewer is { } known && known.SeesPlace(village, site.Tree) ? known : null;
        var channel = ProcedureRoutes.Text(form, "channel");
        var eventId = Guid.TryParse(form["event"], out var sent) ? sent : Guid.CreateVersion7();
        var contact = Contact(site, eventId, ProcedureRoutes.Text(form, "phone"), visit.Language);
        var started = StartCase.Run(
            db,
            site.Pack,
            new StartRequest(
                eventId,
                village.CountyNo,
                village.RegionNo,
                procedure,
                FindHousehold.ByNumber(db, village.CountyNo, village.RegionNo, ProcedureRoutes.Text(form, "number")),
                ProcedureRoutes.Text(form, "name"),
                viewer is not null && Channels.Contains(channel) ? channel : "web",
                ProcedureRoutes.Text(form, "said"),
                viewer is null ? CaseActor.Nobody : new CaseActor(viewer.AccountId, viewer.Role, true),
                viewer is null ? "" : ProcedureRoutes.ByName(viewer)
            )
            {
                Contact = contact,
            },
            site.Today,
            site.Pack.Procedure(procedure) is { } asked
                ? ProcedureRoutes.Acting(viewer?.AccountId ?? Guid.Empty, asked)
                : new ActContext(Guid.Empty, DateTimeOffset.UtcNow, procedure, "")
        );
        if (started.Ok)
            return Routes.Page<ReceiptGivenPage>(
                new
                {
                    Village = village,
                    Code = started.Value.Receipt,
                    Told = started.Value.Receipt is null ? (bool?)null : contact is not null,
                }
            );
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Form(site, village, started.Problems[0], form.ToDictionary(f => f.Key, f => f.Value.ToString()));
    }

    /// <summary>A number that cannot be read, or a key that does not open, keeps nobody's application out.</summary>
    private static SealedContact? Contact(Site site, Guid caseId, string phone, Language language)
    {
        if (phone.Length == 0 || site.OpenSealing() is not { Ok: true } opened)
            return null;
        using var sealing = opened.Value;
        return NoticeAddresses.Of(sealing, caseId, phone, language);
    }

    private static IResult Form(Site site, RegionPlace village, Problem? problem, Dictionary<string, string> entered) =>
        Routes.Page<ApplyPage>(
            new
            {
                Village = village,
                Procedures = site.Pack.Procedures.Where(p => p.Open && p.ValidOn(site.Today)).ToList(),
                Problem = problem,
                Entered = entered,
            }
        );

    private static IResult Notices(string code, HttpContext http, Site site, TaihangDb db) =>
        Village(site, code) is { } village ? Board(site, db, village, null, []) : Unknown(http, site, code);

    private static IResult Object(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromForm] IFormCollection form
    )
    {
        if (Village(site, code) is not { } village)
            return Unknown(http, site, code);
        _ = Guid.TryParse(form["notice"], out var notice);
        _ = int.TryParse(form["number"], out var number);
        // An office of the place writes down what somebody says or hands in; whoever else is signed in objects as anybody does.
        var recorder = visit.Viewer is { } viewer && viewer.SeesPlace(village, site.Tree) ? viewer : null;
        var channel = form["channel"].ToString();
        var objected = FromOutside.Object(
            db,
            site.Pack,
            village.CountyNo,
            notice,
            number,
            Guid.TryParse(form["event"], out var sent) ? sent : Guid.CreateVersion7(),
            ProcedureRoutes.Text(form, "said"),
            recorder is not null && channel is ("voice" or "paper") ? channel : "web",
            recorder is null ? CaseActor.Nobody : new CaseActor(recorder.AccountId, recorder.Role, true),
            recorder is null ? "" : ProcedureRoutes.ByName(recorder),
            site.Today,
            new ActContext(recorder?.AccountId ?? Guid.Empty, DateTimeOffset.UtcNow, "objection", "")
        );
        if (objected.Ok)
            return Routes.Page<ReceiptGivenPage>(new { Village = village, Code = objected.Value });
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Board(site, db, village, objected.Problems[0], form.ToDictionary(f => f.Key, f => f.Value.ToString()));
    }

    private static IResult Board(
        Site site,
        TaihangDb db,
        RegionPlace village,
        Problem? problem,
        Dictionary<string, string> entered
    )
    {
        using var widened = db.Widen(Widening.Published, village.CountyNo);
        return Routes.Page<NoticesPage>(
            new
            {
                Village = village,
                Notices = VillageNotices.Up(db, site.Pack, village.CountyNo, village.RegionNo, site.Today),
                Announced = VillageNotices.Announced(
                    db,
                    site.Pack,
                    village.CountyNo,
                    village.RegionNo,
                    ProcedureRoutes.MostShown
                ),
                Problem = problem,
                Entered = entered,
            }
        );
    }

    private static IResult Receipt(HttpContext http, Site site, TaihangDb db, [FromForm] IFormCollection form)
    {
        var code = ProcedureRoutes.Text(form, "code");
        var found = FromOutside.Look(db, site.Pack, code);
        Problem? problem = found.Ok ? null : found.Problems[0];
        if (found.Ok && form["what"] == "appeal")
        {
            var appealed = FromOutside.Appeal(
                db,
                site.Pack,
                code,
                Guid.TryParse(form["event"], out var sent) ? sent : Guid.CreateVersion7(),
                ProcedureRoutes.Text(form, "reason"),
                site.Today,
                ProcedureRoutes.Acting(Guid.Empty, found.Value.Case.State.Procedure)
            );
            problem = appealed.Ok ? null : appealed.Problems[0];
            found = FromOutside.Look(db, site.Pack, code);
        }
        if (problem is not null)
            http.Response.StatusCode = found.Ok ? 422 : 404;
        return Routes.Page<ReceiptPage>(
            new
            {
                Record = found.Ok ? found.Value.Case : null,
                ObjectionId = found.Ok ? found.Value.ObjectionId : null,
                Told = found.Ok && found.Value.ObjectionId is null ? Told(db, found.Value.Case) : [],
                Code = code,
                Problem = problem,
            }
        );
    }

    /// <summary>Whoever only objects to somebody's case is not shown what that person was told.</summary>
    private static IReadOnlyList<OutboundNotice> Told(TaihangDb db, CaseRecord record)
    {
        using var widened = db.Widen(Widening.Receipt, record.Row.CountyNo);
        return ListNotices.OfCase(db, record.Row.CountyNo, record.Row.CaseId);
    }

    private static RegionPlace? Village(Site site, string code) =>
        Routes.Find(site, code) is { Level: "village" } village ? village : null;

    private static IResult Unknown(HttpContext http, Site site, string code) =>
        Routes.Refused(http, RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "village")), 404);
}
