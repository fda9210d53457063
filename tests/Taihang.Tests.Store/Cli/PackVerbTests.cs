using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary><c>taihang pack</c>: a method author's first hour.</summary>
public sealed class PackVerbTests
{
    [Fact]
    public async Task A_new_pack_passes_its_own_cases_at_once_without_a_note_and_is_never_written_over()
    {
        using var files = Repository.TemporaryFolder();
        var (code, _, error) = await Run(files, "new", "kenya-2019");
        Assert.True(code == 0, error);
        var (passed, said, _) = await Run(files, "check", "kenya-2019", "--language", "en");
        Assert.Equal((0, "kenya-2019: 1 method, all 7 cases pass"), (passed, said.Trim()));
        var rule = files.File("kenya-2019/methods/example.yaml");
        await File.WriteAllTextAsync(rule, "mine");
        var (again, _, refused) = await Run(files, "new", "kenya-2019");
        Assert.Equal((1, "TH0331", "mine"), (again, refused[..6], await File.ReadAllTextAsync(rule)));
    }

    [Fact]
    public async Task A_pack_made_from_another_is_that_one_under_its_own_id()
    {
        using var files = Repository.TemporaryFolder();
        var (code, _, error) = await Run(files, "new", "mine", "--from", Path.Combine(Repository.Packs, "mpi-global"));
        Assert.True(code == 0, error);
        var (passed, said, _) = await Run(files, "check", "mine", "--language", "en");
        Assert.True(passed == 0 && said.StartsWith("mine: ", StringComparison.Ordinal), said);
        var (same, nothing, _) = await Run(
            files,
            "diff",
            Path.Combine(Repository.Packs, "mpi-global"),
            "mine",
            "--language",
            "en"
        );
        Assert.Equal((0, "Nothing changes for anybody."), (same, nothing.Trim()));
        var rule = files.File("mine/methods/mpi.yaml");
        await File.WriteAllTextAsync(
            rule,
            (await File.ReadAllTextAsync(rule)).Replace("cutoff: 1/3", "cutoff: 1/2", StringComparison.Ordinal)
        );
        // The cases were written for a third; the pack now says so.
        var (broken, _, failing) = await Run(files, "check", "mine");
        Assert.Equal(1, broken);
        Assert.Contains("TH0312", failing, StringComparison.Ordinal);
        var (_, differs, _) = await Run(files, "diff", Path.Combine(Repository.Packs, "mpi-global"), "mine");
        Assert.Contains("1/3", differs, StringComparison.Ordinal);
        Assert.Contains("1/2", differs, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forms/household-registration.yaml")]
    [InlineData("forms/headings.yaml")]
    [InlineData("forms/cadre-roster.yaml")]
    [InlineData("catalogues/duplicates.yaml")]
    [InlineData("catalogues/posting.yaml")]
    public async Task What_only_a_deployment_reads_is_checked_with_the_pack(string file)
    {
        using var files = Repository.TemporaryFolder();
        var (code, _, error) = await Run(files, "new", "mine", "--from", Path.Combine(Repository.Packs, "cn"));
        Assert.True(code == 0, error);
        var (passed, _, fault) = await Run(files, "check", "mine");
        Assert.True(passed == 0, fault);
        await File.AppendAllTextAsync(files.File("mine/" + file), "\nno_such_key: 1\n");
        var (broken, _, said) = await Run(files, "check", "mine");
        Assert.Equal(1, broken);
        Assert.Contains(Path.GetFileName(file), said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_pack_holds_both_languages_and_only_whole_elements()
    {
        using var files = Repository.TemporaryFolder();
        foreach (var ending in new[] { "md", "html" })
        {
            var file = files.File("page." + ending);
            var (code, _, error) = await CommandLine.Run("pack", "explain", "cn", "--out", file);
            Assert.True(code == 0, error);
            var page = await File.ReadAllTextAsync(file);
            Assert.Contains("建档立卡", page, StringComparison.Ordinal);
            Assert.Contains("Registered poor before and lifted out", page, StringComparison.Ordinal);
            if (ending == "html")
                foreach (var element in new[] { "ul", "li", "article", "h1" })
                    Assert.Equal(Count(page, $"<{element}"), Count(page, $"</{element}>"));
            var (twice, _, refused) = await CommandLine.Run("pack", "explain", "cn", "--out", file);
            Assert.Equal((1, "TH0509"), (twice, refused[..6]));
        }

        static int Count(string page, string text) => page.Split(text).Length - 1;
    }

    [Theory]
    [InlineData("TH0330", "new", "Kenya 2019")]
    [InlineData("TH0330", "new", "../kenya")]
    [InlineData("TH0316", "new", "mine", "--from", "none")]
    [InlineData("TH0316", "check", "none")]
    [InlineData("TH0316", "explain", "none")]
    [InlineData("TH0316", "diff", "none", "none")]
    public async Task What_cannot_be_is_refused_by_its_number_and_leaves_nothing(
        string problem,
        params string[] arguments
    )
    {
        using var files = Repository.TemporaryFolder();
        var (code, _, error) = await Run(files, arguments);
        Assert.Equal((1, problem), (code, error[..6]));
        Assert.Empty(Directory.GetFileSystemEntries(files.Path));
    }

    private static Task<(int Code, string Output, string Error)> Run(Folder packs, params string[] arguments) =>
        CommandLine.Run(["pack", .. arguments, "--packs", packs.Path]);
}
