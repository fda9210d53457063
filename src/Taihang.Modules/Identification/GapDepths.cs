using System.Globalization;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>
/// How deep the deprivations of the poor go: by sampling unit, area, cut-off and indicator Σ w·g and Σ w·g², g = (z − x)/z. Within one
/// cut-off z of an indicator the amounts and their squares are summed in whole numbers, so any number of threads gives the same. An
/// indicator without a scale has the gap 1.
/// </summary>
internal sealed class GapDepths
{
    private readonly PeopleSums people;
    private readonly bool[] scaled;

    /// <summary>By unit and area, what each cut-off and indicator come to.</summary>
    private readonly Dictionary<(int Unit, int Area), (double Gaps, double Squares)[,]> depths = [];

    private GapDepths(MethodPlan method, PeopleSums people) =>
        (this.people, scaled) = (people, [.. method.Indicators.Select(i => i.Gap is not null)]);

    /// <returns>Null where no indicator has a gap; refused (TH0521) when one does not fit its deprivation.</returns>
    public static Outcome<GapDepths?> Read(DuckDbEngine engine, MethodPlan method, PeopleSums people)
    {
        if (people.Cuts.Count == 0 || method.Indicators.All(i => i.Gap is null))
            return (GapDepths?)null;
        var read = new GapDepths(method, people);
        for (var i = 0; i < read.scaled.Length; i++)
            if (read.scaled[i] && read.Add(engine, method, i) is { } problem)
                return problem;
        return read;
    }

    private Problem? Add(DuckDbEngine engine, MethodPlan method, int indicator)
    {
        var (weight, _) = Identify.Scaled(engine, "weight");
        var (places, cuts) = (people.Places, people.Cuts);
        var ((x, ofAmount), (z, ofCutoff)) = (
            Identify.Scaled(engine, $"gap_amount{indicator}"),
            Identify.Scaled(engine, $"gap_cutoff{indicator}")
        );
        var most = Math.Max(ofAmount, ofCutoff);
        (x, z) = ($"({x} * {Power(most - ofAmount)})", $"({z} * {Power(most - ofCutoff)})");
        var holds = $"outcome <> '{Evaluator.Excluded}' AND weight >= 0 AND mask & {1L << indicator} <> 0";
        var wrong = engine.Query(
            $"SELECT count(*) FROM {Identify.Result} WHERE {holds} AND NOT coalesce({x} >= 0 AND {x} < {z}, FALSE)",
            r => r.GetInt64(0)
        )[0];
        if (wrong > 0)
            return IdentificationProblems.GapDoesNotFit(method.Id, method.Indicators[indicator].Id, wrong);
        string Sum(string of, int cut) => $"CAST(coalesce(sum({of}) FILTER (WHERE {Poor(cuts[cut])}), 0) AS VARCHAR)";
        var sums = cuts.SelectMany(
            (_, c) =>
                new[]
                {
                    Sum($"heads * {weight}", c),
                    Sum($"heads * {weight} * {x}", c),
                    Sum($"heads * {weight} * {x} * {x}", c),
                }
        );
        // In order, for what is added up in floating numbers must not depend on it.
        engine.Stream(
            $"SELECT {places.KeyOfResult}, CAST({z} AS VARCHAR), {string.Join(", ", sums)} FROM {Identify.Result} WHERE {holds} AND unknown_mask = 0 GROUP BY 1, 2 ORDER BY 1, 2",
            r =>
            {
                Fraction Value(int column) =>
                    new(BigInteger.Parse(r.GetString(1 + column), CultureInfo.InvariantCulture), 1);
                var place = places.Numbers[places.NumberOf(r.GetInt64(0))];
                if (!depths.TryGetValue(place, out var own))
                    depths[place] = own = new (double, double)[cuts.Count, scaled.Length];
                var line = Value(0);
                for (var cut = 0; cut < cuts.Count; cut++)
                {
                    var (heads, amounts, power) = (Value(1 + (3 * cut)), Value(2 + (3 * cut)), Value(3 + (3 * cut)));
                    own[cut, indicator].Gaps += (heads - (amounts / line)).ToDouble();
                    own[cut, indicator].Squares += (heads - (2 * amounts / line) + (power / (line * line))).ToDouble();
                }
            }
        );
        return null;
    }

    /// <returns>Σ w · Σ share · gap over the poor of a row, and the same of squared gaps, in units of the smallest step of weight.</returns>
    public (double Gaps, double Squares) Of(PeopleRow row, int cut)
    {
        var own = depths.GetValueOrDefault((row.Unit, row.Area));
        var (gaps, squares) = (0.0, 0.0);
        for (var i = 0; i < scaled.Length; i++)
        {
            var share = people.Cuts[cut].Weights.Shares[i].ToDouble();
            var whole = (double)row.Sums[people.Censored(cut, i)];
            gaps += share * (scaled[i] ? own?[cut, i].Gaps ?? 0 : whole);
            squares += share * (scaled[i] ? own?[cut, i].Squares ?? 0 : whole);
        }
        return (gaps, squares);
    }

    private static string Poor(CountingCut cut) =>
        $"{string.Join(" + ", cut.Weights.Points.Select((points, i) => $"CAST((mask >> {i}) & 1 AS BIGINT) * {points}"))} >= {cut.Needed}";

    private static string Power(int places) => "1" + new string('0', places);
}
