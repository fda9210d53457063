using System.Numerics;

namespace Taihang.Core.Access;

/// <summary>
/// The growing edge of a Merkle tree: the hashes of the perfect subtrees that together cover all its leaves, at most one of each level.
/// A leaf is added, and the root read, without the leaves before it.
/// </summary>
public sealed class MerkleTip
{
    private const int Levels = 63;
    private readonly byte[] peaks = new byte[Levels * MerkleTree.HashLength];

    public long Size { get; private set; }

    /// <param name="size">Leaves so far.</param>
    /// <param name="packed">What <see cref="Pack"/> gave at that size.</param>
    public static MerkleTip Unpack(long size, ReadOnlySpan<byte> packed)
    {
        if (size < 0 || packed.Length != BitOperations.PopCount((ulong)size) * MerkleTree.HashLength)
            throw new FormatException("The edge of the log does not fit its size.");
        var tip = new MerkleTip { Size = size };
        for (var level = 0; level < Levels; level++)
            if ((size >> level & 1) == 1)
            {
                packed[..MerkleTree.HashLength].CopyTo(tip.Peak(level));
                packed = packed[MerkleTree.HashLength..];
            }
        return tip;
    }

    /// <summary>The hashes of the edge, the smallest subtree first.</summary>
    public byte[] Pack()
    {
        var packed = new byte[BitOperations.PopCount((ulong)Size) * MerkleTree.HashLength];
        var at = 0;
        for (var level = 0; level < Levels; level++)
            if ((Size >> level & 1) == 1)
            {
                Peak(level).CopyTo(packed.AsSpan(at));
                at += MerkleTree.HashLength;
            }
        return packed;
    }

    public MerkleTip Copy() => Unpack(Size, Pack());

    /// <param name="completed">Told each perfect subtree of two leaves or more that this leaf completes, in order of <see cref="MerkleTree.Ordinal"/>.</param>
    public void Append(ReadOnlySpan<byte> leafHash, Action<byte[]>? completed = null) => Add(0, leafHash, completed);

    /// <summary>Adds a perfect subtree of 2^level leaves at once; the size so far must be a multiple of that.</summary>
    public void AppendSubtree(int level, ReadOnlySpan<byte> hash)
    {
        if ((Size & ((1L << level) - 1)) != 0)
            throw new ArgumentOutOfRangeException(nameof(level));
        Add(level, hash, null);
    }

    public byte[] Root()
    {
        if (Size == 0)
            return MerkleTree.EmptyRoot();
        var level = BitOperations.TrailingZeroCount(Size);
        var root = Peak(level).ToArray();
        for (level++; level < Levels; level++)
            if ((Size >> level & 1) == 1)
                MerkleTree.Node(Peak(level), root, root);
        return root;
    }

    private void Add(int level, ReadOnlySpan<byte> hash, Action<byte[]>? completed)
    {
        Span<byte> carry = stackalloc byte[MerkleTree.HashLength];
        hash.CopyTo(carry);
        var added = 1L << level;
        for (; (Size >> level & 1) == 1; level++)
        {
            MerkleTree.Node(Peak(level), carry, carry);
            completed?.Invoke(carry.ToArray());
        }
        carry.CopyTo(Peak(level));
        Size += added;
    }

    private Span<byte> Peak(int level) => peaks.AsSpan(level * MerkleTree.HashLength, MerkleTree.HashLength);
}
