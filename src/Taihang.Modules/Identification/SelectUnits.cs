using System.Globalization;
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
/// Fills each place's quota in the order of need, in one pass over the run's result: what <see cref="Quota.Select{TKey,TScore}"/> says of a
/// short list, for any number of units.
/// </summary>
public static class SelectUnits
{
    /// <summary>One row for each unit that could be ranked: ids, <c>selection</c> and <c>need_rank</c>, equal for equal need.</summary>
    public const string Table = "selection";

    public const string Selected = "selected";
    public const string Reserve = "reserve";
    public const string NotSelected = "not_selected";
    public const string CannotRank = "cannot_rank";

    /// <summary>A result's rows with who is selected; whoever may be and cannot be ranked is named so.</summary>
    public static string Joined(MethodPlan method)
    {
        var ids = method.Unit == Unit.Person ? "household_id, member_id" : "household_id";
        var among = string.Join(", ", method.Selection!.Among.Select(DuckDbEngine.Quote));
        return $"(SELECT r.*, CASE WHEN r.outcome IN ({among}) THEN coalesce(s.selection, '{CannotRank}') END AS selection, s.need_rank FROM {Identify.Result} r LEFT JOIN {Table} s USING ({ids}))";
    }

    public static IReadOnlyList<SelectionFigures> Run(DuckDbEngine engine, MethodPlan method)
    {
        if (method.Selection is not { } selection)
            return [];
        var ids = method.Unit == Unit.Person ? "household_id, member_id" : "household_id";
        var columns = string.Join(", ", selection.Order.Select((_, i) => $"order{i}"));
        var order = string.Join(
            ", ",
            selection.Order.Select((o, i) => $"order{i}{(o.First == RankOrder.HighestFirst ? " DESC" : "")}")
        );
        var among = $"outcome IN ({string.Join(", ", selection.Among.Select(DuckDbEngine.Quote))})";
        var rankable =
            $"{among} AND place IS NOT NULL AND quota IS NOT NULL AND fills > 0{string.Concat(selection.Order.Select((_, i) => $" AND order{i} IS NOT NULL"))}";
        var chosen = selection switch
        {
            { Ties: TieRule.AllIn } => "through_tie - tied < quota",
            { Ties: TieRule.AllOut } => "through_tie <= quota",
            { Overrun: true } => "through - fills < quota",
            _ => "through <= quota",
        };
        var (share, of) = (
            selection.Reserve.Numerator.ToString(CultureInfo.InvariantCulture),
            selection.Reserve.Denominator.ToString(CultureInfo.InvariantCulture)
        );
        // One sort; what equals have in common comes from grouping.
        engine.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {Table} AS
            WITH ranked AS (
              SELECT {ids}, place, {columns}, fills, quota, sum(fills) OVER need AS through, row_number() OVER need AS position
              FROM {Identify.Result} WHERE {rankable}
              WINDOW need AS (PARTITION BY place ORDER BY {order}, {ids} ROWS UNBOUNDED PRECEDING)),
            equals AS (
              SELECT place, {columns}, min(position) AS need_rank, max(through) AS through_tie, sum(fills) AS tied
              FROM ranked GROUP BY place, {columns}),
            chosen AS (SELECT {ids}, place, fills, quota, through, need_rank, {chosen} AS taken FROM ranked JOIN equals USING (place, {columns})),
            last AS (SELECT place, coalesce(sum(fills) FILTER (WHERE taken), 0) AS used FROM chosen GROUP BY place)
            SELECT {ids}, place, fills, quota, need_rank, CASE WHEN taken THEN '{Selected}'
                   WHEN (through - used) * {of} <= quota * {share} THEN '{Reserve}' ELSE '{NotSelected}' END AS selection
            FROM chosen JOIN last USING (place)
            """
        );
        var unranked = engine
            .Query(
                $"SELECT coalesce(place, ''), count(*) FROM {Identify.Result} WHERE {among} AND NOT coalesce({rankable}, FALSE) GROUP BY 1",
                r => (r.GetString(0), r.GetInt64(1))
            )
            .ToDictionary(u => u.Item1, u => u.Item2);
        var figures = engine.Query(
            $"""
            SELECT place, CAST(any_value(quota) AS VARCHAR), count(*) FILTER (WHERE selection = '{Selected}'),
                   CAST(coalesce(sum(fills) FILTER (WHERE selection = '{Selected}'), 0) AS VARCHAR),
                   count(*) FILTER (WHERE selection = '{Reserve}'), count(*) FILTER (WHERE selection = '{NotSelected}'),
                   coalesce(max(need_rank) FILTER (WHERE selection = '{Selected}') >= min(need_rank) FILTER (WHERE selection <> '{Selected}'), FALSE)
            FROM {Table} GROUP BY place ORDER BY place
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

    private static string? Named(string place) => place.Length == 0 ? null : place;
}
