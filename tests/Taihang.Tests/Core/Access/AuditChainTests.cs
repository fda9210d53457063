using CsCheck;
using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class AuditChainTests
{
    private static readonly Gen<int> Length = Gen.Int[1, 20];

    [Fact]
    public void An_untouched_log_holds_and_names_its_head()
    {
        var (acts, leaves) = Log(7);
        var found = Verify(acts, leaves);
        Assert.Null(found.BrokenAt);
        Assert.Equal(7, found.Leaves);
        Assert.Equal(Convert.ToHexStringLower(leaves[^1].Chain), found.Head);
    }

    [Fact]
    public void Every_changed_field_of_an_act_is_found_at_its_leaf()
    {
        var (acts, leaves) = Log(5);
        Func<ActFacts, ActFacts>[] changes =
        [
            a => a with { CountyNo = 2 },
            a => a with { Kind = "other" },
            a => a with { ActorId = new Guid(9, 9, 9, new byte[8]) },
            a => a with { AtUnixMs = a.AtUnixMs + 1 },
            a => a with { Reason = "another" },
            a => a with { Basis = "another" },
            a => a with { Content = "{\"n\":99}" },
        ];
        foreach (var change in changes)
        {
            var forged = acts.ToList();
            forged[2] = change(forged[2]);
            Assert.Equal(3, Verify(forged, leaves).BrokenAt);
        }
    }

    [Fact]
    public void Words_moved_from_one_field_to_the_next_are_found()
    {
        var act = Act(1) with { Reason = "ab", Basis = "c" };
        var salt = new byte[32];
        Assert.NotEqual(AuditChain.Commit(act, salt), AuditChain.Commit(act with { Reason = "a", Basis = "bc" }, salt));
    }

    [Fact]
    public void A_leaf_taken_out_or_put_in_or_exchanged_is_found_wherever_it_stood() =>
        (from n in Gen.Int[2, 20] from i in Gen.Int[0, n - 2] select (n, i)).Sample(at =>
        {
            var (acts, leaves) = Log(at.n);
            var without = leaves.Where((_, i) => i != at.i).ToList();
            var exchanged = leaves.ToList();
            (exchanged[at.i], exchanged[at.i + 1]) = (exchanged[at.i + 1], exchanged[at.i]);
            var twice = leaves.ToList();
            twice.Insert(at.i, leaves[at.i]);
            return Verify(acts, leaves).BrokenAt is null
                && Verify(acts, without).BrokenAt == at.i + 1
                && Verify(acts, exchanged).BrokenAt == at.i + 1
                && Verify(acts, twice).BrokenAt == at.i + 2;
        });

    [Fact]
    public void A_log_renumbered_after_a_cut_in_the_middle_is_found() =>
        (from n in Gen.Int[2, 20] from i in Gen.Int[0, n - 2] select (n, i)).Sample(at =>
        {
            var (acts, leaves) = Log(at.n);
            var renumbered = leaves.Where((_, i) => i != at.i).Select((l, i) => l with { Seq = i + 1 }).ToList();
            var left = acts.Where((_, i) => i != at.i).ToList();
            return Verify(left, renumbered).BrokenAt == at.i + 1;
        });

    /// <summary>An end cut off together with its acts leaves a sound chain: only a head noted earlier tells.</summary>
    [Fact]
    public void A_cut_end_is_found_against_a_noted_head_and_only_so() =>
        (from n in Length from cut in Gen.Int[1, n] select (n, cut)).Sample(at =>
        {
            var (acts, leaves) = Log(at.n);
            var head = Convert.ToHexStringLower(leaves[^1].Chain);
            var (fewer, shorter) = (acts.Take(at.n - at.cut).ToList(), leaves.Take(at.n - at.cut).ToList());
            return Verify(fewer, shorter).BrokenAt is null
                && Verify(fewer, shorter, head).BrokenAt is not null
                && Verify(acts, leaves, head).BrokenAt is null;
        });

    [Fact]
    public void A_log_rewritten_from_the_middle_is_found_against_a_noted_head()
    {
        var (_, leaves) = Log(6);
        var head = Convert.ToHexStringLower(leaves[^1].Chain);
        var (other, rewritten) = Log(6, reason: i => i < 3 ? "because" : "for another reason");
        Assert.Null(Verify(other, rewritten).BrokenAt);
        Assert.NotNull(Verify(other, rewritten, head).BrokenAt);
    }

    [Fact]
    public void A_head_noted_in_the_middle_still_lies_on_the_longer_log()
    {
        var (acts, leaves) = Log(9);
        Assert.Null(Verify(acts, leaves, Convert.ToHexStringLower(leaves[3].Chain)).BrokenAt);
        Assert.Null(Verify(acts, leaves, Convert.ToHexStringLower(AuditChain.Start(1))).BrokenAt);
    }

    [Fact]
    public void An_act_without_a_leaf_is_found()
    {
        var (acts, leaves) = Log(4);
        Assert.NotNull(Verify([.. acts, Act(77)], leaves).BrokenAt);
    }

    [Fact]
    public void The_log_of_one_county_is_not_the_log_of_another()
    {
        var (acts, leaves) = Log(3);
        var found = AuditChain.Verify(2, leaves, acts.ToDictionary(a => a.ActId));
        Assert.Equal(1, found.BrokenAt);
    }

    private static ChainCheck Verify(List<ActFacts> acts, List<LeafFacts> leaves, string? head = null) =>
        AuditChain.Verify(1, leaves, acts.ToDictionary(a => a.ActId), head);

    private static ActFacts Act(int i, string reason = "because") =>
        new(1, new Guid(i, 0, 7, new byte[8]), "test.act", Guid.Empty, 1000 + i, reason, "article 1", $"{{\"n\":{i}}}");

    private static (List<ActFacts> Acts, List<LeafFacts> Leaves) Log(int length, Func<int, string>? reason = null)
    {
        var acts = Enumerable.Range(1, length).Select(i => Act(i, reason?.Invoke(i) ?? "because")).ToList();
        var leaves = new List<LeafFacts>();
        var chain = AuditChain.Start(1);
        foreach (var (act, i) in acts.Select((a, i) => (a, i)))
        {
            var salt = Enumerable.Repeat((byte)i, 32).ToArray();
            var commitment = AuditChain.Commit(act, salt);
            chain = AuditChain.Link(chain, i + 1, commitment);
            leaves.Add(new LeafFacts(i + 1, act.ActId, salt, commitment, chain));
        }
        return (acts, leaves);
    }
}
