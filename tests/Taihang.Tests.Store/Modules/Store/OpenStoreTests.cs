using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Modules.Store;

public sealed class OpenStoreTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_store_is_made_once_and_opened_again(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using (var made = OpenStore.Migrate(address).Value)
            Assert.Empty(made.Database.GetPendingMigrations());
        using var again = OpenStore.Existing(address).Value;
        Assert.Empty(again.Regions);
    }

    [Fact]
    public void Sqlite_is_opened_the_safe_way()
    {
        using var files = Repository.TemporaryFolder();
        using var db = OpenStore.Migrate(cluster.Fresh(Engine.Sqlite, files)).Value;
        Assert.Equal("wal", Pragma(db, "journal_mode"));
        Assert.Equal("2", Pragma(db, "synchronous"));
        Assert.Equal("1", Pragma(db, "foreign_keys"));
        Assert.Equal("1", Pragma(db, "cell_size_check"));
        Assert.Equal("0", Pragma(db, "mmap_size"));
    }

    [Fact]
    public void Refuses_a_store_that_is_not_there()
    {
        using var files = Repository.TemporaryFolder();
        var missing = OpenStore.Existing(StoreAddress.Parse(files.File("none.db")));
        Assert.Equal("TH0901", Assert.Single(missing.Problems).Code);
        Assert.False(File.Exists(files.File("none.db")));
    }

    [Fact]
    public void Refuses_a_file_that_is_no_database()
    {
        using var files = Repository.TemporaryFolder();
        File.WriteAllText(
            files.File("letter.db"),
            "This is a letter, not a database; it is long enough to be read as a header."
        );
        Assert.Equal(
            "TH0900",
            Assert.Single(OpenStore.Existing(StoreAddress.Parse(files.File("letter.db"))).Problems).Code
        );
        Assert.Equal(
            "TH0900",
            Assert.Single(OpenStore.Migrate(StoreAddress.Parse(files.File("letter.db"))).Problems).Code
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void Refuses_a_store_of_an_older_form(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Fresh(engine, files);
        using (var empty = new TaihangDb(StoreOptions.For(address), CountyScope.Everything))
            empty.Database.ExecuteSqlRaw("CREATE TABLE other (a int)");
        Assert.Equal("TH0902", Assert.Single(OpenStore.Existing(address).Problems).Code);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_store_of_the_first_form_is_brought_up_to_date_with_all_its_rows(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var path = Workbook.Csv(files.File("a.csv"), Workbook.Table(Workbook.Rows()));
        Assert.True(Workbook.Import(address, files, path, Workbook.January).Ok);
        var before = Workbook.Counts(address);
        using (var db = new TaihangDb(StoreOptions.For(address), CountyScope.Everything))
            db.GetService<IMigrator>().Migrate("First");
        Assert.Equal("TH0902", Assert.Single(OpenStore.Existing(address).Problems).Code);

        OpenStore.Migrate(address).Value.Dispose();
        Assert.Equal(before, Workbook.Counts(address));
        var members = Workbook.Household(address, "H1", Workbook.January).Members;
        Assert.Equal(["\"head\"", "\"spouse\""], members.Select(m => m.Facts["relation"].Json));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void An_account_of_the_first_form_keeps_its_login_and_its_one_duty(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        using (var db = new TaihangDb(StoreOptions.For(address), CountyScope.Everything))
            db.GetService<IMigrator>().Migrate("MerkleLog");
        using (var db = new TaihangDb(StoreOptions.For(address), CountyScope.Everything))
        {
            var id =
                engine == Engine.Sqlite
                    ? "X'0190AAAA000070008000000000000001'"
                    : "UUID '0190aaaa-0000-7000-8000-000000000001'";
            var no = engine == Engine.Sqlite ? "0" : "FALSE";
            var hash = Password.Hash("cadre", [1, 2, 3]);
#pragma warning disable EF1002 // Words of this file.
            db.Database.ExecuteSqlRaw(
                $"INSERT INTO accounts (county_no, account_id, login, password_hash, display_name, role, region_no, demo) VALUES (7, {id}, 'cadre', '{hash}', 'Cadre', 'cadre', 71, {no})"
            );
#pragma warning restore EF1002
        }
        OpenStore.Migrate(address).Value.Dispose();
        using var now = new TaihangDb(StoreOptions.For(address), CountyScope.Everything);
        var viewer = Accounts.SignIn(now, "cadre", "cadre", new DateOnly(2026, 1, 1))!.Viewer;
        Assert.Equal(("cadre", 7, 71), (viewer.Role, viewer.CountyNo, viewer.RegionNo));
    }

    [Fact]
    public void Refuses_a_server_that_does_not_answer()
    {
        var problem = Assert.Single(
            OpenStore
                .Existing(StoreAddress.Parse("Host=127.0.0.1;Port=1;Database=x;Username=u;Password=secret"))
                .Problems
        );
        Assert.Equal("TH0900", problem.Code);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    private static string Pragma(TaihangDb db, string name)
    {
        using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // A name from this file.
        command.CommandText = $"PRAGMA {name}";
#pragma warning restore CA2100
        return command.ExecuteScalar()?.ToString() ?? "";
    }
}
