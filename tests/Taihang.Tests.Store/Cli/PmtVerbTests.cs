using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary><c>taihang pmt</c> as a script meets it, on made-up households.</summary>
public sealed class PmtVerbTests
{
    [Fact]
    public async Task Json_carries_the_fit_its_errors_and_each_group_and_the_curve_goes_to_a_file()
    {
        using var files = Data();
        var (code, output, error) = await Run(
            files,
            "--json",
            "--quotas",
            "0.2,0.4",
            "--by",
            "settlement",
            "--curve",
            files.File("curve.csv")
        );
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(400, root.GetProperty("rows").GetInt32());
        Assert.Equal(20, root.GetProperty("models")[0].GetProperty("terms").GetArrayLength());
        var first = root.GetProperty("errors")[0];
        var all = first.GetProperty("fitted");
        Assert.InRange(all.GetProperty("missed").GetInt32(), 1, all.GetProperty("poorest").GetInt32());
        var groups = first.GetProperty("disparities")[0].GetProperty("groups").EnumerateArray().ToList();
        Assert.Equal(["city", "rural", "town"], groups.Select(g => g.GetProperty("group").GetString()));
        Assert.Equal(400, groups.Sum(g => g.GetProperty("households").GetInt32()));
        var lines = File.ReadAllLines(files.File("curve.csv"));
        Assert.Equal("quota,score,false_positives,true_positives", lines[0]);
        Assert.Equal("1/5,,0,0", lines[1]);
        Assert.EndsWith(",1,1", lines[^1], StringComparison.Ordinal);
        // What is there is not written over.
        var again = await Run(files, "--curve", files.File("curve.csv"));
        Assert.Equal(1, again.Code);
        Assert.StartsWith("TH0509", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh", "最穷的", "须允许申诉")]
    [InlineData("en", "poorest, weighted", "without appeal and a visit")]
    public async Task The_text_says_how_many_of_the_poorest_it_misses(string language, string misses, string appeal)
    {
        using var files = Data();
        var (code, output, error) = await Run(
            files,
            "--language",
            language,
            "--budget",
            "30000",
            "--benefit",
            "250",
            "--per",
            "head"
        );
        Assert.True(code == 0, error);
        Assert.Contains(misses, output, StringComparison.Ordinal);
        Assert.Contains(appeal, output, StringComparison.Ordinal);
        Assert.Contains(
            language == "zh" ? "预算可发 120 份" : "a budget of 120 benefits",
            output,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("logit", "--below", "1500", "link: logit, below: \"1500\"")]
    [InlineData("quantile", "--quantile", "1/4", "quantile: 1/4")]
    public async Task A_fit_is_written_into_a_pack_that_loads_and_names_the_fit(
        string model,
        string option,
        string value,
        string fit
    )
    {
        using var files = Data();
        var folder = files.File("written");
        var (code, output, error) = await Run(files, "--model", model, option, value, "--write", folder, "--json");
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var print = json.RootElement.GetProperty("fingerprint").GetString()!;
        var text = File.ReadAllText(Path.Combine(folder, "methods", "proxy.yaml"));
        Assert.Contains(fit, text, StringComparison.Ordinal);
        Assert.Contains($"fingerprint: {print}", text, StringComparison.Ordinal);
        Assert.Contains("# A proxy means test fitted in the open", text, StringComparison.Ordinal);
        var (told, words, problem) = await CommandLine.Run("pack", "explain", folder, "--language", "en");
        Assert.True(told == 0, problem);
        Assert.Contains(print, words, StringComparison.Ordinal);
        Assert.Contains(model == "logit" ? "the log-odds that" : "the quantile 1/4", words, StringComparison.Ordinal);
        // Nothing is written over.
        var again = await Run(files, "--write", folder);
        Assert.Equal(1, again.Code);
        Assert.StartsWith("TH0547", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_predictor_that_the_others_determine_is_named()
    {
        using var files = Data(sameRooms: true);
        var (code, _, error) = await Run(files);
        Assert.Equal(1, code);
        Assert.Contains("TH0515", error, StringComparison.Ordinal);
        Assert.Contains("bedrooms", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model", "probit")]
    [InlineData("--quantile", "1/4")]
    [InlineData("--model", "logit")]
    [InlineData("--budget", "100")]
    [InlineData("--per", "village")]
    [InlineData("--ties", "drawn")]
    public async Task What_it_cannot_do_is_wrong_usage(string option, string value)
    {
        using var files = Data();
        var (code, _, error) = await Run(files, option, value);
        Assert.Equal(2, code);
        Assert.StartsWith("TH0001", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Identify_says_whom_the_test_misses_where_the_data_carry_the_truth()
    {
        using var files = Data();
        var (code, output, error) = await CommandLine.Run(
            "identify",
            "--pack",
            "pmt-mexico",
            "--data",
            files.Path,
            "--set",
            "score_line=8",
            "--json"
        );
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        var proxy = json.RootElement.GetProperty("proxy");
        Assert.Equal(400, proxy.GetProperty("judged").GetInt64());
        Assert.Equal(
            proxy.GetProperty("taken").GetInt64(),
            json.RootElement.GetProperty("all")
                .GetProperty("outcomes")
                .GetProperty("below_line")
                .GetProperty("units")
                .GetInt64()
        );
        Assert.InRange(proxy.GetProperty("missed").GetInt64(), 1, proxy.GetProperty("poorest").GetInt64());
        Assert.InRange(proxy.GetProperty("exclusion").GetDouble(), 0.001, 0.999);
    }

    /// <summary>Four hundred households whose income follows what is seen of them, and chance.</summary>
    private static Folder Data(bool sameRooms = false)
    {
        var files = Repository.TemporaryFolder();
        var households = new StringBuilder(
            "household_id,income_peso_month,floor,roof,walls,rooms,bedrooms,water,toilet,drainage,wood_fuel,settlement,expansion_factor,stratum,psu\n"
        );
        var members = new StringBuilder("household_id,member_id,age_years,schooling_stage,working\n");
        var stream = new SeededStream("pmt");
        int Next(int below) => stream.NextBelow(below);
        for (var i = 0; i < 400; i++)
        {
            var (heads, rooms, floor) = (1 + Next(6), 1 + Next(6), Next(3));
            var settlement = Next(3);
            var income = 400 + (Next(3000) * (1 + floor)) + (300 * rooms) + (500 * settlement);
            households.Append(
                CultureInfo.InvariantCulture,
                $"{i},{income},{new[] { "earth", "cement", "covered" }[floor]},{1 + Next(10)},{1 + Next(8)},{rooms},{(sameRooms ? rooms : 1 + Next(4))},{1 + Next(3)},{Next(2)},{1 + Next(3)},{Next(2)},{new[] { "rural", "town", "city" }[settlement]},1,{i / 100},{i / 10}\n"
            );
            for (var m = 0; m < heads; m++)
                members.Append(CultureInfo.InvariantCulture, $"{i},{m},{Next(90)},{Next(2) * Next(3)},{Next(2)}\n");
        }
        File.WriteAllText(files.File("households.csv"), households.ToString());
        File.WriteAllText(files.File("members.csv"), members.ToString());
        return files;
    }

    private static Task<(int Code, string Output, string Error)> Run(Folder files, params string[] more) =>
        CommandLine.Run(["pmt", "--pack", "pmt-mexico", "--data", files.Path, .. more]);
}
