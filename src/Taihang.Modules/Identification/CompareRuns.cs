using Taihang.Core.Common;
using Taihang.Core.Identification;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>What one method says and the other.</summary>
public sealed record Change(string Before, string After, long Units, decimal Population);

/// <summary>Who is counted before and after, in one group; populations are heads times weight.</summary>
/// <param name="CannotSay">Of whom either method cannot say: they neither enter nor leave.</param>
public sealed record ChangeFigures(
    string? By,
    string? Value,
    decimal Population,
    decimal Stays,
    decimal Enters,
    decimal Leaves,
    decimal CannotSay
)
{
    public double? RateBefore => Share(Stays + Leaves);

    public double? RateAfter => Share(Stays + Enters);

    private double? Share(decimal part) =>
        Population - CannotSay is var sure && sure > 0 ? (double)(part / sure) : null;
}

/// <summary>Two methods, or one with other numbers, on the same facts.</summary>
/// <param name="Causes">Indicator to people it newly holds for, and no longer, among those who enter or leave.</param>
public sealed record RunComparison(
    IdentifySummary Before,
    IdentifySummary After,
    IReadOnlyList<Change> Changes,
    ChangeFigures All,
    IReadOnlyList<ChangeFigures> Groups,
    IReadOnlyDictionary<string, (decimal Newly, decimal NoLonger)> Causes
);

/// <summary>The targeting laboratory's question: under the other rule, who enters and who leaves.</summary>
public static class CompareRuns
{
    /// <summary>household_id and place, where the caller knows the places.</summary>
    public const string Places = "place_of";

    /// <summary>What a comparison leaves: one row a unit, with what either method says; whoever asks more of it asks here.</summary>
    public const string Compared = "compared";

    /// <summary>True of a row of <see cref="Compared"/> of which either method cannot say.</summary>
    public const string Unsure = $"(outcome = '{MethodPlan.Unknown}' OR outcome_after = '{MethodPlan.Unknown}')";

    private const string First = "result_before";

    /// <param name="engine">The facts of both methods are laid.</param>
    /// <param name="places">Whether the table <see cref="Places"/> says which place each household is in, to be grouped by too.</param>
    public static Outcome<RunComparison> Run(
        DuckDbEngine engine,
        Pack pack,
        (MethodPlan Method, ParameterValues Values) before,
        (MethodPlan Method, ParameterValues Values) after,
        DateOnly asOf,
        IReadOnlyList<string> by,
        IReadOnlyList<string> absent,
        bool places = false
    )
    {
        if (before.Method.Unit != after.Method.Unit)
            return IdentificationProblems.UnitsDiffer(before.Method.Id, after.Method.Id);
        var one = Identify.Run(engine, pack, before.Method, before.Values, asOf, by, absent);
        if (!one.Ok)
            return Outcome<RunComparison>.Refused(one.Problems);
        engine.Execute($"CREATE OR REPLACE TEMP TABLE {First} AS SELECT * FROM {Identify.Result}");
        var other = Identify.Run(engine, pack, after.Method, after.Values, asOf, by, absent);
        if (!other.Ok)
            return Outcome<RunComparison>.Refused(other.Problems);
        var ids = before.Method.Unit == Unit.Person ? "household_id, member_id" : "household_id";
        engine.Execute(
            $"CREATE OR REPLACE TEMP VIEW {Compared} AS SELECT a.*, b.outcome AS outcome_after, b.counted AS counted_after, b.mask AS mask_after{(places ? ", p.place" : "")} FROM {First} a JOIN {Identify.Result} b USING ({ids}){(places ? $" LEFT JOIN {Places} p USING (household_id)" : "")}"
        );
        const string People = "CAST(coalesce(sum(CAST(heads AS DECIMAL(18, 4)) * weight), 0) AS VARCHAR)";
        // Whom both methods leave out is not in the population of either.
        const string Counted =
            $"weight >= 0 AND NOT (outcome = '{Evaluator.Excluded}' AND outcome_after = '{Evaluator.Excluded}')";
        var changes = engine.Query(
            $"SELECT outcome, outcome_after, count(*), {People} FROM {Compared} WHERE {Counted} AND outcome <> outcome_after GROUP BY ALL ORDER BY ALL",
            r => new Change(r.GetString(0), r.GetString(1), r.GetInt64(2), decimal.Parse(r.GetString(3)))
        );
        var groups = new List<ChangeFigures>();
        foreach (var column in places ? [.. by, "place"] : by)
            groups.AddRange(Figures(engine, People, Counted, column));
        return new RunComparison(
            one.Value,
            other.Value,
            changes,
            Figures(engine, People, Counted, null)[0],
            groups,
            Causes(engine, before.Method, after.Method, People)
        );
    }

    private static List<ChangeFigures> Figures(DuckDbEngine engine, string people, string counted, string? by)
    {
        var value = by is null ? "NULL" : $"CAST({DuckDbEngine.Name(by)} AS VARCHAR)";
        string Where(string condition) =>
            people.Replace("weight)", $"weight) FILTER (WHERE {condition})", StringComparison.Ordinal);
        return
            engine.Query(
                $"""
                SELECT {value} AS v, {people}, {Where($"NOT {Unsure} AND counted AND counted_after")},
                       {Where($"NOT {Unsure} AND NOT counted AND counted_after")}, {Where(
                    $"NOT {Unsure} AND counted AND NOT counted_after"
                )}, {Where(Unsure)}
                FROM {Compared} WHERE {counted} {(by is null ? "" : $"AND {DuckDbEngine.Name(by)} IS NOT NULL")}
                GROUP BY v ORDER BY v
                """,
                r => new ChangeFigures(
                    by,
                    r.IsDBNull(0) ? null : r.GetString(0),
                    decimal.Parse(r.GetString(1)),
                    decimal.Parse(r.GetString(2)),
                    decimal.Parse(r.GetString(3)),
                    decimal.Parse(r.GetString(4)),
                    decimal.Parse(r.GetString(5))
                )
            )
                is { Count: > 0 } rows
            ? rows
            : [new ChangeFigures(by, null, 0, 0, 0, 0, 0)];
    }

    /// <summary>Indicators that both methods have, by name.</summary>
    private static Dictionary<string, (decimal, decimal)> Causes(
        DuckDbEngine engine,
        MethodPlan before,
        MethodPlan after,
        string people
    )
    {
        var causes = new Dictionary<string, (decimal, decimal)>();
        for (var i = 0; i < before.Indicators.Length; i++)
        {
            var id = before.Indicators[i].Id;
            var j = after.Indicators.Select(a => a.Id).ToList().IndexOf(id);
            if (j < 0)
                continue;
            decimal Count(string condition) =>
                decimal.Parse(
                    engine.Query(
                        $"SELECT {people} FROM {Compared} WHERE weight >= 0 AND counted <> counted_after AND NOT {Unsure} AND {condition}",
                        r => r.GetString(0)
                    )[0]
                );
            var (was, @is) = ($"mask & {1L << i} <> 0", $"mask_after & {1L << j} <> 0");
            var found = (Count($"NOT ({was}) AND {@is}"), Count($"{was} AND NOT ({@is})"));
            if (found != (0, 0))
                causes[id] = found;
        }
        return causes;
    }
}
