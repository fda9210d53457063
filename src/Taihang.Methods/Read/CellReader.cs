using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Registry;

namespace Taihang.Methods.Read;

/// <summary>
/// Turns what a person wrote in a cell into the value an observation's document holds, as the JSON text of that value: truth as
/// true or false, money (fen) and whole numbers as numbers, decimals, dates, codes and texts as strings, code lists as arrays.
/// </summary>
public static class CellReader
{
    private static readonly string[] Dates = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日"];
    private static readonly char[] Separators = ['、', '，', ',', ';', '；', '/'];
    private static readonly HashSet<string> Yes = new(
        ["是", "有", "yes", "true", "y"],
        StringComparer.OrdinalIgnoreCase
    );
    private static readonly HashSet<string> No = new(
        ["否", "无", "no", "false", "n"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <param name="cell">Text as written, trimmed; not blank.</param>
    /// <returns>The JSON text of the value, or what is wrong and what would be right.</returns>
    public static Outcome<string> Read(FormColumn column, string cell, Place at)
    {
        var attribute = column.Attribute!;
        return attribute.Type switch
        {
            FactType.Truth => Yes.Contains(cell) ? "true"
            : No.Contains(cell) ? "false"
            : RegistryProblems.WrongValue(at, cell, new("“是”或“否”", "yes or no")),
            FactType.Whole => Number(attribute, cell, at, decimals: 0, scale: 1, new("整数", "a whole number")),
            FactType.Money => Number(
                attribute,
                cell,
                at,
                decimals: 2,
                scale: 100,
                new(
                    "金额（元，最多两位小数），如 1234.50",
                    "an amount in yuan with at most two decimals, such as 1234.50"
                )
            ),
            FactType.Decimal => Decimal(attribute, cell, at),
            FactType.Date => TryDate(cell, out var day)
                ? Quoted(day.ToString("yyyy-MM-dd"))
                : RegistryProblems.WrongValue(at, cell, DateWanted(cell)),
            FactType.Code => column.Codes!.ByLabel(cell) is { } code
                ? Quoted(code.Id)
                : UnknownLabel(column.Codes!, cell, at),
            FactType.Codes => Codes(attribute, column.Codes!, cell, at),
            _ => Quoted(cell),
        };
    }

    public static bool TryDate(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    /// <summary>
    /// A date cell shown as a plain number is a count of days (ECMA-376 part 1, 18.17.4.1). It is named, not taken: workbooks of the
    /// 1904 system count from another day.
    /// </summary>
    private static Words DateWanted(string cell)
    {
        if (
            !int.TryParse(cell, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days is < 61 or > 73050
        )
            return new("日期，如 1990-05-17", "a date such as 1990-05-17");
        var day = new DateOnly(1899, 12, 30).AddDays(days);
        return new(
            $"日期；表格中的数 {days} 多半是 {day:yyyy-MM-dd}，请把该列设为日期格式",
            $"a date; in a spreadsheet {days} most often stands for {day:yyyy-MM-dd}: format the column as dates"
        );
    }

    public static string Quoted(string text) =>
        string.Concat("\"", JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString(), "\"");

    private static Outcome<string> Number(
        AttributeDef attribute,
        string cell,
        Place at,
        int decimals,
        long scale,
        Words expected
    )
    {
        if (
            !decimal.TryParse(
                cell,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            return RegistryProblems.WrongValue(at, cell, expected);
        if (value != decimal.Round(value, decimals))
            return RegistryProblems.WrongValue(at, cell, expected);
        if (OutOfBounds(attribute, cell, value, at) is { } problem)
            return problem;
        return Math.Abs(value) > long.MaxValue / scale / 2
            ? RegistryProblems.WrongValue(at, cell, expected)
            : ((long)(value * scale)).ToString(CultureInfo.InvariantCulture);
    }

    private static Outcome<string> Decimal(AttributeDef attribute, string cell, Place at)
    {
        if (
            !decimal.TryParse(
                cell,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var value
            )
        )
            return RegistryProblems.WrongValue(at, cell, new("数字，如 3.5", "a number such as 3.5"));
        if (value != decimal.Round(value, attribute.Places))
            return RegistryProblems.WrongValue(
                at,
                cell,
                new($"至多 {attribute.Places} 位小数的数字", $"a number with at most {attribute.Places} decimals")
            );
        if (OutOfBounds(attribute, cell, value, at) is { } problem)
            return problem;
        // 3.50 and 3.5 are one value: trailing zeros go.
        return Quoted((value / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
    }

    private static Problem? OutOfBounds(AttributeDef attribute, string cell, decimal value, Place at)
    {
        if (!Fraction.TryParse(value.ToString(CultureInfo.InvariantCulture), out var exact))
            return null;
        return exact < attribute.Least || exact > attribute.Most
            ? RegistryProblems.OutOfBounds(
                at,
                cell,
                attribute.Least?.ToString() ?? "…",
                attribute.Most?.ToString() ?? "…"
            )
            : null;
    }

    private static Outcome<string> Codes(AttributeDef attribute, CodeList list, string cell, Place at)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (
            var label in cell.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        )
        {
            if (list.ByLabel(label) is not { } code)
                return UnknownLabel(list, label, at);
            ids.Add(code.Id);
        }
        return ids.Count > attribute.AtMostCodes
            ? RegistryProblems.TooManyCodes(at, attribute.AtMostCodes.Value)
            : string.Concat("[", string.Join(',', ids.Select(Quoted)), "]");
    }

    private static Problem UnknownLabel(CodeList list, string label, Place at)
    {
        var labels = list.Codes.SelectMany(c => new[] { c.Label.Zh, c.Label.En }.Concat(c.AlsoCalled)).ToList();
        var choices =
            string.Join("、", list.Codes.Take(8).Select(c => $"{c.Label.Zh} {c.Label.En}"))
            + (list.Codes.Length > 8 ? " …" : "");
        return RegistryProblems.UnknownLabel(at, label, Nearest.To(label, labels), choices);
    }
}
