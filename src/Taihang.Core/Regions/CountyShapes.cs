using System.Collections.Immutable;
using System.Text.Json;
using Taihang.Core.Common;

namespace Taihang.Core.Regions;

/// <summary>A point on the map. The shipped boundaries do not document their datum: good for shading, not for finding a house.</summary>
public readonly record struct GeoPoint(double Longitude, double Latitude)
{
    /// <summary>Great-circle distance in kilometres on a sphere of radius 6,371 km.</summary>
    public double DistanceKm(GeoPoint other)
    {
        const double Radius = 6371;
        var (a, b) = (Latitude * Math.PI / 180, other.Latitude * Math.PI / 180);
        var (dLat, dLon) = (b - a, (other.Longitude - Longitude) * Math.PI / 180);
        var h = Math.Pow(Math.Sin(dLat / 2), 2) + (Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(dLon / 2), 2));
        return 2 * Radius * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}

/// <summary>An illustrative county outline: rings of points (outer and inner), and where its seat stands.</summary>
public sealed record CountyShape(
    string Code,
    string Name,
    GeoPoint Seat,
    ImmutableArray<ImmutableArray<GeoPoint>> Rings
)
{
    /// <summary>Even-odd rule over all rings.</summary>
    public bool Contains(GeoPoint point)
    {
        var inside = false;
        foreach (var ring in Rings)
            for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            {
                var (a, b) = (ring[i], ring[j]);
                if (
                    a.Latitude > point.Latitude != b.Latitude > point.Latitude
                    && point.Longitude
                        < ((b.Longitude - a.Longitude) * (point.Latitude - a.Latitude) / (b.Latitude - a.Latitude))
                            + a.Longitude
                )
                    inside = !inside;
            }
        return inside;
    }
}

/// <summary>Reads county outlines from TopoJSON (topojson-specification 1.0: quantised, delta-encoded shared arcs).</summary>
public static class CountyShapes
{
    public static Outcome<ImmutableArray<CountyShape>> Read(string file, string topoJson)
    {
        try
        {
            using var document = JsonDocument.Parse(topoJson);
            var root = document.RootElement;
            var arcs = Arcs(root);
            return root.GetProperty("objects")
                .EnumerateObject()
                .SelectMany(o => o.Value.GetProperty("geometries").EnumerateArray())
                .Select(geometry => Shape(geometry, arcs))
                .ToImmutableArray();
        }
        catch (Exception error)
            when (error
                    is JsonException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or FormatException
                        or IndexOutOfRangeException
            )
        {
            return RegionProblems.NotShapes(file, error.Message);
        }
    }

    /// <summary>
    /// A made-up point for a place whose coordinates nobody published: always the same for the same code, always inside the
    /// outline. Everything that shows or uses it must call it illustrative.
    /// </summary>
    public static GeoPoint IllustrativePoint(CountyShape county, string code)
    {
        var (west, east) = (
            county.Rings.SelectMany(r => r).Min(p => p.Longitude),
            county.Rings.SelectMany(r => r).Max(p => p.Longitude)
        );
        var (south, north) = (
            county.Rings.SelectMany(r => r).Min(p => p.Latitude),
            county.Rings.SelectMany(r => r).Max(p => p.Latitude)
        );
        var stream = new SeededStream(code);
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            var point = new GeoPoint(
                west + (stream.NextShare() * (east - west)),
                south + (stream.NextShare() * (north - south))
            );
            if (county.Contains(point))
                return point;
        }
        return county.Seat;
    }

    private static GeoPoint[][] Arcs(JsonElement root)
    {
        var (scaleX, scaleY, moveX, moveY) = (1.0, 1.0, 0.0, 0.0);
        var quantised = root.TryGetProperty("transform", out var transform);
        if (quantised)
        {
            var (scale, move) = (transform.GetProperty("scale"), transform.GetProperty("translate"));
            (scaleX, scaleY, moveX, moveY) = (
                scale[0].GetDouble(),
                scale[1].GetDouble(),
                move[0].GetDouble(),
                move[1].GetDouble()
            );
        }
        return
        [
            .. root.GetProperty("arcs")
                .EnumerateArray()
                .Select(arc =>
                {
                    var (x, y) = (0.0, 0.0);
                    return arc.EnumerateArray()
                        .Select(step =>
                        {
                            (x, y) = quantised
                                ? (x + step[0].GetDouble(), y + step[1].GetDouble())
                                : (step[0].GetDouble(), step[1].GetDouble());
                            return new GeoPoint((x * scaleX) + moveX, (y * scaleY) + moveY);
                        })
                        .ToArray();
                }),
        ];
    }

    private static CountyShape Shape(JsonElement geometry, GeoPoint[][] arcs)
    {
        var properties = geometry.GetProperty("properties");
        var polygons = geometry.GetProperty("type").GetString() switch
        {
            "Polygon" => [geometry.GetProperty("arcs")],
            "MultiPolygon" => geometry.GetProperty("arcs").EnumerateArray().ToArray(),
            var other => throw new FormatException($"geometry type {other}"),
        };
        var rings = polygons
            .SelectMany(polygon => polygon.EnumerateArray())
            .Select(ring => Ring(ring, arcs))
            .ToImmutableArray();
        var seat = properties.TryGetProperty("cp", out var at)
            ? new GeoPoint(at[0].GetDouble(), at[1].GetDouble())
            : new GeoPoint(rings[0].Average(p => p.Longitude), rings[0].Average(p => p.Latitude));
        return new CountyShape(
            properties.GetProperty("code").GetString()!,
            properties.GetProperty("name").GetString()!,
            seat,
            rings
        );
    }

    /// <summary>Joins arcs end to end; a negative index means the arc run backwards.</summary>
    private static ImmutableArray<GeoPoint> Ring(JsonElement indexes, GeoPoint[][] arcs)
    {
        var points = new List<GeoPoint>();
        foreach (var item in indexes.EnumerateArray())
        {
            var index = item.GetInt32();
            IEnumerable<GeoPoint> arc = index >= 0 ? arcs[index] : arcs[~index].Reverse();
            points.AddRange(points.Count == 0 ? arc : arc.Skip(1));
        }
        return [.. points];
    }
}
