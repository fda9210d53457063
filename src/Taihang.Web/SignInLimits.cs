using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Taihang.Web;

/// <summary>How often a minute somebody may try to sign in: from one address, and with one login from wherever it is tried.</summary>
public sealed class SignInLimits(WebSettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<string> byLogin = PartitionedRateLimiter.Create<string, string>(login =>
        Within(settings, login, settings.SignInsPerMinuteAndLogin)
    );

    public static RateLimitPartition<string> ByAddress(HttpContext http, WebSettings settings) =>
        Within(settings, http.Connection.RemoteIpAddress?.ToString() ?? "", settings.SignInsPerMinute);

    /// <summary>Questions to a passkey are counted apart from its answers, so that each sign-in counts once.</summary>
    public static RateLimitPartition<string> PasskeyByAddress(HttpContext http, WebSettings settings) =>
        Within(settings, "passkey " + (http.Connection.RemoteIpAddress?.ToString() ?? ""), settings.SignInsPerMinute);

    public static RateLimitPartition<string> PublicByAddress(HttpContext http, WebSettings settings) =>
        Within(
            settings,
            "public " + (http.Connection.RemoteIpAddress?.ToString() ?? ""),
            settings.PublicFormsPerMinute
        );

    /// <returns>False when this login was tried too often within the minute.</returns>
    public bool Allow(string login)
    {
        using var lease = byLogin.AttemptAcquire(login);
        return lease.IsAcquired;
    }

    public void Dispose() => byLogin.Dispose();

    private static RateLimitPartition<string> Within(WebSettings settings, string key, int tries) =>
        RateLimitPartition.GetFixedWindowLimiter(
            key,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = tries, Window = settings.LimitsCountFor }
        );
}
