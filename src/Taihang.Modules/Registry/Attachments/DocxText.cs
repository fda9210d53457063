using System.Text;
using System.Xml.Linq;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>
/// A part of a document by paragraphs: as it stands, as it stood before tracked changes, and with both. What was deleted and kept on
/// record is still in the file.
/// </summary>
internal static class DocxText
{
    public static IEnumerable<FileText> Read(Place at, XDocument part)
    {
        var (both, now, before) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var paragraph in part.Descendants().Where(e => e.Name.LocalName == "p"))
        {
            foreach (var piece in paragraph.Descendants().Where(e => Piece(e) is not null))
            {
                // A paragraph within a paragraph (a text box) comes by itself.
                var inside = piece.Ancestors().TakeWhile(a => a != paragraph).Select(a => a.Name.LocalName).ToList();
                if (inside.Contains("p"))
                    continue;
                var text = Piece(piece)!;
                both.Append(text);
                if (
                    !inside.Contains("del")
                    && !inside.Contains("moveFrom")
                    && piece.Name.LocalName is not ("delText" or "delInstrText")
                )
                    now.Append(text);
                if (!inside.Contains("ins") && !inside.Contains("moveTo"))
                    before.Append(text);
            }
            both.Append('\n');
            now.Append('\n');
            before.Append('\n');
        }
        yield return new FileText(both.ToString(), at with { Row = 1 }, Lines: true);
        if (!both.Equals(now))
            yield return new FileText(now.ToString(), at with { Row = 1 }, Lines: true);
        if (!both.Equals(before))
            yield return new FileText(before.ToString(), at with { Row = 1 }, Lines: true);
        // Text that stands in no paragraph: values of properties, of formulas.
        var rest = part.DescendantNodes()
            .OfType<XText>()
            .Where(t => t.Ancestors().All(a => a.Name.LocalName != "p"))
            .Select(t => t.Value);
        yield return new FileText(string.Join('\n', rest), at);
    }

    private static string? Piece(XElement e) =>
        e.Name.LocalName switch
        {
            "t" or "delText" or "instrText" or "delInstrText" => e.Value,
            "tab" or "ptab" => " ",
            "br" or "cr" => " ",
            "noBreakHyphen" => "-",
            "sym" => "",
            _ => null,
        };
}
