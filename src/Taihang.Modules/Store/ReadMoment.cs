using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Taihang.Modules.Store;

/// <summary>One moment of the record for a reading of several tables; writers go on meanwhile.</summary>
public static class ReadMoment
{
    /// <returns>To be disposed when the reading ends; null inside a transaction, which is a moment already.</returns>
    public static IDbContextTransaction? Begin(TaihangDb db)
    {
        if (db.Database.CurrentTransaction is not null)
            return null;
        if (!db.Database.IsSqlite())
            return db.Database.BeginTransaction(IsolationLevel.RepeatableRead);
        // The provider's own beginning would take SQLite's one place for a writer.
        db.Database.OpenConnection();
        return db.Database.UseTransaction(
            ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true)
        );
    }
}
