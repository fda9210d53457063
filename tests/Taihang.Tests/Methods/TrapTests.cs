using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Methods.Print;
using Taihang.Tests.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods;

/// <summary>Seven silent errors of other programs. Here each does not load, or is said aloud.</summary>
public sealed class TrapTests(PostgresReader postgres) : IClassFixture<PostgresReader>
{
    private const string Welfare =
        "\nwelfare: {amount: household.income_fen_year, line: line, outcome: yes, poor: below, quantile: lowest_reaching, gini: population}\n";

    private static readonly string Income = MadeUpPack.Method.Replace(
        "per(household.income_fen_year, heads) < line",
        "household.income_fen_year < line",
        StringComparison.Ordinal
    );

    [Fact]
    public void Trap_1_a_truth_is_never_compared_with_a_number() =>
        Assert.Equal(
            "TH0305",
            Assert
                .Single(
                    Problems(
                        MadeUpPack.Method.Replace(
                            "per(household.income_fen_year, heads) < line",
                            "household.kind in ['wood'] == 2",
                            StringComparison.Ordinal
                        )
                    )
                )
                .Code
        );

    [Fact]
    public void Trap_1_a_rule_that_nobody_or_everybody_satisfies_is_said_aloud()
    {
        using var engine = new DuckDbEngine(threads: 1);
        var method = MadeUpPack.Method.Replace(
            "per(household.income_fen_year, heads) < line",
            "household.rooms > 99",
            StringComparison.Ordinal
        );
        method = method.Replace("age(m.born) >= 6 && !m.student", "household.rooms < 99", StringComparison.Ordinal);
        var summary = IdentifyTests
            .Run(engine, method, [IdentifyTests.Home(("rooms", 3L)), IdentifyTests.Home(("rooms", 4L))])
            .Summary;
        Assert.Equal(["poor"], summary.NeverHolds);
        Assert.Equal(["unschooled"], summary.AlwaysHolds);
        var mixed = IdentifyTests.Run(
            engine,
            method.Replace("> 99", "> 3", StringComparison.Ordinal).Replace("< 99", "< 4", StringComparison.Ordinal),
            [IdentifyTests.Home(("rooms", 3L)), IdentifyTests.Home(("rooms", 4L))]
        );
        Assert.Empty(mixed.Summary.NeverHolds.Concat(mixed.Summary.AlwaysHolds));
    }

    [Fact]
    public void Trap_2_rounded_weights_do_not_load_and_an_exact_one_lies_on_its_cutoff()
    {
        string Of(string weight) =>
            MadeUpPack
                .Method.Replace("weight: 1/2", $"weight: {weight}", StringComparison.Ordinal)
                .Replace(
                    "score:",
                    $"  - {{id: third_one, title: {{zh: 丙, en: Third}}, weight: {weight}, when: household.flag}}\nscore:",
                    StringComparison.Ordinal
                )
                .Replace("cutoff: 1/2", "cutoff: 2/3", StringComparison.Ordinal);
        Assert.Equal("TH0306", Assert.Single(Problems(Of("0.3333"))).Code);
        var pack = MadeUpPack.Read(("methods/trial.yaml", Of("1/3")));
        var facts = IdentifyTests.Home(("income_fen_year", 0L), ("flag", true));
        var result = new Evaluator(pack.Methods[0], MadeUpPack.Values(pack, pack.Methods[0]), MadeUpPack.Day).Run(
            facts
        );
        Assert.Equal("yes", result.Outcome);
    }

