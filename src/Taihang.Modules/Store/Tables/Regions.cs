namespace Taihang.Modules.Store.Tables;

/// <summary>A place in the region tree over a span of time. Numbers are permanent; codes get renamed.</summary>
public sealed class Region
{
    /// <summary>Permanent number of the county the place lies in; 0 for provinces and prefectures.</summary>
    public int CountyNo { get; set; }

    /// <summary>Permanent number of the place, unique in the whole tree.</summary>
    public int RegionNo { get; set; }

    public required string Code { get; set; }

    public required string Name { get; set; }

    /// <summary>Name in Latin letters, where the tree gives one.</summary>
    public string? NameLatin { get; set; }

    /// <summary><c>province</c>, <c>prefecture</c>, <c>county</c>, <c>township</c>, <c>village</c>.</summary>
    public required string Level { get; set; }

    /// <summary>Number of the place above; 0 at the top.</summary>
    public int ParentNo { get; set; }

    public DateOnly? ValidFrom { get; set; }

    /// <summary>Last day the code was valid; null while it is.</summary>
    public DateOnly? ValidTo { get; set; }

    /// <summary>Codes that took over, separated by spaces.</summary>
    public string Successors { get; set; } = "";
}

/// <summary>A county's dated membership of a contiguous area.</summary>
public sealed class AreaMember
{
    public required string AreaId { get; set; }

    public int CountyNo { get; set; }

    public int RegionNo { get; set; }

    public required string AreaNameZh { get; set; }

    public required string AreaNameEn { get; set; }

    public DateOnly ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }
}
