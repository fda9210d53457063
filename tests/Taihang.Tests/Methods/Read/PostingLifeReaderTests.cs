using Taihang.Core.Access;
using Taihang.Methods.Read;
using Taihang.Tests.Core.Dispatch;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class PostingLifeReaderTests
{
    [Fact]
    public void The_China_pack_says_who_grants_leave_and_shows_figures_without_a_score()
    {
        var life = PostingLifeReader.Read(Rules.Text).Value;
        Assert.Equal([Roles.Township], life.Approval(5).By);
        Assert.Equal([Roles.Township, Roles.County], life.Approval(6).By);
        Assert.Equal((200, 24), (life.StayDaysYear.Value, life.TermMonths));
        Assert.StartsWith("S48", life.StayDaysYear.Rule.Source, StringComparison.Ordinal);
        // One county's rule: nobody is reminded before an area turns it on.
        Assert.Null(life.LeaveDaysYear);
        Assert.Equal("own", life.ReplyDays.Rule.Source);
        Assert.NotEmpty(life.Handover);
    }

    [Fact]
    public void An_area_turns_the_reminder_on()
    {
        var text = Rules.Text.Replace("value: 30, on: false", "value: 30, on: true", StringComparison.Ordinal);
        Assert.Equal(30, PostingLifeReader.Read(text).Value.LeaveDaysYear!.Value);
    }

    [Theory]
    [InlineData("life:\n", "lief:\n", "TH0302")]
    [InlineData("stay_days_year: {value: 200,", "stay_days_year: {value: 400,", "TH0303")]
    [InlineData("stay_days_year: {value: 200,", "stay_day_year: {value: 200,", "TH0301")]
    [InlineData("meetings_month: {value: 1,", "meetings_month: {value: one,", "TH0303")]
    [InlineData("value: 30, on: false", "value: 30, on: no", "TH0303")]
    [InlineData("value: 30, on: false", "value: 30", "TH0302")]
    [InlineData("{up_to_days: 5, by: [township],", "{up_to_days: 5, by: [],", "TH0303")]
    [InlineData("{up_to_days: 5, by: [township],", "{by: [township],", "TH0303")]
    [InlineData("- {by: [township, county],", "- {up_to_days: 4, by: [township, county],", "TH0303")]
    [InlineData("- {by: [township, county],", "- {by: [township, township],", "TH0303")]
    [InlineData("- {by: [township, county],", "- {by: [township, contry],", "TH0301")]
    [InlineData("- {id: room,", "- {id: papers,", "TH0304")]
    [InlineData("- {id: room,", "- {id: Room!,", "TH0303")]
    [InlineData(
        "本人有 10 天说明情况, en: A cadre has 10 days to answer a proposal of recall, source: own}",
        "本人有 10 天说明情况, en: A cadre has 10 days to answer a proposal of recall}",
        "TH0302"
    )]
    public void A_fault_is_named_with_its_row(string right, string wrong, string code)
    {
        Assert.Contains(right, Rules.Text, StringComparison.Ordinal);
        var read = PostingLifeReader.Read(Rules.Text.Replace(right, wrong, StringComparison.Ordinal));
        Assert.Contains(read.Problems, problem => problem.Code == code && problem.Where!.Row > 0);
    }

    [Fact]
    public void A_programme_may_do_without_and_a_faulty_file_is_not_taken_for_one_that_does()
    {
        Assert.True(PostingLifeReader.Stands(Rules.Text));
        Assert.False(PostingLifeReader.Stands(Rules.Text[..Rules.Text.IndexOf("life:\n", StringComparison.Ordinal)]));
        Assert.True(PostingLifeReader.Stands("id: ["));
    }

    [Fact]
    public void The_rules_of_posting_do_not_take_a_misspelt_block_for_nothing()
    {
        var text = Rules.Text.Replace("life:\n", "lief:\n", StringComparison.Ordinal);
        Assert.Contains(PostingRulesReader.Read(text, Rules.Causes).Problems, p => p.Code == "TH0301");
    }
}
