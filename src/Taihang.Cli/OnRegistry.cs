using System.CommandLine;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;

namespace Taihang.Cli;

/// <summary>What the verbs that work on the record have in common: the store must be there, and a county may be named.</summary>
internal static class OnRegistry
{
    public static Option<string?> County { get; } =
        new("--county") { Description = "County code, on the registry; left out: every county · 县区划代码" };

    /// <param name="work">Gets the counties in order of their numbers: the one named, else all that have households.</param>
    public static int Run(ParseResult parsed, DateOnly day, Func<TaihangDb, IReadOnlyList<int>, int> work)
    {
        var language = Setting.In(parsed);
        var store = OpenStore.Existing(Deployment.Store(parsed));
        if (!store.Ok)
            return Screen.Refuse(store.Problems, language);
        using var db = store.Value;
        if (parsed.GetValue(County) is not { } code)
            return work(db, [.. db.Villages.Select(v => v.CountyNo).Distinct().Order()]);
        var county = LoadRegions.Tree(db).Resolve(code, day, "county");
        return county.Ok ? work(db, [county.Value.CountyNo]) : Screen.Refuse(county.Problems, language);
    }
}
