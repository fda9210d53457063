using System.Globalization;
using System.Security.Cryptography;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Samples;
using Xunit;

namespace Taihang.Tests.Modules.Samples;

public sealed class MakeSampleTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_other_bytes()
    {
        using var folder = Repository.TemporaryFolder();
        foreach (var (name, seed) in new[] { ("a", "7"), ("b", "7"), ("c", "8") })
            SampleRun.Make(SampleRun.Village(folder.File(name), seed));
        foreach (var file in Directory.EnumerateFiles(folder.File("a")).Select(Path.GetFileName))
            Assert.Equal(Hash("a", file!), Hash("b", file!));
        Assert.NotEqual(Hash("a", "households-2026-09-30.csv"), Hash("c", "households-2026-09-30.csv"));
        Assert.NotEqual(Hash("a", "households-2026-09-30.xlsx"), Hash("c", "households-2026-09-30.xlsx"));

        string Hash(string run, string file) =>
            Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder.File(run), file))));
    }

    [Fact]
    public void Every_ID_number_is_right_fits_its_holder_and_lies_under_no_real_area()
    {
        using var folder = Repository.TemporaryFolder();
        var rows = SampleRun.Rows(SampleRun.Make(SampleRun.Village(folder.File("v"))).Workbooks[0]);
        var numbers = rows.Where(r => r["id_number"].Length > 0).ToList();
        Assert.True(numbers.Count > rows.Count * 0.9);
        Assert.Equal(numbers.Count, numbers.Select(r => r["id_number"]).Distinct().Count());
        foreach (var row in numbers)
        {
            var fault = IdNumber.Check(row["id_number"], MakeSample.Days[^1], out var facts);
            Assert.Equal(IdNumberFault.None, fault);
            Assert.Equal(row["birth_date"], facts.BirthDate?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Assert.Equal(row["sex"] == "男", facts.Male);
            // Every province's code begins with 11 or more; the sample's begin with 0.
            Assert.StartsWith("0", row["id_number"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ID_numbers_stay_apart_for_a_million_people_born_on_one_day()
    {
        var born = new DateOnly(1980, 2, 29);
        var seen = Enumerable.Range(0, 1_100_000).Select(i => SamplePeople.IdNumber(i, born, i % 3 == 0)).ToHashSet();
        Assert.Equal(1_100_000, seen.Count);
    }

    [Fact]
    public void No_value_is_outside_its_code_list_or_bounds()
    {
        using var folder = Repository.TemporaryFolder();
        foreach (var row in SampleRun.Rows(SampleRun.Make(SampleRun.Village(folder.File("v"))).Workbooks[0]))
        foreach (var column in SampleRun.Form.Columns.Where(c => c.Attribute is not null))
        {
            var text = row[column.Attribute!.Id];
            if (text.Length > 0)
                Assert.True(Fits(column, text), $"{column.Attribute.Id}: {text}");
        }
    }

    [Theory]
    [InlineData("housing_grade", "E级")]
    [InlineData("work_months_year", "13")]
    [InlineData("income_wage_fen_year", "-1")]
    [InlineData("other_causes", "因病、因残、因学")]
    public void The_check_of_values_sees_a_wrong_one(string attribute, string text) =>
        Assert.False(Fits(SampleRun.Form.Columns.Single(c => c.Attribute?.Id == attribute), text));

    [Fact]
    public void Later_rounds_keep_the_households_and_move_about_a_third_of_the_incomes()
    {
        using var folder = Repository.TemporaryFolder();
        var made = SampleRun.Make(SampleRun.Village(folder.File("v"), rounds: 3));
        var rounds = made.Workbooks.Select(SampleRun.Rows).ToList();
        Assert.Equal(3, rounds.Count);
        var (first, later) = (Heads(0), Heads(1));
        Assert.Equal(first.Keys, later.Keys);
        Assert.Equal(first.Keys, Heads(2).Keys);
        var moved = first.Count(h => h.Value["income_transfer_fen_year"] != later[h.Key]["income_transfer_fen_year"]);
        Assert.InRange(moved / (double)made.Households, 0.2, 0.5);

        // The household's own facts stand on the row of its head.
        SortedDictionary<string, Dictionary<string, string>> Heads(int round) =>
            new(rounds[round].Where(r => r["relation"] == "户主").ToDictionary(r => r["HouseholdNumber"]));
    }

    [Fact]
    public void The_readme_says_how_the_same_bytes_are_made_again()
    {
        using var folder = Repository.TemporaryFolder();
        SampleRun.Make(SampleRun.Village(folder.File("v"), seed: "9", rounds: 2));
        Assert.Contains(
            "taihang sample --size village --seed 9 --county 130624 --rounds 2 --headings zh --out FOLDER",
            File.ReadAllText(Path.Combine(folder.File("v"), "README.txt")),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(Language.Chinese, "派出单位,单位层级")]
    [InlineData(Language.English, "Sending unit,Unit level")]
    public void The_roster_has_the_headings_of_the_form_in_the_language_asked_for(Language language, string begins)
    {
        using var folder = Repository.TemporaryFolder();
        var request = SampleRun.Village(folder.File("v")) with { Size = SampleSize.County, Headings = language };
        var roster = SampleRun.Make(request).Roster!;
        Assert.StartsWith(begins, File.ReadLines(roster).First(), StringComparison.Ordinal);
        var sheet = RosterSheet.Read(roster, SampleRun.Roster).Value;
        var decided = RosterRows.Decide(sheet, SampleRun.Roster, SampleRun.Tree, MakeSample.Days[^1]);
        Assert.True(decided.Ok, string.Join(' ', decided.Problems));
        Assert.Equal(sheet.Rows.Count - 1, decided.Value.Count);
    }

    [Fact]
    public void A_refused_or_cancelled_run_leaves_nothing()
    {
        using var folder = Repository.TemporaryFolder();
        var request = SampleRun.Village(folder.File("v"));
        Assert.Equal("TH0801", Refused(request with { Rounds = 4 }));
        Assert.StartsWith("TH01", Refused(request with { County = "999999" }), StringComparison.Ordinal);
        Assert.Equal("TH0800", Refused(request with { Out = Repository.Packs }));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() =>
            MakeSample.Run(request, SampleRun.Form, SampleRun.Roster, SampleRun.Tree, null, cancelled.Token)
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
        // What a killed run left is somebody's to look at, never ours to delete.
        Directory.CreateDirectory(request.Out + ".making");
        Assert.Equal("TH0802", Refused(request));
        Assert.True(Directory.Exists(request.Out + ".making"));

        static string Refused(SampleRequest request) =>
            MakeSample
                .Run(request, SampleRun.Form, SampleRun.Roster, SampleRun.Tree, null, default)
                .Problems.Single()
                .Code;
    }

    private static bool Fits(FormColumn column, string text)
    {
        var attribute = column.Attribute!;
        return attribute.Type switch
        {
            FactType.Code => column.Codes!.ByLabel(text) is not null,
            FactType.Codes => text.Split('、') is var codes
                && codes.Length <= (attribute.AtMostCodes ?? int.MaxValue)
                && codes.Distinct().Count() == codes.Length
                && codes.All(c => column.Codes!.ByLabel(c) is not null),
            FactType.Truth => text is "是" or "否",
            FactType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", out _),
            FactType.Text => true,
            _ => decimal.TryParse(text, CultureInfo.InvariantCulture, out var number)
                && (attribute.Type != FactType.Whole || number == decimal.Truncate(number))
                && (attribute.Least is not { } least || Compare(number, least) >= 0)
                && (attribute.Most is not { } most || Compare(number, most) <= 0),
        };

        static int Compare(decimal number, Fraction bound) =>
            number.CompareTo((decimal)bound.Numerator / (decimal)bound.Denominator);
    }
}
