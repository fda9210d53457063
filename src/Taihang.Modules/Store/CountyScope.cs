namespace Taihang.Modules.Store;

/// <summary>
/// Which counties' rows a context reads and writes: none, one and for a while one beyond it, or all. County 0 is the log and the offices
/// above the counties. Two places and a truth instead of a set keep every query's text the same, so that it is planned once.
/// </summary>
public sealed record CountyScope
{
    /// <summary>No county has this number.</summary>
    private const int None = -1;

    private CountyScope(bool all, int county, int beyond) => (All, County, Beyond) = (all, county, beyond);

    /// <summary>What a context has that was told nothing.</summary>
    public static CountyScope Nothing { get; } = new(false, None, None);

    public static CountyScope Everything { get; } = new(true, None, None);

    public bool All { get; }

    internal int County { get; }

    internal int Beyond { get; }

    public static CountyScope Of(int countyNo)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(countyNo);
        return new(false, countyNo, None);
    }

    public bool Holds(int countyNo) => All || (countyNo >= 0 && (countyNo == County || countyNo == Beyond));

    /// <summary>With one more county; a second one beyond is a mistake of the program, and no county has a negative number.</summary>
    public CountyScope And(int countyNo) =>
        Holds(countyNo) || countyNo < 0 ? this
        : County == None ? Of(countyNo)
        : Beyond == None ? new(false, County, countyNo)
        : throw new InvalidOperationException($"The scope {Setting} is widened already; {countyNo} is one too many.");

    /// <summary>As the row policies of PostgreSQL read it: <c>all</c>, or an array such as <c>{3,7}</c>.</summary>
    public string Setting =>
        All ? "all" : $"{{{string.Join(',', new[] { County, Beyond }.Where(c => c != None).Distinct())}}}";
}
