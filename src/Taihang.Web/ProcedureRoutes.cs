using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch.Board;
using Taihang.Modules.Outbound;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Procedures;
using Taihang.Modules.Quality;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Addresses of the offices' procedures: tasks, the board of a place, a case and what can be done to it.</summary>
public static class ProcedureRoutes
{
    public const int MostShown = 200;

    public static void Map(WebApplication app)
    {
        app.MapGet("/tasks", Tasks);
        app.MapGet("/procedures/{code}", Board);
        app.MapGet("/case/{county:int}/{id:guid}", Case);
        app.MapPost("/case/{county:int}/{id:guid}", Act);
        app.MapGet("/notices/{code}/{id:guid}", Sheet);
    }

    private static async Task<IResult> Tasks(
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        var lines = ListCases.Tasks(db, site.Pack, site.Tree, viewer, site.Today, MostShown);
        var named = viewer.CountyNo != 0;
        return await Unlogged(http, sequencer, viewer, "cases", named ? lines.Select(l => l.Row) : [])
            ?? Routes.Page<TasksPage>(
                new
                {
                    Lines = lines,
                    Top = viewer.Top(site.Tree),
                    Named = named,
                    Reviews = Emergencies.Waiting(db, viewer),
                    MayAsk = BreakGlass.MayAsk(viewer),
                    Waiting = ListChanges.Waiting(db, site.Tree, viewer),
                    Own = OwnRequests.Waiting(db, site.Tree, viewer),
                    Questions = Questions.Waiting(db, site.Tree, viewer),
                    Outbox = ListNotices.MaySee(viewer)
                        ? ListNotices.Waiting(db, viewer)
                        : ((int Dead, int Letters)?)null,
                }
            );
    }

    /// <summary>Whoever is not on record is known by their case. Nothing where everything was logged.</summary>
    private static async Task<IResult?> Unlogged(
        HttpContext http,
        ActSequencer sequencer,
        Viewer viewer,
        string what,
        IEnumerable<ProcedureCase> named
    )
    {
        foreach (var county in named.GroupBy(c => c.CountyNo))
        {
            var read = new ReadOf([.. county.Select(c => c.SubjectId ?? c.CaseId).Distinct()], ReadPurpose.Duty, what);
            if (await AuditRoutes.Unlogged(http, sequencer, viewer, county.Key, read) is { } unlogged)
                return unlogged;
        }
        return null;
    }

