using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Taihang.Modules.Store;
using Xunit;

[assembly: AssemblyFixture(typeof(Taihang.Tests.Store.PostgresCluster))]

namespace Taihang.Tests.Store;

/// <summary>
/// A throw-away PostgreSQL cluster for the whole assembly, started when the first test asks for it and removed at the end. Where
/// PostgreSQL is not installed the test is skipped and says so; in CI that is a failure.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private readonly Lock gate = new();
    private string? programs;
    private string? folder;
    private int port;
    private int databases;

    /// <summary>A store of its own for one test: an empty file in the folder, or an empty database of the cluster.</summary>
    public StoreAddress Fresh(Engine engine, Folder files)
    {
        if (engine == Engine.Sqlite)
            return StoreAddress.Parse(files.File($"taihang-{Interlocked.Increment(ref databases)}.db"));
        Start();
        var name = $"taihang_{Interlocked.Increment(ref databases)}";
        using var connection = new NpgsqlConnection(Address("postgres"));
        connection.Open();
        using var create = connection.CreateCommand();
#pragma warning disable CA2100 // A name made from a counter.
        create.CommandText = $"CREATE DATABASE {name}";
#pragma warning restore CA2100
        create.ExecuteNonQuery();
        return StoreAddress.Parse(Address(name));
    }

    public void Dispose()
    {
        if (folder is null)
            return;
        NpgsqlConnection.ClearAllPools();
        Run("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }

    private string Address(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Maximum Pool Size=4;Timeout=30";

    private void Start()
    {
        lock (gate)
        {
            if (folder is not null)
                return;
            programs = Newest();
            if (programs is null && Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("PostgreSQL is not installed here, and CI must test both engines.");
            Assert.SkipWhen(programs is null, "PostgreSQL is not installed here.");
            var root = Directory.CreateTempSubdirectory("taihang-pg-").FullName;
            if (Environment.UserName == "root")
                Must(Execute("chown", ["postgres", root]));
            using (var listener = new TcpListener(IPAddress.Loopback, 0))
            {
                listener.Start();
                port = ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            var data = Path.Combine(root, "data");
            folder = root;
            Must(
                Run(
                    "initdb",
                    "-D",
                    data,
                    "-U",
                    "postgres",
                    "-A",
                    "trust",
                    "--locale=C.UTF-8",
                    "-E",
                    "UTF8",
                    "--no-sync"
                )
            );
            // Nothing here must outlive the tests, so nothing is forced to disk.
            var options =
                $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{root}' -c fsync=off -c full_page_writes=off";
            Must(Run("pg_ctl", "-D", data, "-w", "-l", Path.Combine(root, "log"), "-o", options, "start"));
        }
    }

    /// <summary>Server programs are not on the path: the newest folder of the distribution's is taken.</summary>
    private static string? Newest()
    {
        const string Distribution = "/usr/lib/postgresql";
        if (!Directory.Exists(Distribution))
            return null;
        return Directory
            .EnumerateDirectories(Distribution)
            .Select(d => Path.Combine(d, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
            .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var version) ? version : 0);
    }

    /// <summary>The server refuses to run as root, so root runs it as the account its package made.</summary>
    private (int Code, string Said) Run(string program, params string[] arguments)
    {
        var path = Path.Combine(programs!, program);
        return Environment.UserName == "root"
            ? Execute("runuser", ["-u", "postgres", "--", path, .. arguments])
            : Execute(path, arguments);
    }

    private static (int Code, string Said) Execute(string program, string[] arguments)
    {
        var log = Path.GetTempFileName();
        try
        {
            // The server inherits its starter's output: a pipe would stay open for as long as it runs.
            var info = new ProcessStartInfo("sh") { WorkingDirectory = "/" };
            foreach (var part in new[] { "-c", "exec \"$@\" >\"$0\" 2>&1 </dev/null", log, program }.Concat(arguments))
                info.ArgumentList.Add(part);
            using var process = Process.Start(info)!;
            process.WaitForExit();
            return (process.ExitCode, File.ReadAllText(log));
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static void Must((int Code, string Said) result) => Assert.True(result.Code == 0, result.Said);
}
