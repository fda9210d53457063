using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>The sums behind P0, P1 and P2 of the people of one sampling unit and group, in units of the smallest step of weight.</summary>
internal sealed record GapRow(IReadOnlyList<string?> Groups, int Unit, FgtSums Sums);

/// <summary>
/// P0, P1, P2 (Foster, Greer and Thorbecke 1984) of those strictly below the method's line, a loss counting in full. A gap is
/// (line x per - amount) / (line x per): the amounts and their squares are summed in whole numbers within each line and divisor, the
/// rest is exact fractions.
/// </summary>
internal sealed record GapSums(IReadOnlyList<GapRow> Rows, BigInteger Step)
{
    /// <param name="sample">Holds every unit that the rows name.</param>
    public static GapSums Read(
        DuckDbEngine engine,
        MethodPlan method,
        IReadOnlyList<string> by,
        SurveySample sample,
        bool design = true
    )
    {
        var (weight, weightPlaces) = Identify.Scaled(engine, "weight");
        var (amount, places) = Identify.Scaled(engine, "amount");
        var ((line, ofLine), (per, ofPer)) = (Identify.Scaled(engine, "line"), Identify.Scaled(engine, "per"));
        // Compared in whole numbers: amount < line x per, each by its own power of ten.
        var poor = $"a * {Power(ofLine + ofPer)} < {line} * {per} * {Power(places)}";
        var n = by.Count;
        var rows = engine.Query(
            $"""
            SELECT {MeasureCells.Groups(
                method,
                by,
                design
            )}, CAST(line AS VARCHAR), CAST(per AS VARCHAR), CAST(sum(w) AS VARCHAR),
                   CAST(coalesce(sum(w) FILTER (WHERE {poor}), 0) AS VARCHAR), CAST(coalesce(sum(w * a) FILTER (WHERE {poor}), 0) AS VARCHAR),
                   CAST(coalesce(sum(w * a * a) FILTER (WHERE {poor}), 0) AS VARCHAR)
            FROM (SELECT *, heads * {weight} AS w, {amount} AS a FROM {Identify.Result}
                  WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0 AND line > 0 AND per > 0 AND amount IS NOT NULL)
            GROUP BY ALL ORDER BY ALL
            """,
            r =>
            {
                var (groups, unit) = MeasureCells.ReadGroups(r, n, sample);
                Fraction Value(int i) =>
                    Fraction.TryParse(r.GetString(n + 2 + i), out var value)
                        ? value
                        : throw new FormatException($"{r.GetString(n + 2 + i)} is not an exact number");
                var one = new Fraction(BigInteger.Pow(10, places), 1);
                var (full, people) = (Value(0) * Value(1), Value(3));
                var (amounts, squares) = (Value(4) / one, Value(5) / one / one);
                // Sum of w(z - y) and of w(z - y)^2, each over its power of z.
                return new GapRow(
                    groups,
                    unit,
                    new FgtSums(
                        Value(2).Numerator,
                        people.Numerator,
                        (full * people - amounts) / full,
                        (full * full * people - full * amounts - full * amounts + squares) / (full * full)
                    )
                );
            }
        );
        return new GapSums(rows, BigInteger.Pow(10, weightPlaces));
    }

    /// <param name="index">Which grouping attribute a group is of; below zero for everybody.</param>
    public IEnumerable<GapRow> In(int index, string? value) => Rows.Where(r => index < 0 || r.Groups[index] == value);

    public PovertyGaps? Of(int index, string? value)
    {
        var sums = In(index, value).Aggregate(FgtSums.Nobody, (sum, row) => sum + row.Sums);
        return sums.P0 is { } p0
            ? new PovertyGaps((decimal)sums.Population / (decimal)Step, p0, sums.P1!.Value, sums.P2!.Value)
            : null;
    }

    private static string Power(int places) => "1" + new string('0', places);
}
