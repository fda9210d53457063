using System.Data;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using Sylvan.Data.Csv;
using Taihang.Core.Common;
using Taihang.Core.Registry;

namespace Taihang.Modules.Registry;

/// <summary>One row of a workbook: its number as a spreadsheet shows it, and its cells as text, trimmed.</summary>
public readonly record struct WorkbookRow(int Number, string[] Cells);

/// <summary>Rows to take in, one after the other.</summary>
internal interface IRowSource
{
    /// <summary>The next row that is not empty; false at the end.</summary>
    bool Next(out WorkbookRow row);

    long Position { get; }

    long Length { get; }
}

/// <summary>How a CSV file of another register is written; what is null is found out.</summary>
public sealed record CsvForm(Encoding? Encoding, char? Separator);

/// <summary>A workbook opened for reading once, row by row: CSV in UTF-8 or GB 18030, or the first or named sheet of an XLSX.</summary>
public sealed class WorkbookRows : IRowSource, IDisposable
{
    internal static Encoding Gb18030 { get; } = MakeGb18030();

    private readonly Stream file;
    private readonly CsvDataReader? csv;
    private readonly IExcelDataReader? excel;
    private int number = 1;

    private WorkbookRows(Stream file, CsvDataReader? csv, IExcelDataReader? excel, string? sheet, string[] headings)
    {
        (this.file, this.csv, this.excel, Sheet, Headings) = (file, csv, excel, sheet, headings);
    }

    public string? Sheet { get; }

    public string[] Headings { get; }

    /// <summary>How much of the file has been read, in bytes; for progress.</summary>
    public long Position => file.Position;

    public long Length => file.Length;

    /// <param name="csvForm">How a CSV file is written; null to find out.</param>
    /// <param name="headingRow">Where the headings stand, from 1; what is above them is passed over.</param>
    public static Outcome<WorkbookRows> Open(string path, Words sheet, CsvForm? csvForm = null, int headingRow = 1)
    {
        return File.Exists(path)
            ? Open(File.OpenRead(path), path, sheet, csvForm, headingRow)
            : RegistryProblems.NoFile(path);
    }

    /// <param name="file">That can be read from any place; closed with the rows.</param>
    /// <param name="path">Its name.</param>
    public static Outcome<WorkbookRows> Open(
        Stream file,
        string path,
        Words sheet,
        CsvForm? csvForm = null,
        int headingRow = 1
    )
    {
        try
        {
            if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            {
                var options = new CsvDataReaderOptions
                {
                    HasHeaders = false,
                    BufferSize = 1 << 20,
                    MaxBufferSize = 1 << 24,
                    Delimiter = csvForm?.Separator,
                };
                var csv = CsvDataReader.Create(
                    new StreamReader(
                        file,
                        csvForm?.Encoding ?? EncodingOf(file),
                        detectEncodingFromByteOrderMarks: true,
                        1 << 16
                    ),
                    options
                );
                return At(headingRow, csv.Read)
                    ? new WorkbookRows(
                        file,
                        csv,
                        null,
                        null,
                        [.. Enumerable.Range(0, csv.RowFieldCount).Select(i => csv.GetString(i).Trim())]
                    )
                    {
                        number = headingRow,
                    }
                    : Refuse(RegistryProblems.NoHeadings(new Place(path, Row: headingRow)));
            }
            if (TooLarge(file))
                return Refuse(RegistryProblems.WorkbookTooLarge(path));
            // Read first: it registers the code pages, without which the configuration itself cannot be made.
            var legacy = Gb18030;
            var excel = ExcelReaderFactory.CreateReader(
                file,
                new ExcelReaderConfiguration { FallbackEncoding = legacy, LeaveOpen = true }
            );
            while (excel.Name != sheet.Zh && excel.Name != sheet.En && excel.NextResult())
                continue;
            if (excel.Name != sheet.Zh && excel.Name != sheet.En)
                excel.Reset();
            return At(headingRow, excel.Read)
                ? new WorkbookRows(
                    file,
                    null,
                    excel,
                    excel.Name,
                    [.. Enumerable.Range(0, excel.FieldCount).Select(i => Text(excel.GetValue(i)))]
                )
                {
                    number = headingRow,
                }
                : Refuse(RegistryProblems.NoHeadings(new Place(path, excel.Name, headingRow)));
        }
        catch (Exception error)
            when (error
                    is ExcelDataReader.Exceptions.ExcelReaderException
                        or InvalidDataException
                        or CsvFormatException
                        or CsvRecordTooLargeException
            )
        {
            return Refuse(RegistryProblems.NotAWorkbook(path, error.Message));
        }

        Problem Refuse(Problem problem)
        {
            file.Dispose();
            return problem;
        }

        static bool At(int row, Func<bool> read)
        {
            while (row > 1 && read())
                row--;
            return row == 1 && read();
        }
    }

    /// <summary>The next row that is not empty; false at the end.</summary>
    public bool Next(out WorkbookRow row)
    {
        while (csv?.Read() ?? excel!.Read())
        {
            number++;
            var cells = new string[Headings.Length];
            var blank = true;
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] =
                    csv is null ? Text(excel!.FieldCount > i ? excel.GetValue(i) : null)
                    : i < csv.RowFieldCount ? csv.GetString(i).Trim()
                    : "";
                blank &= cells[i].Length == 0;
            }
            row = new WorkbookRow(csv is null ? number : csv.RowNumber, cells);
            if (!blank)
                return true;
        }
        row = default;
        return false;
    }

    public void Dispose()
    {
        csv?.Dispose();
        excel?.Dispose();
        file.Dispose();
    }

    /// <summary>
    /// A cell as the person sees it. A number of 16 digits or more has already lost its end in the spreadsheet, and shows that by its
    /// exponent, which no rule for a number accepts.
    /// </summary>
    internal static string Text(object? cell) =>
        cell switch
        {
            null => "",
            string text => text.Trim(),
            DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            double number when Math.Abs(number) >= 1e15 => number.ToString("E", CultureInfo.InvariantCulture),
            double number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
            bool truth => truth ? "true" : "false",
            _ => Convert.ToString(cell, CultureInfo.InvariantCulture)?.Trim() ?? "",
        };

    /// <summary>
    /// A workbook is a packed file, and a small one can unpack to more than any disk holds. A sheet of real rows packs about tenfold;
    /// 1 GB unpacked at more than a hundredfold is no register.
    /// </summary>
    private static bool TooLarge(Stream file)
    {
        if (file.Length < 4 || file.ReadByte() != 'P' || file.ReadByte() != 'K')
        {
            file.Position = 0;
            return false;
        }
        file.Position = 0;
        using var parts = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var unpacked = parts.Entries.Aggregate((Int128)0, (sum, part) => sum + part.Length);
        file.Position = 0;
        return unpacked > 1 << 30 && unpacked > file.Length * (Int128)100;
    }

    /// <summary>UTF-8 unless the file is not, anywhere in it; Chinese offices' older CSV files are GB 18030.</summary>
    internal static Encoding EncodingOf(Stream file)
    {
        var part = new byte[1 << 20];
        var letters = new char[part.Length + 1];
        // Keeps a letter that is cut in two between one part and the next.
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        try
        {
            for (int length; (length = file.Read(part)) > 0; )
                decoder.GetChars(part, 0, length, letters, 0, flush: false);
            return Encoding.UTF8;
        }
        catch (DecoderFallbackException)
        {
            return Gb18030;
        }
        finally
        {
            file.Position = 0;
        }
    }

    private static Encoding MakeGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030");
    }
}
