using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Core.Registry.Attachments;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Files of a household or a case: attached through the gate, opened for a task and a reason, withdrawn. For the offices that work with it.</summary>
internal static class AttachmentRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/household/{county:int}/{id:guid}/attach", FormOfHousehold);
        app.MapPost("/household/{county:int}/{id:guid}/attach", AttachToHousehold);
        app.MapGet("/case/{county:int}/{id:guid}/attach", FormOfCase);
        app.MapPost("/case/{county:int}/{id:guid}/attach", AttachToCase);
        app.MapGet("/attachment/{county:int}/{id:guid}", Show);
        app.MapPost("/attachment/{county:int}/{id:guid}", Open);
        app.MapPost("/attachment/{county:int}/{id:guid}/withdraw", Withdraw);
    }

    private static Task<IResult> FormOfHousehold(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => Form(AttachFile.Household, county, id, http, site, visit, db, sequencer);

    private static Task<IResult> FormOfCase(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => Form(AttachFile.Case, county, id, http, site, visit, db, sequencer);

    private static Task<IResult> AttachToHousehold(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    ) => Attach(AttachFile.Household, county, id, http, site, visit, db, sequencer, form);

    private static Task<IResult> AttachToCase(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    ) => Attach(AttachFile.Case, county, id, http, site, visit, db, sequencer, form);

    private static async Task<IResult> Form(
        string kind,
        int county,
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
        if (Of(kind, county, id, site, viewer, db) is not { Open: true } to)
            return Routes.Refused(http, AttachmentProblems.NoSuchAttachment(), 404);
        return await Looked(http, sequencer, viewer, to)
            ?? AttachForm.Page(to, visit, site, new Dictionary<string, string>(), []);
    }

    private static async Task<IResult> Attach(
        string kind,
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        IFormCollection form
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (Of(kind, county, id, site, viewer, db) is not { Open: true } to)
            return Routes.Refused(http, AttachmentProblems.NoSuchAttachment(), 404);
        var entered = form.ToDictionary(f => f.Key, f => FormText.Line(f.Value));
        if (form.Files["file"] is not { Length: > 0 } sent)
            return AttachForm.Again(http, to, visit, site, entered, [AttachmentProblems.NoFile()]);
        var name = FormText.Line(Path.GetFileName(sent.FileName));
        if (sent.Length > FileKinds.MostBytes)
            return AttachForm.Again(
                http,
                to,
                visit,
                site,
                entered,
                [AttachmentProblems.TooLarge(name, FileKinds.MostBytes)]
            );
        if (
            !DateOnly.TryParseExact(entered.GetValueOrDefault("shown"), "yyyy-MM-dd", out var shown)
            || shown > site.Today
        )
            return AttachForm.Again(
                http,
                to,
                visit,
                site,
                entered,
                [WebProblems.NotADay(new("拍摄或出具的日期", "Day it was taken or issued"))]
            );
        using var copy = new MemoryStream((int)sent.Length);
        await sent.CopyToAsync(copy);
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return AttachForm.Again(http, to, visit, site, entered, sealing.Problems);
        using var seals = sealing.Value;
        var file = new SentFile(
            Guid.TryParse(entered.GetValueOrDefault("id"), out var own) ? own : Guid.CreateVersion7(),
            name,
            copy.ToArray(),
            entered.GetValueOrDefault("purpose", ""),
            entered.GetValueOrDefault("title", ""),
            shown,
            entered.GetValueOrDefault("seen") == "yes"
        );
        if (AttachFile.Find(db, county, file.Id) is { } before)
        {
            if (AttachFile.Same(before, to.Subject, file))
                return Results.Redirect(to.Back + "#attachments");
            // Somebody went back in the browser and chose another file: that is another attachment.
            file = file with
            {
                Id = Guid.CreateVersion7(),
            };
        }
        var kept = AttachFile.Keep(file, site.Files, seals, site.Today);
        if (!kept.Ok)
            return AttachForm.Again(http, to, visit, site, entered, kept.Problems);
        var context = new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, "attach", file.Purpose);
        await sequencer.Run(
            viewer,
            county,
            store => AttachFile.Run(store, to.Subject, kept.Value, context).AttachmentId
        );
        return Results.Redirect(to.Back + "#attachments");
    }

    private static async Task<IResult> Show(
        int county,
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
        if (Seen(county, id, site, viewer, db) is not var (row, to))
            return Routes.Refused(http, AttachmentProblems.NoSuchAttachment(), 404);
        return await Looked(http, sequencer, viewer, to) ?? PageOf(row, to, visit, db, "", "", []);
    }

    private static async Task<IResult> Open(
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
        if (Seen(county, id, site, viewer, db) is not var (row, to))
            return Routes.Refused(http, AttachmentProblems.NoSuchAttachment(), 404);
        var reason = ReceiptCode.WithoutNumbers(ProcedureRoutes.Text(form, "reason"));
        var task =
            Guid.TryParse(form["task"], out var one) && Cases(db, to).Any(c => c.CaseId == one) ? one.ToString() : null;
        var asked = OpenAttachment.Ask(row, to.Household, task, reason);
        if (!asked.Ok)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await Looked(http, sequencer, viewer, to)
                ?? PageOf(row, to, visit, db, reason, "", [new FormProblem("reason", asked.Problems[0])]);
        }
        if (
            await AuditRoutes.Unlogged(
                http,
                sequencer,
                viewer,
                county,
                asked.Value,
                reason.Length > 0 ? reason : null
            ) is
            { } unlogged
        )
            return unlogged;
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return Routes.Refused(http, sealing.Problems[0], StatusCodes.Status503ServiceUnavailable);
        using var seals = sealing.Value;
        var bytes = OpenAttachment.Run(row, site.Files, seals);
        // Never shown in the page's own place: saved, whatever is in it.
        return bytes.Ok
            ? Results.File(bytes.Value, FileKinds.MediaType(Enum.Parse<FileKind>(row.Kind)), row.FileName)
            : Routes.Refused(http, bytes.Problems[0], StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> Withdraw(
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
        if (Seen(county, id, site, viewer, db) is not var (row, to))
            return Routes.Refused(http, AttachmentProblems.NoSuchAttachment(), 404);
        var why = ProcedureRoutes.Text(form, "why");
        var context = new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, why, row.Purpose);
        var problems = await sequencer.Run(
            viewer,
            county,
            store => WithdrawAttachment.Run(store, county, id, why, context).Problems
        );
        if (problems.Count == 0)
            return Results.Redirect(to.Back + "#attachments");
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await Looked(http, sequencer, viewer, to)
            ?? PageOf(row, to, visit, db, "", why, [new FormProblem("why", problems[0])]);
    }

    /// <summary>Whoever may not see a household or case is not told whether there is one.</summary>
    private static AttachTo? Of(string kind, int county, Guid id, Site site, Viewer viewer, TaihangDb db)
    {
        var (village, household, about, back, open) = kind == AttachFile.Household ? Household() : Case();
        return village is not null && viewer.SeesHouseholds(village, site.Tree)
            ? new AttachTo(
                new AttachmentSubject(county, kind, id, village.RegionNo),
                village,
                household,
                about,
                back,
                open
            )
            : null;

        (RegionPlace?, Guid, Words, string, bool) Household() =>
            HouseholdFacts.Read(db, county, id, site.Today) is { } record
                ? (
                    site.Tree.ByNumber(record.Household.VillageNo),
                    id,
                    new(
                        $"{record.Head?.Person.Name} 户 {record.Household.Number}",
                        $"household of {record.Head?.Person.Name}, {record.Household.Number}"
                    ),
                    $"/household/{county}/{id}",
                    record.Household.ClosedOn is null
                )
                : default;

        (RegionPlace?, Guid, Words, string, bool) Case() =>
            CaseRecord.Read(db, site.Pack, county, id) is { } record
                ? (
                    site.Tree.ByNumber(record.Row.VillageNo),
                    record.Row.SubjectId ?? id,
                    new(
                        $"{record.State.Procedure.Title.Zh}：{record.Row.SubjectName}",
                        $"{record.State.Procedure.Title.En}: {record.Row.SubjectName}"
                    ),
                    $"/case/{county}/{id}",
                    true
                )
                : default;
    }

    private static (Attachment Row, AttachTo To)? Seen(int county, Guid id, Site site, Viewer viewer, TaihangDb db) =>
        AttachFile.Find(db, county, id) is { } row
        && Of(row.SubjectKind, county, row.SubjectId, site, viewer, db) is { } to
            ? (row, to)
            : null;

    private static Task<IResult?> Looked(HttpContext http, ActSequencer sequencer, Viewer viewer, AttachTo to) =>
        AuditRoutes.Unlogged(
            http,
            sequencer,
            viewer,
            to.Subject.CountyNo,
            new ReadOf([to.Household], ReadPurpose.Duty, "attachments")
        );

    private static IReadOnlyList<ProcedureCase> Cases(TaihangDb db, AttachTo to) =>
        [
            .. db
                .ProcedureCases.AsNoTracking()
                .Where(c =>
                    c.CountyNo == to.Subject.CountyNo
                    && (c.SubjectId == to.Household || c.CaseId == to.Subject.Id)
                    && c.Outcome == null
                ),
        ];

    private static IResult PageOf(
        Attachment row,
        AttachTo to,
        Visit visit,
        TaihangDb db,
        string reason,
        string why,
        IReadOnlyList<FormProblem> problems
    )
    {
        var by = NamedActor.Of(db, [row.AddedById]).GetValueOrDefault(row.AddedById);
        return Routes.Page<AttachmentPage>(
            new
            {
                One = row,
                to.Village,
                About = to.About.In(visit.Language),
                to.Back,
                Cases = Cases(db, to),
                AddedBy = (by?.Name, by?.RoleAt(DateTimeOffset.FromUnixTimeMilliseconds(row.AddedAtUnixMs))),
                Reason = reason,
                Why = why,
                Problems = problems,
            }
        );
    }
}
