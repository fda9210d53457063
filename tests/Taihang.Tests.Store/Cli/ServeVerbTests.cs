using System.Net;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
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

    /// <summary>A fault in the middle of a request: the program's log says that it failed, and nothing that was typed.</summary>
    [Fact]
    public async Task What_the_program_logs_of_a_fault_names_nobody()
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(Engine.Sqlite, files);
        var port = FreePort();
        using var served = CommandLine.Start(
            "serve",
            "--database",
            address.Shown,
            "--key",
            files.File("master.key"),
            "--urls",
            $"http://127.0.0.1:{port}",
            "--language",
            "en"
        );
        var output = served.StandardOutput.ReadToEndAsync();
        Assert.Contains("Serving at", await served.StandardError.ReadLineAsync(), StringComparison.Ordinal);
        var error = served.StandardError.ReadToEndAsync();
        using (var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") })
        {
            var form = await client.GetStringAsync("/sign-in");
            using (var db = OpenStore.Existing(address).Value)
                db.Database.ExecuteSqlRaw("ALTER TABLE accounts RENAME TO gone");
            const string Field = "name=\"__RequestVerificationToken\" value=\"";
            var token = form[(form.IndexOf(Field, StringComparison.Ordinal) + Field.Length)..].Split('"')[0];
            using var sent = new FormUrlEncodedContent(
                new Dictionary<string, string>
                {
                    ["__RequestVerificationToken"] = token,
                    ["login"] = "planted.person",
                    ["password"] = "planted-password",
                }
            );
            var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), sent);
            Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
            Assert.DoesNotContain("planted", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        served.Kill();
        await served.WaitForExitAsync();
        var logged = await output + await error;
        Assert.Contains("no such table", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", logged, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
