using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Outbound;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>The county office's outbound notices: what waits, what could not be told, letters to print; to cancel, to send again, to hand over.</summary>
internal static class OutboxRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/outbox", Outbox);
        app.MapPost("/outbox/{id:guid}", Change);
        app.MapGet("/outbox/{id:guid}/letter", Letter);
    }

    private static IResult Outbox(
        HttpContext http,
        Visit visit,
        TaihangDb db,
        [FromQuery] string? standing,
        [FromQuery] int page = 1
    ) =>
        visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : ListNotices.MaySee(viewer) ? List(db, viewer, Known(standing), Math.Clamp(page, 1, 1_000_000), null, "", null)
        : Routes.Refused(http, WebProblems.NotYours(), 403);

    private static IResult List(
        TaihangDb db,
        Viewer viewer,
        string? standing,
        int page,
        Guid? at,
        string typed,
        Problem? problem
    ) =>
        Routes.Page<OutboxPage>(
            new
            {
                Notices = ListNotices.Run(db, viewer.CountyNo, standing, page, PageSize),
                Counts = ListNotices.Counts(db, viewer.CountyNo),
                Standing = standing,
                Number = page,
                Size = PageSize,
                At = at,
                Typed = typed,
                Problem = problem,
            }
        );

    private static async Task<IResult> Change(
        Guid id,
        HttpContext http,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? what,
        [FromForm] string? reason,
        [FromForm] string? standing
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!ListNotices.MaySee(viewer))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        var why = ReceiptCode.WithoutNumbers(FormText.Line(reason));
        var context = new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, why, viewer.Role);
        Func<TaihangDb, int, Guid, string, ActContext, Outcome<OutboundNotice>> change = what switch
        {
            "again" => CancelNotice.Again,
            "handed" => CancelNotice.HandedOver,
            _ => CancelNotice.Run,
        };
        var done = await sequencer.Run(
            viewer,
            viewer.CountyNo,
            store => change(store, viewer.CountyNo, id, why, context)
        );
        if (done.Ok)
            return Results.Redirect(Known(standing) is { } only ? $"/outbox?standing={only}" : "/outbox");
        if (done.Problems[0].Code == OutboundProblems.NoSuchNotice().Code)
            return Routes.Refused(http, done.Problems[0], 404);
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return List(db, viewer, Known(standing), 1, id, why, done.Problems[0]);
    }

    /// <summary>A letter with the name of whom it is for; whoever prints it looks at a case, and that is logged.</summary>
    private static async Task<IResult> Letter(
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!ListNotices.MaySee(viewer))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        if (ListNotices.Find(db, viewer.CountyNo, id) is not { CaseId: { } caseId, Office: null } notice)
            return Routes.Refused(http, OutboundProblems.NoSuchNotice(), 404);
        if (ListNotices.CaseOf(db, viewer.CountyNo, caseId) is not { } about)
            return Routes.Refused(http, OutboundProblems.NotALetter(), 404);
        return await AuditRoutes.Unlogged(
                http,
                sequencer,
                viewer,
                viewer.CountyNo,
                new ReadOf([about.SubjectId ?? caseId], ReadPurpose.Duty, "notice letter")
            )
            ?? Routes.Page<OutboxLetterPage>(
                new
                {
                    Notice = notice,
                    Case = about,
                    Village = site.Tree.ByNumber(about.VillageNo),
                }
            );
    }

    private static string? Known(string? standing) => NoticeStanding.All.FirstOrDefault(s => s == standing);
}
