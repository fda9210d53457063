using System.Text.Json;
using MiniExcelLibs;
using Taihang.Modules.Identification;
using Taihang.Modules.Store;
using Taihang.Tests.Store.Modules.Registry;
using Xunit;
using static Taihang.Tests.Store.Modules.Registry.Workbook;

namespace Taihang.Tests.Store.Cli;

/// <summary>The methods on a county's registry, verb by verb, as the county office meets them.</summary>
public sealed class RegistryVerbsTests(PostgresCluster cluster)
{
    private const string County = "130623";

    [Fact]
    public async Task A_snapshot_gives_on_files_the_answers_of_the_registry_and_names_nobody()
    {
        using var files = Repository.TemporaryFolder();
        var address = Registry(files);
        var kept = await Json(address, "identify", "--as-of", "2026-02-01");
        var written = await Json(
            address,
            "snapshot",
            "--out",
            files.File("snap"),
            "--as-of",
            "2026-02-01",
            "--county",
            County
        );
        using var db = OpenStore.Existing(address).Value;
        Assert.Equal(db.IdentificationRuns.Single().SnapshotHash, written.GetProperty("hash").GetString());
        var again = await Json(
            address,
            "identify",
            "--method",
            "prevention",
            "--data",
            files.File("snap"),
            "--as-of",
            "2026-02-01",
            "--set",
            "help_standard=8700",
            "--out",
            files.File("out.csv")
        );
        Assert.Equal(kept[0].GetProperty("all").GetRawText(), again.GetProperty("all").GetRawText());
        Assert.Equal(
            db.IdentificationResults.AsEnumerable().Select(r => $"{r.HouseholdId},{r.Outcome}").Order(),
            File.ReadLines(files.File("out.csv")).Skip(1).Select(l => string.Join(',', l.Split(',').Take(2))).Order()
        );
        foreach (var file in Directory.GetFiles(files.File("snap")))
        {
            var bytes = System.Text.Encoding.UTF8.GetString(await File.ReadAllBytesAsync(file));
            Assert.DoesNotContain("测试", bytes, StringComparison.Ordinal);
            Assert.DoesNotContain(IdNumberOf(new DateOnly(1960, 5, 17), 1), bytes, StringComparison.Ordinal);
        }
        var (code, _, error) = await Run(address, "snapshot", "--out", files.File("snap"), "--as-of", "2026-02-01");
        Assert.Equal(
            (1, "TH0543"),
            (code, error.Split('\n').First(l => l.StartsWith("TH", StringComparison.Ordinal))[..6])
        );
    }

    [Fact]
    public async Task The_same_record_gives_the_same_bytes_of_a_snapshot()
    {
        using var files = Repository.TemporaryFolder();
        var address = Registry(files);
        foreach (var folder in new[] { "one", "two" })
            await Json(address, "snapshot", "--out", files.File(folder), "--as-of", "2026-02-01");
        foreach (var name in new[] { "household.parquet", "member.parquet" })
            Assert.Equal(
                await File.ReadAllBytesAsync(files.File("one/" + name)),
                await File.ReadAllBytesAsync(files.File("two/" + name))
            );
    }

