using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Reports;

namespace Taihang.Modules.Reports;

/// <summary>What is to be told of a form that was filled, in the words of both languages.</summary>
public static class FormRemarks
{
    public static Words Fault(RowFault fault) =>
        fault switch
        {
            RowFault.NotFound => new("辖区内没有登记这一户或这个人", "nobody on record in the place"),
            RowFault.Several => new(
                "不止一户（人）符合，请补填户编号",
                "more than one fits; give the household number"
            ),
            RowFault.Formula => new("此格是公式，未改", "a formula stands here; left alone"),
            _ => new("此格与另一行合并，未填", "joined with another row's cell; left alone"),
        };

    /// <summary>What the sheet says; a number that is sealed in the record is not repeated.</summary>
    public static string SheetSays(SheetDifference difference) =>
        difference.Field.Sealed ? "••••" : difference.SheetSays;

    /// <summary>By what a fact came into the record.</summary>
    public static Words Source(string? source) =>
        source switch
        {
            "registration" => new("登记", "registration"),
            "update" => new("更新", "update"),
            "takeover" => new("旧系统接收", "taken over from another register"),
            "visit" => new("入户", "visit"),
            "procedure" => new("办事程序", "procedure"),
            null => new("登记信息", "registry"),
            _ => Words.Same(source),
        };

    /// <summary>For a spreadsheet: every difference, gap and row that was left, with its place in the form.</summary>
    public static byte[] Csv(FormFilled filled, Language language)
    {
        var zh = language == Language.Chinese;
        var text = new StringBuilder(
            zh
                ? "行,列,栏目,户编号,姓名,说明,表中所填,记录,登记日期,来源\r\n"
                : "row,column,field,household,name,remark,sheet says,record says,recorded on,source\r\n"
        );
        foreach (var d in filled.Plan.Differences)
            Line(
                d.At,
                d.Field.Title.In(language),
                d.Row,
                zh ? "与记录不同" : "differs from the record",
                SheetSays(d),
                d.Record.Text,
                $"{d.Record.ObservedOn:yyyy-MM-dd}",
                Source(d.Record.Source).In(language)
            );
        foreach (var m in filled.Plan.Missing)
            Line(m.At, m.Field.Title.In(language), m.Row, PrintForm.NotRecorded.In(language), "", "", "", "");
        foreach (var l in filled.Plan.Left)
            Line(l.At, l.Shown, null, Fault(l.Fault).In(language), "", "", "", "");
        return [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text.ToString())];

        void Line(CellAt at, string field, KnownRow? row, params string[] rest) =>
            text.AppendJoin(
                    ',',
                    new[] { $"{at.Row}", $"{at.Column}", field, row?.HouseholdNumber ?? "", row?.Name ?? "" }
                        .Concat(rest)
                        .Select(Quoted)
                )
                .Append("\r\n");
    }

    /// <summary>A cell that a spreadsheet would take for a formula stays a text.</summary>
    internal static string Quoted(string text) =>
        $"\"{(text is ['=' or '+' or '-' or '@', ..] ? "'" : "")}{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
