using Taihang.Core.Common;

namespace Taihang.Modules.Samples;

/// <summary>A member as the sample keeps them from round to round.</summary>
public sealed class SampleMember
{
    public required string Relation { get; init; }

    public required bool Male { get; init; }

    public required DateOnly Born { get; init; }

    public required int SchoolingYears { get; init; }

    public required string Name { get; init; }

    public required int Serial { get; init; }

    public required string Health { get; set; }

    public bool Insured { get; init; } = true;

    /// <summary>A state at school that differs from what the age says; null for none.</summary>
    public string? SchoolException { get; init; }

    public bool HasIdNumber { get; init; } = true;
}

/// <summary>
/// A made-up household: a donor's shape, moved to a village and a made-up level of income. Everything that changes with time is worked
/// out per round from the same seed.
/// </summary>
public sealed class SampleHousehold
{
    private static readonly string[] Events = ["illness", "accident", "disaster", "job_loss", "production_failure"];
    private readonly Donor donor;
    private readonly string seed;
    private readonly double level;
    private readonly bool poorBefore;

    private SampleHousehold(Donor donor, string seed, double level, bool poorBefore, List<SampleMember> members) =>
        (this.donor, this.seed, this.level, this.poorBefore, Members) = (donor, seed, level, poorBefore, members);

    public List<SampleMember> Members { get; }

    /// <summary>Draws a donor and gives its members names, birth dates and numbers.</summary>
    /// <param name="village">The village's own factor on income: remote villages are poorer.</param>
    /// <param name="serial">Next free serial; moved on by the number of members.</param>
    public static SampleHousehold Draw(string seed, double village, DateOnly start, ref int serial)
    {
        var stream = new SeededStream(seed);
        var donor = Donors.All[stream.NextBelow(Donors.All.Length)];
        // Income per head follows the donor's rank on a log-normal scale of a made-up level: median 15,500 yuan a year.
        var level = 15_500 * Math.Exp(0.55 * Normal((donor.Rank + stream.NextShare()) / 1000.5)) * village;
        var poorBefore =
            stream.NextShare()
            < (
                level < 11_000 ? 0.42
                : level < 16_000 ? 0.12
                : 0.02
            );
        var surname = SamplePeople.Surname(ref stream);
        var members = new List<SampleMember>();
        var (disabled, uncovered, outOfSchool) = (donor.Disabled, donor.Uncovered, donor.OutOfSchool);
        var head = donor.Members[0];
        foreach (var member in donor.Members)
        {
            var age = Math.Max(0, Coherent(member, head) + stream.NextBelow(3) - 1);
            var born = start.AddDays(-(int)(365.25 * age) - stream.NextBelow(365));
            var sick = stream.NextShare();
            var isDisabled = disabled > 0 && (age >= 50 || member == donor.Members[^1]);
            if (isDisabled)
                disabled--;
            var exception =
                age is >= 6 and <= 15 && outOfSchool > 0 && stream.NextShare() < 0.04 ? "dropped_out" : null;
            if (exception is null && age is >= 6 and <= 15 && isDisabled)
                exception = stream.NextShare() < 0.5 ? "home_teaching" : "unable";
            members.Add(
                new SampleMember
                {
                    Relation = Relation(member, head),
                    Male = member.Male,
                    Born = born,
                    SchoolingYears = member.SchoolingYears,
                    Name = SamplePeople.Name(
                        member.Relation is 2 or 5 ? SamplePeople.Surname(ref stream) : surname,
                        ref stream
                    ),
                    Serial = serial++,
                    Health =
                        isDisabled ? "disabled"
                        : sick < 0.004 + (age * 0.0003) ? "serious"
                        : sick < 0.02 + (Math.Max(0, age - 35) * 0.006) ? "chronic"
                        : "healthy",
                    Insured = uncovered == 0 || stream.NextShare() > 0.06,
                    SchoolException = exception,
                    HasIdNumber = age > 0 || stream.NextShare() < 0.6,
                }
            );
        }
        return new SampleHousehold(donor, seed, level, poorBefore, members);
    }

