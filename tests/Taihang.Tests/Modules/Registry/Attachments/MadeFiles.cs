using System.Buffers.Binary;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Taihang.Tests.Modules.Registry.Attachments;

/// <summary>Files of every kind by hand, with a text wherever such a file can carry one.</summary>
internal static class MadeFiles
{
    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private const string Word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
    private const string Rels = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static byte[] Zip(params (string Name, string Text)[] parts) =>
        Zip([.. parts.Select(p => (p.Name, Encoding.UTF8.GetBytes(p.Text)))]);

    public static byte[] Zip(params (string Name, byte[] Bytes)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in parts)
            {
                using var to = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                to.Write(bytes);
            }
        return stream.ToArray();
    }

    /// <param name="rows">Of the first sheet; a cell that begins with '#' is a figure, one with '=' a formula without its value.</param>
    /// <param name="carriers">Where else a text is: hidden, veryHidden, comment, unused, name, header, property.</param>
    public static byte[] Xlsx(string[][] rows, params (string Carrier, string Text)[] carriers)
    {
        string Of(string carrier) =>
            SecurityElement.Escape(carriers.FirstOrDefault(c => c.Carrier == carrier).Text ?? "说明")!;
        var sheet = new StringBuilder();
        for (var r = 0; r < rows.Length; r++)
        {
            sheet.Append($"<row r=\"{r + 1}\">");
            for (var c = 0; c < rows[r].Length; c++)
            {
                var (at, cell) = ($"{(char)('A' + c)}{r + 1}", rows[r][c]);
                sheet.Append(
                    cell.StartsWith('#') ? $"<c r=\"{at}\"><v>{cell[1..]}</v></c>"
                    : cell.StartsWith('=') ? $"<c r=\"{at}\"><f>{SecurityElement.Escape(cell[1..])}</f></c>"
                    : $"<c r=\"{at}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>"
                );
            }
            sheet.Append("</row>");
        }
        static string Sheet(string data, string more = "") =>
            $"<worksheet {Main}><sheetData>{data}</sheetData>{more}</worksheet>";
        static string Text(string text) => $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c></row>";
        return Zip(
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
            (
                "_rels/.rels",
                $"<Relationships {Rels}><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                $"<workbook {Main} xmlns:r=\"{Office}\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"备份\" sheetId=\"2\" state=\"hidden\" r:id=\"r2\"/><sheet name=\"底稿\" sheetId=\"3\" state=\"veryHidden\" r:id=\"r3\"/></sheets><definedNames><definedName name=\"范围\">{Of("name")}</definedName></definedNames></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                $"<Relationships {Rels}>{string.Concat(Enumerable.Range(1, 3).Select(i => $"<Relationship Id=\"r{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"))}</Relationships>"
            ),
            ("xl/sharedStrings.xml", $"<sst {Main}><si><r><t>{Of("unused")}</t></r></si></sst>"),
            (
                "xl/worksheets/sheet1.xml",
                Sheet(sheet.ToString(), $"<headerFooter><oddHeader>&amp;C{Of("header")}</oddHeader></headerFooter>")
            ),
            ("xl/worksheets/sheet2.xml", Sheet(Text(Of("hidden")))),
            ("xl/worksheets/sheet3.xml", Sheet(Text(Of("veryHidden")))),
            (
                "xl/comments1.xml",
                $"<comments {Main}><commentList><comment ref=\"B2\"><text><r><t>{Of("comment")}</t></r></text></comment></commentList></comments>"
            ),
            (
                "docProps/core.xml",
                $"<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:description>{Of("property")}</dc:description></cp:coreProperties>"
            )
        );
    }

    /// <param name="paragraphs">Of the body; a bar parts the runs of one.</param>
    /// <param name="carriers">comment, header, footnote, deleted, property, table (a cell to each sign), textbox.</param>
    public static byte[] Docx(string[] paragraphs, params (string Carrier, string Text)[] carriers)
    {
        string Of(string carrier) =>
            SecurityElement.Escape(carriers.FirstOrDefault(c => c.Carrier == carrier).Text ?? "说明")!;
        static string P(string text) =>
            $"<w:p>{string.Concat(text.Split('|').Select(run => $"<w:r><w:t xml:space=\"preserve\">{run}</w:t></w:r>"))}</w:p>";
        var table = carriers.FirstOrDefault(c => c.Carrier == "table").Text is { } signs
            ? $"<w:tbl><w:tr>{string.Concat(signs.Select(s => $"<w:tc>{P(SecurityElement.Escape(s.ToString())!)}</w:tc>"))}</w:tr></w:tbl>"
            : "";
        return Zip(
            (
                "[Content_Types].xml",
                "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
            (
                "_rels/.rels",
                $"<Relationships {Rels}><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
            ),
            (
                "word/document.xml",
                $"<w:document {Word}><w:body>{string.Concat(paragraphs.Select(p => P(SecurityElement.Escape(p)!)))}{table}<w:p><w:r><w:pict><w:txbxContent>{P(Of("textbox"))}</w:txbxContent></w:pict></w:r></w:p><w:p><w:del w:id=\"1\"><w:r><w:delText>{Of("deleted")}</w:delText></w:r></w:del></w:p></w:body></w:document>"
            ),
            (
                "word/comments.xml",
                $"<w:comments {Word}><w:comment w:id=\"1\">{P(Of("comment"))}</w:comment></w:comments>"
            ),
            ("word/header1.xml", $"<w:hdr {Word}>{P(Of("header"))}</w:hdr>"),
            (
                "word/footnotes.xml",
                $"<w:footnotes {Word}><w:footnote w:id=\"2\">{P(Of("footnote"))}</w:footnote></w:footnotes>"
            ),
            (
                "docProps/app.xml",
                $"<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Company>{Of("property")}</Company></Properties>"
            )
        );
    }

    /// <summary>A PDF of pages of lines in ASCII, with its properties, a note and a field.</summary>
    /// <param name="more">Entries of the catalogue, and objects after the others, from number 20.</param>
    public static byte[] Pdf(
        string[][] pages,
        string title = "",
        string note = "",
        string field = "",
        (string Catalog, string[] Objects)? more = null
    )
    {
        var objects = new SortedDictionary<int, string>
        {
            [1] = $"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> {more?.Catalog} >>",
            [2] =
                $"<< /Type /Pages /Kids [{string.Join(' ', pages.Select((_, i) => $"{100 + 2 * i} 0 R"))}] /Count {pages.Length} >>",
            [3] = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            [4] = $"<< /Title {Hex(title)} >>",
            [5] = $"<< /Type /Annot /Subtype /Text /Rect [10 10 20 20] /Contents {Hex(note)} >>",
            [6] = $"<< /FT /Tx /T (f) /V {Hex(field)} >>",
        };
        for (var i = 0; i < pages.Length; i++)
        {
            var content = new StringBuilder("BT /F1 11 Tf 14 TL 60 780 Td\n");
            foreach (var line in pages[i])
                content.Append($"({line.Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)")}) Tj T*\n");
            content.Append("ET");
            objects[100 + 2 * i] =
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {101 + 2 * i} 0 R /Annots [5 0 R] /Resources << /Font << /F1 3 0 R >> >> >>";
            objects[101 + 2 * i] = $"<< /Length {content.Length} >>\nstream\n{content}\nendstream";
        }
        for (var i = 0; i < more?.Objects.Length; i++)
            objects[20 + i] = more.Value.Objects[i];
        var text = new StringBuilder("%PDF-1.7\n");
        var offsets = new Dictionary<int, int>();
        foreach (var (number, body) in objects)
        {
            offsets[number] = text.Length;
            text.Append($"{number} 0 obj\n{body}\nendobj\n");
        }
        var start = text.Length;
        text.Append($"xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, offset) in offsets)
            text.Append($"{number} 1\n{offset:0000000000} 00000 n \n");
        text.Append($"trailer\n<< /Size 1000 /Root 1 0 R /Info 4 0 R >>\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <summary>The same file with its first page replaced, as a program saves on top: what was there stays in the file.</summary>
    public static byte[] SavedOver(byte[] pdf, string[] lines)
    {
        var before = Encoding.Latin1.GetString(pdf);
        var content = $"BT /F1 11 Tf 14 TL 60 780 Td\n{string.Concat(lines.Select(l => $"({l}) Tj T*\n"))}ET";
        var text = new StringBuilder(before);
        var at = text.Length;
        text.Append($"101 0 obj\n<< /Length {content.Length} >>\nstream\n{content}\nendstream\nendobj\n");
        var start = text.Length;
        var previous = before[(before.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..].Split('\n')[0];
        text.Append(
            $"xref\n101 1\n{at:0000000000} 00000 n \ntrailer\n<< /Size 1000 /Root 1 0 R /Info 4 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n"
        );
        return Encoding.Latin1.GetBytes(text.ToString());
    }

    /// <param name="located">With a latitude in its EXIF.</param>
    public static byte[] Jpeg(
        string exif = "",
        string comment = "",
        string xmp = "",
        bool located = false,
        byte[]? appended = null
    )
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        Segment(0xE1, [.. "Exif\0\0"u8, .. Tiff(exif, located)]);
        if (xmp.Length > 0)
            Segment(
                0xE1,
                [
                    .. "http://ns.adobe.com/xap/1.0/\0"u8,
                    .. Encoding.UTF8.GetBytes(
                        $"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><dc:description>{xmp}</dc:description></x:xmpmeta>"
                    ),
                ]
            );
        if (comment.Length > 0)
            Segment(0xFE, Encoding.UTF8.GetBytes(comment));
        Segment(0xDA, [1, 1, 0, 0, 63, 0]);
        file.Write([0x12, 0x34, 0xFF, 0x00, 0x56, 0xFF, 0xD9]);
        file.Write(appended);
        return file.ToArray();

        void Segment(byte marker, byte[] body)
        {
            Span<byte> head = [0xFF, marker, 0, 0];
            BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(body.Length + 2));
            file.Write(head);
            file.Write(body);
        }
    }

    public static byte[] Png(params (string Type, byte[] Body)[] chunks)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        foreach (
            var (type, body) in chunks.Prepend(("IHDR", new byte[13])).Append(("IDAT", [1, 2, 3])).Append(("IEND", []))
        )
        {
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
            file.Write(length);
            file.Write(Encoding.Latin1.GetBytes(type));
            file.Write(body);
            file.Write([0, 0, 0, 0]);
        }
        return file.ToArray();
    }

    public static (string, byte[]) Packed(string text)
    {
        using var to = new MemoryStream();
        using (var zlib = new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(text));
        return ("zTXt", [.. "Comment\0\0"u8, .. to.ToArray()]);
    }

    private static byte[] Tiff(string text, bool located)
    {
        byte[] words = [.. Encoding.UTF8.GetBytes(text), 0];
        using var tiff = new MemoryStream();
        using var writer = new BinaryWriter(tiff);
        writer.Write("II*\0"u8);
        writer.Write(8);
        writer.Write((ushort)2);
        Entry(0x010E, 2, words.Length, 38);
        Entry(0x8825, 4, 1, 38 + words.Length);
        writer.Write(0);
        writer.Write(words);
        writer.Write((ushort)1);
        Entry(located ? (ushort)2 : (ushort)0, 5, 3, 0);
        writer.Write(0);
        return tiff.ToArray();

        void Entry(ushort tag, ushort type, int count, int value)
        {
            writer.Write(tag);
            writer.Write(type);
            writer.Write(count);
            writer.Write(value);
        }
    }

    private static string Hex(string text) => $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
}
