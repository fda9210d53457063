using System.Text;
using System.Text.RegularExpressions;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.TextExtractor;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>
/// Pages of a PDF by their lines, and every string of every object in it: properties, notes, fields, bookmarks. Also what stood in it
/// before it was changed and saved on top of itself.
/// </summary>
internal static partial class PdfText
{
    private const int MostPages = 1000;
    private const int MostRevisions = 8;

    public static FileContent Read(string file, byte[] bytes, CancellationToken stop)
    {
        try
        {
            return Revisions(file, bytes, stop);
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new RefusedFileException(AttachmentProblems.Encrypted(file));
        }
        catch (Exception error)
            when (error is not (RefusedFileException or OperationCanceledException or OutOfMemoryException))
        {
            throw new RefusedFileException(AttachmentProblems.Unreadable(file, "PDF"));
        }
    }

    /// <summary>The newest state, and each older one that the file still has.</summary>
    private static FileContent Revisions(string file, byte[] bytes, CancellationToken stop)
    {
        var content = Whole(file, bytes, stop);
        var ends = Ends()
            .Matches(Encoding.Latin1.GetString(bytes))
            .Select(m => m.Index + m.Length)
            .SkipLast(1)
            .ToList();
        if (ends.Count > MostRevisions)
            throw new RefusedFileException(AttachmentProblems.TooMuch(file));
        var texts = content.Texts.ToList();
        foreach (var end in ends)
            try
            {
                texts.AddRange(Whole(file, bytes[..end], stop).Texts.Except(texts).ToList());
            }
            catch (Exception error)
                when (error is not (RefusedFileException or OperationCanceledException or OutOfMemoryException))
            {
                // The first end of a file that is laid out for the web is no state of it.
            }
        return content with { Texts = texts };
    }

    private static FileContent Whole(string file, byte[] bytes, CancellationToken stop)
    {
        var filters = MeasuredFilters.For(file);
        using var document = PdfDocument.Open(
            bytes,
            new ParsingOptions
            {
                UseLenientParsing = true,
                SkipMissingFonts = true,
                FilterProvider = filters,
            }
        );
        if (document.NumberOfPages > MostPages)
            throw new RefusedFileException(AttachmentProblems.TooMuch(file));
        if (document.Advanced.TryGetEmbeddedFiles(out var embedded) && embedded.Count > 0)
            throw new RefusedFileException(AttachmentProblems.Embedded(file, embedded[0].Name));
        var texts = new List<FileText>();
        var pictures = 0;
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            stop.ThrowIfCancellationRequested();
            var page = document.GetPage(number);
            pictures += page.NumberOfImages;
            var at = new Place(file, Page: number);
            texts.Add(new FileText(ContentOrderTextExtractor.GetText(page), at));
            texts.Add(new FileText(Lines(page), at));
        }
        var (strings, located) = Objects(file, document, stop);
        filters.ThrowIfExceeded();
        texts.AddRange(
            strings
                .Distinct(StringComparer.Ordinal)
                .Select(s => new FileText(s, new Place(file, "属性、批注、表单 properties, notes, fields")))
        );
        return new FileContent(FileKind.Pdf, texts, pictures, located);
    }

    /// <summary>Words by the lines on which a reader sees them, whatever the order in which they were drawn.</summary>
    private static string Lines(Page page)
    {
        var text = new StringBuilder();
        (double? line, double right) = (null, 0);
        foreach (
            var word in page.GetWords()
                .OrderByDescending(w => Math.Round(w.BoundingBox.Bottom / 3))
                .ThenBy(w => w.BoundingBox.Left)
        )
        {
            var height = Math.Max(word.BoundingBox.Height, 4);
            if (line is { } now && Math.Abs(now - word.BoundingBox.Bottom) <= 3)
                text.Append(word.BoundingBox.Left - right > 3 * height ? "     " : " ");
            else if (line is not null)
                text.Append('\n');
            text.Append(word.Text);
            (line, right) = (word.BoundingBox.Bottom, word.BoundingBox.Right);
        }
        return text.ToString();
    }

    private static (List<string> Strings, bool Located) Objects(
        string file,
        PdfDocument document,
        CancellationToken stop
    )
    {
        var strings = new List<string>();
        var located = false;
        foreach (var reference in document.Structure.CrossReferenceTable.ObjectOffsets.Keys)
        {
            stop.ThrowIfCancellationRequested();
            IToken token;
            try
            {
                token = document.Structure.GetObject(reference).Data;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // An object that no reader can read shows nothing to anybody.
                continue;
            }
            Walk(token, 0);
        }
        if (document.Structure.Trailer?.Info is { } info)
            Walk(info, 0);
        return (strings, located);

        void Walk(IToken token, int depth)
        {
            if (depth > 100)
                throw new RefusedFileException(AttachmentProblems.Unreadable(file, "PDF"));
            switch (token)
            {
                case StringToken text:
                    strings.Add(text.Data);
                    break;
                case HexToken hex:
                    strings.Add(hex.Data);
                    break;
                case ArrayToken array:
                    foreach (var part in array.Data)
                        Walk(part, depth + 1);
                    break;
                case DictionaryToken dictionary:
                    Dictionary(dictionary, depth);
                    break;
                case StreamToken stream:
                    Dictionary(stream.StreamDictionary, depth);
                    Stream(stream);
                    break;
            }
        }

        void Dictionary(DictionaryToken dictionary, int depth)
        {
            foreach (var (name, value) in dictionary.Data)
            {
                if (name is "JavaScript" or "JS" or "Launch" || value is NameToken { Data: "JavaScript" or "Launch" })
                    throw new RefusedFileException(AttachmentProblems.Program(file, "JavaScript"));
                if (name is "EmbeddedFile" or "EF" || value is NameToken { Data: "EmbeddedFile" or "RichMedia" })
                    throw new RefusedFileException(AttachmentProblems.Embedded(file, name));
                Walk(value, depth + 1);
            }
        }

        void Stream(StreamToken stream)
        {
            if (!stream.StreamDictionary.TryGet(NameToken.Filter, out var filter))
            {
                // Properties (XMP) lie open.
                if (stream.StreamDictionary.TryGet(NameToken.Type, out NameToken type) && type.Data == "Metadata")
                    strings.Add(Encoding.UTF8.GetString(stream.Data.Span));
            }
            else if (filter is NameToken { Data: "DCTDecode" } && FileKinds.Of(stream.Data.Span) == FileForm.Jpeg)
            {
                var picture = PictureText.Read(file, stream.Data.ToArray(), FileKind.Jpeg);
                strings.AddRange(picture.Texts.Select(t => t.Text));
                located |= picture.Located;
            }
        }
    }

    [GeneratedRegex("%%EOF", RegexOptions.NonBacktracking)]
    private static partial Regex Ends();
}
