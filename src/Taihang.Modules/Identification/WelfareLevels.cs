using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>Welfare per head of one group.</summary>
/// <param name="Line">The one line that all share; null where there are several, or none.</param>
/// <param name="Step">Smallest step of weight.</param>
internal sealed record WelfareOfGroup(WelfareDistribution Distribution, long? Line, BigInteger Step)
{
    public decimal People => (decimal)Distribution.TotalWeight / (decimal)Step;
}

/// <summary>
/// The distribution of welfare per head of each group, read in order from the engine one group at a time. An amount over a number of
/// heads is rarely whole, so all are multiplied by 720,720, which every number of heads up to 16 divides; beyond that the last of some
/// nine digits is rounded.
/// </summary>
internal static class WelfareLevels
{
    public const int Parts = 720_720;

    /// <param name="by">A grouping attribute; null for everybody.</param>
    /// <returns>By value of the attribute; refused as <see cref="WelfareDistribution.From"/>.</returns>
    public static Outcome<Dictionary<string, WelfareOfGroup>> Read(DuckDbEngine engine, MethodPlan method, string? by)
    {
        var (weight, places) = Identify.Scaled(engine, "weight");
        var (amount, ofAmount) = Identify.Scaled(engine, "amount");
        var (line, ofLine) = Identify.Scaled(engine, "line");
        var (per, ofPer) = Identify.Scaled(engine, "per");
        var most = Math.Max(ofAmount, ofLine);
        var group = by is null ? "''" : $"CAST({DuckDbEngine.Name(by)} AS VARCHAR)";
        var where =
            $"outcome <> '{Evaluator.Excluded}' AND weight > 0 AND amount IS NOT NULL AND per > 0 AND {group} IS NOT NULL";
        var lines = engine
            .Query(
                $"SELECT {group} AS g, CAST(min({line}) * {Power(most - ofLine)} * {Parts} AS BIGINT) FROM {Identify.Result} WHERE {where} GROUP BY g HAVING min({line}) = max({line}) AND min({line}) > 0",
                r => (r.GetString(0), r.GetInt64(1))
            )
            .ToDictionary(l => l.Item1, l => l.Item2);
        var found = new Dictionary<string, WelfareOfGroup>(StringComparer.Ordinal);
        var problems = new List<Problem>();
        var (current, levels) = ("", new List<WeightedWelfare>());
        engine.Stream(
            $"SELECT {group} AS g, CAST(({amount} * {Power(most - ofAmount + ofPer)} * {Parts}) // {per} AS BIGINT) AS y, CAST(sum(heads * {weight}) AS BIGINT) FROM {Identify.Result} WHERE {where} GROUP BY g, y ORDER BY g, y",
            r =>
            {
                var value = r.GetString(0);
                if (value != current)
                    Close();
                current = value;
                levels.Add(new WeightedWelfare(r.GetInt64(1), r.GetInt64(2)));
            }
        );
        Close();
        return problems.Count > 0 ? Outcome<Dictionary<string, WelfareOfGroup>>.Refused(problems) : found;

        void Close()
        {
            if (levels.Count == 0)
                return;
            var distribution = WelfareDistribution.From(levels);
            problems.AddRange(distribution.Problems);
            if (distribution.Ok)
                found[current] = new WelfareOfGroup(
                    distribution.Value,
                    lines.TryGetValue(current, out var shared) ? shared : null,
                    BigInteger.Pow(10, places)
                );
            levels = [];
        }
    }

    private static string Power(int places) => "1" + new string('0', places);
}
