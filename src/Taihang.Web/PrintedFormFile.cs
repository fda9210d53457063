using Taihang.Modules.Reports;
using Taihang.Web.Pages;

namespace Taihang.Web;

/// <summary>Printed forms as one file to print: each form begins a sheet of paper.</summary>
public static class PrintedFormFile
{
    private const int ColumnsUpright = 7;

    /// <param name="forms">Of one kind: a list, or the same form of several households.</param>
    /// <param name="place">Under each title.</param>
    public static Task<string> Write(IReadOnlyList<FormPrinted> forms, string place)
    {
        var first = forms[0];
        var wide = first.Tables.Any(t =>
            t.Part.Fields.Length > ColumnsUpright && (t.Part.OfMembers || first.Form.OfPlace)
        );
        return FileOfPage.Write<PrintedFormView>(
            first.Language,
            first.Form.Title.In(first.Language),
            $$"""
            @page { size: A4 {{(
                wide ? "landscape" : "portrait"
            )}}; margin: 14mm 12mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }
            body { font: 10pt/1.45 "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; color: #111; margin: 0; }
            section + section { break-before: page; }
            h1 { font-size: 15pt; text-align: center; margin: 0 0 2mm; } h2 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
            p { margin: 0 0 3mm; text-align: center; color: #444; font-size: 8.5pt; }
            table { border-collapse: collapse; width: 100%; } caption { text-align: left; font-size: 8.5pt; color: #444; }
            th, td { border: 0.5pt solid #555; padding: 1mm 1.5mm; vertical-align: top; text-align: left; }
            th { background: #eee; font-weight: 600; } thead { display: table-header-group; } tr { break-inside: avoid; } td.n { text-align: right; font-variant-numeric: tabular-nums; }
            dl { display: grid; grid-template-columns: 34% 1fr; margin: 0; border-top: 0.5pt solid #555; } dt, dd { margin: 0; padding: 1mm 1.5mm; border-bottom: 0.5pt solid #555; break-inside: avoid; }
            """,
            "",
            forms.Select(form => new Dictionary<string, object?>
            {
                [nameof(PrintedFormView.Printed)] = form,
                [nameof(PrintedFormView.Place)] = place,
                [nameof(PrintedFormView.Language)] = form.Language,
            })
        );
    }
}
