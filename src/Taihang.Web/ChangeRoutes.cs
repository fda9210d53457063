using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Addresses of change requests: lists, one request and what is decided of it, and the form that would take it back.</summary>
internal static class ChangeRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        ChangeFormRoutes.Map(app);
        app.MapGet("/changes/{code}", List);
        app.MapGet("/change/{county:int}/{id:guid}", Show);
        app.MapPost("/change/{county:int}/{id:guid}", Decide);
        app.MapGet("/change/{county:int}/{id:guid}/reverse", Reverse);
    }

    /// <summary>What every one of these routes needs.</summary>
    internal sealed record Asked(
        HttpContext Http,
        Site Site,
        Visit Visit,
        TaihangDb Db,
        ActSequencer Sequencer,
        [FromQuery] string? Of,
        [FromQuery] string? Other
    )
    {
        public Viewer Viewer => Visit.Viewer!;

        /// <summary>Nothing where the look is in the log.</summary>
        public Task<IResult?> Unlogged(int county, string what, IEnumerable<Guid> households) =>
            AuditRoutes.Unlogged(
                Http,
                Sequencer,
                Viewer,
                county,
                new ReadOf([.. households.Distinct()], ReadPurpose.Duty, what)
            );

        public ActContext Acting(string reason) => new(Viewer.AccountId, DateTimeOffset.UtcNow, reason, "web");
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
        var chosen = ChangeStanding.All.Contains(standing ?? "") ? standing! : ChangeStanding.Open;
        var number = Math.Max(1, page);
        var (lines, total) = ListChanges.Run(asked.Db, site.Tree, place, chosen, number, PageSize);
        return await asked.Unlogged(place.CountyNo, "changes", lines.Select(l => l.Row.HouseholdId))
            ?? Routes.Page<ChangesPage>(
                new
                {
                    Place = place,
                    Standing = chosen,
                    Lines = lines,
                    Total = total,
                    Number = number,
                    Size = PageSize,
                }
            );
    }

    private static Task<IResult> Show(int county, Guid id, [AsParameters] Asked asked, [FromQuery] bool sent = false) =>
        Seen(asked, county, id, (_, shown) => Request(asked, shown, null, null, sent));

    private static Task<IResult> Decide(
        int county,
        Guid id,
        [AsParameters] Asked asked,
        [FromForm] IFormCollection form
    ) =>
        Seen(
            asked,
            county,
            id,
            async (setting, _) =>
            {
                var reason = ProcedureRoutes.Text(form, "reason");
                var answer = form["answer"].ToString();
                IReadOnlyList<Problem> problems = answer switch
                {
                    "withdraw" => WithdrawChange
                        .Run(asked.Db, asked.Viewer, county, id, reason, setting.Today, asked.Acting("withdraw"))
                        .Problems,
                    "approve" or "refuse" => DecideChange
                        .Run(
                            asked.Db,
                            setting,
                            asked.Viewer,
                            county,
                            id,
                            new ChangeAnswer(
                                answer == "approve",
                                reason,
                                new Reading(form["seen"].ToString(), form["read"] == "yes")
                            ),
                            asked.Acting(answer)
                        )
                        .Problems,
                    _ => [RegistryProblems.NoSuchAnswer(answer.Length > 20 ? answer[..20] : answer)],
                };
                if (problems.Count == 0)
                    return Results.Redirect($"/change/{county}/{id}");
                asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return await Request(
                    asked,
                    ShowChange.Run(asked.Db, setting, asked.Viewer, county, id)!,
                    problems[0],
                    form,
                    false
                );
            }
        );

    private static Task<IResult> Reverse(int county, Guid id, [AsParameters] Asked asked) =>
        Seen(
            asked,
            county,
            id,
            async (setting, shown) =>
            {
                var draft = Prefill.Reversal(asked.Db, setting, shown, Guid.CreateVersion7(), asked.Visit.Language);
                if (!draft.Ok)
                    return Routes.Refused(asked.Http, draft.Problems[0], 404);
                if (
                    HouseholdFacts.Read(asked.Db, county, draft.Value.HouseholdId, DateOnly.MaxValue)
                        is not { Household.ClosedOn: null } record
                    || asked.Site.Tree.ByNumber(record.Household.VillageNo) is not { } village
                    || !asked.Viewer.SeesHouseholds(village, asked.Site.Tree)
                )
                    return Routes.Refused(asked.Http, ChangeProblems.HouseholdGone(), 404);
                return await ChangeFormRoutes.Form(asked, setting, draft.Value, record, village, []);
            }
        );

    private static async Task<IResult> Request(
        Asked asked,
        ChangeShown shown,
        Problem? problem,
        IFormCollection? entered,
        bool sent
    ) =>
        await asked.Unlogged(shown.Row.CountyNo, "change", shown.Households)
        ?? Routes.Page<ChangePage>(
            new
            {
                Village = asked.Site.Tree.ByNumber(shown.Row.VillageNo)!,
                Shown = shown,
                Sent = sent,
                Problem = problem,
                Entered = entered?.ToDictionary(f => f.Key, f => f.Value.ToString()) ?? [],
            }
        );

    private static Task<IResult> Seen(
        Asked asked,
        int county,
        Guid id,
        Func<ChangeSetting, ChangeShown, Task<IResult>> page
    ) =>
        Setting(
            asked,
            setting =>
                ShowChange.Run(asked.Db, setting, asked.Viewer, county, id) is { } shown
                    ? page(setting, shown)
                    : Task.FromResult<IResult>(Routes.Refused(asked.Http, ChangeProblems.NoSuchRequest(), 404))
        );

    internal static async Task<IResult> Setting(Asked asked, Func<ChangeSetting, Task<IResult>> page)
    {
        if (asked.Visit.Viewer is null)
            return Results.Redirect("/sign-in");
        if (asked.Site.Form is not { } form)
            return Routes.Refused(asked.Http, RegistryProblems.NoForm(asked.Site.Pack.Id), 404);
        using var sealing = asked.Site.OpenSealing().Value;
        return await page(new ChangeSetting(asked.Site.Pack, form, asked.Site.Tree, sealing, asked.Site.Today));
    }
}
