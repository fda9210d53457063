using Microsoft.EntityFrameworkCore;
using Taihang.Core.Dispatch;
using Taihang.Methods.Read;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>How a county's villages stand on a day.</summary>
/// <param name="Needing">Villages with a counted household in the newest identification on or before the day.</param>
/// <param name="Covered">Of them those with a first secretary.</param>
/// <param name="Elsewhere">First secretaries in other villages.</param>
/// <param name="Members">Members of task forces who serve.</param>
public sealed record CountyCoverage(int CountyNo, int Needing, int Covered, int Elsewhere, int Members)
{
    /// <summary>Null where no village needs one.</summary>
    public double? Share => Needing == 0 ? null : (double)Covered / Needing;
}

/// <summary>Where first secretaries stand, county by county, on any day.</summary>
public static class PostingCoverage
{
    public static IReadOnlyList<CountyCoverage> Read(
        TaihangDb db,
        Pack pack,
        IReadOnlyCollection<int> counties,
        DateOnly day
    )
    {
        var runs = db
            .IdentificationRuns.AsNoTracking()
            .Where(r => counties.Contains(r.CountyNo) && r.Pack == pack.Id && r.AsOf <= day)
            .AsEnumerable()
            .GroupBy(r => r.CountyNo)
            .Select(g => g.OrderBy(r => r.AsOf).ThenBy(r => r.RunId).Last().RunId)
            .ToList();
        var needing = db
            .IdentificationResults.AsNoTracking()
            .Where(r => counties.Contains(r.CountyNo) && runs.Contains(r.RunId) && r.Counted)
            .Select(r => new { r.CountyNo, r.VillageNo })
            .Distinct()
            .AsEnumerable()
            .ToLookup(r => r.CountyNo, r => r.VillageNo);
        var serving = db
            .Postings.AsNoTracking()
            .Where(p => counties.Contains(p.CountyNo) && p.From <= day && (p.To == null || p.To >= day))
            .Select(p => new
            {
                p.CountyNo,
                p.VillageNo,
                p.Role,
            })
            .AsEnumerable()
            .ToLookup(p => p.CountyNo);
        return
        [
            .. counties.Select(county =>
            {
                var wanted = needing[county].ToHashSet();
                var first = serving[county].Where(p => p.Role == PostingRole.FirstSecretary).ToList();
                var covered = first.Count(p => wanted.Contains(p.VillageNo));
                return new CountyCoverage(
                    county,
                    wanted.Count,
                    covered,
                    first.Count - covered,
                    serving[county].Count(p => p.Role == PostingRole.Member)
                );
            }),
        ];
    }
}
