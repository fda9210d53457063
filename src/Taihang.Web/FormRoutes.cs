using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Modules.Access;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Forms of others: sent, mapped, filled, fetched. For the offices that work with the households of the place.</summary>
internal static class FormRoutes
{
    public const string ColumnField = "column-";
    public const string RowsField = "rows";

    public static void Map(WebApplication app)
    {
        app.MapGet("/forms/{code}", Forms);
        app.MapPost("/forms/{code}", Send);
        app.MapGet("/forms/{code}/sheet/{id:guid}", Mapping);
        app.MapPost("/forms/{code}/sheet/{id:guid}", Fill);
        FilledRoutes.Map(app);
    }

    private static IResult Forms(string code, HttpContext http, Site site, Visit visit) =>
        For(code, http, site, visit, (place, _) => Page(place, site, null));

    private static Task<IResult> Send(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Held<HeldForm> held,
        [FromForm] IFormCollection form
    ) =>
        For(
            code,
            http,
            site,
            visit,
            async (place, viewer) =>
            {
                if (form.Files["file"] is not { Length: > 0 } sent)
                    return Wrong(ReportsProblems.NoFile());
                if (sent.Length > SentForm.MostBytes)
                    return Wrong(ReportsProblems.TooLarge(Path.GetFileName(sent.FileName), SentForm.MostBytes));
                using var copy = new MemoryStream();
                await sent.CopyToAsync(copy);
                var file = SentForm.Open(sent.FileName, copy.ToArray());
                if (!file.Ok)
                    return Wrong(file.Problems[0]);
                var proposal = ProposeForm.Run(db, place.CountyNo, file.Value, site.Reports.Value.Headings);
                if (!proposal.Ok)
                    return Wrong(proposal.Problems[0]);
                var kept = held.Keep(
                    new HeldForm(
                        Guid.NewGuid(),
                        viewer.AccountId,
                        place.RegionNo,
                        file.Value.Name,
                        file.Value.Bytes,
                        Asked(form),
                        Environment.TickCount64
                    )
                );
                if (!kept.Ok)
                    return Wrong(kept.Problems[0]);
                if (proposal.Value.Remembered is null)
                    return Results.Redirect(Address(place, kept.Value.Id));
                var problem = await Carry(
                    kept.Value with
                    {
                        Remembered = true,
                    },
                    file.Value,
                    proposal.Value,
                    place,
                    viewer,
                    site,
                    db,
                    sequencer,
                    held
                );
                return problem is null ? Results.Redirect(Address(place, kept.Value.Id) + "/filled") : Wrong(problem);

                IResult Wrong(Problem problem)
                {
                    http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                    return Page(place, site, problem, Asked(form));
                }
            }
        );

    private static IResult Mapping(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        Held<HeldForm> held
    ) =>
        For(
            code,
            http,
            site,
            visit,
            (place, viewer) =>
                held.Find(id, viewer.AccountId, place.RegionNo) is { } form
                    ? MappingOf(place, form, Proposal(form, place, site, db).Value, null)
                    : Routes.Refused(http, ReportsProblems.Gone(), 404)
        );

    private static Task<IResult> Fill(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Held<HeldForm> held,
        [FromForm] IFormCollection form
    ) =>
        For(
            code,
            http,
            site,
            visit,
            async (place, viewer) =>
            {
                if (held.Find(id, viewer.AccountId, place.RegionNo) is not { } known)
                    return Routes.Refused(http, ReportsProblems.Gone(), 404);
                var proposal = Proposal(known, place, site, db).Value;
                var chosen = ProposeForm.Correct(
                    proposal,
                    Chosen(form, proposal),
                    form[RowsField] == ProposeForm.Members ? RowsOf.Members : RowsOf.Households,
                    site.Reports.Value.Headings,
                    known.FileName
                );
                var problem = chosen.Ok
                    ? await Carry(
                        known with
                        {
                            Asked = Asked(form),
                            Remembered = false,
                        },
                        SentForm.Open(known.FileName, known.Bytes).Value,
                        chosen.Value,
                        place,
                        viewer,
                        site,
                        db,
                        sequencer,
                        held
                    )
                    : chosen.Problems[0];
                if (problem is null)
                    return Results.Redirect(Address(place, id) + "/filled");
                http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return MappingOf(place, known, chosen.Ok ? chosen.Value : proposal, problem);
            }
        );

