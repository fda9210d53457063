using Microsoft.EntityFrameworkCore;
using Taihang.Core.Regions;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Modules.Dispatch;

/// <summary>What anybody may see of a village: nobody's name but the first secretary's, no figure that stands for fewer than five households.</summary>
/// <param name="Outcomes">Households by outcome; null where the number is from 1 to 4.</param>
/// <param name="Method">By which rule they were assessed; null where nobody was.</param>
public sealed record PublicVillage(
    RegionPlace Place,
    IReadOnlyList<RegionPlace> Path,
    long Households,
    long Persons,
    IReadOnlyList<(string Outcome, long? Households)> Outcomes,
    DateOnly? AsOf,
    string? Method,
    string? FirstSecretary,
    string? Unit,
    DateOnly? PostedFrom
);

/// <summary>The public side of a village. It lies in Dispatch because that is the last of the modules it reads.</summary>
public static class PublishedVillages
{
    /// <summary>A figure for fewer households than this is not printed.</summary>
    public const int LeastShown = 5;

    /// <param name="text">Part of a name, or the beginning of a code; at most 50 villages with a record are returned.</param>
    public static IReadOnlyList<RegionPlace> Find(TaihangDb db, RegionTree tree, string? text, DateOnly day)
    {
        using var widened = db.WidenToAll(Widening.Published);
        var wanted = text?.Trim() ?? "";
        return
        [
            .. db
                .Villages.AsNoTracking()
                .Select(v => v.VillageNo)
                .AsEnumerable()
                .Select(tree.ByNumber)
                .OfType<RegionPlace>()
                .Where(p =>
                    p.ValidOn(day)
                    && (
                        wanted.Length == 0
                        || p.Name.Contains(wanted, StringComparison.Ordinal)
                        || p.Code.StartsWith(wanted, StringComparison.Ordinal)
                    )
                )
                .OrderBy(p => p.Code, StringComparer.Ordinal)
                .Take(50),
        ];
    }

    public static PublicVillage Show(TaihangDb db, Pack pack, RegionTree tree, RegionPlace village, DateOnly day)
    {
        var figures = ShowArea.Figures(db, pack, tree, [village])[0];
        var run = ShowArea.Newest(db, pack, [village.CountyNo]).GetValueOrDefault(village.CountyNo);
        var posting = ShowPosting.All(db, village.CountyNo, day).FirstOrDefault(p => p.VillageNo == village.RegionNo);
        var counts = figures
            .Outcomes.OrderBy(o => o.Key, StringComparer.Ordinal)
            .Select(o => (o.Key, o.Value.Households))
            .ToList();
        var shown = Suppress(counts, figures.CountedHouseholds == figures.Households);
        return new PublicVillage(
            village,
            tree.PathTo(village.RegionNo),
            figures.Households,
            figures.Persons,
            shown,
            run?.AsOf,
            run?.Method,
            posting?.Cadre,
            posting?.Unit,
            posting?.From
        );
    }

    /// <summary>
    /// Hides every number from 1 to 4. What is hidden can be had together by subtraction from the total, so the next smallest goes too
    /// until at least two are hidden that stand for at least five households: two hidden ones that sum to 2 would be 1 and 1.
    /// </summary>
    /// <param name="allCounted">Every household of the village is poor or monitored: then any number would say so of each of them.</param>
    public static IReadOnlyList<(string Outcome, long? Households)> Suppress(
        IReadOnlyList<(string Outcome, long Households)> counts,
        bool allCounted
    )
    {
        if (allCounted)
            return [.. counts.Select(c => (c.Outcome, (long?)null))];
        var hidden = counts.Where(c => !Visible(c.Households)).ToList();
        foreach (var next in counts.Where(c => c.Households >= LeastShown).OrderBy(c => c.Households))
            if (hidden.Count == 1 || (hidden.Count > 1 && hidden.Sum(c => c.Households) < LeastShown))
                hidden.Add(next);
        return [.. counts.Select(c => (c.Outcome, hidden.Contains(c) ? null : (long?)c.Households))];
    }

    private static bool Visible(long households) => households is 0 or >= LeastShown;
}
