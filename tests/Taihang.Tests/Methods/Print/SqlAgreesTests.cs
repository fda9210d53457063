using System.Globalization;
using System.Text;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Xunit;

namespace Taihang.Tests.Methods.Print;

public sealed class SqlAgreesTests(PostgresReader postgres) : IClassFixture<PostgresReader>
{
    internal const int Indicators = 10;

    [Theory]
    [InlineData("household")]
    [InlineData("person")]
    public void The_printed_query_and_the_evaluator_say_the_same_of_every_unit(string unit) => Agree(unit, packs: 25);

    [Theory]
    [Trait("Proof", "long")]
    [InlineData("household")]
    [InlineData("person")]
    public void They_say_the_same_over_very_many_random_packs(string unit) =>
        Agree(unit, LongProof.Times(ci: 300, night: 30_000));

    private void Agree(string unit, int packs) =>
        Gen.Select(
                RandomRules.Truth(3, unit).Array[Indicators],
                RandomRules.Number(2, unit == "person" ? "person" : null, unit),
                Gen.Int[1, 2 * Indicators],
                RandomRules.Needs(unit).Array[Indicators],
                RandomRules.Facts(unit).Array[30]
            )
            .Sample(
                (rules, derived, half, needs, facts) =>
                    Assert.Equal([], Disagreements(MethodOf(unit, rules, derived, half, needs), facts)),
                iter: packs,
                threads: 1
            );

    /// <summary>A proxy test with a model for two of three codes: the third, and whoever has none, cannot be scored by any of the three readers.</summary>
    [Fact]
    public void A_model_for_each_code_scores_alike_and_no_other_code_at_all() =>
        Gen.Select(
                RandomRules.Number(1, null, "household"),
                RandomRules.Truth(1, "household"),
                Gen.Int[-2_000_000, 2_000_000].Array[5],
                RandomRules.Facts("household").Array[30]
            )
            .Sample(
                (number, truth, c, facts) =>
                {
                    string Exact(int i) => (c[i] / 1_000_000m).ToString(CultureInfo.InvariantCulture);
                    var rules = Enumerable.Range(0, Indicators).Select(i => $"proxy_score < {(i * i) - 20}");
                    var text = MethodOf("household", [.. rules], "1", 1)
                        // What rests on a score is known of the whole only.
                        .Replace(" || members.exists(n, amount > n.years && rule_2)", "", StringComparison.Ordinal)
                        .Replace(
                            "indicators:",
                            $$$"""
                            proxy:
                              predicts: {amount: household.income_fen_year, per: members.size()}
                              by: household.kind
                              terms:
                                - id: number
                                  title: {zh: 数, en: Number}
                                  of: >-
                                    math.trunc({{{number}}})
                                - id: truth
                                  title: {zh: 真, en: Truth}
                                  of: >-
                                    {{{truth}}}
                              models:
                                - {key: wood, intercept: {{{Exact(0)}}}, coefficients: {number: {{{Exact(
                                1
                            )}}}, truth: {{{Exact(2)}}} }}
                                - {key: brick, intercept: {{{Exact(3)}}}, coefficients: {truth: {{{Exact(4)}}} }}
                            indicators:
                            """,
                            StringComparison.Ordinal
                        );
                    Assert.Equal([], Disagreements(text, facts));
                    var pack = MadeUpPack.Read(("methods/trial.yaml", text));
                    var evaluator = new Evaluator(
                        pack.Methods[0],
                        MadeUpPack.Values(pack, pack.Methods[0]),
                        MadeUpPack.Day
                    );
                    foreach (var one in facts)
                        if (one.Household.GetValueOrDefault("kind") is not ("wood" or "brick"))
                            Assert.Equal((1L << Indicators) - 1, evaluator.Run(one).UnknownMask);
                },
                iter: 25,
                threads: 1
            );

