using Taihang.Core.Dispatch.Teams;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Teams;

public sealed class TeamWordsTests
{
    [Theory]
    [InlineData(0, 13_000_000, true, 130, "every village has its minimum; no plan is better by more than 0.130%")]
    [InlineData(3, 13_000_000, true, 4_829, "3 seats stay unfilled; no plan is better by more than 4.829%")]
    [InlineData(3, -5, true, 1_000_000, "no plan is better by more than 17 basis points")]
    [InlineData(2, 13_000_000, false, 9, "it is not proved that no more could be filled")]
    public void A_gap_is_told_as_far_as_it_is_proved(
        int unfilled,
        long quality,
        bool proved,
        long share,
        string said
    ) =>
        Assert.Contains(
            said,
            TeamWords.Proof(new TeamGap(unfilled, quality, proved, 17, share)).En,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_falls_short_is_named_one_by_one()
    {
        var skills = Dispatch.Rules.China.Skills;
        var words = TeamWords.Shortfall(new TeamShortfall([1], true, true, true, 2), skills);
        Assert.Equal(
            "Falls short: nobody covers industry; no woman in the team; nobody speaks the village's dialect; no leader; 2 more wanted.",
            words.En
        );
        Assert.Equal(
            "各项要求均已满足。",
            TeamWords.Shortfall(new TeamShortfall([], false, false, false, 0), skills).Zh
        );
    }

    [Fact]
    public void A_wish_about_something_unknown_is_not_applied_and_says_so()
    {
        var known = SmallTeams.Make(3, 9, 3, seed: 4);
        Assert.Empty(TeamWords.NotApplied(known));
        var unknown = known with
        {
            People = known.People.SetItem(0, known.People[0] with { Woman = null, Dialects = null }),
        };
        Assert.Equal(2, TeamWords.NotApplied(unknown).Length);
        var answer = TeamSearch.Solve(unknown, new TeamEffort(2, 5, 32, 2)).Value;
        Assert.All(
            answer.Plan.Teams.Select((team, v) => TeamShortfall.Of(unknown, v, team)),
            lacks => Assert.False(lacks.NoWoman || lacks.NoDialect)
        );
    }
}
