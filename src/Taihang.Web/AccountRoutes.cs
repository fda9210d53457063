using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>The people an office appoints, as they come and go.</summary>
internal static class AccountRoutes
{
    private const int PageSize = 50;

    public static void Map(WebApplication app)
    {
        app.MapGet("/accounts", List);
        app.MapGet("/accounts/new", NewForm);
        app.MapPost("/accounts/new", New);
        app.MapGet("/accounts/{id:guid}", Show);
        app.MapPost("/accounts/{id:guid}", Act);
    }

    private static Task<IResult> List(
        HttpContext http,
        Site site,
        Visit visit,
        TaihangDb db,
        [FromQuery] string? find,
        [FromQuery] int page = 1
    )
    {
        var number = Math.Clamp(page, 1, 1_000_000);
        return Appointing(
            http,
            visit,
            viewer =>
                Routes.Page<AccountsPage>(
                    new
                    {
                        Find = find ?? "",
                        Accounts = ListAccounts.Run(db, viewer, find, site.Today, number, PageSize),
                        Number = number,
                        Size = PageSize,
                    }
                )
        );
    }

    private static Task<IResult> NewForm(HttpContext http, Visit visit, Site site) =>
        Appointing(
            http,
            visit,
            viewer =>
                Routes.Page<NewAccountPage>(new { By = viewer, Typed = new AccountForm { From = Iso(site.Today) } })
        );

    private static Task<IResult> New(
        HttpContext http,
        Visit visit,
        Site site,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    ) =>
        Appointing(
            http,
            visit,
            async viewer =>
            {
                var typed = AccountForm.Of(form);
                IResult Again(IReadOnlyList<FormProblem> problems)
                {
                    http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                    return Routes.Page<NewAccountPage>(
                        new
                        {
                            By = viewer,
                            Typed = typed,
                            Problems = problems,
                        }
                    );
                }
                var meant = typed.Meant(site);
                if (!meant.Ok)
                    return Again([.. meant.Problems.Select(p => new FormProblem(AccountForm.FieldOf(p), p))]);
                var (place, from, until) = meant.Value;
                var done = await sequencer.Run(
                    viewer,
                    place?.CountyNo ?? 0,
                    store =>
                        InviteAccount.New(
                            store,
                            viewer,
                            typed.Login,
                            typed.Name,
                            typed.Role,
                            place,
                            from,
                            until,
                            site.Today,
                            Acting(viewer, InviteAccount.InviteKind, typed.Basis)
                        )
                );
                return done.Ok
                    ? Routes.Page<InvitedPage>(new { Given = done.Value, Holder = typed.Name })
                    : Again([.. done.Problems.Select(p => new FormProblem(AccountForm.FieldOf(p), p))]);
            }
        );

    private static Task<IResult> Show(
        Guid id,
        HttpContext http,
        Visit visit,
        Site site,
        TaihangDb db,
        [FromQuery(Name = "do")] string? what,
        [FromQuery] Guid? duty,
        [FromQuery] Guid? passkey
    ) =>
        Appointing(
            http,
            visit,
            viewer =>
                ListAccounts.Find(db, viewer, id, site.Today) is { } account
                    ? Page(
                        db,
                        site,
                        viewer,
                        account,
                        new AccountForm
                        {
                            What = what ?? "",
                            Duty = duty ?? Guid.Empty,
                            Passkey = passkey ?? Guid.Empty,
                            From = Iso(site.Today),
                        },
                        []
                    )
                    : Routes.Refused(http, AccessProblems.NoSuchAccount(), 404)
        );

