using System.Data.Common;
using System.Numerics;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>People of one group, sampling unit, answer and pattern of indicators, counted.</summary>
/// <param name="Groups">The value of each grouping attribute; null where it is not recorded.</param>
/// <param name="Unit">Place of its sampling unit in the sample; 0 for a register.</param>
/// <param name="Weight">Heads times weight, in units of the run's smallest step of weight.</param>
/// <param name="Units">Households or persons.</param>
internal sealed record MaskCell(
    IReadOnlyList<string?> Groups,
    int Unit,
    string Outcome,
    bool Counted,
    Deprivations Pattern,
    Int128 Weight,
    long Units
);

/// <summary>
/// The one pass over a run's result that every counting measure comes from: any cut-off, any weights, any group and their standard
/// errors need only these cells, of which there are few.
/// </summary>
internal sealed record MeasureCells(IReadOnlyList<MaskCell> Cells, SurveySample Sample, BigInteger Step)
{
    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public static MeasureCells Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        bool design = true
    )
    {
        var (weight, places) = Identify.Scaled(engine, "weight");
        var n = by.Count + 2;
        var cells = engine.Query(
            $"SELECT {Columns(method, by, design)}, CAST(sum(heads * {weight}) AS VARCHAR), count(*) FROM {Identify.Result}"
                + $" WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0 GROUP BY ALL ORDER BY ALL",
            r => (Row: Read(r, by.Count), Weight: Int128.Parse(r.GetString(n + 4)), Units: r.GetInt64(n + 5))
        );
        var sample = SurveySample.Of(cells.Select(c => (c.Row.Stratum, c.Row.Psu)));
        return new MeasureCells(
            [
                .. cells.Select(c => new MaskCell(
                    c.Row.Groups,
                    sample.PlaceOf(c.Row.Stratum, c.Row.Psu),
                    c.Row.Outcome,
                    c.Row.Counted,
                    c.Row.Pattern,
                    c.Weight,
                    c.Units
                )),
            ],
            sample,
            BigInteger.Pow(10, places)
        );
    }

    /// <summary>What tells one cell from another: the groups, stratum and sampling unit, answer and pattern.</summary>
    public static string Columns(MethodPlan method, IReadOnlyList<string> by, bool design = true) =>
        $"{Groups(method, by, design)}, outcome, counted, mask, unknown_mask";

    /// <summary>The groups, stratum and sampling unit.</summary>
    public static string Groups(MethodPlan method, IReadOnlyList<string> by, bool design) =>
        string.Join(
            ", ",
            by.Select(b => $"CAST({DuckDbEngine.Name(b)} AS VARCHAR)")
                .Concat(
                    design && method.Survey is not null
                        ? ["coalesce(stratum, '')", "coalesce(psu, '')"]
                        : new[] { "''", "''" }
                )
        );

    public static (IReadOnlyList<string?> Groups, int Unit) ReadGroups(
        DbDataReader row,
        int groups,
        SurveySample sample
    ) => (GroupsOf(row, groups), sample.PlaceOf(row.GetString(groups), row.GetString(groups + 1)));

    public static (
        string?[] Groups,
        string Stratum,
        string Psu,
        string Outcome,
        bool Counted,
        Deprivations Pattern
    ) Read(DbDataReader row, int groups) =>
        (
            GroupsOf(row, groups),
            row.GetString(groups),
            row.GetString(groups + 1),
            row.GetString(groups + 2),
            row.GetBoolean(groups + 3),
            new Deprivations(row.GetInt64(groups + 4), row.GetInt64(groups + 5))
        );

    private static string?[] GroupsOf(DbDataReader row, int groups) =>
        [.. Enumerable.Range(0, groups).Select(i => row.IsDBNull(i) ? null : row.GetString(i))];
}
