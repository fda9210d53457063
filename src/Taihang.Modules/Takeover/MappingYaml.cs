using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taihang.Methods.Read;

namespace Taihang.Modules.Takeover;

/// <summary>Writes a proposed mapping with what is certain, what is guessed and what nobody knows, for a person to finish.</summary>
internal static class MappingYaml
{
    private static readonly JsonSerializerOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Names of heads and phones of households repeat too, on each member's row; codes repeat far oftener.</summary>
    private const int RepeatsOfCodes = 20;

    public static MappingProposal Write(
        RegistrationForm form,
        SourceLayout layout,
        int room,
        IReadOnlyList<SourceTable> tables,
        IReadOnlyList<ProposedColumn> proposed,
        IReadOnlyList<(string Role, string Heading, ColumnLook Look)> open
    )
    {
        var text = new StringBuilder();
        Head(text, layout, room, tables);
        text.Append("\n# 已认出 known: heading and values are both known.\ncolumns:\n");
        foreach (var column in InOrder(form, proposed).Where(c => c.Guess is null))
            Column(text, column);
        var guessed = InOrder(form, proposed).Where(c => c.Guess is not null).ToList();
        if (guessed.Count > 0)
            text.Append(
                "\n  # 猜测 guessed: check each, put it right, then take its guess away; it does not load before.\n"
            );
        foreach (var column in guessed)
            Column(text, column);
        var missing = form.Columns.Where(c => c.Needed && proposed.All(p => p.Target != c)).ToList();
        if (missing.Count > 0)
            text.Append(
                "\n  # 缺少 missing: the form cannot be without these. from: a column, or value: the same for all.\n"
            );
        foreach (var column in missing)
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {ColumnMapping.IdOf(column)}: {{from: \"\"}}   # {column.Heading.Zh} {column.Heading.En}\n"
            );
        text.Append(
            "\n# 不认识 not known: say why a column is left out, or move it to columns. A blank reason does not load.\nleft_out:\n"
        );
        foreach (var table in tables)
        {
            var mine = open.Where(o => o.Role == table.File.Role).ToList();
            text.Append(CultureInfo.InvariantCulture, $"  {table.File.Role}:{(mine.Count == 0 ? " {}" : "")}\n");
            foreach (var (_, heading, look) in mine)
                text.Append(CultureInfo.InvariantCulture, $"    {Quoted(heading)}: \"\"   # {Seen(look)}\n");
        }
        Targets(text, form, proposed);
        return new MappingProposal(text.ToString(), proposed.Count - guessed.Count, guessed.Count, open.Count);
    }

    private static void Head(StringBuilder text, SourceLayout layout, int room, IReadOnlyList<SourceTable> tables)
    {
        text.Append(
            "# 列映射 column mapping, proposed from the files; see docs/takeover.md. Nothing marked or blank loads.\n"
        );
        text.Append("mapping: old_register   # 名称 its name: small letters, digits and _\n");
        text.Append("source: {zh: \"旧系统\", en: \"Old register\"}   # 旧系统叫什么 what the register is called\n");
        text.Append(
            "# 旧系统何时记录的 when that register recorded its facts: one day (on: 2020-06-30), or a column (from: …, date: yyyyMMdd). Never today by itself.\n"
        );
        text.Append("observed: {on: \"\"}\n");
        var name = layout.ToString().ToLowerInvariant();
        text.Append(CultureInfo.InvariantCulture, $"layout: {name}\n");
        if (layout == SourceLayout.Wide)
            text.Append(CultureInfo.InvariantCulture, $"members: {room}\n");
        text.Append("files:\n");
        foreach (var table in tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {table.File.Role}: {{file: {Quoted(table.Name)}");
            if (table.Sheet is { } sheet)
                text.Append(CultureInfo.InvariantCulture, $", sheet: {Quoted(sheet)}");
            if (table.File.Headings > 1)
                text.Append(CultureInfo.InvariantCulture, $", headings: {table.File.Headings}");
            text.Append(CultureInfo.InvariantCulture, $"}}   # {table.Rows.Count} rows\n");
        }
        if (layout == SourceLayout.Joined)
            text.Append(
                CultureInfo.InvariantCulture,
                $"key: {{{string.Join(", ", tables.Select(t => $"{t.File.Role}: {Quoted(t.File.Key)}"))}}}   # {(tables[0].File.Key.Length > 0 ? "every value stands in both files" : "no column holds the same values in both files; say which")}\n"
            );
    }

    private static void Column(StringBuilder text, ProposedColumn column)
    {
        var parts = new List<string> { $"from: {Quoted(column.From)}" };
        if (column.Date is { } date)
            parts.Add($"date: {date}");
        if (column.Times is { } times)
            parts.Add($"times: {times}");
        if (column.Thousands)
            parts.Add("thousands: \",\"");
        if (column.Strip.Length > 0)
            parts.Add($"strip: {Quoted(column.Strip)}");
        if (!column.Values.IsDefaultOrEmpty)
            parts.Add(
                $"values: {{{string.Join(", ", column.Values.Select(v => $"{Quoted(v.Raw)}: {Quoted(v.Label)}"))}}}"
            );
        if (column.Guess is { } why)
            parts.Add($"guess: {Quoted(why)}");
        var counts = column.Values.IsDefaultOrEmpty
            ? ""
            : "; " + string.Join(", ", column.Values.Select(v => $"{v.Raw.ReplaceLineEndings(" ")} × {v.Count}"));
        text.Append(
            CultureInfo.InvariantCulture,
            $"  {ColumnMapping.IdOf(column.Target)}: {{{string.Join(", ", parts)}}}   # {column.Target.Heading.Zh} {column.Target.Heading.En}: {column.Seen}{counts}\n"
        );
    }

    /// <summary>Values are shown only where they are so few that they are codes.</summary>
    private static string Seen(ColumnLook look) =>
        $"{look.Filled} of {look.Rows} filled"
        + (
            look.Codes is { Count: > 0 and <= 8 } codes
            && look.Filled >= codes.Count * RepeatsOfCodes
            && !codes.Any(c => c.Key.Count(char.IsAsciiDigit) > 6)
                ? ": " + string.Join(", ", codes.Select(c => $"{c.Key.ReplaceLineEndings(" ")} × {c.Value}"))
                : ""
        );

    /// <summary>What the form has and no column was found for, as a list to choose from.</summary>
    private static void Targets(StringBuilder text, RegistrationForm form, IReadOnlyList<ProposedColumn> proposed)
    {
        text.Append("\n# 登记表中尚无来源的项目 what the form has and no column fills:\n");
        foreach (var column in form.Columns.Where(c => proposed.All(p => p.Target != c)))
            text.Append(
                CultureInfo.InvariantCulture,
                $"#   {ColumnMapping.IdOf(column)}   {column.Heading.Zh} {column.Heading.En}\n"
            );
    }

    private static IEnumerable<ProposedColumn> InOrder(RegistrationForm form, IReadOnlyList<ProposedColumn> proposed) =>
        proposed.OrderBy(p => form.Columns.IndexOf(p.Target));

    private static string Quoted(string text) => JsonSerializer.Serialize(text, AsWritten);
}
