using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Dispatch;

/// <summary>
/// First secretaries of a made-up nation: the own core against OR-Tools' min-cost flow on the same arrays, then everything that is asked
/// of a plan once it stands. Every contender and every part is a process of its own; costs must be equal and certificates hold before
/// a figure is written.
/// </summary>
internal static class DispatchBench
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static readonly string[] All = ["race", "large", "full", "ask", "replan", "fair", "dense", "baselines"];

    public static Command Verb()
    {
        var seats = new Option<int>("--villages") { DefaultValueFactory = _ => 128_000 };
        var people = new Option<int>("--cadres") { DefaultValueFactory = _ => 195_000 };
        var largeSeats = new Option<int>("--large") { DefaultValueFactory = _ => 500_000 };
        var dense = new Option<int>("--dense") { DefaultValueFactory = _ => 5_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        // Debian's packages belong to Debian's interpreter, whatever else comes first on the path.
        var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3" };
        var parts = new Option<string>("--parts") { DefaultValueFactory = _ => string.Join(',', All) };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("dispatch", "First secretaries of a nation, exactly and with proof")
        {
            seats,
            people,
            largeSeats,
            dense,
            runs,
            python,
            parts,
            noReport,
        };
        verb.SetAction(parsed =>
            new Sheet(
                parsed.GetValue(seats),
                parsed.GetValue(people),
                parsed.GetValue(largeSeats),
                parsed.GetValue(dense),
                parsed.GetValue(runs),
                parsed.GetValue(python)!
            ).Fill(parsed.GetValue(parts)!.Split(','), !parsed.GetValue(noReport))
        );
        return verb;
    }

    /// <summary>What the last report left.</summary>
    private sealed record Kept(Dictionary<string, JsonElement> figures, Dictionary<string, string> texts);

    /// <summary>One report, part by part.</summary>
    private sealed class Sheet(int seats, int people, int largeSeats, int dense, int runs, string python)
    {
        private readonly SortedDictionary<string, object> figures = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, string> texts = new(StringComparer.Ordinal);
        private readonly StringBuilder text = new();

        private int Tight => (int)(seats * 65L / 64);

        public int Fill(string[] parts, bool report)
        {
            foreach (var part in All.Where(parts.Contains))
            {
                var load = Machine.Load();
                Line("");
                switch (part)
                {
                    case "race":
                        Race();
                        break;
                    case "large":
                        Large();
                        break;
                    case "full":
                        Full();
                        break;
                    case "ask":
                        Ask();
                        break;
                    case "replan":
                        Replan();
                        break;
                    case "fair":
                        Fair();
                        break;
                    case "dense":
                        Dense();
                        break;
                    default:
                        Baselines();
                        break;
                }
                Line($"Load average before {load:F1}, after {Machine.Load():F1}.");
                Console.WriteLine(text);
                texts[part] = text.ToString();
                text.Clear();
                if (report)
                    Write();
            }
            return 0;
        }

        /// <summary>
        /// After each part, so that a run that is cut off leaves what it has found; parts that are not run keep what stood there, each with
        /// the load it was measured under.
        /// </summary>
        private void Write()
        {
            var machine = Machine.Here();
            var folder = Directory
                .CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder))
                .FullName;
            var json = Path.Combine(folder, "dispatch.json");
            if (File.Exists(json) && JsonSerializer.Deserialize<Kept>(File.ReadAllText(json)) is { } kept)
            {
                foreach (var (name, figure) in kept.figures)
                    figures.TryAdd(name, figure);
                foreach (var (part, said) in kept.texts)
                    texts.TryAdd(part, said);
            }
            var day = DateTime.Today.ToString("yyyy-MM-dd");
            File.WriteAllText(
                json,
                JsonSerializer.Serialize(
                    new
                    {
                        name = "dispatch",
                        day,
                        machine,
                        figures,
                        texts,
                    },
                    Indented
                ) + "\n"
            );
            File.WriteAllText(
                Path.Combine(folder, "dispatch.md"),
                $"""
                # First secretaries of a nation
                {string.Concat(All.Where(texts.ContainsKey).Select(part => texts[part]))}
                {day}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}. Again: `./dev bench dispatch`.

                """
            );
        }

        private void Race()
        {
            Line("## The optimum, against OR-Tools' min-cost flow");
            Line("");
            Line(
                "Both from the same arrays in memory to the plan, building the peer's graph included; in turns, each run a process of its own. CPU seconds are of all threads: others on the machine lengthen them less than seconds. Memory is beyond what the arrays took."
            );
            Line("");
            Line(
                "| villages × cadres | pairs | contender | seconds: min / median / max | CPU s, median | ratio of CPU | memory beyond, MiB |"
            );
            Line("|---|---|---|---|---|---|---|");
            foreach (var cadres in new[] { people, Tight, seats * 15 / 16 })
            {
                var folder = Arrays.Ensure(seats, cadres, 1);
                // The peer needs half a minute a run; where people are scarce once is enough to see.
                var times = cadres == people ? runs : 1;
                var (own, flow) = (new List<Solved>(), new List<Solved>());
                for (var run = 0; run < times; run++)
                {
                    own.Add(Own(folder));
                    flow.Add(DispatchContenders.Run<Solved>("dispatch-flow", "--folder", folder));
                    Console.Error.WriteLine($"{own[^1]}\n{flow[^1]}");
                }
                Must(own.Concat(flow).Select(s => s.Cost).Distinct().Count() == 1, "the costs differ");
                var pairs = new FileInfo(Path.Combine(folder, "cost")).Length / 4;
                var least = Middle(own, s => s.CpuSeconds);
                foreach (var (name, solved) in new[] { ("Taihang", own), ("OR-Tools 9.15.6755, min-cost flow", flow) })
                    Line(
                        $"| {seats:N0} × {cadres:N0} | {pairs:N0} | {name} | {solved.Min(s => s.Seconds):F2} / {Middle(solved, s => s.Seconds):F2} / {solved.Max(s => s.Seconds):F2} | {Middle(solved, s => s.CpuSeconds):F2} | {Middle(solved, s => s.CpuSeconds) / least:F1} | {solved.Max(s => s.BeyondMiB):F0} |"
                    );
                figures[$"race {seats}x{cadres}"] = new { own, flow };
                if (cadres == people)
                    Workers(folder, own[0]);
            }
            Line("");
            Line(
                $"Checked: equal cost in every row; every plan's certificate holds; {figures["workers"]} give one certificate hash. {certificate}"
            );
        }

        private string certificate = "";

        private void Workers(string folder, Solved first)
        {
            certificate =
                $"The national one is checked by separate code in {first.CheckSeconds:F3} s and hashed in {first.HashSeconds:F3} s.";
            int[] workers = [1, 2, 3, 8];
            foreach (var count in workers)
                Must(
                    DispatchContenders
                        .Run<Solved>("dispatch-own", "--folder", folder, "--workers", $"{count}")
                        .Certificate == first.Certificate,
                    "another number of workers gives another certificate"
                );
            figures["workers"] = $"{string.Join(", ", workers)} workers";
            figures["certificate"] = new
            {
                first.CheckSeconds,
                first.HashSeconds,
                first.Certificate,
            };
        }

        private void Large()
        {
            Line($"## {largeSeats:N0} seats");
            Line("");
            Line(
                "| seats × people | pairs | seconds | CPU s | peak with the arrays, MiB | certificate checked in, s |"
            );
            Line("|---|---|---|---|---|---|");
            foreach (var cadres in new[] { (int)(largeSeats * 1.94), (int)(largeSeats * 1.04) })
            {
                var folder = Arrays.Ensure(largeSeats, cadres, 1);
                var own = Own(folder);
                figures[$"large {largeSeats}x{cadres}"] = own;
                var pairs = new FileInfo(Path.Combine(folder, "cost")).Length / 4;
                Line(
                    $"| {largeSeats:N0} × {cadres:N0} | {pairs:N0} | {own.Seconds:F1} | {own.CpuSeconds:F1} | {own.PeakMiB:F0} | {own.CheckSeconds:F2} |"
                );
            }
            Line("");
        }

        private void Full()
        {
            var full = DispatchContenders.Run<FullSaid>("dispatch-full", "--folder", Arrays.Ensure(seats, people, 1));
            figures["full"] = full;
            Line("## All allowed pairs");
            Line("");
            Line(
                $"{full.Allowed:N0} pairs, proved in {full.Seconds:F0} s ({full.CpuSeconds:F0} CPU s), from the short lists; every pair scored again by the checker in {full.CheckSeconds:F0} s. Mean fit {full.FitOfLists:F2}% within the short lists, {full.Fit:F2}% over all pairs."
            );
            Line("");
            Line("| round | after, s | pairs listed | cost | violated pairs | bound | gap |");
            Line("|---|---|---|---|---|---|---|");
            foreach (var r in full.Rounds)
                Line(
                    $"| {r.Round} | {r.Second:F1} | {r.Listed:N0} | {r.Cost:N0} | {r.Violated:N0} | {r.Bound:N0} | {100.0 * (r.Cost - r.Bound) / r.Cost:F3}% |"
                );
            Line("");
        }

        private void Ask()
        {
            var ask = DispatchContenders.Run<AskSaid>("dispatch-ask", "--folder", Arrays.Ensure(seats, people, 1));
            figures["ask"] = ask;
            Line("## Questions to the national plan");
            Line("");
            Line(
                $"One after another on one core, after opening the plan once ({ask.OpeningSeconds:F2} s); {ask.SolvedAgain} withdrawals were compared with solving again."
            );
            Line("");
            Line("| question | asked | mean ms | p99 ms | slowest ms | mean CPU ms | p99 CPU ms |");
            Line("|---|---|---|---|---|---|---|");
            foreach (var kind in ask.Kinds)
                Line(
                    $"| {kind.Kind} | {kind.Questions:N0} | {kind.MeanMs:F3} | {kind.P99Ms:F2} | {kind.SlowestMs:F1} | {kind.MeanCpuMs:F3} | {kind.P99CpuMs:F2} |"
                );
            Line("");
        }

        private void Replan()
        {
            var said = DispatchContenders.Run<ReplanSaid>(
                "dispatch-replan",
                "--folder",
                Arrays.Ensure(seats, people, 1)
            );
            figures["replan"] = said;
            Line("## 2% withdraw");
            Line("");
            Line(
                $"{said.Withdrawn:N0} of the posted withdraw; the plan was open ({said.OpeningSeconds:F2} s). Each row is proved the best for what a change costs. Solving again takes {said.ColdSeconds:F2} s and moves {said.ColdOthers:N0} others."
            );
            Line("");
            Line("| what a changed village costs | ms | other villages that change | cost above the best |");
            Line("|---|---|---|---|");
            foreach (var mode in said.Modes)
                Line($"| {mode.Mode} | {mode.Ms:F0} | {mode.Others:N0} | {mode.AboveBestPercent:F3}% |");
            Line("");
        }

        private void Fair()
        {
            var fair = DispatchContenders.Run<FairSaid>("dispatch-fair", "--folder", Arrays.Ensure(seats, people, 1));
            figures["fair"] = fair;
            Line("## No county worse off than on its own");
            Line("");
            Line(
                $"Guarantee: what a county reaches with its own cadres and those from above who would fit best there. In the cheapest plan {fair.WorseBefore} of {fair.Counties} counties are worse off (the worst by {fair.WorstBeforePercent:F1}%); in the fair plan {fair.WorseAfter}. It costs {fair.PricePercent:F4}% more, and no fair plan costs less by more than {fair.GapPercent:F4}%. {fair.Steps} exact plans in {fair.Seconds:F0} s."
            );
            Line("");
        }

        private void Dense()
        {
            var folder = DenseBench.Ensure(dense);
            var script = Path.Combine(Folders.Root, "bench", "dispatch", "dense.py");
            var (own, scipy) = (new List<DenseSaid>(), new List<DenseSaid>());
            for (var run = 0; run < runs; run++)
            {
                own.Add(DispatchContenders.Run<DenseSaid>("dispatch-dense", "--folder", folder));
                scipy.Add(JsonSerializer.Deserialize<DenseSaid>(Machine.Must(python, script, folder, $"{dense}"))!);
            }
            Must(own.Concat(scipy).Select(s => s.Cost).Distinct().Count() == 1, "the dense costs differ");
            figures["dense"] = new { own, scipy };
            var version = Machine.Must(python, "-c", "import scipy; print(scipy.__version__)");
            Line($"## Dense, {dense:N0} × {dense:N0}");
            Line("");
            Line("| contender | seconds: min / median / max | CPU s, median |");
            Line("|---|---|---|");
            foreach (var (name, said) in new[] { ("Taihang", own), ($"SciPy {version}, linear_sum_assignment", scipy) })
                Line(
                    $"| {name} | {said.Min(s => s.Seconds):F2} / {Middle(said, s => s.Seconds):F2} / {said.Max(s => s.Seconds):F2} | {Middle(said, s => s.CpuSeconds):F2} |"
                );
            Line("");
        }

        private void Baselines()
        {
            Line("## Against rules of thumb");
            Line("");
            Line("Model fit, not outcome. The same people, villages, lists and scores for all but the first row.");
            foreach (var cadres in new[] { people, Tight })
            {
                var rows = DispatchContenders.Run<List<Baseline>>(
                    "dispatch-baselines",
                    "--folder",
                    Arrays.Ensure(seats, cadres, 1)
                );
                figures[$"baselines {seats}x{cadres}"] = rows;
                Line("");
                Line(
                    $"| {seats:N0} villages, {cadres:N0} cadres | mean fit | deep-poverty fit | worst county | unfilled |"
                );
                Line("|---|---|---|---|---|");
                foreach (var row in rows)
                    Line(
                        $"| {row.Method} | {row.Fit:F2}% | {row.DeepFit:F1}% | {row.WorstCounty:F1}% | {row.Unfilled:N0} |"
                    );
            }
            Line("");
        }

        private static Solved Own(string folder) => DispatchContenders.Run<Solved>("dispatch-own", "--folder", folder);

        private static double Middle<T>(List<T> said, Func<T, double> of)
        {
            var sorted = said.Select(of).Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }

        private static void Must(bool holds, string what) => DispatchParts.Must(holds, what);

        private void Line(string line) => text.Append(CultureInfo.InvariantCulture, $"{line}\n");
    }
}
