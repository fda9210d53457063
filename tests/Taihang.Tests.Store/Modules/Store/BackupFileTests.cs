using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;

namespace Taihang.Tests.Store.Modules.Store;

/// <summary>Promise 11: every backup restores, and a damaged one says so.</summary>
public sealed class BackupFileTests(PostgresCluster cluster)
{
    private static readonly DateTimeOffset Day = new(2026, 2, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Sqlite)]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    [InlineData(Engine.Postgres, Engine.Postgres)]
    public void A_backup_of_either_engine_restores_to_either_with_every_row(Engine of, Engine to)
    {
        using var files = Repository.TemporaryFolder();
        var from = Filled(of, files);
        var made = Make(from, files.File("b.db"));
        Assert.True(made.Ok, string.Join('\n', made.Problems));
        Assert.Equal(Digests(from), made.Value.Tables);
        Assert.Contains(made.Value.Tables, t => t is { Table: "observations", Rows: > 4 });

        var target = cluster.Fresh(to, files);
        var restored = BackupFile.Restore(files.File("b.db"), target);
        Assert.True(restored.Ok, string.Join('\n', restored.Problems));
        Assert.Equal(Digests(from), Digests(target));
        Assert.Equal(Workbook.Counts(from), Workbook.Counts(target));
        Assert.Equal(Day, restored.Value.MadeAt);
        Assert.Equal(
            Workbook.Household(from, "H1", Workbook.January).Facts,
            Workbook.Household(target, "H1", Workbook.January).Facts
        );
    }

    [Fact]
    public void A_backup_is_one_file_and_leaves_nothing_else()
    {
        using var files = Repository.TemporaryFolder();
        using var backups = Repository.TemporaryFolder();
        Make(Filled(Engine.Sqlite, files), backups.File("b.db"));
        Assert.Equal("b.db", Path.GetFileName(Assert.Single(Directory.GetFiles(backups.Path))));
    }

    [Fact]
    public void What_is_written_during_a_backup_is_wholly_in_it_or_wholly_not()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Sqlite, files);
        var before = Digests(address);
        using var db = OpenStore.Existing(address).Value;
        var written = false;
        var progress = new Told(() =>
        {
            if (written)
                return;
            written = true;
            using var other = OpenStore.Existing(address).Value;
            other.Database.ExecuteSqlRaw("UPDATE regions SET name = name || '新'");
        });
        Assert.True(BackupFile.Make(db, "", files.File("b.db"), Day, progress).Ok);
        Assert.True(written);
        Assert.Equal(before, BackupFile.Check(files.File("b.db")).Value.Tables);
        Assert.NotEqual(before, Digests(address));
    }

    [Fact]
    public void A_backup_with_one_flipped_bit_in_a_row_is_refused_by_name_and_nothing_is_written()
    {
        using var files = Repository.TemporaryFolder();
        Make(Filled(Engine.Sqlite, files), files.File("b.db"));
        var bytes = File.ReadAllBytes(files.File("b.db"));
        // A byte of a fact: SQLite itself notices nothing.
        var at = bytes.AsSpan().IndexOf("东关村"u8);
        Assert.True(at > 0);
        bytes[at + 2] ^= 1;
        File.WriteAllBytes(files.File("b.db"), bytes);
        var problem = Assert.Single(BackupFile.Restore(files.File("b.db"), Sqlite(files, "new.db")).Problems);
        Assert.Equal("TH0908", problem.Code);
        Assert.False(File.Exists(files.File("new.db")));
    }

    [Fact]
    public void A_backup_with_a_torn_page_is_refused()
    {
        using var files = Repository.TemporaryFolder();
        Make(Filled(Engine.Sqlite, files), files.File("b.db"));
        using (var file = File.OpenWrite(files.File("b.db")))
        {
            file.Seek(4096 * 3, SeekOrigin.Begin);
            file.Write(new byte[4096]);
        }
        Assert.Equal("TH0908", Assert.Single(BackupFile.Check(files.File("b.db")).Problems).Code);
    }

    [Fact]
    public void Neither_a_backup_nor_a_store_is_ever_written_over()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Sqlite, files);
        Make(address, files.File("b.db"));
        var before = File.ReadAllBytes(files.File("b.db"));
        Assert.Equal("TH0909", Assert.Single(Make(address, files.File("b.db")).Problems).Code);
        Assert.Equal("TH0909", Assert.Single(BackupFile.Restore(files.File("b.db"), address).Problems).Code);
        Assert.Equal(before, File.ReadAllBytes(files.File("b.db")));
        var full = Filled(Engine.Postgres, files);
        var digests = Digests(full);
        Assert.Equal("TH0905", Assert.Single(BackupFile.Restore(files.File("b.db"), full).Problems).Code);
        Assert.Equal(digests, Digests(full));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public void A_backup_that_is_stopped_leaves_no_file_and_a_restore_that_is_stopped_no_row(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Sqlite, files);
        using var stop = new CancellationTokenSource();
        var progress = new Told(stop.Cancel);
        using (var db = OpenStore.Existing(address).Value)
            Assert.Throws<OperationCanceledException>(() =>
                BackupFile.Make(db, "", files.File("b.db"), Day, progress, cancel: stop.Token)
            );
        Assert.Empty(Directory.GetFiles(files.Path, "b.db*"));

        Make(address, files.File("b.db"));
        var target = cluster.Fresh(engine, files);
        Assert.Throws<OperationCanceledException>(() =>
            BackupFile.Restore(files.File("b.db"), target, progress, cancel: stop.Token)
        );
        if (engine == Engine.Sqlite)
            Assert.False(File.Exists(target.Shown));
        else
            Assert.All(Digests(target), t => Assert.Equal(0, t.Rows));
    }

    [Fact]
    public void What_is_no_backup_is_refused()
    {
        using var files = Repository.TemporaryFolder();
        File.WriteAllText(files.File("letter.db"), new string('x', 5000));
        Assert.Equal("TH0907", Assert.Single(BackupFile.Check(files.File("letter.db")).Problems).Code);
        var store = Filled(Engine.Sqlite, files);
        Assert.Equal("TH0907", Assert.Single(BackupFile.Check(store.Shown).Problems).Code);
        Assert.Equal("TH0907", Assert.Single(BackupFile.Check(files.File("none.db")).Problems).Code);
    }

    [Fact]
    public void A_backup_of_an_older_form_is_brought_up_to_date_and_one_of_a_newer_form_refused()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Sqlite, files);
        Make(address, files.File("b.db"));
        var counts = Workbook.Counts(address);
        var kept = File.ReadAllBytes(files.File("b.db"));
        Relisted(files.File("b.db"), "First", "DELETE FROM backup_table");
        Assert.True(BackupFile.Restore(files.File("b.db"), Sqlite(files, "new.db")).Ok);
        Assert.Equal(counts, Workbook.Counts(Sqlite(files, "new.db")));

        File.WriteAllBytes(files.File("b.db"), kept);
        Relisted(files.File("b.db"), null, "UPDATE backup SET form = '29990101000000_Later'");
        Assert.Equal(
            "TH0910",
            Assert.Single(BackupFile.Restore(files.File("b.db"), Sqlite(files, "later.db")).Problems).Code
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite, Engine.Postgres)]
    [InlineData(Engine.Postgres, Engine.Sqlite)]
    public void A_record_moves_between_the_engines_and_the_old_store_stays_as_it_was(Engine from, Engine to)
    {
        using var files = Repository.TemporaryFolder();
        var (source, target) = (Filled(from, files), cluster.Fresh(to, files));
        var before = Digests(source);
        using (var db = OpenStore.Existing(source).Value)
            Assert.True(NewStore.Fill(target, t => CopyStore.Run(db, t)).Ok);
        Assert.Equal(before, Digests(target));
        Assert.Equal(before, Digests(source));
    }

    /// <summary>The broken twin: a copy that loses a row, or changes one, is not taken for the same.</summary>
    [Fact]
    public void Digests_tell_a_lost_row_and_a_changed_value()
    {
        using var files = Repository.TemporaryFolder();
        var address = Filled(Engine.Sqlite, files);
        var before = Digests(address);
        Execute(address.Shown, "UPDATE regions SET name = name || 'x' WHERE rowid = 1");
        var changed = Digests(address);
        Assert.Equal(["regions"], before.Except(changed).Select(t => t.Table));
        Execute(address.Shown, "DELETE FROM blind_indexes WHERE rowid IN (SELECT rowid FROM blind_indexes LIMIT 1)");
        Assert.Equal(["blind_indexes"], changed.Except(Digests(address)).Select(t => t.Table));
    }

    private StoreAddress Filled(Engine engine, Folder files)
    {
        var address = cluster.Prepared(engine, files);
        var path = Workbook.Csv(files.File($"{Guid.NewGuid()}.csv"), Workbook.Table(Workbook.Rows()));
        Assert.True(Workbook.Import(address, files, path, Workbook.January).Ok);
        return address;
    }

    private static Core.Common.Outcome<BackupContents> Make(StoreAddress address, string path)
    {
        using var db = OpenStore.Existing(address).Value;
        return BackupFile.Make(db, address.Shown, path, Day);
    }

    private static List<TableDigest> Digests(StoreAddress address)
    {
        using var db = OpenStore.Existing(address).Value;
        return [.. CopyStore.Digests(db)];
    }

    private static StoreAddress Sqlite(Folder files, string name) => StoreAddress.Parse(files.File(name));

    /// <summary>Takes a backup's record back to an older form and lists it anew.</summary>
    private static void Relisted(string path, string? form, string sql)
    {
        if (form is not null)
            using (var db = new TaihangDb(StoreOptions.For(StoreAddress.Parse(path)), CountyScope.Everything))
                db.GetService<IMigrator>().Migrate(form);
        Execute(path, sql);
    }

    private static void Execute(string path, string sql)
    {
        SqliteConnection.ClearAllPools();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Texts of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private sealed class Told(Action told) : IProgress<Core.Common.Step>
    {
        public void Report(Core.Common.Step value) => told();
    }
}
