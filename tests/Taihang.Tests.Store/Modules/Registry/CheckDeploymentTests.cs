using Microsoft.EntityFrameworkCore;
using Taihang.Modules.Access;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Store.Modules.Registry;

public sealed class CheckDeploymentTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_deployment_that_is_well_says_so_and_each_thing_it_lacks_is_named(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(engine, files), files.File("master.key"));
        SigningKey.Make(SigningKey.Beside(key));
        Workbook.Import(
            address,
            files,
            Workbook.Csv(files.File("a.csv"), Workbook.Table(Workbook.Rows())),
            Workbook.January
        );
        Assert.Empty(Faults(address, key));

        Assert.Equal(["TH0915"], Faults(address, key, free: CheckDeployment.LeastFreeBytes - 1));

        // Another deployment's key opens nothing here.
        KeyRing.Make(files.File("other.key"));
        Assert.Equal(["TH0473"], Faults(address, files.File("other.key")));

        File.WriteAllText(key + ".retiring", "");
        Assert.Equal(["TH0472"], Faults(address, key));
        File.Delete(key + ".retiring");

        File.Delete(SigningKey.Beside(key));
        Assert.Equal(["TH0474"], Faults(address, key));
        File.Delete(key);
        Assert.Equal(["TH0400", "TH0474"], Faults(address, key));
    }

    [Fact]
    public void A_table_that_lost_its_row_policy_is_named()
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(Engine.Postgres, files), files.File("master.key"));
        SigningKey.Make(SigningKey.Beside(key));
        Assert.Empty(Faults(address, key));
        using (var db = new TaihangDb(StoreOptions.For(address), CountyScope.Everything))
            db.Database.ExecuteSqlRaw("ALTER TABLE households NO FORCE ROW LEVEL SECURITY");
        Assert.Equal(["TH0912"], Faults(address, key));
    }

    [Fact]
    public void A_key_file_that_cannot_be_read_is_named()
    {
        using var files = Repository.TemporaryFolder();
        var (address, key) = (cluster.Prepared(Engine.Sqlite, files), files.File("master.key"));
        SigningKey.Make(SigningKey.Beside(key));
        using var held = new FileStream(key, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(["TH0494"], Faults(address, key));
    }

    [Fact]
    public void A_record_that_is_not_there_is_named()
    {
        using var files = Repository.TemporaryFolder();
        var faults = Faults(StoreAddress.Parse(files.File("none.db")), files.File("master.key"));
        Assert.Contains("TH0400", faults);
        Assert.Equal(3, faults.Count);
    }

    private static List<string> Faults(StoreAddress address, string key, long free = long.MaxValue) =>
        [
            .. CheckDeployment
                .Run(address, key, _ => free, DateTimeOffset.UnixEpoch)
                .Select(c => c.Fault?.Code)
                .OfType<string>(),
        ];
}
