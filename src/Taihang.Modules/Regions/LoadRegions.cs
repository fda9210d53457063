using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Regions;

/// <summary>What loading a tree changed.</summary>
public sealed record RegionsLoaded(int Added, int Changed, int Unchanged, int Members);

/// <summary>Brings a pack's region tree and areas into the store. Loading the same files again changes nothing.</summary>
public static class LoadRegions
{
    public static Outcome<RegionsLoaded> Run(TaihangDb db, string regionsFolder)
    {
        var tree = RegionFiles.ReadTree(Path.Combine(regionsFolder, "regions.csv"), Tree(db));
        if (!tree.Ok)
            return Outcome<RegionsLoaded>.Refused(tree.Problems);
        var areas = RegionFiles.ReadAreas(Path.Combine(regionsFolder, "areas.csv"), tree.Value);
        if (!areas.Ok)
            return Outcome<RegionsLoaded>.Refused(areas.Problems);

        var known = db.Regions.ToDictionary(r => (r.CountyNo, r.RegionNo));
        var (added, changed, unchanged) = (0, 0, 0);
        foreach (var place in tree.Value.All)
        {
            if (!known.TryGetValue((place.CountyNo, place.RegionNo), out var row))
            {
                db.Regions.Add(ToRow(place));
                added++;
                continue;
            }
            db.Entry(row).CurrentValues.SetValues(ToRow(place));
            if (db.Entry(row).State == EntityState.Modified)
                changed++;
            else
                unchanged++;
        }
        var members = 0;
        var knownMembers = db.AreaMembers.ToDictionary(m => (m.AreaId, m.RegionNo, m.ValidFrom));
        foreach (var area in areas.Value)
        {
            var place = tree.Value.Resolve(area.Code, area.ValidFrom).Value;
            var row = new AreaMember
            {
                AreaId = area.Area,
                CountyNo = place.CountyNo,
                RegionNo = place.RegionNo,
                AreaNameZh = area.Name.Zh,
                AreaNameEn = area.Name.En,
                ValidFrom = area.ValidFrom,
                ValidTo = area.ValidTo,
            };
            if (knownMembers.TryGetValue((row.AreaId, row.RegionNo, row.ValidFrom), out var before))
                db.Entry(before).CurrentValues.SetValues(row);
            else
                db.AreaMembers.Add(row);
            members++;
        }
        db.SaveChanges();
        return new RegionsLoaded(added, changed, unchanged, members);
    }

    /// <summary>The tree as the store has it.</summary>
    public static RegionTree Tree(TaihangDb db) =>
        new(
            db.Regions.AsNoTracking()
                .AsEnumerable()
                .Select(r => new RegionPlace(
                    r.CountyNo,
                    r.RegionNo,
                    r.Code,
                    r.Name,
                    r.NameLatin,
                    r.Level,
                    r.ParentNo,
                    r.ValidFrom,
                    r.ValidTo,
                    [.. r.Successors.Split(' ', StringSplitOptions.RemoveEmptyEntries)]
                ))
        );

    private static Region ToRow(RegionPlace place) =>
        new()
        {
            CountyNo = place.CountyNo,
            RegionNo = place.RegionNo,
            Code = place.Code,
            Name = place.Name,
            NameLatin = place.NameLatin,
            Level = place.Level,
            ParentNo = place.ParentNo,
            ValidFrom = place.ValidFrom,
            ValidTo = place.ValidTo,
            Successors = string.Join(' ', place.Successors),
        };
}
