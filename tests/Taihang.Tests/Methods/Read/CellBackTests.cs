using Taihang.Core.Common;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class CellBackTests
{
    [Theory]
    [InlineData("member.birth_date", "date: yyyyMMdd", "\"1980-01-02\"", "19800102")]
    [InlineData("member.birth_date", "date: d/M/yyyy", "\"1980-01-02\"", "2/1/1980")]
    [InlineData("member.birth_date", "date: yyyy年M月d日", "\"1980-01-02\"", "1980年1月2日")]
    [InlineData("member.birth_date", "date: excel", "\"1980-01-02\"", "29222")]
    [InlineData("member.birth_date", "date: excel-1904", "\"1980-01-02\"", "27760")]
    [InlineData("household.income_wage_fen_year", "times: 10000", "523450", "0.52345")]
    [InlineData("household.income_wage_fen_year", "times: 1/100", "523450", "523450")]
    [InlineData("household.income_wage_fen_year", "decimal_mark: \",\"", "123450", "1234,5")]
    [InlineData("household.income_wage_fen_year", "", "0", "0")]
    [InlineData("household.main_cause", "values: {\"1\": 因病, \"2\": 因学}", "\"illness\"", "1")]
    [InlineData("household.main_cause", "", "\"illness\"", "因病")]
    [InlineData(
        "household.other_causes",
        "values: {A: 因病, B: 因学}, split: \"|\"",
        "[\"illness\",\"schooling\"]",
        "A|B"
    )]
    [InlineData("member.medical_insurance", "values: {Y: true, N: false}", "true", "Y")]
    [InlineData("member.medical_insurance", "", "false", "否")]
    [InlineData("member.sex", "values: {\"1\": 男, \"2\": 女, \"9\": \"\"}", "\"female\"", "2")]
    public void A_value_is_written_in_the_other_registers_form_and_read_back_as_itself(
        string id,
        string conversion,
        string json,
        string cell
    )
    {
        var back = Back(id, conversion).Value;
        Assert.Equal(cell, back.Write(json));
        Assert.Equal(json, back.Read(cell));
    }

    [Theory]
    // A third of a fen, a day before the first, a code or an unknown value without a word, a figure that means "not recorded".
    [InlineData("household.income_wage_fen_year", "times: 3", "100")]
    [InlineData("member.birth_date", "date: excel", "\"1900-02-01\"")]
    [InlineData("member.birth_date", "date: excel-1904", "\"1903-12-31\"")]
    [InlineData("household.main_cause", "values: {\"2\": 因学}", "\"illness\"")]
    [InlineData("household.other_causes", "values: {A: 因病, B: 因学}", "[\"illness\",\"schooling\"]")]
    [InlineData("household.income_wage_fen_year", "blank: [\"0\"]", "0")]
    public void What_no_cell_says_is_not_written(string id, string conversion, string json) =>
        Assert.Null(Back(id, conversion).Value.Write(json));

    [Theory]
    [InlineData("李''", "strip: \"'\"")]
    [InlineData(" 李", "")]
    public void A_text_whose_ends_the_mapping_takes_away_is_not_written(string text, string conversion) =>
        Assert.Null(Back("place.name", conversion).Value.Write(text));

    [Fact]
    public void Two_values_for_the_same_are_refused_where_they_stand_until_the_mapping_says_which_goes_back()
    {
        var two = "values: {\"1\": 男, \"M\": 男, \"2\": 女, \"9\": \"\", \"0\": \"\"}";
        var problem = Assert.Single(Back("member.sex", two).Problems);
        Assert.Equal(("TH0590", 11), (problem.Code, problem.Where!.Row));
        var said = Back("member.sex", two + ", back: [M]").Value;
        Assert.Equal("M", said.Write("\"male\""));
        Assert.Equal("\"male\"", said.Read("1"));
        Assert.Equal("TH0590", Assert.Single(Back("member.sex", two + ", back: [M, \"1\"]").Problems).Code);
    }

    [Fact]
    public void What_goes_back_must_be_a_value_of_the_mapping() =>
        Assert.Contains(
            ColumnMappingReader.Read("m.yaml", Text("member.sex", "values: {M: 男}, back: [N]"), Form).Problems,
            p => p.Where!.Row == 11
        );

    /// <summary>Any amount of fen and any factor: written exactly or not at all.</summary>
    [Fact]
    public void An_amount_is_written_exactly_or_not_at_all()
    {
        var dice = new SeededStream("cell back");
        var (whole, none) = (0, 0);
        for (var i = 0; i < 5_000; i++)
        {
            var factor = new Fraction(1 + dice.NextBelow(40), 1 + dice.NextBelow(40));
            var back = Back("household.income_wage_fen_year", $"times: {factor}").Value;
            var json = $"{dice.NextBelow(100_000_000)}";
            if (back.Write(json) is { } cell)
            {
                Assert.True(Fraction.TryParse(cell, out var written));
                Assert.Equal(json, $"{written * factor * 100}");
                whole++;
            }
            else
                none++;
        }
        Assert.True(whole > 500 && none > 500, $"{whole} {none}");
    }

    private static RegistrationForm Form => RegistrationFormTests.Cn;

    private static Outcome<CellBack> Back(string id, string conversion)
    {
        var mapping = ColumnMappingReader.Read("m.yaml", Text(id, conversion), Form);
        Assert.True(mapping.Ok, string.Join('\n', mapping.Problems));
        return CellBack.Of(mapping.Value.Columns.Single(c => c.Id == id));
    }

    private static string Text(string id, string conversion)
    {
        var needed = new[] { "place.village_code", "place.household_number", "place.name", "member.relation" }
            .Where(n => n != id)
            .Select(n => $"  {n}: {{from: {n}}}");
        var told = conversion.Length > 0 ? ", " + conversion : "";
        return $$$"""
            mapping: old
            source: {zh: 旧系统, en: Old}
            observed: {on: 2020-06-30}
            layout: members
            files: {rows: {file: old.csv}}
            columns:
            {{{string.Join('\n', needed)}}}
              {{{id}}}: {from: x{{{told}}}}
            """;
    }
}
