using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Taihang.Modules.PersonalData;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry;
using Taihang.Tests.Store.Modules.Registry.Changes;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Modules.PersonalData;

/// <summary>SQLite's file and journal after an ending, while others read and write.</summary>
public sealed class SettleStoreTests(PostgresCluster cluster)
{
    private const string Planted = "某某某的听证会，零一二三四五六七八九";

    /// <summary>A deleted row is overwritten at once, without the file being written anew; the twin is a connection that was not told to.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_deleted_row_leaves_nothing_in_a_file_that_is_too_large_to_be_written_anew(bool overwrites)
    {
        using var county = new ChangeCounty(cluster, Engine.Sqlite);
        county.Db.Database.OpenConnection();
        if (!overwrites)
            county.Db.Database.ExecuteSqlRaw("PRAGMA secure_delete = OFF");
        var row = new InspectionDay
        {
            CountyNo = county.CountyNo,
            InspectionId = ChangeCounty.Number(7),
            Day = June,
            Title = Planted,
            ActId = county.Db.Acts.First().ActId,
        };
        county.Db.InspectionDays.Add(row);
        county.Db.SaveChanges();
        Assert.True(SealingTests.Shows(SealingTests.Stolen(county.Address), Planted));
        county.Db.InspectionDays.Remove(row);
        county.Db.SaveChanges();
        Assert.False(SettleStore.Run(county.Db, NoFiles(county), atMost: 0));
        Assert.Equal(0, new FileInfo(county.Address.Shown + "-wal").Length);
        Assert.Equal(overwrites, !SealingTests.Shows(Everything(county), Planted));
        // The operator writes it anew in a quiet hour; then it is gone either way.
        Assert.True(SettleStore.Run(county.Db, NoFiles(county), atMost: long.MaxValue));
        Assert.False(SealingTests.Shows(Everything(county), Planted));
    }

    /// <summary>Somebody who reads meanwhile goes on reading what they began with; then the journal cannot be emptied yet, and that is said.</summary>
    [Fact]
    public void Whoever_reads_meanwhile_is_not_stopped_and_what_is_left_is_told()
    {
        using var county = new ChangeCounty(cluster, Engine.Sqlite);
        using var reader = new SqliteConnection(county.Address.ConnectionString);
        reader.Open();
        using (reader.BeginTransaction(deferred: true))
        {
            using var ask = reader.CreateCommand();
            ask.CommandText = "SELECT count(*) FROM households WHERE closed_on IS NULL";
            var open = ask.ExecuteScalar();
            county.Db.Households.ExecuteUpdate(h => h.SetProperty(x => x.ClosedOn, June));
            Assert.False(SettleStore.Run(county.Db, NoFiles(county), patienceMs: 50));
            Assert.Equal(open, ask.ExecuteScalar());
            Assert.NotEqual(0L, open);
        }
        Assert.True(SettleStore.Run(county.Db, NoFiles(county)));
        Assert.Equal(0, new FileInfo(county.Address.Shown + "-wal").Length);
    }

    [Fact]
    public void Every_connection_overwrites_what_it_deletes()
    {
        using var county = new ChangeCounty(cluster, Engine.Sqlite);
        using var visit = new TaihangDb(StoreOptions.For(county.Address), CountyScope.Of(county.CountyNo));
        Assert.Equal(1, Overwrites(visit));
        using var plain = new SqliteConnection(county.Address.ConnectionString + ";Pooling=False");
        plain.Open();
        using var ask = plain.CreateCommand();
        ask.CommandText = "PRAGMA secure_delete";
        Assert.Equal(0L, ask.ExecuteScalar());
    }

    private static int Overwrites(TaihangDb db)
    {
        db.Database.OpenConnection();
        using var ask = db.Database.GetDbConnection().CreateCommand();
        ask.CommandText = "PRAGMA secure_delete";
        return Convert.ToInt32(ask.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>File, journal and the index of the journal.</summary>
    private static byte[] Everything(ChangeCounty county) =>
        [.. SealingTests.Stolen(county.Address), .. Read(county.Address.Shown + "-shm")];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static StoredFiles NoFiles(ChangeCounty county) => new(county.Files.File(StoredFiles.FolderName));
}
