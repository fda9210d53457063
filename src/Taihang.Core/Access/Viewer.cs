using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Core.Access;

/// <summary>What an account may do, by the office it serves.</summary>
public static class Roles
{
    public const string Nation = "nation";
    public const string County = "county";
    public const string Township = "township";
    public const string Cadre = "cadre";
    public const string Auditor = "auditor";

    public static IReadOnlyList<string> All { get; } = [Nation, County, Township, Cadre, Auditor];

    public static Words Title(string role) =>
        role switch
        {
            Nation => new Words("全国办公室", "National office"),
            County => new Words("县级办公室", "County office"),
            Township => new Words("乡镇办公室", "Township office"),
            Cadre => new Words("驻村干部", "Stationed cadre"),
            Auditor => new Words("审计人员", "Auditor"),
            _ => Words.Same(role),
        };
}

/// <summary>Who is looking, and how far their area reaches.</summary>
/// <param name="CountyNo">0 for an office above the county.</param>
/// <param name="RegionNo">Township or village the account is limited to; null for all of its county, or for everything.</param>
public sealed record Viewer(Guid AccountId, string Name, string Role, int CountyNo, int? RegionNo)
{
    /// <summary>May see the figures of a place: its own area and whatever lies in it.</summary>
    public bool SeesPlace(RegionPlace place, RegionTree tree)
    {
        if (CountyNo == 0)
            return true;
        if (place.CountyNo != CountyNo)
            return false;
        return RegionNo is not { } own || tree.PathTo(place.RegionNo).Any(p => p.RegionNo == own);
    }

    /// <summary>An office that works with households at all.</summary>
    public bool WorksWithHouseholds => CountyNo != 0 && Role is Roles.County or Roles.Township or Roles.Cadre;

    /// <summary>May see households by name: only the offices that work with them, and only in their own area.</summary>
    public bool SeesHouseholds(RegionPlace village, RegionTree tree) => WorksWithHouseholds && SeesPlace(village, tree);

    /// <summary>May decide changes of a household's record that somebody else asks for.</summary>
    public bool DecidesChanges(RegionPlace village, RegionTree tree) =>
        Role is Roles.County or Roles.Township && SeesHouseholds(village, tree);

    /// <summary>May try rules on a county's record and put into force what the pack leaves to it: the county's own office, nobody above or below.</summary>
    public bool SetsRules(RegionPlace county) =>
        Role == Roles.County && RegionNo is null && CountyNo != 0 && CountyNo == county.CountyNo;

    /// <summary>May work out and change plans of postings: the county's own office.</summary>
    public bool PlansPostings(RegionPlace county) => SetsRules(county);

    /// <summary>May read plans of postings before anybody is posted by them.</summary>
    public bool SeesPlans(RegionPlace county, RegionTree tree) =>
        PlansPostings(county) || (Role is Roles.Nation or Roles.Auditor && SeesPlace(county, tree));

    /// <summary>Where the viewer's own area begins; null for the whole tree.</summary>
    public RegionPlace? Top(RegionTree tree) =>
        CountyNo == 0 ? null
        : RegionNo is { } own ? tree.ByNumber(own)
        : tree.OfCounty(CountyNo).LastOrDefault(c => c.Level == "county" && c.ValidTo is null);
}
