using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>Opens a deployment's whole record for whoever runs the deployment, making or migrating it where asked.</summary>
public static class OpenStore
{
    /// <summary>SQLite before this had a fault in resetting its write-ahead log.</summary>
    private static readonly Version LeastSqlite = new(3, 51, 3);

    private const int LeastPostgres = 15;

    /// <summary>Brings the store to the newest form, making it if it is not there.</summary>
    public static Outcome<TaihangDb> Migrate(StoreAddress address)
    {
        try
        {
            if (address.Engine == Engine.Sqlite)
                Directory.CreateDirectory(
                    Path.GetDirectoryName(new SqliteConnectionStringBuilder(address.ConnectionString).DataSource)!
                );
            return Unless(
                new TaihangDb(StoreOptions.For(address), CountyScope.Everything),
                db =>
                {
                    if (VersionProblem(db, address) is { } problem)
                        return problem;
                    db.Database.Migrate();
                    return null;
                }
            );
        }
        catch (Exception error) when (CannotOpen(error))
        {
            return StoreProblems.CannotOpen(address.Shown, error.InnerException?.Message ?? error.Message);
        }
    }

    /// <summary>Opens a store that must be there and up to date.</summary>
    public static Outcome<TaihangDb> Existing(StoreAddress address)
    {
        try
        {
            if (
                address.Engine == Engine.Sqlite
                && !File.Exists(new SqliteConnectionStringBuilder(address.ConnectionString).DataSource)
            )
                return StoreProblems.NotThere(address.Shown);
            return Unless(
                new TaihangDb(StoreOptions.For(address), CountyScope.Everything),
                db =>
                    VersionProblem(db, address)
                    ?? (db.Database.GetPendingMigrations().Any() ? StoreProblems.OldForm(address.Shown) : null)
            );
        }
        catch (Exception error) when (CannotOpen(error))
        {
            return StoreProblems.CannotOpen(address.Shown, error.InnerException?.Message ?? error.Message);
        }
    }

    /// <summary>What is refused is closed again: a program that asks often, as health does, would run out of connections.</summary>
    private static Outcome<TaihangDb> Unless(TaihangDb db, Func<TaihangDb, Problem?> look)
    {
        var kept = false;
        try
        {
            if (look(db) is { } problem)
                return problem;
            kept = true;
            return db;
        }
        finally
        {
            if (!kept)
                db.Dispose();
        }
    }

    /// <summary>A server that does not answer comes wrapped: the provider supposes that a retry might help.</summary>
    private static bool CannotOpen(Exception error) =>
        error
            is SqliteException
                or NpgsqlException
                or IOException
                or UnauthorizedAccessException
                or InvalidOperationException { InnerException: NpgsqlException };

    private static Problem? VersionProblem(TaihangDb db, StoreAddress address)
    {
        db.Database.OpenConnection();
        var connection = db.Database.GetDbConnection();
        if (address.Engine == Engine.Postgres)
            return connection is NpgsqlConnection { PostgreSqlVersion.Major: < LeastPostgres } old
                ? StoreProblems.OldEngine("PostgreSQL", old.PostgreSqlVersion.ToString(), LeastPostgres.ToString())
                : null;
        if (Version.Parse(connection.ServerVersion) < LeastSqlite)
            return StoreProblems.OldEngine("SQLite", connection.ServerVersion, LeastSqlite.ToString());
        db.Database.ExecuteSqlRaw(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON; PRAGMA cache_size = -65536;"
        );
        return null;
    }
}
