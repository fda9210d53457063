using System.Net;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Modules.Reports;

/// <summary>Printed forms as one HTML file that stands alone: no script, no font and no picture from elsewhere; each form begins a sheet of paper.</summary>
public static class FormHtml
{
    private const int ColumnsUpright = 7;

    /// <param name="forms">Of one kind: a list, or the same form of several households.</param>
    /// <param name="place">Under each title.</param>
    public static string Run(IReadOnlyList<FormPrinted> forms, string place)
    {
        var first = forms[0];
        var language = first.Language;
        var wide = first.Tables.Any(t =>
            t.Part.Fields.Length > ColumnsUpright && (t.Part.OfMembers || first.Form.OfPlace)
        );
        var html = new StringBuilder();
        html.Append(
            $$"""
            <!DOCTYPE html>
            <html lang="{{language.Tag()}}"><head><meta charset="utf-8"><title>{{Text(
                first.Form.Title.In(language)
            )}}</title>
            <style>
            @page { size: A4 {{(
                wide ? "landscape" : "portrait"
            )}}; margin: 14mm 12mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }
            body { font: 10pt/1.45 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #111; margin: 0; }
            section + section { break-before: page; }
            h1 { font-size: 15pt; text-align: center; margin: 0 0 2mm; } h2 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
            p { margin: 0 0 3mm; text-align: center; color: #444; font-size: 8.5pt; }
            table { border-collapse: collapse; width: 100%; } th, td { border: 0.5pt solid #555; padding: 1mm 1.5mm; vertical-align: top; text-align: left; }
            th { background: #eee; font-weight: 600; } thead { display: table-header-group; } tr { break-inside: avoid; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
            tbody th { width: 34%; font-weight: 400; } td.none { color: #777; }
            </style></head><body>

            """
        );
        foreach (var form in forms)
            One(html, form, place);
        return html.Append("</body></html>\n").ToString();
    }

    private static void One(StringBuilder html, FormPrinted printed, string place)
    {
        var language = printed.Language;
        var day = new Words($"截至 {printed.Day:yyyy-MM-dd} 的记录", $"Record as of {printed.Day:yyyy-MM-dd}");
        html.Append("<section><h1>").Append(Text(printed.Form.Title.In(language))).Append("</h1><p>");
        html.Append(Text(place)).Append(" · ").Append(Text(day.In(language))).Append(" · ");
        html.Append(Text(printed.Form.Basis.In(language))).Append("</p>\n");
        foreach (var (part, lines) in printed.Tables)
        {
            if (!printed.Form.OfPlace)
                html.Append("<h2>").Append(Text(part.Title.In(language))).Append("</h2>\n");
            html.Append("<table>");
            if (part.OfMembers || printed.Form.OfPlace)
            {
                html.Append("<thead><tr>");
                foreach (var field in part.Fields)
                    html.Append("<th>").Append(Text(field.Label.In(language))).Append("</th>");
                html.Append("</tr></thead><tbody>\n");
                foreach (var line in lines)
                {
                    html.Append("<tr>");
                    foreach (var value in line)
                        Cell(html, value, language);
                    html.Append("</tr>\n");
                }
            }
            else
            {
                html.Append("<tbody>\n");
                for (var i = 0; i < part.Fields.Length; i++)
                {
                    html.Append("<tr><th>").Append(Text(part.Fields[i].Label.In(language))).Append("</th>");
                    Cell(html, lines[0][i], language);
                    html.Append("</tr>\n");
                }
            }
            html.Append("</tbody></table>\n");
        }
        html.Append("</section>\n");
    }

    private static void Cell(StringBuilder html, KnownValue? value, Language language) =>
        html.Append(
                value is null ? "<td class=\"none\">"
                : value.Number ? "<td class=\"n\">"
                : "<td>"
            )
            .Append(Text(value?.Text ?? PrintForm.NotRecorded.In(language)))
            .Append("</td>");

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
