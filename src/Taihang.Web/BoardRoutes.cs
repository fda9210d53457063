using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Dispatch.Board;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// The board on which a county works out who goes to which village: plans made, looked at, changed at a shown price, compared, handed in,
/// and carried out once they are approved. The national office and the auditor may read; nobody else sees a plan before it is posted.
/// </summary>
internal static class BoardRoutes
{
    private const int MostTimes = 20;

    public static void Map(WebApplication app)
    {
        app.MapGet("/board/{code}", Plans);
        app.MapPost("/board/{code}", Make);
        app.MapGet("/board/{code}/{plan:guid}", Show);
        app.MapPost("/board/{code}/{plan:guid}", Act);
        app.MapGet("/board/{code}/{plan:guid}/village/{village}", Village);
        app.MapGet("/board/{code}/{plan:guid}/cadre/{cadre:guid}", Cadre);
        app.MapGet("/board/{code}/{plan:guid}/study", Study);
        app.MapGet("/board/{code}/{plan:guid}/compare", Compare);
        app.MapGet("/board/{code}/{plan:guid}/letters", Letters);
    }

    /// <summary>What every one of these routes needs.</summary>
    internal sealed record Asked(string Code, HttpContext Http, Site Site, Visit Visit, TaihangDb Db)
    {
        public Viewer Viewer => Visit.Viewer!;

        public ActContext Acting(string reason) => new(Viewer.AccountId, DateTimeOffset.UtcNow, reason, "web");
    }

    private static IResult Plans([AsParameters] Asked asked) =>
        InCounty(asked, changes: false, county => PlansPage(asked, county, null, null));

    private static IResult Make([AsParameters] Asked asked, [FromForm] IFormCollection form) =>
        InCounty(
            asked,
            changes: true,
            county =>
            {
                if (asked.Site.Posting is not { Ok: true } posting)
                    return Wrong(asked.Site.Posting.Problems[0]);
                if (
                    !DateOnly.TryParseExact(
                        form["day"],
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var day
                    )
                )
                    return Wrong(WebProblems.NotADay(new("起始日", "first day")));
                var made = MakePlan.Run(
                    asked.Db,
                    new DispatchRequest(county.CountyNo, day),
                    IdOf(form),
                    FormText.Line(form["title"]),
                    posting.Value,
                    asked.Site.Shapes,
                    asked.Acting("plan")
                );
                return made.Ok ? Results.Redirect(Address(county, made.Value.PlanId)) : Wrong(made.Problems[0]);

                IResult Wrong(Problem problem)
                {
                    asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                    return PlansPage(asked, county, form, problem);
                }
            }
        );

    private static IResult PlansPage(Asked asked, RegionPlace county, IFormCollection? form, Problem? problem)
    {
        var rules = asked.Site.Posting;
        return Routes.Page<BoardsPage>(
            new
            {
                County = county,
                Plans = PlanRecord.List(asked.Db, county.CountyNo),
                Terms = rules.Ok
                    ? Modules.Dispatch.Terms.On(asked.Db, county.CountyNo, rules.Value, asked.Site.Today)
                    : null,
                MayPlan = rules.Ok && asked.Viewer.PlansPostings(county),
                Typed = form?["day"].ToString(),
                Named = form?["title"].ToString() ?? "",
                Problem = problem ?? (rules.Ok ? null : rules.Problems[0]),
            }
        );
    }

    private static IResult Show(Guid plan, [AsParameters] Asked asked, [FromQuery] string? show) =>
        WithPlan(asked, plan, (county, read) => BoardPage(asked, county, read, show, null));

    internal static IResult BoardPage(Asked asked, RegionPlace county, PlanRecord plan, string? show, Problem? problem)
    {
        var cadres = ShowPlan.Cadres(asked.Db, county.CountyNo);
        return Routes.Page<BoardPage>(
            new
            {
                County = county,
                Plan = plan,
                Villages = ShowPlan.Villages(plan, cadres),
                Cadres = cadres,
                Figures = plan.Figures(village => PlanRecord.TownshipOf(asked.Site.Tree, village)),
                Overruled = PlanPrices.Between(plan.Free, plan.Free, plan.Round),
                Show = show ?? "",
                MayPlan = asked.Viewer.PlansPostings(county),
                MaySubmit = SubmitPlan.Procedure(asked.Site.Pack, asked.Site.Today) is not null,
                Outcome = plan.Row.State == PlanState.Submitted ? OutcomeOf(asked, plan) : null,
                Approved = plan.Row.State == PlanState.Submitted && PostPlan.Approved(asked.Db, plan.Row),
                Others = PlanRecord.List(asked.Db, county.CountyNo).Where(p => p.PlanId != plan.Row.PlanId).ToList(),
                Problem = problem,
            }
        );
    }

    private static IResult Act(Guid plan, [AsParameters] Asked asked, [FromForm] IFormCollection form) =>
        WithPlan(
            asked,
            plan,
            (county, read) =>
                asked.Viewer.PlansPostings(county)
                    ? BoardActs.Do(asked, county, read, form)
                    : Routes.Refused(asked.Http, WebProblems.OnlyTheCounty(), 403)
        );

    private static IResult Village(Guid plan, string village, [AsParameters] Asked asked) =>
        WithPlan(
            asked,
            plan,
            (county, read) =>
            {
                var cadres = ShowPlan.Cadres(asked.Db, county.CountyNo);
                return
                    Routes.Find(asked.Site, village) is { } place
                    && ShowPlan.Village(read, cadres, place.RegionNo) is { } shown
                    ? Routes.Page<BoardVillagePage>(
                        new
                        {
                            County = county,
                            Plan = read,
                            Place = place,
                            Shown = shown,
                            Cadres = cadres,
                            MayPlan = MayChange(asked, county, read),
                            Named = asked.Viewer.PlansPostings(county),
                        }
                    )
                    : Routes.Refused(asked.Http, DispatchProblems.NotInPlan(), 404);
            }
        );

