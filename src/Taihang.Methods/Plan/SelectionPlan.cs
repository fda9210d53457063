using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Measures;

namespace Taihang.Methods.Plan;

/// <summary>One key of an order of need.</summary>
public sealed record SelectionOrder(Expr By, RankOrder First);

/// <summary>Who is taken first when not all can be: an order of need, filled up to a quota or a budget, in each place by itself.</summary>
/// <param name="Among">Outcomes whose units may be selected.</param>
/// <param name="Fills">What one unit uses of the quota: one, its heads, or money.</param>
/// <param name="Quota">In the same unit; by place where it is keyed.</param>
/// <param name="Per">The code that says which place a unit belongs to; null for one quota for all.</param>
/// <param name="Overrun">Whether the last one in may exceed the quota.</param>
/// <param name="Reserve">Share of the quota that is listed as next in line.</param>
public sealed record SelectionPlan(
    ImmutableArray<string> Among,
    ImmutableArray<SelectionOrder> Order,
    Expr Fills,
    Expr Quota,
    Expr.Fact? Per,
    TieRule Ties,
    bool Overrun,
    Fraction Reserve
)
{
    public IEnumerable<Expr> Expressions() =>
        Order.Select(o => o.By).Append(Fills).Append(Quota).Concat(Per is null ? [] : [Per]);
}
