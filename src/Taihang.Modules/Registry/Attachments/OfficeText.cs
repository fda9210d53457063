using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>A workbook or document (ECMA-376): every part of it is read, or the file is refused.</summary>
internal sealed class OfficeText
{
    private const int MostParts = 2000;
    private const int MostUnpacked = 96 << 20;

    /// <summary>So much may unpack whatever the ratio; beyond, a file that packs better than this holds nothing worth reading.</summary>
    private const int SmallUnpacked = 8 << 20;
    private const int MostRatio = 200;

    /// <summary>Of one part; a million cells take some thirty.</summary>
    private const int MostXml = 48 << 20;
    private const int MostDepth = 200;

    /// <summary>An attribute shorter than this holds no number.</summary>
    private const int ShortestAttribute = 11;

    private readonly string file;
    private readonly List<FileText> texts = [];
    private readonly Dictionary<string, byte[]> parts;
    private int pictures;
    private bool located;

    private OfficeText(string file, Dictionary<string, byte[]> parts) => (this.file, this.parts) = (file, parts);

    public static FileContent Read(string file, byte[] bytes)
    {
        var parts = Unpack(file, bytes);
        var kind =
            parts.ContainsKey("xl/workbook.xml") ? FileKind.Xlsx
            : parts.ContainsKey("word/document.xml") ? FileKind.Docx
            : throw new RefusedFileException(AttachmentProblems.WrongKind(file));
        var text = new OfficeText(file, parts);
        text.Types();
        IReadOnlySet<string> done = kind == FileKind.Xlsx ? text.Sheets() : text.Document();
        foreach (var (name, part) in parts.Where(p => !done.Contains(p.Key)))
            text.Other(name, part);
        return new FileContent(kind, text.texts, text.pictures, text.located);
    }

