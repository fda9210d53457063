using System.Globalization;
using System.Xml.Linq;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>Cells of the sheets of a workbook, with what formulas say and what no cell uses any more.</summary>
internal sealed class XlsxText(string file, XDocument? shared)
{
    private readonly List<string> strings = shared?.Root is { } root
        ? [.. root.Elements().Where(e => e.Name.LocalName == "si").Select(Text)]
        : [];
    private readonly HashSet<int> used = [];

    /// <returns>The cells, and all other text of the sheet: headers, footers, notes on cells.</returns>
    public (IReadOnlyList<FileText> Cells, IReadOnlyList<FileText> Others) Read(string sheet, byte[] bytes)
    {
        var document = OfficeText.Load(bytes);
        var at = new Place(file, sheet);
        var cells = new TableCells(at);
        var data = document.Descendants().Where(e => e.Name.LocalName == "sheetData").ToList();
        var number = 0;
        foreach (var row in data.Elements())
        {
            number = (int?)row.Attribute("r") ?? number + 1;
            var column = 0;
            foreach (var cell in row.Elements())
            {
                column = Column((string?)cell.Attribute("r")) ?? column + 1;
                cells.Add(number, column, Value(cell));
                // A formula may put a number together that its sheet has not worked out.
                if (cell.Elements().FirstOrDefault(e => e.Name.LocalName == "f") is { Value.Length: > 0 } formula)
                    cells.Texts.Add(
                        new FileText(
                            formula.Value.Replace("\"&\"", "", StringComparison.Ordinal),
                            at with
                            {
                                Row = number,
                                Column = column,
                            }
                        )
                    );
            }
            cells.EndRow();
        }
        foreach (var part in data)
            part.Remove();
        return (cells.Texts, [new FileText(OfficeText.Blocks(document), at), .. OfficeText.Attributes(at, document)]);
    }

    /// <summary>Strings that lie in the file and in no cell.</summary>
    public IEnumerable<FileText> Unused() =>
        strings
            .Where((_, i) => !used.Contains(i))
            .Select(text => new FileText(text, new Place(file, "xl/sharedStrings.xml")));

    private string Value(XElement cell)
    {
        var value = cell.Elements().FirstOrDefault(e => e.Name.LocalName == "v")?.Value ?? "";
        switch ((string?)cell.Attribute("t"))
        {
            case "s":
                if (
                    !int.TryParse(value, CultureInfo.InvariantCulture, out var index)
                    || index < 0
                    || index >= strings.Count
                )
                    return "";
                used.Add(index);
                return strings[index];
            case "inlineStr":
                return Text(cell);
            case null or "n":
                // A share is no number of anybody; a large figure may stand with an exponent.
                return
                    double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var figure)
                    && Math.Abs(figure) < 1e20
                    ? figure == Math.Floor(figure)
                        ? value.Contains('E', StringComparison.OrdinalIgnoreCase)
                            ? ((decimal)figure).ToString(CultureInfo.InvariantCulture)
                            : value
                        : ""
                    : value;
            default:
                return value;
        }
    }

    /// <summary>Runs of one string together; how they are spoken (rPh) is not part of it.</summary>
    private static string Text(XElement of) =>
        string.Concat(
            of.Descendants()
                .Where(e => e.Name.LocalName == "t" && e.Parent!.Name.LocalName != "rPh")
                .Select(e => e.Value)
        ) + string.Concat(of.Descendants().Where(e => e.Name.LocalName == "rPh").Select(e => "\t\t\t\t" + e.Value));

    private static int? Column(string? reference)
    {
        var column = 0;
        foreach (var c in (reference ?? "").TakeWhile(char.IsAsciiLetterUpper).Take(3))
            column = column * 26 + (c - 'A' + 1);
        return column == 0 ? null : column;
    }
}
