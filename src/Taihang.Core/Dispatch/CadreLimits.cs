using System.Collections.Immutable;

namespace Taihang.Core.Dispatch;

/// <summary>
/// What a cadre stated of themselves before a plan is made. Limits only ever keep them from villages; what lies behind a limit, an illness
/// or a sick parent, is not asked and not kept.
/// </summary>
/// <param name="KinRegionNos">Villages, townships or counties in which close kin live.</param>
/// <param name="MostKm">How far from home they can go; null for no such limit.</param>
/// <param name="Away">Not to be had on the plan's first day.</param>
/// <param name="WishRegionNos">Where they would like to go, the dearest first; counted in a plan's figures, not in the fit.</param>
public sealed record CadreLimits(
    ImmutableArray<int> KinRegionNos,
    int? MostKm,
    bool Away,
    ImmutableArray<int> WishRegionNos
)
{
    /// <summary>Whether the village lies in a place they wished for.</summary>
    public bool Wished(DispatchVillage village) => WishRegionNos.Any(village.Within.Contains);
}

/// <summary>An allowed person's pair that a limit of theirs excludes.</summary>
public sealed record PairApart(int Seat, int Person, Exclusion Why);