    /// <summary>The household's own facts on a day, by attribute id, as codes, numbers and truths; blank when not recorded.</summary>
    /// <param name="round">0 for the first; each later round moves incomes, lets events come and go.</param>
    public Dictionary<string, object?> Facts(int round, DateOnly day)
    {
        var stream = new SeededStream(seed + " facts");
        var size = Members.Count;
        var perHead = level;
        for (var r = 1; r <= round; r++)
        {
            var moved = new SeededStream($"{seed} round {r}");
            // About a third of the households have a new income each round, a little higher on the whole.
            if (moved.NextShare() < 0.34)
                perHead *= 1.10 * Math.Exp(0.10 * Normal(0.0005 + (0.999 * moved.NextShare())));
        }
        // A few stand on the line to the fen, where a method shows its comparison.
        var exact = new SeededStream(seed + " exact").NextShare() < 0.0015;
        if (exact)
            perHead = 8_700;
        var total = perHead * size;
        var transfer = total * Math.Min(0.85, (donor.SubsidyPermille / 1000.0) + 0.05);
        var property = stream.NextShare() < 0.25 ? total * 0.03 * stream.NextShare() : 0;
        var earned = total - transfer - property;
        var wage = earned * donor.WagePermille / 1000.0;
        var net = earned - wage;
        var cost = net * (0.15 + (0.3 * stream.NextShare()));
        var students = Members.Count(m => Age(m, day) is >= 16 and <= 21 && m.SchoolingYears >= 9);
        var ill = Members.Count(m => m.Health == "serious");
        var rigid =
            (ill * (8_000 + (20_000 * stream.NextShare())))
            + (students * 6_000)
            + (Members.Count(m => m.Health == "chronic") * 900);
        var events = new SeededStream($"{seed} event {round}");
        var happened = events.NextShare() < 0.012 ? Events[events.NextBelow(Events.Length)] : "none";
        var hardship = happened != "none" && events.NextShare() < 0.7;
        var inRange = perHead < 8_700;
        var risk = inRange ? stream.NextShare() < 0.36 : hardship && events.NextShare() < 0.8;
        var material = donor.Wall switch
        {
            1 => stream.NextShare() < 0.2 ? "concrete" : "brick_concrete",
            2 or 8 or 3 => "brick_concrete",
            4 or 5 or 7 => stream.NextShare() < 0.7 ? "earth" : "brick_wood",
            _ => "brick_wood",
        };
        var unsafeShare =
            (
                material == "earth" ? 0.05
                : material == "brick_wood" ? 0.015
                : 0.002
            ) * (inRange ? 3 : 1);
        var grade =
            stream.NextShare() < unsafeShare ? (stream.NextShare() < 0.5 ? "c" : "d")
            : material is "concrete" or "brick_concrete" ? "a"
            : "b";
        var piped = donor.Water <= 2;
        var needs = inRange || poorBefore || hardship;
        var (main, others) = needs
            ? Causes(ill > 0 || happened == "illness", students > 0, day, happened == "disaster", ref stream)
            : (null, []);
        var facts = new Dictionary<string, object?>
        {
            ["household_kind"] =
                inRange && risk && stream.NextShare() < 0.4 ? "allowance"
                : stream.NextShare() < 0.02 ? "special_hardship"
                : "general",
            ["registered_poor_before"] = poorBefore,
            ["main_cause"] = main,
            ["other_causes"] = others,
            ["income_wage_fen_year"] = Fen(wage),
            ["income_business_fen_year"] = Fen(net) + Fen(cost),
            ["income_property_fen_year"] = Fen(property),
            ["income_transfer_fen_year"] = exact
                ? (870_000L * size) - Fen(wage) - Fen(net) - Fen(property)
                : Fen(transfer),
            ["production_cost_fen_year"] = Fen(cost),
            ["rigid_spending_fen_year"] = Fen(rigid),
            ["sudden_event"] = happened,
            ["sudden_hardship"] = hardship,
            ["relapse_risk"] = risk,
            ["food_secure"] = true,
            ["clothing_secure"] = true,
            ["housing_grade"] = grade,
            ["housing_structure"] = material,
            ["housing_area_m2"] = 40L + (size * 12) + stream.NextBelow(40),
            ["water_source"] = piped
                ? "tap"
                : donor.Water switch
                {
                    3 or 4 => "protected",
                    5 => "unprotected",
                    6 => "river",
                    _ => "rain",
                },
            ["water_litre_person_day"] =
                (piped ? 60L : 36) + stream.NextBelow(30) - (stream.NextShare() < 0.01 ? 30 : 0),
            ["water_carry_minutes"] = piped ? 0L : stream.NextBelow(32),
            ["water_shortage_days"] = (long)(stream.NextShare() < 0.01 ? 10 + stream.NextBelow(12) : 0),
            ["water_clean"] = stream.NextShare() > 0.004,
            ["arable_land_mu"] = Math.Round(stream.NextShare() * 4 * size, 1),
            ["fuel"] = donor.Fuel switch
            {
                1 or 2 => "firewood",
                3 => "bottled_gas",
                4 => "piped_gas",
                5 => "power",
                _ => "other",
            },
            ["electricity"] = true,
            ["toilet"] = stream.NextShare() < (donor.Electricity ? 0.8 : 0.5),
            ["road_distance_km"] = Math.Round(stream.NextShare() * 6, 1),
            ["cooperative_member"] = stream.NextShare() < 0.3,
        };
        // Real registers have gaps: one fact in about a hundred households was never asked.
        if (stream.NextShare() < 0.012)
            facts[
                new[] { "relapse_risk", "income_wage_fen_year", "water_clean", "housing_grade" }[stream.NextBelow(4)]
            ] = null;
        return facts;
    }

