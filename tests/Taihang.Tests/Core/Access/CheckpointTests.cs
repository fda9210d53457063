using CsCheck;
using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class CheckpointTests : IDisposable
{
    private readonly TestKey key = new();

    [Fact]
    public void A_checkpoint_has_the_lines_of_the_open_format()
    {
        var note = Note(3);
        var lines = note.Split('\n');
        Assert.Equal($"{key.Public.Name}/county/7", lines[0]);
        Assert.Equal("3", lines[1]);
        Assert.Equal(32, Convert.FromBase64String(lines[2]).Length);
        Assert.Equal("time 1970-01-01T00:00:00Z", lines[3]);
        Assert.Equal("", lines[4]);
        Assert.StartsWith($"— {key.Public.Name} ", lines[5], StringComparison.Ordinal);
        Assert.Equal(key.Public.Hint, Convert.FromBase64String(lines[5].Split(' ')[2])[..4]);
        var opened = Checkpoint.Open(note, key.Public).Value;
        Assert.Equal(3, opened.Size);
        Assert.Equal(Tip(3).Root(), opened.Root);
    }

    [Fact]
    public void Every_flipped_bit_of_a_checkpoint_is_refused()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(Note(5));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(
                Checkpoint.Open(System.Text.Encoding.UTF8.GetString(bytes), key.Public).Ok,
                $"bit {bit} may be flipped"
            );
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Another_key_of_the_same_name_is_not_this_key()
    {
        using var other = new TestKey();
        Assert.Equal("TH0242", Checkpoint.Open(Note(3), other.Public).Problems[0].Code);
        var forged = other
            .Sign($"{key.Public.Name}/county/7", Tip(3))
            .Replace(other.Public.Name, key.Public.Name, StringComparison.Ordinal);
        Assert.Equal("TH0242", Checkpoint.Open(forged, key.Public).Problems[0].Code);
    }

    [Fact]
    public void Signatures_of_others_are_passed_over()
    {
        using var other = new TestKey();
        var note = Note(3);
        var cosigned =
            note + other.Sign(note[..(note.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)]).Split("\n\n")[1];
        Assert.True(Checkpoint.Open(cosigned, key.Public).Ok);
        Assert.True(Checkpoint.Open(cosigned, other.Public).Ok);
    }

    [Fact]
    public void A_national_checkpoint_binds_every_county_and_no_other()
    {
        var made = Checkpoint.Nation(
            key.Public,
            [(9, 2, Tip(2).Root()), (3, 5, Tip(5).Root()), (4, 0, new MerkleTip().Root())],
            DateTimeOffset.UnixEpoch
        );
        var opened = Checkpoint.Open(key.Sign(made.Text()), key.Public).Value;
        var counties = opened.Counties(key.Public).Value;
        Assert.Equal([5L, 0, 2], counties.Select(c => c.Size));
        Assert.Equal($"{key.Public.Name}/county/3", counties[0].Origin);
        // Signed again by a careless hand, with a county left out or changed: the root tells.
        Assert.False((opened with { Extra = [.. opened.Extra.Skip(1)], Size = 2 }).Counties(key.Public).Ok);
        Assert.False(
            (
                opened with
                {
                    Extra = [opened.Extra[0].Replace(" 5 ", " 6 ", StringComparison.Ordinal), .. opened.Extra.Skip(1)],
                }
            )
                .Counties(key.Public)
                .Ok
        );
    }

    [Fact]
    public void A_witness_follows_a_log_that_grows() =>
        Gen.Int[0, 40]
            .List[1, 8]
            .Sample(sizes =>
            {
                Checkpoint? held = null;
                foreach (var size in sizes.Order())
                {
                    var proof = MerkleTree.ConsistencyProof(held?.Size ?? 0, size, Nodes(i => Entry(i)));
                    var taken = Witness.Take(held, new GrowthProof(held?.Size ?? 0, proof, Note(size)), key.Public);
                    Assert.True(taken.Ok, taken.Ok ? "" : taken.Problems[0].ToString());
                    held = taken.Value;
                }
            });

    [Fact]
    public void A_witness_refuses_a_log_that_shrank_or_is_of_another_county()
    {
        var held = Checkpoint.Open(Note(9), key.Public).Value;
        Assert.Equal("TH0245", Witness.Take(held, new(9, [], Note(8)), key.Public).Problems[0].Code);
        var other = key.Sign(Checkpoint.CountyOrigin(key.Public, 8), Tip(10));
        Assert.Equal("TH0244", Witness.Take(held, new(9, [], other), key.Public).Problems[0].Code);
        Assert.Equal("TH0247", Witness.Take(held, new(3, [], Note(12)), key.Public).Problems[0].Code);
    }

    /// <summary>Two histories of one log, both rightly signed: whichever a witness saw first, it refuses the other.</summary>
    [Fact]
    public void Forks_are_refused_by_a_witness() => Forks(500);

    [Fact, Trait("Proof", "long")]
    public void Ten_thousand_forks_are_refused_by_a_witness() => Forks(LongProof.Times(10_000, 1_000_000));

    /// <summary>The broken twin: a witness that looks at the signature and the size only takes forks.</summary>
    [Fact]
    public void A_witness_that_does_not_check_the_proof_is_caught_by_the_same_forks()
    {
        var taken = 0;
        foreach (var (held, offered) in ForkedPairs(200))
            if (Checkpoint.Open(offered.Note, key.Public) is { Ok: true } opened && opened.Value.Size >= held.Size)
                taken++;
        Assert.True(taken > 0);
    }

    [Fact]
    public void A_national_witness_sees_a_county_shrink_vanish_or_fork()
    {
        Checkpoint National(params (int, long, byte[])[] counties) =>
            Checkpoint.Nation(key.Public, counties, DateTimeOffset.UnixEpoch);
        string? Code(Checkpoint after)
        {
            var held = National((1, 4, Tip(4).Root()), (2, 6, Tip(6).Root()));
            var taken = Witness.Take(held, new(0, [], key.Sign(after.Text())), key.Public);
            return taken.Ok ? null : taken.Problems[0].Code;
        }
        Assert.Null(Code(National((1, 5, Tip(5).Root()), (2, 6, Tip(6).Root()), (3, 1, Tip(1).Root()))));
        Assert.Equal("TH0245", Code(National((1, 3, Tip(3).Root()), (2, 6, Tip(6).Root()))));
        Assert.Equal("TH0245", Code(National((1, 4, Tip(4).Root()), (3, 6, Tip(6).Root()))));
        Assert.Equal("TH0246", Code(National((1, 4, Tip(4).Root()), (2, 6, Tip(5).Root()))));
    }

    public void Dispose() => key.Dispose();

    private void Forks(int times)
    {
        foreach (var (held, offered) in ForkedPairs(times))
        {
            var taken = Witness.Take(held, offered, key.Public);
            Assert.False(taken.Ok, $"a fork at {held.Size} entries was taken");
            Assert.Contains(taken.Problems[0].Code, new[] { "TH0245", "TH0246" });
        }
    }

    /// <summary>A seeded walk over sizes and places of forking, so that a failure comes again.</summary>
    private IEnumerable<(Checkpoint Held, GrowthProof Offered)> ForkedPairs(int times)
    {
        var dice = new Random(20260115);
        for (var n = 0; n < times; n++)
        {
            var old = dice.Next(1, 40);
            var size = dice.Next(old, 60);
            var forkedAt = dice.Next(0, old);
            byte[] Forged(int i) => i < forkedAt ? Entry(i) : Entry(i + 1_000_000);
            var held = Checkpoint.Open(Note(old), key.Public).Value;
            var tip = new MerkleTip();
            for (var i = 0; i < size; i++)
                tip.Append(Forged(i));
            var proof = MerkleTree.ConsistencyProof(old, size, Nodes(Forged));
            yield return (held, new GrowthProof(old, proof, key.Sign(Checkpoint.CountyOrigin(key.Public, 7), tip)));
        }
    }

    private string Note(int size) => key.Sign(Checkpoint.CountyOrigin(key.Public, 7), Tip(size));

    private static MerkleTip Tip(int size)
    {
        var tip = new MerkleTip();
        for (var i = 0; i < size; i++)
            tip.Append(Entry(i));
        return tip;
    }

    private static byte[] Entry(int i) => LogEntry.LeafHash($"entry {i}");

    private static NodeHash Nodes(Func<int, byte[]> leaf)
    {
        byte[] Node(int level, long index) =>
            level == 0 ? leaf((int)index) : MerkleTree.Node(Node(level - 1, 2 * index), Node(level - 1, 2 * index + 1));
        return Node;
    }
}
