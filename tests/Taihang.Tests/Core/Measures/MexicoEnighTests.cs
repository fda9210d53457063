using System.IO.Compression;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>
/// A whole national survey from one pass: ENIGH 2016 (INEGI, Mexico), 257,658 people with the six deprivations of the official
/// method, counted once into a histogram by state that then answers every cut-off, the nation and its 32 states.
/// </summary>
public sealed class MexicoEnighTests
{
    private static readonly string[] Indicators = ["ic_rezedu", "ic_asalud", "ic_segsoc", "ic_cv", "ic_sbv", "ic_ali"];

    [Fact]
    public void The_nation_and_its_states_come_from_one_histogram()
    {
        var expected = Oracle.Targeting("mexico-enigh-2016-deprivations").GetProperty("expected");
        var states = GroupedMasks<string>.From(People()).Value;
        var nation = states.Whole;
        var weights = Oracle.Equal(6);
        for (var k = 1; k <= 4; k++)
        {
            var right = expected.GetProperty("af_equal_weights").GetProperty($"k_{k}_of_6");
            var found = AlkireFoster.Of(nation, weights, new Fraction(k, 6), UnknownRule.LeaveOut).Value;
            Oracle.Close(right.GetProperty("H").GetDouble(), found.Headcount, 1e-12);
            Oracle.Close(right.GetProperty("A").GetDouble(), found.Intensity, 1e-12);
            Oracle.Close(right.GetProperty("M0").GetDouble(), found.AdjustedHeadcount, 1e-12);
            for (var j = 0; j < Indicators.Length; j++)
            {
                var indicator = found.Indicators[j];
                var censored = right.GetProperty("censored").GetProperty(Indicators[j]).GetDouble();
                var percent = right.GetProperty("percent_contribution").GetProperty(Indicators[j]).GetDouble();
                Oracle.Close(censored, indicator.Censored, 1e-12);
                Oracle.Close(percent, indicator.PercentContribution, 1e-12);
            }
        }
        Assert.Equal(32, states.Groups.Count);
        foreach (var state in expected.GetProperty("by_state_k3").EnumerateObject())
        {
            var found = AlkireFoster
                .Of(states.Groups[state.Name], weights, new Fraction(1, 2), UnknownRule.LeaveOut)
                .Value;
            Assert.Equal(state.Value.GetProperty("population").GetInt64(), (long)found.Population);
            Oracle.Close(state.Value.GetProperty("H").GetDouble(), found.Headcount, 1e-12);
            Oracle.Close(state.Value.GetProperty("A").GetDouble(), found.Intensity, 1e-12);
            Oracle.Close(state.Value.GetProperty("M0").GetDouble(), found.AdjustedHeadcount, 1e-12);
        }
    }

    [Fact]
    public void The_unknown_moves_the_headcount_only_between_its_bounds()
    {
        var nation = GroupedMasks<string>.From(People()).Value.Whole;
        AlkireFosterMeasures At(UnknownRule rule) =>
            AlkireFoster.Of(nation, Oracle.Equal(6), new Fraction(1, 2), rule).Value;
        var everyone = At(UnknownRule.NotDeprived);
        Assert.Equal(122_643_890, (long)everyone.Population);
        Assert.True(everyone.UnknownShare is > 0 and < 0.001);
        Assert.True(everyone.Headcount < At(UnknownRule.Deprived).Headcount);
    }

    /// <summary>Person, household and dwelling facts joined; the state is the first two digits of the dwelling's number.</summary>
    private static IEnumerable<(string State, Deprivations Pattern, long Weight)> People()
    {
        var dwellings = Rows("dwellings", "folioviv", "factor", "ic_sbv").ToDictionary(d => d[0]);
        var households = Rows("households", "folioviv", "foliohog", "ic_cv", "ic_ali").ToDictionary(h => (h[0], h[1]));
        foreach (var person in Rows("persons", "folioviv", "foliohog", "ic_rezedu", "ic_asalud", "ic_segsoc"))
        {
            var dwelling = dwellings[person[0]];
            var household = households[(person[0], person[1])];
            string[] flags = [person[2], person[3], person[4], household[2], dwelling[2], household[3]];
            var (deprived, unknown) = (0L, 0L);
            for (var j = 0; j < flags.Length; j++)
                if (flags[j] == "1")
                    deprived |= 1L << j;
                else if (flags[j].Length == 0)
                    unknown |= 1L << j;
            yield return (person[0][..2], new(deprived, unknown), long.Parse(dwelling[1]));
        }
    }

    private static List<string[]> Rows(string table, params string[] columns)
    {
        using var file = new GZipStream(
            File.OpenRead(Repository.SharedData($"microdata/mexico-enigh2016/{table}.csv.gz")),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(file);
        var headings = reader.ReadLine()!.Split(',');
        int[] places = [.. columns.Select(column => Array.IndexOf(headings, column))];
        var rows = new List<string[]>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            rows.Add([.. places.Select(place => cells[place])]);
        }
        return rows;
    }
}
