using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Dispatch.Life;
using Taihang.Core.Regions;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch.Life;

/// <summary>A posting in which something waits for somebody.</summary>
public sealed record WaitingPosting(int CountyNo, Guid PostingId, string Cadre, IReadOnlyList<LifeDeed> Deeds);

/// <summary>What of postings' lives waits for one account; the area is part of the query.</summary>
public static class WaitingLife
{
    public static IReadOnlyList<WaitingPosting> Run(
        TaihangDb db,
        LifeSettings settings,
        RegionTree tree,
        Viewer viewer,
        DateOnly today
    )
    {
        if (!viewer.WorksWithHouseholds || viewer.Top(tree) is not { } top)
            return [];
        var villages = ShowService.Villages(tree, top, today).Select(v => v.RegionNo).ToHashSet();
        // Where nothing happened yet nothing waits.
        var lived = db
            .PostingEvents.Where(e => e.CountyNo == viewer.CountyNo)
            .Select(e => e.PostingId)
            .Distinct()
            .ToHashSet();
        var rows = db
            .Postings.AsNoTracking()
            .Where(p => p.CountyNo == viewer.CountyNo && lived.Contains(p.PostingId))
            .AsEnumerable()
            .Where(p => villages.Contains(p.VillageNo))
            .OrderBy(p => p.VillageNo)
            .ToList();
        var names = db
            .Cadres.AsNoTracking()
            .Where(c => c.CountyNo == viewer.CountyNo)
            .ToDictionary(c => c.CadreId, c => c.Name);
        return
        [
            .. LifeRecord
                .ReadAll(db, rows)
                .Where(r => Open(r.State))
                .Select(r => new WaitingPosting(
                    r.Row.CountyNo,
                    r.Row.PostingId,
                    names[r.Row.CadreId],
                    PostingLifeRules.Waiting(r.State, ActOnPosting.ActorOf(db, tree, r, viewer), today, settings)
                ))
                .Where(w => w.Deeds.Count > 0),
        ];
    }

    /// <summary>Something was begun and not finished, whoever it waits for.</summary>
    private static bool Open(PostingState state) =>
        state.Recall is not null
        || state.Leaves.Any(l => l.Standing == LeaveStanding.Asked)
        || state.Concerns.Any(c => c.AnsweredOn is null)
        || state.Items.Any(i => i.ConfirmedOn is null);
}
