using System.Collections.Immutable;

namespace Taihang.Core.Dispatch.Board;

/// <summary>What a plan comes to, to be set beside another.</summary>
/// <param name="MeanFitBp">Of the filled villages; null where there is none. Rounded down.</param>
/// <param name="FirstTier">Villages of the first tier (deep poverty).</param>
/// <param name="WeakestArea">Area of least mean fit, a village without anybody counting 0; 0 where there is no village.</param>
/// <param name="Uncovered">Needs, village by village and skill by skill, that the cadre's skill does not reach.</param>
/// <param name="Moved">Villages whose serving cadre would go elsewhere or nowhere.</param>
/// <param name="Wishing">People sent somewhere who had stated a wish.</param>
/// <param name="Wished">Of them those who go to a place they wished for.</param>
/// <param name="Laid">What people laid down.</param>
public sealed record PlanFigures(
    int Villages,
    int Filled,
    int? MeanFitBp,
    int FirstTier,
    int FirstTierFilled,
    int? FirstTierMeanFitBp,
    int WeakestArea,
    int? WeakestAreaFitBp,
    int Needs,
    int Uncovered,
    int Serving,
    int Moved,
    int Wishing,
    int Wished,
    int Laid
)
{
    /// <param name="areaOf">The township, or whatever is to be compared, of a village number.</param>
    public static PlanFigures Of(
        Round round,
        ImmutableArray<DispatchVillage> villages,
        ImmutableArray<DispatchCadre> cadres,
        Func<int, int> areaOf
    )
    {
        var fits = Enumerable
            .Range(0, villages.Length)
            .Select(seat => round.Plan.PersonOf[seat] is >= 0 and var person ? round.Fit(seat, person) : null)
            .ToArray();
        var weakest = Enumerable
            .Range(0, villages.Length)
            .GroupBy(seat => areaOf(villages[seat].VillageNo))
            .Select(g => (Area: g.Key, Mean: (int)(g.Sum(seat => (long)(fits[seat] ?? 0)) / g.Count())))
            .OrderBy(a => a.Mean)
            .ThenBy(a => a.Area)
            .Select(a => ((int Area, int? Mean))(a.Area, a.Mean))
            .FirstOrDefault((0, null));
        var first = Enumerable.Range(0, villages.Length).Where(seat => villages[seat].Tier == 0).ToList();
        var (needs, uncovered, serving, moved, wishing, wished) = (0, 0, 0, 0, 0, 0);
        for (var seat = 0; seat < villages.Length; seat++)
        {
            var person = round.Plan.PersonOf[seat];
            for (var skill = 0; skill < villages[seat].Need.Length; skill++)
            {
                var need = villages[seat].Need[skill];
                if (need == 0)
                    continue;
                needs++;
                if (person < 0 || cadres[person].Skill[skill] < need)
                    uncovered++;
            }
            if (person >= 0 && cadres[person].Stated is { WishRegionNos.IsEmpty: false } stated)
            {
                wishing++;
                if (stated.Wished(villages[seat]))
                    wished++;
            }
            if (villages[seat].Incumbent is not { } incumbent)
                continue;
            serving++;
            if (person < 0 || cadres[person].CadreId != incumbent)
                moved++;
        }
        return new PlanFigures(
            villages.Length,
            fits.Count(f => f is not null),
            Mean(fits),
            first.Count,
            first.Count(seat => fits[seat] is not null),
            Mean(first.Select(seat => fits[seat])),
            weakest.Area,
            weakest.Mean,
            needs,
            uncovered,
            serving,
            moved,
            wishing,
            wished,
            round.Choices.Length
        );
    }

    private static int? Mean(IEnumerable<int?> fits)
    {
        var known = fits.OfType<int>().ToList();
        return known.Count == 0 ? null : (int)(known.Sum(f => (long)f) / known.Count);
    }
}
