using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Board;

/// <summary>
/// The ways to go on when somebody withdraws from a plan in which people laid things down. What was laid down for those who leave falls with
/// them; all the rest holds.
/// </summary>
public static class WithdrawalUnderChoices
{
    /// <param name="free">The round with every allowed pair.</param>
    /// <param name="round">The plan as it is carried out.</param>
    /// <param name="people">Numbers of those who withdraw.</param>
    /// <param name="pricesBp">See <see cref="WayOn"/>.</param>
    /// <returns>First the way in which nobody else moves, then one for each price.</returns>
    public static ImmutableArray<WayOn> Ways(
        Round free,
        Round round,
        IReadOnlyCollection<int> people,
        IReadOnlyList<int> pricesBp
    )
    {
        var gone = people.Select(p => round.Cadres[p]).ToHashSet();
        var choices = round
            .Choices.RemoveAll(c => gone.Contains(c.CadreId))
            .AddRange(gone.Select(who => new PlanChoice(ChoiceKind.Absent, null, who, "", "", default)));
        int[] keep = [.. round.Plan.PersonOf.Select(p => people.Contains(p) ? -1 : p)];
        var everybody = Enumerable
            .Range(0, keep.Length)
            .Where(seat => keep[seat] >= 0)
            .Select(seat => (Seat: seat, Person: keep[seat]));
        return
        [
            Way(null, everybody),
            .. pricesBp.Select(price => Way(price, price == 0 ? [] : ChosenPlan.Kept(free, choices, keep, price))),
        ];

        WayOn Way(int? price, IEnumerable<(int Seat, int Person)> stay)
        {
            var locks = stay.Select(s => new PlanChoice(
                    ChoiceKind.Lock,
                    free.Villages[s.Seat],
                    free.Cadres[s.Person],
                    "",
                    "",
                    default
                ))
                .Where(l => !choices.Any(c => c.SameAs(l)));
            var to = ChosenPlan.Under(free, [.. choices, .. locks], keep);
            return new WayOn(
                price,
                Enumerable.Range(0, keep.Length).Count(s => keep[s] >= 0 && to.Plan.PersonOf[s] != keep[s]),
                PlanPrices.Between(free, round, to)
            );
        }
    }
}
