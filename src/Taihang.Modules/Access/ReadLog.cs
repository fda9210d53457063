using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>An entry of a county's log with its place in the tree.</summary>
public sealed record LoggedAct(ActFacts Act, long Index, byte[] Salt);

/// <summary>Reads a county's log and its stored tree.</summary>
public static class ReadLog
{
    /// <summary>Every county that has a log, also where somebody took its acts away.</summary>
    public static IReadOnlyList<int> Counties(TaihangDb db) =>
        [
            .. db
                .Acts.Select(a => a.CountyNo)
                .Union(db.AuditLeaves.Select(l => l.CountyNo))
                .Union(db.AuditTips.Select(t => t.CountyNo))
                .Order(),
        ];

    /// <summary>The edge of the log; empty where there is no act yet.</summary>
    public static MerkleTip Tip(TaihangDb db, int countyNo) =>
        db.AuditTips.AsNoTracking().SingleOrDefault(t => t.CountyNo == countyNo) is { } row
            ? MerkleTip.Unpack(row.Size, row.Peaks)
            : new MerkleTip();

    /// <summary>A node of the stored tree by its place.</summary>
    public static NodeHash Nodes(TaihangDb db, int countyNo) =>
        (level, index) =>
        {
            if (level == 0)
                return db
                    .AuditLeaves.Where(l => l.CountyNo == countyNo && l.Seq == index + 1)
                    .Select(l => l.Hash)
                    .Single();
            var ordinal = MerkleTree.Ordinal(level, index);
            return db
                .AuditNodes.Where(n => n.CountyNo == countyNo && n.Ordinal == ordinal)
                .Select(n => n.Hash)
                .Single();
        };

    /// <summary>Leaves in order, each with its act where that is on record.</summary>
    public static IEnumerable<StoredLeaf> Leaves(TaihangDb db, int countyNo) =>
        WithActs(db, db.AuditLeaves.Where(l => l.CountyNo == countyNo).OrderBy(l => l.Seq));

    /// <summary>At most so many leaves that come after one.</summary>
    public static IEnumerable<StoredLeaf> Leaves(TaihangDb db, int countyNo, long after, int most) =>
        WithActs(db, db.AuditLeaves.Where(l => l.CountyNo == countyNo && l.Seq > after).OrderBy(l => l.Seq).Take(most));

    private static IEnumerable<StoredLeaf> WithActs(TaihangDb db, IQueryable<AuditLeaf> leaves) =>
        leaves
            .AsNoTracking()
            .GroupJoin(
                db.Acts.AsNoTracking(),
                l => new { l.CountyNo, l.ActId },
                a => new { a.CountyNo, a.ActId },
                (leaf, acts) => new { leaf, acts }
            )
            .SelectMany(j => j.acts.DefaultIfEmpty(), (j, act) => new { j.leaf, act })
            .OrderBy(j => j.leaf.Seq)
            .AsEnumerable()
            .Select(j => new StoredLeaf(
                j.leaf.Seq,
                j.leaf.ActId,
                j.leaf.Salt,
                j.leaf.Hash,
                j.act is null ? null : RecordAct.Facts(j.act)
            ));

    /// <returns>Null where the county has no such act.</returns>
    public static LoggedAct? Act(TaihangDb db, int countyNo, Guid actId)
    {
        var act = db.Acts.AsNoTracking().SingleOrDefault(a => a.CountyNo == countyNo && a.ActId == actId);
        var leaf = db.AuditLeaves.AsNoTracking().SingleOrDefault(l => l.CountyNo == countyNo && l.ActId == actId);
        return act is null || leaf is null ? null : new LoggedAct(RecordAct.Facts(act), leaf.Seq - 1, leaf.Salt);
    }

    /// <summary>The proof that an act stands under a checkpoint.</summary>
    /// <param name="open">With the whole act; else with its line alone.</param>
    public static Outcome<InclusionProof> Prove(
        TaihangDb db,
        LoggedAct logged,
        AuditCheckpoint checkpoint,
        bool open
    ) =>
        logged.Index >= checkpoint.Size
            ? AuditProblems.NotCovered(logged.Index, checkpoint.Size)
            : new InclusionProof(
                logged.Index,
                LogEntry.Line(logged.Act, logged.Salt),
                open ? logged.Act : null,
                open ? logged.Salt : null,
                MerkleTree.InclusionProof(logged.Index, checkpoint.Size, Nodes(db, logged.Act.CountyNo)),
                checkpoint.Note
            );
}
