using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>A log that got its tree.</summary>
/// <param name="FormerHead">The head of its chain, hex, to be held against one that somebody noted before the upgrade.</param>
public sealed record RebuiltLog(int CountyNo, long Leaves, string FormerHead);

/// <summary>
/// Builds the tree of a log that the first version kept as a chain: acts and salts stay, hashes are made anew, and each entry must first
/// fit its link of that chain. A log that has its tree, or never had a chain, is not built again: a changed past would get a fitting tree.
/// </summary>
public static class RebuildLog
{
    private const int Batch = 10_000;

    /// <returns>Counties whose acts stand in a log without a tree.</returns>
    public static IReadOnlyList<int> Needed(TaihangDb db) =>
        [
            .. db
                .AuditLeaves.Select(l => l.CountyNo)
                .Distinct()
                .Where(c => !db.AuditTips.Any(t => t.CountyNo == c))
                .Order(),
        ];

    /// <summary>Every log that needs it, or nothing of what is left after the first that cannot be built.</summary>
    public static Outcome<IReadOnlyList<RebuiltLog>> All(TaihangDb db)
    {
        var built = new List<RebuiltLog>();
        foreach (var county in Needed(db))
        {
            var one = Run(db, county);
            if (!one.Ok)
                return Outcome<IReadOnlyList<RebuiltLog>>.Refused(one.Problems);
            built.Add(one.Value);
        }
        return built;
    }

    public static Outcome<RebuiltLog> Run(TaihangDb db, int countyNo)
    {
        if (db.AuditTips.Any(t => t.CountyNo == countyNo))
            return AuditProblems.HasTree(Named(countyNo));
        using var transaction = db.Database.BeginTransaction();
        var (tip, chain) = (new MerkleTip(), FormerChain.Start(countyNo));
        while (Next(db, countyNo, tip.Size) is { Count: > 0 } leaves)
        {
            var links = db
                .AuditFormerLinks.AsNoTracking()
                .Where(l => l.CountyNo == countyNo && l.Seq > tip.Size && l.Seq <= tip.Size + leaves.Count)
                .ToDictionary(l => l.Seq);
            foreach (var leaf in leaves)
            {
                if (Misfit(leaf, tip.Size + 1, links.GetValueOrDefault(tip.Size + 1), ref chain) is { } why)
                    return AuditProblems.Broken(Named(countyNo), tip.Size + 1, why);
                Add(db, countyNo, leaf, tip);
            }
            db.SaveChanges();
            db.ChangeTracker.Clear();
        }
        if (db.AuditFormerLinks.LongCount(l => l.CountyNo == countyNo) != tip.Size)
            return AuditProblems.Broken(Named(countyNo), tip.Size + 1, new("留痕被截短", "the log was cut"));
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
        return new RebuiltLog(countyNo, tip.Size, Convert.ToHexStringLower(chain));
    }

    private static Words Named(int countyNo) => new($" {countyNo} 号县", $"county {countyNo}");

    private static List<StoredLeaf> Next(TaihangDb db, int countyNo, long after) =>
        [.. ReadLog.Leaves(db, countyNo, after, Batch)];

    private static Words? Misfit(StoredLeaf leaf, long seq, AuditFormerLink? link, ref byte[] chain)
    {
        if (leaf.Seq != seq)
            return new($"缺第 {seq} 条", $"leaf {seq} is missing");
        if (leaf.Act is not { } act)
            return new("行为不在案", "its act is not on record");
        if (link is null)
            return new("没有旧链环节", "it has no link in the former chain");
        if (!FormerChain.Commit(act, leaf.Salt).AsSpan().SequenceEqual(link.Commitment))
            return new("行为被改动", "its act was changed");
        chain = FormerChain.Link(chain, seq, link.Commitment);
        if (!LogEntry.IsKind(act.Kind))
            return new("行为种类无法入账", "no entry can be made of its kind");
        return chain.AsSpan().SequenceEqual(link.Chain)
            ? null
            : new Words("与前一条不相接", "it does not follow from the leaf before");
    }

    private static void Add(TaihangDb db, int countyNo, StoredLeaf leaf, MerkleTip tip)
    {
        var hash = LogEntry.LeafHash(leaf.Act!, leaf.Salt);
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
        var row = new AuditLeaf
        {
            CountyNo = countyNo,
            Seq = leaf.Seq,
            ActId = leaf.ActId,
            Salt = leaf.Salt,
            Hash = [],
        };
        db.AuditLeaves.Attach(row);
        row.Hash = hash;
    }
}
