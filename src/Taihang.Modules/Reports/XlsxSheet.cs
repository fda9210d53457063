using System.Collections.Immutable;
using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Taihang.Core.Reports;

namespace Taihang.Modules.Reports;

/// <summary>Changes in one sheet's part: cells set, rows put in. Styles, widths and everything not named stay.</summary>
internal static class XlsxSheet
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /// <summary>What is anchored to rows by number elsewhere in the file, and would be left behind if rows moved.</summary>
    private static readonly string[] Anchored = ["drawing", "legacyDrawing", "tableParts", "hyperlinks", "rowBreaks"];

    public static (IReadOnlySet<CellAt> Formulas, CellAt? Beyond) Look(XDocument sheet, int mostRows, int mostColumns)
    {
        Number(sheet);
        var (formulas, beyond) = (new HashSet<CellAt>(), default(CellAt?));
        foreach (var cell in sheet.Descendants(Main + "c").Where(c => c.HasElements))
        {
            var at = At(cell);
            if (at.Row > mostRows || at.Column > mostColumns)
                beyond ??= at;
            if (cell.Element(Main + "f") is not null)
                formulas.Add(at);
        }
        return (formulas, beyond);
    }

    /// <summary>Puts empty rows in after a row, and moves what stands below.</summary>
    /// <returns>False where something refers to rows by number and would be wrong afterwards; nothing was changed.</returns>
    public static bool PutIn(XDocument sheet, int after, int rows)
    {
        Number(sheet);
        var root = sheet.Root!;
        var merged = root.Descendants(Main + "mergeCell").ToList();
        if (
            root.Descendants(Main + "f").Any()
            || root.Elements().Any(e => Anchored.Contains(e.Name.LocalName))
            || merged.Exists(m => Span(m) is var span && span.Top <= after && span.Bottom > after)
        )
            return false;
        foreach (var row in root.Descendants(Main + "row").Where(r => RowOf(r) > after))
        {
            row.SetAttributeValue("r", RowOf(row) + rows);
            foreach (var cell in row.Elements(Main + "c"))
                cell.SetAttributeValue("r", Name(At(cell) with { Row = At(cell).Row + rows }));
        }
        foreach (var m in merged)
            if (Span(m) is var span && span.Top > after)
                m.SetAttributeValue(
                    "ref",
                    $"{Name(new CellAt(span.Top + rows, span.Left))}:{Name(new CellAt(span.Bottom + rows, span.Right))}"
                );
        return true;
    }

    /// <param name="pattern">The row whose look a new row takes.</param>
    public static void Set(XDocument sheet, ImmutableArray<FilledCell> cells, int pattern)
    {
        Number(sheet);
        var data = sheet.Root!.Element(Main + "sheetData")!;
        var rows = data.Elements(Main + "row").ToDictionary(RowOf);
        var looks = rows.TryGetValue(pattern, out var like)
            ? like.Elements(Main + "c").ToDictionary(c => At(c).Column, c => (string?)c.Attribute("s"))
            : [];
        foreach (var group in cells.GroupBy(c => c.At.Row).OrderBy(g => g.Key))
        {
            if (!rows.TryGetValue(group.Key, out var row))
                rows[group.Key] = row = NewRow(data, rows, group.Key, like, looks);
            foreach (var cell in group)
                Set(row, cell, looks);
        }
        // What the sheet says of its extent is a hint that readers do without; a wrong one is worse than none.
        sheet.Root.Element(Main + "dimension")?.Remove();
    }

    private static XElement NewRow(
        XElement data,
        Dictionary<int, XElement> rows,
        int number,
        XElement? like,
        Dictionary<int, string?> looks
    )
    {
        var row = new XElement(
            Main + "row",
            new XAttribute("r", number),
            like?.Attributes().Where(a => a.Name.LocalName is "ht" or "customHeight" or "s" or "customFormat")
        );
        // A border goes right across, also under columns that stay empty.
        foreach (var (column, style) in looks.OrderBy(l => l.Key))
            if (style is not null)
                row.Add(
                    new XElement(
                        Main + "c",
                        new XAttribute("r", Name(new CellAt(number, column))),
                        new XAttribute("s", style)
                    )
                );
        var before = rows.Where(r => r.Key < number)
            .OrderByDescending(r => r.Key)
            .Select(r => r.Value)
            .FirstOrDefault();
        if (before is null)
            data.AddFirst(row);
        else
            before.AddAfterSelf(row);
        return row;
    }

    private static void Set(XElement row, FilledCell filled, Dictionary<int, string?> looks)
    {
        var cells = row.Elements(Main + "c").ToList();
        var cell = cells.Find(c => At(c).Column == filled.At.Column);
        if (cell is null)
        {
            cell = new XElement(Main + "c", new XAttribute("r", Name(filled.At)));
            if (looks.GetValueOrDefault(filled.At.Column) is { } style)
                cell.SetAttributeValue("s", style);
            var before = cells.FindLast(c => At(c).Column < filled.At.Column);
            if (before is null)
                row.AddFirst(cell);
            else
                before.AddAfterSelf(cell);
        }
        cell.Attribute("t")?.Remove();
        cell.RemoveNodes();
        if (filled.Number)
            cell.Add(new XElement(Main + "v", filled.Text));
        else
        {
            cell.SetAttributeValue("t", "inlineStr");
            cell.Add(
                new XElement(
                    Main + "is",
                    new XElement(
                        Main + "t",
                        new XAttribute(XNamespace.Xml + "space", "preserve"),
                        string.Concat(filled.Text.Where(XmlConvert.IsXmlChar))
                    )
                )
            );
        }
    }

    /// <summary>Rows and cells may leave their numbers out where they follow each other; with them they can be found and moved.</summary>
    private static void Number(XDocument sheet)
    {
        var row = 0;
        foreach (var element in sheet.Descendants(Main + "row"))
        {
            row = (int?)element.Attribute("r") ?? row + 1;
            element.SetAttributeValue("r", row);
            var column = 0;
            foreach (var cell in element.Elements(Main + "c"))
            {
                column = cell.Attribute("r") is null ? column + 1 : At(cell).Column;
                cell.SetAttributeValue("r", Name(new CellAt(row, column)));
            }
        }
    }

    private static int RowOf(XElement row) => (int)row.Attribute("r")!;

    private static CellAt At(XElement cell) => At((string)cell.Attribute("r")!);

    private static CellAt At(string name)
    {
        var (column, i) = (0, 0);
        for (; i < name.Length && char.IsAsciiLetterUpper(name[i]); i++)
            column = (column * 26) + name[i] - 'A' + 1;
        return new CellAt(int.Parse(name.AsSpan(i), NumberStyles.None, CultureInfo.InvariantCulture), column);
    }

    private static MergedCells Span(XElement merged)
    {
        var ends = ((string)merged.Attribute("ref")!).Split(':');
        var (first, last) = (At(ends[0]), At(ends[^1]));
        return new MergedCells(first.Row, first.Column, last.Row, last.Column);
    }

    private static string Name(CellAt at)
    {
        var letters = "";
        for (var column = at.Column; column > 0; column = (column - 1) / 26)
            letters = (char)('A' + ((column - 1) % 26)) + letters;
        return letters + at.Row.ToString(CultureInfo.InvariantCulture);
    }
}
