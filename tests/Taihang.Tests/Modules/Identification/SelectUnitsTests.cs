using System.Globalization;
using CsCheck;
using Taihang.Core.Common;
using Taihang.Core.Measures;
using Taihang.Methods.Read;
using Taihang.Modules.Identification;
using Taihang.Tests.Methods;
using Xunit;

namespace Taihang.Tests.Modules.Identification;

public sealed class SelectUnitsTests
{
    /// <summary>Incomes of the six households of the table; two share the third place.</summary>
    private static readonly long?[] Incomes = [300, 100, 200, 200, null, 400];

    [Theory]
    [InlineData("by_id", false, "1 2")]
    [InlineData("by_id", true, "1 2")]
    [InlineData("all_in", false, "1 2 3")]
    [InlineData("all_out", false, "1")]
    public void A_tie_on_the_border_goes_by_the_rule_that_the_pack_names(string ties, bool overrun, string selected)
    {
        var (rows, figures) = Select(Method("2", ties, overrun, "1/2"), Incomes);
        Assert.Equal(selected, string.Join(' ', rows.Where(r => r.Selection == "selected").Select(r => r.Id)));
        Assert.Equal("cannot_rank", rows[4].Selection);
        var one = Assert.Single(figures);
        Assert.Equal(1, one.CannotRank);
        Assert.Equal(ties == "by_id", one.CutInTie);
        Assert.Equal(5, one.Selected + one.Reserve + one.NotSelected);
    }

    [Fact]
    public void The_next_in_line_are_kept_in_reserve()
    {
        var (rows, _) = Select(Method("2", "by_id", false, "1/2"), Incomes);
        Assert.Equal("3", string.Join(' ', rows.Where(r => r.Selection == "reserve").Select(r => r.Id)));
    }

    [Fact]
    public void A_budget_is_never_overrun_unless_the_method_says_so()
    {
        var money = Method("700", "by_id", false, "0")
            .Replace("among", "fills: household.income_fen_year\n  among", StringComparison.Ordinal);
        var (rows, figures) = Select(money, Incomes);
        Assert.Equal("1 2 3", string.Join(' ', rows.Where(r => r.Selection == "selected").Select(r => r.Id)));
        Assert.Equal(500, Assert.Single(figures).Used);
        (rows, figures) = Select(money.Replace("overrun: false", "overrun: true", StringComparison.Ordinal), Incomes);
        Assert.Equal("0 1 2 3", string.Join(' ', rows.Where(r => r.Selection == "selected").Select(r => r.Id)));
        Assert.Equal(800, Assert.Single(figures).Used);
    }

    [Fact]
    public void Each_place_has_its_own_quota()
    {
        var method = Method("by_kind[household.kind]", "by_id", false, "0")
            .Replace("among", "per: household.kind\n  among", StringComparison.Ordinal);
        var (rows, figures) = Select(method, [5, 4, 3, 2, 1, 0], ["wood", "wood", "wood", "brick", "brick", null]);
        // Two of wood, half a household of brick: nobody; without a kind nobody can be ranked.
        Assert.Equal("1 2", string.Join(' ', rows.Where(r => r.Selection == "selected").Select(r => r.Id)));
        Assert.Equal("cannot_rank", rows[5].Selection);
        Assert.Equal(["brick", "wood", null], figures.Select(f => f.Place));
    }

