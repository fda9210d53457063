using System.CommandLine;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Modules.Reports;

namespace Taihang.Cli.Verbs;

/// <summary>What the form verbs say on screen and to scripts.</summary>
internal static class FormText
{
    private const int Most = 20;

    public static int Filled(ParseResult parsed, FormFilled filled, string to)
    {
        var plan = filled.Plan;
        return Screen.Answer(
            parsed,
            new
            {
                file = to,
                rows = plan.Rows.Length,
                filled = plan.Cells.Length,
                @sealed = filled.Sealed,
                not_known = filled.NotKnown.Select(h => h.Shown),
                columns = filled.Columns.Select(c => new
                {
                    column = c.Heading.Column,
                    heading = c.Heading.Shown,
                    field = c.Match?.Field.Id,
                    reason = c.Match?.Reason.ToString(),
                }),
                differences = plan.Differences.Select(d => new
                {
                    d.At.Row,
                    d.At.Column,
                    field = d.Field.Id,
                    household = d.Row.HouseholdNumber,
                    sheet_says = FormRemarks.SheetSays(d),
                    record_says = d.Record.Text,
                    recorded_on = d.Record.ObservedOn,
                    source = d.Record.Source,
                }),
                missing = plan.Missing.Select(m => new { field = m.Field.Id, household = m.Row.HouseholdNumber }),
                left = plan.Left.Select(l => new
                {
                    l.At.Row,
                    l.At.Column,
                    fault = l.Fault.ToString(),
                    l.Shown,
                }),
            },
            new Words(Words(filled, to, Language.Chinese), Words(filled, to, Language.English))
        );
    }

    public static int Burden(ParseResult parsed, BurdenShown shown) =>
        Screen.Answer(
            parsed,
            new
            {
                shown.Ledger.Total,
                shown.Ledger.ByMonth,
                shown.Ledger.BySuperior,
                shown.Ledger.ByForm,
                asked_twice = shown.Ledger.Twice,
            },
            new Words(Words(shown.Ledger, Language.Chinese), Words(shown.Ledger, Language.English))
        );

    private static string Words(FormFilled filled, string to, Language language)
    {
        var (zh, plan) = (language == Language.Chinese, filled.Plan);
        var text = new StringBuilder(
            zh
                ? $"{to}：{plan.Rows.Length:N0} 行，填入 {plan.Cells.Length:N0} 格；与记录不同 {plan.Differences.Length:N0} 处，未登记 {plan.Missing.Length:N0} 处。"
                : $"{to}: {plan.Rows.Length:N0} rows, {plan.Cells.Length:N0} cells filled; {plan.Differences.Length:N0} differ from the record, {plan.Missing.Length:N0} facts are not recorded."
        );
        var unknown = filled.NotKnown.Select(h => h.Shown).ToList();
        if (unknown.Count > 0)
            text.Append(
                zh
                    ? $"\n太行没有的栏目：{string.Join("、", unknown)}"
                    : $"\nColumns not known in Taihang: {string.Join(", ", unknown)}"
            );
        if (filled.Sealed > 0)
            text.Append(
                zh
                    ? $"\n{filled.Sealed:N0} 格是密封号码，未显示；需要完整号码请加 --unsealed --reason。"
                    : $"\n{filled.Sealed:N0} cells are sealed numbers and not shown; with --unsealed --reason they are."
            );
        foreach (var d in plan.Differences.Take(Most))
            text.Append(
                $"\n  {d.At.Row},{d.At.Column} {d.Row.HouseholdNumber} {d.Field.Title.In(language)}: {FormRemarks.SheetSays(d)} ≠ {d.Record.Text} ({d.Record.ObservedOn:yyyy-MM-dd} {FormRemarks.Source(d.Record.Source).In(language)})"
            );
        foreach (var l in plan.Left.Take(Most))
            text.Append($"\n  {l.At.Row},{l.At.Column} {l.Shown}: {FormRemarks.Fault(l.Fault).In(language)}");
        if (plan.Differences.Length > Most || plan.Left.Length > Most || plan.Missing.Length > 0)
            text.Append(zh ? "\n全部用 --json 列出。" : "\nAll of it with --json.");
        return text.ToString();
    }

    private static string Words(BurdenLedger ledger, Language language)
    {
        var (zh, total) = (language == Language.Chinese, ledger.Total);
        var text = new StringBuilder(
            zh
                ? $"要过 {total.Forms:N0} 张表：太行填好 {total.Filled:N0} 格，无人登记 {total.Missing:N0} 格，手填 {total.ByHand:N0} 格；重复索要 {total.Twice:N0} 项（应为零）。"
                : $"{total.Forms:N0} forms asked: {total.Filled:N0} cells filled by Taihang, {total.Missing:N0} recorded by nobody, {total.ByHand:N0} by hand; {total.Twice:N0} facts asked twice (it should be none)."
        );
        foreach (var twice in ledger.Twice.Take(Most))
            text.Append($"\n  {twice.Source}: {twice.Facts:N0}");
        foreach (var month in ledger.ByMonth.Take(Most))
            text.Append(
                $"\n{month.Key}  {month.Forms, 4:N0}  {month.Filled, 8:N0}  {month.Missing, 6:N0}  {month.ByHand, 6:N0}  {month.Twice, 4:N0}"
            );
        return text.ToString();
    }
}
