using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Taihang.Modules.Registry;

namespace Taihang.Web;

/// <summary>For whoever watches the machine: whether the site can serve, and how it is used. Neither tells anything of the record.</summary>
public static class HealthRoutes
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health", Health);
        app.MapGet("/metrics", Metrics);
    }

    /// <summary>Anybody may ask: names of what is checked, and no word of where it lies or what it holds.</summary>
    private static IResult Health(HealthLook look)
    {
        var checks = look.Now();
        // An undelivered notice is for people to look at; a site that is taken out of use for it would help nobody.
        var serves = checks.Count > 0 && checks.All(c => c.Ok || !c.Needed);
        return Results.Json(
            new
            {
                status = serves ? "ok" : "unwell",
                checks = checks.ToDictionary(c => c.Name, c => c.Fault is null ? "ok" : c.Fault.Code),
            },
            statusCode: serves ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }

    /// <summary>Only at the address set for it, which is not the one that people use.</summary>
    private static IResult Metrics(HttpContext http, WebSettings settings, SiteMetrics metrics) =>
        settings.MetricsUrl is { } url && new Uri(url).Port == http.Connection.LocalPort
            ? Results.Text(metrics.Text() + NoticeCounts(settings), "text/plain; version=0.0.4")
            : Routes.Refused(http, WebProblems.NoSuchPage(), StatusCodes.Status404NotFound);

    /// <summary>Of the queue of outbound notices; nothing where the record does not open.</summary>
    private static string NoticeCounts(WebSettings settings)
    {
        if (NoticesNow.In(settings.Store, DateTimeOffset.UtcNow) is not { } now)
            return "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            # HELP taihang_notices Outbound notices that wait, are to be printed, or could not be told.
            # TYPE taihang_notices gauge
            taihang_notices{state="waiting"} {{now.Waiting}}
            taihang_notices{state="letter"} {{now.Letters}}
            taihang_notices{state="dead"} {{now.Dead}}
            # HELP taihang_notices_late_seconds How long the oldest waiting notice is past its time.
            # TYPE taihang_notices_late_seconds gauge
            taihang_notices_late_seconds {{(long)now.Late.TotalSeconds}}

            """
        );
    }

    /// <summary>Bytes that may still be written where the folder lies.</summary>
    public static long FreeBytes(string folder) =>
        DriveInfo
            .GetDrives()
            .Where(d => folder.StartsWith(d.RootDirectory.FullName, StringComparison.Ordinal))
            .OrderByDescending(d => d.RootDirectory.FullName.Length)
            .Select(d => d.AvailableFreeSpace)
            .FirstOrDefault(long.MaxValue);
}

/// <summary>
/// One look at a time, which answers everybody who asks until it is old: anybody may ask, and each look opens the record and a sealed number.
/// </summary>
public sealed class HealthLook(WebSettings settings)
{
    private readonly Lock one = new();
    private volatile IReadOnlyList<DeploymentCheck> last = [];
    private long lookedAt = long.MinValue;

    public IReadOnlyList<DeploymentCheck> Now()
    {
        // Where a look hangs, nobody else waits with it: they have the last answer, or none.
        if (!one.TryEnter())
            return last;
        try
        {
            if (last.Count == 0 || Stopwatch.GetElapsedTime(lookedAt) >= settings.HealthKept)
                (last, lookedAt) = (
                    CheckDeployment.Run(
                        settings.Store,
                        settings.KeyFile,
                        HealthRoutes.FreeBytes,
                        DateTimeOffset.UtcNow
                    ),
                    Stopwatch.GetTimestamp()
                );
            return last;
        }
        finally
        {
            one.Exit();
        }
    }
}
