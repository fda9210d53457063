using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;

namespace Taihang.Modules.PersonalData;

/// <summary>
/// What is to be done after the commit of an ending, and may be done again at any time: files of attachments that were ended are taken away,
/// SQLite's journal is emptied, and its file is written anew.
/// </summary>
public static class SettleStore
{
    /// <summary>
    /// Up to this the file is written anew while the site serves: some seconds in which reading goes on and writing waits. A larger one is
    /// left to the operator, for a quiet hour: what pages that were split left in their unused room stays until then.
    /// </summary>
    public const long WhileServingBytes = 256L << 20;

    /// <summary>For readers to come to an end, so that the journal can be emptied.</summary>
    private const int PatienceMs = 5_000;

    /// <param name="atMost">A larger file (bytes) is not written anew; only its journal is emptied.</param>
    /// <returns>False where something is left to do: the file is too large for now, or somebody else held it.</returns>
    public static bool Run(
        TaihangDb db,
        StoredFiles files,
        long atMost = WhileServingBytes,
        int patienceMs = PatienceMs
    )
    {
        var removed = RemoveFiles(db, files);
        if (!db.Database.IsSqlite())
            return removed;
        db.Database.OpenConnection();
        try
        {
            _ = Number(db, $"PRAGMA busy_timeout = {patienceMs}");
            var anew = Number(db, "PRAGMA page_count") * Number(db, "PRAGMA page_size") <= atMost;
            if (anew)
                db.Database.ExecuteSqlRaw("VACUUM");
            // What was overwritten stands in the journal as it was until that is carried into the file. The first figure is "busy".
            return Number(db, "PRAGMA wal_checkpoint(TRUNCATE)") == 0 && anew && removed;
        }
        catch (SqliteException)
        {
            return false;
        }
        finally
        {
            db.Database.CloseConnection();
        }
    }

    private static long Number(TaihangDb db, string pragma)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // One of the texts above.
        command.CommandText = pragma;
#pragma warning restore CA2100
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whoever still has such a file opens nothing with it: its key is gone with the commit.</summary>
    private static bool RemoveFiles(TaihangDb db, StoredFiles files)
    {
        var all = true;
        foreach (var hash in db.Attachments.Where(a => a.WrappedKey == Attachment.NoKey).Select(a => a.Hash).ToList())
            all &= files.Remove(hash);
        return all;
    }
}
