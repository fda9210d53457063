using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace Taihang.Modules.Store;

/// <summary>
/// Tells each PostgreSQL session, every time a connection is taken from the pool, whose rows it is for; the row policies read the setting
/// and show nothing where there is none. A setting lasts as long as the session keeps one visitor, so no pooler that hands a session on
/// after each transaction may stand in between.
/// </summary>
internal sealed class ScopeOnConnection : DbConnectionInterceptor
{
    public static readonly ScopeOnConnection Always = new();

    public const string Setting = "taihang.counties";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
        Tell(connection, (eventData.Context as TaihangDb)?.Scope ?? CountyScope.Nothing);

    public override Task ConnectionOpenedAsync(
        DbConnection connection,
        ConnectionEndEventData eventData,
        CancellationToken cancellationToken = default
    )
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    public static void Tell(DbConnection connection, CountyScope scope)
    {
        if (connection is not NpgsqlConnection { State: ConnectionState.Open } session)
            return;
        using var command = session.CreateCommand();
        command.CommandText = $"SELECT set_config('{Setting}', $1, false)";
        command.Parameters.Add(new NpgsqlParameter { Value = scope.Setting });
        try
        {
            command.ExecuteNonQuery();
        }
        catch (PostgresException failed) when (failed.SqlState == PostgresErrorCodes.InFailedSqlTransaction)
        {
            // Nothing is read in a failed transaction, and its end brings back the setting from before it.
        }
    }
}
