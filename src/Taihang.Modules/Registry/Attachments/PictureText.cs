using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Taihang.Core.Common;
using Taihang.Core.Registry.Attachments;

namespace Taihang.Modules.Registry.Attachments;

/// <summary>What a picture says besides its drawing: EXIF, IPTC, XMP, comments, what hangs behind its end; and whether it says where it was taken.</summary>
internal static class PictureText
{
    private const int MostText = 4 << 20;
    private const ushort GpsTag = 0x8825;

    public static FileContent Read(string file, byte[] bytes, FileKind kind)
    {
        var pieces = new List<(string Name, byte[] Bytes)>();
        var located = kind == FileKind.Jpeg ? Jpeg(file, bytes, pieces) : Png(file, bytes, pieces);
        return new FileContent(
            kind,
            [
                .. pieces.SelectMany(p =>
                    ReadContent.Raw(p.Bytes).Select(text => new FileText(text, new Place(file, p.Name)))
                ),
            ],
            1,
            located || pieces.Any(p => SaysWhere(p.Bytes))
        );
    }

    /// <summary>The segments of ITU-T T.81: those for applications and comments.</summary>
    private static bool Jpeg(string file, byte[] bytes, List<(string, byte[])> pieces)
    {
        var located = false;
        for (var at = 2; ; )
        {
            while (at < bytes.Length && bytes[at] == 0xFF && at + 1 < bytes.Length && bytes[at + 1] == 0xFF)
                at++;
            if (at + 4 > bytes.Length || bytes[at] != 0xFF)
                throw new RefusedFileException(AttachmentProblems.Unreadable(file, "JPEG"));
            var marker = bytes[at + 1];
            if (marker == 0xD9)
            {
                pieces.Add(("附加内容 appended", bytes[(at + 2)..]));
                return located;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at + 2));
            if (length < 2 || at + 2 + length > bytes.Length)
                throw new RefusedFileException(AttachmentProblems.Unreadable(file, "JPEG"));
            var body = bytes.AsSpan(at + 4, length - 2);
            if (marker is >= 0xE0 and <= 0xEF or 0xFE)
            {
                pieces.Add((marker == 0xFE ? "注释 comment" : "图片信息 metadata", body.ToArray()));
                if (body.StartsWith("Exif\0\0"u8))
                    located |= ExifLocated(body[6..]);
            }
            at += 2 + length;
            // The drawing: it ends at the first marker that is neither a filler nor a restart.
            if (marker == 0xDA)
            {
                while (
                    at + 1 < bytes.Length
                    && !(bytes[at] == 0xFF && bytes[at + 1] is not (0 or 0xFF) and not (>= 0xD0 and <= 0xD7))
                )
                    at++;
                if (at + 1 >= bytes.Length)
                    return located;
                if (bytes[at + 1] == 0xD9)
                {
                    pieces.Add(("附加内容 appended", bytes[(at + 2)..]));
                    return located;
                }
            }
        }
    }

    /// <summary>The chunks of ISO/IEC 15948.</summary>
    private static bool Png(string file, byte[] bytes, List<(string, byte[])> pieces)
    {
        var (located, left) = (false, MostText);
        for (var at = 8; at + 12 <= bytes.Length; )
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));
            if (length > bytes.Length - at - 12)
                break;
            var type = Encoding.Latin1.GetString(bytes, at + 4, 4);
            var body = bytes.AsSpan(at + 8, (int)length).ToArray();
            at += 12 + (int)length;
            switch (type)
            {
                case "IEND":
                    pieces.Add(("附加内容 appended", bytes[at..]));
                    return located;
                case "zTXt" or "iTXt":
                    pieces.Add(("图片信息 metadata", body));
                    pieces.Add(("图片信息 metadata", Inflated(body, type == "zTXt" ? 1 : 2, ref left)));
                    break;
                case "eXIf":
                    pieces.Add(("图片信息 metadata", body));
                    located |= ExifLocated(body);
                    break;
                case "IDAT" or "PLTE" or "IHDR" or "tRNS":
                    break;
                default:
                    pieces.Add(("图片信息 metadata", body));
                    break;
            }
        }
        throw new RefusedFileException(AttachmentProblems.Unreadable(file, "PNG"));
    }

    /// <summary>Unpacks from the first place after the keyword where it can be unpacked; nothing where it was not packed.</summary>
    private static byte[] Inflated(byte[] body, int after, ref int left)
    {
        var start = Array.IndexOf(body, (byte)0) + after;
        for (var at = Math.Max(start, 0); at < Math.Min(body.Length - 2, start + 200); at++)
        {
            if (body[at] != 0x78)
                continue;
            try
            {
                using var zlib = new ZLibStream(
                    new MemoryStream(body, at, body.Length - at),
                    CompressionMode.Decompress
                );
                using var to = new MemoryStream();
                var block = new byte[1 << 14];
                for (int length; (length = zlib.Read(block)) > 0 && (left -= length) > 0; )
                    to.Write(block, 0, length);
                return to.ToArray();
            }
            catch (InvalidDataException)
            {
                // Not here.
            }
        }
        return [];
    }

    /// <summary>Whether the directories of EXIF (TIFF 6.0) hold a latitude.</summary>
    private static bool ExifLocated(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
            return false;
        var little = tiff[0] == 'I';
        var first = Whole(tiff, 4, little);
        foreach (var (tag, value) in Directory(tiff, first, little))
            if (tag == GpsTag)
                foreach (var (gps, _) in Directory(tiff, value, little))
                    if (gps is 2 or 4)
                        return true;
        return false;
    }

    private static List<(ushort Tag, uint Value)> Directory(ReadOnlySpan<byte> tiff, uint at, bool little)
    {
        var entries = new List<(ushort, uint)>();
        if (at > tiff.Length - 2)
            return entries;
        var count = Short(tiff, (int)at, little);
        for (var i = 0; i < count && (int)at + 2 + 12 * (i + 1) <= tiff.Length; i++)
            entries.Add((Short(tiff, (int)at + 2 + 12 * i, little), Whole(tiff, (int)at + 2 + 12 * i + 8, little)));
        return entries;
    }

    private static ushort Short(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little
            ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..])
            : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint Whole(ReadOnlySpan<byte> bytes, int at, bool little) =>
        little
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..])
            : BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    /// <summary>XMP says it in words.</summary>
    private static bool SaysWhere(byte[] piece) => piece.AsSpan().IndexOf("GPSLatitude"u8) >= 0;
}
