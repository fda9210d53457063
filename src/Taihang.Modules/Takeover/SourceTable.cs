using System.Text;
using System.Xml;
using Taihang.Core.Common;
using Taihang.Core.Registry;
using Taihang.Core.Takeover;
using Taihang.Methods.Read;
using Taihang.Modules.Registry;

namespace Taihang.Modules.Takeover;

/// <summary>One file of another register, whole: a join and a file in any order need all of it.</summary>
/// <param name="Headings">A heading that stands twice is told apart as <c>name#2</c>.</param>
public sealed record SourceTable(
    SourceFile File,
    string Path,
    string? Sheet,
    IReadOnlyList<string> Headings,
    IReadOnlyList<WorkbookRow> Rows
)
{
    public const int MostRows = 1_000_000;
    public const int MostColumns = 2_000;
    private const long MostBytes = 1L << 30;

    public string Name => File.File;

    public int Column(string heading) => Headings.ToList().IndexOf(heading);

    public Place At(int row, int column) => new(Name, Sheet, row, column + 1, Headings[column]);

    public Place AtHeading(int column) => new(Name, Sheet, File.Headings, column + 1, Headings[column]);

    public static Outcome<SourceTable> Read(SourceFile file, string folder, CancellationToken cancel)
    {
        var path = System.IO.Path.Combine(folder, file.File);
        if (!System.IO.File.Exists(path))
            return RegistryProblems.NoFile(path);
        if (new FileInfo(path).Length > MostBytes)
            return TakeoverProblems.TooLarge(new Place(file.File), MostRows);
        try
        {
            var csv = file.File.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
            var encoding = csv ? EncodingOf(file, path) : (null, null);
            return encoding.Fault is { } fault ? fault : Load(file, path, encoding.Encoding, cancel);
        }
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or XmlException
                        or Sylvan.Data.Csv.CsvFormatException
                        or Sylvan.Data.Csv.CsvRecordTooLargeException
                        or ExcelDataReader.Exceptions.ExcelReaderException
                        or FormatException
                        or KeyNotFoundException
                        or OverflowException
                        or ArgumentException
                        or NullReferenceException
                        or IndexOutOfRangeException
                        or NotSupportedException
                        or EndOfStreamException
            )
        {
            // The reader meets whatever somebody put into the file; a damaged one is told as such, however it is damaged.
            return RegistryProblems.NotAWorkbook(file.File, error.Message);
        }
    }

    private static Outcome<SourceTable> Load(SourceFile file, string path, Encoding? encoding, CancellationToken cancel)
    {
        var sheet = Words.Same(file.Sheet ?? "");
        var opened = WorkbookRows.Open(path, sheet, new CsvForm(encoding, file.Separator), file.Headings);
        if (!opened.Ok)
            return Outcome<SourceTable>.Refused(opened.Problems);
        using var rows = opened.Value;
        if (file.Sheet is { } named && rows.Sheet is { } found && found != named)
            return TakeoverProblems.WrongMapping(
                file.At,
                new($"{file.File} 没有工作表“{named}”。", $"{file.File} has no sheet \"{named}\".")
            );
        if (rows.Headings.Length > MostColumns)
            return RegistryProblems.NotAWorkbook(file.File, $"> {MostColumns} columns");
        var headings = Distinct(rows.Headings);
        // Codes and names repeat without end: each is held once.
        var texts = new HashSet<string>(StringComparer.Ordinal);
        var all = new List<WorkbookRow>();
        while (rows.Next(out var row))
        {
            cancel.ThrowIfCancellationRequested();
            if (all.Count == MostRows)
                return TakeoverProblems.TooLarge(new Place(file.File, rows.Sheet, row.Number), MostRows);
            for (var i = 0; i < row.Cells.Length; i++)
                if (texts.TryGetValue(row.Cells[i], out var held))
                    row.Cells[i] = held;
                else if (row.Cells[i].Length <= 40 && texts.Count < 1 << 20)
                    texts.Add(row.Cells[i]);
            all.Add(row);
        }
        // Data under no heading are still to be accounted for: such a column goes by its number.
        for (var i = 0; i < headings.Count; i++)
            if (headings[i].Length == 0 && all.Exists(r => r.Cells[i].Length > 0))
                headings[i] = $"#{i + 1}";
        return all.Count == 0
            ? RegistryProblems.Empty(file.File)
            : new SourceTable(file, path, rows.Sheet, headings, all);
    }

    public static List<string> Distinct(IEnumerable<string> headings)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return
        [
            .. headings.Select(h =>
            {
                var plain = h.ReplaceLineEndings(" ").Trim();
                var times = seen[plain] = seen.GetValueOrDefault(plain) + 1;
                return times == 1 || plain.Length == 0 ? plain : $"{plain}#{times}";
            }),
        ];
    }

    /// <summary>Reads the file once to be sure: a letter that is not of the encoding is named, not replaced by a question mark.</summary>
    private static (Encoding? Encoding, Problem? Fault) EncodingOf(SourceFile file, string path)
    {
        // Read first: it registers the code pages.
        var gb18030 = WorkbookRows.Gb18030;
        using var stream = System.IO.File.OpenRead(path);
        var name = file.Encoding ?? (WorkbookRows.EncodingOf(stream).Equals(gb18030) ? "gb18030" : "utf-8");
        var strict = Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        var decoder = strict.GetDecoder();
        var (part, letters) = (new byte[1 << 16], new char[(1 << 16) + 8]);
        var (row, column) = (1, 1);
        for (int length; (length = stream.Read(part)) > 0; )
        {
            // Byte by byte where a part does not decode: to say in which row and column.
            try
            {
                var count = decoder.GetChars(part, 0, length, letters, 0, flush: false);
                Count(letters.AsSpan(0, count));
            }
            catch (DecoderFallbackException)
            {
                decoder.Reset();
                try
                {
                    for (var i = 0; i < length; i++)
                        Count(letters.AsSpan(0, decoder.GetChars(part, i, 1, letters, 0, flush: false)));
                }
                catch (DecoderFallbackException) { }
                return (null, TakeoverProblems.NotInEncoding(new Place(file.File, null, row, column), name));
            }
        }
        return (strict, null);

        void Count(ReadOnlySpan<char> text)
        {
            foreach (var c in text)
                if (c == '\n')
                    (row, column) = (row + 1, 1);
                else if (c == (file.Separator ?? ','))
                    column++;
        }
    }
}
