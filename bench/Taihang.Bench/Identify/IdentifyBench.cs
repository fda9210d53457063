using System.CommandLine;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Identify;

/// <summary>
/// <c>taihang identify</c> against pandas and against hand-written SQL on the same engine: raw households and members from CSV to
/// every household's status and the measures.
/// </summary>
internal static class IdentifyBench
{
    private static readonly string Pandas = Path.Combine(Folders.Root, "bench", "identify", "mpi_pandas.py");

    private static readonly string[] Files = ["households.csv", "members.csv"];

    public static Command Verb()
    {
        var households = new Option<int>("--households") { DefaultValueFactory = _ => 1_000_000 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 20260101 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3" };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("identify", "Identification of a million households")
        {
            households,
            seed,
            runs,
            python,
            noReport,
        };
        verb.SetAction(parsed =>
            Run(
                parsed.GetValue(seed),
                parsed.GetValue(households),
                parsed.GetValue(runs),
                parsed.GetRequiredValue(python),
                !parsed.GetValue(noReport)
            )
        );
        return verb;
    }

    private static int Run(int seed, int households, int runs, string python, bool report)
    {
        Console.Error.WriteLine("input …");
        var data = HouseholdGenerator.Ensure(seed, households);
        var contenders = Contenders(data, python);
        var files = Files.Select(file => Path.Combine(data, file)).ToList();
        foreach (var file in files)
            using (var stream = File.OpenRead(file))
                stream.CopyTo(Stream.Null); // into the page cache, so that nobody pays for the first read

        var loadBefore = Machine.Load();
        var measured = Race.Run(contenders, runs);
        var right = Answers.Planted(data);
        right.MustCatchOneWrongHousehold();
        foreach (var contender in contenders)
        {
            var folder = AnswersOf(data, contender.Id);
            var found = contender.Id == "taihang" ? Answers.OfTaihang(folder) : Answers.Of(folder);
            found.MustEqual(right, contender.Id);
        }
        var checks = Checks(right);
        foreach (var check in checks)
            Console.Error.WriteLine(check);
        if (!report)
            return 0;
        var people = File.ReadLines(files[1]).LongCount() - 1;
        var bytes = files.Sum(file => new FileInfo(file).Length);
        var input = new Dictionary<string, string>
        {
            ["households"] = $"{households:N0}",
            ["members"] = $"{people:N0}",
            ["CSV"] = $"{bytes / 1e6:F0} MB",
            ["seed"] = $"{seed}",
            ["load average before"] = $"{loadBefore:F1}",
        };
        var written = new Report(
            "identify",
            "Identification: the global MPI of a million households",
            "From two CSV files (households, members) to every household's deprivations, unknowns, score and status in a file, and "
                + "the sums behind H, A, M0 and the censored headcounts. The input is CSV because Debian's pandas comes without "
                + "pyarrow and so cannot read Parquet.",
            contenders,
            measured,
            checks,
            input
        ).Write(Machine.Here(), DateOnly.FromDateTime(DateTime.UtcNow));
        Console.WriteLine(written);
        return 0;
    }

    private static List<Contender> Contenders(string data, string python)
    {
        var versions = Machine.FirstLine(
            python,
            "-c",
            "import sys, numpy, pandas; print(f'pandas {pandas.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}')"
        );
        var ours = AnswersOf(data, "taihang");
        List<Contender> contenders =
        [
            new(
                "taihang",
                "taihang identify",
                "this commit",
                "sh",
                [
                    "-c",
                    "exec dotnet \"$0\" \"$@\" > \"$ANSWERS/measures.json\"",
                    Contender.Taihang,
                    "identify",
                    "--pack",
                    "mpi-global",
                    "--set",
                    "school_entry_age_years=6",
                    "--packs",
                    Path.Combine(Folders.Root, "packs"),
                    "--data",
                    data,
                    "--out",
                    Path.Combine(ours, "households.csv"),
                    "--json",
                ],
                () =>
                {
                    File.Delete(Path.Combine(ours, "households.csv"));
                    Environment.SetEnvironmentVariable("ANSWERS", ours);
                }
            ),
            new(
                "duckdb-sql",
                "DuckDB, SQL by hand",
                HandWrittenSql.EngineVersion(),
                "dotnet",
                [typeof(IdentifyBench).Assembly.Location, "identify-duckdb", data, AnswersOf(data, "duckdb-sql")]
            ),
        ];
        if (versions is null)
            Console.Error.WriteLine($"{python} has no pandas (Debian: apt-get install python3-pandas): left out.");
        else
            contenders.Add(
                new("pandas", "pandas and numpy", versions, python, [Pandas, data, AnswersOf(data, "pandas")])
            );
        return contenders;
    }

    private static string AnswersOf(string data, string contender) =>
        Directory.CreateDirectory(Path.Combine(data, "answers-" + contender)).FullName;

    private static List<string> Checks(Answers right)
    {
        var sums = right.Sums;
        return
        [
            $"every contender's answer for each of {right.Households.Count:N0} households (deprivation mask, unknown mask, score, status) is the one planted by the generator",
            $"{right.Households.Count(h => h is { Points: 6, Unknown: 0 }):N0} households sit exactly on the cut-off 1/3 and are poor in all; {right.Households.Count(h => h is { Points: 5, Unknown: 0 }):N0} sit just under it and are not",
            $"{right.Households.Count(h => h.Status == "unknown"):N0} households cannot be decided from what is known, and are not guessed",
            $"equal sums over {sums.Population:N0} people without an unknown indicator: H {sums.Headcount:F6}, A {sums.Intensity:F6}, M0 {sums.AdjustedHeadcount:F6}, ten censored headcounts",
        ];
    }
}
