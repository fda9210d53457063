using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Taihang.Modules.Store;

/// <summary>The two engines the same model runs on.</summary>
public enum Engine
{
    Sqlite,
    Postgres,
}

/// <summary>Where a deployment's record lives: a SQLite file, or a PostgreSQL connection string.</summary>
public sealed record StoreAddress(Engine Engine, string ConnectionString)
{
    /// <summary>For messages: never shows a password.</summary>
    public string Shown =>
        Engine == Engine.Sqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource
        : new NpgsqlConnectionStringBuilder(ConnectionString) is var b ? $"{b.Host}:{b.Port}/{b.Database}"
        : "";

    /// <summary>
    /// A text with <c>Host=</c> is PostgreSQL, anything else the path of a SQLite file. Multiplexing is turned off whatever the text says:
    /// it would let statements of several counties share one connection, and the row policies go by the connection.
    /// </summary>
    public static StoreAddress Parse(string text) =>
        text.Contains("Host=", StringComparison.OrdinalIgnoreCase)
            ? new StoreAddress(
                Engine.Postgres,
                new NpgsqlConnectionStringBuilder(text) { Multiplexing = false }.ToString()
            )
            : new StoreAddress(
                Engine.Sqlite,
                new SqliteConnectionStringBuilder
                {
                    DataSource = Path.GetFullPath(text),
                    ForeignKeys = true,
                    DefaultTimeout = 60,
                }.ToString()
            );
}

/// <summary>The only place that knows how the two engines are opened.</summary>
public static class StoreOptions
{
    public static DbContextOptions<TaihangDb> For(StoreAddress address)
    {
        var builder = new DbContextOptionsBuilder<TaihangDb>().UseSnakeCaseNamingConvention();
        return address.Engine == Engine.Sqlite
            ? builder
                .UseSqlite(address.ConnectionString, o => o.MigrationsAssembly("Taihang.Migrations.Sqlite"))
                .AddInterceptors(OverwriteOnConnection.Always)
                .Options
            : builder
                .UseNpgsql(address.ConnectionString, o => o.MigrationsAssembly("Taihang.Migrations.Postgres"))
                .AddInterceptors(ScopeOnConnection.Always)
                .Options;
    }

    public static DbContextOptions<TaihangDb> ForDesign(string engine) =>
        For(
            engine == "Postgres"
                ? new StoreAddress(Engine.Postgres, "Host=127.0.0.1;Database=design")
                : StoreAddress.Parse("design.db")
        );
}
