using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Core.Regions;
using Taihang.Methods.Read;

namespace Taihang.Modules.Dispatch;

/// <summary>One cadre as the roster states it.</summary>
/// <param name="HomeRegionNo">0 for a home outside the region tree.</param>
/// <param name="Skills">Skill to level, by the form's columns.</param>
public sealed record RosterCadre(
    string Unit,
    string UnitLevel,
    string UnitKind,
    string Name,
    int HomeRegionNo,
    int Seniority,
    bool Eligible,
    ImmutableSortedDictionary<string, int> Skills
);

/// <summary>Turns a roster's rows into cadres, or every fault into a problem with its place. Nothing is guessed.</summary>
public static class RosterRows
{
    /// <param name="asOf">The day whose region codes hold.</param>
    public static Outcome<IReadOnlyList<RosterCadre>> Decide(
        RosterSheet sheet,
        RosterForm form,
        RegionTree tree,
        DateOnly asOf
    )
    {
        if (sheet.Rows.Count == 0)
            return DispatchProblems.NotARoster(sheet.File, "0");
        var problems = new List<Problem>();
        var columns = Columns(sheet, form, problems);
        if (problems.Count > 0)
            return Outcome<IReadOnlyList<RosterCadre>>.Refused(problems);
        var cadres = new List<RosterCadre>();
        var rowOf = new Dictionary<(string, string), int>();
        var units = new Dictionary<string, (string Level, string Kind, int Row)>();
        foreach (var row in sheet.Rows.Skip(1).Where(r => r.Cells.Any(cell => cell.Length > 0)))
        {
            var read = new Row(sheet, row, columns, tree, asOf, form, problems);
            var cadre = read.Cadre();
            cadres.Add(cadre);
            if (!rowOf.TryAdd((cadre.Unit, cadre.Name), row.Row))
                problems.Add(DispatchProblems.CadreTwice(read.At("name"), cadre.Name, rowOf[(cadre.Unit, cadre.Name)]));
            if (cadre.UnitLevel.Length == 0 || cadre.UnitKind.Length == 0)
                continue;
            if (!units.TryAdd(cadre.Unit, (cadre.UnitLevel, cadre.UnitKind, row.Row)))
            {
                var (level, kind, first) = units[cadre.Unit];
                if (level != cadre.UnitLevel || kind != cadre.UnitKind)
                    problems.Add(DispatchProblems.UnitDiffers(read.At("unit_level"), cadre.Unit, first));
            }
        }
        return problems.Count > 0 ? Outcome<IReadOnlyList<RosterCadre>>.Refused(problems) : cadres;
    }

    private static Dictionary<string, (RosterColumn Column, int Index)> Columns(
        RosterSheet sheet,
        RosterForm form,
        List<Problem> problems
    )
    {
        var found = new Dictionary<string, (RosterColumn, int)>();
        var headings = sheet.Rows[0];
        for (var i = 0; i < headings.Cells.Count; i++)
        {
            var heading = headings.Cells[i];
            var at = new Place(sheet.File, sheet.Sheet, headings.Row, i + 1);
            if (heading.Length == 0)
                continue;
            if (form.Find(heading) is not { } column)
                problems.Add(
                    DispatchProblems.UnknownHeading(
                        at,
                        heading,
                        Nearest.To(heading, form.Columns.SelectMany(c => new[] { c.Heading.Zh, c.Heading.En }))
                    )
                );
            else if (!found.TryAdd(column.Id, (column, i)))
                problems.Add(PackProblems.Twice(at, heading));
        }
        foreach (var column in form.Columns.Where(c => !found.ContainsKey(c.Id)))
            problems.Add(
                DispatchProblems.MissingColumn(new Place(sheet.File, sheet.Sheet, headings.Row), column.Heading)
            );
        return found;
    }

    private sealed class Row(
        RosterSheet sheet,
        SheetRow row,
        Dictionary<string, (RosterColumn Column, int Index)> columns,
        RegionTree tree,
        DateOnly asOf,
        RosterForm form,
        List<Problem> problems
    )
    {
        public RosterCadre Cadre() =>
            new(
                Cell("unit_name"),
                Choice("unit_level"),
                Choice("unit_kind"),
                Cell("name"),
                Home(),
                Level("seniority"),
                Eligible(),
                form.Columns.Where(c => c.Use == RosterUse.Skill)
                    .ToImmutableSortedDictionary(c => c.Id, c => Level(c.Id), StringComparer.Ordinal)
            );

        public Place At(string column) =>
            new(sheet.File, sheet.Sheet, row.Row, columns[column].Index + 1, columns[column].Column.Heading.Zh);

        /// <summary>A blank is a fault in every column: no level is taken to be 0.</summary>
        private string Cell(string column)
        {
            var index = columns[column].Index;
            var text = index < row.Cells.Count ? row.Cells[index] : "";
            if (text.Length == 0)
                problems.Add(DispatchProblems.Blank(At(column)));
            return text;
        }

        private string Choice(string column)
        {
            var text = Cell(column);
            var list = columns[column].Column.Choices!;
            if (text.Length == 0)
                return "";
            if ((list.ByLabel(text) ?? list.Find(text)) is { } code)
                return code.Id;
            Unknown(column, text, [.. list.Codes.Select(c => c.Label)]);
            return "";
        }

        private int Level(string column)
        {
            var text = Cell(column);
            var most = columns[column].Column.Most;
            if (text.Length == 0 || (int.TryParse(text, out var level) && level >= 0 && level <= most))
                return text.Length == 0 ? 0 : int.Parse(text);
            problems.Add(DispatchProblems.NotALevel(At(column), text, most));
            return 0;
        }

        private bool Eligible()
        {
            var text = Cell("eligible");
            if (Is(text, form.Yes) || text.Length == 0)
                return true;
            if (!Is(text, form.No))
                Unknown("eligible", text, [form.Yes, form.No]);
            return false;
        }

        private int Home()
        {
            var text = Cell("home_region");
            if (text.Length == 0 || Is(text, form.Outside))
                return 0;
            var home = tree.Resolve(text, asOf, at: At("home_region"));
            problems.AddRange(home.Problems);
            return home.Ok ? home.Value.RegionNo : 0;
        }

        private static bool Is(string text, Words label) =>
            text == label.Zh || string.Equals(text, label.En, StringComparison.OrdinalIgnoreCase);

        private void Unknown(string column, string text, IReadOnlyList<Words> choices) =>
            problems.Add(
                DispatchProblems.UnknownLabel(
                    At(column),
                    text,
                    Nearest.To(text, choices.SelectMany(c => new[] { c.Zh, c.En })),
                    string.Join("、", choices.Select(c => $"{c.Zh} {c.En}"))
                )
            );
    }
}
