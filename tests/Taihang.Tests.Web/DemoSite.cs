using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Store;
using Taihang.Web;
using Xunit;

[assembly: AssemblyFixture(typeof(Taihang.Tests.Web.DemoSite))]

namespace Taihang.Tests.Web;

/// <summary>The real demo, made once by the command line and served in process; the browser is Debian's Chromium.</summary>
public sealed partial class DemoSite : IAsyncLifetime
{
    private readonly Folder folder = Repository.TemporaryFolder();
    private WebApplication? app;
    private IPlaywright? playwright;
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<System.Net.Cookie>>>> sessions = [];

    public string Base { get; private set; } = "";

    public IBrowser? Browser { get; private set; }

    public StoreAddress Store => StoreAddress.Parse(folder.File("demo/taihang.db"));

    /// <summary>The demo's record as a deployment would serve it.</summary>
    public WebSettings Settings =>
        new(
            Store,
            Path.Combine(Repository.Packs, "cn"),
            folder.File("demo/master.key"),
            "http://127.0.0.1:0",
            () => new DateOnly(2026, 11, 23)
        );

    public async ValueTask InitializeAsync()
    {
        using var demo = Process.Start(
            new ProcessStartInfo(
                "dotnet",
                [
                    Path.Combine(AppContext.BaseDirectory, "taihang.dll"),
                    "demo",
                    "--once",
                    "--data",
                    folder.File("demo"),
                    "--packs",
                    Repository.Packs,
                    "--pack",
                    "cn",
                    "--today",
                    "2026-11-23",
                ]
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var error = demo.StandardError.ReadToEndAsync();
        var output = await demo.StandardOutput.ReadToEndAsync();
        await demo.WaitForExitAsync();
        Assert.True(demo.ExitCode == 0, output + await error);
        app = await Serve(Settings with { SignInsPerMinute = 10_000, SignInsPerMinuteAndLogin = 10_000 });
        Base = app.Urls.Single();
        FindPlaces();
        const string Chromium = "/usr/bin/chromium";
        if (!File.Exists(Chromium) && Environment.GetEnvironmentVariable("CI") != "true")
            return;
        playwright = await Playwright.CreateAsync();
        Browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = Chromium,
                Headless = true,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>
    /// A page in a browser of its own, signed in where a login is given. It closes with the browser, and the sign-in form is sent by a
    /// plain client (a test of its own sends it from the page): Chromium 156 now and then stops answering after a form was sent. Skips the
    /// test where there is no Chromium (never in CI).
    /// </summary>
    public async Task<IPage> Visit(string? login, string language = "zh-CN", int width = 1366, bool script = true)
    {
        Assert.SkipWhen(Browser is null, "Chromium is not installed (apt-get install chromium).");
        var context = await Browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                Locale = language,
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
                BaseURL = Base,
                JavaScriptEnabled = script,
            }
        );
        if (login is not null)
        {
            await context.AddCookiesAsync(
                (await SessionOf(login)).Select(c => new Microsoft.Playwright.Cookie
                {
                    Name = c.Name,
                    Value = c.Value,
                    Domain = c.Domain,
                    Path = c.Path,
                })
            );
        }
        return await context.NewPageAsync();
    }

    /// <summary>A page as a person meets it, on a desk and on a phone: it answers, has one heading, does not scroll sideways and is accessible.</summary>
    /// <param name="name">Of its screenshot.</param>
    public async Task Whole(string login, string address, string language, string name)
    {
        foreach (var width in new[] { 1366, 390 })
        {
            var page = await Visit(login, language, width);
            Assert.Equal(200, (await page.GotoAsync(address))!.Status);
            Assert.Single(await page.QuerySelectorAllAsync("h1"));
            Assert.True(
                await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width,
                $"{name} at {width}"
            );
            Assert.Empty(await PagesTests.AxeViolations(page));
            if (Environment.GetEnvironmentVariable("TAIHANG_SCREENSHOTS") is { } folder)
                await page.ScreenshotAsync(
                    new() { Path = Path.Combine(folder, $"{name}-{language[..2]}-{width}.png") }
                );
        }
    }

    /// <summary>One session for each account: a password takes a fifth of a second to check, and pages are visited by the hundred.</summary>
    private Task<IReadOnlyList<System.Net.Cookie>> SessionOf(string login) => sessions.GetOrAdd(login, SignedIn).Value;

    private Lazy<Task<IReadOnlyList<System.Net.Cookie>>> SignedIn(string login) =>
        new(async () =>
        {
            using var client = await SiteClient.SignedIn(Base, login);
            return client.Cookies;
        });

    /// <summary>A second site, with other settings, at an address of its own.</summary>
    public async Task<WebApplication> Serve(
        WebSettings settings,
        Action<WebApplication>? add = null,
        Action<IServiceCollection>? services = null
    )
    {
        var served = WebHost.Build(settings, services).Value;
        add?.Invoke(served);
        await served.StartAsync();
        return served;
    }

    /// <summary>A site over a copy of the record, for a test that changes it.</summary>
    /// <param name="change">What is done to the copy before it is served.</param>
    /// <param name="add">What the site has beside its own.</param>
    /// <param name="with">What the site is told beside the usual.</param>
    public async Task<WebApplication> ServeCopy(
        Folder files,
        string? change = null,
        Action<WebApplication>? add = null,
        Func<WebSettings, WebSettings>? with = null
    )
    {
        var store = Copy(files);
        File.Copy(SigningKey.Beside(Settings.KeyFile), files.File(SigningKey.FileName));
        File.Copy(Settings.KeyFile, files.File("master.key"));
        foreach (var file in Directory.EnumerateFiles(folder.File("demo/files"), "*", SearchOption.AllDirectories))
        {
            var copy = files.File(Path.Combine("files", Path.GetRelativePath(folder.File("demo/files"), file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        if (change is not null)
        {
            using var db = new TaihangDb(StoreOptions.For(store), CountyScope.Everything);
            await db.Database.ExecuteSqlRawAsync(change);
        }
        var settings = Settings with
        {
            Store = store,
            KeyFile = files.File("master.key"),
            SignInsPerMinute = 10_000,
            SignInsPerMinuteAndLogin = 10_000,
        };
        return await Serve(with is null ? settings : with(settings), add);
    }

    /// <summary>A copy of the record for a test that changes it.</summary>
    public StoreAddress Copy(Folder into)
    {
        using var db = Open();
        db.Database.ExecuteSql($"VACUUM INTO {into.File("taihang.db")}");
        return StoreAddress.Parse(into.File("taihang.db"));
    }

    /// <summary>Somebody's name and ID number, unsealed.</summary>
    public (string Name, string IdNumber) Person(Guid personId)
    {
        using var db = Open();
        using var sealing = Sealing.Open(Settings.KeyFile).Value;
        var person = db.Persons.AsNoTracking().Single(p => p.PersonId == personId);
        return (person.Name, sealing.Unseal(person.WrappedKey, person.Sealed, person.PersonId)!.IdNumber!);
    }

    public TaihangDb Open() => new(StoreOptions.For(Store), CountyScope.Everything);

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        playwright?.Dispose();
        if (app is not null)
            await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }
}
