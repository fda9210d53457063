using Npgsql;
using Taihang.Modules.Store;
using Xunit;

[assembly: AssemblyFixture(typeof(Taihang.Tests.Store.PostgresCluster))]

namespace Taihang.Tests.Store;

/// <summary>
/// One PostgreSQL server for the whole assembly, started when the first test asks for it and removed at the end. Where PostgreSQL is
/// not installed the test is skipped and says so; in CI that is a failure.
/// </summary>
public sealed class PostgresCluster : IDisposable
{
    private readonly Lock gate = new();
    private PostgresServer? server;
    private int databases;

    /// <summary>A store of its own for one test: an empty file in the folder, or an empty database of the cluster.</summary>
    public StoreAddress Fresh(Engine engine, Folder files)
    {
        if (engine == Engine.Sqlite)
            return StoreAddress.Parse(files.File($"taihang-{Interlocked.Increment(ref databases)}.db"));
        Start();
        return StoreAddress.Parse(server!.Make($"taihang_{Interlocked.Increment(ref databases)}"));
    }

    /// <summary>The same database as the server's own account, which no policy holds.</summary>
    public StoreAddress AboveThePolicies(StoreAddress address) =>
        StoreAddress.Parse(server!.Address(new NpgsqlConnectionStringBuilder(address.ConnectionString).Database!));

    public void Dispose()
    {
        NpgsqlConnection.ClearAllPools();
        server?.Dispose();
    }

    private void Start()
    {
        lock (gate)
        {
            if (server is not null)
                return;
            if (!PostgresServer.Installed && Environment.GetEnvironmentVariable("CI") == "true")
                Assert.Fail("PostgreSQL is not installed here, and CI must test both engines.");
            Assert.SkipUnless(PostgresServer.Installed, "PostgreSQL is not installed here.");
            // Nothing here must outlive the tests, so nothing is forced to disk; each test has a database and keeps a connection to it for a while.
            server = PostgresServer.Start("-c fsync=off -c full_page_writes=off -c max_connections=500");
        }
    }
}
