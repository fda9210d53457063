using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Takeover;

namespace Taihang.Methods.Read;

/// <summary>
/// A mapped column read backwards: how what the record holds is written in a cell of the other register. Every cell is read again by the
/// mapping before it is given out; what would not come back as the same value is not written.
/// </summary>
public sealed class CellBack
{
    private static readonly Place Nowhere = new("");

    private readonly CellConversion conversion;
    private readonly FrozenDictionary<string, string>? written;

    private CellBack(MappedColumn column, FrozenDictionary<string, string>? written) =>
        (Column, conversion, this.written) = (column, column.Conversion, written);

    public MappedColumn Column { get; }

    /// <returns>Refused where two values of the other register stand for the same here and <c>back</c> does not say which is written.</returns>
    public static Outcome<CellBack> Of(MappedColumn column)
    {
        if (column.Conversion.Values is not { } values)
            return new CellBack(column, null);
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var same in values.Where(v => v.Value.Length > 0).GroupBy(v => v.Value, v => v.Key))
        {
            var all = same.Order(StringComparer.Ordinal).ToList();
            var chosen = all.Count == 1 ? all : all.Where(column.Conversion.Back.Contains).ToList();
            if (chosen.Count != 1)
                return TakeoverProblems.Ambiguous(column.At, column.Id, same.Key, all);
            written[same.Key] = chosen[0];
        }
        return new CellBack(column, written.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <param name="value">A fact as an observation's document holds it; a place, a name or a sealed number as text.</param>
    /// <returns>Null where no cell of this column says it.</returns>
    public string? Write(string value)
    {
        var cell = Cell(value);
        if (cell is not null && Says(cell, value))
            return cell;
        // A number abroad may be written with 00 as well as with a plus, and one that begins with zeros must be.
        return Column.Target.Attribute?.Id == "phone" && value is ['+', .. var number] && Says("00" + number, value)
            ? "00" + number
            : null;
    }

    /// <summary>Whether a cell, however it is written, is read as the value.</summary>
    public bool Says(string cell, string value) => Read(cell) == value;

    /// <summary>What the mapping makes of a cell: like <see cref="Write"/>'s value; null for blank and for what it cannot read.</summary>
    public string? Read(string cell)
    {
        if (conversion.Read(cell, Nowhere) is not { Ok: true, Value: { Length: > 0 } text })
            return null;
        if (IsText)
            return Column.Target.Attribute?.Id switch
            {
                "id_number" => IdNumber.Normal(text),
                "phone" => ContactNumber.Phone(text),
                "bank_account" => ContactNumber.Account(text),
                _ => text,
            };
        return CellReader.Read(Column.Target, text, Nowhere) is { Ok: true, Value: var json } ? json : null;
    }

    private bool IsText => Column.Target.Attribute is null or { Sealed: true };

    private string? Cell(string value)
    {
        if (IsText)
            return Plain(value);
        var target = Column.Target;
        using var json = JsonDocument.Parse(value);
        var root = json.RootElement;
        return target.Attribute!.Type switch
        {
            // Without a list of values the form's own words are read, and so written.
            FactType.Truth when written is null => root.GetBoolean() ? "是" : "否",
            FactType.Truth => Plain(root.GetBoolean() ? "true" : "false"),
            FactType.Code => target.Codes!.Find(root.GetString()!) is { } code ? Plain(code.Label.Zh) : null,
            FactType.Codes => Several(root),
            FactType.Money => Number(new Fraction(root.GetInt64(), 100)),
            FactType.Whole => Number(root.GetInt64()),
            FactType.Decimal => Fraction.TryParse(root.GetString(), out var number) ? Number(number) : null,
            FactType.Date => Day(DateOnly.ParseExact(root.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
            _ => Plain(root.GetString()!),
        };
    }

    private string? Plain(string text) => written is null ? text : written.GetValueOrDefault(text);

    private string? Several(JsonElement codes)
    {
        var words = codes
            .EnumerateArray()
            .Select(c => Column.Target.Codes!.Find(c.GetString()!) is { } code ? Plain(code.Label.Zh) : null)
            .ToList();
        if (words.Contains(null) || (words.Count > 1 && written is not null && conversion.Split is null))
            return null;
        return string.Join(conversion.Split ?? "、", words);
    }

    private string? Number(Fraction value) =>
        CellConversion.Exactly(value / (conversion.Times ?? Fraction.One))?.Replace('.', conversion.DecimalMark);

    /// <summary>In the column's own form; null where that counts days and the day lies before its first.</summary>
    public string? Day(DateOnly day) =>
        conversion.Date switch
        {
            null => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            CellConversion.ExcelDays => Counted(day, new DateOnly(1899, 12, 30), 61),
            CellConversion.ExcelDays1904 => Counted(day, new DateOnly(1904, 1, 1), 0),
            { } format => day.ToString(format, CultureInfo.InvariantCulture),
        };

    private static string? Counted(DateOnly day, DateOnly from, int least) =>
        day.DayNumber - from.DayNumber is var days && days >= least
            ? days.ToString(CultureInfo.InvariantCulture)
            : null;
}