    [Fact]
    public async Task A_table_of_measures_says_the_same_in_all_five_forms()
    {
        using var files = Repository.TemporaryFolder();
        var address = Registry(files);
        string[] measure = ["measure", "--as-of", "2026-02-01", "--by", "village"];
        var table = await Json(address, measure);
        var rows = table.GetProperty("rows").EnumerateArray().ToList();
        var rate = rows.Single(r =>
            r.GetProperty("measure").GetString() == "rate" && r.GetProperty("by").ValueKind == JsonValueKind.Null
        );
        Assert.Equal(
            (1.0, 1 / 3.0),
            (rate.GetProperty("estimate").GetDouble(), rate.GetProperty("unknown").GetDouble()),
            Close
        );
        Assert.Contains(
            rows,
            r => r.GetProperty("value").GetString() is { } v && v.StartsWith(EastVillage, StringComparison.Ordinal)
        );

        foreach (var ending in new[] { "csv", "json", "parquet", "xlsx" })
        {
            var file = files.File("table." + ending);
            var (code, _, error) = await Run(address, [.. measure, "--out", file]);
            Assert.True(code == 0, error);
            var read = Read(files, file);
            var again = read.Single(r => r is { Measure: "rate", By: "" });
            Assert.Equal((1.0, 1 / 3.0), (again.Estimate!.Value, again.Unknown!.Value), Close);
            // One of two households has no recorded risk; the register says so in the same file.
            Assert.Equal(0.5, read.Single(r => r is { Measure: "fact_missing", Item: "relapse_risk" }).Estimate);
            Assert.Equal(read.Count(r => !r.Measure.StartsWith("fact_", StringComparison.Ordinal)), rows.Count + 2);
        }

        var (_, zh, _) = await Run(address, [.. measure, "--language", "zh"]);
        Assert.Contains("没有抽样误差", zh, StringComparison.Ordinal);
        Assert.Contains(
            "认定率  1.0000000  (2)  无法判定 33.33 %，若全部判明在 0.6667 与 1.0000 之间",
            zh,
            StringComparison.Ordinal
        );
        Assert.Contains("2 户在册，其中 2 户从未经本方法正式识别（100.00 %）", zh, StringComparison.Ordinal);
        var (_, en, _) = await Run(address, [.. measure, "--language", "en"]);
        Assert.Contains(
            "Rate of those counted  1.0000000  (2)  cannot say 33.33 %, so between 0.6667 and 1.0000",
            en,
            StringComparison.Ordinal
        );
        Assert.Contains("2 households on record, of whom 2 were never assessed", en, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_is_tried_read_and_put_into_force_from_the_keyboard()
    {
        using var files = Repository.TemporaryFolder();
        var address = Registry(files);
        var tried = await Json(address, "lab", "--try", "help_standard=500", "--as-of", "2026-02-01");
        var trial = tried[0].GetProperty("trial_id").GetString()!;
        Assert.Equal(1, tried[0].GetProperty("report").GetProperty("households_leave").GetInt32());
        var (_, listed, _) = await Run(address, "lab", "list", "--language", "zh");
        Assert.Contains(trial, listed, StringComparison.Ordinal);
        Assert.Contains("8,700元 → 500元", listed, StringComparison.Ordinal);
        Assert.Contains("仅试算", listed, StringComparison.Ordinal);
        var (_, shown, _) = await Run(address, "lab", "show", trial, "--language", "en");
        Assert.Contains("Of 2 households 0 enter and 1 leave", shown, StringComparison.Ordinal);
        Assert.Contains(EastVillage, shown, StringComparison.Ordinal);
        string[] enforce = ["lab", "enforce", trial, "--from", "2026-02-01", "--document", "测试文件二"];
        var (early, _, refused) = await Run(address, enforce);
        Assert.Equal((1, "TH0524"), (early, refused[..6]));
        Assert.True((await Json(address, "lab", "read", trial)).GetProperty("read").GetBoolean());
        Assert.True((await Json(address, enforce)).GetProperty("in_force").GetBoolean());
        var after = await Json(address, "identify", "--as-of", "2026-02-01");
        Assert.Equal(0, after[0].GetProperty("all").GetProperty("counted_population").GetInt32());
    }

    [Fact]
    public async Task Kept_runs_are_replayed_and_what_was_altered_is_named_beside_those_that_hold()
    {
        using var files = Repository.TemporaryFolder();
        var address = Registry(files);
        foreach (var day in new[] { "2026-02-01", "2026-03-01" })
            await Json(address, "identify", "--as-of", day);
        Assert.Equal(2, (await Json(address, "replay", "--county", County)).GetArrayLength());
        using (var db = OpenStore.Existing(address).Value)
        {
            var run = db.IdentificationRuns.AsEnumerable().First();
            foreach (var answer in db.IdentificationResults.Where(r => r.RunId == run.RunId))
                answer.Outcome = "none";
            db.SaveChanges();
        }
        var (code, output, error) = await Run(address, "replay", "--language", "en");
        Assert.Equal(1, code);
        Assert.StartsWith("1 run with 2 answers came out the same", output, StringComparison.Ordinal);
        Assert.Contains("TH0518", error, StringComparison.Ordinal);
    }

    private static readonly IEqualityComparer<(double, double)> Close = EqualityComparer<(double, double)>.Create(
        (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-12 && Math.Abs(a.Item2 - b.Item2) < 1e-12,
        _ => 0
    );

    private sealed record Line(string By, string Measure, string Item, double? Estimate, double? Unknown);

    /// <summary>A table that was written, read back by another program than wrote it where there is one.</summary>
    private static List<Line> Read(Folder files, string path)
    {
        static double? Number(object? text) =>
            text is null or "" ? null : Convert.ToDouble(text, System.Globalization.CultureInfo.InvariantCulture);
        switch (Path.GetExtension(path))
        {
            case ".xlsx":
                return
                [
                    .. MiniExcel
                        .Query(path, useHeaderRow: true)
                        .Cast<IDictionary<string, object?>>()
                        .Select(r => new Line(
                            $"{r["By"]}",
                            $"{r["Measure"]}",
                            $"{r["Item"]}",
                            Number(r["Estimate"]),
                            Number(r["Unknown"])
                        )),
                ];
            case ".json":
                using (var json = JsonDocument.Parse(File.ReadAllText(path)))
                    return
                    [
                        .. json
                            .RootElement.EnumerateArray()
                            .Select(r => new Line(
                                r.GetProperty("by").GetString() ?? "",
                                r.GetProperty("measure").GetString()!,
                                r.GetProperty("item").GetString() ?? "",
                                r.GetProperty("estimate").ValueKind == JsonValueKind.Null
                                    ? null
                                    : r.GetProperty("estimate").GetDouble(),
                                r.GetProperty("unknown").ValueKind == JsonValueKind.Null
                                    ? null
                                    : r.GetProperty("unknown").GetDouble()
                            )),
                    ];
            case ".csv":
                var lines = File.ReadAllLines(path).Select(l => l.Split(',')).ToList();
                int At(string name) => Array.IndexOf(lines[0], name);
                return
                [
                    .. lines
                        .Skip(1)
                        .Select(c => new Line(
                            c[At("by")],
                            c[At("measure")],
                            c[At("item")],
                            Number(c[At("estimate")]),
                            Number(c[At("unknown")])
                        )),
                ];
            default:
                using (var engine = new DuckDbEngine(files.Path))
                    return engine.Query(
                        $"SELECT coalesce(\"by\", ''), measure, coalesce(item, ''), estimate, unknown FROM read_parquet({DuckDbEngine.Quote(path)})",
                        r => new Line(
                            r.GetString(0),
                            r.GetString(1),
                            r.GetString(2),
                            r.IsDBNull(3) ? null : r.GetDouble(3),
                            r.IsDBNull(4) ? null : r.GetDouble(4)
                        )
                    );
        }
    }

    /// <summary>Two households: one of two members with little income and a verified risk, one of whom too little is known; the range is 8,700 yuan.</summary>
    private StoreAddress Registry(Folder files)
    {
        var address = cluster.Prepared(Engine.Sqlite, files);
        var rows = Rows();
        foreach (
            var part in new[]
            {
                "income_business_fen_year",
                "income_property_fen_year",
                "income_transfer_fen_year",
                "production_cost_fen_year",
                "rigid_spending_fen_year",
            }
        )
            rows[0][part] = "0";
        (rows[0]["relapse_risk"], rows[0]["registered_poor_before"]) = ("是", "否");
        Assert.True(Import(address, files, Csv(files.File("a.csv"), Table(rows)), January).Ok);
        using var db = OpenStore.Existing(address).Value;
        var set = Taihang.Modules.Access.SetAreaParameter.Run(
            db,
            db.Households.First().CountyNo,
            new("cn", "help_standard", 870_000, new DateOnly(2026, 1, 1), null, "测试文件", Fictitious: false),
            new(Guid.Empty, new DateTimeOffset(January, default, default).AddHours(1), "测试", "测试")
        );
        Assert.True(set.Ok, string.Join(' ', set.Problems));
        return address;
    }

    private static Task<(int Code, string Output, string Error)> Run(StoreAddress address, params string[] arguments) =>
        CommandLine.Run([.. arguments, "--database", address.Shown]);

    private static async Task<JsonElement> Json(StoreAddress address, params string[] arguments)
    {
        var (code, output, error) = await Run(address, [.. arguments, "--json"]);
        Assert.True(code == 0, error);
        using var json = JsonDocument.Parse(output);
        return json.RootElement.Clone();
    }
}
