using System.Text;
using System.Text.RegularExpressions;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Architecture;

/// <summary>
/// Every place where a context is given a scope, a wider one, or reads past its filter. A new one fails here until it is named, and
/// docs/scope.md is made from what is named.
/// </summary>
public sealed partial class ScopeTests
{
    /// <summary>Where whole records are opened, or a scope comes from somewhere else than a named reason.</summary>
    private static readonly (string File, string How, Words Why)[] Given =
    [
        (
            "Taihang.Web/Visit.cs",
            "Enter",
            new(
                "登录者所在的县；请求中唯一设定范围之处",
                "The visitor's county: the one place where a request gets its scope"
            )
        ),
        (
            "Taihang.Modules/Access/Accounts.cs",
            "Everything",
            new("县以上机构的账号", "An account of an office above the counties")
        ),
        (
            "Taihang.Modules/Access/ActSequencer.cs",
            "Within",
            new("共同提交中每项工作各用其人的范围", "Each piece of a shared commit, with its visitor's own scope")
        ),
        (
            "Taihang.Modules/Store/OpenStore.cs",
            "Everything",
            new("命令行：操作员打开整个数据库", "The command line: the operator opens the whole record")
        ),
        ("Taihang.Modules/Store/BackupFile.cs", "Everything", new("备份文件", "A backup's own file")),
        ("Taihang.Web/Site.cs", "Everything", new("全国区划树", "The tree of places")),
        (
            "Taihang.Web/NoticeSender.cs",
            "Everything",
            new("发送各县的告知", "The sender of outbound notices, for every county")
        ),
        (
            "Taihang.Web/DailyClock.cs",
            "Everything",
            new(
                "每日时钟：所有县的程序与数据问题",
                "The clock of the day, for the procedures and the questions of every county"
            )
        ),
    ];

    private static readonly (string File, string How)[] Widened =
    [
        ("Taihang.Modules/Access/Accounts.cs", nameof(Widening.SignIn)),
        ("Taihang.Modules/Access/Accounts.cs", nameof(Widening.SignIn)),
        ("Taihang.Modules/Access/Accounts.cs", nameof(Widening.SignIn)),
        ("Taihang.Modules/Access/Accounts.cs", nameof(Widening.SignIn)),
        ("Taihang.Modules/Access/Accounts.cs", nameof(Widening.SignIn)),
        ("Taihang.Modules/Access/Emergencies.cs", nameof(Widening.Review)),
        ("Taihang.Modules/Access/InviteAccount.cs", nameof(Widening.Invitation)),
        ("Taihang.Modules/Access/InviteAccount.cs", nameof(Widening.LoginTaken)),
        ("Taihang.Modules/Access/NamedActors.cs", nameof(Widening.ActorNames)),
        ("Taihang.Modules/Access/UsePasskey.cs", nameof(Widening.SignIn)),
        ("Taihang.Modules/Access/WatchReads.cs", nameof(Widening.LookLogged)),
        ("Taihang.Modules/Dispatch/PublishedVillages.cs", nameof(Widening.Published)),
        ("Taihang.Modules/PersonalData/OwnCodes.cs", nameof(Widening.OwnPage)),
        ("Taihang.Modules/Procedures/FromOutside.cs", nameof(Widening.FromOutside)),
        ("Taihang.Modules/Procedures/FromOutside.cs", nameof(Widening.Receipt)),
        ("Taihang.Modules/Procedures/FromOutside.cs", nameof(Widening.Receipt)),
        ("Taihang.Modules/Registry/Duplicates/ShowPairs.cs", nameof(Widening.DuplicatePair)),
        ("Taihang.Modules/Registry/IdNumberHolders.cs", nameof(Widening.OneNumberOnePerson)),
        ("Taihang.Web/AuditRoutes.cs", nameof(Widening.Published)),
        ("Taihang.Web/ConcernRoutes.cs", nameof(Widening.Emergency)),
        ("Taihang.Web/OwnRoutes.cs", nameof(Widening.OwnPage)),
        ("Taihang.Web/PublicProcedureRoutes.cs", nameof(Widening.FromOutside)),
        ("Taihang.Web/PublicProcedureRoutes.cs", nameof(Widening.Published)),
        ("Taihang.Web/PublicProcedureRoutes.cs", nameof(Widening.Receipt)),
        ("Taihang.Web/Routes.cs", nameof(Widening.Emergency)),
        ("Taihang.Web/Routes.cs", nameof(Widening.Published)),
    ];

    [Fact]
    public void Every_place_that_sets_or_widens_a_scope_is_named()
    {
        Assert.Equal(Named(), Found(Sources()));
        Assert.All(Widening.All, w => Assert.Contains(Widened, p => p.How == w.Id));
    }

