using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Taihang.Bench.Harness;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;

namespace Taihang.Bench.Methods;

/// <summary>
/// How long one household's reasons take: from its recorded facts in SQLite to the lines, thresholds and flips in words, within the
/// process, after warming up. The record is that of the demo.
/// </summary>
internal static class ExplainBench
{
    private const int WarmUp = 500;
    private const int Seed = 20260101;

    public static Command Verb()
    {
        var households = new Option<int>("--households") { DefaultValueFactory = _ => 5_000 };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("explain", "One household's reasons") { households, noReport };
        verb.SetAction(parsed => Run(parsed.GetValue(households), !parsed.GetValue(noReport)));
        return verb;
    }

    private static int Run(int households, bool report)
    {
        var folder = Path.Combine(Folders.Work, "explain");
        if (!File.Exists(Path.Combine(folder, "complete")))
        {
            Console.Error.WriteLine("input …");
            Machine.Must("dotnet", Contender.Taihang, "demo", "--once", "--data", folder);
            File.WriteAllText(Path.Combine(folder, "complete"), "");
        }
        var pack = PackFolder.Load(Path.Combine(Folders.Root, "packs"), "cn").Value;
        using var db = new TaihangDb(
            StoreOptions.For(StoreAddress.Parse(Path.Combine(folder, "taihang.db"))),
            CountyScope.Everything
        );
        var run = db.IdentificationRuns.OrderByDescending(r => r.Households).First();
        var method = pack.Methods.First(m => m.Id == run.Method && m.ValidFrom <= run.AsOf);
        var answers = db
            .IdentificationResults.Where(r => r.CountyNo == run.CountyNo && r.RunId == run.RunId)
            .Select(r => new { r.HouseholdId, r.Outcome })
            .ToArray();
        new Random(Seed).Shuffle(answers);
        var milliseconds = new List<double>();
        foreach (var answer in answers.Take(WarmUp + households))
        {
            var began = Stopwatch.GetTimestamp();
            var found = ExplainHousehold.Run(db, run.CountyNo, answer.HouseholdId, pack, method, run.AsOf).Value;
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            db.ChangeTracker.Clear();
            if (found.Outcome != answer.Outcome)
                throw new InvalidDataException(
                    $"{answer.HouseholdId}: {found.Outcome}, the run found {answer.Outcome}"
                );
        }
        var measured = milliseconds.Skip(WarmUp).Order().ToList();
        string At(double share) =>
            measured[(int)(share * (measured.Count - 1))].ToString("F2", CultureInfo.InvariantCulture);
        var line = $"| {measured.Count:N0} | {At(0.5)} | {At(0.95)} | {At(0.99)} | {At(1)} |";
        Console.Error.WriteLine($"households, p50, p95, p99, most (ms): {line}");
        if (!report)
            return 0;
        var machine = Machine.Here();
        var results = Directory
            .CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder))
            .FullName;
        File.WriteAllText(
            Path.Combine(results, "explain.md"),
            $"""
            # One household's reasons

            From the recorded facts in SQLite to the answer, every condition with its facts, threshold and source, and the smallest changes that would
            turn it, in both languages; within the process, after {WarmUp} others. Every answer is the one the run had found.

            | households | p50 ms | p95 | p99 | most |
            |---|---|---|---|---|
            {line}

            {DateTime.Today:yyyy-MM-dd}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}, load {Machine.Load():F1}. Again: `./dev bench explain`.

            """
        );
        return 0;
    }
}