    /// <summary>A member's facts on a day.</summary>
    public static Dictionary<string, object?> Facts(SampleMember member, DateOnly day)
    {
        var stream = new SeededStream($"member {member.Serial}");
        var age = Age(member, day);
        var able = age is >= 16 and <= 64 && member.Health is not ("disabled" or "serious");
        var away = able && stream.NextShare() < (age < 50 ? 0.5 : 0.2);
        return new Dictionary<string, object?>
        {
            ["id_number"] = member.HasIdNumber ? SamplePeople.IdNumber(member.Serial, member.Born, member.Male) : null,
            ["phone"] = member.Relation == "head" ? SamplePeople.Phone(member.Serial) : null,
            ["bank_account"] = member.Relation == "head" ? SamplePeople.Account(member.Serial) : null,
            ["relation"] = member.Relation,
            ["sex"] = member.Male ? "male" : "female",
            ["birth_date"] = member.Born,
            ["schooling_level"] =
                age < 6
                    ? null
                    : member.SchoolingYears switch
                    {
                        < 3 => age < 12 ? null : "none",
                        < 8 => "primary",
                        < 11 => "junior",
                        < 14 => "senior",
                        _ => "college",
                    },
            ["school_state"] = member.SchoolException ?? School(age, member.SchoolingYears, ref stream),
            ["health"] = member.Health,
            ["labour"] =
                age < 16 ? "none"
                : !able ? (age > 64 ? "weak" : "lost")
                : member.SchoolingYears >= 9 && stream.NextShare() < 0.3 ? "skilled"
                : "ordinary",
            ["work_place"] = away ? new[] { "township", "county", "province", "outside" }[stream.NextBelow(4)] : "none",
            ["work_months_year"] = away ? 3L + stream.NextBelow(10) : 0L,
            ["medical_insurance"] = member.Insured,
            ["serious_illness_insurance"] = member.Insured,
            ["pension_insurance"] = age >= 16 && stream.NextShare() < 0.9,
        };
    }

    public static int Age(SampleMember member, DateOnly day) =>
        day.Year
        - member.Born.Year
        - ((member.Born.Month * 100) + member.Born.Day > (day.Month * 100) + day.Day ? 1 : 0);

