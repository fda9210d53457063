using System.Globalization;
using System.Text;
using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>
/// A newer checkpoint handed to somebody who holds an older one, with the proof that the log only grew in between. Written as C2SP
/// tlog-witness writes it: <c>old</c> and the older size, the proof's hashes in base64, an empty line, the newer checkpoint.
/// </summary>
public sealed record GrowthProof(long OldSize, IReadOnlyList<byte[]> Proof, string Note)
{
    public string Text()
    {
        var text = new StringBuilder($"old {OldSize.ToString(CultureInfo.InvariantCulture)}\n");
        foreach (var hash in Proof)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Note).ToString();
    }

    /// <summary>A bare checkpoint stands for one handed over without a proof, from size 0.</summary>
    public static Outcome<GrowthProof> Read(string text)
    {
        if (!text.StartsWith("old ", StringComparison.Ordinal))
            return new GrowthProof(0, [], text);
        var cut = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = cut < 0 ? [] : text[4..cut].Split('\n');
        var proof = new List<byte[]>();
        if (
            lines.Length == 0
            || !long.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
        )
            return AuditProblems.NotACheckpoint(new("首行写法有误", "its first line is written wrongly"));
        foreach (var line in lines[1..])
        {
            if (!SignedNote.TryBase64(line, out var hash) || hash.Length != MerkleTree.HashLength)
                return AuditProblems.NotACheckpoint(new("证明写法有误", "its proof is written wrongly"));
            proof.Add(hash);
        }
        return new GrowthProof(size, proof, text[(cut + 2)..]);
    }
}

/// <summary>
/// Somebody outside who keeps the newest checkpoint seen of each log and takes a newer one only with proof that the log merely grew. Two
/// histories cannot then both be shown: the witness refuses the second.
/// </summary>
public static class Witness
{
    /// <param name="held">The newest checkpoint held of this log; null on first sight, which is taken on trust.</param>
    public static Outcome<Checkpoint> Take(Checkpoint? held, GrowthProof offered, LogKey key)
    {
        var opened = Checkpoint.Open(offered.Note, key);
        if (!opened.Ok)
            return opened;
        var newer = opened.Value;
        if (held is null)
            return newer;
        if (newer.Origin != held.Origin)
            return AuditProblems.OtherLog(newer.Origin, held.Origin);
        if (newer.Size < held.Size)
            return AuditProblems.RolledBack(newer.Origin, newer.Size, held.Size);
        if (newer.Origin == Checkpoint.NationOrigin(key))
            return TakeNation(held, newer, key);
        if (newer.Size == held.Size)
            return newer.Root.AsSpan().SequenceEqual(held.Root) ? newer : AuditProblems.Forked(newer.Origin, held.Size);
        if (offered.OldSize != held.Size)
            return AuditProblems.ProofFromElsewhere(offered.OldSize, held.Size);
        return MerkleTree.Grew(held.Size, held.Root, newer.Size, newer.Root, offered.Proof)
            ? newer
            : AuditProblems.Forked(newer.Origin, held.Size);
    }

    /// <summary>
    /// A national checkpoint carries no proof for each county; what can be seen from it alone is refused: a county that is gone, shorter, or
    /// of the same length with another root.
    /// </summary>
    private static Outcome<Checkpoint> TakeNation(Checkpoint held, Checkpoint newer, LogKey key)
    {
        var (before, after) = (held.Counties(key), newer.Counties(key));
        if (!before.Ok)
            return Outcome<Checkpoint>.Refused(before.Problems);
        if (!after.Ok)
            return Outcome<Checkpoint>.Refused(after.Problems);
        var now = after.Value.ToDictionary(c => c.Origin, StringComparer.Ordinal);
        foreach (var county in before.Value)
        {
            var size = now.GetValueOrDefault(county.Origin)?.Size ?? 0;
            if (size < county.Size)
                return AuditProblems.RolledBack(county.Origin, size, county.Size);
            if (size == county.Size && size > 0 && !now[county.Origin].Root.AsSpan().SequenceEqual(county.Root))
                return AuditProblems.Forked(county.Origin, size);
        }
        return newer;
    }
}
