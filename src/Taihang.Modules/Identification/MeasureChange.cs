using Taihang.Core.Common;
using Taihang.Core.Measures;

namespace Taihang.Modules.Identification;

/// <summary>One figure at two times.</summary>
public sealed record ChangeRow(
    string? By,
    string? Value,
    string Measure,
    string? Weights,
    Fraction? Cutoff,
    string? Item,
    double Before,
    double After,
    EstimateChange Change
);

/// <summary>Every figure that two tables share, over time.</summary>
public static class MeasureChange
{
    private const double DaysOfAYear = 365.25;

    /// <param name="before">The earlier table.</param>
    /// <returns>In the order of the later; figures that either does not have are left out.</returns>
    public static IReadOnlyList<ChangeRow> Of(MeasureTable before, MeasureTable after)
    {
        var years = (after.AsOf.DayNumber - before.AsOf.DayNumber) / DaysOfAYear;
        var then = before.Rows.ToDictionary(Key);
        return
        [
            .. after
                .Rows.Where(r => r.Estimate is not null && then.GetValueOrDefault(Key(r))?.Estimate is not null)
                .Select(r => (Now: r, Then: then[Key(r)]))
                .Select(p => new ChangeRow(
                    p.Now.By,
                    p.Now.Value,
                    p.Now.Measure,
                    p.Now.Weights,
                    p.Now.Cutoff,
                    p.Now.Item,
                    p.Then.Estimate!.Value,
                    p.Now.Estimate!.Value,
                    EstimateChange.Of(
                        (p.Then.Estimate.Value, p.Then.StandardError),
                        (p.Now.Estimate.Value, p.Now.StandardError),
                        years
                    )
                )),
        ];
    }

    private static (string?, string?, string, string?, Fraction?, string?) Key(MeasureRow row) =>
        (row.By, row.Value, row.Measure, row.Weights, row.Cutoff, row.Item);
}
