using System.Text.Json;
using Taihang.Core.Procedures;
using Taihang.Modules.Regions;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Outbound;
using Xunit;

namespace Taihang.Tests.Store.Cli;

public sealed class NoticesVerbTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Notices_are_listed_cancelled_sent_again_and_sent(Engine engine)
    {
        using var county = new NoticeCounty(cluster, engine);
        LoadRegions.Run(county.Db, Path.Combine(Repository.Packs, "cn", "regions"));
        Task<(int Code, string Output, string Error)> Run(params string[] arguments) =>
            CommandLine.Run([
                "notices",
                .. arguments,
                "--database",
                engine == Engine.Sqlite ? county.Address.Shown : county.Address.ConnectionString,
                "--key",
                county.KeyFile,
                "--language",
                "en",
            ]);
        county.Apply();
        var id = county.Rows()[0].NoticeId.ToString();
        Assert.Contains("1 in all.", (await Run("list")).Output, StringComparison.Ordinal);
        Assert.Contains("TH1153", (await Run("cancel", id, "--reason", "x")).Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run("cancel", id, "--reason", "told in person")).Code);
        Assert.Contains(
            "TH1151",
            (await Run("cancel", id, "--reason", "told in person")).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "TH1150",
            (await Run("cancel", Guid.NewGuid().ToString(), "--reason", "told in person")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await Run("again", id, "--reason", "it was not")).Code);

        File.WriteAllText(
            county.Cases.FilePath("n.json"),
            """{"channels": {"sms": {"folder": "out"}}, "quiet": {"from": 0, "until": 0}}"""
        );
        var sent = await Run("send", "--notices", county.Cases.FilePath("n.json"), "--json");
        Assert.True(sent.Code == 0, sent.Error);
        using var answer = JsonDocument.Parse(sent.Output);
        Assert.Equal(1, answer.RootElement.GetProperty("messages").GetInt32());
        Assert.Equal(NoticeCounty.Phone, Assert.Single(county.Messages()).To);
        Assert.Contains("TH1154", (await Run("send", "--notices", "none.json")).Error, StringComparison.Ordinal);

        string[] office = ["contact", "--office", "county", "--place", "130624", "--to"];
        Assert.Contains("TH1156", (await Run([.. office, "none"])).Error, StringComparison.Ordinal);
        Assert.Contains(
            "TH1157",
            (await Run([.. office, "13800000002", "--channel", "fax"])).Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "TH1161",
            (await Run("contact", "--office", "court", "--place", "130624", "--to", "13800000002")).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, (await Run([.. office, "13800000002"])).Code);
        using var db = OpenStore.Existing(county.Address).Value;
        Assert.DoesNotContain(db.Acts.AsEnumerable(), a => a.Content.Contains("138", StringComparison.Ordinal));
        Assert.Contains(db.NoticeContacts, c => c.Channel == NoticeChannel.Sms && c.Language == "en");
    }
}
