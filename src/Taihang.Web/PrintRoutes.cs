using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Forms printed from the record, on paper or as a spreadsheet, and the burden ledger.</summary>
internal static class PrintRoutes
{
    private const string Spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(WebApplication app)
    {
        app.MapGet("/forms/{code}/print/{form}", PrintPlace);
        app.MapGet("/forms/{code}/print/{form}/xlsx", PlaceFile);
        app.MapGet("/household/{county:int}/{id:guid}/form/{form}", PrintHousehold);
        app.MapGet("/household/{county:int}/{id:guid}/form/{form}/xlsx", HouseholdFile);
        app.MapGet("/burden/{code}", Burden);
        app.MapGet("/burden/{code}/csv", BurdenFile);
    }

    private static Task<IResult> PrintPlace(
        string code,
        string form,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => OfPlace(code, form, http, site, visit, db, sequencer, Page);

    private static Task<IResult> PlaceFile(
        string code,
        string form,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => OfPlace(code, form, http, site, visit, db, sequencer, (_, _, printed) => File(printed));

    private static Task<IResult> PrintHousehold(
        int county,
        Guid id,
        string form,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => OfHousehold(county, id, form, http, site, visit, db, sequencer, Page);

    private static Task<IResult> HouseholdFile(
        int county,
        Guid id,
        string form,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) => OfHousehold(county, id, form, http, site, visit, db, sequencer, (_, _, printed) => File(printed));

    private static async Task<IResult> OfPlace(
        string code,
        string formId,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Func<RegionPlace, string, FormPrinted, IResult> show
    )
    {
        var (allowed, refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        var (place, viewer) = (allowed.Place!, allowed.Viewer!);
        var form = site.Reports.Value.Form(formId);
        if (form is not { Ok: true, Value.OfPlace: true })
            return Routes.Refused(http, form.Ok ? WebProblems.NoSuchPage() : form.Problems[0], 404);
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return Routes.Refused(http, sealing.Problems[0], 503);
        using var key = sealing.Value;
        var record = RecordRows.Read(db, site.Tree, place, site.Pack.Dictionary, key, site.Today, unmask: false);
        var read = new ReadOf(
            [.. record.Households.Select(h => h.Household.HouseholdId)],
            ReadPurpose.Duty,
            "printed form"
        );
        return await AuditRoutes.Unlogged(http, sequencer, viewer, place.CountyNo, read)
            ?? show(
                place,
                $"/forms/{place.Code}/print/{form.Value.Id}",
                PrintForm.Run(form.Value, record, site.Reports.Value.Headings, site.Today, visit.Language)
            );
    }

    private static async Task<IResult> OfHousehold(
        int county,
        Guid id,
        string formId,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Func<RegionPlace, string, FormPrinted, IResult> show
    )
    {
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        // Whoever may not see a household is not told whether there is one.
        if (
            HouseholdFacts.Read(db, county, id, site.Today) is not { } known
            || site.Tree.ByNumber(known.Household.VillageNo) is not { } village
            || !viewer.SeesHouseholds(village, site.Tree)
        )
            return Routes.Refused(http, WebProblems.NoSuchHousehold(), 404);
        if (!site.Reports.Ok)
            return Routes.Refused(http, site.Reports.Problems[0], 404);
        var form = site.Reports.Value.Form(formId);
        if (form is not { Ok: true, Value.OfPlace: false })
            return Routes.Refused(http, form.Ok ? WebProblems.NoSuchPage() : form.Problems[0], 404);
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return Routes.Refused(http, sealing.Problems[0], 503);
        using var key = sealing.Value;
        var record = RecordRows.Of(db, site.Tree, county, id, site.Pack.Dictionary, key, site.Today, unmask: false)!;
        return await AuditRoutes.Unlogged(
                http,
                sequencer,
                viewer,
                county,
                new ReadOf([id], ReadPurpose.Duty, "printed form")
            )
            ?? show(
                village,
                $"/household/{county}/{id}/form/{form.Value.Id}",
                PrintForm.Run(form.Value, record, site.Reports.Value.Headings, site.Today, visit.Language)
            );
    }

    private static IResult Page(RegionPlace place, string address, FormPrinted printed) =>
        Routes.Page<PrintedFormPage>(
            new
            {
                Place = place,
                Address = address,
                Printed = printed,
            }
        );

    internal static IResult File(FormPrinted printed) =>
        Results.File(
            PrintForm.Xlsx(printed),
            Spreadsheet,
            $"{printed.Form.Title.In(printed.Language)} {printed.Day:yyyy-MM-dd}.xlsx"
        );

    private static IResult Burden(string code, HttpContext http, Site site, Visit visit, TaihangDb db) =>
        Ledger(
            code,
            http,
            site,
            visit,
            db,
            (place, shown) => Routes.Page<BurdenPage>(new { Place = place, Shown = shown })
        );

    private static IResult BurdenFile(string code, HttpContext http, Site site, Visit visit, TaihangDb db) =>
        Ledger(
            code,
            http,
            site,
            visit,
            db,
            (place, shown) =>
                Results.File(ReadBurden.Csv(shown, visit.Language), "text/csv", $"burden-{place.Code}.csv")
        );

    /// <summary>It names forms and offices, and no household: whoever sees the figures of a place sees it.</summary>
    private static IResult Ledger(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        Func<RegionPlace, BurdenShown, IResult> show
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
        return viewer.SeesPlace(place, site.Tree)
            ? show(place, ReadBurden.Run(db, site.Tree, place, site.Pack.Dictionary))
            : Routes.Refused(http, WebProblems.NotYours(), 403);
    }
}
