using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Modules.Dispatch;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// The county's roster: how many each unit was asked to nominate and whom it did, and what each cadre stated of themselves. For the county
/// office alone.
/// </summary>
internal static class RosterRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/roster/{code}", Show);
        app.MapPost("/roster/{code}", Ask);
        app.MapGet("/roster/{code}/{cadre:guid}", Cadre);
        app.MapPost("/roster/{code}/{cadre:guid}", State);
    }

    private static IResult Show(
        [AsParameters] BoardRoutes.Asked asked,
        [FromQuery] string? find,
        [FromQuery] int page = 1
    ) => InCounty(asked, county => RosterPage(asked, county, find, page, null));

    private static IResult Ask([AsParameters] BoardRoutes.Asked asked, [FromForm] IFormCollection form) =>
        InCounty(
            asked,
            county =>
            {
                var typed = FormText.Line(form["asked"]);
                var problem =
                    typed.Length > 0 && !int.TryParse(typed, out _) ? DispatchProblems.NotAQuota()
                    : Guid.TryParse(form["unit"], out var unit)
                        ? Roster.Ask(
                            asked.Db,
                            county.CountyNo,
                            unit,
                            typed.Length == 0 ? null : int.Parse(typed),
                            asked.Acting("quota")
                        )
                    : DispatchProblems.NotOnRoster();
                if (problem is null)
                    return Results.Redirect($"/roster/{county.Code}");
                asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return RosterPage(asked, county, null, 1, problem);
            }
        );

    private static IResult RosterPage(
        BoardRoutes.Asked asked,
        RegionPlace county,
        string? find,
        int page,
        Problem? problem
    )
    {
        var text = FormText.Line(find);
        var number = Math.Clamp(page, 1, 100_000);
        var (rows, total) = Roster.Cadres(asked.Db, county.CountyNo, text, asked.Site.Today, number, PageSize);
        return Routes.Page<RosterPage>(
            new
            {
                County = county,
                Units = Roster.Units(asked.Db, county.CountyNo),
                Rows = rows,
                Total = total,
                Number = number,
                Size = PageSize,
                Find = text,
                Problem = problem,
            }
        );
    }

    private static IResult Cadre(Guid cadre, [AsParameters] BoardRoutes.Asked asked) =>
        InCounty(asked, county => CadrePage(asked, county, cadre, null, []));

    private static IResult State(Guid cadre, [AsParameters] BoardRoutes.Asked asked, [FromForm] IFormCollection form) =>
        InCounty(
            asked,
            county =>
            {
                var typed = new StatementTyped(
                    ProcedureRoutes.Text(form, "kin"),
                    FormText.Line(form["most_km"]),
                    FormText.Line(form["away_until"]),
                    ProcedureRoutes.Text(form, "wishes")
                );
                var read = Statements.Read(typed, asked.Site.Tree, county.CountyNo, asked.Site.Today);
                var problems = read.Problems;
                if (
                    read.Ok
                    && Statements.Take(
                        asked.Db,
                        county.CountyNo,
                        cadre,
                        BoardRoutes.IdOf(form),
                        read.Value,
                        ProcedureRoutes.ByName(asked.Viewer),
                        asked.Site.Today,
                        asked.Acting("stated")
                    )
                        is { } problem
                )
                    problems = [problem];
                if (problems.Count == 0)
                    return Results.Redirect($"/roster/{county.Code}/{cadre}");
                asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return CadrePage(asked, county, cadre, typed, problems);
            }
        );

    private static IResult CadrePage(
        BoardRoutes.Asked asked,
        RegionPlace county,
        Guid cadre,
        StatementTyped? typed,
        IReadOnlyList<Problem> problems
    ) =>
        Roster.Cadre(asked.Db, county.CountyNo, cadre, asked.Site.Today) is { } shown
            ? Routes.Page<RosterCadrePage>(
                new
                {
                    County = county,
                    Shown = shown,
                    Skills = asked.Site.Posting is { Ok: true } rules ? rules.Value.Skills : [],
                    Typed = typed,
                    Problems = problems.Select(p => new FormProblem(null, p)).ToList(),
                }
            )
            : Routes.Refused(asked.Http, DispatchProblems.NotOnRoster(), 404);

    private static IResult InCounty(BoardRoutes.Asked asked, Func<RegionPlace, IResult> then) =>
        Routes.Find(asked.Site, asked.Code) is not { Level: "county" } county
            ? Routes.Refused(
                asked.Http,
                RegionProblems.UnknownCode(
                    asked.Code,
                    asked.Site.Tree.NearestTo(asked.Code, asked.Site.Today, "county")
                ),
                404
            )
        : asked.Visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : viewer.PlansPostings(county) ? then(county)
        : Routes.Refused(asked.Http, WebProblems.OnlyTheCounty(), 403);
}
