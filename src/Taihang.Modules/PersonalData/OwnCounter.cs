using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>What the office sees when a person comes about their record: who it is, which codes they have, what they asked.</summary>
public sealed record OwnCounter(
    RegionPlace Village,
    Household Household,
    Person Person,
    IReadOnlyList<OwnPageCode> Codes,
    IReadOnlyList<OwnRequest> Requests
)
{
    /// <returns>Null where the viewer does not work with the household, or nobody of it is meant, or their data was ended.</returns>
    public static OwnCounter? Read(
        TaihangDb db,
        RegionTree tree,
        Viewer viewer,
        int countyNo,
        Guid householdId,
        Guid personId
    )
    {
        var rows = PersonRows.Of(db, countyNo, personId);
        if (
            rows.FirstOrDefault(r => r.PersonId == personId)?.HouseholdId != householdId
            || ReadOwnRecord.Ended(db, countyNo, rows[^1].PersonId)
        )
            return null;
        // Whoever went on to another household is looked after where they are now.
        var last = rows[^1];
        var household = db
            .Households.AsNoTracking()
            .Single(h => h.CountyNo == countyNo && h.HouseholdId == last.HouseholdId);
        var ids = rows.Select(r => r.PersonId).ToList();
        return tree.ByNumber(household.VillageNo) is { } village && viewer.SeesHouseholds(village, tree)
            ? new OwnCounter(
                village,
                household,
                last,
                OwnCodes.Of(db, countyNo, personId),
                [
                    .. db
                        .OwnRequests.AsNoTracking()
                        .Where(r => r.CountyNo == countyNo && ids.Contains(r.PersonId))
                        .OrderByDescending(r => r.ReceivedOn)
                        .ThenByDescending(r => r.RequestId),
                ]
            )
            : null;
    }
}
