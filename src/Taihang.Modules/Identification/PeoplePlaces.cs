using System.Data.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>
/// Where people belong, as numbers: their sampling unit, and their area, which is one combination of values of the grouping attributes.
/// Numbers are given as the rows come; <see cref="Order"/> puts them in the order of the names, so that the same people give the same
/// numbers whatever the order of their rows.
/// </summary>
internal sealed class PeoplePlaces
{
    private readonly IReadOnlyList<string> by;
    private readonly bool design;
    private readonly Dictionary<string, int> strata = [];
    private readonly Dictionary<string, int> psus = [];
    private readonly Dictionary<string, int>[] values;

    /// <summary>A stratum and a sampling unit's name make a unit.</summary>
    private readonly Dictionary<long, int> units = [];

    /// <summary>By attribute: an area of the attributes before and a value of this one make an area.</summary>
    private readonly Dictionary<long, int>[] combined;
    private int[] unitRanks = [];
    private int[] areaRanks = [];

    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public PeoplePlaces(MethodPlan method, IReadOnlyList<string> by, bool design)
    {
        (this.by, this.design) = (by, design && method.Survey is not null);
        values = [.. by.Select(_ => new Dictionary<string, int>())];
        combined = [.. by.Select(_ => new Dictionary<long, int>())];
    }

    /// <summary>The columns of the result that a row's place is read from, each with a comma; they come first in its query.</summary>
    public string Columns =>
        string.Concat(by.Select(b => $"CAST({DuckDbEngine.Name(b)} AS VARCHAR), "))
        + (design ? "coalesce(stratum, ''), coalesce(psu, ''), " : "");

    public int Width => by.Count + (design ? 2 : 0);

    public SurveySample Sample { get; private set; } = SurveySample.Of([("", "")]);

    /// <summary>By attribute, its values in order.</summary>
    public List<string>[] Values { get; private set; } = [];

    /// <summary>By area, the number of its value of each attribute, below zero where there is none.</summary>
    public int[][] Areas { get; private set; } =
    [
        [],
    ];

    public int UnitOf(DbDataReader row)
    {
        if (!design)
            return 0;
        var (stratum, psu) = (row.GetString(by.Count), row.GetString(by.Count + 1));
        var number = Number(units, Pair(Number(strata, stratum), Number(psus, psu)));
        return unitRanks.Length > 0 ? unitRanks[number] : number;
    }

    public int AreaOf(DbDataReader row)
    {
        var area = 0;
        for (var i = 0; i < values.Length; i++)
            area = Number(combined[i], Pair(area, row.IsDBNull(i) ? -1 : Number(values[i], row.GetString(i))));
        return areaRanks.Length > 0 ? areaRanks[area] : area;
    }

    /// <summary>After the rows that every other query's are among.</summary>
    /// <returns>What the numbers given so far have become.</returns>
    public (int[] Units, int[] Areas) Order()
    {
        var (ofStratum, ofPsu) = (Names(strata), Names(psus));
        var names = units.ToDictionary(u => u.Value, u => (ofStratum[First(u.Key)], ofPsu[Second(u.Key)]));
        if (names.Count == 0)
            names[0] = ("", "");
        Sample = SurveySample.Of(names.Values);
        Values = [.. values.Select(v => v.Keys.Order(StringComparer.Ordinal).ToList())];
        var codes = AreaCodes();
        int[] order = [.. Enumerable.Range(0, codes.Count)];
        Array.Sort(order, (a, b) => codes[a].AsSpan().SequenceCompareTo(codes[b]));
        areaRanks = new int[order.Length];
        for (var rank = 0; rank < order.Length; rank++)
            areaRanks[order[rank]] = rank;
        Areas = [.. order.Select(area => codes[area])];
        unitRanks = new int[names.Count];
        foreach (var (number, (stratum, psu)) in names)
            unitRanks[number] = Sample.PlaceOf(stratum, psu);
        return (unitRanks, areaRanks);
    }

    private List<int[]> AreaCodes()
    {
        var codes = new List<int[]> { Array.Empty<int>() };
        for (var i = 0; i < by.Count; i++)
        {
            var ranks = Values[i].Select((value, rank) => (Number: values[i][value], rank)).ToDictionary();
            codes =
            [
                .. combined[i]
                    .OrderBy(c => c.Value)
                    .Select(c => (int[])[.. codes[First(c.Key)], Second(c.Key) < 0 ? -1 : ranks[Second(c.Key)]]),
            ];
        }
        return codes;
    }

    private static string[] Names(Dictionary<string, int> numbers) =>
        [.. numbers.OrderBy(n => n.Value).Select(n => n.Key)];

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)(second + 1);

    private static int First(long pair) => (int)(pair >> 32);

    private static int Second(long pair) => (int)(pair & uint.MaxValue) - 1;

    private static int Number<T>(Dictionary<T, int> numbers, T key)
        where T : notnull
    {
        if (!numbers.TryGetValue(key, out var number))
            numbers[key] = number = numbers.Count;
        return number;
    }
}
