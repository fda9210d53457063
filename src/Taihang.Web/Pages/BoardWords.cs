using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Modules.Dispatch.Board;

namespace Taihang.Web.Pages;

/// <summary>How the pages of a plan name people, places and figures.</summary>
internal static class BoardWords
{
    public static Words Who(IReadOnlyDictionary<Guid, PlanCadre> cadres, Guid id) =>
        cadres.TryGetValue(id, out var cadre) ? Words.Same($"{cadre.Unit} {cadre.Name}") : Words.Same("—");

    public static Words Where(Site site, int village) =>
        site.Tree.ByNumber(village) is { } place
            ? new(place.NameIn(Language.Chinese), place.NameIn(Language.English))
            : Words.Same("—");

    public static string Percent(int? bp) => bp is { } known ? $"{known / 100}.{known % 100:00}%" : "—";

    public static Words Why(Exclusion why) =>
        why switch
        {
            Exclusion.NotEligible => new("名册注明不任第一书记", "not marked as eligible on the roster"),
            Exclusion.InTerm => new("在别的村任期未满", "within a term in another village"),
            Exclusion.Home => new("回避家乡", "too near to home"),
            Exclusion.Kin => new("有近亲属居住", "kin live there"),
            Exclusion.Stated => new("超出本人申报的限制", "beyond a limit they stated"),
            _ => new("人定不去", "laid down otherwise"),
        };
}
