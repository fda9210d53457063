using Taihang.Core.Common;
using Taihang.Methods.Read;
using Taihang.Tests.Core.Reports;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class HeadingsReaderTests
{
    private static readonly string Right = File.ReadAllText(Path.Combine(Repository.Packs, "cn", HeadingsReader.File));

    [Theory]
    [InlineData("  fuel: [", "  fule: [", "fuel")]
    [InlineData("[姓 别, ", "[", null)]
    [InlineData("also: [村, ", "also: [户号, 村, ", "place.household_number")]
    [InlineData("  fen_year: {", "  fen_month: {", "fen_year")]
    [InlineData("元: 1/100, 元/年", "元: a hundredth, 元/年", "1/18")]
    [InlineData("hints:", "hint:", "hints")]
    public void A_list_of_headings_that_is_wrong_does_not_load(string from, string to, string? told)
    {
        var text = Right.Replace(from, to, StringComparison.Ordinal);
        var read = HeadingsReader.Read(text, ReportRules.Dictionary, null);
        if (told is null)
            Assert.True(read.Ok);
        else
            Assert.Contains(read.Problems, p => (p.What.En + p.Remedy.En).Contains(told, StringComparison.Ordinal));
    }

    [Fact]
    public void A_printed_form_that_names_what_is_not_known_says_the_nearest()
    {
        const string Form = """
            id: x
            of: household
            title: {zh: 表, en: Form}
            basis: {zh: 无, en: none}
            parts:
              - title: {zh: 一, en: One}
                rows: household
                fields: [household.housing_grad]
            """;
        var problem = Assert.Single(PrintedForm.Read("forms/print/x.yaml", Form, ReportRules.Headings).Problems);
        Assert.Equal(("forms/print/x.yaml", 8), (problem.Where!.File, problem.Where.Row));
        Assert.Contains("household.housing_grade", problem.In(Language.English), StringComparison.Ordinal);
    }

    [Fact]
    public void A_members_fact_has_no_place_among_those_of_a_household()
    {
        const string Form = """
            id: x
            of: place
            title: {zh: 表, en: Form}
            basis: {zh: 无, en: none}
            parts:
              - title: {zh: 一, en: One}
                rows: household
                fields: [member.sex]
            """;
        Assert.False(PrintedForm.Read("forms/print/x.yaml", Form, ReportRules.Headings).Ok);
        Assert.True(
            PrintedForm
                .Read(
                    "forms/print/x.yaml",
                    Form.Replace("member.sex", "head.sex", StringComparison.Ordinal),
                    ReportRules.Headings
                )
                .Ok
        );
    }
}
