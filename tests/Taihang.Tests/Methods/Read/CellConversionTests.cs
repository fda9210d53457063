using System.Collections.Frozen;
using Taihang.Core.Common;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class CellConversionTests
{
    private static readonly Place Here = new("old.csv", null, 7, 3, "列");

    [Theory]
    [InlineData("yyyyMMdd", "19800102", "1980-01-02")]
    [InlineData("d/M/yyyy", "02/01/1980", "1980-01-02")]
    [InlineData("M/d/yyyy", "02/01/1980", "1980-02-01")]
    [InlineData("yyyy年M月d日", "1980年1月2日", "1980-01-02")]
    [InlineData("excel", "29222", "1980-01-02")]
    [InlineData("excel-1904", "27760", "1980-01-02")]
    [InlineData("excel", "1980-01-02", "1980-01-02")]
    public void A_day_is_read_in_the_stated_form_alone(string format, string cell, string day) =>
        Assert.Equal(day, (CellConversion.AsItStands with { Date = format }).Read(cell, Here).Value);

    [Theory]
    [InlineData("yyyyMMdd", "1980-01-02")]
    [InlineData("d/M/yyyy", "1/13/1980")]
    [InlineData("yyyyMMdd", "19800231")]
    [InlineData("excel", "60")]
    [InlineData("excel", "999999999999")]
    public void Another_form_or_a_day_that_is_none_is_refused_where_it_stands(string format, string cell)
    {
        var problem = Assert.Single((CellConversion.AsItStands with { Date = format }).Read(cell, Here).Problems);
        Assert.Equal(("TH0532", Here), (problem.Code, problem.Where!));
    }

    [Theory]
    [InlineData("0.52345", "10000", "5234.5")]
    [InlineData("12345", "1/100", "123.45")]
    [InlineData("-0.1", "10000", "-1000")]
    [InlineData("0", "10000", "0")]
    [InlineData("0.1234567", "10000", "1234.567")]
    public void A_number_is_multiplied_exactly(string cell, string times, string written)
    {
        Assert.True(Fraction.TryParse(times, out var factor));
        Assert.Equal(written, (CellConversion.AsItStands with { Times = factor }).Read(cell, Here).Value);
    }

    [Theory]
    [InlineData("1", "1/3", "TH0534")]
    [InlineData("1e3", "10000", "TH0533")]
    [InlineData("1/2", "10000", "TH0533")]
    [InlineData("-", "10000", "TH0533")]
    [InlineData("1.2.3", "10000", "TH0533")]
    [InlineData("１２", "10000", "TH0533")]
    public void What_is_no_number_or_would_need_rounding_is_refused(string cell, string times, string code)
    {
        Assert.True(Fraction.TryParse(times, out var factor));
        Assert.Equal(
            code,
            Assert.Single((CellConversion.AsItStands with { Times = factor }).Read(cell, Here).Problems).Code
        );
    }

    [Fact]
    public void Groups_of_digits_and_a_comma_before_decimals_are_read_where_they_are_stated()
    {
        var comma = CellConversion.AsItStands with { Thousands = '.', DecimalMark = ',' };
        Assert.Equal("1234567.5", comma.Read("1.234.567,50", Here).Value);
        Assert.Equal("1,234", CellConversion.AsItStands.Read("1,234", Here).Value);
    }

    [Fact]
    public void A_value_that_the_mapping_does_not_name_is_a_fault_and_never_a_guess()
    {
        var sex = CellConversion.AsItStands with
        {
            Values = new Dictionary<string, string>
            {
                ["1"] = "男",
                ["2"] = "女",
                ["9"] = "",
            }.ToFrozenDictionary(),
            Blank = ["-"],
            Strip = "'",
        };
        Assert.Equal(["男", "女", "", "", ""], new[] { "1", "'2", "9", "-", " " }.Select(c => sex.Read(c, Here).Value));
        Assert.Equal("TH0531", Assert.Single(sex.Read("3", Here).Problems).Code);
        var several = sex with { Split = "|" };
        Assert.Equal("男、女", several.Read("1|2", Here).Value);
        Assert.Equal("TH0531", Assert.Single(several.Read("1|x", Here).Problems).Code);
    }
}
