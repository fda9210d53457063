using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>CASEN 1990: the pack, which never reads the official status, must give it back for every person.</summary>
public sealed class ChileTests
{
    private const string Official =
        "CASE corte WHEN '1' THEN 'indigent' WHEN '2' THEN 'poor' WHEN '3' THEN 'not_poor' ELSE 'excluded' END";
    private static readonly DateOnly Day = new(1990, 11, 30);

    [Fact]
    public void Every_person_gets_the_official_status_and_every_rate_is_the_published_one()
    {
        var expected = Oracle();
        var (mismatches, summary) = Identified(Pack(), threads: null);
        Assert.Equal(expected.GetProperty("row_mismatch_against_official_status").GetInt32(), mismatches);
        Assert.Equal(expected.GetProperty("rows").GetInt64(), summary.Rows);
        Assert.Equal(expected.GetProperty("rows_without_status").GetInt64(), summary.Excluded);
        Assert.Equal(expected.GetProperty("rows_used").GetInt64(), summary.All.Units);
        Assert.Equal(expected.GetProperty("population_used").GetDecimal(), summary.All.Population);
        Assert.Equal(
            expected.GetProperty("indigent").GetDouble(),
            (double)(summary.All.Outcomes["indigent"].Population / summary.All.Population),
            1e-12
        );
        Same(expected.GetProperty("fgt_poverty_line"), summary.All);
        foreach (var (group, attribute) in new[] { ("by_zone", "zone"), ("by_region", "region") })
        {
            var groups = expected.GetProperty(group).EnumerateObject().ToList();
            Assert.Equal(groups.Count, summary.Groups.Count(g => g.By == attribute));
            foreach (var one in groups)
            {
                var figures = summary.Groups.Single(g => g.By == attribute && g.Value == one.Name);
                Assert.Equal(one.Value.GetProperty("n").GetInt64(), figures.Units);
                Same(one.Value, figures);
            }
        }
    }

    [Theory]
    [InlineData("value: 9297", "value: 9400")]
    [InlineData("when: person.nucleus == 0", "when: person.nucleus == 99")]
    [InlineData("{\"1\": urban, \"2\": rural}", "{\"2\": urban, \"1\": rural}")]
    public void A_slip_in_the_pack_is_caught_by_the_official_status(string right, string wrong) =>
        Assert.NotEqual(0, Identified(Pack(right, wrong), threads: null, Extract).Mismatches);

    [Fact]
    public void Every_person_of_the_extract_gets_the_official_status()
    {
        var (mismatches, summary) = Identified(Pack(), threads: null, Extract);
        Assert.Equal((0L, 3_068L), (mismatches, summary.Rows));
        Assert.True(summary.Excluded >= 40);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var one = Identified(Pack(), threads: 1).Summary;
        var four = Identified(Pack(), threads: 4).Summary;
        Assert.Equal(JsonSerializer.Serialize(one), JsonSerializer.Serialize(four));
    }

    [Fact]
    public void The_laboratory_starts_from_the_official_rate_and_a_higher_line_lets_nobody_out()
    {
        var folder = Repository.SharedData("microdata/chile-casen1990");
        var pack = Pack();
        var method = pack.Method(null, Day)!;
        ParameterValues With(Dictionary<string, (Fraction, Words)> set) =>
            ParameterValues.Resolve(pack, method, Day, set).Value;
        using var engine = new DuckDbEngine(folder);
        var laid = DataFiles.Lay(engine, pack, method, folder, ["zone"]);
        var compared = CompareRuns
            .Run(
                engine,
                pack,
                (method, With([])),
                (method, With(new() { ["poverty_line"] = (new Fraction(20_000, 1), Words.Same("trial")) })),
                Day,
                ["zone"],
                laid.Value
            )
            .Value;
        Assert.Equal(
            Oracle().GetProperty("fgt_poverty_line").GetProperty("P0").GetDouble(),
            compared.All.RateBefore!.Value,
            1e-12
        );
        Assert.True(compared.All.Enters > 0);
        Assert.Equal(0, compared.All.Leaves);
        Assert.Equal(compared.All.Enters, compared.Groups.Sum(g => g.Enters));
        Assert.All(compared.Changes, c => Assert.Equal(("not_poor", "poor"), (c.Before, c.After)));
    }

