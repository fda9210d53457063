using System.Collections.Immutable;
using Sylvan.Data.Csv;
using Taihang.Core.Common;
using Taihang.Core.Regions;

namespace Taihang.Modules.Regions;

/// <summary>A county's dated membership of an area, by code.</summary>
public sealed record AreaRow(string Area, Words Name, string Code, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Reads a pack's <c>regions/</c> folder: <c>regions.csv</c>, and where present <c>areas.csv</c> and <c>counties.topojson</c>.</summary>
public static class RegionFiles
{
    private static readonly string[] Needed = ["code", "name", "level", "parent"];

    public static Outcome<RegionTree> ReadTree(string path, RegionTree? known = null)
    {
        if (!File.Exists(path))
            return RegionProblems.NoTree(path);
        using var csv = CsvDataReader.Create(path, new CsvDataReaderOptions { HasHeaders = true });
        var headings = Enumerable.Range(0, csv.FieldCount).ToDictionary(i => csv.GetName(i).Trim(), i => i);
        var missing = Needed.Where(column => !headings.ContainsKey(column)).ToList();
        if (missing.Count > 0)
            return Outcome<RegionTree>.Refused([
                .. missing.Select(column =>
                    RegionProblems.MissingColumn(path, column, Nearest.To(column, headings.Keys))
                ),
            ]);
        var rows = new List<RegionRow>();
        while (csv.Read())
            rows.Add(
                new RegionRow(
                    csv.RowNumber + 1,
                    Cell("number"),
                    Cell("county"),
                    Cell("code"),
                    Cell("name"),
                    Cell("name_latin"),
                    Cell("level"),
                    Cell("parent"),
                    Cell("valid_from"),
                    Cell("valid_to"),
                    Cell("successors")
                )
            );
        return RegionRows.ToTree(path, rows, known);

        string Cell(string column) => headings.TryGetValue(column, out var i) ? csv.GetString(i).Trim() : "";
    }

    /// <summary>Dated memberships; every code must be in the tree.</summary>
    public static Outcome<ImmutableArray<AreaRow>> ReadAreas(string path, RegionTree tree)
    {
        if (!File.Exists(path))
            return ImmutableArray<AreaRow>.Empty;
        var problems = new List<Problem>();
        var rows = new List<AreaRow>();
        using var csv = CsvDataReader.Create(path, new CsvDataReaderOptions { HasHeaders = true });
        while (csv.Read())
        {
            var at = new Place(path, Row: csv.RowNumber + 1);
            var from = Date(Cell("valid_from"), at);
            var to = Cell("valid_to") is { Length: > 0 } end ? Date(end, at) : (DateOnly?)null;
            var place = tree.Resolve(Cell("code"), from, at: at);
            problems.AddRange(place.Problems);
            rows.Add(new AreaRow(Cell("area"), new Words(Cell("name_zh"), Cell("name_en")), Cell("code"), from, to));
        }
        return problems.Count > 0 ? Outcome<ImmutableArray<AreaRow>>.Refused(problems) : rows.ToImmutableArray();

        string Cell(string column) => csv.GetString(csv.GetOrdinal(column)).Trim();

        DateOnly Date(string text, Place at)
        {
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
                return day;
            problems.Add(RegionProblems.NotDate(text, at));
            return default;
        }
    }

    public static Outcome<ImmutableArray<CountyShape>> ReadShapes(string path) =>
        File.Exists(path) ? CountyShapes.Read(path, File.ReadAllText(path)) : ImmutableArray<CountyShape>.Empty;
}
