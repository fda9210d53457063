using System.CommandLine;
using System.Globalization;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Identify;

/// <summary>
/// Seeded households with their members for the global multidimensional poverty index. Each household's deprivations are drawn
/// first, from one latent wealth so that they come together as they do in life, or planted exactly on and just under the cut-off;
/// then raw answers are written that mean just those deprivations. So the right answer of every household is known beforehand
/// and is written beside the input.
/// </summary>
internal sealed class HouseholdGenerator(int seed, int households, string folder)
{
    public const int Indicators = 10;
    public const int Regions = 33;

    private const int Nutrition = 0;
    private const int Mortality = 1;
    private const int Schooling = 2;
    private const int Attendance = 3;
    private const int Fuel = 4;
    private const int Sanitation = 5;
    private const int Water = 6;
    private const int Electricity = 7;
    private const int Housing = 8;
    private const int Assets = 9;

    /// <summary>Share deprived of a household of middling wealth, as log-odds, and how strongly wealth matters.</summary>
    private static readonly (double Level, double Slope)[] Odds =
    [
        (-2.2, 0.7),
        (-3.8, 0.5),
        (-2.0, 1.1),
        (-2.9, 0.9),
        (-0.6, 1.8),
        (-1.3, 1.3),
        (-1.9, 1.2),
        (-2.6, 1.9),
        (-1.2, 1.7),
        (-1.8, 1.5),
    ];

    /// <summary>Masks that score exactly 6/18 = 1/3, and exactly 5/18.</summary>
    private static readonly int[] OnTheCutoff = MasksOf(6);
    private static readonly int[] JustUnder = MasksOf(5);

    private ulong state = (ulong)seed;

    public static Command Verb()
    {
        var count = new Option<int>("--households") { DefaultValueFactory = _ => 1_000_000 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 20260101 };
        var verb = new Command("identify-data", "Writes the input of the identify bench") { count, seed };
        verb.SetAction(parsed => Console.WriteLine(Ensure(parsed.GetValue(seed), parsed.GetValue(count))));
        return verb;
    }

    /// <summary>The folder with the input of this seed and size, made when it is not there yet.</summary>
    public static string Ensure(int seed, int households)
    {
        var folder = Path.Combine(Folders.Work, $"identify-{seed}-{households}");
        if (File.Exists(Path.Combine(folder, "complete")))
            return folder;
        Directory.CreateDirectory(folder);
        new HouseholdGenerator(seed, households, folder).Write();
        File.WriteAllText(Path.Combine(folder, "complete"), "");
        return folder;
    }

    public static int Points(int mask)
    {
        var points = 0;
        for (var j = 0; j < Indicators; j++)
            points += (mask >> j & 1) * (j < 4 ? 3 : 1);
        return points;
    }

    private static int[] MasksOf(int points) =>
        [.. Enumerable.Range(0, 1 << Indicators).Where(mask => Points(mask) == points)];

    private void Write()
    {
        using var homes = new StreamWriter(Path.Combine(folder, "households.csv"));
        using var members = new StreamWriter(Path.Combine(folder, "members.csv"));
        using var truth = new StreamWriter(Path.Combine(folder, "truth.csv"));
        homes.NewLine = members.NewLine = truth.NewLine = "\n";
        homes.WriteLine(
            "household_id,region,child_deaths_5y,cooking_fuel,sanitation,sanitation_shared,water,water_minutes,electricity,floor,roof,walls,radio,television,telephone,computer,animal_cart,bicycle,motorbike,refrigerator,car"
        );
        members.WriteLine("household_id,member_id,age_years,undernourished,schooling_years,attending");
        truth.WriteLine("household_id,persons,deprived,unknown");
        var wealthOfRegion = Enumerable.Range(0, Regions).Select(_ => 0.6 * Normal()).ToArray();
        for (var id = 1; id <= households; id++)
        {
            var region = Below(Regions);
            var mask = Draw(wealthOfRegion[region] + Normal());
            var unknown = Below(100) < 2 ? 1 << Pick(Attendance, Fuel, Water, Electricity, Housing) : 0;
            mask = Members(members, id, mask, ref unknown, out var persons);
            mask &= ~unknown;
            Home(homes, id, region, mask, unknown);
            truth.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{id},{persons},{mask},{unknown}"));
        }
    }