    private static string Extract => Repository.Oracle("casen1990");

    private static void Same(JsonElement expected, GroupFigures figures)
    {
        var gaps = new[] { figures.Gaps!.P0, figures.Gaps.P1, figures.Gaps.P2 };
        for (var alpha = 0; alpha <= 2; alpha++)
            Assert.Equal(expected.GetProperty($"P{alpha}").GetDouble(), gaps[alpha], 1e-12);
        Assert.Equal(expected.GetProperty("P0").GetDouble(), figures.Rate!.Value, 1e-12);
    }

    private static (long Mismatches, IdentifySummary Summary) Identified(
        Pack pack,
        int? threads,
        string? extract = null
    )
    {
        var folder = extract ?? Repository.SharedData("microdata/chile-casen1990");
        var method = pack.Method(null, Day)!;
        var values = ParameterValues.Resolve(pack, method, Day, new Dictionary<string, (Fraction, Words)>()).Value;
        string[] by = ["zone", "region"];
        using var engine = new DuckDbEngine(folder, threads);
        var laid = DataFiles.Lay(engine, pack, method, folder, by);
        Assert.True(laid.Ok, string.Join('\n', laid.Problems));
        var run = Identify.Run(engine, pack, method, values, Day, by, laid.Value);
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        var file = DuckDbEngine.Quote(Path.Combine(folder, "persons.csv.gz"));
        var found = engine.Query(
            $"""
            SELECT count(*), count(*) FILTER (WHERE o.status <> r.outcome) FROM {Identify.Result} r
            JOIN (SELECT concat_ws('-', r, p, c, z, f) AS household, o AS member, {Official} AS status
                  FROM read_csv({file}, header = true, all_varchar = true)) o
            ON o.household = r.household_id AND o.member = r.member_id
            """,
            r => (Rows: r.GetInt64(0), Mismatches: r.GetInt64(1))
        )[0];
        Assert.Equal(run.Value.Rows, found.Rows);
        var sample = engine.Query(
            $"SELECT m.income_peso_month, m.zone, m.nucleus, m.weight, r.outcome, r.mask FROM {Identify.Result} r JOIN member m USING (household_id, member_id)",
            r =>
                (
                    Facts: new (string Id, object? Value)[]
                    {
                        ("income_peso_month", r.IsDBNull(0) ? null : new Fraction(r.GetInt64(0), 1)),
                        ("zone", r.IsDBNull(1) ? null : r.GetString(1)),
                        ("nucleus", r.IsDBNull(2) ? null : new Fraction(r.GetInt64(2), 1)),
                        ("weight", r.IsDBNull(3) ? null : new Fraction(r.GetInt64(3), 1)),
                    },
                    Printed: (r.GetString(4), r.GetInt64(5))
                )
        );
        var evaluator = new Evaluator(method, values, Day);
        var apart = sample.Count(s =>
        {
            var facts = s.Facts.Where(f => f.Value is not null).ToDictionary(f => f.Id, f => f.Value!);
            var one = evaluator.Run(new UnitFacts(new Dictionary<string, object>(), [facts]));
            return (one.Outcome, one.Mask) != s.Printed;
        });
        Assert.Equal(0, apart);
        return (found.Mismatches, run.Value);
    }

    private static Pack Pack(string? right = null, string? wrong = null)
    {
        var folder = Path.Combine(Repository.Packs, "chile-1990");
        var files = Directory
            .EnumerateFiles(folder, "*.yaml", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllText);
        if (right is not null)
        {
            var path = files.Single(f => f.Value.Contains(right, StringComparison.Ordinal)).Key;
            files[path] = files[path].Replace(right, wrong, StringComparison.Ordinal);
        }
        var pack = PackReader.Read(files);
        Assert.True(pack.Ok, string.Join('\n', pack.Problems));
        return pack.Value;
    }

    private static JsonElement Oracle()
    {
        var text = File.ReadAllText(Repository.Oracle("targeting/chile-casen-1990.json"));
        using var document = JsonDocument.Parse(text);
        return document.RootElement.GetProperty("expected").Clone();
    }
}
