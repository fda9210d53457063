using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using SQLitePCL;

namespace Taihang.Modules.Store;

/// <summary>
/// Writes many rows of one table within the open transaction: by a prepared statement on SQLite, by binary COPY on PostgreSQL. Table
/// and columns come from the one model, so a row written here is the row that <see cref="TaihangDb"/> reads.
/// </summary>
public sealed class BulkWriter<T> : IDisposable
    where T : class
{
    private readonly Func<T, object?>[] values;
    private readonly string copy;
    private readonly DbConnection connection;
    private readonly sqlite3? engine;
    private readonly sqlite3_stmt? insert;

    public BulkWriter(TaihangDb db)
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!);
        var properties = entity.GetProperties().ToList();
        values =
        [
            .. properties.Select(p => p.PropertyInfo!).Select<System.Reflection.PropertyInfo, Func<T, object?>>(Getter),
        ];
        var columns = string.Join(", ", properties.Select(p => $"\"{p.GetColumnName(table)}\""));
        connection = db.Database.GetDbConnection();
        copy = $"COPY \"{table.Name}\" ({columns}) FROM STDIN (FORMAT BINARY)";
        if (connection is not SqliteConnection sqlite)
            return;
        engine = sqlite.Handle!;
        var marks = string.Join(", ", properties.Select(_ => "?"));
        var text = $"INSERT INTO \"{table.Name}\" ({columns}) VALUES ({marks})";
        Must(raw.sqlite3_prepare_v2(engine, text, out insert));
    }

    public void Write(IReadOnlyCollection<T> rows)
    {
        if (rows.Count == 0)
            return;
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

    private void Copy(IReadOnlyCollection<T> rows)
    {
        using var importer = ((NpgsqlConnection)connection).BeginBinaryImport(copy);
        foreach (var row in rows)
        {
            importer.StartRow();
            foreach (var value in values)
                importer.Write(value(row));
        }
        importer.Complete();
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
