using Taihang.Core.Common;
using Taihang.Modules.Samples;
using Xunit;

namespace Taihang.Tests.Modules.Samples;

/// <summary>Households drawn in number, without files.</summary>
public sealed class SampleHouseholdTests
{
    private static readonly DateOnly Day = MakeSample.Days[^1];
    private static readonly List<SampleHousehold> Drawn = Draw(6_000);

    [Fact]
    public void Ages_of_kin_can_be_true_together()
    {
        foreach (var household in Drawn)
        {
            var head = household.Rounds[0].Single(m => m.Relation == "head");
            foreach (var member in household.Rounds[0])
            {
                var younger = (member.Born.DayNumber - head.Born.DayNumber) / 365.2425;
                Assert.True(
                    member.Relation switch
                    {
                        "spouse" => Math.Abs(younger) < 16 && member.Male != head.Male,
                        "son" or "daughter" or "son_in_law" or "daughter_in_law" => younger >= 15,
                        "grandson" or "granddaughter" => younger >= 33,
                        "father" or "mother" or "husbands_father" or "husbands_mother" => younger <= -15,
                        _ => true,
                    },
                    $"{member.Relation} {younger:0.0} years younger than the head"
                );
                Assert.True(member.Born <= Day);
            }
        }
    }

    [Fact]
    public void Causes_agree_with_the_recorded_facts()
    {
        var seen = new HashSet<string>();
        foreach (var household in Drawn)
        {
            var facts = SampleHouseholdFacts.On(household, 0, Day);
            if (facts["main_cause"] is not string main)
                continue;
            string[] causes = [main, .. (string[])facts["other_causes"]!];
            seen.UnionWith(causes);
            if (causes.Contains("illness"))
                Assert.True(
                    household.Rounds[0].Any(m => m.Health == "serious") || Equals(facts["sudden_event"], "illness")
                );
            if (causes.Contains("disability"))
                Assert.Contains(household.Rounds[0], m => m.Health == "disabled");
            if (causes.Contains("water"))
                Assert.NotEqual("tap", facts["water_source"]);
        }
        Assert.Superset(new HashSet<string> { "illness", "disability", "water" }, seen);
    }

    [Fact]
    public void Three_to_six_in_a_hundred_fall_under_the_monitoring_rule()
    {
        var monitored = Drawn.Count(h =>
        {
            var facts = SampleHouseholdFacts.On(h, 0, Day);
            return IncomePerHead(h) < 8_700
                ? Equals(facts["relapse_risk"], true)
                : Equals(facts["sudden_hardship"], true) && Equals(facts["relapse_risk"], true);
        });
        Assert.InRange(monitored / (double)Drawn.Count, 0.03, 0.07);
    }

    /// <summary>
    /// The donors' rank correlations, taken from the donor file itself, must come back in the sample; columns shuffled one by one, as an
    /// independent generator would make them, must not pass.
    /// </summary>
    [Fact]
    public void What_belongs_together_stays_together_and_shuffled_columns_are_caught()
    {
        var donors = Donors
            .All.Select(d => new double[] { d.Rank, d.Members.Length, d.Members[0].SchoolingYears, Wall(d.Wall) })
            .ToList();
        var sample = Drawn
            .Select(h =>
                new double[]
                {
                    IncomePerHead(h),
                    h.Rounds[0].Count,
                    h.Rounds[0][0].SchoolingYears,
                    (string)SampleHouseholdFacts.On(h, 0, Day)["housing_structure"]! switch
                    {
                        "concrete" or "brick_concrete" => 2,
                        "brick_wood" => 1,
                        _ => 0,
                    },
                }
            )
            .ToList();
        Assert.True(Kept(donors, sample), Say(donors, sample));
        Assert.False(Kept(donors, Shuffled(sample)));
    }

    private static bool Kept(List<double[]> donors, List<double[]> sample) =>
        Pairs.All(p => Math.Abs(Spearman(donors, p) - Spearman(sample, p)) < 0.09);

    private static readonly (int, int)[] Pairs = [(0, 1), (0, 2), (0, 3), (1, 2)];

    private static string Say(List<double[]> donors, List<double[]> sample) =>
        string.Join("; ", Pairs.Select(p => $"{p} {Spearman(donors, p):0.00} {Spearman(sample, p):0.00}"));

    /// <summary>Walls as the donor file codes them, from weak to solid, read as the sample reads them.</summary>
    private static double Wall(int code) =>
        code switch
        {
            1 or 2 or 3 or 8 => 2,
            4 or 5 or 7 => 0.3,
            _ => 1,
        };

    private static List<double[]> Shuffled(List<double[]> rows)
    {
        var stream = new SeededStream("shuffled");
        var columns = Enumerable.Range(0, rows[0].Length).Select(c => rows.Select(r => r[c]).ToArray()).ToList();
        foreach (var column in columns)
            for (var i = column.Length - 1; i > 0; i--)
            {
                var j = stream.NextBelow(i + 1);
                (column[i], column[j]) = (column[j], column[i]);
            }
        return [.. rows.Select((_, i) => columns.Select(c => c[i]).ToArray())];
    }

    private static double Spearman(List<double[]> rows, (int A, int B) pair)
    {
        var (a, b) = (Ranks([.. rows.Select(r => r[pair.A])]), Ranks([.. rows.Select(r => r[pair.B])]));
        var (ma, mb) = (a.Average(), b.Average());
        var cov = a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum();
        return cov / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }

    /// <summary>Ranks with ties at their mean.</summary>
    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Length];
        for (var from = 0; from < order.Length; )
        {
            var to = from;
            while (to < order.Length && values[order[to]].Equals(values[order[from]]))
                to++;
            for (var i = from; i < to; i++)
                ranks[order[i]] = (from + to - 1) / 2.0;
            from = to;
        }
        return ranks;
    }

    private static double IncomePerHead(SampleHousehold household)
    {
        var facts = SampleHouseholdFacts.On(household, 0, Day);
        var fen =
            Fen("income_business_fen_year")
            + Fen("income_property_fen_year")
            + Fen("income_transfer_fen_year")
            + Fen("income_wage_fen_year")
            - Fen("production_cost_fen_year");
        return fen / 100.0 / household.Rounds[0].Count;

        long Fen(string attribute) => facts[attribute] as long? ?? 0;
    }

    private static List<SampleHousehold> Draw(int count)
    {
        var serial = 0;
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => SampleHousehold.Draw($"test {i}", new SampleVillage("test", 1, 2), [Day], ref serial)),
        ];
    }
}
