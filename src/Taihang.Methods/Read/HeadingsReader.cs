using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Methods.Read;

/// <summary>Reads <c>forms/headings.yaml</c> of a pack: by which headings other people's forms ask for what the dictionary knows.</summary>
public static class HeadingsReader
{
    public const string File = "forms/headings.yaml";

    private static readonly string[] Places =
    [
        "serial",
        "county",
        "township",
        "village",
        "village_code",
        "household_number",
        "name",
        "head_name",
        "members",
    ];

    /// <param name="form">The registration workbook of the same pack: its headings are known too. Null where the pack has none.</param>
    public static Outcome<HeadingRules> Read(string text, Dictionary dictionary, RegistrationForm? form)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(File, text, problems) is not { } root)
            return Outcome<HeadingRules>.Refused(problems);
        root.Only("id", "units", "hints", "groups", "head_groups", "head_prefixes", "place", "member", "household");
        var units = Units(root.Must("units"));
        var prefixes = root.ItemsOrNone("head_prefixes").Select(p => p.Text()).ToList();
        var fields = new List<FormField>();
        var place = root.Must("place").Only(Places);
        foreach (var id in Places)
        {
            var item = place.Must(id).Only("title", "also");
            var heading = form?.Columns.FirstOrDefault(c => Use(c.Use) == id)?.Heading;
            fields.Add(
                Field(
                    "place." + id,
                    FieldOf.Place,
                    item.Must("title").Words(),
                    heading,
                    null,
                    [.. item.ItemsOrNone("also").Select(a => a.Text())]
                )
            );
        }
        foreach (
            var (level, of, key) in new[]
            {
                (Level.Member, FieldOf.Member, "member"),
                (Level.Household, FieldOf.Household, "household"),
            }
        )
        {
            var also = Also(root.Must(key), dictionary, level);
            foreach (var attribute in dictionary.Attributes.Where(a => a.Level == level))
            {
                var unit = attribute.Type is FactType.Whole or FactType.Decimal or FactType.Money
                    ? attribute.Unit
                    : null;
                if (attribute.Type == FactType.Money && units.TrueForAll(u => u.Unit != unit))
                    root.Report(PackProblems.Missing(root.Must("units").Place, unit ?? attribute.Id));
                fields.Add(
                    Field(
                        $"{key}.{attribute.Id}",
                        of,
                        attribute.Title,
                        attribute.Heading,
                        unit,
                        also.GetValueOrDefault(attribute.Id, [])
                    ) with
                    {
                        Sealed = attribute.Sealed,
                    }
                );
            }
        }
        // After the rest, so that a heading of its own comes before one that a prefix makes.
        foreach (var field in fields.Where(f => f.Of == FieldOf.Member && f.Attribute != "relation").ToList())
            fields.Add(
                field with
                {
                    Id = "head." + field.Attribute,
                    Of = FieldOf.Head,
                    Title = new($"户主{field.Title.Zh}", $"Head's {LowerFirst(field.Title.En)}"),
                    Labels = [.. prefixes.SelectMany(p => field.Labels.Select(l => p + l))],
                    Titles = 0,
                }
            );
        Twice(root, fields);
        var rules = new HeadingRules(
            [.. fields],
            [.. units],
            Texts(root, "hints"),
            Texts(root, "groups"),
            Texts(root, "head_groups")
        );
        return problems.Count > 0 ? Outcome<HeadingRules>.Refused([.. problems.Distinct()]) : rules;
    }

    private static string LowerFirst(string text) =>
        text.StartsWith("ID", StringComparison.Ordinal) ? text : char.ToLowerInvariant(text[0]) + text[1..];

    private static ImmutableArray<string> Texts(YamlReader root, string key) =>
        [.. root.ItemsOrNone(key).Select(i => i.Text())];

    private static List<UnitLabel> Units(YamlReader at) =>
        [
            .. at.Entries()
                .SelectMany(unit =>
                    unit.Value.Entries().Select(label => new UnitLabel(unit.Key, label.Key, label.Value.Fraction()))
                ),
        ];

    private static Dictionary<string, ImmutableArray<string>> Also(YamlReader at, Dictionary dictionary, Level level)
    {
        var also = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach (var (key, keyPlace, value) in at.Entries())
            if (dictionary.Find(level, key) is null)
                at.Report(
                    PackProblems.UnknownName(
                        keyPlace,
                        key,
                        Nearest.To(key, dictionary.Attributes.Where(a => a.Level == level).Select(a => a.Id))
                    )
                );
            else
                also[key] = [.. value.Items().Select(i => i.Text())];
        return also;
    }

    private static FormField Field(
        string id,
        FieldOf of,
        Words title,
        Words? heading,
        string? unit,
        ImmutableArray<string> also
    )
    {
        string[] titles = [title.Zh, title.En, .. heading is null ? [] : new[] { heading.Zh, heading.En }];
        return new FormField(id, of, title, unit, [.. titles, .. also], titles.Length);
    }

    /// <summary>One heading asks for one thing.</summary>
    private static void Twice(YamlReader root, List<FormField> fields)
    {
        foreach (
            var twice in fields
                .Where(f => f.Of != FieldOf.Head)
                .SelectMany(f => f.Labels.Select(l => (f.Id, Plain: HeadingMatch.Plain(l))))
                .Distinct()
                .GroupBy(l => l.Plain, StringComparer.Ordinal)
                .Where(g => g.Count() > 1)
        )
            root.Report(PackProblems.Twice(root.Place, $"{twice.Key} ({string.Join(", ", twice.Select(t => t.Id))})"));
    }

    private static string? Use(ColumnUse use) =>
        use switch
        {
            ColumnUse.VillageCode => "village_code",
            ColumnUse.VillageName => "village",
            ColumnUse.HouseholdNumber => "household_number",
            ColumnUse.Name => "name",
            _ => null,
        };
}
