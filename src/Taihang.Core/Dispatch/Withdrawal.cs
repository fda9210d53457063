using System.Collections.Immutable;

namespace Taihang.Core.Dispatch;

/// <summary>One way to go on after cadres withdrew.</summary>
/// <param name="PriceBp">Fit that moving another village must gain at least, in basis points of a normal village; 0 takes the best plan,
/// null moves nobody who stays posted.</param>
/// <param name="OthersMoved">Villages that would change although their own cadre stays to be had.</param>
public sealed record WayOn(int? PriceBp, int OthersMoved, OtherPlan Plan);

/// <summary>
/// What an office chooses between when cadres fall ill, are recalled or leave: fill the gaps from whoever is free, move those who are
/// settled where it gains much, or make the best plan anew. Each way is exact for its own condition.
/// </summary>
public static class Withdrawal
{
    /// <param name="people">Numbers of those who withdraw, posted or not.</param>
    /// <param name="pricesBp">See <see cref="WayOn"/>; each at least 0.</param>
    /// <returns>First the way in which nobody else moves, then one for each price.</returns>
    public static ImmutableArray<WayOn> Ways(Round round, IReadOnlyCollection<int> people, IReadOnlyList<int> pricesBp)
    {
        var gone = people.ToHashSet();
        return
        [
            Way(null, open => open.WithdrawMovingNobody(gone)),
            .. pricesBp.Select(price =>
                Way(
                    price,
                    open =>
                    {
                        if (price > 0)
                            open.Steady(price * round.CommonScale);
                        foreach (var person in gone)
                            open.Withdraw(person);
                    }
                )
            ),
        ];

        WayOn Way(int? price, Action<OpenPlan> withdraw)
        {
            var open = new OpenPlan(round.Problem, round.Plan);
            withdraw(open);
            var moves = Enumerable
                .Range(0, round.Villages.Length)
                .Select(seat => new Move(seat, round.Plan.PersonOf[seat], open.PersonOf(seat)))
                .Where(m => m.From != m.To)
                .ToImmutableArray();
            return new WayOn(
                price,
                moves.Count(m => m.From >= 0 && !gone.Contains(m.From)),
                round.Explain(new Alternative(open.CostWithoutWeight - round.Plan.Cost, moves))
            );
        }
    }
}
