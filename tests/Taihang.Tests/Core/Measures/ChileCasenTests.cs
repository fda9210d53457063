using System.IO.Compression;
using System.Text.Json;
using Taihang.Core.Measures;
using Xunit;

namespace Taihang.Tests.Core.Measures;

/// <summary>
/// A whole national survey: CASEN 1990 (Chile, Ministry of Social Development, public microdata), 105,189 people with the status
/// that the ministry gave each of them. Published: 38.6 % poor, 13.0 % indigent.
/// </summary>
public sealed class ChileCasenTests
{
    /// <summary>Pesos per person and month: indigence and poverty line of the zone (1 urban, 2 rural).</summary>
    private static readonly Dictionary<int, (long Indigence, long Poverty)> Lines = new()
    {
        [1] = (9_297, 18_594),
        [2] = (7_164, 12_538),
    };

    [Fact]
    public void Every_person_has_the_status_that_the_ministry_gave()
    {
        var people = People();
        Assert.Equal(104_653, people.Count);
        var mismatches = people.Count(person =>
        {
            var (indigence, poverty) = Lines[person.Zone];
            var status =
                Fgt.IsPoor(person.Income, indigence, LineRule.PoorBelow) ? 1
                : Fgt.IsPoor(person.Income, poverty, LineRule.PoorBelow) ? 2
                : 3;
            return status != person.OfficialStatus;
        });
        Assert.Equal(0, mismatches);
    }

    [Fact]
    public void The_nation_its_zones_and_its_regions_have_the_published_poverty()
    {
        var people = People();
        var expected = Oracle.Targeting("chile-casen-1990").GetProperty("expected");
        var nation = Poverty(people, line => line.Poverty);
        Assert.Equal(expected.GetProperty("population_used").GetInt64(), (long)nation.Population);
        Assert.Equal(0.386, nation.P0!.Value, 3);
        Same(expected.GetProperty("fgt_poverty_line"), nation);
        Same(expected.GetProperty("fgt_indigence_line"), Poverty(people, line => line.Indigence));
        var zones = expected.GetProperty("by_zone");
        Same(zones.GetProperty("urban"), Poverty(people.Where(p => p.Zone == 1), line => line.Poverty));
        Same(zones.GetProperty("rural"), Poverty(people.Where(p => p.Zone == 2), line => line.Poverty));
        var regions = people.GroupBy(p => p.Region).ToDictionary(g => g.Key, g => Poverty(g, line => line.Poverty));
        Assert.Equal(13, regions.Count);
        foreach (var region in expected.GetProperty("by_region").EnumerateObject())
            Same(region.Value, regions[int.Parse(region.Name)]);
        Assert.Equal(nation, regions.Values.Aggregate(FgtSums.Nobody, (a, b) => a + b));
        Oracle.Close(
            expected.GetProperty("gini_percapita_income").GetDouble(),
            Gini.Of(Distribution(people), GiniForm.Population),
            1e-12
        );
    }

    private static FgtSums Poverty(IEnumerable<Person> people, Func<(long Indigence, long Poverty), long> line) =>
        people
            .GroupBy(person => person.Zone)
            .Select(zone => Fgt.Of(Distribution(zone), line(Lines[zone.Key]), LineRule.PoorBelow))
            .Aggregate(FgtSums.Nobody, (a, b) => a + b);

    private static WelfareDistribution Distribution(IEnumerable<Person> people) =>
        WelfareDistribution.From(people.Select(p => new WeightedWelfare(p.Income, p.Weight))).Value;

    private static void Same(JsonElement expected, FgtSums found)
    {
        Oracle.Close(expected.GetProperty("P0").GetDouble(), found.P0, 1e-12);
        Oracle.Close(expected.GetProperty("P1").GetDouble(), found.P1, 1e-12);
        Oracle.Close(expected.GetProperty("P2").GetDouble(), found.P2, 1e-12);
    }

    /// <summary>Everyone with an official status; live-in servants have none.</summary>
    private static List<Person> People()
    {
        using var file = new GZipStream(
            File.OpenRead(Repository.SharedData("microdata/chile-casen1990/persons.csv.gz")),
            CompressionMode.Decompress
        );
        using var reader = new StreamReader(file);
        var column = reader.ReadLine()!.Split(',').Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i);
        var people = new List<Person>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells[column["corte"]].Length == 0)
                continue;
            int Cell(string name) => int.Parse(cells[column[name]]);
            people.Add(new(Cell("r"), Cell("z"), Cell("corte"), Cell("expr"), Cell("ypchaj")));
        }
        return people;
    }

    private sealed record Person(int Region, int Zone, int OfficialStatus, long Weight, long Income);
}
