using System.Text.Json;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary><c>taihang identify</c> as a script meets it.</summary>
public sealed class IdentifyVerbTests
{
    private const string Households = """
        household_id,child_deaths_5y,cooking_fuel,sanitation,sanitation_shared,water,water_minutes,electricity,floor,roof,walls,radio,television,telephone,computer,animal_cart,bicycle,motorbike,refrigerator,car
        1,1,wood,none,0,surface,5,0,earth,metal,brick,0,0,0,0,0,0,0,0,0
        2,0,gas,flush,0,piped,0,1,cement,metal,brick,1,1,1,1,0,0,0,1,0
        3,0,,none,0,surface,5,0,earth,metal,brick,0,0,0,0,0,0,0,0,0

        """;

    private const string Members = """
        household_id,member_id,age_years,undernourished,schooling_years,attending
        1,1,40,0,9,0
        2,1,40,0,9,0
        3,1,40,0,9,0

        """;

    [Fact]
    public async Task Json_carries_outcomes_bounds_and_measures_and_the_file_every_household()
    {
        using var files = Data();
        var (code, output, error) = await Run(files, "--json", "--out", files.File("out.csv"));
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var all = json.RootElement.GetProperty("all");
        Assert.Equal(1, all.GetProperty("outcomes").GetProperty("poor").GetProperty("units").GetInt64());
        Assert.Equal(1, all.GetProperty("outcomes").GetProperty("unknown").GetProperty("units").GetInt64());
        Assert.Equal(0.5, all.GetProperty("rate").GetDouble());
        Assert.Equal(1 / 3.0, all.GetProperty("rate_at_least").GetDouble(), 1e-15);
        Assert.Equal(2 / 3.0, all.GetProperty("rate_at_most").GetDouble(), 1e-15);
        Assert.Equal(0.25, all.GetProperty("adjusted").GetProperty("adjusted").GetDouble(), 1e-15);
        Assert.Equal(
            ["1,poor", "2,not_poor", "3,unknown"],
            File.ReadLines(files.File("out.csv")).Skip(1).Select(l => string.Join(',', l.Split(',').Take(2)))
        );
    }

    [Theory]
    [InlineData("zh", "1 人无法判定")]
    [InlineData(
        "en",
        "1 of them without an answer: the rate lies between 33.3333 % (none of them) and 66.6667 % (all of them)"
    )]
    public async Task The_text_gives_the_bounds_in_both_languages(string language, string expected)
    {
        using var files = Data();
        var (code, output, error) = await Run(files, "--language", language);
        Assert.True(code == 0, error);
        Assert.Contains(expected, output.Replace('\u00A0', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_results_file_that_is_there_already_is_not_overwritten()
    {
        using var files = Data();
        File.WriteAllText(files.File("out.csv"), "somebody's work");
        var (code, _, error) = await Run(files, "--out", files.File("out.csv"));
        Assert.Equal(1, code);
        Assert.StartsWith("TH0509", error, StringComparison.Ordinal);
        Assert.Equal("somebody's work", File.ReadAllText(files.File("out.csv")));
    }

    private static Folder Data()
    {
        var files = Repository.TemporaryFolder();
        File.WriteAllText(files.File("households.csv"), Households);
        File.WriteAllText(files.File("members.csv"), Members);
        return files;
    }

    private static Task<(int Code, string Output, string Error)> Run(Folder files, params string[] more) =>
        CommandLine.Run([
            "identify",
            "--pack",
            "mpi-global",
            "--set",
            "school_entry_age_years=6",
            "--data",
            files.Path,
            .. more,
        ]);
}
