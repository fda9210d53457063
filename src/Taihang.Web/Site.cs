using System.Collections.Immutable;
using System.Security.Cryptography;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Core.Reports;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Reports;
using Taihang.Modules.Store;

namespace Taihang.Web;

/// <summary>What stays the same while the site runs: the pack in force, the tree, the outlines, the assets.</summary>
public sealed class Site
{
    private readonly WebSettings settings;
    private (RegionTree Tree, long ReadAt) kept;

    private Site(
        WebSettings settings,
        Pack pack,
        Outcome<ReportPack> reports,
        Outcome<PostingRules> posting,
        ImmutableArray<CountyShape> shapes,
        RegionTree tree
    )
    {
        if (SigningKey.Open(AuditKeyFileOf(settings)) is { Ok: true } key)
            using (key.Value)
                AuditKey = key.Value.Public;
        (this.settings, Pack, Reports, Posting, Shapes) = (settings, pack, reports, posting, shapes);
        kept = (tree, Environment.TickCount64);
    }

    /// <summary>What the operator should mend; the site runs all the same.</summary>
    public IReadOnlyList<Problem> Warnings { get; private init; } = [];

    public Pack Pack { get; }

    /// <summary>What forms are filled and printed by; refused in a programme that has no list of headings.</summary>
    public Outcome<ReportPack> Reports { get; }

    /// <summary>What lists may show and ask; only where there are headings.</summary>
    public ListFields ListFields => new(Pack, Reports.Value.Headings);

    /// <summary>What lists found, so that turning a page is quick.</summary>
    public ListMemory ListMemory { get; } = new();

    public ImmutableArray<CountyShape> Shapes { get; }

    /// <summary>By what cadres are posted; refused in a programme that has no such rules.</summary>
    public Outcome<PostingRules> Posting { get; }

    /// <summary>The pack's registration form, which names what can be stated of a household; null where the pack has none.</summary>
    public RegistrationForm? Form { get; private init; }

    /// <summary>Read again after <see cref="WebSettings.TreeKept"/>: the command line may have loaded another while the site runs.</summary>
    public RegionTree Tree
    {
        get
        {
            lock (settings)
            {
                if (Environment.TickCount64 - kept.ReadAt >= settings.TreeKept.TotalMilliseconds)
                {
                    using var db = new TaihangDb(StoreOptions.For(settings.Store), CountyScope.Everything);
                    kept = (LoadRegions.Tree(db), Environment.TickCount64);
                }
                return kept.Tree;
            }
        }
    }

    /// <summary>Where the key that signs checkpoints lies.</summary>
    public string AuditKeyFile => AuditKeyFileOf(settings);

    /// <summary>For one request, to compare numbers by their blind index; whoever opens it closes it.</summary>
    public Outcome<Sealing> OpenSealing() => Sealing.Open(settings.KeyFile);

    /// <summary>Where attached files lie.</summary>
    public StoredFiles Files => StoredFiles.Beside(settings.Store, settings.KeyFile);

    /// <summary>The public half of it; null in a deployment that has none yet.</summary>
    public LogKey? AuditKey { get; }

    public DateOnly Today => settings.Today();

    /// <summary>The method in force today; the pages open on it.</summary>
    public MethodPlan? Method => Pack.Method(null, Today);

    /// <summary>The line that the method in force compares with, where it is a parameter.</summary>
    public ParameterDef? Line => Method?.Welfare?.Line is Expr.Parameter line ? Pack.Parameter(line.Id) : null;

    public static Outcome<Site> Load(WebSettings settings)
    {
        var pack = PackFolder.LoadFrom(settings.PackFolder);
        if (!pack.Ok)
            return Outcome<Site>.Refused(pack.Problems);
        var store = OpenStore.Existing(settings.Store);
        if (!store.Ok)
            return Outcome<Site>.Refused(store.Problems);
        using var db = store.Value;
        var shapes = RegionFiles.ReadShapes(Path.Combine(settings.PackFolder, "regions", "counties.topojson"));
        if (!shapes.Ok)
            return Outcome<Site>.Refused(shapes.Problems);
        var file = Path.Combine(settings.PackFolder, RegistrationForm.File);
        var form = File.Exists(file)
            ? RegistrationForm.Read(File.ReadAllText(file), pack.Value.Dictionary)
            : (Outcome<RegistrationForm>?)null;
        if (form is { Ok: false } faulty)
            return Outcome<Site>.Refused(faulty.Problems);
        // A pack may do without forms; one whose forms are wrong does not start.
        var reports = ReportPack.Load(settings.PackFolder, pack.Value.Dictionary);
        if (!reports.Ok && reports.Problems[0].Code != ReportsProblems.NoRules("").Code)
            return Outcome<Site>.Refused(reports.Problems);
        // A pack may send nobody; one whose rules of posting are wrong does not start.
        var posting = DispatchPack.Rules(settings.PackFolder);
        if (!posting.Ok && posting.Problems[0].Code != DispatchProblems.NoPostingRules("").Code)
            return Outcome<Site>.Refused(posting.Problems);
        // A site that could not open a sealed number later says so before it starts.
        var sealing = Sealing.Open(settings.KeyFile);
        return sealing.Ok
            ? new Site(settings, pack.Value, reports, posting, shapes.Value, LoadRegions.Tree(db))
            {
                Form = form?.Value,
                Warnings = PolicyCheck.Run(db),
            }
            : Outcome<Site>.Refused(sealing.Problems);
    }

    private static string AuditKeyFileOf(WebSettings settings) => SigningKey.Beside(settings.KeyFile);

    /// <summary>The title of an outcome of any period: an older answer is read by the method that gave it.</summary>
    public Words OutcomeTitle(string outcome) =>
        outcome == MethodPlan.Unknown
            ? new Words("无法判定", "Cannot say")
            : OutcomeOf(outcome)?.Title ?? Words.Same(outcome);

    public OutcomePlan? OutcomeOf(string outcome) =>
        Pack
            .Methods.OrderByDescending(m => m.ValidFrom)
            .SelectMany(m => m.Outcomes)
            .FirstOrDefault(o => o.Id == outcome);

    public Words MethodTitle(string method) => Pack.Method(method, Today)?.Title ?? Words.Same(method);
}

/// <summary>The files pages need, embedded in the binary and named by their content, so that they can be kept for ever.</summary>
public static class SiteAssets
{
    private static readonly ImmutableDictionary<string, (byte[] Bytes, string Type, string Hash)> All = Read();

    public static string Path(string name) => $"/assets/{All[name].Hash}/{name}";

    public static (byte[] Bytes, string Type)? Find(string hash, string name) =>
        All.TryGetValue(name, out var asset) && asset.Hash == hash ? (asset.Bytes, asset.Type) : null;

    private static ImmutableDictionary<string, (byte[], string, string)> Read()
    {
        var assembly = typeof(SiteAssets).Assembly;
        return assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith("assets/", StringComparison.Ordinal))
            .ToImmutableDictionary(
                name => name["assets/".Length..],
                name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    var bytes = new byte[stream.Length];
                    stream.ReadExactly(bytes);
                    var type = System.IO.Path.GetExtension(name) switch
                    {
                        ".css" => "text/css; charset=utf-8",
                        ".js" => "text/javascript; charset=utf-8",
                        _ => "image/svg+xml",
                    };
                    return (bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
                }
            );
    }
}