    /// <summary>Fills the form, writes down that it was asked, and holds the copy.</summary>
    private static async Task<Problem?> Carry(
        HeldForm form,
        SentForm file,
        FormProposal proposal,
        RegionPlace place,
        Viewer viewer,
        Site site,
        TaihangDb db,
        ActSequencer sequencer,
        Held<HeldForm> held
    )
    {
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return sealing.Problems[0];
        using var key = sealing.Value;
        var filled = FillForm.Run(
            db,
            file,
            proposal,
            new FillRequest(place, site.Tree, site.Pack.Dictionary, site.Reports.Value.Headings, key, site.Today)
        );
        if (!filled.Ok)
            return filled.Problems[0];
        var context = new ActContext(viewer.AccountId, DateTimeOffset.UtcNow, "form", form.Asked.Document);
        await sequencer.Run(
            viewer,
            place.CountyNo,
            store => FillForm.Record(store, filled.Value, place, form.Asked, site.Today, context).AskedFormId
        );
        var kept = held.Keep(form with { Filled = filled.Value });
        return kept.Ok ? null : kept.Problems[0];
    }

    private static Outcome<FormProposal> Proposal(HeldForm form, RegionPlace place, Site site, TaihangDb db) =>
        ProposeForm.Run(
            db,
            place.CountyNo,
            SentForm.Open(form.FileName, form.Bytes).Value,
            site.Reports.Value.Headings
        );

    private static Dictionary<int, string> Chosen(IFormCollection form, FormProposal proposal) =>
        proposal
            .Table.Headings.Select(h => (h.Column, Id: form[$"{ColumnField}{h.Column}"].ToString()))
            .Where(c => c.Id.Length > 0)
            .ToDictionary(c => c.Column, c => c.Id);

    private static AskedBy Asked(IFormCollection form) =>
        new(
            ProcedureRoutes.Text(form, "who"),
            ProcedureRoutes.Text(form, "document"),
            ProcedureRoutes.Text(form, "basis")
        );

    private static string Address(RegionPlace place, Guid id) => $"/forms/{place.Code}/sheet/{id}";

    private static IResult Page(RegionPlace place, Site site, Problem? problem, AskedBy? asked = null) =>
        Routes.Page<FormsPage>(
            new
            {
                Place = place,
                Printable = site.Reports.Value.Forms,
                Problem = problem,
                Asked = asked ?? new AskedBy("", "", ""),
            }
        );

    private static IResult MappingOf(RegionPlace place, HeldForm form, FormProposal proposal, Problem? problem) =>
        Routes.Page<FormMappingPage>(
            new
            {
                Place = place,
                Form = form,
                Proposal = proposal,
                Problem = problem,
            }
        );

    internal static Task<IResult> For(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        Func<RegionPlace, Viewer, Task<IResult>> page
    )
    {
        var (allowed, refusal) = Allowed(code, http, site, visit);
        return refusal is null ? page(allowed.Place!, allowed.Viewer!) : Task.FromResult(refusal);
    }

    private static IResult For(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        Func<RegionPlace, Viewer, IResult> page
    )
    {
        var (allowed, refusal) = Allowed(code, http, site, visit);
        return refusal ?? page(allowed.Place!, allowed.Viewer!);
    }

    /// <summary>Whoever works with the households of a place fills its forms; nobody above and nobody beside.</summary>
    internal static ((RegionPlace? Place, Viewer? Viewer) For, IResult? Refusal) Allowed(
        string code,
        HttpContext http,
        Site site,
        Visit visit
    )
    {
        if (Routes.Find(site, code) is not { Level: "county" or "township" or "village" } place)
            return (
                default,
                Routes.Refused(
                    http,
                    RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                    404
                )
            );
        if (visit.Viewer is not { } viewer)
            return (default, Results.Redirect("/sign-in"));
        if (!viewer.SeesHouseholds(place, site.Tree))
            return (default, Routes.Refused(http, WebProblems.NotYours(), 403));
        return site.Reports.Ok
            ? ((place, viewer), null)
            : (default, Routes.Refused(http, site.Reports.Problems[0], 404));
    }
}
