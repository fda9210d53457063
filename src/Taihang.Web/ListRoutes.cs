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
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Lists that officials make for their work, each opened for a place of one's own area. Who is shown was looked at.</summary>
internal static class ListRoutes
{
    public const int PageSize = 50;

    /// <summary>Of the rows of which nobody can say, so many are named.</summary>
    public const int CannotSayShown = 20;

    private const string Page = "list";
    private const string File = "list file";

    public static void Map(WebApplication app)
    {
        app.MapGet("/lists/{code}", Lists);
        app.MapGet("/lists/{code}/new", New);
        app.MapPost("/lists/{code}/new", Make);
        app.MapGet("/lists/{code}/{id:guid}", Show);
        app.MapGet("/lists/{code}/{id:guid}/xlsx", Export);
        app.MapGet("/lists/{code}/{id:guid}/edit", Edit);
        app.MapPost("/lists/{code}/{id:guid}/edit", Change);
        app.MapPost("/lists/{code}/{id:guid}/delete", Delete);
    }

    private static IResult Lists(string code, HttpContext http, Site site, Visit visit, TaihangDb db)
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        return refusal
            ?? Routes.Page<ListsPage>(
                new
                {
                    Place = place!,
                    Lists = SaveList.For(db, viewer!, place!.CountyNo),
                    Fields = site.ListFields,
                    Own = viewer!.AccountId,
                }
            );
    }

    private static IResult New(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] Guid? from,
        [FromQuery] string? rows
    )
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        var copied = from is { } id ? SaveList.Find(db, viewer!, place!.CountyNo, id) : null;
        return FormPage(
            place!,
            site,
            new ListForm(
                Guid.NewGuid(),
                "",
                false,
                copied is null ? ListForm.Blank(rows == ListForm.Members) : SaveList.RuleOf(copied),
                false
            ),
            []
        );
    }

    private static IResult Edit(string code, Guid id, HttpContext http, Site site, Visit visit, TaihangDb db)
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        if (SaveList.Find(db, viewer!, place!.CountyNo, id) is not { } list)
            return Routes.Refused(http, ReportsProblems.NoSuchList(), 404);
        return SaveList.MayChange(viewer!, list)
            ? FormPage(place, site, new ListForm(id, list.Name, list.Shared, SaveList.RuleOf(list), true), [])
            : Routes.Refused(http, ReportsProblems.ListNotYours(), 403);
    }

    private static Task<IResult> Make(
        string code,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    ) =>
        Save(
            code,
            Guid.TryParse(form[ListForm.IdField], out var id) ? id : Guid.NewGuid(),
            false,
            http,
            site,
            visit,
            sequencer,
            form
        );

    private static async Task<IResult> Change(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    )
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        return SaveList.Find(db, viewer!, place!.CountyNo, id) is null
            ? Routes.Refused(http, ReportsProblems.NoSuchList(), 404)
            : await Save(code, id, true, http, site, visit, sequencer, form);
    }

    private static async Task<IResult> Save(
        string code,
        Guid id,
        bool known,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        IFormCollection form
    )
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        var typed = ListForm.Read(id, form, known);
        var rule = site.ListFields.Check(typed.Rule);
        var problems = rule.Ok ? [] : rule.Problems.ToList();
        if (typed.Name.Length == 0)
            problems.Insert(0, ReportsProblems.ListUnnamed());
        if (problems.Count == 0)
        {
            var saved = await sequencer.Run(
                viewer!,
                place!.CountyNo,
                db =>
                    SaveList.Run(
                        db,
                        viewer!,
                        place.CountyNo,
                        id,
                        typed.Name,
                        typed.Shared,
                        rule.Value,
                        Acting(viewer!, "list")
                    )
            );
            if (saved.Ok)
                return Results.Redirect($"/lists/{place.Code}/{id}");
            problems = [.. saved.Problems];
        }
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return FormPage(place!, site, typed, problems);
    }

    /// <param name="form">Holds nothing but the token, which is asked for only where a form is.</param>
    private static async Task<IResult> Delete(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    )
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        var problem = await sequencer.Run(
            viewer!,
            place!.CountyNo,
            db => SaveList.Delete(db, viewer!, place.CountyNo, id, Acting(viewer!, "list"))
        );
        return problem is null
            ? Results.Redirect($"/lists/{place.Code}")
            : Routes.Refused(http, problem, problem.Code == ReportsProblems.NoSuchList().Code ? 404 : 403);
    }

    private static Task<IResult> Show(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromQuery] int page = 1
    ) =>
        Listed(
            code,
            id,
            http,
            site,
            visit,
            db,
            sequencer,
            Page,
            new ListPart(Math.Max(1, page), PageSize, CannotSayShown),
            (place, list, shown) =>
                Routes.Page<ListPage>(
                    new
                    {
                        Place = place,
                        List = list,
                        Shown = shown,
                        Number = Math.Max(1, page),
                        MayChange = SaveList.MayChange(visit.Viewer!, list),
                    }
                )
        );

    private static Task<IResult> Export(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer
    ) =>
        Listed(
            code,
            id,
            http,
            site,
            visit,
            db,
            sequencer,
            File,
            ListPart.Whole,
            (_, _, shown) => PrintRoutes.File(shown.Printed)
        );

    /// <param name="what">As the log of readings names it.</param>
    /// <param name="part">What of it is given out, and so was looked at.</param>
    private static async Task<IResult> Listed(
        string code,
        Guid id,
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        string what,
        ListPart part,
        Func<RegionPlace, SavedList, ListShown, IResult> show
    )
    {
        var ((place, viewer), refusal) = FormRoutes.Allowed(code, http, site, visit);
        if (refusal is not null)
            return refusal;
        if (SaveList.Find(db, viewer!, place!.CountyNo, id) is not { } list)
            return Routes.Refused(http, ReportsProblems.NoSuchList(), 404);
        var sealing = site.OpenSealing();
        if (!sealing.Ok)
            return Routes.Refused(http, sealing.Problems[0], 503);
        using var key = sealing.Value;
        var made = ShowList.Run(
            new ListRequest(
                db,
                site.Pack,
                site.ListFields,
                site.Tree,
                key,
                place,
                list.Name,
                SaveList.RuleOf(list),
                site.Today,
                visit.Language
            ),
            part,
            site.ListMemory
        );
        if (!made.Ok)
            return Routes.Refused(http, made.Problems[0], StatusCodes.Status422UnprocessableEntity);
        var shown = made.Value;
        var read = new ReadOf(
            [.. shown.Rows.Concat(shown.CannotSay).Select(r => r.HouseholdId).Distinct()],
            ReadPurpose.Duty,
            what
        );
        return await AuditRoutes.Unlogged(http, sequencer, viewer!, place.CountyNo, read) ?? show(place, list, shown);
    }

    private static IResult FormPage(RegionPlace place, Site site, ListForm form, IReadOnlyList<Problem> problems) =>
        Routes.Page<ListFormPage>(
            new
            {
                Place = place,
                Form = form,
                Fields = site.ListFields,
                Problems = problems.Select(p => new FormProblem(ListForm.FieldOf(p), p)).ToList(),
            }
        );

    private static ActContext Acting(Viewer viewer, string reason) =>
        new(viewer.AccountId, DateTimeOffset.UtcNow, reason, viewer.Role);
}

