using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Samples;

/// <summary>How an old register writes what the registration workbook says.</summary>
public enum OldDialect
{
    /// <summary>
    /// Two files in GB 18030 joined by a key, a title above the headings of one; codes by number, days as 19800102, income in 万元, an
    /// apostrophe before the ID number, which so has 19 characters.
    /// </summary>
    Chinese,

    /// <summary>One wide file in UTF-8 between semicolons; codes by letters, days as 02/01/1980, income in cents, a comma before decimals.</summary>
    English,
}

/// <summary>
/// Rewrites a made-up registration workbook as the files of an old register, with the mapping that reads them back: for tests, documents and
/// whoever wants to practise. Nobody in it is real.
/// </summary>
public static class SampleOldRegister
{
    public const string MappingFile = "mapping.yaml";
    public const string HouseholdsFile = "贫困户基本信息.csv";
    public const string MembersFile = "家庭成员信息.csv";
    public const string WideFile = "register.csv";

    private static readonly JsonSerializerOptions AsWritten = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="workbook">As <see cref="MakeSample"/> writes it.</param>
    /// <param name="day">On which the old register recorded it.</param>
    /// <returns>How many households were written.</returns>
    public static Outcome<int> Run(
        string workbook,
        RegistrationForm form,
        OldDialect dialect,
        DateOnly day,
        string folder
    )
    {
        var opened = WorkbookRows.Open(workbook, form.Sheet);
        if (!opened.Ok)
            return Outcome<int>.Refused(opened.Problems);
        using var rows = opened.Value;
        var columns = WorkbookColumns.Match(form, workbook, rows.Sheet, rows.Headings);
        if (!columns.Ok)
            return Outcome<int>.Refused(columns.Problems);
        var households = new List<List<Dictionary<FormColumn, string>>>();
        var number = form.Columns.First(c => c.Use == ColumnUse.HouseholdNumber);
        while (rows.Next(out var row))
        {
            var cells = new Dictionary<FormColumn, string>();
            for (var i = 0; i < row.Cells.Length; i++)
                if (columns.Value[i] is { } column && row.Cells[i].Length > 0)
                    cells[column] = Written(column, row.Cells[i], dialect);
            if (households.Count == 0 || households[^1][0].GetValueOrDefault(number) != cells.GetValueOrDefault(number))
                households.Add([]);
            households[^1].Add(cells);
        }
        Directory.CreateDirectory(folder);
        if (dialect == OldDialect.Chinese)
            Joined(households, form, day, folder);
        else
            Wide(households, form, day, folder);
        var most = households.Max(h => h.Count);
        File.WriteAllText(Path.Combine(folder, MappingFile), Mapping(form, dialect, most));
        return households.Count;
    }

    private static void Joined(
        List<List<Dictionary<FormColumn, string>>> households,
        RegistrationForm form,
        DateOnly day,
        string folder
    )
    {
        var encoding = WorkbookRows.Gb18030;
        var (ofHousehold, ofMember) = (Of(form, member: false), Of(form, member: true));
        using var first = new StreamWriter(Path.Combine(folder, HouseholdsFile), false, encoding);
        using var second = new StreamWriter(Path.Combine(folder, MembersFile), false, encoding);
        first.WriteLine("某县建档立卡贫困户基本信息（虚构）");
        Line(first, ',', ["户ID", .. ofHousehold.Select(c => Heading(c, OldDialect.Chinese)), "录入人", "更新日期"]);
        Line(second, ',', ["户ID", "序号", .. ofMember.Select(c => Heading(c, OldDialect.Chinese))]);
        for (var h = 0; h < households.Count; h++)
        {
            var (key, cells) = ($"P{h + 1:000000}", households[h][0]);
            Line(
                first,
                ',',
                [
                    key,
                    .. ofHousehold.Select(c => cells.GetValueOrDefault(c, "")),
                    "拟录入",
                    day.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
                ]
            );
            for (var m = 0; m < households[h].Count; m++)
                Line(
                    second,
                    ',',
                    [key, $"{m + 1}", .. ofMember.Select(c => households[h][m].GetValueOrDefault(c, ""))]
                );
        }
    }

    private static void Wide(
        List<List<Dictionary<FormColumn, string>>> households,
        RegistrationForm form,
        DateOnly day,
        string folder
    )
    {
        var (ofHousehold, ofMember) = (Of(form, member: false), Of(form, member: true));
        var most = households.Max(h => h.Count);
        using var file = new StreamWriter(Path.Combine(folder, WideFile), false, new UTF8Encoding(false));
        var numbers = Enumerable.Range(1, most).ToList();
        Line(
            file,
            ';',
            [
                .. ofHousehold.Select(c => Heading(c, OldDialect.English)),
                "surveyor",
                "survey_date",
                .. numbers.SelectMany(n => ofMember.Select(c => $"member{n}_{Heading(c, OldDialect.English)}")),
            ]
        );
        foreach (var household in households)
            Line(
                file,
                ';',
                [
                    .. ofHousehold.Select(c => household[0].GetValueOrDefault(c, "")),
                    "made up",
                    day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
                    .. numbers.SelectMany(n =>
                        ofMember.Select(c => n > household.Count ? "" : household[n - 1].GetValueOrDefault(c, ""))
                    ),
                ]
            );
    }

