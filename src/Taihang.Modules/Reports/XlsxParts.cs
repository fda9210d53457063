using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Modules.Reports;

/// <summary>
/// The parts of an XLSX file (ECMA-376), held in memory within a limit. A copy is written part by part: only the sheet that is filled
/// changes, so that layout, other sheets, pictures and print settings stay byte for byte.
/// </summary>
internal sealed class XlsxParts
{
    private const int MostUnpacked = 48 << 20;
    private const int MostParts = 2000;
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static readonly XNamespace Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly List<(string Name, byte[] Bytes)> parts;
    private readonly Dictionary<string, string> sheetParts;

    private XlsxParts(List<(string, byte[])> parts, Dictionary<string, string> sheetParts) =>
        (this.parts, this.sheetParts) = (parts, sheetParts);

    public static Outcome<XlsxParts> Open(string file, byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        var parts = new List<(string Name, byte[] Bytes)>();
        var left = MostUnpacked;
        if (zip.Entries.Count > MostParts)
            return ReportsProblems.Unpacks(file);
        foreach (var entry in zip.Entries)
        {
            // What the directory says of a part's size may be a lie: it is counted while it unpacks.
            using var from = entry.Open();
            using var to = new MemoryStream();
            var part = new byte[1 << 16];
            for (int length; (length = from.Read(part)) > 0; )
            {
                if ((left -= length) < 0)
                    return ReportsProblems.Unpacks(file);
                to.Write(part, 0, length);
            }
            parts.Add((entry.FullName, to.ToArray()));
        }
        byte[]? Part(string name) =>
            parts.Find(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase)).Bytes;
        if (Part("xl/workbook.xml") is not { } book || Part("xl/_rels/workbook.xml.rels") is not { } links)
            return ReportsProblems.WrongKind(file);
        var targets = Load(links)
            .Root!.Elements()
            .ToDictionary(r => (string)r.Attribute("Id")!, r => (string)r.Attribute("Target")!);
        var sheets = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var sheet in Load(book).Descendants(Main + "sheet"))
            if (targets.TryGetValue((string?)sheet.Attribute(Office + "id") ?? "", out var target))
                sheets[(string)sheet.Attribute("name")!] = target.StartsWith('/') ? target[1..] : "xl/" + target;
        // The strict variant of the format names its parts otherwise; spreadsheets save the usual one when asked.
        return sheets.Count == 0 ? ReportsProblems.WrongKind(file) : new XlsxParts(parts, sheets);
    }

    /// <summary>Where formulas stand, and the first cell beyond the limits that holds something.</summary>
    public (IReadOnlySet<CellAt> Formulas, CellAt? Beyond) Look(string sheet, int mostRows, int mostColumns) =>
        sheetParts.TryGetValue(sheet, out var part) && Bytes(part) is { } bytes
            ? XlsxSheet.Look(Load(bytes), mostRows, mostColumns)
            : (new HashSet<CellAt>(), null);

    public Outcome<byte[]> Fill(string file, FormTable table, FillPlan plan)
    {
        var name = table.Sheet.Name!;
        var part = sheetParts[name];
        var sheet = Load(Bytes(part)!);
        var after = table.Rows.IsEmpty ? table.First - 1 : table.Rows[^1];
        if (table.Ended && plan.Added > 0 && !XlsxSheet.PutIn(sheet, after, plan.Added))
            return ReportsProblems.NoRoom(new Place(file, name, after + 1), plan.Added);
        XlsxSheet.Set(sheet, plan.Cells, table.Rows.IsEmpty ? table.First : table.Rows[^1]);
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (entryName, bytes) in parts)
            {
                var entry = zip.CreateEntry(entryName, CompressionLevel.Optimal);
                entry.LastWriteTime = Epoch;
                using var to = entry.Open();
                to.Write(
                    string.Equals(entryName, part, StringComparison.OrdinalIgnoreCase) ? Save(sheet)
                    : entryName == "xl/workbook.xml" && table.Sheet.Formulas.Count > 0 ? Recalculated(bytes)
                    : bytes
                );
            }
        return stream.ToArray();
    }

    /// <summary>Formulas are left alone; the spreadsheet is asked to work them out again when it opens the file.</summary>
    private static byte[] Recalculated(byte[] workbook)
    {
        var book = Load(workbook);
        var calc = book.Root!.Element(Main + "calcPr");
        if (calc is null)
            return workbook;
        calc.SetAttributeValue("fullCalcOnLoad", "1");
        return Save(book);
    }

    private byte[]? Bytes(string part) =>
        parts.Find(p => string.Equals(p.Name, part, StringComparison.OrdinalIgnoreCase)).Bytes;

    private static XDocument Load(byte[] bytes)
    {
        using var reader = XmlReader.Create(
            new MemoryStream(bytes, writable: false),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
        );
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static byte[] Save(XDocument document)
    {
        using var stream = new MemoryStream();
        using (
            var writer = XmlWriter.Create(
                stream,
                new XmlWriterSettings
                {
                    Encoding = new System.Text.UTF8Encoding(false),
                    Indent = false,
                    NewLineHandling = NewLineHandling.Entitize,
                }
            )
        )
            document.Save(writer);
        return stream.ToArray();
    }
}
