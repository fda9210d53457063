using System.Collections.Immutable;
using Taihang.Core.Common;

namespace Taihang.Methods.Read;

/// <summary>What a column of the cadre roster holds.</summary>
public enum RosterUse
{
    Text,
    Choice,
    Region,
    Level,
    Truth,
    Skill,
}

/// <param name="Most">Greatest level, for <see cref="RosterUse.Level"/> and <see cref="RosterUse.Skill"/>.</param>
public sealed record RosterColumn(string Id, RosterUse Use, Words Heading, int Most, CodeList? Choices);

/// <summary>The roster of cadres: one row per cadre; see <c>forms/cadre-roster.yaml</c>.</summary>
/// <param name="Outside">What stands for a home outside the region tree.</param>
public sealed record RosterForm(
    Words Title,
    Words Sheet,
    ImmutableArray<RosterColumn> Columns,
    Words Outside,
    Words Yes,
    Words No
)
{
    public const string File = "forms/cadre-roster.yaml";

    /// <summary>The columns the program reads by name; the skills are the pack's own.</summary>
    private static readonly string[] Needed =
    [
        "unit_name",
        "unit_level",
        "unit_kind",
        "name",
        "home_region",
        "seniority",
        "eligible",
    ];

    private static readonly Dictionary<string, RosterUse> Uses = new()
    {
        ["text"] = RosterUse.Text,
        ["choice"] = RosterUse.Choice,
        ["region"] = RosterUse.Region,
        ["level"] = RosterUse.Level,
        ["truth"] = RosterUse.Truth,
        ["skill"] = RosterUse.Skill,
    };

    public static Outcome<RosterForm> Read(string text)
    {
        var problems = new List<Problem>();
        if (YamlReader.Open(File, text, problems) is not { } root)
            return Outcome<RosterForm>.Refused(problems);
        root.Only("id", "title", "sheet", "columns", "outside", "truth", "choices");
        var lists = root.ItemsOrNone("choices").Select(ReadChoices).ToList();
        var columns = root.Must("columns").Items().Select(item => ReadColumn(item, lists)).ToImmutableArray();
        foreach (var id in Needed.Where(id => columns.All(c => c.Id != id)))
            root.Report(PackProblems.Missing(root.Must("columns").Place, id));
        var truth = root.Must("truth").Only("yes", "no");
        var form = new RosterForm(
            root.Must("title").Words(),
            root.Must("sheet").Words(),
            columns,
            root.Must("outside").Words(),
            truth.Must("yes").Words(),
            truth.Must("no").Words()
        );
        return problems.Count > 0 ? Outcome<RosterForm>.Refused(problems) : form;
    }

    /// <summary>By heading in either language or by id; brackets, spaces and letter case are forgiven.</summary>
    public RosterColumn? Find(string heading)
    {
        var plain = Plain(heading);
        return Columns.FirstOrDefault(c =>
            Plain(c.Heading.Zh) == plain || Plain(c.Heading.En) == plain || Plain(c.Id) == plain
        );
    }

    private static string Plain(string heading) =>
        string.Concat(heading.Where(c => !char.IsWhiteSpace(c)))
            .Replace('（', '(')
            .Replace('）', ')')
            .ToUpperInvariant();

    private static RosterColumn ReadColumn(YamlReader item, List<CodeList> lists)
    {
        item.Only("id", "type", "choices", "most", "heading");
        var use = item.Must("type").OneOf(Uses);
        CodeList? choices = null;
        if (use == RosterUse.Choice)
        {
            var name = item.Must("choices");
            choices = lists.Find(l => l.Id == name.Text());
            if (choices is null)
                item.Report(
                    PackProblems.UnknownName(name.Place, name.Text(), Nearest.To(name.Text(), lists.Select(l => l.Id)))
                );
        }
        return new RosterColumn(
            item.Must("id").Text(),
            use,
            item.Must("heading").Words(),
            use is RosterUse.Level or RosterUse.Skill ? item.Must("most").Whole() : 0,
            choices
        );
    }

    private static CodeList ReadChoices(YamlReader item) =>
        new(
            item.Only("id", "codes").Must("id").Text(),
            Words.Same(item.Must("id").Text()),
            [
                .. item.Must("codes")
                    .Items()
                    .Select(code => new CodeDef(
                        code.Only("id", "label", "also").Must("id").Text(),
                        code.Must("label").Words(),
                        [.. code.ItemsOrNone("also").Select(name => name.Text())]
                    )),
            ]
        );
}
