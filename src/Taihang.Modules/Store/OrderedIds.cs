using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Taihang.Modules.Store;

/// <summary>
/// UUIDv7 identifiers that rise strictly, as RFC 9562 section 6.2 (method 1) allows: the 12 bits after the time count up, and the
/// time moves on when they are full. A million rows written at one moment then lie side by side in the index.
/// </summary>
public sealed class OrderedIds(DateTimeOffset start)
{
    private long unixMs = start.ToUnixTimeMilliseconds();
    private int counter;

    public Guid Next()
    {
        if (counter > 0xFFF)
            (unixMs, counter) = (unixMs + 1, 0);
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, unixMs << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | counter++));
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
