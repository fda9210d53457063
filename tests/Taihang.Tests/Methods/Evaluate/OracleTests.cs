using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Print;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Evaluate;

/// <summary>Published and restated numbers that both evaluators must give.</summary>
public sealed class OracleTests
{
    [Fact]
    public void Equal_weights_that_lie_exactly_on_the_cutoff_are_reached()
    {
        var traps = Oracle("k-cutoff-exactness").GetProperty("equal_weight_traps");
        Assert.True(traps.GetArrayLength() > 0);
        foreach (var trap in traps.EnumerateArray())
        {
            var (count, held) = (
                trap.GetProperty("indicators").GetInt32(),
                trap.GetProperty("deprivations").GetInt32()
            );
            var rules = Enumerable
                .Range(1, count)
                .Select(i => (trap.GetProperty("weight").GetString()!, $"household.rooms >= {i}"));
            var method = Method(rules, trap.GetProperty("k").GetString()!);
            Assert.Equal("poor", Both(method, [Rooms(held)])[0].Outcome);
            Assert.Equal("not_poor", Both(method, [Rooms(held - 1)])[0].Outcome);
            Assert.True(trap.GetProperty("float_score").GetDouble() < trap.GetProperty("float_k").GetDouble());
        }
    }

    /// <summary>The ten indicators' weights of the global index: of all 1,024 patterns none that reaches a cut-off is lost.</summary>
    [Fact]
    public void No_pattern_of_the_global_index_is_lost_at_any_cutoff()
    {
        var spec = Oracle("global-mpi-spec");
        var weights = spec.GetProperty("indicators")
            .EnumerateArray()
            .Select(i => i.GetProperty("weight").GetString()!)
            .ToList();
        Assert.Equal(10, weights.Count);
        // A household has one member for each bit that is set, and each member makes one indicator hold.
        var patterns = Enumerable.Range(0, 1 << weights.Count).Select(Pattern).ToList();
        var exact = Enumerable
            .Range(0, 1 << weights.Count)
            .Select(p => weights.Where((_, i) => (p >> i & 1) == 1).Aggregate(Fraction.Zero, (sum, w) => sum + Of(w)))
            .ToList();
        foreach (var k in new[] { spec.GetProperty("poverty_cutoff").GetString()!, "7/18" })
        {
            var results = Both(
                Method(weights.Select((w, i) => (w, $"members.exists(m, m.years == {i})")), k),
                patterns
            );
            Assert.Equal(exact.Select(s => s >= Of(k) ? "poor" : "not_poor"), results.Select(r => r.Outcome));
            Assert.Equal(exact, results.Select(r => new Fraction(r.Score, 18)));
            Assert.Equal(Enumerable.Range(0, 1 << weights.Count).Select(p => (long)p), results.Select(r => r.Mask));
        }
        // What the exactness is for: summed as doubles, patterns that lie on 7/18 are lost.
        var lost = Enumerable
            .Range(0, 1 << weights.Count)
            .Count(p =>
                exact[p] == Of("7/18")
                && weights.Where((_, i) => (p >> i & 1) == 1).Sum(w => Of(w).ToDouble()) < 7.0 / 18
            );
        Assert.Equal(
            Oracle("k-cutoff-exactness")
                .GetProperty("global_mpi_patterns_lost_at_k_equal_score")
                .GetProperty("7/18")
                .GetInt32(),
            lost
        );
    }

