using System.Numerics;
using System.Runtime.InteropServices;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>People of one sampling unit, area, answer and pattern of indicators, counted.</summary>
/// <param name="Unit">Place of its sampling unit in the sample; 0 for a register.</param>
/// <param name="Area">As <see cref="PeoplePlaces"/> numbers them.</param>
/// <param name="Outcome">Place in <see cref="MeasureCells.Outcomes"/>.</param>
/// <param name="Weight">Heads times weight, in units of the run's smallest step of weight.</param>
/// <param name="Units">Households or persons.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MaskCell(
    int Unit,
    int Area,
    int Outcome,
    Deprivations Pattern,
    long Weight,
    long Units
);

/// <summary>One group of people and where its cells are.</summary>
/// <param name="By">The grouping attribute; null for everybody.</param>
/// <param name="Index">Which grouping attribute; below zero for everybody.</param>
/// <param name="Code">Place of the value among the attribute's.</param>
internal sealed record CellGroup(string? By, string? Value, int Index, int Code, IReadOnlyList<int> Cells);

/// <summary>
/// The one pass over a run's result that every counting measure comes from: any cut-off, any weights, any group and their standard
/// errors need only these cells, of which there are few.
/// </summary>
internal sealed record MeasureCells(
    MaskCell[] Cells,
    IReadOnlyList<string> Outcomes,
    IReadOnlyList<CellGroup> Groups,
    PeoplePlaces Places,
    BigInteger Step
)
{
    public SurveySample Sample => Places.Sample;

    /// <param name="design">Whether the sample's units are kept apart, as standard errors need.</param>
    public static MeasureCells Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        bool design = true
    )
    {
        var (weight, scale) = Identify.Scaled(engine, "weight", wide: false);
        var places = new PeoplePlaces(method, by, design);
        List<string> outcomes = [.. method.Outcomes.Select(o => o.Id), MethodPlan.Unknown];
        var codes = outcomes.Select((id, i) => (id, i)).ToDictionary(StringComparer.Ordinal);
        var n = places.Width;
        var read = new List<MaskCell>();
        engine.Stream(
            $"SELECT {places.Columns}outcome, mask, unknown_mask, CAST(sum(heads * {weight}) AS BIGINT), count(*)"
                + $" FROM {Identify.Result} WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0 GROUP BY ALL",
            r =>
                read.Add(
                    new MaskCell(
                        places.UnitOf(r),
                        places.AreaOf(r),
                        codes[r.GetString(n)],
                        new Deprivations(r.GetInt64(n + 1), r.GetInt64(n + 2)),
                        r.GetInt64(n + 3),
                        r.GetInt64(n + 4)
                    )
                )
        );
        var (units, areas) = places.Order();
        MaskCell[] cells = [.. read];
        for (var i = 0; i < cells.Length; i++)
            cells[i] = cells[i] with { Unit = units[cells[i].Unit], Area = areas[cells[i].Area] };
        // The engine gives them in any order, and what is added up of them in floating numbers must not depend on it.
        Array.Sort(cells, Order);
        List<int>[][] members = [.. places.Values.Select(v => v.Select(_ => new List<int>()).ToArray())];
        for (var at = 0; at < cells.Length; at++)
        for (var i = 0; i < by.Count; i++)
            if (places.Areas[cells[at].Area][i] is >= 0 and var code)
                members[i][code].Add(at);
        return new MeasureCells(
            cells,
            outcomes,
            [
                new CellGroup(null, null, -1, -1, [.. Enumerable.Range(0, cells.Length)]),
                .. by.SelectMany(
                    (b, i) =>
                        places.Values[i].Select((value, code) => new CellGroup(b, value, i, code, members[i][code]))
                ),
            ],
            places,
            BigInteger.Pow(10, scale)
        );
    }

    private static int Order(MaskCell a, MaskCell b)
    {
        var order = a.Unit.CompareTo(b.Unit);
        if (order == 0)
            order = a.Area.CompareTo(b.Area);
        if (order == 0)
            order = a.Outcome.CompareTo(b.Outcome);
        if (order == 0)
            order = a.Pattern.Deprived.CompareTo(b.Pattern.Deprived);
        return order != 0 ? order : a.Pattern.Unknown.CompareTo(b.Pattern.Unknown);
    }
}
