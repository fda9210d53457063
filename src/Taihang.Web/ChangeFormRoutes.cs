using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Changes;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Addresses of the forms for changes: choosing a kind, filling it in, checking it, sending it.</summary>
internal static class ChangeFormRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/household/{county:int}/{id:guid}/change", Kinds);
        app.MapGet("/household/{county:int}/{id:guid}/change/{kind}", Open);
        app.MapPost("/household/{county:int}/{id:guid}/change/{kind}", Send);
        app.MapGet("/register/{code}", OpenNew);
        app.MapPost("/register/{code}", SendNew);
    }

    private static Task<IResult> Kinds(int county, Guid id, [AsParameters] ChangeRoutes.Asked asked) =>
        Of(
            asked,
            county,
            id,
            async (_, record, village) =>
                await asked.Unlogged(county, "change", [id])
                ?? Routes.Page<ChangeKindsPage>(new { Village = village, Record = record })
        );

    private static Task<IResult> Open(int county, Guid id, string kind, [AsParameters] ChangeRoutes.Asked asked) =>
        Of(
            asked,
            county,
            id,
            (setting, record, village) =>
            {
                var draft = new ChangeDraft(
                    Guid.CreateVersion7(),
                    county,
                    kind,
                    id,
                    null,
                    Begin(setting, asked, record, kind)
                );
                return Form(asked, setting, draft, record, village, []);
            }
        );

    private static Task<IResult> Send(
        int county,
        Guid id,
        string kind,
        [AsParameters] ChangeRoutes.Asked asked,
        [FromForm] IFormCollection form
    ) =>
        Of(
            asked,
            county,
            id,
            (setting, record, village) =>
                Sent(
                    asked,
                    setting,
                    new ChangeDraft(
                        Id(form),
                        county,
                        kind,
                        id,
                        null,
                        ChangeForm.Typed(form),
                        Guid.TryParse(form[ChangeForm.ReversesField], out var reverses) ? reverses : null
                    ),
                    record,
                    village,
                    form[ChangeForm.StepField].ToString()
                )
        );

    private static Task<IResult> OpenNew(string code, [AsParameters] ChangeRoutes.Asked asked) =>
        In(
            asked,
            code,
            (setting, village) =>
                Form(
                    asked,
                    setting,
                    New(Guid.CreateVersion7(), village, new() { [ChangeDraft.DayField] = Today(asked) }),
                    null,
                    village,
                    []
                )
        );

    private static Task<IResult> SendNew(
        string code,
        [AsParameters] ChangeRoutes.Asked asked,
        [FromForm] IFormCollection form
    ) =>
        In(
            asked,
            code,
            (setting, village) =>
                Sent(
                    asked,
                    setting,
                    New(Id(form), village, ChangeForm.Typed(form)),
                    null,
                    village,
                    form[ChangeForm.StepField].ToString()
                )
        );

    /// <summary>What was filled in: back to the form, on to the check, or into the record of requests.</summary>
    private static async Task<IResult> Sent(
        ChangeRoutes.Asked asked,
        ChangeSetting setting,
        ChangeDraft draft,
        HouseholdRecord? record,
        RegionPlace village,
        string step
    )
    {
        var problems = new List<FieldProblem>();
        if (step == "send")
        {
            var row = RequestChange.Run(asked.Db, setting, asked.Viewer, draft, asked.Acting(draft.Kind), problems);
            if (row is not null)
                return Results.Redirect($"/change/{row.CountyNo}/{row.ChangeId}?sent=true");
        }
        else if (step != "edit" && PrepareChange.Run(asked.Db, setting, asked.Viewer, draft, problems) is { } prepared)
        {
            return await asked.Unlogged(draft.CountyNo, "change", prepared.Known.Households.Keys)
                ?? Routes.Page<ChangeCheckPage>(
                    new
                    {
                        Form = new ChangeForm(draft, setting.Form, village, record, null, [], []),
                        DifferencesFound = prepared.Differences,
                        Names = ShowChange.Names(asked.Db, draft.CountyNo, prepared.Differences),
                    }
                );
        }
        if (problems.Count > 0)
            asked.Http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return await Form(
            asked,
            setting,
            draft,
            record,
            village,
            [.. problems.Select(p => new FormProblem(p.Field, p.Problem))]
        );
    }

    internal static async Task<IResult> Form(
        ChangeRoutes.Asked asked,
        ChangeSetting setting,
        ChangeDraft draft,
        HouseholdRecord? record,
        RegionPlace village,
        IReadOnlyList<FormProblem> problems
    )
    {
        if (!ChangeKind.All.Contains(draft.Kind) || (record is null) != (draft.Kind == ChangeKind.Register))
            return Routes.Refused(
                asked.Http,
                ChangeProblems.NoSuchKind(draft.Kind, Nearest.To(draft.Kind, ChangeKind.All)),
                404
            );
        var other =
            draft.Kind == ChangeKind.Merge
            && draft.Text(ChangeDraft.OtherField) is { Length: > 0 } number
            && PrepareChange.Other(asked.Db, setting, asked.Viewer, draft.CountyNo, number) is { } found
                ? HouseholdFacts.Read(asked.Db, draft.CountyNo, found, DateOnly.MaxValue)
                : null;
        List<Guid> shown = [.. new[] { record, other }.OfType<HouseholdRecord>().Select(r => r.Household.HouseholdId)];
        var missing =
            draft.Kind == ChangeKind.Merge && other is null && draft.Text(ChangeDraft.OtherField).Length > 0
                ? new FormProblem(
                    ChangeDraft.OtherField,
                    ChangeProblems.NoHouseholdOfNumber(new Place("change"), draft.Text(ChangeDraft.OtherField))
                )
                : null;
        return await asked.Unlogged(draft.CountyNo, "change", shown)
            ?? Routes.Page<ChangeFormPage>(
                new
                {
                    Form = new ChangeForm(
                        draft,
                        setting.Form,
                        village,
                        record,
                        other,
                        record is not null && draft.Kind == ChangeKind.Return
                            ? HouseholdFacts.Former(asked.Db, draft.CountyNo, record.Household.HouseholdId)
                            : [],
                        problems.Count > 0 || missing is null ? problems : [missing]
                    ),
                }
            );
    }

    private static Dictionary<string, string> Begin(
        ChangeSetting setting,
        ChangeRoutes.Asked asked,
        HouseholdRecord record,
        string kind
    )
    {
        var household = record.Household;
        Guid? member =
            Guid.TryParse(asked.Of, out var of) && record.Members.Any(m => m.Person.PersonId == of) ? of : null;
        var state = KnownRecord.Read(asked.Db, setting.Sealing, household.CountyNo, [household.HouseholdId]).State;
        var language = asked.Visit.Language;
        var fields = kind switch
        {
            ChangeKind.Correct => Prefill.Facts(setting.Form, state, household.HouseholdId, member, language),
            ChangeKind.Remove or ChangeKind.Split => Prefill.Relations(
                setting.Form,
                state,
                household.HouseholdId,
                language
            ),
            ChangeKind.Merge when asked.Other?.Trim() is { Length: > 0 } number => new Dictionary<string, string>
            {
                [ChangeDraft.OtherField] = number,
            },
            _ => [],
        };
        fields[ChangeDraft.DayField] = Today(asked);
        return fields;
    }

    /// <summary>Whoever may not see the household is not told whether there is one; a closed one is changed no more.</summary>
    private static Task<IResult> Of(
        ChangeRoutes.Asked asked,
        int county,
        Guid id,
        Func<ChangeSetting, HouseholdRecord, RegionPlace, Task<IResult>> page
    ) =>
        ChangeRoutes.Setting(
            asked,
            setting =>
                HouseholdFacts.Read(asked.Db, county, id, DateOnly.MaxValue) is { Household.ClosedOn: null } record
                && asked.Site.Tree.ByNumber(record.Household.VillageNo) is { } village
                && asked.Viewer.SeesHouseholds(village, asked.Site.Tree)
                    ? page(setting, record, village)
                    : Task.FromResult<IResult>(Routes.Refused(asked.Http, WebProblems.NoSuchHousehold(), 404))
        );

    private static Task<IResult> In(
        ChangeRoutes.Asked asked,
        string code,
        Func<ChangeSetting, RegionPlace, Task<IResult>> page
    ) =>
        ChangeRoutes.Setting(
            asked,
            setting =>
                Routes.Find(asked.Site, code) is not { Level: "village" } village
                    ? Task.FromResult<IResult>(
                        Routes.Refused(
                            asked.Http,
                            RegionProblems.UnknownCode(
                                code,
                                asked.Site.Tree.NearestTo(code, asked.Site.Today, "village")
                            ),
                            404
                        )
                    )
                : asked.Viewer.SeesHouseholds(village, asked.Site.Tree) ? page(setting, village)
                : Task.FromResult<IResult>(Routes.Refused(asked.Http, WebProblems.NotYours(), 403))
        );

    private static ChangeDraft New(Guid id, RegionPlace village, Dictionary<string, string> fields) =>
        new(id, village.CountyNo, ChangeKind.Register, Guid.Empty, village.RegionNo, fields);

    private static Guid Id(IFormCollection form) =>
        Guid.TryParse(form[ChangeForm.IdField], out var sent) ? sent : Guid.CreateVersion7();

    private static string Today(ChangeRoutes.Asked asked) => KnownRecord.Day(asked.Site.Today);
}
