using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>
/// A made-up household's own facts on a day, by attribute id: codes, numbers, truths; blank when not recorded. Each group of facts has a
/// stream of its own, so that a change in one leaves the others as they were.
/// </summary>
public static class SampleHouseholdFacts
{
    /// <summary>The made-up range of income under which a household is looked at, yuan per head and year.</summary>
    public const int RangeYuanYear = 8_700;

    private static readonly string[] Events = ["illness", "accident", "disaster", "job_loss", "production_failure"];
    private static readonly string[] NeverAsked =
    [
        "relapse_risk",
        "income_wage_fen_year",
        "water_clean",
        "housing_grade",
    ];

    /// <param name="round">0 for the first; each later round moves incomes, lets events come and go.</param>
    public static Dictionary<string, object?> On(SampleHousehold household, int round, DateOnly day)
    {
        var members = household.Rounds[round];
        // A few stand on the line to the fen, where a method shows its comparison.
        var exact = Stream(household, "exact").NextShare() < 0.0015;
        var perHead = exact ? RangeYuanYear : PerHead(household, round);
        var poor = perHead < RangeYuanYear;
        var facts = new Dictionary<string, object?>();
        Income(facts, household, members, perHead, exact);
        Spending(facts, household, members, day);
        var risk = Risk(facts, household, round, poor);
        Living(facts, household, poor);
        Dwelling(facts, household, members, poor);
        Water(facts, household);
        Causes(facts, household, members, day, poor, risk);
        var gap = Stream(household, "gap");
        // Real registers have gaps: one fact in about a hundred households was never asked.
        if (gap.NextShare() < 0.012)
            facts[NeverAsked[gap.NextBelow(NeverAsked.Length)]] = null;
        return facts;
    }

    private static SeededStream Stream(SampleHousehold household, string topic) => new($"{household.Seed} {topic}");

    /// <summary>About a third of the households have a new income each round, a little higher on the whole.</summary>
    private static double PerHead(SampleHousehold household, int round)
    {
        var perHead = household.Level;
        for (var r = 1; r <= round; r++)
        {
            var moved = Stream(household, $"round {r}");
            if (moved.NextShare() < 0.34)
                perHead *= 1.10 * Math.Exp(0.10 * NormalScore.Quantile(0.0005 + (0.999 * moved.NextShare())));
        }
        return perHead;
    }

    private static void Income(
        Dictionary<string, object?> facts,
        SampleHousehold household,
        IReadOnlyList<SampleMember> members,
        double perHead,
        bool exact
    )
    {
        var (stream, donor) = (Stream(household, "income"), household.Donor);
        var total = perHead * members.Count;
        var transfer = total * Math.Min(0.85, (donor.SubsidyPermille / 1000.0) + 0.05);
        var property = stream.NextShare() < 0.25 ? total * 0.03 * stream.NextShare() : 0;
        var earned = total - transfer - property;
        var wage = earned * donor.WagePermille / 1000.0;
        var net = earned - wage;
        var cost = net * (0.15 + (0.3 * stream.NextShare()));
        facts["income_wage_fen_year"] = Fen(wage);
        facts["income_business_fen_year"] = Fen(net) + Fen(cost);
        facts["income_property_fen_year"] = Fen(property);
        facts["income_transfer_fen_year"] = exact
            ? (100L * RangeYuanYear * members.Count) - Fen(wage) - Fen(net) - Fen(property)
            : Fen(transfer);
        facts["production_cost_fen_year"] = Fen(cost);
    }

    private static void Spending(
        Dictionary<string, object?> facts,
        SampleHousehold household,
        IReadOnlyList<SampleMember> members,
        DateOnly day
    ) =>
        facts["rigid_spending_fen_year"] = Fen(
            (members.Count(m => m.Health == "serious") * (8_000 + (20_000 * Stream(household, "ill").NextShare())))
                + (Students(members, day) * 6_000)
                + (members.Count(m => m.Health == "chronic") * 900)
        );

    private static int Students(IReadOnlyList<SampleMember> members, DateOnly day) =>
        members.Count(m => m.Age(day) is >= 16 and <= 21 && m.SchoolingYears >= 9);

    private static bool Risk(Dictionary<string, object?> facts, SampleHousehold household, int round, bool poor)
    {
        var (lasting, events) = (Stream(household, "risk"), Stream(household, $"event {round}"));
        var happened = events.NextShare() < 0.012 ? Events[events.NextBelow(Events.Length)] : "none";
        var hardship = happened != "none" && events.NextShare() < 0.7;
        var risk = poor ? lasting.NextShare() < 0.36 : hardship && events.NextShare() < 0.8;
        facts["household_kind"] =
            poor && risk && lasting.NextShare() < 0.4 ? "allowance"
            : Stream(household, "kind").NextShare() < 0.02 ? "special_hardship"
            : "general";
        facts["registered_poor_before"] = household.PoorBefore;
        // The class of a lifted household; one in about sixty was never classed, and nobody asks it of the others.
        var classed = Stream(household, "class").NextShare();
        facts["falls_back_without_policy"] =
            !household.PoorBefore || classed > 0.985 ? null : classed < (poor ? 0.2 : 0.03);
        facts["sudden_event"] = happened;
        facts["sudden_hardship"] = hardship;
        facts["relapse_risk"] = risk;
        return risk || hardship;
    }

