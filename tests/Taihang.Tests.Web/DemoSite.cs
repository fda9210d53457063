using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Taihang.Core.PersonalData;
using Taihang.Core.Registry.Duplicates;
using Taihang.Modules.Access;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Registry.Duplicates;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Web;
using Xunit;

[assembly: AssemblyFixture(typeof(Taihang.Tests.Web.DemoSite))]

namespace Taihang.Tests.Web;

/// <summary>The real demo, made once by the command line and served in process; the browser is Debian's Chromium.</summary>
public sealed class DemoSite : IAsyncLifetime
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

    /// <summary>The county that the demo fills, a village of it with the most monitored households, and one such household.</summary>
    public (string County, string Township, string Village, Household Household) Places { get; private set; }

    /// <summary>A member of that household with sealed numbers.</summary>
    public Guid Member { get; private set; }

    /// <summary>An act of that county which its checkpoint covers.</summary>
    public Guid Act { get; private set; }

    /// <summary>
    /// Two pairs that may be one person, both of a member of the household in <see cref="Places"/>: with somebody of the county, and with
    /// somebody of another.
    /// </summary>
    public (DuplicatePair Near, DuplicatePair Far) Pairs { get; private set; }

    /// <summary>What that member asked about their record, not answered yet.</summary>
    public Guid Asked { get; private set; }

    public string Neighbour { get; private set; } = "";

    /// <summary>The county of <see cref="Neighbour"/>.</summary>
    public string OtherCounty { get; private set; } = "";

    /// <summary>What the demo tried in its laboratory, the oldest first.</summary>
    public IReadOnlyList<Guid> Trials { get; private set; } = [];

    /// <summary>The demo's accounts by login.</summary>
    public IReadOnlyDictionary<string, Guid> Accounts { get; private set; } = new Dictionary<string, Guid>();

    /// <summary>A list of the demo's county office that its colleagues may open.</summary>
    public Guid List
    {
        get
        {
            using var db = Open();
            return db.SavedLists.First(l => l.Name == "住房 C、D 级的户").ListId;
        }
    }

    /// <summary>The township office's passkey, which no device has.</summary>
    public Guid Passkey { get; private set; }

    public const string PasskeyLabel = "USB-1";

    /// <summary>A running case of the demo, whose notice is up.</summary>
    public Guid Running { get; private set; }

    /// <summary>A notice of the demo that is up.</summary>
    public Guid Posted { get; private set; }

    /// <summary>An outbound notice of the demo that waits to be printed.</summary>
    public Guid Letter { get; private set; }

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

    /// <summary>A running case of the demo that stands at the step.</summary>
    public Guid At(string step)
    {
        using var db = Open();
        return db.ProcedureCases.AsNoTracking().First(c => c.Step == step).CaseId;
    }

    /// <summary>A change request of the demo that stands so.</summary>
    public Guid Change(string standing)
    {
        using var db = Open();
        return db
            .ChangeRequests.AsNoTracking()
            .Where(c => c.Standing == standing)
            .OrderBy(c => c.RequestedOn)
            .First()
            .ChangeId;
    }

    /// <summary>An attachment of the demo for that purpose, which was not withdrawn.</summary>
    public Guid Attached(string purpose)
    {
        using var db = Open();
        return db
            .Attachments.AsNoTracking()
            .Where(a => a.Purpose == purpose && a.WithdrawnActId == null)
            .OrderBy(a => a.ShownOn)
            .First()
            .AttachmentId;
    }

    /// <summary>The question of the demo of that kind.</summary>
    public Guid Question(string kind)
    {
        using var db = Open();
        return db.QualityQuestions.AsNoTracking().Single(q => q.Kind == kind).QuestionId;
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

    private void FindPlaces()
    {
        using var db = Open();
        var regions = db.Regions.AsNoTracking().ToDictionary(r => r.RegionNo);
        var posted = db.Postings.First();
        Accounts = db.Accounts.AsNoTracking().ToDictionary(a => a.Login, a => a.AccountId);
        var run = db
            .IdentificationRuns.Where(r => r.CountyNo == posted.CountyNo)
            .OrderByDescending(r => r.AsOf)
            .First();
        // The demo's cadre stands in the first village of the county.
        var village = regions[db.Villages.Where(v => v.CountyNo == posted.CountyNo).Min(v => v.VillageNo)];
        var result = db
            .IdentificationResults.Where(r => r.RunId == run.RunId && r.VillageNo == village.RegionNo)
            .OrderByDescending(r => r.Counted)
            .ThenBy(r => r.HouseholdId)
            .First();
        var county = regions.Values.Single(r =>
            r.CountyNo == posted.CountyNo && r.Level == "county" && r.ValidTo == null
        );
        Places = (
            county.Code,
            regions.Values.First(r => r.Code == village.Code[..9]).Code,
            village.Code,
            db.Households.AsNoTracking().Single(h => h.HouseholdId == result.HouseholdId)
        );
        Member = db
            .Persons.AsNoTracking()
            .Where(p => p.HouseholdId == result.HouseholdId && p.Sealed != null && p.LeftOn == null)
            .OrderBy(p => p.PersonId)
            .First()
            .PersonId;
        Act = db.AuditLeaves.Single(l => l.CountyNo == posted.CountyNo && l.Seq == 1).ActId;
        var neighbour = regions[db.Villages.Where(v => v.CountyNo != posted.CountyNo).Min(v => v.VillageNo)];
        Neighbour = neighbour.Code;
        OtherCounty = regions
            .Values.Single(r => r.CountyNo == neighbour.CountyNo && r.Level == "county" && r.ValidTo == null)
            .Code;
        Pairs = (Pair(db, posted.CountyNo), Pair(db, neighbour.CountyNo));
        Passkey = AddPasskeyTo(db, Accounts["township"]);
        Asked = OwnRequest(db);
        db.SaveChanges();
        Trials = [.. db.LabTrials.OrderBy(t => t.AtUnixMs).ThenBy(t => t.TrialId).Select(t => t.TrialId)];
        Running = db.ProcedureCases.AsNoTracking().First(c => c.Step == "notice" && c.Stopped).CaseId;
        Letter = db
            .OutboundNotices.AsNoTracking()
            .Where(n => n.Standing == "letter" && n.CountyNo == posted.CountyNo)
            .OrderBy(n => n.NoticeId)
            .First()
            .NoticeId;
        Posted = db.ProcedureNotices.AsNoTracking().First(n => n.TakenDownOn == null).NoticeId;
    }

    private static Guid AddPasskeyTo(TaihangDb db, Guid accountId) =>
        AddPasskey
            .Run(
                db,
                accountId,
                PasskeyLabel,
                new MadePasskey([1, 2, 3], [1], 0, BackedUp: true),
                new ActContext(accountId, DateTimeOffset.UnixEpoch.AddYears(56), "test", "test")
            )
            .Value.PasskeyId;

    /// <summary>The demo's people asked nothing, so this is put in; a day, which is the same in both languages.</summary>
    private Guid OwnRequest(TaihangDb db)
    {
        var (county, at) = (Places.Household.CountyNo, DateTimeOffset.UnixEpoch.AddYears(56));
        var act = RecordAct.Append(
            db,
            county,
            OwnRequests.AskKind,
            new ActContext(Guid.Empty, at, "test", "test"),
            new { PersonId = Member }
        );
        var row = new OwnRequest
        {
            CountyNo = county,
            RequestId = Guid.CreateVersion7(),
            PersonId = Member,
            HouseholdId = Places.Household.HouseholdId,
            VillageNo = Places.Household.VillageNo,
            Kind = OwnRequestKind.Correct,
            Channel = OwnChannel.Web,
            About = "birth_date",
            Text = "1952-03-01",
            ReceivedOn = new DateOnly(2026, 11, 20),
            Standing = OwnRequestStanding.Open,
            ActId = act.ActId,
        };
        db.OwnRequests.Add(row);
        return row.RequestId;
    }

    /// <summary>The demo looked for none, so these are put in: a member of the household and the first person of another one.</summary>
    private DuplicatePair Pair(TaihangDb db, int other)
    {
        var household = Places.Household;
        var act = RecordAct.Append(
            db,
            household.CountyNo,
            "registry.find_duplicates",
            new ActContext(Guid.Empty, DateTimeOffset.UnixEpoch.AddYears(56), "test", "test"),
            new { County = other }
        );
        var pair = new DuplicatePair
        {
            CountyNo = household.CountyNo,
            PairId = Guid.CreateVersion7(),
            PersonA = household.HeadId!.Value,
            CountyNoB = other,
            PersonB = db
                .Persons.Where(p => p.CountyNo == other && p.HouseholdId != household.HouseholdId)
                .OrderBy(p => p.PersonId)
                .First()
                .PersonId,
            ProbabilityPpm = 970_000,
            Reasons = JsonSerializer.Serialize<FieldEvidence[]>([new(PairField.Name, 1, 8.5)]),
            State = FindDuplicates.Open,
            FoundActId = act.ActId,
        };
        db.DuplicatePairs.Add(pair);
        return pair;
    }
}
