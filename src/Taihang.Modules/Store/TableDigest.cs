using System.Buffers.Binary;
using System.Data.Common;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Taihang.Modules.Store;

/// <summary>How many rows a table has and what stands in them, the same on both engines and whatever the order of the rows.</summary>
/// <param name="Digest">Sum modulo 2^256 of the SHA-256 of each row, in hexadecimal; it shows damage, it is no seal against a forger.</param>
public sealed record TableDigest(string Table, long Rows, string Digest)
{
    /// <param name="table">A name from the model, or from the list of a backup.</param>
    public static TableDigest Of(TaihangDb db, string table)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction is { } own
            ? Microsoft.EntityFrameworkCore.Storage.DbContextTransactionExtensions.GetDbTransaction(own)
            : null;
#pragma warning disable CA2100 // A table's name, between quotation marks.
        command.CommandText = $"SELECT * FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var columns = Enumerable
            .Range(0, reader.FieldCount)
            .Select(i => (At: i, Name: reader.GetName(i)))
            .OrderBy(c => c.Name, StringComparer.Ordinal)
            .ToList();
        var (rows, sum) = (0L, BigInteger.Zero);
        using var row = new MemoryStream();
        Span<byte> hash = stackalloc byte[32];
        while (reader.Read())
        {
            row.SetLength(0);
            foreach (var (at, name) in columns)
            {
                Write(row, Encoding.UTF8.GetBytes(name));
                Write(row, Bytes(reader, at));
            }
            SHA256.HashData(row.GetBuffer().AsSpan(0, (int)row.Length), hash);
            sum += new BigInteger(hash, isUnsigned: true);
            rows++;
        }
        var all = (sum & ((BigInteger.One << 256) - 1)).ToByteArray(isUnsigned: true);
        return new TableDigest(table, rows, Convert.ToHexStringLower([.. all, .. new byte[32 - all.Length]]));
    }

    /// <summary>Every part with its length, so that no two rows are written alike.</summary>
    private static void Write(MemoryStream row, byte[]? value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, value?.Length ?? -1);
        row.Write(length);
        row.Write(value);
    }

    /// <summary>A value in one form for both engines: SQLite keeps identifiers as bytes, days as text and truths as numbers.</summary>
    private static byte[]? Bytes(DbDataReader reader, int column) =>
        reader.GetValue(column) switch
        {
            DBNull => null,
            byte[] bytes => bytes,
            Guid id => id.ToByteArray(bigEndian: true),
            string text => Encoding.UTF8.GetBytes(text),
            DateOnly day => Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            DateTime day => Encoding.UTF8.GetBytes(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            bool truth => Encoding.UTF8.GetBytes(truth ? "1" : "0"),
            long number => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
            int number => Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
            var other => throw new NotSupportedException($"{other.GetType()} is in no table."),
        };
}