    private static async Task<IResult> Board(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromQuery] bool ended = false
    )
    {
        if (Routes.Find(site, code) is not { Level: "county" or "township" or "village" } place)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesPlace(place, site.Tree))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        var (lines, total) = ListCases.Run(db, site.Pack, site.Tree, place, ended, site.Today, MostShown);
        var named = viewer.CountyNo != 0 && viewer.Role != Roles.Auditor;
        return await Unlogged(http, sequencer, viewer, "cases", named ? lines.Select(l => l.Row) : [])
            ?? Routes.Page<ProcedureBoardPage>(
                new
                {
                    Place = place,
                    Lines = lines,
                    Total = total,
                    Ended = ended,
                    Named = named,
                    MayCompare = ComparisonRoutes.May(viewer, place, site),
                }
            );
    }

    /// <summary>A notice with whole names, to print and hang up: for the offices that work with the village.</summary>
    private static async Task<IResult> Sheet(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
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
        var up = VillageNotices.Up(db, site.Pack, village.CountyNo, village.RegionNo, site.Today, named: true);
        return up.FirstOrDefault(n => n.Notice.NoticeId == id) is { } shown
            ? await Unlogged(http, sequencer, viewer, "notice", shown.Cases)
                ?? Routes.Page<NoticeSheetPage>(new { Village = village, Shown = shown })
            : Routes.Refused(http, ProceduresProblems.NoObjectionsHere(null), 404);
    }

    private static async Task<IResult> Case(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        Seen(county, id, site, visit, db) is { } seen ? await Show(http, sequencer, db, seen, visit, site, null, null)
        : visit.Viewer is null ? Results.Redirect("/sign-in")
        : Routes.Refused(http, ProceduresProblems.NoSuchCase(), 404);

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
        if (Seen(county, id, site, visit, db) is not { } seen)
            return Routes.Refused(http, ProceduresProblems.NoSuchCase(), 404);
        var (record, village) = seen;
        var actor = new CaseActor(viewer.AccountId, viewer.Role, viewer.SeesPlace(village, site.Tree));
        var context = Acting(viewer.AccountId, record.State.Procedure);
        var byName = ByName(viewer);
        IReadOnlyList<Problem> problems = form["what"].ToString() switch
        {
            "post" => VillageNotices
                .Post(
                    db,
                    site.Pack,
                    county,
                    record.Row.VillageNo,
                    record.Row.Procedure,
                    Text(form, "step"),
                    Text(form, "place"),
                    actor,
                    byName,
                    site.Today,
                    context
                )
                .Problems,
            "draw" or "everybody" => VillageNotices
                .Draw(db, site.Pack, county, id, form["what"] == "everybody", actor, byName, site.Today, context)
                .Problems,
            _ => ActOnCase
                .Run(
                    db,
                    site.Pack,
                    county,
                    id,
                    Command(form, record.State),
                    actor,
                    byName,
                    Told(form),
                    site.Today,
                    context
                )
                .Problems,
        };
        if (problems.Count == 0)
        {
            TakeUpOutcomes.Run(db, site.Pack, county, site.Today, context);
            return Results.Redirect($"/case/{county}/{id}");
        }
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await Show(
            http,
            sequencer,
            db,
            Seen(county, id, site, visit, db)!.Value,
            visit,
            site,
            problems[0],
            form
        );
    }

    /// <summary>Whoever may not see a case is not told whether there is one.</summary>
    private static (CaseRecord Record, RegionPlace Village)? Seen(
        int county,
        Guid id,
        Site site,
        Visit visit,
        TaihangDb db
    ) =>
        visit.Viewer is { } viewer
        && CaseRecord.Read(db, site.Pack, county, id) is { } record
        && site.Tree.ByNumber(record.Row.VillageNo) is { } village
        && viewer.SeesPlace(village, site.Tree)
            ? (record, village)
            : null;

    private static async Task<IResult> Show(
        HttpContext http,
        ActSequencer sequencer,
        TaihangDb db,
        (CaseRecord Record, RegionPlace Village) seen,
        Visit visit,
        Site site,
        Problem? problem,
        IFormCollection? entered
    )
    {
        var viewer = visit.Viewer!;
        var actor = new CaseActor(viewer.AccountId, viewer.Role, viewer.SeesPlace(seen.Village, site.Tree));
        var named = viewer.SeesHouseholds(seen.Village, site.Tree);
        return await Unlogged(http, sequencer, viewer, "case", named ? [seen.Record.Row] : [])
            ?? Routes.Page<CasePage>(
                new
                {
                    seen.Record,
                    seen.Village,
                    Actor = actor,
                    Named = named,
                    Told = ListNotices.OfCase(db, seen.Record.Row.CountyNo, seen.Record.Row.CaseId),
                    Attachments = named ? AttachFile.Of(db, seen.Record.Row.CountyNo, seen.Record.Row.CaseId) : [],
                    Plan = seen.Record.State.Procedure.About == CaseAbout.Plan
                        ? PlanRecord.OfCase(db, seen.Record.Row.CountyNo, seen.Record.Row.CaseId)
                        : null,
                    Problem = problem,
                    Entered = entered?.ToDictionary(f => f.Key, f => f.Value.ToString()) ?? [],
                }
            );
    }

    private static CaseCommand Command(IFormCollection form, CaseState state)
    {
        var eventId = Guid.TryParse(form["event"], out var sent) ? sent : Guid.CreateVersion7();
        var reasoned = Text(form, "reason").Length > 0;
        return form["what"].ToString() switch
        {
            "answer" => new AnswerObjection(
                eventId,
                Guid.TryParse(form["objection"], out var objection) ? objection : Guid.Empty,
                form["upheld"] == "yes",
                reasoned
            ),
            "aside" => new DeclareInterest(eventId),
            "appeal" => new LodgeAppeal(eventId, Text(form, "channel"), reasoned),
            _ => new DoStep(
                eventId,
                Text(form, "step"),
                Text(form, "result") is { Length: > 0 } result ? result : null,
                [.. Evidence(form).Select(e => e.Id)],
                state.Current?.Meeting is null ? null : Count(form),
                reasoned
            ),
        };
    }

    private static MeetingCount? Count(IFormCollection form)
    {
        int? Whole(string name) => int.TryParse(form[name], out var value) ? value : null;
        return (
            Whole("body"),
            Whole("present"),
            Whole("recused"),
            Whole("for"),
            Whole("against"),
            Whole("abstain")
        ) switch
        {
            ({ } body, { } present, { } recused, { } yes, { } no, { } abstain) => new MeetingCount(
                body,
                present,
                recused,
                yes,
                no,
                abstain
            ),
            _ => null,
        };
    }

    private static IEnumerable<(string Id, string Text)> Evidence(IFormCollection form) =>
        form.Where(f => f.Key.StartsWith("evidence-", StringComparison.Ordinal))
            .Select(f => (f.Key["evidence-".Length..], f.Value.ToString().Trim()))
            .Where(e => e.Item2.Length > 0);

    /// <summary>One line to each piece of evidence, its kind before a tab, so that a page can name the kind in the reader's language.</summary>
    private static string Told(IFormCollection form) =>
        string.Join(
            '\n',
            Evidence(form)
                .Select(e => $"{e.Id}\t{e.Text.ReplaceLineEndings(" ")}")
                .Append(Text(form, "reason"))
                .Where(line => line.Length > 0)
        );

    internal static string Text(IFormCollection form, string name) => FormText.Lines(form[name], 2000);

    /// <summary>The account's own name; as whom it acted is in the event.</summary>
    internal static string ByName(Viewer viewer) => viewer.Name;

    internal static ActContext Acting(Guid actor, Procedure procedure) =>
        new(actor, DateTimeOffset.UtcNow, procedure.Id, $"{procedure.Basis.Source} ({procedure.Basis.Grade})");
}
