using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

/// <summary>The figures of a run, over made-up households.</summary>
public sealed class IdentifyTests
{
    private const string Head = """
        id: trial
        title: {zh: 试验, en: Trial}
        unit: household
        purpose: identification
        valid: {from: 2020-01-01}

        """;

    private const string ByIncome = """
        indicators:
          - {id: low, title: {zh: 低, en: Low}, when: household.income_fen_year < line}
        outcomes:
          - {id: poor, title: {zh: 贫, en: Poor}, counted: true, when: low}
          - {id: not_poor, title: {zh: 非, en: Not poor}, counted: false}

        """;

    private const string ByScore = """
        indicators:
          - {id: a, title: {zh: 甲, en: A}, weight: 1/2, when: household.flag}
          - {id: b, title: {zh: 乙, en: B}, weight: 1/2, when: household.rooms < 2}
        score: {cutoff: 1/2}
        outcomes:
          - {id: poor, title: {zh: 贫, en: Poor}, counted: true, when: score_reaches_cutoff}
          - {id: not_poor, title: {zh: 非, en: Not poor}, counted: false}

        """;

    [Fact]
    public void The_rate_is_over_those_with_an_answer_and_its_bounds_over_all()
    {
        var figures = Figures(
            Head + ByIncome,
            Home(("income_fen_year", 1L)),
            Home(("income_fen_year", 5000L)),
            Home(),
            Home()
        ).All;
        Assert.Equal((4m, 2m, 2m), (figures.Population, figures.UnknownPopulation, figures.AssessedPopulation));
        Assert.Equal((0.5, 0.25, 0.75), (figures.Rate, figures.RateAtLeast, figures.RateAtMost));
    }

    [Fact]
    public void Where_nobody_has_an_answer_there_is_no_rate()
    {
        var figures = Figures(Head + ByIncome, Home()).All;
        Assert.Null(figures.Rate);
        Assert.Equal((0, 1), (figures.RateAtLeast, figures.RateAtMost));
    }

    /// <summary>The one definition is the measure's; a loss (income below zero) has a gap above one in both.</summary>
    [Fact]
    public void Gaps_are_those_of_the_exact_measure_also_for_losses() =>
        Gen.Long[-3000, 3000]
            .Array[1, 12]
            .Sample(
                amounts =>
                {
                    var figures = Figures(
                        Head
                            + ByIncome
                            + "welfare: {amount: household.income_fen_year, line: line, outcome: poor, poor: below, quantile: lowest_reaching, gini: population}",
                        [.. amounts.Select(a => Home(("income_fen_year", a)))]
                    ).All;
                    var exact = Fgt.Of(
                        WelfareDistribution.From(amounts.Select(a => new WeightedWelfare(a, 1))).Value,
                        1000,
                        LineRule.PoorBelow
                    );
                    Assert.Equal(
                        new PovertyGaps(amounts.Length, exact.P0!.Value, exact.P1!.Value, exact.P2!.Value),
                        figures.Gaps
                    );
                },
                iter: 20,
                threads: 1
            );

    [Fact]
    public void A_line_with_decimals_is_taken_as_it_is()
    {
        var figures = Figures(
            Head
                + ByIncome
                + "welfare: {amount: household.income_fen_year, line: line + half, outcome: poor, poor: below, quantile: lowest_reaching, gini: population}",
            Home(("income_fen_year", 1000L)),
            Home(("income_fen_year", 1001L)),
            Home()
        ).All;
        Assert.Equal(2, figures.Gaps!.Population);
        Assert.Equal(0.5, figures.Gaps.P0);
        Assert.Equal(0.5 / 1000.5 / 2, figures.Gaps.P1, 1e-15);
        Assert.Equal(0.5 / 1000.5 * (0.5 / 1000.5) / 2, figures.Gaps.P2, 1e-18);
    }

    [Fact]
    public void A_unit_without_a_weight_is_counted_apart_and_stands_in_no_figure()
    {
        var summary = Figures(
            Head + "weight: household.rooms\n" + ByIncome,
            Home(("income_fen_year", 1L), ("rooms", 3L)),
            Home(("income_fen_year", 5000L), ("rooms", 1L)),
            Home(("income_fen_year", 1L))
        );
        Assert.Equal((3, 1, 2), (summary.Rows, summary.WithoutWeight, summary.All.Units));
        Assert.Equal((4m, 0.75), (summary.All.Population, summary.All.Rate));
    }

    [Fact]
    public void H_A_and_M0_leave_out_whom_an_indicator_is_unknown_of_and_say_how_many_are_left()
    {
        var figures = Figures(
            Head + ByScore,
            Home(("flag", true), ("rooms", 1L)),
            Home(("flag", true), ("rooms", 9L)),
            Home(("flag", false), ("rooms", 9L)),
            Home(("flag", false), ("rooms", 9L)),
            Home(("flag", true))
        ).All;
        Assert.Equal(0.6, figures.Rate);
        var adjusted = figures.Adjusted!;
        Assert.Equal(
            (4m, 0.5, 0.75, 0.375),
            (adjusted.Population, adjusted.Headcount, adjusted.Intensity, adjusted.Adjusted)
        );
        Assert.Equal((0.5, 0.25), (adjusted.Censored["a"], adjusted.Censored["b"]));
    }

    internal static UnitFacts Home(params (string Attribute, object Value)[] facts) =>
        new(
            facts.ToDictionary(f => f.Attribute, f => f.Value is long n ? new Fraction(n, 1) : f.Value),
            [new Dictionary<string, object>()]
        );

    private static IdentifySummary Figures(string text, params UnitFacts[] homes)
    {
        using var engine = new DuckDbEngine(threads: 1);
        return Run(engine, text, homes).Summary;
    }

    internal static (IdentifySummary Summary, MethodPlan Method) Run(
        DuckDbEngine engine,
        string text,
        UnitFacts[] homes
    )
    {
        var pack = Methods.MadeUpPack.Read(("methods/trial.yaml", text));
        var method = pack.Methods[0];
        FactTables.Fill(engine, method, homes.Select((f, i) => ($"h{i:000}", f.Household, f.Members)));
        var run = Identify.Run(
            engine,
            pack,
            method,
            Methods.MadeUpPack.Values(pack, method),
            Methods.MadeUpPack.Day,
            [],
            []
        );
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        return (run.Value, method);
    }
}
