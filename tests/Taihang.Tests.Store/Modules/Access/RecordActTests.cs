using Microsoft.EntityFrameworkCore;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

public sealed class RecordActTests(PostgresCluster cluster)
{
    internal static readonly ActContext Clerk = new(
        Guid.Parse("0190aaaa-0000-7000-8000-000000000001"),
        new DateTimeOffset(2026, 1, 15, 8, 0, 0, TimeSpan.Zero),
        "a test",
        "none"
    );

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Leaves_are_numbered_without_gaps_and_the_log_holds(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        Record(db, county: 1, acts: 3);
        Record(db, county: 2, acts: 1);
        RecordAct.Append(db, 1, "test.act", Clerk, new { n = 4 });
        RecordAct.Append(db, 1, "test.act", Clerk, new { n = 5 });
        db.SaveChanges();
        Assert.Equal([1L, 2, 3, 4, 5], db.AuditLeaves.Where(l => l.CountyNo == 1).Select(l => l.Seq).Order());
        Assert.Equal([1, 2], ReadLog.Counties(db));
        var found = VerifyAudit.Run(db, 1);
        Assert.Null(found.BrokenAt);
        Assert.Equal(5, found.Leaves);
    }

    /// <summary>From the stored subtrees alone: every act's proof, and every growth's, over a log of many sizes.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Stored_subtrees_give_every_proof(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        const int Acts = 21;
        var roots = new List<byte[]> { new MerkleTip().Root() };
        for (var n = 1; n <= Acts; n++)
        {
            Record(db, county: 1, acts: 1);
            roots.Add(ReadLog.Tip(db, 1).Root());
        }
        var node = ReadLog.Nodes(db, 1);
        var leaves = db.AuditLeaves.Where(l => l.CountyNo == 1).OrderBy(l => l.Seq).Select(l => l.Hash).ToList();
        Assert.Equal(roots[Acts], MerkleTree.Root(Acts, node));
        for (var size = 1; size <= Acts; size++)
        {
            Assert.True(
                MerkleTree.Includes(
                    leaves[size / 2],
                    size / 2,
                    size,
                    MerkleTree.InclusionProof(size / 2, size, node),
                    roots[size]
                )
            );
            Assert.True(
                MerkleTree.Grew(size, roots[size], Acts, roots[Acts], MerkleTree.ConsistencyProof(size, Acts, node))
            );
        }
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_act_that_is_not_saved_leaves_no_leaf(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using var db = OpenStore.Migrate(address).Value;
        using (var transaction = db.Database.BeginTransaction())
        {
            Record(db, county: 1, acts: 1);
            transaction.Rollback();
        }
        using var again = OpenStore.Existing(address).Value;
        Assert.Empty(again.Acts);
        Assert.Empty(again.AuditLeaves);
        Assert.Empty(again.AuditTips);
    }

    /// <summary>A context that remembers what was rolled back would go on behind a gap; the log's edge refuses it.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_context_that_remembers_a_rollback_cannot_leave_a_gap(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using var db = OpenStore.Migrate(address).Value;
        Record(db, county: 1, acts: 2);
        using (var transaction = db.Database.BeginTransaction())
        {
            Record(db, county: 1, acts: 3);
            transaction.Rollback();
        }
        RecordAct.Append(db, 1, "test.act", Clerk, new { n = 3 });
        Assert.ThrowsAny<DbUpdateException>(() => db.SaveChanges());
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(2, VerifyAudit.Run(after, 1).Leaves);
        Assert.Null(VerifyAudit.Run(after, 1).BrokenAt);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Two_writers_cannot_fork_the_log(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using var first = OpenStore.Migrate(address).Value;
        using var second = OpenStore.Existing(address).Value;
        RecordAct.Append(first, 1, "test.act", Clerk, new { who = "first" });
        RecordAct.Append(second, 1, "test.act", Clerk, new { who = "second" });
        first.SaveChanges();
        Assert.ThrowsAny<DbUpdateException>(() => second.SaveChanges());
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(1, VerifyAudit.Run(after, 1).Leaves);
        Assert.Null(VerifyAudit.Run(after, 1).BrokenAt);
    }

    /// <summary>Each way somebody with the database in hand could change the past; every one must be found, at the leaf it begins.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, "UPDATE acts SET reason = 'a better reason' WHERE content LIKE '%3%'", 3)]
    [InlineData(Engine.Postgres, "UPDATE acts SET reason = 'a better reason' WHERE content LIKE '%3%'", 3)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_leaves WHERE seq = 2", 2)]
    [InlineData(Engine.Postgres, "DELETE FROM audit_leaves WHERE seq = 2", 2)]
    [InlineData(Engine.Sqlite, "DELETE FROM acts WHERE content LIKE '%4%'", 4)]
    [InlineData(Engine.Postgres, "DELETE FROM acts WHERE content LIKE '%4%'", 4)]
    [InlineData(Engine.Sqlite, "DELETE FROM audit_leaves WHERE seq = 5", 4)]
    [InlineData(Engine.Postgres, "DELETE FROM audit_leaves WHERE seq = 5", 4)]
    [InlineData(Engine.Sqlite, "UPDATE audit_leaves SET seq = seq + 10 WHERE seq >= 3", 3)]
    [InlineData(Engine.Postgres, "UPDATE audit_leaves SET seq = seq + 10 WHERE seq >= 3", 3)]
    [InlineData(
        Engine.Sqlite,
        "UPDATE audit_nodes SET hash = (SELECT hash FROM audit_leaves WHERE seq = 1) WHERE ordinal = 1",
        4
    )]
    [InlineData(
        Engine.Postgres,
        "UPDATE audit_nodes SET hash = (SELECT hash FROM audit_leaves WHERE seq = 1) WHERE ordinal = 1",
        4
    )]
    [InlineData(Engine.Sqlite, "UPDATE audit_tips SET size = 6", 5)]
    [InlineData(Engine.Postgres, "UPDATE audit_tips SET size = 6", 5)]
    public void A_hand_in_the_database_is_found(Engine engine, string tampering, int brokenAt)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using (var db = OpenStore.Migrate(address).Value)
        {
            Record(db, county: 1, acts: 5);
            Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
            db.Database.ExecuteSqlRaw(tampering);
        }
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(brokenAt, VerifyAudit.Run(after, 1).BrokenAt);
    }

    internal static void Record(TaihangDb db, int county, int acts)
    {
        for (var n = 1; n <= acts; n++)
        {
            RecordAct.Append(db, county, "test.act", Clerk, new { n });
            db.SaveChanges();
        }
    }
}
