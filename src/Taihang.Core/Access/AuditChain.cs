using System.Buffers.Binary;
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

/// <summary>One leaf of a county's log as it was stored.</summary>
public sealed record LeafFacts(long Seq, Guid ActId, byte[] Salt, byte[] Commitment, byte[] Chain);

/// <summary>What a look at the whole log found: the first leaf that does not fit, or the head.</summary>
public sealed record ChainCheck(long Leaves, string Head, long? BrokenAt, string? Why);

/// <summary>
/// A county's tamper-evident log. Each leaf holds a salted commitment to one act, chained to the leaf before; whoever noted a head
/// earlier can show later that nothing before it was changed, put in, taken out, reordered or cut off.
/// </summary>
public static class AuditChain
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

    /// <param name="leaves">In order of their sequence numbers.</param>
    /// <param name="acts">The acts on record, by ID.</param>
    /// <param name="notedHead">A head somebody noted earlier (hex), which must still lie on the chain; null to skip.</param>
    public static ChainCheck Verify(
        int countyNo,
        IEnumerable<LeafFacts> leaves,
        IReadOnlyDictionary<Guid, ActFacts> acts,
        string? notedHead = null
    )
    {
        var chain = Start(countyNo);
        long seq = 0;
        var noted = notedHead is null || notedHead == Convert.ToHexStringLower(chain);
        var seen = new HashSet<Guid>();
        foreach (var leaf in leaves)
        {
            seq++;
            if (leaf.Seq != seq)
                return Broken($"leaf {seq} is missing");
            if (!seen.Add(leaf.ActId))
                return Broken("its act stands in the log twice");
            if (!acts.TryGetValue(leaf.ActId, out var act))
                return Broken("its act is not on record");
            if (!Commit(act, leaf.Salt).AsSpan().SequenceEqual(leaf.Commitment))
                return Broken("its act was changed");
            chain = Link(chain, seq, leaf.Commitment);
            if (!chain.AsSpan().SequenceEqual(leaf.Chain))
                return Broken("it does not follow from the leaf before");
            noted |= notedHead == Convert.ToHexStringLower(chain);
        }
        if (seen.Count != acts.Count)
            return Broken($"{acts.Count - seen.Count} acts have no leaf");
        if (!noted)
            return Broken("the head noted earlier is not on the chain: the log was cut or rewritten");
        return new ChainCheck(seq, Convert.ToHexStringLower(chain), null, null);

        ChainCheck Broken(string why) => new(seq, Convert.ToHexStringLower(chain), seq, why);
    }

    private static byte[] Number(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
