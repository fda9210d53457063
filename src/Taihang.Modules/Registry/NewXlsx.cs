using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Taihang.Modules.Registry;

/// <summary>
/// Writes one sheet as XLSX. By hand (ECMA-376 part 1, inline strings) because the same rows must give the same bytes: fixed times, no
/// properties of a document or a machine.
/// </summary>
public static class NewXlsx
{
    private const string Sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="rows">A number is a figure that the spreadsheet can add up; everything else is text.</param>
    public static void Write(
        Stream to,
        string sheet,
        IEnumerable<IEnumerable<(string Text, bool Number)>> rows,
        CancellationToken cancel = default
    )
    {
        using var zip = new ZipArchive(to, ZipArchiveMode.Create, leaveOpen: true);
        Part(
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"
        );
        Part(
            "_rels/.rels",
            $"<Relationships xmlns=\"{Relations}\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        Part(
            "xl/_rels/workbook.xml.rels",
            $"<Relationships xmlns=\"{Relations}\"><Relationship Id=\"r1\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
        );
        Part(
            "xl/workbook.xml",
            $"<workbook xmlns=\"{Sheets}\" xmlns:r=\"{Office}\"><sheets><sheet name=\"{System.Security.SecurityElement.Escape(sheet)}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
        );
        using var part = Open("xl/worksheets/sheet1.xml");
        using var xml = XmlWriter.Create(part, new XmlWriterSettings { Encoding = new UTF8Encoding(false) });
        xml.WriteStartElement("worksheet", Sheets);
        xml.WriteStartElement("sheetData", Sheets);
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            xml.WriteStartElement("row", Sheets);
            foreach (var (text, number) in row)
            {
                xml.WriteStartElement("c", Sheets);
                if (text.Length > 0)
                    Cell(xml, text, number);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
        xml.WriteEndElement();

        Stream Open(string name)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = Epoch;
            return entry.Open();
        }

        void Part(string name, string text)
        {
            using var writer = new StreamWriter(Open(name), new UTF8Encoding(false));
            writer.Write(text);
        }
    }

    private static void Cell(XmlWriter xml, string text, bool number)
    {
        if (number)
        {
            xml.WriteElementString("v", Sheets, text);
            return;
        }
        xml.WriteAttributeString("t", "inlineStr");
        xml.WriteStartElement("is", Sheets);
        xml.WriteElementString("t", Sheets, text);
        xml.WriteEndElement();
    }
}
