using System.CommandLine;
using System.Globalization;
using Taihang.Bench.Harness;
using Taihang.Tests;

namespace Taihang.Bench.Import;

/// <summary>
/// <c>taihang import</c> of a registration workbook against the raw limit: the engines' own loaders putting exactly the rows that were
/// finally written into the same empty tables, indexes live, in one transaction.
/// </summary>
internal static class ImportBench
{
    private const string Day = "2026-09-30";

    /// <summary>All that an import writes, but for a row in the log and the note of the file.</summary>
    private static readonly string[] Tables =
    [
        "acts",
        "villages",
        "households",
        "persons",
        "observations",
        "blind_indexes",
    ];

    public static Command Verb()
    {
        var persons = new Option<int>("--persons") { DefaultValueFactory = _ => 1_000_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("import", "A registration workbook of a million persons") { persons, runs, noReport };
        verb.SetAction(parsed => Run(parsed.GetValue(persons), parsed.GetValue(runs), !parsed.GetValue(noReport)));
        return verb;
    }

    private static int Run(int persons, int runs, bool report)
    {
        Console.Error.WriteLine("input …");
        var data = Workbooks.Ensure(persons);
        using var server = PostgresServer.Installed ? PostgresServer.Start("") : null;
        if (server is null)
            Console.Error.WriteLine("PostgreSQL is not installed here (Debian: apt-get install postgresql): left out.");
        var contenders = Contenders(data, server);
        foreach (var file in new[] { data.Csv, data.Xlsx })
            using (var stream = File.OpenRead(file))
                stream.CopyTo(Stream.Null);
        var loadBefore = Machine.Load();
        var measured = Race.Run([.. contenders.Select(c => c.Contender)], runs);
        foreach (var (contender, count) in contenders)
            if (count() is var found && found != data.Persons)
                throw new InvalidDataException($"{contender.Id}: {found} persons, not {data.Persons}.");
        if (!report)
            return 0;
        Console.WriteLine(
            new Report(
                "import",
                "Import: a registration workbook of a million persons",
                "Taihang reads the workbook, checks every cell, seals and indexes ID numbers, phones and accounts, and writes households, "
                    + "persons, observations and an act in one transaction. The raw limit is the engine's own way of putting exactly those "
                    + "finished rows into the same empty tables, indexes live, in one transaction. Memory on PostgreSQL is the client's.",
                [.. contenders.Select(c => c.Contender)],
                measured,
                [$"every contender's table holds all {data.Persons:N0} persons after its last run"],
                new Dictionary<string, string>
                {
                    ["persons"] = data.Persons.ToString("N0", CultureInfo.InvariantCulture),
                    ["CSV"] = $"{new FileInfo(data.Csv).Length / 1e6:F0} MB",
                    ["XLSX"] = $"{new FileInfo(data.Xlsx).Length / 1e6:F0} MB",
                    ["seed"] = Workbooks.Seed.ToString(CultureInfo.InvariantCulture),
                    ["load average before"] = loadBefore.ToString("F1", CultureInfo.InvariantCulture),
                }
            ).Write(Machine.Here(), DateOnly.FromDateTime(DateTime.UtcNow))
        );
        return 0;
    }

    private static List<(Contender Contender, Func<long> Persons)> Contenders(Workbooks data, PostgresServer? server)
    {
        var contenders = new List<(Contender, Func<long>)>
        {
            Ours("taihang-csv", "Taihang, CSV to SQLite", data.Csv, Store("csv.db")),
            Ours("taihang-xlsx", "Taihang, XLSX to SQLite", data.Xlsx, Store("xlsx.db")),
            RawSqlite(data),
        };
        if (server is null)
            return contenders;
        contenders.Add(Ours("taihang-pg", "Taihang, CSV to PostgreSQL", data.Csv, null, server));
        contenders.Add(RawPostgres(data, server));
        return contenders;
    }

    /// <summary>The finished rows of one import, from an attached file into an empty one.</summary>
    private static (Contender, Func<long>) RawSqlite(Workbooks data)
    {
        var (source, file) = (Store("source.db"), Store("raw.db"));
        var made = Ours("source", "", data.Csv, source).Item1;
        made.Prepare!();
        Machine.Must(made.Program, [.. made.Arguments]);
        var copies = Tables.Select(table => $"INSERT INTO {table} SELECT * FROM source.{table};");
        return (
            new(
                "sqlite-rows",
                "SQLite, the finished rows by `INSERT … SELECT`",
                "SQLite " + Machine.Must("sqlite3", "--version").Split(' ')[0],
                "sqlite3",
                [
                    file,
                    $"PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; ATTACH '{source}' AS source; BEGIN; {string.Concat(copies)} COMMIT;",
                ],
                Ours("raw", "", data.Csv, file).Item1.Prepare
            ),
            () => long.Parse(Machine.Must("sqlite3", file, "SELECT count(*) FROM persons"))
        );
    }

    /// <summary>The finished rows of one import as PostgreSQL's own binary files, by COPY into an empty database.</summary>
    private static (Contender, Func<long>) RawPostgres(Workbooks data, PostgresServer server)
    {
        var made = Ours("source-pg", "", data.Csv, null, server, "source").Item1;
        made.Prepare!();
        Machine.Must(made.Program, [.. made.Arguments]);
        foreach (var table in Tables)
            Machine.Must(
                "psql",
                "-q",
                server.Uri("source"),
                "-c",
                $"\\copy {table} TO '{Store(table)}' (FORMAT binary)"
            );
        var copies = Tables.SelectMany(table =>
            new[] { "-c", $"\\copy {table} FROM '{Store(table)}' (FORMAT binary)" }
        );
        return (
            new(
                "pg-rows",
                "PostgreSQL, the finished rows by binary `COPY`",
                Machine.FirstLine("psql", "--version") ?? "",
                "psql",
                ["-q", "-1", server.Uri("raw"), .. copies],
                Ours("raw-pg", "", data.Csv, null, server, "raw").Item1.Prepare
            ),
            () => Count(server, "raw")
        );
    }

    private static (Contender, Func<long>) Ours(
        string id,
        string title,
        string workbook,
        string? file,
        PostgresServer? server = null,
        string name = "taihang"
    )
    {
        var key = Store(id + ".key");
        var database = file ?? server!.Address(name);
        string[] place = ["--database", database, "--key", key, "--packs", Path.Combine(Folders.Root, "packs")];
        return (
            new(
                id,
                title,
                "this commit",
                "dotnet",
                [Contender.Taihang, "import", workbook, "--observed", Day, .. place],
                () =>
                {
                    Remove(key);
                    if (file is not null)
                        Remove(file);
                    else
                        Recreate(server!, name);
                    Machine.Must("dotnet", [Contender.Taihang, "init", .. place]);
                }
            ),
            () =>
                file is null
                    ? Count(server!, name)
                    : long.Parse(Machine.Must("sqlite3", file, "SELECT count(*) FROM persons"))
        );
    }

    private static string Store(string file) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Folders.Work, "import-stores")).FullName, file);

    private static void Remove(string file)
    {
        foreach (var end in new[] { "", "-wal", "-shm" })
            File.Delete(file + end);
    }

    private static void Recreate(PostgresServer server, string database)
    {
        Machine.Must("psql", "-q", server.Uri("postgres"), "-c", $"DROP DATABASE IF EXISTS {database}");
        Machine.Must("psql", "-q", server.Uri("postgres"), "-c", $"CREATE DATABASE {database}");
    }

    private static long Count(PostgresServer server, string database) =>
        long.Parse(Machine.Must("psql", "-qtA", server.Uri(database), "-c", "SELECT count(*) FROM persons"));
}
