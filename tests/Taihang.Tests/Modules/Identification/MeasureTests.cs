using System.Globalization;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Core.Measures;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

public sealed class MeasureTests
{
    /// <summary>The paper's four indicators as facts; all are numbers with a cut-off.</summary>
    private static readonly (string Id, string Cutoff)[] Indicators =
    [
        ("land_mu", "13"),
        ("rooms", "12"),
        ("animals", "3"),
        ("score", "1"),
    ];

    [Theory]
    [InlineData("k_1_of_4", 1)]
    [InlineData("k_2_of_4", 2)]
    [InlineData("k_3_of_4", 3)]
    [InlineData("k_4_of_4", 4)]
    public void The_papers_example_comes_out_of_a_pack_with_gaps(string name, int k)
    {
        var right = Oracle.Targeting("af2011-four-person").GetProperty("expected").GetProperty(name);
        var table = Measured(Method(), [new Fraction(k, 4)]);
        foreach (var measure in new[] { "H", "A", "M0", "M1", "M2" })
            Oracle.Close(right.GetProperty(measure).GetDouble(), Row(table, measure).Estimate, 1e-12);
    }

    [Fact]
    public void A_gap_that_does_not_fit_its_condition_is_refused()
    {
        var pack = MadeUpPack.Read(
            ("methods/trial.yaml", Method().Replace("cutoff: \"13\"}", "cutoff: \"12.5\"}", StringComparison.Ordinal))
        );
        using var engine = new DuckDbEngine(threads: 1);
        var refused = Run(engine, pack, new MeasureRequest([], [new Fraction(1, 4)]));
        Assert.Equal("TH0521", Assert.Single(refused.Problems).Code);
    }

    [Fact]
    public void Several_weights_and_cut_offs_say_how_robust_the_order_of_places_is()
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", Method()));
        using var engine = new DuckDbEngine(threads: 1);
        var equal = Enumerable.Repeat(new Fraction(1, 4), 4).ToList();
        var first = new Fraction[] { new(1, 1), Fraction.Zero, Fraction.Zero, Fraction.Zero };
        var table = Run(
            engine,
            pack,
            new MeasureRequest(["kind"], [new Fraction(1, 4)], [("equal", equal), ("income only", first)])
        ).Value;
        var robust = Assert.Single(table.Robustness);
        Assert.Equal(("kind", "income only", 2), (robust.By, robust.Weights, robust.Groups));
        // Brick is the poorer by all four, wood by none; by income alone brick too.
        Assert.Equal(1, robust.Agreement.PairsKept);
    }

    [Fact]
    public void Two_tables_say_what_changed_between_their_days()
    {
        var (before, after) = (Measured(Method(), [new Fraction(1, 4)]), Measured(Method(), [new Fraction(1, 4)], 2));
        var h = MeasureChange
            .Of(before with { AsOf = MadeUpPack.Day.AddDays(-1461) }, after)
            .Single(c => c is { Measure: "H", By: null });
        Assert.Equal((0.75, 0.5), (h.Before, h.After));
        Assert.Equal(-0.0625, h.Change.AnnualAbsolute, 1e-12);
        Assert.Null(h.Change.AbsoluteError);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    [InlineData("parquet")]
    public void A_table_can_be_written_and_read_again(string form)
    {
        using var folder = Repository.TemporaryFolder();
        var path = folder.File("table." + form);
        var pack = MadeUpPack.Read(("methods/trial.yaml", Method()));
        using var engine = new DuckDbEngine(readable: folder.Path, threads: 1, writable: path);
        var table = Run(engine, pack, new MeasureRequest([], [new Fraction(1, 2)])).Value;
        Assert.Null(MeasureFile.Check(path));
        Assert.Null(MeasureFile.Write(engine, table, path));
        Assert.Equal("TH0509", MeasureFile.Check(path)!.Code);
        if (form == "json")
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path));
            Assert.Equal(table.Rows.Count, json.RootElement.GetArrayLength());
            return;
        }
        if (form == "xlsx")
        {
            Assert.Equal(table.Rows.Count, MiniExcelLibs.MiniExcel.Query(path, useHeaderRow: true).Count());
            return;
        }
        var read = engine.Query(
            $"SELECT measure, estimate FROM {DuckDbEngine.Quote(path)} WHERE measure = 'M0'",
            r => r.GetDouble(1)
        );
        Assert.Equal([0.375], read);
    }

    private static string Method()
    {
        var indicators = string.Concat(
            Indicators.Select(i =>
                $"\n  - id: {i.Id}_low\n    title: {{zh: 甲, en: {i.Id}}}\n    weight: 1/4\n    when: household.{i.Id} < {i.Cutoff}\n    gap: {{amount: household.{i.Id}, cutoff: \"{i.Cutoff}\"}}"
            )
        );
        return $$"""
            id: trial
            title: {zh: 试验, en: Trial}
            unit: household
            purpose: identification
            valid: {from: 2020-01-01}
            indicators:{{indicators}}
            score: {cutoff: 1/2}
            outcomes:
              - {id: poor, title: {zh: 是, en: Poor}, counted: true, when: score_reaches_cutoff}
              - {id: not_poor, title: {zh: 否, en: Not poor}, counted: false}
            """;
    }

    private static MeasureTable Measured(string method, IReadOnlyList<Fraction> cutoffs, int change = 0)
    {
        var pack = MadeUpPack.Read(("methods/trial.yaml", method));
        using var engine = new DuckDbEngine(threads: 1);
        return Run(engine, pack, new MeasureRequest([], cutoffs), change).Value;
    }

    /// <param name="change">Which person has become rich in everything; 0 for nobody.</param>
    private static Outcome<MeasureTable> Run(DuckDbEngine engine, Pack pack, MeasureRequest request, int change = 0)
    {
        var people = Oracle
            .Targeting("af2011-four-person")
            .GetProperty("input")
            .GetProperty("achievements")
            .EnumerateArray()
            .Select(
                (person, p) =>
                    Indicators
                        .Select(
                            (indicator, i) =>
                                (
                                    indicator.Id,
                                    Value: (object)(
                                        p + 1 == change + (change > 0 ? 1 : 0)
                                            ? new Fraction(100, 1)
                                            : Number(person[i].GetRawText())
                                    )
                                )
                        )
                        .Append(("kind", p is 1 or 2 ? "brick" : "wood"))
                        .ToDictionary(f => f.Item1, f => f.Item2)
            )
            .ToList();
        var method = pack.Methods[0];
        FactTables.Fill(
            engine,
            // The grouping attribute is laid with the facts of the method.
            method with
            {
                Exclusions =
                [
                    new Exclusion(
                        "none",
                        Words.Same("none"),
                        new Expr.OneOf(
                            new Expr.Fact(pack.Dictionary.Find(Level.Household, "kind")!, Kind.Code),
                            ["none"]
                        )
                    ),
                ],
            },
            people.Select(
                (facts, i) =>
                    (
                        i.ToString(CultureInfo.InvariantCulture),
                        (IReadOnlyDictionary<string, object>)facts,
                        (IReadOnlyList<IReadOnlyDictionary<string, object>>)[new Dictionary<string, object>()]
                    )
            )
        );
        var run = Identify.Run(engine, pack, method, MadeUpPack.Values(pack, method), MadeUpPack.Day, request.By, []);
        return Measure.Run(engine, run.Value, method, request);
    }

    private static Fraction Number(string text) =>
        Fraction.TryParse(text, out var value) ? value : throw new FormatException(text);

    private static MeasureRow Row(MeasureTable table, string measure) =>
        table.Rows.Single(r => r.Measure == measure && r.By is null && r.Item is null);
}
