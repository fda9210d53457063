using System.Numerics;
using System.Runtime.InteropServices;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>People of one group, sampling unit, answer and pattern of indicators, counted.</summary>
/// <param name="Unit">Place of its sampling unit in the sample; 0 for a register.</param>
/// <param name="Outcome">Place in <see cref="MeasureCells.Outcomes"/>.</param>
/// <param name="Weight">Heads times weight, in units of the run's smallest step of weight.</param>
/// <param name="Units">Households or persons.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MaskCell(int Unit, int Outcome, Deprivations Pattern, long Weight, long Units);

/// <summary>One group of people and where its cells are.</summary>
/// <param name="By">The grouping attribute; null for everybody.</param>
/// <param name="Index">Which grouping attribute; below zero for everybody.</param>
/// <param name="Code">Place of the value among the attribute's.</param>
internal sealed record CellGroup(string? By, string? Value, int Index, int Code, IReadOnlyList<int> Cells);

/// <summary>
/// The one pass over a run's result that every counting measure comes from: any cut-off, any weights, any group and their standard
/// errors need only these cells, of which there are few. They also stay in the engine, as the tables <c>cells</c>, <c>units</c> and
/// <c>group0</c>, <c>group1</c> …, which give every value its number.
/// </summary>
internal sealed record MeasureCells(
    MaskCell[] Cells,
    IReadOnlyList<string> Outcomes,
    IReadOnlyList<CellGroup> Groups,
    SurveySample Sample,
    BigInteger Step
)
{
    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public static MeasureCells Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        bool design = true
    )
    {
        var (weight, places) = Identify.Scaled(engine, "weight", wide: false);
        var survey = design && method.Survey is not null;
        var groups = by.Select((b, i) => $"CAST({DuckDbEngine.Name(b)} AS VARCHAR) AS g{i}, ");
        engine.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE cells AS
            SELECT *, row_number() OVER (ORDER BY {string.Concat(
                by.Select((_, i) => $"g{i}, ")
            )}stratum, psu, outcome, mask, unknown_mask) - 1 AS cell FROM (
              SELECT *{(survey ? "" : ", '' AS stratum, '' AS psu")} FROM (
                SELECT {string.Concat(groups)}{(survey ? "coalesce(stratum, '') AS stratum, coalesce(psu, '') AS psu, " : "")}outcome, mask, unknown_mask,
                       CAST(sum(heads * {weight}) AS BIGINT) AS people, count(*) AS units
                FROM {Identify.Result} WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0 GROUP BY ALL))
            """
        );
        var sample = Units(engine);
        var values = by.Select((_, i) => Values(engine, i)).ToList();
        List<string> outcomes = [.. method.Outcomes.Select(o => o.Id), MethodPlan.Unknown];
        engine.Execute("CREATE OR REPLACE TEMP TABLE outcomes (outcome VARCHAR, code INTEGER)");
        Fill(engine, "outcomes", outcomes.Select((id, i) => (new[] { id }, i)));
        var cells = new List<MaskCell>();
        var members = values.ConvertAll(v => v.ConvertAll(_ => new List<int>()));
        var joins = string.Concat(by.Select((_, i) => $" LEFT JOIN group{i} ON group{i}.value = cells.g{i}"));
        engine.Stream(
            $"SELECT units.place, outcomes.code, mask, unknown_mask, people, cells.units{string.Concat(by.Select((_, i) => $", coalesce(group{i}.code, -1)"))}"
                + $" FROM cells JOIN units USING (stratum, psu) JOIN outcomes USING (outcome){joins} ORDER BY cell",
            r =>
            {
                for (var i = 0; i < by.Count; i++)
                    if (r.GetInt32(6 + i) is >= 0 and var code)
                        members[i][code].Add(cells.Count);
                cells.Add(
                    new MaskCell(
                        r.GetInt32(0),
                        r.GetInt32(1),
                        new Deprivations(r.GetInt64(2), r.GetInt64(3)),
                        r.GetInt64(4),
                        r.GetInt64(5)
                    )
                );
            }
        );
        return new MeasureCells(
            [.. cells],
            outcomes,
            [
                new CellGroup(null, null, -1, -1, [.. Enumerable.Range(0, cells.Count)]),
                .. by.SelectMany(
                    (b, i) => values[i].Select((value, code) => new CellGroup(b, value, i, code, members[i][code]))
                ),
            ],
            sample,
            BigInteger.Pow(10, places)
        );
    }

    /// <summary>The columns that say where a row of the result belongs: the place of its unit, and the number of each group or -1.</summary>
    public static string Places(IReadOnlyList<string> by) =>
        $"units.place{string.Concat(by.Select((_, i) => $", coalesce(group{i}.code, -1) AS code{i}"))}";

    /// <summary>The joins that those columns need.</summary>
    public static string PlaceJoins(MethodPlan method, IReadOnlyList<string> by, bool design) =>
        (
            design && method.Survey is not null
                ? "JOIN units ON units.stratum = coalesce(r.stratum, '') AND units.psu = coalesce(r.psu, '')"
                : "CROSS JOIN units"
        )
        + string.Concat(
            by.Select((b, i) => $" LEFT JOIN group{i} ON group{i}.value = CAST(r.{DuckDbEngine.Name(b)} AS VARCHAR)")
        );

    private static SurveySample Units(DuckDbEngine engine)
    {
        var units = engine.Query("SELECT DISTINCT stratum, psu FROM cells", r => (r.GetString(0), r.GetString(1)));
        if (units.Count == 0)
            units.Add(("", ""));
        var sample = SurveySample.Of(units);
        engine.Execute("CREATE OR REPLACE TEMP TABLE units (stratum VARCHAR, psu VARCHAR, place INTEGER)");
        Fill(engine, "units", units.Select(u => (new[] { u.Item1, u.Item2 }, sample.PlaceOf(u.Item1, u.Item2))));
        return sample;
    }

    /// <summary>The values of one grouping attribute in order, numbered from 0.</summary>
    private static List<string> Values(DuckDbEngine engine, int index)
    {
        var values = engine.Query(
            $"SELECT DISTINCT g{index} FROM cells WHERE g{index} IS NOT NULL",
            r => r.GetString(0)
        );
        values.Sort(StringComparer.Ordinal);
        engine.Execute($"CREATE OR REPLACE TEMP TABLE group{index} (value VARCHAR, code INTEGER)");
        Fill(engine, $"group{index}", values.Select((v, i) => (new[] { v }, i)));
        return values;
    }

    private static void Fill(DuckDbEngine engine, string table, IEnumerable<(string[] Texts, int Number)> rows)
    {
        using var appender = engine.Connection.CreateAppender(table);
        foreach (var (texts, number) in rows)
        {
            var row = appender.CreateRow();
            foreach (var text in texts)
                row.AppendValue(text);
            row.AppendValue(number).EndRow();
        }
    }
}
