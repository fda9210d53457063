using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Takeover;

/// <summary>A mapping for a person to finish.</summary>
/// <param name="Certain">Columns whose heading and values are both known.</param>
/// <param name="Guessed">Columns that do not load until somebody has confirmed them.</param>
/// <param name="Unknown">Columns of which somebody must say what they are, or why they are left out.</param>
public sealed record MappingProposal(string Text, int Certain, int Guessed, int Unknown);

/// <summary>What is proposed for one column of the form.</summary>
/// <param name="Guess">Why it is only a guess; null where it is certain.</param>
/// <param name="Values">Raw value, what it stands for (<c>?</c> where nobody knows), how often.</param>
internal sealed record ProposedColumn(
    FormColumn Target,
    string Role,
    string From,
    string? Guess,
    string Seen,
    string? Date = null,
    Fraction? Times = null,
    bool Thousands = false,
    string Strip = "",
    ImmutableArray<(string Raw, string Label, int Count)> Values = default
);

/// <summary>
/// Looks at another register's files and proposes a mapping: a heading is known or it is not (as for forms), and what the values themselves
/// prove is said with its counts. Whatever is not certain is marked, and does not load until the mark is gone.
/// </summary>
public sealed partial class ProposeMapping
{
    private const int TitleRows = 6;

    private readonly RegistrationForm form;
    private readonly HeadingMatch match;
    private readonly Dictionary<FormColumn, ProposedColumn> proposed = [];
    private readonly Dictionary<FormColumn, ColumnLook> looks = [];
    private readonly List<(string Role, string Heading, ColumnLook Look)> open = [];

    private ProposeMapping(RegistrationForm form, HeadingRules headings) =>
        (this.form, match) = (form, new HeadingMatch(headings));

    public static Outcome<MappingProposal> Run(
        IReadOnlyList<string> paths,
        RegistrationForm form,
        HeadingRules headings,
        CancellationToken cancel
    ) => new ProposeMapping(form, headings).Run(paths, cancel);

    private Outcome<MappingProposal> Run(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var tables = new List<SourceTable>();
        foreach (var path in paths)
        {
            var table = Open(path, cancel);
            if (!table.Ok)
                return Outcome<MappingProposal>.Refused(table.Problems);
            tables.Add(table.Value);
        }
        var wide = tables.Count == 1 ? Room(tables[0].Headings) : 0;
        var layout =
            tables.Count > 1 ? SourceLayout.Joined
            : wide > 1 ? SourceLayout.Wide
            : SourceLayout.Members;
        if (layout == SourceLayout.Joined)
        {
            tables = [.. tables.OrderBy(t => t.Rows.Count)];
            tables =
            [
                In(tables[0], ColumnMappingReader.HouseholdsFile),
                In(tables[1], ColumnMappingReader.MembersFile),
            ];
            tables = Join(tables[0], tables[1]);
        }
        foreach (var table in tables)
            if (layout == SourceLayout.Wide)
                LookWide(table, wide);
            else
                for (var i = 0; i < table.Headings.Count; i++)
                    if (table.Headings[i].Length > 0 && table.Headings[i] != table.File.Key)
                        Look(table.File.Role, table.Headings[i], table.Headings[i], Of(table, i), layout);
        ByContent();
        var number = form.Columns.First(c => c.Use == ColumnUse.HouseholdNumber);
        if (layout == SourceLayout.Joined && tables[0].File.Key.Length > 0)
            proposed.TryAdd(
                number,
                new ProposedColumn(number, tables[0].File.Role, tables[0].File.Key, null, "the key of the two files")
            );
        return MappingYaml.Write(form, layout, wide, tables, [.. proposed.Values], open);
    }

