using System.CommandLine;
using System.Text;
using System.Text.Json;
using Taihang.Bench.Harness;
using Taihang.Core.Access;
using Taihang.Modules.Access;
using Taihang.Modules.Store;
using Taihang.Tests;

namespace Taihang.Bench.Audit;

/// <summary>
/// The log of acts: adding durably by many writers at once, against writing and syncing the same bytes act by act; and checking a log of
/// ten million entries from its exported file, against hashing the same bytes in memory.
/// </summary>
internal static class AuditBench
{
    private const int CountyNo = 17;
    private const int LineLength = 150;

    public static Command Verb()
    {
        var acts = new Option<int>("--acts") { DefaultValueFactory = _ => 30_000 };
        var entries = new Option<int>("--entries") { DefaultValueFactory = _ => 10_000_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("audit", "Adding to the log of acts, and checking ten million entries")
        {
            acts,
            entries,
            runs,
            noReport,
        };
        verb.SetAction(parsed =>
        {
            Append(parsed.GetValue(acts), parsed.GetValue(runs), !parsed.GetValue(noReport));
            Verify(parsed.GetValue(entries), parsed.GetValue(runs), !parsed.GetValue(noReport));
            return 0;
        });
        return verb;
    }

    /// <summary>The contenders that are this program itself.</summary>
    public static Command Own()
    {
        var what = new Argument<string>("what");
        var count = new Argument<int>("count");
        var file = new Argument<string>("file");
        var verb = new Command("audit-own", "One contender of the bench audit") { what, count, file };
        verb.SetAction(
            async (parsed, _) =>
            {
                var (n, path) = (parsed.GetValue(count), parsed.GetRequiredValue(file));
                switch (parsed.GetValue(what))
                {
                    case "append":
                        await AppendBySequencer(n, path);
                        break;
                    case "fsync":
                        WriteAndSync(n, path);
                        break;
                    case "hash":
                        HashAlone(n);
                        break;
                    default:
                        return 2;
                }
                return 0;
            }
        );
        return verb;
    }

    private static void Append(int acts, int runs, bool report)
    {
        using var server = PostgresServer.Installed ? PostgresServer.Start("") : null;
        if (server is null)
            Console.Error.WriteLine("PostgreSQL is not installed here (Debian: apt-get install postgresql): left out.");
        var file = Work("append.db");
        var ours = new List<(Contender Contender, string Store)>
        {
            (
                Contender(
                    "taihang",
                    "Taihang: 64 writers, group commit, SQLite `synchronous=FULL`",
                    "append",
                    acts,
                    file,
                    () =>
                    {
                        foreach (var end in new[] { "", "-wal", "-shm" })
                            File.Delete(file + end);
                        Init(file);
                    }
                ),
                file
            ),
        };
        if (server is not null)
            ours.Add(
                (
                    Contender(
                        "taihang-postgres",
                        "Taihang: the same on PostgreSQL, `fsync` on",
                        "append",
                        acts,
                        server.Address("taihang"),
                        () =>
                        {
                            foreach (var word in new[] { "DROP DATABASE IF EXISTS", "CREATE DATABASE" })
                                Machine.Must("psql", "-q", server.Uri("postgres"), "-c", $"{word} taihang");
                            Init(server.Address("taihang"));
                        }
                    ),
                    server.Address("taihang")
                )
            );
        var raw = Contender("fsync", "The same bytes, one write and `fsync` an act", "fsync", acts, Work("append.raw"));
        var before = Machine.Load();
        var measured = Race.Run([.. ours.Select(o => o.Contender), raw], runs);
        var input = new Dictionary<string, string> { ["acts"] = $"{acts:N0}", ["load before"] = $"{before:F1}" };
        foreach (var (contender, store) in ours)
        {
            Machine.Must("dotnet", [Harness.Contender.Taihang, "audit", "verify", .. Place(store)]);
            using (var db = new TaihangDb(StoreOptions.For(StoreAddress.Parse(store)), CountyScope.Everything))
                if (db.AuditLeaves.Count(l => l.CountyNo == CountyNo) is var found && found != acts)
                    throw new InvalidDataException($"{contender.Id}: {found} acts in the log, not {acts}.");
            var walls = measured[contender.Id].Select(m => m.WallSeconds).Order().ToList();
            input[$"acts a second, start-up included, {contender.Id}"] = $"{acts / walls[walls.Count / 2]:N0}";
            Console.WriteLine($"append, {contender.Id}: {acts / walls[walls.Count / 2]:N0} acts a second");
        }
        Give(
            new Report(
                "audit-append",
                "Audit: adding to the log, durably",
                $"{acts:N0} acts by 64 writers at once, each told only when its act, leaf and tree are on disk. The raw limit writes as many bytes an act to a plain file and syncs it each time.",
                [.. ours.Select(o => o.Contender), raw],
                measured,
                ["each log holds every act once and verifies from the first leaf on"],
                input
            ),
            report
        );
    }

    private static void Init(string store) =>
        Machine.Must("dotnet", [Harness.Contender.Taihang, "init", .. Place(store)]);

    private static void Verify(int entries, int runs, bool report)
    {
        var (log, checkpoint, key) = Log(entries);
        var ours = new Contender(
            "taihang",
            "`taihang audit verify --log`",
            "this commit",
            "dotnet",
            [
                Harness.Contender.Taihang,
                "audit",
                "verify",
                "--log",
                log,
                "--checkpoint",
                checkpoint,
                "--public-key",
                key,
                "--json",
            ]
        );
        var raw = Contender(
            "hash",
            "Hashing alone: leaf and node hashes over lines in memory, both cores",
            "hash",
            entries,
            "-"
        );
        using (var file = File.OpenRead(log))
            file.CopyTo(Stream.Null);
        var before = Machine.Load();
        var measured = Race.Run([ours, raw], runs);
        using var answer = JsonDocument.Parse(Machine.Must("dotnet", [.. ours.Arguments]));
        if (answer.RootElement.GetProperty("bound").GetInt64() != entries)
            throw new InvalidDataException("The checkpoint does not bind every entry.");
        Give(
            new Report(
                "audit-verify",
                $"Audit: checking {entries:N0} entries offline",
                "An exported log is read, every leaf hashed and the root held against a signed checkpoint. The raw limit hashes as many lines of the same length, and the tree over them, without reading anything.",
                [ours, raw],
                measured,
                ["the root is the one that the checkpoint signs; a log with one flipped bit is refused (tests)"],
                new Dictionary<string, string>
                {
                    ["entries"] = $"{entries:N0}",
                    ["file"] = $"{new FileInfo(log).Length / 1e9:F2} GB",
                    ["load before"] = $"{before:F1}",
                }
            ),
            report
        );
    }

    private static void Give(Report report, bool write)
    {
        if (write)
            Console.WriteLine(report.Write(Machine.Here(), DateOnly.FromDateTime(DateTime.Today)));
    }

    private static async Task AppendBySequencer(int acts, string path)
    {
        const int Writers = 64;
        await using var sequencer = new ActSequencer(StoreAddress.Parse(path));
        var next = -1;
        await Task.WhenAll(
            Enumerable
                .Range(0, Writers)
                .Select(async writer =>
                {
                    for (int n; (n = Interlocked.Increment(ref next)) < acts; )
                        await sequencer.Run(
                            CountyScope.Everything,
                            CountyNo,
                            db =>
                            {
                                var context = new ActContext(Guid.Empty, DateTimeOffset.UtcNow, "bench", "bench");
                                RecordAct.Append(db, CountyNo, "bench.act", context, new { writer, n });
                                return db.SaveChanges();
                            }
                        );
                })
        );
    }

    /// <summary>About what an act, its leaf and its part of the tree take: half a kilobyte.</summary>
    private static void WriteAndSync(int acts, string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var bytes = new byte[512];
        for (var n = 0; n < acts; n++)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }

    private static void HashAlone(int entries)
    {
        const int Chunk = 1 << 16;
        Parallel.For(
            0,
            (entries + Chunk - 1) / Chunk,
            part =>
            {
                var (line, hash) = (new byte[LineLength], new byte[MerkleTree.HashLength]);
                for (var n = 0; n < Math.Min(Chunk, entries - part * Chunk); n++)
                {
                    line[n % LineLength] = unchecked((byte)(line[n % LineLength] + 1));
                    MerkleTree.Leaf(line, hash);
                    MerkleTree.Node(hash, hash, hash);
                }
            }
        );
    }

    /// <summary>A log as an export writes it, with a checkpoint signed by a key of its own; made once.</summary>
    private static (string Log, string Checkpoint, string Key) Log(int entries)
    {
        var (log, signing) = (Work($"log-{entries}.txt"), Work("audit.key"));
        SigningKey.Make(signing);
        using var key = SigningKey.Open(signing).Value;
        File.WriteAllText(Work("audit.pem"), key.Public.Pem);
        if (!File.Exists(log + ".checkpoint"))
        {
            Console.Error.WriteLine("input …");
            var (tip, salt) = (new MerkleTip(), new byte[LogEntry.SaltLength]);
            using (var text = new StreamWriter(log, false, new UTF8Encoding(false), 1 << 20))
            {
                text.Write($"{ExportLog.Head}\ncounty {CountyNo}\n\n");
                for (var n = 0; n < entries; n++)
                {
                    BitConverter.TryWriteBytes(salt, n);
                    var act = new ActFacts(
                        CountyNo,
                        new Guid(n, 0, 0, new byte[8]),
                        "bench.act",
                        Guid.Empty,
                        n,
                        "",
                        "",
                        ""
                    );
                    var line = LogEntry.Line(act, salt);
                    tip.Append(LogEntry.LeafHash(line));
                    text.Write(line);
                    text.Write('\n');
                }
            }
            var checkpoint = new Checkpoint(
                Checkpoint.CountyOrigin(key.Public, CountyNo),
                entries,
                tip.Root(),
                DateTimeOffset.UnixEpoch,
                []
            );
            File.WriteAllText(log + ".checkpoint", key.Sign(checkpoint.Text()));
        }
        return (log, log + ".checkpoint", Work("audit.pem"));
    }

    private static Contender Contender(
        string id,
        string title,
        string what,
        int count,
        string file,
        Action? prepare = null
    ) =>
        new(
            id,
            title,
            "this commit",
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Taihang.Bench.dll"),
                "audit-own",
                what,
                count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                file,
            ],
            prepare
        );

    private static string[] Place(string store) =>
        ["--database", store, "--key", Work("master.key"), "--packs", Path.Combine(Folders.Root, "packs")];

    private static string Work(string file) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(Folders.Work, "audit")).FullName, file);
}
