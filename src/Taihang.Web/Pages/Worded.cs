using System.Globalization;
using Microsoft.AspNetCore.Components;
using Taihang.Core.Common;

namespace Taihang.Web.Pages;

/// <summary>What is said in one of the two languages: words, days and figures as people write them.</summary>
public abstract class Worded : ComponentBase
{
    protected abstract Language Spoken { get; }

    protected string T(string zh, string en) => Spoken == Language.Chinese ? zh : en;

    protected string T(Words words) => words.In(Spoken);

    protected static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    protected static string N(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    protected string Day(DateOnly day) =>
        Spoken == Language.Chinese
            ? $"{day.Year}年{day.Month}月{day.Day}日"
            : day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);
}

/// <summary>What stands on a page and, the same, in a file to print: nobody visits that, so the language is told.</summary>
public abstract class OnPaper : Worded
{
    [Parameter, EditorRequired]
    public required Language Language { get; set; }

    protected override Language Spoken => Language;
}
