using System.Text;
using Taihang.Core.Common;
using Taihang.Methods.Explain;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Architecture;

/// <summary>Each shipped pack has a page in 中文 and in English, made from the same plan that runs: what is printed is what is applied.</summary>
public sealed class MethodPagesTests
{
    public static TheoryData<string, Language> Pages =>
        [
            .. PackFolder
                .Ids(Repository.Packs)
                .SelectMany(id => new[] { (id, Language.Chinese), (id, Language.English) }),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_page_says_what_the_pack_does(string id, Language language)
    {
        var path = Path.Combine(
            Repository.Root,
            "docs",
            "methods",
            $"{id}.{(language == Language.Chinese ? "zh" : "en")}.md"
        );
        var page = Page(id, language);
        if (Environment.GetEnvironmentVariable("TAIHANG_WRITE_DOCS") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path));
    }

    [Fact]
    public void There_is_no_page_of_a_pack_that_is_gone() =>
        Assert.Equal(Pages.Count, Directory.GetFiles(Path.Combine(Repository.Root, "docs", "methods"), "*.md").Length);

    /// <summary>The lines of <c>taihang pack explain</c> as a page: what stands at the margin heads what is indented below it.</summary>
    private static string Page(string id, Language language)
    {
        var pack = PackFolder.Load(Repository.Packs, id).Value;
        var text = new StringBuilder(
            $"# {pack.Title.In(language)}\n\n"
                + new Words(
                    $"由 `packs/{id}` 生成，与执行的规则同出一源；等同于 `taihang pack explain {id}`。\n",
                    $"Made from `packs/{id}`, from the same plan that runs; as `taihang pack explain {id}` says it.\n"
                ).In(language)
        );
        var under = false;
        foreach (var line in MethodProse.Write(pack).In(language).Split('\n').Select(l => l.TrimEnd()))
        {
            var said = line.TrimStart();
            var depth = (line.Length - said.Length) / 2;
            text.Append(
                depth == 0 ? $"\n## {said}\n"
                : under ? $"{new string(' ', 2 * (depth - 1))}- {said}\n"
                : $"\n- {said}\n"
            );
            under = depth > 0;
        }
        return text.ToString();
    }
}