    private static Task<IResult> Act(
        Guid id,
        HttpContext http,
        Visit visit,
        Site site,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] IFormCollection form
    ) =>
        Appointing(
            http,
            visit,
            async viewer =>
            {
                if (ListAccounts.Find(db, viewer, id, site.Today) is not { } account)
                    return Routes.Refused(http, AccessProblems.NoSuchAccount(), 404);
                var typed = AccountForm.Of(form);
                // One after the other in each county: two who change the same person's duties meet here.
                var done = await sequencer.Run(
                    viewer,
                    account.Holder.CountyNo,
                    store => Done(store, site, viewer, id, typed)
                );
                if (done.Ok)
                    return done.Value is { } given
                        ? Routes.Page<InvitedPage>(new { Given = given, Holder = account.Holder.Name })
                        : Results.Redirect($"/accounts/{id}");
                http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
                return Page(
                    db,
                    site,
                    viewer,
                    account,
                    typed,
                    [.. done.Problems.Select(p => new FormProblem(AccountForm.FieldOf(p), p))]
                );
            }
        );

    /// <returns>The code where one was given out.</returns>
    private static Outcome<Invitation?> Done(TaihangDb db, Site site, Viewer viewer, Guid id, AccountForm typed)
    {
        ActContext Context(string kind) => Acting(viewer, kind, typed.Basis);
        if (typed.What == "code")
        {
            var given = InviteAccount.Again(db, viewer, id, site.Today, Context(InviteAccount.RenewKind));
            return given.Ok ? given.Value : Outcome<Invitation?>.Refused(given.Problems);
        }
        if (typed.What is "lock" or "unlock")
        {
            var changed =
                typed.What == "lock"
                    ? KeepAccount.Lock(db, viewer, id, site.Today, Context(KeepAccount.LockKind))
                    : KeepAccount.Unlock(db, viewer, id, site.Today, Context(KeepAccount.UnlockKind));
            return changed.Ok ? (Invitation?)null : Outcome<Invitation?>.Refused(changed.Problems);
        }
        if (typed.What == "end-passkey")
        {
            var ended = KeepPasskey.EndByOffice(
                db,
                viewer,
                id,
                typed.Passkey,
                site.Today,
                Context(KeepPasskey.EndKind)
            );
            return ended.Ok ? (Invitation?)null : Outcome<Invitation?>.Refused(ended.Problems);
        }
        var meant = typed.Meant(site);
        if (!meant.Ok)
            return Outcome<Invitation?>.Refused(meant.Problems);
        var (place, from, until) = meant.Value;
        var done = typed.What switch
        {
            "appoint" => ChangeDuties.Appoint(
                db,
                viewer,
                id,
                typed.Role,
                place,
                from,
                until,
                site.Today,
                Context(ChangeDuties.AppointKind)
            ),
            "end" => ChangeDuties.End(db, viewer, id, typed.Duty, from, site.Today, Context(ChangeDuties.EndKind)),
            "leave" => until is { } back
                ? ChangeDuties.Leave(
                    db,
                    viewer,
                    id,
                    typed.Other,
                    from,
                    back,
                    site.Today,
                    Context(ChangeDuties.LeaveKind)
                )
                : AccessProblems.DutyEndsFirst(),
            "return" => ChangeDuties.Return(db, viewer, id, site.Today, Context(ChangeDuties.ReturnKind)),
            "hand-over" => ChangeDuties.HandOver(
                db,
                viewer,
                id,
                typed.Other,
                from,
                site.Today,
                Context(ChangeDuties.HandOverKind)
            ),
            _ => AccessProblems.NoSuchDuty(),
        };
        return done.Ok ? (Invitation?)null : Outcome<Invitation?>.Refused(done.Problems);
    }

    private static IResult Page(
        TaihangDb db,
        Site site,
        Viewer viewer,
        AccountShown account,
        AccountForm typed,
        IReadOnlyList<FormProblem> problems
    ) =>
        Routes.Page<AccountPage>(
            new
            {
                By = viewer,
                Account = account,
                Waiting = account
                    .Holder.InForce(site.Today)
                    .Sum(d =>
                        ListCases
                            .Tasks(
                                db,
                                site.Pack,
                                site.Tree,
                                new Viewer(account.Holder.AccountId, "", d.Role, d.CountyNo, d.RegionNo),
                                site.Today,
                                ProcedureRoutes.MostShown
                            )
                            .Count
                    ),
                Others = ListAccounts.Others(db, viewer, account.Holder, site.Today),
                Passkeys = KeepPasskey.Of(db, account.Holder.AccountId),
                History = ListAccounts.History(db, account.Holder),
                Typed = typed,
                Problems = problems,
            }
        );

    /// <summary>Runs what only an office that appoints people may do.</summary>
    private static async Task<IResult> Appointing(HttpContext http, Visit visit, Func<Viewer, Task<IResult>> then) =>
        visit.Viewer is not { } viewer ? Results.Redirect("/sign-in")
        : Administration.AppointsAnybody(viewer) ? await then(viewer)
        : Routes.Refused(http, WebProblems.NotYours(), 403);

    private static Task<IResult> Appointing(HttpContext http, Visit visit, Func<Viewer, IResult> then) =>
        Appointing(http, visit, viewer => Task.FromResult(then(viewer)));

    internal static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static ActContext Acting(Viewer viewer, string kind, string basis) =>
        new(viewer.AccountId, DateTimeOffset.UtcNow, kind, basis.Trim());
}
