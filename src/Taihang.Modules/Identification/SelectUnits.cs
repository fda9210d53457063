using System.Globalization;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Plan;

namespace Taihang.Modules.Identification;

/// <summary>How far a quota reached in one place.</summary>
/// <param name="Place">Null where there is one quota for all.</param>
/// <param name="Used">By the selected, in the quota's unit; above it only by a tie or by leave of the method.</param>
/// <param name="CutInTie">Whether units of one rank stand on both sides of the border.</param>
/// <param name="CannotRank">Units among whom the selection is, of whom a key of the order is not known.</param>
public sealed record SelectionFigures(
    string? Place,
    decimal? Quota,
    long Selected,
    decimal Used,
    long Reserve,
    long NotSelected,
    bool CutInTie,
    long CannotRank
);

/// <summary>
/// Fills each place's quota in the order of need: what <see cref="Quota.Select{TKey,TScore}"/> says of a short list, for any number of units.
/// Units of one rank are taken together, so only where a border runs through a rank are its units looked at one by one.
/// </summary>
public static class SelectUnits
{
    public const string Selected = "selected";
    public const string Reserve = "reserve";
    public const string NotSelected = "not_selected";
    public const string CannotRank = "cannot_rank";

    /// <summary>One row for each place and rank: how many units, what they fill, and what they are, null where not all are the same.</summary>
    private const string Ranks = "ranks";

    /// <summary>The units of those ranks, each with what it is.</summary>
    private const string Border = "border";

    /// <summary>A result's rows with who is selected and <c>need_rank</c>, equal for equal need; whoever may be and cannot be ranked is named so.</summary>
    public static string Joined(MethodPlan method)
    {
        var selection = method.Selection!;
        var same = string.Join(" AND ", Ids(method).Split(", ").Select(id => $"b.{id} = r.{id}"));
        return $"""
            (SELECT r.*, CASE WHEN {Among(
                selection
            )} THEN coalesce(b.selection, k.selection, '{CannotRank}') END AS selection, k.need_rank
             FROM {Identify.Result} r LEFT JOIN {Ranks} k ON {Rankable(selection)} AND {OfRank(
                selection
            )} LEFT JOIN {Border} b ON {same})
            """;
    }

    public static IReadOnlyList<SelectionFigures> Run(DuckDbEngine engine, MethodPlan method)
    {
        if (method.Selection is not { } selection)
            return [];
        Rank(engine, method, selection);
        var unranked = engine
            .Query(
                $"SELECT coalesce(r.place, ''), count(*) FROM {Identify.Result} r WHERE {Among(selection)} AND NOT coalesce({Rankable(selection)}, FALSE) GROUP BY 1",
                r => (r.GetString(0), r.GetInt64(1))
            )
            .ToDictionary(u => u.Item1, u => u.Item2);
        var figures = engine.Query(
            $"""
            SELECT place, CAST(any_value(quota) AS VARCHAR), CAST(coalesce(sum(units) FILTER (WHERE selection = '{Selected}'), 0) AS BIGINT),
                   CAST(coalesce(sum(fills) FILTER (WHERE selection = '{Selected}'), 0) AS VARCHAR),
                   CAST(coalesce(sum(units) FILTER (WHERE selection = '{Reserve}'), 0) AS BIGINT),
                   CAST(coalesce(sum(units) FILTER (WHERE selection = '{NotSelected}'), 0) AS BIGINT),
                   coalesce(max(need_rank) FILTER (WHERE selection = '{Selected}') >= min(need_rank) FILTER (WHERE selection <> '{Selected}'), FALSE)
            FROM (SELECT place, quota, selection, need_rank, units, fills FROM {Ranks} WHERE selection IS NOT NULL
                  UNION ALL SELECT place, quota, selection, need_rank, 1, fills FROM {Border})
            GROUP BY place ORDER BY place
            """,
            r => new SelectionFigures(
                Named(r.GetString(0)),
                decimal.Parse(r.GetString(1), CultureInfo.InvariantCulture),
                r.GetInt64(2),
                decimal.Parse(r.GetString(3), CultureInfo.InvariantCulture),
                r.GetInt64(4),
                r.GetInt64(5),
                r.GetBoolean(6),
                unranked.GetValueOrDefault(r.GetString(0))
            )
        );
        foreach (var (place, units) in unranked.Where(u => figures.TrueForAll(f => f.Place != Named(u.Key))))
            figures.Add(new SelectionFigures(Named(place), null, 0, 0, 0, 0, false, units));
        return figures;
    }

