using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Dispatch.Teams;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>A round of task forces whose proof holds.</summary>
public sealed record TeamsChecked(
    Guid RoundId,
    DateOnly AsOf,
    int Villages,
    int Posted,
    TeamGap Gap,
    string CertificateHash
);

/// <summary>
/// Checks a kept round of task forces again: certificate and hash, plan and bound, and that the members on record are those of the plan.
/// </summary>
public static class CheckTeams
{
    /// <param name="roundId">Null takes the newest.</param>
    public static Outcome<TeamsChecked> Run(TaihangDb db, int countyNo, Guid? roundId = null)
    {
        var stored = db
            .DispatchRounds.AsNoTracking()
            .Where(r => r.CountyNo == countyNo && r.Role == PostingRole.Member)
            .Where(r => roundId == null || r.RoundId == roundId)
            .OrderByDescending(r => r.AsOf)
            .ThenByDescending(r => r.RoundId)
            .FirstOrDefault();
        if (stored is null)
            return DispatchProblems.NoRound();
        if (StoredTeams.Hash(stored.Certificate) is var hash && hash != stored.CertificateHash)
            return DispatchProblems.HashDiffers(stored.CertificateHash, hash);
        var read = StoredTeams.Read(stored.Certificate);
        if (!read.Ok)
            return Outcome<TeamsChecked>.Refused(read.Problems);
        var (problem, answer) = read.Value;
        var faults = TeamCheck.Check(problem, answer).ToList();
        if (faults.Count > 0)
            return Outcome<TeamsChecked>.Refused(faults);
        var names = new Names(db, countyNo);
        var locked = problem.Locks.Select(l => l.Person).ToHashSet();
        var postings = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == countyNo && p.RoundId == stored.RoundId)
            .AsEnumerable()
            .ToLookup(p => p.VillageNo, p => p.CadreId);
        for (var v = 0; v < problem.Villages.Length; v++)
        {
            var planned = answer
                .Plan.Teams[v]
                .Members.Where(p => !locked.Contains(p))
                .Select(p => problem.People[p].CadreId);
            if (!planned.ToHashSet().SetEquals(postings[problem.Villages[v].VillageNo]))
                faults.Add(DispatchProblems.PostingDiffers(names.Village(problem.Villages[v].VillageNo).En));
        }
        foreach (var village in postings.Select(g => g.Key).Except(problem.Villages.Select(v => v.VillageNo)))
            faults.Add(DispatchProblems.PostingDiffers(names.Village(village).En));
        return faults.Count > 0
            ? Outcome<TeamsChecked>.Refused(faults)
            : new TeamsChecked(
                stored.RoundId,
                stored.AsOf,
                stored.Villages,
                stored.Filled,
                TeamGap.Of(problem, answer),
                hash
            );
    }
}
