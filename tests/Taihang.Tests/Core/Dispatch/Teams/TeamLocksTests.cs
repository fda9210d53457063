using System.Collections.Immutable;
using Taihang.Core.Common;
using Taihang.Core.Dispatch.Teams;
using Xunit;

namespace Taihang.Tests.Core.Dispatch.Teams;

public sealed class TeamLocksTests
{
    /// <summary>Two villages of at most three, six people: 0 and 1 serve together, 4 and 5 may lead, 3 avoids the second village.</summary>
    private static TeamProblem County(params (int Village, int Person)[] locks)
    {
        ImmutableArray<TeamVillage> villages =
        [
            new(101, 1, 2, [2], [1, 101], 2, 3),
            new(102, 1, 2, [2], [1, 102], 2, 3),
        ];
        ImmutableArray<TeamPerson> people =
        [
            .. Enumerable
                .Range(0, 6)
                .Select(p => new TeamPerson(Guid.Empty, [1], p < 3 ? 0 : p, p == 3 ? 102 : 0, MayLead: p >= 4)),
        ];
        return TeamProblem.From(
            SmallTeams.Rules,
            2,
            villages,
            people,
            from v in Enumerable.Range(0, 2)
            from p in Enumerable.Range(0, 6)
            where TeamProblem.Excludes(villages[v], people[p]) is null
            select (v, p, 5000),
            [
                [0, 1],
            ],
            [.. locks.Select(l => new TeamLock(l.Village, l.Person))]
        );
    }

    private static TeamConflict Only(TeamProblem problem) =>
        Assert.Single(TeamLocks.Conflicts(problem, v => Words.Same($"V{v}"), p => Words.Same($"P{p}")));

    [Fact]
    public void Locks_that_can_hold_are_kept()
    {
        var problem = County((0, 0), (1, 4), (1, 2));
        var answer = TeamSearch.Solve(problem, new TeamEffort(2, 10, 32, 2)).Value;
        Assert.Empty(TeamCheck.Check(problem, answer));
        Assert.Contains(0, answer.Plan.Teams[0].Members);
        Assert.Contains(1, answer.Plan.Teams[0].Members);
        Assert.Equal(4, answer.Plan.Teams[1].Leader);
    }

    [Fact]
    public void Two_places_for_one_person_are_the_two_locks()
    {
        var conflict = Only(County((0, 2), (1, 2), (1, 5)));
        Assert.Equal([new TeamLock(0, 2), new TeamLock(1, 2)], conflict.Locks);
        Assert.Equal("P2 would stand in V0 and in V1", conflict.Why.En);
    }

    [Fact]
    public void Two_who_serve_together_cannot_be_laid_down_apart() =>
        Assert.Equal(
            2,
            TeamLocks
                .Conflicts(County((0, 0), (1, 1)), v => Words.Same($"V{v}"), p => Words.Same($"P{p}"))[0]
                .Locks.Length
        );

    [Fact]
    public void A_village_that_is_to_be_avoided_is_one_lock() =>
        Assert.Equal("P3 may not be posted to V1", Only(County((1, 3))).Why.En);

    [Fact]
    public void A_full_village_keeps_a_seat_for_its_leader()
    {
        var conflict = Only(County((0, 0), (0, 3)));
        Assert.Equal("3 people are laid down for V0, where 2 have room", conflict.Why.En);
        Assert.Equal(2, conflict.Locks.Length);
    }

    [Fact]
    public void Three_of_one_unit_are_too_many()
    {
        var conflict = Only(
            County((0, 0), (0, 2), (0, 4)) is var p
                ? p with
                {
                    Villages = [p.Villages[0] with { Maximum = 5 }, p.Villages[1]],
                }
                : null!
        );
        Assert.Contains("of one unit", conflict.Why.En, StringComparison.Ordinal);
        Assert.Equal(2, conflict.Locks.Length);
    }

    [Fact]
    public void A_leader_who_is_given_to_one_village_cannot_be_laid_down_for_another()
    {
        var problem = County((1, 4));
        problem = problem with { Villages = [problem.Villages[0] with { Leader = 4 }, problem.Villages[1]] };
        Assert.Equal("P4 leads V0 already", Only(problem).Why.En);
        Assert.Equal("TH0630", Assert.Single(TeamSearch.Solve(problem).Problems).Code);
    }
}
