using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Common;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>
/// Signs what a log is now and keeps it. A checkpoint speaks about acts and is none itself, or a log would grow by being looked at; a log
/// that has not grown since the newest checkpoint gets no other.
/// </summary>
public static class IssueCheckpoint
{
    public static AuditCheckpoint Run(TaihangDb db, SigningKey key, int countyNo, DateTimeOffset at)
    {
        var origin = Checkpoint.CountyOrigin(key.Public, countyNo);
        var tip = ReadLog.Tip(db, countyNo);
        return Newest(db, countyNo, origin) is { } newest && newest.Size == tip.Size
            ? newest
            : Keep(db, key, countyNo, new Checkpoint(origin, tip.Size, tip.Root(), at, []));
    }

    /// <summary>Over all counties' logs; each county's own is issued with it.</summary>
    public static AuditCheckpoint Nation(TaihangDb db, SigningKey key, DateTimeOffset at)
    {
        var counties = new List<(int, long, byte[])>();
        foreach (var countyNo in db.AuditTips.Select(t => t.CountyNo).Order().ToList())
        {
            var own = Checkpoint.Open(Run(db, key, countyNo, at).Note, key.Public).Value;
            counties.Add((countyNo, own.Size, own.Root));
        }
        var made = Checkpoint.Nation(key.Public, counties, at);
        return
            Newest(db, 0, made.Origin) is { } newest
            && Checkpoint.Open(newest.Note, key.Public) is { Ok: true } before
            && before.Value.Root.AsSpan().SequenceEqual(made.Root)
            ? newest
            : Keep(db, key, 0, made);
    }

    /// <returns>Null where none was issued yet.</returns>
    public static AuditCheckpoint? Newest(TaihangDb db, int countyNo, string origin) =>
        db
            .AuditCheckpoints.AsNoTracking()
            .Where(c => c.CountyNo == countyNo && c.Origin == origin)
            .OrderByDescending(c => c.AtUnixMs)
            .ThenByDescending(c => c.Size)
            .FirstOrDefault();

    /// <summary>All that this record keeps of a county's log, signatures checked. Whoever can change the log can take these away too.</summary>
    public static Outcome<IReadOnlyList<Checkpoint>> Kept(TaihangDb db, LogKey key, int countyNo)
    {
        var kept = new List<Checkpoint>();
        var origin = Checkpoint.CountyOrigin(key, countyNo);
        foreach (
            var note in db
                .AuditCheckpoints.Where(c => c.CountyNo == countyNo && c.Origin == origin)
                .OrderBy(c => c.Size)
                .Select(c => c.Note)
        )
        {
            var opened = Checkpoint.Open(note, key);
            if (!opened.Ok)
                return Outcome<IReadOnlyList<Checkpoint>>.Refused(opened.Problems);
            kept.Add(opened.Value);
        }
        return kept;
    }

    /// <summary>For whoever holds an older checkpoint: the newest, and the proof that the log only grew since.</summary>
    public static Outcome<GrowthProof> Since(
        TaihangDb db,
        SigningKey key,
        Checkpoint held,
        int countyNo,
        DateTimeOffset at
    )
    {
        var newest = Run(db, key, countyNo, at);
        if (newest.Origin != held.Origin)
            return AuditProblems.OtherLog(held.Origin, newest.Origin);
        return newest.Size < held.Size
            ? AuditProblems.RolledBack(newest.Origin, newest.Size, held.Size)
            : new GrowthProof(
                held.Size,
                MerkleTree.ConsistencyProof(held.Size, newest.Size, ReadLog.Nodes(db, countyNo)),
                newest.Note
            );
    }

    private static AuditCheckpoint Keep(TaihangDb db, SigningKey key, int countyNo, Checkpoint checkpoint)
    {
        var row = new AuditCheckpoint
        {
            CountyNo = countyNo,
            Origin = checkpoint.Origin,
            AtUnixMs = checkpoint.At.ToUnixTimeMilliseconds(),
            Size = checkpoint.Size,
            Note = key.Sign(checkpoint.Text()),
        };
        db.AuditCheckpoints.Add(row);
        db.SaveChanges();
        return row;
    }
}
