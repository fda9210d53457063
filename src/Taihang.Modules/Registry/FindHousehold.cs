using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

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

    /// <summary>The same wherever in the county.</summary>
    public static Household? InCounty(TaihangDb db, int countyNo, string number) =>
        number.Length == 0
            ? null
            : db
                .Households.AsNoTracking()
                .SingleOrDefault(h => h.CountyNo == countyNo && h.Number == number && h.ClosedOn == null);
}