    /// <summary>With the row of headings that most are known of, of the first few.</summary>
    private Outcome<SourceTable> Open(string path, CancellationToken cancel)
    {
        var (best, known) = (1, -1);
        for (var row = 1; row <= TitleRows; row++)
        {
            var opened = WorkbookRows.Open(path, Words.Same(""), null, row);
            if (!opened.Ok)
                return row == 1 ? Outcome<SourceTable>.Refused(opened.Problems) : Read(best);
            using var rows = opened.Value;
            var count = rows.Headings.Count(h => match.Find(new ColumnHeading(1, h, ""), []) is not null);
            if (count > known)
                (best, known) = (row, count);
        }
        return Read(best);

        Outcome<SourceTable> Read(int headings) =>
            SourceTable.Read(
                new SourceFile(
                    ColumnMappingReader.Rows,
                    Path.GetFileName(path),
                    null,
                    null,
                    null,
                    headings,
                    "",
                    ImmutableSortedDictionary<string, string>.Empty,
                    new Place(Path.GetFileName(path))
                ),
                Path.GetDirectoryName(Path.GetFullPath(path))!,
                cancel
            );
    }

    /// <summary>The key: a column that is every household's own, and of which the members' file knows every value.</summary>
    private static List<SourceTable> Join(SourceTable households, SourceTable members)
    {
        var (ofHouseholds, ofMembers) = (Values(households), Values(members));
        var found = (
            from h in Enumerable.Range(0, ofHouseholds.Count)
            where ofHouseholds[h].Count == households.Rows.Count && !ofHouseholds[h].Contains("")
            from m in Enumerable.Range(0, ofMembers.Count)
            where ofMembers[m].SetEquals(ofHouseholds[h])
            orderby households.Headings[h] == members.Headings[m] descending, h, m
            select (households.Headings[h], members.Headings[m])
        ).FirstOrDefault();
        return found == default
            ? [households, members]
            :
            [
                households with
                {
                    File = households.File with { Key = found.Item1 },
                },
                members with
                {
                    File = members.File with { Key = found.Item2 },
                },
            ];
    }

    private static List<HashSet<string>> Values(SourceTable table) =>
        [
            .. Enumerable
                .Range(0, table.Headings.Count)
                .Select(c => table.Rows.Select(r => r.Cells[c]).ToHashSet(StringComparer.Ordinal)),
        ];

    private static SourceTable In(SourceTable table, string role) =>
        table with
        {
            File = table.File with { Role = role },
        };

    private static ColumnLook Of(SourceTable table, int column) => new(table.Rows.Select(r => r.Cells[column]));

    /// <summary>How many members a wide file has room for: the headings count them from 1. 0 where they do not.</summary>
    private static int Room(IReadOnlyList<string> headings) =>
        headings
            .Select(h => Counted().Match(h))
            .Where(m => m.Success)
            .GroupBy(m => (m.Groups["before"].Value, m.Groups["after"].Value))
            .Select(g => g.Select(m => m.Groups["number"].Value).ToHashSet(StringComparer.Ordinal))
            .Where(numbers => numbers.Contains("1") && numbers.Contains("2"))
            .Select(numbers => Enumerable.Range(1, 60).TakeWhile(n => numbers.Contains($"{n}")).Count())
            .GroupBy(n => n)
            .Where(g => g.Count() > 1)
            .Select(g => g.Key)
            .DefaultIfEmpty(0)
            .Max();