    [Theory]
    [InlineData("using var all = db.WidenToAll(Widening.SignIn);")]
    [InlineData("db.Widen(\n    reason,\n    3)")]
    [InlineData("new TaihangDb(options, CountyScope.Everything)")]
    [InlineData("db.Households.IgnoreQueryFilters()")]
    [InlineData("db.Enter(scope)")]
    [InlineData("OpenStore.Existing(address)")]
    [InlineData("\"SELECT set_config('taihang.counties', 'all', false)\"")]
    public void A_place_that_is_not_named_is_found(string source) =>
        Assert.NotEqual(Named(), Found(Sources().Append(("Taihang.Web/NewRoutes.cs", source))));

    [Fact]
    public void The_list_in_the_docs_is_the_list_that_is_tested()
    {
        var path = Path.Combine(Repository.Root, "docs", "scope.md");
        if (Environment.GetEnvironmentVariable("TAIHANG_WRITE_DOCS") == "1")
            File.WriteAllText(path, Page());
        Assert.Equal(Page(), File.ReadAllText(path));
    }

    private static IEnumerable<string> Named() =>
        Given
            .Select(g => $"{g.File} {g.How}")
            .Concat(Widened.Select(w => $"{w.File} {w.How}"))
            .Order(StringComparer.Ordinal);

    /// <summary>The command line opens the whole record by <see cref="OpenStore"/> and does nothing else with scopes.</summary>
    private static IEnumerable<string> Found(IEnumerable<(string File, string Text)> sources) =>
        sources
            .SelectMany(s => Places().Matches(s.Text).Select(m => (s.File, How: m.Groups["how"].Value)))
            .Where(p =>
                !(
                    p.How == "OpenStore"
                    && (p.File.StartsWith("Taihang.Cli/", StringComparison.Ordinal) || Openers.Contains(p.File))
                )
            )
            .GroupBy(p => p.How is "Everything" ? (p.File, p.How, 0) : (p.File, p.How, 1))
            .SelectMany(g => g.Key.Item3 == 0 ? g.Take(1) : g)
            .Select(p => $"{p.File} {p.How}")
            .Order(StringComparer.Ordinal);

    /// <summary>What opens the whole record besides the command line: the start of the site, new stores, backups, and the check of a deployment.</summary>
    private static readonly string[] Openers =
    [
        "Taihang.Web/Site.cs",
        "Taihang.Modules/Registry/CheckDeployment.cs",
        "Taihang.Modules/Store/NewStore.cs",
        "Taihang.Modules/Store/BackupFile.cs",
    ];

    private static IEnumerable<(string File, string Text)> Sources()
    {
        var src = Path.Combine(Repository.Root, "src");
        string[] ends = ["*.cs", "*.razor"];
        return ends.SelectMany(end => Directory.EnumerateFiles(src, end, SearchOption.AllDirectories))
            .Select(f => (File: Path.GetRelativePath(src, f).Replace('\\', '/'), f))
            .Where(f =>
                !f.File.StartsWith("Taihang.Migrations", StringComparison.Ordinal)
                && f.File
                    is not (
                        "Taihang.Modules/Store/CountyScope.cs"
                        or "Taihang.Modules/Store/TaihangDb.Scope.cs"
                        or "Taihang.Modules/Store/ScopeOnConnection.cs"
                    )
            )
            .Select(f => (f.File, File.ReadAllText(f.f)));
    }

    private static string Page()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Where scopes are set and widened 县界何处设定、何处放宽

            Made from `tests/Taihang.Tests/Architecture/ScopeTests.cs`, which holds this list to the source. What a scope is: [access.md](access.md).

            ## Set

            | place | 中文 | why |
            |---|---|---|

            """
        );
        foreach (var (file, _, why) in Given)
            page.Append($"| `{file}` | {why.Zh} | {why.En} |\n");
        page.Append("\n## Widened for a while\n\n| name | 中文 | why | places |\n|---|---|---|---|\n");
        foreach (var widening in Widening.All)
        {
            var places = Widened.Where(w => w.How == widening.Id).Select(w => $"`{w.File}`").Distinct();
            page.Append($"| {widening.Id} | {widening.Why.Zh} | {widening.Why.En} | {string.Join(", ", places)} |\n");
        }
        return page.ToString();
    }

    [GeneratedRegex(
        @"\.Widen(ToAll)?\(\s*(Widening\.)?(?<how>\w+)|CountyScope\.(?<how>Everything)|\b(db|store)\.(?<how>Enter|Within)\(|(?<how>IgnoreQueryFilters|set_config)|(?<how>OpenStore)\.(Existing|Migrate)\("
    )]
    private static partial Regex Places();
}
