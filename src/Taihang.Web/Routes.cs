using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Methods.Explain;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Identification;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Attachments;
using Taihang.Modules.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Every address of the site. A route reads through use cases, asks whether the viewer may see it, and hands a page its values.</summary>
public static class Routes
{
    public const string SignInLimit = "sign-in";
    public const string PasskeyLimit = "passkey";
    public const string PublicLimit = "public";
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/", Overview);
        app.MapGet("/place/{code}", Place);
        app.MapGet("/household/{county:int}/{id:guid}", Household);
        app.MapGet("/household/{county:int}/{id:guid}/letter", Letter);
        app.MapGet("/postings/{code}", Postings);
        app.MapGet("/posting/{code}", Posting);
        DuplicateRoutes.Map(app);
        ChangeRoutes.Map(app);
        AttachmentRoutes.Map(app);
        app.MapGet("/public", PublicVillages);
        app.MapGet("/public/village/{code}", PublicVillage);
        app.MapGet("/notice/{code}", Notice);
        LabRoutes.Map(app);
        BoardRoutes.Map(app);
        RosterRoutes.Map(app);
        SignInRoutes.Map(app);
        PasskeyRoutes.Map(app);
        HealthRoutes.Map(app);
        app.MapGet("/assets/{hash}/{name}", Asset);
        ProcedureRoutes.Map(app);
        ComparisonRoutes.Map(app);
        PublicProcedureRoutes.Map(app);
        AuditRoutes.Map(app);
        AccountRoutes.Map(app);
        ConcernRoutes.Map(app);
        OutboxRoutes.Map(app);
        QuestionRoutes.Map(app);
        FindRoutes.Map(app);
        FormRoutes.Map(app);
        PrintRoutes.Map(app);
        ListRoutes.Map(app);
        OwnRoutes.Map(app);
        PersonRoutes.Map(app);
        RetentionRoutes.Map(app);
        app.MapFallback((HttpContext http) => Refused(http, WebProblems.NoSuchPage(), 404));
    }

    private static IResult Overview(HttpContext http, Site site, Visit visit, TaihangDb db)
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (viewer.Top(site.Tree) is { } top)
            return Results.Redirect($"/place/{top.Code}");
        var counties = Counties(site);
        return Page<OverviewPage>(
            new
            {
                Figures = ShowArea.Figures(db, site.Pack, site.Tree, counties),
                Trend = ShowArea.Trend(db, site.Pack, [.. counties.Select(c => c.CountyNo)]),
                Range = Line(site, db, counties),
            }
        );
    }

    private static async Task<IResult> Place(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromQuery] string? outcome,
        [FromQuery] int page = 1
    )
    {
        if (Find(site, code) is not { } place)
            return Refused(http, RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today)), 404);
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesPlace(place, site.Tree))
            return Refused(http, WebProblems.NotYours(), 403);
        var children = site.Tree.Children(place.RegionNo).Where(c => c.ValidOn(site.Today)).ToList();
        var named = place.Level == "village" && viewer.SeesHouseholds(place, site.Tree);
        var households = named
            ? ShowArea.Households(db, site.Pack, place, outcome, Math.Max(1, page), PageSize)
            : ([], 0);
        var read = new ReadOf([.. households.Item1.Select(h => h.HouseholdId)], ReadPurpose.Duty, "village");
        if (await AuditRoutes.Unlogged(http, sequencer, viewer, place.CountyNo, read) is { } unlogged)
            return unlogged;
        var posting =
            place.Level == "village"
                ? ShowPosting.Run(db, place.CountyNo, place.RegionNo, site.Today)
                : (Outcome<PostingShown>?)null;
        return Page<PlacePage>(
            new
            {
                Place = place,
                Own = ShowArea.Figures(db, site.Pack, site.Tree, [place])[0],
                Children = ShowArea.Figures(db, site.Pack, site.Tree, children),
                Trend = place.Level == "county" ? ShowArea.Trend(db, site.Pack, [place.CountyNo]) : [],
                Households = households.Item1,
                Total = households.Item2,
                Number = Math.Max(1, page),
                Size = PageSize,
                Filter = outcome,
                Named = named,
                Posted = posting is { Ok: true } found ? found.Value.Posting : null,
                Range = Line(site, db, [place]),
            }
        );
    }

    private static Task<IResult> Household(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => Reasons(county, id, http, site, visit, db, sequencer, "household", values => Page<HouseholdPage>(values));

    private static Task<IResult> Letter(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        Reasons(
            county,
            id,
            http,
            site,
            visit,
            db,
            sequencer,
            "letter",
            values =>
                Page<LetterPage>(
                    new
                    {
                        values.Village,
                        values.Record,
                        values.Standing,
                        values.Explanation,
                        values.Problems,
                        Secretary = ShowPosting
                            .All(db, values.Village.CountyNo, site.Today)
                            .FirstOrDefault(p => p.VillageNo == values.Village.RegionNo),
                    }
                )
        );

    /// <summary>A household with its standing answer and the reasons for it.</summary>
    private sealed record HouseholdShown(
        RegionPlace Village,
        HouseholdRecord Record,
        PastAnswer? Standing,
        IReadOnlyList<PastAnswer> History,
        Explanation? Explanation,
        IReadOnlyList<Problem> Problems,
        IReadOnlyList<ChangeLine> Changes,
        IReadOnlyList<Attachment> Attachments
    );

    private static async Task<IResult> Reasons(
        int county,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        string what,
        Func<HouseholdShown, IResult> page
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        var emergency = Emergencies.Running(db, viewer.AccountId, county, id, DateTimeOffset.UtcNow);
        using var widened = emergency is null ? null : db.Widen(Widening.Emergency, county);
        // Whoever may not see a household is not told whether there is one.
        if (
            HouseholdFacts.Read(db, county, id, site.Today) is not { } record
            || site.Tree.ByNumber(record.Household.VillageNo) is not { } village
            || !(viewer.SeesHouseholds(village, site.Tree) || emergency is not null)
        )
            return Refused(http, WebProblems.NoSuchHousehold(), 404);
        var purpose = viewer.SeesHouseholds(village, site.Tree) ? ReadPurpose.Duty : ReadPurpose.BreakGlass;
        var read = new ReadOf([id], purpose, what);
        if (await AuditRoutes.Unlogged(http, sequencer, viewer, county, read, emergency?.Reason) is { } unlogged)
            return unlogged;
        var (history, stands) = ShowArea.History(db, site.Pack, county, id);
        var standing = stands ? history[0] : null;
        var explanation = site.Pack.Method(standing?.Method, standing?.AsOf ?? site.Today) is { } method
            ? ExplainHousehold.Run(db, county, id, site.Pack, method, standing?.AsOf ?? site.Today)
            : (Outcome<Explanation>?)null;
        return page(
            new HouseholdShown(
                village,
                record,
                standing,
                history,
                explanation is { Ok: true } ok ? ok.Value : null,
                explanation is { Ok: false } refused ? refused.Problems : [],
                ListChanges.OfHousehold(db, county, id),
                AttachFile.Of(db, county, id)
            )
        );
    }

    private static IResult Postings(string code, HttpContext http, Site site, Visit visit, TaihangDb db)
    {
        if (Find(site, code) is not { Level: "county" } county)
            return Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        return viewer.SeesPlace(county, site.Tree)
            ? Page<PostingsPage>(new { County = county, Rows = ShowPosting.All(db, county.CountyNo, site.Today) })
            : Refused(http, WebProblems.NotYours(), 403);
    }

    private static IResult Posting(string code, HttpContext http, Site site, Visit visit, TaihangDb db)
    {
        if (Find(site, code) is not { Level: "village" } village)
            return Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "village")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesPlace(village, site.Tree))
            return Refused(http, WebProblems.NotYours(), 403);
        var posting = ShowPosting.Run(db, village.CountyNo, village.RegionNo, site.Today);
        return posting.Ok
            ? Page<PostingPage>(new { Village = village, Shown = posting.Value })
            : Refused(http, posting.Problems[0], 404);
    }

    private static RazorComponentResult<PublicVillagesPage> PublicVillages(
        Site site,
        TaihangDb db,
        [FromQuery] string? find
    ) =>
        Page<PublicVillagesPage>(
            new { Find = find ?? "", Villages = PublishedVillages.Find(db, site.Tree, find, site.Today) }
        );

    private static IResult PublicVillage(string code, HttpContext http, Site site, TaihangDb db) =>
        Published<PublicVillagePage>(code, http, site, db);

    private static IResult Notice(string code, HttpContext http, Site site, TaihangDb db) =>
        Published<NoticePage>(code, http, site, db);

    private static IResult Published<T>(string code, HttpContext http, Site site, TaihangDb db)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        if (Find(site, code) is not { Level: "village" } village)
            return Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "village")),
                404
            );
        using var widened = db.Widen(Widening.Published, village.CountyNo);
        return Page<T>(
            new
            {
                Village = PublishedVillages.Show(db, site.Pack, site.Tree, village, site.Today),
                Range = Line(site, db, [village]),
            }
        );
    }

    private static IResult Asset(string hash, string name, HttpContext http)
    {
        if (SiteAssets.Find(hash, name) is not { } asset)
            return Results.NotFound();
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(asset.Bytes, asset.Type);
    }

    internal static RegionPlace? Find(Site site, string code) => site.Tree.ByCode(code, site.Today);

    private static IReadOnlyList<RegionPlace> Counties(Site site) =>
        [.. site.Tree.OfLevel("county").Where(c => c.ValidOn(site.Today))];

    private static AreaRange? Line(Site site, TaihangDb db, IReadOnlyCollection<RegionPlace> places) =>
        site.Line is { } line
            ? AreaRange.Of(db, site.Pack.Id, line.Id, [.. places.Select(p => p.CountyNo).Distinct()], site.Today)
            : null;

    internal static RazorComponentResult<T> Page<T>(object values)
        where T : Microsoft.AspNetCore.Components.IComponent => new(values) { PreventStreamingRendering = true };

    internal static RazorComponentResult<ProblemPage> Refused(HttpContext http, Problem problem, int status)
    {
        http.Response.StatusCode = status;
        return Page<ProblemPage>(new { Problem = problem });
    }

    internal static Task StatusPage(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var problem = http.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => WebProblems.FormTooOld(),
            StatusCodes.Status429TooManyRequests => WebProblems.TooMany(),
            _ => WebProblems.NoSuchPage(),
        };
        return Refused(http, problem, http.Response.StatusCode).ExecuteAsync(http);
    }

    internal static Task Failed(HttpContext http)
    {
        var failure = http.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (StoreOptions.Busy(failure))
        {
            http.Response.Headers.RetryAfter = "5";
            return Refused(http, WebProblems.Busy(), StatusCodes.Status503ServiceUnavailable).ExecuteAsync(http);
        }
        return Refused(http, WebProblems.Broken(), failure is BadHttpRequestException bad ? bad.StatusCode : 500)
            .ExecuteAsync(http);
    }
}
