using Taihang.Core.Registry.Attachments;
using Xunit;

namespace Taihang.Tests.Core.Registry.Attachments;

public sealed class PersonalNumbersTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Theory]
    [InlineData("110101199003070011 张某", PersonalNumberKind.IdNumber)]
    [InlineData("身份证11010119900307002X。", PersonalNumberKind.IdNumber)]
    [InlineData("11010119900307002ｘ", PersonalNumberKind.IdNumber)]
    [InlineData("１１０１０１１９９００３０７００１１", PersonalNumberKind.IdNumber)]
    [InlineData("110101 19900307 0011", PersonalNumberKind.IdNumber)]
    [InlineData("1 1 0 1 0 1 1 9 9 0 0 3 0 7 0 0 2 X", PersonalNumberKind.IdNumber)]
    [InlineData("1101011990\r\n      03070011", PersonalNumberKind.IdNumber)]
    [InlineData("1101\u200B0119\u200D9003\uFEFF070011", PersonalNumberKind.IdNumber)]
    [InlineData("一一〇一〇一一九九〇〇三〇七〇〇一一", PersonalNumberKind.IdNumber)]
    [InlineData("𝟏𝟏𝟎𝟏𝟎𝟏𝟏𝟗𝟗𝟎𝟎𝟑𝟎𝟕𝟎𝟎𝟏𝟏", PersonalNumberKind.IdNumber)]
    [InlineData("110101199003070011110101199003070011", PersonalNumberKind.IdNumber)]
    [InlineData("残疾证11010119900307001143", PersonalNumberKind.IdNumber)]
    [InlineData("3 110101 19900307 0011 12", PersonalNumberKind.IdNumber)]
    [InlineData("身份证号130624510307001", PersonalNumberKind.IdNumber)]
    [InlineData("13800138000", PersonalNumberKind.Mobile)]
    [InlineData("+86 138-0013-8000", PersonalNumberKind.Mobile)]
    [InlineData("008613800138000", PersonalNumberKind.Mobile)]
    [InlineData("1.13800138000", PersonalNumberKind.Mobile)]
    [InlineData("tel13800138000", PersonalNumberKind.Mobile)]
    [InlineData("张某 138 0013 8000 139 0013 9000", PersonalNumberKind.Mobile)]
    [InlineData("手机 13 8001 380 00", PersonalNumberKind.Mobile)]
    [InlineData("6228480402564890018", PersonalNumberKind.BankCard)]
    [InlineData("6228 4804 0256 4890 018", PersonalNumberKind.BankCard)]
    [InlineData("银行卡 4111111111111111", PersonalNumberKind.BankCard)]
    public void A_personal_number_is_found_however_it_is_written(string text, PersonalNumberKind kind) =>
        Assert.Contains(PersonalNumbers.Find(text, Today), n => n.Kind == kind);

    [Theory]
    [InlineData("冀乡振〔2026〕12号，2026-03-31至2026-04-30")]
    [InlineData("110101199003070012")]
    [InlineData("110101209003070018")]
    [InlineData("值班电话 0312-7323456，0312 732 3456，12317")]
    [InlineData("12 138 0013 8000 45 6 7")]
    [InlineData("138 2024 20255 2026")]
    [InlineData("6228480402564890019")]
    [InlineData("项目编号5300001213062401")]
    [InlineData("4111111111111111")]
    [InlineData("0.13800138000")]
    [InlineData("村代码130624100001，户编号130624100001-0001")]
    [InlineData("0199a3b4a13800138000b")]
    [InlineData("工商注册号130624510307001")]
    [InlineData("13,800,138,000元")]
    [InlineData("0000000000000000000")]
    [InlineData("")]
    public void Other_figures_are_none(string text) => Assert.Empty(PersonalNumbers.Find(text, Today));

    [Fact]
    public void What_is_found_is_not_told_again_in_full()
    {
        var found = Assert.Single(PersonalNumbers.Find("张某，110101199003070011", Today));
        Assert.Equal("110*************11", found.Masked);
        Assert.Equal(3, found.At);
    }

    /// <summary>The column of a table says what its figures are.</summary>
    [Fact]
    public void The_heading_above_a_cell_is_read_with_it()
    {
        Assert.Empty(PersonalNumbers.Find("5200831111111113", Today));
        Assert.Single(PersonalNumbers.Find("5200831111111113", Today, "银行卡号"));
    }

    [Fact]
    public void A_text_of_figures_alone_takes_no_longer_than_it_is_long()
    {
        var text = string.Concat(Enumerable.Repeat("1 2-3.4 5\n", 200_000));
        Assert.Empty(PersonalNumbers.Find(text, Today));
    }
}
