using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Core.Regions;
using Taihang.Modules.Access;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// The targeting laboratory: a county's office tries rules, reads the report and puts them into force; the national office and the auditor
/// may read. The rules themselves anybody may read.
/// </summary>
internal static class LabRoutes
{
    private const int PageSize = 20;
    private const int VillagesShown = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/lab/{code}", Lab);
        app.MapPost("/lab/{code}", Try);
        app.MapGet("/lab/{code}/{trial:guid}", Trial);
        app.MapPost("/lab/{code}/{trial:guid}", Decide);
        app.MapGet("/methods", (Site site) => Routes.Page<MethodsPage>(new { site.Pack }));
        app.MapGet("/methods/{id}", Method);
    }

    private static IResult Method(string id, HttpContext http, Site site) =>
        site.Pack.Methods.FirstOrDefault(m => m.Id == id) is { } method
            ? Routes.Page<MethodPage>(new { Method = method })
            : Routes.Refused(http, WebProblems.NoSuchMethod(id), 404);

    private static IResult Lab(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] int page = 1
    ) =>
        InCounty(
            code,
            http,
            site,
            visit,
            changes: false,
            county =>
            {
                // The day whose answers stand: what a trial calls "before" is then what the pages show.
                var on =
                    ShowArea.Newest(db, site.Pack, [county.CountyNo]).GetValueOrDefault(county.CountyNo)?.AsOf
                    ?? site.Today;
                return Form(site, visit, db, county, LabForm.Empty(on), Math.Max(1, page));
            }
        );

    private static IResult Try(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromForm] IFormCollection form
    ) =>
        InCounty(
            code,
            http,
            site,
            visit,
            changes: true,
            county =>
            {
                var on = LabForm.ReadDay(form[LabForm.DayField]) ?? site.Today;
                IReadOnlyList<ParameterShown> parameters = (site.Pack.Method(null, on) ?? site.Method) is { } shown
                    ? ShowParameters.Run(db, site.Pack, shown, county.CountyNo, on)
                    : [];
                var read = LabForm.Read(form, parameters);
                if (site.Pack.Method(null, on) is not { } method)
                    return Again(
                        read with
                        {
                            Problems = [.. read.Problems, new(LabForm.DayField, WebProblems.NoMethodOn(on))],
                        }
                    );
                if (read.Problems.Count > 0)
                    return Again(read);
                var trial = TryRule.Run(
                    db,
                    site.Pack,
                    method,
                    county.CountyNo,
                    on,
                    read.Tried,
                    Acting(visit, $"lab: {string.Join(", ", read.Tried.Keys)}", "web")
                );
                if (trial.Ok)
                    return Results.Redirect($"/lab/{county.Code}/{trial.Value.TrialId}");
                var first = parameters.FirstOrDefault(p => p.CanBeTried)?.Definition;
                return Again(
                    read with
                    {
                        Problems =
                        [
                            .. trial.Problems.Select(p => new FormProblem(
                                first is null ? null : LabForm.Field(first),
                                p
                            )),
                        ],
                    }
                );

                IResult Again(LabForm kept)
                {
                    http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                    return Form(site, visit, db, county, kept, 1);
                }
            }
        );

    private static IResult Form(Site site, Visit visit, TaihangDb db, RegionPlace county, LabForm form, int page)
    {
        var on = form.On ?? site.Today;
        var method = site.Pack.Method(null, on) ?? site.Method;
        return Routes.Page<LabPage>(
            new
            {
                County = county,
                Form = form,
                Method = method,
                Parameters = method is null ? [] : ShowParameters.Run(db, site.Pack, method, county.CountyNo, on),
                Tries = visit.Viewer!.SetsRules(county),
                Trials = TryRule.All(db, county.CountyNo, Skipped(page, PageSize), PageSize),
                Total = TryRule.Count(db, county.CountyNo),
                Number = page,
                Size = PageSize,
            }
        );
    }

    private static IResult Trial(
        string code,
        Guid trial,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] Guid? with,
        [FromQuery] int page = 1
    ) =>
        InCounty(
            code,
            http,
            site,
            visit,
            changes: false,
            county =>
                ShowTrial.Run(db, county.CountyNo, trial) is { } shown
                    ? Report(site, visit, db, county, shown, ForceForm.Empty, with, Math.Max(1, page))
                    : Routes.Refused(http, IdentificationProblems.NoTrial(), 404)
        );

    /// <summary>Confirms that the report was read, or puts into force what was tried.</summary>
    private static IResult Decide(
        string code,
        Guid trial,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromForm] string? act,
        [FromForm] string? from,
        [FromForm] string? document
    ) =>
        InCounty(
            code,
            http,
            site,
            visit,
            changes: true,
            county =>
            {
                if (TryRule.Find(db, county.CountyNo, trial) is null)
                    return Routes.Refused(http, IdentificationProblems.NoTrial(), 404);
                var form = new ForceForm(from ?? "", document ?? "", []);
                Outcome<Modules.Store.Tables.LabTrial> done;
                if (act == "read")
                    done = PutInForce.Confirm(db, county.CountyNo, trial, Acting(visit, "lab: report read", "web"));
                else if (LabForm.ReadDay(from) is not { } day)
                    return Again([new(ForceForm.FromField, WebProblems.NotADay(new("实施日期", "In force from")))]);
                else
                    done = PutInForce.Run(
                        db,
                        site.Pack,
                        county.CountyNo,
                        trial,
                        day,
                        form.Document.Trim(),
                        Accounts.Demo(db).Count > 0,
                        Acting(visit, "lab: put in force", form.Document.Trim())
                    );
                return done.Ok
                    ? Results.Redirect($"/lab/{county.Code}/{trial}")
                    : Again([.. done.Problems.Select(p => new FormProblem(ForceForm.FieldOf(p), p))]);

                IResult Again(IReadOnlyList<FormProblem> problems)
                {
                    http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                    var shown = ShowTrial.Run(db, county.CountyNo, trial)!;
                    return Report(site, visit, db, county, shown, form with { Problems = problems }, null, 1);
                }
            }
        );

    private static IResult Report(
        Site site,
        Visit visit,
        TaihangDb db,
        RegionPlace county,
        TrialShown shown,
        ForceForm form,
        Guid? with,
        int page
    )
    {
        var named = visit.Viewer!.SetsRules(county);
        var villages = named
            ? TrialPlaces
                .At(shown.Report, site.Tree, "village", named)
                .Where(v => v.Enters is { Households: > 0 } || v.Leaves is { Households: > 0 })
                .ToList()
            : [];
        return Routes.Page<TrialPage>(
            new
            {
                County = county,
                Shown = shown,
                Form = form,
                Decides = named,
                Townships = TrialPlaces.At(shown.Report, site.Tree, "township", named),
                Villages = villages.Skip(Skipped(page, VillagesShown)).Take(VillagesShown).ToList(),
                VillagesChanged = villages.Count,
                Number = page,
                Size = VillagesShown,
                Others = TryRule.All(db, county.CountyNo, 0, 50).Where(t => t.TrialId != shown.Trial.TrialId).ToList(),
                With = with is { } other ? ShowTrial.Run(db, county.CountyNo, other) : null,
            }
        );
    }

    /// <summary>Whoever may read the county's figures reads its trials; only its own office changes anything.</summary>
    private static IResult InCounty(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        bool changes,
        Func<RegionPlace, IResult> then
    )
    {
        if (Routes.Find(site, code) is not { Level: "county" } county)
            return Routes.Refused(
                http,
                RegionProblems.UnknownCode(code, site.Tree.NearestTo(code, site.Today, "county")),
                404
            );
        if (visit.Viewer is not { } viewer)
            return Results.Redirect("/sign-in");
        if (!viewer.SeesPlace(county, site.Tree))
            return Routes.Refused(http, WebProblems.NotYours(), 403);
        return changes && !viewer.SetsRules(county)
            ? Routes.Refused(http, WebProblems.OnlyTheCounty(), 403)
            : then(county);
    }

    private static ActContext Acting(Visit visit, string reason, string basis) =>
        new(visit.Viewer!.AccountId, DateTimeOffset.UtcNow, reason, basis);

    private static int Skipped(int page, int size) => (int)Math.Min((page - 1L) * size, int.MaxValue);
}
