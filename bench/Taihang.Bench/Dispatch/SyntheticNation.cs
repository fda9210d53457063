using System.Runtime.InteropServices;
using Taihang.Bench.Harness;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;

namespace Taihang.Bench.Dispatch;

/// <summary>
/// A made-up nation: counties of log-normal size in prefectures in provinces, villages in the order of that tree, and cadres of four levels
/// who each may serve in the area of their level but not around their home. Fixed by its seed.
/// </summary>
/// <param name="CountyOfSeat">From 0.</param>
/// <param name="CountyOfPerson">The county of the home for a county's cadre, -1 for those from above.</param>
internal sealed record SyntheticNation(
    PackedVillage[] Villages,
    PackedCadre[] Cadres,
    long[] Penalty,
    int[] CountyOfSeat,
    int[] CountyOfPerson
)
{
    // As many as the nation's poor counties; a smaller nation has fewer, not smaller ones.
    private const int MostCounties = 831;
    private const int VillagesOfACounty = 154;
    private const int CountiesOfAPrefecture = 9;
    private const int PrefecturesOfAProvince = 4;
    private const int VillagesOfATownship = 10;
    private const int Skills = 7;

    public static PostingRules Rules { get; } = ReadRules();

    public PackedPairs Pairs() => new(Rules, Villages, Cadres);

    public static SyntheticNation Make(int seats, int people, ulong seed)
    {
        var stream = new SeededStream(seed);
        var counties = CountySizes(seats, ref stream);
        var villages = new PackedVillage[seats];
        var countyOfSeat = new int[seats];
        var starts = new int[counties.Count + 1];
        for (var county = 0; county < counties.Count; county++)
        {
            starts[county + 1] = starts[county] + counties[county];
            var prefecture = county / CountiesOfAPrefecture;
            var province = prefecture / PrefecturesOfAProvince;
            var (x, y) = ((province % 5 * 450) + stream.NextBelow(300), (province / 5 * 450) + stream.NextBelow(300));
            for (var seat = starts[county]; seat < starts[county + 1]; seat++)
            {
                countyOfSeat[seat] = county;
                villages[seat] = new PackedVillage(
                    Needs(ref stream),
                    (short)(x + stream.NextBelow(50)),
                    (short)(y + stream.NextBelow(50)),
                    (byte)stream.NextBelow(10),
                    (byte)(((1 + (province % 15)) << 4) | (1 + (prefecture % 15))),
                    Tier: (byte)(stream.NextBelow(5) == 0 ? 0 : 1)
                );
            }
        }
        var penalty = villages.Select(v => v.Tier == 0 ? 4_000_000L : 1_000_000 + (100_000L * v.Difficulty)).ToArray();
        var cadres = new PackedCadre[people];
        var countyOfPerson = new int[people];
        for (var person = 0; person < people; person++)
        {
            var home = stream.NextBelow(seats);
            var level = stream.NextBelow(100) switch
            {
                < 55 => 0,
                < 82 => 1,
                < 97 => 2,
                _ => 3,
            };
            countyOfPerson[person] = level == 0 ? countyOfSeat[home] : -1;
            cadres[person] = Cadre(home, level, villages, countyOfSeat[home], starts, ref stream);
        }
        return new SyntheticNation(villages, cadres, penalty, countyOfSeat, countyOfPerson);
    }

    private static PackedCadre Cadre(
        int home,
        int level,
        PackedVillage[] villages,
        int county,
        int[] starts,
        ref SeededStream stream
    )
    {
        const int OfAProvince = CountiesOfAPrefecture * PrefecturesOfAProvince;
        var (first, count) = level switch
        {
            0 => (county, 1),
            1 => (county / CountiesOfAPrefecture * CountiesOfAPrefecture, CountiesOfAPrefecture),
            2 => (county / OfAProvince * OfAProvince, OfAProvince),
            // A central unit is paired with one province, one in ten with two neighbours: so the nation does not fall apart.
            _ => (
                stream.NextBelow(starts.Length - 1) / OfAProvince * OfAProvince,
                stream.NextBelow(10) == 0 ? 2 * OfAProvince : OfAProvince
            ),
        };
        var last = Math.Min(first + count, starts.Length - 1);
        var township = starts[county] + ((home - starts[county]) / VillagesOfATownship * VillagesOfATownship);
        var (avoidFrom, avoidTo) =
            level == 0
                ? (township, Math.Min(township + VillagesOfATownship, starts[county + 1]))
                : (starts[county], starts[county + 1]);
        return new PackedCadre(
            Has(ref stream),
            villages[home].XKm,
            villages[home].YKm,
            (byte)Math.Min(9, (2 * level) + stream.NextBelow(5)),
            villages[home].Dialect,
            starts[first],
            starts[last],
            avoidFrom,
            avoidTo
        );
    }

    private static List<int> CountySizes(int seats, ref SeededStream stream)
    {
        var (sizes, left, mean) = (
            new List<int>(),
            seats,
            (double)seats / Math.Clamp(seats / VillagesOfACounty, 1, MostCounties)
        );
        while (left > 0)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - stream.NextShare())) * Math.Cos(2 * Math.PI * stream.NextShare());
            var size = (int)Math.Clamp(mean * Math.Exp((0.6 * normal) - 0.18), 12, 6 * mean);
            sizes.Add(Math.Min(size, left));
            left -= sizes[^1];
        }
        return sizes;
    }

    /// <summary>One great need, one or two smaller ones.</summary>
    private static ulong Needs(ref SeededStream stream)
    {
        var need = 3UL << (8 * stream.NextBelow(Skills));
        for (var more = 1 + stream.NextBelow(2); more > 0; more--)
        {
            var at = 8 * stream.NextBelow(Skills);
            if ((need >> at & 3) == 0)
                need |= (ulong)(1 + stream.NextBelow(2)) << at;
        }
        return need;
    }

    /// <summary>A trade, and something of one or two others.</summary>
    private static ulong Has(ref SeededStream stream)
    {
        var skill = (ulong)(2 + stream.NextBelow(2)) << (8 * stream.NextBelow(Skills));
        for (var more = 1 + stream.NextBelow(2); more > 0; more--)
        {
            var at = 8 * stream.NextBelow(Skills);
            if ((skill >> at & 3) == 0)
                skill |= (ulong)(1 + stream.NextBelow(2)) << at;
        }
        return skill;
    }

    private static PostingRules ReadRules()
    {
        var pack = Path.Combine(Folders.Root, "packs", "cn");
        var causes = PackFolder.LoadFrom(pack).Value.Dictionary.CodeLists["cause"];
        return PostingRulesReader.Read(File.ReadAllText(Path.Combine(pack, PostingRulesReader.File)), causes).Value;
    }
}

