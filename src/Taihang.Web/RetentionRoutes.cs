using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Data that is due to end: the county office's list, and the two acts that end it.</summary>
internal static class RetentionRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/retention/{code}", List);
        app.MapPost("/retention/{code}", Act);
    }

    private static Task<IResult> List(
        string code,
        [AsParameters] PersonRoutes.Asked asked,
        [FromQuery] string? done,
        [FromQuery] int page = 1
    ) => InCounty(code, asked, county => Shown(asked, county, Math.Clamp(page, 1, 1_000_000), null, done));

    private static Task<IResult> Act(
        string code,
        [AsParameters] PersonRoutes.Asked asked,
        [FromForm] IFormCollection form
    ) =>
        InCounty(
            code,
            asked,
            async county =>
            {
                var (viewer, setting, countyNo) = (asked.Viewer, asked.Setting, county.CountyNo);
                _ = Guid.TryParse(form["person"], out var person);
                var confirm = form["what"] == "confirm";
                var acting = asked.Acting(confirm ? EndRetention.EndKind : EndRetention.ProposeKind);
                Outcome<RetentionEnding> ended = await asked.Sequencer.Run(
                    viewer,
                    countyNo,
                    db =>
                        confirm
                            ? EndRetention.Confirm(db, setting, viewer, countyNo, person, acting)
                            : EndRetention.Propose(db, setting, viewer, countyNo, person, acting)
                );
                if (!ended.Ok)
                {
                    asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                    return await Shown(asked, county, 1, ended.Problems[0], null);
                }
                return Results.Redirect(
                    $"/retention/{code}{(!confirm ? "" : SettleStore.Run(asked.Db, asked.Site.Files) ? "?done=whole" : "?done=unsettled")}"
                );
            }
        );

    private static async Task<IResult> Shown(
        PersonRoutes.Asked asked,
        RegionPlace county,
        int page,
        Problem? problem,
        string? done
    )
    {
        var all = ListRetention.Run(asked.Db, asked.Setting, county.CountyNo);
        var lines = all.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        return await asked.Unlogged(county.CountyNo, "retention", lines.Select(l => l.Person.HouseholdId))
            ?? Routes.Page<RetentionPage>(
                new
                {
                    County = county,
                    Lines = lines,
                    Years = ListRetention.Years(asked.Db, asked.Setting, county.CountyNo),
                    Total = all.Count,
                    Number = page,
                    Size = PageSize,
                    Ended = ListRetention.Ended(asked.Db, county.CountyNo).Count,
                    Done = done,
                    Problem = problem,
                }
            );
    }

    private static async Task<IResult> InCounty(
        string code,
        PersonRoutes.Asked asked,
        Func<RegionPlace, Task<IResult>> then
    )
    {
        var (http, site) = (asked.Http, asked.Site);
        if (Routes.Find(site, code) is not { Level: "county" } county)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        return asked.Visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
            : EndRetention.IsCountyOffice(viewer, county.CountyNo) ? await then(county)
            : Routes.Refused(http, WebProblems.NotYours(), 403);
    }
}
