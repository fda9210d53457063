using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Taihang.Modules.Store;

/// <summary>
/// How an identifier lies in SQLite: its 16 bytes in network order, so that UUIDv7 identifiers sort by time (RFC 9562, section 6.11)
/// and take less than half the room of their text. PostgreSQL has a type of its own for them.
/// </summary>
public static class StoredGuid
{
    /// <summary>Tells the model of every identifier; only for SQLite.</summary>
    public static void Convert(ModelBuilder model)
    {
        var converter = new ValueConverter<Guid, byte[]>(id => Write(id), bytes => Read(bytes));
        foreach (var property in model.Model.GetEntityTypes().SelectMany(t => t.GetProperties()))
            if (property.ClrType == typeof(Guid) || property.ClrType == typeof(Guid?))
                property.SetValueConverter(converter);
    }

    /// <summary>From a column of either engine.</summary>
    public static Guid Read(DbDataReader reader, int column) =>
        reader is SqliteDataReader ? Read(reader.GetFieldValue<byte[]>(column)) : reader.GetGuid(column);

    private static Guid Read(byte[] bytes) => new(bytes, bigEndian: true);

    private static byte[] Write(Guid id) => id.ToByteArray(bigEndian: true);
}
