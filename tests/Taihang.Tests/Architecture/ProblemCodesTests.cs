using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace Taihang.Tests.Architecture;

/// <summary>A problem's code is for ever: each is defined in one place, in its module's hundred, and listed in docs/problems.md.</summary>
public sealed partial class ProblemCodesTests
{
    private static readonly (int From, string Folder, string Chinese, string English)[] Hundreds =
    [
        (0, "Taihang.Cli", "命令行与脚本", "command line and scripts"),
        (100, "Regions", "区划", "regions"),
        (200, "Access", "权限与留痕", "access and acts"),
        (300, "Taihang.Methods", "规则包", "packs"),
        (400, "Registry", "建档立卡", "registry"),
        (500, "Identification|Takeover", "精准识别、旧系统数据接收", "identification, taking over another register"),
        (600, "Dispatch", "驻村帮扶", "dispatch"),
        (700, "Taihang.Web", "网页", "web"),
        (800, "Samples", "样例", "samples"),
        (900, "Store", "存储", "store"),
        (1000, "Measures", "测度", "measures"),
        (1100, "Procedures", "办事程序", "procedures"),
        (1200, "Quality", "数据质量", "questions about the record"),
        (1220, "PersonalData", "个人信息", "personal data"),
        (1600, "Reports", "一表通", "reports"),
        (1700, "Attachments", "附件", "attachments"),
    ];

    private static readonly List<(int Code, string File, string Meaning)> Codes = Find();

    [Fact]
    public void A_code_is_defined_in_one_place_only()
    {
        var twice = Codes.GroupBy(c => c.Code).Where(g => g.Count() > 1);
        Assert.Empty(twice.Select(g => $"TH{g.Key:0000}: {string.Join(", ", g.Select(c => c.File).Distinct())}"));
    }

    [Fact]
    public void A_code_lies_in_its_modules_hundred() =>
        Assert.Empty(
            Codes
                .Where(c =>
                    !Hundreds
                        .Single(h => h.From == Of(c.Code))
                        .Folder.Split('|')
                        .Any(folder => c.File.Contains(folder, StringComparison.Ordinal))
                )
                .Select(c => $"TH{c.Code:0000} in {c.File}")
        );

    [Fact]
    public void The_docs_list_every_code()
    {
        var path = Path.Combine(Repository.Root, "docs", "problems.md");
        if (Environment.GetEnvironmentVariable("TAIHANG_WRITE_DOCS") == "1")
            File.WriteAllText(path, Page());
        Assert.Equal(Page(), File.ReadAllText(path));
    }

    /// <summary>Where a code's room begins; a hundred may be shared.</summary>
    private static int Of(int code) => Hundreds.Where(h => h.From <= code).Max(h => h.From);

    private static string Page()
    {
        var text = new StringBuilder(
            "# Problems 问题编号\n\nA refusal has a number that never changes, says what is wrong and what to do. This page is made from the source.\n"
        );
        foreach (var (from, _, chinese, english) in Hundreds)
        {
            var codes = Codes.Where(c => Of(c.Code) == from).OrderBy(c => c.Code).ToList();
            if (codes.Count == 0)
                continue;
            text.Append($"\n## {english} {chinese}\n\n| code | what is wrong |\n|---|---|\n");
            foreach (var (code, _, meaning) in codes)
                text.Append($"| TH{code:0000} | {meaning.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
        return text.ToString();
    }

    private static List<(int, string, string)> Find()
    {
        var found = new List<(int, string, string)>();
        foreach (
            var file in Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Order()
        )
        foreach (Match match in Code().Matches(File.ReadAllText(file)))
            found.Add(
                (int.Parse(match.Groups["code"].Value), Path.GetRelativePath(Repository.Root, file), Meaning(match))
            );
        return found;
    }

    private static string Meaning(Match match)
    {
        var english = match.Groups["en"].Success ? match.Groups["en"].Value : match.Groups["rest"].Value;
        return Hole().Replace(english.Replace("\\\"", "\"", StringComparison.Ordinal), "…").Trim();
    }

    /// <summary>A code where it is defined: <c>"TH0100", new("中文", "English")</c>, the first of two, or at the head of a line that is printed.</summary>
    [GeneratedRegex(
        """
            "TH(?<code>\d{4})(?:",\s*(?:[^"?;]*\?\s*)?new(?:\s+Words)?\(\s*\$?@?"(?:[^"\\]|\\.)*",\s*\$?@?"(?<en>(?:[^"\\]|\\.)*)"|\s(?<rest>[^"]*)"|")
            """
    )]
    private static partial Regex Code();

    [GeneratedRegex(@"\{(?:[^{}]|\{[^{}]*\})*\}")]
    private static partial Regex Hole();
}
