using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>People of one sampling unit, group and line times divisor, in units of the smallest step of weight.</summary>
/// <param name="Full">z: the line times the divisor.</param>
/// <param name="Amounts">Σ w·y over the poor, in the unit of z.</param>
/// <param name="Squares">Σ w·y² over the poor.</param>
internal sealed record GapRow(
    int Unit,
    int[] Groups,
    Fraction Full,
    BigInteger Population,
    BigInteger Poor,
    Fraction Amounts,
    Fraction Squares
)
{
    public bool SameAs(GapRow other) =>
        Unit == other.Unit && Full == other.Full && Groups.AsSpan().SequenceEqual(other.Groups);

    public GapRow With(GapRow other) =>
        this with
        {
            Population = Population + other.Population,
            Poor = Poor + other.Poor,
            Amounts = Amounts + other.Amounts,
            Squares = Squares + other.Squares,
        };

    /// <summary>Σ w(z − y) and Σ w(z − y)², each over its power of z.</summary>
    public FgtSums Sums =>
        new(
            Population,
            Poor,
            new Fraction(Poor, 1) - (Amounts / Full),
            new Fraction(Poor, 1) - ((Amounts + Amounts) / Full) + (Squares / (Full * Full))
        );
}

/// <summary>
/// P0, P1, P2 (Foster, Greer and Thorbecke 1984) of those below the method's line, or at it where the method says so, a loss counting in full. A gap is
/// (line x per - amount) / (line x per): the amounts and their squares are summed in whole numbers within each line and divisor, the
/// rest is exact fractions.
/// </summary>
internal sealed record GapSums(IReadOnlyList<GapRow> Rows, BigInteger Step)
{
    /// <summary>Well within what 127 bits hold.</summary>
    private const double Widest = 1e38;

    /// <param name="design">As the cells were read, whose numbering is used.</param>
    public static GapSums Read(DuckDbEngine engine, MethodPlan method, IReadOnlyList<string> by, bool design = true)
    {
        var (weight, weightPlaces) = Identify.Scaled(engine, "weight");
        var (amount, places) = Identify.Scaled(engine, "amount");
        var ((line, ofLine), (per, ofPer)) = (Identify.Scaled(engine, "line"), Identify.Scaled(engine, "per"));
        // Compared in whole numbers: amount < line x per, each by its own power of ten.
        var below = method.Welfare!.Poor == LineRule.PoorBelow ? "<" : "<=";
        var poor = $"a * {Power(ofLine + ofPer)} {below} z * {Power(places)}";
        var n = 1 + by.Count;
        var unit = new Fraction(1, BigInteger.Pow(10, places));
        var scale = new Fraction(1, BigInteger.Pow(10, ofLine + ofPer));
        var rows = new List<GapRow>();
        var from = $"""
            FROM (SELECT *, heads * {weight} AS w, {amount} AS a, {line} * {per} AS z FROM {Identify.Result}
                  WHERE outcome <> '{Evaluator.Excluded}' AND weight >= 0 AND line > 0 AND per > 0 AND amount IS NOT NULL) AS r
            {MeasureCells.PlaceJoins(method, by, design)}
            """;
        var groups = $"{MeasureCells.Places(by)}, CAST(z AS VARCHAR)";
        // Squares of amounts with many places are too wide for the engine: then each amount comes by itself, and is squared here.
        var fits = engine.Query(
            $"SELECT coalesce(CAST(sum(CAST(w AS DOUBLE)) AS DOUBLE) * max(abs(CAST(a AS DOUBLE))) ^ 2, 0) FROM (SELECT heads * {weight} AS w, {amount} AS a FROM {Identify.Result})",
            r => r.GetDouble(0) < Widest
        )[0];
        engine.Stream(
            fits
                ? $"""
                SELECT {groups}, CAST(sum(w) AS VARCHAR),
                       CAST(coalesce(sum(w) FILTER (WHERE {poor}), 0) AS VARCHAR), CAST(coalesce(sum(w * a) FILTER (WHERE {poor}), 0) AS VARCHAR),
                       CAST(coalesce(sum(w * a * a) FILTER (WHERE {poor}), 0) AS VARCHAR)
                {from} GROUP BY ALL ORDER BY ALL
                """
                : $"SELECT {groups}, CAST(sum(w) AS VARCHAR), {poor} AS poor, CAST(a AS VARCHAR) {from} GROUP BY ALL ORDER BY ALL",
            r =>
            {
                BigInteger Value(int i) => BigInteger.Parse(r.GetString(n + i));
                int[] numbers = [.. Enumerable.Range(0, by.Count).Select(i => r.GetInt32(1 + i))];
                var (people, full) = (Value(1), new Fraction(Value(0), 1) * scale);
                var (below, amounts, squares) = (BigInteger.Zero, BigInteger.Zero, BigInteger.Zero);
                if (fits)
                    (below, amounts, squares) = (Value(2), Value(3), Value(4));
                else if (r.GetBoolean(n + 2))
                    (below, amounts, squares) = (people, people * Value(3), people * Value(3) * Value(3));
                var row = new GapRow(
                    r.GetInt32(0),
                    numbers,
                    full,
                    people,
                    below,
                    new Fraction(amounts, 1) * unit,
                    new Fraction(squares, 1) * unit * unit
                );
                if (!fits && rows is [.., var last] && last.SameAs(row))
                    rows[^1] = last.With(row);
                else
                    rows.Add(row);
            }
        );
        return new GapSums(rows, BigInteger.Pow(10, weightPlaces));
    }

    public IEnumerable<GapRow> In(CellGroup group) =>
        Rows.Where(r => group.Index < 0 || r.Groups[group.Index] == group.Code);

    public PovertyGaps? Of(CellGroup group)
    {
        // One fraction for each line, not for each row.
        var sums = In(group)
            .GroupBy(r => r.Full)
            .Select(same =>
                new GapRow(
                    0,
                    [],
                    same.Key,
                    Sum(same.Select(r => r.Population)),
                    Sum(same.Select(r => r.Poor)),
                    same.Aggregate(Fraction.Zero, (sum, r) => sum + r.Amounts),
                    same.Aggregate(Fraction.Zero, (sum, r) => sum + r.Squares)
                ).Sums
            )
            .Aggregate(FgtSums.Nobody, (sum, one) => sum + one);
        return sums.P0 is { } p0
            ? new PovertyGaps((decimal)sums.Population / (decimal)Step, p0, sums.P1!.Value, sums.P2!.Value)
            : null;
    }

    private static BigInteger Sum(IEnumerable<BigInteger> all) =>
        all.Aggregate(BigInteger.Zero, (sum, one) => sum + one);

    private static string Power(int places) => "1" + new string('0', places);
}
