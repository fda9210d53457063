using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.PersonalData;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>What the office does for a person about their own record: a copy, a code, a request written down, an answer.</summary>
internal static class PersonRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/household/{county:int}/{id:guid}/own/{person:guid}", Counter);
        app.MapPost("/household/{county:int}/{id:guid}/own/{person:guid}", Act);
        app.MapGet("/own-requests/{code}", List);
        app.MapGet("/own-request/{county:int}/{id:guid}", Show);
        app.MapPost("/own-request/{county:int}/{id:guid}", Answer);
    }

    /// <summary>What every one of these routes needs.</summary>
    internal sealed record Asked(HttpContext Http, Site Site, Visit Visit, TaihangDb Db, ActSequencer Sequencer)
    {
        public Viewer Viewer => Visit.Viewer!;

        public OwnSetting Setting => new(Site.Pack, Site.Tree, Site.Today);

        /// <summary>Nothing where the look is in the log.</summary>
        public Task<IResult?> Unlogged(int county, string what, IEnumerable<Guid> subjects) =>
            AuditRoutes.Unlogged(
                Http,
                Sequencer,
                Viewer,
                county,
                new ReadOf([.. subjects.Distinct()], ReadPurpose.Duty, what)
            );

        public ActContext Acting(string reason) => new(Viewer.AccountId, DateTimeOffset.UtcNow, reason, Viewer.Role);
    }

    private static Task<IResult> Counter(int county, Guid id, Guid person, [AsParameters] Asked asked) =>
        Seen(asked, county, id, person, seen => CounterPage(asked, seen, [], "", "", ""));

    private static async Task<IResult> Seen(
        Asked asked,
        int county,
        Guid id,
        Guid person,
        Func<OwnCounter, Task<IResult>> then
    ) =>
        asked.Visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : OwnCounter.Read(asked.Db, asked.Site.Tree, viewer, county, id, person) is { } seen ? await then(seen)
        : Routes.Refused(asked.Http, PersonalDataProblems.NoSuchPerson(), 404);

    private static async Task<IResult> CounterPage(
        Asked asked,
        OwnCounter seen,
        IReadOnlyList<FormProblem> problems,
        string what,
        string authority,
        string typed
    ) =>
        await asked.Unlogged(seen.Household.CountyNo, OwnLooks.Counter, [seen.Household.HouseholdId])
        ?? Routes.Page<OwnCounterPage>(
            new
            {
                Seen = seen,
                Problems = problems,
                What = what,
                Authority = authority,
                Typed = typed,
                Now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
            }
        );

    private static Task<IResult> Act(
        int county,
        Guid id,
        Guid person,
        [AsParameters] Asked asked,
        [FromForm] IFormCollection form
    ) =>
        Seen(
            asked,
            county,
            id,
            person,
            seen =>
                form["what"].ToString() switch
                {
                    "copy" => Copy(asked, seen, form),
                    "code" => Code(asked, seen, form),
                    "end" => End(asked, seen),
                    _ => Ask(asked, seen, form),
                }
        );

    private static OnBehalf By(IFormCollection form) =>
        new(
            form["by"] != "representative",
            FormText.Line(form["authority"]),
            OwnChannel.All.Contains(form["channel"].ToString()) ? form["channel"].ToString() : OwnChannel.All[1]
        );

    private static async Task<IResult> Copy(Asked asked, OwnCounter seen, IFormCollection form)
    {
        var (county, person, numbers) = (seen.Household.CountyNo, seen.Person.PersonId, form["numbers"] == "yes");
        var (viewer, acting, by) = (asked.Viewer, asked.Acting(IssueCopy.Kind), By(form));
        Problem? refused;
        try
        {
            refused = await asked.Sequencer.Run(
                viewer,
                county,
                db => IssueCopy.Log(db, viewer, county, person, by, numbers, acting)
            );
        }
#pragma warning disable CA1031 // A reading that cannot be logged does not happen, for whatever reason it cannot.
        catch (Exception)
        {
            asked.Http.Response.Headers.RetryAfter = "30";
            return Routes.Refused(asked.Http, AuditProblems.ReadNotLogged(), StatusCodes.Status503ServiceUnavailable);
        }
#pragma warning restore CA1031
        if (refused is not null)
            return await Again(asked, seen, form, refused, "authority-copy");
        var sealing = asked.Site.OpenSealing();
        if (!sealing.Ok)
            return Routes.Refused(asked.Http, sealing.Problems[0], StatusCodes.Status503ServiceUnavailable);
        using var opened = sealing.Value;
        if (ReadOwnRecord.Run(asked.Db, asked.Setting, county, person, opened, numbers) is not { } record)
            return Routes.Refused(asked.Http, PersonalDataProblems.NoSuchPerson(), 404);
        return form["as"] == "json"
            ? Results.File(OwnRecordJson.Write(record), "application/json; charset=utf-8", "own-record.json")
            : Routes.Page<OwnCopyPage>(new { Record = record });
    }

    private static async Task<IResult> Code(Asked asked, OwnCounter seen, IFormCollection form)
    {
        var (county, person) = (seen.Household.CountyNo, seen.Person.PersonId);
        var (acting, by) = (asked.Acting(OwnCodes.GiveKind), By(form));
        // Whoever has the code reads the record: giving it out is a look, and counts as one.
        if (await asked.Unlogged(county, OwnLooks.Counter, [seen.Household.HouseholdId]) is { } unlogged)
            return unlogged;
        var given = await asked.Sequencer.Run(
            asked.Viewer,
            county,
            db => OwnCodes.Give(db, county, person, by, acting)
        );
        return given.Ok
            ? Routes.Page<OwnCodeGivenPage>(new { Seen = seen, Given = given.Value })
            : await Again(asked, seen, form, given.Problems[0], "authority-code");
    }

    private static async Task<IResult> End(Asked asked, OwnCounter seen)
    {
        var (county, person, acting) = (seen.Household.CountyNo, seen.Person.PersonId, asked.Acting(OwnCodes.EndKind));
        await asked.Sequencer.Run(asked.Viewer, county, db => OwnCodes.End(db, county, person, acting));
        return Results.Redirect($"/household/{county}/{seen.Household.HouseholdId}/own/{person}");
    }

    private static async Task<IResult> Ask(Asked asked, OwnCounter seen, IFormCollection form)
    {
        var (county, person, acting) = (
            seen.Household.CountyNo,
            seen.Person.PersonId,
            asked.Acting(OwnRequests.AskKind)
        );
        var asking = new OwnAsking(
            Guid.TryParse(form["event"], out var sent) ? sent : Guid.CreateVersion7(),
            form["kind"].ToString(),
            form["about"].ToString(),
            ProcedureRoutes.Text(form, "said"),
            By(form).Channel
        );
        var setting = asked.Setting;
        var written = await asked.Sequencer.Run(
            asked.Viewer,
            county,
            db => OwnRequests.Ask(db, setting, county, person, asking, acting)
        );
        return written.Ok
            ? Results.Redirect($"/own-request/{county}/{written.Value.RequestId}")
            : await Again(asked, seen, form, written.Problems[0], "said");
    }

    private static Task<IResult> Again(
        Asked asked,
        OwnCounter seen,
        IFormCollection form,
        Problem problem,
        string field
    )
    {
        asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return CounterPage(
            asked,
            seen,
            [new FormProblem(field, problem)],
            form["what"].ToString(),
            FormText.Line(form["authority"]),
            ProcedureRoutes.Text(form, "said")
        );
    }

    private static async Task<IResult> List(
        string code,
        [AsParameters] Asked asked,
        [FromQuery] string? standing,
        [FromQuery] int page = 1
    )
    {
        var (http, site) = (asked.Http, asked.Site);
        if (Routes.Find(site, code) is not { Level: "county" or "township" or "village" } place)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (asked.Visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesHouseholds(place, site.Tree))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        var (answered, number) = (standing == "answered", Math.Clamp(page, 1, 1_000_000));
        var (lines, total) = OwnRequests.List(asked.Db, site.Tree, place, answered, number, PageSize);
        return await asked.Unlogged(place.CountyNo, "own requests", lines.Select(l => l.Row.HouseholdId))
            ?? Routes.Page<OwnRequestsPage>(
                new
                {
                    Place = place,
                    Lines = lines,
                    Answered = answered,
                    Days = OwnRequests.AnswerDays(asked.Db, asked.Setting, place.CountyNo),
                    Total = total,
                    Number = number,
                    Size = PageSize,
                }
            );
    }

    private static Task<IResult> Show(int county, Guid id, [AsParameters] Asked asked) =>
        OfArea(asked, county, id, found => RequestPage(asked, found, [], ""));

    private static async Task<IResult> OfArea(
        Asked asked,
        int county,
        Guid id,
        Func<(OwnRequestLine Line, RegionPlace Village), Task<IResult>> then
    ) =>
        asked.Visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : OwnRequests.Show(asked.Db, asked.Site.Tree, viewer, county, id) is { } found ? await then(found)
        : Routes.Refused(asked.Http, PersonalDataProblems.NoSuchRequest(), 404);

    private static async Task<IResult> RequestPage(
        Asked asked,
        (OwnRequestLine Line, RegionPlace Village) found,
        IReadOnlyList<FormProblem> problems,
        string typed
    ) =>
        await asked.Unlogged(found.Village.CountyNo, OwnLooks.Request, [found.Line.Row.HouseholdId])
        ?? Routes.Page<OwnRequestPage>(
            new
            {
                found.Village,
                found.Line,
                Changes = OwnRequests.Changes(asked.Db, found.Line.Row),
                MayAnswer = asked.Viewer.DecidesChanges(found.Village, asked.Site.Tree),
                Problems = problems,
                Typed = typed,
            }
        );

    private static Task<IResult> Answer(
        int county,
        Guid id,
        [AsParameters] Asked asked,
        [FromForm] IFormCollection form
    ) =>
        OfArea(
            asked,
            county,
            id,
            async found =>
            {
                var words = ProcedureRoutes.Text(form, "words");
                var answer = new OwnAnswer(
                    form["answer"] == "grant",
                    words,
                    Guid.TryParse(form["change"], out var change) ? change : null
                );
                var (viewer, setting, acting) = (asked.Viewer, asked.Setting, asked.Acting(OwnRequests.AnswerKind));
                var done = await asked.Sequencer.Run(
                    viewer,
                    county,
                    db => OwnRequests.Answer(db, setting, viewer, county, id, answer, acting)
                );
                if (done.Ok)
                    return Results.Redirect($"/own-request/{county}/{id}");
                asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return await RequestPage(asked, found, [new FormProblem("words", done.Problems[0])], words);
            }
        );
}
