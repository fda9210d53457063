using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>What a column of the registration workbook places or says.</summary>
public enum ColumnUse
{
    VillageCode,
    VillageName,
    HouseholdNumber,
    Name,
    Member,
    Household,
}

/// <summary>One column: its headings in both languages, and the attribute it fills.</summary>
public sealed record FormColumn(ColumnUse Use, Words Heading, AttributeDef? Attribute, CodeList? Codes)
{
    public bool Needed =>
        Use is ColumnUse.VillageCode or ColumnUse.HouseholdNumber or ColumnUse.Name
        || Attribute is { Level: Level.Member, Id: "relation" };
}

/// <summary>The household registration workbook of a programme: one row per person.</summary>
/// <param name="IdScheme"><c>gb11643</c> or <c>none</c>.</param>
public sealed record RegistrationForm(Words Title, Words Sheet, string IdScheme, ImmutableArray<FormColumn> Columns)
{
    public const string File = "forms/household-registration.yaml";

    private static readonly Dictionary<string, string> Schemes = new() { ["gb11643"] = "gb11643", ["none"] = "none" };

    private static readonly (string Key, ColumnUse Use)[] Places =
    [
        ("village_code", ColumnUse.VillageCode),
        ("village_name", ColumnUse.VillageName),
        ("household_number", ColumnUse.HouseholdNumber),
        ("name", ColumnUse.Name),
    ];

    /// <param name="text">The form file of a pack.</param>
    public static Outcome<RegistrationForm> Read(string text, Dictionary dictionary)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(File, text, problems) is not { } root)
            return Outcome<RegistrationForm>.Refused(problems);
        root.Only("id", "id_scheme", "title", "sheet", "place", "member", "household");
        var columns = new List<FormColumn>();
        var place = root.Must("place").Only([.. Places.Select(p => p.Key)]);
        foreach (var (key, use) in Places)
            columns.Add(new FormColumn(use, place.Must(key).Words(), null, null));
        foreach (
            var (key, level, use) in new[]
            {
                ("member", Level.Member, ColumnUse.Member),
                ("household", Level.Household, ColumnUse.Household),
            }
        )
        foreach (var item in root.Must(key).Items())
        {
            var id = item.Text();
            if (columns.Any(c => c.Use == use && c.Attribute!.Id == id))
                item.Report(PackProblems.Twice(item.Place, id));
            else if (dictionary.Find(level, id) is { } attribute)
                columns.Add(
                    new FormColumn(
                        use,
                        attribute.Heading,
                        attribute,
                        attribute.CodeList is { } list ? dictionary.CodeLists.GetValueOrDefault(list) : null
                    )
                );
            else
                item.Report(
                    PackProblems.UnknownName(
                        item.Place,
                        id,
                        Nearest.To(id, dictionary.Attributes.Where(a => a.Level == level).Select(a => a.Id))
                    )
                );
        }
        var form = new RegistrationForm(
            root.Must("title").Words(),
            root.Must("sheet").Words(),
            root.Must("id_scheme").OneOf(Schemes),
            [.. columns]
        );
        return problems.Count > 0 ? Outcome<RegistrationForm>.Refused(problems) : form;
    }

    /// <summary>By heading in either language; brackets, spaces and letter case are forgiven.</summary>
    public FormColumn? Find(string heading)
    {
        var plain = Plain(heading);
        return Columns.FirstOrDefault(c => Plain(c.Heading.Zh) == plain || Plain(c.Heading.En) == plain);
    }

    private static string Plain(string heading) =>
        string.Concat(heading.Where(c => !char.IsWhiteSpace(c)))
            .Replace('（', '(')
            .Replace('）', ')')
            .Replace('／', '/')
            .ToUpperInvariant();
}
