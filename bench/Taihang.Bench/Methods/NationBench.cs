using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Taihang.Bench.Harness;

namespace Taihang.Bench.Methods;

/// <summary>A nation's households, scored and measured by county: <c>taihang measure</c> against SQL written by hand on the same engine.</summary>
internal static class NationBench
{
    private static readonly string Script = Path.Combine(Folders.Root, "bench", "methods", "counties.sql");

    public static Command Verb()
    {
        var households = new Option<long>("--households") { DefaultValueFactory = _ => 30_000_000 };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var noReport = new Option<bool>("--no-report") { Description = "Only check and print; for trying it out" };
        var verb = new Command("nation", "Thirty million households by county") { households, runs, noReport };
        verb.SetAction(parsed => Run(parsed.GetValue(households), parsed.GetValue(runs), !parsed.GetValue(noReport)));
        return verb;
    }

    /// <summary>The hand-written contender, a process of its own.</summary>
    public static Command ByHand()
    {
        var data = new Argument<string>("data");
        var verb = new Command("nation-duckdb", "The hand-written SQL of the nation bench") { data };
        verb.SetAction(parsed =>
        {
            var folder = parsed.GetRequiredValue(data);
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using var command = connection.CreateCommand();
            var censored = Enumerable
                .Range(0, 12)
                .Select(i =>
                    $"coalesce(sum(people) FILTER (WHERE score >= 6 AND mask & {1 << i} <> 0), 0) / sum(people) AS c{i}"
                );
            command.CommandText =
                "SET preserve_insertion_order = false;"
                + File.ReadAllText(Script)
                    .Replace("{censored}", string.Join(", ", censored), StringComparison.Ordinal)
                    .Replace("{data}", folder, StringComparison.Ordinal)
                    .Replace("{out}", Path.Combine(folder, "hand.csv"), StringComparison.Ordinal);
            command.ExecuteNonQuery();
        });
        return verb;
    }

    private static int Run(long households, int runs, bool report)
    {
        Console.Error.WriteLine("input …");
        var data = MethodsGenerator.Ensure(households, arrays: false);
        List<Contender> contenders =
        [
            MethodsBench.Taihang(data, "counting", "county", "--k", "1/3"),
            new(
                "duckdb-sql",
                "DuckDB, SQL by hand",
                Identify.HandWrittenSql.EngineVersion(),
                "dotnet",
                [typeof(NationBench).Assembly.Location, "nation-duckdb", data]
            ),
        ];
        foreach (var file in Directory.EnumerateFiles(data, "*.parquet"))
            using (var stream = File.OpenRead(file))
                stream.CopyTo(Stream.Null);
        var load = Machine.Load();
        var measured = Race.Run(contenders, runs);
        var figures = Compare(data);
        if (!report)
            return 0;
        Console.Error.WriteLine(
            new Report(
                $"nation-{households}",
                $"{households:N0} households by county",
                "From two Parquet files (households, members) to the deprivations and score of every household and H, A, M0 and twelve censored headcounts of 2,800 counties.",
                contenders,
                measured,
                [$"{figures:N0} figures of 2,800 counties are equal to 1e-12"],
                new Dictionary<string, string>
                {
                    ["households"] = households.ToString("N0", CultureInfo.InvariantCulture),
                    ["Parquet"] =
                        $"{Directory.EnumerateFiles(data, "*.parquet").Sum(f => new FileInfo(f).Length) / 1e6:N0} MB",
                    ["load average before"] = load.ToString("F1", CultureInfo.InvariantCulture),
                }
            ).Write(Machine.Here(), DateOnly.FromDateTime(DateTime.Today))
        );
        return 0;
    }

    private static int Compare(string data)
    {
        using var ours = JsonDocument.Parse(File.ReadAllText(Path.Combine(data, "taihang.json")));
        var own = ours
            .RootElement.EnumerateArray()
            .Where(r =>
                r.GetProperty("value").ValueKind == JsonValueKind.String
                && r.GetProperty("estimate").ValueKind == JsonValueKind.Number
            )
            .ToDictionary(
                r =>
                    (
                        r.GetProperty("value").GetString(),
                        r.GetProperty("measure").GetString(),
                        r.GetProperty("item").GetString()
                    ),
                r => r.GetProperty("estimate").GetDouble()
            );
        var items = ours
            .RootElement.EnumerateArray()
            .Where(r => r.GetProperty("measure").GetString() == "censored_headcount")
            .Select(r => r.GetProperty("item").GetString())
            .Distinct()
            .ToList();
        var count = 0;
        foreach (var line in File.ReadLines(Path.Combine(data, "hand.csv")).Skip(1))
        {
            var cells = line.Split(',');
            Same("H", null, 2);
            Same("M0", null, 3);
            Same("A", null, 4);
            for (var i = 0; i < items.Count; i++)
                Same("censored_headcount", items[i], 5 + i);

            void Same(string measure, string? item, int column)
            {
                var hand = cells[column].Length == 0 ? 0 : double.Parse(cells[column], CultureInfo.InvariantCulture);
                var one = own.GetValueOrDefault((cells[0], measure, item));
                if (Math.Abs(hand - one) > 1e-12)
                    throw new InvalidDataException($"{cells[0]} {measure} {item}: {one}, by hand {hand}");
                count++;
            }
        }
        return count;
    }
}
