using CsCheck;
using Taihang.Core.Dispatch.Teams;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Teams;

public sealed class TeamSearchTests
{
    private static readonly TeamEffort Quick = new(Phases: 3, Passes: 20, Rounds: 48, Lanes: 2);

    [Fact]
    public void No_plan_beats_the_bound_and_nearly_every_small_county_is_planned_at_its_best()
    {
        var (all, best) = (0, 0);
        SmallTeams.Tiny.Sample(
            problem =>
            {
                var answer = TeamSearch.Solve(problem, Quick).Value;
                Assert.Empty(TeamCheck.Check(problem, answer));
                var optimum = SmallTeams.Everything(problem);
                Assert.True(answer.Plan.Value <= optimum, $"{answer.Plan.Value} is above {optimum}");
                Assert.True(answer.Proof.Bound >= optimum, $"the bound {answer.Proof.Bound} is below {optimum}");
                Interlocked.Increment(ref all);
                if (answer.Plan.Value == optimum)
                    Interlocked.Increment(ref best);
            },
            iter: 400
        );
        Assert.True(best * 100L >= all * 98L, $"{best} of {all} at their best");
    }

    [Fact]
    [Trait("Proof", "long")]
    public void No_plan_beats_the_bound_in_a_hundred_thousand_counties() =>
        SmallTeams.Tiny.Sample(
            problem =>
            {
                var answer = TeamSearch.Solve(problem, Quick).Value;
                var optimum = SmallTeams.Everything(problem);
                return TeamCheck.Check(problem, answer).Count == 0
                    && answer.Plan.Value <= optimum
                    && optimum <= answer.Proof.Bound;
            },
            iter: LongProof.Times(ci: 100_000, night: 2_000_000)
        );

    [Fact]
    public void Any_number_of_workers_finds_the_same_plan_and_the_same_prices()
    {
        var problem = SmallTeams.Make(30, 110, 12, seed: 7);
        var alone = TeamSearch.Solve(problem, Quick, workers: 1).Value;
        foreach (var workers in new[] { 2, 3, 8 })
        {
            var answer = TeamSearch.Solve(problem, Quick, workers).Value;
            Assert.Equal(alone.Plan.Value, answer.Plan.Value);
            Assert.Equal(alone.Proof.Price, answer.Proof.Price);
            Assert.Equal(
                alone.Plan.Teams.Select(t => (t.Leader, string.Join(',', t.Members))),
                answer.Plan.Teams.Select(t => (t.Leader, string.Join(',', t.Members)))
            );
        }
    }

    [Theory]
    [InlineData(40, 160)]
    [InlineData(40, 125)]
    public void A_county_is_planned_within_one_percent_of_its_bound(int villages, int people)
    {
        var problem = SmallTeams.Make(villages, people, 20, seed: 3);
        var answer = TeamSearch.Solve(problem).Value;
        Assert.Empty(TeamCheck.Check(problem, answer));
        var gap = TeamGap.Of(problem, answer);
        Assert.InRange(gap.PerHundredThousand, 0, 1_000);
    }

    [Fact]
    public void Where_people_are_scarce_leaders_and_deep_poverty_come_first()
    {
        var problem = SmallTeams.Make(12, 24, 12, seed: 5);
        var answer = TeamSearch.Solve(problem).Value;
        Assert.Empty(TeamCheck.Check(problem, answer));
        var gap = TeamGap.Of(problem, answer);
        Assert.True(gap.UnfilledSeats > 0);
        Assert.True(gap.SeatsProved);
    }

    [Fact]
    public void A_county_without_anybody_is_planned_with_empty_seats()
    {
        var problem = SmallTeams.Make(3, 0, 3, seed: 1);
        var answer = TeamSearch.Solve(problem, Quick).Value;
        Assert.Empty(TeamCheck.Check(problem, answer));
        Assert.All(answer.Plan.Teams, team => Assert.Equal(-1, team.Leader));
        Assert.Equal(answer.Plan.Value, answer.Proof.Bound);
    }

    [Fact]
    public void A_nation_taken_for_a_county_is_refused()
    {
        var problem = SmallTeams.Make(3, 4, 3, seed: 1) with { Tiers = 12 };
        Assert.Equal("TH0631", Assert.Single(TeamSearch.Solve(problem, Quick).Problems).Code);
    }
}