/// <summary>A list as it stands in the form.</summary>
/// <param name="Known">Whether it was saved before.</param>
public sealed record ListForm(Guid Id, string Name, bool Shared, ListRule Rule, bool Known)
{
    public const string IdField = "list";
    public const string NameField = "name";
    public const string SharedField = "shared";
    public const string RowsField = "rows";
    public const string ColumnField = "column";
    public const string Members = "members";
    public const string Households = "households";

    /// <summary>Ids of the parts of a condition's line, from 0.</summary>
    public static (string Field, string Test, string Value) Condition(int line) =>
        ($"field-{line}", $"test-{line}", $"value-{line}");

    /// <summary>What most lists show.</summary>
    public static ListRule Blank(bool members) =>
        new(
            members ? RowsOf.Members : RowsOf.Households,
            members
                ? [FormField.Village, FormField.HouseholdNumber, FormField.Name]
                :
                [
                    FormField.Village,
                    FormField.HouseholdNumber,
                    FormField.HeadName,
                    FormField.Members,
                    ListFields.Outcome,
                ],
            []
        );

    public static ListForm Read(Guid id, IFormCollection form, bool known) =>
        new(
            id,
            FormText.Line(form[NameField]),
            form[SharedField] == "yes",
            new ListRule(
                form[RowsField] == Members ? RowsOf.Members : RowsOf.Households,
                [.. form[ColumnField].OfType<string>().Distinct(StringComparer.Ordinal)],
                [
                    .. Enumerable
                        .Range(0, ListRule.MostConditions)
                        .Select(Condition)
                        .Where(c => !string.IsNullOrEmpty(form[c.Field]))
                        .Select(c => new ListCondition(
                            form[c.Field].ToString(),
                            form[c.Test].ToString(),
                            FormText.Line(form[c.Value])
                        )),
                ]
            ),
            known
        );

    /// <summary>Beside which field of the form a problem is told.</summary>
    public static string FieldOf(Problem problem) =>
        problem.Code == ReportsProblems.ListColumns(0).Code ? "columns"
        : problem.Code == ReportsProblems.ListUnnamed().Code || problem.Code == ReportsProblems.ListNameTaken("").Code
            ? NameField
        : Condition(0).Field;
}
