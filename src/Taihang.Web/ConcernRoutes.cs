using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Outbound;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Access beyond the everyday: sealed numbers for a task, one household in an emergency, and the review of both and of too many looks.</summary>
internal static class ConcernRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/household/{county:int}/{id:guid}/unmask/{person:guid}", UnmaskForm);
        app.MapPost("/household/{county:int}/{id:guid}/unmask/{person:guid}", Unmask);
        app.MapGet("/emergency", EmergencyForm);
        app.MapPost("/emergency", Emergency);
        app.MapGet("/concerns", Concerns);
        app.MapPost("/concerns/{county:int}/{id:guid}", Review);
    }

    private static async Task<IResult> UnmaskForm(
        int county,
        Guid id,
        Guid person,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : Seen(county, id, person, site, visit, db) is { } seen
            ? await UnmaskPage(http, sequencer, viewer, db, seen, "", "", [], [])
        : Routes.Refused(http, WebProblems.NoSuchHousehold(), 404);

    private static async Task<IResult> Unmask(
        int county,
        Guid id,
        Guid person,
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
        if (Seen(county, id, person, site, visit, db) is not { } seen)
            return Routes.Refused(http, WebProblems.NoSuchHousehold(), 404);
        string[] fields = [.. form["field"].OfType<string>()];
        var (task, reason) = (form["task"].ToString(), ProcedureRoutes.Text(form, "reason"));
        var known = Guid.TryParse(task, out var caseId) && CasesOf(db, county, id).Any(c => c.CaseId == caseId);
        var request = new UnmaskRequest(
            person,
            fields.Contains("id_number"),
            fields.Contains("phone"),
            fields.Contains("bank_account"),
            known ? caseId.ToString() : null,
            reason
        );
        var asked = UnmaskMember.Ask(db, county, id, request);
        if (!asked.Ok)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return await UnmaskPage(
                http,
                sequencer,
                viewer,
                db,
                seen,
                task ?? "",
                reason ?? "",
                fields,
                asked.Problems
            );
        }
        if (
            await AuditRoutes.Unlogged(http, sequencer, viewer, county, asked.Value, request.Reason.Trim()) is
            { } unlogged
        )
            return unlogged;
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return Routes.Refused(http, sealing.Problems[0], StatusCodes.Status503ServiceUnavailable);
        using var opened = sealing.Value;
        return Routes.Page<UnmaskedPage>(
            new
            {
                seen.Village,
                seen.Record,
                seen.Member,
                Request = request,
                Values = UnmaskMember.Open(db, opened, county, request),
            }
        );
    }

    private static async Task<IResult> UnmaskPage(
        HttpContext http,
        ActSequencer sequencer,
        Viewer viewer,
        TaihangDb db,
        (RegionPlace Village, HouseholdRecord Record, MemberRecord Member) seen,
        string task,
        string reason,
        IReadOnlyList<string> fields,
        IReadOnlyList<Problem> problems
    ) =>
        await AuditRoutes.Unlogged(
            http,
            sequencer,
            viewer,
            seen.Record.Household.CountyNo,
            new ReadOf([seen.Record.Household.HouseholdId], ReadPurpose.Duty, "unmask")
        )
        ?? Routes.Page<UnmaskPage>(
            new
            {
                seen.Village,
                seen.Record,
                seen.Member,
                Cases = CasesOf(db, seen.Record.Household.CountyNo, seen.Record.Household.HouseholdId),
                Task = task,
                Reason = reason,
                Fields = fields,
                Problems = problems
                    .Select(p => new FormProblem(
                        p.Code == AccessProblems.ReasonShort().Code ? "reason" : "id_number",
                        p
                    ))
                    .ToArray(),
            }
        );

    private static List<ProcedureCase> CasesOf(TaihangDb db, int county, Guid household) =>
        [.. db.ProcedureCases.Where(c => c.CountyNo == county && c.SubjectId == household && c.Outcome == null)];

    private static (RegionPlace Village, HouseholdRecord Record, MemberRecord Member)? Seen(
        int county,
        Guid id,
        Guid person,
        Site site,
        Visit visit,
        TaihangDb db
    ) =>
        visit.Viewer is { } viewer
        && HouseholdFacts.Read(db, county, id, site.Today) is { } record
        && site.Tree.ByNumber(record.Household.VillageNo) is { } village
        && viewer.SeesHouseholds(village, site.Tree)
        && record.Members.FirstOrDefault(m => m.Person.PersonId == person && m.Person.Sealed is not null) is { } member
            ? (village, record, member)
            : null;

    private static IResult EmergencyForm(HttpContext http, Visit visit) =>
        visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : BreakGlass.MayAsk(viewer) ? Routes.Page<EmergencyPage>(new { })
        : Routes.Refused(http, WebProblems.NotYours(), 403);

    private static async Task<IResult> Emergency(
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        SignInLimits limits,
        [FromForm] string? county,
        [FromForm] string? number,
        [FromForm] string? reason
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!BreakGlass.MayAsk(viewer))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        // Numbers of households are not to be guessed at here.
        if (!limits.Allow($"emergency {viewer.AccountId}"))
            return Routes.Refused(http, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests);
        IResult Again(Problem problem, string? field)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Routes.Page<EmergencyPage>(
                new
                {
                    County = county ?? "",
                    Number = number ?? "",
                    Reason = reason ?? "",
                    Problems = new[] { new FormProblem(field, problem) },
                }
            );
        }
        if (Routes.Find(site, FormText.Line(county)) is not { Level: "county" } place)
            return Again(
                RegionProblems.UnknownCode(county ?? "", site.Tree.NearestTo(county ?? "", site.Today, "county")),
                "county"
            );
        var (wanted, why) = (FormText.Line(number), FormText.Line(reason));
        var done = await sequencer.Run(
            viewer,
            place.CountyNo,
            store =>
            {
                using var widened = store.Widen(Widening.Emergency, place.CountyNo);
                var found = FindHousehold.ByNumber(store, wanted, place.CountyNo);
                var household = found is { ClosedOn: null } ? found : null;
                return OpenEmergency.Run(
                    store,
                    viewer,
                    place.CountyNo,
                    household?.HouseholdId,
                    household is not null
                        && site.Tree.ByNumber(household.VillageNo) is { } village
                        && viewer.SeesHouseholds(village, site.Tree),
                    why,
                    new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, why, viewer.Role)
                );
            }
        );
        return done.Ok
            ? Results.Redirect($"/household/{done.Value.CountyNo}/{done.Value.SubjectId}")
            : Again(
                done.Problems[0],
                done.Problems[0].Code == AccessProblems.ReasonShort().Code ? "reason"
                    : done.Problems[0].Code == AccessProblems.NoEmergencyHere().Code ? "number"
                    : null
            );
    }

    private static IResult Concerns(HttpContext http, Visit visit, TaihangDb db, [FromQuery] int page = 1) =>
        visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : viewer.Role is Roles.Auditor or Roles.County
            ? List(db, viewer, Math.Clamp(page, 1, 1_000_000), null, "", null)
        : Routes.Refused(http, WebProblems.NotYours(), 403);

    private static IResult List(TaihangDb db, Viewer viewer, int page, Guid? at, string words, Problem? problem)
    {
        var concerns = Emergencies.List(db, viewer, page, PageSize);
        return Routes.Page<ConcernsPage>(
            new
            {
                By = viewer,
                Concerns = concerns,
                Who = NamedActor.Of(
                    db,
                    concerns
                        .Lines.Select(c => c.AccountId)
                        .Concat(concerns.Lines.Select(c => c.ReviewedById).OfType<Guid>())
                ),
                Number = page,
                Size = PageSize,
                At = at,
                Typed = words,
                Problem = problem,
            }
        );
    }

    private static async Task<IResult> Review(
        int county,
        Guid id,
        HttpContext http,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? justified,
        [FromForm] string? words
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (viewer.Role is not (Roles.Auditor or Roles.County))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        var done = await sequencer.Run(
            viewer,
            county,
            store =>
                Emergencies.Review(
                    store,
                    viewer,
                    county,
                    id,
                    justified == "yes",
                    FormText.Line(words),
                    new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, FormText.Line(words), viewer.Role)
                )
        );
        if (done.Ok)
            return Results.Redirect("/concerns");
        if (done.Problems[0].Code == AccessProblems.NoSuchConcern().Code)
            return Routes.Refused(http, done.Problems[0], 404);
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return List(db, viewer, 1, id, words ?? "", done.Problems[0]);
    }
}
