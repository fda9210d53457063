using System.Globalization;
using System.Text;
using Taihang.Core.Regions;

namespace Taihang.Web.Drawing;

/// <summary>A choropleth of counties as SVG paths: equirectangular at the middle latitude, which is true enough at this size.</summary>
public static class CountyMap
{
    public const double Width = 720;

    /// <param name="limits">Lower limits of the shades but the first; a share at or above the last has the darkest.</param>
    public static int Shade(double share, IReadOnlyList<double> limits) => limits.Count(limit => share >= limit);

    /// <returns>Height of the drawing and, per shape, its path.</returns>
    public static (double Height, IReadOnlyDictionary<string, string> Paths) Draw(
        IReadOnlyCollection<CountyShape> shapes
    )
    {
        var points = shapes.SelectMany(s => s.Rings).SelectMany(r => r).ToList();
        if (points.Count == 0)
            return (1, new Dictionary<string, string>());
        var (west, east) = (points.Min(p => p.Longitude), points.Max(p => p.Longitude));
        var (south, north) = (points.Min(p => p.Latitude), points.Max(p => p.Latitude));
        var squeeze = Math.Cos((south + north) / 2 * Math.PI / 180);
        var scale = Width / ((east - west) * squeeze);
        return (
            (north - south) * scale,
            shapes.ToDictionary(
                s => s.Code,
                s =>
                {
                    var path = new StringBuilder();
                    foreach (var ring in s.Rings)
                    {
                        for (var i = 0; i < ring.Length; i++)
                            path.Append(i == 0 ? 'M' : 'L')
                                .Append(
                                    CultureInfo.InvariantCulture,
                                    $"{(ring[i].Longitude - west) * squeeze * scale:0.#} {(north - ring[i].Latitude) * scale:0.#}"
                                );
                        path.Append('Z');
                    }
                    return path.ToString();
                }
            )
        );
    }
}
