using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Taihang.Core.Common;

namespace Taihang.Modules.Store;

/// <summary>What a backup holds.</summary>
/// <param name="Form">The newest migration that it has, by which an older form is known.</param>
public sealed record BackupContents(
    DateTimeOffset MadeAt,
    string Source,
    string Form,
    IReadOnlyList<TableDigest> Tables
)
{
    public long Rows => Tables.Sum(t => t.Rows);

    /// <summary>Attached files that are in it.</summary>
    public int Files { get; init; }

    /// <summary>Attached files that rows name and that were not in the store of files when it was made.</summary>
    public int FilesMissing { get; init; }
}

/// <summary>
/// A record in one SQLite file, whichever engine it was on, with a list of what each table holds, so that a restore shows damage
/// instead of carrying it on. The keys are not in it: whoever has the file alone reads no sealed fact.
/// </summary>
public static class BackupFile
{
    /// <param name="path">Must not be there; it appears when it is whole.</param>
    /// <param name="files">The store of attached files; without one they are counted as missing.</param>
    public static Outcome<BackupContents> Make(
        TaihangDb db,
        string source,
        string path,
        DateTimeOffset at,
        IProgress<Step>? progress = null,
        StoredFiles? files = null,
        CancellationToken cancel = default
    ) =>
        NewStore.Fill(
            StoreAddress.Parse(path),
            file =>
            {
                var copied = CopyStore.Run(db, file, progress, cancel);
                if (!copied.Ok)
                    return Outcome<BackupContents>.Refused(copied.Problems);
                var form = file.Database.GetAppliedMigrations().Last();
                var contents = new BackupContents(at, source, form, copied.Value);
                List(file, contents);
                // Files are never changed and never taken away, so those that the rows of one moment name are there later.
                var (carried, missing) = PutIn(file, files, cancel);
                file.Database.ExecuteSqlRaw("CREATE TABLE backup_attached (carried INTEGER NOT NULL)");
                file.Database.ExecuteSql($"INSERT INTO backup_attached VALUES ({carried})");
                return contents with { Files = carried, FilesMissing = missing };
            }
        );

    /// <summary>Reads a backup through and compares it with its list.</summary>
    /// <returns>Refused: no backup (TH0907), damaged (TH0908).</returns>
    public static Outcome<BackupContents> Check(string path)
    {
        if (!File.Exists(path))
            return StoreProblems.NoBackup(path);
        try
        {
            using var db = Open(path);
            var contents = Listed(db);
            if (contents is null)
                return StoreProblems.NoBackup(path);
            using (var command = db.Database.GetDbConnection().CreateCommand())
            {
                command.CommandText = "PRAGMA integrity_check";
                if (command.ExecuteScalar() as string is not "ok" and var fault)
                    return StoreProblems.BackupDamaged(path, fault ?? "?");
            }
            foreach (var table in contents.Tables)
                if (TableDigest.Of(db, table.Table) != table)
                    return StoreProblems.BackupDamaged(path, table.Table);
            // A backup from before there were attachments has neither files nor rows that name some.
            var named = Hashes(db);
            foreach (var hash in named)
                if (FileIn(db, hash) is { } bytes && Convert.ToHexStringLower(SHA256.HashData(bytes)) != hash)
                    return StoreProblems.BackupDamaged(path, $"{StoredFiles.FolderName}/{hash[..12]}");
            if (Carried(db) is { } carried && carried != named.Count)
                return StoreProblems.BackupDamaged(path, StoredFiles.FolderName);
            // An older form has no rows of attachments.
            var missing = Has(db, "attachments")
                ? db.Attachments.Select(a => a.Hash).Distinct().AsEnumerable().Except(named).Count()
                : 0;
            return contents with { Files = named.Count, FilesMissing = missing };
        }
        catch (SqliteException error)
        {
            return error.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB
                ? StoreProblems.NoBackup(path)
                : StoreProblems.BackupDamaged(path, error.Message);
        }
    }