    [Fact]
    public void A_printer_that_takes_unknown_for_no_is_caught()
    {
        var method = MethodOf("household", [.. Enumerable.Repeat("household.flag", Indicators)], "1", 1);
        var unknown = new UnitFacts(new Dictionary<string, object>(), []);
        Assert.Empty(Disagreements(method, [unknown]));
        Assert.NotEmpty(
            Disagreements(
                method,
                [unknown],
                sql => sql.Replace("h.\"flag\" AS", "coalesce(h.\"flag\", FALSE) AS", StringComparison.Ordinal)
            )
        );
    }

    [Fact]
    public void A_printer_for_PostgreSQL_that_rounds_is_caught()
    {
        var method = MethodOf(
            "household",
            [.. Enumerable.Repeat("math.floor(household.land_mu) == 0", Indicators)],
            "1",
            1
        );
        var half = new UnitFacts(new Dictionary<string, object> { ["land_mu"] = new Fraction(1, 2) }, []);
        Assert.Empty(Disagreements(method, [half]));
        Assert.NotEmpty(
            Disagreements(
                method,
                [half],
                spoilPostgres: sql => sql.Replace("div(", "1 + div(", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("household.land_mu + third > half", "land_mu", "0.1667", true)]
    [InlineData("household.land_mu + third > half", "land_mu", "0.1666", false)]
    [InlineData("third * 3 == 1", "land_mu", "0", true)]
    [InlineData("per(household.income_fen_year, 3) == third", "income_fen_year", "1", true)]
    [InlineData("household.income_fen_year * 2000000000 > 0", "income_fen_year", "4000000000000000000", true)]
    [InlineData(
        "household.income_fen_year + household.income_fen_year > 0",
        "income_fen_year",
        "9000000000000000000",
        true
    )]
    [InlineData("2000000000 + 2000000000 == household.income_fen_year", "income_fen_year", "4000000000", true)]
    [InlineData("household.score == 7", "score", "7", true)]
    [InlineData("math.least(household.score, 3, 5) == 3 && math.greatest(household.score, 3) == 7", "score", "7", true)]
    [InlineData("math.abs(household.score) == 7 && math.abs(-household.score) == 7", "score", "-7", true)]
    [InlineData("coalesce(household.rooms, household.score) == 7", "score", "7", true)]
    [InlineData("coalesce(household.score, 1) == 7", "score", "7", true)]
    [InlineData("members.exists_one(m, m.student)", "score", "7", false)]
    public void Numbers_stay_exact_in_the_database(string rule, string attribute, string value, bool holds)
    {
        // The rule is exact beyond 64 bits; what leaves a run as a column must fit them.
        var method = MethodOf("household", [.. Enumerable.Repeat(rule, Indicators)], "1", 1)
            .Replace(
                "household.income_fen_year * 2, per:",
                "household.income_fen_year, per:",
                StringComparison.Ordinal
            );
        Assert.True(Fraction.TryParse(value, out var number));
        var facts = new UnitFacts(new Dictionary<string, object> { [attribute] = number }, []);
        Assert.Empty(Disagreements(method, [facts]));
        var pack = MadeUpPack.Read(("methods/trial.yaml", method));
        var result = new Evaluator(pack.Methods[0], MadeUpPack.Values(pack, pack.Methods[0]), MadeUpPack.Day).Run(
            facts
        );
        Assert.Equal(holds ? (1L << Indicators) - 1 : 0, result.Mask);
    }

    /// <summary>What the query calls its own columns must not capture what an author calls a value.</summary>
    [Theory]
    [InlineData("heads")]
    [InlineData("score")]
    [InlineData("mask")]
    [InlineData("unknown_mask")]
    [InlineData("outcome")]
    [InlineData("weight")]
    [InlineData("f0")]
    [InlineData("household_id")]
    public void A_value_may_be_called_like_a_column_of_the_result(string name)
    {
        string[] rules = [.. Enumerable.Repeat($"{name} == 2 && members.size() == 1", Indicators)];
        var method = MethodOf("household", rules, "household.score", 1)
            .Replace("id: amount", $"id: {name}", StringComparison.Ordinal)
            .Replace("&& amount > 1", $"&& {name} > 1", StringComparison.Ordinal)
            .Replace("(n, amount > ", $"(n, {name} > ", StringComparison.Ordinal);
        var facts = new UnitFacts(
            new Dictionary<string, object> { ["score"] = new Fraction(2, 1) },
            [new Dictionary<string, object>()]
        );
        Assert.Empty(Disagreements(method, [facts]));
        var pack = MadeUpPack.Read(("methods/trial.yaml", method));
        var result = new Evaluator(pack.Methods[0], MadeUpPack.Values(pack, pack.Methods[0]), MadeUpPack.Day).Run(
            facts
        );
        Assert.Equal(("first", (1L << Indicators) - 1), (result.Outcome, result.Mask));
    }

    internal static string MethodOf(string unit, string[] rules, string derived, int half, string[]? needs = null)
    {
        var text = new StringBuilder(
            $"""
            id: trial
            title: {"{"}zh: 试验, en: Trial{"}"}
            unit: {unit}
            purpose: identification
            valid: {"{"}from: 2020-01-01{"}"}
            {(unit == "person" ? "" : "heads: coalesce(household.rooms, members.size())")}
            derive:
              - id: earns
                title: {"{"}zh: 有收入, en: Earns{"}"}
                of: member
                is: member.wage_fen_year > 0 || member.years >= 2 && members.size() > 1
              - id: per_head
                title: {"{"}zh: 人均, en: Per head{"}"}
                is: per(household.income_fen_year, members.size())
              - id: seen
                title: {"{"}zh: 见过, en: Seen{"}"}
                is: coalesce(household.visited, household.entered, as_of)
              - id: amount
                title: {"{"}zh: 数额, en: Amount{"}"}
                is: >-
                  {derived}
            dimensions:
              - {"{"}id: one, title: {"{"}zh: 一, en: One{"}"}{"}"}
              - {"{"}id: two, title: {"{"}zh: 二, en: Two{"}"}{"}"}
            indicators:

            """
        );
        for (var i = 0; i < rules.Length; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"  - id: rule_{i}\n    title: {{zh: 甲, en: Rule}}\n    dimension: {(i % 2 == 0 ? "one" : "two")}\n    needs: [{needs?[i]}]\n{(i == 1 ? "    gap: {amount: household.land_mu, cutoff: half * 3}\n" : "")}    when: >-\n      {rules[i]}\n"
            );
        return text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                score: {cutoff: {{half}}/{{2 * rules.Length}}}
                exclude:
                  - {id: left_out, title: {zh: 不计, en: Left out}, when: "{{(
                    unit == "person"
                        ? "person.student && person.disabled"
                        : "household.flag && household.event == 'flood'"
                )}}"}
                outcomes:
                  - {id: first, title: {zh: 一, en: First}, counted: true, when: "score_reaches_cutoff && amount > 1"}
                  - {id: second, title: {zh: 二, en: Second}, counted: false, when: "rule_0 || rule_1{{(
                    unit == "person" ? "" : " || members.exists(n, amount > n.years && rule_2)"
                )}}"}
                  - {id: third_one, title: {zh: 三, en: Third}, counted: true}
                welfare: {amount: {{(
                    unit == "person" ? "person.wage_fen_year" : "household.income_fen_year"
                )}} * 2, per: members.size() + 0.5, line: line * half, outcome: first, poor: below, quantile: lowest_reaching, gini: population}
                select:
                  among: [first, second]
                  order:
                    - {by: weighted_score, first: highest}
                    - {by: household.land_mu * 3, first: lowest}
                  fills: "household.animals + 1"
                  per: household.kind
                  quota: by_kind_whole[household.kind] * 2
                  ties: by_id
                  reserve: 1/2
                """
            )
            .ToString();
    }

    private List<string> Disagreements(
        string text,
        IReadOnlyList<UnitFacts> facts,
        Func<string, string>? spoil = null,
        Func<string, string>? spoilPostgres = null
    ) => new ThreeReaders(postgres).Disagreements(text, facts, spoil, spoilPostgres);
}
