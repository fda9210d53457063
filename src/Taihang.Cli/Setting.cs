using System.CommandLine;
using Taihang.Core.Common;

namespace Taihang.Cli;

/// <summary>Options that every verb understands, with their environment variables.</summary>
public static class Setting
{
    public static Option<string> Database { get; } =
        new("--database")
        {
            Description = "SQLite file, or a PostgreSQL connection string (TAIHANG_DATABASE) · 数据库",
            Recursive = true,
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable("TAIHANG_DATABASE") ?? Path.Combine("data", "taihang.db"),
        };

    public static Option<string> Packs { get; } =
        new("--packs")
        {
            Description = "Folder of the packs (TAIHANG_PACKS) · 规则包目录",
            Recursive = true,
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TAIHANG_PACKS") ?? "packs",
        };

    public static Option<string> Pack { get; } =
        new("--pack")
        {
            Description = "Pack in force (TAIHANG_PACK) · 规则包",
            Recursive = true,
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TAIHANG_PACK") ?? "cn",
        };

    public static Option<string?> Key { get; } =
        new("--key")
        {
            Description = "Master key file; beside the database unless said (TAIHANG_KEY) · 主密钥文件",
            Recursive = true,
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("TAIHANG_KEY"),
        };

    public static Option<bool> Json { get; } =
        new("--json") { Description = "Result as JSON for scripts · 输出 JSON", Recursive = true };

    public static Option<string> Language { get; } =
        new("--language")
        {
            Description = "zh or en (TAIHANG_LANGUAGE, else LANG) · 语言",
            Recursive = true,
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable("TAIHANG_LANGUAGE")
                ?? (
                    Environment.GetEnvironmentVariable("LANG")?.StartsWith("zh", StringComparison.Ordinal) == true
                        ? "zh"
                        : "en"
                ),
        };

    public static Language In(ParseResult parsed) => Languages.FromTag(parsed.GetValue(Language));
}
