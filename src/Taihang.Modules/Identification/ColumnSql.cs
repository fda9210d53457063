using System.Numerics;
using Taihang.Core.Common;
using Taihang.Methods.Read;

namespace Taihang.Modules.Identification;

/// <summary>How one column of a file is read as one attribute, and when its value does not fit.</summary>
/// <param name="ParquetType">Type of the column in a Parquet file; null for texts.</param>
/// <param name="Ids">The codes that the attribute can have.</param>
internal sealed record ColumnSql(
    AttributeDef Attribute,
    string Column,
    string? ParquetType,
    ColumnMap? Map,
    TableForm? Form,
    IReadOnlyList<string> Ids
)
{
    /// <summary>A number's digits, before it is held against its attribute.</summary>
    private const string Read = "DECIMAL(38, 18)";

    private string Name => DuckDbEngine.Name(Column);

    private string TypeOfIt => DataFiles.TypeOf(Attribute);

    private bool IsNumber => Attribute.Type is FactType.Whole or FactType.Decimal or FactType.Money;

    /// <summary>A Parquet column that holds the attribute's own type needs no reading.</summary>
    private bool Fits =>
        ParquetType is { } type
        && Map
            is null
                or { Codes.Count: 0, First: null, Shift: 0, Round: null, Format: null, Unknown.IsDefaultOrEmpty: true }
        && (Form is null || Form.Unknown.IsEmpty)
        && Attribute.Type switch
        {
            FactType.Truth => type == "BOOLEAN",
            FactType.Whole or FactType.Money => IsWhole(type),
            FactType.Decimal => IsWhole(type) || PlacesOf(type) <= Attribute.Places,
            FactType.Date => type == "DATE",
            FactType.Codes => type == "VARCHAR[]",
            _ => type == "VARCHAR",
        };

    private static bool IsWhole(string type) => type.EndsWith("INT", StringComparison.Ordinal) || type == "INTEGER";

    private static int PlacesOf(string type) =>
        type.StartsWith("DECIMAL(", StringComparison.Ordinal)
            ? int.Parse(type[(type.IndexOf(',', StringComparison.Ordinal) + 1)..^1], null)
            : int.MaxValue;

    /// <summary>What the file says, as a text; NULL for what it does not know.</summary>
    private string Said()
    {
        var text = ParquetType is null ? Name : $"nullif(trim(CAST({Name} AS VARCHAR)), '')";
        List<string> unknown = [.. Form?.Unknown ?? [], .. Map?.Unknown is { IsDefault: false } own ? own : []];
        if (unknown.Count > 0)
            text = $"CASE WHEN {text} NOT IN ({List(unknown)}) THEN {text} END";
        return Map?.First is { } first ? $"left({text}, {first})" : text;
    }

    /// <summary>What that means: a code of the file's own is put into the pack's words.</summary>
    private string Meant()
    {
        var said = Said();
        if (Map is not { Codes.Count: > 0 })
            return IsNumber && Form is { DecimalComma: true } ? $"replace({said}, ',', '.')" : said;
        var others = Map.Others is { Length: > 0 } rest
            ? $"WHEN ({said}) IS NOT NULL THEN {DuckDbEngine.Quote(rest)} "
            : "";
        return $"CASE {string.Concat(Map.Codes.Select(c => $"WHEN ({said}) = {DuckDbEngine.Quote(c.Key)} THEN {DuckDbEngine.Quote(c.Value)} "))}{others}END";
    }

    public string Value()
    {
        if (Fits)
            return $"CAST({Name} AS {TypeOfIt})";
        var meant = Meant();
        return Attribute.Type switch
        {
            FactType.Truth =>
                $"CASE WHEN lower({meant}) IN ('true', 'yes', '1') THEN TRUE WHEN lower({meant}) IN ('false', 'no', '0') THEN FALSE END",
            FactType.Date => Day(meant),
            FactType.Codes => $"string_split({meant}, ' ')",
            FactType.Code or FactType.Text => meant,
            _ => $"TRY_CAST({Shifted(meant)} AS {TypeOfIt})",
        };
    }

    private string Day(string text) =>
        Map?.Format is { } format
            ? $"CAST(try_strptime({text}, {DuckDbEngine.Quote(format)}) AS DATE)"
            : $"TRY_CAST({text} AS DATE)";

    /// <summary>The number in the attribute's unit, at the places that it may have there.</summary>
    private string Shifted(string text)
    {
        var places = Math.Min(Map?.Round ?? Attribute.Places, Attribute.Places);
        if (Map is not { Shift: > 0 and var shift })
            return Attribute.Places == 0
                ? $"CASE WHEN {Plain(text)} THEN CAST(TRY_CAST({text} AS INTEGER) AS BIGINT) ELSE TRY_CAST(TRY_CAST({text} AS DECIMAL(38, 0)) AS BIGINT) END"
                : $"TRY_CAST({text} AS DECIMAL(38, {places}))";
        return $"TRY_CAST({text} AS DECIMAL(30, {places + shift})) * CAST({BigInteger.Pow(10, shift)} AS DECIMAL({shift + 1}, 0))";
    }

    /// <summary>A condition that holds of a value that does not fit; null where every value does.</summary>
    public string? Bad()
    {
        if (Fits)
            return IsNumber ? OutOfBounds($"CAST({Name} AS {TypeOfIt})")
                : Attribute.Type == FactType.Code ? $"{Name} NOT IN ({List(Ids)})"
                : Attribute.Type == FactType.Codes ? $"NOT list_has_all([{List(Ids)}], {Name})"
                : null;
        if (Map is { Codes.Count: > 0 })
            return Map.Others is null ? $"({Said()}) NOT IN ({List(Map.Codes.Keys)})" : null;
        var meant = Meant();
        return Attribute.Type switch
        {
            FactType.Truth => $"lower({meant}) NOT IN ('true', 'yes', '1', 'false', 'no', '0')",
            FactType.Date => $"(({meant}) IS NOT NULL AND {Day(meant)} IS NULL)",
            FactType.Code => $"({meant}) NOT IN ({List(Ids)})",
            FactType.Codes => $"NOT list_has_all([{List(Ids)}], string_split({meant}, ' '))",
            FactType.Text => null,
            _ => BadNumber(meant),
        };
    }

    private string BadNumber(string meant)
    {
        var number = Shifted(meant);
        var bounds = OutOfBounds(number);
        List<string> tests = [$"TRY_CAST({number} AS {TypeOfIt}) IS NULL"];
        if (Map?.Round is null)
        {
            // What the attribute has no place for would be cut off, and what is too small to be read would be nothing.
            var kept = $"TRY_CAST({meant} AS DECIMAL(38, {Attribute.Places + (Map?.Shift ?? 0)}))";
            tests.Add($"TRY_CAST({kept} AS {Read}) IS DISTINCT FROM TRY_CAST({meant} AS {Read})");
            tests.Add($"({kept} = 0 AND TRY_CAST({meant} AS DOUBLE) <> 0)");
        }
        if (bounds is not null)
            tests.Add(bounds);
        // Nearly every number is written plainly, which is seen at a glance.
        return $"CASE WHEN {meant} IS NULL THEN FALSE WHEN {Plain(meant)} THEN {bounds ?? "FALSE"} ELSE {string.Join(" OR ", tests)} END";
    }

    /// <summary>Whether a number is written with digits alone, no more of them before and after the point than its attribute surely holds.</summary>
    private string Plain(string text)
    {
        var shift = Map?.Shift ?? 0;
        var places = Attribute.Places + shift;
        return places == 0
            ? $"CAST(TRY_CAST({text} AS INTEGER) AS VARCHAR) = {text}"
            : $"regexp_full_match({text}, '-?[0-9]{{1,{Math.Max(1, 9 - shift)}}}([.][0-9]{{1,{places}}})?')";
    }

    /// <summary>Bounds are written as people write amounts: of money in its major unit.</summary>
    private string? OutOfBounds(string number)
    {
        var unit = Attribute.Type == FactType.Money ? 100 : 1;
        var tests = new List<string>();
        if (Attribute.Least is { } least)
            tests.Add($"{number} < {Whole(least * unit, up: true)}");
        if (Attribute.Most is { } most)
            tests.Add($"{number} > {Whole(most * unit, up: false)}");
        return tests.Count == 0 ? null : $"({string.Join(" OR ", tests)})";
    }

    /// <summary>The bound as a decimal of the attribute's own places, which no value between them can tell from the bound itself.</summary>
    private string Whole(Fraction bound, bool up)
    {
        var steps = bound / Attribute.Step;
        var whole = BigInteger.DivRem(steps.Numerator, steps.Denominator, out var left);
        if (left.Sign > 0 && up)
            whole++;
        if (left.Sign < 0 && !up)
            whole--;
        return Attribute.Places == 0
            ? $"{whole}"
            : $"CAST({whole} AS DECIMAL(24, 0)) * 0.{"1".PadLeft(Attribute.Places, '0')}";
    }

    private static string List(IEnumerable<string> texts) => string.Join(", ", texts.Select(DuckDbEngine.Quote));
}
