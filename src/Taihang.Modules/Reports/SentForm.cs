using System.Xml;
using ExcelDataReader;
using Taihang.Core.Common;
using Taihang.Core.Reports;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Reports;

/// <summary>A form as it was sent: the sheets a person can see, and what is needed to write a copy of it.</summary>
public sealed class SentForm
{
    public const int MostBytes = 8 << 20;
    public const int MostRows = 20_000;
    public const int MostColumns = 200;
    private const int MostMerged = 20_000;

    private readonly XlsxParts? xlsx;
    private readonly CsvText? csv;

    private SentForm(string name, byte[] bytes, IReadOnlyList<SheetGrid> sheets, XlsxParts? xlsx, CsvText? csv) =>
        (Name, Bytes, Sheets, this.xlsx, this.csv) = (name, bytes, sheets, xlsx, csv);

    /// <summary>The file's name without a folder.</summary>
    public string Name { get; }

    public byte[] Bytes { get; }

    /// <summary>Those that are not hidden, in order.</summary>
    public IReadOnlyList<SheetGrid> Sheets { get; }

    public bool Csv => csv is not null;

    public static Outcome<SentForm> Open(string fileName, byte[] bytes)
    {
        var name = Path.GetFileName(fileName);
        if (bytes.Length > MostBytes)
            return ReportsProblems.TooLarge(name, MostBytes);
        if (name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return OpenCsv(name, bytes);
        if (bytes is not [(byte)'P', (byte)'K', ..])
            return ReportsProblems.WrongKind(name);
        try
        {
            var parts = XlsxParts.Open(name, bytes);
            return parts.Ok ? OpenXlsx(name, bytes, parts.Value) : Outcome<SentForm>.Refused(parts.Problems);
        }
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or XmlException
                        or ExcelDataReader.Exceptions.ExcelReaderException
                        or FormatException
                        or KeyNotFoundException
                        or OverflowException
                        or ArgumentException
                        or NullReferenceException
                        or IndexOutOfRangeException
            )
        {
            // The reader meets whatever somebody put into the file; a damaged one is told as such, however it is damaged.
            return ReportsProblems.Damaged(name, error.Message);
        }
    }

    /// <summary>A copy with these cells set and rows put in; everything else as it was.</summary>
    public Outcome<byte[]> Fill(FormTable table, FillPlan plan) =>
        csv is not null ? csv.Fill(table, plan) : xlsx!.Fill(Name, table, plan);

    private static Outcome<SentForm> OpenCsv(string name, byte[] bytes)
    {
        var csv = CsvText.Read(bytes);
        var texts = new Dictionary<CellAt, string>();
        for (var row = 0; row < csv.Rows; row++)
        for (var column = 0; column < csv.Columns(row); column++)
            if (csv.Text(row, column).Trim() is { Length: > 0 } text)
            {
                if (row >= MostRows || column >= MostColumns)
                    return ReportsProblems.TooMany(new Place(name, null, row + 1, column + 1), MostRows, MostColumns);
                texts[new CellAt(row + 1, column + 1)] = text;
            }
        return new SentForm(name, bytes, [new SheetGrid(null, texts, [], new HashSet<CellAt>())], null, csv);
    }

    private static Outcome<SentForm> OpenXlsx(string name, byte[] bytes, XlsxParts parts)
    {
        var sheets = new List<SheetGrid>();
        // Read first: it registers the code pages.
        var legacy = WorkbookRows.Gb18030;
        using var stream = new MemoryStream(bytes, writable: false);
        using var excel = ExcelReaderFactory.CreateReader(
            stream,
            new ExcelReaderConfiguration { FallbackEncoding = legacy }
        );
        do
        {
            if (excel.VisibleState != "visible")
                continue;
            if (excel.MergeCells?.Length > MostMerged)
                return ReportsProblems.TooMany(new Place(name, excel.Name), MostRows, MostColumns);
            // Looked at first: one cell far out would make the reader walk through millions of empty ones.
            var (formulas, beyond) = parts.Look(excel.Name, MostRows, MostColumns);
            if (beyond is { } far)
                return ReportsProblems.TooMany(new Place(name, excel.Name, far.Row, far.Column), MostRows, MostColumns);
            var texts = new Dictionary<CellAt, string>();
            for (var row = 1; row <= MostRows && excel.Read(); row++)
            for (var column = 1; column <= Math.Min(excel.FieldCount, MostColumns); column++)
                if (WorkbookRows.Text(excel.GetValue(column - 1)) is { Length: > 0 } text)
                    texts[new CellAt(row, column)] = text;
            sheets.Add(
                new SheetGrid(
                    excel.Name,
                    texts,
                    [
                        .. (excel.MergeCells ?? []).Select(m => new MergedCells(
                            m.FromRow + 1,
                            m.FromColumn + 1,
                            m.ToRow + 1,
                            m.ToColumn + 1
                        )),
                    ],
                    formulas
                )
            );
        } while (excel.NextResult());
        return sheets.Count == 0 ? ReportsProblems.OnlyHidden(name) : new SentForm(name, bytes, sheets, parts, null);
    }
}
