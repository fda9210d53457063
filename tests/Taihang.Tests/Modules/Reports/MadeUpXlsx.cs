using System.IO.Compression;
using System.Text;

namespace Taihang.Tests.Modules.Reports;

/// <summary>An XLSX file as a superior's office would send it: styles, merged titles, a second sheet, a hidden one.</summary>
internal static class MadeUpXlsx
{
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    /// <param name="rows">Each cell's text; one that begins with '=' is a formula, one of a figure a number.</param>
    /// <param name="more">Elements after the rows, such as merged cells.</param>
    /// <param name="far">Rows after those.</param>
    public static byte[] Of(string[][] rows, string more = "", string hidden = "", string? book = null, string far = "")
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Part(
                zip,
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/><Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/><Override PartName=\"/xl/worksheets/sheet2.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/></Types>"
            );
            Part(
                zip,
                "_rels/.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            );
            Part(
                zip,
                "xl/workbook.xml",
                book
                    ?? $"<workbook {Main} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"排查表\" sheetId=\"1\" r:id=\"r1\"{hidden}/><sheet name=\"说明\" sheetId=\"2\" r:id=\"r2\"{hidden}/></sheets><calcPr calcId=\"1\"/></workbook>"
            );
            Part(
                zip,
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>"
            );
            Part(
                zip,
                "xl/styles.xml",
                $"<styleSheet {Main}><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf/><xf/></cellXfs></styleSheet>"
            );
            Part(zip, "xl/worksheets/sheet1.xml", Sheet(rows, more, far));
            Part(
                zip,
                "xl/worksheets/sheet2.xml",
                Sheet(
                    [
                        ["填表前请先看说明"],
                    ],
                    "",
                    ""
                )
            );
        }
        return stream.ToArray();
    }

    public static byte[] Part(byte[] xlsx, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(xlsx), ZipArchiveMode.Read);
        using var part = zip.GetEntry(name)!.Open();
        using var to = new MemoryStream();
        part.CopyTo(to);
        return to.ToArray();
    }

    private static string Sheet(string[][] rows, string more, string far)
    {
        var text = new StringBuilder(
            $"<worksheet {Main}><cols><col min=\"1\" max=\"1\" width=\"30\"/></cols><sheetData>"
        );
        for (var r = 0; r < rows.Length; r++)
        {
            text.Append($"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Length; c++)
            {
                var at = $"{(char)('A' + c)}{r + 1}";
                var cell = System.Security.SecurityElement.Escape(rows[r][c]);
                text.Append(
                    cell switch
                    {
                        "" => $"<c r=\"{at}\" s=\"1\"/>",
                        ['=', ..] => $"<c r=\"{at}\" s=\"1\"><f>{cell[1..]}</f><v>0</v></c>",
                        _ when double.TryParse(cell, out _) => $"<c r=\"{at}\" s=\"1\"><v>{cell}</v></c>",
                        _ => $"<c r=\"{at}\" s=\"1\" t=\"inlineStr\"><is><t>{cell}</t></is></c>",
                    }
                );
            }
            text.Append("</row>");
        }
        return text.Append(far).Append("</sheetData>").Append(more).Append("</worksheet>").ToString();
    }

    private static void Part(ZipArchive zip, string name, string text)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        writer.Write(text);
    }
}
