using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Taihang.Core.Access;

/// <summary>
/// The chain in which the first version kept a county's acts. A log that comes from it is checked against it once, before its tree is
/// built: a past that was changed does not get a fitting tree.
/// </summary>
public static class FormerChain
{
    public static byte[] Start(int countyNo) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"taihang audit county {countyNo}"));

    /// <summary>SHA-256 over salt and the act's fields, each preceded by its length, so that no two acts share bytes.</summary>
    public static byte[] Commit(ActFacts act, byte[] salt)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        foreach (
            var field in new[]
            {
                act.CountyNo.ToString(),
                act.ActId.ToString("N"),
                act.Kind,
                act.ActorId.ToString("N"),
                act.AtUnixMs.ToString(),
                act.Reason,
                act.Basis,
                act.Content,
            }
        )
        {
            var bytes = Encoding.UTF8.GetBytes(field);
            hash.AppendData(Number(bytes.Length));
            hash.AppendData(bytes);
        }
        return hash.GetHashAndReset();
    }

    public static byte[] Link(byte[] before, long seq, byte[] commitment) =>
        SHA256.HashData([.. before, .. Number(seq), .. commitment]);

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
