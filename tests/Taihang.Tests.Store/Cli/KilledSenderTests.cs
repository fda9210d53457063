using Microsoft.EntityFrameworkCore;
using Taihang.Core.Procedures;
using Taihang.Modules.Outbound;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Outbound;
using Xunit;

namespace Taihang.Tests.Store.Cli;

/// <summary>A sender that is killed at any moment loses no notice.</summary>
public sealed class KilledSenderTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public Task A_killed_sender_loses_nothing(Engine engine) => Kill(engine, notices: 80, kills: 3);

    [Theory]
    [Trait("Proof", "long")]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public Task A_sender_killed_over_and_over_loses_nothing(Engine engine) =>
        Kill(engine, notices: 1000, kills: LongProof.Times(ci: 25, night: 300));

    /// <summary>The twin marks a notice before it is sent; what it held when it was killed is lost, and the same check finds it.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_sender_that_marks_before_it_sends_is_caught(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        for (var i = 0; i < 10; i++)
            county.Apply();
        var held = new List<OutboundMessage>();
        county.Send(
            (message, _) =>
            {
                held.Add(message);
                return NoticeAnswer.Sent;
            },
            most: 6
        );
        // Four get out before the kill.
        foreach (var message in held.Take(4))
            FileAdapter.Into(county.Folder)(message, default);
        Assert.Equal(2, Lost(county).Count);
        Assert.Equal(4, county.Send().Messages);
        Assert.Equal(2, Lost(county).Count);
    }

    private async Task Kill(Engine engine, int notices, int kills)
    {
        using var county = new NoticeCounty(cluster, engine);
        for (var i = 0; i < notices; i++)
            county.Apply();
        // The child has a clock of its own, and it may be night.
        var settings = county.Cases.FilePath("notices.json");
        await File.WriteAllTextAsync(
            settings,
            """{"channels": {"sms": {"folder": "out"}}, "quiet": {"from": 0, "until": 0}}"""
        );
        string[] arguments =
        [
            "notices",
            "send",
            "--notices",
            settings,
            "--database",
            engine == Engine.Sqlite ? county.Address.Shown : county.Address.ConnectionString,
            "--key",
            county.KeyFile,
        ];
        var (random, midway) = (new Random(20260302), 0);
        for (var kill = 0; kill < kills; kill++)
        {
            var (before, more) = (Files(county), random.Next(notices / (2 * kills)));
            using var sender = CommandLine.Start(arguments);
            var (output, error) = (sender.StandardOutput.ReadToEndAsync(), sender.StandardError.ReadToEndAsync());
            while (Files(county) <= before + more && !sender.HasExited)
                await Task.Delay(1);
            await Task.Delay(random.Next(8));
            sender.Kill();
            await sender.WaitForExitAsync();
            await Task.WhenAll(output, error);
            Assert.Empty(Lost(county));
            midway += county.Rows().Any(r => r.Standing == NoticeStanding.Waiting) ? 1 : 0;
            // The time of the lease passes.
            county.Db.OutboundNotices.ExecuteUpdate(set => set.SetProperty(n => n.LeaseUntilUnixMs, (long?)null));
        }
        Assert.True(midway > 0, "No kill came in time to prove anything.");
        var (code, last, wrong) = await CommandLine.Run(arguments);
        Assert.True(code == 0, last + wrong);
        Assert.Equal(county.Rows().Select(r => r.NoticeId).Order(), county.Messages().Select(m => m.Id).Order());
        Assert.All(county.Rows(), r => Assert.Equal(NoticeStanding.Sent, r.Standing));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{engine}: {kills} kills, {midway} midway; {county.Rows().Count(r => r.Attempts > 1)} of {notices} sent again"
        );
    }

    /// <summary>Notices that stand as sent and were never sent.</summary>
    private static List<Guid> Lost(NoticeCounty county) =>
        [
            .. county
                .Rows()
                .Where(r => r.Standing == NoticeStanding.Sent)
                .Select(r => r.NoticeId)
                .Except(county.Messages().Select(m => m.Id)),
        ];

    private static int Files(NoticeCounty county) =>
        Directory.Exists(county.Folder) ? Directory.GetFiles(county.Folder, "*.json").Length : 0;
}