    private int Draw(double wealth)
    {
        // Three in a hundred are planted: two exactly on the cut-off, one just under it.
        switch (Below(100))
        {
            case < 2:
                return OnTheCutoff[Below(OnTheCutoff.Length)];
            case 2:
                return JustUnder[Below(JustUnder.Length)];
        }
        var mask = 0;
        for (var j = 0; j < Indicators; j++)
            if (Uniform() < 1 / (1 + Math.Exp(Odds[j].Slope * wealth - Odds[j].Level)))
                mask |= 1 << j;
        return mask;
    }

    /// <summary>Writes the members and returns the mask without what they cannot show (no child, no missed school).</summary>
    private int Members(StreamWriter file, int id, int mask, ref int unknown, out int persons)
    {
        persons = 1 + Pick(0, 1, 1, 2, 2, 2, 3, 3, 4, 5, 6);
        var ages = new int[persons];
        ages[0] = 22 + Below(48);
        for (var m = 1; m < persons; m++)
            ages[m] = Below(100) < 45 ? Below(18) : 18 + Below(72);
        var child = Array.FindIndex(ages, age => age is >= 6 and <= 14);
        if (child < 0 && (mask >> Attendance & 1) == 1 && persons > 1)
            ages[child = persons - 1] = 6 + Below(9);
        if (child < 0)
        {
            mask &= ~(1 << Attendance);
            unknown &= ~(1 << Attendance);
        }
        var hungry = (mask >> Nutrition & 1) == 1 ? 0 : -1;
        for (var m = 0; m < persons; m++)
        {
            var schooled = (mask >> Schooling & 1) == 0 && (m == 0 || Below(3) > 0);
            var years = Math.Clamp(schooled ? 6 + Below(10) : Below(6), 0, Math.Max(0, ages[m] - 6));
            var attending = ages[m] is < 6 or > 14 ? "0" : "1";
            if (m == child && (unknown >> Attendance & 1) == 1)
                attending = "";
            else if (m == child && (mask >> Attendance & 1) == 1)
                attending = "0";
            file.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{id},{m + 1},{ages[m]},{(m == hungry || ages[m] >= 70 && Below(5) == 0 ? 1 : 0)},{years},{attending}"
                )
            );
        }
        return mask;
    }

    private void Home(StreamWriter file, int id, int region, int mask, int unknown)
    {
        bool Is(int indicator) => (mask >> indicator & 1) == 1;
        string Unless(int indicator, string value) => (unknown >> indicator & 1) == 1 ? "" : value;
        var openToilet = Is(Sanitation) && Below(3) > 0;
        var badSource = Is(Water) && Below(3) > 0;
        var natural = Is(Housing) ? 1 + Below(7) : 0;
        var (few, all) = (Is(Assets) ? Below(2) : 2 + Below(5), new int[8]);
        for (var owned = 0; owned < few; owned++)
        {
            int thing;
            do thing = Below(8);
            while (all[thing] == 1);
            all[thing] = 1;
        }
        string[] cells =
        [
            Text(id),
            Text(region + 1),
            Is(Mortality) ? Text(1 + Below(2)) : "0",
            Unless(
                Fuel,
                Is(Fuel)
                    ? Pick("wood", "charcoal", "coal", "crop_waste", "dung")
                    : Pick("electricity", "lpg", "piped_gas", "biogas")
            ),
            openToilet ? Pick("pit_open", "bucket", "none") : Pick("flush", "pit_slab", "composting"),
            Is(Sanitation) && !openToilet ? "1" : "0",
            Unless(
                Water,
                badSource
                    ? Pick("unprotected_well", "open_spring", "surface")
                    : Pick("piped", "borehole", "protected_well", "rain")
            ),
            Is(Water) && !badSource ? Text(30 + Below(60)) : Text(Below(30)),
            Unless(Electricity, Is(Electricity) ? "0" : "1"),
            Unless(
                Housing,
                (natural & 1) != 0 ? Pick("earth", "sand", "dung") : Pick("cement", "tile", "polished_wood")
            ),
            (natural & 2) != 0 ? Pick("thatch", "palm", "mat", "cardboard") : Pick("metal", "tile", "concrete"),
            (natural & 4) != 0 ? Pick("mud", "cane", "cardboard", "plywood") : Pick("brick", "cement", "stone"),
            .. all.Select(Text),
            !Is(Assets) && Below(6) == 0 ? "1" : "0",
        ];
        file.WriteLine(string.Join(',', cells));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private T Pick<T>(params ReadOnlySpan<T> of) => of[Below(of.Length)];

    private int Below(int limit) => (int)((Next() >> 33) % (ulong)limit);

    private double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    /// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same stream in every version of every runtime.</summary>
    private ulong Next()
    {
        unchecked
        {
            var z = state += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
