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
    /// it would let statements of several counties share one connection, and the row policies go by the connection. Where the text says
    /// nothing of it there are <see cref="Connections"/> at most, and not the library's hundred, which is all that PostgreSQL takes by default:
    /// the command line and a second site need some too. With eight the slowest of 32 users waited two and a half times as long (bench registry).
    /// </summary>
    public static StoreAddress Parse(string text) =>
        text.Contains("Host=", StringComparison.OrdinalIgnoreCase)
            ? new StoreAddress(
                Engine.Postgres,
                Pooled(new NpgsqlConnectionStringBuilder(text) { Multiplexing = false })
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

    /// <summary>Connections that one process keeps with PostgreSQL unless its address says <c>Maximum Pool Size</c>.</summary>
    public const int Connections = 40;

    private static string Pooled(NpgsqlConnectionStringBuilder text)
    {
        if (!text.ShouldSerialize("Maximum Pool Size"))
            text.MaxPoolSize = Math.Max(Connections, text.MinPoolSize);
        return text.ToString();
    }
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

    /// <summary>Whether something failed only because every connection was in use for as long as one waits for one.</summary>
    public static bool Busy(Exception? error) =>
        error is NpgsqlException { InnerException: TimeoutException }
        || (error?.InnerException is { } inner && Busy(inner));

    public static DbContextOptions<TaihangDb> ForDesign(string engine) =>
        For(
            engine == "Postgres"
                ? new StoreAddress(Engine.Postgres, "Host=127.0.0.1;Database=design")
                : StoreAddress.Parse("design.db")
        );
}
