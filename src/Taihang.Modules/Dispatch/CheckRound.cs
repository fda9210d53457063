using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>A round whose proof holds.</summary>
public sealed record RoundChecked(
    Guid RoundId,
    DateOnly AsOf,
    int Villages,
    int Filled,
    int Pairs,
    string CertificateHash
);

/// <summary>
/// Checks a kept round again: that certificate and hash belong together, that the certificate proves its plan, and that the postings
/// on record are that plan.
/// </summary>
public static class CheckRound
{
    /// <param name="roundId">Null takes the newest.</param>
    public static Outcome<RoundChecked> Run(TaihangDb db, int countyNo, Guid? roundId = null)
    {
        if (StoredRound.Find(db, countyNo, roundId) is not { } stored)
            return DispatchProblems.NoRound();
        var read = StoredRound.Certificate(stored.Certificate);
        if (!read.Ok)
            return Outcome<RoundChecked>.Refused(read.Problems);
        var round = read.Value;
        if (round.Hash() is var hash && hash != stored.CertificateHash)
            return DispatchProblems.HashDiffers(stored.CertificateHash, hash);
        var faults = Certificate.Check(round.Problem, round.Plan).ToList();
        var names = new Names(db, countyNo);
        var postings = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.RoundId == stored.RoundId)
            .AsEnumerable()
            .ToLookup(p => p.VillageNo);
        for (var seat = 0; seat < round.Villages.Length; seat++)
        {
            var person = round.Plan.PersonOf[seat];
            var here = postings[round.Villages[seat]].ToList();
            var same =
                person < 0
                    ? here.Count == 0
                    : here is [var only]
                        && only.CadreId == round.Cadres[person]
                        && only.FitBp == round.Fit(seat, person);
            if (!same)
                faults.Add(DispatchProblems.PostingDiffers(names.Village(round.Villages[seat]).En));
        }
        foreach (var village in postings.Select(g => g.Key).Except(round.Villages))
            faults.Add(DispatchProblems.PostingDiffers(names.Village(village).En));
        return faults.Count > 0
            ? Outcome<RoundChecked>.Refused(faults)
            : new RoundChecked(
                stored.RoundId,
                stored.AsOf,
                stored.Villages,
                stored.Filled,
                round.Problem.Person.Length,
                hash
            );
    }
}
