using Taihang.Core.Common;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

/// <summary>Every kind of cell of the shipped registration workbook: what is taken, and what is refused and where.</summary>
public sealed class CellReaderTests
{
    private static readonly RegistrationForm Form = Load();
    private static readonly Place At = new("a.csv", "Households", 7, 3);

    [Theory]
    [InlineData("income_wage_fen_year", "1234.5", "123450")]
    [InlineData("income_wage_fen_year", "0", "0")]
    [InlineData("income_wage_fen_year", "0.01", "1")]
    [InlineData("registered_poor_before", "是", "true")]
    [InlineData("registered_poor_before", "No", "false")]
    [InlineData("birth_date", "2020-01-31", "\"2020-01-31\"")]
    [InlineData("birth_date", "2020/1/31", "\"2020-01-31\"")]
    [InlineData("birth_date", "20200131", "\"2020-01-31\"")]
    [InlineData("arable_land_mu", "3.50", "\"3.5\"")]
    [InlineData("main_cause", "因病", "\"illness\"")]
    [InlineData("main_cause", "illness", "\"illness\"")]
    [InlineData("main_cause", "缺劳动力", "\"labour\"")]
    [InlineData("other_causes", "因学、缺劳力", "[\"labour\",\"schooling\"]")]
    [InlineData("other_causes", "Schooling; Lack of labour", "[\"labour\",\"schooling\"]")]
    public void Takes_what_people_write(string attribute, string cell, string json) =>
        Assert.Equal(json, CellReader.Read(Column(attribute), cell, At).Value);

    [Theory]
    [InlineData("income_wage_fen_year", "1.005", "TH0409")]
    [InlineData("income_wage_fen_year", "1,234", "TH0409")]
    [InlineData("income_wage_fen_year", "1e3", "TH0409")]
    [InlineData("income_wage_fen_year", "-0.01", "TH0411")]
    [InlineData("income_wage_fen_year", "79228162514264337593543950335", "TH0409")]
    [InlineData("registered_poor_before", "1", "TH0409")]
    [InlineData("birth_date", "2021-02-29", "TH0409")]
    [InlineData("birth_date", "31/1/2020", "TH0409")]
    [InlineData("main_cause", "1", "TH0410")]
    [InlineData("main_cause", "因 病", "TH0410")]
    [InlineData("other_causes", "因学、缺劳力、因病", "TH0412")]
    public void Refuses_the_rest_and_says_where(string attribute, string cell, string code)
    {
        var problem = Assert.Single(CellReader.Read(Column(attribute), cell, At).Problems);
        Assert.Equal(code, problem.Code);
        Assert.Equal(At, problem.Where);
    }

    [Fact]
    public void A_count_of_days_is_refused_and_the_day_it_most_often_stands_for_is_named()
    {
        var problem = Assert.Single(CellReader.Read(Column("birth_date"), "31184", At).Problems);
        Assert.Contains("1985-05-17", problem.Remedy.En, StringComparison.Ordinal);
    }

    /// <summary>An attribute without a lower bound must refuse a number that no column can hold, not fall over it.</summary>
    [Theory]
    [InlineData("-79228162514264337593543950335")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-92233720368547758.09")]
    public void A_number_too_great_to_keep_is_refused(string cell)
    {
        var money = Column("income_wage_fen_year");
        var boundless = money with { Attribute = money.Attribute! with { Least = null, Most = null } };
        Assert.Equal("TH0409", Assert.Single(CellReader.Read(boundless, cell, At).Problems).Code);
    }

    [Fact]
    public void Every_label_of_every_list_reads_back_as_its_own_code()
    {
        foreach (var column in Form.Columns.Where(c => c.Codes is not null))
        foreach (var code in column.Codes!.Codes)
        foreach (var label in code.AlsoCalled.Append(code.Label.Zh).Append(code.Label.En))
        {
            var one = CellReader.Quoted(code.Id);
            var expected = column.Attribute!.Type == FactType.Codes ? $"[{one}]" : one;
            Assert.Equal(expected, CellReader.Read(column, label, At).Value);
        }
    }

    [Fact]
    public void Every_heading_in_either_language_finds_its_own_column()
    {
        foreach (var column in Form.Columns)
        {
            Assert.Same(column, Form.Find(column.Heading.Zh));
            Assert.Same(column, Form.Find($" {column.Heading.En.ToUpperInvariant()} "));
            Assert.Same(column, Form.Find(column.Heading.Zh.Replace('（', '(').Replace('）', ')')));
        }
        Assert.Null(Form.Find("户主的生肖"));
    }

    private static FormColumn Column(string attribute) => Form.Columns.Single(c => c.Attribute?.Id == attribute);

    private static RegistrationForm Load()
    {
        var pack = Path.Combine(Repository.Packs, "cn");
        var problems = new List<Problem>();
        var dictionary = DictionaryReader.Read(
            Directory
                .EnumerateFiles(Path.Combine(pack, "dictionary"))
                .ToDictionary(f => "dictionary/" + Path.GetFileName(f), File.ReadAllText),
            problems
        );
        Assert.Empty(problems);
        return RegistrationForm.Read(File.ReadAllText(Path.Combine(pack, RegistrationForm.File)), dictionary).Value;
    }
}
