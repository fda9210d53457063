using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>Makes a store and fills it in one go.</summary>
public static class NewStore
{
    /// <summary>
    /// A SQLite file gets its name when the work is done and lies on the disk, else nothing is left of it; a database of a server must be
    /// there and gets its tables.
    /// </summary>
    /// <returns>As the work says. Refused: the file exists (TH0909), cannot be opened or written (TH0900, TH0904).</returns>
    public static Outcome<T> Fill<T>(StoreAddress address, Func<TaihangDb, Outcome<T>> work)
    {
        if (address.Engine == Engine.Sqlite)
            return AsFile(address.Shown, work);
        var store = OpenStore.Migrate(address);
        if (!store.Ok)
            return Outcome<T>.Refused(store.Problems);
        using var db = store.Value;
        return work(db);
    }

    private static Outcome<T> AsFile<T>(string path, Func<TaihangDb, Outcome<T>> work)
    {
        if (File.Exists(path))
            return StoreProblems.FileExists(path);
        var partial = path + ".partial";
        try
        {
            Remove(partial);
            var store = OpenStore.Migrate(StoreAddress.Parse(partial));
            if (!store.Ok)
                return Outcome<T>.Refused(store.Problems);
            Outcome<T> done;
            using (var db = store.Value)
            {
                done = work(db);
                if (done.Ok)
                    db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;");
            }
            SqliteConnection.ClearAllPools();
            if (done.Ok)
                File.Move(partial, path);
            return done;
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            return StoreProblems.CannotWrite(error.Message);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Remove(partial);
        }
    }

    private static void Remove(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm", path + "-journal" })
            File.Delete(file);
    }
}
