using Taihang.Core.Regions;

namespace Taihang.Web.Drawing;

/// <summary>A county on a map.</summary>
/// <param name="Share">0 to 1; null where nothing is known.</param>
/// <param name="Said">What its shape says to whoever cannot see the shade.</param>
public sealed record CountyShare(RegionPlace County, double? Share, string Said);
