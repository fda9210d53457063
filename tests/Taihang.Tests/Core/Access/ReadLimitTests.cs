using Taihang.Core.Access;
using Xunit;

namespace Taihang.Tests.Core.Access;

public sealed class ReadLimitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("household", 1, true)]
    [InlineData("letter", 1, true)]
    [InlineData("found", 1, true)]
    [InlineData("find", 20, false)]
    [InlineData("printed form", 1, true)]
    [InlineData("change", 1, true)]
    [InlineData("village", 1, false)]
    [InlineData("unmask id_number", 1, true)]
    [InlineData("village", 40, false)]
    [InlineData("case", 1, false)]
    public void Only_opening_one_household_counts(string what, int subjects, bool counts) =>
        Assert.Equal(counts, ReadLimit.Opens(what, subjects));

    [Theory]
    [InlineData(198, false, ReadStanding.Open)]
    [InlineData(199, false, ReadStanding.Asked)]
    [InlineData(200, false, ReadStanding.Open)]
    [InlineData(499, false, ReadStanding.Asked)]
    [InlineData(500, false, ReadStanding.Stopped)]
    [InlineData(500, true, ReadStanding.Open)]
    public void The_two_hundredth_asks_and_after_five_hundred_nothing_new_is_shown(
        int opened,
        bool known,
        ReadStanding standing
    ) => Assert.Equal(standing, ReadLimit.Judge(opened, known));

    [Fact]
    public void A_case_at_hand_or_ones_own_village_is_duty()
    {
        Assert.True(ReadLimit.InDuty(Viewer(Roles.Township), caseRuns: true));
        Assert.False(ReadLimit.InDuty(Viewer(Roles.Township), caseRuns: false));
        Assert.True(ReadLimit.InDuty(Viewer(Roles.Cadre), caseRuns: false));
    }

    [Theory]
    [InlineData(-1, null, null)]
    [InlineData(-8, null, "TH0235")]
    [InlineData(-8, true, null)]
    [InlineData(-1, false, "TH0235")]
    public void An_emergency_that_nobody_reviewed_or_that_was_none_is_the_last(
        int daysAgo,
        bool? justified,
        string? code
    ) =>
        Assert.Equal(
            code,
            BreakGlass
                .Refused([new PastEmergency(Now.AddDays(daysAgo), justified)], "a flood took the bridge", Now)
                ?.Code
        );

    [Fact]
    public void There_are_three_a_day_and_each_says_why()
    {
        PastEmergency[] three = [.. Enumerable.Repeat(new PastEmergency(Now.AddHours(-1), true), 3)];
        Assert.Equal("TH0239", BreakGlass.Refused(three, "a flood took the bridge", Now)!.Code);
        Assert.Equal("TH0233", BreakGlass.Refused([], "because", Now)!.Code);
    }

    [Fact]
    public void Both_offices_and_the_auditor_review_and_never_the_one_concerned()
    {
        var own = Guid.NewGuid();
        bool May(string role, int county, Guid? id = null, int? region = null) =>
            BreakGlass.MayReview(new Viewer(id ?? Guid.NewGuid(), "", role, county, region), own, 7, 8);
        Assert.True(May(Roles.County, 7));
        Assert.True(May(Roles.County, 8));
        Assert.True(May(Roles.Auditor, 0));
        Assert.True(May(Roles.Auditor, 7));
        Assert.False(May(Roles.County, 9));
        Assert.False(May(Roles.Auditor, 8));
        Assert.False(May(Roles.Township, 7));
        Assert.False(May(Roles.Nation, 0));
        Assert.False(May(Roles.County, 8, own));
    }

    private static Viewer Viewer(string role) => new(Guid.NewGuid(), "", role, 7, 71);
}
