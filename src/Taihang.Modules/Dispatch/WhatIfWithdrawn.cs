using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Board;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>The ways to go on if cadres withdrew, each told in words.</summary>
public sealed record WithdrawnAnswer(
    Guid RoundId,
    ImmutableArray<Guid> Cadres,
    ImmutableArray<WayOn> Ways,
    ImmutableArray<Words> Words
);

/// <summary>Asks a round as it was made what would happen if cadres were not to be had any more. Changes nothing.</summary>
public static class WhatIfWithdrawn
{
    /// <param name="who">Names of cadres, or <c>unit/name</c>.</param>
    /// <param name="pricesBp">See <see cref="WayOn"/>.</param>
    /// <returns>Refused where there is no round (TH0614) or somebody is not in it.</returns>
    public static Outcome<WithdrawnAnswer> Run(
        TaihangDb db,
        int countyNo,
        IReadOnlyList<string> who,
        IReadOnlyList<int> pricesBp
    )
    {
        if (StoredRound.Find(db, countyNo) is not { } stored)
            return DispatchProblems.NoRound();
        var read = StoredRound.Certificate(stored.Certificate);
        if (!read.Ok)
            return Outcome<WithdrawnAnswer>.Refused(read.Problems);
        var (round, names, people) = (read.Value, new Names(db, countyNo), new List<int>());
        foreach (var name in who)
        {
            if (names.In(round, name) is not { } person)
                return DispatchProblems.UnknownCadre(name);
            people.Add(person);
        }
        // A round under choices holds only the pairs they leave; whoever may fill in is told by the plan it came from.
        var free = round.Choices.IsEmpty
            ? null
            : db
                .DispatchPlans.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && p.RoundId == stored.RoundId)
                .Select(p => p.Free)
                .SingleOrDefault();
        var ways = free is null
            ? Withdrawal.Ways(round, people, pricesBp)
            : WithdrawalUnderChoices.Ways(StoredRound.Read<Round>(free), round, people, pricesBp);
        return new WithdrawnAnswer(
            stored.RoundId,
            [.. people.Select(p => round.Cadres[p])],
            ways,
            [.. ways.Select(way => PostingWords.WayOn(way, names.Cadre, names.Village))]
        );
    }
}