    private void LookWide(SourceTable table, int room)
    {
        var done = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < table.Headings.Count; i++)
        {
            var heading = table.Headings[i];
            if (heading.Length == 0 || !done.Add(heading))
                continue;
            var counted = Counted().Match(heading);
            var all = counted.Success
                ? Enumerable
                    .Range(1, room)
                    .Select(n => table.Column($"{counted.Groups["before"].Value}{n}{counted.Groups["after"].Value}"))
                    .ToList()
                : [];
            if (all.Count == 0 || all.Contains(-1))
            {
                Look(table.File.Role, heading, heading, Of(table, i), SourceLayout.Members);
                continue;
            }
            done.UnionWith(all.Select(c => table.Headings[c]));
            var (before, after) = (counted.Groups["before"].Value, counted.Groups["after"].Value);
            var name = after.Trim(' ', '_', '-', '.') is { Length: > 0 } end ? end : before.Trim(' ', '_', '-', '.');
            var look = new ColumnLook(all.SelectMany(c => table.Rows.Select(r => r.Cells[c])));
            Look(table.File.Role, $"{before}{MappedColumn.MemberNumber}{after}", name, look, SourceLayout.Wide);
        }
    }

    /// <param name="from">As the mapping names the column.</param>
    /// <param name="heading">By which it is known.</param>
    private void Look(string role, string from, string heading, ColumnLook look, SourceLayout layout)
    {
        var known = match.Find(new ColumnHeading(1, heading.Replace('_', ' '), ""), []);
        var target = known is null
            ? form.Columns.FirstOrDefault(c =>
                string.Equals(c.Attribute?.Id, heading, StringComparison.OrdinalIgnoreCase)
            )
            : form.Columns.FirstOrDefault(c => ColumnMapping.IdOf(c) == known.Field.Id);
        var ofMember = target?.Use is ColumnUse.Member or ColumnUse.Name;
        var here =
            target is not null
            && !proposed.ContainsKey(target)
            && (layout != SourceLayout.Wide || ofMember)
            && (role == ColumnMappingReader.Rows || role == ColumnMappingReader.MembersFile == ofMember)
            && (layout != SourceLayout.Members || !from.Contains(MappedColumn.MemberNumber, StringComparison.Ordinal));
        if (here)
            (looks[target!], proposed[target!]) = (look, Known(target!, role, from, look, known));
        else
            open.Add((role, from, look));
    }

    private static ProposedColumn Known(
        FormColumn target,
        string role,
        string from,
        ColumnLook look,
        ColumnMatch? known
    )
    {
        var column = new ProposedColumn(
            target,
            role,
            from,
            null,
            $"{look.Filled} of {look.Rows} filled",
            Strip: look.Strip
        );
        if (target.Attribute is not { } attribute)
            return column;
        if (attribute.Id == "id_number")
            return column with
            {
                Seen = $"{look.IdNumbers} of {look.Filled} pass the check character",
                Guess = look.Mostly(look.IdNumbers) ? null : "too few pass the check character",
            };
        switch (attribute.Type)
        {
            case FactType.Code or FactType.Truth:
                return Coded(column, look);
            case FactType.Codes when look.Failing(c => Read(target, c).Ok) > 0:
                return column with { Guess = "several codes in a cell: state split and values" };
            case FactType.Date:
                var dates = look.Dates;
                return column with
                {
                    Date = dates.Count > 0 ? dates[0] : CellConversion.DateFormats[0],
                    Guess = dates.Count switch
                    {
                        1 => null,
                        0 when look.Filled > 0 => "no one format fits every cell",
                        0 => "no cell is filled",
                        _ => $"could also be {string.Join(" or ", dates.Skip(1))}",
                    },
                };
            case FactType.Money or FactType.Decimal or FactType.Whole:
                // The form's own unit for money is the yuan, and the record's the fen.
                var unit = attribute.Type == FactType.Money ? new Fraction(1, 100) : Fraction.One;
                // Under the record's own name of a fact its unit is the record's.
                var times =
                    known is null ? unit
                    : known.Factor is { } factor ? unit / factor
                    : (Fraction?)null;
                return column with
                {
                    Times = times == Fraction.One ? null : times,
                    Thousands = look.Thousands,
                    Guess =
                        look.NotNumbers > 0 ? $"{look.NotNumbers} cells are no plain number"
                        : attribute.Type == FactType.Money
                        && !from.Contains('(', StringComparison.Ordinal)
                        && !from.Contains('（', StringComparison.Ordinal)
                            ? known is null ? "named as the record names it, which is in fen"
                                : "the heading states no unit"
                        : null,
                };
            default:
                return column;
        }
    }

    private static ProposedColumn Coded(ProposedColumn column, ColumnLook look)
    {
        if (look.Failing(c => Read(column.Target, c).Ok) == 0)
            return column;
        if (look.Codes is not { } codes)
            return column with { Guess = "too many different values to be codes" };
        var values = codes.Select(c => (c.Key, Label(column.Target, c.Key), c.Value)).ToImmutableArray();
        return column with { Values = values, Guess = "values that the form does not know" };
    }

    private static string Label(FormColumn target, string raw)
    {
        var read = Read(target, raw);
        return !read.Ok ? "?"
            : target.Codes is not null ? target.Codes.Find(read.Value.Trim('"'))?.Label.Zh ?? "?"
            : read.Value;
    }

    private static Outcome<string> Read(FormColumn target, string raw) => CellReader.Read(target, raw, new Place(""));

    [GeneratedRegex(
        @"^(?<before>\D*)(?<number>\d{1,2})(?<after>\D*)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Counted();
}
