using System.Data.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>
/// Where people belong, as numbers: their sampling unit, and their area, which is one combination of values of the grouping attributes.
/// Numbers follow the order of the names, so the same people give the same ones whatever the order of their rows.
/// </summary>
internal sealed class PeoplePlaces
{
    /// <summary>Every place with the number that queries know it by.</summary>
    private const string Table = "places_of_people";

    private readonly IReadOnlyList<string> sources;

    private PeoplePlaces(IReadOnlyList<string> sources) => this.sources = sources;

    public required SurveySample Sample { get; init; }

    /// <summary>By attribute, its values in order.</summary>
    public required List<string>[] Values { get; init; }

    /// <summary>By area, the number of its value of each attribute, below zero where there is none.</summary>
    public required int[][] Areas { get; init; }

    /// <summary>The sampling unit and the area of each place.</summary>
    public required (int Unit, int Area)[] Numbers { get; init; }

    /// <summary>A row's place, in a query with one of the joins.</summary>
    public string Number => sources.Count == 0 ? "0" : $"{Table}.\"place number\"";

    /// <summary>Brings the rows of a run's result together with their places.</summary>
    public string OfResult => Join(i => sources[i]);

    /// <summary>The same of a table with <see cref="Columns"/>.</summary>
    public string OfColumns(string table) => Join(i => $"{table}.{Name(i)}");

    /// <summary>The columns of a run's result that a place is known by, each with a comma.</summary>
    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public static string Columns(MethodPlan method, IReadOnlyList<string> by, bool design) =>
        string.Concat(Sources(method, by, design).Select((source, i) => $"{source} AS {Name(i)}, "));

    /// <param name="table">With <see cref="Columns"/>, and with every place that there is.</param>
    public static PeoplePlaces Of(
        DuckDbEngine engine,
        string table,
        MethodPlan method,
        IReadOnlyList<string> by,
        bool design
    )
    {
        var sources = Sources(method, by, design);
        var places =
            sources.Count == 0
                ?
                [
                    [],
                ]
                : Listed(engine, table, sources.Count);
        var sampled = sources.Count > by.Count;
        List<(string Stratum, string Psu)> units =
        [
            .. places.Select(p => sampled ? (p[by.Count]!, p[by.Count + 1]!) : ("", "")).DefaultIfEmpty(("", "")),
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
        return new PeoplePlaces(sources)
        {
            Sample = sample,
            Values = values,
            Areas = [.. ofArea],
            Numbers = numbers,
        };
    }

    private static List<string?[]> Listed(DuckDbEngine engine, string table, int width)
    {
        var names = string.Join(", ", Enumerable.Range(0, width).Select(Name));
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE {Table} AS SELECT *, CAST(row_number() OVER () - 1 AS INTEGER) AS \"place number\" FROM (SELECT DISTINCT {names} FROM {table})"
        );
        return engine.Query(
            $"SELECT {names} FROM {Table} ORDER BY \"place number\"",
            r => Enumerable.Range(0, width).Select(i => Text(r, i)).ToArray()
        );
    }

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private string Join(Func<int, string> with) =>
        sources.Count == 0
            ? ""
            : $" JOIN {Table} ON {string.Join(" AND ", sources.Select((_, i) => $"{Table}.{Name(i)} IS NOT DISTINCT FROM {with(i)}"))}";

    private static List<string> Sources(MethodPlan method, IReadOnlyList<string> by, bool design) =>
        [
            .. by.Select(b => $"CAST({Identify.Result}.{DuckDbEngine.Name(b)} AS VARCHAR)"),
            .. design && method.Survey is not null
                ? new[] { $"coalesce({Identify.Result}.stratum, '')", $"coalesce({Identify.Result}.psu, '')" }
                : [],
        ];

    // No attribute's id has a blank in it.
    private static string Name(int i) => $"\"place {i}\"";
}