    private static List<FormColumn> Of(RegistrationForm form, bool member) =>
        [.. form.Columns.Where(c => c.Use is ColumnUse.Member or ColumnUse.Name == member)];

    private static string Heading(FormColumn column, OldDialect dialect)
    {
        if (dialect == OldDialect.English)
            return ColumnMapping.IdOf(column).Split('.')[1].Replace("_fen", "_cents", StringComparison.Ordinal);
        var plain = column.Heading.Zh.Split('（', '(')[0];
        return column.Attribute?.Type == FactType.Money ? plain + "（万元）" : plain;
    }

    private static string Written(FormColumn column, string cell, OldDialect dialect)
    {
        var chinese = dialect == OldDialect.Chinese;
        if (column.Attribute is not { Sealed: false } attribute)
            return chinese && column.Attribute?.Id == "id_number" ? "'" + cell : cell;
        using var json = JsonDocument.Parse(CellReader.Read(column, cell, new Place("")).Value);
        var value = json.RootElement;
        return attribute.Type switch
        {
            FactType.Truth => value.GetBoolean() ? (chinese ? "1" : "Y")
            : chinese ? "0"
            : "N",
            FactType.Code => Code(column, value.GetString()!, chinese),
            FactType.Codes => string.Join(
                chinese ? '|' : '+',
                value.EnumerateArray().Select(c => Code(column, c.GetString()!, chinese))
            ),
            FactType.Money => chinese
                ? (value.GetInt64() / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture)
                : value.GetInt64().ToString(CultureInfo.InvariantCulture),
            FactType.Decimal => chinese ? value.GetString()! : value.GetString()!.Replace('.', ','),
            FactType.Date => DateOnly
                .ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)
                .ToString(chinese ? "yyyyMMdd" : "dd/MM/yyyy", CultureInfo.InvariantCulture),
            _ => cell,
        };
    }

    private static string Code(FormColumn column, string id, bool chinese) =>
        chinese
            ? (column.Codes!.Codes.Select(c => c.Id).ToList().IndexOf(id) + 1).ToString(CultureInfo.InvariantCulture)
            : id.ToUpperInvariant();

    private static string Mapping(RegistrationForm form, OldDialect dialect, int most)
    {
        var chinese = dialect == OldDialect.Chinese;
        var text = new StringBuilder();
        text.Append(
            chinese
                ? $$"""
                mapping: old_poverty_register
                source: {zh: 原建档立卡系统（虚构）, en: The former poverty register (made up)}
                observed: {from: 更新日期, date: yyyyMMdd}
                layout: joined
                files:
                  households: {file: {{HouseholdsFile}}, encoding: gb18030, headings: 2}
                  members: {file: {{MembersFile}}, encoding: gb18030}
                key: {households: 户ID, members: 户ID}
                left_out:
                  households: {录入人: 旧系统的操作员，与农户无关}
                  members: {序号: 只是行号}

                """
                : $$"""
                mapping: wide_social_register
                source: {zh: 某国社会登记册（虚构）, en: A social register elsewhere (made up)}
                observed: {from: survey_date, date: d/M/yyyy}
                layout: wide
                members: {{most}}
                files:
                  rows: {file: {{WideFile}}, encoding: utf-8, separator: ";"}
                left_out:
                  rows: {surveyor: who asked is no fact about the household}

                """
        );
        text.Append("columns:\n");
        foreach (var column in form.Columns)
        {
            var member = column.Use is ColumnUse.Member or ColumnUse.Name;
            var from = (!chinese && member ? "member{n}_" : "") + Heading(column, dialect);
            var parts = new List<string> { $"from: {Quoted(from)}" };
            parts.AddRange(Conversion(column, chinese));
            text.Append(
                CultureInfo.InvariantCulture,
                $"  {ColumnMapping.IdOf(column)}: {{{string.Join(", ", parts)}}}\n"
            );
        }
        return text.ToString();
    }

    private static IEnumerable<string> Conversion(FormColumn column, bool chinese)
    {
        if (column.Attribute is not { } attribute)
            yield break;
        if (attribute.Sealed)
        {
            if (chinese && attribute.Id == "id_number")
                yield return "strip: \"'\"";
            yield break;
        }
        switch (attribute.Type)
        {
            case FactType.Truth:
                yield return chinese ? "values: {\"1\": true, \"0\": false}" : "values: {\"Y\": true, \"N\": false}";
                break;
            case FactType.Code or FactType.Codes:
                if (attribute.Type == FactType.Codes)
                    yield return chinese ? "split: \"|\"" : "split: \"+\"";
                var values = column.Codes!.Codes.Select(c => $"{Quoted(Code(column, c.Id, chinese))}: {c.Id}");
                yield return $"values: {{{string.Join(", ", values)}}}";
                break;
            case FactType.Money:
                yield return chinese ? "times: 10000" : "times: 1/100";
                break;
            case FactType.Decimal when !chinese:
                yield return "decimal_mark: \",\"";
                break;
            case FactType.Date:
                yield return chinese ? "date: yyyyMMdd" : "date: d/M/yyyy";
                break;
        }
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, AsWritten);

    private static void Line(StreamWriter writer, char separator, IEnumerable<string> cells) =>
        writer.WriteLine(
            string.Join(separator, cells.Select(c => c.Contains(separator, StringComparison.Ordinal) ? $"\"{c}\"" : c))
        );
}
