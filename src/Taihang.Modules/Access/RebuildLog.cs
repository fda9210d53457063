using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>
/// Builds the tree of a log that an earlier version kept as a chain: acts and salts stay, hashes are made anew. Only a log without a tree
/// is built; one that has its tree is never built again, or a changed past would get a fitting tree.
/// </summary>
public static class RebuildLog
{
    /// <returns>Counties whose acts stand in a log without a tree.</returns>
    public static IReadOnlyList<int> Needed(TaihangDb db) =>
        [
            .. db
                .AuditLeaves.Select(l => l.CountyNo)
                .Distinct()
                .Where(c => !db.AuditTips.Any(t => t.CountyNo == c))
                .Order(),
        ];

    /// <returns>How many leaves were built.</returns>
    public static Outcome<long> Run(TaihangDb db, int countyNo)
    {
        if (db.AuditTips.Any(t => t.CountyNo == countyNo))
            return AuditProblems.HasTree(Words.Same($"{countyNo}"));
        using var transaction = db.Database.BeginTransaction();
        var tip = new MerkleTip();
        foreach (var leaf in ReadLog.Leaves(db, countyNo).ToList())
        {
            if (leaf.Seq != tip.Size + 1 || leaf.Act is not { } act)
                return AuditProblems.Broken(
                    Words.Same($"{countyNo}"),
                    tip.Size + 1,
                    new("行为不在案", "its act is not on record")
                );
            var hash = LogEntry.LeafHash(act, leaf.Salt);
            var ordinal = MerkleTree.Nodes(tip.Size);
            tip.Append(
                hash,
                node =>
                    db.AuditNodes.Add(
                        new AuditNode
                        {
                            CountyNo = countyNo,
                            Ordinal = ordinal++,
                            Hash = node,
                        }
                    )
            );
            db.AuditLeaves.Where(l => l.CountyNo == countyNo && l.Seq == leaf.Seq)
                .ExecuteUpdate(set => set.SetProperty(l => l.Hash, hash));
        }
        db.AuditTips.Add(
            new AuditTip
            {
                CountyNo = countyNo,
                Size = tip.Size,
                Peaks = tip.Pack(),
            }
        );
        db.SaveChanges();
        transaction.Commit();
        db.ChangeTracker.Clear();
        return tip.Size;
    }
}
