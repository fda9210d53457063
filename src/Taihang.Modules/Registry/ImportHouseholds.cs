using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Taihang.Core.Common;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Access;
using Taihang.Modules.Store;

namespace Taihang.Modules.Registry;

/// <summary>A registration workbook to take in, as observed on a day.</summary>
/// <param name="FaultsFile">Where to write every fault as CSV; null to report the first ones only.</param>
public sealed record ImportRequest(
    string Path,
    RegistrationForm Form,
    RegionTree Tree,
    Sealing Sealing,
    DateOnly ObservedOn,
    ActContext Context,
    string? FaultsFile = null
)
{
    /// <summary>What a column mapping made of another register's files; null where <see cref="Path"/> is the programme's own workbook.</summary>
    public Delivery? Delivery { get; init; }
}

/// <summary>What an import did; all zero when the same file had been taken in before.</summary>
public sealed record ImportReport(
    bool AlreadyImported,
    int Rows,
    int HouseholdsNew,
    int HouseholdsChanged,
    int HouseholdsUnchanged,
    int PersonsNew,
    int PersonsLeft,
    int Observations,
    int WithoutIdNumber
);

/// <summary>
/// Takes in a household registration workbook: read as a stream, every fault listed, all or nothing in one transaction. One thread
/// reads and checks rows, the other compares them with the record and writes.
/// </summary>
public static class ImportHouseholds
{
    private const int HouseholdsPerBatch = 1000;
    private const int FaultsShown = 200;

