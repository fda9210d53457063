using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>Why somebody else does not stand in a village: a rule, or what the whole plan would lose.</summary>
/// <param name="Plan">The best plan with that cadre there; null when a rule excludes them.</param>
public sealed record WhyNotAnswer(Exclusion? Exclusion, OtherPlan? Plan, Words Words);

/// <summary>Answers "why not that one" for a round as it was made, exactly, from its kept certificate.</summary>
public static class WhyNot
{
    /// <param name="who">The cadre's name, or <c>unit/name</c>.</param>
    public static Outcome<WhyNotAnswer> Run(TaihangDb db, int countyNo, Guid roundId, int villageNo, string who)
    {
        if (StoredRound.Find(db, countyNo, roundId) is not { } stored)
            return DispatchProblems.NoRound();
        var read = StoredRound.Certificate(stored.Certificate);
        if (!read.Ok)
            return Outcome<WhyNotAnswer>.Refused(read.Problems);
        var round = read.Value;
        var names = new Names(db, countyNo);
        var seat = round.Villages.IndexOf(villageNo);
        if (seat < 0)
            return DispatchProblems.NoPosting(names.Village(villageNo).En);
        if (names.In(round, who) is not { } person)
            return DispatchProblems.UnknownCadre(who);
        if (round.WhyExcluded(seat, person) is { } exclusion)
        {
            var laid = round.Choices.FirstOrDefault(c => c.KeepsApart(villageNo, round.Cadres[person]));
            return new WhyNotAnswer(
                exclusion,
                null,
                laid is null
                    ? PostingWords.Excluded(StoredRound.Read<StoredRules>(stored.Weights).Rule(exclusion))
                    : PostingWords.Laid(laid, names.Cadre, names.Village)
            );
        }
        var plan = round.Explain(new WhatIf(round.Problem, round.Plan).WithPair(seat, person)!);
        return new WhyNotAnswer(null, plan, PostingWords.Forced(villageNo, plan, names.Cadre, names.Village));
    }
}
