using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

/// <summary>A store whose log is still the first version's chain opens, is upgraded and holds; one whose past was changed gets no tree.</summary>
public sealed class RebuildLogTests(PostgresCluster cluster)
{
    private const int Acts = 7;

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_chained_log_gets_its_tree_once(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        var (root, head) = Chained(address);
        Assert.Equal("TH0902", OpenStore.Existing(address).Problems[0].Code);
        using (var early = OpenStore.Migrate(address).Value)
        {
            RecordAct.Append(early, 1, "test.act", RecordActTests.Clerk, new { n = 8 });
            Assert.ThrowsAny<DbUpdateException>(() => early.SaveChanges());
        }
        using var db = OpenStore.Existing(address).Value;
        Assert.Equal([1], RebuildLog.Needed(db));
        Assert.Equal([new RebuiltLog(1, Acts, head)], RebuildLog.All(db).Value);
        Assert.Equal(root, ReadLog.Tip(db, 1).Root());
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
        Assert.Empty(RebuildLog.All(db).Value);
        Assert.Equal("TH0254", RebuildLog.Run(db, 1).Problems[0].Code);
        RecordActTests.Record(db, 1, 2);
        Assert.Null(VerifyAudit.Run(db, 1).BrokenAt);
        Assert.Equal(Acts + 2, ReadLog.Tip(db, 1).Size);
    }

    /// <summary>Without the look at the chain each of these would get a tree that fits.</summary>
    [Theory]
    [InlineData("UPDATE acts SET reason = 'another' WHERE act_id = (SELECT act_id FROM audit_leaves WHERE seq = 3)", 3)]
    [InlineData("UPDATE audit_former_links SET chain = commitment WHERE seq = 4", 4)]
    [InlineData("DELETE FROM audit_former_links WHERE seq = 5", 5)]
    [InlineData("DELETE FROM audit_leaves WHERE seq = 2", 2)]
    [InlineData("DELETE FROM audit_leaves WHERE seq = 7", 7)]
    [InlineData("DELETE FROM acts WHERE act_id = (SELECT act_id FROM audit_leaves WHERE seq = 6)", 6)]
    public void A_changed_past_gets_no_tree(string change, int at)
    {
        foreach (var engine in new[] { Engine.Sqlite, Engine.Postgres })
        {
            using var files = Repository.TemporaryFolder();
            var address = cluster.Fresh(engine, files);
            Chained(address);
            using var db = OpenStore.Migrate(address).Value;
#pragma warning disable EF1002 // A text of this file.
            Assert.Equal(1, db.Database.ExecuteSqlRaw(change));
#pragma warning restore EF1002
            var problem = Assert.Single(RebuildLog.All(db).Problems);
            Assert.Equal("TH0240", problem.Code);
            Assert.Contains($"at leaf {at}:", problem.ToString(), StringComparison.Ordinal);
            Assert.Empty(db.AuditTips);
            Assert.Empty(db.AuditNodes);
        }
    }

    /// <summary>The way round "never built again": take the tree away and ask for another.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_log_that_was_never_chained_is_not_built_again(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(engine, files)).Value;
        RecordActTests.Record(db, 1, Acts);
        db.AuditNodes.ExecuteDelete();
        db.AuditTips.ExecuteDelete();
        db.ChangeTracker.Clear();
        Assert.Equal("TH0240", RebuildLog.Run(db, 1).Problems[0].Code);
    }

    /// <summary>The store as the version before the tree left it, with acts chained.</summary>
    /// <returns>The root that its acts must give, and the head of their chain.</returns>
    private static (byte[] Root, string Head) Chained(StoreAddress address)
    {
        using var db = OpenStore.Migrate(address).Value;
        RecordActTests.Record(db, 1, Acts);
        var root = ReadLog.Tip(db, 1).Root();
        var leaves = ReadLog.Leaves(db, 1).ToList();
        db.GetService<IMigrator>().Migrate("DuplicatePairs");
        var chain = FormerChain.Start(1);
        foreach (var leaf in leaves)
        {
            var commitment = FormerChain.Commit(leaf.Act!, leaf.Salt);
            chain = FormerChain.Link(chain, leaf.Seq, commitment);
            db.Database.ExecuteSql(
                $"UPDATE audit_leaves SET commitment = {commitment}, chain = {chain} WHERE seq = {leaf.Seq}"
            );
        }
        return (root, Convert.ToHexStringLower(chain));
    }
}
