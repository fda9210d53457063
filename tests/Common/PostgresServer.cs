using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Taihang.Tests;

/// <summary>A throw-away PostgreSQL server on the loopback address, in a folder of its own that goes with it.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string programs;
    private readonly string folder;
    private readonly int port;

    private PostgresServer(string programs, string folder, int port) =>
        (this.programs, this.folder, this.port) = (programs, folder, port);

    public static bool Installed => Newest() is not null;

    /// <param name="options">For the server, such as <c>-c fsync=off</c>.</param>
    public static PostgresServer Start(string options)
    {
        var root = Directory.CreateTempSubdirectory("taihang-pg-").FullName;
        if (Environment.UserName == "root")
            Must(Execute("chown", ["postgres", root]));
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        var server = new PostgresServer(Newest()!, root, port);
        var data = Path.Combine(root, "data");
        Must(server.Run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8", "-E", "UTF8", "-N"));
        var all = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='{root}' {options}";
        Must(server.Run("pg_ctl", "-D", data, "-w", "-l", Path.Combine(root, "log"), "-o", all, "start"));
        return server;
    }

    /// <summary>As the server's own account, which stands above every policy on rows.</summary>
    public string Address(string database) =>
        $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Maximum Pool Size=4;Timeout=30";

    /// <summary>A database and the plain role that owns it, as docs/backup.md tells a deployment to make them.</summary>
    /// <returns>Its address as that role.</returns>
    public string Make(string database)
    {
        using var connection = new NpgsqlConnection(Address("postgres"));
        connection.Open();
        using var create = connection.CreateCommand();
#pragma warning disable CA2100 // A name that a test made.
        create.CommandText = $"CREATE ROLE {database} LOGIN";
        create.ExecuteNonQuery();
        create.CommandText = $"CREATE DATABASE {database} OWNER {database}";
#pragma warning restore CA2100
        create.ExecuteNonQuery();
        return Address(database).Replace("Username=postgres", $"Username={database}", StringComparison.Ordinal);
    }

    /// <summary>The same for PostgreSQL's own programs.</summary>
    public string Uri(string database) => $"postgresql://postgres@127.0.0.1:{port}/{database}";

    public void Dispose()
    {
        Run("pg_ctl", "-D", Path.Combine(folder, "data"), "-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
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
        var path = Path.Combine(programs, program);
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

    private static void Must((int Code, string Said) result)
    {
        if (result.Code != 0)
            throw new InvalidOperationException(result.Said);
    }
}
