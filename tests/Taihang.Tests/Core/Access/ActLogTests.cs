using CsCheck;
using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class ActLogTests
{
    [Fact]
    public void An_untouched_log_holds_and_names_its_root()
    {
        var log = new Log(7);
        var found = log.Verify();
        Assert.Null(found.BrokenAt);
        Assert.Equal(7, found.Leaves);
        Assert.Equal(Convert.ToBase64String(log.Tip(7).Root()), found.Root);
    }

    [Fact]
    public void Every_changed_field_of_an_act_is_found_at_its_leaf()
    {
        Func<ActFacts, ActFacts>[] changes =
        [
            a => a with { CountyNo = 2 },
            a => a with { ActId = new Guid(9, 9, 9, new byte[8]) },
            a => a with { Kind = "other" },
            a => a with { Kind = "a\tb" },
            a => a with { ActorId = new Guid(9, 9, 9, new byte[8]) },
            a => a with { AtUnixMs = a.AtUnixMs + 1 },
            a => a with { Reason = "another" },
            a => a with { Basis = "another" },
            a => a with { Content = "{\"n\":99}" },
        ];
        foreach (var change in changes)
        {
            var log = new Log(5);
            log.Leaves[2] = log.Leaves[2] with { Act = change(log.Leaves[2].Act!) };
            Assert.Equal(3, log.Verify().BrokenAt);
        }
    }

    [Fact]
    public void Words_moved_from_one_field_to_the_next_are_found()
    {
        var act = Log.Act(1) with { Reason = "ab", Basis = "c" };
        var salt = new byte[LogEntry.SaltLength];
        Assert.NotEqual(LogEntry.Digest(act, salt), LogEntry.Digest(act with { Reason = "a", Basis = "bc" }, salt));
    }

    [Fact]
    public void A_line_shows_who_when_and_which_and_hides_the_rest()
    {
        var line = LogEntry.Line(Log.Act(1), new byte[LogEntry.SaltLength]);
        Assert.Equal(6, line.Split('\t').Length);
        Assert.DoesNotContain("because", line, StringComparison.Ordinal);
        Assert.DoesNotContain("article", line, StringComparison.Ordinal);
        Assert.NotEqual(line, LogEntry.Line(Log.Act(1), [.. Enumerable.Repeat((byte)1, 32)]));
        Assert.Throws<ArgumentException>(() => LogEntry.Line(Log.Act(1) with { Kind = "a\nb" }, new byte[32]));
    }

    [Fact]
    public void A_leaf_taken_out_or_put_in_or_exchanged_is_found_wherever_it_stood() =>
        (from n in Gen.Int[2, 20] from i in Gen.Int[0, n - 2] select (n, i)).Sample(at =>
        {
            var (without, exchanged, twice) = (new Log(at.n), new Log(at.n), new Log(at.n));
            without.Leaves.RemoveAt(at.i);
            (exchanged.Leaves[at.i], exchanged.Leaves[at.i + 1]) = (exchanged.Leaves[at.i + 1], exchanged.Leaves[at.i]);
            twice.Leaves.Insert(at.i, twice.Leaves[at.i]);
            return without.Verify().BrokenAt == at.i + 1
                && exchanged.Verify().BrokenAt == at.i + 1
                && twice.Verify().BrokenAt == at.i + 2;
        });

    [Fact]
    public void A_changed_missing_or_surplus_node_of_the_stored_tree_is_found()
    {
        var log = new Log(9);
        log.Nodes[3] = new byte[32];
        Assert.NotNull(log.Verify().BrokenAt);
        log = new Log(9);
        log.Nodes.RemoveAt(log.Nodes.Count - 1);
        Assert.NotNull(log.Verify().BrokenAt);
        log = new Log(9);
        log.Nodes.Add(new byte[32]);
        Assert.NotNull(log.Verify().BrokenAt);
        log = new Log(9);
        log.Peaks[0] ^= 1;
        Assert.NotNull(log.Verify().BrokenAt);
    }

    /// <summary>A log rolled back and recomputed all over is sound in itself: only a checkpoint that somebody else keeps tells.</summary>
    [Fact]
    public void A_log_cut_or_rewritten_with_everything_recomputed_is_found_against_a_checkpoint_and_only_so() =>
        (from n in Gen.Int[2, 20] from at in Gen.Int[0, n - 1] select (n, at)).Sample(cut =>
        {
            var kept = new Log(cut.n).Checkpoint();
            var (shorter, rewritten) = (new Log(cut.at), new Log(cut.n, changedFrom: cut.at));
            return shorter.Verify().BrokenAt is null
                && rewritten.Verify().BrokenAt is null
                && shorter.Verify(kept).BrokenAt is not null
                && rewritten.Verify(kept).BrokenAt is not null
                && new Log(cut.n + 3).Verify(kept).BrokenAt is null;
        });

    [Fact]
    public void An_act_without_a_leaf_is_found() =>
        Assert.NotNull(
            new Log(4) { Acts = 5 }
                .Verify()
                .BrokenAt
        );

    [Fact]
    public void The_log_of_one_county_is_not_the_log_of_another() =>
        Assert.Equal(1, new Log(3).Verify(county: 2).BrokenAt);

    [Fact]
    public void A_proof_of_an_act_holds_and_any_change_to_it_is_found()
    {
        using var key = new TestKey();
        var log = new Log(11);
        var note = key.Sign(Checkpoint.CountyOrigin(key.Public, 1), log.Tip(11));
        var act = log.Leaves[4];
        var proof = new InclusionProof(
            4,
            LogEntry.Line(act.Act!, act.Salt),
            act.Act,
            act.Salt,
            MerkleTree.InclusionProof(4, 11, log.Node),
            note
        );
        var read = InclusionProof.Read(proof.Text()).Value;
        Assert.Equal(11, read.Verify(key.Public).Value.Size);
        Assert.Equal(act.Act, read.Act);
        Assert.True((read with { Act = null, Salt = null }).Verify(key.Public).Ok);
        Assert.False((read with { Index = 5 }).Verify(key.Public).Ok);
        Assert.False((read with { Act = act.Act! with { Reason = "another" } }).Verify(key.Public).Ok);
        Assert.False(
            (read with { Line = read.Line.Replace("test.act", "test.acu", StringComparison.Ordinal) })
                .Verify(key.Public)
                .Ok
        );
        // A true proof of county 1 does not speak for county 2.
        Assert.False(
            (read with { Note = key.Sign(Checkpoint.CountyOrigin(key.Public, 2), log.Tip(11)) }).Verify(key.Public).Ok
        );
        var bytes = System.Text.Encoding.UTF8.GetBytes(proof.Text());
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 1;
            var changed = InclusionProof.Read(System.Text.Encoding.UTF8.GetString(bytes));
            Assert.False(changed.Ok && changed.Value.Verify(key.Public).Ok, $"byte {at} may be changed");
            bytes[at] ^= 1;
        }
    }

    /// <summary>A log as the store keeps it, to be tampered with.</summary>
    private sealed class Log
    {
        public Log(int length, int? changedFrom = null)
        {
            var tip = new MerkleTip();
            for (var i = 0; i < length; i++)
            {
                var act = Act(i) with { Reason = i >= changedFrom ? "for another reason" : "because" };
                var salt = Enumerable.Repeat((byte)i, LogEntry.SaltLength).ToArray();
                var hash = LogEntry.LeafHash(act, salt);
                Leaves.Add(new StoredLeaf(i + 1, act.ActId, salt, hash, act));
                tip.Append(hash, Nodes.Add);
            }
            (Peaks, Acts) = (tip.Pack(), length);
        }

        public List<StoredLeaf> Leaves { get; } = [];

        public List<byte[]> Nodes { get; } = [];

        public byte[] Peaks { get; }

        public long Acts { get; init; }

        public static ActFacts Act(int i) =>
            new(
                1,
                new Guid(i, 0, 7, new byte[8]),
                "test.act",
                Guid.Empty,
                1000 + i,
                "because",
                "article 1",
                $"{{\"n\":{i}}}"
            );

        public LogCheck Verify(Checkpoint? kept = null, int county = 1) =>
            ActLog.Verify(county, Leaves, new StoredTree(Nodes, Acts, Peaks), Acts, kept is null ? [] : [kept]);

        public Checkpoint Checkpoint() =>
            new("any", Leaves.Count, Tip(Leaves.Count).Root(), DateTimeOffset.UnixEpoch, []);

        public MerkleTip Tip(int size)
        {
            var tip = new MerkleTip();
            Leaves.Take(size).ToList().ForEach(l => tip.Append(l.Hash));
            return tip;
        }

        public byte[] Node(int level, long index) =>
            level == 0
                ? Leaves[(int)index].Hash
                : MerkleTree.Node(Node(level - 1, 2 * index), Node(level - 1, 2 * index + 1));
    }
}
