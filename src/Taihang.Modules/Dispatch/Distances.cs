using Taihang.Core.Regions;

namespace Taihang.Modules.Dispatch;

/// <summary>
/// Distances between places whose coordinates nobody published: great-circle, whole kilometres, between made-up points inside the
/// county outlines. Whatever shows them calls them illustrative.
/// </summary>
public sealed class Distances(RegionTree tree, IEnumerable<CountyShape> shapes)
{
    private readonly Dictionary<string, CountyShape> shapeOf = shapes
        .DistinctBy(s => s.Code)
        .ToDictionary(s => s.Code, StringComparer.Ordinal);

    private readonly Dictionary<int, GeoPoint?> known = [];

    /// <summary>Null when either place has no outline.</summary>
    public int? Km(int regionNo, int otherNo) =>
        Point(regionNo) is { } a && Point(otherNo) is { } b ? (int)Math.Round(a.DistanceKm(b)) : null;

    private GeoPoint? Point(int regionNo)
    {
        if (known.TryGetValue(regionNo, out var point))
            return point;
        var path = tree.PathTo(regionNo);
        var county = path.FirstOrDefault(p => p.Level == "county");
        if (county is not null && shapeOf.TryGetValue(county.Code, out var shape))
            point = county == path[^1] ? shape.Seat : CountyShapes.IllustrativePoint(shape, path[^1].Code);
        return known[regionNo] = point;
    }
}
