using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.Registry;

/// <summary>A household that was found, and by whose name or number.</summary>
/// <param name="Member">Whose name or number it was; the head where the household's own number was typed.</param>
public sealed record HouseholdFound(Guid HouseholdId, string Number, int VillageNo, string Member, bool ByNumber);

/// <summary>What a search found: places, then households, within the searcher's area.</summary>
/// <param name="More">Whether there are more than are shown; then the text is to be made longer.</param>
public sealed record RecordsFound(
    IReadOnlyList<RegionPlace> Places,
    IReadOnlyList<HouseholdFound> Households,
    bool More
);

/// <summary>
/// Finds records by the beginning of a name, a household's number, a certificate number (by blind index, whole or not at all), or a place.
/// The area is part of every query, or asked of the one household that a number leads to: what lies beyond it is neither shown nor counted.
/// </summary>
public static class FindRecords
{
    /// <param name="most">Of places and of households.</param>
    public static RecordsFound Run(
        TaihangDb db,
        Sealing sealing,
        RegionTree tree,
        Viewer viewer,
        SearchText text,
        DateOnly today,
        int most
    )
    {
        var places = (viewer.CountyNo == 0 ? tree.All : tree.OfCounty(viewer.CountyNo))
            .Where(p => p.ValidOn(today) && viewer.SeesPlace(p, tree))
            .Where(p =>
                p.Name.Contains(text.Words, StringComparison.OrdinalIgnoreCase)
                || p.NameLatin?.Contains(text.Words, StringComparison.OrdinalIgnoreCase) == true
                || p.Code.StartsWith(text.Words, StringComparison.Ordinal)
            )
            .OrderBy(p => p.Code, StringComparer.Ordinal)
            .Take(most + 1)
            .ToList();
        var households = viewer.WorksWithHouseholds ? Households(db, sealing, tree, viewer, text, most + 1) : [];
        return new RecordsFound(
            [.. places.Take(most)],
            [.. households.Take(most)],
            places.Count > most || households.Count > most
        );
    }

    private static List<HouseholdFound> Households(
        TaihangDb db,
        Sealing sealing,
        RegionTree tree,
        Viewer viewer,
        SearchText text,
        int most
    )
    {
        var county = viewer.CountyNo;
        if (text.IdNumber is { } number)
        {
            return
            [
                .. ByIndex
                    .GetValue(db.Model, _ => Compiled())(db, sealing.Index(SealedKind.IdNumber, number), county)
                    .Where(h => InArea(tree, viewer, h.VillageNo)),
            ];
        }
        var own = Own(db, tree, viewer);
        var found = text.HouseholdNumber is { } start
            ? own.Where(h => h.Number.StartsWith(start))
                .OrderBy(h => h.Number)
                .Take(most)
                .Select(h => new HouseholdFound(
                    h.HouseholdId,
                    h.Number,
                    h.VillageNo,
                    db.Persons.Where(p => p.CountyNo == county && p.PersonId == h.HeadId)
                        .Select(p => p.Name)
                        .FirstOrDefault()
                        ?? "",
                    true
                ))
                .ToList()
            : [];
        if (found.Count < most)
            found.AddRange(
                Of(
                    own,
                    db.Persons.AsNoTracking().Where(p => p.CountyNo == county && p.Name.StartsWith(text.Words)),
                    most - found.Count
                )
            );
        return found;
    }

    /// <summary>
    /// An ID number leads to one person at most, so there is nothing to sort or to cut; and it is the search that is made most, so the
    /// statement is made once. Of each model, since the two engines have their own.
    /// </summary>
    private static readonly ConditionalWeakTable<
        IModel,
        Func<TaihangDb, byte[], int, IEnumerable<HouseholdFound>>
    > ByIndex = [];

    private static Func<TaihangDb, byte[], int, IEnumerable<HouseholdFound>> Compiled() =>
        EF.CompileQuery(
            (TaihangDb db, byte[] index, int county) =>
                from b in db.BlindIndexes
                where b.Index == index && b.Kind == (int)SealedKind.IdNumber && b.CountyNo == county
                join p in db.Persons on new { b.CountyNo, b.PersonId } equals new { p.CountyNo, p.PersonId }
                where p.LeftOn == null
                join h in db.Households on new { p.CountyNo, p.HouseholdId } equals new { h.CountyNo, h.HouseholdId }
                where h.ClosedOn == null
                select new HouseholdFound(h.HouseholdId, h.Number, h.VillageNo, p.Name, true)
        );

    private static bool InArea(RegionTree tree, Viewer viewer, int villageNo) =>
        viewer.Top(tree) is { } top
        && (
            viewer.RegionNo is null
                ? top.CountyNo == viewer.CountyNo
                : tree.PathTo(villageNo).Any(p => p.RegionNo == top.RegionNo)
        );

    private static List<HouseholdFound> Of(IQueryable<Household> own, IQueryable<Person> persons, int most) =>
        [
            .. persons
                .Where(p => p.LeftOn == null)
                .Join(own, p => p.HouseholdId, h => h.HouseholdId, (p, h) => new { p.Name, h })
                .OrderBy(f => f.Name)
                .ThenBy(f => f.h.Number)
                .Take(most)
                .Select(f => new HouseholdFound(f.h.HouseholdId, f.h.Number, f.h.VillageNo, f.Name, false)),
        ];

    private static IQueryable<Household> Own(TaihangDb db, RegionTree tree, Viewer viewer)
    {
        var own = db.Households.AsNoTracking().Where(h => h.CountyNo == viewer.CountyNo && h.ClosedOn == null);
        if (viewer.Top(tree) is not { } top)
            return own.Where(h => false);
        return top.Level switch
        {
            "county" => own,
            "village" => own.Where(h => h.VillageNo == top.RegionNo),
            _ when tree.Children(top.RegionNo).Select(v => v.RegionNo).ToList() is var villages => own.Where(h =>
                villages.Contains(h.VillageNo)
            ),
            _ => own.Where(h => false),
        };
    }
}
