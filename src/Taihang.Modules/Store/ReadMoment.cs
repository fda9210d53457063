using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Taihang.Modules.Store;

/// <summary>One moment of the record for a reading of several tables; writers go on meanwhile. Inside a transaction it adds nothing.</summary>
public sealed class ReadMoment : IDisposable
{
    private readonly TaihangDb db;
    private readonly IDbContextTransaction? transaction;
    private readonly DbTransaction? deferred;

    private ReadMoment(TaihangDb db)
    {
        this.db = db;
        if (db.Database.CurrentTransaction is not null)
            return;
        if (!db.Database.IsSqlite())
        {
            transaction = db.Database.BeginTransaction(IsolationLevel.RepeatableRead);
            return;
        }
        // The context's own way of beginning would take SQLite's one place for a writer.
        db.Database.OpenConnection();
        deferred = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        transaction = db.Database.UseTransaction(deferred);
    }

    public static ReadMoment Begin(TaihangDb db) => new(db);

    /// <summary>The context does not end a transaction that it did not begin.</summary>
    public void Dispose()
    {
        transaction?.Dispose();
        if (deferred is null)
            return;
        deferred.Dispose();
        db.Database.CloseConnection();
    }
}
