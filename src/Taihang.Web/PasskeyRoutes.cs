using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web.Pages;
using IResult = Microsoft.AspNetCore.Http.IResult;

namespace Taihang.Web;

/// <summary>
/// Signing in with a passkey, and one's own passkeys. Each attempt is two requests: the question, whose challenge stays on the server under
/// a name that a cookie carries, and the answer, which takes it.
/// </summary>
internal static class PasskeyRoutes
{
    private const string Cookie = "taihang-passkey";

    public static void Map(WebApplication app)
    {
        app.MapPost("/sign-in/passkey/ask", Ask).RequireRateLimiting(Routes.PasskeyLimit);
        app.MapPost("/sign-in/passkey", SignIn).RequireRateLimiting(Routes.SignInLimit);
        app.MapPost("/me/passkeys/ask", AskNew).RequireRateLimiting(Routes.SignInLimit);
        app.MapPost("/me/passkeys", Add).RequireRateLimiting(Routes.PasskeyLimit);
        app.MapGet("/me/passkeys/{id:guid}", Show);
        app.MapPost("/me/passkeys/{id:guid}/rename", Rename);
        app.MapPost("/me/passkeys/{id:guid}/remove", Remove).RequireRateLimiting(Routes.SignInLimit);
    }

    private static IResult Ask(
        HttpContext http,
        Visit visit,
        PasskeyPlace place,
        HeldChallenges challenges,
        // Bound so that the form must carry its token.
        [FromForm] string? answer
    )
    {
        if (place.Ceremony is not { } ceremony)
            return Told(visit, PasskeyProblems.NotHere());
        var asked = ceremony.Ask();
        Hold(http, ceremony, challenges, new HeldChallenge(null, asked, "", Environment.TickCount64));
        return Results.Text(asked, "application/json");
    }

