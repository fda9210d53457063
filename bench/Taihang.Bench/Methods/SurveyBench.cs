using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Taihang.Bench.Harness;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;

namespace Taihang.Bench.Methods;

/// <summary>
/// H, A and M0 with design-based standard errors, nation and 33 regions, against the R package survey: both timed within their process,
/// from each unit's answer in memory to the last standard error.
/// </summary>
internal static class SurveyBench
{
    private static readonly string Script = Path.Combine(Folders.Root, "bench", "methods", "survey.R");

    public static Command Verb()
    {
        var households = new Option<long>("--households") { DefaultValueFactory = _ => 200_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 7 };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("survey", "Standard errors of a sample of 200,000") { households, runs, noReport };
        verb.SetAction(parsed => Run(parsed.GetValue(households), parsed.GetValue(runs), !parsed.GetValue(noReport)));
        return verb;
    }

    private static int Run(long households, int runs, bool report)
    {
        var data = MethodsGenerator.Ensure(households, arrays: false);
        using var engine = new DuckDbEngine(readable: data);
        var (run, method) = Decided(engine, data);
        Export(engine, Path.Combine(data, "people.csv"));
        var request = new MeasureRequest(["region"], [new Fraction(1, 3)]);
        var (ours, theirs) = (new List<double>(), new List<double>());
        // Once for nothing: R's package comes compiled, ours is compiled when it first runs.
        var table = Measure.Run(engine, run, method, request).Value;
        for (var i = 0; i < runs; i++)
        {
            var clock = Stopwatch.StartNew();
            table = Measure.Run(engine, run, method, request).Value;
            ours.Add(clock.Elapsed.TotalSeconds);
            theirs.Add(
                double.Parse(
                    Machine
                        .Must("Rscript", Script, Path.Combine(data, "people.csv"), Path.Combine(data, "r.csv"))
                        .Trim(),
                    CultureInfo.InvariantCulture
                )
            );
            Console.Error.WriteLine($"run {i + 1}: Taihang {ours[^1]:F3} s, R {theirs[^1]:F2} s");
        }
        var figures = Compare(table, Path.Combine(data, "r.csv"));
        if (!report)
            return 0;
        var machine = Machine.Here();
        var versions = Machine.Must(
            "Rscript",
            "-e",
            "cat(R.version.string, '· survey', as.character(packageVersion('survey')))"
        );
        var folder = Directory.CreateDirectory(Path.Combine(Folders.Root, "bench", "results", machine.Folder)).FullName;
        var path = Path.Combine(folder, "survey.md");
        File.WriteAllText(
            path,
            $"""
            # Design-based standard errors

            H, A and M0 at one cut-off with standard errors over 33 strata and 1,980 sampling units, for the nation and each stratum. Both are timed
            within their process, from each unit's answer in memory to the last standard error; reading, starting and compiling count for neither. Taihang works out
            its whole table in that time (the twelve indicators' headcounts and contributions with their errors too), R these three.

            | contender | seconds: min / median / max | ratio |
            |---|---|---|
            | Taihang, this commit | {Spread(ours, "F3")} | 1.0 |
            | {versions} | {Spread(theirs, "F2")} | {Middle(theirs) / Middle(ours):F0} |

            Input: {households:N0} units. Checked: {figures:N0} estimates equal to 1e-9 and their standard errors to 1e-7.

            {DateTime.Today:yyyy-MM-dd}, {machine.Cpu}, {machine.Cores} cores, {machine.MemoryGiB} GiB, {machine.System}, {machine.DotNet}. Again: `./dev bench survey` (needs Debian's r-cran-survey).

            """
        );
        Console.Error.WriteLine(path);
        return 0;
    }

    private static (DecidedRun Run, MethodPlan Method) Decided(DuckDbEngine engine, string data)
    {
        var pack = PackFolder.Load(Path.Combine(Folders.Root, "bench", "methods", "packs"), "bench-methods").Value;
        var method = pack.Methods.Single(m => m.Id == "full") with { Welfare = null, Selection = null };
        var day = new DateOnly(2026, 1, 1);
        var set = new Dictionary<string, (Fraction, Words)> { ["places"] = (1, Words.Same("bench")) };
        var values = ParameterValues.Resolve(pack, method, day, set).Value;
        var absent = DataFiles.Lay(engine, pack, method, data, ["region"]).Value;
        return (
            Taihang.Modules.Identification.Identify.Decide(engine, pack, method, values, day, ["region"], absent).Value,
            method
        );
    }

    /// <summary>What R is given: the known units with their answer.</summary>
    private static void Export(DuckDbEngine engine, string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine("stratum,psu,weight,poor,censored");
        engine.Stream(
            $"SELECT stratum, psu, heads * weight, score FROM {Taihang.Modules.Identification.Identify.Result} WHERE unknown_mask = 0",
            r =>
            {
                var score = r.GetInt64(3);
                file.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{r.GetString(0)},{r.GetString(1)},{r.GetValue(2)},{(score >= 6 ? 1 : 0)},{(score >= 6 ? score / 16.0 : 0)}"
                    )
                );
            }
        );
    }

    private static int Compare(MeasureTable table, string path)
    {
        var count = 0;
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = line.Split(',').Select(c => c.Trim('"')).ToArray();
            var group = cells[0] == "all" ? null : cells[0];
            var row = table.Rows.Single(r => r.Measure == cells[1] && r.Value == group);
            var (estimate, error) = (
                double.Parse(cells[2], CultureInfo.InvariantCulture),
                double.Parse(cells[3], CultureInfo.InvariantCulture)
            );
            if (Math.Abs(row.Estimate!.Value - estimate) > 1e-9 || Math.Abs(row.StandardError!.Value - error) > 1e-7)
                throw new InvalidDataException(
                    $"{cells[0]} {cells[1]}: {row.Estimate} ± {row.StandardError}, R {estimate} ± {error}"
                );
            count++;
        }
        return count;
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Spread(List<double> values, string form) =>
        $"{values.Min().ToString(form, CultureInfo.InvariantCulture)} / {Middle(values).ToString(form, CultureInfo.InvariantCulture)} / {values.Max().ToString(form, CultureInfo.InvariantCulture)}";
}
