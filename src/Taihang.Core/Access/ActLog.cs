using Taihang.Core.Common;

namespace Taihang.Core.Access;

/// <summary>One leaf of a county's log as it was stored, with its act where that is still on record.</summary>
public sealed record StoredLeaf(long Seq, Guid ActId, byte[] Salt, byte[] Hash, ActFacts? Act);

/// <summary>What the store keeps beside the leaves so that it need not read them all.</summary>
/// <param name="Nodes">Hashes of the perfect subtrees, in order of <see cref="MerkleTree.Ordinal"/>.</param>
/// <param name="Peaks">The packed edge; null where there is none.</param>
public sealed record StoredTree(IEnumerable<byte[]> Nodes, long Size, byte[]? Peaks);

/// <summary>What a look at a whole log found: the first leaf that does not fit, or the root.</summary>
/// <param name="Root">Of the leaves read, base64.</param>
public sealed record LogCheck(long Leaves, string Root, long? BrokenAt, Words? Why);

/// <summary>Checks a county's log from the first leaf on, against its acts, the stored tree and checkpoints that somebody else kept.</summary>
public static class ActLog
{
    /// <param name="leaves">In order of their sequence numbers.</param>
    /// <param name="acts">How many acts are on record.</param>
    /// <param name="kept">Checkpoints kept elsewhere, with signatures already checked.</param>
    public static LogCheck Verify(
        int countyNo,
        IEnumerable<StoredLeaf> leaves,
        StoredTree tree,
        long acts,
        IReadOnlyList<Checkpoint> kept
    )
    {
        var tip = new MerkleTip();
        var seen = new HashSet<Guid>();
        using var nodes = tree.Nodes.GetEnumerator();
        if (RootsDiffer(kept, tip))
            return Broken(new("别处保存的检查点根值不同", "a checkpoint kept elsewhere has another root"));
        foreach (var leaf in leaves)
        {
            if (leaf.Seq != tip.Size + 1)
                return Broken(new($"缺第 {tip.Size + 1} 条", $"leaf {tip.Size + 1} is missing"), 1);
            if (!seen.Add(leaf.ActId))
                return Broken(new("同一行为出现两次", "its act stands in the log twice"), 1);
            if (leaf.Act is not { } act)
                return Broken(new("行为不在案", "its act is not on record"), 1);
            if (act.CountyNo != countyNo || act.ActId != leaf.ActId || !LogEntry.IsKind(act.Kind))
                return Broken(new("行为被改动", "its act was changed"), 1);
            if (!LogEntry.LeafHash(act, leaf.Salt).AsSpan().SequenceEqual(leaf.Hash))
                return Broken(new("行为被改动", "its act was changed"), 1);
            var fits = true;
            tip.Append(leaf.Hash, hash => fits &= nodes.MoveNext() && nodes.Current.AsSpan().SequenceEqual(hash));
            if (!fits)
                return Broken(new("所存的树与各条不符", "the stored tree does not follow from the leaves"));
            if (RootsDiffer(kept, tip))
                return Broken(
                    new(
                        "与别处保存的检查点不符：日志被重写",
                        "a checkpoint kept elsewhere has another root: the log was rewritten"
                    )
                );
        }
        if (seen.Count != acts)
            return Broken(new($"{acts - seen.Count} 个行为没有入账", $"{acts - seen.Count} acts have no leaf"));
        if (nodes.MoveNext())
            return Broken(new("所存的树多出节点", "the stored tree has more nodes than the leaves give"));
        if (
            tip.Size > 0
            && (tree.Size != tip.Size || tree.Peaks is null || !tree.Peaks.AsSpan().SequenceEqual(tip.Pack()))
        )
            return Broken(new("日志末端与各条不符", "the edge of the log does not follow from the leaves"));
        return kept.Any(k => k.Size > tip.Size)
            ? Broken(
                new(
                    $"别处保存的检查点有 {kept.Max(k => k.Size)} 条：日志被截短",
                    $"a checkpoint kept elsewhere has {kept.Max(k => k.Size)} leaves: the log was cut"
                )
            )
            : new LogCheck(tip.Size, Convert.ToBase64String(tip.Root()), null, null);

        LogCheck Broken(Words why, long next = 0) =>
            new(tip.Size, Convert.ToBase64String(tip.Root()), tip.Size + next, why);
    }

    /// <summary>Whether a checkpoint of exactly this size has another root.</summary>
    public static bool RootsDiffer(IReadOnlyList<Checkpoint> kept, MerkleTip tip)
    {
        byte[]? root = null;
        foreach (var checkpoint in kept)
            if (checkpoint.Size == tip.Size && !(root ??= tip.Root()).AsSpan().SequenceEqual(checkpoint.Root))
                return true;
        return false;
    }
}
