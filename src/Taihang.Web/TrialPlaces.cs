using Taihang.Core.Regions;
using Taihang.Modules.Dispatch;
using Taihang.Modules.Identification;

namespace Taihang.Web;

/// <summary>A place in a trial's report as a viewer may see it; null where a figure would stand for fewer than five households.</summary>
public sealed record TrialPlace(
    RegionPlace Place,
    decimal Population,
    decimal CannotSay,
    (int Households, decimal People)? Enters,
    (int Households, decimal People)? Leaves,
    double? RateBefore,
    double? RateAfter
);

/// <summary>A trial's report by place.</summary>
public static class TrialPlaces
{
    /// <param name="level">Of the places wanted: <c>township</c> or <c>village</c>.</param>
    /// <param name="named">The viewer works with the households and may see any number; others see none for fewer than five.</param>
    public static IReadOnlyList<TrialPlace> At(TrialReport report, RegionTree tree, string level, bool named)
    {
        var places = report
            .Places.Select(p => (At: tree.PathTo(p.RegionNo).FirstOrDefault(x => x.Level == level), Change: p))
            .Where(p => p.At is not null)
            .GroupBy(p => p.At!.RegionNo, p => p.Change)
            .Select(g => (Place: tree.ByNumber(g.Key)!, Changes: g.ToList()))
            .OrderBy(p => p.Place.Code, StringComparer.Ordinal)
            .ToList();
        var (enter, leave) = (
            Shown(places.ConvertAll(p => p.Changes.Sum(c => (long)c.HouseholdsEnter)), named),
            Shown(places.ConvertAll(p => p.Changes.Sum(c => (long)c.HouseholdsLeave)), named)
        );
        return
        [
            .. places.Select(
                (p, i) =>
                {
                    decimal Sum(Func<PlaceChange, decimal> of) => p.Changes.Sum(of);
                    var (stays, enters, leaves) = (Sum(c => c.Stays), Sum(c => c.Enters), Sum(c => c.Leaves));
                    var sure = Sum(c => c.Population) - Sum(c => c.CannotSay);
                    var open = enter[i] is not null && leave[i] is not null;
                    return new TrialPlace(
                        p.Place,
                        Sum(c => c.Population),
                        Sum(c => c.CannotSay),
                        enter[i] is { } e ? ((int)e, enters) : null,
                        leave[i] is { } l ? ((int)l, leaves) : null,
                        // Either rate with the other figures would give the hidden one away.
                        open && sure > 0
                            ? (double)((stays + leaves) / sure)
                            : null,
                        open && sure > 0 ? (double)((stays + enters) / sure) : null
                    );
                }
            ),
        ];
    }

    private static List<long?> Shown(List<long> households, bool named) =>
        named
            ? households.ConvertAll(h => (long?)h)
            :
            [
                .. PublishedVillages
                    .Suppress([.. households.Select((h, i) => (i.ToString(), h))], allCounted: false)
                    .Select(s => s.Households),
            ];
}