    [Fact]
    public void The_query_selects_whom_the_plain_rule_selects() =>
        Gen.Select(Gen.Long[0, 5].Array[1, 30], Gen.Int[0, 12], Gen.Int[0, 3])
            .Sample(
                (incomes, quota, rule) =>
                {
                    var (ties, overrun) = rule switch
                    {
                        0 => (TieRule.ByKey, false),
                        1 => (TieRule.ByKey, true),
                        2 => (TieRule.AllIn, false),
                        _ => (TieRule.AllOut, false),
                    };
                    // Each uses one more than its income of the quota, so that some fit and some do not.
                    var text = Method(
                            quota.ToString(CultureInfo.InvariantCulture),
                            ties switch
                            {
                                TieRule.ByKey => "by_id",
                                TieRule.AllIn => "all_in",
                                _ => "all_out",
                            },
                            overrun,
                            "0"
                        )
                        .Replace("among", "fills: household.income_fen_year + 1\n  among", StringComparison.Ordinal);
                    var plain = Quota.Select(
                        incomes.Select(
                            (income, i) =>
                                new Candidate<string, Fraction>(
                                    i.ToString("00", CultureInfo.InvariantCulture),
                                    income,
                                    income + 1
                                )
                        ),
                        quota,
                        RankOrder.LowestFirst,
                        ties,
                        StringComparer.Ordinal,
                        overrun
                    );
                    var (rows, _) = Select(text, [.. incomes.Select(i => (long?)i)], width: "00");
                    Assert.Equal(
                        plain.Order(StringComparer.Ordinal),
                        rows.Where(r => r.Selection == "selected").Select(r => r.Id).Order(StringComparer.Ordinal)
                    );
                },
                iter: 40,
                threads: 1
            );

    [Theory]
    [InlineData("quota: household.rooms", "TH0303")]
    [InlineData("ties: by_lot", "TH0301")]
    [InlineData("among: [nobody]", "TH0301")]
    public void A_selection_that_cannot_be_meant_does_not_load(string wrong, string code)
    {
        var key = wrong[..wrong.IndexOf(':', StringComparison.Ordinal)];
        var lines = Method("2", "by_id", false, "0")
            .Split('\n')
            .Select(l => l.TrimStart().StartsWith(key + ":", StringComparison.Ordinal) ? "  " + wrong : l);
        var read = PackReader.Read(MadeUpPack.Files(("methods/trial.yaml", string.Join('\n', lines))));
        Assert.Contains(read.Problems, p => p.Code == code);
    }

    private static string Method(string quota, string ties, bool overrun, string reserve) =>
        MadeUpPack.Method
        + $"""

            select:
              among: ["yes", "no"]
              order: [{"{"}by: household.income_fen_year, first: lowest{"}"}]
              quota: "{quota}"
              ties: {ties}
              overrun: {(overrun ? "true" : "false")}
              reserve: {reserve}
            """;

    private static (List<(string Id, string? Selection)> Rows, IReadOnlyList<SelectionFigures> Figures) Select(
        string text,
        IReadOnlyList<long?> incomes,
        string?[]? kinds = null,
        string width = "0"
    )
    {
        var pack = MadeUpPack.Read(
            ("methods/trial.yaml", text),
            (
                "parameters/lines.yaml",
                MadeUpPack.Parameters.Replace("value: 1/7", "value: 0.5", StringComparison.Ordinal)
            )
        );
        var method = pack.Methods[0];
        using var engine = new DuckDbEngine(threads: 1);
        FactTables.Fill(
            engine,
            method,
            incomes.Select(
                (income, i) =>
                {
                    var facts = new Dictionary<string, object>();
                    if (income is { } known)
                        facts["income_fen_year"] = new Fraction(known, 1);
                    if (kinds?[i] is { } kind)
                        facts["kind"] = kind;
                    return (
                        i.ToString(width, CultureInfo.InvariantCulture),
                        (IReadOnlyDictionary<string, object>)facts,
                        (IReadOnlyList<IReadOnlyDictionary<string, object>>)
                            [new Dictionary<string, object> { ["student"] = true }]
                    );
                }
            )
        );
        // Income decides nothing here but the order: a household without one is still among those who may be selected.
        method = method with
        {
            Cutoff = null,
            Outcomes = [method.Outcomes[^1]],
        };
        var run = Identify.Run(engine, pack, method, MadeUpPack.Values(pack, method), MadeUpPack.Day, [], []);
        Assert.True(run.Ok, string.Join('\n', run.Problems));
        return (
            engine.Query(
                $"SELECT household_id, selection FROM {SelectUnits.Joined(method)} ORDER BY household_id",
                r => (r.GetString(0), r.IsDBNull(1) ? null : r.GetString(1))
            ),
            run.Value.Selection
        );
    }
}
