using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Dispatch.Board;

/// <summary>One draw of a simulation: what the best plan without the drawn people comes to.</summary>
/// <param name="MeanFitBp">Of the filled villages; null where there is none.</param>
public sealed record FewerDraw(int Filled, int FirstTierFilled, int? MeanFitBp);

/// <summary>Draws, from the fewest villages filled to the most.</summary>
/// <param name="Dropped">People left out in each draw.</param>
public sealed record FewerAnswer(int Dropped, ImmutableArray<FewerDraw> Draws);

/// <summary>
/// What if units sent fewer people? Who would be left out nobody knows, so it is drawn many times: people in the order of their units
/// are cut into as many pieces of equal length as there are people to leave out, and one is drawn from each, so that every unit loses its
/// share. The same seed draws the same.
/// </summary>
public static class FewerPeople
{
    /// <param name="order">Numbers of those who may serve, unit by unit.</param>
    /// <param name="percent">0 to 100; the number of people is rounded down.</param>
    public static FewerAnswer Draw(
        Round free,
        ImmutableArray<DispatchVillage> villages,
        ImmutableArray<PlanChoice> choices,
        IReadOnlyList<int> order,
        int percent,
        int times,
        ulong seed
    )
    {
        var dropped = order.Count * percent / 100;
        var (draws, stream) = (new List<FewerDraw>(), new SeededStream(seed));
        for (var time = 0; time < times; time++)
        {
            var gone = new HashSet<Guid>();
            for (var piece = 0L; piece < dropped; piece++)
            {
                var (from, to) = (piece * order.Count / dropped, (piece + 1) * order.Count / dropped);
                gone.Add(free.Cadres[order[(int)from + stream.NextBelow((int)(to - from))]]);
            }
            var round = ChosenPlan.Under(
                free,
                [
                    // Whoever is not sent cannot be kept either.
                    .. choices.Where(c => !gone.Contains(c.CadreId)),
                    .. gone.Select(who => new PlanChoice(ChoiceKind.Absent, null, who, "", "", default)),
                ]
            );
            draws.Add(Of(round, villages));
        }
        return new FewerAnswer(
            dropped,
            [.. draws.OrderBy(d => d.Filled).ThenBy(d => d.FirstTierFilled).ThenBy(d => d.MeanFitBp)]
        );
    }

    private static FewerDraw Of(Round round, ImmutableArray<DispatchVillage> villages)
    {
        var (filled, first, sum) = (0, 0, 0L);
        for (var seat = 0; seat < villages.Length; seat++)
        {
            if (round.Plan.PersonOf[seat] is not (>= 0 and var person))
                continue;
            filled++;
            sum += round.Fit(seat, person)!.Value;
            if (villages[seat].Tier == 0)
                first++;
        }
        return new FewerDraw(filled, first, filled == 0 ? null : (int)(sum / filled));
    }
}
