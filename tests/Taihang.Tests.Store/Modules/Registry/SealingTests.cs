using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.Registry;

public sealed class SealingTests(PostgresCluster cluster)
{
    private static readonly SealedValues Planted = new("11010519491231002X", "13912345678", "6217000000000001234");

    [Fact]
    public void What_was_sealed_comes_back_and_only_under_the_same_person_and_key()
    {
        using var files = Repository.TemporaryFolder();
        using var sealing = Opened(files, "a.key");
        var person = Guid.CreateVersion7();
        var (key, document) = sealing.Seal(Planted, person);
        Assert.Equal(Planted, sealing.Unseal(key, document, person));
        Assert.ThrowsAny<CryptographicException>(() => sealing.Unseal(key, document, Guid.CreateVersion7()));
        using var other = Opened(files, "b.key");
        Assert.ThrowsAny<CryptographicException>(() => other.Unseal(key, document, person));
        document![^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => sealing.Unseal(key, document, person));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_destroyed_key_leaves_the_values_unreadable_and_the_person_on_record(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        Import(address, files, Csv(files.File("a.csv"), Table(Rows())), January);
        using (var db = OpenStore.Existing(address).Value)
        {
            var person = db.Persons.Single(p => p.Name == "测试甲");
            person.WrappedKey = null;
            db.SaveChanges();
        }
        using var sealing = Sealing.Open(files.File("master.key")).Value;
        var after = Household(address, "H1", January).Head!.Person;
        Assert.NotNull(after.Sealed);
        Assert.Null(sealing.Unseal(after.WrappedKey, after.Sealed, after.PersonId));
    }

    [Fact]
    public void The_key_file_is_for_its_owner_alone_and_never_overwritten()
    {
        using var files = Repository.TemporaryFolder();
        KeyRing.Make(files.File("a.key"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(files.File("a.key")));
        Assert.Throws<IOException>(() => KeyRing.Make(files.File("a.key")));
    }

    [Theory]
    [InlineData(null, "TH0400")]
    [InlineData("", "TH0401")]
    [InlineData("00", "TH0401")]
    public void A_key_that_is_missing_or_damaged_is_refused(string? content, string code)
    {
        using var files = Repository.TemporaryFolder();
        if (content is not null)
            File.WriteAllText(files.File("a.key"), content);
        Assert.Equal(code, Assert.Single(Sealing.Open(files.File("a.key")).Problems).Code);
    }

    /// <summary>Somebody walks off with the database: no planted number, phone or account may stand in it, in any form of text.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_stolen_database_shows_no_number_phone_or_account(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var rows = Rows();
        Import(address, files, Csv(files.File("a.csv"), Table(rows)), January);
        rows[0]["phone"] = "13000000009";
        Import(address, files, Csv(files.File("b.csv"), Table(rows)), June);
        var stolen = Stolen(address);
        var planted = new[]
        {
            Rows()[0]["id_number"],
            Rows()[1]["id_number"],
            "13000000001",
            "13000000009",
            "6200000000000000001",
        };
        Assert.DoesNotContain(planted, value => Shows(stolen, value));
        // The search itself must be able to find: names and villages are not sealed.
        Assert.True(Shows(stolen, "测试甲"));
    }

    internal static bool Shows(byte[] stolen, string value) =>
        stolen.AsSpan().IndexOf(Encoding.UTF8.GetBytes(value)) >= 0
        || stolen.AsSpan().IndexOf(Encoding.Unicode.GetBytes(value)) >= 0
        || stolen.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(value))))
            >= 0;

    internal static byte[] Stolen(StoreAddress address)
    {
        var bytes = new List<byte>();
        if (address.Engine == Engine.Sqlite)
        {
            foreach (var file in new[] { address.Shown, address.Shown + "-wal" }.Where(File.Exists))
                bytes.AddRange(File.ReadAllBytes(file));
            return [.. bytes];
        }
        using var connection = new NpgsqlConnection(address.ConnectionString);
        connection.Open();
        using (var all = new NpgsqlCommand("SELECT set_config('taihang.counties', 'all', false)", connection))
            all.ExecuteNonQuery();
        var tables = new List<string>();
        using (var list = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public'", connection))
        using (var reader = list.ExecuteReader())
            while (reader.Read())
                tables.Add(reader.GetString(0));
        foreach (var table in tables)
        {
            using var rows = connection.BeginTextExport($"COPY \"{table}\" TO STDOUT");
            bytes.AddRange(Encoding.UTF8.GetBytes(rows.ReadToEnd()));
        }
        return [.. bytes];
    }

    private static Sealing Opened(Folder files, string name)
    {
        KeyRing.Make(files.File(name));
        return Sealing.Open(files.File(name)).Value;
    }
}