    private static Dictionary<string, byte[]> Unpack(string file, byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read);
        if (zip.Entries.Count > MostParts)
            throw new RefusedFileException(AttachmentProblems.TooMuch(file));
        var parts = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        var unpacked = 0L;
        var block = new byte[1 << 16];
        foreach (var entry in zip.Entries.Where(e => !e.FullName.EndsWith('/')))
        {
            if (entry.IsEncrypted)
                throw new RefusedFileException(AttachmentProblems.Encrypted(file));
            // What the directory says of a part's size may be a lie: it is counted while it unpacks.
            using var from = entry.Open();
            using var to = new MemoryStream();
            for (int length; (length = from.Read(block)) > 0; to.Write(block, 0, length))
                if (
                    (unpacked += length) > MostUnpacked
                    || unpacked > SmallUnpacked && unpacked > (long)bytes.Length * MostRatio
                )
                    throw new RefusedFileException(AttachmentProblems.TooMuch(file));
            if (!parts.TryAdd(entry.FullName.Replace('\\', '/').TrimStart('/'), to.ToArray()))
                throw new RefusedFileException(AttachmentProblems.Unreadable(file, $"{entry.FullName} ×2"));
        }
        return parts;
    }

    /// <summary>A program, and a file within the file, are known by the type that the package gives a part, and by name.</summary>
    private void Types()
    {
        if (!parts.TryGetValue("[Content_Types].xml", out var types))
            throw new RefusedFileException(AttachmentProblems.WrongKind(file));
        foreach (var type in Load(types).Root!.Elements().Select(e => (string?)e.Attribute("ContentType") ?? ""))
            if (
                type.Contains("macroEnabled", StringComparison.OrdinalIgnoreCase)
                || type.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
            )
                throw new RefusedFileException(AttachmentProblems.Program(file, type));
        foreach (var name in parts.Keys)
            if (
                name.Contains("vbaProject", StringComparison.OrdinalIgnoreCase)
                || name.Contains("/macrosheets/", StringComparison.OrdinalIgnoreCase)
                || name.Contains("/activeX/", StringComparison.OrdinalIgnoreCase)
                || name.Contains("customUI", StringComparison.OrdinalIgnoreCase)
            )
                throw new RefusedFileException(AttachmentProblems.Program(file, name));
            else if (name.Contains("/embeddings/", StringComparison.OrdinalIgnoreCase))
                throw new RefusedFileException(AttachmentProblems.Embedded(file, name));
    }

    private HashSet<string> Sheets()
    {
        var sheets = new XlsxText(
            file,
            parts.GetValueOrDefault("xl/sharedStrings.xml") is { } shared ? Load(shared) : null
        );
        // A sheet that is hidden, very hidden, or in no list at all is a part like the others.
        var names = SheetNames();
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "xl/sharedStrings.xml" };
        foreach (var (name, bytes) in parts)
            if (
                name.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)
                && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            )
            {
                var (cells, rest) = sheets.Read(names.GetValueOrDefault(name, name), bytes);
                texts.AddRange(cells);
                texts.AddRange(rest);
                done.Add(name);
            }
        texts.AddRange(sheets.Unused());
        return done;
    }

    private Dictionary<string, string> SheetNames()
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!parts.TryGetValue("xl/_rels/workbook.xml.rels", out var links))
            return names;
        var targets = Load(links)
            .Root!.Elements()
            .ToLookup(r => (string?)r.Attribute("Id") ?? "", r => (string?)r.Attribute("Target") ?? "");
        foreach (var sheet in Load(parts["xl/workbook.xml"]).Descendants().Where(e => e.Name.LocalName == "sheet"))
        foreach (var target in targets[(string?)sheet.Attributes().FirstOrDefault(a => a.Name.LocalName == "id") ?? ""])
            names[target.StartsWith('/') ? target[1..] : "xl/" + target] = (string?)sheet.Attribute("name") ?? target;
        return names;
    }

    private HashSet<string> Document()
    {
        var done = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, bytes) in parts)
            if (
                name.StartsWith("word/", StringComparison.OrdinalIgnoreCase)
                && name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
                && !name.Contains("/theme/", StringComparison.OrdinalIgnoreCase)
            )
            {
                var part = Load(bytes);
                texts.AddRange(DocxText.Read(new Place(file, PartName(name)), part));
                texts.AddRange(Attributes(name, part));
                done.Add(name);
            }
        return done;
    }

    private void Other(string name, byte[] bytes)
    {
        if (
            name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".vml", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".svg", StringComparison.OrdinalIgnoreCase)
        )
        {
            var document = Load(bytes);
            texts.Add(new FileText(Blocks(document), new Place(file, PartName(name))));
            texts.AddRange(Attributes(name, document));
            return;
        }
        switch (Path.GetExtension(name).ToLowerInvariant())
        {
            case ".png":
            case ".jpg":
            case ".jpeg":
                pictures++;
                if (FileKinds.Of(bytes) is var form && form is FileForm.Jpeg or FileForm.Png)
                {
                    var picture = PictureText.Read(name, bytes, form == FileForm.Png ? FileKind.Png : FileKind.Jpeg);
                    texts.AddRange(picture.Texts.Select(t => t with { At = new Place(file, name) }));
                    located |= picture.Located;
                }
                break;
            case ".gif" or ".bmp" or ".tif" or ".tiff" or ".wdp":
                pictures++;
                break;
            case ".emf" or ".wmf":
                pictures++;
                texts.AddRange(ReadContent.Raw(bytes).Select(t => new FileText(t, new Place(file, name))));
                break;
            case ".bin" when name.Contains("printerSettings", StringComparison.OrdinalIgnoreCase):
                texts.AddRange(ReadContent.Raw(bytes).Select(t => new FileText(t, new Place(file, name))));
                break;
            case ".odttf" or ".ttf" or ".fntdata":
                break;
            default:
                throw new RefusedFileException(AttachmentProblems.Embedded(file, name));
        }
    }

    /// <summary>All text of a part; what stands in one paragraph, string or comment together, everything else by lines.</summary>
    internal static string Blocks(XDocument document)
    {
        var text = new System.Text.StringBuilder();
        var within = 0;
        Walk(document.Root!);
        return text.ToString();

        // How deep they may lie is bounded where the part is loaded.
        void Walk(XElement element)
        {
            var block = element.Name.LocalName is "p" or "si" or "text" or "is";
            within += block ? 1 : 0;
            foreach (var node in element.Nodes())
                if (node is XElement child)
                    Walk(child);
                else if (node is XText leaf)
                    text.Append(leaf.Value).Append(within > 0 ? "" : "\n");
            within -= block ? 1 : 0;
            if (block)
                text.Append('\n');
        }
    }

    /// <summary>Descriptions of pictures, kept values of pivot tables, names: long values of attributes that are no marks of a program.</summary>
    private IEnumerable<FileText> Attributes(string part, XDocument document) =>
        Attributes(new Place(file, PartName(part)), document);

    internal static IEnumerable<FileText> Attributes(Place at, XDocument document) =>
        document
            .Descendants()
            .Attributes()
            .Where(a =>
                a.Value.Length >= ShortestAttribute
                && !a.IsNamespaceDeclaration
                && a.Value[0] != '{'
                && a.Name.LocalName is not ("uid" or "id" or "paraId" or "textId")
                && a.Value.Any(char.IsNumber)
            )
            .Select(a => a.Value)
            .Distinct(StringComparer.Ordinal)
            .Select(value => new FileText(value, at));

    /// <summary>The part as the reader of a document knows it.</summary>
    private static string PartName(string name) =>
        name.Contains("comments", StringComparison.OrdinalIgnoreCase) ? $"批注 comments ({name})"
        : name.Contains("header", StringComparison.OrdinalIgnoreCase) ? $"页眉 header ({name})"
        : name.Contains("footer", StringComparison.OrdinalIgnoreCase) ? $"页脚 footer ({name})"
        : name.Contains("footnotes", StringComparison.OrdinalIgnoreCase) ? $"脚注 footnotes ({name})"
        : name.StartsWith("docProps/", StringComparison.OrdinalIgnoreCase) ? $"属性 properties ({name})"
        : name.Equals("word/document.xml", StringComparison.OrdinalIgnoreCase) ? "正文 text"
        : name;

    internal static XDocument Load(byte[] bytes)
    {
        if (bytes.Length > MostXml)
            throw new InvalidDataException($"more than {MostXml >> 20} MB of XML in one part");
        // First without building anything: what lies too deep would take a step for each pair of elements.
        using (var look = Reader(bytes))
            while (look.Read())
                if (look.Depth > MostDepth)
                    throw new InvalidDataException($"elements within {MostDepth} others");
        using var reader = Reader(bytes);
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    private static XmlReader Reader(byte[] bytes) =>
        XmlReader.Create(
            new MemoryStream(bytes, writable: false),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
        );
}
