using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>One request: who looks, in which language, at which address.</summary>
public sealed class Visit(IHttpContextAccessor accessor, TaihangDb db, Site site)
{
    public const string LanguageCookie = "taihang-language";

    /// <summary>Which of several duties to act in; it chooses only among the visitor's own.</summary>
    public const string DutyCookie = "taihang-duty";

    /// <summary>The claim that ends a session when the account's stamp changes.</summary>
    public const string StampClaim = "stamp";

    /// <summary>The passkey with which the session began; it ends with it.</summary>
    public const string PasskeyClaim = "passkey";
    private readonly HttpContext http = accessor.HttpContext!;
    private SignedIn? signedIn;
    private bool looked;

    /// <summary>The cookie's choice, else the browser's first language, else Chinese.</summary>
    public Language Language =>
        Languages.FromTag(
            http.Request.Cookies[LanguageCookie] ?? http.Request.Headers.AcceptLanguage.ToString().Split(',')[0]
        );

    /// <summary>Null when nobody is signed in, the session was ended, the account is locked or gone, or no duty is in force.</summary>
    public SignedIn? SignedIn
    {
        get
        {
            if (!looked)
            {
                (looked, signedIn) = (true, Read());
                // From here on this request reads and writes the visitor's county and no other.
                if (signedIn is not null)
                    db.Enter(signedIn.Scope);
            }
            return signedIn;
        }
    }

    /// <inheritdoc cref="SignedIn"/>
    public Viewer? Viewer => SignedIn?.Viewer;

    public string Address => http.Request.Path + http.Request.QueryString;

    private SignedIn? Read() =>
        Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && Guid.TryParse(http.User.FindFirstValue(StampClaim), out var stamp)
            ? Accounts.ById(
                db,
                id,
                stamp,
                Guid.TryParse(http.Request.Cookies[DutyCookie], out var duty) ? duty : null,
                site.Today,
                PasskeyRoutes.Of(http)
            )
            : null;
}
