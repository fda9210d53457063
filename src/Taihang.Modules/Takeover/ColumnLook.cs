using System.Globalization;
using Taihang.Core.Registry;
using Taihang.Methods.Read;

namespace Taihang.Modules.Takeover;

/// <summary>
/// What is seen of a column: counts and shapes. A value itself is shown only where few values repeat, as codes do; a name or a number of a
/// person never comes into a mapping.
/// </summary>
internal sealed class ColumnLook
{
    private const int CodesMost = 24;
    private const int CodeLength = 24;

    private readonly List<string> cells;

    /// <param name="cells">Of every row, blank ones too.</param>
    public ColumnLook(IEnumerable<string> cells)
    {
        this.cells = [.. cells];
        var filled = this.cells.Where(c => c.Length > 0).ToList();
        Filled = filled.Count;
        var strip = Marks(filled);
        Strip = strip;
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var cell in filled)
            if (counts.Count <= CodesMost || counts.ContainsKey(cell))
                counts[cell] = counts.GetValueOrDefault(cell) + 1;
        Codes =
            counts.Count <= CodesMost && Filled >= counts.Count * 2 && counts.Keys.All(k => k.Length <= CodeLength)
                ? [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal)]
                : null;
        var bare = filled.Select(c => c.Trim([.. strip]).Trim()).ToList();
        Dates = bare.Count == 0 ? [] : [.. CellConversion.DateFormats.Where(f => bare.TrueForAll(c => IsDate(f, c)))];
        IdNumbers = bare.Count(c =>
        {
            var number = IdNumber.Normal(c);
            return number.Length is 18 or 20 && IdNumber.Check(number, DateOnly.MaxValue, out _) == IdNumberFault.None;
        });
        Phones = bare.Count(c => c.Length == 11 && c[0] == '1' && c.All(char.IsAsciiDigit));
        VillageCodes = bare.Count(c => c.Length == 12 && c.All(char.IsAsciiDigit));
        Thousands = bare.Exists(c => c.Contains(',', StringComparison.Ordinal)) && bare.TrueForAll(IsGrouped);
        NotNumbers = bare.Count(c =>
            !decimal.TryParse(
                Thousands ? c.Replace(",", "", StringComparison.Ordinal) : c,
                NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out _
            )
        );
    }

    public int Filled { get; }

    public int Rows => cells.Count;

    /// <summary>Every value with how often it stands there; null where there are too many to be codes.</summary>
    public IReadOnlyList<KeyValuePair<string, int>>? Codes { get; }

    /// <summary>The formats in which every cell is a date.</summary>
    public IReadOnlyList<string> Dates { get; }

    /// <summary>How many pass the check character.</summary>
    public int IdNumbers { get; }

    public int Phones { get; }

    public int VillageCodes { get; }

    /// <summary>Marks at the ends of every cell that are none of its letters.</summary>
    public string Strip { get; }

    public bool Thousands { get; }

    public int NotNumbers { get; }

    public string Cell(int row) => cells[row].Trim([.. Strip]).Trim();

    public bool Mostly(int count) => Filled > 0 && count * 10 >= Filled * 9;

    /// <summary>How many filled cells do not pass; marks at their ends are gone.</summary>
    public int Failing(Func<string, bool> passes) =>
        cells
            .Where(c => c.Length > 0)
            .Select(c => c.Trim([.. Strip]).Trim())
            .GroupBy(c => c, StringComparer.Ordinal)
            .Where(g => !passes(g.Key))
            .Sum(g => g.Count());

    public int Count(string value) => cells.Count(c => c == value);

    /// <summary>The format in which the dates are those of the ID numbers, with how many agree; null where none is for nine in ten.</summary>
    public (string Format, int Agree, int Of)? DatesOf(ColumnLook numbers)
    {
        var best = default((string Format, int Agree, int Of)?);
        foreach (var format in CellConversion.DateFormats)
        {
            var (agree, of) = (0, 0);
            for (var row = 0; row < Rows; row++)
            {
                if (Cell(row).Length == 0 || Facts(numbers, row) is not { BirthDate: { } born })
                    continue;
                of++;
                if (Parse(format, Cell(row)) == born)
                    agree++;
            }
            if (of > 0 && agree * 10 >= of * 9 && agree > (best?.Agree ?? 0))
                best = (format, agree, of);
        }
        return best;
    }

    /// <summary>Which of two values is men's by the ID numbers; null where it is not clear for 49 in 50.</summary>
    public (string Male, string Female, int Agree, int Of)? SexOf(ColumnLook numbers)
    {
        if (Codes is not { Count: 2 } two)
            return null;
        var (first, of) = (0, 0);
        for (var row = 0; row < Rows; row++)
        {
            if (cells[row].Length == 0 || Facts(numbers, row) is not { Male: { } male })
                continue;
            of++;
            if (male == (cells[row] == two[0].Key))
                first++;
        }
        return of < 4 ? null
            : first * 50 >= of * 49 ? (two[0].Key, two[1].Key, first, of)
            : (of - first) * 50 >= of * 49 ? (two[1].Key, two[0].Key, of - first, of)
            : null;
    }

    private static IdNumberFacts? Facts(ColumnLook numbers, int row) =>
        IdNumber.Normal(numbers.Cell(row)) is { Length: 18 or 20 } number
        && IdNumber.Check(number, DateOnly.MaxValue, out var facts) == IdNumberFault.None
            ? facts
            : null;

    private static bool IsDate(string format, string cell) => Parse(format, cell) is { Year: > 1880 and < 2100 };

    private static DateOnly? Parse(string format, string cell) =>
        (CellConversion.AsItStands with { Date = format }).TryDate(cell, out var day) ? day : null;

    private static bool IsGrouped(string cell)
    {
        var whole = cell.TrimStart('-').Split('.')[0].Split(',');
        return whole[0].Length is > 0 and <= 3 && whole.Skip(1).All(g => g.Length == 3);
    }

    private static string Marks(List<string> filled) =>
        new([.. new[] { '\'', '"', '’', '`', '*', '#' }.Where(m => filled.Exists(c => c[0] == m || c[^1] == m))]);
}
