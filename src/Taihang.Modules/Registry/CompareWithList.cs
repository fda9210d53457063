using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Xml;
using ExcelDataReader.Exceptions;
using Microsoft.EntityFrameworkCore;
using Sylvan.Data.Csv;
using Taihang.Core.Common;
using Taihang.Core.Procedures;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Procedures;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>A household on record of whom somebody stands on the list.</summary>
/// <param name="Head">The head's name, else the household's number.</param>
/// <param name="Running">Whether a check of it by this procedure runs already.</param>
public sealed record ListHit(Guid HouseholdId, int VillageNo, string Number, string Head, bool Running);

/// <summary>What a list would do. Rows that name nobody on record are only counted: the list is not kept.</summary>
/// <param name="Unreadable">Rows whose number is missing or cannot be one, such as 1.1E+17, which a spreadsheet makes of eighteen digits.</param>
public sealed record ListLooked(int Rows, int Unreadable, IReadOnlyList<ListHit> Hits);

/// <summary>
/// Compares a department's list (CSV or XLSX, with a column of ID numbers) with the record. A hit opens a check of the household and changes
/// nothing about it.
/// </summary>
public static class CompareWithList
{
    private static readonly string[] Headings = ["证件号码", "身份证号", "身份证号码", "id_number", "ID number"];

    /// <summary>Procedures by which somebody may have a hit checked on a day.</summary>
    public static IReadOnlyList<Procedure> Procedures(Pack pack, CaseActor actor, DateOnly day) =>
        [
            .. pack.Procedures.Where(p =>
                p.ChecksOnly && CaseRules.Open(p, new OpenCase(Guid.Empty, Channel), actor, day).Ok
            ),
        ];

    /// <summary>A list unpacks to so much at most, and has so many rows and columns at most.</summary>
    public const long MostUnpackedBytes = 96L << 20;
    public const int MostRows = 500_000;
    public const int MostColumns = 200;

    /// <summary>Households whose checks are opened in one piece, so that nobody waits long for the county's log.</summary>
    public const int AtOnce = 200;

    private const int Asked = 1000;

    /// <summary>Finds the households on record whom the list names; opens nothing.</summary>
    /// <param name="file">Read to its end and closed.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="procedure">By which a hit would be checked.</param>
    /// <param name="villages">Where households are looked for; null for the whole county.</param>
    /// <returns>Hits by village and number. Refused where the file is no list, is damaged or too large (TH0403, TH0460, TH0475).</returns>
    public static Outcome<ListLooked> Look(
        TaihangDb db,
        Sealing sealing,
        int countyNo,
        string procedure,
        Stream file,
        string name,
        IReadOnlyCollection<int>? villages,
        DateOnly day
    )
    {
        var read = Read(sealing, file, Path.GetFileName(name), day);
        return read.Ok
            ? new ListLooked(
                read.Value.Rows,
                read.Value.Unreadable,
                Hits(db, countyNo, procedure, read.Value.Indexes, villages)
            )
            : Outcome<ListLooked>.Refused(read.Problems);
    }