/// <summary>Arrays in a folder, so that every contender reads the very same.</summary>
internal static class Arrays
{
    /// <summary>The folder of a nation with short lists of 30 to 60 villages, made when it is not there.</summary>
    public static string Ensure(int seats, int people, ulong seed)
    {
        var folder = Path.Combine(Folders.Work, $"dispatch-{seats}x{people}-{seed}");
        if (File.Exists(Path.Combine(folder, "done")))
            return folder;
        Directory.CreateDirectory(folder);
        var nation = SyntheticNation.Make(seats, people, seed);
        Write(folder, "villages", nation.Villages);
        Write(folder, "cadres", nation.Cadres);
        Write(folder, "county-of-seat", nation.CountyOfSeat);
        Write(folder, "county-of-person", nation.CountyOfPerson);
        Write(folder, ShortLists.Of(nation.Pairs(), nation.Penalty, 30, 60, seed));
        File.WriteAllText(Path.Combine(folder, "done"), "");
        return folder;
    }

    public static void Write(string folder, AssignmentProblem problem)
    {
        Write(folder, "people", new[] { problem.People });
        Write(folder, "start", problem.Start);
        Write(folder, "person", problem.Person);
        Write(folder, "cost", problem.Cost);
        Write(folder, "penalty", problem.Penalty);
    }

    public static AssignmentProblem Problem(string folder) =>
        new(
            Read<int>(folder, "people")[0],
            Read<int>(folder, "start"),
            Read<int>(folder, "person"),
            Read<int>(folder, "cost"),
            Read<long>(folder, "penalty")
        );

    public static SyntheticNation Nation(string folder) =>
        new(
            Read<PackedVillage>(folder, "villages"),
            Read<PackedCadre>(folder, "cadres"),
            Read<long>(folder, "penalty"),
            Read<int>(folder, "county-of-seat"),
            Read<int>(folder, "county-of-person")
        );

    private static void Write<T>(string folder, string name, T[] list)
        where T : unmanaged
    {
        using var file = File.OpenHandle(Path.Combine(folder, name), FileMode.Create, FileAccess.Write);
        var size = Marshal.SizeOf<T>();
        const int AtOnce = 1 << 20;
        for (var at = 0; at < list.Length; at += AtOnce)
            RandomAccess.Write(
                file,
                MemoryMarshal.AsBytes(list.AsSpan(at, Math.Min(AtOnce, list.Length - at))),
                at * (long)size
            );
    }

    private static T[] Read<T>(string folder, string name)
        where T : unmanaged
    {
        using var file = File.OpenHandle(Path.Combine(folder, name));
        var size = Marshal.SizeOf<T>();
        var list = new T[RandomAccess.GetLength(file) / size];
        const int AtOnce = 1 << 20;
        for (var at = 0; at < list.Length; at += AtOnce)
        {
            var bytes = MemoryMarshal.AsBytes(list.AsSpan(at, Math.Min(AtOnce, list.Length - at)));
            for (var done = 0; done < bytes.Length; )
                done += RandomAccess.Read(file, bytes[done..], (at * (long)size) + done);
        }
        return list;
    }
}
