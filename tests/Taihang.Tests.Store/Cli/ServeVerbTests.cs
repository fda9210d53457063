using System.Net;
using System.Net.Sockets;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Cli;

public sealed class ServeVerbTests(PostgresCluster cluster)
{
    [Fact]
    public async Task A_port_that_is_taken_is_one_clear_message()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, _, error) = await CommandLine.Run(
            "serve",
            "--database",
            address.Shown,
            "--key",
            files.File("master.key"),
            "--urls",
            $"http://127.0.0.1:{port}"
        );
        Assert.Equal(1, code);
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("TH0706", line, StringComparison.Ordinal);
    }
}