    private static void Rank(DuckDbEngine engine, MethodPlan method, SelectionPlan selection)
    {
        var columns = string.Join(", ", selection.Order.Select((_, i) => $"order{i}"));
        var order = string.Join(
            ", ",
            selection.Order.Select((o, i) => $"order{i}{(o.First == RankOrder.HighestFirst ? " DESC" : "")}")
        );
        // Of a rank: through is what all up to its last unit fill, before what all before its first do.
        var (whole, none) = selection switch
        {
            { Ties: TieRule.AllIn } => ("before < quota", "TRUE"),
            { Ties: TieRule.AllOut } => ("through <= quota", "TRUE"),
            _ => ("through <= quota", "before >= quota"),
        };
        engine.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {Ranks} AS
            SELECT *, CASE WHEN {whole} THEN '{Selected}' WHEN {none} THEN '{NotSelected}' END AS selection
            FROM (SELECT *, through - fills AS before FROM (
              SELECT place, {columns}, any_value(quota) AS quota, count(*) AS units, sum(fills) AS fills,
                     sum(sum(fills)) OVER need AS through, 1 + sum(count(*)) OVER need - count(*) AS need_rank
              FROM {Identify.Result} r WHERE {Rankable(selection)} GROUP BY place, {columns}
              WINDOW need AS (PARTITION BY place ORDER BY {order} ROWS UNBOUNDED PRECEDING)))
            """
        );
        var ids = Ids(method);
        string Units(string of, string what) =>
            $"""
                SELECT {ids}, place, need_rank, quota, fills, through, {what} AS selection FROM (
                  SELECT {string.Join(
                    ", ",
                    ids.Split(", ").Select(id => $"r.{id}")
                )}, r.place, k.need_rank, k.quota, r.fills,
                         k.before + sum(r.fills) OVER (PARTITION BY r.place, k.need_rank ORDER BY {string.Join(
                    ", ",
                    ids.Split(", ").Select(id => $"r.{id}")
                )} ROWS UNBOUNDED PRECEDING) AS through
                  FROM {Identify.Result} r JOIN {Ranks} k ON {OfRank(selection)} WHERE {Rankable(selection)} AND {of})
                """;
        var taken = selection.Overrun ? "through - fills < quota" : "through <= quota";
        engine.Execute(
            $"CREATE OR REPLACE TEMP TABLE {Border} AS {Units("k.selection IS NULL", $"CASE WHEN {taken} THEN '{Selected}' ELSE '{NotSelected}' END")}"
        );
        if (selection.Reserve == Fraction.Zero)
            return;
        var (share, of) = (
            selection.Reserve.Numerator.ToString(CultureInfo.InvariantCulture),
            selection.Reserve.Denominator.ToString(CultureInfo.InvariantCulture)
        );
        engine.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE used AS
            SELECT place, coalesce(sum(fills) FILTER (WHERE selection = '{Selected}'), 0) AS used
            FROM (SELECT place, fills, selection FROM {Ranks} UNION ALL SELECT place, fills, selection FROM {Border}) GROUP BY place;
            UPDATE {Border} SET selection = '{Reserve}' FROM used
            WHERE used.place = {Border}.place AND selection = '{NotSelected}' AND (through - used) * {of} <= quota * {share};
            UPDATE {Ranks} SET selection = CASE WHEN (through - used) * {of} <= quota * {share} THEN '{Reserve}' END FROM used
            WHERE used.place = {Ranks}.place AND selection = '{NotSelected}' AND (before - used) * {of} < quota * {share};
            INSERT INTO {Border} SELECT ids.* EXCLUDE (selection), CASE WHEN (through - used) * {of} <= quota * {share} THEN '{Reserve}' ELSE '{NotSelected}' END
            FROM ({Units(
                $"k.selection IS NULL AND NOT EXISTS (FROM {Border} b WHERE b.place = k.place AND b.need_rank = k.need_rank)",
                "NULL"
            )}) ids
            JOIN (SELECT place AS of_place, used FROM used) ON of_place = ids.place
            """
        );
    }

    private static string Ids(MethodPlan method) =>
        method.Unit == Unit.Person ? "household_id, member_id" : "household_id";

    private static string Among(SelectionPlan selection) =>
        $"r.outcome IN ({string.Join(", ", selection.Among.Select(DuckDbEngine.Quote))})";

    private static string Rankable(SelectionPlan selection) =>
        $"{Among(selection)} AND r.place IS NOT NULL AND r.quota IS NOT NULL AND r.fills > 0{string.Concat(selection.Order.Select((_, i) => $" AND r.order{i} IS NOT NULL"))}";

    private static string OfRank(SelectionPlan selection) =>
        $"k.place = r.place{string.Concat(selection.Order.Select((_, i) => $" AND k.order{i} = r.order{i}"))}";

    private static string? Named(string place) => place.Length == 0 ? null : place;
}
