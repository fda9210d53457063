using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Taihang.Core.Common;
using Taihang.Core.Takeover;

namespace Taihang.Methods.Read;

/// <summary>
/// How a cell of another register is written in the registration form. A value that the mapping does not name is a fault, never a guess;
/// nothing is rounded. What comes out is read by <see cref="CellReader"/> like any cell, which has the last word.
/// </summary>
/// <param name="Date">One of <see cref="DateFormats"/>; null where the cell is no date.</param>
/// <param name="Times">By what a number is multiplied to be in the form's unit; null where it is taken as it stands.</param>
/// <param name="Values">Every value the column may have, and what the form calls it; null where values are taken as they stand.</param>
/// <param name="Split">Between several codes in one cell; null where a cell holds one.</param>
/// <param name="Blank">What means that nothing was recorded.</param>
/// <param name="Strip">Characters that go from both ends, such as the apostrophe with which spreadsheets mark text.</param>
/// <param name="Thousands">What groups the digits of a number; null for nothing.</param>
/// <param name="DecimalMark">What stands before the fraction of a number.</param>
public sealed record CellConversion(
    string? Date,
    Fraction? Times,
    FrozenDictionary<string, string>? Values,
    string? Split,
    ImmutableArray<string> Blank,
    string Strip,
    char? Thousands,
    char DecimalMark
)
{
    /// <summary>Of several values that stand for the same: those that are written when the record goes back.</summary>
    public ImmutableArray<string> Back { get; init; } = [];

    public static CellConversion AsItStands { get; } = new(null, null, null, null, [], "", null, '.');

    public const string ExcelDays = "excel";
    public const string ExcelDays1904 = "excel-1904";

    /// <summary>The closed list: a format that could be read in two ways has two names.</summary>
    public static ImmutableArray<string> DateFormats { get; } =
    [
        "yyyy-MM-dd",
        "yyyyMMdd",
        "yyyy/M/d",
        "yyyy.M.d",
        "yyyy年M月d日",
        "d/M/yyyy",
        "M/d/yyyy",
        "d.M.yyyy",
        "d-M-yyyy",
        ExcelDays,
        ExcelDays1904,
    ];

    private bool IsNumber => Times is not null || Thousands is not null || DecimalMark != '.';

    /// <param name="cell">As the file has it.</param>
    /// <returns>The cell of the form, blank where nothing was recorded.</returns>
    public Outcome<string> Read(string cell, Place at)
    {
        var text = Bare(cell);
        if (text.Length == 0 || Blank.Contains(text))
            return "";
        if (Values is not null)
            return Split is null ? Look(text, at) : Several(text, at);
        if (Date is not null)
            return TryDate(text, out var day)
                ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
                : TakeoverProblems.WrongDate(at, text, Date);
        return IsNumber ? Number(text, at) : text;
    }

    /// <summary>What is left of a cell when the marks at its ends are gone.</summary>
    public string Bare(string cell) => cell.Trim().Trim([.. Strip]).Trim();

    public bool TryDate(string text, out DateOnly day)
    {
        day = default;
        if (Date is ExcelDays or ExcelDays1904)
        {
            // A cell formatted as a date is shown as one, in whichever of the two systems its workbook counts.
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out day))
                return true;
            if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) || days > 73050)
                return false;
            // Before March 1900 the first system counts a day that never was (ECMA-376 part 1, 18.17.4.1).
            if (Date == ExcelDays && days < 61)
                return false;
            day = (Date == ExcelDays ? new DateOnly(1899, 12, 30) : new DateOnly(1904, 1, 1)).AddDays(days);
            return true;
        }
        return DateOnly.TryParseExact(text, Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    private Outcome<string> Look(string text, Place at) =>
        Values!.TryGetValue(text, out var label)
            ? label
            : TakeoverProblems.UnknownValue(at, text, Nearest.To(text, Values.Keys));

    private Outcome<string> Several(string text, Place at)
    {
        var labels = new List<string>();
        foreach (var part in text.Split(Split, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var label = Look(part, at);
            if (!label.Ok)
                return label;
            if (label.Value.Length > 0)
                labels.Add(label.Value);
        }
        return string.Join('、', labels);
    }

    private Outcome<string> Number(string text, Place at)
    {
        var plain = Thousands is { } group ? text.Replace($"{group}", "", StringComparison.Ordinal) : text;
        plain = plain.Replace(DecimalMark, '.');
        var sign = plain.StartsWith('-') ? 1 : 0;
        // Digits, at most one point; a fraction or an exponent is no number of a register.
        if (
            plain.Length > 40
            || plain.Length == sign
            || !plain.AsSpan(sign).ToString().All(c => char.IsAsciiDigit(c) || c == '.')
            || plain.Count(c => c == '.') > 1
            || !Fraction.TryParse(plain, out var value)
        )
            return TakeoverProblems.WrongNumber(at, text);
        return Exactly(value * (Times ?? Fraction.One)) is { } written
            ? written
            : TakeoverProblems.NotExact(at, text, $"{Times}");
    }

    /// <summary>As a decimal of at most twelve places; null where it has none.</summary>
    internal static string? Exactly(Fraction value)
    {
        var scale = BigInteger.Pow(10, 12);
        var scaled = value.Numerator * scale;
        if (!(scaled % value.Denominator).IsZero)
            return null;
        var digits = BigInteger.Abs(scaled / value.Denominator).ToString(CultureInfo.InvariantCulture).PadLeft(13, '0');
        var text = $"{digits[..^12]}.{digits[^12..]}".TrimEnd('0').TrimEnd('.');
        return scaled.Sign < 0 ? "-" + text : text;
    }
}
