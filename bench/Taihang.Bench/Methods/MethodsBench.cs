using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Methods;

/// <summary>Every measure of a million households, <c>taihang measure</c> from Parquet and CSV against pandas from CSV and numpy from arrays.</summary>
internal static class MethodsBench
{
    private const string Script = "bench/methods/measures_numpy.py";

    private static readonly (string Label, string Cutoff)[] Cutoffs = [("1/5", "1/5"), ("1/3", "1/3"), ("1/2", "1/2")];

    private static readonly string[] Indicators =
    [
        "nutrition_low",
        "schooling_low",
        "attendance_low",
        "insurance_low",
        "fuel_low",
        "sanitation_low",
        "water_low",
        "electricity_low",
        "floor_low",
        "crowding_low",
        "assets_low",
        "income_low",
    ];

    public static Command Verb()
    {
        var households = new Option<long>("--households") { DefaultValueFactory = _ => 1_000_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var python = new Option<string>("--python") { DefaultValueFactory = _ => "/usr/bin/python3" };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("methods", "Every measure of a million households")
        {
            households,
            runs,
            python,
            noReport,
        };
        verb.SetAction(parsed =>
            Run(
                parsed.GetValue(households),
                parsed.GetValue(runs),
                parsed.GetRequiredValue(python),
                !parsed.GetValue(noReport)
            )
        );
        return verb;
    }

    /// <summary>The command line over generated data, with its answer in a file.</summary>
    public static Contender Taihang(string data, string method, string by, params string[] more) =>
        new(
            "taihang",
            $"taihang measure --method {method}",
            "this commit",
            "dotnet",
            [
                Contender.Taihang,
                "measure",
                "--packs",
                Path.Combine(Folders.Root, "bench", "methods", "packs"),
                "--pack",
                "bench-methods",
                "--method",
                method,
                "--data",
                data,
                "--by",
                by,
                "--out",
                Path.Combine(data, "taihang.json"),
                .. more,
            ],
            () => File.Delete(Path.Combine(data, "taihang.json"))
        );

    private static int Run(long households, int runs, string python, bool report)
    {
        Console.Error.WriteLine("input …");
        var data = MethodsGenerator.Ensure(households, arrays: true);
        var places = (households / 5).ToString(CultureInfo.InvariantCulture);
        var csv = MethodsGenerator.EnsureCsv(data);
        var versions = Machine.Must(
            python,
            "-c",
            "import sys, numpy, pandas; print(f'numpy {numpy.__version__}, pandas {pandas.__version__}, Python {sys.version.split()[0]}', end='')"
        );
        Contender Ours(string id, string title, string folder) =>
            Taihang(folder, "full", "region", "--k", "1/5,1/3,1/2", "--set", $"places={places}") with
            {
                Id = id,
                Title = title,
            };
        Contender Theirs(string id, string title, string folder) =>
            new(
                id,
                title,
                versions,
                python,
                [Script, folder, Path.Combine(folder, "numpy.json"), places],
                () => File.Delete(Path.Combine(folder, "numpy.json"))
            );
        List<Contender> contenders =
        [
            Ours("taihang", "taihang measure, Parquet", data),
            Ours("taihang-csv", "taihang measure, CSV", csv),
            Theirs("pandas-csv", "pandas and numpy, CSV", csv),
            Theirs("numpy", "numpy, its own arrays made beforehand", data),
        ];
        foreach (var file in Directory.EnumerateFiles(data).Concat(Directory.EnumerateFiles(csv)))
            using (var stream = File.OpenRead(file))
                stream.CopyTo(Stream.Null);
        var load = Machine.Load();
        var measured = Race.Run(contenders, runs);
        using var theirs = JsonDocument.Parse(File.ReadAllText(Path.Combine(csv, "numpy.json")));
        using var fromArrays = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "numpy.json")));
        var (figures, furthest) = (0, 0.0);
        foreach (var folder in new[] { data, csv })
        foreach (var peer in new[] { theirs, fromArrays })
        {
            using var ours = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "taihang.json")));
            var (count, apart) = Compare(ours.RootElement, peer.RootElement.GetProperty("table"));
            (figures, furthest) = (count, Math.Max(furthest, apart));
        }
        Console.Error.WriteLine($"{figures:N0} figures agree");
        if (!report)
            return 0;
        var written = new Report(
            "methods",
            "Every measure of a million households",
            "From recorded facts (two tables: households and members) to twelve indicators, H, A, M0, uncensored and censored headcounts and contributions at three cut-offs, P0, P1, P2 and Gini, for the nation and 33 regions, with design-based standard errors, and the fifth of the households with the lowest proxy score. Taihang also gives a standard error to every other figure, Lorenz's curve, Atkinson, Theil and the rest of its table. The CSV files are what everybody has; Debian's pandas reads no Parquet. The arrays were written beforehand, one for each column in the smallest type, codes already numbers: the fastest input that numpy can have, and nobody's.",
            contenders,
            measured,
            [
                $"{figures:N0} figures of the {Cutoffs.Length} cut-offs and 34 groups agree, the furthest by {furthest.ToString("0.0e0", CultureInfo.InvariantCulture)} (relative)",
                "the table with one figure changed in its seventh digit does not pass as equal",
            ],
            new Dictionary<string, string>
            {
                ["households"] = households.ToString("N0", CultureInfo.InvariantCulture),
                ["members"] = theirs
                    .RootElement.GetProperty("members")
                    .GetInt64()
                    .ToString("N0", CultureInfo.InvariantCulture),
                ["load average before"] = load.ToString("F1", CultureInfo.InvariantCulture),
            }
        ).Write(Machine.Here(), DateOnly.FromDateTime(DateTime.Today));
        Console.Error.WriteLine(written);
        return 0;
    }

    /// <summary>Throws at the first figure that differs by more than 1e-9 of itself: a fast wrong answer is not a result.</summary>
    private static (int Figures, double Furthest) Compare(JsonElement ours, JsonElement theirs)
    {
        var own =
            new Dictionary<
                (string Group, string Measure, string Cutoff, string Item),
                (double Estimate, double? Error)
            >();
        foreach (var row in ours.EnumerateArray())
            if (row.GetProperty("estimate").ValueKind == JsonValueKind.Number)
                own[
                    (
                        Text(row, "value") ?? "all",
                        Text(row, "measure")!,
                        Text(row, "cutoff") ?? "",
                        Text(row, "item") ?? ""
                    )
                ] = (
                    row.GetProperty("estimate").GetDouble(),
                    row.GetProperty("standard_error").ValueKind == JsonValueKind.Number
                        ? row.GetProperty("standard_error").GetDouble()
                        : null
                );
        var (count, furthest) = (0, 0.0);
        foreach (var group in theirs.EnumerateObject())
        foreach (var figure in group.Value.EnumerateObject())
        {
            var (estimate, error) = own[Key(group.Name, figure.Name.Split(' '))];
            Same($"{group.Name} {figure.Name}", estimate, figure.Value[0].GetDouble(), 1e-9);
            if (figure.Value.GetArrayLength() > 1)
                Same($"{group.Name} {figure.Name} SE", error!.Value, figure.Value[1].GetDouble(), 1e-6);
        }
        try
        {
            Same("control", 1.0000001, 1, 1e-9);
        }
        catch (InvalidDataException)
        {
            return (count, furthest);
        }
        throw new InvalidOperationException("The comparison of figures lets a wrong one pass.");

        void Same(string what, double a, double b, double tolerance)
        {
            var apart = Math.Abs(a - b) / Math.Max(Math.Abs(b), 1e-12);
            if (apart > tolerance)
                throw new InvalidDataException($"{what}: {a} and {b}");
            (count, furthest) = (count + 1, what == "control" ? furthest : Math.Max(furthest, apart));
        }
    }

    private static (string, string, string, string) Key(string group, string[] name) =>
        name switch
        {
            ["censored", var k, var i] => (
                group,
                "censored_headcount",
                k,
                Indicators[int.Parse(i, CultureInfo.InvariantCulture)]
            ),
            ["contribution", var k, var i] => (
                group,
                "contribution",
                k,
                Indicators[int.Parse(i, CultureInfo.InvariantCulture)]
            ),
            ["uncensored", var i] => (
                group,
                "uncensored_headcount",
                "1/3",
                Indicators[int.Parse(i, CultureInfo.InvariantCulture)]
            ),
            [var measure, var k] => (group, measure, k, ""),
            _ => (group, name[0], "", ""),
        };

    private static string? Text(JsonElement row, string property) =>
        row.GetProperty(property).ValueKind == JsonValueKind.String ? row.GetProperty(property).GetString() : null;
}
