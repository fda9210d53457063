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

    [Fact]
    public void The_China_pack_wants_three_in_a_task_force_and_four_in_deep_poverty()
    {
        var teams = Rules.China.Teams!;
        Assert.Equal([4, 3], teams.Sizes.Select(s => s.Minimum));
        Assert.All(teams.Sizes, size => Assert.Contains("S44", size.Source, StringComparison.Ordinal));
        Assert.Equal(2, teams.MostOfAUnit);
        Assert.Equal(new Fraction(1, 2), teams.LeaderWeight);
    }

    [Fact]
    public void A_pack_without_task_forces_still_posts_first_secretaries()
    {
        var text = Rules.Text[..Rules.Text.IndexOf("\nteams:", StringComparison.Ordinal)] + "\n";
        Assert.Null(PostingRulesReader.Read(text, Rules.Causes).Value.Teams);
    }

    [Theory]
    [InlineData("tier: deep_poverty, minimum", "tier: deep_povrty, minimum", "TH0301")]
    [InlineData("tier: normal, minimum", "tier: deep_poverty, minimum", "TH0302")]
    [InlineData("minimum: 4, maximum: 5", "minimum: 6, maximum: 5", "TH0303")]
    [InlineData("minimum: 4, maximum: 5", "minimum: 4, maximum: 9", "TH0303")]
    [InlineData("most_of_a_unit: {value: 2,", "most_of_a_unit: {value: 0,", "TH0303")]
    [InlineData("leader_weight: {value: 1/2,", "leader_weight: {value: 3/2,", "TH0303")]
    [InlineData("woman: {value: 1200, source: own}", "woman: {value: 1200}", "TH0302")]
    [InlineData("need: {value: 4000,", "need: {value: -1,", "TH0303")]
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