    [Fact]
    public void The_line_is_the_one_in_force_and_is_never_filled_in()
    {
        var oracle = Oracle("effective-dating-and-deflation");
        var lines = oracle.GetProperty("input").GetProperty("lines").EnumerateArray().ToList();
        var text = new StringBuilder(
            "parameters:\n  - id: zone_line\n    title: {zh: 线, en: Line}\n    type: number\n    key: zone\n    values:\n"
        );
        foreach (var line in lines)
        {
            var (zone, from) = (line.GetProperty("zone").GetString(), line.GetProperty("from_").GetString()!);
            // The oracle's value holds until the next one of its zone begins; a pack writes that day down.
            var next = lines
                .Where(l => l.GetProperty("zone").GetString() == zone)
                .Select(l => l.GetProperty("from_").GetString()!)
                .Where(other => string.CompareOrdinal(other, from) > 0)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault();
            var to = next is null ? "" : $", to: {Date(next).AddDays(-1):yyyy-MM-dd}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"      - {{key: {zone}, from: {from}{to}, value: {line.GetProperty("value").GetInt32()}, source: oracle, grade: own}}\n"
            );
        }
        var zones = "level: member\ncode_lists:\n  - id: zone\n    title: {zh: 区, en: Zone}\n    codes:\n";
        foreach (var zone in new[] { "urban", "rural" })
            zones += $"      - {{id: {zone}, label: {{zh: {zone}, en: {zone}}}}}\n";
        var files = MadeUpPack.Files(
            ("parameters/lines.yaml", text.ToString()),
            ("dictionary/zones.yaml", zones),
            ("methods/trial.yaml", MadeUpPack.Method.Replace("< line", "< 1", StringComparison.Ordinal))
        );
        var read = PackReader.Read(files);
        Assert.True(read.Ok, string.Join('\n', read.Problems));
        var parameter = read.Value.Parameter("zone_line")!;
        var cases = oracle.GetProperty("expected").GetProperty("line_at").EnumerateArray().ToList();
        Assert.True(cases.Count >= 8);
        foreach (var at in cases)
        {
            var value = parameter.On(Date(at.GetProperty("date").GetString()!), at.GetProperty("zone").GetString());
            if (at.TryGetProperty("error", out _))
                Assert.Null(value);
            else
                Assert.Equal(at.GetProperty("value").GetInt32(), value!.Value);
        }
    }

    [Fact]
    public void A_day_without_a_value_and_a_line_that_the_area_has_not_set_are_refused_by_name()
    {
        var pack = MadeUpPack.Read(
            ("methods/trial.yaml", MadeUpPack.Method.Replace("< line", "< line + area_line", StringComparison.Ordinal))
        );
        var none = new Dictionary<string, (Fraction, Words)>();
        var refused = ParameterValues.Resolve(pack, pack.Methods[0], new DateOnly(2019, 12, 31), none).Problems;
        Assert.Equal(["TH0313", "TH0313"], refused.Select(p => p.Code));
        Assert.Contains(refused, p => p.ToString().Contains("2019-12-31", StringComparison.Ordinal));
        Assert.Contains(refused, p => p.Remedy.En.StartsWith("The area must set it", StringComparison.Ordinal));
        var misspelt = new Dictionary<string, (Fraction, Words)> { ["area_lin"] = (1, Words.Same("x")) };
        Assert.Contains(
            ParameterValues.Resolve(pack, pack.Methods[0], MadeUpPack.Day, misspelt).Problems,
            p => p.Code == "TH0315" && p.Remedy.En.Contains("area_line", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_line_that_is_no_decimal_is_refused_and_not_rounded()
    {
        var text =
            MadeUpPack.Method
            + "\nwelfare: {amount: household.income_fen_year, line: line * third, outcome: yes, poor: below, quantile: lowest_reaching, gini: population}\n";
        var pack = MadeUpPack.Read(("methods/trial.yaml", text));
        var none = new Dictionary<string, (Fraction, Words)>();
        var refused = ParameterValues.Resolve(pack, pack.Methods[0], MadeUpPack.Day, none).Problems;
        Assert.Equal("TH0317", Assert.Single(refused).Code);
    }

    [Theory]
    [InlineData("2018-02-28", "2024-02-28", 6)]
    [InlineData("2018-03-01", "2024-02-29", 5)]
    [InlineData("2016-02-29", "2022-02-28", 5)]
    [InlineData("2016-02-29", "2022-03-01", 6)]
    [InlineData("2024-02-29", "2024-02-29", 0)]
    [InlineData("2024-03-01", "2024-02-29", -1)]
    public void Age_is_in_completed_years(string born, string day, int years)
    {
        Assert.Equal(years, Evaluator.Years(Date(born), Date(day)));
        var pack = MadeUpPack.Read(
            ("methods/trial.yaml", Method([("1", $"members.exists(m, age(m.born) == {years})")], "1"))
        );
        var facts = Member(("born", Date(born)));
        Assert.Equal("poor", Both(pack, [facts], Date(day))[0].Outcome);
    }

    [Fact]
    public void What_is_unknown_stays_so_until_the_rest_decides()
    {
        var method = Method(
            [("1/2", "household.flag"), ("1/4", "household.rooms > 1"), ("1/4", "household.score > 1")],
            "1/2"
        );
        (string Outcome, long Mask, long Unknown) Of(params (string, object)[] facts) =>
            Both(method, [new UnitFacts(facts.ToDictionary(f => f.Item1, f => f.Item2), [])])[0] is var r
                ? (r.Outcome, r.Mask, r.UnknownMask)
                : default;
        Assert.Equal(("unknown", 0, 7), Of());
        Assert.Equal(("poor", 1, 6), Of(("flag", true)));
        Assert.Equal(("not_poor", 0, 2), Of(("flag", false), ("score", new Fraction(0, 1))));
        Assert.Equal(("unknown", 4, 2), Of(("flag", false), ("score", new Fraction(2, 1))));
        Assert.Equal(("poor", 6, 1), Of(("rooms", new Fraction(2, 1)), ("score", new Fraction(2, 1))));
    }

    private static string Method(IEnumerable<(string Weight, string When)> rules, string cutoff)
    {
        var text = new StringBuilder(
            "id: trial\ntitle: {zh: 试验, en: Trial}\nunit: household\npurpose: identification\nvalid: {from: 2020-01-01}\nindicators:\n"
        );
        foreach (var ((weight, when), i) in rules.Select((r, i) => (r, i)))
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - {{id: rule_{i}, title: {{zh: 甲, en: Rule}}, weight: {weight}, when: \"{when}\"}}\n"
            );
        return text.Append(CultureInfo.InvariantCulture, $"score: {{cutoff: {cutoff}}}\n")
            .Append(
                "outcomes:\n  - {id: poor, title: {zh: 贫困, en: Poor}, counted: true, when: score_reaches_cutoff}\n"
            )
            .Append("  - {id: not_poor, title: {zh: 不贫困, en: Not poor}, counted: false}\n")
            .ToString();
    }

    /// <summary>Both evaluators' results, which must be the same, in the order of the units.</summary>
    private static List<UnitResult> Both(string method, IReadOnlyList<UnitFacts> units) =>
        Both(MadeUpPack.Read(("methods/trial.yaml", method)), units, MadeUpPack.Day);

    private static List<UnitResult> Both(Pack pack, IReadOnlyList<UnitFacts> units, DateOnly day)
    {
        var method = pack.Methods[0];
        var values = MadeUpPack.Values(pack, method, day);
        var results = units.Select(new Evaluator(method, values, day).Run).ToList();
        using var engine = new DuckDbEngine(threads: 1);
        engine.Execute("BEGIN");
        FactTables.Fill(
            engine,
            method,
            units.Select((u, i) => (i.ToString(CultureInfo.InvariantCulture), u.Household, u.Members))
        );
        var printed = engine.Query(
            $"SELECT outcome, counted, score, mask, unknown_mask FROM ({SqlPrinter.Print(SqlDialect.DuckDb, method, values, day, [])}) ORDER BY CAST(household_id AS INTEGER)",
            r => new UnitResult(r.GetString(0), r.GetBoolean(1), r.GetInt64(2), r.GetInt64(3), r.GetInt64(4), null)
        );
        Assert.Equal(results, printed);
        return results;
    }

    private static UnitFacts Rooms(int rooms) =>
        new(new Dictionary<string, object> { ["rooms"] = new Fraction(rooms, 1) }, []);

    private static UnitFacts Member(params (string Id, object Value)[] facts) =>
        new(new Dictionary<string, object>(), [facts.ToDictionary(f => f.Id, f => f.Value)]);

    private static UnitFacts Pattern(int bits) =>
        new(
            new Dictionary<string, object>(),
            [
                .. Enumerable
                    .Range(0, 10)
                    .Where(i => (bits >> i & 1) == 1)
                    .Select(i => new Dictionary<string, object> { ["years"] = new Fraction(i, 1) }),
            ]
        );

    private static Fraction Of(string text) =>
        Fraction.TryParse(text, out var value) ? value : throw new FormatException(text);

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static JsonElement Oracle(string name)
    {
        var path = Repository.SharedData($"oracles/targeting/{name}.json");
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return document.RootElement.Clone();
    }

    [Theory]
    [InlineData("2024-02-29", "2024-02-28", -1)]
    [InlineData("2024-02-29", "2024-02-29", 0)]
    [InlineData("2024-01-31", "2024-02-29", 0)]
    [InlineData("2024-01-31", "2024-03-31", 2)]
    [InlineData("2023-12-15", "2024-01-14", 0)]
    [InlineData("2023-12-15", "2024-01-15", 1)]
    public void Completed_months_are_those_that_the_calendar_has_completed(string born, string day, int months) =>
        Assert.Equal(months, Taihang.Methods.Evaluate.Evaluator.Months(DateOnly.Parse(born), DateOnly.Parse(day)));
}
