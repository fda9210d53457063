using System.IO.Compression;
using System.Net;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Access;
using Taihang.Modules.Outbound;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>What the web needs to know of its deployment.</summary>
/// <param name="PackFolder">The folder of the pack in force.</param>
/// <param name="KeyFile">The deployment's master key.</param>
/// <param name="Today">The day the pages speak of; the clock of the edge.</param>
/// <param name="SignInsPerMinute">Tries to sign in from one address.</param>
/// <param name="SignInsPerMinuteAndLogin">Tries to sign in with one login, from wherever.</param>
public sealed record WebSettings(
    StoreAddress Store,
    string PackFolder,
    string KeyFile,
    string Urls,
    Func<DateOnly> Today,
    int SignInsPerMinute = 20,
    int SignInsPerMinuteAndLogin = 10
)
{
    /// <summary>Applications, objections and receipts sent from one address in a minute.</summary>
    public int PublicFormsPerMinute { get; init; } = 30;

    /// <summary>The minute of those limits; a test makes it so long that it cannot end meanwhile.</summary>
    public TimeSpan LimitsCountFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Where the server's counts of itself are read (/metrics), apart from the site; null where nobody reads them.</summary>
    public string? MetricsUrl { get; init; }

    /// <summary>How long an answer about the site's health holds: however often it is asked, it looks no oftener.</summary>
    public TimeSpan HealthKept { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The site's address as people type it, such as <c>https://taihang.example.gov.cn</c>, to which passkeys are bound; null for
    /// <c>http://localhost</c> on a site for its own machine, and for no passkeys on any other.
    /// </summary>
    public string? Origin { get; init; }

    /// <summary>A proxy on another machine whose word for who asks is believed; one on this machine always is.</summary>
    public IPAddress? Proxy { get; init; }

    /// <summary>The channels of outbound notices; null where this site sends none.</summary>
    public NoticeSettings? Notices { get; init; }

    /// <summary>How long the tree of places is kept before it is read again.</summary>
    public TimeSpan TreeKept { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>Builds the site; <c>taihang serve</c> and the tests start it.</summary>
public static class WebHost
{
    /// <summary>Pages load nothing from elsewhere and run no script.</summary>
    private const string ContentSecurity =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>The two pages on which passkeys are used run one file of the site's own, which asks nobody else (decision 0017).</summary>
    internal const string ContentSecurityWithScript = ContentSecurity + "; script-src 'self'; connect-src 'self'";

    /// <param name="services">What a test puts in the place of the site's own.</param>
    public static Outcome<WebApplication> Build(WebSettings settings, Action<IServiceCollection>? services = null)
    {
        if (settings.Origin is { } origin && PasskeyOrigin.Read(origin) is { Ok: false } wrong)
            return Outcome<WebApplication>.Refused(wrong.Problems);
        var site = Site.Load(settings);
        if (!site.Ok)
            return Outcome<WebApplication>.Refused(site.Problems);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // A port that is taken is told as one problem, not as a stack of calls.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // The keys of sign-in are protected by the folder they lie in, as the master key is.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Every page carries a form, so every page is sent as not to be kept; saying so each time is noise.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(site.Value);
        builder.Services.AddHostedService<DailyClock>();
        builder.Services.AddHostedService<NoticeSender>();
        builder.Services.AddSingleton(_ => new SignInLimits(settings));
        // Nobody's rows until Visit has read who asks.
        builder.Services.AddScoped(_ => new TaihangDb(StoreOptions.For(settings.Store)));
        builder.Services.AddSingleton(_ => new ActSequencer(settings.Store));
        builder.Services.AddSingleton<Held<HeldForm>>();
        builder.Services.AddSingleton<Held<HeldComparison>>();
        builder.Services.AddSingleton<HeldChallenges>();
        builder.Services.AddSingleton<PasskeyPlace>();
        builder.Services.AddSingleton<SiteMetrics>();
        builder.Services.AddSingleton<HealthLook>();
        // A form that is sent names people: it is read in memory and never laid down in a temporary file.
        builder.Services.Configure<FormOptions>(options => options.MemoryBufferThreshold = 32 << 20);
        builder.Services.AddScoped<Visit>();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery(options => options.Cookie.Name = "taihang-form");
        // Sign-in survives a restart and stays with the deployment: its keys lie beside the master key.
        builder
            .Services.AddDataProtection()
            .SetApplicationName("taihang")
            .PersistKeysToFileSystem(
                new DirectoryInfo(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(settings.KeyFile))!, "web-keys"))
            );
        builder
            .Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(options =>
            {
                options.Cookie.Name = "taihang";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.ExpireTimeSpan = TimeSpan.FromHours(12);
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/sign-in";
            });
        builder.Services.AddAuthorization();
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        builder.Services.Configure<BrotliCompressionProviderOptions>(options =>
            options.Level = CompressionLevel.Fastest
        );
        builder.Services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.AddPolicy(Routes.SignInLimit, http => SignInLimits.ByAddress(http, settings));
            options.AddPolicy(Routes.PasskeyLimit, http => SignInLimits.PasskeyByAddress(http, settings));
            options.AddPolicy(Routes.PublicLimit, http => SignInLimits.PublicByAddress(http, settings));
        });
        builder.Services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            if (settings.Proxy is { } proxy)
                options.KnownProxies.Add(proxy);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.Urls.Add(settings.Urls);
        if (settings.MetricsUrl is { } metrics)
        {
            app.Urls.Add(metrics);
            // It counts from the beginning, not from the first time it is read; and its address serves nothing else.
            app.Services.GetRequiredService<SiteMetrics>();
            var port = new Uri(metrics).Port;
            app.Use(
                (http, next) =>
                {
                    if (http.Connection.LocalPort != port || http.Request.Path == "/metrics")
                        return next(http);
                    http.Response.StatusCode = StatusCodes.Status404NotFound;
                    return Task.CompletedTask;
                }
            );
        }
        // Who asks, as the proxy on this machine (or the one that was named) says; nobody else is believed. The limits count by it.
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.Use(
            async (http, next) =>
            {
                var headers = http.Response.Headers;
                headers.ContentSecurityPolicy = ContentSecurity;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers.CacheControl = "no-store";
                await next(http);
            }
        );
        app.UseStatusCodePages(Routes.StatusPage);
        app.UseExceptionHandler(error => error.Run(Routes.Failed));
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseRateLimiter();
        app.UseAntiforgery();
        Routes.Map(app);
        return app;
    }
}
