using System.IO.Compression;
using System.Text;
using System.Xml;
using Sylvan.Data.Csv;

namespace Taihang.Modules.Samples;

/// <summary>
/// Rewrites a workbook that stands as CSV as one XLSX sheet, every value as text. Written by hand (ECMA-376 part 1, inline strings)
/// because the same sample must give the same bytes: fixed times, no properties of a document or a machine.
/// </summary>
internal static class SampleXlsx
{
    private const string Sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(string csvPath, string xlsxPath, string sheet, CancellationToken cancel)
    {
        using var file = File.Create(xlsxPath);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
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
        using var csv = CsvDataReader.Create(csvPath, new CsvDataReaderOptions { HasHeaders = false });
        while (csv.Read())
        {
            cancel.ThrowIfCancellationRequested();
            xml.WriteStartElement("row", Sheets);
            for (var c = 0; c < csv.FieldCount; c++)
            {
                xml.WriteStartElement("c", Sheets);
                if (csv.GetString(c) is { Length: > 0 } text)
                {
                    xml.WriteAttributeString("t", "inlineStr");
                    xml.WriteStartElement("is", Sheets);
                    xml.WriteElementString("t", Sheets, text);
                    xml.WriteEndElement();
                }
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
}
