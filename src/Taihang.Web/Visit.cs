using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>One request: who looks, in which language, at which address.</summary>
public sealed class Visit(IHttpContextAccessor accessor, TaihangDb db)
{
    public const string LanguageCookie = "taihang-language";
    private readonly HttpContext http = accessor.HttpContext!;
    private Viewer? viewer;
    private bool looked;

    /// <summary>The cookie's choice, else the browser's first language, else Chinese.</summary>
    public Language Language =>
        Languages.FromTag(
            http.Request.Cookies[LanguageCookie] ?? http.Request.Headers.AcceptLanguage.ToString().Split(',')[0]
        );

    /// <summary>Null when nobody is signed in, or the account is gone.</summary>
    public Viewer? Viewer
    {
        get
        {
            if (!looked)
                (looked, viewer) = (
                    true,
                    Guid.TryParse(http.User.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
                        ? Accounts.ById(db, id)
                        : null
                );
            return viewer;
        }
    }

    public string Address => http.Request.Path + http.Request.QueryString;
}
