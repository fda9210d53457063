using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using SQLitePCL;

namespace Taihang.Modules.Store;

/// <summary>
/// Writes many rows of one table within the open transaction: by a prepared statement on SQLite, by binary COPY on PostgreSQL. Table
/// and columns come from the one model, so a row written here is the row that <see cref="TaihangDb"/> reads. A row of a county that is not
/// in the context's scope is refused.
/// </summary>
public sealed class BulkWriter<T> : IDisposable
    where T : class
{
    private readonly Func<T, object?>[] values;
    private readonly TaihangDb db;
    private readonly int countyAt;
    private readonly string table;
    private readonly string columns;
    private string? copyTo;
    private readonly DbConnection connection;
    private readonly sqlite3? engine;
    private readonly sqlite3_stmt? insert;

    public BulkWriter(TaihangDb db)
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var stored = StoreObjectIdentifier.Table(entity.GetTableName()!);
        var properties = entity.GetProperties().ToList();
        values =
        [
            .. properties.Select(p => p.PropertyInfo!).Select<System.Reflection.PropertyInfo, Func<T, object?>>(Getter),
        ];
        countyAt = properties.FindIndex(p => p.Name == nameof(Tables.Region.CountyNo));
        (table, columns) = (stored.Name, string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(stored)}\"")));
        (this.db, connection) = (db, db.Database.GetDbConnection());
        if (connection is not SqliteConnection sqlite)
            return;
        engine = sqlite.Handle!;
        var marks = string.Join(", ", properties.Select(_ => "?"));
        var text = $"INSERT INTO \"{table}\" ({columns}) VALUES ({marks})";
        Must(raw.sqlite3_prepare_v2(engine, text, out insert));
    }

    public void Write(IReadOnlyCollection<T> rows)
    {
        if (rows.Count == 0)
            return;
        if (!db.Scope.All)
            foreach (var row in rows)
                db.Check(typeof(T), (int)values[countyAt](row)!);
        if (insert is null)
            Copy(rows);
        else
            Insert(insert, rows);
    }

    public void Dispose() => insert?.Dispose();

    /// <summary>Straight to the engine: the provider's parameter objects cost more than the insertion itself.</summary>
    private void Insert(sqlite3_stmt statement, IReadOnlyCollection<T> rows)
    {
        foreach (var row in rows)
        {
            for (var i = 0; i < values.Length; i++)
                Must(Bind(statement, i + 1, values[i](row)));
            var done = raw.sqlite3_step(statement);
            Must(raw.sqlite3_reset(statement));
            Must(done == raw.SQLITE_DONE ? raw.SQLITE_OK : done);
        }
    }

    /// <summary>In the forms in which <see cref="TaihangDb"/> itself stores these types.</summary>
    private static int Bind(sqlite3_stmt statement, int at, object? value)
    {
        switch (value)
        {
            case null:
                return raw.sqlite3_bind_null(statement, at);
            case bool truth:
                return raw.sqlite3_bind_int(statement, at, truth ? 1 : 0);
            case int number:
                return raw.sqlite3_bind_int64(statement, at, number);
            case long number:
                return raw.sqlite3_bind_int64(statement, at, number);
            case string text:
                return raw.sqlite3_bind_text(statement, at, text);
            case byte[] bytes:
                return raw.sqlite3_bind_blob(statement, at, bytes);
            case Guid id:
                Span<byte> bigEndian = stackalloc byte[16];
                id.TryWriteBytes(bigEndian, bigEndian: true, out _);
                return raw.sqlite3_bind_blob(statement, at, bigEndian);
            case DateOnly day:
                Span<byte> digits = stackalloc byte[10];
                day.TryFormat(digits, out _, "yyyy-MM-dd", null);
                return raw.sqlite3_bind_text(statement, at, digits);
            default:
                throw new NotSupportedException($"{value.GetType()} is not written in bulk.");
        }
    }

    private void Must(int code)
    {
        if (code != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(engine!).utf8_to_string(), code);
    }

    /// <summary>
    /// PostgreSQL copies into no table whose rows are guarded by policies, so the rows go by way of a table of this session and are put in
    /// by an INSERT, which the policies check.
    /// </summary>
    private void Copy(IReadOnlyCollection<T> rows)
    {
        var session = (NpgsqlConnection)connection;
        copyTo ??= Target(session);
        using (var importer = session.BeginBinaryImport($"COPY {copyTo} ({columns}) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var row in rows)
            {
                importer.StartRow();
                foreach (var value in values)
                    importer.Write(value(row));
            }
            importer.Complete();
        }
        if (copyTo != Quoted)
            Run(session, $"INSERT INTO {Quoted} ({columns}) SELECT {columns} FROM {copyTo}; TRUNCATE {copyTo}");
    }

    private string Quoted => $"\"{table}\"";

    /// <summary>The table itself for a role above the policies; else one that ends with the transaction.</summary>
    private string Target(NpgsqlConnection session)
    {
        if (Run(session, $"SELECT row_security_active('{Quoted}')") is false)
            return Quoted;
        var incoming = $"pg_temp.\"incoming_{table}\"";
        Run(
            session,
            $"CREATE TEMP TABLE IF NOT EXISTS \"incoming_{table}\" (LIKE {Quoted}) ON COMMIT DROP; TRUNCATE {incoming}"
        );
        return incoming;
    }

    private static object? Run(NpgsqlConnection session, string text)
    {
        using var command = session.CreateCommand();
#pragma warning disable CA2100 // Names from the model.
        command.CommandText = text;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    private static Func<T, object?> Getter(System.Reflection.PropertyInfo property)
    {
        var row = System.Linq.Expressions.Expression.Parameter(typeof(T));
        var read = System.Linq.Expressions.Expression.Convert(
            System.Linq.Expressions.Expression.Property(row, property),
            typeof(object)
        );
        return System.Linq.Expressions.Expression.Lambda<Func<T, object?>>(read, row).Compile();
    }
}