    public static Outcome<ImportReport> Run(
        TaihangDb db,
        ImportRequest request,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
    {
        if (!File.Exists(request.Path))
            return RegistryProblems.NoFile(request.Path);
        var contentHash = $"{HashOf(request.Path)} {request.ObservedOn:yyyy-MM-dd}";
        if (db.ImportedFiles.Any(f => f.ContentHash == contentHash))
            return new ImportReport(true, 0, 0, 0, 0, 0, 0, 0, 0);
        var opened = WorkbookRows.Open(request.Path, request.Form.Sheet);
        if (!opened.Ok)
            return Outcome<ImportReport>.Refused(opened.Problems);
        using var rows = opened.Value;
        var columns = WorkbookColumns.Match(request.Form, request.Path, rows.Sheet, rows.Headings);
        if (!columns.Ok)
            return Outcome<ImportReport>.Refused(columns.Problems);
        var drafts = new HouseholdDrafts(
            request.Form,
            columns.Value,
            request.Tree,
            request.Path,
            rows.Sheet,
            request.ObservedOn
        );
        return TakeIn(db, request, contentHash, rows, drafts, progress, cancel);
    }

    /// <summary>The same for rows that a column mapping made of another register's files.</summary>
    /// <param name="request">With its delivery; the day is the delivery's newest.</param>
    public static Outcome<ImportReport> RunDelivery(
        TaihangDb db,
        ImportRequest request,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
    {
        var delivery = request.Delivery!;
        if (!delivery.Trial && db.ImportedFiles.Any(f => f.ContentHash == delivery.ContentHash))
            return new ImportReport(true, 0, 0, 0, 0, 0, 0, 0, 0);
        var drafts = new HouseholdDrafts(
            request.Form,
            [.. delivery.Columns],
            request.Tree,
            request.Path,
            null,
            request.ObservedOn,
            delivery
        );
        return TakeIn(db, request, delivery.ContentHash, new DeliveryRows(delivery.Rows), drafts, progress, cancel);
    }

    private static Outcome<ImportReport> TakeIn(
        TaihangDb db,
        ImportRequest request,
        string contentHash,
        IRowSource rows,
        HouseholdDrafts drafts,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
    {
        var delivery = request.Delivery;
        using var faults = new FaultList(request.FaultsFile, delivery is null ? FaultsShown : int.MaxValue);
        try
        {
            WidenCache(db);
            using var transaction = db.Database.BeginTransaction();
            delivery?.Log.ReadBefore(db, request);
            faults.Add(delivery?.Faults ?? []);
            using var writer = new HouseholdWriter(db, request, drafts, faults);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            using var batches = new BlockingCollection<Batch>(boundedCapacity: 4);
            var reading = Task.Run(() => ReadBatches(rows, drafts, request, batches, stop.Token), stop.Token);
            try
            {
                foreach (var batch in batches.GetConsumingEnumerable(stop.Token))
                {
                    writer.Write(batch);
                    progress?.Report(new Step(new Words("导入", "Importing"), rows.Position, rows.Length));
                }
                reading.GetAwaiter().GetResult();
                writer.Close();
            }
            finally
            {
                stop.Cancel();
                ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
            }
            if (writer.Rows == 0 && faults.Count == 0)
                return RegistryProblems.Empty(request.Path);
            delivery?.Log.ReadAfter(db, request);
            if (faults.Count > 0)
                return Outcome<ImportReport>.Refused(faults.Shown(request.Path));
            // A trial has written everything that a run would, and keeps none of it.
            if (delivery is { Trial: true })
                return writer.Report();
            writer.Finish(contentHash);
            transaction.Commit();
            return writer.Report();
        }
        catch (Exception error)
            when (error
                    is InvalidDataException
                        or Sylvan.Data.Csv.CsvFormatException
                        or ExcelDataReader.Exceptions.ExcelReaderException
            )
        {
            return RegistryProblems.NotAWorkbook(request.Path, error.Message);
        }
        catch (Exception error) when (error is SqliteException or NpgsqlException or DbUpdateException)
        {
            return StoreProblems.CannotWrite(error.InnerException?.Message ?? error.Message);
        }
    }

    /// <summary>Households of a batch in the order of the file, with what their members need if they are new.</summary>
    public sealed record Batch(
        List<HouseholdDraft> Drafts,
        Dictionary<MemberDraft, PreparedMember> Prepared,
        List<Problem> Faults,
        int Rows
    );

    private static void ReadBatches(
        IRowSource rows,
        HouseholdDrafts drafts,
        ImportRequest request,
        BlockingCollection<Batch> batches,
        CancellationToken cancel
    )
    {
        try
        {
            var ids = new OrderedIds(request.Context.At);
            var batch = NewBatch();
            var count = 0;
            var household = new List<WorkbookRow>();
            var first = new Dictionary<UInt128, int>();
            while (rows.Next(out var row))
            {
                if (household.Count > 0 && KeyOf(row) != KeyOf(household[0]))
                    Close();
                household.Add(row);
            }
            if (household.Count > 0)
                Close();
            Send();

            void Close()
            {
                count += household.Count;
                var at = drafts.At(household[0].Number, drafts.NumberColumn);
                if (household[0].Cells[drafts.NumberColumn].Length == 0)
                    batch.Faults.Add(RegistryProblems.Blank(at));
                else if (!first.TryAdd(HashOf(KeyOf(household[0])), household[0].Number))
                    batch.Faults.Add(
                        RegistryProblems.HouseholdApart(
                            at,
                            household[0].Cells[drafts.NumberColumn],
                            first[HashOf(KeyOf(household[0]))]
                        )
                    );
                else if (drafts.Read(household, batch.Faults) is { } draft)
                {
                    batch.Drafts.Add(draft);
                    foreach (var member in draft.Members)
                        batch.Prepared[member] = PreparedMember.From(member, request.Sealing, ids);
                }
                household.Clear();
                if (batch.Drafts.Count >= HouseholdsPerBatch || batch.Faults.Count >= FaultsShown)
                    Send();
            }

            void Send()
            {
                batches.Add(batch with { Rows = count }, cancel);
                (batch, count) = (NewBatch(), 0);
            }
        }
        finally
        {
            batches.CompleteAdding();
        }

        (string, string) KeyOf(WorkbookRow row) => (row.Cells[drafts.VillageColumn], row.Cells[drafts.NumberColumn]);

        static Batch NewBatch() =>
            new([], new Dictionary<MemberDraft, PreparedMember>(ReferenceEqualityComparer.Instance), [], 0);
    }

    /// <summary>
    /// Blind indexes fall all over their tree: with too small a cache the same pages are written to the log again and again. 256 MiB
    /// hold the tree of some two million numbers.
    /// </summary>
    private static void WidenCache(TaihangDb db)
    {
        if (db.Database.IsSqlite())
            db.Database.ExecuteSqlRaw("PRAGMA cache_size = -262144");
    }

    /// <summary>All that is kept of a household once it is written: 16 bytes, so that a file of any length is read in little memory.</summary>
    private static UInt128 HashOf((string Village, string Number) key) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{key.Village}\n{key.Number}")));

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
