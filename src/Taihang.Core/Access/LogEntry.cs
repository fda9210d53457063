using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Taihang.Core.Access;

/// <summary>An act as the log commits to it.</summary>
public sealed record ActFacts(
    int CountyNo,
    Guid ActId,
    string Kind,
    Guid ActorId,
    long AtUnixMs,
    string Reason,
    string Basis,
    string Content
);

/// <summary>
/// An act's entry in the log: one line that says which act, of which kind, by whom and when, and a salted digest of the rest (reason,
/// basis, content). The line's bytes are the leaf's data. Whoever has only the lines can check the whole log and learns nothing of the
/// rest; whoever has only the tree's hashes learns nothing at all, because the digest cannot be guessed.
/// </summary>
public static class LogEntry
{
    public const int SaltLength = 32;

    /// <summary>SHA-256 over the salt and reason, basis and content, each preceded by its length in eight bytes, so that no two acts share bytes.</summary>
    public static byte[] Digest(ActFacts act, ReadOnlySpan<byte> salt)
    {
        var bytes = new byte[
            salt.Length
                + 24
                + Encoding.UTF8.GetByteCount(act.Reason)
                + Encoding.UTF8.GetByteCount(act.Basis)
                + Encoding.UTF8.GetByteCount(act.Content)
        ];
        salt.CopyTo(bytes);
        var at = salt.Length;
        Put(act.Reason);
        Put(act.Basis);
        Put(act.Content);
        return SHA256.HashData(bytes);

        void Put(string text)
        {
            var length = Encoding.UTF8.GetBytes(text, bytes.AsSpan(at + 8));
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), length);
            at += 8 + length;
        }
    }

    /// <summary>County number, act, kind, actor, milliseconds since 1970 UTC, digest in hex; between them a tab. No line end.</summary>
    public static string Line(ActFacts act, ReadOnlySpan<byte> salt) =>
        IsKind(act.Kind)
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{act.CountyNo}\t{act.ActId:N}\t{act.Kind}\t{act.ActorId:N}\t{act.AtUnixMs}\t{Convert.ToHexStringLower(Digest(act, salt))}"
            )
            : throw new ArgumentException($"\"{act.Kind}\" is no kind of act.", nameof(act));

    public static byte[] LeafHash(ActFacts act, ReadOnlySpan<byte> salt) => LeafHash(Line(act, salt));

    public static byte[] LeafHash(string line) => MerkleTree.Leaf(Encoding.UTF8.GetBytes(line));

    /// <summary>Small letters, digits, dots and underscores: nothing that could end a field or a line.</summary>
    public static bool IsKind(string kind) =>
        kind.Length > 0 && kind.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_');
}
