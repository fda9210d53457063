using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Taihang.Modules.Samples;
using Taihang.Modules.Store;
using Taihang.Modules.Store.Tables;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Cli;

/// <summary>A take-over at the keyboard, from the first look at the files to the record going back.</summary>
public sealed class TakeoverVerbTests(PostgresCluster cluster)
{
    private const string Day = "2024-12-31";

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task Proposed_confirmed_checked_run_run_again_and_delivered_later(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = await Old(address, files);
        var mapping = Path.Combine(old, "proposed.yaml");
        var proposed = await Json(
            address,
            files,
            "takeover",
            "propose",
            Path.Combine(old, SampleOldRegister.MembersFile),
            Path.Combine(old, SampleOldRegister.HouseholdsFile),
            "--out",
            mapping
        );
        Assert.True(proposed.GetProperty("guessed").GetInt32() > 5);
        var before = Counts(address);
        // As proposed it does not load.
        var (code, _, error) = await Run(address, files, "takeover", "run", mapping);
        Assert.Equal((1, true), (code, error.Contains("TH0528", StringComparison.Ordinal)));
        Confirm(mapping, Path.Combine(old, SampleOldRegister.MappingFile));

        var report = files.File("report");
        var check = await Json(address, files, "takeover", "check", mapping, "--report", report);
        Assert.False(check.GetProperty("record_changed").GetBoolean());
        Assert.Equal(before, Counts(address));
        Assert.Equal(["rows.csv", "takeover.json", "takeover.xlsx"], Names(report));

        var run = await Json(address, files, "takeover", "run", mapping);
        Assert.True(run.GetProperty("record_changed").GetBoolean());
        Assert.Equal(Count(check, "households_new"), Count(run, "households_new"));
        Assert.Equal((100, 393), (Count(run, "households_new"), Count(run, "persons_new")));
        var kept = Counts(address);

        var again = await Json(address, files, "takeover", "run", mapping);
        Assert.True(again.GetProperty("already_taken_over").GetBoolean());
        Assert.Equal(kept, Counts(address));

        // A later delivery: of two households another wage, of which one is known from a visit after its day.
        var next = Later(address, old, files.File("next"));
        var later = await Json(address, files, "takeover", "run", mapping, "--folder", next);
        Assert.Equal(
            (1, 1, 1),
            (
                later.GetProperty("conflicts").GetInt32(),
                later.GetProperty("differences").GetInt32(),
                Count(later, "observations")
            )
        );
        var conflict = later
            .GetProperty("findings")
            .EnumerateArray()
            .Single(f => f.GetProperty("conflict").GetBoolean());
        Assert.Equal(("Newer", 3), (conflict.GetProperty("kind").GetString(), conflict.GetProperty("row").GetInt32()));

        var mappings = await Json(address, files, "takeover", "mappings", "--save", files.File("kept"));
        Assert.Equal(2, mappings[0].GetProperty("deliveries").GetArrayLength());
        Assert.Equal(
            await File.ReadAllTextAsync(mapping),
            await File.ReadAllTextAsync(Directory.GetFiles(files.File("kept")).Single())
        );
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_goes_back_is_logged_sealed_unless_a_reason_is_given_and_written_over_nothing(Engine engine)
    {
        using var files = Repository.TemporaryFolder();
        var address = cluster.Prepared(engine, files);
        var old = await Old(address, files);
        await Json(address, files, "takeover", "run", Path.Combine(old, SampleOldRegister.MappingFile));
        string[] back = ["takeover", "back", "old_poverty_register", "--place", "130624", "--out"];

        // By the name under which the mapping was kept.
        var told = await Json(
            address,
            files,
            [.. back, files.File("masked"), "--like", old, "--report", files.File("r")]
        );
        Assert.Equal((100, 393), (told.GetProperty("households").GetInt32(), told.GetProperty("members").GetInt32()));
        Assert.Equal(3, told.GetProperty("sealed").GetArrayLength());
        Assert.Empty(told.GetProperty("findings").EnumerateObject());
        Assert.Equal(["back.csv"], Names(files.File("r")));
        Assert.Equal(100, Reads(address, "duty"));
        Assert.Equal(0, Reads(address, "unmask"));
        var number = File.ReadAllLines(Path.Combine(old, SampleOldRegister.MembersFile), Gb18030)[1].Split(',')[3];
        Assert.Equal(19, number.Length);
        Assert.DoesNotContain(number, Members(files.File("masked")), StringComparison.Ordinal);

        var (code, _, error) = await Run(address, files, [.. back, files.File("open"), "--unsealed"]);
        Assert.Equal((1, true), (code, error.Contains("TH1618", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(files.File("open")));
        string[] reason = ["--like", old, "--unsealed", "--reason", "上报原系统"];
        await Json(address, files, [.. back, files.File("open"), .. reason]);
        Assert.Contains(number, Members(files.File("open")), StringComparison.Ordinal);
        Assert.Equal(100, Reads(address, "unmask"));

        foreach (
            var (problem, arguments) in new (string, string[])[]
            {
                ("TH0593", [.. back, files.File("open")]),
                ("TH0591", ["takeover", "back", "old_poverty_registr", "--place", "130624", "--out", files.File("x")]),
                ("TH1616", ["takeover", "back", "old_poverty_register", "--place", "13", "--out", files.File("x")]),
            }
        )
        {
            var refused = await Run(address, files, arguments);
            Assert.True(
                refused.Code == 1 && refused.Error.Contains(problem, StringComparison.Ordinal),
                $"{problem}: {refused.Code} {refused.Error}"
            );
        }
        Assert.Equal((100, 100), (Reads(address, "duty"), Reads(address, "unmask")));
    }

    private static Encoding Gb18030 => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static string Members(string folder) =>
        File.ReadAllText(Path.Combine(folder, SampleOldRegister.MembersFile), Gb18030);

    private static int Reads(StoreAddress address, string purpose)
    {
        using var db = OpenStore.Existing(address).Value;
        return db.SensitiveReads.Count(r => r.Purpose == purpose && r.What == "takeover back");
    }

    private static async Task<string> Old(StoreAddress address, Folder files)
    {
        var (sample, old) = (files.File("sample"), files.File("old"));
        // The first of three rounds: its day has passed, whenever the test runs.
        await Json(address, files, "sample", "--size", "village", "--rounds", "3", "--out", sample);
        await Json(
            address,
            files,
            "takeover",
            "sample",
            Path.Combine(sample, $"households-{Day}.csv"),
            "--dialect",
            "chinese",
            "--observed",
            Day,
            "--out",
            old
        );
        return old;
    }

    /// <summary>What the office does in an editor: guesses and unknown columns are put right by what it knows of its old register.</summary>
    private static void Confirm(string proposed, string finished)
    {
        var known = File.ReadAllLines(finished)
            .Where(l => Regex.IsMatch(l, "^  [a-z]+\\."))
            .ToDictionary(l => l.Split(':')[0].Trim(), l => l);
        var lines = new List<string>();
        foreach (var line in File.ReadAllLines(proposed))
        {
            var id = line.Split(':')[0].Trim();
            if (line.StartsWith("observed:", StringComparison.Ordinal))
                lines.Add("observed: {from: 更新日期, date: yyyyMMdd}");
            else if (known.Remove(id, out var right))
                lines.Add(line.Contains("guess:", StringComparison.Ordinal) ? right : line);
            else if (Regex.Match(line, "^    \"(.*)\": \"\"") is { Success: true, Groups: [_, var heading] })
            {
                if (heading.Value is "录入人" or "序号")
                    lines.Add($"    \"{heading.Value}\": \"与农户无关\"");
            }
            else
                lines.Add(line);
        }
        lines.InsertRange(lines.IndexOf("columns:") + 1, known.Values);
        File.WriteAllText(proposed, string.Join('\n', lines));
    }

    /// <summary>The same files a month later but for the wages of the first two households, the first of which was visited after that.</summary>
    private static string Later(StoreAddress address, string old, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(old, "*.csv"))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var path = Path.Combine(folder, SampleOldRegister.HouseholdsFile);
        var lines = File.ReadAllLines(path, Gb18030);
        var headings = lines[1].Split(',');
        var wage = Array.IndexOf(headings, "工资性收入（万元）");
        foreach (var row in new[] { 2, 3 })
        {
            var cells = lines[row].Split(',');
            (cells[wage], cells[^1]) = ("1.2345", "20250131");
            lines[row] = string.Join(',', cells);
        }
        File.WriteAllLines(path, lines, Gb18030);
        using var db = OpenStore.Existing(address).Value;
        var number = lines[2].Split(',')[Array.IndexOf(headings, "户编号")];
        var household = db.Households.Single(h => h.Number == number);
        db.Observations.Add(
            new Observation
            {
                CountyNo = household.CountyNo,
                ObservationId = Guid.CreateVersion7(),
                SubjectKind = 1,
                SubjectId = household.HouseholdId,
                Event = "visit",
                ObservedOn = new DateOnly(2025, 2, 15),
                ActId = db.Acts.First().ActId,
                Document = "{\"income_wage_fen_year\":999900}",
            }
        );
        db.SaveChanges();
        return folder;
    }

    private static string?[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)];

    private static int Count(JsonElement report, string name) =>
        report.GetProperty("counts").GetProperty(name).GetInt32();

    private static async Task<JsonElement> Json(StoreAddress address, Folder files, params string[] arguments)
    {
        var (code, output, error) = await Run(address, files, [.. arguments, "--json"]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private static Task<(int Code, string Output, string Error)> Run(
        StoreAddress address,
        Folder files,
        params string[] arguments
    ) =>
        CommandLine.Run([
            .. arguments,
            "--database",
            address.Engine == Engine.Sqlite ? address.Shown : address.ConnectionString,
            "--key",
            files.File("master.key"),
            "--language",
            "zh",
        ]);
}
