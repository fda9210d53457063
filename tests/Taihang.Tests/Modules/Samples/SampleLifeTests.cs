using Taihang.Modules.Samples;
using Xunit;

namespace Taihang.Tests.Modules.Samples;

/// <summary>Thousands of households over three rounds.</summary>
public sealed class SampleLifeTests
{
    private static readonly List<SampleHousehold> Drawn = Draw(4_000);

    [Fact]
    public void Every_household_has_one_head_at_every_round_and_the_head_stands_first()
    {
        foreach (var members in Drawn.SelectMany(h => h.Rounds))
        {
            Assert.Equal("head", members[0].Relation);
            Assert.Single(members, m => m.Relation == "head");
            Assert.True(members.Count(m => m.Relation == "spouse") <= 1);
            Assert.DoesNotContain(members, m => m.Relation == "husbands_father" && members[0].Male);
        }
    }

    [Fact]
    public void People_are_born_die_and_move_away_in_plausible_number()
    {
        var (born, gone, first) = (0, 0, 0);
        foreach (var household in Drawn)
        {
            var (before, after) = (Serials(household, 0), Serials(household, 1));
            first += before.Count;
            born += after.Except(before).Count();
            gone += before.Except(after).Count();
        }
        Assert.InRange(born / (double)first, 0.004, 0.02);
        Assert.InRange(gone / (double)first, 0.004, 0.02);
        // A child is born within the round, to a mother of the house, and nobody comes back.
        foreach (var household in Drawn)
        {
            foreach (var child in household.Rounds[2].Where(m => !Serials(household, 1).Contains(m.Serial)))
                Assert.InRange(child.Born, MakeSample.Days[1].AddDays(1), MakeSample.Days[2]);
            Assert.Empty(Serials(household, 2).Intersect(Serials(household, 0).Except(Serials(household, 1))));
        }
    }

    [Fact]
    public void The_widowed_become_head_and_their_house_keeps_its_number_of_people()
    {
        var widowed = Drawn
            .Where(h => h.Rounds[0][0].Serial != h.Rounds[2][0].Serial)
            .Select(h => (Before: h.Rounds[0], After: h.Rounds[2]))
            .ToList();
        Assert.NotEmpty(widowed);
        foreach (var (before, after) in widowed)
        {
            Assert.Equal("spouse", before.Single(m => m.Serial == after[0].Serial).Relation);
            Assert.DoesNotContain(after, m => m.Relation == "spouse");
        }
    }

    [Fact]
    public void A_number_once_issued_is_kept_and_missing_ones_are_issued_in_time()
    {
        var issued = 0;
        foreach (var household in Drawn)
        foreach (var member in household.Rounds[0])
            if (household.Rounds[1].FirstOrDefault(m => m.Serial == member.Serial) is { } later)
            {
                Assert.True(later.HasIdNumber || !member.HasIdNumber);
                issued += later.HasIdNumber && !member.HasIdNumber ? 1 : 0;
            }
        Assert.True(issued > 0);
    }

    [Fact]
    public void House_land_and_road_stay_while_people_and_incomes_change()
    {
        string[] lasting = ["housing_structure", "arable_land_mu", "road_distance_km", "water_source", "fuel"];
        foreach (var household in Drawn.Take(500))
        {
            var first = SampleHouseholdFacts.On(household, 0, MakeSample.Days[0]);
            var last = SampleHouseholdFacts.On(household, 2, MakeSample.Days[2]);
            Assert.All(lasting, id => Assert.Equal(first[id], last[id]));
        }
    }

    [Fact]
    public void The_road_is_the_villages_and_far_villages_are_poorer()
    {
        var villages = Enumerable.Range(0, 2_000).Select(i => SampleVillage.Draw("test", $"{i}")).ToList();
        var ordered = villages.OrderBy(v => v.RoadKm).ToList();
        Assert.True(ordered.Take(500).Average(v => v.Income) > ordered.TakeLast(500).Average(v => v.Income) + 0.1);
        var serial = 0;
        foreach (var village in villages.Take(20))
        foreach (var i in Enumerable.Range(0, 20))
        {
            var household = SampleHousehold.Draw($"road {i}", village, MakeSample.Days, ref serial);
            var road = (double)SampleHouseholdFacts.On(household, 0, MakeSample.Days[0])["road_distance_km"]!;
            Assert.InRange(road, village.RoadKm - 0.6, village.RoadKm + 0.6);
        }
    }

    private static HashSet<int> Serials(SampleHousehold household, int round) =>
        [.. household.Rounds[round].Select(m => m.Serial)];

    private static List<SampleHousehold> Draw(int count)
    {
        var serial = 0;
        var village = new SampleVillage("test", 1, 2);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => SampleHousehold.Draw($"life {i}", village, MakeSample.Days, ref serial)),
        ];
    }
}
