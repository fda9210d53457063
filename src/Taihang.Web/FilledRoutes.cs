using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Reports;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>What came of a form that was sent: the page that tells it, the filled copy, the remarks. Each is a look at whom it names.</summary>
internal static class FilledRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/forms/{code}/sheet/{id:guid}/filled", Filled);
        app.MapGet("/forms/{code}/sheet/{id:guid}/file", Fetch);
        app.MapGet("/forms/{code}/sheet/{id:guid}/remarks", Remarks);
    }

    private static Task<IResult> Filled(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        Held<HeldForm> held
    ) =>
        Shown(
            code,
            id,
            "form",
            http,
            site,
            visit,
            sequencer,
            held,
            (place, form, filled) =>
                Routes.Page<FormFilledPage>(
                    new
                    {
                        Place = place,
                        Form = form,
                        Filled = filled,
                    }
                )
        );

    private static Task<IResult> Fetch(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        Held<HeldForm> held
    ) =>
        Shown(
            code,
            id,
            "form file",
            http,
            site,
            visit,
            sequencer,
            held,
            (_, form, filled) =>
                Results.File(
                    filled.Bytes,
                    form.FileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                        ? "text/csv"
                        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                    form.FileName
                )
        );

    private static Task<IResult> Remarks(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        Held<HeldForm> held
    ) =>
        Shown(
            code,
            id,
            "form",
            http,
            site,
            visit,
            sequencer,
            held,
            (_, _, filled) =>
                Results.File(
                    FormRemarks.Csv(filled, visit.Language),
                    "text/csv",
                    visit.Language == Language.Chinese ? "填表说明.csv" : "remarks.csv"
                )
        );

    /// <summary>The look at everybody whom the form names is logged first.</summary>
    private static Task<IResult> Shown(
        string code,
        Guid id,
        string what,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        Held<HeldForm> held,
        Func<RegionPlace, HeldForm, FormFilled, IResult> page
    ) =>
        FormRoutes.For(
            code,
            http,
            site,
            visit,
            async (place, viewer) =>
            {
                if (held.Find(id, viewer.AccountId, place.RegionNo) is not { Filled: { } filled } form)
                    return Routes.Refused(http, ReportsProblems.Gone(), 404);
                var read = new ReadOf(filled.Households, ReadPurpose.Duty, what);
                return await AuditRoutes.Unlogged(http, sequencer, viewer, place.CountyNo, read)
                    ?? page(place, form, filled);
            }
        );
}
