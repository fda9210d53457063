using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Takeover;

/// <summary>
/// The take-over report: a sheet for the office to sign, the same as JSON for scripts, and the verdict on every row. It names households by
/// number and never a person, an ID number, a phone or an account.
/// </summary>
public static class WriteReport
{
    public const string SheetFile = "takeover.xlsx";
    public const string ScriptFile = "takeover.json";
    public const string RowsFile = "rows.csv";

    private static readonly JsonSerializerOptions ForScripts = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public static void Run(TakeoverReport report, RegistrationForm form, string folder, Language language)
    {
        Directory.CreateDirectory(folder);
        using (var sheet = File.Create(Path.Combine(folder, SheetFile)))
            NewXlsx.Write(
                sheet,
                language == Language.Chinese ? "接收报告" : "Take-over report",
                Sheet(report, form, language).Select(r => r.Select(c => c))
            );
        File.WriteAllText(Path.Combine(folder, ScriptFile), JsonSerializer.Serialize(Script(report), ForScripts));
        using var rows = new StreamWriter(Path.Combine(folder, RowsFile), append: false, new UTF8Encoding(true));
        rows.WriteLine(language == Language.Chinese ? "文件,行,户编号,结果" : "file,row,household,verdict");
        foreach (var row in report.Rows)
            rows.WriteLine(
                string.Join(
                    ',',
                    Quoted(row.File),
                    row.Row.ToString(CultureInfo.InvariantCulture),
                    Quoted(row.Household),
                    Words(row.Verdict).In(language)
                )
            );
    }

    public static Words Words(Verdict? verdict) =>
        verdict switch
        {
            Verdict.New => new("新登记", "registered"),
            Verdict.Changed => new("有变更", "changed"),
            Verdict.Unchanged => new("无变化", "unchanged"),
            Verdict.Conflict => new("有冲突", "conflict"),
            _ => new("不能接收", "refused"),
        };

    public static Words Words(FindingKind kind) =>
        kind switch
        {
            FindingKind.Value => new("数值不同，以交来的为准", "another value; the delivery is written"),
            FindingKind.Joined => new("新增成员", "a member who joins"),
            FindingKind.Left => new("交来的数据中没有此成员，记为离户", "a member the delivery does not have leaves"),
            FindingKind.HeadOrVillage => new("户主或所在村不同", "another head or village"),
            FindingKind.Sealed => new("密封的号码不同或新补", "another sealed number, or a new one"),
            FindingKind.Newer => new("记录中有更新的事实，保留记录", "the record knows something later, which stays"),
            FindingKind.LeftSince => new("此人其后已离户，保留记录", "has left since; the record stays"),
            FindingKind.JoinedSince => new("有成员其后入户，保留记录", "a member has joined since; the record stays"),
            FindingKind.ClosedSince => new(
                "此户其后已注销，保留记录",
                "the household was closed since; the record stays"
            ),
            _ => new("密封的号码登记后已变更，保留记录", "the sealed number was changed on record, which stays"),
        };

