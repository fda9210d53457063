using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>
/// Two tables to the published indices: the sample data and deprivation rules of R mpindex 0.3 (MIT), restated. One of its rules
/// compares a truth value with 2 and so never sees the walls; the oracle gives both readings.
/// </summary>
public sealed class MpindexTests
{
    private static readonly string[] Indicators =
    [
        "nutrition",
        "child_mortality",
        "years_schooling",
        "school_attendance",
        "cooking_fuel",
        "sanitation",
        "drinking_water",
        "electricity",
        "housing",
        "assets",
    ];

    private static readonly string[] SmallAssets =
    [
        "asset_tv",
        "asset_telephone",
        "asset_mobile_phone",
        "asset_computer",
        "asset_animal_cart",
        "asset_bicycle",
        "asset_motorcycle",
        "asset_refrigerator",
    ];

    [Theory]
    [InlineData("as_vignette", false)]
    [InlineData("as_intended", true)]
    public void Equals_both_readings_of_the_vignette(string reading, bool wallsCount)
    {
        var expected = Oracle.Targeting("mpindex-household-roster").GetProperty("expected").GetProperty(reading);
        var places = GroupedMasks<string>.From(Households(wallsCount)).Value;
        var weights = IndicatorWeights
            .From([.. Enumerable.Repeat(new Fraction(1, 6), 4), .. Enumerable.Repeat(new Fraction(1, 18), 6)])
            .Value;
        foreach (
            var (name, k) in new[] { ("0.3333", "1/3"), ("0.1000", "1/10"), ("0.5000", "1/2"), ("0.9000", "9/10") }
        )
        {
            var found = AlkireFoster.Of(places.Whole, weights, Oracle.Fraction(k), UnknownRule.NotDeprived).Value;
            var right = expected.GetProperty("k_" + name);
            Oracle.Close(Oracle.Number(right.GetProperty("H")), found.Headcount, 1e-9);
            Oracle.Close(Oracle.Number(right.GetProperty("A")), found.Intensity, 1e-9);
            Oracle.Close(Oracle.Number(right.GetProperty("M0")), found.AdjustedHeadcount, 1e-9);
            for (var j = 0; j < Indicators.Length; j++)
            {
                var key = Indicators[j] == "housing" ? "housing_" + reading : Indicators[j];
                Oracle.Close(
                    right.GetProperty("censored").GetProperty(key).GetDouble(),
                    found.Indicators[j].Censored,
                    1e-9
                );
                var uncensored = expected.GetProperty("uncensored").GetProperty(key).GetDouble();
                Oracle.Close(uncensored, found.Indicators[j].Uncensored, 1e-9);
            }
        }
        foreach (var (place, histogram) in places.Groups)
        {
            var found = AlkireFoster.Of(histogram, weights, new Fraction(1, 3), UnknownRule.NotDeprived).Value;
            var right = expected.GetProperty("k_0.3333_" + place);
            Assert.Equal(right.GetProperty("n").GetInt32(), (int)found.Population);
            Oracle.Close(right.GetProperty("H").GetDouble(), found.Headcount, 1e-9);
            Oracle.Close(right.GetProperty("M0").GetDouble(), found.AdjustedHeadcount, 1e-9);
        }
    }

    private static IEnumerable<(string Place, Deprivations Pattern, long Weight)> Households(bool wallsCount)
    {
        var members = Table("df_household_roster.csv").ToLookup(member => member["uuid"]);
        foreach (var home in Table("df_household.csv"))
        {
            int Code(string column) => int.Parse(home[column]);
            bool Any(Func<Dictionary<string, string>, bool> rule) => members[home["uuid"]].Any(rule);
            bool[] deprived =
            [
                Any(m => m["undernourished"] == "1" && int.Parse(m["age"]) < 70),
                Code("with_child_died") == 1,
                Any(m => m["completed_6yrs_schooling"] == "2"),
                Any(m => m["attending_school"] == "2" && int.Parse(m["age"]) is >= 5 and <= 24),
                Code("cooking_fuel") is 4 or 5 or 6 or 9,
                Code("toilet") > 1,
                Code("drinking_water") == 2,
                Code("electricity") == 2,
                Code("roof") is 5 or 7 or 9
                    || Code("floor") is 5 or 6 or 9
                    || (wallsCount && Code("walls") is 5 or 8 or 9 or 99),
                !(SmallAssets.Sum(Code) > 1 && Code("asset_car") + Code("asset_truck") > 0),
            ];
            var mask = deprived.Select((isDeprived, j) => isDeprived ? 1L << j : 0).Sum();
            yield return (home["class"], new(mask), 1);
        }
    }

    private static List<Dictionary<string, string>> Table(string name)
    {
        var lines = File.ReadAllLines(Repository.Oracle("mpindex/" + name));
        var headings = lines[0].Split(',');
        return
        [
            .. lines
                .Skip(1)
                .Select(line => headings.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second)),
        ];
    }
}
