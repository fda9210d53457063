using System.Globalization;
using Microsoft.AspNetCore.Components;
using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Web.Pages;

/// <summary>A component that speaks the visitor's language.</summary>
public abstract class Speaking : ComponentBase
{
    [Inject]
    public required Visit Visit { get; init; }

    [Inject]
    public required Site Site { get; init; }

    protected Language Language => Visit.Language;

    protected string T(string zh, string en) => Language == Language.Chinese ? zh : en;

    protected string T(Words words) => words.In(Language);

    protected string Name(RegionPlace place) => place.NameIn(Language);

    protected static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    protected static string Percent(double? share) =>
        share is { } s
            ? s.ToString("P2", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal)
            : "—";

    protected string Day(DateOnly day) =>
        Language == Language.Chinese
            ? $"{day.Year}年{day.Month}月{day.Day}日"
            : day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}