    private static void Living(Dictionary<string, object?> facts, SampleHousehold household, bool poor)
    {
        var stream = Stream(household, "living");
        facts["food_secure"] = stream.NextShare() >= (poor ? 0.01 : 0.0002);
        facts["clothing_secure"] = stream.NextShare() >= (poor ? 0.005 : 0.0001);
        facts["electricity"] = stream.NextShare() >= (household.Donor.Electricity ? 0.0005 : 0.01);
        facts["toilet"] = stream.NextShare() < (household.Donor.Electricity ? 0.8 : 0.5);
        facts["cooperative_member"] = stream.NextShare() < 0.3;
        facts["road_distance_km"] = Math.Round(Math.Max(0, household.Village.RoadKm + stream.NextShare() - 0.5), 1);
        facts["fuel"] = household.Donor.Fuel switch
        {
            1 or 2 => "firewood",
            3 => "bottled_gas",
            4 => "piped_gas",
            5 => "power",
            _ => "other",
        };
    }

    private static void Dwelling(
        Dictionary<string, object?> facts,
        SampleHousehold household,
        IReadOnlyList<SampleMember> members,
        bool poor
    )
    {
        var stream = Stream(household, "dwelling");
        var (first, worn, bad) = (stream.NextShare(), stream.NextShare(), stream.NextShare());
        var material = household.Donor.Wall switch
        {
            1 => first < 0.2 ? "concrete" : "brick_concrete",
            2 or 8 or 3 => "brick_concrete",
            4 or 5 or 7 => first < 0.7 ? "earth" : "brick_wood",
            _ => "brick_wood",
        };
        var unsafeShare =
            (
                material == "earth" ? 0.05
                : material == "brick_wood" ? 0.015
                : 0.002
            ) * (poor ? 3 : 1);
        facts["housing_structure"] = material;
        facts["housing_grade"] =
            worn < unsafeShare ? (bad < 0.5 ? "c" : "d")
            : material is "concrete" or "brick_concrete" ? "a"
            : "b";
        // The house and the land were there before the last birth: they follow the household as it was found.
        var size = household.Rounds[0].Count;
        facts["housing_area_m2"] = 40L + (size * 12) + stream.NextBelow(40);
        facts["arable_land_mu"] = Math.Round(stream.NextShare() * 4 * size, 1);
    }

    private static void Water(Dictionary<string, object?> facts, SampleHousehold household)
    {
        var (stream, piped) = (Stream(household, "water"), household.Donor.Water <= 2);
        facts["water_source"] = piped
            ? "tap"
            : household.Donor.Water switch
            {
                3 or 4 => "protected",
                5 => "unprotected",
                6 => "river",
                _ => "rain",
            };
        facts["water_litre_person_day"] =
            (piped ? 60L : 36) + stream.NextBelow(30) - (stream.NextShare() < 0.01 ? 30 : 0);
        facts["water_carry_minutes"] = piped ? 0L : stream.NextBelow(32);
        facts["water_shortage_days"] = (long)(stream.NextShare() < 0.01 ? 10 + stream.NextBelow(12) : 0);
        facts["water_clean"] = stream.NextShare() > 0.004;
    }

    /// <summary>Only causes that the other facts bear out; one main cause and two others at most.</summary>
    private static void Causes(
        Dictionary<string, object?> facts,
        SampleHousehold household,
        IReadOnlyList<SampleMember> members,
        DateOnly day,
        bool poor,
        bool hard
    )
    {
        (facts["main_cause"], facts["other_causes"]) = (null, Array.Empty<string>());
        if (!poor && !household.PoorBefore && !hard)
            return;
        var causes = new List<string>();
        if (members.Any(m => m.Health == "serious") || Equals(facts["sudden_event"], "illness"))
            causes.Add("illness");
        if (members.Any(m => m.Health == "disabled"))
            causes.Add("disability");
        if (Students(members, day) > 0)
            causes.Add("schooling");
        if (Equals(facts["sudden_event"], "disaster"))
            causes.Add("disaster");
        if (!members.Any(m => m.Able(day)))
            causes.Add("labour");
        var stream = Stream(household, "causes");
        foreach (var (cause, borneOut) in Lacks(facts, household))
            if (stream.NextShare() < 0.25 && borneOut)
                causes.Add(cause);
        if (causes.Count == 0)
            causes.Add("skill");
        (facts["main_cause"], facts["other_causes"]) = (causes[0], (string[])[.. causes.Skip(1).Take(2)]);
    }

    private static (string Cause, bool BorneOut)[] Lacks(
        Dictionary<string, object?> facts,
        SampleHousehold household
    ) =>
        [
            ("skill", true),
            ("funds", true),
            ("transport", (double)facts["road_distance_km"]! >= 4),
            ("water", !Equals(facts["water_source"], "tap")),
            ("land", (double)facts["arable_land_mu"]! < household.Rounds[0].Count),
        ];

    private static long Fen(double yuan) => (long)Math.Round(yuan) * 100;
}
