using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>Whether a number that somebody gives is a household of the village; what is found is used and not shown.</summary>
public static class FindHousehold
{
    public static Guid? ByNumber(TaihangDb db, int countyNo, int villageNo, string number) =>
        number.Length == 0
            ? null
            : db
                .Households.AsNoTracking()
                .Where(h =>
                    h.CountyNo == countyNo && h.VillageNo == villageNo && h.Number == number && h.ClosedOn == null
                )
                .Select(h => (Guid?)h.HouseholdId)
                .SingleOrDefault();
}