    /// <summary>Puts a backup into a store that is not there yet or is empty, checked before and after.</summary>
    public static Outcome<BackupContents> Restore(
        string path,
        StoreAddress address,
        IProgress<Step>? progress = null,
        StoredFiles? files = null,
        CancellationToken cancel = default
    )
    {
        var contents = Check(path);
        if (!contents.Ok)
            return contents;
        using var file = Open(path);
        if (!file.Database.GetMigrations().Contains(contents.Value.Form))
            return StoreProblems.NewerBackup(path, contents.Value.Form);
        if (!file.Database.GetPendingMigrations().Any())
            return Into(file);
        // A backup of an older form is brought up in a copy; the file itself is never written to.
        var work = Directory.CreateTempSubdirectory("taihang-restore-").FullName;
        try
        {
            var copy = Path.Combine(work, "backup.db");
            File.Copy(path, copy);
            var store = OpenStore.Migrate(StoreAddress.Parse(copy));
            if (!store.Ok)
                return Outcome<BackupContents>.Refused(store.Problems);
            using var from = store.Value;
            return Into(from);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(work, recursive: true);
        }

        Outcome<BackupContents> Into(TaihangDb from) =>
            NewStore.Fill(
                address,
                to =>
                {
                    if (files is not null)
                        foreach (var hash in Hashes(file))
                            files.Keep(FileIn(file, hash)!);
                    var copied = CopyStore.Run(from, to, progress, cancel);
                    return copied.Ok
                        ? contents.Value with
                        {
                            Tables = copied.Value,
                        }
                        : Outcome<BackupContents>.Refused(copied.Problems);
                }
            );
    }

    private static TaihangDb Open(string path)
    {
        var address = StoreAddress.Parse(path);
        var text = new SqliteConnectionStringBuilder(address.ConnectionString)
        {
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString();
        var db = new TaihangDb(StoreOptions.For(address with { ConnectionString = text }), CountyScope.Everything);
        db.Database.OpenConnection();
        return db;
    }

    private static (int Carried, int Missing) PutIn(TaihangDb file, StoredFiles? files, CancellationToken cancel)
    {
        file.Database.ExecuteSqlRaw(
            "CREATE TABLE backup_attached_file (hash TEXT NOT NULL PRIMARY KEY, bytes BLOB NOT NULL);"
        );
        return StoredFiles.Carry(
            file,
            hash => files?.Read(hash),
            (hash, bytes) => file.Database.ExecuteSql($"INSERT INTO backup_attached_file VALUES ({hash}, {bytes})"),
            cancel
        );
    }

    private static List<string> Hashes(TaihangDb db) =>
        Has(db, "backup_attached_file")
            ? [.. db.Database.SqlQuery<string>($"SELECT hash AS Value FROM backup_attached_file ORDER BY hash")]
            : [];

    private static bool Has(TaihangDb db, string table) =>
        db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE name = {table}").Any();

    /// <summary>How many files were put in; null in a backup from before that was written down.</summary>
    private static int? Carried(TaihangDb db) =>
        db.Database.SqlQuery<string>($"SELECT name AS Value FROM sqlite_master WHERE name = 'backup_attached'").Any()
            ? db.Database.SqlQuery<int>($"SELECT carried AS Value FROM backup_attached").AsEnumerable().Single()
            : null;

    private static byte[]? FileIn(TaihangDb db, string hash) =>
        db
            .Database.SqlQuery<byte[]>($"SELECT bytes AS Value FROM backup_attached_file WHERE hash = {hash}")
            .AsEnumerable()
            .SingleOrDefault();

    private static void List(TaihangDb db, BackupContents contents)
    {
        db.Database.ExecuteSqlRaw(
            """
            CREATE TABLE backup (made_at_unix_ms INTEGER NOT NULL, source TEXT NOT NULL, form TEXT NOT NULL);
            CREATE TABLE backup_table (name TEXT NOT NULL PRIMARY KEY, row_count INTEGER NOT NULL, digest TEXT NOT NULL);
            """
        );
        db.Database.ExecuteSql(
            $"INSERT INTO backup VALUES ({contents.MadeAt.ToUnixTimeMilliseconds()}, {contents.Source}, {contents.Form})"
        );
        foreach (var table in contents.Tables)
            db.Database.ExecuteSql($"INSERT INTO backup_table VALUES ({table.Table}, {table.Rows}, {table.Digest})");
    }

    private static BackupContents? Listed(TaihangDb db)
    {
        var connection = db.Database.GetDbConnection();
        if (Read("SELECT name FROM sqlite_master WHERE name = 'backup_table'", r => r.GetString(0)).Count == 0)
            return null;
        var tables = Read(
            "SELECT name, row_count, digest FROM backup_table ORDER BY rowid",
            r => new TableDigest(r.GetString(0), r.GetInt64(1), r.GetString(2))
        );
        return Read(
                "SELECT made_at_unix_ms, source, form FROM backup",
                r => new BackupContents(
                    DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(0)),
                    r.GetString(1),
                    r.GetString(2),
                    tables
                )
            )
            .FirstOrDefault();

        List<T> Read<T>(string sql, Func<System.Data.Common.DbDataReader, T> read)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The three texts above.
            command.CommandText = sql;
#pragma warning restore CA2100
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
    }
}