    private static string School(int age, int years, ref SeededStream stream) =>
        age switch
        {
            < 3 => "not_student",
            < 6 => "pre_school",
            < 12 => "primary",
            < 16 => "junior",
            < 19 when years >= 8 || stream.NextShare() < 0.6 => stream.NextShare() < 0.6 ? "senior" : "vocational",
            < 22 when years >= 12 => "university",
            _ => "not_student",
        };

    private (string Main, string[] Others) Causes(
        bool ill,
        bool students,
        DateOnly day,
        bool disaster,
        ref SeededStream stream
    )
    {
        var causes = new List<string>();
        if (ill)
            causes.Add("illness");
        if (Members.Any(m => m.Health == "disabled"))
            causes.Add("disability");
        if (students)
            causes.Add("schooling");
        if (disaster)
            causes.Add("disaster");
        if (!Members.Any(m => Age(m, day) is >= 16 and <= 64 && m.Health is not ("disabled" or "serious")))
            causes.Add("labour");
        foreach (var cause in new[] { "skill", "funds", "transport", "water", "land" })
            if (stream.NextShare() < 0.25)
                causes.Add(cause);
        if (causes.Count == 0)
            causes.Add("skill");
        return (causes[0], [.. causes.Skip(1).Take(2)]);
    }

    /// <summary>Parents are at least 16 years older than the head, children at least 16 younger, grandchildren 34.</summary>
    private static int Coherent(DonorMember member, DonorMember head) =>
        member.Relation switch
        {
            3 => Math.Min(member.Age, Math.Max(0, head.Age - 17)),
            4 => Math.Max(member.Age, head.Age + 17),
            6 => Math.Min(member.Age, Math.Max(0, head.Age - 35)),
            _ => member.Age,
        };

    private static string Relation(DonorMember member, DonorMember head) =>
        (member.Relation, member.Male) switch
        {
            (1, _) => "head",
            (2, _) => "spouse",
            (3, true) => "son",
            (3, false) => "daughter",
            (4, true) => head.Male ? "father" : "husbands_father",
            (4, false) => head.Male ? "mother" : "husbands_mother",
            (5, true) => "son_in_law",
            (5, false) => "daughter_in_law",
            (6, true) => "grandson",
            (6, false) => "granddaughter",
            _ => "other",
        };

    private static long Fen(double yuan) => (long)Math.Round(yuan) * 100;

    /// <summary>Quantile of the standard normal, by Acklam's rational approximation (relative error below 1.2e-9).</summary>
    internal static double Normal(double p)
    {
        if (p > 0.97575)
            return -Normal(1 - p);
        if (p < 0.02425)
        {
            var t = Math.Sqrt(-2 * Math.Log(p));
            return (
                    (
                        (
                            (
                                (
                                    (
                                        (
                                            (
                                                (((-7.784894002430293e-03 * t) - 3.223964580411365e-01) * t)
                                                - 2.400758277161838
                                            ) * t
                                        ) - 2.549732539343734
                                    ) * t
                                ) + 4.374664141464968
                            ) * t
                        ) + 2.938163982698783
                    )
                )
                / (
                    (
                        (
                            (((((7.784695709041462e-03 * t) + 3.224671290700398e-01) * t) + 2.445134137142996) * t)
                            + 3.754408661907416
                        ) * t
                    ) + 1
                );
        }
        var q = p - 0.5;
        var r = q * q;
        return (
                (
                    (
                        (
                            (
                                (
                                    (
                                        (
                                            (((-3.969683028665376e+01 * r) + 2.209460984245205e+02) * r)
                                            - 2.759285104469687e+02
                                        ) * r
                                    ) + 1.383577518672690e+02
                                ) * r
                            ) - 3.066479806614716e+01
                        ) * r
                    ) + 2.506628277459239
                )
            )
            * q
            / (
                (
                    (
                        (
                            (
                                (
                                    (
                                        (((-5.447609879822406e+01 * r) + 1.615858368580409e+02) * r)
                                        - 1.556989798598866e+02
                                    ) * r
                                ) + 6.680131188771972e+01
                            ) * r
                        ) - 1.328068155288572e+01
                    ) * r
                ) + 1
            );
    }
}
