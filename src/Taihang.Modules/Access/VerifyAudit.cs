using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Access;

/// <summary>Reads a county's whole log and says where it first does not fit.</summary>
public static class VerifyAudit
{
    public static IReadOnlyList<int> Counties(TaihangDb db) => [.. db.Acts.Select(a => a.CountyNo).Distinct().Order()];

    public static ChainCheck Run(TaihangDb db, int countyNo, string? notedHead = null)
    {
        var acts = db
            .Acts.AsNoTracking()
            .Where(a => a.CountyNo == countyNo)
            .AsEnumerable()
            .ToDictionary(a => a.ActId, RecordAct.Facts);
        var leaves = db
            .AuditLeaves.AsNoTracking()
            .Where(l => l.CountyNo == countyNo)
            .OrderBy(l => l.Seq)
            .AsEnumerable()
            .Select(l => new LeafFacts(l.Seq, l.ActId, l.Salt, l.Commitment, l.Chain));
        return AuditChain.Verify(countyNo, leaves, acts, notedHead);
    }
}
