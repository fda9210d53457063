using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Core.Registry.Changes;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry.Changes;

/// <summary>A request in a list.</summary>
/// <param name="Number">Of the household; null where it is not on record.</param>
/// <param name="Head">Name of the household's head.</param>
public sealed record ChangeLine(ChangeRequest Row, string? Number, string? Head, DateOnly? DecidedOn);

/// <summary>Requests of a place and of a household. The area is part of the query, of the counts, too.</summary>
public static class ListChanges
{
    /// <param name="standing">One of <see cref="ChangeStanding"/>.</param>
    /// <returns>Those that wait, the oldest first; closed ones, the newest first.</returns>
    public static (IReadOnlyList<ChangeLine> Lines, int Total) Run(
        TaihangDb db,
        RegionTree tree,
        RegionPlace place,
        string standing,
        int page,
        int size
    )
    {
        var query = In(db, tree, place).Where(c => c.Standing == standing);
        var (total, skipped) = (query.Count(), (page - 1L) * size);
        if (skipped < 0 || skipped >= total)
            return ([], total);
        var ordered =
            standing == ChangeStanding.Open
                ? query.OrderBy(c => c.RequestedOn).ThenBy(c => c.ChangeId)
                : query.OrderByDescending(c => c.RequestedOn).ThenByDescending(c => c.ChangeId);
        return (Lines(db, [.. ordered.Skip((int)skipped).Take(size)]), total);
    }

    /// <summary>All requests about a household, the newest first.</summary>
    public static IReadOnlyList<ChangeLine> OfHousehold(TaihangDb db, int countyNo, Guid household) =>
        Lines(
            db,
            [
                .. db
                    .ChangeRequests.AsNoTracking()
                    .Where(c =>
                        c.CountyNo == countyNo && (c.HouseholdId == household || c.OtherHouseholdId == household)
                    )
                    .OrderByDescending(c => c.RequestedOn)
                    .ThenByDescending(c => c.ChangeId),
            ]
        );

    /// <summary>How many requests of others wait that the viewer's office may decide; 0 for offices that decide none.</summary>
    public static int Waiting(TaihangDb db, RegionTree tree, Viewer viewer)
    {
        if (viewer.CountyNo == 0 || viewer.Role is not (Roles.County or Roles.Township))
            return 0;
        if (viewer.Top(tree) is not { } top)
            return 0;
        var waiting = In(db, tree, top)
            .Where(c => c.Standing == ChangeStanding.Open && c.RequestedBy != viewer.AccountId);
        if (Villages(tree, top) is { } villages)
            waiting = waiting.Where(c =>
                villages.Contains(c.VillageNo)
                && (c.OtherVillageNo == null || villages.Contains(c.OtherVillageNo.Value))
            );
        return waiting.Count();
    }

    private static IQueryable<ChangeRequest> In(TaihangDb db, RegionTree tree, RegionPlace place)
    {
        var all = db.ChangeRequests.AsNoTracking().Where(c => c.CountyNo == place.CountyNo);
        return Villages(tree, place) is { } villages
            ? all.Where(c =>
                villages.Contains(c.VillageNo)
                || (c.OtherVillageNo != null && villages.Contains(c.OtherVillageNo.Value))
            )
            : all;
    }

    /// <returns>Null for all of the county.</returns>
    private static List<int>? Villages(RegionTree tree, RegionPlace place) =>
        place.Level switch
        {
            "county" => null,
            "village" => [place.RegionNo],
            _ => [.. tree.Children(place.RegionNo).Select(v => v.RegionNo)],
        };

    private static List<ChangeLine> Lines(TaihangDb db, IReadOnlyList<ChangeRequest> rows)
    {
        if (rows.Count == 0)
            return [];
        var (county, households, ids) = (
            rows[0].CountyNo,
            rows.Select(r => r.HouseholdId).Distinct().ToList(),
            rows.Select(r => r.ChangeId).ToList()
        );
        var known = (
            from household in db.Households.AsNoTracking()
            where household.CountyNo == county && households.Contains(household.HouseholdId)
            join person in db.Persons
                on new { household.CountyNo, Id = household.HeadId } equals new
                {
                    person.CountyNo,
                    Id = (Guid?)person.PersonId,
                }
                into heads
            from head in heads.DefaultIfEmpty()
            select new
            {
                household.HouseholdId,
                household.Number,
                Name = head == null ? null : head.Name,
            }
        ).ToDictionary(h => h.HouseholdId);
        var decided = db
            .ChangeDecisions.AsNoTracking()
            .Where(d => d.CountyNo == county && ids.Contains(d.ChangeId))
            .ToDictionary(d => d.ChangeId, d => d.DecidedOn);
        return
        [
            .. rows.Select(r => new ChangeLine(
                r,
                known.GetValueOrDefault(r.HouseholdId)?.Number,
                known.GetValueOrDefault(r.HouseholdId)?.Name,
                decided.TryGetValue(r.ChangeId, out var day) ? day : null
            )),
        ];
    }
}
