using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class MerkleTreeTests
{
    /// <summary>The eight leaves, roots and proofs that Certificate Transparency's implementations share as known answers.</summary>
    private static readonly string[] KnownLeaves =
    [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ];

    private static readonly string[] KnownRoots =
    [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    private static readonly Gen<(int Size, int Index)> Places =
        from size in Gen.Int[1, 80]
        from index in Gen.Int[0, size - 1]
        select (size, index);

    private static readonly Gen<(int Size, int Old)> Growths =
        from size in Gen.Int[1, 80]
        from old in Gen.Int[0, size]
        select (size, old);

    [Fact]
    public void Roots_are_those_that_certificate_transparency_publishes()
    {
        Assert.Equal(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            Convert.ToHexStringLower(new MerkleTip().Root())
        );
        var tip = new MerkleTip();
        for (var i = 0; i < KnownLeaves.Length; i++)
        {
            tip.Append(MerkleTree.Leaf(Convert.FromHexString(KnownLeaves[i])));
            Assert.Equal(KnownRoots[i], Convert.ToHexStringLower(tip.Root()));
        }
    }

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [InlineData(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(
        1,
        5,
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    )]
    public void Inclusion_proofs_are_those_that_certificate_transparency_publishes(int index, int size, string expected)
    {
        var leaves = KnownLeaves.Select(l => MerkleTree.Leaf(Convert.FromHexString(l))).ToList();
        var proof = MerkleTree.InclusionProof(index, size, Stored(leaves));
        Assert.Equal(expected, string.Join(' ', proof.Select(Convert.ToHexStringLower)));
        Assert.True(
            MerkleTree.Includes(leaves[index], index, size, proof, Convert.FromHexString(KnownRoots[size - 1]))
        );
    }

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [InlineData(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    [InlineData(
        2,
        5,
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    )]
    public void Consistency_proofs_are_those_that_certificate_transparency_publishes(
        int first,
        int second,
        string expected
    )
    {
        var leaves = KnownLeaves.Select(l => MerkleTree.Leaf(Convert.FromHexString(l))).ToList();
        var proof = MerkleTree.ConsistencyProof(first, second, Stored(leaves));
        Assert.Equal(expected, string.Join(' ', proof.Select(Convert.ToHexStringLower)));
        Assert.True(
            MerkleTree.Grew(
                first,
                Convert.FromHexString(KnownRoots[first - 1]),
                second,
                Convert.FromHexString(KnownRoots[second - 1]),
                proof
            )
        );
    }

    /// <summary>The definition of RFC 9162, section 2.1.1, word for word, sharing nothing with the code under test.</summary>
    [Fact]
    public void The_tip_the_stored_nodes_and_the_recursive_definition_agree_at_every_size()
    {
        var (tip, leaves) = (new MerkleTip(), new List<byte[]>());
        for (var size = 0; size <= 130; size++)
        {
            var expected = ByDefinition(leaves);
            Assert.Equal(expected, tip.Root());
            Assert.Equal(expected, MerkleTree.Root(size, Stored(leaves)));
            Assert.Equal(expected, MerkleTip.Unpack(size, tip.Pack()).Root());
            leaves.Add(Hash(size));
            tip.Append(leaves[^1]);
        }
    }

    [Fact]
    public void Subtrees_are_numbered_without_gaps_in_the_order_in_which_they_become_complete()
    {
        var (tip, next) = (new MerkleTip(), 0L);
        for (var leaf = 0; leaf < 1000; leaf++)
        {
            var level = 1;
            tip.Append(Hash(leaf), _ => Assert.Equal(next++, MerkleTree.Ordinal(level, leaf >> level++)));
            Assert.Equal(next, MerkleTree.Nodes(leaf + 1));
        }
    }

    [Fact]
    public void A_perfect_subtree_added_at_once_is_its_leaves_added_one_by_one()
    {
        var (one, many) = (new MerkleTip(), new MerkleTip());
        for (var part = 0; part < 3; part++)
        {
            var leaves = Enumerable.Range(part * 16, 16).Select(i => Hash(i)).ToList();
            leaves.ForEach(l => one.Append(l));
            many.AppendSubtree(4, ByDefinition(leaves));
        }
        Assert.Equal(one.Root(), many.Root());
        many.Append(Hash(99));
        Assert.Throws<ArgumentOutOfRangeException>(() => many.AppendSubtree(4, Hash(0)));
    }

    [Fact]
    public void Every_inclusion_proof_holds_for_its_leaf_and_for_nothing_else() =>
        Places.Sample(at =>
        {
            var leaves = Leaves(at.Size);
            var root = ByDefinition(leaves);
            var proof = MerkleTree.InclusionProof(at.Index, at.Size, Stored(leaves));
            return MerkleTree.Includes(leaves[at.Index], at.Index, at.Size, proof, root)
                && !MerkleTree.Includes(Hash(5000), at.Index, at.Size, proof, root)
                && !MerkleTree.Includes(leaves[at.Index], at.Index, at.Size, proof, Hash(5000))
                && !MerkleTree.Includes(leaves[at.Index], at.Index, at.Size, [.. proof, Hash(1)], root)
                && (at.Size == 1 || !MerkleTree.Includes(leaves[at.Index], at.Index, at.Size, [.. proof.Skip(1)], root))
                && Enumerable
                    .Range(0, at.Size)
                    .Where(i => i != at.Index)
                    .All(i => !MerkleTree.Includes(leaves[at.Index], i, at.Size, proof, root));
        });

    [Fact]
    public void Every_bit_of_an_inclusion_proof_matters() =>
        Places.Sample(at =>
        {
            var leaves = Leaves(at.Size);
            var root = ByDefinition(leaves);
            var proof = MerkleTree.InclusionProof(at.Index, at.Size, Stored(leaves));
            return Flipped(proof).All(p => !MerkleTree.Includes(leaves[at.Index], at.Index, at.Size, p, root));
        });

    [Fact]
    public void Every_consistency_proof_holds_and_every_altered_one_is_refused() =>
        Growths.Sample(at =>
        {
            var leaves = Leaves(at.Size);
            var (before, after) = (ByDefinition(leaves[..at.Old]), ByDefinition(leaves));
            var proof = MerkleTree.ConsistencyProof(at.Old, at.Size, Stored(leaves));
            return MerkleTree.Grew(at.Old, before, at.Size, after, proof)
                && !MerkleTree.Grew(at.Old, Hash(5000), at.Size, after, proof)
                // Every tree goes on from the empty one.
                && MerkleTree.Grew(at.Old, before, at.Size, Hash(5000), proof) == (at.Old == 0)
                && !MerkleTree.Grew(at.Old, before, at.Size, after, [.. proof, Hash(1)])
                && !MerkleTree.Grew(at.Size + 1, before, at.Size, after, proof)
                && Flipped(proof).All(p => !MerkleTree.Grew(at.Old, before, at.Size, after, p));
        });

    /// <summary>A history that differs anywhere before the older size has no proof from it: also not the honest one's.</summary>
    [Fact]
    public void A_fork_before_the_older_size_is_never_consistent() =>
        (
            from size in Gen.Int[2, 60]
            from old in Gen.Int[1, size]
            from at in Gen.Int[0, old - 1]
            select (size, old, at)
        ).Sample(fork =>
        {
            var (honest, forged) = (Leaves(fork.size), Leaves(fork.size));
            forged[fork.at] = Hash(7777);
            return !MerkleTree.Grew(
                fork.old,
                ByDefinition(honest[..fork.old]),
                fork.size,
                ByDefinition(forged),
                MerkleTree.ConsistencyProof(fork.old, fork.size, Stored(forged))
            );
        });

    private static IEnumerable<IReadOnlyList<byte[]>> Flipped(IReadOnlyList<byte[]> proof)
    {
        for (var part = 0; part < proof.Count; part++)
        {
            var changed = proof.Select(p => (byte[])p.Clone()).ToList();
            changed[part][(part * 7) % 32] ^= (byte)(1 << (part % 8));
            yield return changed;
        }
    }

    private static List<byte[]> Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => Hash(i))];

    private static byte[] Hash(int i) => MerkleTree.Leaf(Encoding.UTF8.GetBytes($"leaf {i}"));

    private static NodeHash Stored(List<byte[]> leaves) =>
        (level, index) => ByDefinition(leaves[(int)(index << level)..(int)((index + 1) << level)]);

    private static byte[] ByDefinition(List<byte[]> leafHashes)
    {
        if (leafHashes.Count == 0)
            return SHA256.HashData([]);
        if (leafHashes.Count == 1)
            return leafHashes[0];
        var k = 1;
        while (k * 2 < leafHashes.Count)
            k *= 2;
        return SHA256.HashData([1, .. ByDefinition(leafHashes[..k]), .. ByDefinition(leafHashes[k..])]);
    }
}
