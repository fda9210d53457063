using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Duplicates;

/// <summary>
/// Somebody has looked: the two are one person, or they are not. It changes neither record; that takes a change request of its own. Said
/// again it changes nothing, and it may be taken back while nothing followed from it.
/// </summary>
public static class DecidePair
{
    public static Outcome<DuplicatePair> Run(
        TaihangDb db,
        int countyNo,
        Guid pairId,
        string state,
        string reason,
        ActContext context
    )
    {
        if (db.DuplicatePairs.SingleOrDefault(p => p.CountyNo == countyNo && p.PairId == pairId) is not { } pair)
            return RegistryProblems.NoPair();
        if (state is not (FindDuplicates.Same or FindDuplicates.Different or FindDuplicates.Open))
            return RegistryProblems.NoSuchAnswer(state);
        if (pair.State == state)
            return pair;
        if (string.IsNullOrWhiteSpace(reason))
            return RegistryProblems.NoReason();
        pair.State = state;
        using var transaction = db.Database.BeginTransaction();
        pair.DecidedActId = RecordAct
            .Append(
                db,
                countyNo,
                "registry.decide_duplicate",
                context with
                {
                    Reason = reason.Trim(),
                },
                new { pair.PairId, State = state }
            )
            .ActId;
        db.SaveChanges();
        transaction.Commit();
        return pair;
    }
}
