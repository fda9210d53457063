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

    /// <summary>For the operator, by number alone; null where nobody has it, or several counties have.</summary>
    public static Household? ByNumber(TaihangDb db, string number, int? countyNo)
    {
        var found = db
            .Households.AsNoTracking()
            .Where(h => h.Number == number && (countyNo == null || h.CountyNo == countyNo))
            .Take(2)
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }
}
