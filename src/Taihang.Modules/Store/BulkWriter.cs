using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

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
    private readonly SqliteCommand? insert;

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
        insert = sqlite.CreateCommand();
        insert.CommandText =
            $"INSERT INTO \"{table.Name}\" ({columns}) VALUES ({string.Join(", ", properties.Select((_, i) => $"$p{i}"))})";
        for (var i = 0; i < properties.Count; i++)
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
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

    private void Insert(SqliteCommand command, IReadOnlyCollection<T> rows)
    {
        command.Transaction ??= null;
        foreach (var row in rows)
        {
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i](row) ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
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
