using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Access;

/// <summary>Who is acting, when, why and on what basis; made at the edge and handed to every use case that writes.</summary>
public sealed record ActContext(Guid ActorId, DateTimeOffset At, string Reason, string Basis);

/// <summary>Puts an act and its leaf into the county's log, in the transaction of the effect.</summary>
public static class RecordAct
{
    /// <summary>
    /// Adds the act, its leaf and what the leaf completes of the tree to the context; the caller saves them with the effect. Within one
    /// transaction several acts may follow each other. Two writers of one county meet on the log's edge, so it neither forks nor has gaps:
    /// in transactions the second waits (SQLite lets one writer begin; PostgreSQL holds the edge's row), else it fails when it saves.
    /// </summary>
    public static Act Append(TaihangDb db, int countyNo, string kind, ActContext context, object content)
    {
        var act = new Act
        {
            CountyNo = countyNo,
            ActId = Guid.CreateVersion7(context.At),
            Kind = kind,
            ActorId = context.ActorId,
            AtUnixMs = context.At.ToUnixTimeMilliseconds(),
            Reason = context.Reason,
            Basis = context.Basis,
            Content = JsonSerializer.Serialize(content),
        };
        var salt = RandomNumberGenerator.GetBytes(LogEntry.SaltLength);
        var hash = LogEntry.LeafHash(Facts(act), salt);
        var row = Edge(db, countyNo);
        var tip = row is null ? new MerkleTip() : MerkleTip.Unpack(row.Size, row.Peaks);
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
        db.Acts.Add(act);
        db.AuditLeaves.Add(
            new AuditLeaf
            {
                CountyNo = countyNo,
                Seq = tip.Size,
                ActId = act.ActId,
                Salt = salt,
                Hash = hash,
            }
        );
        if (row is null)
            db.AuditTips.Add(
                new AuditTip
                {
                    CountyNo = countyNo,
                    Size = tip.Size,
                    Peaks = tip.Pack(),
                }
            );
        else
            (row.Size, row.Peaks) = (tip.Size, tip.Pack());
        return act;
    }

    /// <summary>
    /// Makes every other act of the county wait until this transaction ends: what is read from here on is what the act will be about. SQLite
    /// has one writer as soon as a transaction begins.
    /// </summary>
    public static void Hold(TaihangDb db, int countyNo)
    {
        if (db.Database.CurrentTransaction is not null && !db.Database.IsSqlite())
            db.Database.ExecuteSql($"SELECT 1 FROM audit_tips WHERE county_no = {countyNo} FOR UPDATE");
    }

    private static AuditTip? Edge(TaihangDb db, int countyNo)
    {
        if (db.AuditTips.Local.FirstOrDefault(t => t.CountyNo == countyNo) is { } known)
            return known;
        Hold(db, countyNo);
        return db.AuditTips.Find(countyNo);
    }

    public static ActFacts Facts(Act act) =>
        new(act.CountyNo, act.ActId, act.Kind, act.ActorId, act.AtUnixMs, act.Reason, act.Basis, act.Content);
}
