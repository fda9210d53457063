using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>Signing in and out, the language, one's own account, and taking up an invitation.</summary>
internal static class SignInRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/sign-in", (HttpContext http, PasskeyPlace place, TaihangDb db) => Page(http, place, db));
        app.MapPost("/sign-in", SignIn).RequireRateLimiting(Routes.SignInLimit);
        app.MapPost("/sign-out", SignOut);
        app.MapPost("/language", ChooseLanguage);
        app.MapGet(
            "/me",
            (HttpContext http, Visit visit, PasskeyPlace place, TaihangDb db) =>
                visit.SignedIn is { } own ? Me(http, own, place, db, []) : Results.Redirect("/sign-in")
        );
        app.MapPost("/me/password", ChangePassword).RequireRateLimiting(Routes.SignInLimit);
        app.MapPost("/me/sign-out-everywhere", SignOutEverywhere);
        app.MapPost("/me/duty", ChooseDuty);
        app.MapGet("/invitation", () => Routes.Page<InvitationPage>(new { }));
        app.MapPost("/invitation", TakeUp).RequireRateLimiting(Routes.SignInLimit);
    }

    private static async Task<IResult> SignIn(
        HttpContext http,
        Site site,
        TaihangDb db,
        SignInLimits limits,
        PasskeyPlace place,
        [FromForm] string? login,
        [FromForm] string? password
    )
    {
        if (!limits.Allow(FormText.Line(login)))
            return Routes.Refused(http, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests);
        var tried = Accounts.Try(db, FormText.Line(login), password ?? "", site.Today);
        if (tried.Who is not { } found)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Page(http, place, db, login ?? "", wrong: true, tried.NoDuty, tried.Next);
        }
        await Enter(http, found.Viewer.AccountId, found.Stamp);
        return Results.Redirect("/");
    }

    internal static RazorComponentResult<SignInPage> Page(
        HttpContext http,
        PasskeyPlace place,
        TaihangDb db,
        string login = "",
        bool wrong = false,
        bool noDuty = false,
        DateOnly? next = null,
        Problem? refused = null
    ) =>
        Routes.Page<SignInPage>(
            new
            {
                Demo = Accounts.Demo(db),
                Origin = PasskeyRoutes.Script(http, place),
                Login = login,
                Wrong = wrong,
                NoDuty = noDuty,
                Next = next,
                Refused = refused,
            }
        );

    /// <summary>
    /// Begins a session, which lasts until it is left, grows old, the account's stamp changes, or the passkey it began with ends.
    /// </summary>
    internal static Task Enter(HttpContext http, Guid accountId, Guid stamp, Guid? passkey = null) =>
        http.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.NameIdentifier, accountId.ToString()),
                        new Claim(Visit.StampClaim, stamp.ToString()),
                        .. passkey is { } id ? new[] { new Claim(Visit.PasskeyClaim, id.ToString()) } : [],
                    ],
                    CookieAuthenticationDefaults.AuthenticationScheme
                )
            )
        );

    private static async Task<IResult> SignOut(HttpContext http, [FromForm] string? from)
    {
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect(
            Local(from) is { } back && back.StartsWith("/public", StringComparison.Ordinal) ? back : "/sign-in"
        );
    }

    private static IResult ChooseLanguage(HttpContext http, [FromForm] string? language, [FromForm] string? back)
    {
        http.Response.Cookies.Append(
            Visit.LanguageCookie,
            Languages.FromTag(language).Tag(),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(365),
                IsEssential = true,
            }
        );
        return Results.Redirect(Local(back) ?? "/");
    }

    internal static IResult Me(
        HttpContext http,
        SignedIn own,
        PasskeyPlace place,
        TaihangDb db,
        IReadOnlyList<FormProblem> problems
    ) =>
        Routes.Page<MePage>(
            new
            {
                Own = own,
                Origin = PasskeyRoutes.Script(http, place),
                Passkeys = KeepPasskey.Of(db, own.Viewer.AccountId),
                Present = PasskeyRoutes.Of(http),
                Problems = problems,
            }
        );

    private static async Task<IResult> ChangePassword(
        HttpContext http,
        Visit visit,
        SignInLimits limits,
        ActSequencer sequencer,
        PasskeyPlace place,
        TaihangDb db,
        [FromForm] string? old,
        [FromForm] string? password,
        [FromForm] string? again
    )
    {
        if (visit.SignedIn is not { } own)
            return Results.Redirect("/sign-in");
        var id = own.Viewer.AccountId;
        if (!limits.Allow($"password {id}"))
            return Routes.Refused(http, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests);
        var done = await sequencer.Run(
            own.Viewer,
            own.Viewer.CountyNo,
            store =>
                KeepAccount.ChangePassword(
                    store,
                    id,
                    old ?? "",
                    password ?? "",
                    again ?? "",
                    Acting(own.Viewer, KeepAccount.PasswordKind)
                )
        );
        if (!done.Ok)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Me(http, own, place, db, [.. done.Problems.Select(p => new FormProblem(AccountForm.FieldOf(p), p))]);
        }
        // This session goes on; every other has ended.
        await Enter(http, id, done.Value.Stamp, PasskeyRoutes.Of(http));
        return Results.Redirect("/me?changed=password");
    }

    private static async Task<IResult> SignOutEverywhere(
        HttpContext http,
        Visit visit,
        ActSequencer sequencer,
        // Bound so that the form must carry its token.
        [FromForm] string? sure
    )
    {
        if (visit.SignedIn is not { } own)
            return Results.Redirect("/sign-in");
        await sequencer.Run(
            own.Viewer,
            own.Viewer.CountyNo,
            store =>
            {
                KeepAccount.EndSessions(store, own.Viewer.AccountId, Acting(own.Viewer, KeepAccount.EndSessionsKind));
                return true;
            }
        );
        await http.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return Results.Redirect("/sign-in");
    }

    private static IResult ChooseDuty(HttpContext http, Visit visit, [FromForm] Guid? duty)
    {
        if (visit.SignedIn is not { } own)
            return Results.Redirect("/sign-in");
        if (own.Duties.Any(d => d.DutyId == duty))
            http.Response.Cookies.Append(
                Visit.DutyCookie,
                duty!.Value.ToString(),
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    IsEssential = true,
                }
            );
        return Results.Redirect("/");
    }

    private static async Task<IResult> TakeUp(
        HttpContext http,
        Site site,
        TaihangDb db,
        SignInLimits limits,
        ActSequencer sequencer,
        PasskeyPlace place,
        [FromForm] string? login,
        [FromForm] string? code,
        [FromForm] string? password,
        [FromForm] string? again
    )
    {
        if (!limits.Allow(FormText.Line(login)))
            return Routes.Refused(http, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests);
        var of = FormText.Line(login);
        var county = Accounts.CountyOf(db, of) ?? 0;
        var done = await sequencer.Run(
            CountyScope.Nothing,
            county,
            store => InviteAccount.TakeUp(store, of, code ?? "", password ?? "", again ?? "", DateTimeOffset.UtcNow)
        );
        if (done.Ok)
        {
            // Whoever chose a password before their first day is told when that is, not shown an empty form.
            var tried = Accounts.Try(db, of, password ?? "", site.Today);
            if (tried.Who is not { } found)
                return Page(http, place, db, of, wrong: false, tried.NoDuty, tried.Next);
            await Enter(http, found.Viewer.AccountId, found.Stamp);
            return Results.Redirect("/");
        }
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Routes.Page<InvitationPage>(
            new
            {
                Login = login ?? "",
                Code = code ?? "",
                Problems = done.Problems.Select(p => new FormProblem(AccountForm.FieldOf(p), p)).ToArray(),
            }
        );
    }

    internal static ActContext Acting(Viewer viewer, string kind) =>
        new(viewer.AccountId, DateTimeOffset.UtcNow, kind, "own account");

    /// <summary>Only an address of this site, so that nobody is led away.</summary>
    private static string? Local(string? address) =>
        RedirectHttpResult.IsLocalUrl(address) && address is ['/', ..] ? address : null;
}
