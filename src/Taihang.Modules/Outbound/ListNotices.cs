using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Procedures;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Outbound;

/// <summary>The queue of a county, and what the person of a case was told.</summary>
public static class ListNotices
{
    /// <summary>The county's own office looks after its notices; nobody above and nobody below.</summary>
    public static bool MaySee(Viewer viewer) => viewer is { Role: Roles.County, RegionNo: null, CountyNo: not 0 };

    /// <summary>What asks for a person first, then the newest.</summary>
    /// <param name="countyNo">Null for every county, for whoever runs the deployment.</param>
    public static Listed<OutboundNotice> Run(TaihangDb db, int? countyNo, string? standing, int page, int size)
    {
        var all = db.OutboundNotices.AsNoTracking();
        if (countyNo is { } county)
            all = all.Where(n => n.CountyNo == county);
        if (standing is not null)
            all = all.Where(n => n.Standing == standing);
        return new(
            [
                .. all.OrderBy(n =>
                        n.Standing == NoticeStanding.Dead ? 0
                        : n.Standing == NoticeStanding.Letter ? 1
                        : n.Standing == NoticeStanding.Waiting ? 2
                        : 3
                    )
                    .ThenByDescending(n => n.QueuedAtUnixMs)
                    .ThenBy(n => n.CountyNo)
                    .ThenBy(n => n.NoticeId)
                    .Skip((page - 1) * size)
                    .Take(size),
            ],
            all.Count()
        );
    }

    /// <summary>How many there are of each standing.</summary>
    public static IReadOnlyDictionary<string, int> Counts(TaihangDb db, int countyNo) =>
        db
            .OutboundNotices.Where(n => n.CountyNo == countyNo)
            .GroupBy(n => n.Standing)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionary(g => g.Key, g => g.Count);

    /// <summary>What the person of a case was told or is still to be told, the oldest first.</summary>
    public static IReadOnlyList<OutboundNotice> OfCase(TaihangDb db, int countyNo, Guid caseId) =>
        [
            .. db
                .OutboundNotices.AsNoTracking()
                .Where(n => n.CountyNo == countyNo && n.RecipientId == caseId)
                .OrderBy(n => n.QueuedAtUnixMs)
                .ThenBy(n => n.NoticeId),
        ];

    /// <summary>The case that a notice is about.</summary>
    public static ProcedureCase? CaseOf(TaihangDb db, int countyNo, Guid caseId) =>
        db.ProcedureCases.AsNoTracking().SingleOrDefault(c => c.CountyNo == countyNo && c.CaseId == caseId);

    /// <summary>How many ask for a person: those that could not be told, and letters to hand over.</summary>
    public static (int Dead, int Letters) Waiting(TaihangDb db, Viewer viewer) =>
        MaySee(viewer) && Counts(db, viewer.CountyNo) is var counts
            ? (counts.GetValueOrDefault(NoticeStanding.Dead), counts.GetValueOrDefault(NoticeStanding.Letter))
            : default;

    /// <summary>For whoever runs the deployment, who names a notice by its ID alone.</summary>
    public static int? CountyOf(TaihangDb db, Guid noticeId) =>
        db.OutboundNotices.Where(n => n.NoticeId == noticeId).Select(n => (int?)n.CountyNo).SingleOrDefault();

    public static OutboundNotice? Find(TaihangDb db, int countyNo, Guid noticeId) =>
        db.OutboundNotices.AsNoTracking().SingleOrDefault(n => n.CountyNo == countyNo && n.NoticeId == noticeId);
}
