using System.Text;

namespace Taihang.Tests.Architecture;

/// <summary>
/// The allowed arrows of the house, the one table that the architecture tests and docs/map.md are made from.
/// </summary>
public static class House
{
    /// <summary>Which project may reference which.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } =
        new Dictionary<string, string[]>
        {
            ["Taihang.Core"] = ["MathNet.Numerics"],
            ["Taihang.Methods"] = ["Taihang.Core"],
            ["Taihang.Modules"] = ["Taihang.Core", "Taihang.Methods"],
            ["Taihang.Migrations.Sqlite"] = ["Taihang.Modules"],
            ["Taihang.Migrations.Postgres"] = ["Taihang.Modules"],
            ["Taihang.Solver"] = ["Taihang.Core"],
            ["Taihang.Web"] = ["Taihang.Core", "Taihang.Methods", "Taihang.Modules"],
            ["taihang"] =
            [
                "Taihang.Core",
                "Taihang.Methods",
                "Taihang.Modules",
                "Taihang.Web",
                "Taihang.Migrations.Sqlite",
                "Taihang.Migrations.Postgres",
            ],
        };

    /// <summary>Which packages a pure project may lean on; the others may use any that is pinned.</summary>
    public static IReadOnlyDictionary<string, string[]> PurePackages { get; } =
        new Dictionary<string, string[]>
        {
            ["Taihang.Core"] = ["MathNet.Numerics"],
            ["Taihang.Methods"] = ["YamlDotNet"],
        };

    /// <summary>
    /// The rooms of Core and Modules in the order of the delivery chain. A room may use those above it, never those below;
    /// <c>Common</c>, <c>Store</c> and <c>Measures</c> stand above all modules and use none.
    /// </summary>
    public static (string Room, string Chinese, string Owns)[] Rooms { get; } =
    [
        ("Common", "公用", "words, problems, fractions, seeded streams"),
        ("Store", "存储", "the model of the record on SQLite and PostgreSQL"),
        ("Measures", "测度", "poverty measures over values"),
        ("Regions", "区域", "the region tree with validity dates and successors; contiguous areas"),
        ("Access", "权限与留痕", "accounts, roles, scopes, acts and the audit log, what the area has set"),
        ("Procedures", "办事程序", "steps, clocks, notices, objections, votes, samples; running cases"),
        ("Registry", "建档立卡", "households, persons, villages; observations; sealing; import"),
        ("Outbound", "告知发送", "what is told outside the pages: channels, leases, retries, letters to print"),
        ("Identification", "精准识别", "snapshots, runs, results, reasons"),
        ("Dispatch", "驻村帮扶", "sending units, cadres, postings and their proof"),
        ("Reports", "一表通", "forms printed from facts, other people's forms filled from them, the burden ledger"),
        ("Takeover", "旧系统数据接收", "other registers' files taken in through a column mapping"),
        ("Quality", "数据质量", "questions about the record, put to people and answered in words"),
        (
            "PersonalData",
            "个人信息",
            "a person's own copy and page, what they ask about their record, the end of retention"
        ),
        ("Samples", "样例", "made-up counties; nothing may lean on it"),
    ];

    /// <summary>The text of docs/map.md.</summary>
    public static string Map()
    {
        var text = new StringBuilder();
        text.Append("# Map of the house\n\n");
        text.Append(
            "Made from the table in `tests/Taihang.Tests/Architecture/House.cs`; a test holds the built assemblies to it, and this page to the table.\n\n"
        );
        text.Append("## Projects\n\n| project | may use |\n|---|---|\n");
        foreach (var (project, uses) in Projects)
            text.Append(
                $"| `{project}` | {(uses.Length == 0 ? "nothing" : string.Join(", ", uses.Select(u => $"`{u}`")))} |\n"
            );
        text.Append(
            "\n## Rooms of Core and Modules\n\nA room may use those above it, never those below.\n\n| room | 中文 | owns |\n|---|---|---|\n"
        );
        foreach (var (room, chinese, owns) in Rooms)
            text.Append($"| `{room}` | {chinese} | {owns} |\n");
        text.Append(
            """

            ## Rules that a test holds

            - A project uses only what the table allows; a room only the rooms above it.
            - The pure projects lean on no package but those named, and on no clock, dice, file, socket or task; they hold no state.
            - No `Manager`, `Helper`, `Util`, `Repository`, `Mediator`, `Mapper` or `Base…` type.
            - No interface with a single implementation.
            - A page asks a use case; it holds no query.
            - No source file is longer than 400 lines.

            Each rule is also run on `tests/Taihang.ArchFixtures`, where it must fail.

            """
        );
        return text.ToString();
    }
}
