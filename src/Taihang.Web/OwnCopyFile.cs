using System.Text;
using Taihang.Core.Common;
using Taihang.Modules.PersonalData;
using Taihang.Web.Pages;

namespace Taihang.Web;

/// <summary>A person's copy as one file of its own, to print.</summary>
public static class OwnCopyFile
{
    private const string Style = """
        body { font: 16px/1.5 system-ui, "Noto Sans SC", sans-serif; color: #22262a; max-width: 60rem; margin: 1rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; font-size: 0.9rem; } th, td { border: 1px solid #d9d4c7; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; }
        dl { display: grid; grid-template-columns: minmax(8rem, 14rem) 1fr; } dt, dd { margin: 0; padding: 0.2rem 0; } .note { color: #5a626b; font-size: 0.9rem; } .scroll { overflow-x: auto; }
        h2 { font-size: 1.15rem; border-bottom: 2px solid #1f5a52; } summary { list-style: none; break-after: avoid; } thead { display: table-header-group; } tr { break-inside: avoid; }
        """;

    public static async Task<byte[]> Write(OwnRecord record, Language language)
    {
        var title = new Words("个人信息复制件", "Everything that is recorded about you").In(language);
        var made = new Words(
            $"按 {record.MadeOn:yyyy-MM-dd} 的记录制作。",
            $"From the record of {record.MadeOn:yyyy-MM-dd}."
        ).In(language);
        return Encoding.UTF8.GetBytes(
            await FileOfPage.Write<OwnRecordView>(
                language,
                title,
                Style,
                $"<h1>{title}</h1><p class=\"note\">{made}</p>",
                [new() { [nameof(OwnRecordView.Record)] = record, [nameof(OwnRecordView.Language)] = language }]
            )
        );
    }
}
