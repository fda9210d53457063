using System.CommandLine;
using System.Globalization;
using Taihang.Bench.Harness;
using Taihang.Tests;

namespace Taihang.Bench.Import;

/// <summary>
/// <c>taihang import</c> of a registration workbook against the raw limit: the engines' own loaders, which put the same rows into one
/// table with one index and check nothing.
/// </summary>
internal static class ImportBench
{
    private const string Day = "2026-09-30";

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
                "Taihang reads the workbook, checks every cell, seals and indexes ID numbers, phones and accounts, writes households, "
                    + "persons, observations and an act in one transaction. The loaders of the engines only put the CSV's cells as "
                    + "texts into one table with an index on the ID number: the raw limit, not the same work. Memory on PostgreSQL "
                    + "is the client's.",
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
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Work, "import-stores")).FullName;
        var columns = File.ReadLines(data.Csv).First().TrimStart('\uFEFF').Split(',').Length;
        var names = Enumerable.Range(1, columns).Select(i => $"c{i}").ToList();
        var idNumber = "c" + (data.IdNumberColumn + 1);
        var contenders = new List<(Contender, Func<long>)>
        {
            Ours("taihang-csv", "Taihang, CSV to SQLite", data.Csv, Path.Combine(folder, "csv.db")),
            Ours("taihang-xlsx", "Taihang, XLSX to SQLite", data.Xlsx, Path.Combine(folder, "xlsx.db")),
        };
        if (Machine.FirstLine("sqlite3", "--version") is { } sqlite)
        {
            var file = Path.Combine(folder, "raw.db");
            contenders.Add(
                (
                    new(
                        "sqlite3",
                        "SQLite's own `.import`, nothing checked",
                        "SQLite " + sqlite.Split(' ')[0],
                        "sqlite3",
                        [
                            file,
                            $"CREATE TABLE persons ({string.Join(", ", names)}); CREATE INDEX i ON persons ({idNumber})",
                            $".import --csv --skip 1 {data.Csv} persons",
                        ],
                        () => Remove(file)
                    ),
                    () => long.Parse(Machine.Must("sqlite3", file, "SELECT count(*) FROM persons"))
                )
            );
        }
        if (server is null)
            return contenders;
        contenders.Add(Ours("taihang-pg", "Taihang, CSV to PostgreSQL", data.Csv, null, server));
        var version = Machine.FirstLine("psql", "--version") ?? "";
        contenders.Add(
            (
                new(
                    "psql-copy",
                    "PostgreSQL's own `\\copy`, nothing checked",
                    version,
                    "psql",
                    [
                        "-q",
                        server.Uri("raw"),
                        "-c",
                        $"CREATE TABLE persons ({string.Join(" text, ", names)} text); CREATE INDEX i ON persons ({idNumber})",
                        "-c",
                        $"\\copy persons FROM '{data.Csv}' WITH (FORMAT csv, HEADER)",
                    ],
                    () => Recreate(server, "raw")
                ),
                () => Count(server, "raw")
            )
        );
        return contenders;
    }

    private static (Contender, Func<long>) Ours(
        string id,
        string title,
        string workbook,
        string? file,
        PostgresServer? server = null
    )
    {
        var key = Path.Combine(Folders.Work, "import-stores", id + ".key");
        var database = file ?? server!.Address("taihang");
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
                        Recreate(server!, "taihang");
                    Machine.Must("dotnet", [Contender.Taihang, "init", .. place]);
                }
            ),
            () =>
                file is null
                    ? Count(server!, "taihang")
                    : long.Parse(Machine.Must("sqlite3", file, "SELECT count(*) FROM persons"))
        );
    }

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
