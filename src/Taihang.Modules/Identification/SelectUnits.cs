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
/// Fills each place's quota in the order of need, in one pass over the run's result: what <see cref="Quota.Select{TKey}"/> says of a
/// short list, for any number of units. Adds the columns <c>selection</c>, <c>need_rank</c> (equal for equal need) to the result.
/// </summary>
public static class SelectUnits
{
    public const string Selected = "selected";
    public const string Reserve = "reserve";
    public const string NotSelected = "not_selected";
    public const string CannotRank = "cannot_rank";

    public static IReadOnlyList<SelectionFigures> Run(DuckDbEngine engine, MethodPlan method)
    {
        if (method.Selection is not { } selection)
            return [];
        var ids = method.Unit == Unit.Person ? "household_id, member_id" : "household_id";
        var keys = selection.Order.Select((o, i) => $"order{i}{(o.First == RankOrder.HighestFirst ? " DESC" : "")}");
        var order = string.Join(", ", keys);
        var among = string.Join(", ", selection.Among.Select(DuckDbEngine.Quote));
        var rankable = string.Concat(selection.Order.Select((_, i) => $" AND order{i} IS NOT NULL"));
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
        engine.Execute(
            $"""
            CREATE OR REPLACE TEMP TABLE {Identify.Result} AS
            WITH ranked AS (
              SELECT {ids}, place, fills, quota, rank() OVER (PARTITION BY place ORDER BY {order}) AS need_rank,
                     sum(fills) OVER (PARTITION BY place ORDER BY {order} RANGE UNBOUNDED PRECEDING) AS through_tie,
                     sum(fills) OVER (PARTITION BY place, {string.Join(
                ", ",
                selection.Order.Select((_, i) => $"order{i}")
            )}) AS tied,
                     sum(fills) OVER (PARTITION BY place ORDER BY {order}, {ids} ROWS UNBOUNDED PRECEDING) AS through
              FROM {Identify.Result}
              WHERE outcome IN ({among}) AND place IS NOT NULL AND quota IS NOT NULL AND fills > 0{rankable}),
            chosen AS (SELECT *, {chosen} AS taken FROM ranked),
            last AS (SELECT place, coalesce(sum(fills) FILTER (WHERE taken), 0) AS used FROM chosen GROUP BY place),
            listed AS (
              SELECT {ids}, need_rank, CASE WHEN taken THEN '{Selected}'
                     WHEN (through - used) * {of} <= quota * {share} THEN '{Reserve}' ELSE '{NotSelected}' END AS selection
              FROM chosen JOIN last USING (place))
            SELECT r.*, CASE WHEN r.outcome IN ({among}) THEN coalesce(l.selection, '{CannotRank}') END AS selection, l.need_rank
            FROM {Identify.Result} r LEFT JOIN listed l USING ({ids})
            """
        );
        return engine.Query(
            $"""
            SELECT nullif(place, ''), CAST(any_value(quota) AS VARCHAR), count(*) FILTER (WHERE selection = '{Selected}'),
                   CAST(coalesce(sum(fills) FILTER (WHERE selection = '{Selected}'), 0) AS VARCHAR),
                   count(*) FILTER (WHERE selection = '{Reserve}'), count(*) FILTER (WHERE selection = '{NotSelected}'),
                   coalesce(max(need_rank) FILTER (WHERE selection = '{Selected}') >= min(need_rank) FILTER (WHERE selection <> '{Selected}'), FALSE),
                   count(*) FILTER (WHERE selection = '{CannotRank}')
            FROM {Identify.Result} WHERE selection IS NOT NULL GROUP BY place ORDER BY place NULLS LAST
            """,
            r => new SelectionFigures(
                r.IsDBNull(0) ? null : r.GetString(0),
                r.IsDBNull(1) ? null : decimal.Parse(r.GetString(1), CultureInfo.InvariantCulture),
                r.GetInt64(2),
                decimal.Parse(r.GetString(3), CultureInfo.InvariantCulture),
                r.GetInt64(4),
                r.GetInt64(5),
                r.GetBoolean(6),
                r.GetInt64(7)
            )
        );
    }
}
