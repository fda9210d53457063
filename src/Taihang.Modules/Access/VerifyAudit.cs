using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Access;

/// <summary>Reads a county's whole log and says where it first does not fit.</summary>
public static class VerifyAudit
{
    /// <param name="kept">Checkpoints of this log that somebody kept elsewhere, with signatures already checked.</param>
    public static LogCheck Run(TaihangDb db, int countyNo, IReadOnlyList<Checkpoint>? kept = null)
    {
        // Acts may be added while the log is read.
        using var moment = ReadMoment.Begin(db);
        var tip = db.AuditTips.AsNoTracking().SingleOrDefault(t => t.CountyNo == countyNo);
        // One connection does not read two tables side by side on PostgreSQL, so the smaller is read first.
        var nodes = db
            .AuditNodes.AsNoTracking()
            .Where(n => n.CountyNo == countyNo)
            .OrderBy(n => n.Ordinal)
            .Select(n => n.Hash)
            .ToList();
        return ActLog.Verify(
            countyNo,
            ReadLog.Leaves(db, countyNo),
            new StoredTree(nodes, tip?.Size ?? 0, tip?.Peaks),
            db.Acts.LongCount(a => a.CountyNo == countyNo),
            kept ?? []
        );
    }
}
