using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Taihang.Modules.Store;

/// <summary>
/// Tells each SQLite connection to overwrite with zeros what it deletes or replaces, instead of leaving it in the file's free room, where
/// whoever copied the file could read it long after it was erased from the record.
/// </summary>
internal sealed class OverwriteOnConnection : DbConnectionInterceptor
{
    public static readonly OverwriteOnConnection Always = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (connection is not SqliteConnection file)
            return;
        using var command = file.CreateCommand();
        command.CommandText = "PRAGMA secure_delete = ON";
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