    private static async Task<IResult> SignIn(
        HttpContext http,
        Site site,
        TaihangDb db,
        SignInLimits limits,
        ActSequencer sequencer,
        PasskeyPlace place,
        HeldChallenges challenges,
        [FromForm] string? answer
    )
    {
        IResult No(Problem problem)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return SignInRoutes.Page(http, place, db, refused: problem);
        }
        if (place.Ceremony is not { } ceremony)
            return No(PasskeyProblems.NotHere());
        if (Take(http, challenges) is not { AccountId: null } challenge)
            return No(PasskeyProblems.ChallengeGone());
        if (
            PasskeyCeremony.CredentialOf(answer ?? "") is not { } credential
            || UsePasskey.Known(db, credential) is not { } passkey
        )
            return No(PasskeyProblems.NotAccepted());
        if (!limits.Allow($"passkey {passkey.PasskeyId}"))
            return Routes.Refused(http, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests);
        var used = await ceremony.Used(challenge.Asked, answer!, passkey);
        if (!used.Ok)
            return No(used.Problems[0]);
        var tried = Accounts.ByPasskey(db, passkey, site.Today);
        if (tried.NoDuty)
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return SignInRoutes.Page(http, place, db, noDuty: true, next: tried.Next);
        }
        if (tried.Who is not { } found)
            return No(PasskeyProblems.NotAccepted());
        var done = await sequencer.Run(
            found.Viewer,
            passkey.CountyNo,
            store =>
                UsePasskey.Run(
                    store,
                    passkey.PasskeyId,
                    used.Value,
                    new ActContext(found.Viewer.AccountId, DateTimeOffset.UtcNow, UsePasskey.Kind, "own account")
                )
        );
        if (!done.Ok)
            return No(done.Problems[0]);
        await SignInRoutes.Enter(http, found.Viewer.AccountId, found.Stamp, passkey.PasskeyId);
        return Results.Redirect("/");
    }

    private static IResult AskNew(
        HttpContext http,
        Visit visit,
        TaihangDb db,
        SignInLimits limits,
        PasskeyPlace place,
        HeldChallenges challenges,
        [FromForm(Name = "passkey-label")] string? label,
        [FromForm(Name = "passkey-password")] string? password
    )
    {
        if (visit.SignedIn is not { } own)
            return Told(visit, PasskeyProblems.ChallengeGone());
        if (place.Ceremony is not { } ceremony)
            return Told(visit, PasskeyProblems.NotHere());
        var id = own.Viewer.AccountId;
        var called = FormText.Line(label);
        if (AddPasskey.May(db, id, called) is { } not)
            return Told(visit, not);
        // Whoever finds an open session may not make themselves a way in that outlasts it.
        if (!limits.Allow($"password {id}"))
            return Told(visit, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests);
        var account = db.Accounts.AsNoTracking().Single(a => a.AccountId == id);
        if (!Accounts.IsPassword(account, password ?? ""))
            return Told(visit, AccessProblems.OldPasswordWrong());
        var asked = ceremony.AskNew(account, KeepPasskey.Of(db, id));
        Hold(http, ceremony, challenges, new HeldChallenge(id, asked, called, Environment.TickCount64));
        return Results.Text(asked, "application/json");
    }

    private static async Task<IResult> Add(
        HttpContext http,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        PasskeyPlace place,
        HeldChallenges challenges,
        [FromForm] string? answer
    )
    {
        if (visit.SignedIn is not { } own)
            return Results.Redirect("/sign-in");
        var id = own.Viewer.AccountId;
        IResult No(Problem problem)
        {
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return SignInRoutes.Me(http, own, place, db, [new FormProblem(null, problem)]);
        }
        if (place.Ceremony is not { } ceremony)
            return No(PasskeyProblems.NotHere());
        if (Take(http, challenges) is not { } challenge || challenge.AccountId != id)
            return No(PasskeyProblems.ChallengeGone());
        var made = await ceremony.Made(challenge.Asked, answer ?? "");
        if (!made.Ok)
            return No(made.Problems[0]);
        var done = await sequencer.Run(
            own.Viewer,
            own.Viewer.CountyNo,
            store =>
                AddPasskey.Run(store, id, challenge.Label, made.Value, SignInRoutes.Acting(own.Viewer, AddPasskey.Kind))
        );
        return done.Ok ? Results.Redirect("/me#passkeys") : No(done.Problems[0]);
    }

    private static IResult Show(Guid id, HttpContext http, Visit visit, TaihangDb db) =>
        visit.SignedIn is not { } own ? Results.Redirect("/sign-in") : Page(http, own, db, id, null, []);

    private static Task<IResult> Rename(
        Guid id,
        HttpContext http,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        [FromForm] string? label
    ) =>
        Change(
            http,
            visit,
            db,
            sequencer,
            id,
            FormText.Line(label),
            (store, own) =>
                KeepPasskey.Rename(
                    store,
                    own.AccountId,
                    id,
                    FormText.Line(label),
                    SignInRoutes.Acting(own, KeepPasskey.RenameKind)
                )
        );

    private static Task<IResult> Remove(
        Guid id,
        HttpContext http,
        Visit visit,
        TaihangDb db,
        SignInLimits limits,
        ActSequencer sequencer,
        [FromForm] string? password
    ) =>
        visit.SignedIn is { } own && !limits.Allow($"password {own.Viewer.AccountId}")
            ? Task.FromResult<IResult>(
                Routes.Refused(http, WebProblems.TooMany(), StatusCodes.Status429TooManyRequests)
            )
            : Change(
                http,
                visit,
                db,
                sequencer,
                id,
                null,
                (store, by) =>
                    KeepPasskey.Remove(
                        store,
                        by.AccountId,
                        id,
                        password ?? "",
                        SignInRoutes.Acting(by, KeepPasskey.RemoveKind)
                    )
            );

    private static async Task<IResult> Change(
        HttpContext http,
        Visit visit,
        TaihangDb db,
        ActSequencer sequencer,
        Guid id,
        string? typed,
        Func<TaihangDb, Viewer, Outcome<Passkey>> change
    )
    {
        if (visit.SignedIn is not { } own)
            return Results.Redirect("/sign-in");
        var done = await sequencer.Run(own.Viewer, own.Viewer.CountyNo, store => change(store, own.Viewer));
        if (done.Ok)
            // Whoever removes the passkey they came in with is out.
            return Results.Redirect(
                done.Value.EndedAtUnixMs is not null && Of(http) == id ? "/sign-in" : "/me#passkeys"
            );
        http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page(
            http,
            own,
            db,
            id,
            typed,
            [.. done.Problems.Select(p => new FormProblem(AccountForm.FieldOf(p) is "old" ? "password" : "label", p))]
        );
    }

    private static IResult Page(
        HttpContext http,
        SignedIn own,
        TaihangDb db,
        Guid id,
        string? typed,
        IReadOnlyList<FormProblem> problems
    ) =>
        KeepPasskey.Of(db, own.Viewer.AccountId).FirstOrDefault(p => p.PasskeyId == id) is { } passkey
            ? Routes.Page<PasskeyPage>(
                new
                {
                    Passkey = passkey,
                    Typed = typed ?? passkey.Label,
                    Problems = problems,
                }
            )
            : Routes.Refused(http, PasskeyProblems.NoSuchPasskey(), 404);

    /// <summary>
    /// Lets the page that is being answered run the site's one script (decision 0017), where there are passkeys at all.
    /// </summary>
    /// <returns>The address at which they hold; null where there are none.</returns>
    internal static string? Script(HttpContext http, PasskeyPlace place)
    {
        if (place.Ceremony is not { } ceremony)
            return null;
        http.Response.Headers.ContentSecurityPolicy = WebHost.ContentSecurityWithScript;
        return ceremony.Origin.Origin;
    }

    /// <summary>The session's own passkey, which it keeps when the password is changed.</summary>
    internal static Guid? Of(HttpContext http) =>
        Guid.TryParse(http.User.FindFirstValue(Visit.PasskeyClaim), out var id) ? id : null;

    private static void Hold(
        HttpContext http,
        PasskeyCeremony ceremony,
        HeldChallenges challenges,
        HeldChallenge challenge
    ) =>
        http.Response.Cookies.Append(
            Cookie,
            Protector(http).Protect(challenges.Keep(challenge)),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                // Behind a proxy the request itself is plain.
                Secure = ceremony.Origin.Origin.StartsWith("https:", StringComparison.Ordinal),
                MaxAge = HeldChallenges.Longest,
                IsEssential = true,
            }
        );

    /// <summary>One answer to each: whatever comes of it, the challenge is gone.</summary>
    private static HeldChallenge? Take(HttpContext http, HeldChallenges challenges)
    {
        if (http.Request.Cookies[Cookie] is not { Length: > 0 } named)
            return null;
        http.Response.Cookies.Delete(Cookie);
        try
        {
            return challenges.Take(Protector(http).Unprotect(named));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(HttpContext http) =>
        http.RequestServices.GetDataProtector("Taihang.Passkey.Challenge");

    /// <summary>To the script, which shows it beside the button.</summary>
    private static IResult Told(Visit visit, Problem problem, int status = StatusCodes.Status422UnprocessableEntity) =>
        Results.Json(
            new { problem = $"{problem.What.In(visit.Language)} {problem.Remedy.In(visit.Language)} {problem.Code}" },
            statusCode: status
        );
}