    private static IResult Cadre(Guid plan, Guid cadre, [AsParameters] Asked asked) =>
        WithPlan(
            asked,
            plan,
            (county, read) =>
            {
                var cadres = ShowPlan.Cadres(asked.Db, county.CountyNo);
                return ShowPlan.Cadre(read, cadres, cadre) is { } shown
                    ? Routes.Page<BoardCadrePage>(
                        new
                        {
                            County = county,
                            Plan = read,
                            Shown = shown,
                            Cadres = cadres,
                            MayPlan = MayChange(asked, county, read),
                        }
                    )
                    : Routes.Refused(asked.Http, DispatchProblems.NotInPlan(), 404);
            }
        );

    private static IResult Study(Guid plan, [AsParameters] Asked asked, [FromQuery] int percent = 10) =>
        WithPlan(
            asked,
            plan,
            (county, read) =>
            {
                var cadres = ShowPlan.Cadres(asked.Db, county.CountyNo);
                var share = Math.Clamp(percent, 0, 90);
                return Routes.Page<BoardStudyPage>(
                    new
                    {
                        County = county,
                        Plan = read,
                        Cadres = cadres,
                        Rules = (IReadOnlyList<PlanPrice>?)(
                            asked.Site.Posting is { Ok: true } rules
                                ? RulePrices.Of(asked.Db, read, rules.Value, asked.Site.Shapes)
                                : null
                        ),
                        Choices = PlanPrices.OfChoices(read.Free, read.Round),
                        Share = share,
                        Fewer = FewerPeople.Draw(
                            read.Free,
                            read.Facts.Villages,
                            read.Round.Choices,
                            ShowPlan.ByUnit(read, cadres),
                            share,
                            MostTimes,
                            seed: 1
                        ),
                    }
                );
            }
        );

    private static IResult Compare(Guid plan, [AsParameters] Asked asked, [FromQuery] Guid? with) =>
        WithPlan(
            asked,
            plan,
            (county, read) =>
            {
                var other = PlanRecord.Read(asked.Db, county.CountyNo, with ?? Guid.Empty);
                if (!other.Ok)
                    return Routes.Refused(asked.Http, other.Problems[0], 404);
                var cadres = ShowPlan.Cadres(asked.Db, county.CountyNo);
                int Township(int village) => PlanRecord.TownshipOf(asked.Site.Tree, village);
                return Routes.Page<BoardComparePage>(
                    new
                    {
                        County = county,
                        One = read,
                        Other = other.Value,
                        OfOne = read.Figures(Township),
                        OfOther = other.Value.Figures(Township),
                        VillagesOfOne = ShowPlan.Villages(read, cadres),
                        VillagesOfOther = ShowPlan.Villages(other.Value, cadres),
                    }
                );
            }
        );

    private static IResult Letters(Guid plan, [AsParameters] Asked asked) =>
        WithPlan(
            asked,
            plan,
            (county, read) =>
                Routes.Page<BoardLettersPage>(
                    new
                    {
                        County = county,
                        Plan = read,
                        Villages = ShowPlan.Villages(read, ShowPlan.Cadres(asked.Db, county.CountyNo)),
                        Rules = asked.Site.Posting is { Ok: true } rules ? rules.Value : null,
                    }
                )
        );

    internal static string Address(RegionPlace county, Guid planId) => $"/board/{county.Code}/{planId}";

    /// <summary>Made by the form, so that pressing twice makes one.</summary>
    internal static Guid IdOf(IFormCollection form) =>
        Guid.TryParse(form["id"], out var id) && id != Guid.Empty ? id : Guid.CreateVersion7();

    private static Words? OutcomeOf(Asked asked, PlanRecord plan) =>
        PostPlan.Outcome(asked.Db, plan.Row) is { } outcome
            ? SubmitPlan.Procedure(asked.Site.Pack, asked.Site.Today)?.Outcome(outcome)?.Title ?? Words.Same(outcome)
            : null;

    private static bool MayChange(Asked asked, RegionPlace county, PlanRecord plan) =>
        plan.Row.State == PlanState.Draft && asked.Viewer.PlansPostings(county);

    private static IResult WithPlan(Asked asked, Guid planId, Func<RegionPlace, PlanRecord, IResult> then) =>
        InCounty(
            asked,
            changes: false,
            county =>
            {
                var read = PlanRecord.Read(asked.Db, county.CountyNo, planId);
                return read.Ok
                    ? then(county, read.Value)
                    : Routes.Refused(
                        asked.Http,
                        read.Problems[0],
                        read.Problems[0].Code == DispatchProblems.NoSuchPlan().Code ? 404 : 409
                    );
            }
        );

    private static IResult InCounty(Asked asked, bool changes, Func<RegionPlace, IResult> then)
    {
        var (http, site) = (asked.Http, asked.Site);
        if (Routes.Find(site, asked.Code) is not { Level: "county" } county)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(asked.Code, site.Tree.NearestTo(asked.Code, site.Today, "county")),
                404
            );
        if (asked.Visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesPlans(county, site.Tree))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        return changes && !viewer.PlansPostings(county)
            ? Routes.Refused(http, WebProblems.OnlyTheCounty(), 403)
            : then(county);
    }
}