    [Theory]
    [InlineData("poor: below, ", "poor")]
    [InlineData("quantile: lowest_reaching, ", "quantile")]
    [InlineData(", gini: population", "gini")]
    public void Trap_3_a_pack_that_does_not_name_its_conventions_does_not_load(string named, string key)
    {
        var problem = Assert.Single(Problems(Income + Welfare.Replace(named, "", StringComparison.Ordinal)));
        Assert.Equal("TH0302", problem.Code);
        Assert.Contains(key, problem.What.En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("0")]
    [InlineData("-1")]
    public void Trap_3_what_an_income_of_nothing_counts_as_is_a_rule_or_an_amount_above_zero(string rule)
    {
        var text = Welfare.Replace(
            "gini: population",
            $"gini: population, non_positive: {{watts: {rule}}}",
            StringComparison.Ordinal
        );
        Assert.Equal("TH0303", Assert.Single(Problems(Income + text)).Code);
    }

    [Fact]
    public void Trap_3_the_conventions_named_are_those_that_are_computed()
    {
        UnitFacts[] homes =
        [
            .. new[] { 500L, 1000L, 1000L, 3000L }.Select(i => IdentifyTests.Home(("income_fen_year", i))),
        ];
        MeasureTable Of(string conventions)
        {
            using var engine = new DuckDbEngine(threads: 1);
            var text =
                Income
                + Welfare.Replace(
                    "poor: below, quantile: lowest_reaching, gini: population",
                    conventions,
                    StringComparison.Ordinal
                );
            var (summary, method) = IdentifyTests.Run(engine, text, homes);
            return Measure.Run(engine, summary, method, new MeasureRequest([], [])).Value;
        }
        double Figure(MeasureTable table, string measure) =>
            table.Rows.Single(r => r.Measure == measure).Estimate!.Value;
        var one = Of("poor: below, quantile: lowest_reaching, gini: population");
        var other = Of("poor: at_or_below, quantile: halfway_when_exact, gini: small_sample");
        Assert.Equal((0.25, 0.75), (Figure(one, "P0"), Figure(other, "P0")));
        Assert.Equal(Figure(one, "P1"), Figure(other, "P1"));
        Assert.Equal(Figure(one, "gini") * 4 / 3, Figure(other, "gini"), 1e-15);
        Assert.Equal((1375.0, 1000.0), (Figure(one, "mean_welfare"), Figure(one, "median_welfare")));
    }

    [Fact]
    public void Trap_4_what_has_no_key_or_no_day_in_its_table_is_refused_and_never_filled_in()
    {
        var mistyped = PackReader
            .Read(
                MadeUpPack.Files(
                    (
                        "parameters/lines.yaml",
                        MadeUpPack.Parameters.Replace("key: wood", "key: wod", StringComparison.Ordinal)
                    )
                )
            )
            .Problems.Where(p => p.ToString().Contains("wod", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(mistyped);
        Assert.All(mistyped, p => Assert.Equal("TH0301", p.Code));
        var pack = MadeUpPack.Read(
            ("methods/trial.yaml", MadeUpPack.Method.Replace("< line", "< carried", StringComparison.Ordinal))
        );
        var refused = Taihang.Methods.Plan.ParameterValues.Resolve(
            pack,
            pack.Methods[0],
            new DateOnly(2019, 12, 31),
            new Dictionary<string, (Fraction, Words)>()
        );
        Assert.All(refused.Problems, p => Assert.Equal("TH0313", p.Code));
        Assert.NotEmpty(refused.Problems);
    }

    [Fact]
    public void Trap_5_every_fact_states_its_missing_rule_and_the_share_affected_is_counted()
    {
        var silent = MadeUpPack.Dictionary.Replace(
            "type: money, missing: unknown,",
            "type: money,",
            StringComparison.Ordinal
        );
        var problem = Assert.Single(PackReader.Read(MadeUpPack.Files(("dictionary/household.yaml", silent))).Problems);
        Assert.Equal(("TH0302", "dictionary/household.yaml"), (problem.Code, problem.Where!.File));

        using var engine = new DuckDbEngine(threads: 1);
        var text = MadeUpPack.Method.Replace(
            "per(household.income_fen_year, heads) < line",
            "household.income_fen_year + household.animals < line",
            StringComparison.Ordinal
        );
        var (_, method) = IdentifyTests.Run(
            engine,
            text,
            [IdentifyTests.Home(("income_fen_year", 1L)), IdentifyTests.Home(), IdentifyTests.Home(("animals", 1L))]
        );
        Assert.Equal(
            [("income_fen_year", 3, 2, null), ("animals", 3, 2, "0"), ("born", 3, 3, null), ("student", 3, 3, null)],
            BlankFacts.Count(engine, method).Select(b => (b.Attribute, b.Rows, b.Blank, b.ReadAs))
        );
    }

    [Theory]
    [InlineData("", "TH0302")]
    [InlineData(", ties: perhaps", "TH0301")]
    [InlineData(", ties: by_id", null)]
    public void Trap_6_a_quota_without_a_tie_rule_does_not_load(string ties, string? code)
    {
        var text =
            Income
            + $"\nselect: {{among: [yes], order: [{{by: household.income_fen_year, first: lowest}}], quota: 10{ties}}}\n";
        Assert.Equal(code is null ? [] : [code], Problems(text).Select(p => p.Code));
    }

    /// <summary>No SQL passes, and a code that looks like SQL is a text in every engine.</summary>
    [Fact]
    public void Trap_7_there_is_no_way_to_write_SQL()
    {
        foreach (
            var slip in new[] { "true; DROP TABLE household", "1 = 1 OR 1 = 1", "(SELECT true)", "household.\"flag\"" }
        )
            Assert.Equal(
                ["TH0305"],
                Problems(
                        MadeUpPack.Method.Replace(
                            "\"per(household.income_fen_year, heads) < line\"",
                            $"'{slip}'",
                            StringComparison.Ordinal
                        )
                    )
                    .Select(p => p.Code)
            );
        const string code = "x'); DROP TABLE household; --";
        var dictionary = MadeUpPack.Dictionary.Replace("{id: wood,", $"{{id: \"{code}\",", StringComparison.Ordinal);
        var parameters = MadeUpPack.Parameters.Replace("key: wood", $"key: \"{code}\"", StringComparison.Ordinal);
        var text = MadeUpPack.Method.Replace(
            "\"per(household.income_fen_year, heads) < line\"",
            $"'household.kind == \"{code.Replace("'", "''", StringComparison.Ordinal)}\"'",
            StringComparison.Ordinal
        );
        (string, string)[] files = [("dictionary/household.yaml", dictionary), ("parameters/lines.yaml", parameters)];
        var facts = new UnitFacts(new Dictionary<string, object> { ["kind"] = code }, []);
        Assert.Empty(
            new ThreeReaders(postgres).Disagreements(
                text,
                [facts, new UnitFacts(new Dictionary<string, object>(), [])],
                files: files
            )
        );
        var pack = MadeUpPack.Read([("methods/trial.yaml", text), .. files]);
        Assert.Equal(
            1,
            new Evaluator(pack.Methods[0], MadeUpPack.Values(pack, pack.Methods[0]), MadeUpPack.Day).Run(facts).Mask
        );
    }

    private static IReadOnlyList<Problem> Problems(string method) =>
        PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", method))).Problems;
}
