using System.Data;
using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>
/// Puts the whole record of one store into an empty one of either engine: as it stood at one moment, in one transaction, and compared
/// table by table afterwards.
/// </summary>
public static class CopyStore
{
    private const int RowsAtOnce = 10_000;

    /// <param name="from">May be written to meanwhile; what is written later is not in the copy.</param>
    /// <param name="to">Of the newest form and without a row.</param>
    /// <returns>What was copied. Refused: not empty (TH0905), differs afterwards (TH0906), cannot be written (TH0904).</returns>
    public static Outcome<IReadOnlyList<TableDigest>> Run(
        TaihangDb from,
        TaihangDb to,
        IProgress<Step>? progress = null,
        CancellationToken cancel = default
    )
    {
        var tables = InOrder(from.Model);
        foreach (var table in tables)
            if (TableDigest.Of(to, Name(table)).Rows > 0)
                return StoreProblems.NotEmpty(Name(table));
        try
        {
            using var moment = ReadMoment.Begin(from);
            using var transaction = to.Database.BeginTransaction(IsolationLevel.Serializable);
            var copied = new List<TableDigest>();
            foreach (var table in tables)
            {
                Copying
                    .MakeGenericMethod(table.ClrType)
                    .Invoke(
                        null,
                        BindingFlags.DoNotWrapExceptions,
                        null,
                        [from, to, Name(table), progress, cancel],
                        null
                    );
                var (before, after) = (TableDigest.Of(from, Name(table)), TableDigest.Of(to, Name(table)));
                if (before != after)
                    return StoreProblems.CopyDiffers(Name(table), before.Rows, after.Rows);
                copied.Add(after);
                cancel.ThrowIfCancellationRequested();
            }
            transaction.Commit();
            return copied;
        }
        catch (Exception error) when (error is SqliteException or NpgsqlException or IOException)
        {
            return StoreProblems.CannotWrite(error.Message);
        }
    }

    /// <summary>What every table holds, in the order in which they are copied.</summary>
    public static IEnumerable<TableDigest> Digests(TaihangDb db) =>
        InOrder(db.Model).Select(table => TableDigest.Of(db, Name(table)));

    /// <summary>Each table after those that its rows point to.</summary>
    private static List<IEntityType> InOrder(IModel model)
    {
        var ordered = new List<IEntityType>();
        foreach (var table in model.GetEntityTypes().OrderBy(Name, StringComparer.Ordinal))
            Add(table);
        return ordered;

        void Add(IEntityType table)
        {
            if (ordered.Contains(table))
                return;
            foreach (var key in table.GetForeignKeys().Where(k => k.PrincipalEntityType != table))
                Add(key.PrincipalEntityType);
            ordered.Add(table);
        }
    }

    private static string Name(IEntityType table) => table.GetTableName()!;

    private static readonly MethodInfo Copying = typeof(CopyStore).GetMethod(
        nameof(Copy),
        BindingFlags.NonPublic | BindingFlags.Static
    )!;

    private static void Copy<T>(
        TaihangDb from,
        TaihangDb to,
        string table,
        IProgress<Step>? progress,
        CancellationToken cancel
    )
        where T : class
    {
        using var writer = new BulkWriter<T>(to);
        var done = 0L;
        foreach (var rows in from.Set<T>().AsNoTracking().AsEnumerable().Chunk(RowsAtOnce))
        {
            cancel.ThrowIfCancellationRequested();
            writer.Write(rows);
            done += rows.Length;
            progress?.Report(new Step(Words.Same(table), done, 0));
        }
    }
}
