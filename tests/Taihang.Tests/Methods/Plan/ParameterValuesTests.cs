using System.Globalization;
using System.Text;
using System.Text.Json;
using Taihang.Core.Common;
using Taihang.Methods.Evaluate;
using Taihang.Methods.Plan;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Plan;

public sealed class ParameterValuesTests
{
    private static readonly Dictionary<string, (Fraction, Words)> Nothing = [];

    [Fact]
    public void A_published_series_of_deflators_gives_the_published_amounts()
    {
        using var oracle = JsonDocument.Parse(
            File.ReadAllText(Repository.Oracle("targeting/effective-dating-and-deflation.json"))
        );
        var deflator = oracle.RootElement.GetProperty("input").GetProperty("deflator");
        var text = new StringBuilder(
            "parameters:\n  - id: deflator\n    title: {zh: 平减, en: Deflator}\n    type: number\n    bands: date\n    values:\n"
        );
        foreach (var month in deflator.EnumerateObject())
            text.Append(
                CultureInfo.InvariantCulture,
                $"      - {{key: {month.Name}-01, from: 2015-12-01, value: {month.Value.GetRawText()}, source: INEGI, grade: published}}\n"
            );
        var method = MadeUpPack.Method.Replace(
            "per(household.income_fen_year, heads) < line",
            "per(1000, deflator[household.visited]) >= 1000",
            StringComparison.Ordinal
        );
        var pack = MadeUpPack.Read(("parameters/lines.yaml", text.ToString()), ("methods/trial.yaml", method));
        var values = MadeUpPack.Values(pack, pack.Methods[0], set: false);
        var used = (Expr.Compare)pack.Methods[0].Indicators[0].When;
        foreach (var row in oracle.RootElement.GetProperty("expected").GetProperty("deflate").EnumerateArray())
        {
            var day = DateOnly.ParseExact(row.GetProperty("month").GetString()! + "-15", "yyyy-MM-dd");
            var facts = new UnitFacts(new Dictionary<string, object> { ["visited"] = day }, []);
            var real = (Fraction)new Evaluator(pack.Methods[0], values, MadeUpPack.Day).Value(used.Left, facts)!;
            Assert.Equal(row.GetProperty("value_base_2016_08").GetDouble(), real.ToDouble(), 1e-9);
        }
    }

    [Theory]
    [InlineData("household.rooms", "stages", "1.5", "2/3")]
    [InlineData("household.rooms", "stages", "1.4999", "0")]
    [InlineData("household.rooms", "stages", "300", "-4")]
    [InlineData("household.rooms", "stages", "-0.0001", null)]
    [InlineData("household.rooms", "ramp", "-1", "1/2")]
    [InlineData("household.rooms", "ramp", "0.5", "7/4")]
    [InlineData("household.rooms", "ramp", "2", "3")]
    [InlineData("household.rooms", "ramp", "5.5", "3/2")]
    [InlineData("household.rooms", "ramp", "400", "0")]
    public void A_banded_table_holds_from_each_key_to_the_next(string _, string table, string key, string? value)
    {
        var (pack, values) = Values($"{table}[household.land_mu] > 0");
        Assert.True(Fraction.TryParse(key, out var at));
        var found = values.At(table, at);
        Assert.Equal(value, found?.ToString());
        var facts = new UnitFacts(new Dictionary<string, object> { ["land_mu"] = at }, []);
        var used = (Expr.Compare)pack.Methods[0].Indicators[0].When;
        Assert.Equal(found, (Fraction?)new Evaluator(pack.Methods[0], values, MadeUpPack.Day).Value(used.Left, facts));
    }

    [Fact]
    public void A_line_is_carried_from_its_base_by_the_index_of_the_day()
    {
        var (_, values) = Values("carried > household.income_fen_year");
        Assert.Equal(new Fraction(840, 1), values["carried", null]);
        Assert.Contains("carried from 2020-06-30", values.Source("carried", null).Title.En, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_without_a_value_on_the_base_day_is_refused_by_name()
    {
        var pack = MadeUpPack.Read(
            (
                "parameters/tables.yaml",
                MadeUpPack.Tables.Replace("base: 2020-06-30", "base: 2019-06-30", StringComparison.Ordinal)
            ),
            ("methods/trial.yaml", MadeUpPack.Method.Replace("< line", "< carried", StringComparison.Ordinal))
        );
        var refused = ParameterValues.Resolve(pack, pack.Methods[0], MadeUpPack.Day, Nothing);
        var problem = Assert.Single(refused.Problems);
        Assert.Equal("TH0313", problem.Code);
        Assert.Contains("prices", problem.What.En, StringComparison.Ordinal);
    }

    /// <summary>In force since 2021; that it should have been 1,200 was published in May 2023 and again corrected in June.</summary>
    [Theory]
    [InlineData("2023-04-30", "1000")]
    [InlineData("2023-05-01", "1200")]
    [InlineData("2023-06-01", "1150")]
    [InlineData(null, "1150")]
    public void What_is_in_force_depends_on_what_was_published_by_then(string? known, string line)
    {
        const string Later = """
                  - {from: 2021-01-01, value: 1200, published: 2023-05-01, source: made up, grade: own}
                  - {from: 2021-01-01, value: 1150, published: 2023-06-01, source: made up, grade: own}
              - id: third
            """;
        var pack = MadeUpPack.Read(
            ("parameters/lines.yaml", MadeUpPack.Parameters.Replace("  - id: third", Later, StringComparison.Ordinal))
        );
        var values = ParameterValues.Resolve(
            pack,
            pack.Methods[0],
            MadeUpPack.Day,
            Nothing,
            known is null ? null : DateOnly.ParseExact(known, "yyyy-MM-dd")
        );
        Assert.Equal(line, values.Value["line", null].ToString());
    }

    private static (Pack, ParameterValues) Values(string rule)
    {
        var pack = MadeUpPack.Read(
            (
                "methods/trial.yaml",
                MadeUpPack.Method.Replace(
                    "per(household.income_fen_year, heads) < line",
                    rule,
                    StringComparison.Ordinal
                )
            )
        );
        return (pack, MadeUpPack.Values(pack, pack.Methods[0], set: false));
    }
}
