using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Board;

/// <summary>What a rule or a choice costs the whole plan: the best plan without it, told from the plan as it stands.</summary>
/// <param name="Rule">Null for a choice.</param>
/// <param name="Choice">Null for a rule.</param>
public sealed record PlanPrice(Exclusion? Rule, PlanChoice? Choice, OtherPlan Without);

/// <summary>Exact prices of what binds a plan, each by making the plan again without it and with all the rest.</summary>
public static class PlanPrices
{
    /// <summary>
    /// The rules that can be thought away: who may serve at all, avoidance of home and of kin. The term cannot: who serves one would leave a
    /// village that is not in the plan. What somebody stated of their health or family is not priced.
    /// </summary>
    public static ImmutableArray<PlanPrice> OfRules(
        PostingRules rules,
        ImmutableArray<DispatchVillage> villages,
        ImmutableArray<DispatchCadre> cadres,
        Func<int, int, PairFacts> facts,
        Round round
    ) =>
        [
            .. new (Exclusion Rule, Func<DispatchCadre, DispatchCadre> Lift)[]
            {
                (Exclusion.NotEligible, cadre => cadre with { Eligible = true }),
                (Exclusion.Home, cadre => cadre with { AvoidsRegionNo = 0 }),
                (
                    Exclusion.Kin,
                    cadre =>
                        cadre with
                        {
                            Stated = cadre.Stated is { } stated ? stated with { KinRegionNos = [] } : null,
                        }
                ),
            }.Select(lifted =>
            {
                var wider = Round.Solve(rules, villages, [.. cadres.Select(lifted.Lift)], facts);
                return new PlanPrice(
                    lifted.Rule,
                    null,
                    Between(wider, round, ChosenPlan.Under(wider, round.Choices, round.Plan.PersonOf))
                );
            }),
        ];

    /// <summary>One price for each choice of the round, in their order.</summary>
    public static ImmutableArray<PlanPrice> OfChoices(Round free, Round round) =>
        [
            .. round.Choices.Select(choice => new PlanPrice(
                null,
                choice,
                Between(free, round, ChosenPlan.Under(free, round.Choices.Remove(choice), round.Plan.PersonOf))
            )),
        ];

    /// <summary>What would come instead of a locked cadre: the best plan in which anybody else, or nobody, goes to the village.</summary>
    public static OtherPlan Instead(Round free, Round round, PlanChoice locked) =>
        Between(
            free,
            round,
            ChosenPlan.Under(
                free,
                round.Choices.Remove(locked).Add(locked with { Kind = ChoiceKind.Forbid }),
                round.Plan.PersonOf
            )
        );

    /// <summary>From one plan to another of the same villages and cadres.</summary>
    /// <param name="scored">Has every pair that either uses, with its fit.</param>
    public static OtherPlan Between(Round scored, Round from, Round to) =>
        scored.Explain(
            new Alternative(
                to.Plan.Cost - from.Plan.Cost,
                [
                    .. Enumerable
                        .Range(0, from.Villages.Length)
                        .Select(seat => new Move(seat, from.Plan.PersonOf[seat], to.Plan.PersonOf[seat]))
                        .Where(m => m.From != m.To),
                ]
            )
        );
}
