using System.Numerics;
using System.Security.Cryptography;

namespace Taihang.Core.Access;

/// <summary>The hash of a perfect subtree: <paramref name="level"/> 0 is a leaf, <paramref name="index"/> counts subtrees of that level from the left.</summary>
public delegate byte[] NodeHash(int level, long index);

/// <summary>
/// The Merkle tree of RFC 9162, section 2.1, with SHA-256: hashes, proofs that a leaf is in a tree and that a tree only grew, and their
/// verification. Sizes and indexes count leaves; a proof is a list of 32-byte hashes.
/// </summary>
public static class MerkleTree
{
    public const int HashLength = 32;

    /// <summary>The root of a tree without leaves.</summary>
    public static byte[] EmptyRoot() => SHA256.HashData([]);

    /// <summary>SHA-256(0x00 ‖ data).</summary>
    public static byte[] Leaf(ReadOnlySpan<byte> data)
    {
        var hash = new byte[HashLength];
        Leaf(data, hash);
        return hash;
    }

    public static void Leaf(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        Span<byte> bytes = data.Length < 512 ? stackalloc byte[data.Length + 1] : new byte[data.Length + 1];
        bytes[0] = 0;
        data.CopyTo(bytes[1..]);
        SHA256.HashData(bytes, hash);
    }

    /// <summary>SHA-256(0x01 ‖ left ‖ right). The result may lie where an argument lay.</summary>
    public static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[1 + 2 * HashLength];
        bytes[0] = 1;
        left.CopyTo(bytes[1..]);
        right.CopyTo(bytes[(1 + HashLength)..]);
        SHA256.HashData(bytes, hash);
    }

    public static byte[] Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashLength];
        Node(left, right, hash);
        return hash;
    }

    /// <summary>
    /// Which place a perfect subtree of two leaves or more takes when such subtrees are numbered from 0 as they become complete. A tree of
    /// n leaves has n − (ones in n's binary form) of them, so a log of nodes has no gaps and only grows at its end.
    /// </summary>
    public static long Ordinal(int level, long index)
    {
        var last = ((index + 1) << level) - 1;
        return last - BitOperations.PopCount((ulong)last) + level - 1;
    }

    /// <summary>How many perfect subtrees of two leaves or more a tree of this size has.</summary>
    public static long Nodes(long size) => size - BitOperations.PopCount((ulong)size);

    /// <summary>The root of the first <paramref name="size"/> leaves.</summary>
    public static byte[] Root(long size, NodeHash node) => size == 0 ? EmptyRoot() : Subtree(0, size, node);

    /// <summary>PATH(m, D_n) of section 2.1.3.1.</summary>
    public static IReadOnlyList<byte[]> InclusionProof(long index, long size, NodeHash node)
    {
        if (index < 0 || index >= size)
            throw new ArgumentOutOfRangeException(nameof(index));
        var path = new List<byte[]>();
        Path(0, size);
        return path;

        void Path(long begin, long end)
        {
            if (end - begin == 1)
                return;
            var middle = begin + Half(end - begin);
            if (index < middle)
            {
                Path(begin, middle);
                path.Add(Subtree(middle, end, node));
            }
            else
            {
                Path(middle, end);
                path.Add(Subtree(begin, middle, node));
            }
        }
    }

    /// <summary>PROOF(m, D_n) of section 2.1.4.1: that the tree of <paramref name="second"/> leaves begins with that of <paramref name="first"/>.</summary>
    public static IReadOnlyList<byte[]> ConsistencyProof(long first, long second, NodeHash node)
    {
        if (first < 0 || first > second)
            throw new ArgumentOutOfRangeException(nameof(first));
        var proof = new List<byte[]>();
        if (first > 0 && first < second)
            Part(0, second, whole: true);
        return proof;

        void Part(long begin, long end, bool whole)
        {
            if (first == end)
            {
                if (!whole)
                    proof.Add(Subtree(begin, end, node));
                return;
            }
            var middle = begin + Half(end - begin);
            if (first <= middle)
            {
                Part(begin, middle, whole);
                proof.Add(Subtree(middle, end, node));
            }
            else
            {
                Part(middle, end, whole: false);
                proof.Add(Subtree(begin, middle, node));
            }
        }
    }

    /// <summary>Section 2.1.3.2.</summary>
    public static bool Includes(
        ReadOnlySpan<byte> leafHash,
        long index,
        long size,
        IReadOnlyList<byte[]> proof,
        ReadOnlySpan<byte> root
    )
    {
        if (index < 0 || index >= size || leafHash.Length != HashLength || proof.Any(p => p.Length != HashLength))
            return false;
        var (fn, sn) = (index, size - 1);
        Span<byte> hash = stackalloc byte[HashLength];
        leafHash.CopyTo(hash);
        foreach (var part in proof)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                Node(part, hash, hash);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
                Node(hash, part, hash);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && hash.SequenceEqual(root);
    }

    /// <summary>Section 2.1.4.2; a tree is consistent with itself and with the empty one by an empty proof.</summary>
    public static bool Grew(
        long first,
        ReadOnlySpan<byte> firstRoot,
        long second,
        ReadOnlySpan<byte> secondRoot,
        IReadOnlyList<byte[]> proof
    )
    {
        if (first < 0 || first > second || proof.Any(p => p.Length != HashLength))
            return false;
        if (first == second)
            return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        if (first == 0)
            return proof.Count == 0 && firstRoot.SequenceEqual(EmptyRoot());
        var at = 0;
        ReadOnlySpan<byte> start = firstRoot;
        if (!BitOperations.IsPow2(first))
        {
            if (proof.Count == 0)
                return false;
            start = proof[at++];
        }
        var (fn, sn) = (first - 1, second - 1);
        while ((fn & 1) == 1)
            (fn, sn) = (fn >> 1, sn >> 1);
        Span<byte> older = stackalloc byte[HashLength];
        Span<byte> newer = stackalloc byte[HashLength];
        if (start.Length != HashLength)
            return false;
        start.CopyTo(older);
        start.CopyTo(newer);
        for (; at < proof.Count; at++)
        {
            if (sn == 0)
                return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                Node(proof[at], older, older);
                Node(proof[at], newer, newer);
                while ((fn & 1) == 0 && fn != 0)
                    (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
                Node(newer, proof[at], newer);
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && older.SequenceEqual(firstRoot) && newer.SequenceEqual(secondRoot);
    }

    /// <summary>The hash over leaves begin to end, where begin is a multiple of the largest power of two in the span.</summary>
    private static byte[] Subtree(long begin, long end, NodeHash node)
    {
        var count = end - begin;
        if (BitOperations.IsPow2(count))
        {
            var level = BitOperations.TrailingZeroCount(count);
            return node(level, begin >> level);
        }
        var middle = begin + Half(count);
        return Node(Subtree(begin, middle, node), Subtree(middle, end, node));
    }

    /// <summary>The largest power of two below a count of two or more.</summary>
    private static long Half(long count) => 1L << (63 - BitOperations.LeadingZeroCount((ulong)(count - 1)));
}
