using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Taihang.Bench.Harness;
using Taihang.Core.Access;
using Taihang.Core.Regions;
using Taihang.Core.Registry;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Modules.Regions;
using Taihang.Modules.Registry;
using Taihang.Modules.Registry.Keys;
using Taihang.Modules.Store;
using Taihang.Tests;

namespace Taihang.Bench.Registry;

/// <summary>
/// Somebody found by their ID number, and a village's list of households, by many users at once on a record of many counties: how long each
/// waits, beside the same rows asked for by statements written by hand over the same connections.
/// </summary>
internal static class RegistryBench
{
    private const int PageSize = 50;
    private const int Seed = 4;

    public static Command Verb()
    {
        var persons = new Option<long>("--persons") { DefaultValueFactory = _ => 1_000_000 };
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 32 };
        var requests = new Option<int>("--requests") { DefaultValueFactory = _ => 20_000 };
        var pool = new Option<int[]>("--pool")
        {
            DefaultValueFactory = _ => [0],
            AllowMultipleArgumentsPerToken = true,
            Description = "Connections at most, one after the other; 0 is what the program takes",
        };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("registry", "Finding a person and listing a village, many users at once")
        {
            persons,
            users,
            requests,
            pool,
            noReport,
        };
        verb.SetAction(
            async (parsed, _) =>
                await Run(
                    (int)Math.Ceiling(parsed.GetValue(persons) / (double)RegistryGenerator.Persons),
                    parsed.GetValue(users),
                    parsed.GetValue(requests),
                    parsed.GetValue(pool)!,
                    !parsed.GetValue(noReport)
                )
        );
        return verb;
    }

    private sealed record Line(
        string Store,
        int Counties,
        int Users,
        string Work,
        double[] Milliseconds,
        double[] ByHand
    );

    private static async Task<int> Run(int counties, int users, int requests, int[] pools, bool report)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Root, "bench", "work", "registry")).FullName;
        var key = Path.Combine(folder, "master.key");
        if (!File.Exists(key))
            KeyRing.Make(key);
        var lines = new List<Line>();
        using (var server = PostgresServer.Installed ? PostgresServer.Start(Options) : null)
            if (server is not null)
            {
                Machine.Must("psql", "-q", server.Uri("postgres"), "-c", "CREATE DATABASE taihang");
                var address = server.Address("taihang").Replace(";Maximum Pool Size=4", "", StringComparison.Ordinal);
                Generate(StoreAddress.Parse(address), key, counties);
                foreach (var pool in pools)
                {
                    var (text, name) =
                        pool == 0
                            ? ("", "PostgreSQL")
                            : ($";Maximum Pool Size={pool}", $"PostgreSQL by {pool} connections");
                    await Measure(StoreAddress.Parse(address + text), key, name, counties, users, requests, lines);
                }
            }
            else
                Console.Error.WriteLine(
                    "PostgreSQL is not installed here (Debian: apt-get install postgresql): left out."
                );
        var file = Path.Combine(folder, "county.db");
        foreach (var end in new[] { "", "-wal", "-shm" })
            File.Delete(file + end);
        Generate(StoreAddress.Parse(file), key, 1);
        await Measure(StoreAddress.Parse(file), key, "SQLite", 1, 1, Math.Min(requests, 2_000), lines);
        if (report)
            Write(lines);
        return 0;
    }

    // Its data goes with it, so nothing need survive a power cut; what is measured only reads.
    private const string Options =
        "-c fsync=off -c full_page_writes=off -c shared_buffers=4GB -c maintenance_work_mem=2GB -c max_wal_size=8GB -c wal_level=minimal -c max_wal_senders=0";

    private static Pack ReadPack() =>
        PackFolder.LoadFrom(Path.Combine(Folders.Root, "packs", RegistryGenerator.Pack)).Value;

    private static void Generate(StoreAddress address, string key, int counties)
    {
        using var sealing = Sealing.Open(key).Value;
        RegistryGenerator.Write(address, sealing, counties, ReadPack().Method(null, RegistryGenerator.Day)!.Id);
    }

    private static async Task Measure(
        StoreAddress address,
        string key,
        string store,
        int counties,
        int users,
        int requests,
        List<Line> lines
    )
    {
        var pack = ReadPack();
        RegionTree tree;
        using (var db = OpenStore.Existing(address).Value)
            tree = LoadRegions.Tree(db);
        var asked = new Asked(address, key, pack, tree, counties);
        var lists = new AskedLists(address, key, pack, tree, counties);
        // A list looks at everybody in a county: one at a time, and fewer of them.
        var few = Math.Clamp(requests / 100, 5, 100);
        foreach (
            var (work, by, times, ours, byHand) in new (string, int, int, Action<Random>, Action<Random>)[]
            {
                ("found by ID number", users, requests, asked.Find, asked.FindByHand),
                ("a page of a village's list", users, requests, asked.List, asked.ListByHand),
                ("first page, households of a county by a condition", 1, few, lists.Households, lists.HouseholdsByHand),
                ("first page, members of a county by a condition", 1, few, lists.Members, lists.MembersByHand),
                ("another page of the same", 1, few, lists.AnotherPage, lists.MembersByHand),
            }
        )
        {
            await Clock(ours, by, by == 1 ? 10 : by * 20);
            var line = new Line(
                store,
                counties,
                by,
                work,
                await Clock(ours, by, times),
                await Clock(byHand, by, times)
            );
            lines.Add(line);
            Console.Error.WriteLine(Shown(line));
        }
    }

    /// <returns>Milliseconds, ascending.</returns>
    private static async Task<double[]> Clock(Action<Random> ask, int users, int requests)
    {
        var each = requests / users;
        var all = await Task.WhenAll(
            Enumerable
                .Range(0, users)
                .Select(user =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            var dice = new Random(Seed + user);
                            var times = new double[each];
                            for (var i = 0; i < each; i++)
                            {
                                var began = Stopwatch.GetTimestamp();
                                ask(dice);
                                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                            }
                            return times;
                        },
                        CancellationToken.None,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        return [.. all.SelectMany(t => t).Order()];
    }

    /// <summary>Requests of somebody drawn, each checked against what was planted.</summary>
    private sealed class Asked(StoreAddress address, string key, Pack pack, RegionTree tree, int counties)
    {
        private readonly Microsoft.EntityFrameworkCore.DbContextOptions<TaihangDb> options = StoreOptions.For(address);

        public void Find(Random dice)
        {
            var (county, person) = Drawn(dice);
            using var db = new TaihangDb(options, CountyScope.Of(RegistryGenerator.CountyNo(county)));
            using var sealing = Sealing.Open(key).Value;
            var found = FindRecords.Run(
                db,
                sealing,
                tree,
                Office(county),
                SearchText.Read(RegistryGenerator.IdNumber(person)).Value,
                RegistryGenerator.Day,
                20
            );
            if (found.Households.Count != 1)
                throw new InvalidDataException($"person {person}: {found.Households.Count} found");
        }

        public void FindByHand(Random dice)
        {
            var (county, person) = Drawn(dice);
            using var sealing = Sealing.Open(key).Value;
            ByHand(
                """
                SELECT h.household_id, h.number, h.village_no, p.name FROM blind_indexes b
                JOIN persons p ON p.county_no = b.county_no AND p.person_id = b.person_id
                JOIN households h ON h.county_no = p.county_no AND h.household_id = p.household_id
                WHERE b."index" = @a AND b.kind = 1 AND b.county_no = @b
                """,
                sealing.Index(SealedKind.IdNumber, RegistryGenerator.IdNumber(person)),
                RegistryGenerator.CountyNo(county),
                1
            );
        }

        public void List(Random dice)
        {
            var (county, village) = (dice.Next(counties), dice.Next(RegistryGenerator.Villages));
            using var db = new TaihangDb(options, CountyScope.Of(RegistryGenerator.CountyNo(county)));
            var place = tree.ByNumber(RegistryGenerator.VillageNo(county, village))!;
            var (households, total) = ShowArea.Households(db, pack, place, null, 1, PageSize);
            var own = ShowArea.Figures(db, pack, tree, [place])[0];
            if (households.Count != RegistryGenerator.Households || own.Households != total)
                throw new InvalidDataException($"{place.Code}: {households.Count} of {total}, {own.Households}");
        }

        public void ListByHand(Random dice)
        {
            var (county, village) = (dice.Next(counties), dice.Next(RegistryGenerator.Villages));
            ByHand(
                """
                SELECT h.household_id, h.number, p.name, r.persons, r.outcome, r.counted FROM identification_results r
                JOIN households h ON h.county_no = r.county_no AND h.household_id = r.household_id
                JOIN persons p ON p.county_no = h.county_no AND p.person_id = h.head_id
                WHERE r.county_no = @b AND r.village_no = @a AND r.run_id = (SELECT max(run_id) FROM identification_runs WHERE county_no = @b)
                ORDER BY r.counted DESC, h.number
                """.Replace(
                    "max(run_id)",
                    address.Engine == Engine.Postgres ? "max(run_id::text)::uuid" : "max(run_id)",
                    StringComparison.Ordinal
                ),
                RegistryGenerator.VillageNo(county, village),
                RegistryGenerator.CountyNo(county),
                RegistryGenerator.Households
            );
        }

        private void ByHand(string sql, object a, int b, int rows)
        {
            using var db = new TaihangDb(options, CountyScope.Of(b));
            var connection = db.Database.GetDbConnection();
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The two statements above.
            command.CommandText = sql;
#pragma warning restore CA2100
            foreach (var (name, value) in new[] { ("a", a), ("b", b) })
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (name, value);
                command.Parameters.Add(parameter);
            }
            using var reader = command.ExecuteReader();
            var found = 0;
            while (reader.Read())
            {
                for (var i = 0; i < reader.FieldCount; i++)
                    reader.GetValue(i);
                found++;
            }
            if (found != rows)
                throw new InvalidDataException($"{found} rows, not {rows}");
        }

        private (int County, long Person) Drawn(Random dice)
        {
            var person = dice.NextInt64((long)counties * RegistryGenerator.Persons);
            return ((int)(person / RegistryGenerator.Persons), person);
        }

        private static Viewer Office(int county) =>
            new(Guid.Empty, "office", Roles.County, RegistryGenerator.CountyNo(county), null);
    }

    private static string Shown(Line line)
    {
        static string Of(double[] all) =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{all[all.Length / 2]:F1} | {all[(int)(0.99 * (all.Length - 1))]:F1} | {all[^1]:F1}"
            );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {line.Store}, {(long)line.Counties * RegistryGenerator.Persons:N0} persons, {line.Counties:N0} counties | {line.Users} | {line.Work} | {Of(line.Milliseconds)} | {Of(line.ByHand)} |"
        );
    }

    private static void Write(List<Line> lines)
    {
        var machine = Machine.Here();
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder)).FullName;
        var text = new StringBuilder(
            $"""
            # Finding a person, listing a village

            By an office of a county drawn at random, {PageSize} households to a page, each user asking again as soon as they are answered; from the use case to its
            answer, without the page around it. By hand: one statement for the same rows over the same connections. The server runs on the same two cores.

            | record | users | what is asked | p50 ms | p99 | most | by hand p50 | p99 | most |
            |---|---|---|---|---|---|---|---|---|

            """
        );
        foreach (var line in lines)
            text.Append(Shown(line)).Append('\n');
        text.Append(
            CultureInfo.InvariantCulture,
            $"\n{DateTime.Today:yyyy-MM-dd}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}. Again: `./dev bench registry --persons {(long)lines[0].Counties * RegistryGenerator.Persons}`.\n"
        );
        File.WriteAllText(Path.Combine(folder, "registry.md"), text.ToString());
        Console.Error.WriteLine(Path.Combine(folder, "registry.md"));
    }
}
