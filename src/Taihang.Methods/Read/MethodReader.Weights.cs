using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Methods.Plan;

namespace Taihang.Methods.Read;

/// <summary>How indicators come by their weights, and what the score is held against.</summary>
public sealed partial class MethodReader
{
    private static readonly Dictionary<string, bool> DerivedOf = new() { ["member"] = true };
    private static readonly Dictionary<string, bool> SharingRules = new() { ["equal"] = true };

    private sealed record Dimension(string Id, Words Title, Fraction Weight);

    /// <summary>The dimensions that the method lists, each with its share: its own, or the same for all.</summary>
    private ImmutableArray<Dimension> Dimensions()
    {
        var items = root.ItemsOrNone("dimensions").ToList();
        var written = items.Count(i => i.Has("weight"));
        if (written != 0 && written != items.Count)
            root.Report(
                PackProblems.WrongForm(
                    root.Must("dimensions").Place,
                    new("每个维度都有 weight，或都没有", "a weight on every dimension, or on none")
                )
            );
        var read = ImmutableArray.CreateBuilder<Dimension>();
        foreach (var item in items)
        {
            item.Only("id", "title", "weight");
            var id = item.Must("id").Id();
            if (read.Any(d => d.Id == id))
                item.Report(PackProblems.Twice(item.Must("id").Place, id));
            read.Add(
                new Dimension(
                    id,
                    item.Must("title").Words(),
                    item.Child("weight")?.Fraction() ?? new Fraction(1, items.Count)
                )
            );
        }
        return read.ToImmutable();
    }

    /// <summary>By the id of a dimension that the method lists, or with its title alone.</summary>
    private static Words DimensionOf(YamlReader at, ImmutableArray<Dimension> dimensions)
    {
        if (!at.IsText)
            return at.Words();
        if (dimensions.FirstOrDefault(d => d.Id == at.Text()) is { } dimension)
            return dimension.Title;
        at.Report(PackProblems.UnknownName(at.Place, at.Text(), Nearest.To(at.Text(), dimensions.Select(d => d.Id))));
        return Words.Same(at.Text());
    }

    /// <summary>Indicators without a weight of their own share their dimension's equally, or with <c>weights: equal</c> the whole.</summary>
    private static List<Fraction?> Share(
        List<(YamlReader Item, Fraction? Weight)> indicators,
        ImmutableArray<Dimension> dimensions,
        YamlReader? sharing
    )
    {
        var equal = sharing?.OneOf(SharingRules) ?? false;
        if (equal && indicators.Exists(i => i.Weight is not null))
            sharing!.Report(
                PackProblems.WrongForm(
                    sharing.Place,
                    new("没有 weight 的指标；或删去 weights", "indicators without a weight, or no \"weights\" here")
                )
            );
        if (equal && dimensions.IsEmpty)
            return indicators.ConvertAll(i => i.Weight ?? (Fraction?)new Fraction(1, indicators.Count));
        return indicators.ConvertAll(i =>
            i.Weight is null && IdOf(i.Item) is { } id && dimensions.FirstOrDefault(d => d.Id == id) is { } own
                ? (Fraction?)(own.Weight / indicators.Count(other => IdOf(other.Item) == id))
                : i.Weight
        );

        static string? IdOf(YamlReader item) =>
            item.Child("dimension") is { IsText: true } dimension ? dimension.Text() : null;
    }

    /// <summary>A share, or the two ends: <c>union</c> for any one indicator, <c>intersection</c> for all of them.</summary>
    private static Fraction Cutoff(YamlReader at, ImmutableArray<Indicator> indicators) =>
        at.Text() switch
        {
            "union" => indicators.Where(i => i.Weight is not null).Select(i => i.Weight!.Value).DefaultIfEmpty(1).Min(),
            "intersection" => Fraction.One,
            _ => at.Fraction(),
        };

    /// <summary>The persons that a household stands for.</summary>
    private Expr? ReadHeads(YamlReader heads)
    {
        if (unit == Unit.Person)
            heads.Report(
                PackProblems.WrongForm(
                    heads.Place,
                    new(
                        "按户识别的方法才有 heads；每人算一人",
                        "heads only in a method about households: a person is one"
                    )
                )
            );
        return Expression(heads, Kind.Number);
    }
}