    /// <summary>For <c>--json</c> and the report's file alike.</summary>
    public static object Script(TakeoverReport report) =>
        new
        {
            mapping = report.Mapping.Name,
            mapping_hash = report.Mapping.Hash,
            source = report.Mapping.Source,
            observed_newest = report.Newest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            already_taken_over = report.Already,
            record_changed = report.Kept
                && report.Counts is { Observations: > 0 } or { PersonsLeft: > 0 } or { HouseholdsChanged: > 0 },
            report.Files,
            report.Counts,
            rows = report
                .Rows.GroupBy(r => Words(r.Verdict).En)
                .ToImmutableSortedDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal),
            report.Before,
            report.Stated,
            report.After,
            report.LeftOut,
            report.Differences,
            report.Conflicts,
            findings = report.Findings.Select(f => new
            {
                kind = f.Finding.Kind.ToString(),
                f.Finding.Conflict,
                f.Finding.Household,
                f.At.File,
                f.At.Sheet,
                f.At.Row,
                f.At.Column,
                f.At.Heading,
                fact = f.Finding.Column is { } column ? ColumnMapping.IdOf(column) : null,
                recorded = Shown(f.Finding, f.Finding.Recorded, Language.Chinese),
                stated = Shown(f.Finding, f.Finding.Stated, Language.Chinese),
                recorded_on = f.Finding.RecordedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }),
            faults = report.Faults.Select(p => new
            {
                p.Code,
                p.Where?.File,
                p.Where?.Sheet,
                p.Where?.Row,
                p.Where?.Column,
                p.Where?.Heading,
                problem = p.What,
                p.Remedy,
            }),
        };

    private static IEnumerable<List<(string Text, bool Number)>> Sheet(
        TakeoverReport report,
        RegistrationForm form,
        Language language
    )
    {
        yield return Row(T("旧系统数据接收报告", "Take-over of another register"));
        yield return Row(T("旧系统", "Register"), report.Mapping.Source.In(language));
        yield return Row(T("列映射", "Mapping"), report.Mapping.Name, report.Mapping.Hash);
        yield return Row(
            T("事实日期（最新）", "Facts as of (newest)"),
            report.Newest.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
        yield return Row(
            T("结果", "Outcome"),
            report.Already ? T("此前已接收，没有任何改动", "taken over before; nothing changed")
                : report.Faults.Count > 0
                    ? T($"{report.Faults.Count} 个问题，未接收", $"{report.Faults.Count} faults; not taken over")
                : report.Kept ? T("已接收", "taken over")
                : T("试接收，未保存", "a check; nothing kept")
        );
        yield return Row();
        yield return Row(T("文件", "File"), T("行数", "Rows"), "SHA-256");
        foreach (var file in report.Files)
            yield return [(file.Name, false), Figure(file.Rows), (file.Hash, false)];
        yield return Row();
        yield return Row(T("合计", "Totals"), T("接收前", "Before"), T("交来", "Delivered"), T("接收后", "After"));
        yield return Total(T("户", "Households"), t => t.Households);
        yield return Total(T("人", "Members"), t => t.Members);
        foreach (
            var column in form.Columns.Where(c => report.Stated?.MoneyFen.ContainsKey(c.Attribute?.Id ?? "") ?? false)
        )
            yield return
            [
                (column.Heading.In(language), false),
                .. Each(t => (Yuan(t.MoneyFen[column.Attribute!.Id]), true)),
            ];
        yield return Row();
        yield return Row(T("各行结果", "Rows by verdict"));
        foreach (
            var verdict in new Verdict?[] { Verdict.New, Verdict.Changed, Verdict.Unchanged, Verdict.Conflict, null }
        )
            yield return [(Words(verdict).In(language), false), Figure(report.Of(verdict))];
        yield return Row();
        yield return Row(
            T("未接收的列", "Columns left out"),
            T("文件", "File"),
            T("有内容的格", "Filled cells"),
            T("理由", "Why")
        );
        foreach (var left in report.LeftOut)
            yield return [(left.Heading, false), (left.File, false), Figure(left.Filled), (left.Why, false)];
        yield return Row();
        yield return Row(
            T("不同之处", "Differences"),
            T("户编号", "Household"),
            T("文件", "File"),
            T("行", "Row"),
            T("列", "Column"),
            T("项目", "Fact"),
            T("记录", "Record"),
            T("交来", "Delivery"),
            T("记录日期", "Recorded on")
        );
        foreach (
            var (finding, at) in report
                .Findings.OrderByDescending(f => f.Finding.Conflict)
                .Select(f => (f.Finding, f.At))
        )
            yield return
            [
                (Words(finding.Kind).In(language), false),
                (finding.Household, false),
                (at.File, false),
                Figure(at.Row ?? 0),
                (at.Heading ?? "", false),
                (finding.Column?.Heading.In(language) ?? "", false),
                (Shown(finding, finding.Recorded, language) ?? "", false),
                (Shown(finding, finding.Stated, language) ?? "", false),
                (finding.RecordedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", false),
            ];
        yield return Row();
        yield return Row(T("问题", "Faults"));
        foreach (var fault in report.Faults)
            yield return Row(fault.In(language));
        yield return Row();
        yield return Row(T("经办人", "Prepared by"), "", T("日期", "Date"));
        yield return Row(T("核对人", "Checked by"), "", T("日期", "Date"));
        yield return Row(T("负责人", "Approved by"), "", T("日期", "Date"));

        string T(string zh, string en) => language == Language.Chinese ? zh : en;

        static List<(string, bool)> Row(params string[] cells) => [.. cells.Select(c => (c, false))];

        List<(string, bool)> Total(string title, Func<RegisterTotals, int> of) =>
            [(title, false), .. Each(t => Figure(of(t)))];

        IEnumerable<(string, bool)> Each(Func<RegisterTotals, (string, bool)> of) =>
            new[] { report.Before, report.Stated, report.After }.Select(t => t is null ? ("", false) : of(t));
    }

    private static (string, bool) Figure(int number) => (number.ToString(CultureInfo.InvariantCulture), true);

    private static string Yuan(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private static string? Shown(Finding finding, string? json, Language language) =>
        json is null or "null" || finding.Column is null ? null : CellText.Of(finding.Column, json, language);

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
