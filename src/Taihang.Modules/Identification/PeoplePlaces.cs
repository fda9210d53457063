using System.Data.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>
/// Where people belong, as numbers: their sampling unit, and their area, which is one combination of values of the grouping attributes.
/// Numbers follow the order of the names, so the same people give the same ones whatever the order of their rows.
/// </summary>
internal sealed class PeoplePlaces
{
    private readonly IReadOnlyList<string> sources;
    private readonly long salt;

    /// <summary>Each place's number by its key.</summary>
    private readonly Dictionary<long, int> numberOf = [];

    private PeoplePlaces(IReadOnlyList<string> sources, long salt) => (this.sources, this.salt) = (sources, salt);

    public required SurveySample Sample { get; init; }

    /// <summary>By attribute, its values in order.</summary>
    public required List<string>[] Values { get; init; }

    /// <summary>By area, the number of its value of each attribute, below zero where there is none.</summary>
    public required int[][] Areas { get; init; }

    /// <summary>The sampling unit and the area of each place.</summary>
    public required (int Unit, int Area)[] Numbers { get; init; }

    /// <summary>
    /// What <see cref="NumberOf"/> knows the place of a row of a run's result by, a BIGINT. To join each row with a table of places by
    /// three texts took as long as adding all of them up.
    /// </summary>
    public string KeyOfResult => Key(sources, salt);

    /// <summary>The same of a table with <see cref="Columns"/>.</summary>
    public string KeyOfColumns => Key(Names(sources.Count), salt);

    public int NumberOf(long key) => numberOf[key];

    /// <summary>The columns of a run's result that a place is known by, each with a comma.</summary>
    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public static string Columns(MethodPlan method, IReadOnlyList<string> by, bool design) =>
        string.Concat(Sources(method, by, design).Columns.Select((source, i) => $"{source} AS {Name(i)}, "));

    /// <param name="table">With <see cref="Columns"/>, and with every place that there is.</param>
    public static PeoplePlaces Of(
        DuckDbEngine engine,
        string table,
        MethodPlan method,
        IReadOnlyList<string> by,
        bool design
    )
    {
        var (sources, stratum, psu) = Sources(method, by, design);
        var (places, keys, salt) =
            sources.Count == 0
                ? (
                    [
                        [],
                    ],
                    [NoKey],
                    0
                )
                : Listed(engine, table, sources.Count);
        List<(string Stratum, string Psu)> units =
        [
            .. places
                .Select(p => psu is null ? ("", "") : (p[stratum!.Value] ?? "", p[psu.Value] ?? ""))
                .DefaultIfEmpty(("", "")),
        ];
        var sample = SurveySample.Of(units);
        List<string>[] values =
        [
            .. by.Select(
                (_, i) => places.Select(p => p[i]).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToList()
            ),
        ];
        var codes = values
            .Select(v => v.Select((value, code) => (value, code)).ToDictionary(StringComparer.Ordinal))
            .ToList();
        var areas = places
            .Select(
                (p, number) =>
                    (Number: number, Codes: codes.Select((c, i) => p[i] is { } value ? c[value] : -1).ToArray())
            )
            .OrderBy(p => p.Codes, Comparer<int[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)))
            .ToList();
        var (ofArea, numbers) = (new List<int[]>(), new (int, int)[places.Count]);
        foreach (var (number, area) in areas)
        {
            if (ofArea.Count == 0 || !area.AsSpan().SequenceEqual(ofArea[^1]))
                ofArea.Add(area);
            numbers[number] = (sample.PlaceOf(units[number].Stratum, units[number].Psu), ofArea.Count - 1);
        }
        var found = new PeoplePlaces(sources, salt)
        {
            Sample = sample,
            Values = values,
            Areas = [.. ofArea],
            Numbers = numbers,
        };
        for (var number = 0; number < keys.Count; number++)
            found.numberOf.Add(keys[number], number);
        return found;
    }

    /// <summary>Every place that there is, with the key that it is known by.</summary>
    private static (List<string?[]> Places, List<long> Keys, long Salt) Listed(
        DuckDbEngine engine,
        string table,
        int width
    )
    {
        var names = string.Join(", ", Names(width));
        for (var salt = 0L; ; salt++)
        {
            var found = engine.Query(
                $"SELECT {Key(Names(width), salt)}, {names} FROM (SELECT DISTINCT {names} FROM {table})",
                r => (Key: r.GetInt64(0), Place: Enumerable.Range(1, width).Select(i => Text(r, i)).ToArray())
            );
            // Among a million places two share a key of 63 bits once in ten million runs; then others are taken.
            if (found.DistinctBy(p => p.Key).Count() == found.Count)
                return (found.ConvertAll(p => p.Place), found.ConvertAll(p => p.Key), salt);
            if (salt == MostSalts)
                throw new InvalidOperationException("No keys were found that keep all places apart.");
        }
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private const long NoKey = 0;

    private const long MostSalts = 8;

    /// <summary>
    /// SQL of the key. The engine hashes one column into the next, so a salt stands within each text: behind the last it would leave equal
    /// what was equal before it.
    /// </summary>
    /// <param name="columns">Texts or nothing.</param>
    private static string Key(IEnumerable<string> columns, long salt)
    {
        var all = string.Join(", ", salt == 0 ? columns : columns.Select(c => $"coalesce('{salt}=' || {c}, '{salt}')"));
        // BIGINT has one bit less than the engine's hash.
        return all.Length > 0 ? $"CAST(hash({all}) >> 1 AS BIGINT)" : $"CAST({NoKey} AS BIGINT)";
    }

    /// <summary>Each column once: a sample's strata are often what its figures are grouped by.</summary>
    private static (IReadOnlyList<string> Columns, int? Stratum, int? Psu) Sources(
        MethodPlan method,
        IReadOnlyList<string> by,
        bool design
    )
    {
        List<string> columns = [.. by.Select(b => $"CAST({Identify.Result}.{DuckDbEngine.Name(b)} AS VARCHAR)")];
        if (!design || method.Survey is not { } survey)
            return (columns, null, null);
        return (columns, Of(survey.Strata, "stratum"), Of(survey.Psu, "psu"));

        int Of(AttributeDef attribute, string column)
        {
            // A person's own attribute may carry the name of one that the household has.
            var same = method.Unit == Unit.Person && !attribute.OfMember ? -1 : by.ToList().IndexOf(attribute.Id);
            if (same >= 0)
                return same;
            columns.Add($"coalesce({Identify.Result}.{column}, '')");
            return columns.Count - 1;
        }
    }

    private static IEnumerable<string> Names(int width) => Enumerable.Range(0, width).Select(Name);

    // No attribute's id has a blank in it.
    private static string Name(int i) => $"\"place {i}\"";
}
