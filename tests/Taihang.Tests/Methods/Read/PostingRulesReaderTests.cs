using Taihang.Core.Common;
using Taihang.Core.Dispatch;
using Taihang.Methods.Read;
using Taihang.Tests.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class PostingRulesReaderTests
{
    [Fact]
    public void The_China_pack_weighs_no_department_and_names_the_source_of_every_figure()
    {
        var rules = Rules.China;
        Assert.Equal(Fraction.Zero, rules.Weights.Single(w => w.Part == ScorePart.Department).Weight);
        Assert.Equal(Fraction.One, rules.Weights.Aggregate(Fraction.Zero, (sum, w) => sum + w.Weight));
        Assert.All(rules.Weights, weight => Assert.NotEmpty(weight.Source));
        Assert.Equal(24, rules.TermMonths);
        Assert.Equal("township", rules.HomeAvoidance["county"]);
    }

    [Theory]
    [InlineData("weight: 5/9", "weight: 0.55", "TH0601")]
    [InlineData("part: need_cover", "part: need_covr", "TH0301")]
    [InlineData("illness: [health]", "illness: [helth]", "TH0301")]
    [InlineData("illness: [health]", "ilness: [health]", "TH0301")]
    [InlineData("    drive: [party_building]\n", "", "TH0302")]
    [InlineData("[1/10, 1/4, 1/2]", "[1/10, 1/2, 1/4]", "TH0303")]
    [InlineData("{value: 200, source: own}", "{value: 200}", "TH0302")]
    [InlineData("tier: normal, weight: 1,", "tier: normal, weight: 0,", "TH0303")]
    [InlineData("  kin_avoidance: {zh", "  kin_avoidence: {zh", "TH0302")]
    [InlineData("  stated_limits: {zh", "  stated_limit: {zh", "TH0302")]
    public void A_fault_is_named_with_its_row(string right, string wrong, string code)
    {
        Assert.Contains(right, Rules.Text, StringComparison.Ordinal);
        var read = PostingRulesReader.Read(Rules.Text.Replace(right, wrong, StringComparison.Ordinal), Rules.Causes);
        Assert.Contains(read.Problems, problem => problem.Code == code && problem.Where!.Row > 0);
    }
}
