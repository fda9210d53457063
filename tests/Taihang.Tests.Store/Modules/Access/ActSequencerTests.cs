using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Access;

public sealed class ActSequencerTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Many_writers_share_commits_and_the_log_has_no_gap(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        OpenStore.Migrate(address).Value.Dispose();
        await using (var sequencer = new ActSequencer(address))
            await Task.WhenAll(
                Enumerable
                    .Range(0, 200)
                    .Select(n => sequencer.Run(CountyScope.Everything, 1 + n % 3, db => Write(db, 1 + n % 3, n)))
            );
        using var after = OpenStore.Existing(address).Value;
        foreach (var county in new[] { 1, 2, 3 })
            Assert.Null(VerifyAudit.Run(after, county).BrokenAt);
        Assert.Equal(200, after.AuditLeaves.Count());
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Whoever_is_told_that_it_is_done_finds_it_in_another_connection(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        OpenStore.Migrate(address).Value.Dispose();
        await using var sequencer = new ActSequencer(address);
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(async n =>
                {
                    var id = await sequencer.Run(CountyScope.Everything, 1, db => Write(db, 1, n));
                    using var other = new TaihangDb(StoreOptions.For(address), CountyScope.Everything);
                    Assert.True(other.Acts.Any(a => a.ActId == id));
                })
        );
    }

    /// <summary>The server commits and its answer is lost: what came through is told as done and is not done again.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_commit_whose_answer_was_lost_is_neither_lost_nor_done_twice(bool arrives)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(Engine.Postgres, files);
        OpenStore.Migrate(address).Value.Dispose();
        using var line = new LineThatBreaks(address, arrives);
        await using var sequencer = new ActSequencer(line.Address);
        var id = await sequencer.Run(CountyScope.Everything, 1, db => Write(db, 1, 1));
        Assert.True(line.Broke);
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(id, Assert.Single(after.Acts.ToList()).ActId);
        Assert.Equal(1, VerifyAudit.Run(after, 1).Leaves);
    }

    /// <summary>One writer's failure is told to that writer; nothing of it stays, and everybody else's work does.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task A_failure_in_a_batch_is_its_senders_alone(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        OpenStore.Migrate(address).Value.Dispose();
        await using var sequencer = new ActSequencer(address);
        var all = Enumerable
            .Range(0, 60)
            .Select(n =>
                sequencer.Run(
                    CountyScope.Everything,
                    1,
                    db =>
                    {
                        var id = Write(db, 1, n);
                        return n % 10 == 3 ? throw new InvalidOperationException($"no {n}") : id;
                    }
                )
            )
            .ToList();
        for (var n = 0; n < all.Count; n++)
            if (n % 10 == 3)
                Assert.Equal($"no {n}", (await Assert.ThrowsAsync<InvalidOperationException>(() => all[n])).Message);
            else
                await all[n];
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(54, VerifyAudit.Run(after, 1).Leaves);
        Assert.Null(VerifyAudit.Run(after, 1).BrokenAt);
    }

    /// <summary>What a piece leaves unsaved in the context is not written by the piece after it.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_one_writer_leaves_unsaved_is_not_written_by_the_next(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        OpenStore.Migrate(address).Value.Dispose();
        await using (var sequencer = new ActSequencer(address))
        {
            await sequencer.Run(CountyScope.Everything, 1, db => Write(db, 1, 0));
            await Task.WhenAll(
                Enumerable
                    .Range(0, 30)
                    .Select(n =>
                        sequencer.Run<object?>(
                            CountyScope.Everything,
                            1,
                            db =>
                            {
                                if (n % 2 == 0)
                                    RecordAct.Append(db, 1, "test.refused", RecordActTests.Clerk, new { n });
                                else
                                    Write(db, 1, n);
                                return null;
                            }
                        )
                    )
            );
        }
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(16, VerifyAudit.Run(after, 1).Leaves);
        Assert.Null(VerifyAudit.Run(after, 1).BrokenAt);
        Assert.False(after.Acts.Any(a => a.Kind == "test.refused"));
    }

    /// <summary>Another process adds to the same log at the same time: both go on, and the log holds.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Two_processes_of_one_county_do_not_break_each_other(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        OpenStore.Migrate(address).Value.Dispose();
        await using (var one = new ActSequencer(address))
        await using (var other = new ActSequencer(address))
            await Task.WhenAll(
                Enumerable
                    .Range(0, 30)
                    .SelectMany(n =>
                        new[]
                        {
                            one.Run(CountyScope.Everything, 1, db => Write(db, 1, n)),
                            other.Run(CountyScope.Everything, 1, db => Write(db, 1, n)),
                        }
                    )
            );
        using var after = OpenStore.Existing(address).Value;
        Assert.Equal(60, VerifyAudit.Run(after, 1).Leaves);
        Assert.Null(VerifyAudit.Run(after, 1).BrokenAt);
    }

    private static Guid Write(TaihangDb db, int county, int n)
    {
        var act = RecordAct.Append(db, county, "test.act", RecordActTests.Clerk, new { n });
        db.SaveChanges();
        return act.ActId;
    }
}
