using System.CommandLine;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Taihang.Core.Common;
using Taihang.Modules.Outbound;
using Taihang.Modules.Store;
using Taihang.Web;

namespace Taihang.Cli.Verbs;

/// <summary>What is served, and where.</summary>
public sealed record WebAddress(
    StoreAddress Store,
    string Pack,
    string Key,
    string Urls,
    string? Metrics = null,
    string? Origin = null,
    string? Notices = null,
    IPAddress? Proxy = null
);

/// <summary><c>taihang serve</c>: the site on the deployment's record.</summary>
public static class Serve
{
    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "Address to serve at · 网址",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    private static readonly Option<string?> Metrics = new("--metrics")
    {
        Description = "Address for Prometheus, such as http://127.0.0.1:9464; none unless said · 监控指标地址",
    };

    private static readonly Option<string?> Origin = new("--origin")
    {
        Description =
            "Address as people type it, such as https://taihang.example.gov.cn; passkeys are bound to it · 对外网址（通行密钥用）",
    };

    private static readonly Option<IPAddress?> Proxy = new("--proxy")
    {
        Description =
            "Address of a proxy on another machine that says who asks; one on this machine is believed anyway · 反向代理地址",
        CustomParser = result =>
        {
            if (IPAddress.TryParse(result.Tokens.Single().Value, out var address))
                return address;
            result.AddError($"--proxy {result.Tokens.Single().Value}: not an IP address · 不是 IP 地址");
            return null;
        },
    };

    private static readonly Option<string?> Notices = new("--notices")
    {
        Description = "Send outbound notices through a folder or a settings file (.json); none unless said · 告知通道",
    };

    public static Command Verb { get; } = Make();

    private static Command Make()
    {
        var verb = new Command("serve", "Serve the site · 启动网站") { Urls, Metrics, Origin, Notices, Proxy };
        verb.SetAction(
            (parsed, cancel) =>
                Run(
                    new WebAddress(
                        Deployment.Store(parsed),
                        Deployment.Pack(parsed),
                        Deployment.KeyFile(parsed),
                        parsed.GetRequiredValue(Urls),
                        parsed.GetValue(Metrics),
                        parsed.GetValue(Origin),
                        parsed.GetValue(Notices),
                        parsed.GetValue(Proxy)
                    ),
                    Setting.In(parsed),
                    _ => { },
                    cancel
                )
        );
        return verb;
    }

    /// <param name="ready">Told once the site answers.</param>
    public static async Task<int> Run(WebAddress at, Language language, Action<string> ready, CancellationToken cancel)
    {
        var notices = at.Notices is { } path ? NoticeSettings.Read(path) : (Outcome<NoticeSettings>?)null;
        if (notices is { Ok: false } faulty)
            return Screen.Refuse(faulty.Problems, language);
        var settings = new WebSettings(at.Store, at.Pack, at.Key, at.Urls, () => DateOnly.FromDateTime(DateTime.Today))
        {
            MetricsUrl = at.Metrics,
            Origin = at.Origin,
            Notices = notices?.Value,
            Proxy = at.Proxy,
        };
        var built = WebHost.Build(settings);
        if (!built.Ok)
            return Screen.Refuse(built.Problems, language);
        await using var app = built.Value;
        Screen.Warn(app.Services.GetRequiredService<Site>().Warnings, language);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (Exception error)
            when (error
                    is IOException
                        or InvalidOperationException
                        or FormatException
                        or System.Net.Sockets.SocketException
            )
        {
            return Screen.Refuse([WebProblems.PortBusy(at.Urls, error.Message)], language);
        }
        await Console.Error.WriteLineAsync(
            new Words($"网站已启动：{at.Urls}（Ctrl+C 停止）", $"Serving at {at.Urls} (Ctrl+C stops)").In(language)
        );
        ready(at.Urls);
        var stopped = new TaskCompletionSource();
        await using (cancel.Register(stopped.SetResult))
            await stopped.Task;
        await app.StopAsync(CancellationToken.None);
        return 0;
    }
}
