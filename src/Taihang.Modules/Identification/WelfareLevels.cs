using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;

namespace Taihang.Modules.Identification;

/// <summary>Welfare per head of one group.</summary>
/// <param name="Line">The one line that all share; null where there are several, or none.</param>
/// <param name="Step">Smallest step of weight.</param>
/// <param name="Rows">Households or persons.</param>
/// <param name="Units">Units of the distribution in one of the welfare's own.</param>
internal sealed record WelfareOfGroup(
    WelfareDistribution Distribution,
    long? Line,
    BigInteger Step,
    long Rows,
    double Units
)
{
    public decimal People => (decimal)Distribution.TotalWeight / (decimal)Step;
}

/// <summary>
/// The distribution of welfare per head of each group, read in order from the engine one group at a time. An amount over a number of
/// heads is rarely whole, so where there are heads all are multiplied by 720,720, which every number of heads up to 16 divides; beyond
/// that the last of some nine digits is rounded.
/// </summary>
internal static class WelfareLevels
{
    private const int PartsOfHeads = 720_720;

    /// <param name="by">The grouping attributes, numbered by the cells.</param>
    /// <param name="use">Takes each attribute's place and each group's number (both -1 for everybody), and its welfare.</param>
    /// <returns>What <see cref="WelfareDistribution.From"/> refuses.</returns>
    public static Problem? Read(DuckDbEngine engine, IReadOnlyList<string> by, Action<int, int, WelfareOfGroup> use)
    {
        var (weight, places) = Identify.Scaled(engine, "weight", wide: false);
        var step = BigInteger.Pow(10, places);
        var (welfare, line, units) = Columns(engine);
        var problem = (Problem?)null;
        var everybody = new List<WeightedWelfare>();
        var allRows = 0L;
        for (var i = by.Count == 0 ? -1 : 0; i < by.Count; i++)
        {
            // Whoever has no value is in no group, and among everybody.
            var from =
                i < 0
                    ? $"(SELECT *, -1 AS code FROM {Identify.Result})"
                    : $"(SELECT r.*, coalesce(g.code, -1) AS code FROM {Identify.Result} r LEFT JOIN group{i} g ON g.value = CAST(r.{DuckDbEngine.Name(by[i])} AS VARCHAR))";
            var lines = Lines(engine, line, from);
            var (index, current, levels, rows) = (i, -1, new List<WeightedWelfare>(), 0L);
            engine.Stream(
                $"SELECT code, {welfare} AS y, CAST(sum(heads * {weight}) AS BIGINT), count(*) FROM {from} WHERE {Where} GROUP BY code, y ORDER BY code, y",
                r =>
                {
                    if (r.GetInt32(0) is var code && code != current)
                        Close();
                    current = code;
                    levels.Add(new WeightedWelfare(r.GetInt64(1), r.GetInt64(2)));
                    rows += r.GetInt64(3);
                    if (index > 0)
                        return;
                    everybody.Add(levels[^1]);
                    allRows += r.GetInt64(3);
                }
            );
            Close();

            void Close()
            {
                if (current >= 0 && levels.Count > 0)
                    Use(index, current, levels, rows, lines.TryGetValue(current, out var own) ? own : null);
                levels.Clear();
                rows = 0;
            }
        }
        if (everybody.Count > 0)
            Use(
                -1,
                -1,
                everybody,
                allRows,
                Lines(engine, line, $"(SELECT *, -1 AS code FROM {Identify.Result})") is { Count: 1 } one
                    ? one[-1]
                    : null
            );
        return problem;

        void Use(int index, int code, List<WeightedWelfare> people, long rows, long? shared)
        {
            var distribution = WelfareDistribution.From(people);
            problem ??= distribution.Problems is [var first, ..] ? first : null;
            if (distribution.Ok)
                use(index, code, new WelfareOfGroup(distribution.Value, shared, step, rows, units));
        }
    }

    private const string Where = $"outcome <> '{Evaluator.Excluded}' AND weight > 0 AND amount IS NOT NULL AND per > 0";

    /// <summary>Welfare and line as whole numbers; in 64 bits where no amount is too large for them.</summary>
    private static (string Welfare, string Line, double Units) Columns(DuckDbEngine engine)
    {
        var (amount, ofAmount) = Identify.Scaled(engine, "amount");
        var (line, ofLine) = Identify.Scaled(engine, "line");
        var (per, ofPer) = Identify.Scaled(engine, "per");
        var most = Math.Max(ofAmount, ofLine);
        var parts = engine.Query(
            $"SELECT count(*) FROM (SELECT 1 FROM {Identify.Result} WHERE per <> 1 LIMIT 1)",
            r => r.GetInt64(0) == 0 ? 1 : PartsOfHeads
        )[0];
        var factor = BigInteger.Pow(10, most - ofAmount + ofPer) * parts;
        var largest = engine.Query(
            $"SELECT CAST(coalesce(max(abs({amount})), 0) AS VARCHAR) FROM {Identify.Result} WHERE {Where}",
            r => BigInteger.Parse(r.GetString(0))
        )[0];
        var type = largest * factor < long.MaxValue ? "BIGINT" : "HUGEINT";
        return (
            $"CAST((CAST({amount} AS {type}) * {factor}) // CAST({per} AS {type}) AS BIGINT)",
            $"CAST(min({line}) * {BigInteger.Pow(10, most - ofLine) * parts} AS BIGINT)",
            (double)(BigInteger.Pow(10, most) * parts)
        );
    }

    /// <summary>The line of each group of which all share one.</summary>
    private static Dictionary<int, long> Lines(DuckDbEngine engine, string line, string from) =>
        engine
            .Query(
                $"SELECT code, {line} FROM {from} WHERE {Where} GROUP BY code HAVING min(line) = max(line) AND min(line) > 0",
                r => (r.GetInt32(0), r.GetInt64(1))
            )
            .ToDictionary(l => l.Item1, l => l.Item2);
}
