using System.Collections.Frozen;
using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Core.Regions;

/// <summary>A place over a span of time. Numbers are permanent and never reused; codes get renamed.</summary>
/// <param name="CountyNo">Permanent number of its county; 0 for places above the county.</param>
/// <param name="RegionNo">Permanent number in the whole tree.</param>
/// <param name="Level">As the file names it: <c>province</c>, <c>prefecture</c>, <c>county</c>, <c>township</c>, <c>village</c>.</param>
/// <param name="ParentNo">Number of the place above, 0 at the top.</param>
/// <param name="ValidTo">Last day the code is valid, null while it is.</param>
/// <param name="Successors">Codes that took over when this one ended.</param>
public sealed record RegionPlace(
    int CountyNo,
    int RegionNo,
    string Code,
    string Name,
    string? NameLatin,
    string Level,
    int ParentNo,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    ImmutableArray<string> Successors
)
{
    public bool ValidOn(DateOnly day) => (ValidFrom is null || ValidFrom <= day) && (ValidTo is null || day <= ValidTo);

    /// <summary>The name a reader of that language knows it by.</summary>
    public string NameIn(Language language) => language == Language.English && NameLatin is not null ? NameLatin : Name;
}

/// <summary>The whole tree in memory: immutable, found by number and by code.</summary>
public sealed class RegionTree
{
    private readonly FrozenDictionary<int, RegionPlace> byNumber;
    private readonly FrozenDictionary<string, ImmutableArray<RegionPlace>> byCode;
    private readonly FrozenDictionary<int, ImmutableArray<RegionPlace>> children;
    private readonly FrozenDictionary<int, ImmutableArray<RegionPlace>> byCounty;

    public RegionTree(IEnumerable<RegionPlace> places)
    {
        All = [.. places.OrderBy(p => p.RegionNo)];
        byNumber = All.ToFrozenDictionary(p => p.RegionNo);
        byCode = All.GroupBy(p => p.Code).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());
        children = All.GroupBy(p => p.ParentNo)
            .ToFrozenDictionary(g => g.Key, g => g.OrderBy(p => p.Code, StringComparer.Ordinal).ToImmutableArray());
        byCounty = All.GroupBy(p => p.CountyNo).ToFrozenDictionary(g => g.Key, g => g.ToImmutableArray());
    }

    public ImmutableArray<RegionPlace> All { get; }

    public RegionPlace? ByNumber(int number) => byNumber.GetValueOrDefault(number);

    /// <summary>The place that carries the code on that day, else the one that last carried it.</summary>
    public RegionPlace? ByCode(string code, DateOnly day) =>
        byCode.TryGetValue(code, out var places) ? places.FirstOrDefault(p => p.ValidOn(day)) ?? places[^1] : null;

    /// <summary>The row for that code and first day of validity.</summary>
    public RegionPlace? OnRecord(string code, DateOnly? from) =>
        byCode.TryGetValue(code, out var places) ? places.FirstOrDefault(p => p.ValidFrom == from) : null;

    public ImmutableArray<RegionPlace> Children(int number) => children.GetValueOrDefault(number, []);

    /// <summary>From the top of the tree down to the place itself.</summary>
    public ImmutableArray<RegionPlace> PathTo(int number)
    {
        var path = new List<RegionPlace>();
        for (var place = ByNumber(number); place is not null; place = ByNumber(place.ParentNo))
            path.Insert(0, place);
        return [.. path];
    }

    /// <summary>The county of that permanent number, as it is last called.</summary>
    public RegionPlace? County(int countyNo) => OfCounty(countyNo).LastOrDefault(p => p.Level == "county");

    /// <summary>All places of a county, whenever they were; of 0 those above the counties.</summary>
    public ImmutableArray<RegionPlace> OfCounty(int countyNo) => byCounty.GetValueOrDefault(countyNo, []);

    public IEnumerable<RegionPlace> OfLevel(string level) => All.Where(p => p.Level == level);

    /// <summary>The place a file means by a code on a day, or why it cannot be meant: unknown (with the nearest known), ended or not yet.</summary>
    public Outcome<RegionPlace> Resolve(string code, DateOnly day, string? level = null, Place? at = null)
    {
        if (!byCode.TryGetValue(code, out var places))
            return RegionProblems.UnknownCode(code, NearestTo(code, day, level), at);
        var place = places.FirstOrDefault(p => p.ValidOn(day));
        if (place is null)
            return places[^1].ValidTo < day
                ? RegionProblems.Ended(places[^1], at)
                : RegionProblems.NotYet(places[0], at);
        if (level is not null && place.Level != level)
            return RegionProblems.WrongLevel(place, level, at);
        return place;
    }

    /// <summary>The valid place whose code differs least; among equals the one that shares the longest beginning.</summary>
    public RegionPlace? NearestTo(string code, DateOnly day, string? level = null)
    {
        RegionPlace? best = null;
        var (bestDistance, bestShared) = (Math.Max(2, code.Length / 2) + 1, -1);
        foreach (var place in All)
        {
            if (!place.ValidOn(day) || (level is not null && place.Level != level))
                continue;
            var distance = Nearest.Distance(code, place.Code, bestDistance + 1);
            var shared = code.AsSpan().CommonPrefixLength(place.Code);
            if (distance < bestDistance || (distance == bestDistance && best is not null && shared > bestShared))
                (best, bestDistance, bestShared) = (place, distance, shared);
        }
        return best;
    }
}