    private static Outcome<(int Rows, int Unreadable, List<byte[]> Indexes)> Read(
        Sealing sealing,
        Stream file,
        string name,
        DateOnly day
    )
    {
        using (file)
            try
            {
                return Numbers(sealing, file, name, day);
            }
            catch (Exception error)
                when (error
                        is InvalidDataException
                            or EndOfStreamException
                            or XmlException
                            or CsvFormatException
                            or CsvRecordTooLargeException
                            or ExcelReaderException
                            or FormatException
                            or KeyNotFoundException
                            or OverflowException
                            or ArgumentException
                            or NullReferenceException
                            or IndexOutOfRangeException
                )
            {
                // The readers meet whatever somebody put into the file; a damaged one is told as such, however it is damaged.
                return RegistryProblems.NotAWorkbook(name, error.Message);
            }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The rows close the file.")]
    private static Outcome<(int Rows, int Unreadable, List<byte[]> Indexes)> Numbers(
        Sealing sealing,
        Stream file,
        string name,
        DateOnly day
    )
    {
        if (UnpacksTooFar(file))
            return TooLarge(new Place(name));
        var opened = WorkbookRows.Open(file, name, Words.Same(""));
        if (!opened.Ok)
            return Outcome<(int, int, List<byte[]>)>.Refused(opened.Problems);
        using var sheet = opened.Value;
        if (sheet.Headings.Length > MostColumns)
            return TooLarge(new Place(name, Row: 1));
        var column = Array.FindIndex(sheet.Headings, h => Headings.Contains(h, StringComparer.OrdinalIgnoreCase));
        if (column < 0)
            return RegistryProblems.NoIdColumn(new Place(name, Row: 1), string.Join(", ", Headings));
        var (rows, unreadable, indexes) = (0, 0, new List<byte[]>());
        while (sheet.Next(out var row))
        {
            if (++rows > MostRows)
                return TooLarge(new Place(name, Row: row.Number));
            var number = IdNumber.Normal(row.Cells[column]);
            if (IdNumber.Check(number, day, out _) != IdNumberFault.None)
                unreadable++;
            if (number.Length > 0)
                indexes.Add(sealing.Index(SealedKind.IdNumber, number));
        }
        return (rows, unreadable, indexes);
    }

    private static Problem TooLarge(Place at) =>
        RegistryProblems.ListTooLarge(at, MostRows, MostColumns, MostUnpackedBytes);

    /// <summary>Unpacks the parts of a workbook and counts: what its own directory says of their sizes is whatever somebody wrote there.</summary>
    private static bool UnpacksTooFar(Stream file)
    {
        if (file.Length < 4 || file.ReadByte() != 'P' || file.ReadByte() != 'K')
        {
            file.Position = 0;
            return false;
        }
        file.Position = 0;
        var (left, part) = (MostUnpackedBytes, new byte[1 << 16]);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true))
            foreach (var entry in zip.Entries)
            {
                using var stream = entry.Open();
                for (int length; (length = stream.Read(part)) > 0; )
                    if ((left -= length) < 0)
                        return true;
            }
        file.Position = 0;
        return false;
    }

    private static List<ListHit> Hits(
        TaihangDb db,
        int countyNo,
        string procedure,
        List<byte[]> indexes,
        IReadOnlyCollection<int>? villages
    )
    {
        db.Database.OpenConnection();
        var holders = new IdNumberHolders(db)
            .Find(indexes)
            .Values.Where(h => h.CountyNo == countyNo)
            .Select(h => h.PersonId)
            .Distinct()
            .ToList();
        db.Database.CloseConnection();
        // A statement takes only so many values.
        var households = holders
            .Chunk(Asked)
            .SelectMany(some =>
                db.Persons.AsNoTracking()
                    .Where(p => p.CountyNo == countyNo && some.Contains(p.PersonId) && p.LeftOn == null)
                    .Select(p => p.HouseholdId)
            )
            .Distinct()
            .ToList();
        return Known(db, countyNo, procedure, households, villages);
    }

    /// <summary>Households that are on record now, with who is their head and whether a check runs.</summary>
    private static List<ListHit> Known(
        TaihangDb db,
        int countyNo,
        string procedure,
        IReadOnlyList<Guid> ids,
        IReadOnlyCollection<int>? villages
    )
    {
        var running = db
            .ProcedureCases.Where(c => c.CountyNo == countyNo && c.Procedure == procedure && c.Outcome == null)
            .Select(c => c.SubjectId)
            .ToHashSet();
        var hits = new List<ListHit>();
        foreach (var some in ids.Chunk(Asked))
        {
            var households = db
                .Households.AsNoTracking()
                .Where(h => h.CountyNo == countyNo && h.ClosedOn == null && some.Contains(h.HouseholdId))
                .AsEnumerable()
                .Where(h => villages is null || villages.Contains(h.VillageNo))
                .ToList();
            var heads = households.Select(h => h.HeadId).OfType<Guid>().ToList();
            var names = db
                .Persons.AsNoTracking()
                .Where(p => p.CountyNo == countyNo && heads.Contains(p.PersonId))
                .ToDictionary(p => p.PersonId, p => p.Name);
            hits.AddRange(
                households.Select(h => new ListHit(
                    h.HouseholdId,
                    h.VillageNo,
                    h.Number,
                    (h.HeadId is { } head ? names.GetValueOrDefault(head) : null) ?? h.Number,
                    running.Contains(h.HouseholdId)
                ))
            );
        }
        return [.. hits.OrderBy(h => h.VillageNo).ThenBy(h => h.Number, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Opens a check of each of these households that is still on record there and has none. Whoever opens at the same time waits, so done
    /// again it opens none twice. Within a transaction, and all of it or nothing.
    /// </summary>
    /// <param name="households">Some hundreds at most, see <see cref="AtOnce"/>.</param>
    /// <param name="list">What the list is, such as "vehicle register, March 2026".</param>
    /// <returns>How many were opened. Refused (TH1139) where the procedure is none of <see cref="Procedures"/>.</returns>
    public static Outcome<int> Open(
        TaihangDb db,
        Pack pack,
        int countyNo,
        string procedure,
        IReadOnlyList<Guid> households,
        IReadOnlyCollection<int>? villages,
        string list,
        CaseActor actor,
        string byName,
        DateOnly day,
        ActContext context
    )
    {
        if (!Procedures(pack, actor, day).Any(p => p.Id == procedure))
            return ProceduresProblems.NoProcedureForHits();
        RecordAct.Hold(db, countyNo);
        var opened = 0;
        foreach (var household in Known(db, countyNo, procedure, households, villages).Where(h => !h.Running))
        {
            var started = StartCase.Run(
                db,
                pack,
                new StartRequest(
                    Guid.CreateVersion7(context.At),
                    countyNo,
                    household.VillageNo,
                    procedure,
                    household.HouseholdId,
                    household.Head,
                    Channel,
                    list,
                    actor,
                    byName
                ),
                day,
                context
            );
            if (!started.Ok)
                return opened == 0
                    ? Outcome<int>.Refused(started.Problems)
                    : throw new InvalidOperationException(started.Problems[0].What.En);
            opened++;
        }
        return opened;
    }

    /// <summary>How such a case came in.</summary>
    private const string Channel = "list";
}
