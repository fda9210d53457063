using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Access;
using Taihang.Core.Common;

namespace Taihang.Modules.Access;

/// <summary>What checking an exported log found.</summary>
/// <param name="Bound">How many entries the checkpoint binds; entries after it are bound only by a later one.</param>
/// <param name="Open">Entries whose reason, basis and content were checked too.</param>
public sealed record LogFileCheck(int CountyNo, long Entries, long Bound, long Open, string Root);

/// <summary>Checks an exported log against checkpoints, without a database.</summary>
public static class VerifyLogFile
{
    private const int PieceLevel = 12;
    private const int Pieces = 16;
    private const int ChunkLines = Pieces << PieceLevel;
    private const int FieldsOfALine = 6;

    /// <returns>The county that a log says it is of; null where it is no log.</returns>
    public static int? CountyNo(Stream log)
    {
        using var lines = new ByteLines(log);
        return Begin(lines) is { Ok: true } county ? county.Value : null;
    }

    /// <param name="kept">Checkpoints with signatures already checked, of whichever log.</param>
    public static Outcome<LogFileCheck> Run(Stream log, LogKey key, IReadOnlyList<Checkpoint> kept)
    {
        using var lines = new ByteLines(log);
        var county = Begin(lines);
        if (!county.Ok)
            return Outcome<LogFileCheck>.Refused(county.Problems);
        var countyNo = county.Value;
        var origin = Checkpoint.CountyOrigin(key, countyNo);
        if (kept.FirstOrDefault(k => k.Origin != origin) is { } other)
            return AuditProblems.OtherLog(other.Origin, origin);
        var (tip, open) = (new MerkleTip(), 0L);
        var chunk = new List<ReadOnlyMemory<byte>>(ChunkLines);
        if (ActLog.RootsDiffer(kept, tip))
            return AuditProblems.Forked(origin, 0);
        for (; ; )
        {
            lines.Take(chunk, ChunkLines);
            if (chunk.Count == 0)
                break;
            var hashed = Hash(chunk);
            if (hashed.Wrong is { } wrong)
                return AuditProblems.NotALog(tip.Size + wrong + 4);
            open += hashed.Open;
            var within = kept.Any(k => k.Size > tip.Size && k.Size <= tip.Size + chunk.Count);
            if (chunk.Count == ChunkLines && !within)
                for (var piece = 0; piece < Pieces; piece++)
                    tip.AppendSubtree(PieceLevel, Root(hashed.Leaves.AsSpan(Span(piece))));
            else
                for (var i = 0; i < chunk.Count; i++)
                {
                    tip.Append(hashed.Leaves.AsSpan(i * MerkleTree.HashLength, MerkleTree.HashLength));
                    if (ActLog.RootsDiffer(kept, tip))
                        return AuditProblems.Forked(origin, tip.Size);
                }
        }
        var bound = kept.Count == 0 ? 0 : kept.Max(k => k.Size);
        return bound > tip.Size
            ? AuditProblems.RolledBack(origin, tip.Size, bound)
            : new LogFileCheck(countyNo, tip.Size, bound, open, Convert.ToBase64String(tip.Root()));
    }

    private static Outcome<int> Begin(ByteLines lines)
    {
        if (!lines.Next(out var head) || !head.Span.SequenceEqual(Encoding.UTF8.GetBytes(ExportLog.Head)))
            return AuditProblems.NotALog(1);
        if (
            !lines.Next(out var county)
            || Encoding.UTF8.GetString(county.Span).Split(' ') is not ["county", var number]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var countyNo)
        )
            return AuditProblems.NotALog(2);
        return lines.Next(out var empty) && empty.Length == 0 ? countyNo : AuditProblems.NotALog(3);
    }

    /// <summary>Leaf hashes of all lines, piece by piece side by side; each result has its own place, so threads change nothing.</summary>
    private static (byte[] Leaves, long Open, int? Wrong) Hash(List<ReadOnlyMemory<byte>> chunk)
    {
        var leaves = new byte[chunk.Count * MerkleTree.HashLength];
        var (open, wrong) = (new long[Pieces], new int?[Pieces]);
        Parallel.For(
            0,
            Pieces,
            piece =>
            {
                var end = Math.Min(chunk.Count, (piece + 1) << PieceLevel);
                for (var i = piece << PieceLevel; i < end && wrong[piece] is null; i++)
                {
                    var line = chunk[i].Span;
                    var length = DataLength(line);
                    if (length < 0)
                    {
                        wrong[piece] = i;
                        break;
                    }
                    if (length < line.Length)
                    {
                        open[piece]++;
                        if (!Opens(line, length))
                            wrong[piece] = i;
                    }
                    MerkleTree.Leaf(line[..length], leaves.AsSpan(i * MerkleTree.HashLength, MerkleTree.HashLength));
                }
            }
        );
        return (leaves, open.Sum(), wrong.FirstOrDefault(w => w is not null));
    }

    private static Range Span(int piece) =>
        (piece * MerkleTree.HashLength << PieceLevel)..((piece + 1) * MerkleTree.HashLength << PieceLevel);

    /// <summary>The root of a perfect subtree, worked out in place.</summary>
    private static ReadOnlySpan<byte> Root(Span<byte> hashes)
    {
        const int H = MerkleTree.HashLength;
        for (var count = hashes.Length / H; count > 1; count /= 2)
        for (var i = 0; i < count / 2; i++)
            MerkleTree.Node(hashes.Slice(2 * i * H, H), hashes.Slice((2 * i + 1) * H, H), hashes.Slice(i * H, H));
        return hashes[..H];
    }

    /// <returns>The bytes of the six fields; −1 where there are fewer.</returns>
    private static int DataLength(ReadOnlySpan<byte> line)
    {
        var at = 0;
        for (var field = 1; ; field++)
        {
            var tab = line[at..].IndexOf((byte)'\t');
            if (field == FieldsOfALine)
                return tab < 0 ? line.Length : at + tab;
            if (tab < 0)
                return -1;
            at += tab + 1;
        }
    }

    /// <summary>Whether salt, reason, basis and content are those that the line's digest binds.</summary>
    private static bool Opens(ReadOnlySpan<byte> line, int length)
    {
        var rest = Encoding.UTF8.GetString(line[(length + 1)..]);
        var digest = Encoding.UTF8.GetString(line[..length]).Split('\t')[^1];
        try
        {
            return rest.Split('\t', 2) is [var salt, var json]
                && JsonSerializer.Deserialize<string[]>(json) is [{ } reason, { } basis, { } content]
                && Convert.ToHexStringLower(
                    LogEntry.Digest(
                        new ActFacts(0, default, "", default, 0, reason, basis, content),
                        Convert.FromHexString(salt)
                    )
                ) == digest;
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return false;
        }
    }
}
